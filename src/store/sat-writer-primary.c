/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The phone, mail and address that show through a record are its own. */

#include "config.h"

#include "sat-writer-private.h"

#include "sat-schema.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct {
  gint64 parent, child;
  const SatField *field;
} Expected;

const char *
sat_writer_primary_kind (const SatField *reference)
{
  const char *underscore = strrchr (reference->name, '_');

  return underscore != NULL ? underscore + 1 : reference->name;
}

gboolean
sat_writer_is_primary (const SatField *field)
{
  return field->kind == SAT_KIND_REFERENCE && (field->flags & SAT_FIELD_INTERNAL);
}

gint64
sat_writer_parent_of (const SatType *type, const SatValue *values)
{
  for (guint i = 0; i < type->n_fields; i++)
    if ((type->fields[i]->flags & SAT_FIELD_PARENT) && values[i].type == SAT_VALUE_INTEGER)
      return values[i].integer;
  return 0;
}

gboolean
sat_writer_belongs (SatWriter *self, gint64 child, gint64 parent, gboolean *belongs, GError **error)
{
  g_auto (SatRow) row = {0};

  if (!sat_writer_read_row (self, child, TRUE, &row, error))
    return FALSE;
  *belongs =
      row.type != NULL && !row.deleted && sat_writer_parent_of (row.type, row.values) == parent;
  return TRUE;
}

/* The first of @children that may show through @reference; left empty if there is none. */
static gboolean
find_next (SatWriter *self,
           const SatField *reference,
           const GArray *children,
           SatValue *next,
           GError **error)
{
  const SatType *type = sat_registry_type (self->registry, reference->target);
  const SatField *kind = sat_type_field (type, "kind");

  for (guint i = 0; i < children->len; i++) {
    g_auto (SatRow) row = {0};

    if (!sat_writer_read_row (self, g_array_index (children, gint64, i), TRUE, &row, error))
      return FALSE;
    if (row.type != type || (kind != NULL && g_strcmp0 (row.values[kind->index].text,
                                                        sat_writer_primary_kind (reference)) != 0))
      continue;
    *next = sat_value_int (row.id);
    return TRUE;
  }
  return TRUE;
}

static gboolean
mend (SatWriter *self, const SatRow *parent, const SatField *reference, GError **error)
{
  SatWriteField write = {reference, SAT_VALUE_INIT, SAT_VERSION_NONE};
  g_autoptr (GArray) children = NULL;
  gboolean belongs;

  if (!sat_writer_belongs (self, parent->values[reference->index].integer, parent->id, &belongs,
                           error))
    return FALSE;
  if (belongs)
    return TRUE;
  children = sat_writer_children (self, parent->type, parent->id, error);
  return children != NULL && find_next (self, reference, children, &write.value, error) &&
         sat_writer_put_existing (self, parent->id, &write, 1, SAT_ORIGIN_UNDO, error);
}

gboolean
sat_writer_mend_primaries (SatWriter *self, gint64 parent, GError **error)
{
  g_auto (SatRow) row = {0};

  if (!sat_writer_read_row (self, parent, TRUE, &row, error))
    return FALSE;
  for (guint i = 0; row.type != NULL && !row.deleted && i < row.type->n_fields; i++)
    if (sat_writer_is_primary (row.type->fields[i]) && row.values[i].type == SAT_VALUE_INTEGER &&
        !mend (self, &row, row.type->fields[i], error))
      return FALSE;
  return TRUE;
}

gboolean
sat_writer_leave_parent (SatWriter *self, const SatRow *child, GError **error)
{
  gint64 parent = sat_writer_parent_of (child->type, child->values);

  return parent == 0 || sat_writer_mend_primaries (self, parent, error);
}

void
sat_writer_expect_primary (SatWriter *self, gint64 parent, const SatField *field, gint64 child)
{
  Expected expected = {parent, child, field};

  if (self->expected == NULL)
    self->expected = g_array_new (FALSE, FALSE, sizeof (Expected));
  g_array_append_val (self->expected, expected);
}

/* One step in the child's table: a file may bring millions. */
static gboolean
has_come (SatWriter *self, const Expected *expected, gboolean *come, GError **error)
{
  const SatType *type = sat_registry_type (self->registry, expected->field->target);
  g_autofree char *sql = NULL;
  g_autoptr (SatStatement) statement = NULL;

  *come = FALSE;
  for (guint i = 0; sql == NULL && type != NULL && i < type->n_fields; i++)
    if (type->fields[i]->flags & SAT_FIELD_PARENT)
      sql = g_strdup_printf ("SELECT 1 FROM \"%s\" WHERE id = ?1 AND \"%s\" = ?2", type->name,
                             sat_schema_column (type->fields[i]));
  if (sql == NULL)
    return TRUE;
  statement = sat_statement_cached (self->connection, sql, error);
  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, expected->child);
  sat_statement_bind_int (statement, 2, expected->parent);
  return sat_statement_step (statement, come, error);
}

/* Does the record still name it? It may have been written again since. */
static gboolean
is_named (SatWriter *self, const Expected *expected, gboolean *named, GError **error)
{
  g_auto (SatRow) row = {0};
  guint index = expected->field->index;

  if (!sat_writer_read_row (self, expected->parent, TRUE, &row, error))
    return FALSE;
  *named = row.type != NULL && !row.deleted && row.values[index].type == SAT_VALUE_INTEGER &&
           row.values[index].integer == expected->child;
  return TRUE;
}

static gboolean
settle_primary (SatWriter *self,
                const Expected *expected,
                SatStrayFunc stray,
                gpointer user_data,
                GError **error)
{
  gboolean come, named;

  if (!has_come (self, expected, &come, error))
    return FALSE;
  if (come)
    return TRUE;
  if (!is_named (self, expected, &named, error))
    return FALSE;
  if (!named)
    return TRUE;
  if (stray == NULL) {
    g_set_error (error, SAT_MODEL_ERROR, SAT_MODEL_ERROR_INVALID,
                 _ ("“%s” must be one of the record’s own"), sat_field_get_label (expected->field));
    return FALSE;
  }
  stray (expected->parent, expected->field, user_data);
  return sat_writer_mend_primaries (self, expected->parent, error);
}

gboolean
sat_writer_settle_primaries (SatWriter *self,
                             SatStrayFunc stray,
                             gpointer user_data,
                             GError **error)
{
  g_autoptr (GArray) expected = NULL;

  g_return_val_if_fail (self != NULL, FALSE);
  expected = g_steal_pointer (&self->expected);
  for (guint i = 0; expected != NULL && i < expected->len; i++)
    if (!settle_primary (self, &g_array_index (expected, Expected, i), stray, user_data, error))
      return FALSE;
  return TRUE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Two records that are one. What hung from the one that goes hangs from the other one; each of
 * these moves is an edit like any other, so that undo takes all of it back. */

#include "config.h"

#include "sat-outbox-private.h"
#include "sat-pair.h"
#include "sat-schema.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct {
  SatWriter *writer;
  SatRow keep, other;
} Merge;

static gboolean
read_both (Merge *self, gint64 keep, gint64 other, GError **error)
{
  if (!sat_writer_read_row (self->writer, keep, TRUE, &self->keep, error) ||
      !sat_writer_read_row (self->writer, other, TRUE, &self->other, error))
    return FALSE;
  if (self->keep.type == NULL || self->other.type == NULL || self->keep.deleted ||
      self->other.deleted) {
    g_set_error_literal (error, SAT_STORE_ERROR, SAT_STORE_ERROR_NOT_FOUND,
                         _ ("The record has been deleted."));
    return FALSE;
  }
  if (keep == other || self->keep.type != self->other.type ||
      !sat_pair_is_possible (self->keep.type)) {
    g_set_error_literal (error, SAT_MODEL_ERROR, SAT_MODEL_ERROR_INVALID,
                         keep == other ? _ ("A record cannot be merged with itself.")
                                       : _ ("These records cannot be merged."));
    return FALSE;
  }
  return TRUE;
}

static GArray *
find_referrers (Merge *self, const SatField *field, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT id FROM \"%s\" WHERE \"%s\" = ?1 ORDER BY id",
                                          field->type->name, sat_schema_column (field));
  g_autoptr (SatStatement) statement = sat_statement_cached (self->writer->connection, sql, error);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (statement == NULL)
    return NULL;
  sat_statement_bind_int (statement, 1, self->other.id);
  return sat_statement_append_ints (statement, ids, error) ? g_steal_pointer (&ids) : NULL;
}

static gboolean
says_the_same (const SatRow *a, const SatRow *b, const SatField *except)
{
  for (guint i = 0; i < a->type->n_fields; i++)
    if (a->type->fields[i] != except && sat_field_is_stored (a->type->fields[i]) &&
        !sat_value_equal (&a->values[i], &b->values[i]))
      return FALSE;
  return TRUE;
}

/* Does the survivor have the same phone, tag ... already? *@twin 0: no. */
static gboolean
find_twin (Merge *self, const SatField *field, const SatRow *child, gint64 *twin, GError **error)
{
  g_autofree char *sql = NULL;
  g_autoptr (SatStatement) statement = NULL;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  *twin = 0;
  if (!(child->type->flags & SAT_TYPE_CHILD) || !(field->flags & SAT_FIELD_PARENT))
    return TRUE;
  sql = g_strdup_printf ("SELECT id FROM \"%s\" WHERE \"%s\" = ?1 ORDER BY id", child->type->name,
                         sat_schema_column (field));
  statement = sat_statement_cached (self->writer->connection, sql, error);
  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, self->keep.id);
  if (!sat_statement_append_ints (statement, ids, error))
    return FALSE;
  for (guint i = 0; *twin == 0 && i < ids->len; i++) {
    g_auto (SatRow) row = {0};

    if (!sat_writer_read_row (self->writer, g_array_index (ids, gint64, i), TRUE, &row, error))
      return FALSE;
    if (says_the_same (&row, child, field))
      *twin = row.id;
  }
  return TRUE;
}

static gboolean
move_one (Merge *self, const SatField *field, gint64 id, GError **error)
{
  SatWriteField write = {field, sat_value_int (self->keep.id), SAT_VERSION_NONE};
  g_auto (SatRow) row = {0};
  gint64 twin;

  if (!sat_writer_read_row (self->writer, id, TRUE, &row, error) ||
      !find_twin (self, field, &row, &twin, error))
    return FALSE;
  if (twin != 0)
    return sat_writer_remove_alone (self->writer, &row, error);
  /* What belonged to the other one does not belong to itself. */
  if (id == self->keep.id)
    write.value = SAT_VALUE_INIT;
  return sat_writer_put_existing (self->writer, id, &write, 1, SAT_ORIGIN_UNDO, error);
}

static gboolean
move_field (Merge *self, const SatField *field, GError **error)
{
  g_autoptr (GArray) ids = find_referrers (self, field, error);

  for (guint i = 0; ids != NULL && i < ids->len; i++)
    if (!move_one (self, field, g_array_index (ids, gint64, i), error))
      return FALSE;
  return ids != NULL;
}

static gboolean
move_all (Merge *self, GError **error)
{
  guint n_types;
  const SatType *const *types = sat_registry_types (self->writer->registry, &n_types);

  for (guint t = 0; t < n_types; t++)
    for (guint i = 0; i < types[t]->n_fields; i++) {
      const SatField *field = types[t]->fields[i];

      if (field->kind == SAT_KIND_REFERENCE && sat_field_is_stored (field) &&
          sat_field_targets (field, self->other.type->name) && !move_field (self, field, error))
        return FALSE;
    }
  return TRUE;
}

/* The survivor had no phone of its own, say: the other one's shows through now. */
static gboolean
take_primaries (Merge *self, GError **error)
{
  for (guint i = 0; i < self->keep.type->n_fields; i++) {
    const SatField *field = self->keep.type->fields[i];
    SatWriteField write = {field, self->other.values[i], SAT_VERSION_NONE};
    gboolean belongs;

    if (!sat_writer_is_primary (field) || self->keep.values[i].type == SAT_VALUE_INTEGER ||
        self->other.values[i].type != SAT_VALUE_INTEGER)
      continue;
    if (!sat_writer_belongs (self->writer, write.value.integer, self->keep.id, &belongs, error) ||
        (belongs &&
         !sat_writer_put_existing (self->writer, self->keep.id, &write, 1, SAT_ORIGIN_UNDO, error)))
      return FALSE;
  }
  return TRUE;
}

gboolean
sat_writer_merge (SatWriter *self,
                  gint64 keep,
                  gint64 other,
                  const SatWriteField *fields,
                  gsize n_fields,
                  GError **error)
{
  Merge merge = {.writer = self};
  gboolean ok;

  g_return_val_if_fail (self != NULL && (fields != NULL || n_fields == 0), FALSE);

  ok = read_both (&merge, keep, other, error) && move_all (&merge, error) &&
       take_primaries (&merge, error) &&
       sat_writer_remove_into (self, &merge.other, &merge.keep, error) &&
       (n_fields == 0 ||
        sat_writer_put_existing (self, keep, fields, n_fields, SAT_ORIGIN_UNDO, error)) &&
       sat_conflict_close_pair (self, &merge.keep.uuid, &merge.other.uuid, error);
  if (ok)
    sat_writer_touch (self, keep);
  sat_row_clear (&merge.keep);
  sat_row_clear (&merge.other);
  return ok;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-row.h"

#include "sat-schema.h"

struct _SatRowPlan {
  SatRegistry *registry;
  const SatType *type;
  GPtrArray *fields; /* those that are read, in the order of their columns */
  char *sql;
};

/* One join for each reference that something shows through. Its number: position + 1. */
static guint
join_of (GPtrArray *joins, const SatField *reference)
{
  guint position;

  if (!g_ptr_array_find (joins, reference, &position)) {
    position = joins->len;
    g_ptr_array_add (joins, (gpointer)reference);
  }
  return position + 1;
}

/* FALSE: the field is no column of this or a joined table. */
static gboolean
add_field (SatRowPlan *self, const SatField *field, GString *columns, GPtrArray *joins)
{
  const SatField *reference, *stored;
  const SatType *target;
  char before[16];

  if (sat_field_is_stored (field)) {
    sat_schema_append_field (columns, ", t.", field);
    return TRUE;
  }
  if (field->through == NULL)
    return FALSE;
  reference = sat_type_field (self->type, field->through);
  target = reference != NULL ? sat_registry_type (self->registry, reference->target) : NULL;
  stored = target != NULL ? sat_type_field (target, field->via) : NULL;
  if (stored == NULL)
    return FALSE;
  g_snprintf (before, sizeof before, ", j%u.", join_of (joins, reference));
  sat_schema_append_field (columns, before, stored);
  return TRUE;
}

static gboolean
is_in_title (GPtrArray *alternatives, guint n, const SatField *field)
{
  for (guint i = 0; i < MIN (n, alternatives->len); i++)
    if (g_ptr_array_find (g_ptr_array_index (alternatives, i), field, NULL))
      return TRUE;
  return FALSE;
}

SatRowPlan *
sat_row_plan_new (SatRegistry *registry, const SatType *type, guint n_titles)
{
  SatRowPlan *self = g_new0 (SatRowPlan, 1);
  /* No title says the public id, which stands in another table. */
  g_autoptr (GString) columns = g_string_new (n_titles > 0 ? "t.id, NULL" : "t.id, r.uuid");
  g_autoptr (GString) tables = g_string_new (NULL);
  g_autoptr (GPtrArray) joins = g_ptr_array_new ();
  g_autoptr (GPtrArray) alternatives = sat_title_alternatives (type);

  self->registry = sat_registry_ref (registry);
  self->type = type;
  self->fields = g_ptr_array_new ();
  for (guint i = 0; i < type->n_fields; i++)
    if ((n_titles == 0 || is_in_title (alternatives, n_titles, type->fields[i])) &&
        add_field (self, type->fields[i], columns, joins))
      g_ptr_array_add (self->fields, (gpointer)type->fields[i]);
  for (guint i = 0; i < joins->len; i++) {
    const SatField *reference = g_ptr_array_index (joins, i);

    g_string_append_printf (tables, " LEFT JOIN \"%s\" AS j%u ON j%u.id = t.\"%s\"",
                            reference->target, i + 1, i + 1, sat_schema_column (reference));
  }
  self->sql =
      g_strdup_printf ("SELECT %s FROM \"%s\" AS t%s%s WHERE t.id = ?1", columns->str, type->name,
                       n_titles > 0 ? "" : " JOIN record AS r ON r.id = t.id", tables->str);
  return self;
}

void
sat_row_plan_free (SatRowPlan *self)
{
  g_ptr_array_unref (self->fields);
  sat_registry_unref (self->registry);
  g_free (self->sql);
  g_free (self);
}

const char *
sat_row_plan_get_sql (SatRowPlan *self)
{
  return self->sql;
}

SatValue
sat_row_value (SatStatement *statement, int column)
{
  switch (sat_statement_type (statement, column)) {
  case SQLITE_INTEGER:
    return sat_value_int (sat_statement_int (statement, column));
  case SQLITE_TEXT:
    return sat_value_text (sat_statement_text (statement, column));
  default:
    return SAT_VALUE_INIT;
  }
}

SatValue
sat_row_field (SatStatement *statement, const SatField *field, int *column)
{
  SatValue value = sat_row_value (statement, (*column)++);

  if (field->kind != SAT_KIND_REFERENCE)
    return value;
  if (value.type == SAT_VALUE_NULL)
    value = sat_row_value (statement, *column);
  (*column)++;
  return value;
}

SatRecord *
sat_row_plan_read (SatRowPlan *self, SatStatement *statement)
{
  SatUuid uuid = {{0}};
  gsize length;
  const void *blob = sat_statement_blob (statement, 1, &length);
  SatRecord *record;
  int column = 2;

  if (length == sizeof uuid.bytes)
    memcpy (uuid.bytes, blob, length);
  record = sat_record_new (self->registry, self->type, sat_statement_int (statement, 0), &uuid);
  for (guint i = 0; i < self->fields->len; i++) {
    const SatField *field = g_ptr_array_index (self->fields, i);

    sat_record_take (record, field, sat_row_field (statement, field, &column));
  }
  return record;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-search-source.h"

#include "sat-reader-private.h"
#include "sat-schema.h"

/* The searched columns of one table, and who asks for them: the record itself, or those above. */
typedef struct {
  GPtrArray *fields; /* SatField, in the order of the columns */
  char *sql;         /* one parameter: the id of the record */
  int kind;          /* the column that says whether a value is a phone number; -1: there is none */
} Part;

typedef struct {
  const SatType *type;
  guint n_title;    /* so many columns of the first part are the title, if they say anything */
  GPtrArray *parts; /* of Part; the first is the record's own */
} Plan;

struct _SatSearchSource {
  SatReader *reader;
  GHashTable *plans; /* SatType -> Plan */
};

static void
part_free (gpointer data)
{
  Part *part = data;

  g_ptr_array_unref (part->fields);
  g_free (part->sql);
  g_free (part);
}

static void
plan_free (gpointer data)
{
  Plan *plan = data;

  g_ptr_array_unref (plan->parts);
  g_free (plan);
}

SatSearchSource *
sat_search_source_new (SatReader *reader)
{
  SatSearchSource *self;

  g_return_val_if_fail (reader != NULL, NULL);
  self = g_new0 (SatSearchSource, 1);
  self->reader = reader;
  self->plans = g_hash_table_new_full (NULL, NULL, NULL, plan_free);
  return self;
}

void
sat_search_source_free (SatSearchSource *self)
{
  g_return_if_fail (self != NULL);
  g_hash_table_unref (self->plans);
  g_free (self);
}

gboolean
sat_search_field_is_searched (const SatField *field)
{
  /* The title of what a reference leads to may change without the record. */
  return (field->flags & SAT_FIELD_SEARCHED) && sat_field_is_stored (field) &&
         field->kind != SAT_KIND_REFERENCE;
}

/* "SELECT id, a, b, kind FROM type WHERE column = ?1" */
static void
finish_part (Part *part, const SatType *type, const char *column)
{
  g_autoptr (GString) sql = g_string_new ("SELECT id");
  const SatField *kind = sat_type_field (type, "kind");

  for (guint i = 0; i < part->fields->len; i++)
    g_string_append_printf (sql, ", \"%s\"", sat_schema_column (part->fields->pdata[i]));
  part->kind = -1;
  if (kind != NULL && kind->kind == SAT_KIND_CHOICE && sat_field_is_stored (kind)) {
    part->kind = (int)part->fields->len + 1;
    g_string_append_printf (sql, ", \"%s\"", sat_schema_column (kind));
  }
  g_string_append_printf (sql, " FROM \"%s\" WHERE \"%s\" = ?1", type->name, column);
  part->sql = g_string_free (g_steal_pointer (&sql), FALSE);
}

static Part *
part_new (const SatType *type)
{
  Part *part = g_new0 (Part, 1);

  part->fields = g_ptr_array_new ();
  for (guint i = 0; i < type->n_fields; i++)
    if (sat_search_field_is_searched (type->fields[i]))
      g_ptr_array_add (part->fields, (gpointer)type->fields[i]);
  return part;
}

/* The fields of the title in front, if a row says all that is needed to make it. */
static guint
put_title_first (Part *part, GPtrArray *alternatives)
{
  GPtrArray *first = alternatives->len > 0 ? g_ptr_array_index (alternatives, 0) : NULL;

  for (guint i = 0; first != NULL && i < first->len; i++) {
    const SatField *field = g_ptr_array_index (first, i);

    if (field->kind != SAT_KIND_TEXT || !sat_field_is_stored (field))
      return 0;
  }
  for (guint i = 0; first != NULL && i < first->len; i++) {
    g_ptr_array_remove (part->fields, g_ptr_array_index (first, i));
    g_ptr_array_insert (part->fields, (int)i, g_ptr_array_index (first, i));
  }
  return first != NULL ? first->len : 0;
}

static void
add_children (SatSearchSource *self, Plan *plan, const SatType *child)
{
  if (child->rank > 0)
    return;
  for (guint i = 0; i < child->n_fields; i++) {
    const SatField *parent = child->fields[i];
    Part *part;

    if (!(parent->flags & SAT_FIELD_PARENT) || !sat_field_targets (parent, plan->type->name))
      continue;
    part = part_new (child);
    finish_part (part, child, sat_schema_column (parent));
    if (part->fields->len > 0)
      g_ptr_array_add (plan->parts, part);
    else
      part_free (part);
  }
}

static Plan *
get_plan (SatSearchSource *self, const SatType *type)
{
  Plan *plan = g_hash_table_lookup (self->plans, type);
  const SatType *const *types;
  guint n_types;
  Part *own;

  if (plan != NULL)
    return plan;
  plan = g_new0 (Plan, 1);
  plan->type = type;
  plan->parts = g_ptr_array_new_with_free_func (part_free);
  own = part_new (type);
  plan->n_title = put_title_first (own, sat_reader_get_plan (self->reader, type)->alternatives);
  finish_part (own, type, "id");
  g_ptr_array_add (plan->parts, own);
  types = sat_registry_types (self->reader->registry, &n_types);
  for (guint i = 0; i < n_types; i++)
    add_children (self, plan, types[i]);
  g_hash_table_insert (self->plans, (gpointer)type, plan);
  return plan;
}

SatHlc
sat_search_latest (SatStatement *row, int column)
{
  g_autoptr (SatVersions) versions = NULL;
  gsize length;
  const void *blob = sat_statement_blob (row, column, &length);

  /* A damaged one is for the check of the file to find; search goes on. */
  versions = blob != NULL ? sat_versions_decode (blob, length, NULL) : NULL;
  return versions != NULL ? sat_versions_latest (versions).hlc : SAT_HLC_NONE;
}

gboolean
sat_search_source_identify (SatSearchSource *self,
                            gint64 id,
                            SatSearchIdentity *identity,
                            GError **error)
{
  g_autoptr (SatStatement) statement = sat_statement_cached (
      self->reader->connection, "SELECT type, versions FROM record WHERE id = ?1 AND deleted = 0",
      error);
  gboolean row;

  *identity = (SatSearchIdentity){0};
  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, id);
  if (!sat_statement_step (statement, &row, error))
    return FALSE;
  if (!row)
    return TRUE;
  identity->type = sat_registry_type_by_number (self->reader->registry,
                                                (guint16)sat_statement_int (statement, 0));
  if (identity->type != NULL && identity->type->rank == 0)
    identity->type = NULL;
  identity->latest = sat_search_latest (statement, 1);
  return TRUE;
}

/* What the title's own columns say, or what the reader makes of the record. */
static void
set_title (SatSearchSource *self, Plan *plan, SatStatement *row, gint64 id, SatSearchText *text)
{
  g_autoptr (GString) title = g_string_new (NULL);

  for (guint i = 0; i < plan->n_title; i++) {
    const char *part = sat_statement_text (row, (int)i + 1);

    if (part != NULL)
      g_string_append_printf (title, "%s%s", title->len > 0 ? " " : "", part);
  }
  sat_search_text_set_title (text, title->len > 0 ? title->str
                                                  : sat_reader_title_of (self->reader, id, 0));
}

static gboolean
is_phone (const Part *part, SatStatement *row)
{
  const char *kind = part->kind >= 0 ? sat_statement_text (row, part->kind) : NULL;

  return kind != NULL && (g_str_equal (kind, "phone") || g_str_equal (kind, "fax"));
}

static void
add_value (const SatField *field, SatStatement *row, int column, SatSearchText *text)
{
  g_auto (SatValue) value = SAT_VALUE_INIT;
  g_autofree char *canonical = NULL;

  if (sat_statement_is_null (row, column))
    return;
  switch (field->kind) {
  case SAT_KIND_TEXT:
  case SAT_KIND_LONG_TEXT:
    sat_search_text_add (text, sat_statement_text (row, column));
    return;
  case SAT_KIND_CHOICE:
    sat_search_text_add (text, sat_field_choice_label (field, sat_statement_text (row, column)));
    return;
  default:
    value = sat_row_value (row, column);
    canonical = sat_field_to_string (field, &value, NULL);
    if (canonical != NULL)
      sat_search_text_add (text, canonical);
  }
}

static void
add_row (const Part *part, SatStatement *row, guint first, SatSearchText *text)
{
  gboolean phone = is_phone (part, row);

  for (guint i = first; i < part->fields->len; i++) {
    const SatField *field = g_ptr_array_index (part->fields, i);
    int column = (int)i + 1;

    if (phone && field->kind == SAT_KIND_TEXT && !sat_statement_is_null (row, column))
      sat_search_text_add_phone (text, sat_statement_text (row, column));
    else
      add_value (field, row, column, text);
  }
}

gboolean
sat_search_source_read (
    SatSearchSource *self, const SatType *type, gint64 id, SatSearchText *text, GError **error)
{
  Plan *plan = get_plan (self, type);

  sat_search_text_reset (text);
  for (guint i = 0; i < plan->parts->len; i++) {
    const Part *part = g_ptr_array_index (plan->parts, i);
    g_autoptr (SatStatement) row =
        sat_statement_cached (self->reader->connection, part->sql, error);
    gboolean found = TRUE;

    if (row == NULL)
      return FALSE;
    sat_statement_bind_int (row, 1, id);
    while (found) {
      if (!sat_statement_step (row, &found, error))
        return FALSE;
      if (found && i == 0)
        set_title (self, plan, row, id, text);
      if (found)
        add_row (part, row, i == 0 ? plan->n_title : 0, text);
    }
  }
  return TRUE;
}

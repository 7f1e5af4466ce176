/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-reader-private.h"

#include "sat-schema.h"

#include <string.h>

/* An employment is named after a contact and a company, those after themselves. */
#define MAX_TITLE_DEPTH 4

static const char *title_of (SatReader *self, gint64 id, const SatType *type, guint depth);

/* The one type that a reference leads to; NULL: there are several. */
static const SatType *
only_target (SatReader *self, const SatField *field)
{
  return sat_registry_type (self->registry, field->target);
}

void
sat_reader_fill_reference_titles (SatReader *self, SatRecord *record, guint depth)
{
  const SatType *type = sat_record_get_record_type (record);

  for (guint i = 0; i < type->n_fields; i++) {
    const SatField *field = type->fields[i];
    const SatValue *value;

    if (field->kind != SAT_KIND_REFERENCE)
      continue;
    value = sat_record_get (record, field);
    if (value->type == SAT_VALUE_INTEGER)
      sat_record_set_reference_title (
          record, field, title_of (self, value->integer, only_target (self, field), depth));
    else if (value->type == SAT_VALUE_TEXT)
      sat_record_set_reference_title (record, field, value->text);
  }
}

/* NULL: deleted, or a stub. */
static const SatType *
live_type (SatReader *self, gint64 id)
{
  g_autoptr (SatStatement) statement = sat_statement_cached (
      self->connection, "SELECT type FROM record WHERE id = ?1 AND deleted = 0", NULL);
  gboolean row = FALSE;

  if (statement == NULL)
    return NULL;
  sat_statement_bind_int (statement, 1, id);
  if (!sat_statement_step (statement, &row, NULL) || !row)
    return NULL;
  return sat_registry_type_by_number (self->registry, (guint16)sat_statement_int (statement, 0));
}

/* What a file that we took references from called a record that we do not have. */
static char *
stub_title (SatReader *self, gint64 id)
{
  g_autoptr (SatStatement) statement = sat_statement_cached (
      self->connection,
      "SELECT json_extract (extra, '$.title') FROM record WHERE id = ?1 AND type = 0", NULL);
  gboolean row = FALSE;

  if (statement != NULL)
    sat_statement_bind_int (statement, 1, id);
  if (statement == NULL || !sat_statement_step (statement, &row, NULL) || !row ||
      sat_statement_is_null (statement, 0))
    return g_strdup ("");
  return g_strdup (sat_statement_text (statement, 0));
}

/* NULL: there is no row of @type, so it is deleted, a stub or of another type. */
static char *
title_by (SatReader *self, gint64 id, SatReaderPlan *plan, SatRowPlan *title, guint depth)
{
  g_autoptr (SatStatement) statement =
      sat_statement_cached (self->connection, sat_row_plan_get_sql (title), NULL);
  g_autoptr (SatRecord) record = NULL;
  gboolean row = FALSE;

  if (statement == NULL)
    return NULL;
  sat_statement_bind_int (statement, 1, id);
  if (!sat_statement_step (statement, &row, NULL) || !row)
    return NULL;
  record = sat_row_plan_read (title, statement);
  sat_reader_fill_reference_titles (self, record, depth + 1);
  return sat_title_of_record (plan->alternatives, record);
}

static char *
title_of_row (SatReader *self, gint64 id, const SatType *type, guint depth)
{
  SatReaderPlan *plan = sat_reader_get_plan (self, type);
  g_autofree char *title = title_by (self, id, plan, plan->best_title, depth);

  if (title == NULL || *title != '\0' || plan->alternatives->len < 2)
    return g_steal_pointer (&title);
  return title_by (self, id, plan, plan->title, depth);
}

/* @type: what it most likely is, which saves asking; NULL: unknown. */
static char *
make_title (SatReader *self, gint64 id, const SatType *type, guint depth)
{
  char *title = NULL;

  if (type != NULL && depth <= MAX_TITLE_DEPTH)
    title = title_of_row (self, id, type, depth);
  if (title != NULL)
    return title;
  type = live_type (self, id);
  if (type == NULL)
    return stub_title (self, id);
  if (depth <= MAX_TITLE_DEPTH)
    title = title_of_row (self, id, type, depth);
  return title != NULL ? title : g_strdup ("");
}

static const char *
title_of (SatReader *self, gint64 id, const SatType *type, guint depth)
{
  char *title = g_hash_table_lookup (self->titles, &id);

  if (title == NULL) {
    title = make_title (self, id, type, depth);
    g_hash_table_insert (self->titles, g_memdup2 (&id, sizeof id), title);
  }
  return title;
}

const char *
sat_reader_title_of (SatReader *self, gint64 id, guint depth)
{
  return title_of (self, id, NULL, depth);
}

const char *
sat_reader_title (SatReader *self, gint64 id)
{
  g_return_val_if_fail (self != NULL, "");
  if (id == 0)
    return "";
  sat_reader_refresh (self);
  return sat_reader_title_of (self, id, 0);
}

const SatField *
sat_reader_set_parent (const SatType *child, const SatType *owner)
{
  for (guint i = 0; i < child->n_fields; i++) {
    const SatField *field = child->fields[i];

    if ((field->flags & SAT_FIELD_PARENT) && sat_field_targets (field, owner->name))
      return field;
  }
  return NULL;
}

gboolean
sat_reader_is_pushes (const SatField *field)
{
  return field->merge == SAT_MERGE_DERIVED && g_str_equal (field->name, "pushes");
}

static int
compare_titles_cb (gconstpointer a, gconstpointer b)
{
  const char *left = *(const char *const *)a, *right = *(const char *const *)b;
  g_autofree char *left_key = sat_fold_sort_key (left);
  g_autofree char *right_key = sat_fold_sort_key (right);
  int order = strcmp (left_key, right_key);

  return order != 0 ? order : strcmp (left, right);
}

/* The children of type field->target that hang from the record by the parent reference that leads
 * to such a type. */
static gboolean
read_set (SatReader *self, SatRecord *record, const SatField *field, GError **error)
{
  const SatType *child = sat_registry_type (self->registry, field->target);
  const SatField *parent = child != NULL ? sat_reader_set_parent (child, field->type) : NULL;
  g_autoptr (GPtrArray) titles = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (SatStatement) statement = NULL;
  g_autofree char *sql = NULL;
  g_autofree char *text = NULL;
  gboolean row;

  if (parent == NULL)
    return TRUE;
  sql = g_strdup_printf ("SELECT id FROM \"%s\" WHERE \"%s\" = ?1", child->name,
                         sat_schema_column (parent));
  statement = sat_statement_cached (self->connection, sql, error);
  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, sat_record_get_id (record));
  do {
    if (!sat_statement_step (statement, &row, error))
      return FALSE;
    if (row)
      g_ptr_array_add (
          titles,
          g_strdelimit (g_strdup (title_of (self, sat_statement_int (statement, 0), child, 0)),
                        "\r\n", ' '));
  } while (row);
  g_ptr_array_sort (titles, compare_titles_cb);
  g_ptr_array_add (titles, NULL);
  text = g_strjoinv ("\n", (char **)titles->pdata);
  sat_record_take (record, field, sat_value_text (text));
  return TRUE;
}

/* How often the close date moved to a later day: what it was, in turn, is in the history. */
static gboolean
read_pushes (SatReader *self, SatRecord *record, const SatField *field, GError **error)
{
  const SatField *close_date = sat_type_field (field->type, "close_date");
  g_autoptr (SatStatement) statement =
      sat_statement_cached (self->connection, SAT_READER_DATES_SQL, error);
  const SatValue *now = sat_record_get (record, close_date);
  gint64 before = G_MAXINT64, pushes = 0;
  gboolean row;

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, sat_record_get_id (record));
  sat_statement_bind_int (statement, 2, close_date->number);
  do {
    if (!sat_statement_step (statement, &row, error))
      return FALSE;
    if (row) {
      pushes += sat_statement_int (statement, 0) > before;
      before = sat_statement_int (statement, 0);
    }
  } while (row);
  if (now->type == SAT_VALUE_INTEGER)
    pushes += now->integer > before;
  sat_record_take (record, field, sat_value_int (pushes));
  return TRUE;
}

static gboolean
read_computed (SatReader *self, SatRecord *record, const SatType *type, GError **error)
{
  for (guint i = 0; i < type->n_fields; i++) {
    const SatField *field = type->fields[i];

    if (field->kind == SAT_KIND_SET && !read_set (self, record, field, error))
      return FALSE;
    if (sat_reader_is_pushes (field) && !read_pushes (self, record, field, error))
      return FALSE;
  }
  return TRUE;
}

/* NULL without error: there is no such row. */
static SatRecord *
read_record (
    SatReader *self, SatStatement *statement, SatReaderPlan *plan, gint64 id, GError **error)
{
  gboolean row;

  sat_statement_reset (statement);
  sat_statement_bind_int (statement, 1, id);
  if (!sat_statement_step (statement, &row, error) || !row)
    return NULL;
  return sat_row_plan_read (plan->whole, statement);
}

static gboolean
complete_record (
    SatReader *self, const SatType *type, SatReaderPlan *plan, SatRecord *record, GError **error)
{
  g_autofree char *title = NULL;

  if (!read_computed (self, record, type, error))
    return FALSE;
  sat_reader_fill_reference_titles (self, record, 0);
  title = sat_title_of_record (plan->alternatives, record);
  sat_record_set_title (record, title);
  return TRUE;
}

/* By one prepared statement a row: quicker than IN with a list, whose text differs with its length
 * and whose rows would have to be put in order. */
static GPtrArray *
load_rows (SatReader *self, const SatType *type, const gint64 *ids, gsize n, GError **error)
{
  SatReaderPlan *plan = sat_reader_get_plan (self, type);
  g_autoptr (GPtrArray) records = g_ptr_array_new_full ((guint)n, g_object_unref);
  g_autoptr (SatStatement) statement =
      sat_statement_cached (self->connection, sat_row_plan_get_sql (plan->whole), error);

  if (statement == NULL)
    return NULL;
  for (gsize i = 0; i < n; i++) {
    g_autoptr (GError) failure = NULL;
    g_autoptr (SatRecord) record = read_record (self, statement, plan, ids[i], &failure);

    if (failure == NULL && record != NULL && complete_record (self, type, plan, record, &failure))
      g_ptr_array_add (records, g_steal_pointer (&record));
    if (failure != NULL) {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  }
  return g_steal_pointer (&records);
}

/* In one snapshot: the rows are of one moment, and a lock is taken once, not for each statement. */
GPtrArray *
sat_reader_load_many (
    SatReader *self, const SatType *type, const gint64 *ids, gsize n, GError **error)
{
  GPtrArray *records;
  gboolean own;

  g_return_val_if_fail (self != NULL && type != NULL && (ids != NULL || n == 0), NULL);
  sat_reader_refresh (self);
  type = sat_reader_current_type (self, type);
  g_return_val_if_fail (type != NULL, NULL);
  own = n > 1 && !sat_connection_in_transaction (self->connection);
  if (own && !sat_connection_begin_read (self->connection, error))
    return NULL;
  records = load_rows (self, type, ids, n, error);
  if (own)
    sat_connection_commit (self->connection, NULL);
  return records;
}

GPtrArray *
sat_reader_children (
    SatReader *self, gint64 id, const SatType *child, const char *field_name, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (SatStatement) statement = NULL;
  g_autofree char *sql = NULL;
  const SatField *field;

  g_return_val_if_fail (self != NULL && child != NULL && field_name != NULL, NULL);
  field = sat_type_require (child, field_name, error);
  if (field == NULL)
    return NULL;
  g_return_val_if_fail (field->kind == SAT_KIND_REFERENCE && sat_field_is_stored (field), NULL);
  sql = g_strdup_printf ("SELECT id FROM \"%s\" WHERE \"%s\" = ?1 ORDER BY id", child->name,
                         sat_schema_column (field));
  statement = sat_statement_cached (self->connection, sql, error);
  if (statement == NULL)
    return NULL;
  sat_statement_bind_int (statement, 1, id);
  if (!sat_statement_append_ints (statement, ids, error))
    return NULL;
  return sat_reader_load_many (self, child, (const gint64 *)(gpointer)ids->data, ids->len, error);
}

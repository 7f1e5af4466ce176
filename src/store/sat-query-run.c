/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-query-private.h"

#include "sat-query-sql.h"
#include "sat-reader-private.h"
#include "sat-search.h"

#include <glib/gi18n-lib.h>

/* A query put to the database: ids, pages, counts and sums. */

/* The words are looked up before the rows: both in one state of the file. */
typedef struct {
  SatConnection *connection; /* NULL: none was opened */
} Snapshot;

static gboolean
snapshot_open (Snapshot *self, SatQuery *query, SatReader *reader, GError **error)
{
  if (query->words == NULL || sat_connection_in_transaction (reader->connection))
    return TRUE;
  if (!sat_connection_begin_read (reader->connection, error))
    return FALSE;
  self->connection = reader->connection;
  return TRUE;
}

static void
snapshot_close (Snapshot *self)
{
  if (self->connection != NULL)
    sat_connection_commit (self->connection, NULL);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Snapshot, snapshot_close)

/* The type, filter and words; no order. NULL without an error: the words cannot be had so. */
static SatQuerySql *
compile_conditions (SatQuery *self, SatReader *reader, SatQueryWords words, GError **error)
{
  g_autoptr (SatQuerySql) sql = NULL;
  const SatType *type;
  gboolean found = TRUE;

  sat_reader_refresh (reader);
  type = sat_registry_require (reader->registry, self->type_name, error);
  if (type == NULL)
    return NULL;
  sql = sat_query_sql_new (reader, type);
  if (self->filter != NULL && !sat_query_sql_add_filter (sql, self->filter, error))
    return NULL;
  if (self->words != NULL && !sat_query_sql_add_words (sql, self->words, words, &found, error))
    return NULL;
  return found ? g_steal_pointer (&sql) : NULL;
}

/* The local ids of equal rows follow the order, so that one walk along an index has both. */
static gboolean
descends (SatQuery *self)
{
  return self->sort->len == 1 && g_array_index (self->sort, SatQueryOrder, 0).descending;
}

/* @limit: how many rows are wanted; 0: all. */
static SatQuerySql *
compile (SatQuery *self, SatReader *reader, guint limit, SatQueryWords words, GError **error)
{
  g_autoptr (SatQuerySql) sql = compile_conditions (self, reader, words, error);

  if (sql == NULL)
    return NULL;
  sql->whole = limit == 0;
  for (guint i = 0; i < self->sort->len; i++) {
    const SatQueryOrder *order = &g_array_index (self->sort, SatQueryOrder, i);

    if (!sat_query_sql_add_sort (sql, order->path, order->descending, error))
      return NULL;
  }
  sat_query_sql_add_ties (sql, self->public_ties, descends (self));
  return g_steal_pointer (&sql);
}

char *
sat_query_explain (SatQuery *self, SatReader *reader, guint limit, GError **error)
{
  g_autoptr (SatQuerySql) sql = compile (self, reader, limit, SAT_QUERY_WORDS_ALL, error);
  g_autofree char *text = NULL;
  g_autofree char *explain = NULL;
  g_autoptr (SatStatement) statement = NULL;
  GString *plan;
  gboolean row;

  if (sql == NULL)
    return NULL;
  text = sat_query_sql_text (sql, "t.id", limit);
  explain = g_strconcat ("EXPLAIN QUERY PLAN ", text, NULL);
  statement = sat_statement_new (reader->connection, explain, error);
  if (statement == NULL)
    return NULL;
  plan = g_string_new (NULL);
  while (sat_statement_step (statement, &row, NULL) && row)
    g_string_append_printf (plan, "%s\n", sat_statement_text (statement, 3));
  return g_string_free (plan, FALSE);
}

gboolean
sat_query_check (SatQuery *self, SatReader *reader, GError **error)
{
  g_autoptr (SatQuerySql) sql = NULL;

  g_return_val_if_fail (self != NULL && reader != NULL, FALSE);
  sql = compile (self, reader, 0, SAT_QUERY_WORDS_IGNORED, error);
  return sql != NULL;
}

static GArray *
run_ids (SatQuerySql *sql, guint limit, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (SatStatement) statement = sat_query_sql_prepare (sql, "t.id", limit, error);

  if (statement == NULL || !sat_statement_append_ints (statement, ids, error))
    return NULL;
  return g_steal_pointer (&ids);
}

static GArray *
list_ids (SatQuery *self, SatReader *reader, GError **error)
{
  g_auto (Snapshot) snapshot = {0};
  g_autoptr (SatQuerySql) sql = NULL;

  if (!snapshot_open (&snapshot, self, reader, error))
    return NULL;
  sql = compile (self, reader, self->limit, SAT_QUERY_WORDS_ALL, error);
  return sql != NULL ? run_ids (sql, self->limit, error) : NULL;
}

GArray *
sat_query_ids (SatQuery *self, SatReader *reader, GCancellable *cancellable, GError **error)
{
  GArray *ids;

  g_return_val_if_fail (self != NULL && reader != NULL, NULL);
  if (cancellable == NULL)
    return list_ids (self, reader, error);
  if (g_cancellable_is_cancelled (cancellable)) {
    g_set_error_literal (error, SAT_DB_ERROR, SAT_DB_ERROR_INTERRUPTED, _ ("Cancelled"));
    return NULL;
  }
  sat_connection_set_cancellable (reader->connection, cancellable);
  ids = list_ids (self, reader, error);
  sat_connection_set_cancellable (reader->connection, NULL);
  return ids;
}

/* What the first order compares for record @id. NOT_FOUND if it is gone. */
static gboolean
read_key (SatQuery *self, SatReader *reader, gint64 id, SatValue *key, GError **error)
{
  g_autoptr (SatQuerySql) sql = compile_conditions (self, reader, SAT_QUERY_WORDS_IGNORED, error);
  const SatQueryOrder *order = &g_array_index (self->sort, SatQueryOrder, 0);
  g_autoptr (SatStatement) statement = NULL;
  const char *column;
  gboolean is_text, row;

  if (sql == NULL)
    return FALSE;
  column = sat_query_sql_sort_key (sql, order->path, &is_text, error);
  if (column == NULL)
    return FALSE;
  sql->condition = NULL;
  sat_query_sql_add_condition (
      sql, sat_query_sql_piece (sql, "t.id = %s", sat_query_sql_int_parameter (sql, id)));
  statement = sat_query_sql_prepare (sql, column, 0, error);
  if (statement == NULL || !sat_statement_step (statement, &row, error))
    return FALSE;
  if (!row) {
    g_set_error_literal (error, SAT_STORE_ERROR, SAT_STORE_ERROR_NOT_FOUND,
                         _ ("There is no such record"));
    return FALSE;
  }
  if (!sat_statement_is_null (statement, 0))
    *key = is_text ? sat_value_text (sat_statement_text (statement, 0))
                   : sat_value_int (sat_statement_int (statement, 0));
  return TRUE;
}

/* What comes after a row, in turn. */
typedef enum {
  AFTER_TIES,   /* the same key, another id */
  AFTER_BEYOND, /* the keys after it */
  AFTER_NULLS,  /* no key */
  N_AFTERS,
} After;

/* Each is one comparison that stands alone, because only so does SQLite start in the middle of an
 * index. NULL: the key is not compared. */
static const char *
after_condition (
    SatQuerySql *sql, After after, const char *column, const SatValue *key, gboolean descending)
{
  gboolean is_text = key->type == SAT_VALUE_TEXT;
  const char *value;

  if (column == NULL)
    return NULL;
  if (after == AFTER_NULLS)
    return sat_query_sql_piece (sql, "%s IS NULL", column);
  value = is_text ? sat_query_sql_text_parameter (sql, key->text)
                  : sat_query_sql_int_parameter (sql, key->integer);
  return sat_query_sql_piece (sql, "%s %s %s%s", column,
                              after == AFTER_TIES ? "="
                              : descending        ? "<"
                                                  : ">",
                              value, is_text ? " COLLATE SAT_TEXT" : "");
}

/* The rows after (@key, @id); without an order all keys are null. */
static GArray *
run_after (SatQuery *self,
           SatReader *reader,
           gint64 id,
           const SatValue *key,
           After after,
           guint n,
           GError **error)
{
  g_autoptr (SatQuerySql) sql = compile (self, reader, n, SAT_QUERY_WORDS_ALL, error);
  const SatQueryOrder *order =
      self->sort->len > 0 ? &g_array_index (self->sort, SatQueryOrder, 0) : NULL;
  gboolean descending = order != NULL && order->descending, is_text;
  const char *column = NULL, *condition;

  if (sql == NULL)
    return NULL;
  if (order != NULL) {
    column = sat_query_sql_sort_key (sql, order->path, &is_text, error);
    if (column == NULL)
      return NULL;
  }
  condition = after_condition (sql, after, column, key, descending);
  if (condition != NULL)
    sat_query_sql_add_condition (sql, condition);
  if (after == AFTER_TIES || (after == AFTER_NULLS && key->type == SAT_VALUE_NULL))
    sat_query_sql_add_condition (sql,
                                 sat_query_sql_piece (sql, "t.id %s %s", descending ? "<" : ">",
                                                      sat_query_sql_int_parameter (sql, id)));
  return run_ids (sql, n, error);
}

static GArray *
page_by_key (SatQuery *self, SatReader *reader, gint64 after, guint n, GError **error)
{
  g_auto (SatValue) key = SAT_VALUE_INIT;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (self->sort->len > 0 && !read_key (self, reader, after, &key, error))
    return NULL;
  for (After part = key.type == SAT_VALUE_NULL ? AFTER_NULLS : AFTER_TIES;
       part < N_AFTERS && ids->len < n; part++) {
    g_autoptr (GArray) more = run_after (self, reader, after, &key, part, n - ids->len, error);

    if (more == NULL)
      return NULL;
    g_array_append_vals (ids, more->data, more->len);
  }
  return g_steal_pointer (&ids);
}

/* For orders of which no single comparison says what comes after. */
static GArray *
page_of_all (SatQuery *self, SatReader *reader, gint64 after, guint n, GError **error)
{
  g_autoptr (GArray) ids = sat_query_ids (self, reader, NULL, error);

  if (ids == NULL)
    return NULL;
  for (guint i = 0; i < ids->len; i++)
    if (g_array_index (ids, gint64, i) == after) {
      g_array_remove_range (ids, 0, i + 1);
      g_array_set_size (ids, MIN (ids->len, n));
      return g_steal_pointer (&ids);
    }
  g_set_error_literal (error, SAT_STORE_ERROR, SAT_STORE_ERROR_NOT_FOUND,
                       _ ("There is no such record"));
  return NULL;
}

/* NULL without an error: not with the words in this way. */
static GArray *
first_page (SatQuery *self, SatReader *reader, guint n, SatQueryWords words, GError **error)
{
  g_autoptr (SatQuerySql) sql = compile (self, reader, n, words, error);

  return sql != NULL ? run_ids (sql, self->limit > 0 ? MIN (n, self->limit) : n, error) : NULL;
}

GArray *
sat_query_page (SatQuery *self, SatReader *reader, gint64 after, guint n, GError **error)
{
  g_auto (Snapshot) snapshot = {0};
  gboolean is_id;

  g_return_val_if_fail (self != NULL && reader != NULL && n > 0, NULL);
  if (!snapshot_open (&snapshot, self, reader, error))
    return NULL;
  if (after == 0)
    return first_page (self, reader, n, SAT_QUERY_WORDS_ALL, error);
  is_id = self->sort->len == 1 &&
          g_str_has_suffix (g_array_index (self->sort, SatQueryOrder, 0).path, "id");
  if (self->sort->len > 1 || is_id || self->public_ties || self->limit > 0)
    return page_of_all (self, reader, after, n, error);
  return page_by_key (self, reader, after, n, error);
}

/* Rare words have few rows to sort; of frequent ones a walk in order soon comes to enough. */
static GArray *
quick_page (SatQuery *self, SatReader *reader, guint n, GError **error)
{
  g_auto (Snapshot) snapshot = {0};
  GError *failure = NULL;
  GArray *ids;

  if (!snapshot_open (&snapshot, self, reader, error))
    return NULL;
  ids = first_page (self, reader, n, SAT_QUERY_WORDS_FEW, &failure);
  if (ids == NULL && failure == NULL)
    ids = first_page (self, reader, n, SAT_QUERY_WORDS_TESTED, &failure);
  if (failure != NULL)
    g_propagate_error (error, failure);
  return ids;
}

static int
time_is_up_cb (void *deadline)
{
  return g_get_monotonic_time () > *(gint64 *)deadline;
}

gboolean
sat_query_first_page (
    SatQuery *self, SatReader *reader, guint n, gint64 budget_us, GArray **ids, GError **error)
{
  const int steps_between_looks = 500;
  gint64 deadline = g_get_monotonic_time () + budget_us;
  sqlite3 *handle = sat_connection_get_handle (reader->connection);
  g_autoptr (GError) failure = NULL;

  sqlite3_progress_handler (handle, steps_between_looks, time_is_up_cb, &deadline);
  *ids = quick_page (self, reader, n, &failure);
  sqlite3_progress_handler (handle, 0, NULL, NULL);
  if (failure == NULL || g_error_matches (failure, SAT_DB_ERROR, SAT_DB_ERROR_INTERRUPTED))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

gboolean
sat_query_count (SatQuery *self, SatReader *reader, gint64 *count, GError **error)
{
  g_auto (Snapshot) snapshot = {0};
  g_autoptr (SatQuerySql) sql = NULL;
  g_autoptr (SatStatement) statement = NULL;
  gboolean row;

  g_return_val_if_fail (self != NULL && reader != NULL && count != NULL, FALSE);
  if (!snapshot_open (&snapshot, self, reader, error))
    return FALSE;
  sql = compile_conditions (self, reader, SAT_QUERY_WORDS_ALL, error);
  if (sql == NULL)
    return FALSE;
  statement = sat_query_sql_prepare (sql, "count (*)", 0, error);
  if (statement == NULL || !sat_statement_step (statement, &row, error))
    return FALSE;
  *count = sat_statement_int (statement, 0);
  if (self->limit > 0)
    *count = MIN (*count, self->limit);
  return TRUE;
}

static gboolean
add_to_sum (GHashTable *sums, const char *currency, gint64 amount, GError **error)
{
  gint64 *sum = g_hash_table_lookup (sums, currency);

  if (sum == NULL) {
    sum = g_new0 (gint64, 1);
    g_hash_table_insert (sums, (gpointer)currency, sum);
  }
  if (sat_money_add (sum, amount))
    return TRUE;
  g_set_error_literal (error, SAT_BASE_ERROR, SAT_BASE_ERROR_RANGE, _ ("The sum is too large"));
  return FALSE;
}

static gboolean
sum_rows (SatStatement *statement, const char *standard, GHashTable *sums, GError **error)
{
  gboolean row;

  do {
    if (!sat_statement_step (statement, &row, error))
      return FALSE;
    if (row) {
      const char *code = sat_statement_text (statement, 1);

      if (!add_to_sum (sums, code != NULL ? g_intern_string (code) : standard,
                       sat_statement_int (statement, 0), error))
        return FALSE;
    }
  } while (row);
  return TRUE;
}

/* The one field that can be summed at @path. */
static const SatPathEnd *
summable_end (GArray *ends, const char *path, GError **error)
{
  const SatPathEnd *end = &g_array_index (ends, SatPathEnd, 0);

  if (ends->len == 1 && end->kind == SAT_PATH_FIELD &&
      (end->field->kind == SAT_KIND_MONEY || end->field->kind == SAT_KIND_INTEGER))
    return end;
  g_set_error (error, SAT_MODEL_ERROR, SAT_MODEL_ERROR_INVALID, _ ("“%s” cannot be summed"), path);
  return NULL;
}

/* SQLite would sort to group; one pass here does without. */
GHashTable *
sat_query_sum (SatQuery *self, SatReader *reader, const char *field, GError **error)
{
  g_auto (Snapshot) snapshot = {0};
  g_autoptr (SatQuerySql) sql = NULL;
  g_autoptr (GArray) ends = NULL;
  g_autoptr (SatStatement) statement = NULL;
  g_autoptr (GHashTable) sums = NULL;
  const SatPathEnd *end;
  const char *value, *currency, *standard, *columns;

  g_return_val_if_fail (self != NULL && reader != NULL && field != NULL, NULL);
  if (!snapshot_open (&snapshot, self, reader, error))
    return NULL;
  sql = compile_conditions (self, reader, SAT_QUERY_WORDS_ALL, error);
  ends = sql != NULL ? sat_query_sql_resolve (sql, field, error) : NULL;
  end = ends != NULL ? summable_end (ends, field, error) : NULL;
  if (end == NULL)
    return NULL;
  value = sat_query_sql_value (sql, end);
  currency = sat_query_sql_currency (sql, end);
  columns = sat_query_sql_piece (sql, "%s, %s", value, currency != NULL ? currency : "NULL");
  standard = end->field->kind == SAT_KIND_MONEY ? sat_reader_workspace_currency (reader) : "";
  sat_query_sql_add_condition (sql, sat_query_sql_piece (sql, "%s IS NOT NULL", value));
  statement = sat_query_sql_prepare (sql, columns, 0, error);
  sums = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  if (statement == NULL || !sum_rows (statement, g_intern_string (standard), sums, error))
    return NULL;
  return g_steal_pointer (&sums);
}

/* Of one record the words themselves are asked; types without an index have them in the query. */
static gboolean
words_match (SatQuery *self, SatReader *reader, gint64 id, gboolean *matches, GError **error)
{
  const SatType *type = sat_reader_get_type_by_name (reader, self->type_name);

  *matches = TRUE;
  if (self->words == NULL || type == NULL || type->rank == 0)
    return TRUE;
  return sat_search_matches (reader, id, self->words, matches, error);
}

gboolean
sat_query_matches (SatQuery *self, SatReader *reader, gint64 id, gboolean *matches, GError **error)
{
  g_autoptr (SatQuerySql) sql = NULL;
  g_autoptr (SatStatement) statement = NULL;

  g_return_val_if_fail (self != NULL && reader != NULL && matches != NULL, FALSE);
  if (!words_match (self, reader, id, matches, error))
    return FALSE;
  if (!*matches)
    return TRUE;
  sql = compile_conditions (self, reader, SAT_QUERY_WORDS_OF_ROW, error);
  if (sql == NULL)
    return FALSE;
  sat_query_sql_add_condition (
      sql, sat_query_sql_piece (sql, "t.id = %s", sat_query_sql_int_parameter (sql, id)));
  statement = sat_query_sql_prepare (sql, "1", 1, error);
  return statement != NULL && sat_statement_step (statement, matches, error);
}

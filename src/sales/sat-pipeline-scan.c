/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-pipeline-scan.h"

#include "sat-query-sql.h"

#include <string.h>

#define ROWS_BETWEEN_LOOKS 4096

static SatPipelineKind
kind_of (const char *text)
{
  if (g_strcmp0 (text, "won") == 0)
    return SAT_PIPELINE_WON;
  return g_strcmp0 (text, "lost") == 0 ? SAT_PIPELINE_LOST : SAT_PIPELINE_OPEN;
}

GHashTable *
sat_pipeline_read_stages (SatReader *reader, GError **error)
{
  g_autoptr (GHashTable) stages = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_free);
  g_autoptr (SatStatement) statement = sat_statement_cached (
      sat_reader_get_connection (reader),
      "SELECT s.id, s.kind, s.probability FROM stage s LEFT JOIN pipeline p ON p.id = s.pipeline"
      " ORDER BY p.\"order\" IS NULL, p.\"order\", p.id, s.\"order\" IS NULL, s.\"order\", s.id",
      error);
  gboolean row;

  if (statement == NULL)
    return NULL;
  while (sat_statement_step (statement, &row, error)) {
    SatPipelineStage *stage;

    if (!row)
      return g_steal_pointer (&stages);
    stage = g_new0 (SatPipelineStage, 1);
    stage->id = sat_statement_int (statement, 0);
    stage->kind = kind_of (sat_statement_text (statement, 1));
    stage->probability =
        sat_statement_is_null (statement, 2) ? -1 : (int)sat_statement_int (statement, 2);
    stage->rank = g_hash_table_size (stages);
    g_hash_table_insert (stages, &stage->id, stage);
  }
  return NULL;
}

static void
user_free (gpointer data)
{
  SatPipelineUser *user = data;

  g_free (user->manager_text);
  g_free (user->team_text);
  g_free (user);
}

GHashTable *
sat_pipeline_read_users (SatReader *reader, GError **error)
{
  g_autoptr (GHashTable) users =
      g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, user_free);
  g_autoptr (SatStatement) statement = sat_statement_cached (
      sat_reader_get_connection (reader),
      "SELECT id, manager, manager_text, team, team_text FROM \"user\"", error);
  gboolean row;

  if (statement == NULL)
    return NULL;
  while (sat_statement_step (statement, &row, error)) {
    SatPipelineUser *user;

    if (!row)
      return g_steal_pointer (&users);
    user = g_new0 (SatPipelineUser, 1);
    user->id = sat_statement_int (statement, 0);
    user->manager = sat_statement_int (statement, 1);
    user->manager_text = g_strdup (sat_statement_text (statement, 2));
    user->team = sat_statement_int (statement, 3);
    user->team_text = g_strdup (sat_statement_text (statement, 4));
    g_hash_table_insert (users, &user->id, user);
  }
  return NULL;
}

/* Columns cost more than rows here: each is asked for once, and only what is needed. */
typedef struct {
  gboolean with_id;
  gboolean by_stage; /* the key is the stage */
  gboolean by_date;
} Columns;

static char *
list_columns (const char *column, Columns *columns)
{
  g_autofree char *key = NULL;

  columns->with_id = column == NULL;
  columns->by_stage = g_strcmp0 (column, "stage") == 0;
  columns->by_date = g_strcmp0 (column, "close_date") == 0;
  if (columns->with_id)
    key = g_strdup ("t.id");
  else if (columns->by_date)
    key = g_strdup ("t.close_date");
  else
    key = g_strdup_printf ("ifnull (t.%s, t.%s_text)", column, column);
  return g_strconcat (key, ", t.amount, t.currency, t.probability",
                      columns->by_stage ? NULL : ", t.stage", NULL);
}

/* The number in a column, or @none. Zero and null read alike, and are rare. */
static gint64
number_or (SatStatement *statement, int column, gint64 none)
{
  gint64 number = sat_statement_int (statement, column);

  return number == 0 && sat_statement_is_null (statement, column) ? none : number;
}

static void
read_deal (SatStatement *statement, const Columns *columns, SatPipelineDeal *deal)
{
  *deal = (SatPipelineDeal){.has_date = TRUE};
  if (columns->with_id) {
    deal->id = sat_statement_int (statement, 0);
  } else if (columns->by_date) {
    deal->key = number_or (statement, 0, G_MAXINT64);
    deal->has_date = deal->key != G_MAXINT64;
  } else if (sat_statement_type (statement, 0) == SQLITE_TEXT) {
    deal->key_text = sat_statement_text (statement, 0);
  } else {
    deal->key = sat_statement_int (statement, 0);
  }
  deal->amount = sat_statement_int (statement, 1);
  deal->currency = sat_statement_text (statement, 2);
  deal->probability = (int)number_or (statement, 3, -1);
  deal->stage = columns->by_stage ? deal->key : sat_statement_int (statement, 4);
}

gboolean
sat_pipeline_scan_deals (SatReader *reader,
                         const char *column,
                         const SatFilter *filter,
                         SatPipelineDealFunc func,
                         gpointer data,
                         GCancellable *cancellable,
                         GError **error)
{
  const SatType *type = sat_reader_get_type_by_name (reader, "opportunity");
  g_autoptr (SatQuerySql) sql = sat_query_sql_new (reader, type);
  g_autoptr (SatStatement) statement = NULL;
  Columns columns;
  g_autofree char *text = list_columns (column, &columns);
  SatPipelineDeal deal;
  gboolean row;

  if (filter != NULL && !sat_query_sql_add_filter (sql, filter, error))
    return FALSE;
  statement = sat_query_sql_prepare (sql, text, 0, error);
  if (statement == NULL)
    return FALSE;
  for (guint n = 1; sat_statement_step (statement, &row, error); n++) {
    if (!row)
      return TRUE;
    if (n % ROWS_BETWEEN_LOOKS == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
      return FALSE;
    read_deal (statement, &columns, &deal);
    func (&deal, data);
  }
  return FALSE;
}

static void
read_line (SatStatement *statement, SatPipelineLine *line)
{
  *line = (SatPipelineLine){.deal = sat_statement_int (statement, 0)};
  if (sat_statement_type (statement, 1) == SQLITE_TEXT)
    line->product_text = sat_statement_text (statement, 1);
  else
    line->product = sat_statement_int (statement, 1);
  line->quantity = number_or (statement, 2, SAT_DECIMAL_ONE);
  line->unit_price = sat_statement_int (statement, 3);
  line->discount = sat_statement_int (statement, 4);
}

gboolean
sat_pipeline_scan_lines (SatReader *reader,
                         SatPipelineLineFunc func,
                         gpointer data,
                         GCancellable *cancellable,
                         GError **error)
{
  g_autoptr (SatStatement) statement = sat_statement_cached (
      sat_reader_get_connection (reader),
      "SELECT opportunity, ifnull (product, product_text), quantity, unit_price, discount"
      " FROM line_item",
      error);
  SatPipelineLine line;
  gboolean row;

  if (statement == NULL)
    return FALSE;
  for (guint n = 1; sat_statement_step (statement, &row, error); n++) {
    if (!row)
      return TRUE;
    if (n % ROWS_BETWEEN_LOOKS == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
      return FALSE;
    read_line (statement, &line);
    func (&line, data);
  }
  return FALSE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-forecast-scan.h"

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

static int
category_of (const char *text)
{
  if (text == NULL)
    return -1;
  for (int i = 0; i < SAT_FORECAST_N_CATEGORIES; i++)
    if (strcmp (sat_forecast_category_name ((SatForecastCategory)i), text) == 0)
      return i;
  return -1;
}

/* The number in a column, or @none. Zero and null read alike, and are rare. */
static gint64
number_or (SatStatement *statement, int column, gint64 none)
{
  gint64 number = sat_statement_int (statement, column);

  return number == 0 && sat_statement_is_null (statement, column) ? none : number;
}

GHashTable *
sat_forecast_scan_stages (SatReader *reader, GError **error)
{
  g_autoptr (GHashTable) stages = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_free);
  g_autoptr (SatStatement) statement =
      sat_statement_cached (sat_reader_get_connection (reader),
                            "SELECT id, kind, probability, category FROM stage", error);
  gboolean row;

  if (statement == NULL)
    return NULL;
  while (sat_statement_step (statement, &row, error)) {
    SatForecastStage *stage;

    if (!row)
      return g_steal_pointer (&stages);
    stage = g_new0 (SatForecastStage, 1);
    stage->id = sat_statement_int (statement, 0);
    stage->kind = kind_of (sat_statement_text (statement, 1));
    stage->probability = (int)number_or (statement, 2, -1);
    stage->category = category_of (sat_statement_text (statement, 3));
    g_hash_table_insert (stages, &stage->id, stage);
  }
  return NULL;
}

static SatForecastNode
read_node (SatStatement *statement)
{
  SatForecastNode node = {
      .id = sat_statement_int (statement, 0),
      .above = sat_statement_int (statement, 2),
      .group = sat_statement_int (statement, 3),
      .title = g_strdup (sat_statement_text (statement, 4)),
      .active = sat_statement_int (statement, 5) != 0,
  };
  gsize length;
  const void *uuid = sat_statement_blob (statement, 1, &length);

  if (length == sizeof node.uuid)
    memcpy (&node.uuid, uuid, length);
  if (node.title == NULL)
    node.title = g_strdup ("");
  return node;
}

SatForecastTree *
sat_forecast_scan_tree (SatReader *reader, SatForecastBy by, GError **error)
{
  static const char *const texts[] = {
      [SAT_FORECAST_BY_USER] =
          "SELECT u.id, r.uuid, u.manager, u.team, coalesce (nullif (u.name, ''), u.mail),"
          " ifnull (u.active, 1) FROM \"user\" AS u JOIN record AS r ON r.id = u.id",
      [SAT_FORECAST_BY_TEAM] = "SELECT t.id, r.uuid, t.parent, 0, t.name, 1"
                               " FROM team AS t JOIN record AS r ON r.id = t.id",
      [SAT_FORECAST_BY_TERRITORY] = "SELECT t.id, r.uuid, t.parent, 0, t.name, 1"
                                    " FROM territory AS t JOIN record AS r ON r.id = t.id",
  };
  g_autoptr (GArray) nodes = sat_forecast_nodes_new ();
  g_autoptr (SatStatement) statement =
      sat_statement_cached (sat_reader_get_connection (reader), texts[by], error);
  gboolean row;

  if (statement == NULL)
    return NULL;
  while (sat_statement_step (statement, &row, error)) {
    SatForecastNode node;

    if (!row)
      return sat_forecast_tree_new (g_steal_pointer (&nodes));
    node = read_node (statement);
    g_array_append_val (nodes, node);
  }
  return NULL;
}

SatFilter *
sat_forecast_within (const SatForecastPeriod *period)
{
  g_autofree char *first = sat_date_to_string (period->first);
  g_autofree char *last = sat_date_to_string (period->last);
  SatFilter *tests[] = {sat_filter_test1 ("close_date", SAT_OP_GE, first),
                        sat_filter_test1 ("close_date", SAT_OP_LE, last)};

  return sat_filter_all (tests, G_N_ELEMENTS (tests));
}

static void
read_deal (SatStatement *statement, gboolean territories, SatForecastScanned *deal)
{
  deal->id = sat_statement_int (statement, 0);
  deal->owner = sat_statement_int (statement, 1);
  deal->stage = sat_statement_int (statement, 2);
  deal->amount = number_or (statement, 3, G_MININT64);
  deal->has_amount = deal->amount != G_MININT64;
  if (!deal->has_amount)
    deal->amount = 0;
  deal->currency = sat_statement_text (statement, 4);
  deal->probability = (int)number_or (statement, 5, -1);
  deal->category = category_of (sat_statement_text (statement, 6));
  deal->date = (SatDate)sat_statement_int (statement, 7);
  deal->territory = territories ? sat_statement_int (statement, 8) : 0;
}

static const char *
list_columns (SatReader *reader, SatQuerySql *sql, gboolean territories)
{
  const SatType *deal = sat_reader_get_type_by_name (reader, "opportunity");
  const char *columns = "t.id, t.owner, t.stage, t.amount, t.currency, t.probability, t.category,"
                        " t.close_date";

  if (!territories)
    return columns;
  return sat_query_sql_piece (sql, "%s, %s.territory", columns,
                              sat_query_sql_join (sql, "t", sat_type_field (deal, "company"),
                                                  sat_reader_get_type_by_name (reader, "company")));
}

/* A row that is looked up costs as much as this many that are read one after the other. */
#define ROWS_A_LOOKUP 7

/* Most deals are of the period, so that looking each up would take longer than reading all. */
static gboolean
find_share (SatReader *reader, const SatForecastPeriod *period, gboolean *most, GError **error)
{
  g_autoptr (SatStatement) statement = sat_statement_cached (
      sat_reader_get_connection (reader),
      "SELECT (SELECT count (*) FROM opportunity WHERE close_date BETWEEN ?1 AND ?2),"
      " (SELECT count (*) FROM opportunity)",
      error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, period->first);
  sat_statement_bind_int (statement, 2, period->last);
  if (!sat_statement_step (statement, &row, error))
    return FALSE;
  *most = sat_statement_int (statement, 0) * ROWS_A_LOOKUP > sat_statement_int (statement, 1);
  return TRUE;
}

/* The ids come from the index of dates and are sorted before the rows are looked up, page after
 * page: in the order of the dates each row would take another page. */
static gboolean
add_period (SatReader *reader, SatQuerySql *sql, const SatForecastPeriod *period, GError **error)
{
  const char *first = sat_query_sql_int_parameter (sql, period->first);
  const char *last = sat_query_sql_int_parameter (sql, period->last);

  if (!find_share (reader, period, &sql->unindexed, error))
    return FALSE;
  sat_query_sql_add_condition (
      sql, sat_query_sql_piece (sql,
                                sql->unindexed ? "t.close_date BETWEEN %s AND %s"
                                               : "t.id IN (SELECT d.id FROM opportunity AS d"
                                                 " WHERE d.close_date BETWEEN %s AND %s)",
                                first, last));
  return TRUE;
}

gboolean
sat_forecast_scan_deals (SatReader *reader,
                         const SatForecastPeriod *period,
                         SatFilter *filter,
                         gboolean territories,
                         SatForecastScanFunc func,
                         gpointer data,
                         GCancellable *cancellable,
                         GError **error)
{
  g_autoptr (SatQuerySql) sql =
      sat_query_sql_new (reader, sat_reader_get_type_by_name (reader, "opportunity"));
  g_autoptr (SatStatement) statement = NULL;
  SatForecastScanned deal;
  gboolean row;

  if (!add_period (reader, sql, period, error) ||
      (filter != NULL && !sat_query_sql_add_filter (sql, filter, error)))
    return FALSE;
  statement = sat_query_sql_prepare (sql, list_columns (reader, sql, territories), 0, error);
  if (statement == NULL)
    return FALSE;
  for (guint n = 1; sat_statement_step (statement, &row, error); n++) {
    if (!row)
      return TRUE;
    if (n % ROWS_BETWEEN_LOOKS == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
      return FALSE;
    read_deal (statement, territories, &deal);
    func (&deal, data);
  }
  return FALSE;
}

/* The id of a reference, -1 for a text that leads nowhere. */
static gint64
read_target (SatStatement *statement, int column)
{
  if (sat_statement_is_null (statement, column))
    return sat_statement_is_null (statement, column + 1) ? 0 : -1;
  return sat_statement_int (statement, column);
}

gboolean
sat_forecast_scan_quotas (SatReader *reader,
                          SatDate first,
                          SatDate last,
                          SatForecastQuotaFunc func,
                          gpointer data,
                          GError **error)
{
  g_autoptr (SatStatement) statement = sat_statement_cached (
      sat_reader_get_connection (reader),
      "SELECT id, user, user_text, team, team_text, territory, territory_text, period, start,"
      " amount, currency FROM quota"
      " WHERE (start BETWEEN ?1 AND ?2 OR start IS NULL) AND amount IS NOT NULL ORDER BY id",
      error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, first);
  sat_statement_bind_int (statement, 2, last);
  while (sat_statement_step (statement, &row, error)) {
    SatForecastQuotaScanned quota = {0};

    if (!row)
      return TRUE;
    quota.id = sat_statement_int (statement, 0);
    for (int by = 0; by <= SAT_FORECAST_BY_TERRITORY; by++)
      quota.target[by] = read_target (statement, 1 + 2 * by);
    quota.period = sat_statement_text (statement, 7);
    quota.has_start = !sat_statement_is_null (statement, 8);
    quota.start = (SatDate)sat_statement_int (statement, 8);
    quota.amount = sat_statement_int (statement, 9);
    quota.currency = sat_statement_text (statement, 10);
    func (&quota, data);
  }
  return FALSE;
}

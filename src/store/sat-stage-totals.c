/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-stage-totals.h"

#include "sat-query-sql.h"
#include "sat-rates.h"
#include "sat-reader-private.h"
#include "sat-schema.h"

#include <glib/gi18n-lib.h>

/* What the sum is made with. */
typedef struct {
  SatRates *rates;
  SatDate today;
  GArray *lines; /* SatStageTotal */
} Sum;

/* The line that a deal belongs to. Stages and currencies are few: the last one mostly fits. */
static SatStageTotal *
find_line (Sum *sum, gint64 stage, const char *currency)
{
  SatStageTotal line = {.stage = stage, .currency = currency};
  gint64 nothing;

  for (guint i = sum->lines->len; i-- > 0;) {
    SatStageTotal *one = &g_array_index (sum->lines, SatStageTotal, i);

    if (one->stage == stage && one->currency == currency)
      return one;
  }
  line.has_rate = sat_rates_convert (sum->rates, 0, currency, sum->today, &nothing);
  g_array_append_val (sum->lines, line);
  return &g_array_index (sum->lines, SatStageTotal, sum->lines->len - 1);
}

/* Columns: stage, amount, currency, probability, close date of a closed deal. */
static gboolean
add_row (Sum *sum, SatStatement *statement, GError **error)
{
  const char *code = sat_statement_text (statement, 2);
  gboolean has_amount = !sat_statement_is_null (statement, 1);
  gint64 amount = sat_statement_int (statement, 1), converted = 0;
  gint64 probability = sat_statement_int (statement, 3);
  SatDate date =
      sat_statement_is_null (statement, 4) ? sum->today : (SatDate)sat_statement_int (statement, 4);
  SatStageTotal *line = find_line (
      sum, sat_statement_int (statement, 0),
      has_amount && code != NULL ? g_intern_string (code) : sat_rates_get_currency (sum->rates));

  line->count++;
  if (line->has_rate)
    sat_rates_convert (sum->rates, amount, line->currency, date, &converted);
  if (sat_money_add (&line->amount, amount) &&
      sat_money_add (&line->weighted, sat_money_scale (amount, probability, 100)) &&
      sat_money_add (&line->converted, converted) &&
      sat_money_add (&line->converted_weighted, sat_money_scale (converted, probability, 100)))
    return TRUE;
  g_set_error_literal (error, SAT_BASE_ERROR, SAT_BASE_ERROR_RANGE, _ ("The sum is too large"));
  return FALSE;
}

/* Grouping in SQL would sort all rows first. */
static gboolean
add_rows (Sum *sum, SatQuerySql *sql, const char *columns, GError **error)
{
  g_autoptr (SatStatement) statement = sat_query_sql_prepare (sql, columns, 0, error);
  gboolean row = statement != NULL;

  if (statement == NULL)
    return FALSE;
  while (row) {
    if (!sat_statement_step (statement, &row, error) || (row && !add_row (sum, statement, error)))
      return FALSE;
  }
  return TRUE;
}

GArray *
sat_stage_totals (
    SatReader *reader, SatFilter *filter, SatDate today, GCancellable *cancellable, GError **error)
{
  const SatType *type, *stage;
  g_autoptr (SatQuerySql) sql = NULL;
  g_autoptr (SatRates) rates = NULL;
  g_autoptr (GArray) lines = g_array_new (FALSE, FALSE, sizeof (SatStageTotal));
  Sum sum = {NULL, today, lines};
  const char *columns, *alias;
  gboolean ok;

  g_return_val_if_fail (reader != NULL, NULL);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  sum.rates = rates = sat_rates_load (reader, error);
  if (rates == NULL)
    return NULL;
  type = sat_registry_type (reader->registry, "opportunity");
  stage = sat_registry_type (reader->registry, "stage");
  sql = sat_query_sql_new (reader, type);
  if (filter != NULL && !sat_query_sql_add_filter (sql, filter, error))
    return NULL;
  alias = sat_query_sql_join (sql, "t", sat_type_field (type, "stage"), stage);
  columns = sat_query_sql_piece (sql,
                                 "t.\"stage\", t.\"amount\", t.\"currency\","
                                 " CASE %s.\"kind\" WHEN 'won' THEN 100 WHEN 'lost' THEN 0"
                                 " ELSE coalesce (t.\"probability\", %s.\"probability\", 0) END,"
                                 " CASE WHEN %s.\"kind\" IN ('won', 'lost')"
                                 " THEN t.\"close_date\" END",
                                 alias, alias, alias);
  sat_connection_set_cancellable (reader->connection, cancellable);
  ok = add_rows (&sum, sql, columns, error);
  sat_connection_set_cancellable (reader->connection, NULL);
  return ok ? g_steal_pointer (&lines) : NULL;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-stage-totals.h"

#include "sat-query-sql.h"
#include "sat-reader-private.h"
#include "sat-schema.h"

#include <glib/gi18n-lib.h>

/* The line that a deal belongs to. Stages and currencies are few: the last one mostly fits. */
static SatStageTotal *
find_line (GArray *lines, gint64 stage, const char *currency)
{
  SatStageTotal line = {.stage = stage, .currency = currency};

  for (guint i = lines->len; i-- > 0;) {
    SatStageTotal *one = &g_array_index (lines, SatStageTotal, i);

    if (one->stage == stage && one->currency == currency)
      return one;
  }
  g_array_append_val (lines, line);
  return &g_array_index (lines, SatStageTotal, lines->len - 1);
}

/* Columns: stage, amount, currency, probability. */
static gboolean
add_row (SatStatement *statement, const char *standard, GArray *lines, GError **error)
{
  const char *code = sat_statement_text (statement, 2);
  gboolean has_amount = !sat_statement_is_null (statement, 1);
  gint64 amount = sat_statement_int (statement, 1);
  SatStageTotal *line = find_line (lines, sat_statement_int (statement, 0),
                                   has_amount && code != NULL ? g_intern_string (code) : standard);

  line->count++;
  if (sat_money_add (&line->amount, amount) &&
      sat_money_add (&line->weighted,
                     sat_money_scale (amount, sat_statement_int (statement, 3), 100)))
    return TRUE;
  g_set_error_literal (error, SAT_BASE_ERROR, SAT_BASE_ERROR_RANGE, _ ("The sum is too large"));
  return FALSE;
}

/* Grouping in SQL would sort all rows first. */
static GArray *
add_rows (SatQuerySql *sql, const char *columns, GError **error)
{
  g_autoptr (SatStatement) statement = sat_query_sql_prepare (sql, columns, 0, error);
  g_autoptr (GArray) lines = g_array_new (FALSE, FALSE, sizeof (SatStageTotal));
  const char *standard = g_intern_string (sat_reader_workspace_currency (sql->reader));
  gboolean row = statement != NULL;

  if (statement == NULL)
    return NULL;
  while (row) {
    if (!sat_statement_step (statement, &row, error) ||
        (row && !add_row (statement, standard, lines, error)))
      return NULL;
  }
  return g_steal_pointer (&lines);
}

GArray *
sat_stage_totals (SatReader *reader, SatFilter *filter, GCancellable *cancellable, GError **error)
{
  const SatType *type, *stage;
  g_autoptr (SatQuerySql) sql = NULL;
  GArray *lines;
  const char *columns, *alias;

  g_return_val_if_fail (reader != NULL, NULL);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  sat_reader_refresh (reader);
  type = sat_registry_type (reader->registry, "opportunity");
  stage = sat_registry_type (reader->registry, "stage");
  sql = sat_query_sql_new (reader, type);
  if (filter != NULL && !sat_query_sql_add_filter (sql, filter, error))
    return NULL;
  alias = sat_query_sql_join (sql, "t", sat_type_field (type, "stage"), stage);
  columns = sat_query_sql_piece (sql,
                                 "t.\"stage\", t.\"amount\", t.\"currency\","
                                 " CASE %s.\"kind\" WHEN 'won' THEN 100 WHEN 'lost' THEN 0"
                                 " ELSE coalesce (t.\"probability\", %s.\"probability\", 0) END",
                                 alias, alias);
  sat_connection_set_cancellable (reader->connection, cancellable);
  lines = add_rows (sql, columns, error);
  sat_connection_set_cancellable (reader->connection, NULL);
  return lines;
}

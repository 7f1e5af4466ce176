/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-command.h"
#include "sat-output.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "sat-as-of.h"
#include "sat-filter-json.h"
#include "sat-forecast.h"

#define WHOLE 10000

static gboolean
refuse (const char *option, const char *text, GError **error)
{
  g_set_error (error, SAT_CLI_ERROR, SAT_CLI_ERROR_USAGE, _ ("--%s cannot be “%s”"), option, text);
  return FALSE;
}

static gboolean
read_choices (SatCli *cli, SatForecastAsk *ask, GError **error)
{
  const char *by = sat_cli_option (cli, "by"), *rollup = sat_cli_option (cli, "rollup");
  const char *measure = sat_cli_option (cli, "measure");

  if (by != NULL && !sat_forecast_by_parse (by, &ask->by))
    return refuse ("by", by, error);
  if (rollup != NULL && !sat_forecast_rollup_parse (rollup, &ask->rollup))
    return refuse ("rollup", rollup, error);
  if (measure != NULL && !sat_forecast_measure_parse (measure, &ask->measure))
    return refuse ("measure", measure, error);
  return TRUE;
}

static gboolean
read_period (SatCli *cli, SatForecastAsk *ask, GError **error)
{
  const char *text = sat_cli_option (cli, "period");
  int fiscal_start = sat_store_get_fiscal_start (cli->store);

  if (text == NULL)
    sat_forecast_period_containing (ask->today, SAT_FORECAST_QUARTER, fiscal_start, &ask->period);
  else if (!sat_forecast_period_parse (text, fiscal_start, &ask->period, NULL))
    return refuse ("period", text, error);
  return TRUE;
}

/* The value as JSON and as people see it; NULL: there is none. */
static char *
value_text (SatForecast *forecast, const SatForecastRow *row, SatForecastColumn column)
{
  if (!row->has[column])
    return NULL;
  if (sat_forecast_column_is_ratio (column))
    return g_strdup_printf ("%s%" G_GINT64_FORMAT ".%04d", row->value[column] < 0 ? "-" : "",
                            ABS (row->value[column]) / WHOLE,
                            (int)(ABS (row->value[column]) % WHOLE));
  if (sat_forecast_get_ask (forecast)->measure == SAT_FORECAST_COUNT)
    return g_strdup_printf ("%" G_GINT64_FORMAT, row->value[column]);
  return sat_money_to_string (row->value[column], sat_forecast_get_currency (forecast));
}

/* Without a quota, quota is 0 and the gap what is missing to that. */
static void
fill_quota (SatForecast *forecast, SatForecastRow *row)
{
  if (row->has[SAT_FORECAST_COLUMN_QUOTA] ||
      sat_forecast_get_ask (forecast)->measure == SAT_FORECAST_COUNT)
    return;
  row->has[SAT_FORECAST_COLUMN_QUOTA] = row->has[SAT_FORECAST_COLUMN_GAP] = TRUE;
  row->value[SAT_FORECAST_COLUMN_GAP] = -row->value[SAT_FORECAST_COLUMN_CLOSED];
}

static void
write_row (SatForecast *forecast, SatJsonWriter *writer, const char *name, guint index)
{
  SatForecastRow row = *sat_forecast_get_row (forecast, index);
  gboolean count = sat_forecast_get_ask (forecast)->measure == SAT_FORECAST_COUNT;

  fill_quota (forecast, &row);
  sat_json_writer_begin_object (writer, name);
  sat_json_writer_string (writer, "key", row.key);
  for (int i = 0; i < SAT_FORECAST_N_COLUMNS; i++) {
    SatForecastColumn column = (SatForecastColumn)i;
    const char *member = sat_forecast_column_name (column);
    g_autofree char *text = value_text (forecast, &row, column);

    if (text == NULL)
      sat_json_writer_null (writer, member);
    else if (sat_forecast_column_is_ratio (column))
      sat_json_writer_double (writer, member, (double)row.value[column] / WHOLE);
    else if (count)
      sat_json_writer_int (writer, member, row.value[column]);
    else
      sat_json_writer_string (writer, member, text);
  }
  sat_json_writer_string (writer, "currency", sat_forecast_get_currency (forecast));
  sat_json_writer_end_object (writer);
}

static void
write_unrated (SatForecast *forecast, SatJsonWriter *writer)
{
  if (sat_forecast_get_n_unrated (forecast) == 0)
    return;
  sat_json_writer_begin_array (writer, "unrated");
  for (guint i = 0; i < sat_forecast_get_n_unrated (forecast); i++) {
    const SatForecastUnrated *unrated = sat_forecast_get_unrated (forecast, i);

    sat_json_writer_begin_object (writer, NULL);
    sat_json_writer_string (writer, "currency", unrated->currency);
    sat_json_writer_int (writer, "count", unrated->n_deals);
    sat_json_writer_end_object (writer);
  }
  sat_json_writer_end_array (writer);
}

static gboolean
write_json (SatCli *cli, SatForecast *forecast, GError **error)
{
  g_autoptr (SatJsonWriter) writer = sat_json_writer_new_for_file (cli->out, 2);

  sat_json_writer_begin_object (writer, NULL);
  write_row (forecast, writer, "total", SAT_FORECAST_TOTAL);
  sat_json_writer_begin_array (writer, "rows");
  for (guint i = 0; i < sat_forecast_get_n_rows (forecast); i++)
    if (!sat_forecast_get_row (forecast, i)->is_self)
      write_row (forecast, writer, NULL, i);
  sat_json_writer_end_array (writer);
  write_unrated (forecast, writer);
  sat_json_writer_end_object (writer);
  return sat_output_finish (writer, error);
}

static void
add_table_row (SatForecast *forecast, SatTable *table, guint index)
{
  const SatForecastRow *row = sat_forecast_get_row (forecast, index);
  const char *key = index == SAT_FORECAST_TOTAL ? C_ ("forecast", "Total")
                    : *row->key == '\0'         ? _ ("(none)")
                                                : row->key;
  g_autofree char *indented = g_strdup_printf ("%*s%s", (int)row->depth * 2, "", key);

  sat_table_add (table, indented);
  for (int i = 0; i < SAT_FORECAST_N_COLUMNS; i++) {
    g_autofree char *text = value_text (forecast, row, (SatForecastColumn)i);

    if (i != SAT_FORECAST_COLUMN_ADJUSTED)
      sat_table_add_whole (table, text != NULL ? text : "–");
  }
  sat_table_end_row (table);
}

static gboolean
write_text (SatCli *cli, SatForecast *forecast, GError **error)
{
  g_autoptr (SatTable) table = sat_table_new ();

  sat_table_add (table, sat_forecast_by_name (sat_forecast_get_ask (forecast)->by));
  for (int i = 0; i < SAT_FORECAST_N_COLUMNS; i++)
    if (i != SAT_FORECAST_COLUMN_ADJUSTED)
      sat_table_add (table, sat_forecast_column_name ((SatForecastColumn)i));
  sat_table_end_row (table);
  for (guint i = 0; i < sat_forecast_get_n_rows (forecast); i++)
    if (!sat_forecast_get_row (forecast, i)->is_self)
      add_table_row (forecast, table, i);
  add_table_row (forecast, table, SAT_FORECAST_TOTAL);
  return sat_table_flush (table, cli->out, error);
}

/* A line by its title, folded, or its id. FALSE with an error: none, or several. */
static gboolean
find_line (SatCli *cli, SatForecast *forecast, const char *key, guint *line, GError **error)
{
  g_autofree char *wanted = sat_fold (key);
  SatUuid uuid;
  gint64 id =
      sat_uuid_parse (key, &uuid) ? sat_reader_find (cli->reader, &uuid, NULL, NULL, NULL) : 0;
  guint found = 0;

  for (guint i = 0; i < sat_forecast_get_n_rows (forecast); i++) {
    const SatForecastRow *row = sat_forecast_get_row (forecast, i);
    g_autofree char *title = sat_fold (row->key);

    if (row->is_self || (id != 0 ? row->id != id : strcmp (title, wanted) != 0))
      continue;
    *line = i;
    found++;
  }
  if (found == 0 && strcmp (wanted, "total") == 0) {
    *line = SAT_FORECAST_TOTAL;
    return TRUE;
  }
  if (found != 1)
    g_set_error (error, SAT_STORE_ERROR,
                 found == 0 ? SAT_STORE_ERROR_NOT_FOUND : SAT_STORE_ERROR_AMBIGUOUS,
                 found == 0 ? _ ("The forecast has no line “%s”")
                            : _ ("The forecast has several lines “%s”; give the id"),
                 key);
  return found == 1;
}

static gboolean
write_explanation (SatCli *cli, SatForecast *forecast, SatReader *reader, GError **error)
{
  const char *text = sat_cli_option (cli, "explain"), *slash = strrchr (text, '/');
  g_autofree char *key = slash != NULL ? g_strndup (text, (gsize)(slash - text)) : NULL;
  g_autofree char *lines = NULL;
  g_autoptr (SatExplanation) explanation = NULL;
  SatForecastColumn column;
  guint line;

  if (slash == NULL || !sat_forecast_column_parse (slash + 1, &column))
    return refuse ("explain", text, error);
  if (!find_line (cli, forecast, key, &line, error))
    return FALSE;
  explanation = sat_forecast_explain (forecast, reader, line, column, NULL, error);
  if (explanation == NULL)
    return FALSE;
  if (cli->json) {
    g_autoptr (SatJsonWriter) writer = sat_json_writer_new_for_file (cli->out, SAT_JSON_PRETTY);

    sat_explanation_write_json (explanation, writer, NULL);
    return sat_output_finish (writer, error);
  }
  lines = sat_explanation_to_text (explanation);
  if (fputs (lines, cli->out) != EOF && fflush (cli->out) == 0)
    return TRUE;
  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno), "%s", g_strerror (errno));
  return FALSE;
}

static void
tell_unrated (SatCli *cli, SatForecast *forecast)
{
  for (guint i = 0; i < sat_forecast_get_n_unrated (forecast); i++) {
    const SatForecastUnrated *unrated = sat_forecast_get_unrated (forecast, i);

    sat_output_message (cli,
                        ngettext ("%u deal in %s is left out: there is no exchange rate.",
                                  "%u deals in %s are left out: there is no exchange rate.",
                                  unrated->n_deals),
                        unrated->n_deals, unrated->currency);
  }
}

static gboolean
write_forecast (SatCli *cli, SatReader *reader, const SatForecastAsk *ask, GError **error)
{
  g_autoptr (SatForecast) forecast = sat_forecast_read (reader, ask, NULL, error);

  if (forecast == NULL)
    return FALSE;
  if (ask->measure != SAT_FORECAST_COUNT)
    tell_unrated (cli, forecast);
  if (sat_cli_has (cli, "explain"))
    return write_explanation (cli, forecast, reader, error);
  return cli->json ? write_json (cli, forecast, error) : write_text (cli, forecast, error);
}

SatExit
sat_command_forecast (SatCli *cli, GError **error)
{
  SatForecastAsk ask = {.by = SAT_FORECAST_BY_USER};
  g_autoptr (GTimeZone) zone = NULL;
  g_autoptr (SatReader) past = NULL;
  g_autoptr (SatFilter) filter = NULL;
  gint64 us = G_MAXINT64;

  if (!read_choices (cli, &ask, error) || !sat_cli_instant (cli, &us, &zone, error))
    return SAT_EXIT_FAILED;
  ask.today = sat_date_of_instant (
      us != G_MAXINT64 ? us : sat_clock_now (sat_store_get_clock (cli->store)), zone);
  if (!read_period (cli, &ask, error))
    return SAT_EXIT_FAILED;
  if (sat_cli_has (cli, "filter")) {
    ask.filter = filter = sat_filter_parse (sat_cli_option (cli, "filter"), error);
    if (filter == NULL)
      return SAT_EXIT_FAILED;
  }
  if (us != G_MAXINT64) {
    past = sat_as_of_open (cli->store, "opportunity", us, zone, NULL, error);
    if (past == NULL)
      return SAT_EXIT_FAILED;
  }
  return write_forecast (cli, past != NULL ? past : cli->reader, &ask, error) ? SAT_EXIT_DONE
                                                                              : SAT_EXIT_FAILED;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-forecast-table.h"

#include "sat-csv-writer.h"
#include "sat-money.h"

static void
append_line (SatForecastSheet *sheet, guint line, GString *text)
{
  guint n = sat_forecast_sheet_get_n_columns (sheet);

  for (guint i = 0; i <= n; i++) {
    g_auto (SatGridFace) face = {.share = -1};

    sat_forecast_sheet_fill (sheet, line, i, &face);
    if (i > 0)
      g_string_append_c (text, '\t');
    if (face.text != NULL)
      g_string_append (text, g_strdelimit (face.text, "\t\r\n", ' '));
  }
  g_string_append_c (text, '\n');
}

char *
sat_forecast_table_text (SatForecastSheet *sheet)
{
  GString *text = g_string_new (NULL);

  g_return_val_if_fail (SAT_IS_FORECAST_SHEET (sheet), g_string_free (text, FALSE));

  append_line (sheet, SAT_SHEET_HEADER, text);
  for (guint i = 0; i < sat_forecast_sheet_get_n_lines (sheet); i++)
    append_line (sheet, i, text);
  append_line (sheet, SAT_SHEET_TOTAL, text);
  return g_string_free (text, FALSE);
}

static void
add (SatCsvWriter *writer, const char *text)
{
  sat_csv_writer_add (writer, text, -1);
}

static void
add_titles (SatCsvWriter *writer, SatForecastSheet *sheet)
{
  add (writer, "name");
  add (writer, "depth");
  for (guint i = 1; i <= sat_forecast_sheet_get_n_columns (sheet); i++)
    add (writer, sat_forecast_column_name (sat_forecast_sheet_get_column (sheet, i)));
  add (writer, "currency");
  sat_csv_writer_end_row (writer, NULL, NULL);
}

static char *
plain_value (SatForecast *forecast, const SatForecastRow *row, SatForecastColumn column)
{
  gint64 value = row->value[column];

  if (!row->has[column])
    return NULL;
  if (sat_forecast_column_is_ratio (column))
    return g_strdup_printf ("%s%" G_GINT64_FORMAT ".%04d", value < 0 ? "-" : "",
                            ABS (value) / 10000, (int)(ABS (value) % 10000));
  if (sat_forecast_get_ask (forecast)->measure == SAT_FORECAST_COUNT)
    return g_strdup_printf ("%" G_GINT64_FORMAT, value);
  return sat_money_to_string (value, sat_forecast_get_currency (forecast));
}

static void
add_row (SatCsvWriter *writer, SatForecastSheet *sheet, guint line)
{
  SatForecast *forecast = sat_forecast_sheet_get_forecast (sheet);
  const SatForecastRow *row = sat_forecast_sheet_get_line (sheet, line);
  g_autofree char *name = sat_forecast_sheet_dup_name (sheet, line);
  g_autofree char *depth = g_strdup_printf ("%u", row->depth);
  gboolean count = sat_forecast_get_ask (forecast)->measure == SAT_FORECAST_COUNT;

  add (writer, name);
  add (writer, line == SAT_SHEET_TOTAL ? NULL : depth);
  for (guint i = 1; i <= sat_forecast_sheet_get_n_columns (sheet); i++) {
    g_autofree char *value = plain_value (forecast, row, sat_forecast_sheet_get_column (sheet, i));

    add (writer, value);
  }
  add (writer, count ? NULL : sat_forecast_get_currency (forecast));
  sat_csv_writer_end_row (writer, NULL, NULL);
}

char *
sat_forecast_table_csv (SatForecastSheet *sheet)
{
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();
  g_autoptr (SatCsvWriter) writer = NULL;

  g_return_val_if_fail (SAT_IS_FORECAST_SHEET (sheet), NULL);

  if (sat_forecast_sheet_get_forecast (sheet) == NULL)
    return g_strdup ("");
  writer = sat_csv_writer_new (stream, ',');
  add_titles (writer, sheet);
  for (guint i = 0; i < sat_forecast_sheet_get_n_lines (sheet); i++)
    add_row (writer, sheet, i);
  add_row (writer, sheet, SAT_SHEET_TOTAL);
  sat_csv_writer_flush (writer, NULL, NULL);
  g_output_stream_write_all (stream, "", 1, NULL, NULL, NULL);
  g_output_stream_close (stream, NULL, NULL);
  return g_memory_output_stream_steal_data (G_MEMORY_OUTPUT_STREAM (stream));
}

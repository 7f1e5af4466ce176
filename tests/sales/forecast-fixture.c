/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "forecast-fixture.h"

#include <string.h>

SatTestStore *
forecast_store_new (gint64 stages[4])
{
  SatTestStore *f = sat_test_store_new (SAT_STORE_DEFAULT);

  sat_test_store_add (f, "workspace", "name", "W", "currency", "USD", "fiscal_year_start", "1",
                      NULL);
  sat_test_store_reopen (f);
  sat_test_store_add_stages (f, stages);
  return f;
}

SatForecastAsk
forecast_ask (void)
{
  SatForecastAsk ask = {.by = SAT_FORECAST_BY_USER};

  forecast_ask_period (&ask, "2026-Q1");
  g_assert_true (sat_date_from_ymd (2026, 3, 2, &ask.today));
  return ask;
}

void
forecast_ask_period (SatForecastAsk *ask, const char *key)
{
  g_assert_true (sat_forecast_period_parse (key, 1, &ask->period, NULL));
}

SatForecast *
forecast_read (SatTestStore *f, const SatForecastAsk *ask)
{
  g_autoptr (GError) error = NULL;
  SatForecast *forecast = sat_forecast_read (sat_test_store_reader (f), ask, NULL, &error);

  g_assert_no_error (error);
  return forecast;
}

const SatForecastRow *
forecast_row (SatForecast *forecast, const char *key)
{
  const SatForecastRow *found = NULL;

  for (guint i = 0; i < sat_forecast_get_n_rows (forecast); i++) {
    const SatForecastRow *row = sat_forecast_get_row (forecast, i);

    if (row->is_self || strcmp (row->key, key) != 0)
      continue;
    g_assert_null (found);
    found = row;
  }
  if (found == NULL)
    g_error ("there is no line “%s”", key);
  return found;
}

gint64
forecast_value (const SatForecastRow *row, SatForecastColumn column)
{
  if (!row->has[column])
    g_assert_cmpint (row->value[column], ==, 0);
  return row->has[column] ? row->value[column] : FORECAST_ABSENT;
}

char *
forecast_outline (SatForecast *forecast)
{
  GString *outline = g_string_new (NULL);

  for (guint i = 0; i < sat_forecast_get_n_rows (forecast); i++) {
    const SatForecastRow *row = sat_forecast_get_row (forecast, i);

    if (i > 0)
      g_string_append_c (outline, ',');
    for (guint k = 0; k < row->depth; k++)
      g_string_append_c (outline, '>');
    g_string_append_printf (outline, "%s%s", row->is_self ? "=" : "", row->key);
    if (row->depth > 0) {
      const SatForecastRow *above = sat_forecast_get_row (forecast, (guint)row->parent);

      g_assert_cmpint (row->parent, <, (int)i);
      g_assert_cmpuint (above->depth, ==, row->depth - 1);
      g_assert_true (above->has_children);
    }
  }
  return g_string_free (outline, FALSE);
}

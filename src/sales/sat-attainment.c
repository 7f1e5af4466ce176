/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-attainment.h"

#include "sat-forecast.h"

gboolean
sat_attainment_read (
    SatReader *reader, gint64 user, SatDate today, SatAttainment *attainment, GError **error)
{
  SatForecastAsk ask = {.by = SAT_FORECAST_BY_USER, .today = today, .top = user};
  g_autoptr (SatForecast) forecast = NULL;
  const SatForecastRow *total;

  g_return_val_if_fail (reader != NULL && attainment != NULL, FALSE);

  *attainment = (SatAttainment){.per_cent = -1};
  sat_forecast_period_containing (today, SAT_FORECAST_QUARTER,
                                  sat_store_get_fiscal_start (sat_reader_get_store (reader)),
                                  &ask.period);
  attainment->year = ask.period.year;
  attainment->quarter = ask.period.number;
  attainment->start = ask.period.first;
  attainment->end = ask.period.last;
  attainment->elapsed = (today - ask.period.first) * 100 / (ask.period.last - ask.period.first + 1);
  forecast = sat_forecast_read (reader, &ask, NULL, error);
  if (forecast == NULL)
    return FALSE;
  total = sat_forecast_get_row (forecast, SAT_FORECAST_TOTAL);
  attainment->currency = sat_forecast_get_currency (forecast);
  attainment->won = total->value[SAT_FORECAST_COLUMN_CLOSED];
  attainment->quota = user != 0 ? total->value[SAT_FORECAST_COLUMN_QUOTA] : 0;
  attainment->has_quota = attainment->quota > 0;
  if (attainment->has_quota)
    attainment->per_cent = (gint64)((__int128)attainment->won * 100 / (__int128)attainment->quota);
  return TRUE;
}

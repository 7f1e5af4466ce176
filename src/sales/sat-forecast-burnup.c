/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-forecast-burnup.h"

#include "sat-money.h"
#include "sat-pipeline-sums.h"

SatForecast *
sat_forecast_read_before (SatForecast *forecast,
                          SatReader *reader,
                          GCancellable *cancellable,
                          GError **error)
{
  SatForecastAsk ask;
  int fiscal_start;

  g_return_val_if_fail (forecast != NULL && reader != NULL, NULL);
  ask = *sat_forecast_get_ask (forecast);
  fiscal_start = sat_store_get_fiscal_start (sat_reader_get_store (reader));
  if (!sat_forecast_period_step (&ask.period, -1, fiscal_start, &ask.period))
    return NULL;
  return sat_forecast_read (reader, &ask, cancellable, error);
}

static int
count_days (const SatForecastPeriod *period)
{
  return period->last - period->first + 1;
}

/* What was closed day by day, added up. */
static GArray *
add_up (SatForecast *forecast, guint row)
{
  g_autoptr (GArray) closed = sat_forecast_closed_by_day (forecast, row);
  GArray *days = g_array_sized_new (FALSE, FALSE, sizeof (SatBurnupDay), closed->len);
  gint64 total = 0;

  for (guint i = 0; i < closed->len; i++) {
    const SatForecastDay *day = &g_array_index (closed, SatForecastDay, i);
    SatBurnupDay sum = {day->date, day->value, 0};

    sum.total = total = sat_pipeline_plus (total, day->value);
    g_array_append_val (days, sum);
  }
  return days;
}

static gint64
total_at (GArray *days, SatDate date)
{
  gint64 total = 0;

  for (guint i = 0; i < days->len; i++)
    if (g_array_index (days, SatBurnupDay, i).date <= date)
      total = g_array_index (days, SatBurnupDay, i).total;
  return total;
}

/* The line of the period before that is about the same; people come and go. */
static gboolean
find_row_before (SatForecast *forecast, SatForecast *before, guint row, guint *found)
{
  const SatForecastRow *now;

  *found = SAT_FORECAST_TOTAL;
  if (row == SAT_FORECAST_TOTAL)
    return TRUE;
  now = sat_forecast_get_row (forecast, row);
  for (guint i = 0; i < sat_forecast_get_n_rows (before); i++) {
    const SatForecastRow *then = sat_forecast_get_row (before, i);

    if (then->id == now->id && then->is_self == now->is_self)
      *found = i;
  }
  return *found != SAT_FORECAST_TOTAL;
}

static void
fill_before (SatForecastBurnup *self, SatForecast *forecast, SatForecast *before, guint row)
{
  guint found;

  self->has_before = before != NULL && find_row_before (forecast, before, row, &found);
  if (!self->has_before) {
    self->before_days = g_array_new (FALSE, FALSE, sizeof (SatBurnupDay));
    return;
  }
  self->before_row = found;
  self->before = sat_forecast_get_ask (before)->period;
  self->before_days = add_up (before, found);
  self->before_closed = total_at (self->before_days, self->before.last);
  if (self->elapsed > 0)
    self->before_so_far =
        total_at (self->before_days,
                  sat_forecast_burnup_before_date (self, self->period.first + self->elapsed - 1));
}

SatForecastBurnup *
sat_forecast_burnup_new (SatForecast *forecast, SatForecast *before, guint row)
{
  SatForecastBurnup *self;
  const SatForecastAsk *ask;
  const SatForecastRow *of;

  g_return_val_if_fail (forecast != NULL, NULL);
  g_return_val_if_fail (row == SAT_FORECAST_TOTAL || row < sat_forecast_get_n_rows (forecast),
                        NULL);
  ask = sat_forecast_get_ask (forecast);
  of = sat_forecast_get_row (forecast, row);
  self = g_new0 (SatForecastBurnup, 1);
  self->period = ask->period;
  self->currency = ask->measure == SAT_FORECAST_COUNT ? NULL : sat_forecast_get_currency (forecast);
  self->today = ask->today;
  self->n_days = count_days (&ask->period);
  self->elapsed = CLAMP (ask->today - ask->period.first + 1, 0, self->n_days);
  self->days = add_up (forecast, row);
  self->closed = total_at (self->days, ask->period.last);
  self->so_far = total_at (self->days, ask->today);
  self->has_quota = of->has[SAT_FORECAST_COLUMN_QUOTA] && of->value[SAT_FORECAST_COLUMN_QUOTA] > 0;
  if (self->has_quota) {
    self->quota = of->value[SAT_FORECAST_COLUMN_QUOTA];
    self->pace = sat_money_scale (self->quota, self->elapsed, self->n_days);
  }
  fill_before (self, forecast, before, row);
  return self;
}

void
sat_forecast_burnup_free (SatForecastBurnup *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->days);
  g_array_unref (self->before_days);
  g_free (self);
}

SatDate
sat_forecast_burnup_before_date (const SatForecastBurnup *self, SatDate date)
{
  g_return_val_if_fail (self != NULL && self->has_before, date);
  return CLAMP (self->before.first + (date - self->period.first), self->before.first,
                self->before.last);
}

SatDate
sat_forecast_burnup_this_date (const SatForecastBurnup *self, SatDate before)
{
  g_return_val_if_fail (self != NULL && self->has_before, before);
  return CLAMP (self->period.first + (before - self->before.first), self->period.first,
                self->period.last);
}

SatFilter *
sat_forecast_burnup_deals (SatForecast *forecast, guint row, SatDate date, gboolean until)
{
  g_autofree char *text = NULL;
  SatFilter *tests[2];

  g_return_val_if_fail (forecast != NULL, NULL);
  text = sat_date_to_string (date);
  tests[0] = sat_forecast_deals_filter (forecast, row, SAT_FORECAST_COLUMN_CLOSED);
  tests[1] = sat_filter_test1 ("close_date", until ? SAT_OP_LE : SAT_OP_IS, text);
  return sat_filter_all (tests, G_N_ELEMENTS (tests));
}

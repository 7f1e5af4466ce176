/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a grid says of itself. */

#include "config.h"

#include "sat-forecast-private.h"
#include "sat-pipeline-sums.h"

const SatForecastAsk *
sat_forecast_get_ask (SatForecast *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return &self->ask;
}

const char *
sat_forecast_get_currency (SatForecast *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->facts->currency;
}

guint
sat_forecast_get_n_rows (SatForecast *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->rows->len;
}

const SatForecastRow *
sat_forecast_get_row (SatForecast *self, guint row)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (row == SAT_FORECAST_TOTAL || row < self->rows->len, NULL);

  return row == SAT_FORECAST_TOTAL ? &self->total
                                   : &g_array_index (self->rows, SatForecastRow, row);
}

guint
sat_forecast_find_row (SatForecast *self, gint64 id)
{
  g_return_val_if_fail (self != NULL, SAT_FORECAST_TOTAL);

  for (guint i = 0; i < self->rows->len; i++)
    if (g_array_index (self->rows, SatForecastRow, i).id == id &&
        !g_array_index (self->rows, SatForecastRow, i).is_self)
      return i;
  return SAT_FORECAST_TOTAL;
}

guint
sat_forecast_get_n_unrated (SatForecast *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->facts->unrated->len;
}

const SatForecastUnrated *
sat_forecast_get_unrated (SatForecast *self, guint i)
{
  g_return_val_if_fail (self != NULL && i < self->facts->unrated->len, NULL);

  return &g_array_index (self->facts->unrated, SatForecastUnrated, i);
}

static SatForecastReach
reach_of_place (SatForecast *self, int place, gboolean alone)
{
  SatForecastReach reach = {FALSE, place, place + 1};

  if (place >= 0 && !alone)
    reach.end = (int)sat_forecast_tree_get (self->facts->trees[self->ask.by], (guint)place)->end;
  return reach;
}

SatForecastReach
sat_forecast_reach (SatForecast *self, guint row)
{
  if (row != SAT_FORECAST_TOTAL)
    return reach_of_place (self, g_array_index (self->nodes, int, row),
                           g_array_index (self->rows, SatForecastRow, row).is_self);
  if (self->ask.top == 0)
    return (SatForecastReach){.all = TRUE};
  if (self->rows->len == 0)
    return (SatForecastReach){0};
  return sat_forecast_reach (self, 0);
}

gboolean
sat_forecast_reaches (SatForecast *self, const SatForecastReach *reach, const SatForecastDeal *deal)
{
  int place = sat_forecast_facts_place (self->facts, self->ask.by, deal);

  return reach->all || (place >= reach->first && place < reach->end);
}

static int
compare_days (gconstpointer a, gconstpointer b)
{
  const SatForecastDay *left = a, *right = b;

  return left->date < right->date ? -1 : left->date > right->date;
}

/* Neighbours of the same day become one. */
static void
join_days (GArray *days)
{
  guint n = 0;

  for (guint i = 0; i < days->len; i++) {
    const SatForecastDay *day = &g_array_index (days, SatForecastDay, i);
    SatForecastDay *last = n > 0 ? &g_array_index (days, SatForecastDay, n - 1) : NULL;

    if (last != NULL && last->date == day->date)
      last->value = sat_pipeline_plus (last->value, day->value);
    else
      g_array_index (days, SatForecastDay, n++) = *day;
  }
  g_array_set_size (days, n);
}

GArray *
sat_forecast_closed_by_day (SatForecast *self, guint row)
{
  GArray *days = g_array_new (FALSE, FALSE, sizeof (SatForecastDay));
  SatForecastReach reach;

  g_return_val_if_fail (self != NULL, days);
  g_return_val_if_fail (row == SAT_FORECAST_TOTAL || row < self->rows->len, days);

  reach = sat_forecast_reach (self, row);
  for (guint i = 0; i < self->facts->deals->len; i++) {
    const SatForecastDeal *deal = &g_array_index (self->facts->deals, SatForecastDeal, i);
    SatForecastDay day = {.date = deal->date};

    if (deal->category == SAT_FORECAST_CATEGORY_CLOSED &&
        sat_forecast_reaches (self, &reach, deal) &&
        sat_forecast_measure_deal (self, deal, &day.value))
      g_array_append_val (days, day);
  }
  g_array_sort (days, compare_days);
  join_days (days);
  return days;
}

gboolean
sat_forecast_quota_target (SatForecast *self, guint row, gint64 *target)
{
  const SatForecastRow *line = sat_forecast_get_row (self, row);

  *target = row == SAT_FORECAST_TOTAL ? self->ask.top : line->id;
  return row == SAT_FORECAST_TOTAL || (line->id != 0 && !line->is_self);
}

GArray *
sat_forecast_quota_records (SatForecast *self, guint row)
{
  GArray *records = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 target;

  g_return_val_if_fail (self != NULL, records);
  g_return_val_if_fail (row == SAT_FORECAST_TOTAL || row < self->rows->len, records);

  if (sat_forecast_quota_target (self, row, &target))
    sat_forecast_quotas_find (self->facts->quotas, self->ask.by, target, &self->ask.period,
                              records);
  return records;
}

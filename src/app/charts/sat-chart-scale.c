/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-chart-scale.h"

/* Of a band, what is drawn takes this share. */
#define BAND_SHARE 0.72
/* More dates are never marked, whatever is asked for. */
#define MOST_DATES 400

static gint64
floor_to (gint64 value, gint64 step)
{
  gint64 rest = value % step;

  return value - rest - (rest < 0 ? step : 0);
}

static gint64
ceil_to (gint64 value, gint64 step)
{
  gint64 low = floor_to (value, step);

  return low == value ? value : low + step;
}

/* The next of 1, 2, 5, 10, 20, 50 ... */
static gint64
next_step (gint64 step)
{
  gint64 power = 1;

  while (step / power >= 10)
    power *= 10;
  return step / power == 2 ? power * 5 : step * 2;
}

void
sat_chart_ticks_init (SatChartTicks *self, gint64 low, gint64 high, guint most, gint64 least)
{
  gint64 step = 1;

  g_return_if_fail (self != NULL && low <= high && most > 1 && least > 0);
  low = CLAMP (low, -SAT_CHART_MOST, SAT_CHART_MOST);
  high = CLAMP (high, -SAT_CHART_MOST, SAT_CHART_MOST);
  /* Everything at one height still has an axis. */
  if (low == high)
    high = low + least;
  while (step < least)
    step = next_step (step);
  while ((guint64)((ceil_to (high, step) - floor_to (low, step)) / step) > most)
    step = next_step (step);
  *self = (SatChartTicks){floor_to (low, step), ceil_to (high, step), step};
}

guint
sat_chart_ticks_count (const SatChartTicks *self)
{
  g_return_val_if_fail (self != NULL && self->step > 0, 0);
  return (guint)((self->high - self->low) / self->step) + 1;
}

gint64
sat_chart_ticks_nth (const SatChartTicks *self, guint i)
{
  g_return_val_if_fail (self != NULL && i < sat_chart_ticks_count (self), 0);
  return self->low + (gint64)i * self->step;
}

double
sat_chart_scale_at (const SatChartScale *self, gint64 value)
{
  g_return_val_if_fail (self != NULL, 0);
  if (self->high <= self->low)
    return self->from;
  return self->from + ((double)value - (double)self->low) * (self->to - self->from) /
                          ((double)self->high - (double)self->low);
}

void
sat_chart_bands_slot (const SatChartBands *self, guint i, double *start, double *width)
{
  g_return_if_fail (self != NULL && i < self->n && start != NULL && width != NULL);
  *width = self->length / self->n;
  *start = self->from + *width * i;
}

void
sat_chart_bands_at (const SatChartBands *self, guint i, double *start, double *width)
{
  double slot, wide;

  g_return_if_fail (self != NULL && i < self->n && start != NULL && width != NULL);
  sat_chart_bands_slot (self, i, &slot, &wide);
  *width = wide * BAND_SHARE;
  if (self->widest > 0)
    *width = MIN (*width, self->widest);
  *start = slot + (wide - *width) / 2;
}

static SatDate
month_start (SatDate date)
{
  int year, month, day;

  sat_date_to_ymd (date, &year, &month, &day);
  return date - (day - 1);
}

static SatDate
next_tick (SatDate date, SatChartDateStep step)
{
  static const int months[SAT_CHART_N_STEPS] = {0, 0, 1, 3, 12};

  if (step == SAT_CHART_DAYS || step == SAT_CHART_WEEKS)
    return date + (step == SAT_CHART_DAYS ? 1 : 7);
  return sat_date_add_months (date, months[step]);
}

GArray *
sat_chart_date_ticks (SatDate first, SatDate last, SatChartDateStep step)
{
  GArray *dates = g_array_new (FALSE, FALSE, sizeof (SatDate));
  gboolean by_day = step == SAT_CHART_DAYS || step == SAT_CHART_WEEKS;
  SatDate date;

  g_return_val_if_fail (step < SAT_CHART_N_STEPS, dates);
  date = by_day ? first : month_start (first);
  while (date < first)
    date = next_tick (date, step);
  for (; date <= last && dates->len < MOST_DATES; date = next_tick (date, step))
    g_array_append_val (dates, date);
  return dates;
}

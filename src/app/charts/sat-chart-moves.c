/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-chart-layout-private.h"

/* How far from a point it can be pointed at. */
#define REACH 48
#define SLACK 2

static const SatChartMark *
nth_mark (const SatChartLayout *self, int i)
{
  return &g_array_index (self->marks, SatChartMark, i);
}

static gint64
place_of (const SatChartLayout *self, int i)
{
  return sat_chart_model_get_point (self->model, nth_mark (self, i)->series,
                                    nth_mark (self, i)->point)
      ->at;
}

static double
distance (const SatChartRect *rect, double x, double y)
{
  double dx = MAX (MAX (rect->x - x, x - rect->x - rect->width), 0);
  double dy = MAX (MAX (rect->y - y, y - rect->y - rect->height), 0);

  return dx + dy;
}

/* Targets lie over bars and are thin, so what was drawn last wins. */
int
sat_chart_layout_find (const SatChartLayout *self, double x, double y)
{
  double best = G_MAXDOUBLE;
  int found = -1;

  g_return_val_if_fail (self != NULL, -1);
  for (int i = 0; i < (int)self->marks->len; i++) {
    double far = distance (&nth_mark (self, i)->rect, x, y);
    SatChartShape shape =
        sat_chart_model_get_series (self->model, nth_mark (self, i)->series)->shape;
    double reach = (shape == SAT_CHART_BARS || shape == SAT_CHART_TARGET ? SLACK : REACH);

    if (far <= reach * self->scale && far <= best) {
      best = far;
      found = i;
    }
  }
  return found;
}

static gboolean
is_along_series (const SatChartLayout *self, int i)
{
  SatChartShape shape = sat_chart_model_get_series (self->model, nth_mark (self, i)->series)->shape;

  return shape != SAT_CHART_BARS && shape != SAT_CHART_TARGET;
}

/* The first or last of all. */
static int
find_end (const SatChartLayout *self, gboolean last)
{
  int found = 0;

  for (int i = 1; i < (int)self->marks->len; i++) {
    gint64 here = place_of (self, i), there = place_of (self, found);

    if (last ? here >= there : here < there)
      found = i;
  }
  return found;
}

/* Marks of one series are in order, so its next one is the next of all. */
static int
step_in_series (const SatChartLayout *self, int from, int by)
{
  int to = from + by;

  if (to < 0 || to >= (int)self->marks->len ||
      nth_mark (self, to)->series != nth_mark (self, from)->series)
    return from;
  return to;
}

static gint64
series_apart (const SatChartLayout *self, int i, int from)
{
  return ABS ((gint64)nth_mark (self, i)->series - (gint64)nth_mark (self, from)->series);
}

/* The next band on that side that has any mark; in it, the one of the nearest series. */
static int
step_to_band (const SatChartLayout *self, int from, int by)
{
  gint64 here = place_of (self, from);
  int found = from;

  for (int i = 0; i < (int)self->marks->len; i++) {
    gint64 far = (place_of (self, i) - here) * by;
    gint64 best = (place_of (self, found) - here) * by;

    if (far <= 0)
      continue;
    if (found == from || far < best ||
        (far == best && series_apart (self, i, from) < series_apart (self, found, from)))
      found = i;
  }
  return found;
}

/* The next series on that side: its mark at the same place, or of a line the nearest one. */
static int
step_to_series (const SatChartLayout *self, int from, int by)
{
  gint64 here = place_of (self, from);
  gboolean exact = !is_along_series (self, from);
  int found = from;

  for (int i = 0; i < (int)self->marks->len; i++) {
    gint64 side = ((gint64)nth_mark (self, i)->series - (gint64)nth_mark (self, from)->series) * by;
    gint64 away = ABS (place_of (self, i) - here);

    if (side <= 0 || (exact && away > 0))
      continue;
    if (found == from || side < series_apart (self, found, from) ||
        (side == series_apart (self, found, from) && away < ABS (place_of (self, found) - here)))
      found = i;
  }
  return found;
}

/* The first or last of its series, or of its band. */
static int
go_to_end (const SatChartLayout *self, int from, int by)
{
  int next = from;

  do {
    from = next;
    next = is_along_series (self, from) ? step_in_series (self, from, by)
                                        : step_to_series (self, from, by);
  } while (next != from);
  return from;
}

int
sat_chart_layout_move (const SatChartLayout *self, int from, SatChartMove move)
{
  gboolean forth = move == SAT_CHART_RIGHT || move == SAT_CHART_DOWN;
  gboolean sideways = move == SAT_CHART_LEFT || move == SAT_CHART_RIGHT;

  g_return_val_if_fail (self != NULL, -1);
  if (self->marks->len == 0)
    return -1;
  from = CLAMP (from, 0, (int)self->marks->len - 1);
  if (move == SAT_CHART_FIRST || move == SAT_CHART_LAST)
    return find_end (self, move == SAT_CHART_LAST);
  if (move == SAT_CHART_HOME || move == SAT_CHART_END)
    return go_to_end (self, from, move == SAT_CHART_END ? 1 : -1);
  if (is_along_series (self, from))
    return sideways ? step_in_series (self, from, forth ? 1 : -1)
                    : step_to_series (self, from, forth ? 1 : -1);
  /* Of upright bars, the series above is the next one. */
  if (self->model->lying != sideways)
    return step_to_band (self, from, forth ? 1 : -1);
  return step_to_series (self, from, forth == self->model->lying ? 1 : -1);
}

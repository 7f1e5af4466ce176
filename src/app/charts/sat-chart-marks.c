/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-chart-layout-private.h"

#define DOT 9
#define TARGET 3
#define LEAST_BAR 1

double
sat_chart_frame_date_x (const SatChartFrame *frame, gint64 date)
{
  const SatChartRect *plot = &frame->layout->plot;

  return CLAMP (sat_chart_scale_at (&frame->dates, date + 1), plot->x, plot->x + plot->width);
}

/* Where a point stands along the axis of bands or dates. */
static double
place_along (SatChartFrame *frame, gint64 at)
{
  double start, width;

  if (frame->model->by_date)
    return sat_chart_frame_date_x (frame, at);
  if (at < 0 || at >= frame->bands.n)
    return frame->bands.from;
  sat_chart_bands_slot (&frame->bands, (guint)at, &start, &width);
  return start + width / 2;
}

static SatChartRect
within (const SatChartRect *plot, double x1, double y1, double x2, double y2)
{
  double left = CLAMP (MIN (x1, x2), plot->x, plot->x + plot->width);
  double right = CLAMP (MAX (x1, x2), plot->x, plot->x + plot->width);
  double top = CLAMP (MIN (y1, y2), plot->y, plot->y + plot->height);
  double bottom = CLAMP (MAX (y1, y2), plot->y, plot->y + plot->height);

  return (SatChartRect){left, top, right - left, bottom - top};
}

/* Between two places along the values and two along the other axis. */
static SatChartRect
oriented (SatChartFrame *frame, double v1, double v2, double a1, double a2)
{
  const SatChartRect *plot = &frame->layout->plot;

  return frame->model->lying ? within (plot, v1, a1, v2, a2) : within (plot, a1, v1, a2, v2);
}

static void
add_mark (SatChartFrame *frame, guint series, guint i, SatChartRect rect, gboolean drawn)
{
  SatChartMark mark = {series, i, rect};

  if (drawn)
    g_array_append_val (frame->layout->bars, mark);
  if (sat_chart_model_get_point (frame->model, series, i)->text != NULL)
    g_array_append_val (frame->layout->marks, mark);
}

typedef struct {
  gint64 low, high;
} Stack;

static gint64
stack_on (gint64 height, gint64 value)
{
  return CLAMP (height + value, -SAT_CHART_MOST, SAT_CHART_MOST);
}

static void
place_bar (SatChartFrame *frame, guint s, guint i, Stack *stack)
{
  const SatChartPoint *point = sat_chart_model_get_point (frame->model, s, i);
  gint64 *height = point->value < 0 ? &stack->low : &stack->high;
  gint64 from = point->floats ? point->base : *height;
  gint64 to = point->floats ? point->value : stack_on (*height, point->value);
  double start, width, v1 = sat_chart_scale_at (&frame->values, from);
  double v2 = sat_chart_scale_at (&frame->values, to);

  if (!point->floats)
    *height = to;
  sat_chart_bands_at (&frame->bands, (guint)point->at, &start, &width);
  /* What is very little is still seen. */
  if (ABS (v2 - v1) < LEAST_BAR && from != to)
    v2 = v1 + (frame->model->lying ? LEAST_BAR : -LEAST_BAR);
  add_mark (frame, s, i, oriented (frame, v1, v2, start, start + width), TRUE);
}

static void
place_target (SatChartFrame *frame, guint s, guint i)
{
  const SatChartPoint *point = sat_chart_model_get_point (frame->model, s, i);
  double half = sat_chart_frame_length (frame, TARGET) / 2, start, width, room, slot, over;
  double v = sat_chart_scale_at (&frame->values, point->value);

  sat_chart_bands_slot (&frame->bands, (guint)point->at, &slot, &room);
  sat_chart_bands_at (&frame->bands, (guint)point->at, &start, &width);
  over = MIN (half * 2, (room - width) / 2);
  add_mark (frame, s, i, oriented (frame, v - half, v + half, start - over, start + width + over),
            TRUE);
}

/* Bars first, in the order of their series; targets over them. */
static void
place_rectangles (SatChartFrame *frame, SatChartShape shape)
{
  g_autofree Stack *stacks = g_new0 (Stack, frame->bands.n + 1);

  for (guint s = 0; s < frame->model->series->len; s++) {
    const SatChartSeries *series = sat_chart_model_get_series (frame->model, s);

    for (guint i = 0; series->shape == shape && i < series->points->len; i++) {
      gint64 at = sat_chart_model_get_point (frame->model, s, i)->at;

      if (at < 0 || at >= frame->bands.n)
        continue;
      if (shape == SAT_CHART_BARS)
        place_bar (frame, s, i, &stacks[at]);
      else
        place_target (frame, s, i);
    }
  }
}

static void
add_corner (SatChartPath *path, double x, double y, double base)
{
  SatChartCorner corner = {x, y, base};

  g_array_append_val (path->corners, corner);
}

static void
place_point (SatChartFrame *frame, SatChartPath *path, const SatChartSeries *series, guint i)
{
  const SatChartPoint *point = &g_array_index (series->points, SatChartPoint, i);
  double x = place_along (frame, point->at);
  double y = sat_chart_scale_at (&frame->values, point->value);
  double base =
      sat_chart_scale_at (&frame->values, series->shape == SAT_CHART_RANGE ? point->base : 0);
  double half = sat_chart_frame_length (frame, DOT) / 2;
  const SatChartRect *plot = &frame->layout->plot;

  if (series->shape == SAT_CHART_STEPS && path->corners->len > 0)
    add_corner (path, x, g_array_index (path->corners, SatChartCorner, path->corners->len - 1).y,
                base);
  add_corner (path, x, y, base);
  if (series->shape == SAT_CHART_RANGE)
    add_mark (frame, path->series, i,
              within (plot, x - half, MIN (y, base), x + half, MAX (y, base)), FALSE);
  else
    add_mark (frame, path->series, i, within (plot, x - half, y - half, x + half, y + half), FALSE);
}

static void
place_course (SatChartFrame *frame, guint s)
{
  const SatChartSeries *series = sat_chart_model_get_series (frame->model, s);
  SatChartPath *path = g_new0 (SatChartPath, 1);

  path->series = s;
  path->corners = g_array_new (FALSE, FALSE, sizeof (SatChartCorner));
  for (guint i = 0; i < series->points->len; i++)
    place_point (frame, path, series, i);
  g_ptr_array_add (frame->layout->paths, path);
}

static int
compare_marks (gconstpointer a, gconstpointer b)
{
  const SatChartMark *x = a, *y = b;

  if (x->series != y->series)
    return x->series < y->series ? -1 : 1;
  return x->point < y->point ? -1 : x->point > y->point;
}

void
sat_chart_frame_marks (SatChartFrame *frame)
{
  place_rectangles (frame, SAT_CHART_BARS);
  place_rectangles (frame, SAT_CHART_TARGET);
  for (guint s = 0; s < frame->model->series->len; s++) {
    SatChartShape shape = sat_chart_model_get_series (frame->model, s)->shape;

    /* A line over bands would need them upright. */
    if (shape != SAT_CHART_BARS && shape != SAT_CHART_TARGET && !frame->model->lying)
      place_course (frame, s);
  }
  g_array_sort (frame->layout->marks, compare_marks);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-chart-layout-private.h"

#define GAP 6
#define ENTRY_GAP 18
#define SAMPLE_WIDTH 20

/* One that needs no telling apart has no entry, and dates are named where they are. */
static gboolean
has_entry (const SatChartModel *model, guint i)
{
  guint n_series = model->series->len;

  if (i < n_series)
    return n_series + model->lines->len > 1;
  return !sat_chart_model_get_line (model, i - n_series)->is_date;
}

static const char *
entry_name (const SatChartModel *model, guint i)
{
  return i < model->series->len ? sat_chart_model_get_series (model, i)->name
                                : sat_chart_model_get_line (model, i - model->series->len)->name;
}

static void
add_entry (SatChartFrame *frame, guint i, double x, double y, double width)
{
  guint n_series = frame->model->series->len;
  double sample = sat_chart_frame_length (frame, SAMPLE_WIDTH);
  double gap = sat_chart_frame_length (frame, GAP);
  SatChartSample entry = {
      .rect = {x, y + frame->line * 0.15, MIN (sample, width), frame->line * 0.7},
      .series = i < n_series ? (int)i : -1,
      .line = i < n_series ? -1 : (int)(i - n_series)};
  double before = MIN (sample + gap, width);
  SatChartRect rect = {x + before, y, width - before, frame->line};

  g_array_append_val (frame->layout->samples, entry);
  sat_chart_frame_add_text (frame, rect, entry_name (frame->model, i), SAT_CHART_LABEL, 0, FALSE);
}

/* Line by line, as many as there is room for; without a layout only measured. */
static double
place_legend (SatChartFrame *frame, double top)
{
  double left = frame->left, right = frame->right;
  double sample = sat_chart_frame_length (frame, SAMPLE_WIDTH);
  double gap = sat_chart_frame_length (frame, GAP), x = left, y = top;
  double row = frame->line + gap / 2;
  guint n = frame->model->series->len + frame->model->lines->len, n_entries = 0;

  for (guint i = 0; i < n; i++) {
    double wide, high, width;

    if (!has_entry (frame->model, i))
      continue;
    n_entries++;
    sat_chart_frame_measure (frame, entry_name (frame->model, i), SAT_CHART_LABEL, &wide, &high);
    width = MIN (sample + gap + wide, MAX (0, right - left));
    if (x > left && x + width > right) {
      x = left;
      y += row;
    }
    if (frame->layout != NULL)
      add_entry (frame, i, x, y, width);
    x += width + sat_chart_frame_length (frame, ENTRY_GAP);
  }
  return n_entries > 0 ? y + row + gap - top : 0;
}

static double
place_wrapped (SatChartFrame *frame, const char *text, SatChartFont font, double top, gboolean dim)
{
  double width = MAX (1, frame->right - frame->left), wide, high;

  if (*text == '\0')
    return 0;
  frame->room->measure (text, font, width, &wide, &high, frame->room->data);
  if (frame->layout != NULL)
    sat_chart_frame_add_text (frame, (SatChartRect){frame->left, top, width, high}, text, font, 0,
                              dim);
  return high + sat_chart_frame_length (frame, GAP);
}

static double
place_head (SatChartFrame *frame)
{
  double y = frame->top;

  if (frame->room->heading) {
    y += place_wrapped (frame, frame->model->title, SAT_CHART_TITLE, y, FALSE);
    y += place_wrapped (frame, frame->model->summary, SAT_CHART_SUMMARY, y, TRUE);
    y += sat_chart_frame_length (frame, GAP);
  }
  y += place_legend (frame, y);
  return y - frame->top;
}

double
sat_chart_frame_head_height (SatChartFrame *frame)
{
  SatChartFrame measured = *frame;

  measured.layout = NULL;
  return place_head (&measured);
}

/* A head that would leave the chart no room is left out. */
void
sat_chart_frame_head (SatChartFrame *frame)
{
  if (sat_chart_frame_head_height (frame) <= (frame->bottom - frame->top) / 2)
    frame->top += place_head (frame);
}

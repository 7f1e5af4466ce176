/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-chart-layout-private.h"

#define GAP 4
#define N_PLACES 4

/* Whether anything is written there already. */
static gboolean
is_taken (SatChartFrame *frame, const SatChartRect *rect)
{
  for (guint i = 0; i < frame->layout->texts->len; i++)
    if (sat_chart_rects_meet (&g_array_index (frame->layout->texts, SatChartText, i).rect, rect))
      return TRUE;
  return FALSE;
}

/* Whether a course may run through it. */
static gboolean
is_crossed (SatChartFrame *frame, const SatChartRect *rect)
{
  for (guint p = 0; p < frame->layout->paths->len; p++) {
    GArray *corners = ((SatChartPath *)g_ptr_array_index (frame->layout->paths, p))->corners;

    for (guint i = 1; i < corners->len; i++) {
      const SatChartCorner *a = &g_array_index (corners, SatChartCorner, i - 1);
      const SatChartCorner *b = &g_array_index (corners, SatChartCorner, i);
      SatChartRect box = {MIN (a->x, b->x), MIN (a->y, b->y), ABS (a->x - b->x) + 1,
                          ABS (a->y - b->y) + 1};

      if (sat_chart_rects_meet (&box, rect))
        return TRUE;
    }
  }
  for (guint i = 0; i < frame->layout->bars->len; i++)
    if (sat_chart_rects_meet (&g_array_index (frame->layout->bars, SatChartMark, i).rect, rect))
      return TRUE;
  return FALSE;
}

static gboolean
is_in_plot (SatChartFrame *frame, const SatChartRect *rect)
{
  const SatChartRect *plot = &frame->layout->plot;

  return rect->x >= plot->x && rect->x + rect->width <= plot->x + plot->width &&
         rect->y >= MAX (0, plot->y - frame->line / 2) &&
         rect->y + rect->height <= plot->y + plot->height;
}

/* Where the name of a line could stand, best first. */
static void
find_places (SatChartFrame *frame,
             const SatChartStroke *stroke,
             double width,
             SatChartRect places[N_PLACES])
{
  double gap = sat_chart_frame_length (frame, GAP), line = frame->line;
  const SatChartRect *plot = &frame->layout->plot;
  double right = plot->x + plot->width - width - gap, left = plot->x + gap;
  double bottom = plot->y + plot->height - line;

  if (stroke->y1 == stroke->y2) {
    places[0] = (SatChartRect){left, stroke->y1 - line - 1, width, line};
    places[1] = (SatChartRect){right, stroke->y1 - line - 1, width, line};
    places[2] = (SatChartRect){left, stroke->y1 + 2, width, line};
    places[3] = (SatChartRect){right, stroke->y1 + 2, width, line};
  } else {
    places[0] = (SatChartRect){stroke->x1 + gap, plot->y, width, line};
    places[1] = (SatChartRect){stroke->x1 - gap - width, plot->y, width, line};
    places[2] = (SatChartRect){stroke->x1 + gap, bottom, width, line};
    places[3] = (SatChartRect){stroke->x1 - gap - width, bottom, width, line};
  }
}

/* In the first place that is free, of data too if possible; the legend names values, too. */
static void
name_line (SatChartFrame *frame, const SatChartStroke *stroke, const char *name)
{
  SatChartRect places[N_PLACES];
  double wide, high;

  sat_chart_frame_measure (frame, name, SAT_CHART_LABEL, &wide, &high);
  find_places (frame, stroke, wide, places);
  for (int crossed = 0; crossed < 2; crossed++)
    for (int i = 0; i < N_PLACES; i++) {
      SatChartText text = {.rect = places[i], .font = SAT_CHART_LABEL, .over = TRUE};

      if (!is_in_plot (frame, &places[i]) || is_taken (frame, &places[i]) ||
          (!crossed && is_crossed (frame, &places[i])))
        continue;
      text.text = g_strdup (name);
      g_array_append_val (frame->layout->texts, text);
      return;
    }
}

void
sat_chart_frame_lines (SatChartFrame *frame)
{
  const SatChartRect *plot = &frame->layout->plot;

  for (guint i = 0; i < frame->model->lines->len; i++) {
    const SatChartLine *line = sat_chart_model_get_line (frame->model, i);
    double at = line->is_date ? sat_chart_frame_date_x (frame, line->at)
                              : sat_chart_scale_at (&frame->values, line->at);
    SatChartStroke stroke = {plot->x, at, plot->x + plot->width, at, FALSE, (int)i};

    if (line->is_date != frame->model->lying)
      stroke = (SatChartStroke){at, plot->y, at, plot->y + plot->height, FALSE, (int)i};
    if (line->is_date && (line->at < frame->model->first || line->at > frame->model->last))
      continue;
    g_array_append_val (frame->layout->strokes, stroke);
    name_line (frame, &stroke, line->name);
  }
}

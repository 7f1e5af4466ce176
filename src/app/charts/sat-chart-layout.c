/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-chart-layout-private.h"

/* Heights that are good to read, at the usual size of letters. */
#define PLOT_HEIGHT 220
#define BAND_HEIGHT 30
#define AXIS_HEIGHT 12

static void
text_clear (gpointer data)
{
  g_free (((SatChartText *)data)->text);
}

static void
path_free (gpointer data)
{
  SatChartPath *path = data;

  g_array_unref (path->corners);
  g_free (path);
}

double
sat_chart_frame_length (const SatChartFrame *frame, double pixels)
{
  return pixels * frame->room->scale;
}

void
sat_chart_frame_measure (
    const SatChartFrame *frame, const char *text, SatChartFont font, double *wide, double *high)
{
  frame->room->measure (text, font, 0, wide, high, frame->room->data);
}

void
sat_chart_frame_add_text (SatChartFrame *frame,
                          SatChartRect rect,
                          const char *text,
                          SatChartFont font,
                          double align,
                          gboolean dim)
{
  SatChartText placed = {
      .rect = rect, .text = g_strdup (text), .font = font, .align = align, .dim = dim};

  g_array_append_val (frame->layout->texts, placed);
}

gboolean
sat_chart_rects_meet (const SatChartRect *a, const SatChartRect *b)
{
  return a->x < b->x + b->width && b->x < a->x + a->width && a->y < b->y + b->height &&
         b->y < a->y + a->height;
}

static void
frame_init (SatChartFrame *frame, const SatChartModel *model, const SatChartRoom *room)
{
  double wide;

  *frame = (SatChartFrame){.model = model, .room = room, .right = room->width};
  frame->bottom = room->height;
  sat_chart_frame_measure (frame, "0", SAT_CHART_LABEL, &wide, &frame->line);
}

SatChartLayout *
sat_chart_layout_new (SatChartModel *model, const SatChartRoom *room)
{
  SatChartLayout *self;
  SatChartFrame frame;

  g_return_val_if_fail (model != NULL && room != NULL && room->measure != NULL, NULL);
  g_return_val_if_fail (room->width >= 0 && room->height >= 0 && room->scale > 0, NULL);
  self = g_new0 (SatChartLayout, 1);
  self->model = sat_chart_model_ref (model);
  self->width = room->width;
  self->height = room->height;
  self->scale = room->scale;
  self->texts = g_array_new (FALSE, FALSE, sizeof (SatChartText));
  g_array_set_clear_func (self->texts, text_clear);
  self->samples = g_array_new (FALSE, FALSE, sizeof (SatChartSample));
  self->strokes = g_array_new (FALSE, FALSE, sizeof (SatChartStroke));
  self->paths = g_ptr_array_new_with_free_func (path_free);
  self->bars = g_array_new (FALSE, FALSE, sizeof (SatChartMark));
  self->marks = g_array_new (FALSE, FALSE, sizeof (SatChartMark));
  frame_init (&frame, model, room);
  frame.layout = self;
  sat_chart_frame_head (&frame);
  sat_chart_frame_axes (&frame);
  sat_chart_frame_marks (&frame);
  sat_chart_frame_lines (&frame);
  return self;
}

void
sat_chart_layout_free (SatChartLayout *self)
{
  if (self == NULL)
    return;
  sat_chart_model_unref (self->model);
  g_array_unref (self->texts);
  g_array_unref (self->samples);
  g_array_unref (self->strokes);
  g_ptr_array_unref (self->paths);
  g_array_unref (self->bars);
  g_array_unref (self->marks);
  g_free (self);
}

double
sat_chart_layout_height (const SatChartModel *model, const SatChartRoom *room)
{
  SatChartFrame frame;
  double plot;

  g_return_val_if_fail (model != NULL && room != NULL && room->measure != NULL, 0);
  frame_init (&frame, model, room);
  plot = model->lying ? BAND_HEIGHT * MAX (model->bands->len, 1) : PLOT_HEIGHT;
  return sat_chart_frame_head_height (&frame) +
         sat_chart_frame_length (&frame, plot + AXIS_HEIGHT) + frame.line;
}

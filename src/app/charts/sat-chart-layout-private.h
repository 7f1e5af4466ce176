/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-chart-layout.h"
#include "sat-chart-scale.h"

G_BEGIN_DECLS

/* While a chart is laid out: what is left of the room, and the scales of the plot. */
typedef struct {
  SatChartLayout *layout;
  const SatChartModel *model;
  const SatChartRoom *room;
  double left, top, right, bottom;
  double line; /* the height of a label */
  SatChartTicks ticks;
  SatChartScale values;
  SatChartBands bands;
  SatChartScale dates; /* where days begin; what a day has come to is drawn at its end */
} SatChartFrame;

/* Lengths that grow with the letters. */
double sat_chart_frame_length (const SatChartFrame *frame, double pixels);
void sat_chart_frame_measure (
    const SatChartFrame *frame, const char *text, SatChartFont font, double *wide, double *high);
void sat_chart_frame_add_text (SatChartFrame *frame,
                               SatChartRect rect,
                               const char *text,
                               SatChartFont font,
                               double align,
                               gboolean dim);

/* sat-chart-legend.c: title, summary and legend, from the top down. */
void sat_chart_frame_head (SatChartFrame *frame);
double sat_chart_frame_head_height (SatChartFrame *frame);

/* sat-chart-axes.c: the room of the plot, its ticks and their labels. */
void sat_chart_frame_axes (SatChartFrame *frame);

/* sat-chart-marks.c: bars, courses, marks. */
void sat_chart_frame_marks (SatChartFrame *frame);
/* The end of that day. */
double sat_chart_frame_date_x (const SatChartFrame *frame, gint64 date);
/* sat-chart-lines.c: after all else, lines through the plot, named where there is room. */
void sat_chart_frame_lines (SatChartFrame *frame);

gboolean sat_chart_rects_meet (const SatChartRect *a, const SatChartRect *b);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "sat-chart-layout.h"

G_BEGIN_DECLS

/* A layout drawn with cairo: the same code for the screen and for files. */

typedef struct {
  GdkRGBA text, dim, grid, background;
  GdkRGBA series[SAT_CHART_N_COLOURS];
  gboolean contrast; /* edges are drawn in full */
} SatChartPalette;

/* Dark on white, for paper. */
void sat_chart_palette_init (SatChartPalette *self);
/* The colours that @widget has where it is now: light, dark, of high contrast. */
void sat_chart_palette_init_for (SatChartPalette *self, GtkWidget *widget);

/* A SatChartMeasure whose data is a PangoContext. */
void sat_chart_measure_text (const char *text,
                             SatChartFont font,
                             double width,
                             double *wide,
                             double *high,
                             gpointer context);

/* @progress: 0 to 1, how far what grows has grown. */
void sat_chart_draw (const SatChartLayout *layout,
                     const SatChartPalette *palette,
                     PangoContext *context,
                     cairo_t *cr,
                     double progress);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "sat-chart-model.h"

G_BEGIN_DECLS

/* The picture of a chart. One stop for Tab; the arrows, Home and End move between its marks, which
 * are read out; Enter, Space or a click activates one.
 *
 * Signals: "mark-activated" (const char *key): one that has a key.
 * "menu-requested" (double x, double y): of the chart. */
#define SAT_TYPE_CHART_PLOT (sat_chart_plot_get_type ())
G_DECLARE_FINAL_TYPE (SatChartPlot, sat_chart_plot, SAT, CHART_PLOT, GtkWidget)

GtkWidget *sat_chart_plot_new (void);
/* @model: NULL for none. What had the focus keeps it if it is still there. */
void sat_chart_plot_set_model (SatChartPlot *self, SatChartModel *model);
/* The key or, without one, the words of the mark that has the focus or had it last; NULL: none. */
const char *sat_chart_plot_get_current (SatChartPlot *self);

G_END_DECLS

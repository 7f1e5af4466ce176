/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "sat-forecast-model.h"

G_BEGIN_DECLS

/* The charts of the forecast, beside each other or, where there is little room, one below the
 * other. Follows the model while it is on the screen, and reads the period before by itself.
 *
 * Signal: "deals-requested" (SatFilter *filter, const char *title): a mark was activated, and these
 * are its deals. */
#define SAT_TYPE_FORECAST_CHARTS_PANE (sat_forecast_charts_pane_get_type ())
G_DECLARE_FINAL_TYPE (
    SatForecastChartsPane, sat_forecast_charts_pane, SAT, FORECAST_CHARTS_PANE, GtkWidget)

GtkWidget *sat_forecast_charts_pane_new (SatForecastModel *model);
/* Which line is shown; 0: all, as at first. */
void sat_forecast_charts_pane_set_line (SatForecastChartsPane *self, gint64 id, gboolean is_self);
/* What is shown is not yet what was asked for. */
gboolean sat_forecast_charts_pane_is_reading (SatForecastChartsPane *self);

G_END_DECLS

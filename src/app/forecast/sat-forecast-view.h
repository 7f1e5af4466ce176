/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The forecast: what a period will bring, against quota. SatForecastView is the view;
 * SatForecastModel keeps what is asked for and reads it, now or in the past (SatForecastSource);
 * SatForecastSheet says which lines and columns are shown and writes their cells in the words of
 * sat-forecast-words.h; SatForecastGrid shows the sheet with a SatGridLine a line and a SatGridCell
 * a figure, and asks for edits, which sat-quota-edit.h writes. SatForecastPanel has what is behind
 * a figure: SatForecastDeals and SatExplanationView. */

#pragma once

#include "sat-filter-bar.h"
#include "sat-forecast-charts-pane.h"
#include "sat-forecast-grid.h"
#include "sat-forecast-panel.h"
#include "sat-views.h"

G_BEGIN_DECLS

/* What a month, a quarter or a year will bring, against quota: by person, team or territory. */
#define SAT_TYPE_FORECAST_VIEW (sat_forecast_view_get_type ())
G_DECLARE_FINAL_TYPE (SatForecastView, sat_forecast_view, SAT, FORECAST_VIEW, GtkWidget)

GtkWidget *sat_forecast_view_new (SatContext *context, const SatViewInfo *info);

SatForecastModel *sat_forecast_view_get_model (SatForecastView *self);
SatForecastGrid *sat_forecast_view_get_grid (SatForecastView *self);
SatForecastSheet *sat_forecast_view_get_sheet (SatForecastView *self);
SatForecastPanel *sat_forecast_view_get_panel (SatForecastView *self);
/* From what is behind a figure back to the figure. */
void sat_forecast_view_close_panel (SatForecastView *self);
SatForecastChartsPane *sat_forecast_view_get_charts (SatForecastView *self);
/* What is shown, on paper; NULL: nothing is. (transfer full) */
GtkPrintOperation *sat_forecast_view_print (SatForecastView *self);
SatFilterBar *sat_forecast_view_get_filter_bar (SatForecastView *self);

G_END_DECLS

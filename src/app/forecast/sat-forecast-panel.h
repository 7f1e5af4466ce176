/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-explanation-view.h"
#include "sat-forecast-deals.h"
#include "sat-forecast-model.h"

G_BEGIN_DECLS

typedef enum {
  SAT_FORECAST_PAGE_DEALS,
  SAT_FORECAST_PAGE_EXPLANATION,
} SatForecastPage;

/* Which figure: of which line, and which column of it. */
typedef struct {
  gint64 id;
  gboolean is_self;
  gboolean is_total;
  SatForecastColumn column;
  gboolean is_name; /* all that counts of the line, rather than a column */
} SatForecastPlace;

/* What is behind a figure: its deals, and how it comes about. Follows the forecast while it is
 * shown.
 *
 * Signals:
 * "closed": the person wants to go back
 * "selected", "activated" (gint64 id): a record */
#define SAT_TYPE_FORECAST_PANEL (sat_forecast_panel_get_type ())
G_DECLARE_FINAL_TYPE (SatForecastPanel, sat_forecast_panel, SAT, FORECAST_PANEL, GtkWidget)

GtkWidget *sat_forecast_panel_new (SatForecastModel *model);
void sat_forecast_panel_show (SatForecastPanel *self,
                              const SatForecastPlace *place,
                              SatForecastPage page);
/* Deals that are no figure's, such as those of a mark of a chart. */
void sat_forecast_panel_show_filter (SatForecastPanel *self, SatFilter *filter, const char *title);
/* Nothing is shown, nothing is read. */
void sat_forecast_panel_clear (SatForecastPanel *self);

SatForecastPage sat_forecast_panel_get_page (SatForecastPanel *self);
gboolean sat_forecast_panel_is_reading (SatForecastPanel *self);
void sat_forecast_panel_focus (SatForecastPanel *self);
SatForecastDeals *sat_forecast_panel_get_deals (SatForecastPanel *self);
SatExplanationView *sat_forecast_panel_get_explanation (SatForecastPanel *self);

G_END_DECLS

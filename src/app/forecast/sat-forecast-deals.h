/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "sat-deal-line.h"
#include "sat-forecast-source.h"

G_BEGIN_DECLS

/* The deals behind a figure: a list to be walked and opened, in which the forecast category of an
 * open deal can be chosen.
 *
 * Signals:
 * "loaded" (guint n_deals): the list is there
 * "selected" (gint64 id): 0 for none
 * "activated" (gint64 id) */
#define SAT_TYPE_FORECAST_DEALS (sat_forecast_deals_get_type ())
G_DECLARE_FINAL_TYPE (SatForecastDeals, sat_forecast_deals, SAT, FORECAST_DEALS, GtkWidget)

GtkWidget *sat_forecast_deals_new (SatContext *context, SatForecastSource *source);
/* Reads the deals that fit; what is shown stays until they are there. @writable: whether their
 * categories can be chosen. */
void sat_forecast_deals_show (SatForecastDeals *self, SatFilter *filter, gboolean writable);
gboolean sat_forecast_deals_is_reading (SatForecastDeals *self);
GListModel *sat_forecast_deals_get_lines (SatForecastDeals *self); /* as shown */
/* The focus goes to the list, now or as soon as there is one. */
void sat_forecast_deals_focus (SatForecastDeals *self);
/* Selects a line and opens its menu of categories. */
void sat_forecast_deals_open_menu (SatForecastDeals *self, guint position);

G_END_DECLS

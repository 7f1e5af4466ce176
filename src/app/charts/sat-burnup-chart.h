/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "sat-context.h"
#include "sat-forecast.h"

G_BEGIN_DECLS

/* How the period fills up: closed by day, against quota, an even pace, and the period before.
 *
 * Signal: "deals-requested" (SatFilter *filter, const char *title): a mark was activated, and these
 * are its deals. */
#define SAT_TYPE_BURNUP_CHART (sat_burnup_chart_get_type ())
G_DECLARE_FINAL_TYPE (SatBurnupChart, sat_burnup_chart, SAT, BURNUP_CHART, AdwBin)

GtkWidget *sat_burnup_chart_new (void);
/* Must come before the rest. */
void sat_burnup_chart_set_context (SatBurnupChart *self, SatContext *context);
/* What is shown: line @row (SAT_FORECAST_TOTAL: all) of @forecast (NULL: nothing). @before: the
 * grid of the period before, as sat_forecast_read_before() reads it, or NULL. */
void sat_burnup_chart_set_forecast (SatBurnupChart *self,
                                    SatForecast *forecast,
                                    SatForecast *before,
                                    guint row);

G_END_DECLS

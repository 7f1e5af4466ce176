/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "sat-context.h"
#include "sat-forecast.h"

G_BEGIN_DECLS

/* Who brings what: a bar a person, team or territory with what each category holds, and its quota.
 * Those who have most come first; everyone's own deals are counted once.
 *
 * Signal: "deals-requested" (SatFilter *filter, const char *title): a mark was activated, and these
 * are its deals. */
#define SAT_TYPE_CATEGORY_CHART (sat_category_chart_get_type ())
G_DECLARE_FINAL_TYPE (SatCategoryChart, sat_category_chart, SAT, CATEGORY_CHART, AdwBin)

GtkWidget *sat_category_chart_new (void);
/* Must come before the rest. */
void sat_category_chart_set_context (SatCategoryChart *self, SatContext *context);
/* What is shown: all below line @row (SAT_FORECAST_TOTAL: all) of @forecast (NULL: nothing),
 * whatever its roll-up. */
void sat_category_chart_set_forecast (SatCategoryChart *self, SatForecast *forecast, guint row);

G_END_DECLS

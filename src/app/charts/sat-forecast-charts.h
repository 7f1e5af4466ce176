/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-chart-model.h"
#include "sat-forecast-burnup.h"

G_BEGIN_DECLS

/* The charts of a forecast as models, in words and figures. Pure. Keys are for the two widgets. */

/* Keys: the date, "2017-10-12"; of the period before "before:2017-07-12". */
SatChartModel *sat_burnup_model_new (const SatForecastBurnup *burnup, const SatFormat *format);

/* All below line @row. Keys: the row and the category, "12/1". NULL: there is nothing to show. */
SatChartModel *sat_category_model_new (SatForecast *forecast, guint row, const SatFormat *format);

G_END_DECLS

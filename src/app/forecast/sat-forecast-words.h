/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-forecast.h"
#include "sat-format.h"
#include "sat-money.h"

G_BEGIN_DECLS

/* The words of a forecast, for the grid, its prints and its copies. Pure. What is returned is the
 * caller's, unless it is const. */

/* "Ana", "Ana (own deals)", "No owner", "Total". */
char *
sat_forecast_words_name (const SatForecastAsk *ask, const SatForecastRow *row, gboolean is_total);
/* "Amounts in USD", "Numbers of deals". */
char *sat_forecast_words_unit (SatForecast *forecast);
/* How a column comes about, in a sentence. */
const char *sat_forecast_words_meaning (const SatForecastAsk *ask, SatForecastColumn column);
/* "1,200", "85%", "2.1x", "Quota met", "+500" for a surplus, "–" for what is absent. */
char *sat_forecast_words_value (SatForecast *forecast,
                                const SatFormat *format,
                                const SatForecastRow *row,
                                SatForecastColumn column,
                                SatMoneyFormat flags);
/* What there is to know about a figure, NULL if nothing. */
char *sat_forecast_words_note (SatForecast *forecast,
                               const SatForecastRow *row,
                               SatForecastColumn column);
/* The note should not be missed: a manager's quota is not what those of the team add up to. */
gboolean sat_forecast_words_is_marked (const SatForecastRow *row, SatForecastColumn column);
/* The quota is reached, or more than that. */
gboolean sat_forecast_words_is_good (const SatForecastRow *row, SatForecastColumn column);

/* The choices of the view. */
const char *sat_forecast_words_by (SatForecastBy by);
const char *sat_forecast_words_rollup (SatForecastRollup rollup);
const char *sat_forecast_words_measure (SatForecastMeasure measure);
/* "Closed amount, cumulative, by people": what a print says under its title. */
char *sat_forecast_words_ask (const SatForecastAsk *ask);

G_END_DECLS

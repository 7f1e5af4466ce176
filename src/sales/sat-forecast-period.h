/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-date.h"

G_BEGIN_DECLS

/* The months, quarters and years that a forecast is made for. Months are those of the calendar;
 * quarters and years are the workspace's fiscal ones, named after the calendar year in which they
 * end. */

typedef enum {
  SAT_FORECAST_MONTH,
  SAT_FORECAST_QUARTER,
  SAT_FORECAST_YEAR,
} SatForecastUnit;

typedef struct {
  SatForecastUnit unit;
  int year;
  int number;          /* month 1 to 12, quarter 1 to 4; 0 for a year */
  SatDate first, last; /* both included */
} SatForecastPeriod;

/* The period that @date is in. @fiscal_start: the month (1 to 12) in which the fiscal year begins.
 */
void sat_forecast_period_containing (SatDate date,
                                     SatForecastUnit unit,
                                     int fiscal_start,
                                     SatForecastPeriod *period);
/* The one that comes @n periods later (before, if it is negative). FALSE: out of the years 1 to
 * 9999; *@result untouched. @result may be @period. */
gboolean sat_forecast_period_step (const SatForecastPeriod *period,
                                   int n,
                                   int fiscal_start,
                                   SatForecastPeriod *result);

/* "2017-12", "2017-Q4", "2017". Error: SAT_BASE_ERROR_INVALID. */
gboolean sat_forecast_period_parse (const char *key,
                                    int fiscal_start,
                                    SatForecastPeriod *period,
                                    GError **error);
char *sat_forecast_period_key (const SatForecastPeriod *period); /* g_free() */
/* For people: "December 2017", "Q4 2017", "2017". g_free(). */
char *sat_forecast_period_label (const SatForecastPeriod *period);

gboolean sat_forecast_period_equal (const SatForecastPeriod *a, const SatForecastPeriod *b);
/* @inner lies within @outer, or is the same. */
gboolean sat_forecast_period_holds (const SatForecastPeriod *outer, const SatForecastPeriod *inner);

G_END_DECLS

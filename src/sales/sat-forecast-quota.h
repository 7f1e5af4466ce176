/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-forecast.h"
#include "sat-rates.h"

G_BEGIN_DECLS

/* Quotas as they were entered, and what they come to. */

#define SAT_FORECAST_N_BY (SAT_FORECAST_BY_TERRITORY + 1)

typedef struct {
  gint64 id;
  gint64 target[SAT_FORECAST_N_BY]; /* by SatForecastBy: 0 is none, -1 an unresolved text */
  SatForecastPeriod period;
  gint64 amount; /* in the workspace's currency, at the rate of the period's first day */
} SatForecastQuota;

typedef struct _SatForecastQuotas SatForecastQuotas;

/* The quotas of the fiscal year that @period is in, oldest record first. How long one lasts is told
 * by its period ("2017-Q4", "2017-12", "2017"), when by its start. Without a period that can be
 * read it is of the month in which it starts if its target has another such one in the same
 * quarter, else of the quarter. Left out: what has neither, and currencies without a rate. */
SatForecastQuotas *sat_forecast_quotas_read (SatReader *reader,
                                             SatRates *rates,
                                             const SatForecastPeriod *period,
                                             int fiscal_start,
                                             GError **error);
void sat_forecast_quotas_free (SatForecastQuotas *self);

/* What is entered for @target (0: for nobody in particular, the whole workspace) and @period: the
 * records of exactly this period, else of the longest periods within it. FALSE: nothing; *@amount
 * is 0. @records (of gint64; may be NULL) gets the ids of those that count. */
gboolean sat_forecast_quotas_sum (const SatForecastQuotas *self,
                                  SatForecastBy by,
                                  gint64 target,
                                  const SatForecastPeriod *period,
                                  gint64 *amount,
                                  GArray *records);
/* The ids of those that were entered for exactly @period. */
void sat_forecast_quotas_find (const SatForecastQuotas *self,
                               SatForecastBy by,
                               gint64 target,
                               const SatForecastPeriod *period,
                               GArray *records);
/* The value of one record among them; 0 if it is none of them. */
gint64 sat_forecast_quotas_amount (const SatForecastQuotas *self, gint64 record);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatForecastQuotas, sat_forecast_quotas_free)

G_END_DECLS

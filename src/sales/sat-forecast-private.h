/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-forecast-facts.h"

G_BEGIN_DECLS

/* A grid from the inside, for what asks about its cells. */
struct _SatForecast {
  gatomicrefcount refs;
  SatForecastAsk ask; /* with a reference to its filter */
  SatForecastFacts *facts;
  GArray *rows;  /* SatForecastRow */
  GArray *nodes; /* int: the place of each row's node in the tree of ask.by, -1 for none */
  SatForecastRow total;
};

/* Which deals a line is about: places in the tree of ask.by from @first to before @end. */
typedef struct {
  gboolean all; /* also those that belong to none */
  int first, end;
} SatForecastReach;

SatForecastReach sat_forecast_reach (SatForecast *self, guint row);
gboolean sat_forecast_reaches (SatForecast *self,
                               const SatForecastReach *reach,
                               const SatForecastDeal *deal);
/* What a deal counts in the measure; FALSE: nothing, for want of a rate. */
gboolean sat_forecast_measure_deal (SatForecast *self, const SatForecastDeal *deal, gint64 *value);
/* Whose quota a line shows: an id, 0 for the whole workspace. FALSE: it has none of its own. */
gboolean sat_forecast_quota_target (SatForecast *self, guint row, gint64 *target);
/* Which categories a column of sums holds, as a set of 1 << SatForecastCategory. 0: it is not one.
 */
guint sat_forecast_column_categories (SatForecastRollup rollup, SatForecastColumn column);
/* The same for the cells that are made of such sums, too. */
guint sat_forecast_cell_categories (SatForecastRollup rollup, SatForecastColumn column);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-forecast-quota.h"
#include "sat-forecast-tree.h"
#include "sat-pipeline-figures.h"

G_BEGIN_DECLS

/* What a grid is made of, in memory: the deals of a period with their value in the workspace's
 * currency, the quotas and the trees. Immutable once read, reference counted, free of the reader,
 * so that the same deals can be grouped in another way at once. Private to the forecast. */

typedef struct {
  gint64 id;
  gint64 amount, weighted; /* converted; 0 if it is not rated */
  SatDate date;
  int user, territory; /* places in their trees, -1: none */
  guint8 category;     /* SatForecastCategory */
  guint8 kind;         /* SatPipelineKind, open or won */
  gint8 probability;   /* per cent */
  gboolean rated;
} SatForecastDeal;

typedef struct {
  gatomicrefcount refs;
  SatForecastPeriod period;
  SatFilter *filter;
  SatDate today;
  int fiscal_start;
  const char *currency; /* interned */
  gboolean has_territories;
  SatForecastTree *trees[SAT_FORECAST_N_BY];
  int *team_of_user; /* place of a user -> place of the team, or -1 */
  GArray *deals;     /* SatForecastDeal; none that is lost */
  SatForecastQuotas *quotas;
  GArray *unrated; /* SatForecastUnrated */
} SatForecastFacts;

SatForecastFacts *sat_forecast_facts_read (SatReader *reader,
                                           const SatForecastAsk *ask,
                                           GCancellable *cancellable,
                                           GError **error);
SatForecastFacts *sat_forecast_facts_ref (SatForecastFacts *self);
void sat_forecast_facts_unref (SatForecastFacts *self);

/* The place of a deal in the tree of @by, -1 for none. */
int sat_forecast_facts_place (const SatForecastFacts *self,
                              SatForecastBy by,
                              const SatForecastDeal *deal);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatForecastFacts, sat_forecast_facts_unref)

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-forecast.h"
#include "sat-test-store.h"

G_BEGIN_DECLS

/* A random workspace in dollars: people, teams and territories in trees, stages, exchange rates of
 * the euro and the yen (none of the franc), deals of all kinds and quotas. */

#define SAT_FORECAST_WORLD_USERS 11
#define SAT_FORECAST_WORLD_PLACES 6

typedef struct {
  GRand *rand;
  SatTestStore *store;
  int fiscal_start;
  SatDate first; /* close dates are from here on */
  int n_days;
  SatDate today;
  gint64 users[SAT_FORECAST_WORLD_USERS];
  gint64 teams[SAT_FORECAST_WORLD_PLACES], territories[SAT_FORECAST_WORLD_PLACES];
  gint64 companies[SAT_FORECAST_WORLD_PLACES], stages[SAT_FORECAST_WORLD_PLACES];
  GArray *deals, *quotas, *rates; /* gint64; some are deleted */
} SatForecastWorld;

SatForecastWorld *sat_forecast_world_new (void);
void sat_forecast_world_free (SatForecastWorld *self);

/* Some edits, a second later: of deals, quotas, rates and of who is whose manager; some are new,
 * some deleted. */
void sat_forecast_world_edit (SatForecastWorld *self);

gint64 sat_forecast_world_some (SatForecastWorld *self, SatForecastBy by);
/* Makes the temporary table entered (user, team, territory, start, months, worth) of the quotas. */
void sat_forecast_world_enter_quotas (SatForecastWorld *self, SatConnection *sql);
/* The ids whose @above is @id (0: nothing). GArray of gint64. */
GArray *sat_forecast_world_below (
    SatForecastWorld *self, SatConnection *sql, const char *table, const char *above, gint64 id);

G_END_DECLS

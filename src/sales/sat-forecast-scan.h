/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-forecast-tree.h"
#include "sat-forecast.h"
#include "sat-pipeline-figures.h"

G_BEGIN_DECLS

/* The one file of the forecast that says SQL: deals, stages, users, teams, territories and quotas
 * as the grid needs them, each read in one pass. Through the reader's connection and without naming
 * a database, so that a reader of the past shows the past. Private to the forecast. */

typedef struct {
  gint64 id;
  SatPipelineKind kind;
  int probability; /* -1: none */
  int category;    /* -1: none */
} SatForecastStage;

/* gint64 id -> SatForecastStage. */
GHashTable *sat_forecast_scan_stages (SatReader *reader, GError **error);

/* All users, teams or territories. */
SatForecastTree *sat_forecast_scan_tree (SatReader *reader, SatForecastBy by, GError **error);

/* One deal. Texts last until the next. */
typedef struct {
  gint64 id, owner, stage;
  gint64 territory; /* the company's; 0 unless asked for */
  gboolean has_amount;
  gint64 amount;
  const char *currency; /* NULL: the workspace's */
  int probability;      /* -1: none */
  int category;         /* -1: none */
  SatDate date;
} SatForecastScanned;

typedef void (*SatForecastScanFunc) (const SatForecastScanned *deal, gpointer data);

/* The deals of the period that fit @filter. */
gboolean sat_forecast_scan_deals (SatReader *reader,
                                  const SatForecastPeriod *period,
                                  SatFilter *filter,
                                  gboolean territories,
                                  SatForecastScanFunc func,
                                  gpointer data,
                                  GCancellable *cancellable,
                                  GError **error);

/* The condition on close dates. (transfer full) */
SatFilter *sat_forecast_within (const SatForecastPeriod *period);

/* One quota record. Texts last until the next. */
typedef struct {
  gint64 id;
  gint64 target[SAT_FORECAST_BY_TERRITORY + 1]; /* by SatForecastBy: 0 is none, -1 an unresolved
                                                   text */
  const char *period;                           /* or NULL */
  gboolean has_start;
  SatDate start;
  gint64 amount;
  const char *currency; /* NULL: the workspace's */
} SatForecastQuotaScanned;

typedef void (*SatForecastQuotaFunc) (const SatForecastQuotaScanned *quota, gpointer data);

/* Those that start from @first to @last, or have no start. Oldest record first. */
gboolean sat_forecast_scan_quotas (SatReader *reader,
                                   SatDate first,
                                   SatDate last,
                                   SatForecastQuotaFunc func,
                                   gpointer data,
                                   GError **error);

G_END_DECLS

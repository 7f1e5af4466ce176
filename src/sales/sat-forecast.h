/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-explanation.h"
#include "sat-filter.h"
#include "sat-forecast-period.h"
#include "sat-reader.h"

G_BEGIN_DECLS

/* What a period will bring, against quota: a grid of people, teams or territories by forecast
 * category (definitions.md: Forecast category, Roll-up, Weighted, Gap, Coverage, Currency). */

typedef enum {
  SAT_FORECAST_BY_USER,      /* users under their managers */
  SAT_FORECAST_BY_TEAM,      /* the owner's, under their parent teams */
  SAT_FORECAST_BY_TERRITORY, /* the company's, under their parent territories */
} SatForecastBy;

typedef enum {
  SAT_FORECAST_CUMULATIVE, /* each category with the surer ones */
  SAT_FORECAST_SINGLE,     /* each category alone */
} SatForecastRollup;

typedef enum {
  SAT_FORECAST_AMOUNT,
  SAT_FORECAST_WEIGHTED, /* of every deal, its amount times its probability */
  SAT_FORECAST_COUNT,    /* how many deals; quota and what follows from it are absent */
} SatForecastMeasure;

/* What the surest is first. */
typedef enum {
  SAT_FORECAST_CATEGORY_CLOSED,
  SAT_FORECAST_CATEGORY_COMMIT,
  SAT_FORECAST_CATEGORY_MOST_LIKELY,
  SAT_FORECAST_CATEGORY_BEST_CASE,
  SAT_FORECAST_CATEGORY_PIPELINE,
  SAT_FORECAST_CATEGORY_OMITTED,
  SAT_FORECAST_N_CATEGORIES,
} SatForecastCategory;

typedef enum {
  SAT_FORECAST_COLUMN_QUOTA,
  SAT_FORECAST_COLUMN_CLOSED,
  SAT_FORECAST_COLUMN_COMMIT,
  SAT_FORECAST_COLUMN_MOST_LIKELY,
  SAT_FORECAST_COLUMN_BEST_CASE,
  SAT_FORECAST_COLUMN_PIPELINE,      /* cumulative: the open pipeline */
  SAT_FORECAST_COLUMN_OPEN_PIPELINE, /* all open categories, in both roll-ups */
  SAT_FORECAST_COLUMN_WEIGHTED,      /* won, and open deals times their probability */
  SAT_FORECAST_COLUMN_ADJUSTED,      /* absent: nothing is adjusted yet */
  SAT_FORECAST_COLUMN_GAP,           /* quota - closed; a surplus is negative */
  SAT_FORECAST_COLUMN_ATTAINMENT,    /* closed / quota */
  SAT_FORECAST_COLUMN_COVERAGE,      /* open pipeline / gap */
  SAT_FORECAST_N_COLUMNS,
} SatForecastColumn;

/* The words of the command line and of exports: "user", "single", "weighted", "best_case". Parsing
 * gives FALSE for any other. */
const char *sat_forecast_by_name (SatForecastBy by);
gboolean sat_forecast_by_parse (const char *text, SatForecastBy *by);
const char *sat_forecast_rollup_name (SatForecastRollup rollup);
gboolean sat_forecast_rollup_parse (const char *text, SatForecastRollup *rollup);
const char *sat_forecast_measure_name (SatForecastMeasure measure);
gboolean sat_forecast_measure_parse (const char *text, SatForecastMeasure *measure);
const char *sat_forecast_column_name (SatForecastColumn column);
gboolean sat_forecast_column_parse (const char *text, SatForecastColumn *column);
const char *sat_forecast_category_name (SatForecastCategory category);
/* For people, translated. */
const char *sat_forecast_column_label (SatForecastColumn column);
const char *sat_forecast_category_label (SatForecastCategory category);
/* Attainment and coverage are parts per 10,000; all others are what the measure is. */
gboolean sat_forecast_column_is_ratio (SatForecastColumn column);

/* What is asked for. @today: whose exchange rates open deals are valued at (the day that is looked
 * at, if it is a past one). @top: the id of a user, team or territory whose subtree alone is meant;
 * 0: everything. */
typedef struct {
  SatForecastBy by;
  SatForecastPeriod period;
  SatForecastRollup rollup;
  SatForecastMeasure measure;
  SatFilter *filter; /* of opportunities; NULL: all */
  SatDate today;
  gint64 top;
} SatForecastAsk;

/* One line of the grid. A line with others below it holds all that they hold. */
typedef struct {
  gint64 id; /* of the user, team or territory; 0: deals that belong to none, or the total */
  char *key; /* its title; "" for none and for the total */
  guint depth;
  int parent; /* the index of the line above, -1 for none */
  gboolean has_children;
  gboolean is_self; /* what a line with others below it holds itself, as the first of these: same
                       id and key */
  gboolean has[SAT_FORECAST_N_COLUMNS];
  gint64 value[SAT_FORECAST_N_COLUMNS]; /* minor units, deals or parts per 10,000; 0 if absent */
  /* Each category alone, whatever the roll-up, in the measure; for charts. */
  gint64 category[SAT_FORECAST_N_CATEGORIES];
  guint n_deals; /* of all categories, omitted ones too; none that is lost */
  /* Where the quota comes from: what was entered for the line itself comes first, then the sum of
   * the lines below. */
  gboolean has_own_quota, has_quota_below;
  gint64 own_quota, quota_below;
} SatForecastRow;

/* The line of the total, which is no row. */
#define SAT_FORECAST_TOTAL G_MAXUINT

/* Deals that are in no figure for want of an exchange rate. */
typedef struct {
  const char *currency; /* interned */
  guint n_deals;
} SatForecastUnrated;

/* What was closed on one day, in the measure. */
typedef struct {
  SatDate date;
  gint64 value;
} SatForecastDay;

/* A grid: immutable, reference counted, free of the reader. */
typedef struct _SatForecast SatForecast;

/* For a reading thread. A reader that shows the past gives the grid of then. Errors: SAT_DB_ERROR,
 * SAT_MODEL_ERROR for a filter, G_IO_ERROR_CANCELLED. */
SatForecast *sat_forecast_read (SatReader *reader,
                                const SatForecastAsk *ask,
                                GCancellable *cancellable,
                                GError **error);
/* The same deals seen in another way: @ask may differ in anything but period, filter and today.
 * Without a reader and in no time, for any thread. NULL: that takes what was not read (territories,
 * where the first was not by territory), or another period, filter or day. */
SatForecast *sat_forecast_regroup (SatForecast *self, const SatForecastAsk *ask);

SatForecast *sat_forecast_ref (SatForecast *self);
void sat_forecast_unref (SatForecast *self);

const SatForecastAsk *sat_forecast_get_ask (SatForecast *self);
const char *sat_forecast_get_currency (SatForecast *self); /* the workspace's, interned */
guint sat_forecast_get_n_rows (SatForecast *self);
/* @row: an index in the order of the tree, or SAT_FORECAST_TOTAL. */
const SatForecastRow *sat_forecast_get_row (SatForecast *self, guint row);
/* The line of that id that is not is_self; SAT_FORECAST_TOTAL if there is none. */
guint sat_forecast_find_row (SatForecast *self, gint64 id);
guint sat_forecast_get_n_unrated (SatForecast *self);
const SatForecastUnrated *sat_forecast_get_unrated (SatForecast *self, guint i);

/* SatForecastDay of each day of the period on which something was closed, the first day first; the
 * values come to the line's Closed. (transfer full) */
GArray *sat_forecast_closed_by_day (SatForecast *self, guint row);

/* Exactly the deals behind a cell (for gap and attainment the closed ones, for coverage those that
 * are closed or in the open pipeline); NULL for quota and adjusted, which have none. The filter
 * that was asked for is part of it. (transfer full) */
SatFilter *sat_forecast_deals_filter (SatForecast *self, guint row, SatForecastColumn column);

/* How a cell came about, down to the deals; the root's value is the cell's. @reader: the one that
 * the grid was read with, or one that shows the same. For a reading thread. (transfer full) */
SatExplanation *sat_forecast_explain (SatForecast *self,
                                      SatReader *reader,
                                      guint row,
                                      SatForecastColumn column,
                                      GCancellable *cancellable,
                                      GError **error);

/* The quota records that were entered for line @row (not is_self) and exactly this period, oldest
 * first: what an editor of the cell changes. GArray of gint64 ids. (transfer full) */
GArray *sat_forecast_quota_records (SatForecast *self, guint row);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatForecast, sat_forecast_unref)

G_END_DECLS

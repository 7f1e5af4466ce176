/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-forecast.h"

G_BEGIN_DECLS

/* How a period fills up: what was closed by the end of each day, against the quota and an even
 * pace, and beside the period before. From grids that were read already. */

typedef struct {
  SatDate date;
  gint64 value; /* closed on that day, in the measure of the grid */
  gint64 total; /* closed up to its end */
} SatBurnupDay;

typedef struct {
  SatForecastPeriod period;
  const char *currency; /* interned; NULL: deals are counted */
  SatDate today;
  int n_days;    /* of the period */
  int elapsed;   /* of them, today among them; 0: it has not begun */
  GArray *days;  /* of SatBurnupDay: those on which something was closed */
  gint64 closed; /* at the end of the period: the grid's figure */
  gint64 so_far; /* at the end of today */
  gboolean has_quota;
  gint64 quota;
  gint64 pace; /* what an even pace would have closed by the end of today, rounded half up */

  gboolean has_before; /* the period before is known */
  SatForecastPeriod before;
  guint before_row;
  GArray *before_days;  /* with its own dates */
  gint64 before_closed; /* at its end */
  gint64 before_so_far; /* as far into it as today is into this one */
} SatForecastBurnup;

/* The grid of the period before the one of @forecast, asked for in the same way. NULL without an
 * error: there is none. For a reading thread, with the reader of @forecast. */
SatForecast *sat_forecast_read_before (SatForecast *forecast,
                                       SatReader *reader,
                                       GCancellable *cancellable,
                                       GError **error);

/* Of line @row (SAT_FORECAST_TOTAL: of all). @before: the grid of the period before, or NULL. */
SatForecastBurnup *sat_forecast_burnup_new (SatForecast *forecast, SatForecast *before, guint row);
void sat_forecast_burnup_free (SatForecastBurnup *self);

/* The day of the period before that is as many days into it as @date is into this one; when it is
 * shorter, its last day. */
SatDate sat_forecast_burnup_before_date (const SatForecastBurnup *self, SatDate date);
/* The other way round. */
SatDate sat_forecast_burnup_this_date (const SatForecastBurnup *self, SatDate before);

/* The won deals that were closed on @date, or with @until up to it. (transfer full) */
SatFilter *
sat_forecast_burnup_deals (SatForecast *forecast, guint row, SatDate date, gboolean until);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatForecastBurnup, sat_forecast_burnup_free)

G_END_DECLS

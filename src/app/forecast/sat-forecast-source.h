/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-context.h"

G_BEGIN_DECLS

/* Where the figures of a forecast are read: the workspace as it is, or as it was at the end of a
 * past day, of which one is kept open. Shared by the main thread, which chooses the day, and the
 * reading thread, which opens it. Reference counted. */
typedef struct _SatForecastSource SatForecastSource;

SatForecastSource *sat_forecast_source_new (SatContext *context);
SatForecastSource *sat_forecast_source_ref (SatForecastSource *self);
void sat_forecast_source_unref (SatForecastSource *self);

/* What is read from now on; also when the past itself has changed. Main thread. */
void sat_forecast_source_set_now (SatForecastSource *self);
void sat_forecast_source_set_day (SatForecastSource *self, SatDate day);

/* The reader for what was chosen: @now itself, or one that belongs to the source. (transfer none)
 * Reading thread. */
SatReader *sat_forecast_source_open (SatForecastSource *self,
                                     SatReader *now,
                                     GCancellable *cancellable,
                                     GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatForecastSource, sat_forecast_source_unref)

G_END_DECLS

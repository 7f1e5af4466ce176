/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-forecast-source.h"
#include "sat-forecast.h"

G_BEGIN_DECLS

typedef enum {
  SAT_FORECAST_LOADING, /* nothing was read yet */
  SAT_FORECAST_READY,
  SAT_FORECAST_EMPTY, /* there is neither a deal nor a quota in the period */
  SAT_FORECAST_FAILED,
} SatForecastState;

/* What the forecast view shows: what is asked for, and the newest answer to it. The answer before
 * stays until the next one is there, which is at once if the same deals are only seen in another
 * way. Remembers its choices in the settings; the day is always today's at first.
 *
 * Signals:
 * "asked": a choice differs
 * "changed": forecast or state differ */
#define SAT_TYPE_FORECAST_MODEL (sat_forecast_model_get_type ())
G_DECLARE_FINAL_TYPE (SatForecastModel, sat_forecast_model, SAT, FORECAST_MODEL, GObject)

SatForecastModel *sat_forecast_model_new (SatContext *context);
SatContext *sat_forecast_model_get_context (SatForecastModel *self);

/* The choices; the setters read again if they differ. */
const SatForecastAsk *sat_forecast_model_get_ask (SatForecastModel *self);
void sat_forecast_model_set_by (SatForecastModel *self, SatForecastBy by);
void sat_forecast_model_set_rollup (SatForecastModel *self, SatForecastRollup rollup);
void sat_forecast_model_set_measure (SatForecastModel *self, SatForecastMeasure measure);
void sat_forecast_model_set_period (SatForecastModel *self, const SatForecastPeriod *period);
/* The same stretch of time in months, quarters or years. */
void sat_forecast_model_set_unit (SatForecastModel *self, SatForecastUnit unit);
/* @n periods later; 0: the one that today is in. */
void sat_forecast_model_step (SatForecastModel *self, int n);
gboolean sat_forecast_model_is_current (SatForecastModel *self); /* today is in the period */
void sat_forecast_model_set_filter (SatForecastModel *self, SatFilter *filter);
/* A past day, at whose end everything is looked at. */
void sat_forecast_model_set_as_of (SatForecastModel *self, SatDate day);
void sat_forecast_model_set_now (SatForecastModel *self);
gboolean sat_forecast_model_get_as_of (SatForecastModel *self, SatDate *day); /* FALSE: now */
SatDate sat_forecast_model_get_today (SatForecastModel *self);
int sat_forecast_model_get_fiscal_start (SatForecastModel *self);

SatForecastState sat_forecast_model_get_state (SatForecastModel *self);
const char *sat_forecast_model_get_error (SatForecastModel *self);
SatForecast *sat_forecast_model_get_forecast (SatForecastModel *self); /* NULL: none yet */
/* A read is under way; what is shown is what was asked for before. */
gboolean sat_forecast_model_is_reading (SatForecastModel *self);
/* Quotas and categories can be changed: the file can, and today is looked at. */
gboolean sat_forecast_model_is_writable (SatForecastModel *self);
SatForecastSource *sat_forecast_model_get_source (SatForecastModel *self);
void sat_forecast_model_reload (SatForecastModel *self);

G_END_DECLS

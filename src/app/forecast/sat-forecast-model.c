/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-forecast-model.h"

#include "sat-settings.h"

#define SETTING_UNIT "forecast-unit"
#define SETTING_PERIOD "forecast-period"
#define SETTING_BY "forecast-by"
#define SETTING_ROLLUP "forecast-rollup"
#define SETTING_MEASURE "forecast-measure"
/* A burst of changes, as an import makes, is read once. */
#define RELOAD_MS 150

struct _SatForecastModel {
  GObject parent_instance;
  SatContext *context;
  SatForecastSource *source;
  SatForecastAsk ask;
  gboolean past;
  SatDate day;
  SatForecast *forecast;
  SatForecastState state;
  char *error;
  GCancellable *reading;
  guint reload_timeout;
  gulong context_changed;
};

enum {
  ASKED,
  CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SatForecastModel, sat_forecast_model, G_TYPE_OBJECT)

/* What goes to the reading thread. */
typedef struct {
  SatForecastSource *source;
  SatForecastAsk ask;
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  sat_forecast_source_unref (request->source);
  g_clear_pointer (&request->ask.filter, sat_filter_unref);
  g_free (request);
}

static gpointer
read_forecast (SatReader *now, gpointer data, GCancellable *cancellable, GError **error)
{
  Request *request = data;
  SatReader *reader = sat_forecast_source_open (request->source, now, cancellable, error);

  return reader != NULL ? sat_forecast_read (reader, &request->ask, cancellable, error) : NULL;
}

static void
take (SatForecastModel *self, SatForecast *forecast)
{
  const SatForecastRow *total = sat_forecast_get_row (forecast, SAT_FORECAST_TOTAL);

  g_clear_pointer (&self->forecast, sat_forecast_unref);
  self->forecast = forecast;
  g_clear_pointer (&self->error, g_free);
  self->state = total->n_deals == 0 && !total->has[SAT_FORECAST_COLUMN_QUOTA] &&
                        sat_forecast_get_n_unrated (forecast) == 0
                    ? SAT_FORECAST_EMPTY
                    : SAT_FORECAST_READY;
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SatForecastModel *self = user_data;
  g_autoptr (GError) error = NULL;
  SatForecast *forecast = sat_context_read_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->reading);
  if (forecast != NULL) {
    take (self, forecast);
  } else {
    g_free (self->error);
    self->error = g_strdup (error->message);
    self->state = SAT_FORECAST_FAILED;
  }
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
stop_reading (SatForecastModel *self)
{
  g_clear_handle_id (&self->reload_timeout, g_source_remove);
  if (self->reading != NULL)
    g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
}

void
sat_forecast_model_reload (SatForecastModel *self)
{
  Request *request;

  g_return_if_fail (SAT_IS_FORECAST_MODEL (self));

  stop_reading (self);
  self->reading = g_cancellable_new ();
  request = g_new0 (Request, 1);
  request->source = sat_forecast_source_ref (self->source);
  request->ask = self->ask;
  if (request->ask.filter != NULL)
    sat_filter_ref (request->ask.filter);
  sat_context_read_async (self->context, read_forecast, request, request_free,
                          (GDestroyNotify)sat_forecast_unref, self->reading, read_cb, self);
}

/* What was read will do if it is only to be added up differently. */
static void
asked (SatForecastModel *self, gboolean same_deals)
{
  SatForecast *again = NULL;

  g_signal_emit (self, signals[ASKED], 0);
  if (same_deals && self->reading == NULL && self->forecast != NULL)
    again = sat_forecast_regroup (self->forecast, &self->ask);
  if (again == NULL) {
    sat_forecast_model_reload (self);
    return;
  }
  take (self, again);
  g_signal_emit (self, signals[CHANGED], 0);
}

static gboolean
reload_cb (gpointer user_data)
{
  SatForecastModel *self = user_data;

  self->reload_timeout = 0;
  sat_forecast_model_reload (self);
  return G_SOURCE_REMOVE;
}

static void
follow_day (SatForecastModel *self)
{
  if (self->past)
    sat_forecast_source_set_day (self->source, self->day);
  else
    sat_forecast_source_set_now (self->source);
  self->ask.today = self->past ? self->day : sat_forecast_model_get_today (self);
}

static void
context_changed_cb (SatContext *context, gpointer news, SatForecastModel *self)
{
  /* The past may change, too: what was deleted since comes back, others' changes arrive. */
  follow_day (self);
  if (self->reload_timeout == 0)
    self->reload_timeout = g_timeout_add (RELOAD_MS, reload_cb, self);
}

static void
sat_forecast_model_dispose (GObject *object)
{
  SatForecastModel *self = SAT_FORECAST_MODEL (object);

  stop_reading (self);
  if (self->context != NULL)
    g_clear_signal_handler (&self->context_changed, self->context);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (sat_forecast_model_parent_class)->dispose (object);
}

static void
sat_forecast_model_finalize (GObject *object)
{
  SatForecastModel *self = SAT_FORECAST_MODEL (object);

  g_clear_pointer (&self->source, sat_forecast_source_unref);
  g_clear_pointer (&self->forecast, sat_forecast_unref);
  g_clear_pointer (&self->ask.filter, sat_filter_unref);
  g_free (self->error);
  G_OBJECT_CLASS (sat_forecast_model_parent_class)->finalize (object);
}

static void
sat_forecast_model_class_init (SatForecastModelClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sat_forecast_model_dispose;
  G_OBJECT_CLASS (klass)->finalize = sat_forecast_model_finalize;
  signals[ASKED] =
      g_signal_new ("asked", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[CHANGED] =
      g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
sat_forecast_model_init (SatForecastModel *self)
{
}

SatDate
sat_forecast_model_get_today (SatForecastModel *self)
{
  const SatFormat *format;

  g_return_val_if_fail (SAT_IS_FORECAST_MODEL (self), 0);

  format = sat_context_get_format (self->context);
  return sat_date_today (sat_clock_now (format->clock), format->zone);
}

int
sat_forecast_model_get_fiscal_start (SatForecastModel *self)
{
  g_return_val_if_fail (SAT_IS_FORECAST_MODEL (self), 1);
  return sat_store_get_fiscal_start (sat_context_get_store (self->context));
}

static void
remember (SatForecastModel *self, const char *key, int value)
{
  g_settings_set_enum (sat_context_get_settings (self->context), key, value);
}

static int
remembered (SatForecastModel *self, const char *key)
{
  return g_settings_get_enum (sat_context_get_settings (self->context), key);
}

/* The period that today is in is not kept by its name: it is another one next month. */
static void
remember_period (SatForecastModel *self)
{
  g_autofree char *key = sat_forecast_period_key (&self->ask.period);

  remember (self, SETTING_UNIT, (int)self->ask.period.unit);
  g_settings_set_string (sat_context_get_settings (self->context), SETTING_PERIOD,
                         sat_forecast_model_is_current (self) ? "" : key);
}

static void
recall (SatForecastModel *self)
{
  g_autofree char *key =
      g_settings_get_string (sat_context_get_settings (self->context), SETTING_PERIOD);
  SatForecastUnit unit = (SatForecastUnit)remembered (self, SETTING_UNIT);
  int fiscal = sat_forecast_model_get_fiscal_start (self);

  self->ask.by = (SatForecastBy)remembered (self, SETTING_BY);
  self->ask.rollup = (SatForecastRollup)remembered (self, SETTING_ROLLUP);
  self->ask.measure = (SatForecastMeasure)remembered (self, SETTING_MEASURE);
  if (*key == '\0' || !sat_forecast_period_parse (key, fiscal, &self->ask.period, NULL) ||
      self->ask.period.unit != unit)
    sat_forecast_period_containing (self->ask.today, unit, fiscal, &self->ask.period);
}

SatForecastModel *
sat_forecast_model_new (SatContext *context)
{
  SatForecastModel *self;

  g_return_val_if_fail (SAT_IS_CONTEXT (context), NULL);

  self = g_object_new (SAT_TYPE_FORECAST_MODEL, NULL);
  self->context = g_object_ref (context);
  self->source = sat_forecast_source_new (context);
  follow_day (self);
  recall (self);
  self->context_changed =
      g_signal_connect (context, "changed", G_CALLBACK (context_changed_cb), self);
  return self;
}

SatContext *
sat_forecast_model_get_context (SatForecastModel *self)
{
  g_return_val_if_fail (SAT_IS_FORECAST_MODEL (self), NULL);
  return self->context;
}

const SatForecastAsk *
sat_forecast_model_get_ask (SatForecastModel *self)
{
  g_return_val_if_fail (SAT_IS_FORECAST_MODEL (self), NULL);
  return &self->ask;
}

void
sat_forecast_model_set_by (SatForecastModel *self, SatForecastBy by)
{
  g_return_if_fail (SAT_IS_FORECAST_MODEL (self));

  if (self->ask.by == by)
    return;
  self->ask.by = by;
  remember (self, SETTING_BY, (int)by);
  asked (self, TRUE);
}

void
sat_forecast_model_set_rollup (SatForecastModel *self, SatForecastRollup rollup)
{
  g_return_if_fail (SAT_IS_FORECAST_MODEL (self));

  if (self->ask.rollup == rollup)
    return;
  self->ask.rollup = rollup;
  remember (self, SETTING_ROLLUP, (int)rollup);
  asked (self, TRUE);
}

void
sat_forecast_model_set_measure (SatForecastModel *self, SatForecastMeasure measure)
{
  g_return_if_fail (SAT_IS_FORECAST_MODEL (self));

  if (self->ask.measure == measure)
    return;
  self->ask.measure = measure;
  remember (self, SETTING_MEASURE, (int)measure);
  asked (self, TRUE);
}

void
sat_forecast_model_set_period (SatForecastModel *self, const SatForecastPeriod *period)
{
  g_return_if_fail (SAT_IS_FORECAST_MODEL (self) && period != NULL);

  if (sat_forecast_period_equal (&self->ask.period, period))
    return;
  self->ask.period = *period;
  remember_period (self);
  asked (self, FALSE);
}

void
sat_forecast_model_set_unit (SatForecastModel *self, SatForecastUnit unit)
{
  SatForecastPeriod period;
  SatDate today;

  g_return_if_fail (SAT_IS_FORECAST_MODEL (self));

  if (self->ask.period.unit == unit)
    return;
  today = sat_forecast_model_get_today (self);
  sat_forecast_period_containing (sat_forecast_model_is_current (self) ? today
                                                                       : self->ask.period.first,
                                  unit, sat_forecast_model_get_fiscal_start (self), &period);
  sat_forecast_model_set_period (self, &period);
}

void
sat_forecast_model_step (SatForecastModel *self, int n)
{
  SatForecastPeriod period;
  int fiscal;

  g_return_if_fail (SAT_IS_FORECAST_MODEL (self));

  fiscal = sat_forecast_model_get_fiscal_start (self);
  if (n == 0)
    sat_forecast_period_containing (sat_forecast_model_get_today (self), self->ask.period.unit,
                                    fiscal, &period);
  else if (!sat_forecast_period_step (&self->ask.period, n, fiscal, &period))
    return;
  sat_forecast_model_set_period (self, &period);
}

gboolean
sat_forecast_model_is_current (SatForecastModel *self)
{
  SatDate today;

  g_return_val_if_fail (SAT_IS_FORECAST_MODEL (self), FALSE);

  today = sat_forecast_model_get_today (self);
  return self->ask.period.first <= today && today <= self->ask.period.last;
}

void
sat_forecast_model_set_filter (SatForecastModel *self, SatFilter *filter)
{
  g_return_if_fail (SAT_IS_FORECAST_MODEL (self));

  if (filter != NULL)
    sat_filter_ref (filter);
  g_clear_pointer (&self->ask.filter, sat_filter_unref);
  self->ask.filter = filter;
  asked (self, FALSE);
}

void
sat_forecast_model_set_as_of (SatForecastModel *self, SatDate day)
{
  g_return_if_fail (SAT_IS_FORECAST_MODEL (self));

  if (day >= sat_forecast_model_get_today (self)) {
    sat_forecast_model_set_now (self);
    return;
  }
  if (self->past && self->day == day)
    return;
  self->past = TRUE;
  self->day = day;
  follow_day (self);
  asked (self, FALSE);
}

void
sat_forecast_model_set_now (SatForecastModel *self)
{
  g_return_if_fail (SAT_IS_FORECAST_MODEL (self));

  if (!self->past)
    return;
  self->past = FALSE;
  follow_day (self);
  asked (self, FALSE);
}

gboolean
sat_forecast_model_get_as_of (SatForecastModel *self, SatDate *day)
{
  g_return_val_if_fail (SAT_IS_FORECAST_MODEL (self), FALSE);

  if (day != NULL && self->past)
    *day = self->day;
  return self->past;
}

SatForecastState
sat_forecast_model_get_state (SatForecastModel *self)
{
  g_return_val_if_fail (SAT_IS_FORECAST_MODEL (self), SAT_FORECAST_LOADING);
  return self->state;
}

const char *
sat_forecast_model_get_error (SatForecastModel *self)
{
  g_return_val_if_fail (SAT_IS_FORECAST_MODEL (self), NULL);
  return self->error;
}

SatForecast *
sat_forecast_model_get_forecast (SatForecastModel *self)
{
  g_return_val_if_fail (SAT_IS_FORECAST_MODEL (self), NULL);
  return self->forecast;
}

gboolean
sat_forecast_model_is_reading (SatForecastModel *self)
{
  g_return_val_if_fail (SAT_IS_FORECAST_MODEL (self), FALSE);
  return self->reading != NULL;
}

gboolean
sat_forecast_model_is_writable (SatForecastModel *self)
{
  g_return_val_if_fail (SAT_IS_FORECAST_MODEL (self), FALSE);
  return !self->past && !sat_store_is_read_only (sat_context_get_store (self->context));
}

SatForecastSource *
sat_forecast_model_get_source (SatForecastModel *self)
{
  g_return_val_if_fail (SAT_IS_FORECAST_MODEL (self), NULL);
  return self->source;
}

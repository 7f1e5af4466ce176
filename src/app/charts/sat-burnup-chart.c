/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-burnup-chart.h"

#include "sat-chart.h"
#include "sat-forecast-charts.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define BEFORE "before:"

struct _SatBurnupChart {
  AdwBin parent_instance;
  SatContext *context;
  SatChart *chart;
  SatForecast *forecast, *before;
  guint row, before_row;
};

enum {
  DEALS_REQUESTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SatBurnupChart, sat_burnup_chart, ADW_TYPE_BIN)

/* The deals that were closed on the day of the mark. */
static void
mark_activated_cb (SatBurnupChart *self, const char *key)
{
  gboolean before = g_str_has_prefix (key, BEFORE);
  SatForecast *forecast = before ? self->before : self->forecast;
  g_autoptr (SatFilter) filter = NULL;
  g_autofree char *day = NULL;
  g_autofree char *title = NULL;
  SatDate date;

  if (forecast == NULL || !sat_date_parse (before ? key + strlen (BEFORE) : key, &date, NULL))
    return;
  filter = sat_forecast_burnup_deals (forecast, before ? self->before_row : self->row, date, FALSE);
  day = sat_format_date (sat_context_get_format (self->context), date);
  /* Translators: %s is a date */
  title = g_strdup_printf (_ ("Closed on %s"), day);
  g_signal_emit (self, signals[DEALS_REQUESTED], 0, filter, title);
}

static void
sat_burnup_chart_dispose (GObject *object)
{
  SatBurnupChart *self = SAT_BURNUP_CHART (object);

  g_clear_pointer (&self->forecast, sat_forecast_unref);
  g_clear_pointer (&self->before, sat_forecast_unref);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (sat_burnup_chart_parent_class)->dispose (object);
}

static void
sat_burnup_chart_class_init (SatBurnupChartClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sat_burnup_chart_dispose;
  signals[DEALS_REQUESTED] =
      g_signal_new ("deals-requested", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 2, G_TYPE_POINTER, G_TYPE_STRING);
}

static void
sat_burnup_chart_init (SatBurnupChart *self)
{
  self->chart = SAT_CHART (sat_chart_new ());
  g_signal_connect_swapped (self->chart, "mark-activated", G_CALLBACK (mark_activated_cb), self);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->chart));
}

GtkWidget *
sat_burnup_chart_new (void)
{
  return g_object_new (SAT_TYPE_BURNUP_CHART, NULL);
}

void
sat_burnup_chart_set_context (SatBurnupChart *self, SatContext *context)
{
  g_return_if_fail (SAT_IS_BURNUP_CHART (self) && SAT_IS_CONTEXT (context));
  g_set_object (&self->context, context);
  sat_chart_set_context (self->chart, context);
}

void
sat_burnup_chart_set_forecast (SatBurnupChart *self,
                               SatForecast *forecast,
                               SatForecast *before,
                               guint row)
{
  g_autoptr (SatForecastBurnup) burnup = NULL;
  g_autoptr (SatChartModel) model = NULL;

  g_return_if_fail (SAT_IS_BURNUP_CHART (self) && self->context != NULL);
  if (forecast != NULL) {
    sat_forecast_ref (forecast);
    burnup = sat_forecast_burnup_new (forecast, before, row);
    model = sat_burnup_model_new (burnup, sat_context_get_format (self->context));
  }
  if (before != NULL)
    sat_forecast_ref (before);
  g_clear_pointer (&self->forecast, sat_forecast_unref);
  g_clear_pointer (&self->before, sat_forecast_unref);
  self->forecast = forecast;
  self->before = before;
  self->row = row;
  self->before_row = burnup != NULL ? burnup->before_row : SAT_FORECAST_TOTAL;
  sat_chart_set_model (self->chart, model);
}

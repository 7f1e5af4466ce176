/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-category-chart.h"

#include "sat-chart.h"
#include "sat-forecast-charts.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

struct _SatCategoryChart {
  AdwBin parent_instance;
  SatContext *context;
  SatChart *chart;
  SatForecast *single; /* as asked for, but each category alone */
};

enum {
  DEALS_REQUESTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SatCategoryChart, sat_category_chart, ADW_TYPE_BIN)

static SatForecastColumn
column_of (SatForecastCategory category)
{
  return SAT_FORECAST_COLUMN_CLOSED + (category - SAT_FORECAST_CATEGORY_CLOSED);
}

static void
mark_activated_cb (SatCategoryChart *self, const char *key)
{
  g_autoptr (SatFilter) filter = NULL;
  g_autofree char *title = NULL;
  const SatForecastRow *line;
  guint row, category;

  if (self->single == NULL || sscanf (key, "%u/%u", &row, &category) != 2 ||
      row >= sat_forecast_get_n_rows (self->single) || category >= SAT_FORECAST_CATEGORY_OMITTED)
    return;
  line = sat_forecast_get_row (self->single, row);
  filter = sat_forecast_deals_filter (self->single, row, column_of (category));
  title = *line->key != '\0'
              /* Translators: a person, team or territory; a category */
              ? g_strdup_printf (C_ ("forecast", "%s, %s"), line->key,
                                 sat_forecast_category_label (category))
              : g_strdup (sat_forecast_category_label (category));
  g_signal_emit (self, signals[DEALS_REQUESTED], 0, filter, title);
}

static void
sat_category_chart_dispose (GObject *object)
{
  SatCategoryChart *self = SAT_CATEGORY_CHART (object);

  g_clear_pointer (&self->single, sat_forecast_unref);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (sat_category_chart_parent_class)->dispose (object);
}

static void
sat_category_chart_class_init (SatCategoryChartClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sat_category_chart_dispose;
  signals[DEALS_REQUESTED] =
      g_signal_new ("deals-requested", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 2, G_TYPE_POINTER, G_TYPE_STRING);
}

static void
sat_category_chart_init (SatCategoryChart *self)
{
  self->chart = SAT_CHART (sat_chart_new ());
  sat_chart_set_message (self->chart, _ ("No deal closes in this period, and no quota is set for "
                                         "it."));
  g_signal_connect_swapped (self->chart, "mark-activated", G_CALLBACK (mark_activated_cb), self);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->chart));
}

GtkWidget *
sat_category_chart_new (void)
{
  return g_object_new (SAT_TYPE_CATEGORY_CHART, NULL);
}

void
sat_category_chart_set_context (SatCategoryChart *self, SatContext *context)
{
  g_return_if_fail (SAT_IS_CATEGORY_CHART (self) && SAT_IS_CONTEXT (context));
  g_set_object (&self->context, context);
  sat_chart_set_context (self->chart, context);
}

void
sat_category_chart_set_forecast (SatCategoryChart *self, SatForecast *forecast, guint row)
{
  g_autoptr (SatChartModel) model = NULL;
  SatForecast *single = NULL;

  g_return_if_fail (SAT_IS_CATEGORY_CHART (self) && self->context != NULL);
  if (forecast != NULL) {
    SatForecastAsk ask = *sat_forecast_get_ask (forecast);

    ask.rollup = SAT_FORECAST_SINGLE;
    single = sat_forecast_regroup (forecast, &ask);
  }
  g_clear_pointer (&self->single, sat_forecast_unref);
  self->single = single;
  if (single != NULL)
    model = sat_category_model_new (single, row, sat_context_get_format (self->context));
  sat_chart_set_model (self->chart, model);
}

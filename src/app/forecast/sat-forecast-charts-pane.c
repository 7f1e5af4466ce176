/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-forecast-charts-pane.h"

#include "sat-charts.h"
#include "sat-forecast-burnup.h"
#include "sat-widgets.h"

/* From this width on the charts stand beside each other. */
#define SIDE_BY_SIDE 960

struct _SatForecastChartsPane {
  GtkWidget parent_instance;
  SatForecastModel *model;
  SatForecast *before; /* the period before, as it was read last */
  SatForecast *wanted; /* whose period before is being read */
  GCancellable *reading;
  gint64 line;
  gboolean is_self;
  gboolean side_by_side;
  guint layout_idle;

  GtkWidget *scrolled, *box;
  SatBurnupChart *burnup;
  SatCategoryChart *categories;
};

enum {
  DEALS_REQUESTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SatForecastChartsPane, sat_forecast_charts_pane, GTK_TYPE_WIDGET)

static guint
find_row (SatForecastChartsPane *self, SatForecast *forecast)
{
  for (guint i = 0; self->line != 0 && i < sat_forecast_get_n_rows (forecast); i++) {
    const SatForecastRow *row = sat_forecast_get_row (forecast, i);

    if (row->id == self->line && row->is_self == self->is_self)
      return i;
  }
  return SAT_FORECAST_TOTAL;
}

static void
show (SatForecastChartsPane *self, SatForecast *forecast, SatForecast *before)
{
  guint row = find_row (self, forecast);

  sat_burnup_chart_set_forecast (self->burnup, forecast, before, row);
  sat_category_chart_set_forecast (self->categories, forecast, row);
}

/* What the reading thread is given. */
typedef struct {
  SatForecast *forecast;
  SatForecastSource *source;
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  sat_forecast_unref (request->forecast);
  sat_forecast_source_unref (request->source);
  g_free (request);
}

static gpointer
read_before (SatReader *now, gpointer data, GCancellable *cancellable, GError **error)
{
  Request *request = data;
  SatReader *reader = sat_forecast_source_open (request->source, now, cancellable, error);
  SatForecast *before = NULL;

  if (reader != NULL)
    before = sat_forecast_read_before (request->forecast, reader, cancellable, error);
  if (before == NULL && *error == NULL)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "no period before");
  return before;
}

/* Without the period before, for whatever reason, the rest is shown. */
static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  SatForecast *before = sat_context_read_finish (result, &error);
  SatForecastChartsPane *self = user_data;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_pointer (&self->before, sat_forecast_unref);
  self->before = before;
  show (self, self->wanted, before);
  g_clear_pointer (&self->wanted, sat_forecast_unref);
}

static void
stop_reading (SatForecastChartsPane *self)
{
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  g_clear_pointer (&self->wanted, sat_forecast_unref);
}

static void
refresh (SatForecastChartsPane *self)
{
  SatForecast *forecast = sat_forecast_model_get_forecast (self->model);
  Request *request;

  if (forecast == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  stop_reading (self);
  self->reading = g_cancellable_new ();
  self->wanted = sat_forecast_ref (forecast);
  request = g_new0 (Request, 1);
  request->forecast = sat_forecast_ref (forecast);
  request->source = sat_forecast_source_ref (sat_forecast_model_get_source (self->model));
  sat_context_read_async (sat_forecast_model_get_context (self->model), read_before, request,
                          request_free, (GDestroyNotify)sat_forecast_unref, self->reading, read_cb,
                          self);
}

static void
deals_requested_cb (SatForecastChartsPane *self, SatFilter *filter, const char *title)
{
  g_signal_emit (self, signals[DEALS_REQUESTED], 0, filter, title);
}

static gboolean
is_side_by_side (SatForecastChartsPane *self)
{
  return gtk_orientable_get_orientation (GTK_ORIENTABLE (self->box)) == GTK_ORIENTATION_HORIZONTAL;
}

static gboolean
layout_cb (gpointer user_data)
{
  SatForecastChartsPane *self = user_data;

  self->layout_idle = 0;
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->box), self->side_by_side
                                                                  ? GTK_ORIENTATION_HORIZONTAL
                                                                  : GTK_ORIENTATION_VERTICAL);
  gtk_box_set_homogeneous (GTK_BOX (self->box), self->side_by_side);
  return G_SOURCE_REMOVE;
}

/* Widgets must not change while sizes are being handed out, so it waits. */
static void
sat_forecast_charts_pane_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  SatForecastChartsPane *self = SAT_FORECAST_CHARTS_PANE (widget);
  gboolean side_by_side = width >= sat_text_pixels (SIDE_BY_SIDE);
  int least;

  gtk_widget_measure (self->scrolled, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  gtk_widget_size_allocate (self->scrolled, &(GtkAllocation){0, 0, MAX (width, least), height},
                            baseline);
  if (side_by_side == self->side_by_side)
    return;
  self->side_by_side = side_by_side;
  if (self->layout_idle == 0)
    self->layout_idle = g_idle_add_full (G_PRIORITY_HIGH_IDLE, layout_cb, self, NULL);
}

/* Charts that stand beside each other go below each other where there is less room than they need
 * now. */
static void
sat_forecast_charts_pane_measure (GtkWidget *widget,
                                  GtkOrientation orientation,
                                  int for_size,
                                  int *minimum,
                                  int *natural,
                                  int *minimum_baseline,
                                  int *natural_baseline)
{
  SatForecastChartsPane *self = SAT_FORECAST_CHARTS_PANE (widget);

  gtk_widget_measure (self->scrolled, orientation, for_size, minimum, natural, minimum_baseline,
                      natural_baseline);
  if (orientation == GTK_ORIENTATION_HORIZONTAL && is_side_by_side (self))
    *minimum /= 2;
}

static void
sat_forecast_charts_pane_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (sat_forecast_charts_pane_parent_class)->map (widget);
  refresh (SAT_FORECAST_CHARTS_PANE (widget));
}

static gboolean
sat_forecast_charts_pane_grab_focus (GtkWidget *widget)
{
  return gtk_widget_child_focus (GTK_WIDGET (SAT_FORECAST_CHARTS_PANE (widget)->burnup),
                                 GTK_DIR_TAB_FORWARD);
}

static void
sat_forecast_charts_pane_dispose (GObject *object)
{
  SatForecastChartsPane *self = SAT_FORECAST_CHARTS_PANE (object);

  stop_reading (self);
  g_clear_handle_id (&self->layout_idle, g_source_remove);
  g_clear_pointer (&self->before, sat_forecast_unref);
  g_clear_pointer (&self->scrolled, gtk_widget_unparent);
  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  g_clear_object (&self->model);
  G_OBJECT_CLASS (sat_forecast_charts_pane_parent_class)->dispose (object);
}

static void
sat_forecast_charts_pane_class_init (SatForecastChartsPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sat_forecast_charts_pane_dispose;
  widget_class->size_allocate = sat_forecast_charts_pane_size_allocate;
  widget_class->measure = sat_forecast_charts_pane_measure;
  widget_class->map = sat_forecast_charts_pane_map;
  widget_class->grab_focus = sat_forecast_charts_pane_grab_focus;
  signals[DEALS_REQUESTED] =
      g_signal_new ("deals-requested", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 2, G_TYPE_POINTER, G_TYPE_STRING);
}

/* Charts stand on cards, as high as they need to be. */
static GtkWidget *
add_card (SatForecastChartsPane *self, GtkWidget *chart)
{
  GtkWidget *card = adw_bin_new ();

  gtk_widget_set_margin_top (chart, 12);
  gtk_widget_set_margin_bottom (chart, 12);
  gtk_widget_set_margin_start (chart, 18);
  gtk_widget_set_margin_end (chart, 18);
  adw_bin_set_child (ADW_BIN (card), chart);
  gtk_widget_add_css_class (card, "card");
  gtk_widget_set_valign (card, GTK_ALIGN_START);
  gtk_widget_set_hexpand (card, TRUE);
  gtk_box_append (GTK_BOX (self->box), card);
  g_signal_connect_swapped (chart, "deals-requested", G_CALLBACK (deals_requested_cb), self);
  return chart;
}

static void
sat_forecast_charts_pane_init (SatForecastChartsPane *self)
{
  self->scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  gtk_widget_set_margin_top (self->box, 12);
  gtk_widget_set_margin_bottom (self->box, 18);
  gtk_widget_set_margin_start (self->box, 18);
  gtk_widget_set_margin_end (self->box, 18);
  self->burnup = SAT_BURNUP_CHART (add_card (self, sat_burnup_chart_new ()));
  self->categories = SAT_CATEGORY_CHART (add_card (self, sat_category_chart_new ()));
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled), self->box);
  gtk_widget_set_parent (self->scrolled, GTK_WIDGET (self));
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

GtkWidget *
sat_forecast_charts_pane_new (SatForecastModel *model)
{
  SatForecastChartsPane *self;
  SatContext *context;

  g_return_val_if_fail (SAT_IS_FORECAST_MODEL (model), NULL);
  self = g_object_new (SAT_TYPE_FORECAST_CHARTS_PANE, NULL);
  self->model = g_object_ref (model);
  context = sat_forecast_model_get_context (model);
  sat_burnup_chart_set_context (self->burnup, context);
  sat_category_chart_set_context (self->categories, context);
  g_signal_connect_swapped (model, "changed", G_CALLBACK (refresh), self);
  return GTK_WIDGET (self);
}

void
sat_forecast_charts_pane_set_line (SatForecastChartsPane *self, gint64 id, gboolean is_self)
{
  g_return_if_fail (SAT_IS_FORECAST_CHARTS_PANE (self));
  if (self->line == id && self->is_self == is_self)
    return;
  self->line = id;
  self->is_self = is_self;
  refresh (self);
}

gboolean
sat_forecast_charts_pane_is_reading (SatForecastChartsPane *self)
{
  g_return_val_if_fail (SAT_IS_FORECAST_CHARTS_PANE (self), FALSE);
  return self->wanted != NULL;
}

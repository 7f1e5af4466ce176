/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-forecast-view-private.h"

#include "sat-as-of-button.h"
#include "sat-deal-words.h"
#include "sat-forecast-words.h"
#include "sat-labels.h"
#include "sat-period-bar.h"
#include "sat-quota-edit.h"
#include "sat-settings.h"
#include "sat-widgets.h"
#include "sat-wrap-box.h"

#include <glib/gi18n-lib.h>

#define TYPE_NAME "opportunity"
#define SETTING_CLOSED "forecast-closed"
/* Shorter reads would make a spinner flicker. */
#define SPINNER_MS 250

static void view_iface_init (SatViewInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SatForecastView,
                               sat_forecast_view,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (SAT_TYPE_VIEW, view_iface_init))

static void
filter_changed_cb (SatFilterBar *bar, SatForecastView *self)
{
  SatFilter *chips = sat_filter_bar_get_filter (bar);
  g_autoptr (SatFilter) filter = sat_deal_words_and (chips, sat_filter_bar_get_words (bar));

  sat_forecast_model_set_filter (self->model, filter);
}

/* What is shown instead of figures. @icon: of the button. */
static void
show_status (SatForecastView *self,
             const char *title,
             const char *text,
             const char *icon,
             const char *button)
{
  adw_status_page_set_icon_name (self->status, self->info->icon);
  adw_status_page_set_title (self->status, title);
  adw_status_page_set_description (self->status, text);
  sat_widget_set_button (self->status_button, icon, button);
  gtk_stack_set_visible_child_name (self->stack, "status");
}

static gboolean
is_filtered (SatForecastView *self)
{
  return sat_forecast_model_get_ask (self->model)->filter != NULL;
}

static void
show_empty (SatForecastView *self)
{
  gboolean filtered = is_filtered (self), writable = sat_forecast_model_is_writable (self->model);
  gboolean current = sat_forecast_model_is_current (self->model);
  g_autofree char *period = NULL, *title = NULL;

  period = sat_forecast_period_label (&sat_forecast_model_get_ask (self->model)->period);
  /* Translators: %s is a period, such as Q4 2026 */
  title = g_strdup_printf (_ ("Nothing in %s"), period);
  if (filtered)
    show_status (self, title, _ ("No deal that closes in this period fits the filter."), NULL,
                 _ ("_Clear the Filter"));
  else if (current && writable)
    show_status (self, title,
                 _ ("Deals appear here by the date on which they are expected to close."),
                 "list-add-symbolic",
                 sat_labels_new (sat_context_get_type_by_name (self->context, TYPE_NAME)));
  else
    show_status (self, title, _ ("No deal closes in this period, and no quota is set for it."),
                 NULL, _ ("Go to the _Current Period"));
  gtk_widget_set_visible (GTK_WIDGET (self->status_button), filtered || writable || !current);
  gtk_widget_set_visible (GTK_WIDGET (self->quotas_button), !filtered && writable);
}

static void
show_state (SatForecastView *self)
{
  g_autofree char *reason = NULL;

  switch (sat_forecast_model_get_state (self->model)) {
  case SAT_FORECAST_FAILED:
    reason = g_markup_escape_text (sat_forecast_model_get_error (self->model), -1);
    show_status (self, _ ("The Forecast Cannot Be Read"), reason, NULL, _ ("Try _Again"));
    gtk_widget_set_visible (GTK_WIDGET (self->status_button), TRUE);
    gtk_widget_set_visible (GTK_WIDGET (self->quotas_button), FALSE);
    break;
  case SAT_FORECAST_EMPTY:
    if (self->entering && !is_filtered (self))
      gtk_stack_set_visible_child_name (self->stack, "forecast");
    else
      show_empty (self);
    break;
  case SAT_FORECAST_READY:
    gtk_stack_set_visible_child_name (self->stack, "forecast");
    break;
  case SAT_FORECAST_LOADING:
  default:
    gtk_stack_set_visible_child_name (self->stack, "loading");
    break;
  }
}

static void
status_clicked_cb (GtkButton *button, SatForecastView *self)
{
  if (sat_forecast_model_get_state (self->model) == SAT_FORECAST_FAILED)
    sat_forecast_model_reload (self->model);
  else if (is_filtered (self))
    sat_filter_bar_clear (self->bar);
  else if (sat_forecast_model_is_current (self->model))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.new", NULL);
  else
    sat_forecast_model_step (self->model, 0);
}

/* A period begins with its quotas, long before its deals. */
static void
quotas_clicked_cb (GtkButton *button, SatForecastView *self)
{
  guint column;

  self->entering = TRUE;
  show_state (self);
  sat_forecast_view_queue_layout (self);
  if (sat_forecast_sheet_find_column (self->sheet, SAT_FORECAST_COLUMN_QUOTA, &column))
    sat_forecast_grid_focus_cell (self->grid, 0, column);
}

/* "Without an exchange rate: 3 deals in CHF." */
static void
show_notice (SatForecastView *self)
{
  SatForecast *forecast = sat_forecast_model_get_forecast (self->model);
  guint n = forecast != NULL ? sat_forecast_get_n_unrated (forecast) : 0;
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < n; i++) {
    const SatForecastUnrated *left = sat_forecast_get_unrated (forecast, i);

    g_string_append (text, i == 0 ? "" : ", ");
    /* Translators: a number of deals, and the code of their currency */
    g_string_append_printf (text, ngettext ("%u deal in %s", "%u deals in %s", left->n_deals),
                            left->n_deals, left->currency);
  }
  gtk_widget_set_visible (GTK_WIDGET (self->notice), n > 0);
  if (n > 0) {
    /* Translators: %s is "3 deals in CHF, 1 deal in JPY" */
    g_autofree char *all =
        g_strdup_printf (_ ("Not in these figures, for want of an exchange rate: %s."), text->str);

    gtk_label_set_text (self->notice, all);
  }
}

static char *
describe (SatForecastView *self)
{
  SatForecast *forecast = sat_forecast_model_get_forecast (self->model);
  guint n;

  if (forecast == NULL)
    return g_strdup ("");
  n = sat_forecast_get_row (forecast, SAT_FORECAST_TOTAL)->n_deals;
  return g_strdup_printf (ngettext ("%u deal", "%u deals", n), n);
}

static gboolean
spin_cb (gpointer user_data)
{
  SatForecastView *self = user_data;

  self->spinner_timeout = 0;
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), TRUE);
  gtk_spinner_start (self->spinner);
  return G_SOURCE_REMOVE;
}

static void
show_reading (SatForecastView *self)
{
  if (sat_forecast_model_is_reading (self->model)) {
    if (self->spinner_timeout == 0 && !gtk_widget_get_visible (GTK_WIDGET (self->spinner)))
      self->spinner_timeout = g_timeout_add (SPINNER_MS, spin_cb, self);
    return;
  }
  g_clear_handle_id (&self->spinner_timeout, g_source_remove);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), FALSE);
  gtk_spinner_stop (self->spinner);
}

static void
model_changed_cb (SatForecastModel *model, SatForecastView *self)
{
  g_autofree char *deals = describe (self);

  sat_forecast_sheet_set_forecast (self->sheet, sat_forecast_model_get_forecast (model),
                                   sat_forecast_model_is_writable (model));
  sat_view_emit_subtitle (SAT_VIEW (self), deals);
  show_reading (self);
  show_notice (self);
  show_state (self);
  sat_forecast_view_queue_layout (self);
}

static void
show_past (SatForecastView *self)
{
  SatDate day;
  gboolean past = sat_forecast_model_get_as_of (self->model, &day);

  if (past) {
    const SatFormat *format = sat_context_get_format (self->context);
    g_autofree char *date = sat_format_date (format, day);
    /* Translators: %s is a date */
    g_autofree char *text = g_strdup_printf (
        _ ("As it was at the end of %s. Nothing can be changed in the past."), date);

    gtk_label_set_text (self->banner_label, text);
  }
  gtk_revealer_set_reveal_child (self->banner, past);
  gtk_widget_set_visible (GTK_WIDGET (self->banner), past);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "forecast.now", past);
}

static void
asked_cb (SatForecastModel *model, SatForecastView *self)
{
  const SatForecastAsk *ask = sat_forecast_model_get_ask (model);

  self->entering = FALSE;
  self->updating = TRUE;
  gtk_drop_down_set_selected (self->by, ask->by);
  gtk_drop_down_set_selected (self->rollup, ask->rollup);
  gtk_drop_down_set_selected (self->measure, ask->measure);
  self->updating = FALSE;
  show_past (self);
  show_reading (self);
}

static void
by_chosen_cb (GtkDropDown *choice, GParamSpec *pspec, SatForecastView *self)
{
  if (!self->updating)
    sat_forecast_model_set_by (self->model, (SatForecastBy)gtk_drop_down_get_selected (choice));
}

static void
rollup_chosen_cb (GtkDropDown *choice, GParamSpec *pspec, SatForecastView *self)
{
  if (!self->updating)
    sat_forecast_model_set_rollup (self->model,
                                   (SatForecastRollup)gtk_drop_down_get_selected (choice));
}

static void
measure_chosen_cb (GtkDropDown *choice, GParamSpec *pspec, SatForecastView *self)
{
  if (!self->updating)
    sat_forecast_model_set_measure (self->model,
                                    (SatForecastMeasure)gtk_drop_down_get_selected (choice));
}

static void
sheet_changed_cb (SatForecastSheet *sheet, SatForecastView *self)
{
  g_settings_set_value (sat_context_get_settings (self->context), SETTING_CLOSED,
                        sat_forecast_sheet_get_closed (sheet));
}

static void
edited_cb (SatForecastGrid *grid, guint line, guint column, const char *text, SatForecastView *self)
{
  g_autoptr (GError) error = NULL;

  if (sat_quota_edit (self->context, sat_forecast_model_get_forecast (self->model),
                      sat_forecast_sheet_get_row (self->sheet, line), text, &error))
    sat_forecast_grid_end_edit (grid);
  else
    sat_forecast_grid_refuse_edit (grid, error->message);
}

static const char *
forecast_view_get_type_name (SatView *view)
{
  return TYPE_NAME;
}

static GtkWidget *
forecast_view_get_title_widget (SatView *view)
{
  SatForecastView *self = SAT_FORECAST_VIEW (view);

  g_set_weak_pointer (&self->period_bar, sat_period_bar_new (self->model));
  return self->period_bar;
}

static void
forecast_view_focus_filter (SatView *view)
{
  sat_filter_bar_focus (SAT_FORECAST_VIEW (view)->bar);
}

static void
forecast_view_focus_records (SatView *view)
{
  SatForecastView *self = SAT_FORECAST_VIEW (view);

  if (sat_forecast_model_get_state (self->model) == SAT_FORECAST_READY)
    gtk_widget_grab_focus (GTK_WIDGET (self->grid));
}

static void
forecast_view_set_filter (SatView *view, SatFilter *filter)
{
  sat_filter_bar_set_filter (SAT_FORECAST_VIEW (view)->bar, filter);
}

static void
view_iface_init (SatViewInterface *iface)
{
  iface->get_type_name = forecast_view_get_type_name;
  iface->get_title_widget = forecast_view_get_title_widget;
  iface->focus_filter = forecast_view_focus_filter;
  iface->focus_records = forecast_view_focus_records;
  iface->set_filter = forecast_view_set_filter;
}

static void
sat_forecast_view_dispose (GObject *object)
{
  SatForecastView *self = SAT_FORECAST_VIEW (object);
  GtkWidget *child;

  g_clear_handle_id (&self->spinner_timeout, g_source_remove);
  sat_forecast_view_stop_drill (self);
  g_clear_weak_pointer (&self->period_bar);
  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  if (self->sheet != NULL)
    g_signal_handlers_disconnect_by_data (self->sheet, self);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  self->grid = NULL;
  self->paned = NULL;
  /* What went has told of new sizes. */
  g_clear_handle_id (&self->layout_idle, g_source_remove);
  self->panel = NULL;
  self->charts = NULL;
  g_clear_object (&self->sheet);
  g_clear_object (&self->model);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (sat_forecast_view_parent_class)->dispose (object);
}

static void
sat_forecast_view_class_init (SatForecastViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (SAT_TYPE_WRAP_BOX);
  G_OBJECT_CLASS (klass)->dispose = sat_forecast_view_dispose;
  sat_forecast_view_install_actions (widget_class);
  sat_forecast_view_install_drill (widget_class);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/satchel/Satchel/forecast/sat-forecast-view.ui");
  gtk_widget_class_bind_template_child (widget_class, SatForecastView, banner);
  gtk_widget_class_bind_template_child (widget_class, SatForecastView, banner_label);
  gtk_widget_class_bind_template_child (widget_class, SatForecastView, controls);
  gtk_widget_class_bind_template_child (widget_class, SatForecastView, by);
  gtk_widget_class_bind_template_child (widget_class, SatForecastView, rollup);
  gtk_widget_class_bind_template_child (widget_class, SatForecastView, measure);
  gtk_widget_class_bind_template_child (widget_class, SatForecastView, spinner);
  gtk_widget_class_bind_template_child (widget_class, SatForecastView, charts_button);
  gtk_widget_class_bind_template_child (widget_class, SatForecastView, notice);
  gtk_widget_class_bind_template_child (widget_class, SatForecastView, stack);
  gtk_widget_class_bind_template_child (widget_class, SatForecastView, status);
  gtk_widget_class_bind_template_child (widget_class, SatForecastView, status_button);
  gtk_widget_class_bind_template_child (widget_class, SatForecastView, quotas_button);
  gtk_widget_class_bind_template_child (widget_class, SatForecastView, paned);
  gtk_widget_class_bind_template_child (widget_class, SatForecastView, scroller);
  gtk_widget_class_bind_template_child (widget_class, SatForecastView, lower);
  gtk_widget_class_bind_template_child (widget_class, SatForecastView, cell_menu);
  gtk_widget_class_bind_template_callback (widget_class, status_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, quotas_clicked_cb);
}

static void
sat_forecast_view_init (SatForecastView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  sat_widget_present_shown_page (GTK_WIDGET (self->stack));
}

static void
fill_choice (GtkDropDown *choice, const char *name, const char *const *labels)
{
  g_autoptr (GtkStringList) list = gtk_string_list_new (labels);

  gtk_drop_down_set_model (choice, G_LIST_MODEL (list));
  sat_widget_shorten_choice (choice);
  sat_widget_set_tooltip (GTK_WIDGET (choice), name);
  sat_widget_set_name (GTK_WIDGET (choice), name);
}

static void
fill_choices (SatForecastView *self)
{
  const char *by[] = {sat_forecast_words_by (SAT_FORECAST_BY_USER),
                      sat_forecast_words_by (SAT_FORECAST_BY_TEAM),
                      sat_forecast_words_by (SAT_FORECAST_BY_TERRITORY), NULL};
  const char *rollup[] = {sat_forecast_words_rollup (SAT_FORECAST_CUMULATIVE),
                          sat_forecast_words_rollup (SAT_FORECAST_SINGLE), NULL};
  const char *measure[] = {sat_forecast_words_measure (SAT_FORECAST_AMOUNT),
                           sat_forecast_words_measure (SAT_FORECAST_WEIGHTED),
                           sat_forecast_words_measure (SAT_FORECAST_COUNT), NULL};

  self->updating = TRUE;
  fill_choice (self->by, C_ ("forecast", "Lines"), by);
  fill_choice (self->rollup, C_ ("forecast", "Roll-up"), rollup);
  fill_choice (self->measure, C_ ("forecast", "Measure"), measure);
  self->updating = FALSE;
  g_signal_connect (self->by, "notify::selected", G_CALLBACK (by_chosen_cb), self);
  g_signal_connect (self->rollup, "notify::selected", G_CALLBACK (rollup_chosen_cb), self);
  g_signal_connect (self->measure, "notify::selected", G_CALLBACK (measure_chosen_cb), self);
}

static void
add_bar (SatForecastView *self)
{
  g_autoptr (GSettings) settings = sat_settings_for_view (self->info->name);

  self->bar = SAT_FILTER_BAR (sat_filter_bar_new (self->context, TYPE_NAME, settings));
  sat_filter_bar_add_end (self->bar, sat_as_of_button_new (self->model));
  gtk_widget_insert_after (GTK_WIDGET (self->bar), GTK_WIDGET (self), NULL);
  g_signal_connect (self->bar, "changed", G_CALLBACK (filter_changed_cb), self);
  g_signal_connect (self->bar, "words-changed", G_CALLBACK (filter_changed_cb), self);
}

static void
add_grid (SatForecastView *self)
{
  g_autoptr (GVariant) closed =
      g_settings_get_value (sat_context_get_settings (self->context), SETTING_CLOSED);

  self->sheet = sat_forecast_sheet_new (self->context);
  sat_forecast_sheet_set_closed (self->sheet, closed);
  g_signal_connect (self->sheet, "changed", G_CALLBACK (sheet_changed_cb), self);
  self->grid = sat_forecast_grid_new (self->sheet);
  g_signal_connect (self->grid, "edited", G_CALLBACK (edited_cb), self);
  sat_forecast_grid_set_menu (self->grid, self->cell_menu);
  gtk_scrolled_window_set_child (self->scroller, GTK_WIDGET (self->grid));
  sat_filter_bar_set_key_capture (self->bar, GTK_WIDGET (self->scroller));
}

GtkWidget *
sat_forecast_view_new (SatContext *context, const SatViewInfo *info)
{
  SatForecastView *self;

  g_return_val_if_fail (SAT_IS_CONTEXT (context) && info != NULL, NULL);

  self = g_object_new (SAT_TYPE_FORECAST_VIEW, NULL);
  self->context = g_object_ref (context);
  self->info = info;
  self->model = sat_forecast_model_new (context);
  fill_choices (self);
  add_bar (self);
  add_grid (self);
  sat_forecast_view_add_panel (self);
  g_signal_connect (self->model, "asked", G_CALLBACK (asked_cb), self);
  g_signal_connect (self->model, "changed", G_CALLBACK (model_changed_cb), self);
  filter_changed_cb (self->bar, self);
  return GTK_WIDGET (self);
}

SatForecastModel *
sat_forecast_view_get_model (SatForecastView *self)
{
  g_return_val_if_fail (SAT_IS_FORECAST_VIEW (self), NULL);
  return self->model;
}

SatForecastGrid *
sat_forecast_view_get_grid (SatForecastView *self)
{
  g_return_val_if_fail (SAT_IS_FORECAST_VIEW (self), NULL);
  return self->grid;
}

SatForecastSheet *
sat_forecast_view_get_sheet (SatForecastView *self)
{
  g_return_val_if_fail (SAT_IS_FORECAST_VIEW (self), NULL);
  return self->sheet;
}

SatFilterBar *
sat_forecast_view_get_filter_bar (SatForecastView *self)
{
  g_return_val_if_fail (SAT_IS_FORECAST_VIEW (self), NULL);
  return self->bar;
}

SatForecastPanel *
sat_forecast_view_get_panel (SatForecastView *self)
{
  g_return_val_if_fail (SAT_IS_FORECAST_VIEW (self), NULL);
  return self->panel;
}

SatForecastChartsPane *
sat_forecast_view_get_charts (SatForecastView *self)
{
  g_return_val_if_fail (SAT_IS_FORECAST_VIEW (self), NULL);
  return SAT_FORECAST_CHARTS_PANE (self->charts);
}

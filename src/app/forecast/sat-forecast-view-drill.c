/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-forecast-view-private.h"

#include "sat-forecast-charts-pane.h"
#include "sat-widgets.h"
#include "sat-window.h"

#include <glib/gi18n-lib.h>

/* Whoever walks over the figures wants the last one. */
#define FOLLOW_MS 120
/* Below this height the grid gives way to what is behind a figure. */
#define LEAST_HEIGHT 520
#define SETTING_CHARTS "forecast-charts"

static gboolean
has_focus_in (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && (focus == widget || gtk_widget_is_ancestor (focus, widget));
}

static gboolean
is_low (SatForecastView *self)
{
  int height = gtk_widget_get_height (GTK_WIDGET (self->stack));

  return height > 0 && height < sat_text_pixels (LEAST_HEIGHT);
}

/* Where there is little room the charts come only when they are asked for, and take all of it. */
static gboolean
wants_charts (SatForecastView *self)
{
  return is_low (self) ? self->charts_instead : self->charts_below;
}

/* Half and half, unless there are few lines. */
static void
split (SatForecastView *self)
{
  int height = gtk_widget_get_height (GTK_WIDGET (self->paned)), wanted;

  gtk_widget_measure (GTK_WIDGET (self->grid), GTK_ORIENTATION_VERTICAL, -1, NULL, &wanted, NULL,
                      NULL);
  self->split_at = MIN (wanted, height / 2);
  if (self->split_at > 0)
    gtk_paned_set_position (self->paned, self->split_at);
}

/* What can be done with the line under the cursor. */
static void
update_actions (SatForecastView *self)
{
  guint line, column, quota;

  sat_forecast_grid_get_cursor (self->grid, &line, &column);
  gtk_widget_action_set_enabled (
      GTK_WIDGET (self), "forecast.edit-quota",
      sat_forecast_sheet_find_column (self->sheet, SAT_FORECAST_COLUMN_QUOTA, &quota) &&
          sat_forecast_sheet_can_edit (self->sheet, line, quota));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "forecast.deals",
                                 sat_forecast_sheet_has_deals (self->sheet, line, column));
}

static void
update_layout (SatForecastView *self)
{
  gboolean lower = self->panel_open || wants_charts (self);

  gtk_stack_set_visible_child (self->lower,
                               self->panel_open ? GTK_WIDGET (self->panel) : self->charts_page);
  if (lower && (!gtk_widget_get_visible (GTK_WIDGET (self->lower)) || self->split_at == 0 ||
                gtk_paned_get_position (self->paned) == self->split_at))
    split (self);
  gtk_widget_set_visible (GTK_WIDGET (self->lower), lower);
  gtk_widget_set_visible (GTK_WIDGET (self->scroller), !lower || !is_low (self));
  self->updating = TRUE;
  gtk_toggle_button_set_active (self->charts_button, wants_charts (self) && !self->panel_open);
  self->updating = FALSE;
}

static gboolean
read_place (SatForecastView *self, SatForecastPlace *place)
{
  const SatForecastRow *row;
  guint line, column;

  if (sat_forecast_sheet_get_forecast (self->sheet) == NULL)
    return FALSE;
  sat_forecast_grid_get_cursor (self->grid, &line, &column);
  row = sat_forecast_sheet_get_line (self->sheet, line);
  *place = (SatForecastPlace){.id = row->id,
                              .is_self = row->is_self,
                              .is_total = line >= sat_forecast_sheet_get_n_lines (self->sheet),
                              .is_name = column == 0};
  if (column > 0)
    place->column = sat_forecast_sheet_get_column (self->sheet, column);
  return TRUE;
}

/* The charts show the line with the cursor. */
static void
follow_line (SatForecastView *self)
{
  SatForecastPlace place;
  g_autofree char *name = NULL;
  guint line, column;

  if (!read_place (self, &place))
    return;
  sat_forecast_grid_get_cursor (self->grid, &line, &column);
  name = sat_forecast_sheet_dup_name (self->sheet, line);
  gtk_label_set_text (self->charts_line, name);
  gtk_widget_set_visible (GTK_WIDGET (self->charts_line), TRUE);
  sat_forecast_charts_pane_set_line (SAT_FORECAST_CHARTS_PANE (self->charts),
                                     place.is_total ? 0 : place.id, place.is_self);
}

static gboolean
update_layout_cb (gpointer user_data)
{
  SatForecastView *self = user_data;

  self->layout_idle = 0;
  update_layout (self);
  update_actions (self);
  /* The line may be another one, or gone. */
  if (gtk_widget_get_visible (GTK_WIDGET (self->charts_line)))
    follow_line (self);
  return G_SOURCE_REMOVE;
}

void
sat_forecast_view_queue_layout (SatForecastView *self)
{
  if (self->layout_idle == 0)
    self->layout_idle = g_idle_add (update_layout_cb, self);
}

static void
height_changed_cb (GtkPaned *paned, GParamSpec *pspec, SatForecastView *self)
{
  sat_forecast_view_queue_layout (self);
}

static void
open_at (SatForecastView *self, SatForecastPage page)
{
  SatForecastPlace place;

  if (!read_place (self, &place))
    return;
  self->opened = place;
  self->from_chart = FALSE;
  self->panel_open = TRUE;
  update_layout (self);
  sat_forecast_panel_show (self->panel, &place, page);
}

void
sat_forecast_view_open_panel (SatForecastView *self, SatForecastPage page)
{
  open_at (self, page);
  if (self->panel_open)
    sat_forecast_panel_focus (self->panel);
}

/* Back to the figure that it was opened for, wherever that is now. */
void
sat_forecast_view_close_panel (SatForecastView *self)
{
  SatForecastPlace place = self->opened;
  guint line = SAT_SHEET_TOTAL, column = 0;

  g_clear_handle_id (&self->follow_timeout, g_source_remove);
  if (!self->panel_open)
    return;
  self->panel_open = FALSE;
  sat_forecast_panel_clear (self->panel);
  update_layout (self);
  if (self->from_chart && wants_charts (self)) {
    gtk_widget_child_focus (self->charts, GTK_DIR_TAB_FORWARD);
    return;
  }
  if (!place.is_total && !sat_forecast_sheet_find (self->sheet, place.id, place.is_self, &line))
    line = 0;
  if (!place.is_name)
    sat_forecast_sheet_find_column (self->sheet, place.column, &column);
  sat_forecast_grid_focus_cell (self->grid, line, column);
}

static void
closed_cb (SatForecastPanel *panel, SatForecastView *self)
{
  sat_forecast_view_close_panel (self);
}

static void
selected_cb (SatForecastPanel *panel, gint64 id, SatForecastView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (id != 0 && SAT_IS_WINDOW (root) && !sat_window_get_narrow (SAT_WINDOW (root)))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.open-record", "x", id);
}

static void
activated_cb (SatForecastPanel *panel, gint64 id, SatForecastView *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.open-record", "x", id);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.focus-details", NULL);
}

static void
cell_activated_cb (SatForecastGrid *grid, guint line, guint column, SatForecastView *self)
{
  sat_forecast_view_open_panel (self, SAT_FORECAST_PAGE_DEALS);
}

static void
charts_toggled_cb (GtkToggleButton *button, SatForecastView *self)
{
  gboolean active = gtk_toggle_button_get_active (button);

  if (self->updating)
    return;
  if (active)
    sat_forecast_view_close_panel (self);
  if (is_low (self)) {
    self->charts_instead = active;
  } else {
    self->charts_below = active;
    g_settings_set_boolean (sat_context_get_settings (self->context), SETTING_CHARTS, active);
  }
  update_layout (self);
}

/* Behind a mark of a chart. */
static void
deals_requested_cb (GtkWidget *charts, SatFilter *filter, const char *title, SatForecastView *self)
{
  self->from_chart = TRUE;
  self->panel_open = TRUE;
  update_layout (self);
  sat_forecast_panel_show_filter (self->panel, filter, title);
  sat_forecast_panel_focus (self->panel);
}

static gboolean
follow_cb (gpointer user_data)
{
  SatForecastView *self = user_data;

  self->follow_timeout = 0;
  follow_line (self);
  if (self->panel_open && !self->from_chart && has_focus_in (GTK_WIDGET (self->grid)))
    open_at (self, sat_forecast_panel_get_page (self->panel));
  return G_SOURCE_REMOVE;
}

/* While it is open, what is behind the figures follows the cursor. */
static void
moved_cb (SatForecastGrid *grid, SatForecastView *self)
{
  update_actions (self);
  g_clear_handle_id (&self->follow_timeout, g_source_remove);
  self->follow_timeout = g_timeout_add (FOLLOW_MS, follow_cb, self);
}

static void
deals_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  sat_forecast_view_open_panel (SAT_FORECAST_VIEW (widget), SAT_FORECAST_PAGE_DEALS);
}

static void
explain_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  sat_forecast_view_open_panel (SAT_FORECAST_VIEW (widget), SAT_FORECAST_PAGE_EXPLANATION);
}

void
sat_forecast_view_install_drill (GtkWidgetClass *klass)
{
  g_return_if_fail (GTK_IS_WIDGET_CLASS (klass));

  gtk_widget_class_install_action (klass, "forecast.deals", NULL, deals_cb);
  gtk_widget_class_install_action (klass, "forecast.explain", NULL, explain_cb);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_F1, 0, "forecast.explain", NULL);
}

void
sat_forecast_view_add_panel (SatForecastView *self)
{
  self->panel = SAT_FORECAST_PANEL (sat_forecast_panel_new (self->model));
  self->charts = sat_forecast_charts_pane_new (self->model);
  self->charts_below =
      g_settings_get_boolean (sat_context_get_settings (self->context), SETTING_CHARTS);
  self->charts_page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  self->charts_line = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->charts_line, 0);
  gtk_label_set_ellipsize (self->charts_line, PANGO_ELLIPSIZE_END);
  gtk_widget_set_visible (GTK_WIDGET (self->charts_line), FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self->charts_line), "heading");
  gtk_widget_add_css_class (GTK_WIDGET (self->charts_line), "sat-charts-line");
  gtk_widget_set_vexpand (self->charts, TRUE);
  gtk_box_append (GTK_BOX (self->charts_page), GTK_WIDGET (self->charts_line));
  gtk_box_append (GTK_BOX (self->charts_page), self->charts);
  gtk_stack_add_named (self->lower, self->charts_page, "charts");
  gtk_stack_add_named (self->lower, GTK_WIDGET (self->panel), "panel");
  sat_widget_present_shown_page (GTK_WIDGET (self->lower));
  g_signal_connect (self->charts_button, "toggled", G_CALLBACK (charts_toggled_cb), self);
  g_signal_connect (self->charts, "deals-requested", G_CALLBACK (deals_requested_cb), self);
  g_signal_connect (self->panel, "closed", G_CALLBACK (closed_cb), self);
  g_signal_connect (self->panel, "selected", G_CALLBACK (selected_cb), self);
  g_signal_connect (self->panel, "activated", G_CALLBACK (activated_cb), self);
  g_signal_connect (self->grid, "activated", G_CALLBACK (cell_activated_cb), self);
  g_signal_connect (self->grid, "moved", G_CALLBACK (moved_cb), self);
  g_signal_connect (self->paned, "notify::max-position", G_CALLBACK (height_changed_cb), self);
}

void
sat_forecast_view_stop_drill (SatForecastView *self)
{
  if (self->paned != NULL)
    g_signal_handlers_disconnect_by_func (self->paned, height_changed_cb, self);
  if (self->grid != NULL)
    g_signal_handlers_disconnect_by_data (self->grid, self);
  if (self->panel != NULL)
    g_signal_handlers_disconnect_by_data (self->panel, self);
  g_clear_handle_id (&self->follow_timeout, g_source_remove);
  g_clear_handle_id (&self->layout_idle, g_source_remove);
}

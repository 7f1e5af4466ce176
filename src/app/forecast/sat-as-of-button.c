/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-as-of-button.h"

#include "sat-mini-month.h"
#include "sat-widgets.h"

#include <glib/gi18n-lib.h>

struct _SatAsOfButton {
  GtkWidget parent_instance;
  SatForecastModel *model;
  GtkMenuButton *button;
  SatMiniMonth *month;
  GtkWidget *box;
  GtkEditable *entry;
  GtkLabel *error;
};

G_DEFINE_FINAL_TYPE (SatAsOfButton, sat_as_of_button, GTK_TYPE_WIDGET)

static const SatFormat *
format_of (SatAsOfButton *self)
{
  return sat_context_get_format (sat_forecast_model_get_context (self->model));
}

static SatDate
shown_day (SatAsOfButton *self)
{
  SatDate day = sat_forecast_model_get_today (self->model);

  sat_forecast_model_get_as_of (self->model, &day);
  return day;
}

static void
update (SatAsOfButton *self)
{
  g_autofree char *label = NULL, *date = NULL;

  if (sat_forecast_model_get_as_of (self->model, NULL)) {
    date = sat_format_date (format_of (self), shown_day (self));
    /* Translators: everything is shown as it was at the end of that day */
    label = g_strdup_printf (C_ ("forecast", "As of %s"), date);
  } else {
    label = g_strdup (C_ ("forecast", "As of today"));
  }
  gtk_menu_button_set_label (self->button, label);
  sat_widget_set_name (GTK_WIDGET (self->button), label);
}

static void
asked_cb (SatForecastModel *model, SatAsOfButton *self)
{
  update (self);
}

static void
show_error (SatAsOfButton *self, const char *message)
{
  gtk_label_set_text (self->error, message != NULL ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->error), message != NULL);
  if (message != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->entry), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->entry), "error");
}

static void
popover_shown_cb (GtkPopover *popover, SatAsOfButton *self)
{
  SatDate day = shown_day (self);
  g_autofree char *text = sat_format_date_input (format_of (self), day);

  gtk_editable_set_text (self->entry, text);
  sat_mini_month_set_shown (self->month, day, day, day);
  show_error (self, NULL);
}

static void
choose (SatAsOfButton *self, SatDate day)
{
  if (day > sat_forecast_model_get_today (self->model)) {
    show_error (self, _ ("This day has not come yet."));
    return;
  }
  gtk_menu_button_popdown (self->button);
  sat_forecast_model_set_as_of (self->model, day);
}

static void
day_selected_cb (SatMiniMonth *month, int day, SatAsOfButton *self)
{
  choose (self, day);
}

static void
entry_activated_cb (SatAsOfButton *self)
{
  g_autoptr (GError) error = NULL;
  SatDate day;

  if (sat_format_read_date (format_of (self), gtk_editable_get_text (self->entry), &day, &error))
    choose (self, day);
  else
    show_error (self, error->message);
}

static void
entry_changed_cb (SatAsOfButton *self)
{
  show_error (self, NULL);
}

static void
today_cb (SatAsOfButton *self)
{
  gtk_menu_button_popdown (self->button);
  sat_forecast_model_set_now (self->model);
}

static void
week_ago_cb (SatAsOfButton *self)
{
  choose (self, sat_forecast_model_get_today (self->model) - 7);
}

static void
month_ago_cb (SatAsOfButton *self)
{
  choose (self, sat_date_add_months (sat_forecast_model_get_today (self->model), -1));
}

/* The eve of the period: what was expected of it before it began. */
static void
period_start_cb (SatAsOfButton *self)
{
  SatDate today = sat_forecast_model_get_today (self->model);
  SatDate first = sat_forecast_model_get_ask (self->model)->period.first;

  choose (self, MIN (first - 1, today));
}

static void
sat_as_of_button_dispose (GObject *object)
{
  SatAsOfButton *self = SAT_AS_OF_BUTTON (object);

  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  if (self->button != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->button));
  self->button = NULL;
  g_clear_object (&self->model);
  G_OBJECT_CLASS (sat_as_of_button_parent_class)->dispose (object);
}

static void
sat_as_of_button_class_init (SatAsOfButtonClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sat_as_of_button_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
add_choice (SatAsOfButton *self, GtkWidget *grid, int n, const char *label, GCallback clicked)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  g_signal_connect_swapped (button, "clicked", clicked, self);
  gtk_grid_attach (GTK_GRID (grid), button, n % 2, n / 2, 1, 1);
}

static GtkWidget *
make_choices (SatAsOfButton *self)
{
  GtkWidget *grid = gtk_grid_new ();

  gtk_grid_set_column_homogeneous (GTK_GRID (grid), TRUE);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 6);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 6);
  add_choice (self, grid, 0, C_ ("forecast", "Today"), G_CALLBACK (today_cb));
  add_choice (self, grid, 1, C_ ("forecast", "A week ago"), G_CALLBACK (week_ago_cb));
  add_choice (self, grid, 2, C_ ("forecast", "A month ago"), G_CALLBACK (month_ago_cb));
  add_choice (self, grid, 3, C_ ("forecast", "Before the period"), G_CALLBACK (period_start_cb));
  return grid;
}

static void
sat_as_of_button_init (SatAsOfButton *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *popover = gtk_popover_new ();

  gtk_widget_add_css_class (box, "sat-popover");
  self->entry = GTK_EDITABLE (gtk_entry_new ());
  sat_widget_set_name (GTK_WIDGET (self->entry), C_ ("forecast", "As of"));
  g_signal_connect_swapped (self->entry, "activate", G_CALLBACK (entry_activated_cb), self);
  g_signal_connect_swapped (self->entry, "changed", G_CALLBACK (entry_changed_cb), self);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->entry));
  self->error = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->error, TRUE);
  gtk_label_set_xalign (self->error, 0);
  gtk_label_set_max_width_chars (self->error, 30);
  gtk_widget_add_css_class (GTK_WIDGET (self->error), "error");
  gtk_widget_set_visible (GTK_WIDGET (self->error), FALSE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->error));
  self->box = box;
  gtk_box_append (GTK_BOX (box), make_choices (self));
  gtk_popover_set_child (GTK_POPOVER (popover), box);
  g_signal_connect (popover, "show", G_CALLBACK (popover_shown_cb), self);
  self->button = GTK_MENU_BUTTON (gtk_menu_button_new ());
  gtk_menu_button_set_popover (self->button, popover);
  gtk_menu_button_set_always_show_arrow (self->button, TRUE);
  sat_widget_set_tooltip (GTK_WIDGET (self->button), _ ("Look at a Past Day"));
  gtk_widget_set_parent (GTK_WIDGET (self->button), GTK_WIDGET (self));
}

GtkWidget *
sat_as_of_button_new (SatForecastModel *model)
{
  SatAsOfButton *self;

  g_return_val_if_fail (SAT_IS_FORECAST_MODEL (model), NULL);

  self = g_object_new (SAT_TYPE_AS_OF_BUTTON, NULL);
  self->model = g_object_ref (model);
  self->month = SAT_MINI_MONTH (sat_mini_month_new (sat_forecast_model_get_context (model)));
  gtk_box_insert_child_after (GTK_BOX (self->box), GTK_WIDGET (self->month),
                              GTK_WIDGET (self->error));
  g_signal_connect (self->month, "day-selected", G_CALLBACK (day_selected_cb), self);
  g_signal_connect (model, "asked", G_CALLBACK (asked_cb), self);
  update (self);
  return GTK_WIDGET (self);
}

void
sat_as_of_button_open (SatAsOfButton *self)
{
  g_return_if_fail (SAT_IS_AS_OF_BUTTON (self));
  gtk_menu_button_popup (self->button);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-period-bar.h"

#include "sat-widgets.h"

#include <glib/gi18n-lib.h>

#define ACROSS 3

struct _SatPeriodBar {
  GtkWidget parent_instance;
  SatForecastModel *model;
  GtkWidget *box;
  GtkMenuButton *button;
  GtkWidget *popover;
  GtkWidget *units[3];
  GtkLabel *year_label;
  GtkWidget *year_back, *year_on;
  GtkWidget *grid;
  GtkWidget *current;
  int year; /* whose periods the popover shows */
  gboolean updating;
};

G_DEFINE_FINAL_TYPE (SatPeriodBar, sat_period_bar, GTK_TYPE_WIDGET)

static SatForecastUnit
unit_of (SatPeriodBar *self)
{
  return sat_forecast_model_get_ask (self->model)->period.unit;
}

static const char *
current_label (SatForecastUnit unit)
{
  switch (unit) {
  case SAT_FORECAST_MONTH:
    return _ ("This _Month");
  case SAT_FORECAST_YEAR:
    return _ ("This _Year");
  case SAT_FORECAST_QUARTER:
  default:
    return _ ("This _Quarter");
  }
}

/* The n-th choice of the popover: the months or quarters of the year, or years round it. */
static gboolean
find_choice (SatPeriodBar *self, int n, SatForecastPeriod *period)
{
  SatForecastUnit unit = unit_of (self);
  int fiscal = sat_forecast_model_get_fiscal_start (self->model);
  g_autofree char *key = NULL;

  if (unit == SAT_FORECAST_MONTH)
    key = g_strdup_printf ("%04d-%02d", self->year, n + 1);
  else if (unit == SAT_FORECAST_QUARTER)
    key = g_strdup_printf ("%04d-Q%d", self->year, n + 1);
  else
    key = g_strdup_printf ("%04d", self->year - 4 + n);
  return sat_forecast_period_parse (key, fiscal, period, NULL);
}

static int
n_choices (SatForecastUnit unit)
{
  return unit == SAT_FORECAST_MONTH ? 12 : unit == SAT_FORECAST_QUARTER ? 4 : 9;
}

static void
choice_clicked_cb (GtkWidget *button, SatPeriodBar *self)
{
  int n = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "choice"));
  SatForecastPeriod period;

  gtk_menu_button_popdown (self->button);
  if (find_choice (self, n, &period))
    sat_forecast_model_set_period (self->model, &period);
}

static char *
choice_label (const SatForecastPeriod *period)
{
  g_autoptr (GDateTime) time = NULL;
  int year, month, day;

  if (period->unit != SAT_FORECAST_MONTH)
    return sat_forecast_period_label (period);
  sat_date_to_ymd (period->first, &year, &month, &day);
  time = g_date_time_new_utc (year, month, day, 12, 0, 0);
  return g_date_time_format (time, "%OB");
}

static void
fill_choices (SatPeriodBar *self)
{
  const SatForecastPeriod *chosen = &sat_forecast_model_get_ask (self->model)->period;
  int across = unit_of (self) == SAT_FORECAST_QUARTER ? 2 : ACROSS;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->grid)) != NULL)
    gtk_grid_remove (GTK_GRID (self->grid), child);
  for (int i = 0; i < n_choices (unit_of (self)); i++) {
    SatForecastPeriod period;
    g_autofree char *label = NULL, *name = NULL;
    GtkWidget *button;

    if (!find_choice (self, i, &period))
      continue;
    label = choice_label (&period);
    name = sat_forecast_period_label (&period);
    button = gtk_button_new_with_label (label);
    sat_widget_set_name (button, name);
    gtk_widget_add_css_class (button, "flat");
    if (sat_forecast_period_equal (&period, chosen))
      gtk_widget_add_css_class (button, "sat-chosen");
    g_object_set_data (G_OBJECT (button), "choice", GINT_TO_POINTER (i));
    g_signal_connect (button, "clicked", G_CALLBACK (choice_clicked_cb), self);
    gtk_grid_attach (GTK_GRID (self->grid), button, i % across, i / across, 1, 1);
  }
}

static void
update (SatPeriodBar *self)
{
  const SatForecastPeriod *period = &sat_forecast_model_get_ask (self->model)->period;
  g_autofree char *label = sat_forecast_period_label (period);
  g_autofree char *name = NULL, *year = NULL;

  /* Translators: a button that opens the choice of a period; %s is the chosen one */
  name = g_strdup_printf (_ ("Period: %s"), label);
  gtk_menu_button_set_label (self->button, label);
  sat_widget_set_name (GTK_WIDGET (self->button), name);
  self->updating = TRUE;
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->units[period->unit]), TRUE);
  self->updating = FALSE;
  gtk_button_set_label (GTK_BUTTON (self->current), current_label (period->unit));
  gtk_widget_set_sensitive (self->current, !sat_forecast_model_is_current (self->model));
  if (period->unit == SAT_FORECAST_YEAR)
    year = g_strdup_printf ("%d–%d", self->year - 4, self->year + 4);
  else
    year = g_strdup_printf ("%d", self->year);
  gtk_label_set_text (self->year_label, year);
  if (gtk_widget_get_visible (self->popover))
    fill_choices (self);
}

static void
asked_cb (SatForecastModel *model, SatPeriodBar *self)
{
  self->year = sat_forecast_model_get_ask (model)->period.year;
  update (self);
}

static void
popover_shown_cb (GtkWidget *popover, SatPeriodBar *self)
{
  asked_cb (self->model, self);
  fill_choices (self);
}

static void
unit_toggled_cb (GtkToggleButton *button, SatPeriodBar *self)
{
  if (self->updating || !gtk_toggle_button_get_active (button))
    return;
  for (int i = 0; i < 3; i++) {
    if (self->units[i] == GTK_WIDGET (button))
      sat_forecast_model_set_unit (self->model, (SatForecastUnit)i);
  }
}

static void
turn_year (SatPeriodBar *self, int n)
{
  int by = unit_of (self) == SAT_FORECAST_YEAR ? 9 : 1;

  self->year = CLAMP (self->year + n * by, 10, 9990);
  update (self);
}

static void
year_back_cb (SatPeriodBar *self)
{
  turn_year (self, -1);
}

static void
year_on_cb (SatPeriodBar *self)
{
  turn_year (self, 1);
}

static void
back_cb (SatPeriodBar *self)
{
  sat_forecast_model_step (self->model, -1);
}

static void
on_cb (SatPeriodBar *self)
{
  sat_forecast_model_step (self->model, 1);
}

static void
current_cb (SatPeriodBar *self)
{
  gtk_menu_button_popdown (self->button);
  sat_forecast_model_step (self->model, 0);
}

static void
sat_period_bar_dispose (GObject *object)
{
  SatPeriodBar *self = SAT_PERIOD_BAR (object);

  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->model);
  G_OBJECT_CLASS (sat_period_bar_parent_class)->dispose (object);
}

static void
sat_period_bar_class_init (SatPeriodBarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sat_period_bar_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static GtkWidget *
add_button (
    SatPeriodBar *self, GtkWidget *box, const char *icon, const char *name, GCallback clicked)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  sat_widget_set_tooltip (button, name);
  sat_widget_set_name (button, name);
  gtk_widget_add_css_class (button, "flat");
  g_signal_connect_swapped (button, "clicked", clicked, self);
  gtk_box_append (GTK_BOX (box), button);
  return button;
}

static GtkWidget *
make_units (SatPeriodBar *self)
{
  static const char *const labels[] = {NC_ ("forecast", "Month"), NC_ ("forecast", "Quarter"),
                                       NC_ ("forecast", "Year")};
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_add_css_class (box, "linked");
  gtk_box_set_homogeneous (GTK_BOX (box), TRUE);
  for (int i = 0; i < 3; i++) {
    self->units[i] =
        gtk_toggle_button_new_with_label (g_dpgettext2 (GETTEXT_PACKAGE, "forecast", labels[i]));
    if (i > 0)
      gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (self->units[i]),
                                   GTK_TOGGLE_BUTTON (self->units[0]));
    g_signal_connect (self->units[i], "toggled", G_CALLBACK (unit_toggled_cb), self);
    gtk_box_append (GTK_BOX (box), self->units[i]);
  }
  return box;
}

static GtkWidget *
make_year_line (SatPeriodBar *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->year_back = add_button (self, box, "go-previous-symbolic", C_ ("forecast", "Earlier"),
                                G_CALLBACK (year_back_cb));
  self->year_label = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_set_hexpand (GTK_WIDGET (self->year_label), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->year_label), "heading");
  gtk_widget_add_css_class (GTK_WIDGET (self->year_label), "numeric");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->year_label));
  self->year_on =
      add_button (self, box, "go-next-symbolic", C_ ("forecast", "Later"), G_CALLBACK (year_on_cb));
  return box;
}

static void
make_popover (SatPeriodBar *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  gtk_widget_add_css_class (box, "sat-popover");
  gtk_box_append (GTK_BOX (box), make_units (self));
  gtk_box_append (GTK_BOX (box), make_year_line (self));
  self->grid = gtk_grid_new ();
  gtk_grid_set_column_homogeneous (GTK_GRID (self->grid), TRUE);
  gtk_grid_set_row_spacing (GTK_GRID (self->grid), 3);
  gtk_grid_set_column_spacing (GTK_GRID (self->grid), 3);
  gtk_box_append (GTK_BOX (box), self->grid);
  self->current = gtk_button_new_with_mnemonic (current_label (SAT_FORECAST_QUARTER));
  g_signal_connect_swapped (self->current, "clicked", G_CALLBACK (current_cb), self);
  gtk_box_append (GTK_BOX (box), self->current);
  self->popover = gtk_popover_new ();
  gtk_popover_set_child (GTK_POPOVER (self->popover), box);
  g_signal_connect (self->popover, "show", G_CALLBACK (popover_shown_cb), self);
  gtk_menu_button_set_popover (self->button, self->popover);
}

static void
sat_period_bar_init (SatPeriodBar *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  add_button (self, self->box, "go-previous-symbolic", _ ("Previous Period"), G_CALLBACK (back_cb));
  self->button = GTK_MENU_BUTTON (gtk_menu_button_new ());
  gtk_menu_button_set_always_show_arrow (self->button, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->button), "sat-period");
  gtk_widget_add_css_class (GTK_WIDGET (self->button), "flat");
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->button));
  add_button (self, self->box, "go-next-symbolic", _ ("Next Period"), G_CALLBACK (on_cb));
  make_popover (self);
}

GtkWidget *
sat_period_bar_new (SatForecastModel *model)
{
  SatPeriodBar *self;

  g_return_val_if_fail (SAT_IS_FORECAST_MODEL (model), NULL);

  self = g_object_new (SAT_TYPE_PERIOD_BAR, NULL);
  self->model = g_object_ref (model);
  g_signal_connect (model, "asked", G_CALLBACK (asked_cb), self);
  asked_cb (model, self);
  return GTK_WIDGET (self);
}

void
sat_period_bar_open (SatPeriodBar *self)
{
  g_return_if_fail (SAT_IS_PERIOD_BAR (self));
  gtk_menu_button_popup (self->button);
}

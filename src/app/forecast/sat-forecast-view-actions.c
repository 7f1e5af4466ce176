/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-forecast-view-private.h"

#include "sat-forecast-print.h"
#include "sat-forecast-table.h"
#include "sat-save-text.h"

#include <glib/gi18n-lib.h>

/* What the menus and keys of the view do. */

char *
sat_forecast_view_dup_title (SatForecastView *self)
{
  g_autofree char *period =
      sat_forecast_period_label (&sat_forecast_model_get_ask (self->model)->period);

  /* Translators: the title of a printed forecast and the name of its file; %s is a period */
  return g_strdup_printf (_ ("Forecast %s"), period);
}

static void
now_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  sat_forecast_model_set_now (SAT_FORECAST_VIEW (widget)->model);
}

static void
step_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  sat_forecast_model_step (SAT_FORECAST_VIEW (widget)->model, g_variant_get_int32 (parameter));
}

static void
edit_quota_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SatForecastView *self = SAT_FORECAST_VIEW (widget);
  guint line, column, quota;

  sat_forecast_grid_get_cursor (self->grid, &line, &column);
  if (sat_forecast_sheet_find_column (self->sheet, SAT_FORECAST_COLUMN_QUOTA, &quota))
    sat_forecast_grid_focus_cell (self->grid, line, quota);
  sat_forecast_grid_edit (self->grid, NULL);
}

static void
set_all_open (SatForecastView *self, gboolean open)
{
  for (guint i = 0; i < sat_forecast_sheet_get_n_lines (self->sheet); i++)
    sat_forecast_sheet_set_open (self->sheet, i, open);
}

static void
open_all_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  set_all_open (SAT_FORECAST_VIEW (widget), TRUE);
}

static void
close_all_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  set_all_open (SAT_FORECAST_VIEW (widget), FALSE);
}

static void
copy (SatForecastView *self, const char *text, const char *message)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  sat_context_say (self->context, message);
}

static void
copy_cell_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SatForecastView *self = SAT_FORECAST_VIEW (widget);
  g_auto (SatGridFace) face = {.share = -1};
  guint line, column;

  sat_forecast_grid_get_cursor (self->grid, &line, &column);
  sat_forecast_sheet_fill (self->sheet, line, column, &face);
  if (face.text != NULL)
    copy (self, face.text, _ ("Figure copied"));
}

static void
copy_table_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SatForecastView *self = SAT_FORECAST_VIEW (widget);
  g_autofree char *text = sat_forecast_table_text (self->sheet);

  copy (self, text, _ ("Table copied"));
}

static void
save_csv_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SatForecastView *self = SAT_FORECAST_VIEW (widget);
  GtkRoot *root = gtk_widget_get_root (widget);
  g_autofree char *text = sat_forecast_table_csv (self->sheet);
  g_autofree char *title = sat_forecast_view_dup_title (self);
  g_autofree char *file = g_strconcat (title, ".csv", NULL);

  sat_save_text_ask (self->context, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                     _ ("Save as CSV"), file, text);
}

GtkPrintOperation *
sat_forecast_view_print (SatForecastView *self)
{
  g_autofree char *title = NULL, *date = NULL;
  SatDate day;

  g_return_val_if_fail (SAT_IS_FORECAST_VIEW (self), NULL);

  if (sat_forecast_sheet_get_forecast (self->sheet) == NULL)
    return NULL;
  title = sat_forecast_view_dup_title (self);
  if (sat_forecast_model_get_as_of (self->model, &day))
    date = sat_format_date (sat_context_get_format (self->context), day);
  return sat_forecast_print_new (self->sheet, self->context, title, date);
}

static void
print_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  g_autoptr (GtkPrintOperation) operation = sat_forecast_view_print (SAT_FORECAST_VIEW (widget));

  if (operation != NULL)
    gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG,
                             GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, NULL);
}

void
sat_forecast_view_install_actions (GtkWidgetClass *klass)
{
  g_return_if_fail (GTK_IS_WIDGET_CLASS (klass));

  gtk_widget_class_install_action (klass, "forecast.now", NULL, now_cb);
  gtk_widget_class_install_action (klass, "forecast.step", "i", step_cb);
  gtk_widget_class_install_action (klass, "forecast.edit-quota", NULL, edit_quota_cb);
  gtk_widget_class_install_action (klass, "forecast.copy-cell", NULL, copy_cell_cb);
  gtk_widget_class_install_action (klass, "forecast.copy-table", NULL, copy_table_cb);
  gtk_widget_class_install_action (klass, "forecast.save-csv", NULL, save_csv_cb);
  gtk_widget_class_install_action (klass, "forecast.print", NULL, print_cb);
  gtk_widget_class_install_action (klass, "forecast.open-all", NULL, open_all_cb);
  gtk_widget_class_install_action (klass, "forecast.close-all", NULL, close_all_cb);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_p, GDK_CONTROL_MASK, "forecast.print", NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_Left, GDK_ALT_MASK, "forecast.step", "i", -1);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_Right, GDK_ALT_MASK, "forecast.step", "i", 1);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_Home, GDK_ALT_MASK, "forecast.step", "i", 0);
}

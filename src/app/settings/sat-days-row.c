/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-days-row.h"

#include "sat-edit.h"
#include "sat-widgets.h"
#include "sat-working-time.h"
#include "sat-wrap-box.h"

#define A_MONDAY 4 /* 1970-01-05 */

typedef struct {
  SatContext *context;
  SatRecord *workspace;
  const SatField *field;
  GtkToggleButton *buttons[7]; /* Monday first */
  gboolean showing;
} Days;

static void
days_free (gpointer data)
{
  Days *days = data;

  g_object_unref (days->context);
  g_object_unref (days->workspace);
  g_free (days);
}

static guint
stored_days (const Days *days)
{
  guint found = sat_working_time_usual ().days;

  sat_working_time_parse_days (sat_record_get_text (days->workspace, days->field->name), &found);
  return found;
}

static void
show_days (GtkWidget *row)
{
  Days *days = g_object_get_data (G_OBJECT (row), "days");
  guint stored = stored_days (days);

  days->showing = TRUE;
  for (int i = 0; i < 7; i++)
    gtk_toggle_button_set_active (days->buttons[i], (stored & SAT_WORKING_DAY (i + 1)) != 0);
  days->showing = FALSE;
}

static void
edited_cb (gint64 id, const GError *error, gpointer user_data)
{
  if (error != NULL)
    show_days (user_data);
}

static guint
pressed_days (const Days *days)
{
  guint pressed = 0;

  for (int i = 0; i < 7; i++)
    if (gtk_toggle_button_get_active (days->buttons[i]))
      pressed |= SAT_WORKING_DAY (i + 1);
  return pressed;
}

static void
toggled_cb (GtkToggleButton *button, GtkWidget *row)
{
  Days *days = g_object_get_data (G_OBJECT (row), "days");
  guint pressed = pressed_days (days);
  g_auto (SatValue) value = SAT_VALUE_INIT;

  if (days->showing || pressed == stored_days (days))
    return;
  if (pressed == 0) {
    gtk_widget_error_bell (row);
    show_days (row);
    return;
  }
  value = sat_value_take (sat_working_time_days_to_string (pressed));
  sat_edit_field (days->context, days->workspace, days->field, &value,
                  sat_edit_base (days->context, sat_record_get_id (days->workspace), days->field),
                  row, edited_cb, row);
}

/* "Mon", "Monday" */
static char *
name_of (int weekday, const char *pattern)
{
  g_autoptr (GDateTime) day = g_date_time_new_utc (1970, 1, A_MONDAY + weekday, 0, 0, 0);

  return g_date_time_format (day, pattern);
}

static GtkToggleButton *
make_button (GtkWidget *row, int weekday)
{
  g_autofree char *shown = name_of (weekday, "%a");
  g_autofree char *name = name_of (weekday, "%A");
  GtkWidget *button = gtk_toggle_button_new_with_label (shown);

  gtk_widget_set_tooltip_text (button, name);
  sat_widget_set_name (button, name);
  g_signal_connect_object (button, "toggled", G_CALLBACK (toggled_cb), row, 0);
  return GTK_TOGGLE_BUTTON (button);
}

GtkWidget *
sat_days_row_new (SatContext *context, SatRecord *workspace)
{
  GtkWidget *row, *box, *line, *title;
  int first;
  Days *days;

  g_return_val_if_fail (SAT_IS_CONTEXT (context) && SAT_IS_RECORD (workspace), NULL);
  row = adw_preferences_row_new ();
  line = sat_wrap_box_new ();
  box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  first = sat_context_get_format (context)->week_start;
  days = g_new0 (Days, 1);
  days->context = g_object_ref (context);
  days->workspace = g_object_ref (workspace);
  days->field = sat_type_field (sat_record_get_record_type (workspace), "work_days");
  g_object_set_data_full (G_OBJECT (row), "days", days, days_free);
  gtk_widget_add_css_class (box, "linked");
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  for (int i = 0; i < 7; i++) {
    int weekday = (first - 1 + i) % 7 + 1;

    days->buttons[weekday - 1] = make_button (row, weekday);
    gtk_box_append (GTK_BOX (box), GTK_WIDGET (days->buttons[weekday - 1]));
  }
  title = gtk_label_new (sat_field_get_label (days->field));
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  sat_wrap_box_append (SAT_WRAP_BOX (line), title);
  sat_wrap_box_append (SAT_WRAP_BOX (line), box);
  gtk_widget_add_css_class (line, "sat-days");
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), sat_field_get_label (days->field));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), line);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_sensitive (box, !sat_store_is_read_only (sat_context_get_store (context)));
  show_days (row);
  g_signal_connect_object (workspace, "changed", G_CALLBACK (show_days), row, G_CONNECT_SWAPPED);
  return row;
}

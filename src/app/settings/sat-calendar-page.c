/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-calendar-page.h"

#include "sat-choice-row.h"
#include "sat-days-row.h"
#include "sat-holidays-list.h"
#include "sat-settings.h"
#include "sat-widgets.h"
#include "sat-working-time.h"
#include "sat-workspace-record.h"

#include <glib/gi18n-lib.h>

#define STEP 30 /* minutes between the times to choose from */
#define MINUTE_US (G_GINT64_CONSTANT (60) * G_USEC_PER_SEC)

static GtkWidget *
make_switch (GSettings *settings)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *toggle = gtk_switch_new ();

  gtk_widget_set_valign (toggle, GTK_ALIGN_CENTER);
  sat_widget_set_name (toggle, _ ("Remind me"));
  g_settings_bind (settings, SAT_SETTING_REMINDERS, toggle, "active", G_SETTINGS_BIND_DEFAULT);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("Remind me"));
  adw_action_row_set_subtitle (
      ADW_ACTION_ROW (row), _ ("Notifications of what is on my calendar, while Satchel is open"));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), toggle);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), toggle);
  return row;
}

static const int minutes_before[] = {0, 5, 10, 15, 30, 60, 120, 24 * 60};

static char *
describe_minutes (int minutes)
{
  if (minutes == 0)
    return g_strdup (C_ ("reminder", "At the start"));
  if (minutes < 60)
    return g_strdup_printf (ngettext ("%d minute before", "%d minutes before", (gulong)minutes),
                            minutes);
  if (minutes < 24 * 60)
    return g_strdup_printf (ngettext ("%d hour before", "%d hours before", (gulong)minutes / 60),
                            minutes / 60);
  return g_strdup (C_ ("reminder", "A day before"));
}

/* A number that is not among the choices stays until another is chosen. */
static void
show_minutes (AdwComboRow *row, const char *key, GSettings *settings)
{
  int minutes = g_settings_get_int (settings, SAT_SETTING_REMINDER_MINUTES);
  guint found = GTK_INVALID_LIST_POSITION;

  for (guint i = 0; i < G_N_ELEMENTS (minutes_before); i++)
    if (minutes_before[i] == minutes)
      found = i;
  if (adw_combo_row_get_selected (row) != found)
    adw_combo_row_set_selected (row, found);
}

static void
minutes_selected_cb (AdwComboRow *row, GParamSpec *pspec, GSettings *settings)
{
  guint position = adw_combo_row_get_selected (row);

  if (position < G_N_ELEMENTS (minutes_before))
    g_settings_set_int (settings, SAT_SETTING_REMINDER_MINUTES, minutes_before[position]);
}

static GtkWidget *
make_minutes (GSettings *settings)
{
  GtkWidget *row = adw_combo_row_new ();
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (minutes_before); i++)
    gtk_string_list_take (labels, describe_minutes (minutes_before[i]));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("When"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row),
                               _ ("Of what has a time and no reminder of its own"));
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (labels));
  show_minutes (ADW_COMBO_ROW (row), NULL, settings);
  g_signal_connect_object (row, "notify::selected", G_CALLBACK (minutes_selected_cb), settings, 0);
  g_signal_connect_object (settings, "changed::" SAT_SETTING_REMINDER_MINUTES,
                           G_CALLBACK (show_minutes), row, G_CONNECT_SWAPPED);
  g_settings_bind (settings, SAT_SETTING_REMINDERS, row, "sensitive", G_SETTINGS_BIND_GET);
  return row;
}

static GtkWidget *
make_reminders (SatContext *context)
{
  GSettings *settings = sat_context_get_settings (context);
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _ ("Reminders"));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), make_switch (settings));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), make_minutes (settings));
  return group;
}

static GtkWidget *
make_week (SatContext *context, SatRecord *workspace)
{
  const SatField *field = sat_type_field (sat_record_get_record_type (workspace), "week_start");
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autoptr (GPtrArray) labels = g_ptr_array_new ();

  g_ptr_array_add (names, (gpointer) "");
  g_ptr_array_add (labels, (gpointer)C_ ("first day of the week", "Automatic"));
  for (const SatChoice *choice = field->choices; choice->name != NULL; choice++) {
    g_ptr_array_add (names, (gpointer)choice->name);
    g_ptr_array_add (labels, (gpointer)sat_field_choice_label (field, choice->name));
  }
  g_ptr_array_add (names, NULL);
  g_ptr_array_add (labels, NULL);
  return sat_choice_row_new (context, workspace, "week_start", (const char *const *)names->pdata,
                             (const char *const *)labels->pdata);
}

static void
add_time (GPtrArray *names, GPtrArray *labels, const SatFormat *format, int minutes)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  SatFormat there = *format;

  there.zone = utc;
  g_ptr_array_add (names, sat_working_time_minutes_to_string (minutes));
  g_ptr_array_add (labels, sat_format_time (&there, minutes * MINUTE_US));
}

/* The usual time stands for none, and what is stored is among the choices. */
static GtkWidget *
make_time (
    SatContext *context, SatRecord *workspace, const char *field, int usual, int from, int to)
{
  const SatFormat *format = sat_context_get_format (context);
  const char *stored = sat_record_get_text (workspace, field);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) labels = g_ptr_array_new_with_free_func (g_free);
  int minutes = usual;

  sat_working_time_parse_minutes (stored, &minutes);
  for (int time = from; time <= to; time += STEP) {
    if (minutes > time - STEP && minutes < time)
      add_time (names, labels, format, minutes);
    add_time (names, labels, format, time);
  }
  for (guint i = 0; i < names->len; i++) {
    int time = 0;

    sat_working_time_parse_minutes (names->pdata[i], &time);
    if (time != minutes || stored != NULL)
      continue;
    g_free (names->pdata[i]);
    names->pdata[i] = g_strdup ("");
  }
  g_ptr_array_add (names, NULL);
  g_ptr_array_add (labels, NULL);
  return sat_choice_row_new (context, workspace, field, (const char *const *)names->pdata,
                             (const char *const *)labels->pdata);
}

static GtkWidget *
make_working_time (SatContext *context, SatRecord *workspace)
{
  SatWorkingTime usual = sat_working_time_usual ();
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());

  adw_preferences_group_set_title (group, _ ("Working Time"));
  adw_preferences_group_set_description (group, _ ("What the calendar shows first"));
  adw_preferences_group_add (group,
                             make_time (context, workspace, "work_start", usual.start, 0, 23 * 60));
  adw_preferences_group_add (group,
                             make_time (context, workspace, "work_end", usual.end, 60, 24 * 60));
  adw_preferences_group_add (group, sat_days_row_new (context, workspace));
  adw_preferences_group_add (group, make_week (context, workspace));
  return GTK_WIDGET (group);
}

GtkWidget *
sat_calendar_page_new (SatContext *context)
{
  AdwPreferencesPage *page;
  SatRecord *workspace;

  g_return_val_if_fail (SAT_IS_CONTEXT (context), NULL);
  page = ADW_PREFERENCES_PAGE (adw_preferences_page_new ());
  workspace = sat_workspace_record_follow (context, GTK_WIDGET (page));
  adw_preferences_page_add (page, ADW_PREFERENCES_GROUP (make_reminders (context)));
  if (workspace != NULL)
    adw_preferences_page_add (page, ADW_PREFERENCES_GROUP (make_working_time (context, workspace)));
  adw_preferences_page_add (page, ADW_PREFERENCES_GROUP (sat_holidays_list_new (context)));
  return GTK_WIDGET (page);
}

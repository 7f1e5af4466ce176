/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-reminder-choice.h"

#include <glib/gi18n-lib.h>

#include "sat-agenda.h"
#include "sat-widgets.h"

#define MINUTES "sat-minutes"

static const int usual[] = {SAT_AGENDA_REMINDER_USUAL,
                            SAT_AGENDA_REMINDER_NONE,
                            0,
                            5,
                            10,
                            15,
                            30,
                            60,
                            120,
                            24 * 60,
                            2 * 24 * 60};

static char *
label_of (int minutes)
{
  gulong n = (gulong)MAX (minutes, 0);

  if (minutes == SAT_AGENDA_REMINDER_USUAL)
    return g_strdup (C_ ("reminder", "As usual"));
  if (minutes < 0)
    return g_strdup (C_ ("reminder", "None"));
  if (n == 0)
    return g_strdup (C_ ("reminder", "At the time"));
  if (n % (24 * 60) == 0)
    return g_strdup_printf (ngettext ("%lu day before", "%lu days before", n / (24 * 60)),
                            n / (24 * 60));
  if (n % 60 == 0)
    return g_strdup_printf (ngettext ("%lu hour before", "%lu hours before", n / 60), n / 60);
  return g_strdup_printf (ngettext ("%lu minute before", "%lu minutes before", n), n);
}

static void
append (GtkStringList *labels, GArray *minutes, int value)
{
  g_autofree char *label = label_of (value);

  gtk_string_list_append (labels, label);
  g_array_append_val (minutes, value);
}

GtkWidget *
sat_reminder_choice_new (void)
{
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);
  GArray *minutes = g_array_new (FALSE, FALSE, sizeof (int));
  GtkWidget *choice;

  for (guint i = 0; i < G_N_ELEMENTS (usual); i++)
    append (labels, minutes, usual[i]);
  choice = gtk_drop_down_new (G_LIST_MODEL (g_steal_pointer (&labels)), NULL);
  g_object_set_data_full (G_OBJECT (choice), MINUTES, minutes, (GDestroyNotify)g_array_unref);
  sat_widget_set_name (choice, _ ("Reminder"));
  return choice;
}

void
sat_reminder_choice_set (GtkWidget *choice, const SatValue *value)
{
  GArray *minutes;
  int wanted;

  g_return_if_fail (GTK_IS_DROP_DOWN (choice) && value != NULL);
  minutes = g_object_get_data (G_OBJECT (choice), MINUTES);
  wanted = value->type == SAT_VALUE_INTEGER ? (int)value->integer : SAT_AGENDA_REMINDER_USUAL;
  for (guint i = 0; i < minutes->len; i++)
    if (g_array_index (minutes, int, i) == wanted) {
      gtk_drop_down_set_selected (GTK_DROP_DOWN (choice), i);
      return;
    }
  append (GTK_STRING_LIST (gtk_drop_down_get_model (GTK_DROP_DOWN (choice))), minutes, wanted);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (choice), minutes->len - 1);
}

gboolean
sat_reminder_choice_differs (GtkWidget *choice, const SatValue *value)
{
  GArray *minutes;
  int chosen;

  g_return_val_if_fail (GTK_IS_DROP_DOWN (choice) && value != NULL, TRUE);
  minutes = g_object_get_data (G_OBJECT (choice), MINUTES);
  chosen = g_array_index (minutes, int, gtk_drop_down_get_selected (GTK_DROP_DOWN (choice)));
  return value->type == SAT_VALUE_NULL ? chosen != SAT_AGENDA_REMINDER_USUAL
                                       : chosen != value->integer;
}

void
sat_reminder_choice_take (GtkWidget *choice, const SatType *activity, SatEntry *entry)
{
  GArray *minutes;
  int chosen;

  g_return_if_fail (GTK_IS_DROP_DOWN (choice) && activity != NULL && entry != NULL);
  minutes = g_object_get_data (G_OBJECT (choice), MINUTES);
  chosen = g_array_index (minutes, int, gtk_drop_down_get_selected (GTK_DROP_DOWN (choice)));
  sat_entry_take (entry, sat_type_field (activity, "reminder"),
                  chosen == SAT_AGENDA_REMINDER_USUAL ? SAT_VALUE_INIT : sat_value_int (chosen),
                  NULL);
}

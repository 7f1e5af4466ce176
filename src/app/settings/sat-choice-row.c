/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-choice-row.h"

#include "sat-edit.h"

typedef struct {
  SatContext *context;
  SatRecord *record;
  const SatField *field;
  GStrv names;
  gboolean showing;
} Choice;

static void
choice_free (gpointer data)
{
  Choice *choice = data;

  g_object_unref (choice->context);
  g_object_unref (choice->record);
  g_strfreev (choice->names);
  g_free (choice);
}

static Choice *
choice_of (AdwComboRow *row)
{
  return g_object_get_data (G_OBJECT (row), "choice");
}

static void
show_value (AdwComboRow *row)
{
  Choice *choice = choice_of (row);
  g_autofree char *text =
      sat_field_to_string (choice->field, sat_record_get (choice->record, choice->field), NULL);
  guint found = GTK_INVALID_LIST_POSITION;

  for (guint i = 0; choice->names[i] != NULL; i++) {
    if (g_str_equal (choice->names[i], text != NULL ? text : ""))
      found = i;
  }
  choice->showing = TRUE;
  adw_combo_row_set_selected (row, found);
  choice->showing = FALSE;
}

static void
edited_cb (gint64 id, const GError *error, gpointer user_data)
{
  if (error != NULL)
    show_value (user_data);
}

static void
selected_cb (AdwComboRow *row)
{
  Choice *choice = choice_of (row);
  guint position = adw_combo_row_get_selected (row);
  g_auto (SatValue) value = SAT_VALUE_INIT;

  if (choice->showing || position == GTK_INVALID_LIST_POSITION ||
      !sat_field_parse (choice->field, choice->names[position], NULL, &value, NULL) ||
      sat_value_equal (&value, sat_record_get (choice->record, choice->field)))
    return;
  sat_edit_field (
      choice->context, choice->record, choice->field, &value,
      sat_edit_base (choice->context, sat_record_get_id (choice->record), choice->field), row,
      edited_cb, row);
}

GtkWidget *
sat_choice_row_new (SatContext *context,
                    SatRecord *record,
                    const char *field,
                    const char *const *names,
                    const char *const *labels)
{
  GtkWidget *row;
  Choice *choice;
  g_autoptr (GtkStringList) list = NULL;

  g_return_val_if_fail (SAT_IS_CONTEXT (context) && SAT_IS_RECORD (record), NULL);
  g_return_val_if_fail (field != NULL && names != NULL && labels != NULL, NULL);
  row = adw_combo_row_new ();
  list = gtk_string_list_new (labels);
  choice = g_new0 (Choice, 1);
  choice->context = g_object_ref (context);
  choice->record = g_object_ref (record);
  choice->field = sat_type_field (sat_record_get_record_type (record), field);
  choice->names = g_strdupv ((char **)names);
  g_object_set_data_full (G_OBJECT (row), "choice", choice, choice_free);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), sat_field_get_label (choice->field));
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (list));
  show_value (ADW_COMBO_ROW (row));
  gtk_widget_set_sensitive (row, !sat_store_is_read_only (sat_context_get_store (context)));
  g_signal_connect (row, "notify::selected", G_CALLBACK (selected_cb), NULL);
  g_signal_connect_object (record, "changed", G_CALLBACK (show_value), row, G_CONNECT_SWAPPED);
  return row;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-new-pipeline.h"

#include "sat-pipeline-edit.h"
#include "sat-query.h"

#include <glib/gi18n-lib.h>

typedef struct {
  SatContext *context;
  GtkWidget *widget; /* only compared and handed on, never looked into */
  gboolean adopt;
  void (*created) (gint64 id, gpointer user_data);
  gpointer user_data;
  AdwEntryRow *name_row;
  AdwComboRow *stages_row;
  GArray *models; /* gint64: the pipelines whose stages may be copied */
  char *name;
  gint64 like, id;
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  g_object_unref (question->context);
  g_array_unref (question->models);
  g_free (question->name);
  g_free (question);
}

static gboolean
write_pipeline (SatWriter *writer, gpointer data, GError **error)
{
  Question *question = data;

  return question->adopt
             ? sat_pipeline_adopt (writer, question->name, &question->id, error)
             : sat_pipeline_create (writer, question->name, question->like, &question->id, error);
}

/* The write's data is freed after this. */
static void
written_cb (gint64 change, const GError *error, gpointer user_data)
{
  Question *question = user_data;

  if (error == NULL && question->created != NULL)
    question->created (question->id, question->user_data);
}

static void
response_cb (AdwMessageDialog *dialog, const char *response, Question *question)
{
  g_autofree char *label = NULL;
  g_autofree char *toast = NULL;
  guint position;

  if (g_strcmp0 (response, "add") != 0) {
    question_free (question);
    return;
  }
  position = adw_combo_row_get_selected (question->stages_row);
  question->name =
      g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (question->name_row))));
  question->like = position >= 1 && position <= question->models->len
                       ? g_array_index (question->models, gint64, position - 1)
                       : 0;
  /* Translators: an entry of the undo list; %s is the name of a pipeline */
  label = g_strdup_printf (_ ("New pipeline “%s”"), question->name);
  toast = g_strdup_printf (_ ("Pipeline “%s” added"), question->name);
  sat_context_write (question->context, label, toast, write_pipeline, question, question_free,
                     question->widget, written_cb, question);
}

static void
name_changed_cb (GtkEditable *editable, AdwMessageDialog *dialog)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (editable)));

  adw_message_dialog_set_response_enabled (dialog, "add", *name != '\0');
}

static GtkStringList *
list_models (Question *question)
{
  GtkStringList *list = gtk_string_list_new (NULL);
  SatReader *reader = sat_context_get_reader (question->context);
  g_autoptr (SatQuery) query = sat_query_new ("pipeline");
  g_autoptr (GArray) ids = NULL;

  gtk_string_list_append (list, _ ("The usual ones"));
  sat_query_add_sort (query, "order", FALSE);
  ids = sat_query_page (query, reader, 0, 100, NULL);
  for (guint i = 0; ids != NULL && i < ids->len; i++) {
    gint64 id = g_array_index (ids, gint64, i);
    /* Translators: a choice: the same stages as those of a pipeline */
    g_autofree char *text = g_strdup_printf (_ ("As in “%s”"), sat_reader_title (reader, id));

    g_array_append_val (question->models, id);
    gtk_string_list_append (list, text);
  }
  return list;
}

static GtkWidget *
make_rows (Question *question, AdwMessageDialog *dialog)
{
  GtkWidget *rows = gtk_list_box_new ();
  g_autoptr (GtkStringList) models = list_models (question);

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (rows), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (rows, "boxed-list");
  question->name_row = ADW_ENTRY_ROW (adw_entry_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (question->name_row), _ ("Name"));
  question->stages_row = ADW_COMBO_ROW (adw_combo_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (question->stages_row), _ ("Stages"));
  adw_combo_row_set_model (question->stages_row, G_LIST_MODEL (models));
  gtk_widget_set_visible (GTK_WIDGET (question->stages_row), !question->adopt);
  gtk_list_box_append (GTK_LIST_BOX (rows), GTK_WIDGET (question->name_row));
  gtk_list_box_append (GTK_LIST_BOX (rows), GTK_WIDGET (question->stages_row));
  g_signal_connect (question->name_row, "changed", G_CALLBACK (name_changed_cb), dialog);
  adw_entry_row_set_activates_default (question->name_row, TRUE);
  return rows;
}

void
sat_new_pipeline_ask (GtkWidget *widget,
                      SatContext *context,
                      gboolean adopt,
                      void (*created) (gint64 id, gpointer user_data),
                      gpointer user_data)
{
  GtkRoot *root;
  GtkWidget *dialog;
  AdwMessageDialog *message;
  Question *question;

  g_return_if_fail (GTK_IS_WIDGET (widget) && SAT_IS_CONTEXT (context));
  root = gtk_widget_get_root (widget);
  dialog = adw_message_dialog_new (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                                   _ ("New Pipeline"), NULL);
  message = ADW_MESSAGE_DIALOG (dialog);
  question = g_new0 (Question, 1);
  question->context = g_object_ref (context);
  question->widget = widget;
  question->adopt = adopt;
  question->created = created;
  question->user_data = user_data;
  question->models = g_array_new (FALSE, FALSE, sizeof (gint64));
  adw_message_dialog_set_extra_child (message, make_rows (question, message));
  adw_message_dialog_add_responses (message, "cancel", _ ("_Cancel"), "add", _ ("_Add"), NULL);
  adw_message_dialog_set_response_appearance (message, "add", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_response_enabled (message, "add", FALSE);
  adw_message_dialog_set_default_response (message, "add");
  adw_message_dialog_set_close_response (message, "cancel");
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), question);
  gtk_window_present (GTK_WINDOW (dialog));
  gtk_widget_grab_focus (GTK_WIDGET (question->name_row));
}

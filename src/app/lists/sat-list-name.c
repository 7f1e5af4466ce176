/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Asking for the name of a list. */

#include "config.h"

#include "sat-list-tools.h"

#include <glib/gi18n-lib.h>

#include "sat-widgets.h"

typedef struct {
  GtkEditable *entry;
  SatListNamed answered;
  gpointer user_data;
  GDestroyNotify destroy;
} Question;

static void
question_free (gpointer data, GClosure *closure)
{
  Question *question = data;

  if (question->destroy != NULL)
    question->destroy (question->user_data);
  g_free (question);
}

static void
response_cb (AdwMessageDialog *dialog, const char *response, Question *question)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (question->entry)));

  if (g_strcmp0 (response, "save") == 0 && *name != '\0')
    question->answered (name, question->user_data);
}

static void
typed_cb (GtkEditable *entry, AdwMessageDialog *dialog)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (entry)));

  adw_message_dialog_set_response_enabled (dialog, "save", *name != '\0');
}

void
sat_list_tools_ask_name (GtkWidget *parent,
                         const char *title,
                         const char *body,
                         const char *name,
                         const char *button,
                         SatListNamed answered,
                         gpointer user_data,
                         GDestroyNotify destroy)
{
  GtkRoot *root;
  AdwMessageDialog *dialog;
  GtkWidget *entry;
  Question *question;

  g_return_if_fail (GTK_IS_WIDGET (parent) && title != NULL && answered != NULL);
  root = gtk_widget_get_root (parent);
  dialog = ADW_MESSAGE_DIALOG (
      adw_message_dialog_new (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, title, body));
  adw_message_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "save", button, NULL);
  adw_message_dialog_set_default_response (dialog, "save");
  adw_message_dialog_set_close_response (dialog, "cancel");
  adw_message_dialog_set_response_appearance (dialog, "save", ADW_RESPONSE_SUGGESTED);
  entry = gtk_entry_new ();
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), _ ("Name of the list"));
  sat_widget_set_name (entry, _ ("Name of the list"));
  g_signal_connect (entry, "changed", G_CALLBACK (typed_cb), dialog);
  gtk_editable_set_text (GTK_EDITABLE (entry), name != NULL ? name : "");
  typed_cb (GTK_EDITABLE (entry), dialog);
  adw_message_dialog_set_extra_child (dialog, entry);
  question = g_new (Question, 1);
  *question = (Question){GTK_EDITABLE (entry), answered, user_data, destroy};
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), question, question_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
  gtk_widget_grab_focus (entry);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-lost-dialog.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

typedef struct {
  GtkEditable *entry;
  SatLostFunc answered;
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
  g_autofree char *reason = NULL;

  if (g_strcmp0 (response, "lost") != 0)
    return;
  reason = g_strstrip (g_strdup (gtk_editable_get_text (question->entry)));
  question->answered (reason, question->user_data);
}

GtkWidget *
sat_lost_dialog_ask (GtkWidget *parent,
                     const char *title,
                     SatLostFunc answered,
                     gpointer user_data,
                     GDestroyNotify destroy)
{
  GtkRoot *root;
  GtkWidget *dialog, *entry;
  Question *question;

  g_return_val_if_fail (GTK_IS_WIDGET (parent) && title != NULL && answered != NULL, NULL);

  root = gtk_widget_get_root (parent);
  dialog = adw_message_dialog_new (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                                   _ ("Why Was It Lost?"), NULL);
  /* Translators: %s is the name of a deal */
  adw_message_dialog_format_body (ADW_MESSAGE_DIALOG (dialog),
                                  _ ("The reason is kept with “%s” and helps to win the next one."),
                                  title);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "lost",
                                    _ ("Mark as _Lost"), NULL);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "lost");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "lost",
                                              ADW_RESPONSE_SUGGESTED);
  entry = gtk_entry_new ();
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), _ ("Price, timing, a competitor…"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Lost reason"), -1);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), entry);
  question = g_new (Question, 1);
  *question = (Question){GTK_EDITABLE (entry), answered, user_data, destroy};
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), question, question_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
  gtk_widget_grab_focus (entry);
  return dialog;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-call-dialog.h"

#include <glib/gi18n-lib.h>

#include "sat-activity-edit.h"
#include "sat-widgets.h"

#define N_OUTCOMES 3

/* The first one is what Enter alone means. */
static const char *const outcomes[N_OUTCOMES] = {
    NC_ ("call", "_Reached"),
    NC_ ("call", "Left a _message"),
    NC_ ("call", "No a_nswer"),
};

static const struct {
  const char *label;
  int days;
} follow_ups[] = {
    {N_ ("No follow-up"), -1}, {N_ ("Tomorrow"), 1},      {N_ ("In 3 days"), 3},
    {N_ ("In one week"), 7},   {N_ ("In two weeks"), 14}, {N_ ("In one month"), 30},
};

typedef struct {
  SatContext *context;
  gint64 about;
  GtkCheckButton *outcomes[N_OUTCOMES];
  GtkEditable *notes;
  GtkDropDown *follow_up;
} Question;

static void
question_free (gpointer data, GClosure *closure)
{
  Question *question = data;

  g_object_unref (question->context);
  g_free (question);
}

/* A label without the mark of its key. */
static char *
plain_label (const char *label)
{
  g_auto (GStrv) parts = g_strsplit (label, "_", -1);
  g_autofree char *plain = g_strjoinv (NULL, parts);
  char *mark = g_strrstr (plain, "(");

  /* Where the letters of a script are no keys, one stands behind in brackets. */
  if (mark != NULL && mark != plain && mark[1] != '\0' && mark[2] == ')')
    *mark = '\0';
  return g_steal_pointer (&plain);
}

static void
response_cb (AdwMessageDialog *dialog, const char *response, Question *question)
{
  g_autofree char *notes = NULL;
  g_autofree char *outcome = NULL;
  SatCallLog call = {.about = question->about};

  if (g_strcmp0 (response, "log") != 0)
    return;
  for (guint i = 0; i < N_OUTCOMES; i++)
    if (gtk_check_button_get_active (question->outcomes[i]))
      outcome = plain_label (g_dpgettext2 (NULL, "call", outcomes[i]));
  notes = g_strstrip (g_strdup (gtk_editable_get_text (question->notes)));
  call.outcome = outcome;
  call.notes = notes;
  call.follow_up_days = follow_ups[gtk_drop_down_get_selected (question->follow_up)].days;
  sat_activity_log_call (question->context, &call);
}

static GtkWidget *
make_outcomes (Question *question)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  gtk_widget_set_halign (box, GTK_ALIGN_CENTER);
  for (guint i = 0; i < N_OUTCOMES; i++) {
    GtkWidget *button =
        gtk_check_button_new_with_mnemonic (g_dpgettext2 (NULL, "call", outcomes[i]));
    g_autofree char *name = plain_label (g_dpgettext2 (NULL, "call", outcomes[i]));

    question->outcomes[i] = GTK_CHECK_BUTTON (button);
    sat_widget_set_name (button, name); /* GTK says the mark of its key, too */
    if (i > 0)
      gtk_check_button_set_group (question->outcomes[i], question->outcomes[0]);
    gtk_box_append (GTK_BOX (box), button);
  }
  gtk_check_button_set_active (question->outcomes[0], TRUE);
  return box;
}

static GtkWidget *
make_follow_up (Question *question)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = gtk_label_new_with_mnemonic (_ ("_Follow up"));
  g_autoptr (GtkStringList) texts = gtk_string_list_new (NULL);
  GtkWidget *choice;

  for (guint i = 0; i < G_N_ELEMENTS (follow_ups); i++)
    gtk_string_list_append (texts, _ (follow_ups[i].label));
  choice = gtk_drop_down_new (G_LIST_MODEL (g_steal_pointer (&texts)), NULL);
  question->follow_up = GTK_DROP_DOWN (choice);
  sat_widget_set_name (choice, _ ("Follow up"));
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), choice);
  gtk_widget_set_hexpand (choice, TRUE);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), choice);
  return box;
}

static GtkWidget *
make_form (Question *question)
{
  GtkWidget *form = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *entry = gtk_entry_new ();

  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), _ ("What was said"));
  sat_widget_set_name (entry, _ ("What was said"));
  question->notes = GTK_EDITABLE (entry);
  gtk_box_append (GTK_BOX (form), make_outcomes (question));
  gtk_box_append (GTK_BOX (form), entry);
  gtk_box_append (GTK_BOX (form), make_follow_up (question));
  return form;
}

GtkWidget *
sat_call_dialog_ask (GtkWindow *parent, SatContext *context, gint64 about)
{
  GtkWidget *dialog;
  Question *question;
  const char *title;

  g_return_val_if_fail (SAT_IS_CONTEXT (context) && about != 0, NULL);
  title = sat_reader_title (sat_context_get_reader (context), about);
  dialog = adw_message_dialog_new (parent, _ ("Log a Call"), NULL);
  adw_message_dialog_set_body (ADW_MESSAGE_DIALOG (dialog), title);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "log",
                                    _ ("_Log Call"), NULL);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "log");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "log",
                                              ADW_RESPONSE_SUGGESTED);
  question = g_new0 (Question, 1);
  question->context = g_object_ref (context);
  question->about = about;
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), make_form (question));
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), question, question_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
  gtk_widget_grab_focus (GTK_WIDGET (question->notes));
  return dialog;
}

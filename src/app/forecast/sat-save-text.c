/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-save-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct {
  SatContext *context;
  GtkFileChooserNative *chooser;
  char *text;
} Save;

static void
save_free (gpointer data, GClosure *closure)
{
  Save *save = data;

  g_object_unref (save->context);
  g_free (save->text);
  g_free (save);
}

gboolean
sat_save_text_write (SatContext *context, GFile *file, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *base = NULL, *message = NULL;
  const char *shown;

  g_return_val_if_fail (SAT_IS_CONTEXT (context) && G_IS_FILE (file) && text != NULL, FALSE);

  if (!g_file_replace_contents (file, text, strlen (text), NULL, FALSE, G_FILE_CREATE_NONE, NULL,
                                NULL, &error)) {
    /* Translators: %s is the reason */
    message = g_strdup_printf (_ ("Not saved: %s"), error->message);
    sat_context_say (context, message);
    return FALSE;
  }
  base = g_file_get_basename (file);
  shown = base != NULL ? base : "";
  /* Translators: %s is the name of a file */
  message = g_strdup_printf (_ ("“%s” written"), shown);
  sat_context_say (context, message);
  return TRUE;
}

static void
response_cb (GtkNativeDialog *native, int response, Save *save)
{
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT
                               ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (native))
                               : NULL;

  if (file != NULL)
    sat_save_text_write (save->context, file, save->text);
  g_object_unref (native);
}

void
sat_save_text_ask (
    SatContext *context, GtkWindow *parent, const char *title, const char *name, const char *text)
{
  g_autofree char *current = NULL;
  GtkFileChooserNative *chooser;
  Save *save;

  g_return_if_fail (SAT_IS_CONTEXT (context) && title != NULL && name != NULL && text != NULL);

  current = g_strdelimit (g_strdup (name), "/\\:*?\"<>|", '-');
  save = g_new0 (Save, 1);
  save->context = g_object_ref (context);
  save->text = g_strdup (text);
  chooser = gtk_file_chooser_native_new (title, parent, GTK_FILE_CHOOSER_ACTION_SAVE, NULL, NULL);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), current);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect_data (chooser, "response", G_CALLBACK (response_cb), save, save_free, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

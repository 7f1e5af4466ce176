/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-window-import.h"

#include <glib/gi18n-lib.h>

#include "sat-import-window.h"
#include "sat-window-private.h"

static void
add_filter (GtkFileChooser *chooser, const char *name, const char *const *suffixes)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, name);
  for (guint i = 0; suffixes != NULL && suffixes[i] != NULL; i++)
    gtk_file_filter_add_suffix (filter, suffixes[i]);
  if (suffixes == NULL)
    gtk_file_filter_add_pattern (filter, "*");
  gtk_file_chooser_add_filter (chooser, filter);
}

/* The paths of a GListModel of GFile; those that are not on this machine's disks are left out. */
static char **
list_paths (GListModel *files)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  guint n = g_list_model_get_n_items (files);

  for (guint i = 0; i < n; i++) {
    g_autoptr (GFile) file = g_list_model_get_item (files, i);
    char *path = g_file_get_path (file);

    if (path != NULL)
      g_ptr_array_add (paths, path);
  }
  g_ptr_array_add (paths, NULL);
  return (char **)g_ptr_array_free (g_steal_pointer (&paths), FALSE);
}

static void
chosen_cb (GtkNativeDialog *dialog, int response, SatWindow *self)
{
  g_autoptr (GListModel) files = NULL;
  g_auto (GStrv) paths = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    files = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (dialog));
  g_clear_object (&self->import_chooser);
  if (files == NULL)
    return;
  paths = list_paths (files);
  sat_window_import_files (self, (const char *const *)paths);
}

static void
import_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  static const char *const tables[] = {"csv", "tsv", "txt", "vcf", "vcard", "json", NULL};
  SatWindow *self = SAT_WINDOW (widget);
  GtkFileChooser *chooser;

  if (self->import_chooser != NULL) {
    gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->import_chooser));
    return;
  }
  self->import_chooser =
      gtk_file_chooser_native_new (_ ("Import Files"), GTK_WINDOW (self),
                                   GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Import"), _ ("_Cancel"));
  chooser = GTK_FILE_CHOOSER (self->import_chooser);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  gtk_file_chooser_set_select_multiple (chooser, TRUE);
  add_filter (chooser, _ ("Tables (CSV), vCards and Satchel’s own files (JSON)"), tables);
  add_filter (chooser, _ ("All files"), NULL);
  g_signal_connect_object (chooser, "response", G_CALLBACK (chosen_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static void
import_files_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autofree const char **paths = g_variant_get_strv (parameter, NULL);

  sat_window_import_files (SAT_WINDOW (widget), paths);
}

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, SatWindow *self)
{
  GSList *files = g_value_get_boxed (value);
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);

  for (GSList *l = files; l != NULL; l = l->next) {
    char *path = g_file_get_path (l->data);

    if (path != NULL)
      g_ptr_array_add (paths, path);
  }
  if (paths->len == 0)
    return FALSE;
  g_ptr_array_add (paths, NULL);
  sat_window_import_files (self, (const char *const *)paths->pdata);
  return TRUE;
}

static void
ask_for_workspace (SatWindow *self, const char *const *paths)
{
  guint n = g_strv_length ((char **)paths);
  g_autofree char *name = g_filename_display_basename (paths[0]);
  g_autofree char *note = NULL;

  g_strfreev (self->import_waiting);
  self->import_waiting = g_strdupv ((char **)paths);
  if (n == 1)
    note = g_strdup_printf (_ ("Then %s is imported."), name);
  else
    note = g_strdup_printf (ngettext ("Then %s and %u more file are imported.",
                                      "Then %s and %u more files are imported.", n - 1),
                            name, n - 1);
  sat_start_page_set_note (self->start_page, note);
  sat_start_page_show_form (self->start_page);
}

void
sat_window_import_files (SatWindow *self, const char *const *paths)
{
  g_return_if_fail (SAT_IS_WINDOW (self) && paths != NULL);
  if (paths[0] == NULL)
    return;
  if (self->context == NULL) {
    ask_for_workspace (self, paths);
    return;
  }
  if (sat_store_is_read_only (sat_context_get_store (self->context))) {
    sat_context_say (self->context, _ ("This workspace can only be read; nothing was imported"));
    return;
  }
  if (self->import_window != NULL && sat_import_window_is_running (self->import_window)) {
    gtk_window_present (GTK_WINDOW (self->import_window));
    sat_context_say (self->context, _ ("Another import is still running"));
    return;
  }
  sat_window_import_stop (self);
  g_set_weak_pointer (&self->import_window,
                      sat_import_window_new (GTK_WINDOW (self), self->context, paths));
  gtk_window_present (GTK_WINDOW (self->import_window));
}

gboolean
sat_window_import_is_waiting (SatWindow *self)
{
  g_return_val_if_fail (SAT_IS_WINDOW (self), FALSE);
  return self->import_waiting != NULL;
}

void
sat_window_import_waiting (SatWindow *self)
{
  g_auto (GStrv) paths = NULL;

  g_return_if_fail (SAT_IS_WINDOW (self) && self->context != NULL);
  paths = g_steal_pointer (&self->import_waiting);
  if (paths != NULL)
    sat_window_import_files (self, (const char *const *)paths);
}

void
sat_window_import_stop (SatWindow *self)
{
  GtkWindow *window;

  g_return_if_fail (SAT_IS_WINDOW (self));
  window = GTK_WINDOW (self->import_window);
  g_clear_weak_pointer (&self->import_window);
  if (window != NULL)
    gtk_window_destroy (window);
}

void
sat_window_import_install (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "win.import", NULL, import_cb);
  gtk_widget_class_install_action (klass, "win.import-files", "as", import_files_cb);
}

void
sat_window_import_init (SatWindow *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_signal_connect (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

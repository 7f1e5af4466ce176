/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-restore-dialog.h"

#include "sat-backups.h"
#include "sat-labels.h"

#include <glib/gi18n-lib.h>

typedef struct {
  SatContext *context;
  GWeakRef widget;
  char *path;
} Begun;

static void
begun_free (Begun *begun)
{
  g_object_unref (begun->context);
  g_weak_ref_clear (&begun->widget);
  g_free (begun->path);
  g_free (begun);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Begun, begun_free)

static GtkWidget *
make_label (const char *text, float xalign, gboolean dim)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), xalign);
  if (dim)
    gtk_widget_add_css_class (label, "dim-label");
  else if (xalign > 0)
    gtk_widget_add_css_class (label, "numeric");
  return label;
}

/* How many there are now, and how many then. */
static GtkWidget *
make_counts (SatContext *context, SatBackupLook *look)
{
  const SatFormat *format = sat_context_get_format (context);
  GtkWidget *grid = gtk_grid_new ();

  gtk_grid_set_column_spacing (GTK_GRID (grid), 18);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 6);
  gtk_widget_set_halign (grid, GTK_ALIGN_CENTER);
  gtk_widget_set_margin_top (grid, 12);
  gtk_grid_attach (GTK_GRID (grid), make_label (C_ ("restore", "In the file"), 1, TRUE), 1, 0, 1,
                   1);
  gtk_grid_attach (GTK_GRID (grid), make_label (C_ ("restore", "Now"), 1, TRUE), 2, 0, 1, 1);
  for (guint i = 0; i < look->n_types; i++) {
    const SatType *type = sat_context_get_type_by_name (context, look->types[i]);
    g_autofree char *then = sat_format_integer (format, look->counts[i]);
    g_autofree char *now = sat_format_integer (
        format, sat_backup_look_now (sat_context_get_reader (context), look->types[i]));
    int row = (int)i + 1;

    gtk_grid_attach (GTK_GRID (grid), make_label (sat_labels_plural (type), 0, FALSE), 0, row, 1,
                     1);
    gtk_grid_attach (GTK_GRID (grid), make_label (then, 1, FALSE), 1, row, 1, 1);
    gtk_grid_attach (GTK_GRID (grid), make_label (now, 1, FALSE), 2, row, 1, 1);
  }
  return grid;
}

static char *
describe (SatContext *context, SatBackupLook *look)
{
  const SatFormat *format = sat_context_get_format (context);
  g_autofree char *name = g_filename_display_basename (look->path);
  g_autofree char *size = g_format_size ((guint64)look->size);
  g_autofree char *when = sat_format_instant (format, look->last_change);

  if (look->last_change == 0)
    /* Translators: a file, the name of a workspace, the file's size */
    return g_strdup_printf (_ ("%s holds “%s” (%s). It was checked and is sound. What you have now "
                               "is kept aside first."),
                            name, look->workspace, size);
  /* Translators: a file, the name of a workspace, a date and time, the file's size */
  return g_strdup_printf (_ ("%s holds “%s” as it was after the change of %s (%s). It was checked "
                             "and is sound. What you have now is kept aside first."),
                          name, look->workspace, when, size);
}

static GtkWidget *
make_dialog (Begun *begun, GtkWidget *widget, const char *title, const char *body)
{
  GtkRoot *root = gtk_widget_get_root (widget);

  return adw_message_dialog_new (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, title, body);
}

static void
refuse (Begun *begun, GtkWidget *widget, const GError *error)
{
  GtkWidget *dialog =
      make_dialog (begun, widget, _ ("This File Cannot Be Restored"), error->message);

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

static gboolean
restore_cb (gpointer path)
{
  GApplication *application = g_application_get_default ();

  if (application != NULL)
    g_action_group_activate_action (G_ACTION_GROUP (application), "restore",
                                    g_variant_new_bytestring (path));
  return G_SOURCE_REMOVE;
}

/* The restore closes every window of the workspace: not while one of them is answering. */
static void
response_cb (AdwMessageDialog *dialog, const char *response, Begun *data)
{
  g_autoptr (Begun) begun = data;

  if (g_strcmp0 (response, "restore") == 0)
    g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, restore_cb, g_strdup (begun->path), g_free);
}

/* Takes @begun over. */
static void
ask (Begun *begun, GtkWidget *widget, SatBackupLook *look)
{
  g_autofree char *body = describe (begun->context, look);
  GtkWidget *dialog = make_dialog (begun, widget, _ ("Restore This Backup?"), body);
  AdwMessageDialog *message = ADW_MESSAGE_DIALOG (dialog);

  adw_message_dialog_set_extra_child (message, make_counts (begun->context, look));
  adw_message_dialog_add_responses (message, "cancel", _ ("_Cancel"), "restore", _ ("_Restore"),
                                    NULL);
  adw_message_dialog_set_response_appearance (message, "restore", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (message, "cancel");
  adw_message_dialog_set_close_response (message, "cancel");
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), begun);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
look_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  SatBackupLook *look = sat_backup_look (data, &error);

  if (look != NULL)
    g_task_return_pointer (task, look, sat_backup_look_free);
  else
    g_task_return_error (task, error);
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Begun) begun = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SatBackupLook) look = g_task_propagate_pointer (G_TASK (result), &error);
  g_autoptr (GtkWidget) widget = g_weak_ref_get (&begun->widget);

  if (widget == NULL || gtk_widget_get_root (widget) == NULL)
    return;
  if (look == NULL)
    refuse (begun, widget, error);
  else
    ask (g_steal_pointer (&begun), widget, look);
}

void
sat_restore_dialog_begin (GtkWidget *widget, SatContext *context, const char *path)
{
  g_autoptr (GTask) task = NULL;
  Begun *begun;

  g_return_if_fail (GTK_IS_WIDGET (widget) && SAT_IS_CONTEXT (context) && path != NULL);
  begun = g_new0 (Begun, 1);
  begun->context = g_object_ref (context);
  g_weak_ref_init (&begun->widget, widget);
  begun->path = g_strdup (path);
  task = g_task_new (NULL, NULL, looked_cb, begun);
  g_task_set_task_data (task, g_strdup (path), g_free);
  g_task_run_in_thread (task, look_thread);
}

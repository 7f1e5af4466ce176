/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-import-dialog.h"

#include <glib/gi18n-lib.h>

#include "sat-import-group.h"

#define PROGRESS_MS 100

/* What the importing thread works on. */
typedef struct {
  SatStore *store;
  char **paths;
  GMutex lock;
  guint64 done, total;
} Job;

struct _SatImportDialog {
  AdwWindow parent_instance;
  SatContext *context;
  GCancellable *cancellable;
  Job *job; /* while it runs; owned by its task */
  guint progress_timeout;
  gint64 change;

  GtkStack *stack;
  GtkProgressBar *progress;
  GtkLabel *progress_label;
  GtkBox *files;
  AdwStatusPage *failed_page;
  GtkWidget *cancel_button;
  GtkWidget *undo_button;
  GtkWidget *close_button;
};

enum {
  DONE,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SatImportDialog, sat_import_dialog, ADW_TYPE_WINDOW)

static void
job_free (gpointer data)
{
  Job *job = data;

  g_object_unref (job->store);
  g_strfreev (job->paths);
  g_mutex_clear (&job->lock);
  g_free (job);
}

/* Runs on the importing thread. */
static void
progress_cb (guint64 done, guint64 total, gpointer data)
{
  Job *job = data;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&job->lock);

  job->done = done;
  job->total = total;
}

static void
import_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Job *job = task_data;
  SatImportOptions options = {0};
  GError *error = NULL;
  SatImportReport *report = sat_import_run (job->store, (const char *const *)job->paths, &options,
                                            progress_cb, job, cancellable, &error);

  if (report != NULL)
    g_task_return_pointer (task, report, (GDestroyNotify)sat_import_report_free);
  else
    g_task_return_error (task, error);
}

static gboolean
show_progress_cb (gpointer user_data)
{
  SatImportDialog *self = user_data;
  const SatFormat *format = sat_context_get_format (self->context);
  g_autofree char *done_text = NULL;
  g_autofree char *total_text = NULL;
  g_autofree char *text = NULL;
  guint64 done, total;

  g_mutex_lock (&self->job->lock);
  done = self->job->done;
  total = self->job->total;
  g_mutex_unlock (&self->job->lock);
  if (total == 0) {
    gtk_progress_bar_pulse (self->progress);
    return G_SOURCE_CONTINUE;
  }
  done_text = sat_format_integer (format, (gint64)done);
  total_text = sat_format_integer (format, (gint64)total);
  /* Translators: how many rows are done, and how many there are */
  text = g_strdup_printf (_ ("%s of %s rows"), done_text, total_text);
  gtk_progress_bar_set_fraction (self->progress, (double)done / (double)total);
  gtk_label_set_text (self->progress_label, text);
  return G_SOURCE_CONTINUE;
}

static void
show_report (SatImportDialog *self, const SatImportReport *report)
{
  self->change = report->change;
  for (guint i = 0; i < report->files->len; i++)
    gtk_box_append (self->files,
                    sat_import_group_new (self->context, g_ptr_array_index (report->files, i)));
  gtk_stack_set_visible_child_name (self->stack, "report");
  gtk_widget_set_visible (self->undo_button, self->change != 0);
}

static void
imported_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SatImportDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SatImportReport) report = g_task_propagate_pointer (G_TASK (result), &error);

  if (self->context == NULL)
    return; /* the window was closed meanwhile */
  g_clear_handle_id (&self->progress_timeout, g_source_remove);
  self->job = NULL;
  if (report != NULL) {
    show_report (self, report);
  } else {
    g_autofree char *markup = g_markup_escape_text (error->message, -1);

    adw_status_page_set_description (self->failed_page, markup);
    gtk_stack_set_visible_child_name (self->stack, "failed");
  }
  gtk_widget_set_visible (self->cancel_button, FALSE);
  gtk_widget_set_visible (self->close_button, TRUE);
  gtk_widget_grab_focus (self->close_button);
  g_signal_emit (self, signals[DONE], 0);
}

static void
undo_clicked_cb (SatImportDialog *self)
{
  if (self->change != 0)
    sat_context_undo_change (self->context, self->change);
  gtk_window_close (GTK_WINDOW (self));
}

static gboolean
sat_import_dialog_close_request (GtkWindow *window)
{
  g_cancellable_cancel (SAT_IMPORT_DIALOG (window)->cancellable);
  return GTK_WINDOW_CLASS (sat_import_dialog_parent_class)->close_request (window);
}

static void
sat_import_dialog_dispose (GObject *object)
{
  SatImportDialog *self = SAT_IMPORT_DIALOG (object);

  g_clear_handle_id (&self->progress_timeout, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (sat_import_dialog_parent_class)->dispose (object);
}

static void
sat_import_dialog_class_init (SatImportDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sat_import_dialog_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = sat_import_dialog_close_request;
  signals[DONE] = g_signal_new ("done", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/satchel/Satchel/importing/sat-import-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SatImportDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, SatImportDialog, progress);
  gtk_widget_class_bind_template_child (widget_class, SatImportDialog, progress_label);
  gtk_widget_class_bind_template_child (widget_class, SatImportDialog, files);
  gtk_widget_class_bind_template_child (widget_class, SatImportDialog, failed_page);
  gtk_widget_class_bind_template_child (widget_class, SatImportDialog, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, SatImportDialog, undo_button);
  gtk_widget_class_bind_template_child (widget_class, SatImportDialog, close_button);
  gtk_widget_class_bind_template_callback (widget_class, undo_clicked_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
sat_import_dialog_init (SatImportDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

SatImportDialog *
sat_import_dialog_new (GtkWindow *parent, SatContext *context, const char *const *paths)
{
  SatImportDialog *self;
  g_autoptr (GTask) task = NULL;

  g_return_val_if_fail (SAT_IS_CONTEXT (context) && paths != NULL, NULL);
  self = g_object_new (SAT_TYPE_IMPORT_DIALOG, "transient-for", parent, NULL);
  self->context = g_object_ref (context);
  self->cancellable = g_cancellable_new ();
  self->job = g_new0 (Job, 1);
  self->job->store = g_object_ref (sat_context_get_store (context));
  self->job->paths = g_strdupv ((char **)paths);
  g_mutex_init (&self->job->lock);
  task = g_task_new (NULL, self->cancellable, imported_cb, g_object_ref (self));
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, self->job, job_free);
  g_task_run_in_thread (task, import_thread);
  self->progress_timeout = g_timeout_add (PROGRESS_MS, show_progress_cb, self);
  return self;
}

/* A question for files on its way. */
typedef struct {
  SatContext *context;
  GtkWindow *parent;
  SatImportOpened opened;
  gpointer user_data;
} Choice;

static void
choice_free (Choice *choice)
{
  g_object_unref (choice->context);
  g_free (choice);
}

static void
open_files (Choice *choice, GListModel *files)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) paths = NULL;
  SatImportDialog *dialog;

  for (guint i = 0; i < g_list_model_get_n_items (files); i++) {
    g_autoptr (GFile) file = g_list_model_get_item (files, i);
    g_autofree char *path = g_file_get_path (file);

    if (path != NULL)
      g_strv_builder_add (builder, path);
  }
  paths = g_strv_builder_end (builder);
  if (paths[0] == NULL)
    return;
  dialog = sat_import_dialog_new (choice->parent, choice->context, (const char *const *)paths);
  if (choice->opened != NULL)
    choice->opened (dialog, choice->user_data);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
response_cb (GtkNativeDialog *native, int response, Choice *choice)
{
  if (response == GTK_RESPONSE_ACCEPT) {
    g_autoptr (GListModel) files = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (native));

    open_files (choice, files);
  }
  choice_free (choice);
  g_object_unref (native);
}

static void
add_filters (GtkFileChooser *chooser)
{
  g_autoptr (GtkFileFilter) tables = gtk_file_filter_new ();
  g_autoptr (GtkFileFilter) all = gtk_file_filter_new ();

  gtk_file_filter_set_name (tables, _ ("Tables and Satchel exports"));
  gtk_file_filter_add_suffix (tables, "csv");
  gtk_file_filter_add_suffix (tables, "tsv");
  gtk_file_filter_add_suffix (tables, "txt");
  gtk_file_filter_add_suffix (tables, "json");
  gtk_file_filter_set_name (all, _ ("All files"));
  gtk_file_filter_add_pattern (all, "*");
  gtk_file_chooser_add_filter (chooser, tables);
  gtk_file_chooser_add_filter (chooser, all);
}

void
sat_import_choose_files (GtkWindow *parent,
                         SatContext *context,
                         SatImportOpened opened,
                         gpointer user_data)
{
  GtkFileChooserNative *native;
  Choice *choice;

  g_return_if_fail (GTK_IS_WINDOW (parent) && SAT_IS_CONTEXT (context));
  native = gtk_file_chooser_native_new (_ ("Choose Files to Import"), parent,
                                        GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Import"), _ ("_Cancel"));
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (native), TRUE);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (native), TRUE);
  add_filters (GTK_FILE_CHOOSER (native));
  choice = g_new0 (Choice, 1);
  choice->context = g_object_ref (context);
  choice->parent = parent;
  choice->opened = opened;
  choice->user_data = user_data;
  g_signal_connect (native, "response", G_CALLBACK (response_cb), choice);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (native));
}

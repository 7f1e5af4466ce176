/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-import-window.h"

#include <glib/gi18n-lib.h>

#include "sat-import-job.h"
#include "sat-import-report-page.h"
#include "sat-start.h"

struct _SatImportWindow {
  AdwWindow parent_instance;

  SatContext *context;
  SatImportJob *job;
  gint64 change; /* that can be undone */
  gboolean undoing;
  gboolean stopping;

  AdwWindowTitle *title;
  GtkStack *stack;
  GtkLabel *progress_title;
  GtkLabel *progress_text;
  GtkProgressBar *progress_bar;
  AdwBin *report;
  AdwStatusPage *failed;
  GtkWidget *undo_button;
  GtkWidget *cancel_button;
  GtkWidget *close_button;
};

G_DEFINE_FINAL_TYPE (SatImportWindow, sat_import_window, ADW_TYPE_WINDOW)

static void
show_page (SatImportWindow *self, const char *page)
{
  gboolean running = g_str_equal (page, "running");

  gtk_stack_set_visible_child_name (self->stack, page);
  gtk_widget_set_visible (self->cancel_button, running && !self->undoing);
  gtk_widget_set_visible (self->close_button, !running);
  gtk_widget_set_visible (self->undo_button, !running && self->change != 0);
  gtk_widget_grab_focus (running ? self->cancel_button : self->close_button);
  gtk_window_set_default_widget (GTK_WINDOW (self), running ? NULL : self->close_button);
}

static void
progress_cb (SatImportJob *job, guint64 done, guint64 total, SatImportWindow *self)
{
  const SatFormat *format = sat_context_get_format (self->context);
  g_autofree char *done_text = sat_format_integer (format, (gint64)done);
  g_autofree char *total_text = sat_format_integer (format, (gint64)total);
  g_autofree char *text = NULL;

  if (self->stopping)
    return;
  if (total == 0) {
    gtk_progress_bar_pulse (self->progress_bar);
    return;
  }
  /* Translators: rows of files: "1,500 of 8,962 rows" */
  text = g_strdup_printf (_ ("%s of %s rows"), done_text, total_text);
  gtk_label_set_text (self->progress_text, text);
  gtk_progress_bar_set_fraction (self->progress_bar, MIN (1.0, (double)done / (double)total));
}

static void
show_message (SatImportWindow *self, const char *icon, const char *title, const char *text)
{
  g_autofree char *markup = g_markup_escape_text (text, -1);

  adw_status_page_set_title (self->failed, title);
  adw_status_page_set_icon_name (self->failed, icon);
  adw_status_page_set_description (self->failed, markup);
  show_page (self, "failed");
}

static void
show_failure (SatImportWindow *self, const GError *error)
{
  gboolean cancelled = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_autofree char *text = NULL;

  if (cancelled && self->change == 0)
    text = g_strdup (_ ("Nothing was written."));
  else if (cancelled)
    text = g_strdup (_ ("What was read until then is in the workspace. It can be undone."));
  else if (self->change == 0)
    /* Translators: %s is the reason, a sentence without full stop */
    text = g_strdup_printf (_ ("%s.\nNothing was written."), error->message);
  else
    text = g_strdup_printf (
        _ ("%s.\nWhat was read until then is in the workspace. It can be undone."), error->message);
  show_message (self, cancelled ? "sat-import-symbolic" : "dialog-error-symbolic",
                cancelled ? _ ("Import Stopped") : _ ("The Import Failed"), text);
}

static void
show_report (SatImportWindow *self, const SatImportReport *report)
{
  const char *subtitle = _ ("Everything was read");

  if (sat_import_report_has_rejects (report))
    subtitle =
        report->change != 0 ? _ ("Some of it could not be read") : _ ("Nothing could be read");
  else if (report->change == 0)
    subtitle = _ ("Nothing new: everything was there already");
  adw_window_title_set_subtitle (self->title, subtitle);
  adw_bin_set_child (self->report, sat_import_report_page_new (self->context, report));
  show_page (self, "report");
}

/* The files may have had no deals, and their undo takes their stages away. */
static void
ensure_pipeline (SatImportWindow *self)
{
  g_autoptr (GError) error = NULL;

  if (!sat_start_ensure_pipeline (sat_context_get_store (self->context), &error))
    sat_context_say (self->context, error->message);
}

static void
imported_cb (SatImportJob *job, SatImportWindow *self)
{
  const GError *error = sat_import_job_get_error (job);

  self->change = sat_import_job_get_change (job);
  ensure_pipeline (self);
  if (error != NULL)
    show_failure (self, error);
  else
    show_report (self, sat_import_job_get_report (job));
  gtk_window_present (GTK_WINDOW (self));
}

static void
undone_cb (SatImportJob *job, SatImportWindow *self)
{
  const SatUndoReport *report = sat_import_job_get_undo_report (job);
  g_autofree char *kept = NULL;

  ensure_pipeline (self);
  self->undoing = FALSE;
  if (report == NULL) {
    show_message (self, "dialog-error-symbolic", _ ("The Import Was Not Undone"),
                  sat_import_job_get_error (job)->message);
    return;
  }
  self->change = 0;
  if (report->kept->len > 0)
    kept = g_strdup_printf (ngettext ("%u field was edited since and stays.",
                                      "%u fields were edited since and stay.", report->kept->len),
                            report->kept->len);
  show_message (self, "edit-undo-symbolic", _ ("Import Undone"),
                kept != NULL ? kept : _ ("Everything that it wrote is gone again."));
  gtk_window_present (GTK_WINDOW (self));
}

static void
start (SatImportWindow *self, SatImportJob *job, const char *title, GCallback finished)
{
  g_set_object (&self->job, job);
  gtk_label_set_text (self->progress_title, title);
  gtk_label_set_text (self->progress_text, "");
  gtk_progress_bar_set_fraction (self->progress_bar, 0);
  g_signal_connect_object (job, "progress", G_CALLBACK (progress_cb), self, 0);
  g_signal_connect_object (job, "finished", finished, self, 0);
  show_page (self, "running");
  sat_import_job_start (job);
}

static void
cancel_clicked_cb (SatImportWindow *self)
{
  self->stopping = TRUE;
  gtk_widget_set_sensitive (self->cancel_button, FALSE);
  gtk_label_set_text (self->progress_text, _ ("Stopping…"));
  sat_import_job_cancel (self->job);
}

static void
undo_clicked_cb (SatImportWindow *self)
{
  g_autoptr (SatImportJob) job =
      sat_import_job_new_undo (sat_context_get_store (self->context), self->change);

  self->undoing = TRUE;
  adw_window_title_set_subtitle (self->title, "");
  start (self, job, _ ("Taking the import back…"), G_CALLBACK (undone_cb));
}

/* While it runs the window only steps aside, and comes back with the report. */
static gboolean
sat_import_window_close_request (GtkWindow *window)
{
  SatImportWindow *self = SAT_IMPORT_WINDOW (window);

  if (!sat_import_window_is_running (self))
    return GTK_WINDOW_CLASS (sat_import_window_parent_class)->close_request (window);
  gtk_widget_set_visible (GTK_WIDGET (window), FALSE);
  return TRUE;
}

gboolean
sat_import_window_is_running (SatImportWindow *self)
{
  g_return_val_if_fail (SAT_IS_IMPORT_WINDOW (self), FALSE);
  return self->job != NULL && sat_import_job_is_running (self->job);
}

static void
sat_import_window_dispose (GObject *object)
{
  SatImportWindow *self = SAT_IMPORT_WINDOW (object);

  if (self->job != NULL)
    sat_import_job_stop (self->job);
  g_clear_object (&self->job);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (sat_import_window_parent_class)->dispose (object);
}

static void
sat_import_window_class_init (SatImportWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sat_import_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = sat_import_window_close_request;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/satchel/Satchel/import/sat-import-window.ui");
  gtk_widget_class_bind_template_child (widget_class, SatImportWindow, title);
  gtk_widget_class_bind_template_child (widget_class, SatImportWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, SatImportWindow, progress_title);
  gtk_widget_class_bind_template_child (widget_class, SatImportWindow, progress_text);
  gtk_widget_class_bind_template_child (widget_class, SatImportWindow, progress_bar);
  gtk_widget_class_bind_template_child (widget_class, SatImportWindow, report);
  gtk_widget_class_bind_template_child (widget_class, SatImportWindow, failed);
  gtk_widget_class_bind_template_child (widget_class, SatImportWindow, undo_button);
  gtk_widget_class_bind_template_child (widget_class, SatImportWindow, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, SatImportWindow, close_button);
  gtk_widget_class_bind_template_callback (widget_class, cancel_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, undo_clicked_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
sat_import_window_init (SatImportWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

SatImportWindow *
sat_import_window_new (GtkWindow *parent, SatContext *context, const char *const *paths)
{
  g_autoptr (SatImportJob) job = NULL;
  SatImportWindow *self;

  g_return_val_if_fail (GTK_IS_WINDOW (parent) && SAT_IS_CONTEXT (context), NULL);
  g_return_val_if_fail (paths != NULL && paths[0] != NULL, NULL);
  self = g_object_new (SAT_TYPE_IMPORT_WINDOW, "transient-for", parent, NULL);
  self->context = g_object_ref (context);
  job = sat_import_job_new (sat_context_get_store (context), paths);
  start (self, job, _ ("Reading the files…"), G_CALLBACK (imported_cb));
  return self;
}

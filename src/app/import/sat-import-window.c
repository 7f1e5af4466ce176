/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-import-window.h"

#include <glib/gi18n-lib.h>

#include "sat-import-columns-page.h"
#include "sat-import-names-page.h"
#include "sat-import-report-page.h"
#include "sat-start.h"
#include "sat-widgets.h"

struct _SatImportWindow {
  AdwWindow parent_instance;

  SatContext *context;
  SatImportModel *model;
  GtkFileChooserNative *chooser;
  SatImportColumnsPage *columns_page;
  SatImportNamesPage *names_page;
  guint focusing, frames;
  gboolean stopping;

  AdwWindowTitle *title;
  GtkLabel *failure;
  GtkStack *stack;
  GtkLabel *progress_title;
  GtkLabel *progress_text;
  GtkProgressBar *progress_bar;
  AdwBin *columns;
  AdwBin *names;
  AdwBin *report;
  AdwStatusPage *failed;
  GtkWidget *back_button;
  GtkWidget *undo_button;
  GtkWidget *cancel_button;
  GtkWidget *resume_button;
  GtkWidget *close_button;
  GtkWidget *next_button;
  GtkWidget *import_button;
};

G_DEFINE_FINAL_TYPE (SatImportWindow, sat_import_window, ADW_TYPE_WINDOW)

static char *
number_text (SatImportWindow *self, guint64 number)
{
  return sat_format_integer (sat_context_get_format (self->context), (gint64)number);
}

static void
progress_cb (SatImportModel *model, guint64 done, guint64 total, SatImportWindow *self)
{
  g_autofree char *done_text = number_text (self, done);
  g_autofree char *total_text = number_text (self, total);
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
show_progress (SatImportWindow *self, const char *title)
{
  gtk_label_set_text (self->progress_title, title);
  gtk_label_set_text (self->progress_text, "");
  gtk_progress_bar_set_fraction (self->progress_bar, 0);
  self->stopping = FALSE;
}

static void
show_message (SatImportWindow *self, const char *icon, const char *title, const char *text)
{
  g_autofree char *markup = g_markup_escape_text (text, -1);

  adw_status_page_set_title (self->failed, title);
  adw_status_page_set_icon_name (self->failed, icon);
  adw_status_page_set_description (self->failed, markup);
}

/* What a stopped import left behind. */
static char *
describe_kept (SatImportWindow *self)
{
  const SatImportKept *kept = sat_import_model_get_kept (self->model);
  g_autofree char *rows = number_text (self, kept->rows);
  g_autofree char *total = number_text (self, kept->total);
  g_autofree char *created = number_text (self, kept->created);
  g_autofree char *updated = number_text (self, kept->updated);

  if (!sat_import_model_can_undo (self->model))
    return g_strdup (_ ("Nothing was written."));
  /* Translators: after an import was stopped; each %s is a number */
  return g_strdup_printf (
      _ ("%s of %s rows are in the workspace: %s created, %s updated. Resume goes "
         "on with the rest, Undo takes them back."),
      rows, total, created, updated);
}

static void
show_failure (SatImportWindow *self)
{
  const GError *error = sat_import_model_get_error (self->model);
  gboolean cancelled = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_autofree char *kept = describe_kept (self);
  g_autofree char *text =
      cancelled ? g_strdup (kept) : g_strdup_printf ("%s.\n%s", error->message, kept);

  show_message (self, cancelled ? "sat-import-symbolic" : "dialog-error-symbolic",
                cancelled ? _ ("Import Stopped") : _ ("The Import Failed"), text);
}

static const char *
describe_report (SatImportWindow *self)
{
  const SatImportReport *report = sat_import_model_get_report (self->model);

  if (sat_import_report_has_rejects (report))
    return report->change != 0 ? _ ("Some of it could not be read") : _ ("Nothing could be read");
  if (report->change == 0)
    return _ ("Nothing new: everything was there already");
  return _ ("Everything was read");
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
show_undone (SatImportWindow *self)
{
  const GError *error = sat_import_model_get_error (self->model);
  guint n_kept = sat_import_model_get_n_kept (self->model);
  g_autofree char *kept = NULL;

  if (error != NULL) {
    show_message (self, "dialog-error-symbolic", _ ("The Import Was Not Undone"), error->message);
    return;
  }
  if (n_kept > 0)
    kept = g_strdup_printf (ngettext ("%u field was edited since and stays.",
                                      "%u fields were edited since and stay.", n_kept),
                            n_kept);
  show_message (self, "edit-undo-symbolic", _ ("Import Undone"),
                kept != NULL ? kept : _ ("Everything that it wrote is gone again."));
}

static void ask_for_more (SatImportWindow *self);

static void
fill_columns (SatImportWindow *self)
{
  if (self->columns_page != NULL)
    return;
  self->columns_page = sat_import_columns_page_new (self->context, self->model);
  g_signal_connect_object (self->columns_page, "add", G_CALLBACK (ask_for_more), self,
                           G_CONNECT_SWAPPED);
  adw_bin_set_child (self->columns, GTK_WIDGET (self->columns_page));
}

static void
fill_names (SatImportWindow *self)
{
  self->names_page = sat_import_names_page_new (self->context, self->model);
  adw_bin_set_child (self->names, GTK_WIDGET (self->names_page));
}

static void
fill_report (SatImportWindow *self, gboolean planned)
{
  adw_bin_set_child (self->report,
                     sat_import_report_page_new (
                         self->context, sat_import_model_get_report (self->model), planned));
}

typedef struct {
  const char *page;
  const char *subtitle; /* translatable; NULL: none, or it depends */
  const char *progress; /* translatable */
} Look;

static const Look looks[] = {
    [SAT_IMPORT_STEP_LOOKING] = {"running", NULL, N_ ("Reading the files…")},
    [SAT_IMPORT_STEP_COLUMNS] = {"columns", N_ ("What the columns are")},
    [SAT_IMPORT_STEP_CHECKING] = {"running", NULL, N_ ("Checking the rows…")},
    [SAT_IMPORT_STEP_NAMES] = {"names", N_ ("Who and what is meant")},
    [SAT_IMPORT_STEP_PREVIEW] = {"report", N_ ("Preview: nothing has been written yet")},
    [SAT_IMPORT_STEP_RUNNING] = {"running", NULL, N_ ("Importing…")},
    [SAT_IMPORT_STEP_REPORT] = {"report", NULL},
    [SAT_IMPORT_STEP_STOPPED] = {"failed", NULL},
    [SAT_IMPORT_STEP_UNDOING] = {"running", NULL, N_ ("Taking the import back…")},
    [SAT_IMPORT_STEP_UNDONE] = {"failed", NULL},
};

static void
fill (SatImportWindow *self, SatImportStep step)
{
  if (looks[step].progress != NULL)
    show_progress (self, _ (looks[step].progress));
  if (step == SAT_IMPORT_STEP_COLUMNS)
    fill_columns (self);
  if (step == SAT_IMPORT_STEP_NAMES)
    fill_names (self);
  if (step == SAT_IMPORT_STEP_PREVIEW || step == SAT_IMPORT_STEP_REPORT)
    fill_report (self, step == SAT_IMPORT_STEP_PREVIEW);
  if (step == SAT_IMPORT_STEP_STOPPED)
    show_failure (self);
  if (step == SAT_IMPORT_STEP_UNDONE)
    show_undone (self);
}

static void
show_error (SatImportWindow *self, SatImportStep step)
{
  const GError *error = sat_import_model_get_error (self->model);
  gboolean shown = error != NULL && step < SAT_IMPORT_STEP_RUNNING;

  gtk_widget_set_visible (GTK_WIDGET (self->failure), shown);
  if (shown)
    gtk_label_set_text (self->failure, error->message);
}

static void
update_next (SatImportWindow *self)
{
  gtk_widget_set_sensitive (self->next_button, sat_import_model_can_go_on (self->model));
}

static gboolean
ended (SatImportStep step)
{
  return step == SAT_IMPORT_STEP_REPORT || step == SAT_IMPORT_STEP_STOPPED ||
         step == SAT_IMPORT_STEP_UNDONE;
}

/* One button stands out: what one would most likely want. */
static void
suggest (GtkWidget *button, gboolean suggested)
{
  if (suggested)
    gtk_widget_add_css_class (button, "suggested-action");
  else
    gtk_widget_remove_css_class (button, "suggested-action");
}

static GtkWidget *
show_buttons (SatImportWindow *self, SatImportStep step)
{
  gboolean asks = step == SAT_IMPORT_STEP_COLUMNS || step == SAT_IMPORT_STEP_NAMES;
  gboolean preview = step == SAT_IMPORT_STEP_PREVIEW;

  gtk_widget_set_visible (self->back_button, sat_import_model_can_go_back (self->model));
  gtk_widget_set_visible (self->undo_button, sat_import_model_can_undo (self->model));
  gtk_widget_set_visible (self->cancel_button, !ended (step) && step != SAT_IMPORT_STEP_UNDOING);
  gtk_widget_set_visible (self->resume_button, step == SAT_IMPORT_STEP_STOPPED);
  gtk_widget_set_visible (self->close_button, ended (step));
  suggest (self->resume_button, step == SAT_IMPORT_STEP_STOPPED);
  suggest (self->close_button, step != SAT_IMPORT_STEP_STOPPED);
  gtk_widget_set_visible (self->next_button, asks);
  gtk_widget_set_visible (self->import_button, preview);
  gtk_widget_set_sensitive (self->cancel_button, TRUE);
  update_next (self);
  if (ended (step))
    return self->close_button;
  if (preview)
    return self->import_button;
  return asks ? self->next_button : NULL;
}

/* Once the page has its place, which it scrolls to the focus: a tick comes before its frame's
 * layout, so the second finds what the first frame has laid out, however long that took. */
static gboolean
focus_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  SatImportWindow *self = SAT_IMPORT_WINDOW (widget);
  SatImportStep step;

  if (++self->frames < 2)
    return G_SOURCE_CONTINUE;
  self->focusing = 0;
  step = sat_import_model_get_step (self->model);
  if (step == SAT_IMPORT_STEP_COLUMNS)
    sat_import_columns_page_focus (self->columns_page);
  else if (step == SAT_IMPORT_STEP_NAMES)
    sat_import_names_page_focus (self->names_page);
  return G_SOURCE_REMOVE;
}

static void
stop_focusing (SatImportWindow *self)
{
  if (self->focusing != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->focusing);
  self->focusing = 0;
}

static void
focus (SatImportWindow *self, SatImportStep step, GtkWidget *forward)
{
  stop_focusing (self);
  if (step == SAT_IMPORT_STEP_COLUMNS || step == SAT_IMPORT_STEP_NAMES) {
    self->frames = 0;
    self->focusing = gtk_widget_add_tick_callback (GTK_WIDGET (self), focus_cb, NULL, NULL);
  } else
    gtk_widget_grab_focus (forward != NULL ? forward : self->cancel_button);
}

static void
show_step (SatImportWindow *self, SatImportStep step)
{
  const char *subtitle = looks[step].subtitle != NULL ? _ (looks[step].subtitle) : "";
  GtkWidget *forward;

  fill (self, step);
  if (step == SAT_IMPORT_STEP_REPORT)
    subtitle = describe_report (self);
  adw_window_title_set_subtitle (self->title, subtitle);
  show_error (self, step);
  gtk_stack_set_visible_child_name (self->stack, looks[step].page);
  forward = show_buttons (self, step);
  /* No default widget: Enter on a row is for the row. */
  focus (self, step, forward);
}

static void
step_cb (SatImportModel *model, SatImportWindow *self)
{
  SatImportStep step = sat_import_model_get_step (model);

  if (ended (step))
    ensure_pipeline (self);
  show_step (self, step);
  /* Whoever went on with other work meanwhile hears of it. */
  if (ended (step))
    gtk_window_present (GTK_WINDOW (self));
}

static void
add_paths (SatImportWindow *self, GPtrArray *paths)
{
  SatImportStep step = sat_import_model_get_step (self->model);

  g_ptr_array_add (paths, NULL);
  if (!sat_import_model_is_busy (self->model) && step < SAT_IMPORT_STEP_RUNNING)
    sat_import_model_add_files (self->model, (const char *const *)paths->pdata);
}

static void
add_path (GPtrArray *paths, GFile *file)
{
  char *path = g_file_get_path (file);

  if (path != NULL)
    g_ptr_array_add (paths, path);
}

static void
chosen_cb (GtkNativeDialog *dialog, int response, SatImportWindow *self)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GListModel) files = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (dialog));

  for (guint i = 0; i < g_list_model_get_n_items (files); i++) {
    g_autoptr (GFile) file = g_list_model_get_item (files, i);

    add_path (paths, file);
  }
  g_clear_object (&self->chooser);
  if (response == GTK_RESPONSE_ACCEPT && paths->len > 0)
    add_paths (self, paths);
}

static void
ask_for_more (SatImportWindow *self)
{
  if (self->chooser == NULL) {
    self->chooser =
        gtk_file_chooser_native_new (_ ("Add Files"), GTK_WINDOW (self),
                                     GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Add"), _ ("_Cancel"));
    gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
    gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (self->chooser), TRUE);
    g_signal_connect_object (self->chooser, "response", G_CALLBACK (chosen_cb), self, 0);
  }
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, SatImportWindow *self)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);

  for (GSList *l = g_value_get_boxed (value); l != NULL; l = l->next)
    add_path (paths, l->data);
  if (paths->len == 0)
    return FALSE;
  add_paths (self, paths);
  return TRUE;
}

static void
cancel_clicked_cb (SatImportWindow *self)
{
  if (!sat_import_model_is_busy (self->model)) {
    gtk_window_close (GTK_WINDOW (self));
    return;
  }
  self->stopping = TRUE;
  gtk_widget_set_sensitive (self->cancel_button, FALSE);
  gtk_label_set_text (self->progress_text, _ ("Stopping…"));
  sat_import_model_cancel (self->model);
}

static void
back_clicked_cb (SatImportWindow *self)
{
  sat_import_model_back (self->model);
}

static void
next_clicked_cb (SatImportWindow *self)
{
  sat_import_model_next (self->model);
}

static void
resume_clicked_cb (SatImportWindow *self)
{
  sat_import_model_resume (self->model);
}

static void
undo_clicked_cb (SatImportWindow *self)
{
  sat_import_model_undo (self->model);
}

/* While it writes the window only steps aside, and comes back with the report. */
static gboolean
sat_import_window_close_request (GtkWindow *window)
{
  SatImportWindow *self = SAT_IMPORT_WINDOW (window);

  if (sat_import_window_is_running (self)) {
    gtk_widget_set_visible (GTK_WIDGET (window), FALSE);
    return TRUE;
  }
  if (sat_import_model_get_step (self->model) < SAT_IMPORT_STEP_RUNNING)
    ensure_pipeline (self);
  return GTK_WINDOW_CLASS (sat_import_window_parent_class)->close_request (window);
}

gboolean
sat_import_window_is_running (SatImportWindow *self)
{
  SatImportStep step;

  g_return_val_if_fail (SAT_IS_IMPORT_WINDOW (self), FALSE);
  step = self->model != NULL ? sat_import_model_get_step (self->model) : SAT_IMPORT_STEP_LOOKING;
  return step == SAT_IMPORT_STEP_RUNNING || step == SAT_IMPORT_STEP_UNDOING;
}

SatImportModel *
sat_import_window_get_model (SatImportWindow *self)
{
  g_return_val_if_fail (SAT_IS_IMPORT_WINDOW (self), NULL);
  return self->model;
}

static void
sat_import_window_dispose (GObject *object)
{
  SatImportWindow *self = SAT_IMPORT_WINDOW (object);

  stop_focusing (self);
  if (self->model != NULL)
    sat_import_model_stop (self->model);
  if (self->chooser != NULL)
    gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (self->chooser));
  g_clear_object (&self->chooser);
  g_clear_object (&self->model);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (sat_import_window_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, SatImportWindow, title);
  gtk_widget_class_bind_template_child (widget_class, SatImportWindow, failure);
  gtk_widget_class_bind_template_child (widget_class, SatImportWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, SatImportWindow, progress_title);
  gtk_widget_class_bind_template_child (widget_class, SatImportWindow, progress_text);
  gtk_widget_class_bind_template_child (widget_class, SatImportWindow, progress_bar);
  gtk_widget_class_bind_template_child (widget_class, SatImportWindow, columns);
  gtk_widget_class_bind_template_child (widget_class, SatImportWindow, names);
  gtk_widget_class_bind_template_child (widget_class, SatImportWindow, report);
  gtk_widget_class_bind_template_child (widget_class, SatImportWindow, failed);
  gtk_widget_class_bind_template_child (widget_class, SatImportWindow, back_button);
  gtk_widget_class_bind_template_child (widget_class, SatImportWindow, undo_button);
  gtk_widget_class_bind_template_child (widget_class, SatImportWindow, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, SatImportWindow, resume_button);
  gtk_widget_class_bind_template_child (widget_class, SatImportWindow, close_button);
  gtk_widget_class_bind_template_child (widget_class, SatImportWindow, next_button);
  gtk_widget_class_bind_template_child (widget_class, SatImportWindow, import_button);
}

static void
sat_import_window_class_init (SatImportWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sat_import_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = sat_import_window_close_request;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/satchel/Satchel/import/sat-import-window.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, back_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, resume_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, undo_clicked_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
sat_import_window_init (SatImportWindow *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  gtk_widget_init_template (GTK_WIDGET (self));
  sat_widget_scale_window (GTK_WINDOW (self));
  sat_widget_present_shown_page (GTK_WIDGET (self->stack));
  g_signal_connect (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

SatImportWindow *
sat_import_window_new (GtkWindow *parent, SatContext *context, const char *const *paths)
{
  SatImportWindow *self;

  g_return_val_if_fail (GTK_IS_WINDOW (parent) && SAT_IS_CONTEXT (context), NULL);
  g_return_val_if_fail (paths != NULL && paths[0] != NULL, NULL);
  self = g_object_new (SAT_TYPE_IMPORT_WINDOW, "transient-for", parent, NULL);
  self->context = g_object_ref (context);
  self->model = sat_import_model_new (sat_context_get_store (context));
  g_signal_connect_object (self->model, "progress", G_CALLBACK (progress_cb), self, 0);
  g_signal_connect_object (self->model, "step", G_CALLBACK (step_cb), self, 0);
  g_signal_connect_object (self->model, "files", G_CALLBACK (update_next), self, G_CONNECT_SWAPPED);
  sat_import_model_add_files (self->model, paths);
  return self;
}

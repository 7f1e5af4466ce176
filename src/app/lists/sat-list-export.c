/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-list-export.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "sat-bulk-job.h"
#include "sat-export-list.h"
#include "sat-labels.h"
#include "sat-widgets.h"

/* For the reading thread. */
typedef struct {
  SatQuery *query;
  GArray *ids; /* NULL: all of the query */
  char **columns;
  SatExportFormat format;
  char *path;
} Export;

/* For the main thread. */
typedef struct {
  SatContext *context;
  char *type_name;
  char *shown; /* name of the file */
} Told;

static void
export_free (gpointer data)
{
  Export *export = data;

  sat_query_free (export->query);
  g_clear_pointer (&export->ids, g_array_unref);
  g_strfreev (export->columns);
  g_free (export->path);
  g_free (export);
}

static void
told_free (Told *told)
{
  g_object_unref (told->context);
  g_free (told->type_name);
  g_free (told->shown);
  g_free (told);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Told, told_free)

static gboolean
fail (GError **error, const char *path)
{
  int code = errno;
  g_autofree char *shown = g_filename_display_name (path);

  g_set_error (error, G_FILE_ERROR, (gint)g_file_error_from_errno (code), "%s: %s", shown,
               g_strerror (code));
  return FALSE;
}

/* Into a file beside it, which takes its place when it is complete. */
static gboolean
write_file (
    SatReader *reader, Export *export, guint64 *n, GCancellable *cancellable, GError **error)
{
  g_autofree char *part = g_strconcat (export->path, ".part", NULL);
  FILE *file = g_fopen (part, "wbe");
  gboolean ok;

  if (file == NULL)
    return fail (error, part);
  ok = sat_export_list (reader, sat_query_get_type_name (export->query), export->ids,
                        (const char *const *)export->columns, export->format, file, n, cancellable,
                        error);
  if (fclose (file) != 0 && ok)
    ok = fail (error, part);
  if (ok && g_rename (part, export->path) != 0)
    ok = fail (error, export->path);
  if (!ok)
    g_unlink (part);
  return ok;
}

static gpointer
export_thread (SatReader *reader, gpointer data, GCancellable *cancellable, GError **error)
{
  Export *export = data;
  guint64 *n = g_new0 (guint64, 1);

  if (export->ids == NULL)
    export->ids = sat_query_ids (export->query, reader, cancellable, error);
  if (export->ids != NULL && write_file (reader, export, n, cancellable, error))
    return n;
  g_free (n);
  return NULL;
}

static void
exported_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Told) told = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree guint64 *n = sat_context_read_finish (result, &error);
  g_autofree char *records = NULL;
  g_autofree char *message = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (n == NULL) {
    /* Translators: %s is the reason */
    message = g_strdup_printf (_ ("Not exported: %s"), error->message);
  } else {
    records = sat_bulk_describe_records (told->context, told->type_name, (guint)*n);
    /* Translators: "12 contacts", then the name of a file */
    message = g_strdup_printf (_ ("%s exported to “%s”"), records, told->shown);
  }
  sat_context_say (told->context, message);
}

void
sat_list_export_write (SatContext *context,
                       SatQuery *query,
                       GArray *ids,
                       const char *const *columns,
                       int format,
                       const char *path)
{
  g_autofree char *base = NULL;
  Export *export;
  Told *told;

  g_return_if_fail (SAT_IS_CONTEXT (context) && query != NULL && path != NULL);
  export = g_new0 (Export, 1);
  export->query = sat_query_copy (query);
  export->ids = ids != NULL ? g_array_ref (ids) : NULL;
  export->columns = g_strdupv ((char **)columns);
  export->format = (SatExportFormat)format;
  export->path = g_strdup (path);
  base = g_path_get_basename (path);
  told = g_new0 (Told, 1);
  told->context = g_object_ref (context);
  told->type_name = g_strdup (sat_query_get_type_name (query));
  told->shown = g_filename_display_name (base);
  sat_context_read_async (context, export_thread, export, export_free, g_free, NULL, exported_cb,
                          told);
}

/* What is asked. */
typedef struct {
  SatRecordTable *table;
  SatContext *context;
  GtkWindow *parent;
  AdwMessageDialog *dialog;
  GtkDropDown *format, *rows, *columns;
  GtkFileChooserNative *chooser;
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  g_clear_object (&question->table);
  g_clear_object (&question->context);
  g_clear_object (&question->chooser);
  g_free (question);
}

static SatExportFormat
chosen_format (Question *question)
{
  static const SatExportFormat formats[] = {SAT_EXPORT_CSV, SAT_EXPORT_JSON, SAT_EXPORT_VCARD_3_0};

  return formats[MIN (gtk_drop_down_get_selected (question->format), 2)];
}

static const char *
extension (SatExportFormat format)
{
  return format == SAT_EXPORT_CSV ? "csv" : format == SAT_EXPORT_JSON ? "json" : "vcf";
}

/* A choice of the dialog, kept past its end. */
typedef struct {
  Question *question;
  SatExportFormat format;
  gboolean selected;
  gboolean shown;
} Answer;

static void
answer_free (gpointer data, GClosure *closure)
{
  Answer *answer = data;

  question_free (answer->question);
  g_free (answer);
}

static void
file_chosen_cb (GtkNativeDialog *native, int response, Answer *answer)
{
  Question *question = answer->question;
  g_autoptr (GFile) file = NULL;
  g_autoptr (SatQuery) query = NULL;
  g_autoptr (GArray) ids = NULL;
  g_auto (GStrv) columns = NULL;

  file = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (native))
                                         : NULL;
  if (file != NULL && g_file_peek_path (file) != NULL) {
    query = sat_record_table_dup_query (question->table);
    if (answer->selected)
      ids = sat_record_table_get_selected (question->table);
    if (answer->shown)
      columns = sat_record_columns_get_shown (sat_record_table_get_columns (question->table));
    sat_list_export_write (question->context, query, ids, (const char *const *)columns,
                           answer->format, g_file_peek_path (file));
  }
  g_signal_handlers_disconnect_by_data (native, answer);
}

static void
ask_file (Question *question)
{
  Answer *answer = g_new0 (Answer, 1);
  g_autoptr (SatQuery) query = sat_record_table_dup_query (question->table);
  const SatType *type =
      sat_context_get_type_by_name (question->context, sat_query_get_type_name (query));
  g_autofree char *name = NULL;

  answer->format = chosen_format (question);
  answer->selected = gtk_drop_down_get_selected (question->rows) == 1;
  answer->shown =
      answer->format == SAT_EXPORT_CSV && gtk_drop_down_get_selected (question->columns) == 0;
  name = g_strconcat (sat_labels_plural (type), ".", extension (answer->format), NULL);
  question->chooser = gtk_file_chooser_native_new (_ ("Export"), question->parent,
                                                   GTK_FILE_CHOOSER_ACTION_SAVE, NULL, NULL);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (question->chooser), name);
  answer->question = question;
  g_signal_connect_data (question->chooser, "response", G_CALLBACK (file_chosen_cb), answer,
                         answer_free, 0);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (question->chooser), TRUE);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (question->chooser));
}

static void
response_cb (AdwMessageDialog *dialog, const char *response, Question *question)
{
  if (g_strcmp0 (response, "export") == 0)
    ask_file (question);
  else
    question_free (question);
}

static void
format_cb (Question *question)
{
  gtk_widget_set_sensitive (GTK_WIDGET (question->columns),
                            chosen_format (question) == SAT_EXPORT_CSV);
}

static GtkDropDown *
add_choice (GtkGrid *grid, int line, const char *label, const char *const *choices)
{
  GtkWidget *name = gtk_label_new (label);
  GtkWidget *choice = gtk_drop_down_new_from_strings (choices);

  gtk_label_set_xalign (GTK_LABEL (name), 1);
  gtk_widget_add_css_class (name, "dim-label");
  gtk_widget_set_hexpand (choice, TRUE);
  gtk_grid_attach (grid, name, 0, line, 1, 1);
  gtk_grid_attach (grid, choice, 1, line, 1, 1);
  sat_widget_set_name (choice, label);
  return GTK_DROP_DOWN (choice);
}

static GtkWidget *
make_choices (Question *question, const SatType *type, guint n_selected)
{
  GtkGrid *grid = GTK_GRID (gtk_grid_new ());
  gboolean cards = g_str_equal (type->name, "contact");
  const char *formats[] = {_ ("CSV, for spreadsheets"), _ ("JSON, with everything"),
                           cards ? _ ("vCard, for address books") : NULL, NULL};
  g_autofree char *count =
      sat_labels_count (sat_context_get_format (question->context), type, n_selected);
  /* Translators: %s is "12 contacts" */
  g_autofree char *selected = g_strdup_printf (_ ("Selected: %s"), count);
  const char *rows[] = {_ ("Everything listed"), n_selected > 0 ? selected : NULL, NULL};
  const char *columns[] = {_ ("As shown in the list"), _ ("Every field"), NULL};

  gtk_grid_set_row_spacing (grid, 12);
  gtk_grid_set_column_spacing (grid, 12);
  question->format = add_choice (grid, 0, _ ("Format"), formats);
  question->rows = add_choice (grid, 1, _ ("Rows"), rows);
  question->columns = add_choice (grid, 2, _ ("Columns"), columns);
  if (n_selected > 1)
    gtk_drop_down_set_selected (question->rows, 1);
  g_signal_connect_swapped (question->format, "notify::selected", G_CALLBACK (format_cb), question);
  return GTK_WIDGET (grid);
}

void
sat_list_export_ask (SatRecordTable *table, SatContext *context, GtkWindow *parent)
{
  Question *question;
  g_autoptr (GArray) ids = NULL;
  g_autoptr (SatQuery) query = NULL;

  g_return_if_fail (SAT_IS_RECORD_TABLE (table) && SAT_IS_CONTEXT (context));
  ids = sat_record_table_get_selected (table);
  query = sat_record_table_dup_query (table);
  question = g_new0 (Question, 1);
  question->table = g_object_ref (table);
  question->context = g_object_ref (context);
  question->parent = parent;
  question->dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (parent, _ ("Export"), NULL));
  adw_message_dialog_add_responses (question->dialog, "cancel", _ ("_Cancel"), "export",
                                    _ ("_Choose a File…"), NULL);
  adw_message_dialog_set_default_response (question->dialog, "export");
  adw_message_dialog_set_close_response (question->dialog, "cancel");
  adw_message_dialog_set_response_appearance (question->dialog, "export", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_extra_child (
      question->dialog,
      make_choices (question,
                    sat_context_get_type_by_name (context, sat_query_get_type_name (query)),
                    ids->len));
  g_signal_connect (question->dialog, "response", G_CALLBACK (response_cb), question);
  gtk_window_present (GTK_WINDOW (question->dialog));
}

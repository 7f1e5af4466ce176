/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-file-list.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "sat-file-job.h"
#include "sat-file-row.h"
#include "sat-sync-service.h"
#include "sat-widgets.h"

struct _SatFileList {
  SatRecordGroup parent_instance;
  GHashTable *loading; /* Loading by gint64, the id of the attachment */
  GArray *shown;       /* gint64: of the rows; the last is 0 while some are being added */
  guint adding;        /* jobs */
  gboolean show_new;   /* the newest is to be seen as soon as it has its place */
  GtkFileChooserNative *chooser;
  SatRecord *to_save; /* while the chooser asks where to */
};

/* One that is fetched to be opened or saved. */
typedef struct {
  GCancellable *cancellable;
  guint percent;
} Loading;

static void
loading_free (gpointer data)
{
  g_object_unref (((Loading *)data)->cancellable);
  g_free (data);
}

G_DEFINE_FINAL_TYPE (SatFileList, sat_file_list, SAT_TYPE_RECORD_GROUP)

/* NULL once it is gone from the page. */
static SatContext *
context_of (SatFileList *self)
{
  return sat_record_group_get_context (SAT_RECORD_GROUP (self));
}

static gint64
id_of (SatFileList *self)
{
  return sat_record_get_id (sat_record_group_get_record (SAT_RECORD_GROUP (self)));
}

static gboolean
can_write (SatFileList *self)
{
  return !sat_store_is_read_only (sat_context_get_store (context_of (self)));
}

gboolean
sat_file_list_fits (const SatType *type)
{
  static const char *const types[] = {"company", "contact", "opportunity", "activity", NULL};

  g_return_val_if_fail (type != NULL, FALSE);
  return g_strv_contains (types, type->name);
}

static GtkWindow *
window_of (SatFileList *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

static Loading *
loading_of (SatFileList *self, SatRecord *file)
{
  gint64 id = sat_record_get_id (file);

  return g_hash_table_lookup (self->loading, &id);
}

/* "Waiting to be sent"; NULL: nothing to be said. g_free(). */
static char *
describe_state (SatFileList *self, SatRecord *file)
{
  const Loading *loading = loading_of (self, file);
  SatFileState state = SAT_FILE_NONE;

  if (loading != NULL && loading->percent > 0)
    /* Translators: %u is how much of it is here */
    return g_strdup_printf (_ ("Downloading, %u %%"), loading->percent);
  if (loading != NULL)
    return g_strdup (_ ("Downloading…"));
  sat_files_state (sat_context_get_reader (context_of (self)), sat_record_get_text (file, "sha256"),
                   &state, NULL);
  switch (state) {
  case SAT_FILE_WAITING:
    return g_strdup (_ ("Waiting to be sent"));
  case SAT_FILE_AWAY:
    return g_strdup (_ ("Not on this computer yet"));
  case SAT_FILE_NONE:
    return g_strdup (_ ("Without content"));
  case SAT_FILE_HERE:
  default:
    return NULL;
  }
}

static char *
describe (SatFileList *self, SatRecord *file)
{
  const SatFormat *format = sat_context_get_format (context_of (self));
  const SatField *note = sat_type_field (sat_record_get_record_type (file), "note");
  g_autofree char *size = g_format_size ((guint64)MAX (sat_record_get_int (file, "size", 0), 0));
  g_autofree char *date = sat_format_instant_relative (format, sat_files_time (file));
  g_autofree char *state = describe_state (self, file);
  const char *words = note != NULL ? sat_record_get_text (file, "note") : NULL;

  return g_strconcat (size, " · ", date, state != NULL ? " · " : "", state != NULL ? state : "",
                      words != NULL ? " · " : "", words, NULL);
}

/* Jobs */

static void
added_cb (const char *problem, const char *path, gint64 attachment, gpointer owner)
{
  SatFileList *self = owner;

  self->adding--;
  if (context_of (self) == NULL)
    return;
  if (problem != NULL)
    sat_context_say (context_of (self), problem);
  self->show_new = problem == NULL;
  sat_file_list_refresh (self);
}

void
sat_file_list_add (SatFileList *self, GPtrArray *files)
{
  SatFileJob job = {.kind = SAT_FILE_JOB_ADD, .files = files, .done = added_cb};

  g_return_if_fail (SAT_IS_FILE_LIST (self) && files != NULL);

  if (!can_write (self) || files->len == 0)
    return;
  self->adding++;
  job.about = id_of (self);
  sat_file_job_run (sat_context_get_store (context_of (self)), &job, self);
  sat_file_list_refresh (self);
}

static void
end_loading (SatFileList *self, gint64 attachment, const char *problem)
{
  g_hash_table_remove (self->loading, &attachment);
  if (context_of (self) == NULL)
    return;
  if (problem != NULL)
    sat_context_say (context_of (self), problem);
  sat_file_list_refresh (self);
}

/* @problem is not for people. */
static void
shown_cb (GObject *window, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SatContext) context = user_data;
  g_autoptr (GError) error = NULL;

  if (!gtk_show_uri_full_finish (GTK_WINDOW (window), result, &error) &&
      !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    sat_context_say (context, _ ("No program on this computer opens such files. Save it instead."));
}

static void
opened_cb (const char *problem, const char *path, gint64 attachment, gpointer owner)
{
  SatFileList *self = owner;
  g_autofree char *uri = path != NULL ? g_filename_to_uri (path, NULL, NULL) : NULL;

  end_loading (self, attachment, problem);
  if (uri != NULL && window_of (self) != NULL)
    gtk_show_uri_full (window_of (self), uri, GDK_CURRENT_TIME, NULL, shown_cb,
                       g_object_ref (context_of (self)));
}

static void
saved_cb (const char *problem, const char *path, gint64 attachment, gpointer owner)
{
  end_loading (owner, attachment, problem);
}

static void
fetched_cb (guint percent, gint64 attachment, gpointer owner)
{
  SatFileList *self = owner;
  Loading *loading = g_hash_table_lookup (self->loading, &attachment);

  if (loading == NULL || context_of (self) == NULL)
    return;
  loading->percent = percent;
  sat_file_list_refresh (self);
}

static void
begin_loading (SatFileList *self, SatFileJobKind kind, SatRecord *file, GPtrArray *to)
{
  gint64 id = sat_record_get_id (file);
  Loading *loading;
  SatFileState state = SAT_FILE_NONE;
  SatFileJob job = {
      .kind = kind,
      .attachment = file,
      .files = to,
      .progress = fetched_cb,
      .done = kind == SAT_FILE_JOB_OPEN ? opened_cb : saved_cb,
  };

  if (loading_of (self, file) != NULL)
    return;
  sat_files_state (sat_context_get_reader (context_of (self)), sat_record_get_text (file, "sha256"),
                   &state, NULL);
  if (state == SAT_FILE_AWAY) {
    loading = g_new0 (Loading, 1);
    loading->cancellable = job.cancellable = g_cancellable_new ();
    g_hash_table_insert (self->loading, g_memdup2 (&id, sizeof id), loading);
  }
  sat_file_job_run (sat_context_get_store (context_of (self)), &job, self);
  sat_file_list_refresh (self);
}

/* What a row does */

static SatRecord *
file_of (gpointer row)
{
  return sat_file_row_get_file (row);
}

static void
row_activated_cb (GtkWidget *row, SatFileList *self)
{
  g_autoptr (SatRecord) file = g_object_ref (file_of (row));

  begin_loading (self, SAT_FILE_JOB_OPEN, file, NULL);
}

static void
open_cb (GSimpleAction *action, GVariant *parameter, gpointer row)
{
  SatFileList *self = SAT_FILE_LIST (gtk_widget_get_ancestor (row, SAT_TYPE_FILE_LIST));

  row_activated_cb (row, self);
}

static void
cancel_cb (GSimpleAction *action, GVariant *parameter, gpointer row)
{
  SatFileList *self = SAT_FILE_LIST (gtk_widget_get_ancestor (row, SAT_TYPE_FILE_LIST));
  Loading *loading = loading_of (self, file_of (row));

  if (loading != NULL)
    g_cancellable_cancel (loading->cancellable);
}

static void
remove_cb (GSimpleAction *action, GVariant *parameter, gpointer row)
{
  SatFileList *self = SAT_FILE_LIST (gtk_widget_get_ancestor (row, SAT_TYPE_FILE_LIST));
  gint64 id = sat_record_get_id (file_of (row));

  sat_context_delete (context_of (self), &id, 1, sat_record_get_text (file_of (row), "name"));
}

static void
save_response_cb (GtkNativeDialog *dialog, int response, SatFileList *self)
{
  g_autoptr (GPtrArray) to = g_ptr_array_new_with_free_func (g_object_unref);

  if (response == GTK_RESPONSE_ACCEPT) {
    g_ptr_array_add (to, gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog)));
    begin_loading (self, SAT_FILE_JOB_SAVE, self->to_save, to);
  }
  g_clear_object (&self->to_save);
  g_clear_object (&self->chooser);
}

static void
add_response_cb (GtkNativeDialog *dialog, int response, SatFileList *self)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GListModel) chosen = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (dialog));

  for (guint i = 0; response == GTK_RESPONSE_ACCEPT && i < g_list_model_get_n_items (chosen); i++)
    g_ptr_array_add (files, g_list_model_get_item (chosen, i));
  g_clear_object (&self->chooser);
  sat_file_list_add (self, files);
}

static void
show_chooser (SatFileList *self, const char *title, GtkFileChooserAction action, GCallback response)
{
  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (title, window_of (self), action, NULL, NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect (self->chooser, "response", response, self);
}

static void
save_cb (GSimpleAction *action, GVariant *parameter, gpointer row)
{
  SatFileList *self = SAT_FILE_LIST (gtk_widget_get_ancestor (row, SAT_TYPE_FILE_LIST));
  g_autofree char *name = sat_files_safe_name (sat_record_get_text (file_of (row), "name"));

  g_set_object (&self->to_save, file_of (row));
  show_chooser (self, _ ("Save File"), GTK_FILE_CHOOSER_ACTION_SAVE, G_CALLBACK (save_response_cb));
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), name);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
sat_file_list_choose (SatRecordGroup *group)
{
  SatFileList *self = SAT_FILE_LIST (group);

  show_chooser (self, _ ("Add Files"), GTK_FILE_CHOOSER_ACTION_OPEN, G_CALLBACK (add_response_cb));
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (self->chooser), TRUE);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

/* Rows */

static void
add_file (SatFileList *self, SatRecord *file)
{
  static const GActionEntry entries[] = {
      {.name = "open", .activate = open_cb},
      {.name = "save", .activate = save_cb},
      {.name = "cancel", .activate = cancel_cb},
      {.name = "remove", .activate = remove_cb}, /* the last */
  };
  gboolean writes = can_write (self);
  GtkWidget *row = sat_file_row_new (file, writes);
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();

  g_action_map_add_action_entries (G_ACTION_MAP (actions), entries,
                                   G_N_ELEMENTS (entries) - (writes ? 0 : 1), row);
  gtk_widget_insert_action_group (row, "file", G_ACTION_GROUP (actions));
  g_signal_connect (row, "activated", G_CALLBACK (row_activated_cb), self);
  sat_record_group_add_row (SAT_RECORD_GROUP (self), row);
}

static void
add_waiting (SatFileList *self)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *spinner = gtk_spinner_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("Adding…"));
  gtk_spinner_start (GTK_SPINNER (spinner));
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), spinner);
  sat_record_group_add_row (SAT_RECORD_GROUP (self), row);
}

/* The row that has the focus, or holds what has it; -1: none. */
static int
find_focus (SatFileList *self, GPtrArray *rows)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  for (guint i = 0; focus != NULL && i < rows->len; i++)
    if (focus == rows->pdata[i] || gtk_widget_is_ancestor (focus, rows->pdata[i]))
      return (int)i;
  return -1;
}

/* Rows of the same files stay, with the keyboard's place in them and a menu that is open. */
static gboolean
shows_already (SatFileList *self, GPtrArray *files)
{
  gint64 none = 0;
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  gboolean same;

  for (guint i = 0; i < files->len; i++) {
    gint64 id = sat_record_get_id (files->pdata[i]);

    g_array_append_val (ids, id);
  }
  if (self->adding > 0)
    g_array_append_val (ids, none);
  same = self->shown != NULL && ids->len == self->shown->len && ids->len > 0 &&
         memcmp (ids->data, self->shown->data, ids->len * sizeof (gint64)) == 0;
  g_clear_pointer (&self->shown, g_array_unref);
  self->shown = ids;
  return same;
}

static void
make_rows (SatFileList *self, GPtrArray *files)
{
  GPtrArray *rows = sat_record_group_get_rows (SAT_RECORD_GROUP (self));
  int focus = find_focus (self, rows);

  while (rows->len > 0)
    sat_record_group_remove_row (SAT_RECORD_GROUP (self), rows->pdata[rows->len - 1]);
  for (guint i = 0; i < files->len; i++)
    add_file (self, files->pdata[i]);
  if (self->adding > 0)
    add_waiting (self);
  sat_record_group_set_empty (SAT_RECORD_GROUP (self),
                              rows->len > 0 ? NULL
                              : can_write (self)
                                  ? _ ("Drop files on this page, or add them with the button.")
                                  : sat_record_group_none ());
  if (focus >= 0)
    gtk_widget_grab_focus (rows->len > 0 ? rows->pdata[MIN ((guint)focus, rows->len - 1)]
                                         : sat_record_group_get_button (SAT_RECORD_GROUP (self)));
}

/* What was added is seen, and the next key goes on from it, unless somebody types elsewhere. */
static void
show_newest (SatFileList *self)
{
  GPtrArray *rows = sat_record_group_get_rows (SAT_RECORD_GROUP (self));
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  self->show_new = FALSE;
  if (rows->len > 0 && !GTK_IS_TEXT (focus) && !GTK_IS_TEXT_VIEW (focus))
    gtk_widget_grab_focus (rows->pdata[0]);
}

void
sat_file_list_refresh (SatFileList *self)
{
  g_autoptr (GPtrArray) files = NULL;
  GPtrArray *rows;

  g_return_if_fail (SAT_IS_FILE_LIST (self));

  rows = sat_record_group_get_rows (SAT_RECORD_GROUP (self));
  files = sat_files_of (sat_context_get_reader (context_of (self)), id_of (self), NULL);
  if (files == NULL)
    return;
  if (!shows_already (self, files))
    make_rows (self, files);
  for (guint i = 0; i < files->len; i++) {
    g_autofree char *words = describe (self, files->pdata[i]);

    sat_file_row_update (rows->pdata[i], files->pdata[i], words,
                         loading_of (self, files->pdata[i]) != NULL);
  }
  if (self->show_new)
    show_newest (self);
}

static void
sync_changed_cb (SatSyncService *sync, SatFileList *self)
{
  sat_file_list_refresh (self);
}

static void
sat_file_list_dispose (GObject *object)
{
  SatFileList *self = SAT_FILE_LIST (object);

  g_clear_object (&self->chooser);
  g_clear_object (&self->to_save);
  G_OBJECT_CLASS (sat_file_list_parent_class)->dispose (object);
}

static void
sat_file_list_finalize (GObject *object)
{
  SatFileList *self = SAT_FILE_LIST (object);

  g_hash_table_unref (self->loading);
  g_clear_pointer (&self->shown, g_array_unref);
  G_OBJECT_CLASS (sat_file_list_parent_class)->finalize (object);
}

static void
sat_file_list_class_init (SatFileListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sat_file_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = sat_file_list_finalize;
  SAT_RECORD_GROUP_CLASS (klass)->add = sat_file_list_choose;
}

static void
sat_file_list_init (SatFileList *self)
{
  self->loading = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, loading_free);
}

GtkWidget *
sat_file_list_new (SatContext *context, SatRecord *record)
{
  SatFileList *self;

  g_return_val_if_fail (SAT_IS_CONTEXT (context) && SAT_IS_RECORD (record), NULL);

  self = g_object_new (SAT_TYPE_FILE_LIST, NULL);
  sat_record_group_set_up (SAT_RECORD_GROUP (self), context, record, NULL, _ ("Files"),
                           _ ("Add Files"));
  if (sat_context_get_sync (context) != NULL)
    g_signal_connect_object (sat_context_get_sync (context), "changed",
                             G_CALLBACK (sync_changed_cb), self, 0);
  sat_file_list_refresh (self);
  return GTK_WIDGET (self);
}

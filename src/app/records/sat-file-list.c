/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-file-list.h"

#include <glib/gi18n-lib.h>

#include "sat-file-job.h"
#include "sat-sync-service.h"
#include "sat-widgets.h"

struct _SatFileList {
  SatRecordGroup parent_instance;
  GHashTable *loading; /* ids of attachments that are fetched to be opened: gint64 */
  char *shown;         /* what the rows say */
  guint adding;        /* jobs */
  GtkFileChooserNative *chooser;
  SatRecord *to_save; /* while the chooser asks where to */
};

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

/* "Waiting to be sent"; NULL: nothing to be said. */
static const char *
describe_state (SatFileList *self, SatRecord *file)
{
  gint64 id = sat_record_get_id (file);
  SatFileState state = SAT_FILE_NONE;

  if (g_hash_table_contains (self->loading, &id))
    return _ ("Downloading…");
  sat_files_state (sat_context_get_reader (context_of (self)), sat_record_get_text (file, "sha256"),
                   &state, NULL);
  switch (state) {
  case SAT_FILE_WAITING:
    return _ ("Waiting to be sent");
  case SAT_FILE_AWAY:
    return _ ("Not on this computer yet");
  case SAT_FILE_NONE:
    return _ ("Without content");
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
  const char *state = describe_state (self, file);
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
  sat_file_list_refresh (self);
}

void
sat_file_list_add (SatFileList *self, GPtrArray *files)
{
  g_return_if_fail (SAT_IS_FILE_LIST (self) && files != NULL);

  if (!can_write (self) || files->len == 0)
    return;
  self->adding++;
  sat_file_job_run (sat_context_get_store (context_of (self)), SAT_FILE_JOB_ADD, id_of (self), NULL,
                    files, added_cb, self);
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

static void
opened_cb (const char *problem, const char *path, gint64 attachment, gpointer owner)
{
  SatFileList *self = owner;
  g_autofree char *uri = path != NULL ? g_filename_to_uri (path, NULL, NULL) : NULL;

  end_loading (self, attachment, problem);
  if (uri != NULL && window_of (self) != NULL)
    gtk_show_uri (window_of (self), uri, GDK_CURRENT_TIME);
}

static void
saved_cb (const char *problem, const char *path, gint64 attachment, gpointer owner)
{
  end_loading (owner, attachment, problem);
}

static void
begin_loading (SatFileList *self, SatFileJobKind kind, SatRecord *file, GPtrArray *to)
{
  gint64 id = sat_record_get_id (file);
  SatFileState state = SAT_FILE_NONE;

  sat_files_state (sat_context_get_reader (context_of (self)), sat_record_get_text (file, "sha256"),
                   &state, NULL);
  if (state == SAT_FILE_AWAY)
    g_hash_table_add (self->loading, g_memdup2 (&id, sizeof id));
  sat_file_job_run (sat_context_get_store (context_of (self)), kind, 0, file, to,
                    kind == SAT_FILE_JOB_OPEN ? opened_cb : saved_cb, self);
  sat_file_list_refresh (self);
}

/* What a row does */

static SatRecord *
file_of (GtkWidget *row)
{
  return g_object_get_data (G_OBJECT (row), "file");
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

static GtkWidget *
make_menu (SatFileList *self, SatRecord *file)
{
  GtkWidget *button = gtk_menu_button_new ();
  g_autoptr (GMenu) menu = g_menu_new ();
  /* Translators: %s is the name of a file */
  g_autofree char *name = g_strdup_printf (_ ("More for “%s”"), sat_record_get_text (file, "name"));

  g_menu_append (menu, _ ("_Open"), "file.open");
  g_menu_append (menu, _ ("_Save As…"), "file.save");
  if (can_write (self))
    g_menu_append (menu, _ ("_Remove"), "file.remove");
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "view-more-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  sat_widget_set_tooltip (button, _ ("More"));
  sat_widget_set_name (button, name);
  return button;
}

static GtkWidget *
make_icon (SatRecord *file)
{
  const char *mime = sat_record_get_text (file, "mime");
  g_autofree char *type = g_content_type_from_mime_type (mime != NULL ? mime : "");
  g_autoptr (GIcon) icon =
      g_content_type_get_symbolic_icon (type != NULL ? type : "application/octet-stream");
  GtkWidget *image = gtk_image_new_from_gicon (icon);

  sat_widget_set_decorative (image);
  return image;
}

static void
add_file (SatFileList *self, SatRecord *file)
{
  static const GActionEntry entries[] = {
      {.name = "open", .activate = open_cb},
      {.name = "save", .activate = save_cb},
      {.name = "remove", .activate = remove_cb},
  };
  GtkWidget *row = adw_action_row_new ();
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();
  g_autofree char *words = describe (self, file);
  g_autofree char *subtitle = g_markup_escape_text (words, -1);
  g_autofree char *title = g_markup_escape_text (sat_record_get_title (file), -1);

  g_object_set_data_full (G_OBJECT (row), "file", g_object_ref (file), g_object_unref);
  g_action_map_add_action_entries (G_ACTION_MAP (actions), entries, G_N_ELEMENTS (entries), row);
  gtk_widget_insert_action_group (row, "file", G_ACTION_GROUP (actions));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 1);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), make_icon (file));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), make_menu (self, file));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
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

/* Rows that say the same stay, with the keyboard's place in them. */
static gboolean
shows_already (SatFileList *self, GPtrArray *files)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (text, "%d", self->adding > 0);
  for (guint i = 0; i < files->len; i++) {
    g_autofree char *words = describe (self, files->pdata[i]);

    g_string_append_printf (text, "\n%" G_GINT64_FORMAT " %s %s",
                            sat_record_get_id (files->pdata[i]),
                            sat_record_get_title (files->pdata[i]), words);
  }
  if (g_strcmp0 (self->shown, text->str) == 0)
    return TRUE;
  g_free (self->shown);
  self->shown = g_strdup (text->str);
  return FALSE;
}

void
sat_file_list_refresh (SatFileList *self)
{
  g_autoptr (GPtrArray) files = NULL;
  GPtrArray *rows;

  g_return_if_fail (SAT_IS_FILE_LIST (self));

  rows = sat_record_group_get_rows (SAT_RECORD_GROUP (self));
  files = sat_files_of (sat_context_get_reader (context_of (self)), id_of (self), NULL);
  if (files == NULL || shows_already (self, files))
    return;
  while (rows->len > 0)
    sat_record_group_remove_row (SAT_RECORD_GROUP (self), rows->pdata[rows->len - 1]);
  for (guint i = 0; i < files->len; i++)
    add_file (self, files->pdata[i]);
  if (self->adding > 0)
    add_waiting (self);
  sat_record_group_set_empty (SAT_RECORD_GROUP (self),
                              rows->len > 0 ? NULL
                              : can_write (self)
                                  ? _ ("Drop files here, or add them with the button.")
                                  : sat_record_group_none ());
}

static void
sync_changed_cb (SatSyncService *sync, SatFileList *self)
{
  sat_file_list_refresh (self);
}

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, SatFileList *self)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GSList) list = gdk_file_list_get_files (g_value_get_boxed (value));

  for (GSList *at = list; at != NULL; at = at->next)
    g_ptr_array_add (files, g_object_ref (at->data));
  sat_file_list_add (self, files);
  return files->len > 0;
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
  g_free (self->shown);
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
  self->loading = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

GtkWidget *
sat_file_list_new (SatContext *context, SatRecord *record)
{
  SatFileList *self;
  GtkDropTarget *target;

  g_return_val_if_fail (SAT_IS_CONTEXT (context) && SAT_IS_RECORD (record), NULL);

  self = g_object_new (SAT_TYPE_FILE_LIST, NULL);
  sat_record_group_set_up (SAT_RECORD_GROUP (self), context, record, NULL, _ ("Files"),
                           _ ("Add Files"));
  if (can_write (self)) {
    target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);
    g_signal_connect (target, "drop", G_CALLBACK (drop_cb), self);
    gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
  }
  if (sat_context_get_sync (context) != NULL)
    g_signal_connect_object (sat_context_get_sync (context), "changed",
                             G_CALLBACK (sync_changed_cb), self, 0);
  sat_file_list_refresh (self);
  return GTK_WIDGET (self);
}

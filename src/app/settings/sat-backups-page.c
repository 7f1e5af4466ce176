/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-backups-page.h"

#include "sat-backups.h"
#include "sat-files.h"
#include "sat-restore-dialog.h"
#include "sat-settings.h"
#include "sat-widgets.h"

#include <glib/gi18n-lib.h>

struct _SatBackupsPage {
  AdwPreferencesPage parent_instance;
  SatContext *context;
  AdwActionRow *now_row;
  GtkWidget *now_button;
  GtkSpinner *spinner;
  AdwPreferencesGroup *kept_group;
  GPtrArray *kept_rows; /* unowned */
  AdwActionRow *daily_row;
  GtkFileChooserNative *chooser;
  GCancellable *cancellable; /* of a backup that is being written */
};

#define SAT_TYPE_BACKUPS_PAGE (sat_backups_page_get_type ())
G_DECLARE_FINAL_TYPE (SatBackupsPage, sat_backups_page, SAT, BACKUPS_PAGE, AdwPreferencesPage)
G_DEFINE_FINAL_TYPE (SatBackupsPage, sat_backups_page, ADW_TYPE_PREFERENCES_PAGE)

static const char *
store_path (SatBackupsPage *self)
{
  return sat_store_get_path (sat_context_get_store (self->context));
}

static void
show_last (SatBackupsPage *self)
{
  g_autofree char *path = NULL;
  g_autofree char *when = NULL;
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;
  gint64 made;

  if (!sat_backups_get_last (sat_context_get_store (self->context), &made, &path)) {
    adw_action_row_set_subtitle (self->now_row, _ ("None was made by hand yet"));
    return;
  }
  when = sat_format_instant_relative (sat_context_get_format (self->context), made);
  name = g_filename_display_name (path);
  /* Translators: when the last backup was made, and its file */
  text = g_strdup_printf (_ ("Last: %s, %s"), when, name);
  adw_action_row_set_subtitle (self->now_row, text);
}

static void
kept_activated_cb (GtkWidget *row, SatBackupsPage *self)
{
  sat_restore_dialog_begin (GTK_WIDGET (self), self->context,
                            g_object_get_data (G_OBJECT (row), "path"));
}

static void
add_kept (SatBackupsPage *self, SatBackupFile *file, const char *title)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *chevron = gtk_image_new_from_icon_name ("go-next-symbolic");
  g_autofree char *made = sat_format_instant (sat_context_get_format (self->context), file->made);
  g_autofree char *size = g_format_size ((guint64)file->size);
  g_autofree char *text = g_strdup_printf ("%s · %s", made, size);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
  gtk_widget_add_css_class (chevron, "dim-label");
  sat_widget_set_decorative (chevron);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), chevron);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), "path", g_strdup (file->path), g_free);
  g_signal_connect (row, "activated", G_CALLBACK (kept_activated_cb), self);
  adw_preferences_group_add (self->kept_group, row);
  g_ptr_array_add (self->kept_rows, row);
}

/* What the backups take; a disk that is too full for the next one is said where it is looked for.
 */
static void
show_room (SatBackupsPage *self, GPtrArray *files)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *taken = NULL;
  g_autofree char *next = NULL;
  g_autofree char *left = NULL;
  g_autofree char *text = NULL;
  g_autofree char *warning = NULL;
  gint64 needed, room, disk, sum = 0;

  for (guint i = 0; i < files->len; i++)
    sum += ((SatBackupFile *)files->pdata[i])->size;
  sat_backups_room (store_path (self), &needed, &room, &disk);
  taken = g_format_size ((guint64)sum);
  left = g_format_size ((guint64)MAX (room, 0));
  next = g_format_size ((guint64)needed);
  /* Translators: three sizes, such as 1.6 GB */
  text = g_strdup_printf (_ ("Those here take %s, the next one %s; %s are free"), taken, next,
                          room >= 0 ? left : "?");
  if (!sat_backups_check_room (needed, room, disk, &error))
    /* Translators: %s is the reason */
    warning = g_strdup_printf (_ ("No daily backup: %s"), error->message);
  adw_action_row_set_subtitle (self->daily_row, warning != NULL ? warning : text);
  if (warning != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->daily_row), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->daily_row), "error");
}

static void
show_kept (SatBackupsPage *self)
{
  const SatFormat *format = sat_context_get_format (self->context);
  g_autoptr (GPtrArray) files = sat_backups_list (store_path (self));
  g_autoptr (SatBackupFile) aside = sat_backups_before_restore (store_path (self));

  show_room (self, files);
  for (guint i = 0; i < self->kept_rows->len; i++)
    adw_preferences_group_remove (self->kept_group, self->kept_rows->pdata[i]);
  g_ptr_array_set_size (self->kept_rows, 0);
  for (guint i = 0; i < files->len; i++) {
    SatBackupFile *file = g_ptr_array_index (files, i);
    g_autofree char *day = sat_format_date_relative (format, file->date);

    add_kept (self, file, day);
  }
  if (aside != NULL)
    add_kept (self, aside, _ ("Before the last restore"));
}

/* A backup to a file. */
typedef struct {
  char *path;
  gint64 records;
  char *without;
} Writing;

static void
writing_free (gpointer data)
{
  Writing *writing = data;

  g_free (writing->path);
  g_free (writing->without);
  g_free (writing);
}

static char *
describe_written (const Writing *writing)
{
  g_autofree char *name = g_filename_display_basename (writing->path);
  g_autofree char *folder = sat_files_folder (writing->path);
  g_autofree char *beside = g_filename_display_basename (folder);
  gulong n = (gulong)writing->records;
  g_autofree char *text = g_strdup_printf (
      ngettext ("%s written and checked, %lu record", "%s written and checked, %lu records", n),
      name, n);

  if (writing->without != NULL)
    /* Translators: first what was written, then the reason */
    return g_strdup_printf (_ ("%s. Attached files could not be copied: %s"), text,
                            writing->without);
  if (g_file_test (folder, G_FILE_TEST_IS_DIR))
    /* Translators: first what was written, then the name of a folder */
    return g_strdup_printf (_ ("%s. The attached files are in the folder %s: keep both together."),
                            text, beside);
  return g_steal_pointer (&text);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SatBackupsPage) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean done = g_task_propagate_boolean (G_TASK (result), &error);
  g_autofree char *message = NULL;

  g_clear_object (&self->cancellable);
  gtk_spinner_stop (self->spinner);
  gtk_widget_set_sensitive (self->now_button, TRUE);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->context == NULL)
    return;
  message =
      done ? describe_written (g_task_get_task_data (G_TASK (result))) : g_strdup (error->message);
  sat_context_say (self->context, message);
  show_last (self);
}

static void
write_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Writing *writing = data;
  GError *error = NULL;

  if (sat_backups_write (source, writing->path, &writing->records, &writing->without, cancellable,
                         &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
write_to (SatBackupsPage *self, const char *path)
{
  g_autoptr (GTask) task = NULL;
  Writing *writing = g_new0 (Writing, 1);

  self->cancellable = g_cancellable_new ();
  task = g_task_new (sat_context_get_store (self->context), self->cancellable, written_cb,
                     g_object_ref (self));
  gtk_spinner_start (self->spinner);
  gtk_widget_set_sensitive (self->now_button, FALSE);
  writing->path = g_strdup (path);
  g_task_set_task_data (task, writing, writing_free);
  g_task_run_in_thread (task, write_thread);
}

static void
saved_cb (GtkNativeDialog *dialog, int response, SatBackupsPage *self)
{
  g_autoptr (GFile) file = NULL;
  g_autofree char *path = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  path = file != NULL ? g_file_get_path (file) : NULL;
  g_clear_object (&self->chooser);
  if (path != NULL && self->cancellable == NULL)
    write_to (self, path);
}

static void
opened_cb (GtkNativeDialog *dialog, int response, SatBackupsPage *self)
{
  g_autoptr (GFile) file = NULL;
  g_autofree char *path = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  path = file != NULL ? g_file_get_path (file) : NULL;
  g_clear_object (&self->chooser);
  if (path != NULL)
    sat_restore_dialog_begin (GTK_WIDGET (self), self->context, path);
}

static GtkFileChooser *
make_chooser (SatBackupsPage *self,
              const char *title,
              GtkFileChooserAction action,
              const char *accept,
              GCallback response)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkFileFilter *filter = gtk_file_filter_new ();

  g_clear_object (&self->chooser);
  self->chooser =
      gtk_file_chooser_native_new (title, GTK_WINDOW (root), action, accept, _ ("_Cancel"));
  gtk_file_filter_set_name (filter, _ ("Backups of Satchel"));
  gtk_file_filter_add_pattern (filter, "*.db");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), filter);
  g_object_unref (filter);
  filter = gtk_file_filter_new ();
  gtk_file_filter_set_name (filter, _ ("All files"));
  gtk_file_filter_add_pattern (filter, "*");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), filter);
  g_object_unref (filter);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect_object (self->chooser, "response", response, self, 0);
  return GTK_FILE_CHOOSER (self->chooser);
}

static void
now_clicked_cb (SatBackupsPage *self)
{
  const SatFormat *format = sat_context_get_format (self->context);
  g_autofree char *day =
      sat_date_to_string (sat_date_today (sat_clock_now (format->clock), format->zone));
  g_autofree char *name = g_strdup_printf ("satchel-%s.db", day);
  GtkFileChooser *chooser = make_chooser (self, _ ("Back Up"), GTK_FILE_CHOOSER_ACTION_SAVE,
                                          _ ("_Back Up"), G_CALLBACK (saved_cb));

  gtk_file_chooser_set_current_name (chooser, name);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static void
restore_clicked_cb (SatBackupsPage *self)
{
  make_chooser (self, _ ("Restore a Backup"), GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Open"),
                G_CALLBACK (opened_cb));
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static GtkWidget *
make_button (const char *label, GCallback clicked, SatBackupsPage *self)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (button, "clicked", clicked, self);
  return button;
}

static void
add_by_hand (SatBackupsPage *self)
{
  GtkWidget *group = adw_preferences_group_new ();
  GtkWidget *restore_row = adw_action_row_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _ ("By Hand"));
  self->now_row = ADW_ACTION_ROW (adw_action_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->now_row), _ ("Back up to a file"));
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self->now_row), FALSE);
  self->spinner = GTK_SPINNER (gtk_spinner_new ());
  sat_widget_set_decorative (GTK_WIDGET (self->spinner));
  self->now_button = make_button (_ ("_Back Up Now…"), G_CALLBACK (now_clicked_cb), self);
  adw_action_row_add_suffix (self->now_row, GTK_WIDGET (self->spinner));
  adw_action_row_add_suffix (self->now_row, self->now_button);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (restore_row), _ ("Restore from a file"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (restore_row),
                               _ ("You see what is in it before anything happens"));
  adw_action_row_add_suffix (
      ADW_ACTION_ROW (restore_row),
      make_button (_ ("_Choose a File…"), G_CALLBACK (restore_clicked_cb), self));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), GTK_WIDGET (self->now_row));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), restore_row);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (self), ADW_PREFERENCES_GROUP (group));
}

static void
add_daily (SatBackupsPage *self)
{
  g_autofree char *folder = sat_backups_folder (store_path (self));
  g_autofree char *name = g_filename_display_name (folder);
  /* Translators: %s is a folder */
  g_autofree char *text =
      g_strdup_printf (_ ("One for each of the last seven days in which Satchel ran, checked when "
                          "it is written. They are in %s."),
                       name);
  g_autofree char *markup = g_markup_escape_text (text, -1);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *toggle = gtk_switch_new ();

  self->kept_group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  adw_preferences_group_set_title (self->kept_group, _ ("Every Day"));
  adw_preferences_group_set_description (self->kept_group, markup);
  gtk_widget_set_valign (toggle, GTK_ALIGN_CENTER);
  sat_widget_set_name (toggle, _ ("Back up every day"));
  g_settings_bind (sat_context_get_settings (self->context), SAT_SETTING_DAILY_BACKUP, toggle,
                   "active", G_SETTINGS_BIND_DEFAULT);
  self->daily_row = ADW_ACTION_ROW (row);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("Back up every day"));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), toggle);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), toggle);
  adw_preferences_group_add (self->kept_group, row);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (self), self->kept_group);
}

static void
sat_backups_page_map (GtkWidget *widget)
{
  SatBackupsPage *self = SAT_BACKUPS_PAGE (widget);

  show_last (self);
  show_kept (self);
  GTK_WIDGET_CLASS (sat_backups_page_parent_class)->map (widget);
}

static void
sat_backups_page_dispose (GObject *object)
{
  SatBackupsPage *self = SAT_BACKUPS_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  if (self->chooser != NULL)
    gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (self->chooser));
  g_clear_object (&self->chooser);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (sat_backups_page_parent_class)->dispose (object);
}

static void
sat_backups_page_finalize (GObject *object)
{
  SatBackupsPage *self = SAT_BACKUPS_PAGE (object);

  g_ptr_array_unref (self->kept_rows);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (sat_backups_page_parent_class)->finalize (object);
}

static void
sat_backups_page_class_init (SatBackupsPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sat_backups_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = sat_backups_page_finalize;
  GTK_WIDGET_CLASS (klass)->map = sat_backups_page_map;
}

static void
sat_backups_page_init (SatBackupsPage *self)
{
  self->kept_rows = g_ptr_array_new ();
}

GtkWidget *
sat_backups_page_new (SatContext *context)
{
  SatBackupsPage *self;

  g_return_val_if_fail (SAT_IS_CONTEXT (context), NULL);
  self = g_object_new (SAT_TYPE_BACKUPS_PAGE, NULL);
  self->context = g_object_ref (context);
  add_by_hand (self);
  add_daily (self);
  return GTK_WIDGET (self);
}

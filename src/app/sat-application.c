/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-application.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "sat-appearance.h"
#include "sat-auto-backup.h"
#include "sat-demo.h"
#include "sat-device-file.h"
#include "sat-files.h"
#include "sat-reminders-notify.h"
#include "sat-settings.h"
#include "sat-start.h"
#include "sat-tour.h"
#include "sat-tree-actions.h"
#include "sat-window-import.h"
#include "sat-wiped.h"

struct _SatApplication {
  AdwApplication parent_instance;

  char *path;     /* --db */
  char *currency; /* --currency */
  char *tour;     /* --tour: the folder for its pictures */
  gboolean demo;
  int status;

  GSettings *settings;
  SatStore *store;
  SatContext *context;
  guint poll;
  SatAutoBackup *auto_backup;
  SatRemindersNotify *reminders;
};

/* Other programs may write to the same file. */
#define POLL_SECONDS 1
/* Whoever has just started Satchel has something to do; the backup can wait. */
#define BACKUP_DELAY_SECONDS 30
/* On the task of a restore: why attached files did not come along. */
#define LEFT_OUT "left-out"
#define RESTORE_TRIES 12

G_DEFINE_FINAL_TYPE (SatApplication, sat_application, ADW_TYPE_APPLICATION)

static SatWindow *
get_window (SatApplication *self)
{
  GList *windows = gtk_application_get_windows (GTK_APPLICATION (self));

  for (GList *l = windows; l != NULL; l = l->next) {
    if (SAT_IS_WINDOW (l->data))
      return l->data;
  }
  return NULL;
}

static gboolean
poll_cb (gpointer user_data)
{
  SatApplication *self = user_data;

  sat_store_poll (self->store);
  return G_SOURCE_CONTINUE;
}

static void
close_store (SatApplication *self)
{
  g_clear_pointer (&self->reminders, sat_reminders_notify_free);
  g_clear_pointer (&self->auto_backup, sat_auto_backup_free);
  g_clear_handle_id (&self->poll, g_source_remove);
  if (self->context != NULL)
    sat_context_close (self->context);
  g_clear_object (&self->context);
  if (self->store != NULL)
    sat_store_close (self->store);
  g_clear_object (&self->store);
}

static void
show_failure (SatApplication *self, const char *path, const GError *error)
{
  g_autofree char *name = g_filename_display_name (path);
  g_autofree char *text = NULL;

  /* Translators: first the reason, then the file */
  text = g_strdup_printf (_ ("%s\n\nNothing was changed in %s. Another file can be opened with "
                             "“satchel --db FILE”, and a backup brought back with “satchelctl "
                             "restore”."),
                          error->message, name);
  sat_window_show_error (get_window (self), _ ("The Workspace Cannot Be Opened"), text);
}

/* Opens the file and shows it, or says why not. @create: it may be new. */
static gboolean
open_store (SatApplication *self, const char *path, gboolean create)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_path_get_dirname (path);
  SatWindow *window = get_window (self);

  sat_window_set_context (window, NULL);
  close_store (self);
  if (create)
    g_mkdir_with_parents (folder, 0700);
  self->store =
      sat_store_open (path, create ? SAT_STORE_CREATE : SAT_STORE_DEFAULT, NULL, NULL, &error);
  if (self->store != NULL)
    self->context = sat_context_new (self->store, self->settings, &error);
  if (self->context == NULL) {
    show_failure (self, path, error);
    g_clear_object (&self->store);
    return FALSE;
  }
  self->poll = g_timeout_add_seconds (POLL_SECONDS, poll_cb, self);
  /* The sample can be made again. */
  if (!self->demo && !sat_store_is_read_only (self->store))
    self->auto_backup = sat_auto_backup_new (self->context, BACKUP_DELAY_SECONDS);
  /* Neither a picture nor a test wants a word that depends on the time of day. */
  if (self->tour == NULL && g_getenv ("SATCHEL_NO_REMINDERS") == NULL)
    self->reminders = sat_reminders_notify_new (GTK_APPLICATION (self), self->context);
  return TRUE;
}

static void
show_workspace (SatApplication *self)
{
  const char *notice = sat_store_get_notice (self->store);

  sat_window_set_context (get_window (self), self->context);
  if (notice != NULL)
    sat_context_say (self->context, notice);
}

static char *
own_path (SatApplication *self)
{
  if (self->path != NULL)
    return g_strdup (self->path);
  return self->demo ? sat_store_demo_path () : sat_store_default_path ();
}

static void
create_cb (SatStartPage *page,
           const char *name,
           const char *company,
           const char *currency,
           SatApplication *self)
{
  g_autofree char *path = own_path (self);
  g_autoptr (GError) error = NULL;

  if (!open_store (self, path, TRUE))
    return;
  if (!sat_start_workspace (self->store, name, company, currency, &error) ||
      (!sat_window_import_is_waiting (get_window (self)) &&
       !sat_start_ensure_pipeline (self->store, &error))) {
    show_failure (self, path, error);
    return;
  }
  show_workspace (self);
}

static void
toured_cb (gboolean ok, gpointer user_data)
{
  SatApplication *self = user_data;

  self->status = ok ? 0 : 1;
  g_application_release (G_APPLICATION (self));
  gtk_window_destroy (GTK_WINDOW (get_window (self)));
}

/* @enter: opens the workspace; NULL when it is open. */
static void
start_tour (SatApplication *self, void (*enter) (gpointer user_data))
{
  const char *pause = g_getenv ("SATCHEL_TOUR_PAUSE");
  SatTourPlan plan = {.folder = self->tour,
                      .only = g_getenv ("SATCHEL_TOUR_ONLY"),
                      .pause = pause != NULL ? (guint)g_ascii_strtoull (pause, NULL, 10) : 0,
                      .writes = enter != NULL, /* the sample or a new one, not one's own */
                      .enter = enter,
                      .done = toured_cb,
                      .user_data = self};

  g_application_hold (G_APPLICATION (self));
  sat_tour_start (get_window (self), &plan);
}

static void
make_demo_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  GError *error = NULL;

  if (sat_demo_make_file (task_data, NULL, NULL, NULL, cancellable, &error) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_EXISTS)) {
    g_clear_error (&error);
    g_task_return_boolean (task, TRUE);
  } else {
    g_task_return_error (task, error);
  }
}

static void
demo_made_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SatApplication *self = SAT_APPLICATION (source);
  g_autoptr (GError) error = NULL;
  g_autofree char *path = own_path (self);

  if (get_window (self) == NULL)
    return;
  if (!g_task_propagate_boolean (G_TASK (result), &error))
    show_failure (self, path, error);
  else if (open_store (self, path, FALSE))
    show_workspace (self);
}

/* The sample workspace is made when it is first asked for. */
static void
open_demo (SatApplication *self)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, demo_made_cb, NULL);
  g_autofree char *path = NULL;
  g_autofree char *folder = NULL;

  self->demo = TRUE;
  path = own_path (self);
  folder = g_path_get_dirname (path);
  g_mkdir_with_parents (folder, 0700);
  sat_window_show_busy (get_window (self), _ ("Making Up a Company"));
  g_task_set_task_data (task, g_steal_pointer (&path), g_free);
  g_task_run_in_thread (task, make_demo_thread);
}

static void
demo_cb (SatStartPage *page, SatApplication *self)
{
  open_demo (self);
}

/* The tour fills in the start page or asks there for the sample. */
static void
enter_cb (gpointer user_data)
{
  SatApplication *self = user_data;
  SatStartPage *page = sat_window_get_start_page (get_window (self));

  if (self->demo)
    open_demo (self);
  else
    create_cb (page, "Ana Ruiz", "Alder & Sons", self->currency != NULL ? self->currency : "EUR",
               self);
}

/* An empty file, which the server will fill. */
static void
sign_in_cb (SatStartPage *page, SatApplication *self)
{
  g_autofree char *path = own_path (self);

  if (!open_store (self, path, TRUE))
    return;
  show_workspace (self);
  sat_window_show_view (get_window (self), "sync");
}

static void
open_first (SatApplication *self)
{
  g_autofree char *path = own_path (self);
  gboolean exists = g_file_test (path, G_FILE_TEST_EXISTS);

  if (sat_wiped_is (path)) {
    sat_wiped_show (get_window (self), path);
    return;
  }
  if (self->tour != NULL && (self->demo || (self->path != NULL && !exists))) {
    start_tour (self, enter_cb);
  } else if (self->demo) {
    open_demo (self);
  } else if (exists) {
    if (!open_store (self, path, FALSE) || !sat_start_is_set_up (self->store))
      return;
    show_workspace (self);
    if (self->tour != NULL)
      start_tour (self, NULL);
  } else if (self->tour != NULL) {
    g_printerr (_ ("satchel: there is no workspace to walk through; try --demo\n"));
    self->status = 1;
    gtk_window_destroy (GTK_WINDOW (get_window (self)));
  } /* else the window shows the first-start page */
}

static void
connect_start_page (SatApplication *self, SatStartPage *page)
{
  g_signal_connect_object (page, "create", G_CALLBACK (create_cb), self, 0);
  g_signal_connect_object (page, "demo", G_CALLBACK (demo_cb), self, 0);
  g_signal_connect_object (page, "sign-in", G_CALLBACK (sign_in_cb), self, 0);
  if (self->currency != NULL)
    sat_start_page_set_currency (page, self->currency);
}

static void
sat_application_activate (GApplication *application)
{
  SatApplication *self = SAT_APPLICATION (application);
  SatWindow *window = get_window (self);

  if (window != NULL) {
    gtk_window_present (GTK_WINDOW (window));
    return;
  }
  window = sat_window_new (GTK_APPLICATION (application));
  connect_start_page (self, sat_window_get_start_page (window));
  gtk_window_present (GTK_WINDOW (window));
  open_first (self);
}

/* Files on the command line, or opened from the desktop, are imported. */
static void
sat_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);

  g_application_activate (application);
  for (int i = 0; i < n_files; i++) {
    char *path = g_file_get_path (files[i]);

    if (path != NULL)
      g_ptr_array_add (paths, path);
  }
  g_ptr_array_add (paths, NULL);
  sat_window_import_files (get_window (SAT_APPLICATION (application)),
                           (const char *const *)paths->pdata);
}

static void
restore_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const char *const *paths = data;
  g_autoptr (GError) left = NULL;
  GError *error = NULL;
  gint64 records = 0;
  gboolean restored = FALSE;

  /* The records count more than a file that cannot be read. */
  if (!sat_files_restore (paths[0], paths[1], NULL, &left))
    g_object_set_data_full (G_OBJECT (task), LEFT_OUT, g_strdup (left->message), g_free);
  /* A read that was cancelled a moment ago may not have let go of the file yet. */
  for (int tries = 0; !restored && tries < RESTORE_TRIES; tries++) {
    if (tries > 0)
      g_usleep (G_USEC_PER_SEC / 4);
    g_clear_error (&error);
    restored = sat_store_restore (paths[0], paths[1], &records, &error);
    if (!restored && !g_error_matches (error, SAT_DB_ERROR, SAT_DB_ERROR_BUSY))
      break;
  }
  if (restored) {
    g_autofree char *device = sat_device_file_path (paths[1]);

    /* To its server the file is another one now. */
    g_unlink (device);
    g_task_return_int (task, (gssize)records);
  } else {
    g_task_return_error (task, error);
  }
}

/* Whatever happened, there is a workspace to show: the restored one, or the one from before. */
static void
restored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SatApplication *self = SAT_APPLICATION (source);
  const char *const *paths = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  gulong records = (gulong)g_task_propagate_int (G_TASK (result), &error);
  const char *left = g_object_get_data (G_OBJECT (result), LEFT_OUT);
  g_autofree char *message = NULL;
  g_autofree char *whole = NULL;

  if (get_window (self) == NULL || !open_store (self, paths[1], FALSE))
    return;
  show_workspace (self);
  if (error != NULL)
    message = g_strdup (error->message);
  else
    message = g_strdup_printf (
        ngettext ("%lu record restored. What was there before is among the backups.",
                  "%lu records restored. What was there before is among the backups.", records),
        records);
  if (error == NULL && left != NULL)
    /* Translators: first what was done, a whole sentence, then the reason */
    whole = g_strdup_printf (_ ("%s Attached files could not be copied: %s"), message, left);
  sat_context_say (self->context, whole != NULL ? whole : message);
}

/* The parameter is the path of a backup. Nobody may have the file open meanwhile. */
static void
restore_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SatApplication *self = user_data;
  g_autoptr (GTask) task = NULL;
  char **paths;

  if (self->store == NULL)
    return;
  paths = g_new0 (char *, 3);
  paths[0] = g_strdup (g_variant_get_bytestring (parameter));
  paths[1] = g_strdup (sat_store_get_path (self->store));
  sat_window_set_context (get_window (self), NULL);
  close_store (self);
  sat_window_show_busy (get_window (self), _ ("Restoring a Backup"));
  task = g_task_new (self, NULL, restored_cb, NULL);
  g_task_set_task_data (task, paths, (GDestroyNotify)g_strfreev);
  g_task_run_in_thread (task, restore_thread);
}

/* The server wants the file removed. */
static void
wipe_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SatApplication *self = user_data;
  g_autofree char *path = NULL;

  if (self->store == NULL)
    return;
  path = g_strdup (sat_store_get_path (self->store));
  sat_window_set_context (get_window (self), NULL);
  close_store (self);
  sat_wiped_show (get_window (self), path);
}

static void
quit_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SatWindow *window = get_window (user_data);

  if (window != NULL)
    gtk_window_close (GTK_WINDOW (window));
  else
    g_application_quit (user_data);
}

static void
about_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  adw_show_about_window (
      GTK_WINDOW (get_window (user_data)), "application-name", "Satchel", "application-icon",
      SAT_APP_ID, "version", SAT_VERSION, "developer-name", _ ("The Satchel contributors"),
      "license-type", GTK_LICENSE_GPL_3_0, "comments",
      _ ("Customers, deals, forecast and calendar, with or without a network"), NULL);
}

static void
add_actions (SatApplication *self)
{
  const GActionEntry entries[] = {
      {.name = "quit", .activate = quit_cb},
      {.name = "about", .activate = about_cb},
      {.name = "restore", .activate = restore_cb, .parameter_type = "ay"},
      {.name = "wipe", .activate = wipe_cb},
  };
  const struct {
    const char *action;
    const char *accels[3];
  } keys[] = {
      {"app.quit", {"<Control>q"}},
      {"window.close", {"<Control>w"}},
      {"win.search", {"<Control>k"}},
      {"win.filter", {"<Control>f"}},
      {"win.new", {"<Control>n"}},
      {"win.import", {"<Control>o"}},
      {"win.settings('')", {"<Control>comma"}},
      {"win.show-help-overlay", {"<Control>question", "<Control>F1"}},
      {"win.log-call", {"<Control>l"}},
      {"win.add-activity::task", {"<Control>t"}},
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self), keys[i].action, keys[i].accels);
  for (int i = 1; i <= 9; i++) {
    g_autofree char *action = g_strdup_printf ("win.show-nth-view(%d)", i);
    g_autofree char *accel = g_strdup_printf ("<Control>%d", i);
    const char *const accels[] = {accel, NULL};

    gtk_application_set_accels_for_action (GTK_APPLICATION (self), action, accels);
  }
}

static void
sat_application_startup (GApplication *application)
{
  SatApplication *self = SAT_APPLICATION (application);

  G_APPLICATION_CLASS (sat_application_parent_class)->startup (application);
  sat_tree_actions_install ();
  gtk_window_set_default_icon_name (SAT_APP_ID);
  self->settings = g_settings_new (SAT_SETTINGS_SCHEMA);
  sat_appearance_follow (self->settings);
  add_actions (self);
}

static void
sat_application_shutdown (GApplication *application)
{
  close_store (SAT_APPLICATION (application));
  G_APPLICATION_CLASS (sat_application_parent_class)->shutdown (application);
}

static int
sat_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  SatApplication *self = SAT_APPLICATION (application);

  if (g_variant_dict_contains (options, "version")) {
    g_print ("Satchel %s\n", SAT_VERSION);
    return 0;
  }
  g_variant_dict_lookup (options, "db", "^ay", &self->path);
  g_variant_dict_lookup (options, "currency", "s", &self->currency);
  g_variant_dict_lookup (options, "tour", "^ay", &self->tour);
  self->demo = g_variant_dict_contains (options, "demo");
  if (self->currency != NULL && !sat_currency_is_valid (self->currency)) {
    g_printerr (_ ("satchel: “%s” is not a currency code\n"), self->currency);
    return 2;
  }
  /* A file that was asked for gets a window of its own. */
  if (self->path != NULL || self->demo || self->tour != NULL)
    g_application_set_flags (application,
                             g_application_get_flags (application) | G_APPLICATION_NON_UNIQUE);
  return -1;
}

static void
sat_application_finalize (GObject *object)
{
  SatApplication *self = SAT_APPLICATION (object);

  close_store (self);
  g_clear_object (&self->settings);
  g_free (self->path);
  g_free (self->currency);
  g_free (self->tour);
  G_OBJECT_CLASS (sat_application_parent_class)->finalize (object);
}

static void
sat_application_class_init (SatApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = sat_application_finalize;
  application_class->startup = sat_application_startup;
  application_class->activate = sat_application_activate;
  application_class->open = sat_application_open;
  application_class->shutdown = sat_application_shutdown;
  application_class->handle_local_options = sat_application_handle_local_options;
}

static void
sat_application_init (SatApplication *self)
{
  const GOptionEntry options[] = {
      {"db", 0, 0, G_OPTION_ARG_FILENAME, NULL, N_ ("The file of the workspace"), N_ ("FILE")},
      {"currency", 0, 0, G_OPTION_ARG_STRING, NULL, N_ ("Currency of a new workspace"),
       N_ ("CODE")},
      {"demo", 0, 0, G_OPTION_ARG_NONE, NULL,
       N_ ("Open a sample workspace, kept apart from your own"), NULL},
      {"tour", 0, 0, G_OPTION_ARG_FILENAME, NULL,
       N_ ("Walk through every view, write a picture of each to the folder, and leave"),
       N_ ("FOLDER")},
      {"version", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Print the version and leave"), NULL},
      {0}};

  g_application_add_main_option_entries (G_APPLICATION (self), options);
  g_application_set_option_context_parameter_string (G_APPLICATION (self), _ ("[FILE TO IMPORT…]"));
}

int
sat_application_get_status (SatApplication *self)
{
  g_return_val_if_fail (SAT_IS_APPLICATION (self), 1);
  return self->status;
}

SatApplication *
sat_application_new (void)
{
  return g_object_new (SAT_TYPE_APPLICATION, "application-id", SAT_APP_ID, "flags",
                       G_APPLICATION_HANDLES_OPEN, "resource-base-path", "/org/satchel/Satchel",
                       NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The daily backups: which are kept, when one is due, what is in a file before it is restored. */
#include "config.h"

#include <glib/gstdio.h>

#include "sat-auto-backup.h"
#include "sat-backups.h"
#include "sat-files.h"
#include "sat-settings.h"
#include "sat-test-store.h"

#define PATIENCE_MS 20000

typedef struct {
  SatTestStore *t;
} Fixture;

static void
fixture_set_up (Fixture *f, gconstpointer data)
{
  f->t = sat_test_store_new (SAT_STORE_CREATE);
  sat_test_store_add (f->t, "workspace", "name", "Maven", "currency", "USD", NULL);
  sat_test_store_add (f->t, "company", "name", "Acme", NULL);
}

static void
fixture_tear_down (Fixture *f, gconstpointer data)
{
  sat_test_store_free (f->t);
}

static SatDate
day (const char *text)
{
  SatDate date = 0;

  g_assert_true (sat_date_parse (text, &date, NULL));
  return date;
}

static void
make (Fixture *f, SatDate date)
{
  g_autoptr (GError) error = NULL;

  sat_backups_make (f->t->store, date, NULL, &error);
  g_assert_no_error (error);
}

static void
test_kept (Fixture *f, gconstpointer data)
{
  SatDate first = day ("2026-02-26");
  g_autoptr (GPtrArray) files = NULL;
  g_autofree char *folder = sat_backups_folder (f->t->path);
  g_autofree char *strange = g_build_filename (folder, "other-2026-02-26.db", NULL);
  g_autofree char *nameless = NULL;
  g_autofree char *stem = sat_backups_path_for (f->t->path, first);

  files = sat_backups_list (f->t->path);
  g_assert_cmpuint (files->len, ==, 0); /* no folder yet */
  g_clear_pointer (&files, g_ptr_array_unref);
  make (f, first);
  g_assert_true (g_file_set_contents (strange, "x", 1, NULL));
  nameless = g_strconcat (stem, ".part", NULL);
  g_assert_true (g_file_set_contents (nameless, "x", 1, NULL));
  for (int i = 1; i < 10; i++)
    make (f, first + i);
  files = sat_backups_list (f->t->path);
  g_assert_cmpuint (files->len, ==, SAT_BACKUPS_KEPT);
  for (guint i = 0; i < files->len; i++) {
    SatBackupFile *file = files->pdata[i];

    g_assert_cmpint (file->date, ==, first + 9 - (int)i);
    g_assert_cmpint (file->size, >, 0);
  }
  g_assert_true (g_file_test (strange, G_FILE_TEST_EXISTS)); /* not ours to delete */
}

static void
test_due (Fixture *f, gconstpointer data)
{
  SatDate today = day ("2026-03-02");

  g_assert_true (sat_backups_is_due (f->t->path, today));
  make (f, today);
  g_assert_false (sat_backups_is_due (f->t->path, today));
  g_assert_true (sat_backups_is_due (f->t->path, today + 1));
}

static void
test_fails (Fixture *f, gconstpointer data)
{
  g_autofree char *folder = sat_backups_folder (f->t->path);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (folder, "in the way", -1, NULL));
  g_assert_false (sat_backups_make (f->t->store, 1, NULL, &error));
  g_assert_nonnull (error);
  g_assert_true (sat_backups_is_due (f->t->path, 1));
}

/* A backup may take what there is, but not fill the disk. */
static void
test_room (Fixture *f, gconstpointer data)
{
  const gint64 gb = G_GINT64_CONSTANT (1000000000);
  static const struct {
    int needed, room, disk; /* tenths of a GB */
    gboolean fits;
  } rows[] = {
      {16, 100, 1000, TRUE}, {16, 26, 1000, TRUE}, {16, 25, 1000, FALSE}, {16, 10, 1000, FALSE},
      {1, 2, 20, TRUE},      {1, 1, 20, FALSE},    {16, -10, -10, TRUE}, /* it cannot be said */
  };
  gint64 needed = 0, room = 0, disk = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;

    g_test_message ("row %" G_GSIZE_FORMAT, i);
    g_assert_cmpint (sat_backups_check_room (rows[i].needed * gb / 10, rows[i].room * gb / 10,
                                             rows[i].disk * gb / 10, &error),
                     ==, rows[i].fits);
    if (!rows[i].fits)
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  }
  sat_backups_room (f->t->path, &needed, &room, &disk);
  g_assert_cmpint (needed, >, 0);
  g_assert_cmpint (room, >, 0);
  g_assert_cmpint (disk, >=, room);
}

static void
test_cancelled (Fixture *f, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *folder = sat_backups_folder (f->t->path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_false (sat_backups_make (f->t->store, 1, cancellable, &error));
  g_assert_nonnull (error);
  dir = g_dir_open (folder, 0, NULL);
  g_assert_nonnull (dir);
  g_assert_null (g_dir_read_name (dir)); /* nothing is left behind */
}

static void
test_look (Fixture *f, gconstpointer data)
{
  g_autofree char *path = sat_backups_path_for (f->t->path, 1);
  g_autoptr (SatBackupLook) look = NULL;
  g_autoptr (GError) error = NULL;

  make (f, 1);
  sat_test_store_add (f->t, "company", "name", "Beta", NULL);
  look = sat_backup_look (path, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (look->workspace, ==, "Maven");
  g_assert_cmpint (look->last_change, >, SAT_TEST_STORE_NOW);
  g_assert_cmpstr (look->types[1], ==, "company");
  g_assert_cmpint (look->counts[1], ==, 1);
  g_assert_cmpint (sat_backup_look_now (sat_test_store_reader (f->t), "company"), ==, 2);
}

static void
test_look_at_bad_files (Fixture *f, gconstpointer data)
{
  g_autofree char *path = sat_backups_path_for (f->t->path, 1);
  g_autofree char *text = sat_test_dir_file (f->t->dir, "text.db");
  g_autofree char *contents = NULL;
  gsize length;
  g_autoptr (GError) error = NULL;

  g_assert_null (sat_backup_look ("/nowhere/at.all", &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_assert_true (
      g_file_set_contents (text, "This is no database, but it is longer than nothing", -1, NULL));
  g_assert_null (sat_backup_look (text, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  make (f, 1);
  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  for (gsize i = 3 * 4096; i < MIN (length, 40 * 4096); i += 7)
    contents[i] = (char)(contents[i] ^ 0x55);
  g_assert_true (g_file_set_contents (path, contents, (gssize)length, NULL));
  g_assert_null (sat_backup_look (path, &error));
  g_assert_nonnull (error);
}

static void
test_last (Fixture *f, gconstpointer data)
{
  g_autofree char *path = NULL;
  g_autofree char *again = NULL;
  g_autoptr (GError) error = NULL;
  gint64 made = 0;

  g_assert_false (sat_backups_get_last (f->t->store, &made, &path));
  g_assert_true (sat_backups_set_last (f->t->store, 1234567, "/tmp/a.db", &error));
  g_assert_true (sat_backups_get_last (f->t->store, &made, &again));
  g_assert_cmpint (made, ==, 1234567);
  g_assert_cmpstr (again, ==, "/tmp/a.db");
}

/* By hand, what is attached goes along: the file may go to another disk. */
static void
test_write (Fixture *f, gconstpointer data)
{
  g_autofree char *note = sat_test_dir_file (f->t->dir, "note.txt");
  g_autofree char *path = sat_test_dir_file (f->t->dir, "elsewhere.db");
  g_autofree char *folder = sat_files_folder (path);
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, "An anvil", -1);
  g_autofree char *copy = g_build_filename (folder, hash, NULL);
  g_autofree char *text = NULL;
  g_autofree char *last = NULL;
  g_autofree char *without = NULL;
  g_autoptr (GFile) file = g_file_new_for_path (note);
  g_autoptr (GPtrArray) files = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  gint64 company = sat_test_store_add (f->t, "company", "name", "Ajax", NULL), records = 0, made;

  g_ptr_array_add (files, file);
  g_assert_true (g_file_set_contents (note, "An anvil", -1, &error));
  g_assert_true (sat_files_attach (f->t->store, company, files, NULL, NULL, NULL, &error));
  g_assert_true (sat_backups_write (f->t->store, path, &records, &without, NULL, &error));
  g_assert_no_error (error);
  g_assert_null (without);
  g_assert_cmpint (records, >=, 3);
  g_assert_true (g_file_get_contents (copy, &text, NULL, &error));
  g_assert_cmpstr (text, ==, "An anvil");
  g_assert_true (sat_backups_get_last (f->t->store, &made, &last));
  g_assert_cmpstr (last, ==, path);

  /* Where no folder can be made the database is written all the same. */
  g_assert_cmpint (g_unlink (copy) | g_rmdir (folder) | g_unlink (path), ==, 0);
  g_assert_true (g_file_set_contents (folder, "in the way", -1, &error));
  g_assert_true (sat_backups_write (f->t->store, path, &records, &without, NULL, &error));
  g_assert_no_error (error);
  g_assert_nonnull (without);
  g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));
}

static void
test_before_restore (Fixture *f, gconstpointer data)
{
  g_autofree char *path = g_strconcat (f->t->path, ".before-restore", NULL);
  g_autoptr (SatBackupFile) aside = NULL;

  g_assert_null (sat_backups_before_restore (f->t->path));
  g_assert_true (g_file_set_contents (path, "12345", 5, NULL));
  aside = sat_backups_before_restore (f->t->path);
  g_assert_cmpint (aside->size, ==, 5);
  g_unlink (path);
}

static gboolean
is_made (gpointer data)
{
  g_autoptr (GPtrArray) files = sat_backups_list (((Fixture *)data)->t->path);

  return files->len == 1;
}

static void
run_by_itself (Fixture *f, gboolean wanted)
{
  g_autoptr (GSettings) settings = g_settings_new (SAT_SETTINGS_SCHEMA);
  g_autoptr (GError) error = NULL;
  g_autoptr (SatContext) context = sat_context_new (f->t->store, settings, &error);
  SatAutoBackup *backup;

  g_assert_no_error (error);
  g_settings_set_boolean (settings, SAT_SETTING_DAILY_BACKUP, wanted);
  backup = sat_auto_backup_new (context, 0);
  if (wanted)
    g_assert_true (sat_test_wait_until (is_made, f, PATIENCE_MS));
  else
    sat_test_settle ();
  sat_auto_backup_free (backup);
  g_settings_reset (settings, SAT_SETTING_DAILY_BACKUP);
  sat_context_close (context);
}

static void
test_by_itself (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) files = NULL;

  run_by_itself (f, TRUE);
  files = sat_backups_list (f->t->path);
  g_assert_cmpint (((SatBackupFile *)files->pdata[0])->date, ==, day ("2026-03-02"));
}

static void
test_not_wanted (Fixture *f, gconstpointer data)
{
  run_by_itself (f, FALSE);
  g_assert_false (is_made (f));
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

#define ADD(name, func)                                                                            \
  g_test_add ("/backups/" name, Fixture, NULL, fixture_set_up, func, fixture_tear_down)
  ADD ("kept", test_kept);
  ADD ("due", test_due);
  ADD ("fails", test_fails);
  ADD ("room", test_room);
  ADD ("cancelled", test_cancelled);
  ADD ("look", test_look);
  ADD ("look/bad-files", test_look_at_bad_files);
  ADD ("last", test_last);
  ADD ("write", test_write);
  ADD ("before-restore", test_before_restore);
  ADD ("by-itself", test_by_itself);
  ADD ("not-wanted", test_not_wanted);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sat-fault-vfs.h"
#include "sat-test-db.h"
#include "sat-test.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* The backup holds state 1, the present file state 2, part of which is only in its log. */

typedef struct {
  SatTestDir *dir;
  char *path;
  char *kept;
  char *backup;
} Fixture;

static gboolean
make_tables_cb (SatConnection *connection, gpointer data, GError **error)
{
  return sat_connection_exec (
      connection,
      "CREATE TABLE t (id INTEGER PRIMARY KEY, number INTEGER NOT NULL, filler BLOB) STRICT;"
      "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200) "
      "INSERT INTO t SELECT i, 1, randomblob (300) FROM n",
      error);
}

static const SatMigration steps[] = {{1, "tables", make_tables_cb}};

static void
make (const char *path, int state)
{
  g_autoptr (SatConnection) connection = sat_test_db_open (path, SAT_OPEN_CREATE);
  g_autofree char *sql = g_strdup_printf ("UPDATE t SET number = %d", state);
  g_autoptr (GError) error = NULL;

  sat_migrator_run (connection, steps, 1, NULL, &error);
  g_assert_no_error (error);
  sat_test_db_run (connection, sql);
}

/* Ends as a killed program does: what it wrote last is only in the log. */
static void
make_and_die (const char *path, int state)
{
  int status;
  pid_t child = fork ();

  if (child == 0) {
    g_autoptr (SatConnection) connection = sat_test_db_open (path, SAT_OPEN_WRITE);
    g_autofree char *sql = g_strdup_printf ("UPDATE t SET number = %d", state);

    sat_test_db_run (connection, sql);
    _exit (0);
  }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFEXITED (status) && WEXITSTATUS (status) == 0);
}

static gint64
state_of (const char *path)
{
  g_autoptr (SatConnection) connection = sat_test_db_open (path, SAT_OPEN_READ);
  gint64 number = sat_test_db_int (connection, "SELECT min(number) FROM t");

  sat_test_db_check (connection);
  g_assert_cmpint (sat_test_db_int (connection, "SELECT count(*) FROM t"), ==, 200);
  g_assert_cmpint (sat_test_db_int (connection, "SELECT max(number) FROM t"), ==, number);
  return number;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SatConnection) connection = NULL;
  g_autoptr (GError) error = NULL;

  fixture->dir = sat_test_dir_new ();
  fixture->path = sat_test_dir_file (fixture->dir, "data/file.satchel");
  fixture->kept = sat_test_dir_file (fixture->dir, "data/file.satchel.before-restore");
  fixture->backup = sat_test_dir_file (fixture->dir, "backup");
  make (fixture->path, 1);
  connection = sat_test_db_open (fixture->path, SAT_OPEN_WRITE);
  sat_backup_write (connection, fixture->backup, NULL, &error);
  g_assert_no_error (error);
  sat_connection_unref (g_steal_pointer (&connection));
  make_and_die (fixture->path, 2);
  sat_fault_vfs_install ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  sat_fault_vfs_uninstall ();
  g_free (fixture->path);
  g_free (fixture->kept);
  g_free (fixture->backup);
  sat_test_dir_free (fixture->dir);
}

static void
restore (const char *backup, const char *path)
{
  g_autoptr (GError) error = NULL;
  gboolean done = sat_backup_restore (backup, path, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (done);
}

static void
assert_restore_fails (Fixture *fixture, const char *backup, SatDbError code)
{
  g_autofree char *before = sat_test_file_digest (fixture->path);
  guint entries = sat_test_folder_count (fixture->path);
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (sat_backup_restore (backup, fixture->path, NULL, &error));
  g_assert_error (error, SAT_DB_ERROR, (int)code);
  g_test_message ("%s", error->message);
  after = sat_test_file_digest (fixture->path);
  g_assert_cmpstr (after, ==, before);
  g_assert_cmpuint (sat_test_folder_count (fixture->path), ==, entries);
}

static void
test_restore (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SatConnection) connection = NULL;
  g_autofree char *mode = NULL;
  GStatBuf info;

  restore (fixture->backup, fixture->path);
  /* The file and the old one, whole: its log was not forgotten. */
  g_assert_cmpuint (sat_test_folder_count (fixture->path), ==, 2);
  g_assert_cmpint (state_of (fixture->path), ==, 1);
  g_assert_cmpint (state_of (fixture->kept), ==, 2);
  g_assert_cmpint (state_of (fixture->backup), ==, 1);
  g_assert_cmpint (g_stat (fixture->path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  connection = sat_test_db_open (fixture->path, SAT_OPEN_WRITE);
  mode = sat_test_db_text (connection, "PRAGMA journal_mode");
  g_assert_cmpstr (mode, ==, "wal");
  sat_test_db_run (connection, "UPDATE t SET number = 3");
}

static void
test_new_place (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = sat_test_dir_file (fixture->dir, "fresh");

  restore (fixture->backup, path);
  g_assert_cmpint (state_of (path), ==, 1);
}

/* The kept file restores as any backup, and takes the other's place. */
static void
test_back_again (Fixture *fixture, gconstpointer data)
{
  restore (fixture->backup, fixture->path);
  restore (fixture->kept, fixture->path);
  g_assert_cmpint (state_of (fixture->path), ==, 2);
  g_assert_cmpint (state_of (fixture->kept), ==, 1);
}

/* Another file in use serves as a backup too, log and all. */
static void
test_from_live_file (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = sat_test_dir_file (fixture->dir, "copy");

  make_and_die (fixture->path, 5);
  restore (fixture->path, path);
  g_assert_cmpint (state_of (path), ==, 5);
}

static void
test_link (Fixture *fixture, gconstpointer data)
{
  g_autofree char *alias = sat_test_dir_file (fixture->dir, "alias");

  g_assert_cmpint (symlink (fixture->path, alias), ==, 0);
  restore (fixture->backup, alias);
  g_assert_true (g_file_test (alias, G_FILE_TEST_IS_SYMLINK));
  g_assert_cmpint (state_of (fixture->path), ==, 1);
  g_assert_cmpint (state_of (fixture->kept), ==, 2);
}

static void
test_bad_backups (Fixture *fixture, gconstpointer data)
{
  g_autofree char *missing = sat_test_dir_file (fixture->dir, "missing");
  g_autofree char *text = sat_test_dir_write (fixture->dir, "text", "id,name\n1,Acme\n", -1);
  g_autofree char *empty = sat_test_dir_write (fixture->dir, "empty", "", 0);
  g_autofree char *contents = NULL;
  g_autofree char *cut = NULL;
  g_autofree char *damaged = NULL;
  g_autofree char *foreign = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (fixture->backup, &contents, &length, NULL));
  cut = sat_test_dir_write (fixture->dir, "cut", contents, (gssize)length / 2);
  /* The application id in the header, then a page in the middle. */
  contents[68]++;
  foreign = sat_test_dir_write (fixture->dir, "foreign", contents, (gssize)length);
  contents[68]--;
  memset (contents + 5 * 4096, 0xff, 4096);
  damaged = sat_test_dir_write (fixture->dir, "damaged", contents, (gssize)length);
  assert_restore_fails (fixture, missing, SAT_DB_ERROR_NOT_FOUND);
  assert_restore_fails (fixture, text, SAT_DB_ERROR_CORRUPT);
  assert_restore_fails (fixture, empty, SAT_DB_ERROR_CORRUPT);
  assert_restore_fails (fixture, cut, SAT_DB_ERROR_CORRUPT);
  assert_restore_fails (fixture, foreign, SAT_DB_ERROR_CORRUPT);
  assert_restore_fails (fixture, damaged, SAT_DB_ERROR_CORRUPT);
  assert_restore_fails (fixture, sat_test_dir_path (fixture->dir), SAT_DB_ERROR_CORRUPT);
  g_assert_cmpint (state_of (fixture->path), ==, 2);
}

/* What one restores for: the present file is beyond reading. It is kept, with its log. */
static void
test_damaged_present (Fixture *fixture, gconstpointer data)
{
  g_autofree char *log = g_strconcat (fixture->path, "-wal", NULL);
  g_autofree char *kept_log = g_strconcat (fixture->kept, "-wal", NULL);
  g_autofree char *log_before = sat_test_file_digest (log);
  g_autofree char *log_after = NULL;
  g_autofree char *kept = NULL;

  g_free (sat_test_dir_write (fixture->dir, "data/file.satchel", "a cat walked over it", -1));
  restore (fixture->backup, fixture->path);
  g_assert_cmpint (state_of (fixture->path), ==, 1);
  g_assert_true (g_file_get_contents (fixture->kept, &kept, NULL, NULL));
  g_assert_cmpstr (kept, ==, "a cat walked over it");
  g_assert_cmpstr (log_before, !=, "");
  log_after = sat_test_file_digest (kept_log);
  g_assert_cmpstr (log_after, ==, log_before);
}

/* The file is gone, its log is not: the log must not be taken for the restored file's. */
static void
test_missing_present (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (g_unlink (fixture->path), ==, 0);
  restore (fixture->backup, fixture->path);
  g_assert_cmpint (state_of (fixture->path), ==, 1);
}

static void
hold_open_cb (const char *path)
{
  SatConnection *connection = sat_test_db_open (path, SAT_OPEN_WRITE);

  sat_test_db_int (connection, "SELECT count(*) FROM t");
}

/* As a connection that was open before the file was damaged. */
static void
hold_lock_cb (const char *path)
{
  struct flock lock = {
      .l_type = F_RDLCK, .l_whence = SEEK_SET, .l_start = 0x40000002, .l_len = 510};
  int fd = g_open (path, O_RDONLY, 0);

  g_assert_cmpint (fcntl (fd, F_SETLK, &lock), ==, 0);
}

/* While another process has the file: refused, and nothing is touched. */
static void
assert_refused_beside (Fixture *fixture, void (*hold) (const char *path))
{
  int ready[2], over[2], status;
  char byte = 0;
  pid_t child;

  g_assert_cmpint (pipe (ready) | pipe (over), ==, 0);
  child = fork ();
  if (child == 0) {
    close (over[1]);
    hold (fixture->path);
    g_assert_cmpint (write (ready[1], &byte, 1), ==, 1);
    _exit (read (over[0], &byte, 1) == 0 ? 0 : 1);
  }
  close (over[0]);
  close (ready[1]);
  g_assert_cmpint (read (ready[0], &byte, 1), ==, 1);
  assert_restore_fails (fixture, fixture->backup, SAT_DB_ERROR_BUSY);
  close (ready[0]);
  close (over[1]);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFEXITED (status) && WEXITSTATUS (status) == 0);
}

static void
test_in_use (Fixture *fixture, gconstpointer data)
{
  assert_refused_beside (fixture, hold_open_cb);
  restore (fixture->backup, fixture->path);
  g_assert_cmpint (state_of (fixture->kept), ==, 2);
}

static void
test_damaged_in_use (Fixture *fixture, gconstpointer data)
{
  g_free (sat_test_dir_write (fixture->dir, "data/file.satchel", "a cat walked over it", -1));
  assert_refused_beside (fixture, hold_lock_cb);
  restore (fixture->backup, fixture->path);
}

static void
test_read_only (Fixture *fixture, gconstpointer data)
{
  state_of (fixture->path);
  /* Without a log, or reading would need to write. */
  sat_connection_unref (sat_test_db_open (fixture->path, SAT_OPEN_WRITE));
  sat_fault_vfs_set_read_only (TRUE);
  assert_restore_fails (fixture, fixture->backup, SAT_DB_ERROR_READONLY);
  sat_fault_vfs_set_read_only (FALSE);
  g_assert_cmpint (state_of (fixture->path), ==, 2);
}

static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_false (sat_backup_restore (fixture->backup, fixture->path, cancellable, &error));
  g_assert_error (error, SAT_DB_ERROR, SAT_DB_ERROR_INTERRUPTED);
  g_assert_cmpint (state_of (fixture->path), ==, 2);
}

/* At whatever operation the disk fails, the present file keeps its state. */
static void
fail_everywhere (Fixture *fixture, SatFaultKind kind, SatDbError code)
{
  guint nth;

  for (nth = 1;; nth++) {
    g_autoptr (GError) error = NULL;
    gboolean done;

    sat_fault_vfs_fail (SAT_FAULT_WRITES | SAT_FAULT_SYNCS, nth, kind, TRUE);
    done = sat_backup_restore (fixture->backup, fixture->path, NULL, &error);
    sat_fault_vfs_mend ();
    if (done)
      break;
    g_assert_error (error, SAT_DB_ERROR, (int)code);
    g_assert_cmpint (state_of (fixture->path), ==, 2);
    g_assert_false (g_file_test (fixture->kept, G_FILE_TEST_EXISTS));
    /* Restores the log that looking at the state has emptied. */
    make_and_die (fixture->path, 2);
  }
  g_assert_cmpuint (nth, >, 20);
  g_assert_cmpint (state_of (fixture->path), ==, 1);
  g_assert_cmpint (state_of (fixture->kept), ==, 2);
  g_assert_cmpuint (sat_test_folder_count (fixture->path), <=, 4);
}

static void
test_disk_full (Fixture *fixture, gconstpointer data)
{
  fail_everywhere (fixture, SAT_FAULT_FULL, SAT_DB_ERROR_FULL);
}

static void
test_broken_disk (Fixture *fixture, gconstpointer data)
{
  fail_everywhere (fixture, SAT_FAULT_IO, SAT_DB_ERROR_IO);
}

static void
test_power_cut (Fixture *fixture, gconstpointer data)
{
  GRand *rand = sat_test_rand_new ();
  gboolean cut = TRUE;

  for (guint nth = 1; cut; nth++) {
    gboolean done;

    sat_fault_vfs_reset ();
    sat_fault_vfs_power_off_at (nth);
    done = sat_backup_restore (fixture->backup, fixture->path, NULL, NULL);
    cut = sat_fault_vfs_is_off ();
    g_assert_true (done != cut);
    sat_fault_vfs_power_on (SAT_FAULT_LOSE_RANDOM, rand);
    g_assert_cmpint (state_of (fixture->path), ==, done ? 1 : 2);
    if (!done)
      make_and_die (fixture->path, 2);
  }
  g_rand_free (rand);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/db/restore/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("restore", test_restore);
  ADD ("new-place", test_new_place);
  ADD ("back-again", test_back_again);
  ADD ("from-live-file", test_from_live_file);
  ADD ("link", test_link);
  ADD ("bad-backups", test_bad_backups);
  ADD ("damaged-present", test_damaged_present);
  ADD ("missing-present", test_missing_present);
  ADD ("in-use", test_in_use);
  ADD ("damaged-in-use", test_damaged_in_use);
  ADD ("read-only", test_read_only);
  ADD ("cancelled", test_cancelled);
  ADD ("disk-full", test_disk_full);
  ADD ("broken-disk", test_broken_disk);
  ADD ("power-cut", test_power_cut);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sat-fault-vfs.h"
#include "sat-test-db.h"
#include "sat-test.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define ROWS 1000

typedef struct {
  SatTestDir *dir;
  char *path;
  char *backup;
  SatConnection *connection;
} Fixture;

static gboolean
make_tables_cb (SatConnection *connection, gpointer data, GError **error)
{
  return sat_connection_exec (
      connection,
      "CREATE TABLE t (id INTEGER PRIMARY KEY, number INTEGER NOT NULL, filler BLOB) STRICT;"
      "CREATE TABLE child (t INTEGER REFERENCES t (id)) STRICT;"
      "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000) "
      "INSERT INTO t SELECT i, 0, randomblob (300) FROM n",
      error);
}

static const SatMigration steps[] = {{1, "tables", make_tables_cb}};

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  sat_fault_vfs_install ();
  fixture->dir = sat_test_dir_new ();
  fixture->path = sat_test_dir_file (fixture->dir, "data/file.satchel");
  fixture->backup = sat_test_dir_file (fixture->dir, "backups/file.satchel");
  g_free (sat_test_dir_write (fixture->dir, "backups/other", "", 0));
  fixture->connection = sat_test_db_open (fixture->path, SAT_OPEN_CREATE);
  sat_migrator_run (fixture->connection, steps, 1, NULL, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_pointer (&fixture->connection, sat_connection_unref);
  sat_fault_vfs_uninstall ();
  g_free (fixture->path);
  g_free (fixture->backup);
  sat_test_dir_free (fixture->dir);
}

static void
write_backup (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  gboolean done = sat_backup_write (fixture->connection, fixture->backup, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (done);
  g_assert_false (sat_connection_in_transaction (fixture->connection));
}

/* Sound, complete, and of one state. Returns the state. */
static gint64
state_of (const char *path)
{
  g_autoptr (SatConnection) copy = sat_test_db_open (path, SAT_OPEN_READ);
  gint64 number = sat_test_db_int (copy, "SELECT min(number) FROM t");

  sat_test_db_check (copy);
  g_assert_cmpint (sat_test_db_int (copy, "SELECT count(*) FROM t"), ==, ROWS);
  g_assert_cmpint (sat_test_db_int (copy, "SELECT max(number) FROM t"), ==, number);
  g_assert_cmpint (sat_test_db_int (copy, "PRAGMA user_version"), ==, 1);
  return number;
}

static void
test_write (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SatConnection) copy = NULL;
  g_autofree char *mode = NULL;
  GStatBuf info;

  /* Most of it is still in the log. */
  sat_test_db_run (fixture->connection, "UPDATE t SET number = 7");
  write_backup (fixture);
  g_assert_cmpint (state_of (fixture->backup), ==, 7);
  g_assert_cmpint (g_stat (fixture->backup, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  /* One file is all: no log that a copy would forget, and none that reading makes. */
  g_assert_cmpuint (sat_test_folder_count (fixture->backup), ==, 2);
  copy = sat_test_db_open (fixture->backup, SAT_OPEN_READ);
  mode = sat_test_db_text (copy, "PRAGMA journal_mode");
  g_assert_cmpstr (mode, ==, "delete");
  g_assert_cmpuint (sat_test_folder_count (fixture->backup), ==, 2);
  /* The source works on. */
  sat_test_db_run (fixture->connection, "UPDATE t SET number = 8");
}

static void
test_write_over_older (Fixture *fixture, gconstpointer data)
{
  write_backup (fixture);
  sat_test_db_run (fixture->connection, "UPDATE t SET number = 1");
  write_backup (fixture);
  g_assert_cmpint (state_of (fixture->backup), ==, 1);
  g_assert_cmpuint (sat_test_folder_count (fixture->backup), ==, 2);
}

typedef struct {
  const char *path;
  gint stop;
  gint commits;
} Worker;

/* Each commit changes every row. */
static gpointer
keep_writing_cb (gpointer data)
{
  Worker *worker = data;
  g_autoptr (SatConnection) connection = sat_test_db_open (worker->path, SAT_OPEN_WRITE);

  while (!g_atomic_int_get (&worker->stop)) {
    sat_test_db_run (connection, "UPDATE t SET number = number + 1");
    g_atomic_int_inc (&worker->commits);
  }
  return NULL;
}

/* The file is longer than one step of the copy, and there are commits between any two steps: a copy
 * that began anew after each would not end. */
static void
test_write_while_working (Fixture *fixture, gconstpointer data)
{
  Worker worker = {fixture->path, 0, 0};
  GThread *thread;

  sat_test_db_run (fixture->connection,
                   "CREATE TABLE ballast (data BLOB);"
                   "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10) "
                   "INSERT INTO ballast SELECT randomblob (2000000) FROM n");
  thread = g_thread_new ("writer", keep_writing_cb, &worker);
  for (int i = 0; i < 5; i++) {
    int before = g_atomic_int_get (&worker.commits);
    gint64 number;

    write_backup (fixture);
    number = state_of (fixture->backup);
    g_assert_cmpint (number, >=, before);
    g_assert_cmpint (number, <=, g_atomic_int_get (&worker.commits) + 1);
  }
  g_atomic_int_set (&worker.stop, 1);
  g_thread_join (thread);
}

static void
test_memory_source (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  sat_connection_unref (fixture->connection);
  fixture->connection = sat_connection_open_memory (&error);
  sat_migrator_run (fixture->connection, steps, 1, NULL, &error);
  g_assert_no_error (error);
  write_backup (fixture);
  g_assert_cmpint (state_of (fixture->backup), ==, 0);
}

static void
assert_write_fails (Fixture *fixture, const char *path, GCancellable *cancellable, SatDbError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (sat_backup_write (fixture->connection, path, cancellable, &error));
  g_assert_error (error, SAT_DB_ERROR, (int)code);
  g_test_message ("%s", error->message);
  g_assert_false (sat_connection_in_transaction (fixture->connection) && code != SAT_DB_ERROR_BUSY);
}

static void
test_write_refused (Fixture *fixture, gconstpointer data)
{
  g_autofree char *missing = sat_test_dir_file (fixture->dir, "no/folder/file");
  g_autofree char *live = sat_test_dir_write (fixture->dir, "backups/live", "", 0);
  g_autofree char *alias = sat_test_dir_file (fixture->dir, "backups/alias");
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_free (sat_test_dir_write (fixture->dir, "backups/live-wal", "something", -1));
  before = sat_test_file_digest (fixture->path);
  assert_write_fails (fixture, missing, NULL, SAT_DB_ERROR_NOT_FOUND);
  assert_write_fails (fixture, live, NULL, SAT_DB_ERROR_BUSY);
  assert_write_fails (fixture, sat_test_dir_path (fixture->dir), NULL, SAT_DB_ERROR_READONLY);
  assert_write_fails (fixture, fixture->path, NULL, SAT_DB_ERROR_BUSY);
  g_assert_cmpint (symlink (fixture->path, alias), ==, 0);
  assert_write_fails (fixture, alias, NULL, SAT_DB_ERROR_BUSY);
  g_cancellable_cancel (cancellable);
  assert_write_fails (fixture, fixture->backup, cancellable, SAT_DB_ERROR_INTERRUPTED);
  g_assert_true (sat_connection_begin (fixture->connection, &error));
  assert_write_fails (fixture, fixture->backup, NULL, SAT_DB_ERROR_BUSY);
  sat_connection_rollback (fixture->connection);
  after = sat_test_file_digest (fixture->path);
  g_assert_cmpstr (after, ==, before);
  g_assert_cmpuint (sat_test_folder_count (fixture->backup), ==, 4);
}

/* The disk is full or broken at each operation: the old backup stays, byte for byte, and nothing
 * lies about. */
static void
fail_everywhere (Fixture *fixture, SatFaultKind kind, SatDbError code)
{
  g_autofree char *before = NULL;
  gboolean done = FALSE;

  write_backup (fixture);
  before = sat_test_file_digest (fixture->backup);
  sat_test_db_run (fixture->connection, "UPDATE t SET number = 1");
  for (guint nth = 1; !done; nth += nth < 10 ? 1 : 7) {
    g_autoptr (GError) error = NULL;
    g_autofree char *after = NULL;

    sat_fault_vfs_fail (SAT_FAULT_WRITES | SAT_FAULT_SYNCS, nth, kind, TRUE);
    done = sat_backup_write (fixture->connection, fixture->backup, NULL, &error);
    sat_fault_vfs_mend ();
    if (done) {
      g_assert_cmpuint (nth, >, 20);
      break;
    }
    g_assert_error (error, SAT_DB_ERROR, (int)code);
    after = sat_test_file_digest (fixture->backup);
    g_assert_cmpstr (after, ==, before);
    g_assert_cmpuint (sat_test_folder_count (fixture->backup), ==, 2);
  }
  g_assert_cmpint (state_of (fixture->backup), ==, 1);
}

static void
test_write_disk_full (Fixture *fixture, gconstpointer data)
{
  fail_everywhere (fixture, SAT_FAULT_FULL, SAT_DB_ERROR_FULL);
}

static void
test_write_broken_disk (Fixture *fixture, gconstpointer data)
{
  fail_everywhere (fixture, SAT_FAULT_IO, SAT_DB_ERROR_IO);
}

/* A damaged database is not backed up over a sound backup. */
static void
test_write_damaged_source (Fixture *fixture, gconstpointer data)
{
  g_autofree char *contents = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  gsize length;

  write_backup (fixture);
  before = sat_test_file_digest (fixture->backup);
  sat_connection_unref (fixture->connection);
  g_assert_true (g_file_get_contents (fixture->path, &contents, &length, NULL));
  memset (contents + 20 * 4096, 0xff, 4096);
  g_free (sat_test_dir_write (fixture->dir, "data/file.satchel", contents, (gssize)length));
  fixture->connection = sat_test_db_open (fixture->path, SAT_OPEN_WRITE);
  assert_write_fails (fixture, fixture->backup, NULL, SAT_DB_ERROR_CORRUPT);
  after = sat_test_file_digest (fixture->backup);
  g_assert_cmpstr (after, ==, before);
}

static void
test_check (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (sat_backup_check (fixture->connection, TRUE, &error));
  g_assert_true (sat_backup_check (fixture->connection, FALSE, &error));
  sat_test_db_run (fixture->connection,
                   "PRAGMA foreign_keys = OFF; INSERT INTO child VALUES (99999)");
  g_assert_false (sat_backup_check (fixture->connection, TRUE, &error));
  g_assert_error (error, SAT_DB_ERROR, SAT_DB_ERROR_CORRUPT);
  g_assert_nonnull (strstr (error->message, "child"));
}

/* The whole check also compares indexes with their tables. */
static void
test_check_whole (Fixture *fixture, gconstpointer data)
{
  sqlite3 *handle = sat_connection_get_handle (fixture->connection);
  g_autoptr (GError) error = NULL;

  sat_test_db_run (fixture->connection, "CREATE INDEX t_number ON t (number)");
  sqlite3_db_config (handle, SQLITE_DBCONFIG_DEFENSIVE, 0, NULL);
  sat_test_db_run (fixture->connection,
                   "PRAGMA writable_schema = ON;"
                   "UPDATE sqlite_schema SET sql = 'CREATE INDEX t_number ON t (id)' "
                   "WHERE name = 't_number'");
  sat_connection_unref (fixture->connection);
  fixture->connection = sat_test_db_open (fixture->path, SAT_OPEN_WRITE);
  g_assert_true (sat_backup_check (fixture->connection, TRUE, &error));
  g_assert_no_error (error);
  g_assert_false (sat_backup_check (fixture->connection, FALSE, &error));
  g_assert_error (error, SAT_DB_ERROR, SAT_DB_ERROR_CORRUPT);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/db/backup/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("write", test_write);
  ADD ("write-over-older", test_write_over_older);
  ADD ("write-while-working", test_write_while_working);
  ADD ("memory-source", test_memory_source);
  ADD ("write-refused", test_write_refused);
  ADD ("write-disk-full", test_write_disk_full);
  ADD ("write-broken-disk", test_write_broken_disk);
  ADD ("write-damaged-source", test_write_damaged_source);
  ADD ("check", test_check);
  ADD ("check-whole", test_check_whole);
  return g_test_run ();
}

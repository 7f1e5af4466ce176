/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sat-fault-vfs.h"
#include "sat-test-db.h"
#include "sat-test.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* Files that must not be opened, or only for reading: the right code, and not one byte changed. */

#define NOBODY 65534

typedef SatTestFile Fixture;

static gboolean
make_table_cb (SatConnection *connection, gpointer data, GError **error)
{
  return sat_connection_exec (connection, "CREATE TABLE t (a)", error);
}

static const SatMigration steps[] = {
    {1, "first tables", make_table_cb},
};

/* Makes a good file with some pages of content. */
static void
make (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SatConnection) connection = sat_test_db_open (path, SAT_OPEN_CREATE);

  sat_migrator_run (connection, steps, 1, NULL, &error);
  g_assert_no_error (error);
  sat_test_db_run (connection,
                   "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200)"
                   "INSERT INTO t SELECT hex (randomblob (100)) FROM n");
}

static void
assert_refused (const char *path, SatDbError code)
{
  g_autofree char *before = sat_test_file_digest (path);
  g_autofree char *after = NULL;

  sat_test_db_open_fails (path, SAT_OPEN_READ, code);
  sat_test_db_open_fails (path, SAT_OPEN_WRITE, code);
  sat_test_db_open_fails (path, SAT_OPEN_CREATE, code);
  after = sat_test_file_digest (path);
  g_assert_cmpstr (after, ==, before);
}

static void
test_missing (Fixture *fixture, gconstpointer data)
{
  g_autofree char *below = sat_test_dir_file (fixture->dir, "no/folder/file");

  sat_test_db_open_fails (fixture->path, SAT_OPEN_READ, SAT_DB_ERROR_NOT_FOUND);
  sat_test_db_open_fails (fixture->path, SAT_OPEN_WRITE, SAT_DB_ERROR_NOT_FOUND);
  sat_test_db_open_fails (below, SAT_OPEN_WRITE, SAT_DB_ERROR_NOT_FOUND);
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (sat_test_folder_count (fixture->path), ==, 0);
}

static void
test_folder (Fixture *fixture, gconstpointer data)
{
  assert_refused (sat_test_dir_path (fixture->dir), SAT_DB_ERROR_CORRUPT);
  assert_refused ("/dev/null", SAT_DB_ERROR_CORRUPT);
}

static void
test_text (Fixture *fixture, gconstpointer data)
{
  static const char *const texts[] = {
      "x",
      "name,company\nAda,Acme\n",
      "SQLite format 3",
      "SQLite format 2 and then some more text to fill the first hundred bytes of the header of it",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autofree char *path = sat_test_dir_write (fixture->dir, "text", texts[i], -1);

    assert_refused (path, SAT_DB_ERROR_CORRUPT);
  }
}

static void
test_garbage (Fixture *fixture, gconstpointer data)
{
  GRand *rand = sat_test_rand_new ();
  char garbage[20000];

  for (gsize i = 0; i < sizeof garbage; i++)
    garbage[i] = (char)g_rand_int (rand);
  g_rand_free (rand);
  g_free (sat_test_dir_write (fixture->dir, "file.satchel", garbage, sizeof garbage));
  assert_refused (fixture->path, SAT_DB_ERROR_CORRUPT);
}

/* A good header over a lost rest. */
static void
test_truncated (Fixture *fixture, gconstpointer data)
{
  g_autofree char *contents = NULL;
  gsize length;

  make (fixture->path);
  g_assert_true (g_file_get_contents (fixture->path, &contents, &length, NULL));
  g_assert_cmpuint (length, >, 5 * 4096);
  for (gsize size = 50; size < length; size += 1021) {
    g_free (sat_test_dir_write (fixture->dir, "file.satchel", contents, (gssize)size));
    assert_refused (fixture->path, SAT_DB_ERROR_CORRUPT);
  }
}

/* SQLite would take the file for new and throw away its log. */
static void
test_emptied (Fixture *fixture, gconstpointer data)
{
  g_autofree char *log = sat_test_dir_write (fixture->dir, "file.satchel-wal", "work", -1);
  g_autofree char *contents = NULL;

  g_free (sat_test_dir_write (fixture->dir, "file.satchel", "", 0));
  assert_refused (fixture->path, SAT_DB_ERROR_CORRUPT);
  g_assert_true (g_file_get_contents (log, &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, "work");
}

/* Zeroes in the middle are found when they are read. */
static void
test_damaged_inside (Fixture *fixture, gconstpointer data)
{
  g_autofree char *contents = NULL;
  g_autoptr (SatConnection) connection = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;
  gint64 value;

  make (fixture->path);
  g_assert_true (g_file_get_contents (fixture->path, &contents, &length, NULL));
  memset (contents + 4096, 0, 3 * 4096);
  g_free (sat_test_dir_write (fixture->dir, "file.satchel", contents, (gssize)length));
  connection = sat_test_db_open (fixture->path, SAT_OPEN_READ);
  g_assert_false (
      sat_connection_query_int (connection, "SELECT sum (length (a)) FROM t", 0, &value, &error));
  g_assert_error (error, SAT_DB_ERROR, SAT_DB_ERROR_CORRUPT);
  g_clear_error (&error);
  g_assert_false (sat_backup_check (connection, TRUE, &error));
  g_assert_error (error, SAT_DB_ERROR, SAT_DB_ERROR_CORRUPT);
  g_clear_error (&error);
  g_assert_false (sat_backup_check (connection, FALSE, &error));
  g_assert_error (error, SAT_DB_ERROR, SAT_DB_ERROR_CORRUPT);
}

/* Opens with @mode, as every part of the program does, and lets the migrator look. */
static void
assert_migrator_refuses (const char *path, SatOpenMode mode, SatDbError code)
{
  g_autofree char *before = sat_test_file_digest (path);
  g_autofree char *after = NULL;

  for (int i = 0; i < 2; i++) {
    g_autoptr (SatConnection) connection = sat_test_db_open (path, mode);
    g_autoptr (GError) error = NULL;
    int version;

    if (i == 0)
      g_assert_false (sat_migrator_run (connection, steps, 1, NULL, &error));
    else
      g_assert_false (sat_migrator_check (connection, steps, 1, &version, &error));
    g_assert_error (error, SAT_DB_ERROR, (int)code);
    g_test_message ("%s", error->message);
  }
  after = sat_test_file_digest (path);
  g_assert_cmpstr (after, ==, before);
}

/* Made by plain SQLite: no write-ahead log, and none afterwards. */
static void
make_foreign (const char *path, const char *sql)
{
  sqlite3 *handle;

  g_unlink (path);
  g_assert_cmpint (sqlite3_open (path, &handle), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (handle, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (handle);
}

static void
test_foreign (Fixture *fixture, gconstpointer data)
{
  static const char *const schemas[] = {
      "CREATE TABLE photo (id); PRAGMA application_id = 252006675",
      "CREATE TABLE photo (id)",
      "CREATE TABLE photo (id); PRAGMA user_version = 1",
      "PRAGMA user_version = 3",
      "CREATE TABLE photo (id); PRAGMA application_id = -7; PRAGMA journal_mode = wal",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (schemas); i++) {
    make_foreign (fixture->path, schemas[i]);
    assert_migrator_refuses (fixture->path, SAT_OPEN_READ, SAT_DB_ERROR_CORRUPT);
    assert_migrator_refuses (fixture->path, SAT_OPEN_WRITE, SAT_DB_ERROR_CORRUPT);
  }
}

static void
test_newer (Fixture *fixture, gconstpointer data)
{
  make (fixture->path);
  {
    g_autoptr (SatConnection) connection = sat_test_db_open (fixture->path, SAT_OPEN_WRITE);

    sat_test_db_run (connection, "PRAGMA user_version = 2");
  }
  assert_migrator_refuses (fixture->path, SAT_OPEN_READ, SAT_DB_ERROR_TOO_NEW);
  assert_migrator_refuses (fixture->path, SAT_OPEN_WRITE, SAT_DB_ERROR_TOO_NEW);
}

static void
test_senseless_version (Fixture *fixture, gconstpointer data)
{
  make (fixture->path);
  {
    g_autoptr (SatConnection) connection = sat_test_db_open (fixture->path, SAT_OPEN_WRITE);

    sat_test_db_run (connection, "PRAGMA user_version = -1");
  }
  assert_migrator_refuses (fixture->path, SAT_OPEN_WRITE, SAT_DB_ERROR_CORRUPT);
}

static void
assert_only_reading (const char *path)
{
  g_autofree char *before = sat_test_file_digest (path);
  g_autofree char *after = NULL;
  g_autoptr (SatConnection) connection = NULL;

  sat_test_db_open_fails (path, SAT_OPEN_WRITE, SAT_DB_ERROR_READONLY);
  sat_test_db_open_fails (path, SAT_OPEN_CREATE, SAT_DB_ERROR_READONLY);
  connection = sat_test_db_open (path, SAT_OPEN_READ);
  g_assert_true (sat_connection_is_read_only (connection));
  g_assert_cmpint (sat_test_db_int (connection, "SELECT count(*) FROM t"), ==, 200);
  after = sat_test_file_digest (path);
  g_assert_cmpstr (after, ==, before);
}

static void
test_read_only_disk (Fixture *fixture, gconstpointer data)
{
  sat_fault_vfs_install ();
  make (fixture->path);
  sat_fault_vfs_reset ();
  sat_fault_vfs_set_read_only (TRUE);
  assert_only_reading (fixture->path);
  g_assert_cmpuint (sat_test_folder_count (fixture->path), ==, 1);
  sat_fault_vfs_uninstall ();
}

/* The rights of a common user, if the test has more. */
static void
become_nobody (Fixture *fixture)
{
  if (getuid () != 0)
    return;
  g_assert_cmpint (chown (sat_test_dir_path (fixture->dir), NOBODY, NOBODY), ==, 0);
  g_assert_cmpint (setresuid (NOBODY, NOBODY, 0), ==, 0);
}

static void
become_oneself (void)
{
  uid_t uid, effective, saved;

  g_assert_cmpint (getresuid (&uid, &effective, &saved), ==, 0);
  if (saved != uid)
    g_assert_cmpint (setresuid (saved, saved, saved), ==, 0);
}

static void
test_permissions (Fixture *fixture, gconstpointer data)
{
  g_autofree char *other = sat_test_dir_file (fixture->dir, "other");
  g_autofree char *below = sat_test_dir_file (fixture->dir, "folder/other");
  const char *folder = sat_test_dir_path (fixture->dir);

  become_nobody (fixture);
  make (fixture->path);
  g_assert_cmpint (g_chmod (folder, 0500), ==, 0);
  assert_only_reading (fixture->path);
  sat_test_db_open_fails (other, SAT_OPEN_CREATE, SAT_DB_ERROR_READONLY);
  sat_test_db_open_fails (below, SAT_OPEN_CREATE, SAT_DB_ERROR_READONLY);
  g_assert_cmpint (g_chmod (fixture->path, 0400), ==, 0);
  assert_only_reading (fixture->path);
  g_assert_cmpint (g_chmod (folder, 0700), ==, 0);
  assert_only_reading (fixture->path);
  g_assert_cmpint (g_chmod (fixture->path, 0), ==, 0);
  sat_test_db_open_fails (fixture->path, SAT_OPEN_READ, SAT_DB_ERROR_IO);
  become_oneself ();
}

static void
test_full_at_opening (Fixture *fixture, gconstpointer data)
{
  sat_fault_vfs_install ();
  sat_fault_vfs_fail (SAT_FAULT_ALL, 1, SAT_FAULT_FULL, TRUE);
  sat_test_db_open_fails (fixture->path, SAT_OPEN_CREATE, SAT_DB_ERROR_FULL);
  sat_fault_vfs_uninstall ();
}

#define ADD(name, function)                                                                        \
  g_test_add ("/db/bad-files/" name, Fixture, NULL, sat_test_file_set_up, function,                \
              sat_test_file_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("missing", test_missing);
  ADD ("folder", test_folder);
  ADD ("text", test_text);
  ADD ("garbage", test_garbage);
  ADD ("truncated", test_truncated);
  ADD ("emptied", test_emptied);
  ADD ("damaged-inside", test_damaged_inside);
  ADD ("foreign", test_foreign);
  ADD ("newer", test_newer);
  ADD ("senseless-version", test_senseless_version);
  ADD ("read-only-disk", test_read_only_disk);
  ADD ("permissions", test_permissions);
  ADD ("full-at-opening", test_full_at_opening);
  return g_test_run ();
}

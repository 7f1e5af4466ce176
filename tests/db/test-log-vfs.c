/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is written through it is in the file, in one piece where that can be, and never later than
 * anything that follows. */

#include "config.h"

#include "sat-log-vfs.h"
#include "sat-test.h"

#include <sqlite3.h>
#include <string.h>

#define HEADER 24
#define FIRST 32 /* where the first page's is */
#define LOG_FLAGS (SQLITE_OPEN_WAL | SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)

typedef struct {
  SatTestDir *dir;
  char *path;
  sqlite3_file *file;
} Fixture;

static sqlite3_file *
open_file (const char *vfs_name, const char *path)
{
  sqlite3_vfs *vfs = sqlite3_vfs_find (vfs_name);
  sqlite3_file *file;

  g_assert_nonnull (vfs);
  file = g_malloc0 ((gsize)vfs->szOsFile);
  g_assert_cmpint (vfs->xOpen (vfs, path, file, LOG_FLAGS, NULL), ==, SQLITE_OK);
  return file;
}

static int
close_file (sqlite3_file *file)
{
  int rc = file->pMethods->xClose (file);

  g_free (file);
  return rc;
}

/* SQLite gives a log the permissions of its database. */
static char *
log_beside (Fixture *fixture, const char *name)
{
  g_autofree char *database = sat_test_dir_write (fixture->dir, name, "", 0);

  return g_strconcat (database, "-wal", NULL);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->dir = sat_test_dir_new ();
  fixture->path = log_beside (fixture, "data");
  fixture->file = open_file (SAT_LOG_VFS, fixture->path);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  if (fixture->file != NULL)
    g_assert_cmpint (close_file (fixture->file), ==, SQLITE_OK);
  g_free (fixture->path);
  sat_test_dir_free (fixture->dir);
}

static int
write_some (sqlite3_file *file, char what, int amount, sqlite3_int64 at)
{
  g_autofree char *data = g_malloc ((gsize)amount);

  memset (data, what, (gsize)amount);
  return file->pMethods->xWrite (file, data, amount, at);
}

/* "32. 24h 100p": runs of a byte in the file, '.' for NUL. */
static void
assert_file (Fixture *fixture, const char *expected)
{
  g_autoptr (GString) found = g_string_new (NULL);
  g_autofree char *contents = NULL;
  gsize length, run;

  g_assert_true (g_file_get_contents (fixture->path, &contents, &length, NULL));
  for (gsize i = 0; i < length; i += run) {
    for (run = 1; i + run < length && contents[i + run] == contents[i]; run++)
      continue;
    g_string_append_printf (found, "%s%" G_GSIZE_FORMAT "%c", i > 0 ? " " : "", run,
                            contents[i] != '\0' ? contents[i] : '.');
  }
  g_assert_cmpstr (found->str, ==, expected);
}

static void
test_frame (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (write_some (fixture->file, 'l', 32, 0), ==, SQLITE_OK);
  g_assert_cmpint (write_some (fixture->file, 'h', HEADER, 32), ==, SQLITE_OK);
  assert_file (fixture, "32l"); /* held back */
  g_assert_cmpint (write_some (fixture->file, 'p', 4096, 56), ==, SQLITE_OK);
  assert_file (fixture, "32l 24h 4096p");
  g_assert_cmpint (write_some (fixture->file, 'i', HEADER, 32), ==, SQLITE_OK);
  g_assert_cmpint (write_some (fixture->file, 'q', 100, 56), ==, SQLITE_OK);
  assert_file (fixture, "32l 24i 100q 3996p");
}

/* A header alone, before whatever comes next. */
static void
test_not_held_long (Fixture *fixture, gconstpointer data)
{
  sqlite3_file *file = fixture->file;
  char byte = 0;
  sqlite3_int64 size = 0;

  g_assert_cmpint (write_some (file, 'a', HEADER, 0), ==, SQLITE_OK);
  g_assert_cmpint (file->pMethods->xRead (file, &byte, 1, 23), ==, SQLITE_OK);
  g_assert_cmpint (byte, ==, 'a');
  g_assert_cmpint (write_some (file, 'b', HEADER, 24), ==, SQLITE_OK);
  g_assert_cmpint (file->pMethods->xFileSize (file, &size), ==, SQLITE_OK);
  g_assert_cmpint (size, ==, 48);
  g_assert_cmpint (write_some (file, 'c', HEADER, 48), ==, SQLITE_OK);
  g_assert_cmpint (file->pMethods->xSync (file, SQLITE_SYNC_NORMAL), ==, SQLITE_OK);
  assert_file (fixture, "24a 24b 24c");
  /* Behind a sync it is perhaps the rest of a page. */
  g_assert_cmpint (write_some (file, 'd', HEADER, 72), ==, SQLITE_OK);
  assert_file (fixture, "24a 24b 24c 24d");
  g_assert_cmpint (write_some (file, 'd', HEADER, 72), ==, SQLITE_OK);
  g_assert_cmpint (file->pMethods->xTruncate (file, 80), ==, SQLITE_OK);
  assert_file (fixture, "24a 24b 24c 8d");
  g_assert_cmpint (write_some (file, 'e', HEADER, 0), ==, SQLITE_OK);
  g_assert_cmpint (write_some (file, 'f', HEADER, 24), ==, SQLITE_OK);
  assert_file (fixture, "24e 24b 24c 8d");
  g_assert_cmpint (write_some (file, 'g', 10, 72), ==, SQLITE_OK); /* not the page of that header */
  assert_file (fixture, "24e 24f 24c 10g");
  g_assert_cmpint (write_some (file, 'h', HEADER, 0), ==, SQLITE_OK);
  g_assert_cmpint (close_file (g_steal_pointer (&fixture->file)), ==, SQLITE_OK);
  assert_file (fixture, "24h 24f 24c 10g");
}

/* No room: whoever writes the page is told, and so is who comes instead of it. */
static void
test_full_disk (Fixture *fixture, gconstpointer data)
{
  sqlite3_file *full = open_file (SAT_LOG_VFS, "/dev/full");
  sqlite3_int64 size;

  g_assert_cmpint (write_some (full, 'h', HEADER, 32), ==, SQLITE_OK);
  g_assert_cmpint (write_some (full, 'p', 4096, 56) & 0xff, ==, SQLITE_FULL);
  g_assert_cmpint (full->pMethods->xFileSize (full, &size), ==, SQLITE_OK);
  g_assert_cmpint (write_some (full, 'h', HEADER, 32), ==, SQLITE_OK);
  g_assert_cmpint (full->pMethods->xFileSize (full, &size) & 0xff, ==, SQLITE_FULL);
  g_assert_cmpint (write_some (full, 'h', HEADER, 32), ==, SQLITE_OK);
  g_assert_cmpint (close_file (full) & 0xff, ==, SQLITE_FULL);
}

/* Whatever is done to it and to a file of SQLite's own: what is read is the same. */
static void
test_same_as_usual (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = log_beside (fixture, "other");
  sqlite3_file *files[] = {fixture->file, open_file (NULL, path)};
  g_autofree char *ours = NULL;
  g_autofree char *theirs = NULL;
  gsize our_length, their_length;
  sqlite3_int64 next = 0;

  for (guint i = 0; i < 20000; i++) {
    int kind = g_test_rand_int_range (0, 20), amount = g_test_rand_int_range (1, 200);
    sqlite3_int64 at = kind < 8 ? next : g_test_rand_int_range (0, 2000);
    char read[2][200];
    int rc[2];

    for (guint k = 0; k < 2; k++) {
      sqlite3_file *file = files[k];

      if (kind < 16)
        rc[k] = write_some (file, (char)('a' + i % 26), kind % 2 == 0 ? HEADER : amount, at);
      else if (kind < 18)
        rc[k] = file->pMethods->xRead (file, read[k], amount, at);
      else if (kind == 18)
        rc[k] = file->pMethods->xTruncate (file, at);
      else
        rc[k] = file->pMethods->xSync (file, SQLITE_SYNC_NORMAL);
    }
    g_assert_cmpint (rc[0], ==, rc[1]);
    if (kind >= 16 && kind < 18)
      g_assert_cmpmem (read[0], (gsize)amount, read[1], (gsize)amount);
    next = kind < 16 ? at + (kind % 2 == 0 ? HEADER : amount) : next;
    if (next > 2000)
      next = 0;
  }
  g_assert_cmpint (close_file (g_steal_pointer (&fixture->file)), ==, SQLITE_OK);
  g_assert_cmpint (close_file (files[1]), ==, SQLITE_OK);
  g_assert_true (g_file_get_contents (fixture->path, &ours, &our_length, NULL));
  g_assert_true (g_file_get_contents (path, &theirs, &their_length, NULL));
  g_assert_cmpmem (ours, our_length, theirs, their_length);
}

/* The log of a database in use, of which nothing else is asked meanwhile. */
static sqlite3 *
open_database (Fixture *fixture, sqlite3_file **log)
{
  g_autofree char *path = sat_test_dir_file (fixture->dir, "data");
  sqlite3 *database;

  g_assert_cmpint (sqlite3_open_v2 (path, &database, SQLITE_OPEN_READWRITE, SAT_LOG_VFS), ==,
                   SQLITE_OK);
  g_assert_cmpint (
      sqlite3_exec (database,
                    "PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; CREATE TABLE t (a)", NULL,
                    NULL, NULL),
      ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_file_control (database, "main", SQLITE_FCNTL_JOURNAL_POINTER, log), ==,
                   SQLITE_OK);
  return database;
}

/* Begins to gather, as from a commit on, with a log of @size bytes. */
static void
begin_commit (sqlite3 *database, sqlite3_file *log, sqlite3_int64 size)
{
  sat_log_vfs_gather (database, TRUE);
  g_assert_cmpint (sqlite3_exec (database, "INSERT INTO t VALUES (1)", NULL, NULL, NULL), ==,
                   SQLITE_OK);
  g_assert_cmpint (log->pMethods->xTruncate (log, size), ==, SQLITE_OK);
}

/* Closes it as one does whose process dies. */
static void
forget_database (sqlite3 *database, sqlite3_file *log)
{
  g_assert_cmpint (log->pMethods->xTruncate (log, 0), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (database), ==, SQLITE_OK);
}

static sqlite3_int64
write_page (sqlite3_file *log, char what, gboolean last, sqlite3_int64 at)
{
  char header[HEADER] = {[0] = what, [7] = last};

  g_assert_cmpint (log->pMethods->xWrite (log, header, HEADER, at), ==, SQLITE_OK);
  g_assert_cmpint (write_some (log, what, 4096, at + HEADER), ==, SQLITE_OK);
  return at + HEADER + 4096;
}

static void
test_commit (Fixture *fixture, gconstpointer data)
{
  sqlite3_file *log;
  sqlite3 *database = open_database (fixture, &log);
  sqlite3_int64 at = FIRST;
  char byte;

  g_assert_cmpint (log->pMethods->xTruncate (log, 0), ==, SQLITE_OK);
  at = write_page (log, 'a', FALSE, at); /* ahead of the commit */
  assert_file (fixture, "32. 1a 23. 4096a");
  begin_commit (database, log, at);
  at = write_page (log, 'b', FALSE, at);
  at = write_page (log, 'c', FALSE, at);
  assert_file (fixture, "32. 1a 23. 4096a");
  at = write_page (log, 'd', TRUE, at);
  assert_file (fixture, "32. 1a 23. 4096a 1b 23. 4096b 1c 23. 4096c 1d 6. 1\x01 16. 4096d");
  write_page (log, 'e', FALSE, FIRST);
  g_assert_cmpint (log->pMethods->xRead (log, &byte, 1, FIRST + 100), ==, SQLITE_OK);
  g_assert_cmpint (byte, ==, 'e');
  write_page (log, 'f', FALSE, at); /* elsewhere */
  write_page (log, 'g', FALSE, FIRST);
  assert_file (fixture,
               "32. 1e 23. 4096e 1b 23. 4096b 1c 23. 4096c 1d 6. 1\x01 16. 4096d 1f 23. 4096f");
  sat_log_vfs_gather (database, FALSE);
  forget_database (database, log);
}

/* What is left of a commit that failed is not written any more; nor does it grow for ever. */
static void
test_commit_that_fails (Fixture *fixture, gconstpointer data)
{
  sqlite3_file *log;
  sqlite3 *database = open_database (fixture, &log);
  sqlite3_int64 at = FIRST, size;

  g_assert_cmpint (log->pMethods->xTruncate (log, 0), ==, SQLITE_OK);
  begin_commit (database, log, 0);
  write_page (log, 'a', FALSE, FIRST);
  sat_log_vfs_gather (database, FALSE);
  g_assert_cmpint (log->pMethods->xFileSize (log, &size), ==, SQLITE_OK);
  g_assert_cmpint (size, ==, 0);
  begin_commit (database, log, 0);
  for (guint i = 0; i < 100; i++)
    at = write_page (log, 'b', FALSE, at);
  sat_log_vfs_gather (database, FALSE);
  g_assert_cmpint (log->pMethods->xFileSize (log, &size), ==, SQLITE_OK);
  g_assert_cmpint (size, >, at - 128 * 1024);
  g_assert_cmpint (size, <, at);
  g_assert_cmpint ((size - FIRST) % (HEADER + 4096), ==, 0);
  forget_database (database, log);
}

/* A page that went to the log before its commit is written over there, and the headers from it on
 * are made anew: none may wait when the commit is through. */
static void
test_headers_made_anew (Fixture *fixture, gconstpointer data)
{
  static const char *const sql[] = {
      "PRAGMA cache_size = 3; PRAGMA wal_autocheckpoint = 0",
      "INSERT INTO t VALUES (1), (2), (3), (4), (5)",
      "INSERT INTO t SELECT t.a FROM t, t AS s, t AS r", /* 130 */
      "BEGIN",
      "UPDATE t SET a = randomblob (1000)",
      "UPDATE t SET a = zeroblob (500)",
  };
  sqlite3_file *log;
  sqlite3 *database = open_database (fixture, &log);
  g_autofree char *copy = NULL;
  g_autofree char *log_of_copy = log_beside (fixture, "copy");
  g_autofree char *contents = NULL;
  gsize length;

  for (guint i = 0; i < G_N_ELEMENTS (sql); i++)
    g_assert_cmpint (sqlite3_exec (database, sql[i], NULL, NULL, NULL), ==, SQLITE_OK);
  sat_log_vfs_gather (database, TRUE);
  g_assert_cmpint (sqlite3_exec (database, "COMMIT", NULL, NULL, NULL), ==, SQLITE_OK);
  sat_log_vfs_gather (database, FALSE);

  /* As who comes after a crash finds it. */
  g_assert_true (g_file_get_contents (fixture->path, &contents, &length, NULL));
  g_assert_true (g_file_set_contents (log_of_copy, contents, (gssize)length, NULL));
  g_clear_pointer (&contents, g_free);
  copy = sat_test_dir_file (fixture->dir, "data");
  g_assert_true (g_file_get_contents (copy, &contents, &length, NULL));
  g_free (copy);
  copy = sat_test_dir_file (fixture->dir, "copy");
  g_assert_true (g_file_set_contents (copy, contents, (gssize)length, NULL));
  {
    sqlite3_stmt *statement;
    sqlite3 *other;

    g_assert_cmpint (sqlite3_open_v2 (copy, &other, SQLITE_OPEN_READWRITE, NULL), ==, SQLITE_OK);
    g_assert_cmpint (sqlite3_prepare_v2 (other, "SELECT count(*) FROM t WHERE a = zeroblob (500)",
                                         -1, &statement, NULL),
                     ==, SQLITE_OK);
    g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
    g_assert_cmpint (sqlite3_column_int (statement, 0), ==, 130);
    g_assert_cmpint (sqlite3_finalize (statement), ==, SQLITE_OK);
    g_assert_cmpint (sqlite3_close (other), ==, SQLITE_OK);
  }
  g_assert_cmpint (sqlite3_close (database), ==, SQLITE_OK);
}

#define ADD(path, function)                                                                        \
  g_test_add ("/log-vfs/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (sat_log_vfs_register (SAT_LOG_VFS, NULL));
  ADD ("frame", test_frame);
  ADD ("not-held-long", test_not_held_long);
  ADD ("full-disk", test_full_disk);
  ADD ("same-as-usual", test_same_as_usual);
  ADD ("commit", test_commit);
  ADD ("commit-that-fails", test_commit_that_fails);
  ADD ("headers-made-anew", test_headers_made_anew);
  return g_test_run ();
}

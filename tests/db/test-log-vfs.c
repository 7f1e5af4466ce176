/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is written through it is in the file, in one piece where that can be, and never later than
 * anything that follows. */

#include "config.h"

#include "sat-log-vfs.h"
#include "sat-test.h"

#include <sqlite3.h>
#include <string.h>

#define HEADER 24
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
  return g_test_run ();
}

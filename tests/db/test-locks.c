/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What this process has locked stays so, whoever opens and closes the files. Another process, a
 * plain SQLite without our locks, says what it may do. */

#include "config.h"

#include "sat-connection-private.h"
#include "sat-test-db.h"
#include "sat-test.h"

#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

typedef SatTestFile Fixture;

static const char *program;

/* What SQLite answers another process that says @sql. */
static int
others_may (Fixture *fixture, const char *sql)
{
  const char *const arguments[] = {program, "--other", fixture->path, sql, NULL};
  g_autofree char *output = NULL;
  GError *error = NULL;
  int status;

  g_spawn_sync (NULL, (char **)arguments, NULL, G_SPAWN_DEFAULT, NULL, NULL, &output, NULL, &status,
                &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, &error));
  return (int)g_ascii_strtoll (output, NULL, 10);
}

static int
be_other (const char *path, const char *sql)
{
  sqlite3 *handle = NULL;
  int rc = sqlite3_open (path, &handle);

  if (rc == SQLITE_OK)
    rc = sqlite3_exec (handle, sql, NULL, NULL, NULL);
  g_print ("%d\n", rc & 0xff);
  sqlite3_close (handle);
  return 0;
}

/* As a file chooser does with all files of a folder. */
static void
look_at_files (Fixture *fixture)
{
  static const char *const suffixes[] = {"", "-wal", "-shm"};

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++) {
    g_autofree char *name = g_strconcat (fixture->path, suffixes[i], NULL);
    char bytes[16];
    int fd = g_open (name, O_RDONLY | O_CLOEXEC);

    if (fd < 0)
      continue;
    g_assert_cmpint (read (fd, bytes, sizeof bytes), >=, 0);
    g_assert_true (g_close (fd, NULL));
  }
}

static guint
count_descriptors (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/fd", 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static SatConnection *
make (Fixture *fixture)
{
  SatConnection *connection = sat_test_db_open (fixture->path, SAT_OPEN_CREATE);

  sat_test_db_run (connection, "CREATE TABLE t (a INTEGER PRIMARY KEY)");
  return connection;
}

static void
test_write (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SatConnection) connection = make (fixture);

  sat_test_db_run (connection, "BEGIN IMMEDIATE; INSERT INTO t DEFAULT VALUES");
  g_assert_cmpint (others_may (fixture, "BEGIN IMMEDIATE"), ==, SQLITE_BUSY);
  look_at_files (fixture);
  g_assert_cmpint (others_may (fixture, "BEGIN IMMEDIATE"), ==, SQLITE_BUSY);
  sat_test_db_run (connection, "COMMIT");
  g_assert_cmpint (others_may (fixture, "BEGIN IMMEDIATE"), ==, SQLITE_OK);
}

/* Nobody may think that nobody else is there: it would take the log's index away. */
static void
test_presence (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SatConnection) connection = make (fixture);

  look_at_files (fixture);
  g_assert_cmpint (others_may (fixture, "PRAGMA journal_mode = DELETE"), ==, SQLITE_BUSY);
  g_clear_pointer (&connection, sat_connection_unref);
  g_assert_cmpint (others_may (fixture, "PRAGMA journal_mode = DELETE"), ==, SQLITE_OK);
}

/* The journal that is rolled back has its locks in the file itself. */
static void
test_journal (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SatConnection) connection = make (fixture);

  sat_test_db_run (connection, "PRAGMA journal_mode = DELETE; BEGIN IMMEDIATE");
  look_at_files (fixture);
  g_assert_cmpint (others_may (fixture, "BEGIN IMMEDIATE"), ==, SQLITE_BUSY);
  sat_test_db_run (connection, "COMMIT");
  g_assert_cmpint (others_may (fixture, "BEGIN EXCLUSIVE"), ==, SQLITE_OK);
}

/* One of ours that closes does not take what another of ours has. */
static void
test_several (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SatConnection) first = make (fixture);
  g_autoptr (SatConnection) second = sat_test_db_open (fixture->path, SAT_OPEN_READ);
  g_autoptr (SatConnection) third = sat_test_db_open (fixture->path, SAT_OPEN_WRITE);

  sat_test_db_run (third, "BEGIN IMMEDIATE");
  g_clear_pointer (&first, sat_connection_unref);
  g_assert_cmpint (others_may (fixture, "BEGIN IMMEDIATE"), ==, SQLITE_BUSY);
  sat_test_db_run (third, "COMMIT");
  g_clear_pointer (&third, sat_connection_unref);
  g_assert_cmpint (others_may (fixture, "PRAGMA journal_mode = DELETE"), ==, SQLITE_BUSY);
  g_clear_pointer (&second, sat_connection_unref);
  g_assert_cmpint (others_may (fixture, "PRAGMA journal_mode = DELETE"), ==, SQLITE_OK);
}

static int
hold (const char *path)
{
  sqlite3 *handle = NULL;
  int rc = sqlite3_open (path, &handle);

  if (rc == SQLITE_OK)
    rc = sqlite3_exec (handle, "BEGIN IMMEDIATE", NULL, NULL, NULL);
  g_print ("%d\n", rc);
  getchar (); /* until the input ends */
  sqlite3_close (handle);
  return 0;
}

/* What another process has locked is locked here too. */
static void
test_meet (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SatConnection) connection = make (fixture);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) other =
      g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
                        program, "--hold", fixture->path, NULL);
  char answer[2] = "";

  g_assert_no_error (error);
  g_assert_cmpint (
      g_input_stream_read (g_subprocess_get_stdout_pipe (other), answer, 1, NULL, NULL), ==, 1);
  g_assert_cmpstr (answer, ==, "0");
  connection->busy_limit_us = 0;
  g_assert_false (sat_connection_exec (connection, "BEGIN IMMEDIATE", &error));
  g_assert_error (error, SAT_DB_ERROR, SAT_DB_ERROR_BUSY);
  g_assert_true (g_output_stream_close (g_subprocess_get_stdin_pipe (other), NULL, NULL));
  g_assert_true (g_subprocess_wait_check (other, NULL, NULL));
  sat_test_db_run (connection, "BEGIN IMMEDIATE; COMMIT");
}

/* A process that was forked neither has our locks nor keeps them. */
static void
test_fork (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SatConnection) connection = make (fixture);
  int status;
  pid_t child;

  sat_test_db_run (connection, "BEGIN IMMEDIATE");
  child = fork ();
  if (child == 0) {
    sqlite3 *handle = NULL;

    sqlite3_open (fixture->path, &handle);
    _exit (sqlite3_exec (handle, "BEGIN IMMEDIATE", NULL, NULL, NULL) & 0xff);
  }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, SQLITE_BUSY);
  child = fork ();
  if (child == 0) {
    pause ();
    _exit (0);
  }
  sat_test_db_run (connection, "COMMIT");
  g_clear_pointer (&connection, sat_connection_unref);
  g_assert_cmpint (others_may (fixture, "PRAGMA journal_mode = DELETE"), ==, SQLITE_OK);
  kill (child, SIGKILL);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
}

static void
test_descriptors (Fixture *fixture, gconstpointer data)
{
  guint before = count_descriptors ();

  for (guint i = 0; i < 3; i++) {
    g_autoptr (SatConnection) connection =
        i == 0 ? make (fixture) : sat_test_db_open (fixture->path, SAT_OPEN_WRITE);
    g_autoptr (SatConnection) reader = sat_test_db_open (fixture->path, SAT_OPEN_READ);

    sat_test_db_run (connection, "INSERT INTO t DEFAULT VALUES");
    g_assert_cmpint (sat_test_db_int (reader, "SELECT count(*) FROM t"), ==, i + 1);
  }
  g_assert_cmpuint (count_descriptors (), ==, before);
}

int
main (int argc, char *argv[])
{
  if (argc == 4 && strcmp (argv[1], "--other") == 0)
    return be_other (argv[2], argv[3]);
  if (argc == 3 && strcmp (argv[1], "--hold") == 0)
    return hold (argv[2]);
  program = argv[0];
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func)                                                                            \
  g_test_add ("/locks/" name, Fixture, NULL, sat_test_file_set_up, func, sat_test_file_tear_down)
  ADD ("write", test_write);
  ADD ("presence", test_presence);
  ADD ("journal", test_journal);
  ADD ("several", test_several);
  ADD ("meet", test_meet);
  ADD ("fork", test_fork);
  ADD ("descriptors", test_descriptors);
#undef ADD
  return g_test_run ();
}

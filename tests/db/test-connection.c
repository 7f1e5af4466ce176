/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sat-connection-private.h"
#include "sat-test-db.h"
#include "sat-test.h"

#include <glib/gstdio.h>
#include <string.h>

/* Longer than the test may take: who waits for a lock then fails. */
#define FOR_EVER (3600 * (gint64)G_USEC_PER_SEC)

typedef SatTestFile Fixture;

static SatConnection *
make (Fixture *fixture)
{
  SatConnection *connection = sat_test_db_open (fixture->path, SAT_OPEN_CREATE);

  sat_test_db_run (connection, "PRAGMA application_id = 1398895715;"
                               "CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT UNIQUE) STRICT;"
                               "INSERT INTO t (b) VALUES ('one'), ('two')");
  return connection;
}

static void
assert_configured (SatConnection *connection)
{
  g_assert_cmpint (sat_test_db_int (connection, "PRAGMA foreign_keys"), ==, 1);
  g_assert_cmpint (sat_test_db_int (connection, "PRAGMA synchronous"), ==, 2);
  g_assert_cmpint (sat_test_db_int (connection, "PRAGMA trusted_schema"), ==, 0);
  g_assert_cmpint (sat_test_db_int (connection, "PRAGMA cell_size_check"), ==, 1);
}

static void
test_create (Fixture *fixture, gconstpointer data)
{
  static const char *const suffixes[] = {"", "-wal", "-shm"};
  g_autofree char *path = sat_test_dir_file (fixture->dir, "new/deep/file.satchel");
  g_autoptr (SatConnection) connection = sat_test_db_open (path, SAT_OPEN_CREATE);
  g_autofree char *mode = sat_test_db_text (connection, "PRAGMA journal_mode");

  g_assert_cmpstr (sat_connection_get_path (connection), ==, path);
  g_assert_false (sat_connection_is_read_only (connection));
  g_assert_cmpstr (mode, ==, "wal");
  g_assert_cmpint (sat_test_db_int (connection, "PRAGMA wal_autocheckpoint"), ==, 0);
  assert_configured (connection);
  sat_test_db_run (connection, "CREATE TABLE t (a); INSERT INTO t VALUES (1), (2)");
  g_assert_cmpint (sat_test_db_int (connection, "SELECT count(*) FROM t"), ==, 2);
  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++) {
    g_autofree char *name = g_strconcat (path, suffixes[i], NULL);
    GStatBuf info;

    g_assert_cmpint (g_stat (name, &info), ==, 0);
    g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  }
}

static void
test_create_keeps_what_is_there (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SatConnection) connection = make (fixture);

  sat_connection_unref (g_steal_pointer (&connection));
  connection = sat_test_db_open (fixture->path, SAT_OPEN_CREATE);
  g_assert_cmpint (sat_test_db_int (connection, "SELECT count(*) FROM t"), ==, 2);
}

static void
test_read (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SatConnection) writer = make (fixture);
  g_autoptr (SatConnection) reader = sat_test_db_open (fixture->path, SAT_OPEN_READ);
  g_autoptr (GError) error = NULL;

  g_assert_false (sat_connection_is_read_only (writer));
  g_assert_true (sat_connection_is_read_only (reader));
  assert_configured (reader);
  g_assert_cmpint (sat_test_db_int (reader, "SELECT count(*) FROM t"), ==, 2);
  g_assert_false (sat_connection_exec (reader, "DELETE FROM t", &error));
  g_assert_error (error, SAT_DB_ERROR, SAT_DB_ERROR_READONLY);
  g_clear_error (&error);
  g_assert_false (sat_connection_begin (reader, &error));
  g_assert_error (error, SAT_DB_ERROR, SAT_DB_ERROR_READONLY);
  g_assert_false (sat_connection_in_transaction (reader));
}

static void
test_memory (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SatConnection) connection = sat_connection_open_memory (&error);

  g_assert_no_error (error);
  g_assert_false (sat_connection_is_read_only (connection));
  assert_configured (connection);
  sat_test_db_run (connection, "CREATE TABLE t (a); INSERT INTO t VALUES (7)");
  g_assert_cmpint (sat_connection_last_insert_id (connection), ==, 1);
  sat_test_db_run (connection, "INSERT INTO t VALUES (8); UPDATE t SET a = a + 1");
  g_assert_cmpint (sat_connection_changes (connection), ==, 2);
}

/* Names that SQLite has a meaning of its own for. */
static void
test_odd_names (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = {":memory:", "file:x?mode=memory", "a b%20?immutable=1#c",
                                      "\xc3\xa9\xff.db"};

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = sat_test_dir_file (fixture->dir, names[i]);
    g_autoptr (SatConnection) connection = sat_test_db_open (path, SAT_OPEN_CREATE);

    sat_test_db_run (connection, "CREATE TABLE t (a)");
    g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));
  }
}

static void
test_defensive (Fixture *fixture, gconstpointer data)
{
  static const char *const refused[] = {
      "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = ''",
      "SELECT \"no such column\"",
  };
  g_autoptr (SatConnection) connection = make (fixture);

  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_false (sat_connection_exec (connection, refused[i], &error));
    g_assert_error (error, SAT_DB_ERROR, SAT_DB_ERROR_FAILED);
  }
}

static void
test_exec_errors (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *sql;
    SatDbError code;
  } cases[] = {
      {"INSERT INTO t (b) VALUES ('one')", SAT_DB_ERROR_CONSTRAINT},
      {"INSERT INTO t (a) VALUES (1)", SAT_DB_ERROR_CONSTRAINT},
      {"INSERT INTO t (a) VALUES ('x')", SAT_DB_ERROR_CONSTRAINT},
      {"INSERT INTO child VALUES (99)", SAT_DB_ERROR_CONSTRAINT},
      {"SELEKT 1", SAT_DB_ERROR_FAILED},
      {"SELECT * FROM nowhere", SAT_DB_ERROR_FAILED},
  };
  g_autoptr (SatConnection) connection = make (fixture);

  sat_test_db_run (connection, "CREATE TABLE child (t INTEGER REFERENCES t (a)) STRICT");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_false (sat_connection_exec (connection, cases[i].sql, &error));
    g_assert_error (error, SAT_DB_ERROR, (int)cases[i].code);
  }
  g_assert_cmpint (sat_test_db_int (connection, "SELECT count(*) FROM t"), ==, 2);
}

static void
test_message (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SatConnection) connection = make (fixture);
  g_autoptr (GError) error = NULL;
  int rc = sqlite3_exec (sat_connection_get_handle (connection), "INSERT INTO t (b) VALUES ('one')",
                         NULL, NULL, NULL);

  sat_connection_set_error (connection, rc, "Saving Acme", &error);
  g_assert_error (error, SAT_DB_ERROR, SAT_DB_ERROR_CONSTRAINT);
  g_assert_true (g_str_has_prefix (error->message, "Saving Acme: "));
  g_assert_nonnull (strstr (error->message, "UNIQUE constraint failed: t.b"));
  g_clear_error (&error);
  /* A code that the handle knows nothing of. */
  sat_connection_set_error (connection, SQLITE_FULL, NULL, &error);
  g_assert_error (error, SAT_DB_ERROR, SAT_DB_ERROR_FULL);
  g_assert_null (strstr (error->message, "UNIQUE"));
}

static void
test_query_int (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SatConnection) connection = make (fixture);
  g_autoptr (GError) error = NULL;
  gint64 value = 0;

  g_assert_true (
      sat_connection_query_int (connection, "SELECT a FROM t WHERE b = 'two'", -5, &value, &error));
  g_assert_cmpint (value, ==, 2);
  g_assert_true (
      sat_connection_query_int (connection, "SELECT a FROM t WHERE b = ''", -5, &value, &error));
  g_assert_cmpint (value, ==, -5);
  g_assert_false (sat_connection_query_int (connection, "SELECT c FROM t", -5, &value, &error));
  g_assert_error (error, SAT_DB_ERROR, SAT_DB_ERROR_FAILED);
}

static gint64
data_version (SatConnection *connection)
{
  g_autoptr (GError) error = NULL;
  gint64 version = 0;

  sat_connection_data_version (connection, &version, &error);
  g_assert_no_error (error);
  return version;
}

static void
test_data_version (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SatConnection) writer = make (fixture);
  g_autoptr (SatConnection) reader = sat_test_db_open (fixture->path, SAT_OPEN_READ);
  gint64 writers = data_version (writer);
  gint64 before = data_version (reader);

  g_assert_cmpint (data_version (reader), ==, before);
  sat_test_db_run (writer, "INSERT INTO t (b) VALUES ('three')");
  g_assert_cmpint (data_version (reader), !=, before);
  g_assert_cmpint (data_version (writer), ==, writers);
}

static goffset
log_size (Fixture *fixture)
{
  g_autofree char *name = g_strconcat (fixture->path, "-wal", NULL);
  GStatBuf info;

  g_assert_cmpint (g_stat (name, &info), ==, 0);
  return info.st_size;
}

static void
test_checkpoint (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SatConnection) writer = make (fixture);
  g_autoptr (SatConnection) reader = sat_test_db_open (fixture->path, SAT_OPEN_READ);
  g_autoptr (GError) error = NULL;

  writer->busy_limit_us = FOR_EVER;
  g_assert_cmpint (log_size (fixture), >, 0);
  g_assert_true (sat_connection_begin_read (reader, &error));
  g_assert_cmpint (sat_test_db_int (reader, "SELECT count(*) FROM t"), ==, 2);
  sat_test_db_run (writer, "INSERT INTO t (b) VALUES ('three')");
  /* The reader keeps its snapshot: what can be copied is, and nobody waits. */
  g_assert_true (sat_connection_checkpoint (writer, FALSE, &error));
  g_assert_no_error (error);
  g_assert_false (sat_connection_checkpoint (writer, TRUE, &error));
  g_assert_error (error, SAT_DB_ERROR, SAT_DB_ERROR_BUSY);
  g_clear_error (&error);
  g_assert_cmpint (sat_test_db_int (reader, "SELECT count(*) FROM t"), ==, 2);
  g_assert_true (sat_connection_commit (reader, &error));
  g_assert_true (sat_connection_checkpoint (writer, TRUE, &error));
  g_assert_no_error (error);
  g_assert_cmpint (log_size (fixture), ==, 0);
  g_assert_cmpint (sat_test_db_int (reader, "SELECT count(*) FROM t"), ==, 3);
}

static void
test_set_cache (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SatConnection) connection = make (fixture);
  g_autoptr (GError) error = NULL;

  g_assert_true (sat_connection_set_cache (connection, 4096, &error));
  g_assert_no_error (error);
  g_assert_cmpint (sat_test_db_int (connection, "PRAGMA cache_size"), ==, -4096);
  sat_connection_set_bulk_cache (connection, TRUE);
  g_assert_cmpint (sat_test_db_int (connection, "PRAGMA cache_size"), <, -4096);
  g_assert_cmpint (sat_test_db_int (connection, "PRAGMA cache_size"), >=, -512 * 1024);
  sat_connection_set_bulk_cache (connection, FALSE);
  g_assert_cmpint (sat_test_db_int (connection, "PRAGMA cache_size"), ==, -2000);
}

/* Keeps a virtual machine busy for minutes if nobody stops it. */
#define ENDLESS                                                                                    \
  "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000000000) "        \
  "SELECT count(*) FROM n"

static gpointer
cancel_soon_cb (gpointer data)
{
  g_usleep (20000);
  g_cancellable_cancel (data);
  return NULL;
}

static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SatConnection) connection = make (fixture);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  GThread *thread;

  sat_connection_set_cancellable (connection, cancellable);
  g_assert_cmpint (sat_test_db_int (connection, "SELECT count(*) FROM t"), ==, 2);
  thread = g_thread_new ("cancel", cancel_soon_cb, cancellable);
  g_assert_false (sat_connection_exec (connection, ENDLESS, &error));
  g_assert_error (error, SAT_DB_ERROR, SAT_DB_ERROR_INTERRUPTED);
  g_thread_join (thread);
  g_clear_error (&error);
  /* Cancelled from the start. */
  g_assert_false (sat_connection_exec (connection, ENDLESS, &error));
  g_assert_error (error, SAT_DB_ERROR, SAT_DB_ERROR_INTERRUPTED);
  sat_connection_set_cancellable (connection, NULL);
  g_assert_cmpint (
      sat_test_db_int (connection,
                       "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
                       "WHERE i < 100000) SELECT count(*) FROM n"),
      ==, 100000);
}

/* Waiting for a lock ends when it is cancelled. */
static void
test_cancel_waiting (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SatConnection) holder = make (fixture);
  g_autoptr (SatConnection) waiter = sat_test_db_open (fixture->path, SAT_OPEN_WRITE);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  GThread *thread;

  waiter->busy_limit_us = FOR_EVER;
  g_assert_true (sat_connection_begin (holder, &error));
  sat_connection_set_cancellable (waiter, cancellable);
  thread = g_thread_new ("cancel", cancel_soon_cb, cancellable);
  g_assert_false (sat_connection_begin (waiter, &error));
  g_assert_error (error, SAT_DB_ERROR, SAT_DB_ERROR_INTERRUPTED);
  g_thread_join (thread);
  g_assert_false (sat_connection_in_transaction (waiter));
}

static gpointer
release_soon_cb (gpointer data)
{
  g_usleep (50000);
  sat_connection_rollback (data);
  return NULL;
}

static void
test_wait_for_lock (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SatConnection) holder = make (fixture);
  g_autoptr (SatConnection) waiter = sat_test_db_open (fixture->path, SAT_OPEN_WRITE);
  g_autoptr (GError) error = NULL;
  GThread *thread;

  g_assert_true (sat_connection_begin (holder, &error));
  thread = g_thread_new ("release", release_soon_cb, holder);
  g_assert_true (sat_connection_begin (waiter, &error));
  g_assert_no_error (error);
  g_thread_join (thread);
  sat_connection_rollback (waiter);
}

static void
test_busy (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SatConnection) holder = make (fixture);
  g_autoptr (SatConnection) waiter = sat_test_db_open (fixture->path, SAT_OPEN_WRITE);
  g_autoptr (GError) error = NULL;

  waiter->busy_limit_us = 20000;
  g_assert_true (sat_connection_begin (holder, &error));
  g_assert_false (sat_connection_begin (waiter, &error));
  g_assert_error (error, SAT_DB_ERROR, SAT_DB_ERROR_BUSY);
}

/* The last reference may be a statement's. */
static void
test_unref_with_statement (Fixture *fixture, gconstpointer data)
{
  SatConnection *connection = make (fixture);
  g_autoptr (GError) error = NULL;
  g_autoptr (SatStatement) statement =
      sat_statement_cached (connection, "SELECT count(*) FROM t", &error);
  gboolean row;

  sat_connection_unref (connection);
  g_assert_true (sat_statement_step (statement, &row, &error));
  g_assert_cmpint (sat_statement_int (statement, 0), ==, 2);
}

/* A transaction that was never ended is undone, and the lock is given back. */
static void
test_unref_in_transaction (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SatConnection) connection = make (fixture);
  g_autoptr (GError) error = NULL;

  g_assert_true (sat_connection_begin (connection, &error));
  sat_test_db_run (connection, "DELETE FROM t");
  sat_connection_unref (g_steal_pointer (&connection));
  connection = sat_test_db_open (fixture->path, SAT_OPEN_WRITE);
  g_assert_cmpint (sat_test_db_int (connection, "SELECT count(*) FROM t"), ==, 2);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/db/connection/" name, Fixture, NULL, sat_test_file_set_up, function,               \
              sat_test_file_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("create", test_create);
  ADD ("create-keeps", test_create_keeps_what_is_there);
  ADD ("read", test_read);
  g_test_add_func ("/db/connection/memory", test_memory);
  ADD ("odd-names", test_odd_names);
  ADD ("defensive", test_defensive);
  ADD ("exec-errors", test_exec_errors);
  ADD ("message", test_message);
  ADD ("query-int", test_query_int);
  ADD ("data-version", test_data_version);
  ADD ("checkpoint", test_checkpoint);
  ADD ("set-cache", test_set_cache);
  ADD ("cancel", test_cancel);
  ADD ("cancel-waiting", test_cancel_waiting);
  ADD ("wait-for-lock", test_wait_for_lock);
  ADD ("busy", test_busy);
  ADD ("unref-with-statement", test_unref_with_statement);
  ADD ("unref-in-transaction", test_unref_in_transaction);
  return g_test_run ();
}

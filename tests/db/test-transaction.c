/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sat-fault-vfs.h"
#include "sat-test-db.h"
#include "sat-test.h"

typedef struct {
  SatTestDir *dir;
  char *path;
  SatConnection *connection;
  SatConnection *other; /* sees only what was committed */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  sat_fault_vfs_install ();
  fixture->dir = sat_test_dir_new ();
  fixture->path = sat_test_dir_file (fixture->dir, "file.satchel");
  fixture->connection = sat_test_db_open (fixture->path, SAT_OPEN_CREATE);
  sat_test_db_run (fixture->connection,
                   "CREATE TABLE t (a INTEGER PRIMARY KEY) STRICT;"
                   "CREATE TABLE child (a INTEGER REFERENCES t DEFERRABLE INITIALLY DEFERRED);"
                   "CREATE TABLE big (data BLOB)");
  fixture->other = sat_test_db_open (fixture->path, SAT_OPEN_READ);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  sat_connection_unref (fixture->other);
  sat_connection_unref (fixture->connection);
  sat_fault_vfs_uninstall ();
  g_free (fixture->path);
  sat_test_dir_free (fixture->dir);
}

static void
begin (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  sat_connection_begin (fixture->connection, &error);
  g_assert_no_error (error);
  g_assert_true (sat_connection_in_transaction (fixture->connection));
}

static void
commit (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  gboolean done = sat_connection_commit (fixture->connection, &error);

  g_assert_no_error (error);
  g_assert_true (done);
}

static void
insert (Fixture *fixture, int value)
{
  g_autofree char *sql = g_strdup_printf ("INSERT INTO t VALUES (%d)", value);

  sat_test_db_run (fixture->connection, sql);
}

/* The committed rows as text, "1,2". */
static void
assert_rows (Fixture *fixture, const char *rows)
{
  g_autofree char *now = sat_test_db_text (
      fixture->other, "SELECT ifnull (group_concat (a), '') FROM (SELECT a FROM t ORDER BY a)");

  g_assert_cmpstr (now, ==, rows);
}

static void
test_commit (Fixture *fixture, gconstpointer data)
{
  g_assert_false (sat_connection_in_transaction (fixture->connection));
  begin (fixture);
  insert (fixture, 1);
  insert (fixture, 2);
  assert_rows (fixture, "");
  commit (fixture);
  g_assert_false (sat_connection_in_transaction (fixture->connection));
  assert_rows (fixture, "1,2");
}

static void
test_rollback (Fixture *fixture, gconstpointer data)
{
  begin (fixture);
  insert (fixture, 1);
  sat_connection_rollback (fixture->connection);
  g_assert_false (sat_connection_in_transaction (fixture->connection));
  g_assert_cmpint (sat_test_db_int (fixture->connection, "SELECT count(*) FROM t"), ==, 0);
  /* One too many does nothing. */
  sat_connection_rollback (fixture->connection);
  insert (fixture, 2);
  assert_rows (fixture, "2");
}

/* Rows that are still being read do not keep the lock. */
static void
test_rollback_while_reading (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SatStatement) statement = NULL;
  g_autoptr (GError) error = NULL;
  gboolean row;

  begin (fixture);
  insert (fixture, 1);
  insert (fixture, 2);
  statement = sat_statement_new (fixture->connection, "SELECT a FROM t", &error);
  g_assert_true (sat_statement_step (statement, &row, &error));
  g_assert_true (row);
  sat_connection_rollback (fixture->connection);
  begin (fixture);
  commit (fixture);
}

static void
test_nested (Fixture *fixture, gconstpointer data)
{
  begin (fixture);
  insert (fixture, 1);
  begin (fixture);
  insert (fixture, 2);
  begin (fixture);
  insert (fixture, 3);
  sat_connection_rollback (fixture->connection);
  insert (fixture, 4);
  commit (fixture);
  begin (fixture);
  insert (fixture, 5);
  sat_connection_rollback (fixture->connection);
  assert_rows (fixture, "");
  g_assert_true (sat_connection_in_transaction (fixture->connection));
  commit (fixture);
  g_assert_false (sat_connection_in_transaction (fixture->connection));
  assert_rows (fixture, "1,2,4");
}

static void
test_nested_outer_undone (Fixture *fixture, gconstpointer data)
{
  begin (fixture);
  begin (fixture);
  insert (fixture, 1);
  commit (fixture);
  sat_connection_rollback (fixture->connection);
  assert_rows (fixture, "");
  begin (fixture);
  insert (fixture, 2);
  commit (fixture);
  assert_rows (fixture, "2");
}

/* A failed statement undoes only itself. */
static void
test_failed_statement (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  begin (fixture);
  insert (fixture, 1);
  g_assert_false (
      sat_connection_exec (fixture->connection, "INSERT INTO t VALUES (2), (1)", &error));
  g_assert_error (error, SAT_DB_ERROR, SAT_DB_ERROR_CONSTRAINT);
  insert (fixture, 3);
  commit (fixture);
  assert_rows (fixture, "1,3");
}

/* A commit that fails is a rollback: the lock is not kept. */
static void
test_failed_commit (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  begin (fixture);
  insert (fixture, 1);
  sat_test_db_run (fixture->connection, "INSERT INTO child VALUES (99)");
  g_assert_false (sat_connection_commit (fixture->connection, &error));
  g_assert_error (error, SAT_DB_ERROR, SAT_DB_ERROR_CONSTRAINT);
  g_assert_false (sat_connection_in_transaction (fixture->connection));
  sat_connection_rollback (fixture->connection);
  assert_rows (fixture, "");
  insert (fixture, 2);
  assert_rows (fixture, "2");
}

/* Fills the disk in a nested transaction, upon which SQLite drops the outer one as well. */
static void
fill_disk (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  sat_test_db_run (fixture->connection, "PRAGMA cache_size = 10");
  begin (fixture);
  insert (fixture, 1);
  begin (fixture);
  sat_fault_vfs_fail (SAT_FAULT_WRITES, 1, SAT_FAULT_FULL, TRUE);
  g_assert_false (sat_connection_exec (fixture->connection,
                                       "WITH RECURSIVE n (i) AS "
                                       "(SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200) "
                                       "INSERT INTO big SELECT randomblob (4000) FROM n",
                                       &error));
  g_assert_error (error, SAT_DB_ERROR, SAT_DB_ERROR_FULL);
  g_assert_true (sqlite3_get_autocommit (sat_connection_get_handle (fixture->connection)));
  sat_fault_vfs_mend ();
}

/* Whoever goes on after that must not write half a change. */
static void
test_lost_transaction (Fixture *fixture, gconstpointer data)
{
  SatConnection *connection = fixture->connection;
  g_autoptr (SatStatement) statement = NULL;
  g_autoptr (GError) error = NULL;
  gboolean row;

  fill_disk (fixture);
  sat_connection_rollback (connection);
  g_assert_true (sat_connection_in_transaction (connection));
  g_assert_false (sat_connection_exec (connection, "INSERT INTO t VALUES (2)", &error));
  g_assert_error (error, SAT_DB_ERROR, SAT_DB_ERROR_FULL);
  g_clear_error (&error);
  statement = sat_statement_new (connection, "INSERT INTO t VALUES (3)", NULL);
  g_assert_false (sat_statement_step (statement, &row, &error));
  g_assert_error (error, SAT_DB_ERROR, SAT_DB_ERROR_FULL);
  g_clear_error (&error);
  g_assert_false (sat_connection_begin (connection, &error));
  g_assert_error (error, SAT_DB_ERROR, SAT_DB_ERROR_FULL);
  g_clear_error (&error);
  g_assert_false (sat_connection_commit (connection, &error));
  g_assert_error (error, SAT_DB_ERROR, SAT_DB_ERROR_FULL);
  g_assert_false (sat_connection_in_transaction (connection));
  assert_rows (fixture, "");
  begin (fixture);
  insert (fixture, 4);
  commit (fixture);
  assert_rows (fixture, "4");
}

static void
test_lost_transaction_undone (Fixture *fixture, gconstpointer data)
{
  fill_disk (fixture);
  sat_connection_rollback (fixture->connection);
  sat_connection_rollback (fixture->connection);
  g_assert_false (sat_connection_in_transaction (fixture->connection));
  insert (fixture, 5);
  assert_rows (fixture, "5");
}

/* Cancelled in the middle of a write: nothing of the change is left. */
static void
test_cancelled_write (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  begin (fixture);
  insert (fixture, 1);
  sat_connection_set_cancellable (fixture->connection, cancellable);
  g_cancellable_cancel (cancellable);
  g_assert_false (sat_connection_exec (
      fixture->connection,
      "WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000) "
      "INSERT INTO t SELECT i FROM n",
      &error));
  g_assert_error (error, SAT_DB_ERROR, SAT_DB_ERROR_INTERRUPTED);
  sat_connection_set_cancellable (fixture->connection, NULL);
  g_clear_error (&error);
  g_assert_false (sat_connection_commit (fixture->connection, &error));
  g_assert_error (error, SAT_DB_ERROR, SAT_DB_ERROR_INTERRUPTED);
  assert_rows (fixture, "");
}

static void
test_snapshot (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (sat_connection_begin_read (fixture->other, &error));
  assert_rows (fixture, "");
  insert (fixture, 1);
  assert_rows (fixture, "");
  g_assert_true (sat_connection_commit (fixture->other, &error));
  g_assert_no_error (error);
  assert_rows (fixture, "1");
}

/* A read that becomes a write after somebody else wrote is refused at once. */
static void
test_stale_snapshot (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SatConnection) late = sat_test_db_open (fixture->path, SAT_OPEN_WRITE);
  g_autoptr (GError) error = NULL;

  g_assert_true (sat_connection_begin_read (late, &error));
  g_assert_cmpint (sat_test_db_int (late, "SELECT count(*) FROM t"), ==, 0);
  insert (fixture, 1);
  g_assert_false (sat_connection_exec (late, "INSERT INTO t VALUES (2)", &error));
  g_assert_error (error, SAT_DB_ERROR, SAT_DB_ERROR_BUSY);
  sat_connection_rollback (late);
  assert_rows (fixture, "1");
}

#define ADD(name, function)                                                                        \
  g_test_add ("/db/transaction/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("commit", test_commit);
  ADD ("rollback", test_rollback);
  ADD ("rollback-while-reading", test_rollback_while_reading);
  ADD ("nested", test_nested);
  ADD ("nested-outer-undone", test_nested_outer_undone);
  ADD ("failed-statement", test_failed_statement);
  ADD ("failed-commit", test_failed_commit);
  ADD ("lost", test_lost_transaction);
  ADD ("lost-undone", test_lost_transaction_undone);
  ADD ("cancelled-write", test_cancelled_write);
  ADD ("snapshot", test_snapshot);
  ADD ("stale-snapshot", test_stale_snapshot);
  return g_test_run ();
}

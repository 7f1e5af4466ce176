/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sat-test-db.h"

#include <string.h>

typedef struct {
  SatConnection *connection;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->connection = sat_connection_open_memory (&error);
  g_assert_no_error (error);
  sat_test_db_run (fixture->connection,
                   "CREATE TABLE t (i INTEGER, d REAL, s TEXT, b BLOB, n TEXT NOT NULL DEFAULT '') "
                   "STRICT");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  sat_connection_unref (fixture->connection);
}

static SatStatement *
prepare (Fixture *fixture, const char *sql)
{
  g_autoptr (GError) error = NULL;
  SatStatement *statement = sat_statement_new (fixture->connection, sql, &error);

  g_assert_no_error (error);
  return statement;
}

static SatStatement *
cached (Fixture *fixture, const char *sql)
{
  g_autoptr (GError) error = NULL;
  SatStatement *statement = sat_statement_cached (fixture->connection, sql, &error);

  g_assert_no_error (error);
  return statement;
}

static gboolean
step (SatStatement *statement)
{
  g_autoptr (GError) error = NULL;
  gboolean row = FALSE;
  gboolean done = sat_statement_step (statement, &row, &error);

  g_assert_no_error (error);
  g_assert_true (done);
  return row;
}

static void
run (SatStatement *statement)
{
  g_autoptr (GError) error = NULL;
  gboolean done = sat_statement_run (statement, &error);

  g_assert_no_error (error);
  g_assert_true (done);
}

static void
test_types (Fixture *fixture, gconstpointer data)
{
  static const guint8 bytes[] = {0, 1, 255, 0};
  g_autoptr (SatStatement) insert =
      prepare (fixture, "INSERT INTO t (i, d, s, b) VALUES (?1, 1.5, ?2, ?3)");
  g_autoptr (SatStatement) query = NULL;
  const guint8 *blob;
  gsize length;

  sat_statement_bind_int (insert, 1, G_MININT64);
  sat_statement_bind_text (insert, 2, "Zoë 北京 'quoted'");
  sat_statement_bind_blob (insert, 3, bytes, sizeof bytes);
  run (insert);
  query = prepare (fixture, "SELECT i, d, s, b, NULL FROM t");
  g_assert_cmpint (sat_statement_n_columns (query), ==, 5);
  g_assert_true (step (query));
  g_assert_cmpint (sat_statement_int (query, 0), ==, G_MININT64);
  g_assert_cmpfloat (sat_statement_double (query, 1), ==, 1.5);
  g_assert_cmpstr (sat_statement_text (query, 2), ==, "Zoë 北京 'quoted'");
  blob = sat_statement_blob (query, 3, &length);
  g_assert_cmpmem (blob, length, bytes, sizeof bytes);
  g_assert_true (sat_statement_is_null (query, 4));
  g_assert_null (sat_statement_text (query, 4));
  g_assert_null (sat_statement_blob (query, 4, &length));
  g_assert_cmpuint (length, ==, 0);
  g_assert_cmpint (sat_statement_type (query, 0), ==, SQLITE_INTEGER);
  g_assert_cmpint (sat_statement_type (query, 1), ==, SQLITE_FLOAT);
  g_assert_cmpint (sat_statement_type (query, 2), ==, SQLITE_TEXT);
  g_assert_cmpint (sat_statement_type (query, 3), ==, SQLITE_BLOB);
  g_assert_cmpint (sat_statement_type (query, 4), ==, SQLITE_NULL);
  g_assert_false (step (query));
}

static void
test_nulls (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SatStatement) query = prepare (fixture, "SELECT ?1 IS NULL, ?2 IS NULL, ?3 IS NULL, "
                                                     "typeof (?4), length (?4), ?5 = 'x'");
  sat_statement_bind_null (query, 1);
  sat_statement_bind_text (query, 2, NULL);
  sat_statement_bind_static (query, 3, NULL);
  sat_statement_bind_blob (query, 4, NULL, 0);
  sat_statement_bind_static (query, 5, "x");
  g_assert_true (step (query));
  for (int i = 0; i < 3; i++)
    g_assert_cmpint (sat_statement_int (query, i), ==, 1);
  g_assert_cmpstr (sat_statement_text (query, 3), ==, "blob");
  g_assert_cmpint (sat_statement_int (query, 4), ==, 0);
  g_assert_cmpint (sat_statement_int (query, 5), ==, 1);
}

/* The caller's text may change or go. */
static void
test_text_is_copied (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SatStatement) query = prepare (fixture, "SELECT ?1, ?2");
  char text[] = "before";
  gsize length;

  sat_statement_bind_text (query, 1, text);
  sat_statement_bind_blob (query, 2, text, sizeof text - 1);
  memcpy (text, "xxxxxx", sizeof text - 1);
  g_assert_true (step (query));
  g_assert_cmpstr (sat_statement_text (query, 0), ==, "before");
  g_assert_cmpint (memcmp (sat_statement_blob (query, 1, &length), "before", 6), ==, 0);
}

/* Stepping beyond the end does not run it again. */
static void
test_step_after_end (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SatStatement) insert = prepare (fixture, "INSERT INTO t (i) VALUES (?1)");

  sat_statement_bind_int (insert, 1, 1);
  g_assert_false (step (insert));
  g_assert_false (step (insert));
  g_assert_cmpint (sat_test_db_int (fixture->connection, "SELECT count(*) FROM t"), ==, 1);
  /* New values start it anew, and so does a reset. */
  sat_statement_bind_int (insert, 1, 2);
  g_assert_false (step (insert));
  sat_statement_reset (insert);
  g_assert_false (step (insert));
  g_assert_cmpint (sat_test_db_int (fixture->connection, "SELECT sum(i) FROM t"), ==, 5);
}

static void
test_run_keeps_bindings (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SatStatement) insert = prepare (fixture, "INSERT INTO t (i, s) VALUES (?1, ?2)");

  sat_statement_bind_text (insert, 2, "kept");
  for (int i = 1; i <= 3; i++) {
    sat_statement_bind_int (insert, 1, i);
    run (insert);
  }
  g_assert_cmpint (sat_test_db_int (fixture->connection, "SELECT sum(i) FROM t WHERE s = 'kept'"),
                   ==, 6);
}

static void
test_bad_sql (Fixture *fixture, gconstpointer data)
{
  static const char *const texts[] = {"SELEKT", "SELECT nothing FROM t", "", "  -- comment\n"};

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (sat_statement_new (fixture->connection, texts[i], &error));
    g_assert_error (error, SAT_DB_ERROR, SAT_DB_ERROR_FAILED);
    g_clear_error (&error);
    g_assert_null (sat_statement_cached (fixture->connection, texts[i], &error));
    g_assert_error (error, SAT_DB_ERROR, SAT_DB_ERROR_FAILED);
  }
}

static void
test_failed_bind (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SatStatement) insert = prepare (fixture, "INSERT INTO t (i) VALUES (?1)");
  g_autoptr (GError) error = NULL;
  gboolean row;

  sat_statement_bind_int (insert, 2, 5);
  sat_statement_bind_int (insert, 1, 5);
  g_assert_false (sat_statement_step (insert, &row, &error));
  g_assert_error (error, SAT_DB_ERROR, SAT_DB_ERROR_FAILED);
  g_assert_cmpint (sat_test_db_int (fixture->connection, "SELECT count(*) FROM t"), ==, 0);
  /* Reported once. */
  run (insert);
  g_assert_cmpint (sat_test_db_int (fixture->connection, "SELECT count(*) FROM t"), ==, 1);
}

static void
test_failed_step (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SatStatement) insert = prepare (fixture, "INSERT INTO t (i, n) VALUES (1, ?1)");
  g_autoptr (GError) error = NULL;
  gboolean row = TRUE;

  g_assert_false (sat_statement_step (insert, &row, &error));
  g_assert_false (row);
  g_assert_error (error, SAT_DB_ERROR, SAT_DB_ERROR_CONSTRAINT);
  g_clear_error (&error);
  sat_statement_bind_text (insert, 1, "x");
  run (insert);
  g_assert_cmpint (sat_test_db_int (fixture->connection, "SELECT count(*) FROM t"), ==, 1);
}

static void
test_cache (Fixture *fixture, gconstpointer data)
{
  SatStatement *first = cached (fixture, "SELECT ?1");
  SatStatement *same = first;
  SatStatement *second, *third;

  sat_statement_bind_int (first, 1, 7);
  g_assert_true (step (first));
  /* In use: another one, with nothing bound. */
  second = cached (fixture, "SELECT ?1");
  g_assert_true (second != first);
  g_assert_true (step (second));
  g_assert_true (sat_statement_is_null (second, 0));
  g_assert_cmpint (sat_statement_int (first, 0), ==, 7);
  sat_statement_release (second);
  sat_statement_release (first);
  /* Free again: the same, reset and without its old value. */
  third = cached (fixture, "SELECT ?1");
  g_assert_true (third == same);
  g_assert_true (step (third));
  g_assert_true (sat_statement_is_null (third, 0));
  g_assert_false (step (third));
  sat_statement_release (third);
}

/* Another text in the memory of the one before. */
static void
test_cache_of_made_texts (Fixture *fixture, gconstpointer data)
{
  char sql[] = "SELECT 1";

  for (int i = 1; i < 10; i++) {
    g_autoptr (SatStatement) query = NULL;

    sql[strlen (sql) - 1] = (char)('0' + i % 3);
    query = cached (fixture, sql);
    g_assert_true (step (query));
    g_assert_cmpint (sat_statement_int (query, 0), ==, i % 3);
  }
}

/* What nobody has used for long is dropped, what is in use never. */
static void
test_cache_is_bounded (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SatStatement) used = cached (fixture, "SELECT 'used'");
  sqlite3 *handle = sat_connection_get_handle (fixture->connection);
  sqlite3_stmt *statement = NULL;
  guint count = 0;

  for (int i = 0; i < 1000; i++) {
    g_autofree char *sql = g_strdup_printf ("SELECT %d", i);
    g_autoptr (SatStatement) query = cached (fixture, sql);

    g_assert_true (step (query));
    g_assert_cmpint (sat_statement_int (query, 0), ==, i);
  }
  while ((statement = sqlite3_next_stmt (handle, statement)) != NULL)
    count++;
  g_assert_cmpuint (count, <=, 501);
  g_assert_cmpuint (count, >=, 100);
  g_assert_true (step (used));
  g_assert_cmpstr (sat_statement_text (used, 0), ==, "used");
}

/* A new column shows in a statement that was prepared before. */
static void
test_cache_after_schema_change (Fixture *fixture, gconstpointer data)
{
  SatStatement *query = cached (fixture, "SELECT * FROM t");

  g_assert_cmpint (sat_statement_n_columns (query), ==, 5);
  sat_statement_release (query);
  sat_test_db_run (fixture->connection,
                   "ALTER TABLE t ADD COLUMN more INTEGER; INSERT INTO t (more) VALUES (9)");
  query = cached (fixture, "SELECT * FROM t");
  g_assert_true (step (query));
  g_assert_cmpint (sat_statement_n_columns (query), ==, 6);
  g_assert_cmpint (sat_statement_int (query, 5), ==, 9);
  sat_statement_release (query);
}

static void
test_append_ints (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SatStatement) query = prepare (fixture, "SELECT value FROM json_each (?1) ORDER BY 1");
  g_autoptr (SatStatement) wrong = prepare (fixture, "SELECT abs (-9223372036854775807 - 1)");
  g_autoptr (GArray) ints = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) error = NULL;

  sat_statement_bind_text (query, 1, "[]");
  g_assert_true (sat_statement_append_ints (query, ints, &error));
  g_assert_cmpuint (ints->len, ==, 0);
  sat_statement_reset (query);
  sat_statement_bind_text (query, 1, "[3,-1]");
  for (int i = 0; i < 2; i++) {
    g_assert_true (sat_statement_append_ints (query, ints, &error));
    sat_statement_reset (query);
  }
  g_assert_no_error (error);
  g_assert_cmpuint (ints->len, ==, 4);
  g_assert_cmpint (g_array_index (ints, gint64, 0), ==, -1);
  g_assert_cmpint (g_array_index (ints, gint64, 3), ==, 3);
  g_assert_false (sat_statement_append_ints (wrong, ints, &error));
  g_assert_nonnull (error);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/db/statement/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("types", test_types);
  ADD ("nulls", test_nulls);
  ADD ("text-is-copied", test_text_is_copied);
  ADD ("step-after-end", test_step_after_end);
  ADD ("run-keeps-bindings", test_run_keeps_bindings);
  ADD ("append-ints", test_append_ints);
  ADD ("bad-sql", test_bad_sql);
  ADD ("failed-bind", test_failed_bind);
  ADD ("failed-step", test_failed_step);
  ADD ("cache", test_cache);
  ADD ("cache-of-made-texts", test_cache_of_made_texts);
  ADD ("cache-is-bounded", test_cache_is_bounded);
  ADD ("cache-after-schema-change", test_cache_after_schema_change);
  return g_test_run ();
}

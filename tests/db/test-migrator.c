/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sat-fault-vfs.h"
#include "sat-test-db.h"
#include "sat-test.h"

#include <string.h>

typedef SatTestFile Fixture;

/* The steps count themselves in @data, when there is one. */
static gboolean
apply (SatConnection *connection, gpointer data, const char *sql, GError **error)
{
  int *runs = data;

  if (runs != NULL)
    (*runs)++;
  return sat_connection_exec (connection, sql, error);
}

static gboolean
first_cb (SatConnection *connection, gpointer data, GError **error)
{
  return apply (connection, data,
                "CREATE TABLE company (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;"
                "CREATE TABLE contact (id INTEGER PRIMARY KEY, "
                "company INTEGER NOT NULL REFERENCES company (id) ON DELETE CASCADE) STRICT",
                error);
}

static gboolean
second_cb (SatConnection *connection, gpointer data, GError **error)
{
  return apply (connection, data,
                "INSERT INTO company VALUES (1, 'Acme'), (2, 'Globex');"
                "INSERT INTO contact VALUES (10, 1), (11, 2)",
                error);
}

/* Builds a table anew under rows that refer to it. */
static gboolean
rebuild_cb (SatConnection *connection, gpointer data, GError **error)
{
  return apply (connection, data,
                "CREATE TABLE company_new (id INTEGER PRIMARY KEY, name TEXT, size INTEGER) STRICT;"
                "INSERT INTO company_new SELECT id, name, 0 FROM company;"
                "DROP TABLE company;"
                "ALTER TABLE company_new RENAME TO company",
                error);
}

static gboolean
failing_cb (SatConnection *connection, gpointer data, GError **error)
{
  return apply (connection, data,
                "CREATE TABLE deal (id INTEGER PRIMARY KEY) STRICT;"
                "DELETE FROM company; DELETE FROM contact;"
                "INSERT INTO nowhere VALUES (1)",
                error);
}

static gboolean
orphaning_cb (SatConnection *connection, gpointer data, GError **error)
{
  return apply (connection, data, "DELETE FROM company WHERE id = 2", error);
}

static gboolean
committing_cb (SatConnection *connection, gpointer data, GError **error)
{
  return apply (connection, data, "CREATE TABLE stray (a)", error) &&
         sat_connection_commit (connection, error);
}

static const SatMigration steps[] = {
    {1, "first tables", first_cb},
    {2, "first rows", second_cb},
    {3, "companies have a size", rebuild_cb},
};

static void
migrate (SatConnection *connection, const SatMigration *list, gsize n, gpointer data)
{
  g_autoptr (GError) error = NULL;
  gboolean done = sat_migrator_run (connection, list, n, data, &error);

  g_assert_no_error (error);
  g_assert_true (done);
}

static void
test_fresh (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SatConnection) connection = sat_test_db_open (fixture->path, SAT_OPEN_CREATE);
  g_autoptr (GError) error = NULL;
  int version = -1;
  int runs = 0;

  g_assert_true (sat_migrator_check (connection, steps, 3, &version, &error));
  g_assert_cmpint (version, ==, 0);
  migrate (connection, steps, 3, &runs);
  g_assert_cmpint (runs, ==, 3);
  g_assert_cmpint (sat_test_db_int (connection, "PRAGMA application_id"), ==, 0x53617463);
  g_assert_cmpint (sat_test_db_int (connection, "PRAGMA user_version"), ==, 3);
  g_assert_cmpint (sat_test_db_int (connection, "PRAGMA foreign_keys"), ==, 1);
  g_assert_true (sat_migrator_check (connection, steps, 3, &version, &error));
  g_assert_cmpint (version, ==, 3);
  migrate (connection, steps, 3, &runs);
  g_assert_cmpint (runs, ==, 3);
}

static void
test_missing_steps_only (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SatConnection) connection = sat_test_db_open (fixture->path, SAT_OPEN_CREATE);
  int runs = 0;

  migrate (connection, steps, 1, &runs);
  g_assert_cmpint (sat_test_db_int (connection, "PRAGMA user_version"), ==, 1);
  migrate (connection, steps, 3, &runs);
  g_assert_cmpint (runs, ==, 3);
}

/* The children of a rebuilt table stay, and still belong to it. */
static void
test_rebuild (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SatConnection) connection = sat_test_db_open (fixture->path, SAT_OPEN_CREATE);

  migrate (connection, steps, 3, NULL);
  g_assert_cmpint (sat_test_db_int (connection, "SELECT count(*) FROM contact"), ==, 2);
  sat_test_db_run (connection, "DELETE FROM company WHERE id = 1");
  g_assert_cmpint (sat_test_db_int (connection, "SELECT count(*) FROM contact"), ==, 1);
}

/* A step that fails: version, tables and rows are those of the step before. */
static void
test_failing_step (Fixture *fixture, gconstpointer data)
{
  static const struct {
    gboolean (*apply) (SatConnection *connection, gpointer data, GError **error);
    SatDbError code;
  } cases[] = {
      {failing_cb, SAT_DB_ERROR_FAILED},
      {orphaning_cb, SAT_DB_ERROR_CONSTRAINT},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    const SatMigration bad[] = {
        steps[0], steps[1], {3, "goes wrong", cases[i].apply}, {4, "never reached", rebuild_cb}};
    g_autofree char *path = g_strdup_printf ("%s-%u", fixture->path, (guint)i);
    g_autoptr (SatConnection) connection = sat_test_db_open (path, SAT_OPEN_CREATE);
    g_autoptr (GError) error = NULL;

    g_assert_false (sat_migrator_run (connection, bad, 4, NULL, &error));
    g_assert_error (error, SAT_DB_ERROR, (int)cases[i].code);
    g_assert_nonnull (strstr (error->message, "goes wrong"));
    g_assert_false (sat_connection_in_transaction (connection));
    g_assert_cmpint (sat_test_db_int (connection, "PRAGMA user_version"), ==, 2);
    g_assert_cmpint (sat_test_db_int (connection, "PRAGMA foreign_keys"), ==, 1);
    g_assert_cmpint (sat_test_db_int (connection, "SELECT count(*) FROM company"), ==, 2);
    g_assert_cmpint (sat_test_db_int (connection, "SELECT count(*) FROM contact"), ==, 2);
    g_assert_cmpint (
        sat_test_db_int (connection, "SELECT count(*) FROM sqlite_schema WHERE name = 'deal'"), ==,
        0);
    /* The next try, with the step mended. */
    migrate (connection, steps, 3, NULL);
  }
}

/* The very first step: the file stays new. */
static void
test_failing_first_step (Fixture *fixture, gconstpointer data)
{
  static const SatMigration bad[] = {{1, "goes wrong", failing_cb}};
  g_autoptr (SatConnection) connection = sat_test_db_open (fixture->path, SAT_OPEN_CREATE);
  g_autoptr (GError) error = NULL;

  g_assert_false (sat_migrator_run (connection, bad, 1, NULL, &error));
  g_assert_error (error, SAT_DB_ERROR, SAT_DB_ERROR_FAILED);
  g_assert_cmpint (sat_test_db_int (connection, "PRAGMA application_id"), ==, 0);
  g_assert_cmpint (sat_test_db_int (connection, "SELECT count(*) FROM sqlite_schema"), ==, 0);
  migrate (connection, steps, 3, NULL);
}

static void
test_step_leaves_transaction (Fixture *fixture, gconstpointer data)
{
  const SatMigration bad[] = {steps[0], {2, "commits by itself", committing_cb}};
  g_autoptr (SatConnection) connection = sat_test_db_open (fixture->path, SAT_OPEN_CREATE);
  g_autoptr (GError) error = NULL;

  g_assert_false (sat_migrator_run (connection, bad, 2, NULL, &error));
  g_assert_error (error, SAT_DB_ERROR, SAT_DB_ERROR_FAILED);
  g_assert_false (sat_connection_in_transaction (connection));
  g_assert_cmpint (sat_test_db_int (connection, "PRAGMA user_version"), ==, 1);
}

static void
test_read_only (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SatConnection) connection = sat_test_db_open (fixture->path, SAT_OPEN_CREATE);
  g_autoptr (GError) error = NULL;

  migrate (connection, steps, 2, NULL);
  sat_connection_unref (g_steal_pointer (&connection));
  connection = sat_test_db_open (fixture->path, SAT_OPEN_READ);
  migrate (connection, steps, 2, NULL);
  g_assert_false (sat_migrator_run (connection, steps, 3, NULL, &error));
  g_assert_error (error, SAT_DB_ERROR, SAT_DB_ERROR_READONLY);
  g_assert_cmpint (sat_test_db_int (connection, "PRAGMA user_version"), ==, 2);
}

typedef struct {
  const char *path;
  int runs;
} Racer;

static gpointer
race_cb (gpointer data)
{
  Racer *racer = data;
  g_autoptr (SatConnection) connection = sat_test_db_open (racer->path, SAT_OPEN_CREATE);

  migrate (connection, steps, 3, &racer->runs);
  return NULL;
}

/* Two programs start on the same new file: every step runs once. */
static void
test_race (Fixture *fixture, gconstpointer data)
{
  Racer racers[4] = {0};
  GThread *threads[4];
  int runs = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (racers); i++) {
    racers[i].path = fixture->path;
    threads[i] = g_thread_new ("race", race_cb, &racers[i]);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (racers); i++) {
    g_thread_join (threads[i]);
    runs += racers[i].runs;
  }
  g_assert_cmpint (runs, ==, 3);
}

/* Cut at every operation: the file has one of the versions, and what belongs to it. */
static void
test_power_cut (Fixture *fixture, gconstpointer data)
{
  GRand *rand = sat_test_rand_new ();
  gboolean cut = TRUE;

  sat_fault_vfs_install ();
  for (guint nth = 1; cut; nth++) {
    g_autofree char *path = g_strdup_printf ("%s-%u", fixture->path, nth);
    g_autoptr (SatConnection) connection = sat_test_db_open (path, SAT_OPEN_CREATE);
    gint64 version;

    migrate (connection, steps, 1, NULL);
    sat_fault_vfs_power_off_at (nth);
    if (sat_migrator_run (connection, steps, 3, NULL, NULL))
      g_assert_cmpint (sat_test_db_int (connection, "PRAGMA user_version"), ==, 3);
    sat_connection_unref (g_steal_pointer (&connection));
    cut = sat_fault_vfs_is_off ();
    sat_fault_vfs_power_on (SAT_FAULT_LOSE_RANDOM, rand);
    connection = sat_test_db_open (path, SAT_OPEN_WRITE);
    sat_test_db_check (connection);
    version = sat_test_db_int (connection, "PRAGMA user_version");
    g_assert_cmpint (version, >=, cut ? 1 : 3);
    g_assert_cmpint (sat_test_db_int (connection, "SELECT count(*) FROM company"), ==,
                     version >= 2 ? 2 : 0);
    g_assert_cmpint (
        sat_test_db_int (connection, "SELECT count(*) FROM pragma_table_info ('company')"), ==,
        version >= 3 ? 3 : 2);
    migrate (connection, steps, 3, NULL);
    sat_connection_unref (g_steal_pointer (&connection));
    sat_fault_vfs_reset ();
  }
  sat_fault_vfs_uninstall ();
  g_rand_free (rand);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/db/migrator/" name, Fixture, NULL, sat_test_file_set_up, function,                 \
              sat_test_file_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("fresh", test_fresh);
  ADD ("missing-steps-only", test_missing_steps_only);
  ADD ("rebuild", test_rebuild);
  ADD ("failing-step", test_failing_step);
  ADD ("failing-first-step", test_failing_first_step);
  ADD ("step-leaves-transaction", test_step_leaves_transaction);
  ADD ("read-only", test_read_only);
  ADD ("race", test_race);
  ADD ("power-cut", test_power_cut);
  return g_test_run ();
}

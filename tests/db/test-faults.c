/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sat-fault-vfs.h"
#include "sat-test-db.h"
#include "sat-test.h"

#include <glib/gstdio.h>

/* The workload: every transaction raises the number of the state by one and touches many rows, so
 * that a state is told from a mixture of two by its sum. */
#define ROWS 40
#define STATES 6

/* Beside a SatFaultLoss in the data of a test: pages go to the log before their commit, and some of
 * them again. */
#define LITTLE_MEMORY 8

typedef struct {
  SatTestDir *dir;
  char *path;
  GRand *rand;
  gboolean little_memory;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->dir = sat_test_dir_new ();
  fixture->path = sat_test_dir_file (fixture->dir, "file.satchel");
  fixture->rand = sat_test_rand_new ();
  fixture->little_memory = (GPOINTER_TO_INT (data) & LITTLE_MEMORY) != 0;
  sat_fault_vfs_install ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  sat_fault_vfs_uninstall ();
  g_rand_free (fixture->rand);
  g_free (fixture->path);
  sat_test_dir_free (fixture->dir);
}

static void
make_file (Fixture *fixture)
{
  static const char *const suffixes[] = {"", "-wal", "-shm"};
  g_autoptr (SatConnection) connection = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++) {
    g_autofree char *name = g_strconcat (fixture->path, suffixes[i], NULL);

    g_unlink (name);
  }
  connection = sat_test_db_open (fixture->path, SAT_OPEN_CREATE);
  sat_test_db_run (
      connection,
      "PRAGMA application_id = 1398895715;"
      "CREATE TABLE state (number INTEGER NOT NULL, large INTEGER NOT NULL, filler BLOB) STRICT;"
      "CREATE TABLE item (id INTEGER PRIMARY KEY, number INTEGER NOT NULL, "
      "  filler BLOB NOT NULL) STRICT;"
      "CREATE INDEX item_number ON item (number);"
      "CREATE VIRTUAL TABLE word USING fts5 (text);"
      "INSERT INTO state (number, large) VALUES (0, 1)");
  if (fixture->little_memory)
    sat_test_db_run (connection, "UPDATE state SET large = 0");
  sat_test_db_run (connection,
                   "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40)"
                   "INSERT INTO item SELECT i, 0, zeroblob (400) FROM n");
}

static SatConnection *
open_file (Fixture *fixture)
{
  SatConnection *connection = sat_test_db_open (fixture->path, SAT_OPEN_WRITE);

  if (fixture->little_memory)
    g_assert_true (sat_connection_set_cache (connection, 8, NULL));
  return connection;
}

static gboolean
next_state (SatConnection *connection, GError **error)
{
  if (!sat_connection_begin (connection, error))
    return FALSE;
  /* More than goes to the log in one piece, and what is written no sooner than at the commit. */
  if (!sat_connection_exec (
          connection,
          "UPDATE state SET number = number + 1, filler = CASE WHEN large AND number = 1"
          " THEN zeroblob (150000) END",
          error) ||
      !sat_connection_exec (connection,
                            "INSERT INTO word WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL"
                            " SELECT i + 1 FROM n WHERE i < 20) SELECT 'word' || (i * 7919) FROM n",
                            error) ||
      !sat_connection_exec (connection, "UPDATE item SET number = number + 1", error) ||
      !sat_connection_exec (connection, "UPDATE item SET filler = randomblob (400)", error)) {
    sat_connection_rollback (connection);
    return FALSE;
  }
  return sat_connection_commit (connection, error);
}

/* Works until it is done or something fails; *@committed is the last state of which success was
 * reported. A checkpoint in the middle and one at the end. */
static gboolean
work (SatConnection *connection, gint64 *committed, GError **error)
{
  for (int i = 1; i <= STATES; i++) {
    if (!next_state (connection, error))
      return FALSE;
    *committed = i;
    if (i % 3 == 0 && !sat_connection_checkpoint (connection, i == STATES, error))
      return FALSE;
  }
  return TRUE;
}

/* The file is sound and in one whole state, which is returned. */
static gint64
state_of (SatConnection *connection)
{
  gint64 state = sat_test_db_int (connection, "SELECT number FROM state");

  sat_test_db_check (connection);
  g_assert_cmpint (sat_test_db_int (connection, "SELECT count(*) FROM item"), ==, ROWS);
  g_assert_cmpint (sat_test_db_int (connection, "SELECT count(*) FROM word WHERE word MATCH"
                                                " 'word15838'"),
                   ==, state);
  g_assert_cmpint (sat_test_db_int (connection, "SELECT min(number) FROM item"), ==, state);
  g_assert_cmpint (sat_test_db_int (connection, "SELECT max(number) FROM item"), ==, state);
  return state;
}

static gint64
state_of_file (Fixture *fixture)
{
  g_autoptr (SatConnection) connection = sat_test_db_open (fixture->path, SAT_OPEN_WRITE);

  return state_of (connection);
}

/* Cuts the power at operation @nth. FALSE when the work needed fewer. */
static gboolean
cut_once (Fixture *fixture, guint nth, SatFaultLoss loss)
{
  gint64 committed = 0, state;
  gboolean cut, done;

  make_file (fixture);
  sat_fault_vfs_reset ();
  {
    g_autoptr (GError) error = NULL;
    g_autoptr (SatConnection) connection = open_file (fixture);

    sat_fault_vfs_power_off_at (nth);
    done = work (connection, &committed, &error);
    if (!done)
      g_assert_error (error, SAT_DB_ERROR, SAT_DB_ERROR_IO);
  }
  cut = sat_fault_vfs_is_off ();
  g_assert_true (done || cut);
  sat_fault_vfs_power_on (loss, fixture->rand);
  state = state_of_file (fixture);
  /* The one being committed may have made it. */
  g_assert_cmpint (state, >=, committed);
  g_assert_cmpint (state, <=, MIN (committed + 1, STATES));
  return cut;
}

static void
test_power_cut (Fixture *fixture, gconstpointer data)
{
  SatFaultLoss loss = GPOINTER_TO_INT (data) & ~LITTLE_MEMORY;
  int rounds = loss == SAT_FAULT_LOSE_RANDOM && !fixture->little_memory ? 3 : 1;
  guint points = 0;

  for (int round = 0; round < rounds; round++) {
    guint nth = 1;

    while (cut_once (fixture, nth, loss))
      nth++;
    points += nth - 1;
  }
  g_test_message ("%u points", points);
  g_assert_cmpuint (points, >, 6 * STATES);
}

/* A first start that is cut leaves a file that can be made anew, or a whole one. */
static void
test_power_cut_at_creation (Fixture *fixture, gconstpointer data)
{
  gboolean cut = TRUE;

  for (guint nth = 1; cut; nth++) {
    g_autofree char *path = g_strdup_printf ("%s-%u", fixture->path, nth);
    g_autoptr (GError) error = NULL;

    sat_fault_vfs_reset ();
    sat_fault_vfs_power_off_at (nth);
    {
      g_autoptr (SatConnection) connection = sat_connection_open (path, SAT_OPEN_CREATE, &error);

      if (connection != NULL)
        sat_connection_exec (connection, "CREATE TABLE t (a)", NULL);
    }
    cut = sat_fault_vfs_is_off ();
    sat_fault_vfs_power_on (SAT_FAULT_LOSE_RANDOM, fixture->rand);
    {
      g_autoptr (SatConnection) connection = sat_test_db_open (path, SAT_OPEN_CREATE);

      sat_test_db_check (connection);
      sat_test_db_run (connection, "CREATE TABLE IF NOT EXISTS t (a)");
      sat_test_db_run (connection, "INSERT INTO t VALUES (1)");
      g_assert_cmpint (sat_test_db_int (connection, "SELECT count(*) FROM t"), ==, 1);
    }
  }
}

/* One failure at operation @nth: an error with the right code, nothing lost, and the connection
 * works on. FALSE when the work needed fewer operations. */
static gboolean
fail_once (Fixture *fixture, SatFaultOps ops, guint nth, SatFaultKind kind, gboolean lasting)
{
  SatDbError expected = kind == SAT_FAULT_FULL ? SAT_DB_ERROR_FULL : SAT_DB_ERROR_IO;
  gint64 committed = 0, state;
  gboolean failed, done;

  make_file (fixture);
  sat_fault_vfs_reset ();
  {
    g_autoptr (GError) error = NULL;
    g_autoptr (SatConnection) connection = open_file (fixture);
    g_autoptr (SatConnection) other = open_file (fixture);

    sat_fault_vfs_fail (ops, nth, kind, lasting);
    done = work (connection, &committed, &error);
    failed = sat_fault_vfs_failures () > 0;
    g_assert_true (done != failed);
    if (failed)
      g_assert_error (error, SAT_DB_ERROR, (int)expected);
    g_assert_false (sat_connection_in_transaction (connection));
    /* Reading goes on as long as the fault lasts, and writing when it has passed. */
    g_assert_cmpint (sat_test_db_int (connection, "SELECT number FROM state"), ==, committed);
    sat_fault_vfs_mend ();
    state = state_of (connection);
    g_assert_cmpint (state, ==, committed);
    g_clear_error (&error);
    /* Somebody else writes where the failed one would have. */
    g_assert_true (next_state (other, &error));
    g_assert_no_error (error);
    g_assert_true (next_state (connection, &error));
    g_assert_no_error (error);
  }
  g_assert_cmpint (state_of_file (fixture), ==, committed + 2);
  return failed;
}

static void
test_failures (Fixture *fixture, SatFaultOps ops, SatFaultKind kind)
{
  for (int lasting = 0; lasting <= 1; lasting++) {
    guint nth = 1;

    while (fail_once (fixture, ops, nth, kind, lasting))
      nth++;
    g_assert_cmpuint (nth, >, 5);
  }
}

static void
test_disk_full (Fixture *fixture, gconstpointer data)
{
  test_failures (fixture, SAT_FAULT_WRITES, SAT_FAULT_FULL);
}

static void
test_disk_full_at_sync (Fixture *fixture, gconstpointer data)
{
  test_failures (fixture, SAT_FAULT_SYNCS, SAT_FAULT_FULL);
}

static void
test_broken_disk (Fixture *fixture, gconstpointer data)
{
  test_failures (fixture, SAT_FAULT_WRITES | SAT_FAULT_SYNCS, SAT_FAULT_IO);
}

#define ADD(name, data, function)                                                                  \
  g_test_add ("/db/faults/" name, Fixture, data, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("power-cut/process-dies", GINT_TO_POINTER (SAT_FAULT_LOSE_NOTHING), test_power_cut);
  ADD ("power-cut/unsynced-lost", GINT_TO_POINTER (SAT_FAULT_LOSE_ALL), test_power_cut);
  ADD ("power-cut/unsynced-torn", GINT_TO_POINTER (SAT_FAULT_LOSE_RANDOM), test_power_cut);
  ADD ("power-cut/unsynced-torn-little-memory",
       GINT_TO_POINTER (SAT_FAULT_LOSE_RANDOM | LITTLE_MEMORY), test_power_cut);
  ADD ("power-cut/at-creation", NULL, test_power_cut_at_creation);
  ADD ("disk-full", NULL, test_disk_full);
  ADD ("disk-full-little-memory", GINT_TO_POINTER (LITTLE_MEMORY), test_disk_full);
  ADD ("disk-full-at-sync", NULL, test_disk_full_at_sync);
  ADD ("broken-disk", NULL, test_broken_disk);
  ADD ("broken-disk-little-memory", GINT_TO_POINTER (LITTLE_MEMORY), test_broken_disk);
  return g_test_run ();
}

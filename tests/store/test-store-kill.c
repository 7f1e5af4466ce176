/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A process that is killed at a random moment, hundreds of times (the rest of a thousand is in
 * tests/exchange/test-kill.c): what it said was committed is
 * there, and the file is sound. */

#include "config.h"

#include "kill-work.h"

#include "sat-test-kill.h"
#include "sat-test-store.h"
#include "sat-verify.h"

#define RUNS 800
#define RUNS_A_FILE 50
#define LONGEST_MS 25

static char *
path_of_run (SatTestDir *dir, guint run)
{
  g_autofree char *name = g_strdup_printf ("%u.db", run / RUNS_A_FILE);

  return sat_test_dir_file (dir, name);
}

/* Works until it is killed, and says what it has committed. */
static void
work_for_ever (gpointer data, guint run, int out)
{
  g_autofree char *path = path_of_run (data, run);
  g_autoptr (SatStore) store =
      sat_store_open (path, SAT_STORE_CREATE | SAT_STORE_JOINED, NULL, NULL, NULL);
  KillWork work = {run, 0, 0};

  while (store != NULL &&
         sat_store_write (store, SAT_CHANGE_EDIT, "work", kill_work_cb, &work, NULL, NULL)) {
    sat_test_kill_say (out);
    work.step++;
  }
}

static gint64
count (SatStore *store, const char *sql)
{
  g_autoptr (GError) error = NULL;
  SatReader *reader = sat_store_get_reader (store, &error);
  gint64 value = -1;

  g_assert_no_error (error);
  sat_connection_query_int (sat_reader_get_connection (reader), sql, 0, &value, &error);
  g_assert_no_error (error);
  return value;
}

/* Each committed step is one change; one more may have been committed and not yet said. */
static void
check_nothing_lost (const char *path, guint said, gint64 *changes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SatStore) store = sat_store_open (path, SAT_STORE_CREATE, NULL, NULL, &error);
  gint64 now;

  g_assert_no_error (error);
  now = count (store, "SELECT count(*) FROM change");
  g_assert_cmpint (now, >=, *changes + said);
  g_assert_cmpint (now, <=, *changes + said + 1);
  g_assert_cmpint (count (store, "SELECT count(*) FROM record r LEFT JOIN company c ON c.id = r.id"
                                 " WHERE r.type = 10 AND r.deleted = (c.id IS NOT NULL)"),
                   ==, 0);
  *changes = now;
}

static void
check_whole (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SatStore) store = sat_store_open (path, SAT_STORE_READ_ONLY, NULL, NULL, &error);
  g_autoptr (GPtrArray) checks = NULL;

  g_assert_no_error (error);
  checks = sat_verify (sat_store_get_reader (store, NULL), NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < checks->len; i++) {
    const SatCheck *check = checks->pdata[i];

    if (!check->ok)
      g_error ("%s: %s", check->name, check->detail);
  }
}

static void
test_kill (void)
{
  g_autoptr (GRand) rand = sat_test_rand_new ();
  g_autoptr (SatTestDir) dir = sat_test_dir_new ();
  g_autoptr (SatTestKiller) killer = sat_test_killer_new (work_for_ever, dir);
  guint committed = 0;

  for (guint file = 0; file < RUNS / RUNS_A_FILE; file++) {
    g_autofree char *path = path_of_run (dir, file * RUNS_A_FILE);
    gint64 changes = 0;

    for (guint i = 0; i < RUNS_A_FILE; i++) {
      /* Every tenth is killed while it opens or even makes the file. */
      guint said =
          sat_test_killer_kill (killer, file * RUNS_A_FILE + i,
                                (guint)g_rand_int_range (rand, 0, LONGEST_MS), i % 10 == 0);

      check_nothing_lost (path, said, &changes);
      committed += said;
    }
    check_whole (path);
  }
  /* The test is worth something only if work was under way. */
  g_assert_cmpuint (committed, >, RUNS);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/store/kill", test_kill);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Files of versions before, as far as they keep what a server says. */

#include "config.h"

#include "sat-connection.h"
#include "sat-test-check.h"
#include "sat-test-store.h"

static void
run_apart (SatTestStore *t, const char *sql)
{
  g_autoptr (SatConnection) connection = NULL;
  g_autoptr (GError) error = NULL;

  sat_store_close (t->store);
  connection = sat_connection_open (t->path, SAT_OPEN_WRITE, &error);
  g_assert_no_error (error);
  sat_connection_exec (connection, sql, &error);
  g_assert_no_error (error);
  g_clear_pointer (&connection, sat_connection_unref);
  sat_test_store_reopen (t);
  g_assert_cmpint (sat_test_store_sql_int (t, "PRAGMA user_version"), ==, 4);
}

/* A file of the version before is brought along. */
static void
test_migration (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  gint64 id = sat_test_store_add (t, "company", "name", "Acme", NULL);

  run_apart (
      t, "DROP TABLE shadow; DROP TABLE rejected; DROP TABLE conflict;"
         "DROP TABLE extra_row; DROP TABLE purge; DROP TABLE sync_state; DROP TABLE blob;"
         "DROP INDEX ix_outbox_record; DROP INDEX ix_outbox_unsent;"
         "DROP INDEX ix_outbox_answered; DROP INDEX ix_record_extra; DROP INDEX ix_record_ended;"
         "ALTER TABLE outbox DROP COLUMN rb; PRAGMA user_version = 1");
  sat_test_store_assert_text (t, id, "name", "Acme");
  g_assert_cmpint (sat_test_store_sql_int (t, "SELECT count(*) FROM shadow"), ==, 0);
  sat_test_check_verify (sat_test_store_reader (t));
}

/* Pairs that are there already are found by both records. */
static void
test_migration_of_pairs (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);

  sat_test_store_add (t, "company", "name", "Acme", NULL);
  run_apart (t, "DROP INDEX ix_conflict_twin; ALTER TABLE conflict DROP COLUMN twin;"
                "INSERT INTO conflict (uuid, seq, record, open, fields) VALUES"
                " (x'01', 1, 1, 1, '{\"kind\":\"duplicate\",\"with\":{\"r\":\"other\"}}'),"
                " (x'02', 1, 1, 1, '{\"kind\":\"field\",\"with\":{\"r\":\"other\"}}');"
                "PRAGMA user_version = 3");
  g_assert_cmpint (sat_test_store_sql_int (t, "SELECT count(*) FROM conflict WHERE twin = 'other'"),
                   ==, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/remote-migration/first", test_migration);
  g_test_add_func ("/remote-migration/pairs", test_migration_of_pairs);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Files of versions before, as far as they keep what a server says. */

#include "config.h"

#include "sat-connection.h"
#include "sat-sent.h"
#include "sat-test-store.h"
#include "sync-fixture.h"

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
  g_assert_cmpint (sat_test_store_sql_int (t, "PRAGMA user_version"), ==, 5);
}

/* An outbox that has in each row what was sent. */
#define UNPACKED                                                                                   \
  "DROP TABLE sent; DROP INDEX ix_outbox_m; ALTER TABLE outbox ADD COLUMN body BLOB;"              \
  "ALTER TABLE outbox ADD COLUMN u BLOB; ALTER TABLE outbox ADD COLUMN hash BLOB;"                 \
  "ALTER TABLE outbox RENAME COLUMN acked_day TO acked_at;"                                        \
  "CREATE UNIQUE INDEX ix_outbox_u ON outbox (u) WHERE u IS NOT NULL;"                             \
  "CREATE UNIQUE INDEX ix_outbox_m ON outbox (m) WHERE m IS NOT NULL;"

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
         "ALTER TABLE outbox DROP COLUMN rb;" UNPACKED "PRAGMA user_version = 1");
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
                " (x'02', 1, 1, 1, '{\"kind\":\"field\",\"with\":{\"r\":\"other\"}}');" UNPACKED
                "PRAGMA user_version = 3");
  g_assert_cmpint (sat_test_store_sql_int (t, "SELECT count(*) FROM conflict WHERE twin = 'other'"),
                   ==, 1);
}

/* As the version before kept them: lines, the chain behind each, and when they were answered. */
static void
unpack (SatTestStore *t, guint n)
{
  g_autoptr (GString) text = g_string_new (UNPACKED);
  g_autoptr (SatSent) sent = sat_sent_new (sat_reader_get_connection (sat_test_store_reader (t)));
  g_autoptr (GError) error = NULL;

  for (guint m = 1; m <= n; m++) {
    g_autoptr (GBytes) line = NULL;
    char hash[SAT_CHAIN_TEXT_LENGTH];
    SatChain chain;
    gboolean found;
    gsize length;

    g_assert_true (sat_sent_line (sent, m, &line, &error));
    g_assert_true (sat_sent_chain (sent, m, &chain, &found, &error) && found);
    sat_chain_write (&chain, hash);
    g_string_append_printf (text,
                            "UPDATE outbox SET hash = x'%s', acked_at = 86400000000 * 7 + 1,"
                            " body = x'",
                            hash);
    for (const guint8 *data = g_bytes_get_data (line, &length); length > 0; length--)
      g_string_append_printf (text, "%02x", *data++);
    g_string_append_printf (text, "' WHERE m = %u;", m);
  }
  /* The first was kept long enough, the third has lost its record. */
  g_string_append (text, "DELETE FROM outbox WHERE m = 1;"
                         "UPDATE outbox SET body = NULL WHERE m = 3;"
                         "PRAGMA user_version = 4");
  run_apart (t, text->str);
}

/* What was sent line by line becomes pushes that lead along the same chain. */
static void
test_migration_of_sent (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  gint64 id = sat_test_store_add (f->t, "company", "name", "Acme", NULL), m;
  g_autoptr (SatRemoteState) state = NULL;
  g_autoptr (SatSent) sent = NULL;
  GBytes *lines[5] = {NULL};
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 3; i++) {
    sat_test_store_set (f->t, id, "notes", i % 2 ? "odd" : "even", NULL);
    sync_now (f);
  }
  g_assert_cmpint (sat_test_store_sql_int (f->t, "SELECT max (m) FROM outbox"), ==, 4);
  unpack (f->t, 4);
  sat_test_check_verify (sat_test_store_reader (f->t));
  sent = sat_sent_new (sat_reader_get_connection (sat_test_store_reader (f->t)));
  for (guint i = 1; i <= 4; i++)
    g_assert_true (sat_sent_line (sent, i, &lines[i], &error));
  g_assert_null (lines[1]);
  g_assert_null (lines[2]); /* nobody knows any more what it followed */
  g_assert_null (lines[3]);
  g_assert_nonnull (lines[4]);
  state = sat_remote_state (f->t->store, &error);
  g_assert_true (sat_sent_find (sent, &state->hash, &m, &error));
  g_assert_cmpint (m, ==, 4);
  g_assert_cmpint (sat_test_store_sql_int (f->t, "SELECT m FROM outbox WHERE m IS NOT NULL"), ==,
                   4);
  g_assert_cmpint (sat_test_store_sql_int (f->t, "SELECT acked_day FROM outbox WHERE m = 4"), ==,
                   7);
  g_assert_cmpint (sat_test_store_sql_int (f->t, "SELECT min (first) FROM sent"), ==, 2);
  sat_test_store_set (f->t, id, "notes", "on", NULL);
  sync_now (f);
  for (guint i = 1; i <= 4; i++)
    g_clear_pointer (&lines[i], g_bytes_unref);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/remote-migration/first", test_migration);
  g_test_add_func ("/remote-migration/pairs", test_migration_of_pairs);
  g_test_add_func ("/remote-migration/sent", test_migration_of_sent);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The order of commits, from which laptops are told. */

#include "config.h"

#include "sat-db.h"
#include "sat-sqlite-storage.h"
#include "sat-test.h"
#include "storage-fixture.h"

typedef struct {
  SatTestDir *dir;
  char *path;
  SatStorage *storage;
  guint set;
} Fixture;

static void
open_storage (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  fixture->storage = sat_sqlite_storage_open (fixture->path, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  static const char *const scopes[] = {"own:a", NULL};
  SatTransaction *transaction;

  fixture->dir = sat_test_dir_new ();
  fixture->path = sat_test_dir_file (fixture->dir, "data.db");
  open_storage (fixture);
  transaction = begin (fixture->storage, TRUE);
  g_assert_true (transaction->api->scope_set (transaction, "company", scopes, &fixture->set, NULL));
  for (guint8 root = 1; root <= 3; root++) {
    SatUuid id = id_of (root);

    g_assert_true (transaction->api->put_root_set (transaction, &id, fixture->set, NULL));
  }
  commit (transaction);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  sat_storage_close (fixture->storage);
  g_free (fixture->path);
  sat_test_dir_free (fixture->dir);
}

/* By the commit @seq; a @patch changes values alone. */
static void
put (SatTransaction *transaction, guint8 number, guint8 root, gint64 seq, gboolean patch)
{
  SatStoredRecord record = {.id = id_of (number),
                            .root = id_of (root),
                            .type = number <= 3 ? "company" : "note",
                            .seq = seq,
                            .base_seq = patch ? 1 : 0,
                            .clocks = (char *)"0000000000000001:1",
                            .fields = (char *)"{}"};

  g_assert_true (transaction->api->raise_head (transaction, seq, NULL));
  g_assert_true (transaction->api->put_record (transaction, &record, NULL));
}

/* The @i-th of many notes below the first company. */
static void
put_many (SatTransaction *transaction, guint i, gint64 seq)
{
  SatStoredRecord record = {.id = {{[0] = 2, [13] = (guint8)(i >> 8), [14] = (guint8)i}},
                            .root = id_of (1),
                            .type = "note",
                            .seq = seq,
                            .clocks = (char *)"0000000000000001:1",
                            .fields = (char *)"{}"};

  g_assert_true (transaction->api->raise_head (transaction, seq, NULL));
  g_assert_true (transaction->api->put_record (transaction, &record, NULL));
}

/* What is told above @after: "number@seq" of each. */
static char *
told (SatTransaction *transaction, const Fixture *fixture, gint64 after)
{
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify)sat_stored_record_free);
  g_autoptr (GString) text = g_string_new (NULL);
  guint8 sees[8] = {0};
  gint64 upto, head;

  sees[fixture->set] = 1;
  g_assert_true (transaction->api->feed (transaction, after, &(SatSetFilter){sees, sizeof sees},
                                         100, 1000, rows, &upto, NULL));
  g_assert_true (transaction->api->head (transaction, &head, NULL));
  g_assert_cmpint (upto, ==, MAX (head, after));
  for (guint i = 0; i < rows->len; i++) {
    const SatStoredRecord *row = g_ptr_array_index (rows, i);

    g_string_append_printf (text, "%s%u@%d", i > 0 ? " " : "", row->id.bytes[15], (int)row->seq);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
assert_told (SatTransaction *transaction,
             const Fixture *fixture,
             gint64 after,
             const char *expected)
{
  g_autofree char *text = told (transaction, fixture, after);

  g_assert_cmpstr (text, ==, expected);
}

static gint64
query (Fixture *fixture, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SatConnection) connection = sat_connection_open (fixture->path, SAT_OPEN_READ, &error);
  gint64 number;

  g_assert_no_error (error);
  g_assert_true (sat_connection_query_int (connection, sql, 0, &number, &error));
  g_assert_no_error (error);
  return number;
}

#define ENTRIES "SELECT count(*) FROM record_order"

/* Behind the program's back. */
static void
change (Fixture *fixture, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SatConnection) connection =
      sat_connection_open (fixture->path, SAT_OPEN_WRITE, &error);

  g_assert_no_error (error);
  g_assert_true (sat_connection_exec (connection, sql, &error));
  g_assert_no_error (error);
}

static void
assert_in_order (Fixture *fixture, guint8 number, gboolean expected)
{
  SatTransaction *transaction = begin (fixture->storage, TRUE);
  SatUuid id = id_of (number);
  gboolean known;

  g_assert_true (transaction->api->is_in_order (transaction, &id, &known, NULL));
  g_assert_cmpint (known, ==, expected);
  commit (transaction);
}

static void
tidy (Fixture *fixture)
{
  SatTransaction *transaction = begin (fixture->storage, TRUE);
  g_autoptr (GError) error = NULL;

  transaction->api->tidy (transaction, &error);
  g_assert_no_error (error);
  commit (transaction);
}

/* Each record once, at its last commit, however it came there. */
static void
test_last_commit (Fixture *fixture, gconstpointer data)
{
  SatTransaction *transaction = begin (fixture->storage, TRUE);

  put (transaction, 1, 1, 1, FALSE);
  put (transaction, 2, 2, 2, FALSE);
  put (transaction, 4, 1, 2, FALSE);
  put (transaction, 3, 3, 3, FALSE);
  assert_told (transaction, fixture, 0, "1@1 4@2 2@2 3@3");
  put (transaction, 2, 2, 4, TRUE);
  put (transaction, 2, 2, 4, TRUE); /* twice by one commit */
  put (transaction, 1, 1, 5, FALSE);
  put (transaction, 2, 2, 6, TRUE);
  commit (transaction);
  for (guint i = 0; i < 2; i++) {
    transaction = begin (fixture->storage, TRUE);
    assert_told (transaction, fixture, 0, "4@2 3@3 1@5 2@6");
    assert_told (transaction, fixture, 3, "1@5 2@6");
    assert_told (transaction, fixture, 6, "");
    commit (transaction);
    g_assert_cmpint (query (fixture, ENTRIES), ==, i == 0 ? 7 : 4);
    tidy (fixture);
  }
}

/* Told once, below the root that it came to. */
static void
test_moves (Fixture *fixture, gconstpointer data)
{
  SatTransaction *transaction = begin (fixture->storage, TRUE);
  SatUuid child = id_of (4);

  put (transaction, 1, 1, 1, FALSE);
  put (transaction, 4, 1, 1, FALSE);
  put (transaction, 4, 2, 2, FALSE);
  put (transaction, 4, 3, 2, FALSE);
  assert_told (transaction, fixture, 0, "1@1 4@2");
  g_assert_true (transaction->api->remove_record (transaction, &child, NULL));
  assert_told (transaction, fixture, 0, "1@1");
  put (transaction, 5, 2, 3, FALSE); /* which gets the removed one's row */
  assert_told (transaction, fixture, 0, "1@1 5@3");
  commit (transaction);
  tidy (fixture);
  g_assert_cmpint (query (fixture, ENTRIES), ==, 2);
}

/* What was undone leaves no row behind that something else would be written to. */
static void
test_undone (Fixture *fixture, gconstpointer data)
{
  SatTransaction *transaction = begin (fixture->storage, TRUE);
  g_autoptr (SatStoredRecord) seen = NULL;
  SatUuid id = id_of (2);

  put (transaction, 1, 1, 1, FALSE);
  g_assert_true (transaction->api->save (transaction, NULL));
  put (transaction, 2, 2, 2, FALSE);
  g_assert_true (sat_transaction_record (transaction, &id, &seen, NULL));
  transaction->api->undo (transaction);
  put (transaction, 3, 3, 2, FALSE);
  put (transaction, 2, 2, 3, TRUE);
  assert_told (transaction, fixture, 0, "1@1 3@2 2@3");
  commit (transaction);
  assert_in_order (fixture, 2, TRUE);
}

/* In pieces, of one large commit too; then from the beginning again. */
static void
test_pieces (Fixture *fixture, gconstpointer data)
{
  SatTransaction *transaction = begin (fixture->storage, TRUE);
  gint64 left;

  put (transaction, 1, 1, 1, FALSE);
  for (guint i = 0; i < 3000; i++)
    put_many (transaction, i, 2);
  for (gint64 seq = 3; seq <= 2002; seq++)
    put (transaction, 2, 2, seq, seq > 3);
  for (guint i = 0; i < 1500; i++)
    put_many (transaction, i, 2003);
  commit (transaction);
  left = query (fixture, ENTRIES);
  g_assert_cmpint (left, ==, 1 + 3000 + 2000 + 1500);
  for (guint i = 0; i < 6; i++) {
    tidy (fixture);
    g_assert_cmpint (query (fixture, ENTRIES), <=, left);
    g_assert_cmpint (query (fixture, ENTRIES), >=, left - 1000);
    left = query (fixture, ENTRIES);
  }
  tidy (fixture);
  left = query (fixture, ENTRIES);
  g_assert_cmpint (left, ==, 1 + 3000 + 1);
  g_assert_cmpint (query (fixture, "SELECT count(*) FROM record"), ==, left);
  transaction = begin (fixture->storage, TRUE);
  put (transaction, 2, 2, 2004, TRUE);
  commit (transaction);
  for (guint i = 0; i < 4; i++)
    tidy (fixture);
  g_assert_cmpint (query (fixture, ENTRIES), ==, left);
}

static void
test_check (Fixture *fixture, gconstpointer data)
{
  SatTransaction *transaction = begin (fixture->storage, TRUE);

  put (transaction, 1, 1, 1, FALSE);
  put (transaction, 2, 2, 2, FALSE);
  put (transaction, 2, 2, 3, TRUE);
  commit (transaction);
  assert_in_order (fixture, 1, TRUE);
  assert_in_order (fixture, 2, TRUE);
  change (fixture, "DELETE FROM record_order WHERE seq = 3");
  assert_in_order (fixture, 1, TRUE);
  assert_in_order (fixture, 2, FALSE);
}

/* A file in which it was an index. */
static void
test_older_file (Fixture *fixture, gconstpointer data)
{
  SatTransaction *transaction = begin (fixture->storage, TRUE);

  put (transaction, 1, 1, 1, FALSE);
  put (transaction, 2, 2, 2, FALSE);
  put (transaction, 1, 1, 3, TRUE);
  commit (transaction);
  sat_storage_close (fixture->storage);
  change (fixture, "DROP TABLE record_order; CREATE INDEX ix_record_seq ON record (seq, root);"
                   "PRAGMA user_version = 9");
  open_storage (fixture);
  transaction = begin (fixture->storage, TRUE);
  assert_told (transaction, fixture, 0, "2@2 1@3");
  commit (transaction);
  assert_in_order (fixture, 1, TRUE);
  g_assert_cmpint (query (fixture, "SELECT count(*) FROM sqlite_schema"
                                   " WHERE name = 'ix_record_seq'"),
                   ==, 0);
}

#define ADD(path, function) g_test_add ("/order/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("last-commit", test_last_commit);
  ADD ("moves", test_moves);
  ADD ("undone", test_undone);
  ADD ("pieces", test_pieces);
  ADD ("check", test_check);
  ADD ("older-file", test_older_file);
  return g_test_run ();
}

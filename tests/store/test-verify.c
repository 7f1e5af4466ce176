/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-verify.h"

#include "search-fixture.h"

#include <string.h>

/* Names of the checks that failed; g_free(). */
static char *
failures (SatTestStore *t)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) checks = sat_verify (sat_test_store_reader (t), NULL, &error);
  g_autoptr (GString) names = g_string_new (NULL);

  g_assert_no_error (error);
  g_assert_nonnull (checks);
  for (guint i = 0; i < checks->len; i++) {
    SatCheck *check = g_ptr_array_index (checks, i);

    g_assert_nonnull (check->detail);
    if (check->ok)
      continue;
    g_test_message ("%s: %s", check->name, check->detail);
    g_string_append_printf (names, "%s%s", names->len > 0 ? " " : "", check->name);
  }
  return g_string_free (g_steal_pointer (&names), FALSE);
}

static void
assert_failures (SatTestStore *t, const char *expected)
{
  g_autofree char *names = failures (t);

  g_assert_cmpstr (names, ==, expected);
}

/* Something of everything: edits, groups, deletes, undeletes, undo, children, unique values. */
static SatTestStore *
workspace_new (SatStoreFlags flags)
{
  SatTestStore *t = sat_test_store_new (flags);
  gint64 stages[4];
  gint64 acme, deal, tier, gone;

  sat_test_store_add (t, "workspace", "name", "Sales", "currency", "USD", NULL);
  sat_test_store_add (t, "user", "name", "Olga", "mail", "olga@home.example", NULL);
  sat_test_store_add (t, "team", "name", "North", NULL);
  gone = sat_test_store_add (t, "team", "name", "Gone", NULL);
  sat_test_store_add_stages (t, stages);
  acme = sat_test_store_add (t, "company", "name", "Acme", "code", "A-1", "tier", "Unsearchable",
                             "phone", "555 0100", "city", "Boston", NULL);
  sat_test_store_add (t, "contact", "first_name", "Ana", "company", "Acme", "mail",
                      "ana@acme.example", "phone", "555 0101", "tags", "VIP", "owner", "Olga",
                      NULL);
  deal = sat_test_store_add (t, "opportunity", "name", "Big", "company", "Acme", "stage",
                             "Prospecting", "amount", "100", NULL);
  sat_test_store_add (t, "note", "body", "About it", "opportunity", "Big", NULL);
  sat_test_store_set (t, acme, "industry", "tools", NULL);
  sat_test_store_set (t, acme, "industry", "mining", "code", "A-2", NULL);
  sat_test_store_set (t, deal, "stage", "Engaging", NULL);
  sat_test_store_set (t, deal, "amount", "250", "probability", "35", NULL);
  tier = sat_test_store_add (t, "company", "name", "Twice", NULL);
  sat_test_store_set (t, tier, "industry", "tools", NULL);
  sat_test_store_delete (t, tier);
  sat_test_store_undelete (t, tier);
  sat_test_store_set (t, tier, "industry", "mining", NULL);
  sat_test_store_delete (t, gone);
  search_fixture_index (t, G_MAXUINT);
  return t;
}

static void
test_sound (void)
{
  g_autoptr (SatTestStore) t = workspace_new (SAT_STORE_DEFAULT);
  g_autoptr (SatTestStore) joined = workspace_new (SAT_STORE_JOINED);
  g_autoptr (SatTestStore) empty = sat_test_store_new (SAT_STORE_DEFAULT);
  g_autoptr (GPtrArray) checks = NULL;
  static const char *const names[] = {
      "integrity", "foreign_keys", "records", "roots",   "primary_references",
      "lookup",    "versions",     "history", "changes", "outbox",
      "search",    "files"};

  assert_failures (t, "");
  assert_failures (joined, "");
  assert_failures (empty, "");
  checks = sat_verify (sat_test_store_reader (t), NULL, NULL);
  g_assert_cmpuint (checks->len, ==, G_N_ELEMENTS (names));
  for (guint i = 0; i < checks->len; i++)
    g_assert_cmpstr (((SatCheck *)checks->pdata[i])->name, ==, names[i]);
}

#define COMPANY "(SELECT id FROM company WHERE name = 'Acme')"
#define TEAM "(SELECT id FROM team WHERE name = 'North')"
#define GONE "(SELECT id FROM record WHERE deleted = 1)"
#define POINT "(SELECT id FROM contact_point WHERE value = '555 0100')"
#define EDITS "(SELECT id FROM history WHERE field = 3 AND record = " COMPANY " ORDER BY id LIMIT 1"
#define FIRST_EDIT EDITS ")"
#define SECOND_EDIT EDITS " OFFSET 1)"
#define DOC "(SELECT doc FROM search_doc WHERE record = " COMPANY ")"

/* What is done to the file, and what must be found: that and nothing else. */
static const struct {
  const char *name, *sql, *failures;
} faults[] = {
    {"points-nowhere", "PRAGMA foreign_keys = OFF; UPDATE contact SET owner = 99999",
     "foreign_keys"},
    {"row-missing", "DELETE FROM employment", "records"},
    {"row-of-deleted", "INSERT INTO team (id, name) VALUES (" GONE ", 'Back')", "records"},
    {"row-of-other-type", "INSERT INTO territory (id, name) VALUES (" TEAM ", 'Both')", "records"},
    {"resolved-and-not", "UPDATE contact SET company_text = 'x'", "records"},
    {"unknown-type", "UPDATE record SET type = 999 WHERE id = " TEAM, "records"},
    {"no-uuid", "UPDATE record SET uuid = x'00' WHERE id = " TEAM, "records"},
    {"root-of-child", "UPDATE record SET root = " TEAM " WHERE id = " POINT, "roots"},
    {"root-of-root", "UPDATE record SET root = NULL WHERE id = " TEAM, "roots"},
    {"root-of-note", "UPDATE record SET root = id WHERE id = (SELECT id FROM note)", "roots"},
    {"primary-of-other", "UPDATE contact SET primary_phone = " POINT, "primary_references"},
    {"primary-nothing", "UPDATE contact SET primary_phone = " TEAM, "primary_references"},
    {"lookup-missing", "DELETE FROM lookup WHERE folded = 'a-2'", "lookup"},
    {"lookup-other-value",
     "INSERT INTO lookup SELECT type, field, 'a-3', id FROM lookup WHERE folded = 'a-2'", "lookup"},
    {"lookup-no-field", "INSERT INTO lookup VALUES (10, 3, 'x', " COMPANY ")", "lookup"},
    {"versions-short", "UPDATE record SET versions = x'0102' WHERE id = " TEAM, "versions"},
    {"versions-none", "UPDATE record SET versions = NULL WHERE id = " TEAM, "versions"},
    {"versions-future", "UPDATE record SET versions = x'7fffffffffffffff00000000' WHERE id = " TEAM,
     "versions"},
    {"versions-field",
     "UPDATE record SET versions = CAST (versions || x'0190' || substr (versions, 1, 8) ||"
     " x'00000001' AS BLOB) WHERE id = " TEAM,
     "versions"},
    {"versions-old",
     "UPDATE record SET versions = CAST (versions || x'0001000000000000000100000000' AS BLOB)"
     " WHERE id = " TEAM,
     "versions"},
    {"deleted-without-end", "UPDATE record SET deleted = 1 WHERE id = " TEAM "; DELETE FROM team",
     "versions"},
    {"history-backwards", "UPDATE history SET v_from = v_to + 1 WHERE id = " FIRST_EDIT, "history"},
    {"history-overlaps", "UPDATE history SET v_from = v_from - 1 WHERE id = " SECOND_EDIT,
     "history"},
    {"history-ends-early", "UPDATE history SET v_to = v_to - 1 WHERE id = " SECOND_EDIT, "history"},
    {"history-of-device", "UPDATE history SET d_to = 7 WHERE id = " SECOND_EDIT, "history"},
    {"history-of-other-field", "UPDATE history SET field = 5 WHERE id = " SECOND_EDIT, "history"},
    {"history-of-other-type", "UPDATE history SET type = 4 WHERE id = " FIRST_EDIT, "history"},
    {"history-lost",
     "DELETE FROM history WHERE field = 3 AND record = " COMPANY " AND id <> " FIRST_EDIT
     "; UPDATE change SET history_first = NULL, history_last = NULL WHERE id NOT IN"
     " (SELECT change FROM history); UPDATE change SET"
     " history_first = (SELECT min (id) FROM history WHERE change = change.id),"
     " history_last = (SELECT max (id) FROM history WHERE change = change.id)",
     "history"},
    {"end-lost", "UPDATE history SET field = 99 WHERE field = 0 AND record = " GONE, "history"},
    {"created-beyond", "UPDATE change_created SET last = 99999", "changes"},
    {"created-backwards", "UPDATE change_created SET last = first - 1", "changes"},
    {"history-of-change", "UPDATE history SET change = 1 WHERE id = " FIRST_EDIT, "changes"},
    {"history-range", "UPDATE change SET history_last = 99999 WHERE history_last IS NOT NULL",
     "changes"},
    {"undone-before", "UPDATE change SET undone_by = 1 WHERE id = 3", "changes"},
    {"outbox-not-joined", "INSERT INTO outbox (change, record, op) VALUES (1, 1, 0)", "outbox"},
    {"document-missing", "DELETE FROM search_doc WHERE record = " COMPANY, "search"},
    {"document-of-nobody",
     "UPDATE search_state SET value = value + 1 WHERE key = 'last';"
     "INSERT INTO search_doc SELECT (SELECT value FROM search_state WHERE key = 'last'), " GONE
     ", '', ''",
     "search"},
    {"document-stale", "UPDATE search_doc SET other = 'nothing' WHERE record = " COMPANY, "search"},
    {"document-order", "UPDATE search_doc SET doc = doc & ((1 << 31) - 1) WHERE record = " COMPANY,
     "search"},
    {"document-number", "UPDATE search_state SET value = 1 WHERE key = 'last'", "search"},
    {"document-not-found",
     "INSERT INTO search_index (search_index, rowid, tokens) VALUES ('delete', " DOC ", 'tacm')",
     "search"},
    {"mark-of-nobody", "INSERT INTO search_dirty VALUES (99999)", "search"},
};

static void
test_fault (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr (SatTestStore) t = workspace_new (SAT_STORE_DEFAULT);

  search_fixture_run (t, faults[i].sql);
  assert_failures (t, faults[i].failures);
}

static void
test_outbox (void)
{
  static const char *const bad[] = {
      "UPDATE outbox SET op = 9 WHERE n = 1",
      "UPDATE outbox SET fields = x'000102' WHERE fields IS NOT NULL",
      "UPDATE outbox SET bases = x'00' WHERE fields IS NOT NULL",
      "UPDATE outbox SET m = 7, state = 1 WHERE n = 1", /* which was never sent */
      "INSERT INTO sent VALUES (1, 1, 0, x'00', x'1f8b')",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (SatTestStore) t = workspace_new (SAT_STORE_JOINED);

    g_assert_cmpint (sat_test_store_sql_int (t, "SELECT count(*) FROM outbox"), >, 20);
    search_fixture_run (t, bad[i]);
    assert_failures (t, "outbox");
  }
}

/* A value on the disk that is not the one that was written there. */
static void
test_damaged_page (void)
{
  g_autoptr (SatTestStore) t = workspace_new (SAT_STORE_DEFAULT);
  g_autofree char *contents = NULL;
  g_autofree char *names G_GNUC_UNUSED = NULL;
  char *value;
  gsize length;

  sat_store_close (t->store);
  g_assert_true (g_file_get_contents (t->path, &contents, &length, NULL));
  value = memmem (contents, length, "Unsearchable", 12);
  g_assert_nonnull (value);
  value[2] = 'X';
  g_assert_true (g_file_set_contents (t->path, contents, (gssize)length, NULL));
  sat_test_store_reopen (t);
  assert_failures (t, "integrity");
}

/* Marked records are not held against the index. */
static void
test_marked (void)
{
  g_autoptr (SatTestStore) t = workspace_new (SAT_STORE_DEFAULT);
  gint64 acme = sat_test_store_sql_int (t, "SELECT " COMPANY);

  sat_test_store_set (t, acme, "name", "Zenith", NULL);
  sat_test_store_add (t, "company", "name", "New", NULL);
  assert_failures (t, "");
  sat_test_store_delete (t, acme);
  assert_failures (t, "");
  search_fixture_run (t, "DELETE FROM search_dirty");
  assert_failures (t, "search");
}

static void
test_cancelled (void)
{
  g_autoptr (SatTestStore) t = workspace_new (SAT_STORE_DEFAULT);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (sat_verify (sat_test_store_reader (t), cancellable, &error));
  g_assert_error (error, SAT_DB_ERROR, SAT_DB_ERROR_INTERRUPTED);
  assert_failures (t, "");
}

static void
change_at_random (SatTestStore *t, GRand *rand)
{
  static const char *const names[] = {"Acme", "Zenith", "North", "Big", "Small"};
  const char *name = names[g_rand_int_range (rand, 0, G_N_ELEMENTS (names))];
  gint64 id = sat_test_store_sql_int (t, "SELECT id FROM company ORDER BY random() LIMIT 1");
  gint64 deal = sat_test_store_sql_int (t, "SELECT id FROM opportunity LIMIT 1");
  gint64 deleted = sat_test_store_sql_int (
      t, "SELECT ifnull ((SELECT id FROM record WHERE deleted = 1 AND type = 10 LIMIT 1), 0)");
  g_autoptr (SatUndoReport) report = NULL;

  switch (g_rand_int_range (rand, 0, 9)) {
  case 0:
    sat_test_store_add (t, "company", "name", name, "phone", "555", "tags", "a; b", NULL);
    break;
  case 1:
    sat_test_store_set (t, id, "name", name, "city", name, NULL);
    break;
  case 2:
    sat_test_store_set (t, id, "phone", g_rand_boolean (rand) ? "" : "556", "tags", name, NULL);
    break;
  case 3:
    sat_test_store_set (t, deal, "stage", g_rand_boolean (rand) ? "Engaging" : "Won", NULL);
    break;
  case 4:
    sat_test_store_set (t, deal, "amount", g_rand_boolean (rand) ? "1" : "2", "currency",
                        g_rand_boolean (rand) ? "USD" : "EUR", NULL);
    break;
  case 5:
    if (sat_test_store_sql_int (t, "SELECT count(*) FROM company") > 2)
      sat_test_store_delete (t, id);
    break;
  case 6:
    if (deleted != 0)
      sat_test_store_undelete (t, deleted);
    break;
  case 7:
    sat_clock_fake_advance (t->clock, G_USEC_PER_SEC);
    report = sat_undo_last (t->store, NULL);
    break;
  default:
    sat_clock_fake_advance (t->clock, G_USEC_PER_SEC);
    report = sat_redo_last (t->store, NULL);
  }
}

/* Nothing that the program itself does is a fault. */
static void
test_random (void)
{
  g_autoptr (SatTestStore) t = workspace_new (SAT_STORE_JOINED);
  g_autoptr (GRand) rand = sat_test_rand_new ();

  for (guint i = 0; i < 150; i++) {
    change_at_random (t, rand);
    if (i % 40 == 0)
      search_fixture_index (t, G_MAXUINT);
    if (i % 15 == 14)
      assert_failures (t, "");
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/verify/sound", test_sound);
  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++) {
    g_autofree char *path = g_strdup_printf ("/verify/fault/%s", faults[i].name);

    g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_fault);
  }
  g_test_add_func ("/verify/outbox", test_outbox);
  g_test_add_func ("/verify/damaged-page", test_damaged_page);
  g_test_add_func ("/verify/marked", test_marked);
  g_test_add_func ("/verify/cancelled", test_cancelled);
  g_test_add_func ("/verify/random", test_random);
  return g_test_run ();
}

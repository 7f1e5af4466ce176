/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The whole store on a disk that fails: the power goes at each operation of a save, an import, an
 * undo, a migration, a backup and a restore, or the disk is full or broken there. What was said to
 * be done is done, what was not is not there, and the file is sound. */

#include "config.h"

#include "faults-fixture.h"

#include "sat-export.h"
#include "sat-fault-vfs.h"
#include "sat-import.h"
#include "sat-test-check.h"
#include "sat-test-db.h"
#include "sat-test-registry.h"
#include "sat-test-store.h"
#include "sat-verify.h"

#include <glib/gstdio.h>
#include <string.h>

/* What is done under faults. @done: success was reported. */
typedef struct {
  const char *name;
  gboolean (*run) (FaultsFixture *fixture, SatStore *store, GError **error);
  void (*check) (FaultsFixture *fixture, SatStore *store, gboolean done);
  gboolean alone; /* opens the file itself, or wants it closed */
} Work;

/* --- saving --- */

static gboolean
save_cb (SatWriter *writer, gpointer data, GError **error)
{
  SatRegistry *registry = sat_writer_get_registry (writer);
  g_autoptr (SatEntry) entry = sat_entry_new (sat_registry_type (registry, "contact"), 0);

  return sat_entry_set (entry, "first_name", "Ana", error) &&
         sat_entry_set (entry, "company", "Acme", error) &&
         sat_entry_set (entry, "phone", "7", error) &&
         sat_entry_set (entry, "tags", "a, b", error) &&
         sat_entry_apply (entry, writer, SAT_ORIGIN_LOCAL, TRUE, NULL, error);
}

static gboolean
run_save (FaultsFixture *fixture, SatStore *store, GError **error)
{
  return sat_store_write (store, SAT_CHANGE_EDIT, "save", save_cb, NULL, NULL, error);
}

static void
check_save (FaultsFixture *fixture, SatStore *store, gboolean done)
{
  gint64 n = faults_count (store, "SELECT count(*) FROM contact");

  g_assert_cmpint (n, <=, 1);
  g_assert_cmpint (n, >=, done);
  g_assert_cmpint (faults_count (store, "SELECT count(*) FROM tag WHERE name IN ('a', 'b')"), ==,
                   2 * n);
  g_assert_cmpint (faults_count (store, "SELECT count(*) FROM contact_point WHERE value = '7'"), ==,
                   n);
  g_assert_cmpint (faults_count (store, "SELECT count(*) FROM change"), ==, 1 + n);
}

/* --- importing --- */

static void
check_import (FaultsFixture *fixture, SatStore *store, gboolean done)
{
  gint64 n = faults_count (store, "SELECT count(*) FROM company");
  gint64 changed =
      faults_count (store, "SELECT count(*) FROM company WHERE employees IN (121, 10)");
  gint64 changes = faults_count (store, "SELECT count(*) FROM change");
  gint64 unfinished = faults_count (store, "SELECT count(*) FROM change WHERE unfinished");

  /* 3 before; then 3 rows a chunk, with one new row less in the first two. */
  if (n == 3)
    g_assert_cmpint (changed, ==, 0);
  else
    g_assert_true ((n == 5 && changed == 1) || (n == 7 && changed == 2) ||
                   (n == 9 && changed == 2));
  g_assert_cmpint (changes, ==, n == 3 ? 1 : 2);
  if (done)
    g_assert_cmpint (n, ==, 9);
  /* What was interrupted says so. */
  g_assert_cmpint (unfinished, ==, n == 5 || n == 7);
}

/* --- undoing an import --- */

static gboolean
run_undo (FaultsFixture *fixture, SatStore *store, GError **error)
{
  g_autoptr (SatUndoReport) report = sat_undo_last (store, error);

  return report != NULL;
}

static void
check_undo (FaultsFixture *fixture, SatStore *store, gboolean done)
{
  gint64 n = faults_count (store, "SELECT count(*) FROM company");

  g_assert_true (n == 0 || (n == 3 && !done));
  g_assert_cmpint (faults_count (store, "SELECT count(*) FROM contact_point"), ==, n == 0 ? 0 : 2);
  g_assert_cmpint (faults_count (store, "SELECT count(*) FROM change WHERE undone_by IS NOT NULL"),
                   ==, n == 0);
}

/* --- migrating --- */

static gboolean
run_migration (FaultsFixture *fixture, SatStore *store, GError **error)
{
  g_autoptr (SatStore) newer =
      sat_store_open (fixture->path, SAT_STORE_DEFAULT, fixture->newer, fixture->clock, error);

  if (newer == NULL)
    return FALSE;
  sat_store_close (newer);
  return TRUE;
}

static void
check_migration (FaultsFixture *fixture, SatStore *store, gboolean done)
{
  g_autoptr (SatStore) newer = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (faults_count (store, "SELECT count(*) FROM company"), ==, 3);
  sat_store_close (store);
  newer = sat_store_open (fixture->path, SAT_STORE_DEFAULT, fixture->newer, fixture->clock, &error);
  g_assert_no_error (error);
  g_assert_cmpint (faults_count (newer, "SELECT count(*) FROM company WHERE motto IS NULL"), ==, 3);
  sat_test_check_verify (faults_reader (newer));
  sat_store_close (newer);
}

/* --- backing up, and back --- */

static gboolean
run_backup (FaultsFixture *fixture, SatStore *store, GError **error)
{
  return sat_store_backup (store, fixture->other, NULL, NULL, error);
}

static void
check_backup (FaultsFixture *fixture, SatStore *store, gboolean done)
{
  g_assert_cmpint (faults_count (store, "SELECT count(*) FROM company"), ==, 3);
  if (g_file_test (fixture->other, G_FILE_TEST_EXISTS)) {
    g_autoptr (SatStore) copy = faults_open_store (fixture, fixture->other);

    g_assert_cmpint (faults_count (copy, "SELECT count(*) FROM company"), ==, 3);
    sat_test_check_verify (faults_reader (copy));
    sat_store_close (copy);
  } else {
    g_assert_false (done);
  }
  faults_remove_file (fixture->other);
}

static gboolean
run_restore (FaultsFixture *fixture, SatStore *store, GError **error)
{
  return sat_store_restore (fixture->base, fixture->path, NULL, error);
}

static void
check_restore (FaultsFixture *fixture, SatStore *store, gboolean done)
{
  g_assert_cmpint (faults_count (store, "SELECT count(*) FROM company"), ==, 3);
}

static const Work works[] = {
    {"save", run_save, check_save},       {"import", faults_import, check_import},
    {"undo", run_undo, check_undo},       {"migration", run_migration, check_migration, TRUE},
    {"backup", run_backup, check_backup}, {"restore", run_restore, check_restore, TRUE},
};

/* Opens the file once more: it is sound, and as @work says. */
static void
check_file (FaultsFixture *fixture, const Work *work, gboolean done)
{
  g_autoptr (SatStore) store = faults_open_store (fixture, fixture->path);

  sat_test_check_file (faults_reader (store));
  sat_test_check_store (faults_reader (store));
  sat_test_check_verify (faults_reader (store));
  work->check (fixture, store, done);
  sat_store_close (store);
}

/* Each of these says in a sentence what went wrong. */
static void
assert_clear (const GError *error, SatDbError code)
{
  g_assert_error (error, SAT_DB_ERROR, (int)code);
  g_assert_cmpuint (strlen (error->message), >, 10);
}

/* The first points one by one, then some of them, others each time; $SATCHEL_TEST_ALL: all. */
static guint
next_point (FaultsFixture *fixture, guint nth)
{
  gboolean all = nth < 20 || g_getenv ("SATCHEL_TEST_ALL") != NULL;

  return nth + (all ? 1 : (guint)g_rand_int_range (fixture->rand, 1, 12));
}

/* Cuts the power at operation @nth. FALSE when the work needed fewer. */
static gboolean
cut_once (FaultsFixture *fixture, const Work *work, guint nth, SatFaultLoss loss)
{
  g_autoptr (GError) error = NULL;
  gboolean done, cut;

  faults_copy_file (fixture->base, fixture->path);
  sat_fault_vfs_reset ();
  {
    g_autoptr (SatStore) store = work->alone ? NULL : faults_open_store (fixture, fixture->path);

    sat_fault_vfs_power_off_at (nth);
    done = work->run (fixture, store, &error);
    if (store != NULL)
      sat_store_close (store);
  }
  cut = sat_fault_vfs_is_off ();
  g_assert_true (done || cut);
  if (!done)
    assert_clear (error, SAT_DB_ERROR_IO);
  sat_fault_vfs_power_on (loss, fixture->rand);
  check_file (fixture, work, done);
  return cut;
}

static void
test_power_cut (FaultsFixture *fixture, gconstpointer data)
{
  const Work *work = data;
  static const SatFaultLoss losses[] = {SAT_FAULT_LOSE_ALL, SAT_FAULT_LOSE_RANDOM};
  guint nth = 1;

  while (cut_once (fixture, work, nth, losses[nth % G_N_ELEMENTS (losses)]))
    nth = next_point (fixture, nth);
  g_test_message ("%s: up to point %u", work->name, nth);
  g_assert_cmpuint (nth, >, 5);
}

/* One failure at operation @nth. FALSE when the work needed fewer. */
static gboolean
fail_once (FaultsFixture *fixture, const Work *work, guint nth, SatFaultKind kind)
{
  g_autoptr (GError) error = NULL;
  gboolean done, failed;

  faults_copy_file (fixture->base, fixture->path);
  sat_fault_vfs_reset ();
  {
    g_autoptr (SatStore) store = work->alone ? NULL : faults_open_store (fixture, fixture->path);

    sat_fault_vfs_fail (SAT_FAULT_WRITES | SAT_FAULT_SYNCS, nth, kind, TRUE);
    done = work->run (fixture, store, &error);
    failed = sat_fault_vfs_failures () > 0;
    if (!done)
      assert_clear (error, kind == SAT_FAULT_FULL ? SAT_DB_ERROR_FULL : SAT_DB_ERROR_IO);
    g_clear_error (&error);
    sat_fault_vfs_mend ();
    if (store != NULL && !done) {
      /* There is room again: work goes on in the same store. */
      sat_test_check_file (faults_reader (store));
      g_assert_true (sat_store_set_setting (store, "test", "there is room", &error));
      g_assert_no_error (error);
    }
    if (store != NULL)
      sat_store_close (store);
  }
  g_assert_true (done || failed);
  check_file (fixture, work, done);
  return failed;
}

static void
test_failures (FaultsFixture *fixture, const Work *work, SatFaultKind kind)
{
  guint nth = 1;

  while (fail_once (fixture, work, nth, kind))
    nth = next_point (fixture, nth);
  g_test_message ("%s: up to point %u", work->name, nth);
  g_assert_cmpuint (nth, >, 3);
}

static void
test_full (FaultsFixture *fixture, gconstpointer data)
{
  test_failures (fixture, data, SAT_FAULT_FULL);
}

static void
test_broken (FaultsFixture *fixture, gconstpointer data)
{
  test_failures (fixture, data, SAT_FAULT_IO);
}

/* --- files that cannot be worked on --- */

static void
assert_refuses_writes (FaultsFixture *fixture, SatStore *store)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (sat_store_is_read_only (store));
  g_assert_nonnull (sat_store_get_notice (store));
  g_assert_false (run_save (fixture, store, &error));
  g_assert_error (error, SAT_STORE_ERROR, SAT_STORE_ERROR_READ_ONLY);
  g_clear_error (&error);
  g_assert_false (faults_import (fixture, store, &error));
  g_assert_error (error, SAT_STORE_ERROR, SAT_STORE_ERROR_READ_ONLY);
  g_clear_error (&error);
  g_assert_false (run_undo (fixture, store, &error));
  g_assert_error (error, SAT_STORE_ERROR, SAT_STORE_ERROR_READ_ONLY);
  g_assert_cmpint (faults_count (store, "SELECT count(*) FROM company"), ==, 3);
  sat_test_check_verify (faults_reader (store));
}

static void
test_read_only (FaultsFixture *fixture, gconstpointer data)
{
  g_autofree char *before = sat_test_file_digest (fixture->base);
  g_autofree char *after = NULL;
  g_autoptr (SatStore) store = NULL;

  sat_fault_vfs_set_read_only (TRUE);
  store = faults_open_store (fixture, fixture->base);
  assert_refuses_writes (fixture, store);
  sat_store_close (store);
  sat_fault_vfs_set_read_only (FALSE);
  after = sat_test_file_digest (fixture->base);
  g_assert_cmpstr (before, ==, after);
}

static void
test_newer (FaultsFixture *fixture, gconstpointer data)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (SatStore) store = NULL;
  g_autoptr (GError) error = NULL;

  faults_copy_file (fixture->base, fixture->path);
  {
    g_autoptr (SatConnection) connection = sat_test_db_open (fixture->path, SAT_OPEN_WRITE);

    sat_test_db_run (connection,
                     "PRAGMA user_version = 4711; ALTER TABLE company ADD COLUMN x ANY");
    sat_test_db_run (connection, "PRAGMA wal_checkpoint (TRUNCATE)");
  }
  before = sat_test_file_digest (fixture->path);
  store = faults_open_store (fixture, fixture->path);
  assert_refuses_writes (fixture, store);
  sat_store_close (store);
  after = sat_test_file_digest (fixture->path);
  g_assert_cmpstr (before, ==, after);
  /* Nor does it take the place of one that can be worked on. */
  g_assert_false (sat_store_restore (fixture->path, fixture->base, NULL, &error));
  assert_clear (error, SAT_DB_ERROR_TOO_NEW);
}

static void
spoil (FaultsFixture *fixture, char *contents, gsize length, guint n)
{
  for (guint i = 0; i < n; i++) {
    gsize at = (gsize)g_rand_int_range (fixture->rand, 0, (gint32)length);

    /* A byte, or a stretch of them. */
    if (g_rand_boolean (fixture->rand))
      contents[at] ^= (char)(1 << g_rand_int_range (fixture->rand, 0, 8));
    else {
      gsize stretch = (gsize)g_rand_int_range (fixture->rand, 1, 3000);

      memset (contents + at, (int)g_rand_int_range (fixture->rand, 0, 256),
              MIN (length - at, stretch));
    }
  }
}

/* All that a person might do with a file of which nobody knows what is left. */
static void
try_everything (FaultsFixture *fixture, SatStore *store)
{
  g_autoptr (GPtrArray) checks = NULL;
  FILE *nowhere = g_fopen ("/dev/null", "we");
  SatReader *reader = sat_store_get_reader (store, NULL);

  if (reader != NULL) {
    checks = sat_verify (reader, NULL, NULL);
    sat_export (reader, NULL, NULL, SAT_EXPORT_JSON, nowhere, NULL, NULL);
  }
  fclose (nowhere);
  run_save (fixture, store, NULL);
  faults_import (fixture, store, NULL);
  run_undo (fixture, store, NULL);
}

/* Bits that flipped: an error, or work as if nothing were, but no crash; a file that is refused
 * stays as it is. */
static void
test_damage (FaultsFixture *fixture, gconstpointer data)
{
  g_autofree char *contents = NULL;
  gsize length;
  guint refused = 0;

  g_assert_true (g_file_get_contents (fixture->base, &contents, &length, NULL));
  for (guint i = 0; i < 120; i++) {
    g_autofree char *bad = g_memdup2 (contents, length);
    g_autoptr (GError) error = NULL;
    g_autoptr (SatStore) store = NULL;

    /* The header is small, and much hangs from it. */
    spoil (fixture, bad, i % 3 == 0 ? 100 : length, 1 + i % 4);
    faults_remove_file (fixture->path);
    g_assert_true (g_file_set_contents (fixture->path, bad, (gssize)length, NULL));
    store = sat_store_open (fixture->path, SAT_STORE_DEFAULT, NULL, fixture->clock, &error);
    if (store == NULL) {
      g_autofree char *after = NULL;
      gsize now;

      g_assert_true (error->domain == SAT_DB_ERROR || error->domain == SAT_MODEL_ERROR);
      g_assert_true (g_file_get_contents (fixture->path, &after, &now, NULL));
      g_assert_cmpmem (after, now, bad, length);
      refused++;
      continue;
    }
    try_everything (fixture, store);
    sat_store_close (store);
  }
  g_test_message ("%u refused", refused);
  g_assert_cmpuint (refused, >, 5);
}

static void
test_no_database (FaultsFixture *fixture, gconstpointer data)
{
  static const char *const texts[] = {"SQLite format 3", "id,name\n1,Acme\n",
                                      "{\"id\": 1, \"type\": \"company\"}\n"};

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autofree char *text = g_strnfill (5000, 'x');
    g_autoptr (GError) error = NULL;
    g_autofree char *after = NULL;

    memcpy (text, texts[i], strlen (texts[i]));
    faults_remove_file (fixture->path);
    faults_write_text (fixture->path, text);
    g_assert_null (sat_store_open (fixture->path, SAT_STORE_CREATE, NULL, fixture->clock, &error));
    assert_clear (error, SAT_DB_ERROR_CORRUPT);
    g_assert_true (g_file_get_contents (fixture->path, &after, NULL, NULL));
    g_assert_cmpstr (after, ==, text);
  }
}

static void
add_works (const char *name, void (*function) (FaultsFixture *fixture, gconstpointer data))
{
  for (guint i = 0; i < G_N_ELEMENTS (works); i++) {
    g_autofree char *path = g_strdup_printf ("/faults/%s/%s", name, works[i].name);

    g_test_add (path, FaultsFixture, &works[i], faults_set_up, function, faults_tear_down);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add_works ("power-cut", test_power_cut);
  add_works ("disk-full", test_full);
  add_works ("broken-disk", test_broken);
  g_test_add ("/faults/read-only", FaultsFixture, NULL, faults_set_up, test_read_only,
              faults_tear_down);
  g_test_add ("/faults/newer", FaultsFixture, NULL, faults_set_up, test_newer, faults_tear_down);
  g_test_add ("/faults/damage", FaultsFixture, NULL, faults_set_up, test_damage, faults_tear_down);
  g_test_add ("/faults/no-database", FaultsFixture, NULL, faults_set_up, test_no_database,
              faults_tear_down);
  return g_test_run ();
}

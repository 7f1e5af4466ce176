/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The whole store on a disk that fails: the power goes at each operation of a save, an import, an
 * undo, a migration, a backup and a restore, or the disk is full or broken there. What was said to
 * be done is done, what was not is not there, and the file is sound. */

#include "config.h"

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

#define CHUNK 3

static const char first_csv[] = "id,name,industry,employees,phone,tags\n"
                                "1,Acme,tools,120,+1 555 0100,vip\n"
                                "2,Globex,glass,9,+1 555 0101,\n"
                                "3,Initech,paper,,,old\n";

/* Three chunks: new ones and changed ones. */
static const char second_csv[] = "id,name,industry,employees,phone,tags\n"
                                 "1,Acme,tools,121,+1 555 0199,vip\n"
                                 "4,Four,tools,4,4,new\n"
                                 "5,Five,tools,5,5,new\n"
                                 "6,Six,tools,6,6,new\n"
                                 "2,Globex,glass,10,+1 555 0101,new\n"
                                 "7,Seven,tools,7,7,new\n"
                                 "8,Eight,tools,8,8,new\n"
                                 "9,Nine,tools,9,9,new\n";

typedef struct {
  SatTestDir *dir;
  char *base;  /* a file that is never worked on */
  char *path;  /* its copy */
  char *other; /* a second file beside it */
  char *csv;
  SatClock *clock;
  SatRegistry *newer;
  GRand *rand;

} Fixture;

/* What is done under faults. @done: success was reported. */
typedef struct {
  const char *name;
  gboolean (*run) (Fixture *fixture, SatStore *store, GError **error);
  void (*check) (Fixture *fixture, SatStore *store, gboolean done);
  gboolean alone; /* opens the file itself, or wants it closed */
} Work;

static SatStore *
open_store (Fixture *fixture, const char *path)
{
  g_autoptr (GError) error = NULL;
  SatStore *store = sat_store_open (path, SAT_STORE_DEFAULT, NULL, fixture->clock, &error);

  g_assert_no_error (error);
  return store;
}

static SatReader *
reader_of (SatStore *store)
{
  g_autoptr (GError) error = NULL;
  SatReader *reader = sat_store_get_reader (store, &error);

  g_assert_no_error (error);
  return reader;
}

static gint64
count (SatStore *store, const char *sql)
{
  return sat_test_db_int (sat_reader_get_connection (reader_of (store)), sql);
}

static gboolean
import (Fixture *fixture, SatStore *store, GError **error)
{
  const char *const paths[] = {fixture->csv, NULL};
  SatImportOptions options = {.type = "company", .chunk = CHUNK};
  g_autoptr (SatImportReport) report =
      sat_import_run (store, paths, &options, NULL, NULL, NULL, error);

  return report != NULL;
}

static void
write_text (const char *path, const char *text)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

static void
remove_file (const char *path)
{
  static const char *const endings[] = {"", "-wal", "-shm", "-journal"};

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++) {
    g_autofree char *file = g_strconcat (path, endings[i], NULL);

    g_unlink (file);
  }
}

static void
make_base (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SatStore) store = sat_store_open (fixture->base, SAT_STORE_CREATE | SAT_STORE_JOINED,
                                               NULL, fixture->clock, &error);

  g_assert_no_error (error);
  write_text (fixture->csv, first_csv);
  g_assert_true (import (fixture, store, &error));
  g_assert_no_error (error);
  sat_store_close (store);
  write_text (fixture->csv, second_csv);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->dir = sat_test_dir_new ();
  fixture->base = sat_test_dir_file (fixture->dir, "base.db");
  fixture->path = sat_test_dir_file (fixture->dir, "work.db");
  fixture->other = sat_test_dir_file (fixture->dir, "other.db");
  fixture->csv = sat_test_dir_file (fixture->dir, "companies.csv");
  fixture->clock = sat_clock_fake_new (SAT_TEST_STORE_NOW);
  fixture->newer = sat_test_newer_registry ();
  fixture->rand = sat_test_rand_new ();
  make_base (fixture);
  sat_fault_vfs_install ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  sat_fault_vfs_uninstall ();
  g_rand_free (fixture->rand);
  sat_registry_unref (fixture->newer);
  sat_clock_unref (fixture->clock);
  g_free (fixture->csv);
  g_free (fixture->other);
  g_free (fixture->path);
  g_free (fixture->base);
  sat_test_dir_free (fixture->dir);
}

static void
copy_file (const char *from, const char *to)
{
  g_autofree char *contents = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  remove_file (to);
  g_file_get_contents (from, &contents, &length, &error);
  g_assert_no_error (error);
  g_file_set_contents (to, contents, (gssize)length, &error);
  g_assert_no_error (error);
}

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
run_save (Fixture *fixture, SatStore *store, GError **error)
{
  return sat_store_write (store, SAT_CHANGE_EDIT, "save", save_cb, NULL, NULL, error);
}

static void
check_save (Fixture *fixture, SatStore *store, gboolean done)
{
  gint64 n = count (store, "SELECT count(*) FROM contact");

  g_assert_cmpint (n, <=, 1);
  g_assert_cmpint (n, >=, done);
  g_assert_cmpint (count (store, "SELECT count(*) FROM tag WHERE name IN ('a', 'b')"), ==, 2 * n);
  g_assert_cmpint (count (store, "SELECT count(*) FROM contact_point WHERE value = '7'"), ==, n);
  g_assert_cmpint (count (store, "SELECT count(*) FROM change"), ==, 1 + n);
}

/* --- importing --- */

static void
check_import (Fixture *fixture, SatStore *store, gboolean done)
{
  gint64 n = count (store, "SELECT count(*) FROM company");
  gint64 changed = count (store, "SELECT count(*) FROM company WHERE employees IN (121, 10)");
  gint64 changes = count (store, "SELECT count(*) FROM change");
  gint64 unfinished = count (store, "SELECT count(*) FROM change WHERE unfinished");

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
run_undo (Fixture *fixture, SatStore *store, GError **error)
{
  g_autoptr (SatUndoReport) report = sat_undo_last (store, error);

  return report != NULL;
}

static void
check_undo (Fixture *fixture, SatStore *store, gboolean done)
{
  gint64 n = count (store, "SELECT count(*) FROM company");

  g_assert_true (n == 0 || (n == 3 && !done));
  g_assert_cmpint (count (store, "SELECT count(*) FROM contact_point"), ==, n == 0 ? 0 : 2);
  g_assert_cmpint (count (store, "SELECT count(*) FROM change WHERE undone_by IS NOT NULL"), ==,
                   n == 0);
}

/* --- migrating --- */

static gboolean
run_migration (Fixture *fixture, SatStore *store, GError **error)
{
  g_autoptr (SatStore) newer =
      sat_store_open (fixture->path, SAT_STORE_DEFAULT, fixture->newer, fixture->clock, error);

  if (newer == NULL)
    return FALSE;
  sat_store_close (newer);
  return TRUE;
}

static void
check_migration (Fixture *fixture, SatStore *store, gboolean done)
{
  g_autoptr (SatStore) newer = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (count (store, "SELECT count(*) FROM company"), ==, 3);
  sat_store_close (store);
  newer = sat_store_open (fixture->path, SAT_STORE_DEFAULT, fixture->newer, fixture->clock, &error);
  g_assert_no_error (error);
  g_assert_cmpint (count (newer, "SELECT count(*) FROM company WHERE motto IS NULL"), ==, 3);
  sat_test_check_verify (reader_of (newer));
  sat_store_close (newer);
}

/* --- backing up, and back --- */

static gboolean
run_backup (Fixture *fixture, SatStore *store, GError **error)
{
  return sat_store_backup (store, fixture->other, NULL, NULL, error);
}

static void
check_backup (Fixture *fixture, SatStore *store, gboolean done)
{
  g_assert_cmpint (count (store, "SELECT count(*) FROM company"), ==, 3);
  if (g_file_test (fixture->other, G_FILE_TEST_EXISTS)) {
    g_autoptr (SatStore) copy = open_store (fixture, fixture->other);

    g_assert_cmpint (count (copy, "SELECT count(*) FROM company"), ==, 3);
    sat_test_check_verify (reader_of (copy));
    sat_store_close (copy);
  } else {
    g_assert_false (done);
  }
  remove_file (fixture->other);
}

static gboolean
run_restore (Fixture *fixture, SatStore *store, GError **error)
{
  return sat_store_restore (fixture->base, fixture->path, NULL, error);
}

static void
check_restore (Fixture *fixture, SatStore *store, gboolean done)
{
  g_assert_cmpint (count (store, "SELECT count(*) FROM company"), ==, 3);
}

static const Work works[] = {
    {"save", run_save, check_save},       {"import", import, check_import},
    {"undo", run_undo, check_undo},       {"migration", run_migration, check_migration, TRUE},
    {"backup", run_backup, check_backup}, {"restore", run_restore, check_restore, TRUE},
};

/* Opens the file once more: it is sound, and as @work says. */
static void
check_file (Fixture *fixture, const Work *work, gboolean done)
{
  g_autoptr (SatStore) store = open_store (fixture, fixture->path);

  sat_test_check_file (reader_of (store));
  sat_test_check_store (reader_of (store));
  sat_test_check_verify (reader_of (store));
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
next_point (Fixture *fixture, guint nth)
{
  gboolean all = nth < 20 || g_getenv ("SATCHEL_TEST_ALL") != NULL;

  return nth + (all ? 1 : (guint)g_rand_int_range (fixture->rand, 1, 12));
}

/* Cuts the power at operation @nth. FALSE when the work needed fewer. */
static gboolean
cut_once (Fixture *fixture, const Work *work, guint nth, SatFaultLoss loss)
{
  g_autoptr (GError) error = NULL;
  gboolean done, cut;

  copy_file (fixture->base, fixture->path);
  sat_fault_vfs_reset ();
  {
    g_autoptr (SatStore) store = work->alone ? NULL : open_store (fixture, fixture->path);

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
test_power_cut (Fixture *fixture, gconstpointer data)
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
fail_once (Fixture *fixture, const Work *work, guint nth, SatFaultKind kind)
{
  g_autoptr (GError) error = NULL;
  gboolean done, failed;

  copy_file (fixture->base, fixture->path);
  sat_fault_vfs_reset ();
  {
    g_autoptr (SatStore) store = work->alone ? NULL : open_store (fixture, fixture->path);

    sat_fault_vfs_fail (SAT_FAULT_WRITES | SAT_FAULT_SYNCS, nth, kind, TRUE);
    done = work->run (fixture, store, &error);
    failed = sat_fault_vfs_failures () > 0;
    if (!done)
      assert_clear (error, kind == SAT_FAULT_FULL ? SAT_DB_ERROR_FULL : SAT_DB_ERROR_IO);
    g_clear_error (&error);
    sat_fault_vfs_mend ();
    if (store != NULL && !done) {
      /* There is room again: work goes on in the same store. */
      sat_test_check_file (reader_of (store));
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
test_failures (Fixture *fixture, const Work *work, SatFaultKind kind)
{
  guint nth = 1;

  while (fail_once (fixture, work, nth, kind))
    nth = next_point (fixture, nth);
  g_test_message ("%s: up to point %u", work->name, nth);
  g_assert_cmpuint (nth, >, 3);
}

static void
test_full (Fixture *fixture, gconstpointer data)
{
  test_failures (fixture, data, SAT_FAULT_FULL);
}

static void
test_broken (Fixture *fixture, gconstpointer data)
{
  test_failures (fixture, data, SAT_FAULT_IO);
}

/* --- files that cannot be worked on --- */

static void
assert_refuses_writes (Fixture *fixture, SatStore *store)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (sat_store_is_read_only (store));
  g_assert_nonnull (sat_store_get_notice (store));
  g_assert_false (run_save (fixture, store, &error));
  g_assert_error (error, SAT_STORE_ERROR, SAT_STORE_ERROR_READ_ONLY);
  g_clear_error (&error);
  g_assert_false (import (fixture, store, &error));
  g_assert_error (error, SAT_STORE_ERROR, SAT_STORE_ERROR_READ_ONLY);
  g_clear_error (&error);
  g_assert_false (run_undo (fixture, store, &error));
  g_assert_error (error, SAT_STORE_ERROR, SAT_STORE_ERROR_READ_ONLY);
  g_assert_cmpint (count (store, "SELECT count(*) FROM company"), ==, 3);
  sat_test_check_verify (reader_of (store));
}

static void
test_read_only (Fixture *fixture, gconstpointer data)
{
  g_autofree char *before = sat_test_file_digest (fixture->base);
  g_autofree char *after = NULL;
  g_autoptr (SatStore) store = NULL;

  sat_fault_vfs_set_read_only (TRUE);
  store = open_store (fixture, fixture->base);
  assert_refuses_writes (fixture, store);
  sat_store_close (store);
  sat_fault_vfs_set_read_only (FALSE);
  after = sat_test_file_digest (fixture->base);
  g_assert_cmpstr (before, ==, after);
}

static void
test_newer (Fixture *fixture, gconstpointer data)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (SatStore) store = NULL;
  g_autoptr (GError) error = NULL;

  copy_file (fixture->base, fixture->path);
  {
    g_autoptr (SatConnection) connection = sat_test_db_open (fixture->path, SAT_OPEN_WRITE);

    sat_test_db_run (connection,
                     "PRAGMA user_version = 4711; ALTER TABLE company ADD COLUMN x ANY");
    sat_test_db_run (connection, "PRAGMA wal_checkpoint (TRUNCATE)");
  }
  before = sat_test_file_digest (fixture->path);
  store = open_store (fixture, fixture->path);
  assert_refuses_writes (fixture, store);
  sat_store_close (store);
  after = sat_test_file_digest (fixture->path);
  g_assert_cmpstr (before, ==, after);
  /* Nor does it take the place of one that can be worked on. */
  g_assert_false (sat_store_restore (fixture->path, fixture->base, NULL, &error));
  assert_clear (error, SAT_DB_ERROR_TOO_NEW);
}

static void
spoil (Fixture *fixture, char *contents, gsize length, guint n)
{
  for (guint i = 0; i < n; i++) {
    gsize at = (gsize)g_rand_int_range (fixture->rand, 0, (gint32)length);

    /* A byte, or a stretch of them. */
    if (g_rand_boolean (fixture->rand))
      contents[at] ^= (char)(1 << g_rand_int_range (fixture->rand, 0, 8));
    else
      memset (contents + at, (int)g_rand_int_range (fixture->rand, 0, 256),
              MIN (length - at, (gsize)g_rand_int_range (fixture->rand, 1, 3000)));
  }
}

/* All that a person might do with a file of which nobody knows what is left. */
static void
try_everything (Fixture *fixture, SatStore *store)
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
  import (fixture, store, NULL);
  run_undo (fixture, store, NULL);
}

/* Bits that flipped: an error, or work as if nothing were, but no crash; a file that is refused
 * stays as it is. */
static void
test_damage (Fixture *fixture, gconstpointer data)
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
    remove_file (fixture->path);
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
test_no_database (Fixture *fixture, gconstpointer data)
{
  static const char *const texts[] = {"SQLite format 3", "id,name\n1,Acme\n",
                                      "{\"id\": 1, \"type\": \"company\"}\n"};

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autofree char *text = g_strnfill (5000, 'x');
    g_autoptr (GError) error = NULL;
    g_autofree char *after = NULL;

    memcpy (text, texts[i], strlen (texts[i]));
    remove_file (fixture->path);
    write_text (fixture->path, text);
    g_assert_null (sat_store_open (fixture->path, SAT_STORE_CREATE, NULL, fixture->clock, &error));
    assert_clear (error, SAT_DB_ERROR_CORRUPT);
    g_assert_true (g_file_get_contents (fixture->path, &after, NULL, NULL));
    g_assert_cmpstr (after, ==, text);
  }
}

static void
add_works (const char *name, void (*function) (Fixture *fixture, gconstpointer data))
{
  for (guint i = 0; i < G_N_ELEMENTS (works); i++) {
    g_autofree char *path = g_strdup_printf ("/faults/%s/%s", name, works[i].name);

    g_test_add (path, Fixture, &works[i], set_up, function, tear_down);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add_works ("power-cut", test_power_cut);
  add_works ("disk-full", test_full);
  add_works ("broken-disk", test_broken);
  g_test_add ("/faults/read-only", Fixture, NULL, set_up, test_read_only, tear_down);
  g_test_add ("/faults/newer", Fixture, NULL, set_up, test_newer, tear_down);
  g_test_add ("/faults/damage", Fixture, NULL, set_up, test_damage, tear_down);
  g_test_add ("/faults/no-database", Fixture, NULL, set_up, test_no_database, tear_down);
  return g_test_run ();
}

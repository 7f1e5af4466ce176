/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A process that is killed at a random moment of long work: an import in chunks, its undo, a
 * backup, a restore, a migration. What it said was done is done, chunks are whole, and the file is
 * sound. */

#include "config.h"

#include "sat-import.h"
#include "sat-test-check.h"
#include "sat-test-kill.h"
#include "sat-test-registry.h"
#include "sat-test-store.h"

#include <glib/gstdio.h>

#define ROWS 200
#define CHUNK 20
#define FIRST 40 /* rows of the file as it is at the start */
#define LONGEST_MS 60

typedef struct {
  SatTestDir *dir;
  char *base, *path, *other, *first_csv, *csv;
  SatRegistry *newer;
  GRand *rand;
} Fixture;

static char *
write_rows (Fixture *fixture, const char *name, guint first, guint n)
{
  g_autoptr (GString) text = g_string_new ("id,name,industry,phone,tags\n");

  for (guint i = first; i < first + n; i++)
    g_string_append_printf (text, "%u,Company %u,tools,%u,new\n", i, i, i);
  return sat_test_dir_write (fixture->dir, name, text->str, -1);
}

static gboolean
import (SatStore *store, const char *csv, GError **error)
{
  const char *const paths[] = {csv, NULL};
  SatImportOptions options = {.type = "company", .chunk = CHUNK};
  g_autoptr (SatImportReport) report =
      sat_import_run (store, paths, &options, NULL, NULL, NULL, error);

  return report != NULL;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SatStore) store = NULL;

  fixture->dir = sat_test_dir_new ();
  fixture->base = sat_test_dir_file (fixture->dir, "base.db");
  fixture->path = sat_test_dir_file (fixture->dir, "work.db");
  fixture->other = sat_test_dir_file (fixture->dir, "other.db");
  fixture->first_csv = write_rows (fixture, "first.csv", 1, FIRST);
  fixture->csv = write_rows (fixture, "more.csv", 1001, ROWS);
  fixture->newer = sat_test_newer_registry ();
  fixture->rand = sat_test_rand_new ();
  store = sat_store_open (fixture->base, SAT_STORE_CREATE, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (import (store, fixture->first_csv, &error));
  sat_store_close (store);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_rand_free (fixture->rand);
  sat_registry_unref (fixture->newer);
  g_free (fixture->csv);
  g_free (fixture->first_csv);
  g_free (fixture->other);
  g_free (fixture->path);
  g_free (fixture->base);
  sat_test_dir_free (fixture->dir);
}

static void
copy_base (Fixture *fixture)
{
  static const char *const endings[] = {"-wal", "-shm"};
  g_autofree char *contents = NULL;
  gsize length;

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++) {
    g_autofree char *file = g_strconcat (fixture->path, endings[i], NULL);

    g_unlink (file);
  }
  g_assert_true (g_file_get_contents (fixture->base, &contents, &length, NULL));
  g_assert_true (g_file_set_contents (fixture->path, contents, (gssize)length, NULL));
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

static SatStore *
open_sound (const char *path, SatRegistry *registry)
{
  g_autoptr (GError) error = NULL;
  SatStore *store = sat_store_open (path, SAT_STORE_DEFAULT, registry, NULL, &error);

  g_assert_no_error (error);
  sat_test_check_file (sat_store_get_reader (store, NULL));
  sat_test_check_store (sat_store_get_reader (store, NULL));
  sat_test_check_verify (sat_store_get_reader (store, NULL));
  return store;
}

static void
import_and_undo (gpointer data, guint run, int out)
{
  Fixture *fixture = data;
  g_autoptr (SatStore) store = sat_store_open (fixture->path, SAT_STORE_DEFAULT, NULL, NULL, NULL);

  while (store != NULL && import (store, fixture->csv, NULL)) {
    g_autoptr (SatUndoReport) report = NULL;

    sat_test_kill_say (out);
    report = sat_undo_last (store, NULL);
    if (report == NULL)
      return;
    sat_test_kill_say (out);
  }
}

/* @said: how many imports and undos, in turn, were done; the next may be under way, or done and not
 * yet said. */
static void
check_import (Fixture *fixture, SatStore *store, guint said)
{
  gint64 n = count (store, "SELECT count(*) FROM company") - FIRST;
  gint64 unfinished = count (store, "SELECT count(*) FROM change WHERE unfinished");

  g_assert_cmpint (count (store, "SELECT count(*) FROM tag"), ==, n + FIRST);
  g_assert_cmpint (count (store, "SELECT count(*) FROM contact_point"), ==, n + FIRST);
  if (said % 2 == 1) {
    g_assert_true (n == ROWS || n == 0);
    g_assert_cmpint (unfinished, ==, 0);
  } else {
    g_assert_cmpint (n % CHUNK, ==, 0);
    g_assert_cmpint (n, <=, ROWS);
    g_assert_true (unfinished == (n > 0) || n == ROWS);
  }
}

/* What an import that was killed has left can be taken back. */
static void
take_back (Fixture *fixture, SatStore *store)
{
  g_autoptr (GError) error = NULL;

  while (count (store, "SELECT count(*) FROM company") > FIRST) {
    g_autoptr (SatUndoReport) report = sat_undo_last (store, &error);

    g_assert_no_error (error);
    g_assert_cmpuint (report->kept->len, ==, 0);
  }
  g_assert_cmpint (count (store, "SELECT count(*) FROM company"), ==, FIRST);
  g_assert_cmpint (count (store, "SELECT count(*) FROM change WHERE unfinished"), ==, 0);
}

static void
test_import (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SatTestKiller) killer = sat_test_killer_new (import_and_undo, fixture);
  guint done = 0;

  for (guint i = 0; i < 110; i++) {
    g_autoptr (SatStore) store = NULL;
    guint said;

    copy_base (fixture);
    said = sat_test_killer_kill (killer, i, (guint)g_rand_int_range (fixture->rand, 0, LONGEST_MS),
                                 i % 2 == 0);
    store = open_sound (fixture->path, NULL);
    check_import (fixture, store, said);
    take_back (fixture, store);
    sat_store_close (store);
    done += said;
  }
  g_test_message ("%u done", done);
  g_assert_cmpuint (done, >, 50);
}

static void
back_up (gpointer data, guint run, int out)
{
  Fixture *fixture = data;
  g_autoptr (SatStore) store = sat_store_open (fixture->path, SAT_STORE_DEFAULT, NULL, NULL, NULL);

  while (store != NULL && sat_store_backup (store, fixture->other, NULL, NULL, NULL))
    sat_test_kill_say (out);
}

static void
restore (gpointer data, guint run, int out)
{
  Fixture *fixture = data;

  while (sat_store_restore (fixture->base, fixture->path, NULL, NULL))
    sat_test_kill_say (out);
}

static void
migrate (gpointer data, guint run, int out)
{
  Fixture *fixture = data;
  g_autoptr (SatStore) store = NULL;

  do {
    g_clear_object (&store);
    copy_base (fixture);
    store = sat_store_open (fixture->path, SAT_STORE_DEFAULT, fixture->newer, NULL, NULL);
    sat_test_kill_say (out);
  } while (store != NULL);
}

typedef struct {
  SatTestWork work;
  gboolean newer; /* the file needs the newer program */
} Kind;

static const Kind backup = {back_up, FALSE}, restoring = {restore, FALSE},
                  migration = {migrate, TRUE};

static void
test_other (Fixture *fixture, gconstpointer data)
{
  const Kind *kind = data;
  g_autoptr (SatTestKiller) killer = sat_test_killer_new (kind->work, fixture);
  guint done = 0;

  copy_base (fixture);
  for (guint i = 0; i < 30; i++) {
    guint said = sat_test_killer_kill (
        killer, i, (guint)g_rand_int_range (fixture->rand, 0, LONGEST_MS), i % 2 == 0);
    const char *const paths[] = {fixture->path, fixture->other};

    for (guint k = 0; k < G_N_ELEMENTS (paths); k++) {
      g_autoptr (SatStore) store = NULL;

      if (k == 1 && !g_file_test (paths[k], G_FILE_TEST_EXISTS))
        continue;
      store = open_sound (paths[k], kind->newer ? fixture->newer : NULL);
      g_assert_cmpint (count (store, "SELECT count(*) FROM company"), ==, FIRST);
      sat_store_close (store);
    }
    done += said;
  }
  g_test_message ("%u done", done);
  g_assert_cmpuint (done, >=, 15);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/kill/import", Fixture, NULL, set_up, test_import, tear_down);
  g_test_add ("/kill/backup", Fixture, &backup, set_up, test_other, tear_down);
  g_test_add ("/kill/restore", Fixture, &restoring, set_up, test_other, tear_down);
  g_test_add ("/kill/migration", Fixture, &migration, set_up, test_other, tear_down);
  return g_test_run ();
}

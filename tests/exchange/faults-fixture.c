/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "faults-fixture.h"

#include "sat-fault-vfs.h"
#include "sat-import.h"
#include "sat-test-db.h"
#include "sat-test-registry.h"
#include "sat-test-store.h"

#include <glib/gstdio.h>

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

SatStore *
faults_open_store (FaultsFixture *fixture, const char *path)
{
  g_autoptr (GError) error = NULL;
  SatStore *store = sat_store_open (path, SAT_STORE_DEFAULT, NULL, fixture->clock, &error);

  g_assert_no_error (error);
  return store;
}

SatReader *
faults_reader (SatStore *store)
{
  g_autoptr (GError) error = NULL;
  SatReader *reader = sat_store_get_reader (store, &error);

  g_assert_no_error (error);
  return reader;
}

gint64
faults_count (SatStore *store, const char *sql)
{
  return sat_test_db_int (sat_reader_get_connection (faults_reader (store)), sql);
}

gboolean
faults_import (FaultsFixture *fixture, SatStore *store, GError **error)
{
  const char *const paths[] = {fixture->csv, NULL};
  SatImportOptions options = {.type = "company", .chunk = FAULTS_CHUNK};
  g_autoptr (SatImportReport) report =
      sat_import_run (store, paths, &options, NULL, NULL, NULL, error);

  return report != NULL;
}

void
faults_write_text (const char *path, const char *text)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

void
faults_remove_file (const char *path)
{
  static const char *const endings[] = {"", "-wal", "-shm", "-journal"};

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++) {
    g_autofree char *file = g_strconcat (path, endings[i], NULL);

    g_unlink (file);
  }
}

static void
make_base (FaultsFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SatStore) store = sat_store_open (fixture->base, SAT_STORE_CREATE | SAT_STORE_JOINED,
                                               NULL, fixture->clock, &error);

  g_assert_no_error (error);
  faults_write_text (fixture->csv, first_csv);
  g_assert_true (faults_import (fixture, store, &error));
  g_assert_no_error (error);
  sat_store_close (store);
  faults_write_text (fixture->csv, second_csv);
}

void
faults_set_up (FaultsFixture *fixture, gconstpointer data)
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

void
faults_tear_down (FaultsFixture *fixture, gconstpointer data)
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

void
faults_copy_file (const char *from, const char *to)
{
  g_autofree char *contents = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  faults_remove_file (to);
  g_file_get_contents (from, &contents, &length, &error);
  g_assert_no_error (error);
  g_file_set_contents (to, contents, (gssize)length, &error);
  g_assert_no_error (error);
}

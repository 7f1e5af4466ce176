/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An import on a copy of the store, to see what would come of it. */

#include "config.h"

#include "sat-import-similar.h"

#include <glib/gstdio.h>

/* Whom a text may mean is looked up for the most frequent texts of a file. */
#define MOST_TEXTS 100
#define MOST_ALIKE 60

static void
remove_copy (const char *folder, const char *path)
{
  static const char *const endings[] = {"", "-wal", "-shm", "-journal"};

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++) {
    g_autofree char *file = g_strconcat (path, endings[i], NULL);

    g_unlink (file);
  }
  g_rmdir (folder);
}

static gboolean
find_alike (SatReader *reader, SatRegistry *registry, GPtrArray *texts, GError **error)
{
  for (guint i = 0; i < MIN (texts->len, MOST_TEXTS); i++) {
    SatImportUnresolved *one = texts->pdata[i];

    one->alike = sat_import_similar (reader, sat_registry_type (registry, one->type), one->value,
                                     MOST_ALIKE, error);
    if (one->alike == NULL)
      return FALSE;
  }
  return TRUE;
}

/* Records that are made by the same files count too: only the copy has them. */
static gboolean
find_all_alike (SatStore *copy, SatImportReport *report, GError **error)
{
  g_autoptr (SatRegistry) registry = sat_store_ref_registry (copy);
  SatReader *reader = sat_store_open_reader (copy, error);
  gboolean ok = reader != NULL;

  for (guint i = 0; ok && i < report->files->len; i++) {
    const SatImportFileReport *file = report->files->pdata[i];

    ok = find_alike (reader, registry, file->unresolved, error) &&
         find_alike (reader, registry, file->answered, error);
  }
  g_clear_pointer (&reader, sat_reader_unref);
  return ok;
}

static SatImportReport *
run_on (SatStore *copy,
        const char *const *paths,
        const SatImportOptions *options,
        SatImportProgress progress,
        gpointer data,
        GCancellable *cancellable,
        GError **error)
{
  g_autoptr (SatImportReport) report =
      sat_import_run (copy, paths, options, progress, data, cancellable, error);

  if (report == NULL || !find_all_alike (copy, report, error))
    return NULL;
  report->change = 0;
  report->uuid = (SatUuid){{0}};
  return g_steal_pointer (&report);
}

SatImportReport *
sat_import_plan (SatStore *store,
                 const char *const *paths,
                 const SatImportOptions *options,
                 SatImportProgress progress,
                 gpointer data,
                 GCancellable *cancellable,
                 GError **error)
{
  g_autofree char *folder = NULL;
  g_autofree char *path = NULL;
  g_autoptr (SatStore) copy = NULL;
  SatImportReport *report = NULL;

  g_return_val_if_fail (SAT_IS_STORE (store), NULL);

  folder = g_dir_make_tmp ("satchel-plan-XXXXXX", error);
  if (folder == NULL)
    return NULL;
  path = g_build_filename (folder, "plan.db", NULL);
  if (sat_store_backup (store, path, NULL, cancellable, error))
    copy = sat_store_open (path, SAT_STORE_DEFAULT, NULL, sat_store_get_clock (store), error);
  if (copy != NULL)
    report = run_on (copy, paths, options, progress, data, cancellable, error);
  if (copy != NULL)
    sat_store_close (copy);
  remove_copy (folder, path);
  if (report == NULL && g_cancellable_is_cancelled (cancellable)) {
    g_clear_error (error);
    g_cancellable_set_error_if_cancelled (cancellable, error);
  }
  return report;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "import-support.h"

SatImportReport *
import_bytes (ImportCase *self, const char *name, const char *text, gssize length)
{
  g_autofree char *path = sat_test_dir_write (self->t->dir, name, text, length);
  const char *const paths[] = {path, NULL};
  g_autoptr (GError) error = NULL;
  SatImportReport *report;

  sat_clock_fake_advance (self->t->clock, G_USEC_PER_SEC);
  report = self->plan
               ? sat_import_plan (self->t->store, paths, &self->options, NULL, NULL, NULL, &error)
               : sat_import_run (self->t->store, paths, &self->options, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (report);
  return report;
}

void
import_assert_counts (
    SatImportReport *report, guint created, guint updated, guint unchanged, guint rejected)
{
  const SatImportFileReport *file = report->files->pdata[0];

  for (guint i = 0; i < file->problems->len; i++) {
    const SatImportProblem *problem = file->problems->pdata[i];

    g_test_message ("line %u, %s: %s", (guint)problem->line, problem->column, problem->reason);
  }
  g_assert_cmpuint (file->created, ==, created);
  g_assert_cmpuint (file->updated, ==, updated);
  g_assert_cmpuint (file->unchanged, ==, unchanged);
  g_assert_cmpuint (file->rejected, ==, rejected);
  g_assert_cmpuint (file->read, ==, created + updated + unchanged + rejected);
}

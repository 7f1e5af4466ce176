/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-import-report.h"

#define MOST_PROBLEMS 1000

G_DEFINE_QUARK (sat - import - error - quark, sat_import_error)

static void
problem_free (gpointer data)
{
  SatImportProblem *problem = data;

  g_free (problem->column);
  g_free (problem->value);
  g_free (problem->reason);
  g_free (problem);
}

static void
unresolved_free (gpointer data)
{
  SatImportUnresolved *unresolved = data;

  g_free (unresolved->column);
  g_free (unresolved->value);
  g_strfreev (unresolved->alike);
  g_free (unresolved);
}

static void
stage_free (gpointer data)
{
  SatImportStage *stage = data;

  g_free (stage->name);
  g_free (stage->kind);
  g_free (stage);
}

SatImportFileReport *
sat_import_file_report_new (const char *path)
{
  SatImportFileReport *report = g_new0 (SatImportFileReport, 1);

  report->path = g_strdup (path);
  report->stages = g_ptr_array_new_with_free_func (stage_free);
  report->unresolved = g_ptr_array_new_with_free_func (unresolved_free);
  report->answered = g_ptr_array_new_with_free_func (unresolved_free);
  report->problems = g_ptr_array_new_with_free_func (problem_free);
  report->ignored = g_ptr_array_new_with_free_func (g_free);
  report->by_text = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return report;
}

static void
file_report_free (gpointer data)
{
  SatImportFileReport *report = data;

  g_free (report->path);
  g_free (report->type);
  g_free (report->encoding);
  g_free (report->delimiter);
  g_ptr_array_unref (report->stages);
  g_ptr_array_unref (report->unresolved);
  g_ptr_array_unref (report->answered);
  g_ptr_array_unref (report->problems);
  g_ptr_array_unref (report->ignored);
  g_hash_table_unref (report->by_text);
  g_free (report);
}

SatImportReport *
sat_import_report_new (void)
{
  SatImportReport *report = g_new0 (SatImportReport, 1);

  report->files = g_ptr_array_new_with_free_func (file_report_free);
  return report;
}

void
sat_import_report_free (SatImportReport *report)
{
  if (report == NULL)
    return;
  g_ptr_array_unref (report->files);
  g_free (report);
}

void
sat_import_file_report_problem (SatImportFileReport *self,
                                guint64 line,
                                const char *column,
                                const char *value,
                                const char *reason)
{
  SatImportProblem *problem;

  self->n_problems++;
  if (self->problems->len >= MOST_PROBLEMS)
    return;
  problem = g_new0 (SatImportProblem, 1);
  problem->line = line;
  problem->column = g_strdup (column != NULL ? column : "");
  problem->value = g_strdup (value != NULL ? value : "");
  problem->reason = g_strdup (reason);
  g_ptr_array_add (self->problems, problem);
}

static void
count_text (SatImportFileReport *self,
            GPtrArray *list,
            const char *column,
            const SatField *field,
            const char *value)
{
  g_autofree char *key = g_strdup_printf ("%d\n%s\n%s", list == self->answered, column, value);
  SatImportUnresolved *unresolved = g_hash_table_lookup (self->by_text, key);
  g_auto (GStrv) types = NULL;

  if (unresolved != NULL) {
    unresolved->rows++;
    return;
  }
  types = g_strsplit (field->target, "|", 2);
  unresolved = g_new0 (SatImportUnresolved, 1);
  unresolved->column = g_strdup (column);
  unresolved->value = g_strdup (value);
  unresolved->rows = 1;
  unresolved->field = g_intern_string (field->name);
  unresolved->type = g_intern_string (types[0]);
  g_ptr_array_add (list, unresolved);
  g_hash_table_insert (self->by_text, g_steal_pointer (&key), unresolved);
}

void
sat_import_file_report_unresolved (SatImportFileReport *self,
                                   const char *column,
                                   const SatField *field,
                                   const char *value)
{
  count_text (self, self->unresolved, column, field, value);
}

void
sat_import_file_report_answered (SatImportFileReport *self,
                                 const char *column,
                                 const SatField *field,
                                 const char *value)
{
  count_text (self, self->answered, column, field, value);
}

void
sat_import_file_report_stage (
    SatImportFileReport *self, const char *name, const char *kind, int probability, gboolean made)
{
  SatImportStage *stage = g_new0 (SatImportStage, 1);

  stage->name = g_strdup (name);
  stage->kind = g_strdup (kind);
  stage->probability = probability;
  stage->made = made;
  g_ptr_array_add (self->stages, stage);
}

static gint
compare_rows (gconstpointer a, gconstpointer b)
{
  const SatImportUnresolved *first = *(SatImportUnresolved *const *)a;
  const SatImportUnresolved *second = *(SatImportUnresolved *const *)b;

  if (first->rows != second->rows)
    return first->rows > second->rows ? -1 : 1;
  return g_strcmp0 (first->value, second->value);
}

void
sat_import_file_report_finish (SatImportFileReport *self)
{
  g_ptr_array_sort (self->unresolved, compare_rows);
  g_ptr_array_sort (self->answered, compare_rows);
}

gboolean
sat_import_report_has_rejects (const SatImportReport *report)
{
  g_return_val_if_fail (report != NULL, FALSE);

  for (guint i = 0; i < report->files->len; i++) {
    const SatImportFileReport *file = report->files->pdata[i];

    if (file->rejected > 0 || file->type == NULL)
      return TRUE;
  }
  return FALSE;
}

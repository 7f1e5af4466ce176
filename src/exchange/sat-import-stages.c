/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-import-run.h"

#include "sat-query.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Translators: names that a stage of won (lost) deals has in sales software of your language,
 * separated by commas, lower case */
#define WON_WORDS N_ ("won, closed won, closed - won, success")
#define LOST_WORDS N_ ("lost, closed lost, closed - lost, cancelled, canceled, rejected")

static gboolean
is_word (const char *name, const char *words)
{
  g_autofree char *folded = sat_fold (name);
  const char *lists[] = {words, _ (words)};

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++) {
    g_auto (GStrv) parts = g_strsplit (lists[i], ",", -1);

    for (guint k = 0; parts[k] != NULL; k++) {
      g_autofree char *word = sat_fold (parts[k]);

      if (*word != '\0' && strcmp (word, folded) == 0)
        return TRUE;
    }
  }
  return FALSE;
}

static const char *
kind_of (const SatImportRun *self, const SatImportFileStage *stage)
{
  const SatImportMapStage *mapped = sat_import_map_stage (self->map, stage->name);

  if (mapped != NULL && mapped->kind != NULL)
    return mapped->kind;
  if (stage->has_won && stage->won)
    return "won";
  if (stage->has_closed)
    return stage->closed ? "lost" : "open";
  if (is_word (stage->name, WON_WORDS))
    return "won";
  return is_word (stage->name, LOST_WORDS) ? "lost" : "open";
}

/* The rows' own probability if they agree on one; else the open stages rise evenly: the i-th of n
 * has i x 100 / (n + 1). */
static int
probability_of (const SatImportRun *self,
                const SatImportFileStage *stage,
                const char *kind,
                guint place,
                guint n_open)
{
  const SatImportMapStage *mapped = sat_import_map_stage (self->map, stage->name);

  if (mapped != NULL && mapped->probability >= 0)
    return mapped->probability;
  if (strcmp (kind, "won") == 0)
    return 100;
  if (strcmp (kind, "lost") == 0)
    return 0;
  return stage->probability >= 0 ? stage->probability : (int)(place * 100 / (n_open + 1));
}

static gboolean
find_pipeline (SatImportRun *self, gint64 *id, GError **error)
{
  const SatType *type = sat_registry_type (sat_writer_get_registry (self->writer), "pipeline");
  g_autoptr (SatQuery) query = sat_query_new ("pipeline");
  g_autoptr (GArray) ids = NULL;
  g_auto (SatValue) name = sat_value_text (_ ("Sales pipeline"));
  SatWriteField fields[] = {{sat_type_field (type, "name"), name, SAT_VERSION_NONE},
                            {sat_type_field (type, "order"), sat_value_int (1), SAT_VERSION_NONE}};

  sat_query_add_sort (query, "order", FALSE);
  sat_query_set_limit (query, 1);
  ids = sat_query_ids (query, self->reader, NULL, error);
  if (ids == NULL)
    return FALSE;
  if (ids->len > 0) {
    *id = g_array_index (ids, gint64, 0);
    return TRUE;
  }
  return sat_writer_create (self->writer, type, fields, G_N_ELEMENTS (fields), SAT_ORIGIN_IMPORT,
                            id, error);
}

/* A stage of that name in the first pipeline, else in any. */
static gboolean
find_stage (SatImportRun *self, const char *name, SatRecord **found, GError **error)
{
  const SatType *type = sat_registry_type (sat_writer_get_registry (self->writer), "stage");
  g_autoptr (GArray) ids = sat_identity_by_title (self->reader, type, name, error);

  *found = NULL;
  if (ids == NULL)
    return FALSE;
  if (ids->len == 0)
    return TRUE;
  *found = sat_reader_load (self->reader, g_array_index (ids, gint64, 0), error);
  return *found != NULL;
}

static gboolean
make_stage (SatImportRun *self,
            const SatImportFileStage *stage,
            const char *kind,
            int probability,
            gint64 *id,
            GError **error)
{
  const SatType *type = sat_registry_type (sat_writer_get_registry (self->writer), "stage");
  const SatImportMapStage *mapped = sat_import_map_stage (self->map, stage->name);
  g_auto (SatValue) name = sat_value_text (stage->name);
  g_auto (SatValue) kind_value = sat_value_text (kind);
  SatWriteField fields[5] = {
      {sat_type_field (type, "name"), name, SAT_VERSION_NONE},
      {sat_type_field (type, "kind"), kind_value, SAT_VERSION_NONE},
      {sat_type_field (type, "probability"), sat_value_int (probability), SAT_VERSION_NONE}};
  gint64 pipeline;
  gsize n = 3;

  if (!find_pipeline (self, &pipeline, error))
    return FALSE;
  fields[n++] = (SatWriteField){sat_type_field (type, "pipeline"), sat_value_int (pipeline),
                                SAT_VERSION_NONE};
  if (mapped != NULL && mapped->order >= 0)
    fields[n++] = (SatWriteField){sat_type_field (type, "order"), sat_value_int (mapped->order),
                                  SAT_VERSION_NONE};
  return sat_writer_create (self->writer, type, fields, n, SAT_ORIGIN_IMPORT, id, error);
}

static void
remember (SatImportRun *self, const char *name, gint64 id)
{
  g_hash_table_insert (self->stages, sat_fold (name), g_memdup2 (&id, sizeof id));
}

static gboolean
settle_stage (SatImportRun *self,
              SatImportFile *file,
              const SatImportFileStage *stage,
              const char *kind,
              int probability,
              GError **error)
{
  const SatImportMapStage *mapped = sat_import_map_stage (self->map, stage->name);
  const char *name = mapped != NULL && mapped->is != NULL ? mapped->is : stage->name;
  g_autoptr (SatRecord) found = NULL;
  gint64 id;

  if (!find_stage (self, name, &found, error))
    return FALSE;
  if (found != NULL) {
    remember (self, stage->name, sat_record_get_id (found));
    sat_import_file_report_stage (file->report, stage->name, sat_record_get_text (found, "kind"),
                                  (int)sat_record_get_int (found, "probability", 0), FALSE);
    return TRUE;
  }
  if (!make_stage (self, stage, kind, probability, &id, error))
    return FALSE;
  remember (self, stage->name, id);
  sat_import_file_report_stage (file->report, stage->name, kind, probability, TRUE);
  return TRUE;
}

gboolean
sat_import_stages (SatImportRun *self, SatImportFile *file, GError **error)
{
  guint n_open = 0, place = 0;

  for (guint i = 0; i < file->stages->len; i++)
    n_open += strcmp (kind_of (self, file->stages->pdata[i]), "open") == 0;
  for (guint i = 0; i < file->stages->len; i++) {
    const SatImportFileStage *stage = file->stages->pdata[i];
    const char *kind = kind_of (self, stage);

    if (strcmp (kind, "open") == 0)
      place++;
    if (!settle_stage (self, file, stage, kind, probability_of (self, stage, kind, place, n_open),
                       error))
      return FALSE;
  }
  return TRUE;
}

gint64
sat_import_stage (SatImportRun *self, const char *name)
{
  g_autofree char *folded = sat_fold (name);
  const gint64 *id = g_hash_table_lookup (self->stages, folded);

  return id != NULL ? *id : 0;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-pipeline-load.h"

#include "sat-query.h"

#include <glib/gi18n-lib.h>

static void
pipeline_info_free (gpointer data)
{
  SatPipelineInfo *info = data;

  g_free (info->name);
  g_free (info);
}

static void
stage_info_free (gpointer data)
{
  SatStageInfo *info = data;

  g_free (info->uuid);
  g_free (info->name);
  g_free (info);
}

SatPipelineRequest *
sat_pipeline_request_new (gint64 pipeline, SatFilter *filter, SatDate today)
{
  SatPipelineRequest *self = g_new0 (SatPipelineRequest, 1);

  self->pipeline = pipeline;
  self->filter = filter != NULL ? sat_filter_ref (filter) : NULL;
  self->today = today;
  return self;
}

void
sat_pipeline_request_free (gpointer request)
{
  SatPipelineRequest *self = request;

  g_clear_pointer (&self->filter, sat_filter_unref);
  g_free (self);
}

void
sat_pipeline_content_free (gpointer content)
{
  SatPipelineContent *self = content;

  if (self == NULL)
    return;
  g_ptr_array_unref (self->pipelines);
  g_ptr_array_unref (self->stages);
  g_clear_pointer (&self->totals, g_array_unref);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatPipelineContent, sat_pipeline_content_free)

SatStageInfo *
sat_pipeline_content_find_stage (SatPipelineContent *content, gint64 id)
{
  for (guint i = 0; content != NULL && i < content->stages->len; i++) {
    SatStageInfo *info = g_ptr_array_index (content->stages, i);

    if (info->id == id)
      return info;
  }
  return NULL;
}

/* All records of a small type, in their order. */
static GPtrArray *
read_all (SatReader *reader, const char *type_name, GCancellable *cancellable, GError **error)
{
  g_autoptr (SatQuery) query = sat_query_new (type_name);
  g_autoptr (GArray) ids = NULL;

  sat_query_add_sort (query, "order", FALSE);
  ids = sat_query_ids (query, reader, cancellable, error);
  if (ids == NULL)
    return NULL;
  return sat_reader_load_many (reader, sat_reader_get_type_by_name (reader, type_name),
                               (const gint64 *)(gpointer)ids->data, ids->len, error);
}

static SatColumnKind
read_kind (SatRecord *stage)
{
  const char *kind = sat_record_get_text (stage, "kind");

  if (g_strcmp0 (kind, "won") == 0)
    return SAT_COLUMN_WON;
  return g_strcmp0 (kind, "lost") == 0 ? SAT_COLUMN_LOST : SAT_COLUMN_OPEN;
}

static gboolean
has_stages (GPtrArray *stages, gint64 pipeline)
{
  for (guint i = 0; i < stages->len; i++) {
    if (sat_record_get_int (g_ptr_array_index (stages, i), "pipeline", 0) == pipeline)
      return TRUE;
  }
  return FALSE;
}

static void
add_pipeline (SatPipelineContent *content, gint64 id, const char *name)
{
  SatPipelineInfo *info = g_new0 (SatPipelineInfo, 1);

  info->id = id;
  info->name = g_strdup (name);
  g_ptr_array_add (content->pipelines, info);
}

/* Takes the wanted pipeline, or the first if that is gone. */
static void
choose_pipeline (SatPipelineContent *content, gint64 wanted)
{
  for (guint i = content->pipelines->len; i-- > 0;) {
    SatPipelineInfo *info = g_ptr_array_index (content->pipelines, i);

    content->pipeline = info->id;
    if (info->id == wanted)
      return;
  }
}

/* Open stages in their order, then won, then lost. */
static void
add_stages (SatPipelineContent *content, GPtrArray *stages)
{
  for (int kind = SAT_COLUMN_OPEN; kind <= SAT_COLUMN_LOST; kind++) {
    for (guint i = 0; i < stages->len; i++) {
      SatRecord *stage = g_ptr_array_index (stages, i);
      SatStageInfo *info;

      if ((int)read_kind (stage) != kind ||
          sat_record_get_int (stage, "pipeline", 0) != content->pipeline)
        continue;
      info = g_new0 (SatStageInfo, 1);
      info->id = sat_record_get_id (stage);
      info->uuid = sat_uuid_to_string (sat_record_get_uuid (stage));
      info->name = g_strdup (sat_record_get_title (stage));
      info->kind = kind;
      info->idle_limit = (int)CLAMP (sat_record_get_int (stage, "idle_limit", 0), 0, G_MAXINT);
      g_ptr_array_add (content->stages, info);
    }
  }
}

gpointer
sat_pipeline_load (SatReader *reader, gpointer data, GCancellable *cancellable, GError **error)
{
  SatPipelineRequest *request = data;
  g_autoptr (SatPipelineContent) content = g_new0 (SatPipelineContent, 1);
  g_autoptr (GPtrArray) pipelines = NULL, stages = NULL;

  content->pipelines = g_ptr_array_new_with_free_func (pipeline_info_free);
  content->stages = g_ptr_array_new_with_free_func (stage_info_free);
  pipelines = read_all (reader, "pipeline", cancellable, error);
  stages = pipelines != NULL ? read_all (reader, "stage", cancellable, error) : NULL;
  if (stages == NULL)
    return NULL;
  for (guint i = 0; i < pipelines->len; i++) {
    SatRecord *pipeline = g_ptr_array_index (pipelines, i);

    if (has_stages (stages, sat_record_get_id (pipeline)))
      add_pipeline (content, sat_record_get_id (pipeline), sat_record_get_title (pipeline));
  }
  if (has_stages (stages, 0))
    add_pipeline (content, 0, content->pipelines->len > 0 ? _ ("Other Stages") : _ ("Pipeline"));
  choose_pipeline (content, request->pipeline);
  add_stages (content, stages);
  content->totals = sat_stage_totals (reader, request->filter, request->today, cancellable, error);
  if (content->totals == NULL)
    return NULL;
  content->n_deals =
      sat_reader_count (reader, sat_reader_get_type_by_name (reader, "opportunity"), error);
  if (content->n_deals < 0)
    return NULL;
  return g_steal_pointer (&content);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-pipeline-model.h"

#include "sat-deal-face.h"
#include "sat-list-model.h"
#include "sat-pipeline-moves.h"
#include "sat-pipeline-totals.h"

struct _SatPipelineModel {
  GObject parent_instance;
  SatContext *context;
  gulong context_changed;
  gint64 pipeline; /* -1: not chosen */
  SatFilter *filter;
  GListStore *columns;
  SatPipelineContent *content;
  char *error;
  GCancellable *loading;
  gboolean stale; /* what is being loaded is out of date */
  SatPipelineMoves *moves;
  GQueue lists; /* SatBoardColumn whose list waits for its query */
  guint lists_idle;
};

enum {
  SIGNAL_CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SatPipelineModel, sat_pipeline_model, G_TYPE_OBJECT)

static void load (SatPipelineModel *self);

static SatBoardColumn *
nth_column (SatPipelineModel *self, guint i)
{
  g_autoptr (SatBoardColumn) column = g_list_model_get_item (G_LIST_MODEL (self->columns), i);

  return column; /* the list keeps it */
}

static guint
n_columns (SatPipelineModel *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->columns));
}

static SatFilter *
both (SatFilter *one, SatFilter *other)
{
  SatFilter *children[2];

  if (one == NULL || other == NULL)
    return one != NULL ? one : other;
  children[0] = one;
  children[1] = other;
  return sat_filter_all (children, 2);
}

static SatQuery *
column_query (SatPipelineModel *self, SatBoardColumn *column)
{
  SatStageInfo *stage =
      sat_pipeline_content_find_stage (self->content, sat_board_column_get_id (column));
  SatQuery *query = sat_query_new ("opportunity");
  g_autoptr (SatFilter) filter = both (sat_filter_test1 ("stage", SAT_OP_IS, stage->uuid),
                                       self->filter != NULL ? sat_filter_ref (self->filter) : NULL);

  sat_query_set_filter (query, filter);
  /* What is due next comes first; of what is closed, what was closed last. */
  sat_query_add_sort (query, "close_date", stage->kind != SAT_COLUMN_OPEN);
  return query;
}

static void
update_list (SatPipelineModel *self, SatBoardColumn *column)
{
  GListModel *base = sat_board_column_get_base (column);
  g_autoptr (SatQuery) query = NULL;
  g_autoptr (SatListModel) list = NULL;

  if (sat_pipeline_content_find_stage (self->content, sat_board_column_get_id (column)) == NULL)
    return;
  if (sat_board_column_get_collapsed (column)) { /* thousands, perhaps, that nobody looks at */
    sat_board_column_set_base (column, NULL);
    return;
  }
  query = column_query (self, column);
  if (base == NULL) {
    list = sat_list_model_new (sat_context_get_store (self->context));
    sat_list_model_set_query (list, query);
    sat_board_column_set_base (column, G_LIST_MODEL (list));
  } else {
    sat_list_model_set_query (SAT_LIST_MODEL (base), query);
  }
}

/* One list at a time: each may take half a frame for its first page. */
static gboolean
update_lists_cb (gpointer data)
{
  SatPipelineModel *self = data;
  g_autoptr (SatBoardColumn) column = g_queue_pop_head (&self->lists);

  if (column != NULL)
    update_list (self, column);
  if (!g_queue_is_empty (&self->lists))
    return G_SOURCE_CONTINUE;
  self->lists_idle = 0;
  return G_SOURCE_REMOVE;
}

static void
queue_list (SatPipelineModel *self, SatBoardColumn *column)
{
  if (g_queue_find (&self->lists, column) == NULL)
    g_queue_push_tail (&self->lists, g_object_ref (column));
  if (self->lists_idle == 0)
    self->lists_idle = g_idle_add (update_lists_cb, self);
}

static void
queue_all_lists (SatPipelineModel *self)
{
  for (guint i = 0; i < n_columns (self); i++)
    queue_list (self, nth_column (self, i));
}

static void
column_changed_cb (SatBoardColumn *column, SatPipelineModel *self)
{
  gboolean shown = sat_board_column_get_base (column) != NULL;

  if (shown == sat_board_column_get_collapsed (column))
    queue_list (self, column);
}

static void
forget_columns (SatPipelineModel *self)
{
  SatBoardColumn *column;

  for (guint i = 0; i < n_columns (self); i++) {
    column = nth_column (self, i);
    g_signal_handlers_disconnect_by_func (column, column_changed_cb, self);
  }
  while ((column = g_queue_pop_head (&self->lists)) != NULL)
    g_object_unref (column);
  if (self->moves != NULL)
    sat_pipeline_moves_forget (self->moves);
}

static void
make_columns (SatPipelineModel *self)
{
  GPtrArray *stages = self->content->stages;
  g_autoptr (GPtrArray) columns = g_ptr_array_new_with_free_func (g_object_unref);
  guint n_open = 0;

  for (guint i = 0; i < stages->len; i++)
    n_open += ((SatStageInfo *)g_ptr_array_index (stages, i))->kind == SAT_COLUMN_OPEN;
  forget_columns (self);
  for (guint i = 0; i < stages->len; i++) {
    SatStageInfo *stage = g_ptr_array_index (stages, i);
    SatBoardColumn *column = sat_board_column_new (stage->id, stage->name, stage->kind);

    sat_board_column_set_strength (column, n_open > 1 ? (double)i / (n_open - 1) : 1);
    sat_board_column_set_collapsed (column, stage->kind != SAT_COLUMN_OPEN);
    g_signal_connect (column, "changed", G_CALLBACK (column_changed_cb), self);
    g_signal_connect_object (column, "items-changed", G_CALLBACK (sat_pipeline_moves_check),
                             self->moves, G_CONNECT_AFTER | G_CONNECT_SWAPPED);
    g_ptr_array_add (columns, column);
  }
  g_list_store_splice (self->columns, 0, n_columns (self), columns->pdata, columns->len);
  queue_all_lists (self);
}

static gboolean
same_stages (SatPipelineContent *a, SatPipelineContent *b)
{
  if (a == NULL || a->stages->len != b->stages->len)
    return FALSE;
  for (guint i = 0; i < a->stages->len; i++) {
    SatStageInfo *x = g_ptr_array_index (a->stages, i), *y = g_ptr_array_index (b->stages, i);

    if (x->id != y->id || x->kind != y->kind || x->idle_limit != y->idle_limit ||
        g_strcmp0 (x->name, y->name) != 0)
      return FALSE;
  }
  return TRUE;
}

static void
take_content (SatPipelineModel *self, SatPipelineContent *content)
{
  SatPipelineContent *old = self->content;
  gboolean same = same_stages (old, content);

  self->content = content;
  self->pipeline = content->pipeline;
  if (!same)
    make_columns (self);
  for (guint i = 0; i < n_columns (self); i++)
    sat_pipeline_totals_show (content->totals, nth_column (self, i),
                              sat_context_get_format (self->context));
  sat_pipeline_content_free (old);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SatPipelineModel) self = user_data;
  g_autoptr (GError) error = NULL;
  SatPipelineContent *content = sat_context_read_finish (result, &error);

  g_clear_object (&self->loading);
  if (self->context == NULL) {
    sat_pipeline_content_free (content);
    return;
  }
  if (content != NULL) {
    g_clear_pointer (&self->error, g_free);
    take_content (self, content);
  } else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) &&
             !g_error_matches (error, SAT_DB_ERROR, SAT_DB_ERROR_INTERRUPTED)) {
    g_free (self->error);
    self->error = g_strdup (error->message);
  }
  if (self->stale)
    load (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static SatDate
today (SatPipelineModel *self)
{
  const SatFormat *format = sat_context_get_format (self->context);

  return sat_date_today (sat_clock_now (format->clock), format->zone);
}

static void
load (SatPipelineModel *self)
{
  self->stale = self->loading != NULL;
  if (self->stale)
    return;
  self->loading = g_cancellable_new ();
  sat_context_read_async (self->context, sat_pipeline_load,
                          sat_pipeline_request_new (self->pipeline, self->filter, today (self)),
                          sat_pipeline_request_free, sat_pipeline_content_free, self->loading,
                          loaded_cb, g_object_ref (self));
}

static void
context_changed_cb (SatContext *context, gpointer news, SatPipelineModel *self)
{
  load (self);
}

static void
sat_pipeline_model_dispose (GObject *object)
{
  SatPipelineModel *self = SAT_PIPELINE_MODEL (object);

  forget_columns (self);
  g_clear_handle_id (&self->lists_idle, g_source_remove);
  if (self->loading != NULL)
    g_cancellable_cancel (self->loading);
  if (self->context != NULL)
    g_clear_signal_handler (&self->context_changed, self->context);
  g_clear_object (&self->moves);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (sat_pipeline_model_parent_class)->dispose (object);
}

static void
sat_pipeline_model_finalize (GObject *object)
{
  SatPipelineModel *self = SAT_PIPELINE_MODEL (object);

  g_clear_pointer (&self->filter, sat_filter_unref);
  g_clear_pointer (&self->content, sat_pipeline_content_free);
  g_object_unref (self->columns);
  g_free (self->error);
  G_OBJECT_CLASS (sat_pipeline_model_parent_class)->finalize (object);
}

static void
sat_pipeline_model_class_init (SatPipelineModelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = sat_pipeline_model_dispose;
  object_class->finalize = sat_pipeline_model_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", SAT_TYPE_PIPELINE_MODEL, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
sat_pipeline_model_init (SatPipelineModel *self)
{
  self->pipeline = -1;
  self->columns = g_list_store_new (SAT_TYPE_BOARD_COLUMN);
}

SatPipelineModel *
sat_pipeline_model_new (SatContext *context)
{
  SatPipelineModel *self;

  g_return_val_if_fail (SAT_IS_CONTEXT (context), NULL);

  self = g_object_new (SAT_TYPE_PIPELINE_MODEL, NULL);
  self->context = g_object_ref (context);
  self->moves = sat_pipeline_moves_new (context, G_LIST_MODEL (self->columns));
  self->context_changed =
      g_signal_connect (context, "changed", G_CALLBACK (context_changed_cb), self);
  load (self);
  return self;
}

SatPipelineState
sat_pipeline_model_get_state (SatPipelineModel *self)
{
  g_return_val_if_fail (SAT_IS_PIPELINE_MODEL (self), SAT_PIPELINE_LOADING);

  if (self->error != NULL)
    return SAT_PIPELINE_FAILED;
  if (self->content == NULL)
    return SAT_PIPELINE_LOADING;
  if (self->content->stages->len == 0)
    return SAT_PIPELINE_NO_STAGES;
  if (self->content->n_deals == 0)
    return SAT_PIPELINE_NO_DEALS;
  for (guint i = 0; i < n_columns (self); i++) {
    if (sat_board_column_get_totals (nth_column (self, i))->count > 0)
      return SAT_PIPELINE_READY;
  }
  return self->filter != NULL ? SAT_PIPELINE_NO_MATCH : SAT_PIPELINE_READY;
}

const char *
sat_pipeline_model_get_error (SatPipelineModel *self)
{
  g_return_val_if_fail (SAT_IS_PIPELINE_MODEL (self), NULL);

  return self->error;
}

GListModel *
sat_pipeline_model_get_columns (SatPipelineModel *self)
{
  g_return_val_if_fail (SAT_IS_PIPELINE_MODEL (self), NULL);

  return G_LIST_MODEL (self->columns);
}

GPtrArray *
sat_pipeline_model_get_pipelines (SatPipelineModel *self)
{
  g_return_val_if_fail (SAT_IS_PIPELINE_MODEL (self), NULL);

  return self->content != NULL ? self->content->pipelines : NULL;
}

gint64
sat_pipeline_model_get_pipeline (SatPipelineModel *self)
{
  g_return_val_if_fail (SAT_IS_PIPELINE_MODEL (self), -1);

  return self->pipeline;
}

void
sat_pipeline_model_set_pipeline (SatPipelineModel *self, gint64 pipeline)
{
  g_return_if_fail (SAT_IS_PIPELINE_MODEL (self));

  if (self->pipeline == pipeline)
    return;
  self->pipeline = pipeline;
  load (self);
}

void
sat_pipeline_model_reload (SatPipelineModel *self)
{
  g_return_if_fail (SAT_IS_PIPELINE_MODEL (self));

  load (self);
}

void
sat_pipeline_model_set_filter (SatPipelineModel *self, SatFilter *filter)
{
  g_return_if_fail (SAT_IS_PIPELINE_MODEL (self));

  if (self->filter == filter ||
      (self->filter != NULL && filter != NULL && sat_filter_equal (self->filter, filter)))
    return;
  if (filter != NULL)
    sat_filter_ref (filter);
  g_clear_pointer (&self->filter, sat_filter_unref);
  self->filter = filter;
  queue_all_lists (self);
  load (self);
}

SatFilter *
sat_pipeline_model_dup_list_filter (SatPipelineModel *self)
{
  SatFilter *filter, *pipeline = NULL;

  g_return_val_if_fail (SAT_IS_PIPELINE_MODEL (self), NULL);

  filter = self->filter != NULL ? sat_filter_ref (self->filter) : NULL;
  if (self->content != NULL && self->content->pipelines->len > 1) {
    g_autofree char *uuid = sat_context_uuid_text (self->context, self->pipeline);

    pipeline = self->pipeline != 0 ? sat_filter_test1 ("stage.pipeline", SAT_OP_IS, uuid)
                                   : sat_filter_test ("stage.pipeline", SAT_OP_EMPTY, NULL);
  }
  return both (pipeline, filter);
}

char *
sat_pipeline_model_describe (SatPipelineModel *self)
{
  g_autoptr (GArray) open = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_return_val_if_fail (SAT_IS_PIPELINE_MODEL (self), NULL);

  if (self->content == NULL || self->content->stages->len == 0)
    return g_strdup ("");
  for (guint i = 0; i < self->content->stages->len; i++) {
    SatStageInfo *stage = g_ptr_array_index (self->content->stages, i);

    if (stage->kind == SAT_COLUMN_OPEN)
      g_array_append_val (open, stage->id);
  }
  return sat_pipeline_totals_describe (self->content->totals, open,
                                       sat_context_get_format (self->context));
}

void
sat_pipeline_model_move (SatPipelineModel *self,
                         SatRecord *deal,
                         SatBoardColumn *to,
                         const char *reason)
{
  g_return_if_fail (SAT_IS_PIPELINE_MODEL (self));

  sat_pipeline_moves_add (self->moves, deal, to, reason);
}

void
sat_pipeline_model_fill_face (SatBoardColumn *column,
                              SatRecord *deal,
                              SatCardFace *face,
                              gpointer model)
{
  SatPipelineModel *self = SAT_PIPELINE_MODEL (model);
  const SatFormat *format = sat_context_get_format (self->context);
  SatStageInfo *stage =
      sat_pipeline_content_find_stage (self->content, sat_board_column_get_id (column));
  SatDealSituation situation = {.format = format, .kind = sat_board_column_get_kind (column)};

  situation.today = today (self);
  if (stage != NULL && situation.kind == SAT_COLUMN_OPEN) {
    SatSince since;
    gboolean known = sat_history_since (
        sat_context_get_reader (self->context), sat_record_get_id (deal),
        sat_type_field (sat_record_get_record_type (deal), "stage"), &since, NULL);

    situation.idle_limit = stage->idle_limit;
    situation.since_known =
        sat_deal_face_since (deal, known ? &since : NULL, format->zone, &situation.since);
  }
  sat_deal_face_fill (face, deal, &situation);
}

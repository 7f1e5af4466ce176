/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-card-face.h"
#include "sat-context.h"
#include "sat-pipeline-load.h"

G_BEGIN_DECLS

/* What the pipeline shows, kept in step with the store: the stages of the chosen pipeline as
 * columns, each over a list of its deals that fit the filter, and their totals. Main thread.
 *
 * Signal "changed": pipelines, state or totals differ. */
#define SAT_TYPE_PIPELINE_MODEL (sat_pipeline_model_get_type ())
G_DECLARE_FINAL_TYPE (SatPipelineModel, sat_pipeline_model, SAT, PIPELINE_MODEL, GObject)

typedef enum {
  SAT_PIPELINE_LOADING,   /* nothing is known yet */
  SAT_PIPELINE_FAILED,    /* it could not be read: see the error */
  SAT_PIPELINE_NO_STAGES, /* there is nothing to move deals between */
  SAT_PIPELINE_NO_DEALS,  /* in the whole file */
  SAT_PIPELINE_NO_MATCH,  /* there are deals, none fits the filter */
  SAT_PIPELINE_READY,
} SatPipelineState;

SatPipelineModel *sat_pipeline_model_new (SatContext *context);

SatPipelineState sat_pipeline_model_get_state (SatPipelineModel *self);
const char *sat_pipeline_model_get_error (SatPipelineModel *self); /* NULL: none */
/* SatBoardColumn, open ones first. (transfer none) */
GListModel *sat_pipeline_model_get_columns (SatPipelineModel *self);
/* SatPipelineInfo (transfer none); NULL before anything is known. */
GPtrArray *sat_pipeline_model_get_pipelines (SatPipelineModel *self);
gint64 sat_pipeline_model_get_pipeline (SatPipelineModel *self);
void sat_pipeline_model_set_pipeline (SatPipelineModel *self, gint64 pipeline);

/* Reads everything again, as it does by itself when the store changes. */
void sat_pipeline_model_reload (SatPipelineModel *self);

/* Which deals: NULL for all of the pipeline. */
void sat_pipeline_model_set_filter (SatPipelineModel *self, SatFilter *filter);
/* The filter of a list of the same deals: that one, and the pipeline where there are several.
 * (transfer full), NULL: all. */
SatFilter *sat_pipeline_model_dup_list_filter (SatPipelineModel *self);

/* "2,089 open deals, $1,234,000, weighted $620,000"; "" before anything is known. g_free(). */
char *sat_pipeline_model_describe (SatPipelineModel *self);

/* Shows @deal in @to at once and writes it; a failed write puts it back. @reason: why it was lost,
 * NULL to leave it. */
void sat_pipeline_model_move (SatPipelineModel *self,
                              SatRecord *deal,
                              SatBoardColumn *to,
                              const char *reason);

/* A SatBoardFaceFunc; @model is the SatPipelineModel. */
void sat_pipeline_model_fill_face (SatBoardColumn *column,
                                   SatRecord *deal,
                                   SatCardFace *face,
                                   gpointer model);

G_END_DECLS

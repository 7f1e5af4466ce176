/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-board-column.h"
#include "sat-stage-totals.h"

G_BEGIN_DECLS

/* What the pipeline view reads in one go, in the background: pipelines, stages, totals. */

typedef struct {
  gint64 id; /* 0: stages that belong to no pipeline */
  char *name;
} SatPipelineInfo;

typedef struct {
  gint64 id;
  char *uuid; /* for filters */
  char *name;
  SatColumnKind kind;
  int idle_limit;
} SatStageInfo;

/* What to read. */
typedef struct {
  gint64 pipeline;   /* -1: the first */
  SatFilter *filter; /* NULL: all */
  SatDate today;
} SatPipelineRequest;

typedef struct {
  GPtrArray *pipelines; /* SatPipelineInfo, in order; those with stages */
  gint64 pipeline;      /* the one whose stages follow */
  GPtrArray *stages;    /* SatStageInfo, in order, open ones first */
  GArray *totals;       /* SatStageTotal of the stages of all pipelines */
  gint64 n_deals;       /* in the file, whatever the filter says */
} SatPipelineContent;

SatPipelineRequest *sat_pipeline_request_new (gint64 pipeline, SatFilter *filter, SatDate today);
void sat_pipeline_request_free (gpointer request);
void sat_pipeline_content_free (gpointer content);
SatStageInfo *sat_pipeline_content_find_stage (SatPipelineContent *content, gint64 id);

/* A SatReadFunc: @data is a SatPipelineRequest, the result a SatPipelineContent. */
gpointer
sat_pipeline_load (SatReader *reader, gpointer data, GCancellable *cancellable, GError **error);

G_END_DECLS

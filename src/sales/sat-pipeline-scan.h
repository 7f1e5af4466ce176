/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-pipeline-figures.h"

G_BEGIN_DECLS

/* The one file of this layer that says SQL: deals, their lines, stages and users as figures need
 * them, each read in one pass. Through the reader's connection and without naming a database, so
 * that a reader of the past shows the past. Private to the figures. */

typedef struct {
  gint64 id;
  SatPipelineKind kind;
  int probability; /* -1: none */
  guint rank;      /* in the order of pipelines and stages */
} SatPipelineStage;

typedef struct {
  gint64 id;
  gint64 manager, team; /* 0: none */
  char *manager_text, *team_text;
} SatPipelineUser;

/* gint64 id -> SatPipelineStage, SatPipelineUser. */
GHashTable *sat_pipeline_read_stages (SatReader *reader, GError **error);
GHashTable *sat_pipeline_read_users (SatReader *reader, GError **error);

/* One deal. Texts last until the next. */
typedef struct {
  gint64 id; /* without a column only */
  gint64 stage, amount;
  int probability;      /* -1: none */
  const char *currency; /* NULL: the workspace's */
  gint64 key;           /* of the column asked for, 0 if it is null */
  const char *key_text; /* its unresolved text */
  gboolean has_date;    /* of a date: it is not null */
} SatPipelineDeal;

typedef void (*SatPipelineDealFunc) (const SatPipelineDeal *deal, gpointer data);

/* @column: a reference of opportunities, "close_date" or NULL. */
gboolean sat_pipeline_scan_deals (SatReader *reader,
                                  const char *column,
                                  const SatFilter *filter,
                                  SatPipelineDealFunc func,
                                  gpointer data,
                                  GCancellable *cancellable,
                                  GError **error);

/* One line of a deal, deals in no order. */
typedef struct {
  gint64 deal, product;
  const char *product_text;
  gint64 quantity, unit_price, discount;
} SatPipelineLine;

typedef void (*SatPipelineLineFunc) (const SatPipelineLine *line, gpointer data);

gboolean sat_pipeline_scan_lines (SatReader *reader,
                                  SatPipelineLineFunc func,
                                  gpointer data,
                                  GCancellable *cancellable,
                                  GError **error);

G_END_DECLS

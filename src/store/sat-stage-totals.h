/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-reader.h"

G_BEGIN_DECLS

/* What the opportunities of one stage in one currency come to. */
typedef struct {
  gint64 stage;         /* record id, 0: without a stage */
  const char *currency; /* interned */
  gint64 count;
  gint64 amount; /* minor units */
  gint64
      weighted; /* the same; amount x probability, won in full and lost not at all, each
                   rounded half away from zero before they are added (definitions.md, Weighted) */
} SatStageTotal;

/* A line for each stage and currency that occurs among the opportunities that fit @filter (NULL:
 * all), in no particular order. Those without an amount count in the workspace's currency. GArray
 * of SatStageTotal. One pass over the rows: run it off the main thread. */
GArray *
sat_stage_totals (SatReader *reader, SatFilter *filter, GCancellable *cancellable, GError **error);

G_END_DECLS

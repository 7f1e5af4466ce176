/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-reader.h"

G_BEGIN_DECLS

/* What the opportunities of one stage in one currency come to. Weighted: amount x probability, won
 * in full and lost not at all; each deal rounded half away from zero before they are added
 * (definitions.md, Weighted). */
typedef struct {
  gint64 stage;         /* record id, 0: without a stage */
  const char *currency; /* interned */
  gint64 count;
  gint64 amount, weighted; /* minor units of @currency */
  /* The same in the workspace's currency: open deals at the rate of the day asked for, closed ones
   * at that of their close date. */
  gboolean has_rate;
  gint64 converted, converted_weighted;
} SatStageTotal;

/* A line for each stage and currency that occurs among the opportunities that fit @filter (NULL:
 * all), in no particular order. Those without an amount count in the workspace's currency. @today:
 * whose rates count for open deals. GArray of SatStageTotal. One pass over the rows: run it off the
 * main thread. */
GArray *sat_stage_totals (
    SatReader *reader, SatFilter *filter, SatDate today, GCancellable *cancellable, GError **error);

G_END_DECLS

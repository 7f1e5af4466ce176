/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-deal-pulse.h"

G_BEGIN_DECLS

/* Why an open deal needs somebody. */
typedef enum {
  SAT_ATTENTION_LATE = 1 << 0,      /* its close date has passed */
  SAT_ATTENTION_SILENT = 1 << 1,    /* nothing happened for longer than its stage allows */
  SAT_ATTENTION_PUSHED = 1 << 2,    /* its close date moved on three times or more */
  SAT_ATTENTION_UNPLANNED = 1 << 3, /* nothing is to be done for it */
} SatAttentionReason;

/* Where a stage sets no limit, a deal is silent after this many days. */
#define SAT_ATTENTION_USUAL_LIMIT 30
#define SAT_ATTENTION_MANY_PUSHES 3

typedef struct {
  gint64 deal;
  guint reasons;   /* a set of SatAttentionReason */
  int days_late;   /* since the close date */
  int days_silent; /* since the last action */
  guint pushes;
  gint64 weight; /* the amount in the workspace's currency, as far as there is a rate */
} SatAttention;

/* What is wrong with one deal; FALSE: nothing. Silence is broken by an activity that was done, a
 * note or a change of the stage, and does not count while something is planned for today or later.
 * The weight is left alone. */
gboolean sat_attention_judge (const SatDealPulse *pulse,
                              SatDate today,
                              GTimeZone *zone,
                              SatAttention *found);

/* The open deals of @owner (0: of everyone) that need somebody: those with more serious reasons
 * first (late, then silent, pushed, unplanned), larger ones before smaller ones. GArray of
 * SatAttention. For a reading thread. */
GArray *sat_attention_of (SatReader *reader,
                          gint64 owner,
                          SatDate today,
                          GTimeZone *zone,
                          GCancellable *cancellable,
                          GError **error);

G_END_DECLS

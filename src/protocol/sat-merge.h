/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-version.h"

G_BEGIN_DECLS

/* The merge rule, pure (docs/protocol.md, 4): what becomes of one patched field or group. */

/* How far ahead of the server a clock may be. */
#define SAT_MERGE_LEAD_US (60 * G_USEC_PER_SEC)

typedef enum {
  SAT_MERGE_APPLY, /* the base is met */
  SAT_MERGE_SAME,  /* it was there already: only the version may rise */
  SAT_MERGE_WIN,   /* concurrent, the patch wins: a conflict keeps what was there */
  SAT_MERGE_LOSE,  /* concurrent, what is there wins: a conflict keeps the patch's value */
} SatMergeOutcome;

typedef struct {
  SatVersion current; /* of the server's value; NONE: the field was never there */
  SatVersion base;    /* that the editor saw; NONE: nothing */
  gboolean base_met;  /* base names an own mutation whose value is still there */
  SatHlc hlc;         /* the patch's, as it came */
  guint32 device;
  gint64 now;    /* the server's time, microseconds */
  gboolean same; /* the values are equal */
} SatMergeInput;

/* *@version: what the field has afterwards (also when the patch loses: the current one). The
 * patches of several devices that all saw the same base end in the same winner, whichever comes
 * first. */
SatMergeOutcome sat_merge_decide (const SatMergeInput *input, SatVersion *version);

/* A three-way merge by lines; NULL for an empty text. Changes of neighbouring lines are merged.
 * NULL: both changed the same line, or both put something at the same place. A line end at the end
 * is kept as in the text that changed it. g_free(). */
char *sat_merge_text (const char *base, const char *mine, const char *theirs);

G_END_DECLS

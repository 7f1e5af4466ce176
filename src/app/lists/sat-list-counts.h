/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-saved-lists.h"

G_BEGIN_DECLS

/* How many records each saved list has. Counted on a thread of its own, one list after the other,
 * some time after a change; it rests ten times as long as the counting took, so that it never has
 * more than a tenth of a processor however large the workspace is.
 *
 * Signal "counted": a count is another one. */
#define SAT_TYPE_LIST_COUNTS (sat_list_counts_get_type ())
G_DECLARE_FINAL_TYPE (SatListCounts, sat_list_counts, SAT, LIST_COUNTS, GObject)

SatListCounts *sat_list_counts_new (SatContext *context, SatSavedLists *lists);
/* Ends the counting; before the store is closed. */
void sat_list_counts_stop (SatListCounts *self);
/* -1: not counted yet, or it cannot be. */
gint64 sat_list_counts_get (SatListCounts *self, SatSavedList *list);

G_END_DECLS

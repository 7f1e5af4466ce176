/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-activity-filter.h"
#include "sat-context.h"

G_BEGIN_DECLS

/* A line of buttons, one for each part into which activities fall, with how many there are.
 *
 * Signal "changed": another part is chosen. */
#define SAT_TYPE_ACTIVITY_PARTS (sat_activity_parts_get_type ())
G_DECLARE_FINAL_TYPE (SatActivityParts, sat_activity_parts, SAT, ACTIVITY_PARTS, GtkWidget)

void sat_activity_parts_set_context (SatActivityParts *self, SatContext *context);
SatActivityPart sat_activity_parts_get_part (SatActivityParts *self);
/* Counts only what fits @filter as well (NULL: all), and follows the store. */
void sat_activity_parts_set_filter (SatActivityParts *self, SatFilter *filter);

G_END_DECLS

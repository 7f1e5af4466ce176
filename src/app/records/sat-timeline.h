/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-context.h"

G_BEGIN_DECLS

/* What happened around a record, the latest first, with a box for a note and buttons for calls and
 * tasks. */
#define SAT_TYPE_TIMELINE (sat_timeline_get_type ())
G_DECLARE_FINAL_TYPE (SatTimeline, sat_timeline, SAT, TIMELINE, GtkWidget)

GtkWidget *sat_timeline_new (SatContext *context, SatRecord *record);
/* Reads it again, in the background. */
void sat_timeline_refresh (SatTimeline *self);
void sat_timeline_focus_note (SatTimeline *self);

G_END_DECLS

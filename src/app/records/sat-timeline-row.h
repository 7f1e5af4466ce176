/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-timeline-read.h"

G_BEGIN_DECLS

/* One line of a timeline. */
#define SAT_TYPE_TIMELINE_ROW (sat_timeline_row_get_type ())
G_DECLARE_FINAL_TYPE (SatTimelineRow, sat_timeline_row, SAT, TIMELINE_ROW, GtkListBoxRow)

GtkWidget *sat_timeline_row_new (const SatTimelineEntry *entry);
/* What the line opens, 0 if nothing. */
gint64 sat_timeline_row_get_record (SatTimelineRow *self);

G_END_DECLS

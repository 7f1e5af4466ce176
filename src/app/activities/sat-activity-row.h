/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-activity-face.h"
#include "sat-context.h"

G_BEGIN_DECLS

/* One activity as a line: a box to tick it off, what it is and about whom, when, and a button that
 * logs a call. It asks the window with win.set-done and win.log-call-on. */
#define SAT_TYPE_ACTIVITY_ROW (sat_activity_row_get_type ())
G_DECLARE_FINAL_TYPE (SatActivityRow, sat_activity_row, SAT, ACTIVITY_ROW, GtkWidget)

GtkWidget *sat_activity_row_new (SatContext *context);
/* Follows @activity from now on; NULL: none. */
void sat_activity_row_set_activity (SatActivityRow *self, SatRecord *activity);
SatRecord *sat_activity_row_get_activity (SatActivityRow *self); /* (transfer none) */
/* With only the time of day where all lines are of one day. */
void sat_activity_row_set_short (SatActivityRow *self, gboolean is_short);
/* As a click on its box does. */
void sat_activity_row_toggle (SatActivityRow *self);

/* What can be done with it, at a point of the row. */
void sat_activity_row_show_menu (SatActivityRow *self, double x, double y);

G_END_DECLS

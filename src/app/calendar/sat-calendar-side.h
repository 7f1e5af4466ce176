/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-calendar-model.h"

G_BEGIN_DECLS

/* The panel beside the calendar: a small month, and the tasks that have no time yet, which can be
 * dragged into the days or scheduled with a key. */
#define SAT_TYPE_CALENDAR_SIDE (sat_calendar_side_get_type ())
G_DECLARE_FINAL_TYPE (SatCalendarSide, sat_calendar_side, SAT, CALENDAR_SIDE, GtkWidget)

GtkWidget *sat_calendar_side_new (SatCalendarModel *model);
/* Into the list of tasks. */
gboolean sat_calendar_side_focus_tasks (SatCalendarSide *self);

G_END_DECLS

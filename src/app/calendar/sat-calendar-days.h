/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-calendar-grid.h"

G_BEGIN_DECLS

/* One to seven days, hour by hour, and above them what lasts all day. */
#define SAT_TYPE_CALENDAR_DAYS (sat_calendar_days_get_type ())
G_DECLARE_FINAL_TYPE (SatCalendarDays, sat_calendar_days, SAT, CALENDAR_DAYS, SatCalendarGrid)

SatCalendarGrid *sat_calendar_days_new (void);
/* @n: 1 to 7 days from @first. */
void sat_calendar_days_set_range (SatCalendarDays *self, SatDate first, guint n);
/* Only the hours of work and what happens before and after them; else all hours. */
void sat_calendar_days_set_work_only (SatCalendarDays *self, gboolean work_only);
/* Scrolls so that @us is well in view, if its day is shown; else to the beginning of work. */
void sat_calendar_days_reveal (SatCalendarDays *self, gint64 us);

G_END_DECLS

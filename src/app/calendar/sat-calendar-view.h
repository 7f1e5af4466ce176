/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-calendar-grid.h"
#include "sat-calendar-model.h"
#include "sat-views.h"

G_BEGIN_DECLS

/* The view of the calendar: a day, a week, a month or an agenda of activities, with the line above
 * and the panel beside it. Its actions, for itself and the palette:
 *
 * - calendar.today, calendar.previous, calendar.next
 * - calendar.way s: day, week, month, agenda
 * - calendar.go-to, calendar.choose-people: open what asks
 * - calendar.full-day, calendar.panel: switches
 * - calendar.new: the form for something new where the keyboard is
 * - calendar.edit x, calendar.schedule x, calendar.duplicate x, calendar.unschedule x
 * - calendar.shift (xs): to "tomorrow", to the next "week" */
#define SAT_TYPE_CALENDAR_VIEW (sat_calendar_view_get_type ())
G_DECLARE_FINAL_TYPE (SatCalendarView, sat_calendar_view, SAT, CALENDAR_VIEW, GtkWidget)

/* For sat-views.c. */
GtkWidget *sat_calendar_view_new (SatContext *context, const SatViewInfo *info);

SatCalendarModel *sat_calendar_view_get_model (SatCalendarView *self);
/* The days or the month that is shown; NULL: the agenda is. */
SatCalendarGrid *sat_calendar_view_get_grid (SatCalendarView *self);

G_END_DECLS

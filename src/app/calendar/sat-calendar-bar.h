/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-calendar-model.h"

G_BEGIN_DECLS

/* The line above the calendar: today, back and forth, what is shown (which opens a way to go to any
 * date), whose it is, words to look for, and switches. Its buttons activate the actions of the view
 * ("calendar.…"). */
#define SAT_TYPE_CALENDAR_BAR (sat_calendar_bar_get_type ())
G_DECLARE_FINAL_TYPE (SatCalendarBar, sat_calendar_bar, SAT, CALENDAR_BAR, GtkWidget)

GtkWidget *sat_calendar_bar_new (SatCalendarModel *model);
/* Opens the popover in which a date is typed or picked. */
void sat_calendar_bar_ask_date (SatCalendarBar *self);
void sat_calendar_bar_choose_people (SatCalendarBar *self);
/* Opens the box for words. */
void sat_calendar_bar_focus_words (SatCalendarBar *self);
/* The hours have no meaning in a month or a list. */
void sat_calendar_bar_set_hours_apply (SatCalendarBar *self, gboolean apply);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-calendar-model.h"

G_BEGIN_DECLS

/* The line above the calendar: today, back and forth, what is shown (which opens a way to go to any
 * date), whose it is, words to look for, and switches. Its buttons activate the actions of the view
 * ("calendar.…"). */
#define SAT_TYPE_CALENDAR_STRIP (sat_calendar_strip_get_type ())
G_DECLARE_FINAL_TYPE (SatCalendarStrip, sat_calendar_strip, SAT, CALENDAR_STRIP, GtkWidget)

GtkWidget *sat_calendar_strip_new (SatCalendarModel *model);
/* Opens the popover in which a date is typed or picked. */
void sat_calendar_strip_ask_date (SatCalendarStrip *self);
void sat_calendar_strip_choose_people (SatCalendarStrip *self);
/* Opens the box for words. */
void sat_calendar_strip_focus_words (SatCalendarStrip *self);
/* The hours have no meaning in a month or a list. */
void sat_calendar_strip_set_hours_apply (SatCalendarStrip *self, gboolean apply);
/* There is little room. */
void sat_calendar_strip_set_narrow (SatCalendarStrip *self, gboolean narrow);

G_END_DECLS

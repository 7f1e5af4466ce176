/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-calendar-grid.h"

G_BEGIN_DECLS

/* Six weeks, a cell a day. */
#define SAT_TYPE_CALENDAR_MONTH (sat_calendar_month_get_type ())
G_DECLARE_FINAL_TYPE (SatCalendarMonth, sat_calendar_month, SAT, CALENDAR_MONTH, SatCalendarGrid)

SatCalendarGrid *sat_calendar_month_new (void);
/* Shows the month of @date, from the start of the week that its first day is in; days of other
 * months are dimmed. */
void sat_calendar_month_set_month (SatCalendarMonth *self, SatDate date);
/* The first of the month that is shown. */
SatDate sat_calendar_month_get_month (SatCalendarMonth *self);
/* Numbers of weeks at the side; at first as the locale counts weeks. */
void sat_calendar_month_set_week_numbers (SatCalendarMonth *self, gboolean shown);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-format.h"

G_BEGIN_DECLS

/* The ways in which the calendar shows time. Pure. */
typedef enum {
  SAT_CALENDAR_WAY_DAY,
  SAT_CALENDAR_WAY_WEEK,
  SAT_CALENDAR_WAY_MONTH,  /* six weeks, so that every month has the same height */
  SAT_CALENDAR_WAY_AGENDA, /* a list, from a day on */
  SAT_CALENDAR_N_WAYS,
} SatCalendarWay;

/* Days, both included. */
typedef struct {
  SatDate first, last;
} SatCalendarRange;

#define SAT_CALENDAR_AGENDA_DAYS 28

/* "day", "week", "month", "agenda": in settings and names of pages. */
const char *sat_calendar_way_name (SatCalendarWay way);
SatCalendarWay sat_calendar_way_named (const char *name); /* the week for any other name */

/* The days that are shown around @date. */
SatCalendarRange sat_calendar_range (SatCalendarWay way, SatDate date, int week_start);
/* The first day of the week that @date is in. */
SatDate sat_calendar_week (SatDate date, int week_start);
/* @date, @n ranges later. */
SatDate sat_calendar_step (SatCalendarWay way, SatDate date, int n);
/* "16 – 22 November 2026"; of the month in which @date is. @brief: there is little room. g_free().
 */
char *
sat_calendar_title (SatCalendarWay way, SatDate date, const SatFormat *format, gboolean brief);

G_END_DECLS

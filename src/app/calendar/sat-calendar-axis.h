/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-date.h"

G_BEGIN_DECLS

/* The hours down the side of some days, in microseconds from the top, that all the days share: a
 * reading of the clock stands at the same place on each. Where the clock is put back on one of the
 * days, the repeated time has room of its own (and the other days have a gap there); where it is
 * put forward, that day has a gap. So every instant has one place, and places grow with time. */
typedef struct _SatCalendarAxis SatCalendarAxis;

/* A full hour. */
typedef struct {
  gint64 at;
  int hour;       /* 0 to 24 */
  gboolean again; /* in the time that is repeated */
} SatCalendarMark;

SatCalendarAxis *sat_calendar_axis_new (SatDate first, guint n_days, GTimeZone *zone);
void sat_calendar_axis_free (SatCalendarAxis *axis);

/* 24 hours, and what is repeated. */
gint64 sat_calendar_axis_get_length (const SatCalendarAxis *axis);
/* The first is midnight, the last the end. (transfer none) */
const SatCalendarMark *sat_calendar_axis_get_marks (const SatCalendarAxis *axis, guint *n);
/* The gaps of a day, from the top; FALSE: there is no such one. */
gboolean sat_calendar_axis_get_gap (
    const SatCalendarAxis *axis, guint day, guint i, gint64 *from, gint64 *to);
/* The place of a reading of the clock, in minutes after midnight; the second of two. */
gint64 sat_calendar_axis_of_clock (const SatCalendarAxis *axis, int minutes);

/* The place of @us on that day, cut at its beginning and end. @end: as the end of something, which
 * stands before what is left out. */
gint64
sat_calendar_axis_of_instant (const SatCalendarAxis *axis, guint day, gint64 us, gboolean end);
/* The instant at a place; in a gap, the first after it. */
gint64 sat_calendar_axis_to_instant (const SatCalendarAxis *axis, guint day, gint64 at);
/* What of [@start, @end) lies on that day, in places; FALSE: nothing. An empty time is on its day.
 */
gboolean sat_calendar_axis_cut (
    const SatCalendarAxis *axis, guint day, gint64 start, gint64 end, gint64 *from, gint64 *to);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatCalendarAxis, sat_calendar_axis_free)

G_END_DECLS

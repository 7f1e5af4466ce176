/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-calendar-event.h"

G_BEGIN_DECLS

/* What is written and said about events. All (transfer full). */

/* "10:00 – 10:30"; "Tue 24 Nov, 22:00 – Wed 25 Nov, 02:00"; days for what is all day. */
char *sat_calendar_text_span (const SatFormat *format, const SatCalendarSpan *span);
/* The same to be said: "Tuesday, 24 November, 10:00 to 10:30". */
char *sat_calendar_text_said (const SatFormat *format, const SatCalendarSpan *span);
/* The times in the event's own zone with its name, "16:00 – 16:30, Tokyo"; NULL: it is no other. */
char *sat_calendar_text_zone (const SatFormat *format, const SatCalendarEvent *event);
/* All that a screen reader says: "Call with Ana Torres, Tuesday, 24 November, 10:00 to 10:30,
 * done".
 */
char *sat_calendar_text_name (const SatFormat *format, const SatCalendarEvent *event);
/* All that is known, in lines. */
char *sat_calendar_text_tip (const SatFormat *format, const SatCalendarEvent *event);
/* "Tuesday, 24 November, today, Thanksgiving"; @holiday may be NULL. */
char *
sat_calendar_text_day (const SatFormat *format, SatDate date, SatDate today, const char *holiday);

G_END_DECLS

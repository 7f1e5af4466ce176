/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-calendar-event.h"
#include "sat-context.h"

G_BEGIN_DECLS

/* Changes that the calendar makes, each one change with an undo toast. @written (may be NULL): as
 * in sat_context_write(). */

/* Puts an activity somewhere else. What was only due and still has no time is due on that day; it
 * keeps its due date otherwise, unless it now comes later. */
void sat_calendar_edit_put (SatContext *context,
                            gint64 id,
                            const SatCalendarSpan *span,
                            gpointer owner,
                            SatWrittenFunc written,
                            gpointer user_data);

/* Days later (or earlier), at the same time of the day. */
void sat_calendar_edit_shift (SatContext *context, gint64 id, int days);
/* Days until the morrow of today, and until the same weekday of the next week after today. */
int sat_calendar_edit_days_to_tomorrow (SatDate day, SatDate today);
int sat_calendar_edit_days_to_next_week (SatDate day, SatDate today, int week_start);

/* Takes the time and the due date away: it is to be scheduled anew. */
void sat_calendar_edit_unschedule (SatContext *context, gint64 id);

/* The same once more, to be done. */
void sat_calendar_edit_duplicate (SatContext *context, gint64 id);

/* The name of the user's zone for new activities, NULL if it has none. (transfer none) */
const char *sat_calendar_edit_own_zone (SatContext *context);
/* "Tue 17 Nov, 10:00 – 10:30". g_free(). */
char *sat_calendar_edit_describe (const SatFormat *format, const SatCalendarSpan *span);

G_END_DECLS

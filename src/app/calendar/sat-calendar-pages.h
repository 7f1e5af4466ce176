/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-agenda.h"
#include "sat-calendar-people.h"
#include "sat-calendar-way.h"

G_BEGIN_DECLS

/* What was read of the calendar, by ranges of days, for the people that are shown. A range that was
 * read stays until it is read anew, so that something is always there to show. Main thread; the
 * reading is done in the background.
 *
 * Signals:
 * "loaded" (int first, int last): that range is there, or could not be read
 * "stale": the store or the people changed; whoever shows a range wants it again */
#define SAT_TYPE_CALENDAR_PAGES (sat_calendar_pages_get_type ())
G_DECLARE_FINAL_TYPE (SatCalendarPages, sat_calendar_pages, SAT, CALENDAR_PAGES, GObject)

SatCalendarPages *sat_calendar_pages_new (SatContext *context, SatCalendarPeople *people);

/* Reads the range unless it is there already as the store is now. */
void sat_calendar_pages_want (SatCalendarPages *self, SatCalendarRange range);
/* SatAgendaItem, perhaps of a moment ago; NULL: nothing yet. (transfer none) */
GPtrArray *sat_calendar_pages_peek (SatCalendarPages *self, SatCalendarRange range);
/* It is as the store is now. */
gboolean sat_calendar_pages_is_fresh (SatCalendarPages *self, SatCalendarRange range);
/* Why the last reading failed; NULL: it did not. */
const char *sat_calendar_pages_get_error (SatCalendarPages *self);
/* Reads everything anew. */
void sat_calendar_pages_refresh (SatCalendarPages *self);

G_END_DECLS

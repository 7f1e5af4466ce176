/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-calendar-event.h"
#include "sat-calendar-pages.h"

G_BEGIN_DECLS

/* Where the calendar is and what it shows there. When it goes elsewhere, the old picture stays
 * until the new one is there; the ranges before and after are read ahead. Main thread.
 *
 * Signals:
 * "moved": it goes to another date or shows time in another way
 * "changed": what is shown differs: range, events, title
 * "words-changed": other words are looked for, before "changed" */
#define SAT_TYPE_CALENDAR_MODEL (sat_calendar_model_get_type ())
G_DECLARE_FINAL_TYPE (SatCalendarModel, sat_calendar_model, SAT, CALENDAR_MODEL, GObject)

SatCalendarModel *sat_calendar_model_new (SatContext *context);
SatContext *sat_calendar_model_get_context (SatCalendarModel *self);
SatCalendarPeople *sat_calendar_model_get_people (SatCalendarModel *self);
SatCalendarPages *sat_calendar_model_get_pages (SatCalendarModel *self);

/* Where it goes. */
SatCalendarWay sat_calendar_model_get_way (SatCalendarModel *self);
SatDate sat_calendar_model_get_date (SatCalendarModel *self);
void sat_calendar_model_go (SatCalendarModel *self, SatCalendarWay way, SatDate date);
void sat_calendar_model_step (SatCalendarModel *self, int n);
SatDate sat_calendar_model_get_today (SatCalendarModel *self);

/* What is there now. Before the first reading there are no events. */
SatCalendarWay sat_calendar_model_get_shown_way (SatCalendarModel *self);
SatDate sat_calendar_model_get_shown_date (SatCalendarModel *self);
SatCalendarRange sat_calendar_model_get_shown_range (SatCalendarModel *self);
GPtrArray *sat_calendar_model_get_events (SatCalendarModel *self); /* SatCalendarEvent */
gboolean sat_calendar_model_is_loading (SatCalendarModel *self);   /* nothing was ever read */
const char *sat_calendar_model_get_error (SatCalendarModel *self);

/* Only what has these words in its subject, place, or whom it is about. NULL or "": all. */
void sat_calendar_model_set_words (SatCalendarModel *self, const char *words);
/* The items of a page that are to be shown, as events. (transfer full) */
GPtrArray *sat_calendar_model_make_events (SatCalendarModel *self, GPtrArray *items);
gboolean sat_calendar_model_fits (SatCalendarModel *self, const SatAgendaItem *item);

/* The event of that id, if it is shown now. (transfer none) */
SatCalendarEvent *sat_calendar_model_find (SatCalendarModel *self, gint64 id);

G_END_DECLS

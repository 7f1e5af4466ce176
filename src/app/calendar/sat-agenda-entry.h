/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-calendar-event.h"

G_BEGIN_DECLS

typedef enum {
  SAT_AGENDA_HEADING, /* of a day */
  SAT_AGENDA_EVENT,
  SAT_AGENDA_EARLIER, /* a button for what was before */
  SAT_AGENDA_LATER,
} SatAgendaEntryKind;

/* A line of the agenda. */
#define SAT_TYPE_AGENDA_ENTRY (sat_agenda_entry_get_type ())
G_DECLARE_FINAL_TYPE (SatAgendaEntry, sat_agenda_entry, SAT, AGENDA_ENTRY, GObject)

/* @event: of an event, which it keeps. */
SatAgendaEntry *
sat_agenda_entry_new (SatAgendaEntryKind kind, SatDate date, SatCalendarEvent *event);
SatAgendaEntryKind sat_agenda_entry_get_kind (SatAgendaEntry *self);
SatDate sat_agenda_entry_get_date (SatAgendaEntry *self);
SatCalendarEvent *sat_agenda_entry_get_event (SatAgendaEntry *self); /* NULL: it is none */
/* The same line with the same text. */
gboolean sat_agenda_entry_equal (SatAgendaEntry *self, SatAgendaEntry *other);

/* The lines for the days @first to @last with @events (SatCalendarEvent): a heading for each day
 * that has some and for @today, an event on each of its days. GPtrArray of SatAgendaEntry. */
GPtrArray *
sat_agenda_entries (GPtrArray *events, SatDate first, SatDate last, SatDate today, GTimeZone *zone);

G_END_DECLS

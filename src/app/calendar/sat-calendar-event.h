/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-agenda.h"
#include "sat-format.h"

G_BEGIN_DECLS

/* When something is; both ends are set. sat_agenda_span_move() moves it by days. */
typedef SatAgendaSpan SatCalendarSpan;

#define SAT_TYPE_CALENDAR_SPAN (sat_calendar_span_get_type ())
GType sat_calendar_span_get_type (void);

gboolean sat_calendar_span_equal (const SatCalendarSpan *a, const SatCalendarSpan *b);
/* The days, both included, that @span touches in @zone. */
void sat_calendar_span_days (const SatCalendarSpan *span,
                             GTimeZone *zone,
                             SatDate *first,
                             SatDate *last);
/* One thing in the calendar, ready to be drawn. Filled by whoever makes it and not changed once it
 * is handed on; strings may be NULL. */
typedef struct {
  gint64 id;
  SatCalendarSpan span; /* of what is only due: all day, on the day when it is due */
  gboolean due;         /* it has no time, only a day when it is due */
  gboolean done;
  gboolean writable; /* it can be moved and stretched */
  char *kind;        /* as it is shown: "Call" */
  const char *icon;  /* icon name, interned; NULL: none */
  char *title;       /* never NULL once it is shown */
  char *about;       /* "Ana Torres · Acme" */
  char *place;
  char *zone;     /* its own, an IANA name; NULL: that of the calendar */
  char *owner;    /* whose it is, to be said and shown in the tooltip; NULL: need not be said */
  char *initials; /* shown where several people's are; NULL: not shown */
  guint colour;   /* of the person: see sat-calendar-colours.h */
} SatCalendarEvent;

#define SAT_TYPE_CALENDAR_EVENT (sat_calendar_event_get_type ())
GType sat_calendar_event_get_type (void);

/* All fields zero; counted references. */
SatCalendarEvent *sat_calendar_event_new (gint64 id, const SatCalendarSpan *span);
SatCalendarEvent *sat_calendar_event_ref (SatCalendarEvent *event);
void sat_calendar_event_unref (SatCalendarEvent *event);
/* A copy that happens at another time. */
SatCalendarEvent *sat_calendar_event_at (const SatCalendarEvent *event,
                                         const SatCalendarSpan *span);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatCalendarEvent, sat_calendar_event_unref)

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-calendar-event.h"

static SatCalendarSpan *
span_copy (const SatCalendarSpan *span)
{
  return g_memdup2 (span, sizeof *span);
}

G_DEFINE_BOXED_TYPE (SatCalendarSpan, sat_calendar_span, span_copy, g_free)
G_DEFINE_BOXED_TYPE (SatCalendarEvent,
                     sat_calendar_event,
                     sat_calendar_event_ref,
                     sat_calendar_event_unref)

gboolean
sat_calendar_span_equal (const SatCalendarSpan *a, const SatCalendarSpan *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  if (!a->all_day != !b->all_day)
    return FALSE;
  return a->all_day ? a->first == b->first && a->last == b->last
                    : a->start == b->start && a->end == b->end;
}

void
sat_calendar_span_days (const SatCalendarSpan *span, GTimeZone *zone, SatDate *first, SatDate *last)
{
  g_return_if_fail (span != NULL && zone != NULL && first != NULL && last != NULL);

  if (span->all_day) {
    *first = span->first;
    *last = MAX (span->first, span->last);
    return;
  }
  *first = sat_date_of_instant (span->start, zone);
  *last = sat_date_of_instant (MAX (span->start, span->end - 1), zone);
}

SatCalendarEvent *
sat_calendar_event_new (gint64 id, const SatCalendarSpan *span)
{
  SatCalendarEvent *event = g_atomic_rc_box_new0 (SatCalendarEvent);

  event->id = id;
  if (span != NULL)
    event->span = *span;
  return event;
}

SatCalendarEvent *
sat_calendar_event_ref (SatCalendarEvent *event)
{
  g_return_val_if_fail (event != NULL, NULL);

  return g_atomic_rc_box_acquire (event);
}

static void
clear (gpointer data)
{
  SatCalendarEvent *event = data;

  g_free (event->kind);
  g_free (event->title);
  g_free (event->about);
  g_free (event->place);
  g_free (event->zone);
  g_free (event->owner);
  g_free (event->initials);
}

void
sat_calendar_event_unref (SatCalendarEvent *event)
{
  g_return_if_fail (event != NULL);

  g_atomic_rc_box_release_full (event, clear);
}

SatCalendarEvent *
sat_calendar_event_at (const SatCalendarEvent *event, const SatCalendarSpan *span)
{
  SatCalendarEvent *copy;

  g_return_val_if_fail (event != NULL && span != NULL, NULL);

  copy = sat_calendar_event_new (event->id, span);
  copy->due = event->due && span->all_day;
  copy->done = event->done;
  copy->writable = event->writable;
  copy->kind = g_strdup (event->kind);
  copy->icon = event->icon;
  copy->title = g_strdup (event->title);
  copy->about = g_strdup (event->about);
  copy->place = g_strdup (event->place);
  copy->zone = g_strdup (event->zone);
  copy->owner = g_strdup (event->owner);
  copy->initials = g_strdup (event->initials);
  copy->colour = event->colour;
  return copy;
}

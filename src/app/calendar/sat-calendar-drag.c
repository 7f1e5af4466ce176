/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a drag means: from where it began and where the pointer is, to when something would be. */

#include "config.h"

#include "sat-calendar-grid-private.h"

#include "sat-calendar-text.h"

static gint64
snap (gint64 us, gint64 step, GTimeZone *zone, gint64 round)
{
  gint64 second = us / G_TIME_SPAN_SECOND - (us % G_TIME_SPAN_SECOND < 0);
  int interval = g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, second);
  gint64 offset = g_time_zone_get_offset (zone, interval) * G_TIME_SPAN_SECOND;
  gint64 clock = us + offset + round, rest = clock % step;

  return clock - (rest < 0 ? rest + step : rest) - offset;
}

gint64
sat_calendar_snap (gint64 us, gint64 step, GTimeZone *zone)
{
  return snap (us, step, zone, step / 2);
}

gint64
sat_calendar_snap_down (gint64 us, gint64 step, GTimeZone *zone)
{
  return snap (us, step, zone, 0);
}

static SatCalendarSpan
all_day (SatDate first, SatDate last)
{
  return (SatCalendarSpan){.all_day = TRUE, .first = MIN (first, last), .last = MAX (first, last)};
}

static SatCalendarSpan
created (SatCalendarGrid *self, const SatCalendarSpot *from, const SatCalendarSpot *to)
{
  GTimeZone *zone = sat_calendar_grid_state (self)->format.zone;
  gint64 anchor, lead;

  if (!from->timed || !to->timed)
    return all_day (from->date, to->date);
  anchor = sat_calendar_snap_down (from->instant, SAT_CALENDAR_STEP, zone);
  lead = sat_calendar_snap_down (to->instant, SAT_CALENDAR_STEP, zone);
  return (SatCalendarSpan){.start = MIN (anchor, lead),
                           .end = MAX (anchor, lead) + SAT_CALENDAR_STEP};
}

/* What was all day and is put among the hours. */
static SatCalendarSpan
put_among_hours (SatCalendarGrid *self, const SatCalendarSpot *to)
{
  SatCalendarSpan span = {.start =
                              sat_calendar_snap_down (to->instant, SAT_CALENDAR_STEP,
                                                      sat_calendar_grid_state (self)->format.zone)};

  span.end = span.start + G_TIME_SPAN_HOUR;
  return span;
}

/* By days only the event keeps the reading of its own clock; by hours it goes to where the pointer
 * is. */
static SatCalendarSpan
moved (SatCalendarGrid *self, const SatCalendarSpot *from, const SatCalendarSpot *to)
{
  SatCalendarState *state = sat_calendar_grid_state (self);
  SatCalendarEvent *event = state->drag.event;
  const SatCalendarSpan *before = &event->span;
  g_autoptr (GTimeZone) zone = sat_calendar_grid_zone_of (self, event);
  int days = to->date - from->date;
  gint64 time = to->timed && from->timed ? to->at - from->at : 0;
  SatCalendarSpan after;
  SatDate first, last;

  sat_calendar_span_days (before, state->format.zone, &first, &last);
  if (before->all_day)
    return to->timed ? put_among_hours (self, to) : sat_agenda_span_move (before, days, zone);
  if (state->n_days <= 7 && !to->timed)
    return all_day (to->date, to->date);
  if (time > -SAT_CALENDAR_STEP / 2 && time < SAT_CALENDAR_STEP / 2)
    return sat_agenda_span_move (before, days, zone);
  if (!from->timed) /* grabbed at a bar of more than a day */
    return put_among_hours (self, to);
  after = *before;
  after.start = to->instant - (from->instant - before->start);
  after.start = sat_calendar_snap (after.start, SAT_CALENDAR_STEP, state->format.zone);
  after.end = after.start + (before->end - before->start);
  return after;
}

static SatCalendarSpan
stretched (SatCalendarGrid *self, const SatCalendarSpot *to)
{
  SatCalendarState *state = sat_calendar_grid_state (self);
  gboolean at_start = state->drag.kind == SAT_CALENDAR_DRAG_START;
  SatCalendarSpan span = state->drag.event->span;
  gint64 edge;

  if (span.all_day) {
    if (at_start)
      span.first = MIN (to->date, span.last);
    else
      span.last = MAX (to->date, span.first);
    return span;
  }
  if (!to->timed)
    return state->drag.span;
  edge = sat_calendar_snap (to->instant, SAT_CALENDAR_STEP, state->format.zone);
  if (at_start)
    span.start = MIN (edge, span.end - SAT_CALENDAR_STEP);
  else
    span.end = MAX (edge, span.start + SAT_CALENDAR_STEP);
  return span;
}

SatCalendarSpan
sat_calendar_drag_span (SatCalendarGrid *self, const SatCalendarSpot *spot)
{
  SatCalendarDrag *drag = &sat_calendar_grid_state (self)->drag;

  switch (drag->kind) {
  case SAT_CALENDAR_DRAG_CREATE:
    return created (self, &drag->from, spot);
  case SAT_CALENDAR_DRAG_MOVE:
    return moved (self, &drag->from, spot);
  case SAT_CALENDAR_DRAG_START:
  case SAT_CALENDAR_DRAG_END:
    return stretched (self, spot);
  case SAT_CALENDAR_DRAG_DROP:
    if (spot->timed) {
      SatCalendarSpan span = put_among_hours (self, spot);

      span.end = span.start + SAT_CALENDAR_SLOT;
      return span;
    }
    return all_day (spot->date, spot->date);
  case SAT_CALENDAR_DRAG_NONE:
  default:
    return drag->span;
  }
}

void
sat_calendar_drag_update (SatCalendarGrid *self)
{
  SatCalendarState *state = sat_calendar_grid_state (self);
  SatCalendarDrag *drag = &state->drag;
  SatCalendarSpot spot;
  SatCalendarSpan span;

  SAT_CALENDAR_GRID_GET_CLASS (self)->find_spot (self, drag->x, drag->y, &spot);
  span = sat_calendar_drag_span (self, &spot);
  if (drag->text != NULL && sat_calendar_span_equal (&span, &drag->span))
    return;
  drag->span = span;
  g_clear_object (&drag->text);
  {
    g_autofree char *text = sat_calendar_text_span (&state->format, &span);

    drag->text = sat_calendar_grid_layout (self, text, TRUE, 1);
  }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

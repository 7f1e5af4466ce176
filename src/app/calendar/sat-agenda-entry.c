/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-agenda-entry.h"

struct _SatAgendaEntry {
  GObject parent_instance;
  SatAgendaEntryKind kind;
  SatDate date;
  SatCalendarEvent *event;
};

G_DEFINE_FINAL_TYPE (SatAgendaEntry, sat_agenda_entry, G_TYPE_OBJECT)

static void
sat_agenda_entry_finalize (GObject *object)
{
  g_clear_pointer (&SAT_AGENDA_ENTRY (object)->event, sat_calendar_event_unref);
  G_OBJECT_CLASS (sat_agenda_entry_parent_class)->finalize (object);
}

static void
sat_agenda_entry_class_init (SatAgendaEntryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sat_agenda_entry_finalize;
}

static void
sat_agenda_entry_init (SatAgendaEntry *self)
{
}

SatAgendaEntry *
sat_agenda_entry_new (SatAgendaEntryKind kind, SatDate date, SatCalendarEvent *event)
{
  SatAgendaEntry *self = g_object_new (SAT_TYPE_AGENDA_ENTRY, NULL);

  self->kind = kind;
  self->date = date;
  self->event = event != NULL ? sat_calendar_event_ref (event) : NULL;
  return self;
}

SatAgendaEntryKind
sat_agenda_entry_get_kind (SatAgendaEntry *self)
{
  g_return_val_if_fail (SAT_IS_AGENDA_ENTRY (self), SAT_AGENDA_HEADING);
  return self->kind;
}

SatDate
sat_agenda_entry_get_date (SatAgendaEntry *self)
{
  g_return_val_if_fail (SAT_IS_AGENDA_ENTRY (self), 0);
  return self->date;
}

SatCalendarEvent *
sat_agenda_entry_get_event (SatAgendaEntry *self)
{
  g_return_val_if_fail (SAT_IS_AGENDA_ENTRY (self), NULL);
  return self->event;
}

static gboolean
same_event (const SatCalendarEvent *one, const SatCalendarEvent *other)
{
  return one->id == other->id && one->done == other->done && one->colour == other->colour &&
         sat_calendar_span_equal (&one->span, &other->span) && one->icon == other->icon &&
         g_strcmp0 (one->title, other->title) == 0 && g_strcmp0 (one->about, other->about) == 0 &&
         g_strcmp0 (one->place, other->place) == 0 &&
         g_strcmp0 (one->initials, other->initials) == 0 && g_strcmp0 (one->kind, other->kind) == 0;
}

gboolean
sat_agenda_entry_equal (SatAgendaEntry *self, SatAgendaEntry *other)
{
  g_return_val_if_fail (SAT_IS_AGENDA_ENTRY (self) && SAT_IS_AGENDA_ENTRY (other), FALSE);
  if (self->kind != other->kind || self->date != other->date)
    return FALSE;
  return self->event == NULL || same_event (self->event, other->event);
}

/* An event on one of its days. */
typedef struct {
  SatDate date;
  gboolean timed;
  gint64 start;
  SatCalendarEvent *event;
} Line;

static int
compare_lines (gconstpointer a, gconstpointer b)
{
  const Line *one = a, *other = b;

  if (one->date != other->date)
    return one->date < other->date ? -1 : 1;
  if (one->timed != other->timed)
    return one->timed ? 1 : -1;
  if (one->start != other->start)
    return one->start < other->start ? -1 : 1;
  return (one->event->id > other->event->id) - (one->event->id < other->event->id);
}

static void
add_lines (GArray *lines, SatCalendarEvent *event, SatDate first, SatDate last, GTimeZone *zone)
{
  SatDate from, to;

  sat_calendar_span_days (&event->span, zone, &from, &to);
  for (SatDate date = MAX (from, first); date <= MIN (to, last); date++) {
    Line line = {date, !event->span.all_day, event->span.all_day ? 0 : event->span.start, event};

    g_array_append_val (lines, line);
  }
}

GPtrArray *
sat_agenda_entries (GPtrArray *events, SatDate first, SatDate last, SatDate today, GTimeZone *zone)
{
  g_autoptr (GArray) lines = g_array_new (FALSE, FALSE, sizeof (Line));
  GPtrArray *entries = g_ptr_array_new_with_free_func (g_object_unref);
  gboolean today_seen = today < first || today > last;
  SatDate shown = G_MININT32;

  g_return_val_if_fail (zone != NULL, entries);
  for (guint i = 0; events != NULL && i < events->len; i++)
    add_lines (lines, g_ptr_array_index (events, i), first, last, zone);
  g_array_sort (lines, compare_lines);
  for (guint i = 0; i < lines->len; i++) {
    const Line *line = &g_array_index (lines, Line, i);

    if (!today_seen && line->date > today)
      g_ptr_array_add (entries, sat_agenda_entry_new (SAT_AGENDA_HEADING, today, NULL));
    today_seen = today_seen || line->date >= today;
    if (line->date != shown)
      g_ptr_array_add (entries, sat_agenda_entry_new (SAT_AGENDA_HEADING, line->date, NULL));
    shown = line->date;
    g_ptr_array_add (entries, sat_agenda_entry_new (SAT_AGENDA_EVENT, line->date, line->event));
  }
  if (!today_seen)
    g_ptr_array_add (entries, sat_agenda_entry_new (SAT_AGENDA_HEADING, today, NULL));
  return entries;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Days and times of activities: what is stored for them, and what that means. */

#include "config.h"

#include "sat-agenda.h"

static GTimeZone *
open_or_utc (const char *name)
{
  GTimeZone *zone = name != NULL ? sat_zone_open (name, NULL) : NULL;

  return zone != NULL ? zone : g_time_zone_new_utc ();
}

void
sat_agenda_all_day_dates (gint64 start, gint64 end, const char *zone, SatDate *first, SatDate *last)
{
  g_autoptr (GTimeZone) own = open_or_utc (zone);

  g_return_if_fail (first != NULL && last != NULL);

  *first = *last = sat_date_of_instant (start, own);
  if (end > start)
    *last = sat_date_of_instant (end - 1, own);
}

static void
all_day_times (const SatAgendaSpan *span, GTimeZone *zone, gint64 *start, gint64 *end)
{
  *start = sat_date_start (span->first, zone);
  *end = sat_date_end (MAX (span->first, span->last), zone) + 1;
}

/* Whether the days can be read back from the times. */
static gboolean
fits (const SatAgendaSpan *span, const char *zone)
{
  g_autoptr (GTimeZone) own = zone != NULL ? sat_zone_open (zone, NULL) : NULL;
  SatDate first, last;
  gint64 start, end;

  if (own == NULL)
    return FALSE;
  all_day_times (span, own, &start, &end);
  sat_agenda_all_day_dates (start, end, zone, &first, &last);
  return first == span->first && last == MAX (span->first, span->last);
}

void
sat_agenda_span_fields (const SatType *activity,
                        const SatAgendaSpan *span,
                        const char *zone,
                        SatWriteField fields[SAT_AGENDA_N_SPAN_FIELDS])
{
  static const char *const names[SAT_AGENDA_N_SPAN_FIELDS] = {"start", "end", "zone", "all_day"};
  gint64 start, end;

  g_return_if_fail (activity != NULL && span != NULL && fields != NULL);

  start = span->start;
  end = span->end;
  if (span->all_day) {
    g_autoptr (GTimeZone) own = NULL;

    if (!fits (span, zone))
      zone = "UTC";
    own = open_or_utc (zone);
    all_day_times (span, own, &start, &end);
  }
  for (guint i = 0; i < SAT_AGENDA_N_SPAN_FIELDS; i++)
    fields[i] =
        (SatWriteField){.field = sat_type_field (activity, names[i]), .base = SAT_VERSION_NONE};
  fields[0].value = sat_value_int (start);
  fields[1].value = end > start ? sat_value_int (end) : SAT_VALUE_INIT;
  fields[2].value = sat_value_text (zone);
  fields[3].value = sat_value_int (span->all_day);
}

SatAgendaSpan
sat_agenda_span_move (const SatAgendaSpan *span, int days, GTimeZone *zone)
{
  SatAgendaSpan moved;

  g_return_val_if_fail (span != NULL && zone != NULL, (SatAgendaSpan){0});

  moved = *span;
  moved.first += days;
  moved.last += days;
  if (!span->all_day) {
    moved.start = sat_date_move (span->start, days, zone);
    moved.end = span->end != 0 ? moved.start + (span->end - span->start) : 0;
  }
  return moved;
}

SatAgendaSpan
sat_agenda_item_span (const SatAgendaItem *item)
{
  g_return_val_if_fail (item != NULL, (SatAgendaSpan){0});

  return (SatAgendaSpan){item->all_day, item->start, item->end, item->first, item->last};
}

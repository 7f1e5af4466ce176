/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "calendar-sample.h"

static const char *const titles[] = {
    "Call with Ana Torres",
    "Visit Acme Corporation",
    "Quarterly review",
    "Demo for Müller & Söhne",
    "株式会社ソニーとの打ち合わせ",
    "Contract Donaudampfschifffahrtsgesellschaft",
    "Lunch",
    "Price list",
    "Follow up on the offer",
};
static const char *const people[] = {"Darcel Schlecht", "Anna Snelling", "王芳", "Moses Frase"};
static const char *const initials[] = {"DS", "AS", "王芳", "MF"};

void
calendar_sample_format (SatFormat *format, const char *zone, const char *now)
{
  gint64 us = 0;

  g_assert_true (sat_instant_parse (now, &us, NULL));
  sat_format_init_locale (format, sat_zone_open (zone, NULL), sat_clock_fake_new (us));
  format->order = SAT_DATE_ORDER_DMY;
  format->date = "%-d %b %Y";
  format->half_day = FALSE;
  format->week_start = 1;
}

void
calendar_sample_clear_format (SatFormat *format)
{
  g_clear_pointer (&format->zone, g_time_zone_unref);
  g_clear_pointer (&format->clock, sat_clock_unref);
}

static SatCalendarEvent *
make (gint64 id, const char *title, const SatCalendarSpan *span)
{
  SatCalendarEvent *event = sat_calendar_event_new (id, span);

  event->title = g_strdup (title);
  event->kind = g_strdup ("Meeting");
  event->writable = TRUE;
  return event;
}

SatCalendarEvent *
calendar_sample_timed (gint64 id, const char *title, const char *start, const char *end)
{
  SatCalendarSpan span = {0};

  g_assert_true (sat_instant_parse (start, &span.start, NULL));
  g_assert_true (sat_instant_parse (end, &span.end, NULL));
  return make (id, title, &span);
}

SatCalendarEvent *
calendar_sample_days (gint64 id, const char *title, const char *first, const char *last)
{
  SatCalendarSpan span = {.all_day = TRUE};

  g_assert_true (sat_date_parse (first, &span.first, NULL));
  g_assert_true (sat_date_parse (last, &span.last, NULL));
  return make (id, title, &span);
}

static SatCalendarEvent *
add (GPtrArray *events, SatCalendarEvent *event, const char *about, guint person)
{
  event->about = g_strdup (about);
  event->owner = g_strdup (people[person]);
  event->initials = g_strdup (initials[person]);
  event->colour = person;
  g_ptr_array_add (events, event);
  return event;
}

GPtrArray *
calendar_sample_week (void)
{
  GPtrArray *events = g_ptr_array_new_with_free_func ((GDestroyNotify)sat_calendar_event_unref);
  SatCalendarEvent *event;

  add (events,
       calendar_sample_timed (1, "Call with Ana Torres", "2026-11-24T10:00:00+01:00",
                              "2026-11-24T10:30:00+01:00"),
       "Acme Corporation", 0)
      ->done = TRUE;
  add (events,
       calendar_sample_timed (2, "Visit", "2026-11-24T10:15:00+01:00", "2026-11-24T12:00:00+01:00"),
       "Müller & Söhne GmbH", 1)
      ->place = g_strdup ("Hauptstraße 12, Berlin");
  add (events,
       calendar_sample_timed (3, "Quarterly review", "2026-11-24T11:00:00+01:00",
                              "2026-11-24T11:45:00+01:00"),
       "", 2);
  event = add (
      events,
      calendar_sample_timed (4, "Demo", "2026-11-25T09:00:00+01:00", "2026-11-25T10:00:00+01:00"),
      "株式会社ソニー", 0);
  event->zone = g_strdup ("Asia/Tokyo");
  add (events,
       calendar_sample_timed (5, "Night shift", "2026-11-25T22:00:00+01:00",
                              "2026-11-26T02:00:00+01:00"),
       "", 3);
  add (events,
       calendar_sample_timed (6, "Stand-up", "2026-11-26T09:00:00+01:00",
                              "2026-11-26T09:05:00+01:00"),
       "", 0);
  add (events, calendar_sample_days (7, "Trade fair", "2026-11-25", "2026-11-29"), "", 1);
  event = add (events, calendar_sample_days (8, "Send the offer", "2026-11-23", "2026-11-23"),
               "Kan-code", 0);
  event->due = TRUE;
  event =
      add (events, calendar_sample_days (9, "Order samples", "2026-11-23", "2026-11-23"), "", 0);
  event->due = event->done = TRUE;
  add (events, calendar_sample_days (10, "Holidays", "2026-11-20", "2026-11-24"), "", 2);
  add (events,
       calendar_sample_timed (11, "Lunch with the team", "2026-11-27T12:30:00+01:00",
                              "2026-11-27T13:30:00+01:00"),
       "", 0)
      ->writable = FALSE;
  return events;
}

GPtrArray *
calendar_sample_many (guint n, SatDate first, guint days)
{
  GPtrArray *events = g_ptr_array_new_with_free_func ((GDestroyNotify)sat_calendar_event_unref);
  g_autoptr (GRand) rand = g_rand_new_with_seed (42);

  for (guint i = 0; i < n; i++) {
    SatDate date = first + g_rand_int_range (rand, 0, (gint32)days);
    const char *title = titles[g_rand_int_range (rand, 0, G_N_ELEMENTS (titles))];
    SatCalendarSpan span = {0};
    SatCalendarEvent *event;

    if (i % 9 == 0) {
      span.all_day = TRUE;
      span.first = date;
      span.last = date + g_rand_int_range (rand, 0, i % 27 == 0 ? 6 : 1);
    } else {
      span.start = (gint64)date * G_TIME_SPAN_DAY +
                   g_rand_int_range (rand, 7 * 4, 18 * 4) * 15 * G_TIME_SPAN_MINUTE;
      span.end = span.start + g_rand_int_range (rand, 1, 8) * 15 * G_TIME_SPAN_MINUTE;
    }
    event = add (events, make ((gint64)i + 1, title, &span), "Acme Corporation", i % 4);
    event->done = i % 5 == 0;
    event->due = i % 18 == 0;
  }
  return events;
}

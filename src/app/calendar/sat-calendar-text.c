/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-calendar-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static char *
from_to (char *from, char *to)
{
  g_autofree char *one = from;
  g_autofree char *other = to;

  /* Translators: from a time or day to another */
  return g_strdup_printf (C_ ("calendar", "%s – %s"), one, other);
}

static char *
day_and_time (const SatFormat *format, gint64 us)
{
  g_autofree char *day = sat_format_day_month (format, sat_date_of_instant (us, format->zone));
  g_autofree char *time = sat_format_time (format, us);

  return g_strdup_printf (C_ ("day and time", "%s, %s"), day, time);
}

char *
sat_calendar_text_span (const SatFormat *format, const SatCalendarSpan *span)
{
  SatDate first, last;

  g_return_val_if_fail (format != NULL && span != NULL, NULL);

  sat_calendar_span_days (span, format->zone, &first, &last);
  if (span->all_day)
    return first == last ? sat_format_day_month (format, first)
                         : from_to (sat_format_day_month (format, first),
                                    sat_format_day_month (format, last));
  if (span->end <= span->start)
    return sat_format_time (format, span->start);
  if (first == last)
    return from_to (sat_format_time (format, span->start), sat_format_time (format, span->end));
  return from_to (day_and_time (format, span->start), day_and_time (format, span->end));
}

char *
sat_calendar_text_said (const SatFormat *format, const SatCalendarSpan *span)
{
  g_autofree char *day = NULL;
  g_autofree char *last_day = NULL;
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;
  SatDate first, last;

  g_return_val_if_fail (format != NULL && span != NULL, NULL);

  sat_calendar_span_days (span, format->zone, &first, &last);
  day = sat_format_day_long (format, first);
  last_day = sat_format_day_long (format, last);
  if (span->all_day && first == last)
    return g_strdup_printf (_ ("%s, all day"), day);
  if (span->all_day)
    /* Translators: from one day to another, as a screen reader says it */
    return g_strdup_printf (C_ ("calendar", "%s to %s"), day, last_day);
  from = sat_format_time (format, span->start);
  to = sat_format_time (format, span->end);
  if (span->end <= span->start)
    return g_strdup_printf (C_ ("day and time", "%s, %s"), day, from);
  if (first == last)
    /* Translators: a day, a time and a time, as a screen reader says it */
    return g_strdup_printf (C_ ("calendar", "%s, %s to %s"), day, from, to);
  /* Translators: a day and a time, twice, as a screen reader says it */
  return g_strdup_printf (C_ ("calendar", "%s, %s to %s, %s"), day, from, last_day, to);
}

/* "Asia/Ho_Chi_Minh" is "Ho Chi Minh". */
static char *
place_of_zone (const char *zone)
{
  const char *slash = strrchr (zone, '/');

  return g_strdelimit (g_strdup (slash != NULL ? slash + 1 : zone), "_", ' ');
}

char *
sat_calendar_text_zone (const SatFormat *format, const SatCalendarEvent *event)
{
  g_autoptr (GTimeZone) zone = NULL;
  g_autofree char *times = NULL;
  g_autofree char *place = NULL;
  SatFormat there;
  gint64 second;

  g_return_val_if_fail (format != NULL && event != NULL, NULL);

  if (event->zone == NULL || event->span.all_day)
    return NULL;
  zone = sat_zone_open (event->zone, NULL);
  second = event->span.start / G_TIME_SPAN_SECOND;
  if (zone == NULL ||
      g_time_zone_get_offset (zone,
                              g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, second)) ==
          g_time_zone_get_offset (format->zone, g_time_zone_find_interval (
                                                    format->zone, G_TIME_TYPE_UNIVERSAL, second)))
    return NULL;
  there = *format;
  there.zone = zone;
  times = sat_calendar_text_span (&there, &event->span);
  place = place_of_zone (event->zone);
  /* Translators: times and the city whose clock shows them: 16:00 – 16:30, Tokyo */
  return g_strdup_printf (C_ ("calendar", "%s, %s"), times, place);
}

static void
add (GString *text, const char *separator, const char *more)
{
  if (more == NULL || *more == '\0')
    return;
  if (text->len > 0)
    g_string_append (text, separator);
  g_string_append (text, more);
}

/* "Call with Ana" need not be said to be a call. */
static const char *
kind_to_say (const SatCalendarEvent *event)
{
  return event->title != NULL && event->kind != NULL && g_str_has_prefix (event->title, event->kind)
             ? NULL
             : event->kind;
}

char *
sat_calendar_text_name (const SatFormat *format, const SatCalendarEvent *event)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *when = NULL;
  g_autofree char *zone = NULL;

  g_return_val_if_fail (format != NULL && event != NULL, NULL);

  add (text, ", ", event->title);
  add (text, ", ", kind_to_say (event));
  add (text, ", ", event->about);
  if (event->due) {
    g_autofree char *day = sat_format_day_long (format, event->span.first);

    when = g_strdup_printf (_ ("due %s"), day);
  } else {
    when = sat_calendar_text_said (format, &event->span);
  }
  zone = sat_calendar_text_zone (format, event);
  add (text, ", ", when);
  add (text, ", ", zone);
  add (text, ", ", event->place);
  add (text, ", ", event->owner);
  if (event->done)
    add (text, ", ", C_ ("calendar", "done"));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
sat_calendar_text_tip (const SatFormat *format, const SatCalendarEvent *event)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *when = NULL;
  g_autofree char *zone = NULL;

  g_return_val_if_fail (format != NULL && event != NULL, NULL);

  add (text, "\n", event->title);
  if (event->due) {
    g_autofree char *day = sat_format_date (format, event->span.first);

    when = g_strdup_printf (C_ ("calendar", "Due %s"), day);
  } else {
    when = sat_calendar_text_span (format, &event->span);
  }
  zone = sat_calendar_text_zone (format, event);
  add (text, "\n", kind_to_say (event));
  add (text, "\n", when);
  add (text, "\n", zone);
  add (text, "\n", event->about);
  add (text, "\n", event->place);
  add (text, "\n", event->owner);
  if (event->done)
    add (text, "\n", C_ ("calendar", "Done"));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
sat_calendar_text_day (const SatFormat *format, SatDate date, SatDate today, const char *holiday)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *day = NULL;

  g_return_val_if_fail (format != NULL, NULL);

  day = sat_format_day_long (format, date);
  add (text, ", ", day);
  if (date == today)
    add (text, ", ", C_ ("calendar", "today"));
  add (text, ", ", holiday);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

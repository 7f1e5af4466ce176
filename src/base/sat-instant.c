/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-date-private.h"
#include "sat-error.h"

#include <glib/gi18n-lib.h>

#define FRACTION_DIGITS 6

typedef struct {
  int year, month, day;
  int hour, minute, second;
  int us;
  int offset_minutes;
} Parts;

static gboolean
read_time (const char **text, Parts *parts)
{
  int digits = 0;

  if (!sat_read_digits (text, 2, &parts->hour) || *(*text)++ != ':' ||
      !sat_read_digits (text, 2, &parts->minute) || *(*text)++ != ':' ||
      !sat_read_digits (text, 2, &parts->second))
    return FALSE;
  if (**text != '.')
    return TRUE;
  for (++*text; g_ascii_isdigit (**text); ++*text, digits++) {
    if (digits < FRACTION_DIGITS)
      parts->us = parts->us * 10 + (**text - '0');
  }
  for (int i = digits; i < FRACTION_DIGITS; i++)
    parts->us *= 10;
  return digits > 0;
}

static gboolean
read_offset (const char **text, Parts *parts)
{
  char sign = *(*text)++;
  int hours, minutes;

  if (sign == 'Z' || sign == 'z')
    return TRUE;
  if ((sign != '+' && sign != '-') || !sat_read_digits (text, 2, &hours) || *(*text)++ != ':' ||
      !sat_read_digits (text, 2, &minutes) || hours > 23 || minutes > 59)
    return FALSE;
  parts->offset_minutes = (hours * 60 + minutes) * (sign == '-' ? -1 : 1);
  return TRUE;
}

static gboolean
read_parts (const char *text, Parts *parts)
{
  if (!sat_read_ymd (&text, &parts->year, &parts->month, &parts->day))
    return FALSE;
  if (*text != 'T' && *text != 't' && *text != ' ')
    return FALSE;
  text++;
  return read_time (&text, parts) && read_offset (&text, parts) && *text == '\0';
}

/* A leap second, which RFC 3339 allows, falls on the second after it. */
static gboolean
time_exists (const Parts *parts)
{
  return parts->hour <= 23 && parts->minute <= 59 &&
         parts->second <= (parts->minute == 59 ? 60 : 59);
}

gboolean
sat_instant_parse (const char *text, gint64 *us, GError **error)
{
  Parts parts = {0};
  SatDate date;
  gint64 seconds;

  g_return_val_if_fail (us != NULL, FALSE);

  if (text == NULL || !read_parts (text, &parts)) {
    g_set_error (error, SAT_BASE_ERROR, SAT_BASE_ERROR_INVALID,
                 _ ("“%s” is not a time of the form 2017-03-01T09:00:00Z"),
                 text == NULL ? "" : text);
    return FALSE;
  }
  if (sat_date_from_ymd (parts.year, parts.month, parts.day, &date) && time_exists (&parts)) {
    seconds = (gint64)date * SAT_SECONDS_PER_DAY + parts.hour * 3600 +
              (parts.minute - parts.offset_minutes) * 60 + parts.second;
    date = (SatDate)sat_floor_div (seconds, SAT_SECONDS_PER_DAY);
    if (date >= SAT_DATE_MIN && date <= SAT_DATE_MAX) {
      *us = seconds * SAT_US_PER_SECOND + parts.us;
      return TRUE;
    }
  }
  g_set_error (error, SAT_BASE_ERROR, SAT_BASE_ERROR_RANGE, _ ("There is no such time as “%s”"),
               text);
  return FALSE;
}

char *
sat_instant_to_string (gint64 us)
{
  gint64 days = sat_floor_div (us, SAT_US_PER_DAY);
  gint64 of_day = us - days * SAT_US_PER_DAY;
  int seconds = (int)(of_day / SAT_US_PER_SECOND);
  int year, month, day;

  sat_date_to_ymd ((SatDate)days, &year, &month, &day);
  return g_strdup_printf ("%04d-%02d-%02dT%02d:%02d:%02d.%06dZ", year, month, day, seconds / 3600,
                          seconds / 60 % 60, seconds % 60, (int)(of_day % SAT_US_PER_SECOND));
}

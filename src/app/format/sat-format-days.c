/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Days, months and what lies between two days, as titles say them. */

#include "config.h"

#include "sat-format-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The locale has its own signs for year, month and day: 2026年3月5日. */
static gboolean
is_signed (const SatFormat *self)
{
  return self->order == SAT_DATE_ORDER_YMD && !g_str_is_ascii (self->date);
}

/* What of a pattern of its own signs begins with @part. */
static const char *
rest_of (const SatFormat *self, const char *part)
{
  const char *rest = strstr (self->date, part);

  return rest != NULL ? rest : self->date;
}

char *
sat_format_weekday_narrow (SatDate date)
{
  g_autofree char *name = sat_format_write_date (date, "%a");
  /* Where all begin with the same sign (周一, 周二), the last one tells them apart. */
  gboolean common = g_unichar_iswide (g_utf8_get_char (name)) && g_utf8_strlen (name, -1) > 1;
  const char *sign = common ? g_utf8_find_prev_char (name, name + strlen (name)) : name;
  g_autofree char *letter = g_utf8_substring (sign, 0, 1);

  return g_utf8_strup (letter, -1);
}

/* @brief: names in a few letters. */
static char *
write_named (SatDate date, const char *pattern, gboolean brief)
{
  g_autoptr (GString) text = g_string_new (pattern);

  if (brief) {
    g_string_replace (text, "%A", "%a", 0);
    g_string_replace (text, "%B", "%b", 0);
  }
  return sat_format_write_date (date, text->str);
}

/* Where there is little room, the year that it is goes without saying. */
static gboolean
is_this_year (const SatFormat *self, SatDate date)
{
  int year, now;

  if (self->clock == NULL)
    return FALSE;
  sat_date_to_ymd (date, &year, NULL, NULL);
  sat_date_to_ymd (sat_date_today (sat_clock_now (self->clock), self->zone), &now, NULL, NULL);
  return year == now;
}

/* A day without its year. */
static const char *
short_pattern (const SatFormat *self)
{
  if (is_signed (self))
    return rest_of (self, "%-m");
  /* Translators: the first of several days of one year, as strftime writes it */
  return self->order == SAT_DATE_ORDER_MDY ? C_ ("days, month first", "%B %-d")
                                           : C_ ("days, day first", "%-d %B");
}

static char *
write_day (const SatFormat *self, SatDate date, gboolean brief)
{
  const char *pattern;

  if (brief && is_this_year (self, date)) {
    gboolean before = is_signed (self);
    g_autofree char *own = before ? g_strconcat (short_pattern (self), " %A", NULL)
                                  : g_strconcat ("%A, ", short_pattern (self), NULL);

    return sat_format_capitalize (write_named (date, own, TRUE));
  }

  if (is_signed (self)) {
    g_autofree char *whole = g_strconcat (self->date, " %A", NULL);

    return write_named (date, whole, brief);
  }
  if (self->order == SAT_DATE_ORDER_MDY)
    /* Translators: a week day and a date with the month first, as strftime writes it */
    pattern = C_ ("date, month first", "%A, %B %-d, %Y");
  else
    /* Translators: a week day and a date with the day first, as strftime writes it */
    pattern = C_ ("date, day first", "%A, %-d %B %Y");
  return sat_format_capitalize (write_named (date, pattern, brief));
}

char *
sat_format_day_full (const SatFormat *self, SatDate date)
{
  g_return_val_if_fail (self != NULL, NULL);
  return write_day (self, date, FALSE);
}

char *
sat_format_month (const SatFormat *self, SatDate date)
{
  g_return_val_if_fail (self != NULL, NULL);
  if (is_signed (self)) {
    const char *day = strstr (self->date, "%-d");
    g_autofree char *month =
        day != NULL ? g_strndup (self->date, (gsize)(day - self->date)) : g_strdup (self->date);

    return sat_format_write_date (date, g_strchomp (month));
  }
  /* Translators: a month and its year, as strftime writes it */
  return sat_format_capitalize (sat_format_write_date (date, C_ ("month", "%OB %Y")));
}

typedef struct {
  const char *first, *last;
} Patterns;

static Patterns
patterns_of (const SatFormat *self, gboolean one_year, gboolean one_month)
{
  if (is_signed (self)) {
    return (Patterns){self->date, one_month  ? rest_of (self, "%-d")
                                  : one_year ? rest_of (self, "%-m")
                                             : self->date};
  }
  if (self->order == SAT_DATE_ORDER_MDY) {
    const char *day = short_pattern (self);
    /* Translators: the same with the year */
    const char *whole = C_ ("days, month first", "%B %-d, %Y");

    /* Translators: the last of several days of a month that has been named, as strftime writes it
     */
    return (Patterns){one_year ? day : whole,
                      one_month ? C_ ("days, month first", "%-d, %Y") : whole};
  } else {
    /* Translators: the last of several days, the day first, as strftime writes it */
    const char *whole = C_ ("days, day first", "%-d %B %Y");
    const char *day = short_pattern (self);

    return (Patterns){one_month ? "%-d" : one_year ? day : whole, whole};
  }
}

static Patterns
brief_patterns_of (const SatFormat *self, gboolean one_month)
{
  const char *day = short_pattern (self);

  if (is_signed (self))
    return (Patterns){day, one_month ? rest_of (self, "%-d") : day};
  if (self->order == SAT_DATE_ORDER_MDY)
    return (Patterns){day, one_month ? "%-d" : day};
  return (Patterns){one_month ? "%-d" : day, day};
}

static char *
write_days (const SatFormat *self, SatDate first, SatDate last, gboolean brief)
{
  int year, month, last_year, last_month;
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;
  Patterns patterns;

  if (first == last)
    return write_day (self, first, brief);
  sat_date_to_ymd (first, &year, &month, NULL);
  sat_date_to_ymd (last, &last_year, &last_month, NULL);
  patterns = patterns_of (self, year == last_year, year == last_year && month == last_month);
  if (brief && year == last_year && is_this_year (self, first))
    patterns = brief_patterns_of (self, month == last_month);
  from = write_named (first, patterns.first, brief);
  to = write_named (last, patterns.last, brief);
  /* Translators: the first and the last of several days: 16 – 22 November 2026 */
  return g_strdup_printf (C_ ("days", "%s – %s"), from, to);
}

char *
sat_format_days (const SatFormat *self, SatDate first, SatDate last)
{
  g_return_val_if_fail (self != NULL && first <= last, NULL);
  return write_days (self, first, last, FALSE);
}

char *
sat_format_days_brief (const SatFormat *self, SatDate first, SatDate last)
{
  g_return_val_if_fail (self != NULL && first <= last, NULL);
  return write_days (self, first, last, TRUE);
}

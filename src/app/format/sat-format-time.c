/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Dates and times for people. */

#include "config.h"

#include "sat-format-private.h"

#include <glib/gi18n-lib.h>
#include <langinfo.h>
#include <string.h>

#define MINUTE G_TIME_SPAN_MINUTE
#define RELATIVE_DAYS 6

/* Which of day, month and year the locale writes first. */
static SatDateOrder
order_of_pattern (const char *pattern)
{
  for (const char *p = strchr (pattern, '%'); p != NULL; p = strchr (p + 1, '%')) {
    const char *c = p + 1 + strspn (p + 1, "-_0E");

    if (strchr ("yYFC", *c) != NULL)
      return SAT_DATE_ORDER_YMD;
    if (strchr ("mbBhD", *c) != NULL)
      return SAT_DATE_ORDER_MDY;
    if (strchr ("de", *c) != NULL)
      return SAT_DATE_ORDER_DMY;
  }
  return SAT_DATE_ORDER_DMY;
}

static int
first_week_day (void)
{
  /* glibc: the day of the week that 19971130 (a Sunday) plus this - 1 days is. */
  const char *first = nl_langinfo (_NL_TIME_FIRST_WEEKDAY);
  union {
    const char *pointer;
    unsigned int word;
  } origin = {nl_langinfo (_NL_TIME_WEEK_1STDAY)};
  int base = origin.word == 19971201 ? 1 : 0;
  int day = (base + (first != NULL ? *first : 2) - 1) % 7;

  return day == 0 ? 7 : day;
}

static void
init_numbers (SatFormat *self)
{
  const char *point = nl_langinfo (RADIXCHAR);
  const char *separator = nl_langinfo (THOUSEP);

  self->decimal_point = point != NULL && *point == ',' ? ',' : '.';
  if (separator != NULL && *separator != '\0' && g_utf8_validate (separator, -1, NULL))
    self->grouping = g_intern_string (separator);
  else
    self->grouping = self->decimal_point == ',' ? "." : ",";
}

/* A locale with its own signs for year, month and day writes them as it is used to, and without
 * zeros before: 2026年3月5日. */
static const char *
signed_pattern (const char *pattern)
{
  g_autoptr (GString) text = g_string_new (pattern);

  g_string_replace (text, "%m", "%-m", 0);
  g_string_replace (text, "%d", "%-d", 0);
  return g_intern_string (text->str);
}

void
sat_format_init_locale (SatFormat *self, GTimeZone *zone, SatClock *clock)
{
  const char *pattern = nl_langinfo (D_FMT);
  const char *time = nl_langinfo (T_FMT);

  g_return_if_fail (self != NULL && clock != NULL);
  *self = (SatFormat){.zone = zone, .clock = clock};
  self->order = order_of_pattern (pattern);
  switch (self->order) {
  case SAT_DATE_ORDER_DMY:
    /* Translators: a date with the day first, as strftime writes it */
    self->date = g_intern_string (C_ ("date, day first", "%-d %b %Y"));
    break;
  case SAT_DATE_ORDER_MDY:
    /* Translators: a date with the month first, as strftime writes it */
    self->date = g_intern_string (C_ ("date, month first", "%b %-d, %Y"));
    break;
  case SAT_DATE_ORDER_YMD:
  default:
    self->date = g_str_is_ascii (pattern) ? "%Y-%m-%d" : signed_pattern (pattern);
    break;
  }
  self->half_day = strstr (time, "%p") != NULL || strstr (time, "%r") != NULL;
  init_numbers (self);
  self->week_start = first_week_day ();
  self->currency = sat_currency_for_locale ();
}

char *
sat_format_write_date (SatDate date, const char *pattern)
{
  g_autoptr (GDateTime) time = NULL;
  int year, month, day;

  sat_date_to_ymd (date, &year, &month, &day);
  time = g_date_time_new_utc (year, month, day, 0, 0, 0);
  return time != NULL ? g_date_time_format (time, pattern) : g_strdup ("");
}

char *
sat_format_date (const SatFormat *self, SatDate date)
{
  g_return_val_if_fail (self != NULL, NULL);
  return sat_format_write_date (date, self->date);
}

/* Where a pattern has its own signs, what follows the year. */
static const char *
without_year (const char *pattern)
{
  const char *rest = strstr (pattern, "%Y");

  if (rest == NULL || g_str_is_ascii (pattern))
    return NULL;
  rest = strchr (rest + 2, '%');
  return rest;
}

char *
sat_format_day_month (const SatFormat *self, SatDate date)
{
  const char *pattern;

  g_return_val_if_fail (self != NULL, NULL);
  pattern = without_year (self->date);
  if (pattern == NULL)
    pattern = self->order == SAT_DATE_ORDER_DMY
                  /* Translators: a day and a month in a few letters, as strftime writes it */
                  ? C_ ("date, day first", "%-d %b")
                  /* Translators: a month in a few letters and a day, as strftime writes it */
                  : C_ ("date, month first", "%b %-d");
  return sat_format_write_date (date, pattern);
}

char *
sat_format_capitalize (char *text)
{
  g_autofree char *taken = text;
  gunichar first = g_utf8_get_char (taken);
  char head[7] = "";

  g_unichar_to_utf8 (g_unichar_toupper (first), head);
  return g_strconcat (head, *taken != '\0' ? g_utf8_next_char (taken) : "", NULL);
}

char *
sat_format_day_long (const SatFormat *self, SatDate date)
{
  const char *pattern;

  g_return_val_if_fail (self != NULL, NULL);
  pattern = self->order == SAT_DATE_ORDER_DMY
                /* Translators: a week day, a day and a month, as strftime writes it */
                ? _ ("%A, %-d %B")
                /* Translators: a week day, a month and a day, as strftime writes it */
                : _ ("%A, %B %-d");
  return sat_format_capitalize (sat_format_write_date (date, pattern));
}

/* "Today" and the like, NULL if @date is too far from @today. */
static char *
near_date (SatDate date, SatDate today)
{
  switch (date - today) {
  case 0:
    return g_strdup (_ ("Today"));
  case -1:
    return g_strdup (_ ("Yesterday"));
  case 1:
    return g_strdup (_ ("Tomorrow"));
  default:
    return NULL;
  }
}

char *
sat_format_date_relative (const SatFormat *self, SatDate date)
{
  SatDate today;
  char *near;

  g_return_val_if_fail (self != NULL, NULL);
  today = sat_date_today (sat_clock_now (self->clock), self->zone);
  near = near_date (date, today);
  if (near != NULL)
    return near;
  if (date > today && date - today <= RELATIVE_DAYS)
    return sat_format_capitalize (sat_format_write_date (date, "%A"));
  return sat_format_date (self, date);
}

static GDateTime *
local_time (const SatFormat *self, gint64 us)
{
  g_autoptr (GDateTime) utc = NULL;
  gint64 seconds = us / G_USEC_PER_SEC - (us % G_USEC_PER_SEC < 0);

  utc = g_date_time_new_from_unix_utc (seconds);
  if (utc == NULL)
    return NULL;
  return self->zone != NULL ? g_date_time_to_timezone (utc, self->zone)
                            : g_date_time_to_local (utc);
}

char *
sat_format_time (const SatFormat *self, gint64 us)
{
  g_autoptr (GDateTime) time = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  time = local_time (self, us);
  if (time == NULL)
    return g_strdup ("");
  return g_date_time_format (time, self->half_day ? "%-l:%M %p" : "%H:%M");
}

char *
sat_format_instant (const SatFormat *self, gint64 us)
{
  g_autofree char *date = NULL;
  g_autofree char *time = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  date = sat_format_date (self, sat_date_of_instant (us, self->zone));
  time = sat_format_time (self, us);
  /* Translators: a date, then a time of day */
  return g_strdup_printf (C_ ("date and time", "%s, %s"), date, time);
}

char *
sat_format_instant_relative (const SatFormat *self, gint64 us)
{
  g_autofree char *date = NULL;
  g_autofree char *time = NULL;
  gint64 now, age;

  g_return_val_if_fail (self != NULL, NULL);
  now = sat_clock_now (self->clock);
  age = now - us;
  if (age >= 0 && age < MINUTE)
    return g_strdup (_ ("Just now"));
  if (age >= 0 && age < 60 * MINUTE) {
    gulong minutes = (gulong)(age / MINUTE);

    return g_strdup_printf (ngettext ("%lu minute ago", "%lu minutes ago", minutes), minutes);
  }
  date = sat_format_date_relative (self, sat_date_of_instant (us, self->zone));
  time = sat_format_time (self, us);
  return g_strdup_printf (C_ ("date and time", "%s, %s"), date, time);
}

char *
sat_format_date_input (const SatFormat *self, SatDate date)
{
  int year, month, day;

  g_return_val_if_fail (self != NULL, NULL);
  sat_date_to_ymd (date, &year, &month, &day);
  switch (self->order) {
  case SAT_DATE_ORDER_DMY:
    return g_strdup_printf ("%02d/%02d/%04d", day, month, year);
  case SAT_DATE_ORDER_MDY:
    return g_strdup_printf ("%02d/%02d/%04d", month, day, year);
  case SAT_DATE_ORDER_YMD:
  default:
    return g_strdup_printf ("%04d-%02d-%02d", year, month, day);
  }
}

char *
sat_format_instant_input (const SatFormat *self, gint64 us)
{
  g_autofree char *date = NULL;
  g_autofree char *time = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  date = sat_format_date_input (self, sat_date_of_instant (us, self->zone));
  time = sat_format_time (self, us);
  return g_strdup_printf ("%s %s", date, time);
}

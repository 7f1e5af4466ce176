/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-date-private.h"
#include "sat-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* No zone has ever been further from UTC than this. */
#define MAX_OFFSET (26 * 3600)

/* GLib forgets a zone with its last reference and reads the file again; a list of events asks for
 * the same few names thousands of times. Only names that exist get in, so it stays small. */
static GHashTable *zones;
G_LOCK_DEFINE_STATIC (zones);

/* GLib also takes offsets, POSIX rules and any file beside the zones (those have small initials)
 * for names; in a record they are mistakes. */
static gboolean
looks_like_iana (const char *name)
{
  static const char *const with_digits[] = {"EST5EDT", "CST6CDT", "MST7MDT", "PST8PDT",
                                            "GMT0",    "GMT+0",   "GMT-0",   NULL};

  if (!g_ascii_isupper (*name) ||
      strspn (name, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "_+-/") != strlen (name))
    return FALSE;
  return strchr (name, '/') != NULL || strpbrk (name, G_CSET_DIGITS) == NULL ||
         g_strv_contains (with_digits, name);
}

GTimeZone *
sat_zone_open (const char *zone, GError **error)
{
  GTimeZone *found = NULL;

  if (zone == NULL)
    return g_time_zone_new_local ();

  G_LOCK (zones);
  if (zones == NULL)
    zones =
        g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_time_zone_unref);
  found = g_hash_table_lookup (zones, zone);
  if (found == NULL && looks_like_iana (zone)) {
    found = g_time_zone_new_identifier (zone);
    if (found != NULL)
      g_hash_table_insert (zones, g_strdup (zone), found);
  }
  if (found != NULL)
    g_time_zone_ref (found);
  G_UNLOCK (zones);

  if (found == NULL)
    g_set_error (error, SAT_BASE_ERROR, SAT_BASE_ERROR_INVALID,
                 _ ("There is no time zone named “%s”"), zone);
  return found;
}

static int
interval_at (GTimeZone *zone, gint64 seconds)
{
  return g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, seconds);
}

SatDate
sat_date_of_instant (gint64 us, GTimeZone *zone)
{
  gint64 seconds = sat_floor_div (us, SAT_US_PER_SECOND);

  g_return_val_if_fail (zone != NULL, 0);

  seconds += g_time_zone_get_offset (zone, interval_at (zone, seconds));
  return (SatDate)sat_floor_div (seconds, SAT_SECONDS_PER_DAY);
}

/* The first second after @low, at most @high, that lies in a later interval than @low. */
static gint64
next_transition (GTimeZone *zone, gint64 low, gint64 high)
{
  int interval = interval_at (zone, low);

  while (high - low > 1) {
    gint64 middle = low + (high - low) / 2;

    if (interval_at (zone, middle) == interval)
      low = middle;
    else
      high = middle;
  }
  return high;
}

/* The UTC seconds [*first, *end) from the day's first to its last moment. A day that falls into a
 * gap (a zone that crossed the date line) is empty, at the moment of the jump. */
static void
find_day (SatDate date, GTimeZone *zone, gint64 *first, gint64 *end)
{
  gint64 midnight = (gint64)CLAMP (date, SAT_DATE_MIN, SAT_DATE_MAX) * SAT_SECONDS_PER_DAY;
  gint64 stop = midnight + SAT_SECONDS_PER_DAY + MAX_OFFSET;
  int last_interval = interval_at (zone, stop);
  gint64 passed = stop; /* the first moment of a later day */
  gboolean found = FALSE;

  for (gint64 from = midnight - MAX_OFFSET, until; from < stop; from = until) {
    int interval = interval_at (zone, from);
    gint64 begin = midnight - g_time_zone_get_offset (zone, interval);
    gint64 finish = begin + SAT_SECONDS_PER_DAY;

    until = interval == last_interval ? stop : next_transition (zone, from, stop);
    if (until > finish)
      passed = MIN (passed, MAX (from, finish));
    begin = MAX (begin, from);
    finish = MIN (finish, until);
    if (begin >= finish)
      continue;
    if (!found)
      *first = begin;
    *end = finish;
    found = TRUE;
  }
  if (!found)
    *first = *end = passed;
}

gint64
sat_date_end (SatDate date, GTimeZone *zone)
{
  gint64 first, end;

  g_return_val_if_fail (zone != NULL, 0);

  find_day (date, zone, &first, &end);
  return end * SAT_US_PER_SECOND - 1;
}

gint64
sat_date_start (SatDate date, GTimeZone *zone)
{
  gint64 first, end;

  g_return_val_if_fail (zone != NULL, 0);

  find_day (date, zone, &first, &end);
  return first * SAT_US_PER_SECOND;
}

gint64
sat_date_at (SatDate date, gint64 us, GTimeZone *zone)
{
  gint64 rest = us % SAT_US_PER_SECOND;
  gint64 local, stop, found;

  g_return_val_if_fail (zone != NULL, 0);

  local = (gint64)CLAMP (date, SAT_DATE_MIN, SAT_DATE_MAX) * SAT_SECONDS_PER_DAY +
          us / SAT_US_PER_SECOND;
  stop = local + MAX_OFFSET;
  found = local;
  for (gint64 from = local - MAX_OFFSET, until; from < stop; from = until) {
    int interval = interval_at (zone, from);
    gint64 time = local - g_time_zone_get_offset (zone, interval);

    until = interval == interval_at (zone, stop) ? stop : next_transition (zone, from, stop);
    /* Past its end: the wall clock jumps over this time, unless a later interval has it. */
    if (time >= from)
      found = time;
    if (time >= from && time < until)
      break;
  }
  return found * SAT_US_PER_SECOND + rest;
}

gint64
sat_date_move (gint64 us, int days, GTimeZone *zone)
{
  gint64 seconds = sat_floor_div (us, SAT_US_PER_SECOND), local;
  SatDate date;

  g_return_val_if_fail (zone != NULL, us);

  local =
      us + (gint64)g_time_zone_get_offset (zone, interval_at (zone, seconds)) * SAT_US_PER_SECOND;
  date = (SatDate)sat_floor_div (local, SAT_SECONDS_PER_DAY * SAT_US_PER_SECOND);
  return sat_date_at (date + days, local - (gint64)date * SAT_SECONDS_PER_DAY * SAT_US_PER_SECOND,
                      zone);
}

SatDate
sat_date_today (gint64 now_us, GTimeZone *zone)
{
  return sat_date_of_instant (now_us, zone);
}

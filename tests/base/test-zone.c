/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-date.h"
#include "sat-error.h"
#include "sat-test.h"

#include <string.h>

#define ZONE_INFO "/usr/share/zoneinfo"
#define US_PER_DAY G_GINT64_CONSTANT (86400000000)
#define US_PER_SECOND G_GINT64_CONSTANT (1000000)

static GTimeZone *
zone_of (const char *name)
{
  g_autoptr (GError) error = NULL;
  GTimeZone *zone = sat_zone_open (name, &error);

  g_assert_no_error (error);
  g_assert_nonnull (zone);
  return zone;
}

static SatDate
day (const char *iso)
{
  SatDate date = 0;

  g_assert_true (sat_date_parse (iso, &date, NULL));
  return date;
}

static void
test_start_and_end (void)
{
  static const struct {
    const char *zone, *date, *start, *end;
  } rows[] = {
      {"UTC", "2017-03-01", "2017-03-01T00:00:00.000000Z", "2017-03-01T23:59:59.999999Z"},
      {"Asia/Tokyo", "2017-03-01", "2017-02-28T15:00:00.000000Z", "2017-03-01T14:59:59.999999Z"},
      /* 25 and 23 hours */
      {"Europe/Berlin", "2017-10-29", "2017-10-28T22:00:00.000000Z", "2017-10-29T22:59:59.999999Z"},
      {"America/New_York", "2017-03-12", "2017-03-12T05:00:00.000000Z",
       "2017-03-13T03:59:59.999999Z"},
      /* no midnight: the clock goes from 23:59:59 to 01:00:00 */
      {"America/Sao_Paulo", "2017-10-15", "2017-10-15T03:00:00.000000Z",
       "2017-10-16T01:59:59.999999Z"},
      /* the hour before midnight comes twice */
      {"America/Sao_Paulo", "2018-02-17", "2018-02-17T02:00:00.000000Z",
       "2018-02-18T02:59:59.999999Z"},
      /* at 00:01 back to 23:01: one minute of the next day, then the day before again */
      {"America/St_Johns", "2006-10-28", "2006-10-28T02:30:00.000000Z",
       "2006-10-29T03:29:59.999999Z"},
      {"America/St_Johns", "2006-10-29", "2006-10-29T02:30:00.000000Z",
       "2006-10-30T03:29:59.999999Z"},
      /* the days around the one that Samoa skipped, and that one */
      {"Pacific/Apia", "2011-12-29", "2011-12-29T10:00:00.000000Z", "2011-12-30T09:59:59.999999Z"},
      {"Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00.000000Z", "2011-12-30T09:59:59.999999Z"},
      {"Pacific/Apia", "2011-12-31", "2011-12-30T10:00:00.000000Z", "2011-12-31T09:59:59.999999Z"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GTimeZone) zone = zone_of (rows[i].zone);
    g_autofree char *start = sat_instant_to_string (sat_date_start (day (rows[i].date), zone));
    g_autofree char *end = sat_instant_to_string (sat_date_end (day (rows[i].date), zone));

    g_assert_cmpstr (start, ==, rows[i].start);
    g_assert_cmpstr (end, ==, rows[i].end);
  }
}

static void
test_of_instant (void)
{
  g_autoptr (GTimeZone) tokyo = zone_of ("Asia/Tokyo");
  g_autoptr (GTimeZone) honolulu = zone_of ("Pacific/Honolulu");
  g_autoptr (GTimeZone) utc = zone_of ("UTC");
  gint64 us;

  g_assert_true (sat_instant_parse ("2017-03-01T09:59:59.999999Z", &us, NULL));
  g_assert_cmpint (sat_date_of_instant (us, tokyo), ==, day ("2017-03-01"));
  g_assert_cmpint (sat_date_of_instant (us, honolulu), ==, day ("2017-02-28"));
  g_assert_cmpint (sat_date_of_instant (us + 1, honolulu), ==, day ("2017-03-01"));
  g_assert_cmpint (sat_date_of_instant (-1, utc), ==, -1);
  g_assert_cmpint (sat_date_of_instant (0, utc), ==, 0);
  g_assert_cmpint (sat_date_today (us, tokyo), ==, day ("2017-03-01"));
}

static void
test_refused (void)
{
  static const char *const bad[] = {
      "",
      "Nowhere",
      "Europe/Nowhere",
      "Europe",
      "+05:00",
      "-3",
      "JST-9",
      "EST5EDT4",
      "Foo3Bar",
      "GMT+5",
      "CET-1CEST",
      "../etc/passwd",
      "/etc/localtime",
      "Europe/../UTC",
      ":UTC",
      "UTC ",
      "Europe/Zürich",
      "Europe/Berlin\n",
      "zone.tab",
      "America/",
      "leapseconds",
      "posix/UTC",
      "europe/berlin",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GTimeZone) zone = sat_zone_open (bad[i], &error);

    if (zone != NULL)
      g_test_message ("“%s” was taken for a zone", bad[i]);
    g_assert_null (zone);
    g_assert_error (error, SAT_BASE_ERROR, SAT_BASE_ERROR_INVALID);
  }
}

static void
test_opened_once (void)
{
  GTimeZone *first = zone_of ("Asia/Kolkata");
  g_autoptr (GTimeZone) second = zone_of ("Asia/Kolkata");
  g_autoptr (GTimeZone) offset = zone_of ("Etc/GMT+5");

  g_assert_true (first == second);
  g_time_zone_unref (first);
  g_assert_cmpint (sat_date_start (0, second), ==, -19800 * US_PER_SECOND);
  g_assert_cmpint (sat_date_start (0, offset), ==, 5 * 3600 * US_PER_SECOND);
}

static void
test_local (void)
{
  g_autofree char *before = g_strdup (g_getenv ("TZ"));
  g_autoptr (GTimeZone) tokyo = NULL;
  g_autoptr (GTimeZone) lima = NULL;

  g_setenv ("TZ", "Asia/Tokyo", TRUE);
  tokyo = zone_of (NULL);
  g_setenv ("TZ", "America/Lima", TRUE);
  lima = zone_of (NULL);
  g_assert_cmpint (sat_date_start (0, tokyo), ==, -9 * 3600 * US_PER_SECOND);
  g_assert_cmpint (sat_date_start (0, lima), ==, 5 * 3600 * US_PER_SECOND);
  if (before != NULL)
    g_setenv ("TZ", before, TRUE);
  else
    g_unsetenv ("TZ");
}

static void
test_far_days (void)
{
  g_autoptr (GTimeZone) zone = zone_of ("UTC");

  g_assert_cmpint (sat_date_start (G_MININT32, zone), ==,
                   sat_date_start (day ("0001-01-01"), zone));
  g_assert_cmpint (sat_date_end (G_MAXINT32, zone), ==, sat_date_end (day ("9999-12-31"), zone));
  g_assert_cmpint (sat_date_start (day ("9999-12-31"), zone), ==, day ("9999-12-31") * US_PER_DAY);
}

static void
assert_day (SatDate date, GTimeZone *zone, const char *name)
{
  gint64 start = sat_date_start (date, zone);
  gint64 end = sat_date_end (date, zone);
  SatDate first = sat_date_of_instant (start, zone);
  SatDate before = sat_date_of_instant (start - 1, zone);

  if (first > date) { /* skipped at the date line: nothing in it */
    g_assert_cmpint (end, ==, start - 1);
    g_assert_cmpint (before, <, date);
    return;
  }
  if (first != date || before == date || sat_date_of_instant (end, zone) != date ||
      sat_date_of_instant (end + 1, zone) == date || end < start) {
    g_autofree char *text = sat_date_to_string (date);

    g_error ("%s %s runs from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT, name, text, start, end);
  }
  /* No other moment within two days belongs to the day and lies outside. */
  for (gint64 away = 60 * US_PER_SECOND; away <= 2 * US_PER_DAY; away += 3607 * US_PER_SECOND) {
    g_assert_cmpint (sat_date_of_instant (start - away, zone), !=, date);
    g_assert_cmpint (sat_date_of_instant (end + away, zone), !=, date);
  }
}

/* Every third day would take a minute for all zones; what matters is the days of a change. */
static void
assert_days_of_changes (GTimeZone *zone, const char *name)
{
  gint32 last = g_time_zone_get_offset (
      zone, g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, -5000000000));
  SatDate date = day ("1840-01-01");

  for (; date < day ("2040-01-01"); date += 7) {
    int interval = g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, (gint64)date * 86400);
    gint32 offset = g_time_zone_get_offset (zone, interval);

    if (offset != last) {
      for (SatDate near = date - 9; near <= date + 2; near++)
        assert_day (near, zone, name);
    }
    last = offset;
  }
}

static void
visit_zones (const char *folder, const char *prefix, guint *n)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);
    g_autofree char *full = g_strconcat (prefix, name, NULL);
    g_autofree char *inner = g_strconcat (full, "/", NULL);
    g_autoptr (GTimeZone) zone = NULL;

    if (g_file_test (path, G_FILE_TEST_IS_DIR)) {
      if (!g_str_equal (full, "posix") && !g_str_equal (full, "right"))
        visit_zones (path, inner, n);
      continue;
    }
    zone = sat_zone_open (full, NULL);
    if (zone == NULL) /* the tables beside the zones */
      continue;
    ++*n;
    assert_days_of_changes (zone, full);
  }
}

static void
test_all_zones (void)
{
  guint n = 0;

  visit_zones (ZONE_INFO, "", &n);
  if (n == 0)
    g_test_skip ("no time zones on this machine");
  else
    g_assert_cmpuint (n, >, 300);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/zone/start-and-end", test_start_and_end);
  g_test_add_func ("/zone/of-instant", test_of_instant);
  g_test_add_func ("/zone/refused", test_refused);
  g_test_add_func ("/zone/opened-once", test_opened_once);
  g_test_add_func ("/zone/local", test_local);
  g_test_add_func ("/zone/far-days", test_far_days);
  g_test_add_func ("/zone/all-zones", test_all_zones);
  return g_test_run ();
}

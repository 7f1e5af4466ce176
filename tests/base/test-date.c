/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-date.h"
#include "sat-error.h"
#include "sat-test.h"

#define FIRST_DAY (-719162) /* 0001-01-01 */
#define LAST_DAY 2932896    /* 9999-12-31 */

static SatDate
day (const char *iso)
{
  SatDate date = 0;

  g_assert_true (sat_date_parse (iso, &date, NULL));
  return date;
}

static void
assert_date (SatDate date, const char *expected)
{
  g_autofree char *text = sat_date_to_string (date);

  g_assert_cmpstr (text, ==, expected);
}

/* Counts the days one by one from the first to the last year. */
static void
test_every_day (void)
{
  static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  SatDate expected = FIRST_DAY;

  for (int year = 1; year <= 9999; year++) {
    gboolean leap = g_date_is_leap_year ((GDateYear)year);

    for (int month = 1; month <= 12; month++) {
      int n = lengths[month - 1] + (month == 2 && leap);

      for (int d = 1; d <= n; d++, expected++) {
        SatDate date;
        int y, m, dd;

        g_assert_true (sat_date_from_ymd (year, month, d, &date));
        sat_date_to_ymd (date, &y, &m, &dd);
        if (date != expected || y != year || m != month || dd != d ||
            sat_date_weekday (date) != (date - FIRST_DAY) % 7 + 1)
          g_error ("%04d-%02d-%02d is %d, read back as %04d-%02d-%02d", year, month, d, date, y, m,
                   dd);
      }
      g_assert_false (sat_date_from_ymd (year, month, n + 1, &(SatDate){0}));
    }
  }
  g_assert_cmpint (expected, ==, LAST_DAY + 1);
}

static void
test_known_days (void)
{
  assert_date (0, "1970-01-01");
  assert_date (-1, "1969-12-31");
  assert_date (17226, "2017-03-01");
  assert_date (FIRST_DAY, "0001-01-01");
  assert_date (LAST_DAY, "9999-12-31");
  g_assert_cmpint (sat_date_weekday (0), ==, 4);
  g_assert_cmpint (sat_date_weekday (day ("2017-03-01")), ==, 3);
  g_assert_cmpint (sat_date_weekday (day ("2024-09-01")), ==, 7);
}

static void
test_no_such_day (void)
{
  static const int bad[][3] = {
      {2017, 2, 29}, {2016, 2, 30}, {1900, 2, 29}, {2017, 4, 31},    {2017, 0, 1},
      {2017, 13, 1}, {2017, 1, 0},  {2017, 1, 32}, {0, 1, 1},        {10000, 1, 1},
      {-1, 1, 1},    {2017, -1, 1}, {2017, 1, -1}, {G_MAXINT, 1, 1},
  };
  SatDate date = 42;

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (sat_date_from_ymd (bad[i][0], bad[i][1], bad[i][2], &date));
  g_assert_cmpint (date, ==, 42);
  g_assert_true (sat_date_from_ymd (2000, 2, 29, &date));
}

/* Any number of days has a date, and asking for a part of it is allowed. */
static void
test_extremes (void)
{
  static const SatDate dates[] = {G_MININT32, G_MININT32 + 1, FIRST_DAY - 1, LAST_DAY + 1,
                                  G_MAXINT32};

  for (gsize i = 0; i < G_N_ELEMENTS (dates); i++) {
    int year = 0, month = 0, d = 0;

    sat_date_to_ymd (dates[i], &year, NULL, NULL);
    sat_date_to_ymd (dates[i], NULL, &month, NULL);
    sat_date_to_ymd (dates[i], NULL, NULL, &d);
    g_assert_cmpint (year < 1 || year > 9999, ==, TRUE);
    g_assert_cmpint (month, >=, 1);
    g_assert_cmpint (month, <=, 12);
    g_assert_cmpint (d, >=, 1);
    g_assert_cmpint (d, <=, 31);
    g_assert_cmpint (sat_date_weekday (dates[i]), >=, 1);
    g_assert_cmpint (sat_date_weekday (dates[i]), <=, 7);
  }
}

static void
test_add_months (void)
{
  static const struct {
    const char *date;
    int months;
    const char *expected;
  } rows[] = {
      {"2017-01-31", 0, "2017-01-31"},        {"2017-01-31", 1, "2017-02-28"},
      {"2016-01-31", 1, "2016-02-29"},        {"2017-01-31", 3, "2017-04-30"},
      {"2017-12-15", 1, "2018-01-15"},        {"2017-01-15", -1, "2016-12-15"},
      {"2017-03-31", -1, "2017-02-28"},       {"2016-02-29", 12, "2017-02-28"},
      {"2016-02-29", -48, "2012-02-29"},      {"2017-05-31", -1200, "1917-05-31"},
      {"9999-12-31", 1, "9999-12-31"},        {"0001-01-15", -1, "0001-01-01"},
      {"2017-01-01", G_MAXINT, "9999-12-31"}, {"2017-01-01", G_MININT, "0001-01-01"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    assert_date (sat_date_add_months (day (rows[i].date), rows[i].months), rows[i].expected);
}

static void
test_add_months_property (void)
{
  g_autoptr (GRand) rand = sat_test_rand_new ();

  for (int i = 0; i < 50000; i++) {
    SatDate date = g_rand_int_range (rand, day ("1000-01-01"), day ("9000-01-01"));
    int months = g_rand_int_range (rand, -6000, 6001);
    SatDate moved = sat_date_add_months (date, months);
    int y1, m1, d1, y2, m2, d2, next;

    sat_date_to_ymd (date, &y1, &m1, &d1);
    sat_date_to_ymd (moved, &y2, &m2, &d2);
    g_assert_cmpint (y2 * 12 + m2, ==, y1 * 12 + m1 + months);
    sat_date_to_ymd (moved + 1, NULL, NULL, &next);
    if (d2 != d1) { /* clipped: only to a month's last day */
      g_assert_cmpint (d2, <, d1);
      g_assert_cmpint (next, ==, 1);
    }
  }
}

static void
test_parse_refused (void)
{
  static const struct {
    const char *text;
    int code;
  } rows[] = {
      {NULL, SAT_BASE_ERROR_INVALID},          {"", SAT_BASE_ERROR_INVALID},
      {"2017", SAT_BASE_ERROR_INVALID},        {"2017-03", SAT_BASE_ERROR_INVALID},
      {"2017-3-1", SAT_BASE_ERROR_INVALID},    {"2017-03-1", SAT_BASE_ERROR_INVALID},
      {"17-03-01", SAT_BASE_ERROR_INVALID},    {"20170301", SAT_BASE_ERROR_INVALID},
      {"2017/03/01", SAT_BASE_ERROR_INVALID},  {"2017-03-01 ", SAT_BASE_ERROR_INVALID},
      {" 2017-03-01", SAT_BASE_ERROR_INVALID}, {"2017-03-01T00:00:00Z", SAT_BASE_ERROR_INVALID},
      {"+2017-03-01", SAT_BASE_ERROR_INVALID}, {"-017-03-01", SAT_BASE_ERROR_INVALID},
      {"2017-0x-01", SAT_BASE_ERROR_INVALID},  {"12017-03-01", SAT_BASE_ERROR_INVALID},
      {"2017-02-29", SAT_BASE_ERROR_RANGE},    {"2017-13-01", SAT_BASE_ERROR_RANGE},
      {"2017-00-10", SAT_BASE_ERROR_RANGE},    {"0000-01-01", SAT_BASE_ERROR_RANGE},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;
    SatDate date = 42;

    g_assert_false (sat_date_parse (rows[i].text, &date, &error));
    g_assert_error (error, SAT_BASE_ERROR, rows[i].code);
    g_assert_cmpint (date, ==, 42);
  }
}

static void
test_text_round_trip (void)
{
  for (SatDate date = FIRST_DAY; date <= LAST_DAY; date += 23) {
    g_autofree char *text = sat_date_to_string (date);

    g_assert_cmpint (day (text), ==, date);
  }
}

static void
test_fiscal (void)
{
  static const struct {
    const char *date;
    int start;
    const char *expected;
  } rows[] = {
      {"2017-01-01", 1, "2017-Q1"},  {"2017-12-31", 1, "2017-Q4"},  {"2017-06-30", 1, "2017-Q2"},
      {"2017-07-01", 7, "2018-Q1"},  {"2017-06-30", 7, "2017-Q4"},  {"2017-01-31", 2, "2017-Q4"},
      {"2017-02-01", 2, "2018-Q1"},  {"2017-04-01", 4, "2018-Q1"},  {"2017-03-31", 4, "2017-Q4"},
      {"2017-10-01", 10, "2018-Q1"}, {"2017-12-01", 12, "2018-Q1"}, {"2017-11-30", 12, "2017-Q4"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *key = sat_date_quarter_key (day (rows[i].date), rows[i].start);

    g_assert_cmpstr (key, ==, rows[i].expected);
  }
}

/* Through the year a fiscal quarter lasts three months, and the fiscal year ends in its own number.
 */
static void
test_fiscal_property (void)
{
  for (int start = 1; start <= 12; start++) {
    int last = 0;

    for (int i = 0; i < 48; i++) {
      SatDate date = sat_date_add_months (day ("2016-01-15"), i);
      int year, quarter, month, end_year, end_month;

      sat_date_fiscal_quarter (date, start, &year, &quarter);
      sat_date_to_ymd (date, NULL, &month, NULL);
      if (i > 0)
        g_assert_cmpint (year * 4 + quarter - last, ==, (month - start + 12) % 3 == 0 ? 1 : 0);
      last = year * 4 + quarter;
      sat_date_to_ymd (sat_date_add_months (date, 11 - (month - start + 12) % 12), &end_year,
                       &end_month, NULL);
      g_assert_cmpint (end_year, ==, year);
      g_assert_cmpint (end_month % 12 + 1, ==, start);
    }
  }
}

static void
test_keys (void)
{
  g_autofree char *month = sat_date_month_key (day ("2017-03-31"));
  g_autofree char *early = sat_date_month_key (day ("0987-11-01"));
  int year = 0, quarter = 0;

  g_assert_cmpstr (month, ==, "2017-03");
  g_assert_cmpstr (early, ==, "0987-11");
  sat_date_fiscal_quarter (day ("2017-08-01"), 7, &year, NULL);
  sat_date_fiscal_quarter (day ("2017-08-01"), 7, NULL, &quarter);
  g_assert_cmpint (year, ==, 2018);
  g_assert_cmpint (quarter, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/date/every-day", test_every_day);
  g_test_add_func ("/date/known-days", test_known_days);
  g_test_add_func ("/date/no-such-day", test_no_such_day);
  g_test_add_func ("/date/extremes", test_extremes);
  g_test_add_func ("/date/add-months", test_add_months);
  g_test_add_func ("/date/add-months-property", test_add_months_property);
  g_test_add_func ("/date/parse-refused", test_parse_refused);
  g_test_add_func ("/date/text-round-trip", test_text_round_trip);
  g_test_add_func ("/date/fiscal", test_fiscal);
  g_test_add_func ("/date/fiscal-property", test_fiscal_property);
  g_test_add_func ("/date/keys", test_keys);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sat-column-format.h"

#include <locale.h>

#include "column-support.h"
#include "sat-test.h"

static void
assert_date (const SatColumnFormat *format, const char *text, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *found = NULL;
  SatDate date;

  sat_column_format_read_date (format, text, NULL, &date, &error);
  g_assert_no_error (error);
  found = sat_date_to_string (date);
  g_assert_cmpstr (found, ==, expected);
}

static void
assert_no_date (const SatColumnFormat *format, const char *text, int code)
{
  g_autoptr (GError) error = NULL;
  SatDate date;

  g_test_message ("%s", text);
  g_assert_false (sat_column_format_read_date (format, text, NULL, &date, &error));
  g_assert_error (error, SAT_COLUMN_ERROR, code);
}

static void
assert_instant (const SatColumnFormat *format,
                const char *text,
                const char *zone_name,
                const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GTimeZone) zone = NULL;
  g_autofree char *found = NULL;
  gint64 us;

  if (zone_name != NULL)
    zone = sat_zone_open (zone_name, &error);
  g_assert_no_error (error);
  sat_column_format_read_instant (format, text, zone, &us, &error);
  g_assert_no_error (error);
  found = sat_instant_to_string (us);
  g_assert_cmpstr (found, ==, expected);
}

/* One value is enough for these. */
static void
test_plain_dates (void)
{
  static const char *const march[] = {
      "2017-03-01",
      " 2017-03-01 ",
      "2017/03/01",
      "2017.03.01",
      "2017/3/1",
      "20170301",
      "2017-03-01 00:00:00.000",
      "2017-03-01T23:59",
      "2017-03-01T10:00:00",
      "1 Mar 2017",
      "01-Mar-2017",
      "1-Mar-17",
      "Mar 1, 2017",
      "March 1st, 2017",
      "1 March, 2017 00:02:00",
      "1. März 2017",
      "1. Mrz. 2017",
      "1 mars 2017",
      "1er mars 2017",
      "1 de marzo de 2017",
      "1 mar. 2017",
      "Wed, 1 Mar 2017",
      "mercredi 1 mars 2017",
      "Mittwoch, 1. März 2017",
      "miércoles, 1 de marzo de 2017",
      "2017 Mar 1",
      "2017年3月1日",
      "2017년 3월 1일",
      "2017-03-01T10:00:00Z",
      "3/1/2017 0:00",
      "3/1/17",
      "2017-03-01, 9:30 p.m.",
      "Wed Mar 01 2017 00:02:00 GMT+0000 (UTC)",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (march); i++) {
    SatColumnFormat format = DATES (march[i]);

    g_test_message ("%s", march[i]);
    assert_date (&format, march[i], "2017-03-01");
  }
}

static void
test_no_dates (void)
{
  SatColumnFormat format = DATES ("2017-03-01");

  assert_no_date (&format, "", SAT_COLUMN_ERROR_EMPTY);
  assert_no_date (&format, " \t ", SAT_COLUMN_ERROR_EMPTY);
  assert_no_date (&format, "soon", SAT_COLUMN_ERROR_INVALID);
  assert_no_date (&format, "2017", SAT_COLUMN_ERROR_INVALID);
  assert_no_date (&format, "42795", SAT_COLUMN_ERROR_INVALID);
  assert_no_date (&format, "2017-03", SAT_COLUMN_ERROR_INVALID);
  assert_no_date (&format, "2017-03-01x", SAT_COLUMN_ERROR_INVALID);
  assert_no_date (&format, "2017-03-01T", SAT_COLUMN_ERROR_INVALID);
  assert_no_date (&format, "2017-03-01T25:00", SAT_COLUMN_ERROR_INVALID);
  assert_no_date (&format, "2017-03-01 10:00 XYZ", SAT_COLUMN_ERROR_INVALID);
  assert_no_date (&format, "2009-07/14", SAT_COLUMN_ERROR_INVALID);
  assert_no_date (&format, "2009\\7\\14", SAT_COLUMN_ERROR_INVALID);
  assert_no_date (&format, "1 2 2017", SAT_COLUMN_ERROR_INVALID);
  assert_no_date (&format, "1--2--2017", SAT_COLUMN_ERROR_INVALID);
  assert_no_date (&format, "Marching 1 2017", SAT_COLUMN_ERROR_INVALID);
  assert_no_date (&format, "99999999999999999999", SAT_COLUMN_ERROR_INVALID);
  assert_no_date (&format, "wordwordwordwordwordwordwordwordwordword 1 2017",
                  SAT_COLUMN_ERROR_INVALID);
  assert_no_date (&format, "2017-02-29", SAT_COLUMN_ERROR_RANGE);
  assert_no_date (&format, "0000-00-00", SAT_COLUMN_ERROR_RANGE);
  assert_no_date (&format, "20171301", SAT_COLUMN_ERROR_RANGE);
  assert_no_date (&format, "31 Apr 2017", SAT_COLUMN_ERROR_RANGE);
  assert_no_date (&format, "13/13/2017", SAT_COLUMN_ERROR_RANGE);
}

static void
test_order_of_column (void)
{
  SatColumnFormat us = DATES ("03/04/2017", "", "12/31/2017", "01/02/2018");
  SatColumnFormat british = DATES ("03/04/2017", "31/12/2017", "01/02/2018");
  SatColumnFormat german = DATES ("03.04.2017", "1.2.18");
  SatColumnFormat asian = DATES ("99-12-31", "17-03-04");
  SatColumnFormat typo = DATES ("25/01/2017", "26/01/2017", "27/01/2017", "01/28/2017");

  assert_date (&us, "03/04/2017", "2017-03-04");
  g_assert_cmpint (us.doubts, ==, 0);
  assert_no_date (&us, "31/12/2017", SAT_COLUMN_ERROR_FORMAT);
  assert_date (&british, "03/04/2017", "2017-04-03");
  g_assert_cmpint (british.doubts, ==, 0);
  assert_date (&german, "03.04.2017", "2017-04-03");
  assert_date (&german, "1.2.18", "2018-02-01");
  g_assert_cmpint (german.doubts, ==, 0);
  assert_date (&asian, "17-03-04", "2017-03-04");
  g_assert_cmpint (asian.doubts, ==, 0);
  assert_date (&typo, "25/01/2017", "2017-01-25");
  assert_no_date (&typo, "01/28/2017", SAT_COLUMN_ERROR_FORMAT);
}

static void
test_order_in_doubt (void)
{
  static const char *const values[] = {"03/04/2017", "05/06/2017", NULL};
  SatColumnOptions day_first = {.date_order = SAT_DATE_ORDER_DMY};
  SatColumnFormat open = decide_column (SAT_COLUMN_DATES, NULL, values);
  SatColumnFormat asked = decide_column (SAT_COLUMN_DATES, &day_first, values);
  SatColumnFormat same = DATES ("03/03/2017", "05/05/2017");
  SatColumnFormat told_wrong = decide_column (SAT_COLUMN_DATES, &day_first,
                                              (const char *[]){"01/31/2017", "01/02/2017", NULL});
  g_autofree char *doubts = sat_column_format_describe_doubts (&open);
  g_autofree char *none = sat_column_format_describe_doubts (&asked);

  g_assert_cmpint (open.doubts, ==, SAT_COLUMN_DOUBT_DATE_ORDER);
  g_assert_nonnull (doubts);
  assert_date (&open, "03/04/2017", "2017-03-04");
  g_assert_cmpint (asked.doubts, ==, 0);
  g_assert_null (none);
  assert_date (&asked, "03/04/2017", "2017-04-03");
  g_assert_cmpint (same.doubts, ==, 0);
  assert_date (&told_wrong, "01/02/2017", "2017-01-02");
}

static void
test_serial_numbers (void)
{
  SatColumnFormat days = DATES ("42795", "42796.5", "", "43000");
  SatColumnFormat years = DATES ("2017", "2018", "1999");

  g_assert_true (days.serial);
  assert_date (&days, "42795", "2017-03-01");
  assert_date (&days, "42796.5", "2017-03-02");
  assert_instant (&days, "42796.5", NULL, "2017-03-02T12:00:00.000000Z");
  assert_instant (&days, "42796,25", "Europe/Berlin", "2017-03-02T05:00:00.000000Z");
  assert_instant (&days, "42796.00001157", NULL, "2017-03-02T00:00:01.000000Z");
  assert_no_date (&days, "7", SAT_COLUMN_ERROR_RANGE);
  assert_no_date (&days, "999999", SAT_COLUMN_ERROR_RANGE);
  g_assert_false (years.serial);
  assert_no_date (&years, "2017", SAT_COLUMN_ERROR_INVALID);
}

static void
test_instants (void)
{
  static const struct {
    const char *text, *expected;
  } cases[] = {
      {"2017-03-01T09:00:00Z", "2017-03-01T09:00:00.000000Z"},
      {"2017-03-01T09:00:00.123456789Z", "2017-03-01T09:00:00.123456Z"},
      {"2024-08-13T18:04:34.666+00:00", "2024-08-13T18:04:34.666000Z"},
      {"2010-10-14T12:00:00.000Z-0300", "2010-10-14T15:00:00.000000Z"},
      {"2010-10-14T12:00:00.000GMT", "2010-10-14T12:00:00.000000Z"},
      {"2009-07-14 02:14:45-0800", "2009-07-14T10:14:45.000000Z"},
      {"07/13/2009T22:14:45-0800", "2009-07-14T06:14:45.000000Z"},
      {"2017-03-01 09:00 PST", "2017-03-01T17:00:00.000000Z"},
      {"2017-03-01 09:00 +05:45", "2017-03-01T03:15:00.000000Z"},
      {"20170301T090000Z", "2017-03-01T09:00:00.000000Z"},
      /* in the given zone */
      {"2017-03-01T09:00:00", "2017-03-01T08:00:00.000000Z"},
      {"2017-07-01 09:00", "2017-07-01T07:00:00.000000Z"},
      {"3/1/2017 9:00 PM", "2017-03-01T20:00:00.000000Z"},
      {"3/1/2017 12:00 AM", "2017-02-28T23:00:00.000000Z"},
      {"1. März 2017, 9:00", "2017-03-01T08:00:00.000000Z"},
      {"2017-03-01", "2017-02-28T23:00:00.000000Z"},
      /* The clock went from 2:00 to 3:00. */
      {"2017-03-26 02:30", "2017-03-26T01:00:00.000000Z"},
  };
  SatColumnFormat format = DATES ("07/13/2009T22:14:45-0800");

  g_assert_true (format.times);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("%s", cases[i].text);
    assert_instant (&format, cases[i].text, "Europe/Berlin", cases[i].expected);
  }
}

/* A time with a zone is a date somewhere, and one at midnight UTC is a date everywhere. */
static void
test_dates_from_times (void)
{
  SatColumnFormat times = DATES ("2017-03-01T02:00:00Z", "2017-03-01T00:00:00Z");
  SatColumnFormat midnights = DATES ("2017-03-01T00:00:00.000Z", "2017-03-02T00:00:00.000Z");
  g_autoptr (GTimeZone) zone = sat_zone_open ("America/New_York", NULL);
  SatDate date;

  g_assert_true (sat_column_format_read_date (&times, "2017-03-01T02:00:00Z", zone, &date, NULL));
  g_assert_cmpint (date, ==, 17225);
  g_assert_true (
      sat_column_format_read_date (&midnights, "2017-03-01T00:00:00.000Z", zone, &date, NULL));
  g_assert_cmpint (date, ==, 17226);
  g_assert_true (sat_column_format_read_date (&times, "2017-03-01 23:30", zone, &date, NULL));
  g_assert_cmpint (date, ==, 17226);
}

static char *
write_date (guint way, int year, int month, int day)
{
  switch (way) {
  case 0:
    return g_strdup_printf ("%04d-%02d-%02d", year, month, day);
  case 1:
    return g_strdup_printf ("%04d/%d/%d", year, month, day);
  case 2:
    return g_strdup_printf ("%04d%02d%02d", year, month, day);
  case 3:
    return g_strdup_printf ("%04d年%d月%d日", year, month, day);
  case 4:
    return g_strdup_printf ("%04d-%02d-%02dT00:00:00", year, month, day);
  case 5:
    return g_strdup_printf ("%d/%d/%04d", month, day, year);
  case 6:
    return g_strdup_printf ("%d/%d/%04d", day, month, year);
  case 7:
    return g_strdup_printf ("%02d.%02d.%04d", day, month, year);
  default:
    return g_strdup_printf ("%02d-%02d-%04d 1:30 PM", month, day, year);
  }
}

/* Any day in any of these ways comes back, once its column has shown which way that is. */
static void
test_random_dates (void)
{
  g_autoptr (GRand) rand = sat_test_rand_new ();

  for (guint round = 0; round < 400; round++) {
    g_autoptr (SatColumnProfile) profile = sat_column_profile_new (SAT_COLUMN_DATES, NULL);
    g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
    SatDate days[20];
    SatColumnFormat format;

    for (guint i = 0; i < G_N_ELEMENTS (days); i++) {
      int year, month, day;

      sat_date_from_ymd (g_rand_int_range (rand, 1000, 9999), 1, i == 0 ? 13 : 1, &days[i]);
      days[i] += i == 0 ? 0 : g_rand_int_range (rand, 0, 365);
      sat_date_to_ymd (days[i], &year, &month, &day);
      g_ptr_array_add (texts, write_date (round % 9, year, month, day));
      sat_column_profile_add (profile, texts->pdata[i]);
    }
    sat_column_profile_decide (profile, &format);
    g_assert_cmpint (format.doubts, ==, 0);
    for (guint i = 0; i < G_N_ELEMENTS (days); i++) {
      SatDate found;

      g_test_message ("%s", (char *)texts->pdata[i]);
      g_assert_true (sat_column_format_read_date (&format, texts->pdata[i], NULL, &found, NULL));
      g_assert_cmpint (found, ==, days[i]);
    }
  }
}

/* The locale settles what the values do not. */
static void
test_locale (void)
{
  SatColumnFormat format;

  if (setlocale (LC_ALL, "es_ES.UTF-8") == NULL) {
    g_test_skip ("the locale es_ES.UTF-8 is not there");
    return;
  }
  format = DATES ("03/04/2017");
  setlocale (LC_ALL, "C.UTF-8");
  g_assert_cmpint (format.doubts, ==, SAT_COLUMN_DOUBT_DATE_ORDER);
  assert_date (&format, "03/04/2017", "2017-04-03");
}

static void
test_null_word (void)
{
  SatColumnOptions options = {.null_word = "NULL"};
  SatColumnFormat with =
      decide_column (SAT_COLUMN_DATES, &options, (const char *[]){"null", "2017-03-01", NULL});
  SatColumnFormat without = DATES ("2017-03-01");

  g_assert_cmpuint (with.values, ==, 1);
  g_assert_true (sat_column_format_is_empty (&with, " Null "));
  g_assert_true (sat_column_format_is_empty (&with, ""));
  g_assert_false (sat_column_format_is_empty (&with, "NULLS"));
  assert_no_date (&with, "NULL", SAT_COLUMN_ERROR_EMPTY);
  g_assert_false (sat_column_format_is_empty (&without, "NULL"));
  assert_no_date (&without, "NULL", SAT_COLUMN_ERROR_INVALID);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/exchange/column-dates/plain-dates", test_plain_dates);
  g_test_add_func ("/exchange/column-dates/no-dates", test_no_dates);
  g_test_add_func ("/exchange/column-dates/order-of-column", test_order_of_column);
  g_test_add_func ("/exchange/column-dates/order-in-doubt", test_order_in_doubt);
  g_test_add_func ("/exchange/column-dates/serial-numbers", test_serial_numbers);
  g_test_add_func ("/exchange/column-dates/instants", test_instants);
  g_test_add_func ("/exchange/column-dates/dates-from-times", test_dates_from_times);
  g_test_add_func ("/exchange/column-dates/random-dates", test_random_dates);
  g_test_add_func ("/exchange/column-dates/locale", test_locale);
  g_test_add_func ("/exchange/column-dates/null-word", test_null_word);
  return g_test_run ();
}

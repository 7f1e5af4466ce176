/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sat-column-format.h"

#include <locale.h>
#include <string.h>

#include "sat-csv-reader.h"
#include "sat-decimal.h"
#include "sat-money.h"
#include "sat-test.h"
#include "sat-text-encoding.h"

static SatColumnFormat
decide (SatColumnContent content, const SatColumnOptions *options, const char *const *values)
{
  g_autoptr (SatColumnProfile) profile = sat_column_profile_new (content, options);
  SatColumnFormat format;

  for (; *values != NULL; values++)
    sat_column_profile_add (profile, *values);
  sat_column_profile_decide (profile, &format);
  return format;
}

#define DATES(...) decide (SAT_COLUMN_DATES, NULL, (const char *[]){__VA_ARGS__, NULL})
#define NUMBERS(...) decide (SAT_COLUMN_NUMBERS, NULL, (const char *[]){__VA_ARGS__, NULL})

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
  SatColumnFormat open = decide (SAT_COLUMN_DATES, NULL, values);
  SatColumnFormat asked = decide (SAT_COLUMN_DATES, &day_first, values);
  SatColumnFormat same = DATES ("03/03/2017", "05/05/2017");
  SatColumnFormat told_wrong =
      decide (SAT_COLUMN_DATES, &day_first, (const char *[]){"01/31/2017", "01/02/2017", NULL});
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

static void
assert_money (const SatColumnFormat *format,
              const char *text,
              const char *currency,
              const char *expected)
{
  g_autoptr (GError) error = NULL;
  const char *found = NULL;
  g_autofree char *amount = NULL;
  g_autofree char *both = NULL;
  gint64 minor = 0;

  sat_column_format_read_money (format, text, currency, &minor, &found, &error);
  g_assert_no_error (error);
  amount = sat_money_to_string (minor, found);
  both = g_strdup_printf ("%s %s", amount, found);
  g_assert_cmpstr (both, ==, expected);
}

static void
assert_no_money (const SatColumnFormat *format, const char *text, int code)
{
  g_autoptr (GError) error = NULL;
  const char *found;
  gint64 minor;

  g_test_message ("%s", text);
  g_assert_false (sat_column_format_read_money (format, text, "USD", &minor, &found, &error));
  g_assert_error (error, SAT_COLUMN_ERROR, code);
}

static void
test_money_with_points (void)
{
  SatColumnFormat format = NUMBERS ("$22,700.00", "", "500.0");

  g_assert_cmpint (format.decimal_mark, ==, '.');
  g_assert_cmpint (format.doubts, ==, 0);
  assert_money (&format, "$22,700.00", "USD", "22700.00 USD");
  assert_money (&format, "$22,700.00", "CAD", "22700.00 CAD");
  assert_money (&format, "$22,700.00", "EUR", "22700.00 USD");
  assert_money (&format, "500.0", "EUR", "500.00 EUR");
  assert_money (&format, "1054", "JPY", "1054 JPY");
  assert_money (&format, "559697.5639", "USD", "559697.56 USD");
  assert_money (&format, "0.005", "USD", "0.01 USD");
  assert_money (&format, "(500.00)", "USD", "-500.00 USD");
  assert_money (&format, "($500.00)", "USD", "-500.00 USD");
  assert_money (&format, "-$500", "USD", "-500.00 USD");
  assert_money (&format, "$-500", "USD", "-500.00 USD");
  assert_money (&format, "500-", "USD", "-500.00 USD");
  assert_money (&format, "−500", "USD", "-500.00 USD");
  assert_money (&format, "+500", "USD", "500.00 USD");
  assert_money (&format, "1,234", "USD", "1234.00 USD");
  assert_money (&format, "12,34,567.89", "USD", "1234567.89 USD");
  assert_money (&format, "1'234'567.89", "CHF", "1234567.89 CHF");
  assert_money (&format, "EUR 500", "USD", "500.00 EUR");
  assert_money (&format, "500 eur", "USD", "500.00 EUR");
  assert_money (&format, "500€", "USD", "500.00 EUR");
  assert_money (&format, "£1,000", "USD", "1000.00 GBP");
  assert_money (&format, "¥1,000", "USD", "1000 JPY");
  assert_money (&format, "¥1,000", "CNY", "1000.00 CNY");
  assert_money (&format, "￥１，０００", "USD", "1000 JPY");
  assert_money (&format, "$500 CAD", "USD", "500.00 CAD");
  assert_money (&format, "R$ 500", "USD", "500.00 BRL");
  assert_money (&format, "500 kr", "SEK", "500.00 SEK");
  assert_money (&format, ".5", "USD", "0.50 USD");
  assert_money (&format, "5.", "USD", "5.00 USD");
}

static void
test_money_with_commas (void)
{
  SatColumnFormat format = NUMBERS ("1.234,56", "1.000");

  g_assert_cmpint (format.decimal_mark, ==, ',');
  assert_money (&format, "1.234,56", "EUR", "1234.56 EUR");
  assert_money (&format, "1 234,56", "EUR", "1234.56 EUR");
  assert_money (&format, "1\u00a0234,56 €", "EUR", "1234.56 EUR");
  assert_money (&format, "1\u202f234,56 €", "EUR", "1234.56 EUR");
  assert_money (&format, "1.000", "EUR", "1000.00 EUR");
  assert_money (&format, "0,5", "EUR", "0.50 EUR");
  assert_money (&format, "12,5000", "EUR", "12.50 EUR");
  assert_no_money (&format, "12.5", SAT_COLUMN_ERROR_FORMAT);
  assert_no_money (&format, "1,234.56", SAT_COLUMN_ERROR_FORMAT);
}

static void
test_no_money (void)
{
  static const char *const wrong[] = {
      "abc",       "-",           "1,23,4x",
      "12-34",     "1..2",        "1,2,3",
      "1 23",      "12 34 56",    "60%",
      "--5",       "(5",          "(-5)",
      "5 USD EUR", "$",           "USD",
      "1e5",       "4.20581E+11", "1.2M",
      "kr 500",    "12.34.56,7",  "1234567890123456789012345678901234567890123456789012"};
  SatColumnFormat format = NUMBERS ("1.50");
  g_autoptr (GError) error = NULL;
  gint64 minor;

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    assert_no_money (&format, wrong[i], SAT_COLUMN_ERROR_INVALID);
  assert_no_money (&format, " ", SAT_COLUMN_ERROR_EMPTY);
  assert_no_money (&format, "99999999999999999999", SAT_COLUMN_ERROR_RANGE);
  assert_no_money (&format, "1,5", SAT_COLUMN_ERROR_FORMAT);
  g_assert_false (sat_column_format_read_money (&format, "5 EUR", "USD", &minor, NULL, &error));
  g_assert_error (error, SAT_COLUMN_ERROR, SAT_COLUMN_ERROR_FORMAT);
}

static void
test_mark_in_doubt (void)
{
  static const char *const values[] = {"1,234", "5,678", NULL};
  SatColumnOptions comma = {.decimal_mark = ','};
  SatColumnFormat open = decide (SAT_COLUMN_NUMBERS, NULL, values);
  SatColumnFormat asked = decide (SAT_COLUMN_NUMBERS, &comma, values);
  SatColumnFormat settled = NUMBERS ("1,234", "1,234,567");
  SatColumnFormat whole = NUMBERS ("1", "22");
  g_autofree char *doubts = sat_column_format_describe_doubts (&open);
  gint64 value;

  g_assert_cmpint (open.doubts, ==, SAT_COLUMN_DOUBT_DECIMAL_MARK);
  g_assert_nonnull (doubts);
  assert_money (&open, "1,234", "USD", "1234.00 USD");
  g_assert_cmpint (asked.doubts, ==, 0);
  assert_money (&asked, "1,234", "USD", "1.23 USD");
  g_assert_cmpint (settled.doubts, ==, 0);
  assert_money (&settled, "1,234", "USD", "1234.00 USD");
  g_assert_cmpint (whole.doubts, ==, 0);
  /* Where whole numbers are wanted there is no doubt. */
  asked.doubts = SAT_COLUMN_DOUBT_DECIMAL_MARK;
  g_assert_true (sat_column_format_read_integer (&asked, "1,234", &value, NULL));
  g_assert_cmpint (value, ==, 1234);
  g_assert_true (sat_column_format_read_integer (&open, "1.234", &value, NULL));
  g_assert_cmpint (value, ==, 1234);
}

/* The locale settles what the values do not. */
static void
test_locale (void)
{
  SatColumnFormat dates, numbers;

  if (setlocale (LC_ALL, "es_ES.UTF-8") == NULL) {
    g_test_skip ("the locale es_ES.UTF-8 is not there");
    return;
  }
  dates = DATES ("03/04/2017");
  numbers = NUMBERS ("1.234");
  setlocale (LC_ALL, "C.UTF-8");
  g_assert_cmpint (dates.doubts, ==, SAT_COLUMN_DOUBT_DATE_ORDER);
  assert_date (&dates, "03/04/2017", "2017-04-03");
  g_assert_cmpint (numbers.doubts, ==, SAT_COLUMN_DOUBT_DECIMAL_MARK);
  assert_money (&numbers, "1.234", "EUR", "1234.00 EUR");
}

/* What money and decimals write, with any groups and marks, is read as the same number. */
static void
test_random_money (void)
{
  static const char *const groups[] = {"", ",", ".", " ", "'", "\u00a0"};
  g_autoptr (GRand) rand = sat_test_rand_new ();

  for (guint round = 0; round < 5000; round++) {
    gint64 minor = ((gint64)g_rand_int (rand) << g_rand_int_range (rand, 0, 20)) >>
                   g_rand_int_range (rand, 0, 32);
    const char *group = groups[g_rand_int_range (rand, 0, G_N_ELEMENTS (groups))];
    char mark = *group == ',' ? '.' : *group == '.' ? ',' : g_rand_boolean (rand) ? '.' : ',';
    g_autofree char *plain = sat_money_to_string (minor, "USD");
    g_autoptr (GString) text = g_string_new (g_rand_boolean (rand) ? "$" : "");
    const char *point = strchr (plain, '.');
    SatColumnFormat format;
    const char *found;
    gint64 again;

    for (const char *c = plain; *c != '\0'; c++) {
      if (c > plain && c < point && (point - c) % 3 == 0)
        g_string_append (text, group);
      g_string_append_c (text, *c == '.' ? mark : *c);
    }
    if (round % 3 == 0) {
      g_string_prepend (text, "(");
      g_string_append (text, ")");
      minor = -minor;
    }
    format = NUMBERS (text->str);
    g_test_message ("%s", text->str);
    g_assert_cmpint (format.decimal_mark, ==, mark);
    g_assert_true (sat_column_format_read_money (&format, text->str, "USD", &again, &found, NULL));
    g_assert_cmpint (again, ==, minor);
  }
}

static void
test_numbers (void)
{
  SatColumnFormat format = NUMBERS ("1,234.5", "0.5");
  g_autoptr (GError) error = NULL;
  gint64 value;

  g_assert_true (sat_column_format_read_decimal (&format, "1,234.5", &value, &error));
  g_assert_cmpint (value, ==, 1234 * SAT_DECIMAL_ONE + SAT_DECIMAL_ONE / 2);
  g_assert_false (sat_column_format_read_decimal (&format, "$5", &value, &error));
  g_assert_error (error, SAT_COLUMN_ERROR, SAT_COLUMN_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (sat_column_format_read_decimal (&format, "5%", &value, &error));
  g_assert_error (error, SAT_COLUMN_ERROR, SAT_COLUMN_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_true (sat_column_format_read_integer (&format, "2,822", &value, &error));
  g_assert_cmpint (value, ==, 2822);
  g_assert_true (sat_column_format_read_integer (&format, "500.00", &value, &error));
  g_assert_cmpint (value, ==, 500);
  g_assert_true (sat_column_format_read_integer (&format, "-1996", &value, &error));
  g_assert_cmpint (value, ==, -1996);
  g_assert_false (sat_column_format_read_integer (&format, "500.5", &value, &error));
  g_assert_error (error, SAT_COLUMN_ERROR, SAT_COLUMN_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (sat_column_format_read_integer (&format, "4.2E+11", &value, &error));
  g_assert_error (error, SAT_COLUMN_ERROR, SAT_COLUMN_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "shortened"));
}

static void
assert_percent (const SatColumnFormat *format, const char *text, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *found = NULL;
  gint64 value = 0;

  sat_column_format_read_percent (format, text, &value, &error);
  g_assert_no_error (error);
  found = sat_decimal_to_string (value);
  g_assert_cmpstr (found, ==, expected);
}

static void
test_percents (void)
{
  SatColumnFormat signs = NUMBERS ("60%", "0.5%", "100 %");
  SatColumnFormat numbers = NUMBERS ("100.0", "60.0", "0.0", "1");
  SatColumnFormat fractions = NUMBERS ("0.6", "1", "0", "1.00", "0.012");
  SatColumnFormat open = NUMBERS ("0", "1", "1");
  SatColumnFormat comma = NUMBERS ("0,6", "0,25");

  assert_percent (&signs, "60%", "60");
  assert_percent (&signs, "%60", "60");
  assert_percent (&signs, "0.5%", "0.5");
  assert_percent (&numbers, "100.0", "100");
  assert_percent (&numbers, "1", "1");
  g_assert_cmpint (numbers.doubts, ==, 0);
  assert_percent (&fractions, "0.6", "60");
  assert_percent (&fractions, "0.012", "1.2");
  assert_percent (&fractions, "1.00", "100");
  g_assert_cmpint (fractions.doubts, ==, 0);
  assert_percent (&open, "1", "100");
  g_assert_cmpint (open.doubts, ==, SAT_COLUMN_DOUBT_PERCENT);
  assert_percent (&comma, "0,6", "60");
}

static void
test_booleans (void)
{
  static const char *const yes[] = {"true", "TRUE", "Yes",  "y",  "1", "x",   "sí",
                                    "Ja",   "Oui",  "vrai", "是", "✓", " on "};
  static const char *const no[] = {"false", "No",   "n",     "0",  "Nein",
                                   "non",   "faux", "falso", "否", "OFF"};
  SatColumnFormat format = decide (SAT_COLUMN_TEXT, NULL, (const char *[]){NULL});
  g_autoptr (GError) error = NULL;
  gboolean value;

  for (gsize i = 0; i < G_N_ELEMENTS (yes); i++) {
    g_assert_true (sat_column_format_read_boolean (&format, yes[i], &value, NULL));
    g_assert_true (value);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (no); i++) {
    g_assert_true (sat_column_format_read_boolean (&format, no[i], &value, NULL));
    g_assert_false (value);
  }
  g_assert_false (sat_column_format_read_boolean (&format, "maybe", &value, &error));
  g_assert_error (error, SAT_COLUMN_ERROR, SAT_COLUMN_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (sat_column_format_read_boolean (&format, "", &value, &error));
  g_assert_error (error, SAT_COLUMN_ERROR, SAT_COLUMN_ERROR_EMPTY);
}

static void
test_null_word (void)
{
  SatColumnOptions options = {.null_word = "NULL"};
  SatColumnFormat with =
      decide (SAT_COLUMN_DATES, &options, (const char *[]){"null", "2017-03-01", NULL});
  SatColumnFormat without = DATES ("2017-03-01");

  g_assert_cmpuint (with.values, ==, 1);
  g_assert_true (sat_column_format_is_empty (&with, " Null "));
  g_assert_true (sat_column_format_is_empty (&with, ""));
  g_assert_false (sat_column_format_is_empty (&with, "NULLS"));
  assert_no_date (&with, "NULL", SAT_COLUMN_ERROR_EMPTY);
  g_assert_false (sat_column_format_is_empty (&without, "NULL"));
  assert_no_date (&without, "NULL", SAT_COLUMN_ERROR_INVALID);
}

/* Texts of any sort are read or refused. */
static void
test_random_text (void)
{
  static const char *const pieces[] = {
      "1",  "12", "2017", "3", "0",      ".", ",",  "/",   "-",     ":",   " ",    "T",
      "Z",  "+",  "$",    "€", "%",      "(", ")",  "Mar", "mars",  "AM",  "p.m.", "年",
      "月", "日", "USD",  "e", "\u00a0", "'", "st", "de",  "99999", "GMT", "h"};
  g_autoptr (GRand) rand = sat_test_rand_new ();
  guint dates = 0, numbers = 0;

  for (guint round = 0; round < 100000; round++) {
    g_autoptr (GString) text = g_string_new (NULL);
    guint n = g_rand_int_range (rand, 0, 9);
    SatColumnFormat format;
    const char *currency;
    SatDate date;
    gint64 value;

    for (guint i = 0; i < n; i++)
      g_string_append (text, pieces[g_rand_int_range (rand, 0, G_N_ELEMENTS (pieces))]);
    format = DATES (text->str);
    dates += sat_column_format_read_date (&format, text->str, NULL, &date, NULL);
    sat_column_format_read_instant (&format, text->str, NULL, &value, NULL);
    format = NUMBERS (text->str);
    if (sat_column_format_read_money (&format, text->str, "USD", &value, &currency, NULL)) {
      g_assert_nonnull (currency);
      numbers++;
    }
    sat_column_format_read_percent (&format, text->str, &value, NULL);
    sat_column_format_read_integer (&format, text->str, &value, NULL);
  }
  g_assert_cmpuint (dates, >, 0);
  g_assert_cmpuint (numbers, >, 0);
}

/* All the values of one column of a real file; their sum, or the number of values that are read. */
static gint64
read_real (const char *name, const char *column, SatColumnContent content, guint *values)
{
  g_autofree char *path = sat_test_real_data (name);
  g_autoptr (SatText) text = NULL;
  g_autoptr (SatCsvReader) reader = NULL;
  g_autoptr (SatColumnProfile) profile = sat_column_profile_new (content, NULL);
  g_autoptr (GError) error = NULL;
  SatCsvDialect dialect;
  SatColumnFormat format;
  const SatCsvRow *row;
  const char *const *header;
  const char *data;
  gsize length;
  gint64 sum = 0;
  guint at = 0;

  *values = 0;
  if (path == NULL) {
    g_test_skip ("the files of real input are not there");
    return -1;
  }
  text = sat_text_open (path, NULL, &error);
  g_assert_no_error (error);
  data = sat_text_get_data (text, &length);
  sat_csv_dialect_detect (data, length, &dialect);
  reader = sat_csv_reader_new (data, length, &dialect);
  for (header = sat_csv_reader_get_header (reader); strcmp (header[at], column) != 0; at++)
    g_assert_nonnull (header[at]);
  while (sat_csv_reader_next (reader, &row, NULL))
    sat_column_profile_add (profile, sat_csv_row_get (row, at));
  sat_column_profile_decide (profile, &format);
  g_assert_cmpint (format.doubts, ==, 0);
  sat_csv_reader_rewind (reader);
  while (sat_csv_reader_next (reader, &row, NULL)) {
    const char *cell = sat_csv_row_get (row, at);
    gint64 value = 0;
    SatDate date;

    if (sat_column_format_is_empty (&format, cell))
      continue;
    if (content == SAT_COLUMN_DATES)
      sat_column_format_read_date (&format, cell, NULL, &date, &error);
    else
      sat_column_format_read_money (&format, cell, "USD", &value, NULL, &error);
    g_assert_no_error (error);
    sum += value;
    ++*values;
  }
  return sum;
}

static void
test_real (void)
{
  guint n;

  if (read_real ("maven-crm/sales_pipeline.csv", "close_value", SAT_COLUMN_NUMBERS, &n) < 0)
    return;
  g_assert_cmpuint (n, ==, 8800 - 2089);
  g_assert_cmpint (
      read_real ("maven-crm/sales_pipeline.csv", "close_value", SAT_COLUMN_NUMBERS, &n), ==,
      1000553400);
  read_real ("maven-crm/sales_pipeline.csv", "engage_date", SAT_COLUMN_DATES, &n);
  g_assert_cmpuint (n, ==, 8300);
  g_assert_cmpint (read_real ("salesforce-dataloader/data/opportunityData.csv", "AMOUNT",
                              SAT_COLUMN_NUMBERS, &n),
                   ==, 627000000);
  g_assert_cmpuint (n, ==, 33);
  read_real ("salesforce-dataloader/data/opportunityData.csv", "CREATEDDATE", SAT_COLUMN_DATES, &n);
  g_assert_cmpuint (n, ==, 38);
  g_assert_cmpint (read_real ("adventureworks/Sales SalesPersonQuotaHistory.csv", "SalesQuota",
                              SAT_COLUMN_NUMBERS, &n),
                   ==, 9571400000);
  read_real ("adventureworks/Sales SalesPersonQuotaHistory.csv", "QuotaDate", SAT_COLUMN_DATES, &n);
  g_assert_cmpuint (n, ==, 163);
  read_real ("atomic-crm/contacts.csv", "first_seen", SAT_COLUMN_DATES, &n);
  g_assert_cmpuint (n, ==, 500);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/exchange/column-format/plain-dates", test_plain_dates);
  g_test_add_func ("/exchange/column-format/no-dates", test_no_dates);
  g_test_add_func ("/exchange/column-format/order-of-column", test_order_of_column);
  g_test_add_func ("/exchange/column-format/order-in-doubt", test_order_in_doubt);
  g_test_add_func ("/exchange/column-format/serial-numbers", test_serial_numbers);
  g_test_add_func ("/exchange/column-format/instants", test_instants);
  g_test_add_func ("/exchange/column-format/dates-from-times", test_dates_from_times);
  g_test_add_func ("/exchange/column-format/random-dates", test_random_dates);
  g_test_add_func ("/exchange/column-format/money-with-points", test_money_with_points);
  g_test_add_func ("/exchange/column-format/money-with-commas", test_money_with_commas);
  g_test_add_func ("/exchange/column-format/no-money", test_no_money);
  g_test_add_func ("/exchange/column-format/mark-in-doubt", test_mark_in_doubt);
  g_test_add_func ("/exchange/column-format/locale", test_locale);
  g_test_add_func ("/exchange/column-format/random-money", test_random_money);
  g_test_add_func ("/exchange/column-format/numbers", test_numbers);
  g_test_add_func ("/exchange/column-format/percents", test_percents);
  g_test_add_func ("/exchange/column-format/booleans", test_booleans);
  g_test_add_func ("/exchange/column-format/null-word", test_null_word);
  g_test_add_func ("/exchange/column-format/random-text", test_random_text);
  g_test_add_func ("/exchange/column-format/real-files", test_real);
  return g_test_run ();
}

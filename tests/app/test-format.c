/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-format.h"

#include <locale.h>

/* 2026-11-21T12:00:00Z, a Saturday. */
#define NOON G_GINT64_CONSTANT (1795262400000000)

typedef struct {
  SatFormat format;
  SatRegistry *registry;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->format = (SatFormat){.order = SAT_DATE_ORDER_DMY,
                          .date = "%-d %b %Y",
                          .decimal_point = '.',
                          .grouping = ",",
                          .week_start = 1,
                          .currency = "USD"};
  f->format.zone = sat_zone_open ("UTC", NULL);
  f->format.clock = sat_clock_fake_new (NOON);
  f->registry = sat_registry_new ();
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_time_zone_unref (f->format.zone);
  sat_clock_unref (f->format.clock);
  sat_registry_unref (f->registry);
}

static void
assert_text (char *text, const char *expected)
{
  g_assert_cmpstr (text, ==, expected);
  g_free (text);
}

static SatDate
day (int year, int month, int day_of_month)
{
  SatDate date;

  g_assert_true (sat_date_from_ymd (year, month, day_of_month, &date));
  return date;
}

static void
test_dates (Fixture *f, gconstpointer data)
{
  assert_text (sat_format_date (&f->format, day (2017, 3, 1)), "1 Mar 2017");
  assert_text (sat_format_date_relative (&f->format, day (2026, 11, 21)), "Today");
  assert_text (sat_format_date_relative (&f->format, day (2026, 11, 20)), "Yesterday");
  assert_text (sat_format_date_relative (&f->format, day (2026, 11, 22)), "Tomorrow");
  assert_text (sat_format_date_relative (&f->format, day (2026, 11, 26)), "Thursday");
  assert_text (sat_format_date_relative (&f->format, day (2026, 11, 28)), "28 Nov 2026");
  assert_text (sat_format_date_input (&f->format, day (2017, 3, 1)), "01/03/2017");
  f->format.order = SAT_DATE_ORDER_MDY;
  assert_text (sat_format_date_input (&f->format, day (2017, 3, 1)), "03/01/2017");
  f->format.order = SAT_DATE_ORDER_YMD;
  assert_text (sat_format_date_input (&f->format, day (2017, 3, 1)), "2017-03-01");
}

typedef struct {
  const char *locale, *date, *day_month, *next, *day_long, *time;
} LocaleCase;

/* As people there write them. Without a catalogue the words are English, the names are not. */
static void
test_locales (Fixture *f, gconstpointer data)
{
  static const LocaleCase cases[] = {
      {"C.UTF-8", "Mar 5, 2026", "Mar 5", "Thursday", "Thursday, March 5", "14:05"},
      {"es_ES.UTF-8", "5 mar 2026", "5 mar", "Jueves", "Jueves, 5 marzo", "14:05"},
      {"zh_CN.UTF-8", "2026年3月5日", "3月5日", "星期四", NULL, "14:05"},
      {"zh_TW.UTF-8", "2026年3月5日", "3月5日", "週四", NULL, "14:05"},
      {"ja_JP.UTF-8", "2026年3月5日", "3月5日", "木曜日", NULL, "14:05"},
  };
  g_autofree char *before = g_strdup (setlocale (LC_ALL, NULL));
  SatDate date = day (2026, 3, 5);

  sat_clock_fake_set (f->format.clock, sat_date_start (date - 3, f->format.zone));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    SatFormat format;
    SatDate read;

    if (setlocale (LC_ALL, cases[i].locale) == NULL) {
      g_test_message ("no locale %s", cases[i].locale);
      continue;
    }
    sat_format_init_locale (&format, f->format.zone, f->format.clock);
    assert_text (sat_format_date (&format, date), cases[i].date);
    assert_text (sat_format_day_month (&format, date), cases[i].day_month);
    assert_text (sat_format_date_relative (&format, date), cases[i].next);
    if (cases[i].day_long != NULL)
      assert_text (sat_format_day_long (&format, date), cases[i].day_long);
    assert_text (sat_format_time (&format, sat_date_start (date, f->format.zone) +
                                               (14 * 60 + 5) * G_TIME_SPAN_MINUTE),
                 cases[i].time);
    /* What is shown can be typed. */
    g_assert_true (sat_format_read_date (&format, cases[i].date, &read, NULL));
    g_assert_cmpint (read, ==, date);
    g_assert_true (sat_format_read_date (&format, cases[i].day_month, &read, NULL));
    g_assert_cmpint (read, ==, date);
  }
  setlocale (LC_ALL, before);
}

static void
test_instants (Fixture *f, gconstpointer data)
{
  assert_text (sat_format_instant_relative (&f->format, NOON - G_USEC_PER_SEC), "Just now");
  assert_text (sat_format_instant_relative (&f->format, NOON - 5 * G_TIME_SPAN_MINUTE),
               "5 minutes ago");
  assert_text (sat_format_instant_relative (&f->format, NOON - 60 * G_TIME_SPAN_MINUTE),
               "Today, 11:00");
  assert_text (sat_format_instant (&f->format, NOON), "21 Nov 2026, 12:00");
  f->format.half_day = TRUE;
  assert_text (sat_format_time (&f->format, NOON + 90 * G_TIME_SPAN_MINUTE), "1:30 PM");
}

static void
test_numbers (Fixture *f, gconstpointer data)
{
  const SatType *type = sat_registry_type (f->registry, "company");
  const SatField *field = sat_type_field (type, "founded");
  SatValue year = {.type = SAT_VALUE_INTEGER, .integer = 1999};
  SatValue many = {.type = SAT_VALUE_INTEGER, .integer = 41860};

  /* A year is no count. */
  assert_text (sat_format_value (&f->format, field, &year, NULL), "1999");
  assert_text (sat_format_value (&f->format, field, &many, NULL), "41,860");
  assert_text (sat_format_integer (&f->format, 1999), "1,999");
  assert_text (sat_format_integer (&f->format, 1234567), "1,234,567");
  assert_text (sat_format_integer (&f->format, -12345), "-12,345");
  assert_text (sat_format_integer (&f->format, 0), "0");
  f->format.decimal_point = ',';
  assert_text (sat_format_decimal (&f->format, 2500000000), "2,5");
}

static void
assert_read (Fixture *f, const char *field_name, const char *typed, const char *expected)
{
  const SatType *type = sat_registry_type (f->registry, "opportunity");
  g_autoptr (GError) error = NULL;
  g_autofree char *text =
      sat_format_read (&f->format, sat_type_field (type, field_name), typed, NULL, &error);

  g_assert_cmpstr (text, ==, expected);
  if (expected == NULL)
    g_assert_error (error, SAT_MODEL_ERROR, SAT_MODEL_ERROR_INVALID);
  else
    g_assert_no_error (error);
}

static void
test_read_money (Fixture *f, gconstpointer data)
{
  assert_read (f, "amount", "", "");
  assert_read (f, "amount", " 1,054.50 ", "1054.50");
  assert_read (f, "amount", "$1,054", "1054");
  assert_read (f, "amount", "1054 USD", "1054");
  assert_read (f, "amount", "12k", "12000");
  assert_read (f, "amount", "1.5M", "1500000");
  assert_read (f, "amount", "100 EUR", NULL);
  assert_read (f, "amount", "a lot", NULL);
  assert_read (f, "amount", "1.2.3", NULL);
  f->format.decimal_point = ',';
  assert_read (f, "amount", "1.054,50", "1054.50");
  assert_read (f, "amount", "1.054", "1054");
  assert_read (f, "amount", "1054.50", "1054.50");
}

static void
test_read_dates (Fixture *f, gconstpointer data)
{
  assert_read (f, "close_date", "1/3/2027", "2027-03-01");
  assert_read (f, "close_date", "1.3.27", "2027-03-01");
  assert_read (f, "close_date", "2027-03-01", "2027-03-01");
  assert_read (f, "close_date", "1 Mar 2027", "2027-03-01");
  assert_read (f, "close_date", "tomorrow", "2026-11-22");
  assert_read (f, "close_date", "+7", "2026-11-28");
  assert_read (f, "close_date", "31/2/2027", NULL);
  assert_read (f, "close_date", "soon", NULL);
  f->format.order = SAT_DATE_ORDER_MDY;
  assert_read (f, "close_date", "3/1/2027", "2027-03-01");
}

static void
test_read_instants (Fixture *f, gconstpointer data)
{
  gint64 us;

  g_assert_true (sat_format_read_instant (&f->format, "21/11/2026 12:00", &us, NULL));
  g_assert_cmpint (us, ==, NOON);
  g_assert_true (sat_format_read_instant (&f->format, "today 1:30 pm", &us, NULL));
  g_assert_cmpint (us, ==, NOON + 90 * G_TIME_SPAN_MINUTE);
  g_assert_false (sat_format_read_instant (&f->format, "25:00 someday", &us, NULL));
}

/* What editing starts with is read back as it was. */
static void
test_round_trip (Fixture *f, gconstpointer data)
{
  const SatType *type = sat_registry_type (f->registry, "opportunity");
  const struct {
    const char *field;
    gint64 value;
  } cases[] = {{"amount", 123456789}, {"close_date", day (2024, 2, 29)}, {"probability", 35}};

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    const SatField *field = sat_type_field (type, cases[i].field);
    g_auto (SatValue) value = sat_value_int (cases[i].value);
    g_auto (SatValue) back = SAT_VALUE_INIT;
    g_autofree char *typed = sat_format_to_input (&f->format, field, &value, "USD");
    g_autofree char *text = sat_format_read (&f->format, field, typed, "USD", NULL);

    g_assert_nonnull (text);
    g_assert_true (sat_field_parse (field, text, "USD", &back, NULL));
    g_assert_cmpint (back.integer, ==, cases[i].value);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/format/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("dates", test_dates);
  ADD ("locales", test_locales);
  ADD ("instants", test_instants);
  ADD ("numbers", test_numbers);
  ADD ("read-money", test_read_money);
  ADD ("read-dates", test_read_dates);
  ADD ("read-instants", test_read_instants);
  ADD ("round-trip", test_round_trip);
  return g_test_run ();
}

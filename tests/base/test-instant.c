/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-date.h"
#include "sat-error.h"
#include "sat-test.h"

#define US_2017 G_GINT64_CONSTANT (1488358800000000) /* 2017-03-01T09:00:00Z */
#define FIRST_US G_GINT64_CONSTANT (-62135596800000000)
#define LAST_US G_GINT64_CONSTANT (253402300799999999)

static void
test_parse (void)
{
  static const struct {
    const char *text;
    gint64 us;
  } rows[] = {
      {"2017-03-01T09:00:00.000000Z", US_2017},
      {"2017-03-01T09:00:00Z", US_2017},
      {"2017-03-01t09:00:00z", US_2017},
      {"2017-03-01 09:00:00+00:00", US_2017},
      {"2017-03-01T09:00:00-00:00", US_2017},
      {"2017-03-01T10:30:00+01:30", US_2017},
      {"2017-02-28T22:15:00-10:45", US_2017},
      {"2017-03-02T08:59:00+23:59", US_2017},
      {"2017-03-01T09:00:00.5Z", US_2017 + 500000},
      {"2017-03-01T09:00:00.000001Z", US_2017 + 1},
      {"2017-03-01T09:00:00.1234569Z", US_2017 + 123456},
      {"2017-03-01T08:59:59.999999999999Z", US_2017 - 1},
      {"1970-01-01T00:00:00Z", 0},
      {"1969-12-31T23:59:59.999999Z", -1},
      {"2016-12-31T23:59:60Z", 1483228800000000}, /* a leap second */
      {"0001-01-01T00:00:00Z", FIRST_US},
      {"9999-12-31T23:59:59.999999Z", LAST_US},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;
    gint64 us = 42;

    g_assert_true (sat_instant_parse (rows[i].text, &us, &error));
    g_assert_no_error (error);
    g_assert_cmpint (us, ==, rows[i].us);
  }
}

static void
test_refused (void)
{
  static const struct {
    const char *text;
    int code;
  } rows[] = {
      {NULL, SAT_BASE_ERROR_INVALID},
      {"", SAT_BASE_ERROR_INVALID},
      {"2017-03-01", SAT_BASE_ERROR_INVALID},
      {"2017-03-01T", SAT_BASE_ERROR_INVALID},
      {"2017-03-01T09:00", SAT_BASE_ERROR_INVALID},
      {"2017-03-01T09:00Z", SAT_BASE_ERROR_INVALID},
      {"2017-03-01T09:00:00", SAT_BASE_ERROR_INVALID},
      {"2017-03-01T09:00:00.Z", SAT_BASE_ERROR_INVALID},
      {"2017-03-01T09:00:00,5Z", SAT_BASE_ERROR_INVALID},
      {"2017-03-01T9:00:00Z", SAT_BASE_ERROR_INVALID},
      {"2017-03-01T09:00:00ZZ", SAT_BASE_ERROR_INVALID},
      {"2017-03-01T09:00:00Z ", SAT_BASE_ERROR_INVALID},
      {"2017-03-01T09:00:00+1:00", SAT_BASE_ERROR_INVALID},
      {"2017-03-01T09:00:00+01", SAT_BASE_ERROR_INVALID},
      {"2017-03-01T09:00:00+0100", SAT_BASE_ERROR_INVALID},
      {"2017-03-01T09:00:00+24:00", SAT_BASE_ERROR_INVALID},
      {"2017-03-01T09:00:00+01:60", SAT_BASE_ERROR_INVALID},
      {"2017-03-01X09:00:00Z", SAT_BASE_ERROR_INVALID},
      {"20170301T090000Z", SAT_BASE_ERROR_INVALID},
      {"2017-02-29T09:00:00Z", SAT_BASE_ERROR_RANGE},
      {"2017-03-01T24:00:00Z", SAT_BASE_ERROR_RANGE},
      {"2017-03-01T09:60:00Z", SAT_BASE_ERROR_RANGE},
      {"2017-03-01T09:00:60Z", SAT_BASE_ERROR_RANGE},
      {"2017-03-01T09:59:61Z", SAT_BASE_ERROR_RANGE},
      {"0001-01-01T00:00:00+00:01", SAT_BASE_ERROR_RANGE},
      {"9999-12-31T23:59:59-00:01", SAT_BASE_ERROR_RANGE},
      {"0000-12-31T23:59:59Z", SAT_BASE_ERROR_RANGE},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;
    gint64 us = 42;

    g_assert_false (sat_instant_parse (rows[i].text, &us, &error));
    g_assert_error (error, SAT_BASE_ERROR, rows[i].code);
    g_assert_cmpint (us, ==, 42);
  }
}

static void
test_to_string (void)
{
  static const struct {
    gint64 us;
    const char *expected;
  } rows[] = {
      {US_2017, "2017-03-01T09:00:00.000000Z"},
      {US_2017 - 1, "2017-03-01T08:59:59.999999Z"},
      {0, "1970-01-01T00:00:00.000000Z"},
      {-1, "1969-12-31T23:59:59.999999Z"},
      {FIRST_US, "0001-01-01T00:00:00.000000Z"},
      {LAST_US, "9999-12-31T23:59:59.999999Z"},
      {G_MAXINT64, "294247-01-10T04:00:54.775807Z"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *text = sat_instant_to_string (rows[i].us);

    g_assert_cmpstr (text, ==, rows[i].expected);
  }
}

static void
test_round_trip (void)
{
  g_autoptr (GRand) rand = sat_test_rand_new ();

  for (int i = 0; i < 100000; i++) {
    guint64 random = (guint64)g_rand_int (rand) << 32 | g_rand_int (rand);
    gint64 us = FIRST_US + (gint64)(random % (guint64)(LAST_US - FIRST_US));
    g_autofree char *text = sat_instant_to_string (us);
    gint64 back;

    g_assert_true (sat_instant_parse (text, &back, NULL));
    g_assert_cmpint (back, ==, us);
  }
}

/* Text order is time order, and GLib reads the same moment. */
static void
test_against_glib (void)
{
  g_autoptr (GRand) rand = sat_test_rand_new ();
  g_autofree char *last = NULL;
  gint64 last_us = 0;

  for (int i = 0; i < 10000; i++) {
    gint64 us = (gint64)g_rand_int (rand) * 1000003 - G_GINT64_CONSTANT (2000000000000000);
    g_autofree char *text = sat_instant_to_string (us);
    g_autoptr (GDateTime) moment = g_date_time_new_from_iso8601 (text, NULL);

    g_assert_nonnull (moment);
    g_assert_cmpint (g_date_time_to_unix (moment) * 1000000 + g_date_time_get_microsecond (moment),
                     ==, us);
    if (last != NULL)
      g_assert_cmpint (g_strcmp0 (text, last) < 0, ==, us < last_us);
    g_free (last);
    last = g_steal_pointer (&text);
    last_us = us;
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/instant/parse", test_parse);
  g_test_add_func ("/instant/refused", test_refused);
  g_test_add_func ("/instant/to-string", test_to_string);
  g_test_add_func ("/instant/round-trip", test_round_trip);
  g_test_add_func ("/instant/against-glib", test_against_glib);
  return g_test_run ();
}

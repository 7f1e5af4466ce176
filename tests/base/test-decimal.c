/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-decimal.h"
#include "sat-error.h"
#include "sat-test.h"

static void
test_both_ways (void)
{
  static const struct {
    const char *text;
    gint64 value;
  } rows[] = {
      {"0", 0},
      {"1", SAT_DECIMAL_ONE},
      {"-1", -SAT_DECIMAL_ONE},
      {"0.5", SAT_DECIMAL_ONE / 2},
      {"-2.25", -2250000000},
      {"-0.000000001", -1},
      {"0.000000001", 1},
      {"100", 100 * SAT_DECIMAL_ONE},
      {"10.01", 10010000000},
      {"9223372036.854775807", G_MAXINT64},
      {"-9223372036.854775808", G_MININT64},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *text = sat_decimal_to_string (rows[i].value);
    gint64 value = 42;

    g_assert_cmpstr (text, ==, rows[i].text);
    g_assert_true (sat_decimal_parse (rows[i].text, &value, &error));
    g_assert_no_error (error);
    g_assert_cmpint (value, ==, rows[i].value);
  }
}

static void
test_other_forms (void)
{
  static const struct {
    const char *text;
    gint64 value;
  } rows[] = {
      {"1.50", 1500000000},
      {"007", 7 * SAT_DECIMAL_ONE},
      {"-0", 0},
      {"-0.0", 0},
      {"0.0000000004", 0},
      {"0.0000000005", 1},
      {"-0.0000000005", -1},
      {"-0.00000000049999", 0},
      {"0.9999999995", SAT_DECIMAL_ONE},
      {"0.33333333333333333333333333333333333333", 333333333},
      {"0000000000000000000000000000000000002.5", 2500000000},
      {"9223372036.8547758074", G_MAXINT64},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    gint64 value = 42;

    g_assert_true (sat_decimal_parse (rows[i].text, &value, NULL));
    g_assert_cmpint (value, ==, rows[i].value);
  }
}

static void
assert_refused (const char *text, int code)
{
  g_autoptr (GError) error = NULL;
  gint64 value = 42;

  g_assert_false (sat_decimal_parse (text, &value, &error));
  g_assert_error (error, SAT_BASE_ERROR, code);
  g_assert_cmpint (value, ==, 42);
}

static void
test_refused (void)
{
  static const char *const invalid[] = {
      "",
      " ",
      "-",
      "+1",
      ".",
      ".5",
      "5.",
      "1,5",
      "1e3",
      "0x10",
      " 1",
      "1 ",
      "--1",
      "1-",
      "1.2.3",
      "abc",
      "1.5a",
      "NaN",
      "inf",
      "\xd9\xa1",
      ("1\xc2\xa0"
       "000"),
  };
  static const char *const too_large[] = {
      "9223372036.854775808", "-9223372036.854775809", "9223372036.8547758075",
      "9223372037",           "18446744073.709551616", "99999999999999999999999999",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (invalid); i++)
    assert_refused (invalid[i], SAT_BASE_ERROR_INVALID);
  assert_refused (NULL, SAT_BASE_ERROR_INVALID);
  for (gsize i = 0; i < G_N_ELEMENTS (too_large); i++)
    assert_refused (too_large[i], SAT_BASE_ERROR_RANGE);
}

static void
test_round_trip (void)
{
  g_autoptr (GRand) rand = sat_test_rand_new ();

  for (int i = 0; i < 100000; i++) {
    gint64 value = (gint64)((guint64)g_rand_int (rand) << 32 | g_rand_int (rand));
    g_autofree char *text = NULL;
    gint64 back;

    value >>= g_rand_int_range (rand, 0, 64);
    text = sat_decimal_to_string (value);
    g_assert_true (sat_decimal_parse (text, &back, NULL));
    g_assert_cmpint (back, ==, value);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/decimal/both-ways", test_both_ways);
  g_test_add_func ("/decimal/other-forms", test_other_forms);
  g_test_add_func ("/decimal/refused", test_refused);
  g_test_add_func ("/decimal/round-trip", test_round_trip);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-currency.h"
#include "sat-decimal.h"
#include "sat-error.h"
#include "sat-money.h"
#include "sat-test.h"

#include <stdlib.h>

static gint64
random_minor (GRand *rand)
{
  gint64 value = (gint64)((guint64)g_rand_int (rand) << 32 | g_rand_int (rand));

  return value >> g_rand_int_range (rand, 0, 64);
}

static void
test_parse (void)
{
  static const struct {
    const char *text, *currency;
    gint64 minor;
  } rows[] = {
      {"1054", "JPY", 1054},
      {"1054.00", "USD", 105400},
      {"1054", "USD", 105400},
      {"1054.5", "USD", 105450},
      {"-0.01", "EUR", -1},
      {"-0", "EUR", 0},
      {"1.234", "KWD", 1234},
      {"1.2345", "CLF", 12345},
      {"1.5", "QQQ", 150},
      {"1.5", NULL, 150},
      {"1054.4999", "USD", 105450},
      {"1054.0050", "USD", 105401},
      {"-1054.0050", "USD", -105401},
      {"1054.0049", "USD", 105400},
      {"0.5", "JPY", 1},
      {"-0.5", "JPY", -1},
      {"0.49", "JPY", 0},
      {"92233720368547758.07", "USD", G_MAXINT64},
      {"-92233720368547758.08", "USD", G_MININT64},
      {"9223372036854775807.4", "JPY", G_MAXINT64},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;
    gint64 minor = 42;

    g_assert_true (sat_money_parse (rows[i].text, rows[i].currency, &minor, &error));
    g_assert_no_error (error);
    g_assert_cmpint (minor, ==, rows[i].minor);
  }
}

static void
test_refused (void)
{
  static const struct {
    const char *text, *currency;
    int code;
  } rows[] = {
      {NULL, "USD", SAT_BASE_ERROR_INVALID},
      {"", "USD", SAT_BASE_ERROR_INVALID},
      {"$5", "USD", SAT_BASE_ERROR_INVALID},
      {"1,054.00", "USD", SAT_BASE_ERROR_INVALID},
      {"1054.", "USD", SAT_BASE_ERROR_INVALID},
      {".50", "USD", SAT_BASE_ERROR_INVALID},
      {"5-", "USD", SAT_BASE_ERROR_INVALID},
      {"1e5", "USD", SAT_BASE_ERROR_INVALID},
      {"92233720368547758.08", "USD", SAT_BASE_ERROR_RANGE},
      {"-92233720368547758.09", "USD", SAT_BASE_ERROR_RANGE},
      {"9223372036854775807.5", "JPY", SAT_BASE_ERROR_RANGE},
      {"18446744073709551615.9", "JPY", SAT_BASE_ERROR_RANGE},
      {"9223372036854775807", "USD", SAT_BASE_ERROR_RANGE},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;
    gint64 minor = 42;

    g_assert_false (sat_money_parse (rows[i].text, rows[i].currency, &minor, &error));
    g_assert_error (error, SAT_BASE_ERROR, rows[i].code);
    g_assert_cmpint (minor, ==, 42);
  }
}

static void
test_to_string (void)
{
  static const struct {
    gint64 minor;
    const char *currency, *text;
  } rows[] = {
      {105400, "USD", "1054.00"},
      {1054, "JPY", "1054"},
      {-1, "USD", "-0.01"},
      {0, "USD", "0.00"},
      {5, "KWD", "0.005"},
      {-12345, "UYW", "-1.2345"},
      {G_MININT64, "JPY", "-9223372036854775808"},
      {G_MININT64, "USD", "-92233720368547758.08"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *text = sat_money_to_string (rows[i].minor, rows[i].currency);

    g_assert_cmpstr (text, ==, rows[i].text);
  }
}

static void
test_round_trip (void)
{
  g_autoptr (GRand) rand = sat_test_rand_new ();
  const char *const *codes = sat_currency_codes ();
  guint n = g_strv_length ((char **)codes);

  for (int i = 0; i < 100000; i++) {
    const char *currency = codes[i % (int)n];
    gint64 minor = random_minor (rand), back;
    g_autofree char *text = sat_money_to_string (minor, currency);

    g_assert_true (sat_money_parse (text, currency, &back, NULL));
    g_assert_cmpint (back, ==, minor);
  }
}

static void
test_scale (void)
{
  static const struct {
    gint64 minor, num, den, expected;
  } rows[] = {
      {22500000, 20, 100, 4500000},
      {5, 50, 100, 3},
      {-5, 50, 100, -3},
      {5, -50, 100, -3},
      {-5, -50, 100, 3},
      {4, 1, 3, 1},
      {5, 1, 3, 2},
      {0, 5, 3, 0},
      {7, 0, 3, 0},
      {G_MAXINT64, G_MAXINT64, G_MAXINT64, G_MAXINT64},
      {G_MININT64, G_MAXINT64, G_MAXINT64, G_MININT64},
      {G_MAXINT64, 2, 1, G_MAXINT64},
      {G_MININT64, 2, 1, G_MININT64},
      {G_MININT64, -1, 1, G_MAXINT64},
      {G_MININT64, 1, 1, G_MININT64},
      {G_MAXINT64, G_MININT64, 1, G_MININT64},
      {1, 1, G_MAXINT64, 0},
      {G_MAXINT64 / 2 + 1, 1, G_MAXINT64, 1},
      {G_MAXINT64 / 2, 1, G_MAXINT64, 0},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (sat_money_scale (rows[i].minor, rows[i].num, rows[i].den), ==,
                     rows[i].expected);
}

/* against the definition: |2 x (result x den - minor x num)| <= den, and a half goes outwards */
static void
test_scale_is_nearest (void)
{
  g_autoptr (GRand) rand = sat_test_rand_new ();

  for (int i = 0; i < 100000; i++) {
    gint64 minor = g_rand_int_range (rand, -1000000, 1000001);
    gint64 num = g_rand_int_range (rand, -1000, 1001);
    gint64 den = g_rand_int_range (rand, 1, 1000);
    gint64 result = sat_money_scale (minor, num, den);
    gint64 twice = 2 * (result * den - minor * num);

    g_assert_cmpint (llabs (twice), <=, den);
    if (llabs (twice) == den)
      g_assert_cmpint (llabs (result * den), >, llabs (minor * num));
    g_assert_cmpint (sat_money_scale (-minor, num, den), ==, -result);
  }
}

static void
test_add (void)
{
  gint64 sum = 5;

  g_assert_true (sat_money_add (&sum, -7));
  g_assert_cmpint (sum, ==, -2);
  sum = G_MAXINT64 - 1;
  g_assert_true (sat_money_add (&sum, 1));
  g_assert_false (sat_money_add (&sum, 1));
  g_assert_cmpint (sum, ==, G_MAXINT64);
  sum = G_MININT64;
  g_assert_false (sat_money_add (&sum, -1));
  g_assert_cmpint (sum, ==, G_MININT64);
}

static void
test_convert (void)
{
  static const struct {
    gint64 minor;
    const char *from, *to, *rate;
    gint64 expected;
  } rows[] = {
      {10000, "USD", "EUR", "0.92", 9200},
      {10000, "USD", "JPY", "151.235", 15124},   /* 15123.5 yen */
      {-10000, "USD", "JPY", "151.235", -15124}, /* away from zero */
      {15124, "JPY", "USD", "0.0066", 9982},     /* 99.8184 dollars */
      {1, "JPY", "CLF", "1", 10000},
      {10000, "CLF", "JPY", "1", 1},
      {4999, "CLF", "JPY", "1", 0},
      {5000, "CLF", "JPY", "1", 1},
      {100, "USD", "KWD", "0.3075", 308}, /* 307.5 fils */
      {100, "USD", "USD", "1", 100},
      {0, "USD", "EUR", "0.92", 0},
      {G_MAXINT64, "JPY", "CLF", "9223372036", G_MAXINT64},
      {G_MININT64, "JPY", "CLF", "9223372036", G_MININT64},
      {G_GINT64_CONSTANT (1) << 62, "JPY", "CLF", "4611686018.427387904",
       G_MAXINT64}, /* 2^124 in between */
      {G_MAXINT64, "USD", "EUR", "1", G_MAXINT64},
      {G_MININT64, "USD", "EUR", "1", G_MININT64},
      {G_MAXINT64, "CLF", "JPY", "0.000000001", 922337}, /* 922337.2 */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    gint64 rate;

    g_assert_true (sat_decimal_parse (rows[i].rate, &rate, NULL));
    g_assert_cmpint (sat_money_convert (rows[i].minor, rows[i].from, rows[i].to, rate), ==,
                     rows[i].expected);
  }
}

/* There and back at rates of 1 keeps the amount when the middle currency is at least as fine. */
static void
test_convert_back (void)
{
  g_autoptr (GRand) rand = sat_test_rand_new ();
  static const char *const from_coarse_to_fine[] = {"JPY", "USD", "KWD", "CLF"};

  for (int i = 0; i < 10000; i++) {
    gint64 minor = random_minor (rand) / 10000;
    int coarse = g_rand_int_range (rand, 0, 4), fine = g_rand_int_range (rand, coarse, 4);
    const char *from = from_coarse_to_fine[coarse], *to = from_coarse_to_fine[fine];
    gint64 there = sat_money_convert (minor, from, to, SAT_DECIMAL_ONE);

    g_assert_cmpint (sat_money_convert (there, to, from, SAT_DECIMAL_ONE), ==, minor);
  }
}

static void
assert_split (gint64 minor, const gint64 *weights, gsize n, const gint64 *expected)
{
  gint64 shares[8] = {-1, -1, -1, -1, -1, -1, -1, -1};

  sat_money_split (minor, weights, n, shares);
  for (gsize i = 0; i < n; i++)
    g_assert_cmpint (shares[i], ==, expected[i]);
  g_assert_cmpint (shares[n], ==, -1);
}

static void
test_split (void)
{
  assert_split (100, (gint64[]){1, 1, 1}, 3, (gint64[]){34, 33, 33});
  assert_split (101, (gint64[]){0, 0, 0}, 3, (gint64[]){34, 34, 33});
  assert_split (101, NULL, 3, (gint64[]){34, 34, 33});
  assert_split (-100, (gint64[]){1, 1, 1}, 3, (gint64[]){-34, -33, -33});
  assert_split (10, (gint64[]){1, 2, 3}, 3, (gint64[]){2, 3, 5});
  assert_split (7, (gint64[]){1, 0, 6}, 3, (gint64[]){1, 0, 6});
  assert_split (1, (gint64[]){1, 5, 4}, 3, (gint64[]){0, 1, 0});
  assert_split (0, (gint64[]){1, 2}, 2, (gint64[]){0, 0});
  assert_split (5, (gint64[]){0}, 1, (gint64[]){5});
  assert_split (G_MAXINT64, (gint64[]){G_MAXINT64, G_MAXINT64}, 2,
                (gint64[]){G_MAXINT64 / 2 + 1, G_MAXINT64 / 2});
  assert_split (G_MININT64, (gint64[]){G_MAXINT64}, 1, (gint64[]){G_MININT64});
  assert_split (5, NULL, 0, NULL);
}

static void
test_split_sums (void)
{
  g_autoptr (GRand) rand = sat_test_rand_new ();

  for (int i = 0; i < 20000; i++) {
    gint64 weights[50], shares[50], sum = 0;
    gint64 minor = random_minor (rand);
    gsize n = (gsize)g_rand_int_range (rand, 1, 51);
    unsigned __int128 total = 0;

    for (gsize j = 0; j < n; j++) {
      weights[j] = g_rand_boolean (rand) ? random_minor (rand) & G_MAXINT64 : 0;
      total += (guint64)weights[j];
    }
    sat_money_split (minor, weights, n, shares);
    for (gsize j = 0; j < n; j++) {
      __int128 exact = total == 0 ? (__int128)minor : (__int128)minor * weights[j];
      __int128 divisor = total == 0 ? (__int128)n : (__int128)total;

      g_assert_true (sat_money_add (&sum, shares[j]));
      g_assert_cmpint (llabs ((gint64)(exact / divisor - shares[j])), <=, 1);
      if (total > 0 && weights[j] == 0)
        g_assert_cmpint (shares[j], ==, 0);
    }
    g_assert_cmpint (sum, ==, minor);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/money/parse", test_parse);
  g_test_add_func ("/money/refused", test_refused);
  g_test_add_func ("/money/to-string", test_to_string);
  g_test_add_func ("/money/round-trip", test_round_trip);
  g_test_add_func ("/money/scale", test_scale);
  g_test_add_func ("/money/scale-is-nearest", test_scale_is_nearest);
  g_test_add_func ("/money/add", test_add);
  g_test_add_func ("/money/convert", test_convert);
  g_test_add_func ("/money/convert-back", test_convert_back);
  g_test_add_func ("/money/split", test_split);
  g_test_add_func ("/money/split-sums", test_split_sums);
  return g_test_run ();
}

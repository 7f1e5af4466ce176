/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-currency.h"

#include <glib.h>
#include <locale.h>
#include <string.h>

static void
test_list (void)
{
  const char *const *codes = sat_currency_codes ();
  guint n = g_strv_length ((char **)codes);

  g_assert_cmpuint (n, >, 150);
  for (guint i = 0; i < n; i++) {
    g_assert_cmpuint (strlen (codes[i]), ==, 3);
    g_assert_cmpuint (strspn (codes[i], G_CSET_A_2_Z), ==, 3);
    g_assert_true (sat_currency_is_valid (codes[i]));
    if (i > 0)
      g_assert_cmpstr (codes[i - 1], <, codes[i]);
  }
}

static void
test_in_use (void)
{
  static const char *const in_use[] = {
      "AED", "ARS", "AUD", "BRL", "CAD", "CHF", "CLP", "CNY", "COP", "CZK", "DKK",
      "EUR", "GBP", "HKD", "HUF", "IDR", "ILS", "INR", "JPY", "KRW", "MXN", "MYR",
      "NGN", "NOK", "NZD", "PEN", "PHP", "PLN", "RON", "RUB", "SAR", "SEK", "SGD",
      "THB", "TRY", "TWD", "UAH", "USD", "UYU", "VND", "ZAR",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (in_use); i++)
    g_assert_true (sat_currency_is_valid (in_use[i]));
}

static void
test_not_on_the_list (void)
{
  static const char *const bad[] = {
      "", "U", "US", "usd", "USDX", "USD ", " USD", "AAA", "ZZZ", "DEM", "XXX", "XAU", "$", "€",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_assert_false (sat_currency_is_valid (bad[i]));
    g_assert_cmpint (sat_currency_exponent (bad[i]), ==, 2);
  }
  g_assert_false (sat_currency_is_valid (NULL));
  g_assert_cmpint (sat_currency_exponent (NULL), ==, 2);
}

static void
test_exponents (void)
{
  static const char *const by_exponent[] = {
      "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
      "",
      NULL, /* the others */
      "BHD IQD JOD KWD LYD OMR TND",
      "CLF UYW",
  };
  guint counts[5] = {0};

  for (const char *const *code = sat_currency_codes (); *code != NULL; code++) {
    int exponent = sat_currency_exponent (*code);

    g_assert_cmpint (exponent, >=, 0);
    g_assert_cmpint (exponent, <=, 4);
    counts[exponent]++;
    for (int i = 0; i < 5; i++) {
      if (by_exponent[i] != NULL)
        g_assert_cmpint (strstr (by_exponent[i], *code) != NULL, ==, i == exponent);
    }
  }
  g_assert_cmpuint (counts[0], ==, 17);
  g_assert_cmpuint (counts[3], ==, 7);
  g_assert_cmpuint (counts[4], ==, 2);
}

static void
test_locale_without_money (void)
{
  g_assert_nonnull (setlocale (LC_ALL, "C"));
  g_assert_cmpstr (sat_currency_for_locale (), ==, "USD");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/currency/list", test_list);
  g_test_add_func ("/currency/in-use", test_in_use);
  g_test_add_func ("/currency/not-on-the-list", test_not_on_the_list);
  g_test_add_func ("/currency/exponents", test_exponents);
  g_test_add_func ("/currency/locale-without-money", test_locale_without_money);
  return g_test_run ();
}

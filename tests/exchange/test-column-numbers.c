/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sat-column-format.h"

#include <locale.h>
#include <string.h>

#include "column-support.h"
#include "sat-decimal.h"
#include "sat-money.h"
#include "sat-test.h"

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
      "abc",       "-",          "1,23,4x",
      "12-34",     "1..2",       "1,2,3",
      "1 23",      "12 34 56",   "60%",
      "--5",       "(5",         "(-5)",
      "5 USD EUR", "$",          "USD",
      "1e",        "1e5x",       "1.2M",
      "kr 500",    "12.34.56,7", "1234567890123456789012345678901234567890123456789012"};
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
test_powers_of_ten (void)
{
  static const struct {
    const char *text;
    gint64 cents;
  } right[] = {{"6.0E7", 6000000000},
               {"8.48E10", 8480000000000},
               {"-1.5e3", -150000},
               {"1.2345E2", 12345},
               {"5E+0", 500}};
  SatColumnFormat format = NUMBERS ("1.50");

  for (gsize i = 0; i < G_N_ELEMENTS (right); i++) {
    g_autoptr (GError) error = NULL;
    gint64 minor = 0;

    sat_column_format_read_money (&format, right[i].text, "USD", &minor, NULL, &error);
    g_assert_no_error (error);
    g_assert_cmpint (minor, ==, right[i].cents);
  }
  assert_no_money (&format, "1E99", SAT_COLUMN_ERROR_INVALID);
}

static void
test_mark_in_doubt (void)
{
  static const char *const values[] = {"1,234", "5,678", NULL};
  SatColumnOptions comma = {.decimal_mark = ','};
  SatColumnFormat open = decide_column (SAT_COLUMN_NUMBERS, NULL, values);
  SatColumnFormat asked = decide_column (SAT_COLUMN_NUMBERS, &comma, values);
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
  SatColumnFormat format;

  if (setlocale (LC_ALL, "es_ES.UTF-8") == NULL) {
    g_test_skip ("the locale es_ES.UTF-8 is not there");
    return;
  }
  format = NUMBERS ("1.234");
  setlocale (LC_ALL, "C.UTF-8");
  g_assert_cmpint (format.doubts, ==, SAT_COLUMN_DOUBT_DECIMAL_MARK);
  assert_money (&format, "1.234", "EUR", "1234.00 EUR");
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
  SatColumnFormat format = decide_column (SAT_COLUMN_TEXT, NULL, (const char *[]){NULL});
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

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/exchange/column-numbers/money-with-points", test_money_with_points);
  g_test_add_func ("/exchange/column-numbers/money-with-commas", test_money_with_commas);
  g_test_add_func ("/exchange/column-numbers/no-money", test_no_money);
  g_test_add_func ("/exchange/column-numbers/powers-of-ten", test_powers_of_ten);
  g_test_add_func ("/exchange/column-numbers/mark-in-doubt", test_mark_in_doubt);
  g_test_add_func ("/exchange/column-numbers/locale", test_locale);
  g_test_add_func ("/exchange/column-numbers/random-money", test_random_money);
  g_test_add_func ("/exchange/column-numbers/numbers", test_numbers);
  g_test_add_func ("/exchange/column-numbers/percents", test_percents);
  g_test_add_func ("/exchange/column-numbers/booleans", test_booleans);
  return g_test_run ();
}

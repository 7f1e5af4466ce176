/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-currency.h"
#include "sat-money.h"
#include "sat-test.h"

#include <libintl.h>
#include <locale.h>

#define NBSP "\302\240"

typedef struct {
  gint64 minor;
  const char *currency;
  SatMoneyFormat flags;
  const char *expected;
} Row;

static void
assert_rows (const Row *rows, gsize n)
{
  for (gsize i = 0; i < n; i++) {
    g_autofree char *text = sat_money_format (rows[i].minor, rows[i].currency, rows[i].flags);

    g_assert_cmpstr (text, ==, rows[i].expected);
  }
}

static void
test_plain (void)
{
  static const Row rows[] = {
      {0, "USD", SAT_MONEY_PLAIN, "0.00"},
      {5, "USD", SAT_MONEY_PLAIN, "0.05"},
      {105400, "USD", SAT_MONEY_PLAIN, "1,054.00"},
      {-105400, "USD", SAT_MONEY_PLAIN, "-1,054.00"},
      {99999, "USD", SAT_MONEY_PLAIN, "999.99"},
      {123456789012, "USD", SAT_MONEY_PLAIN, "1,234,567,890.12"},
      {1054, "JPY", SAT_MONEY_PLAIN, "1,054"},
      {1054, "KWD", SAT_MONEY_PLAIN, "1.054"},
      {1234567, "CLF", SAT_MONEY_PLAIN, "123.4567"},
      {G_MININT64, "JPY", SAT_MONEY_PLAIN, "-9,223,372,036,854,775,808"},
  };

  assert_rows (rows, G_N_ELEMENTS (rows));
}

static void
test_with_currency (void)
{
  static const Row rows[] = {
      {105400, "USD", SAT_MONEY_WITH_CURRENCY, "$1,054.00"},
      {-105400, "USD", SAT_MONEY_WITH_CURRENCY, "-$1,054.00"},
      {105400, "EUR", SAT_MONEY_WITH_CURRENCY, "€1,054.00"},
      {105400, "CAD", SAT_MONEY_WITH_CURRENCY, "CA$1,054.00"},
      {1054, "JPY", SAT_MONEY_WITH_CURRENCY, "¥1,054"},
      {105400, "CNY", SAT_MONEY_WITH_CURRENCY, "CN¥1,054.00"},
      {105400, "CHF", SAT_MONEY_WITH_CURRENCY, "CHF" NBSP "1,054.00"},
      {1054000, "KWD", SAT_MONEY_WITH_CURRENCY, "KWD" NBSP "1,054.000"},
      {105400, "", SAT_MONEY_WITH_CURRENCY, "1,054.00"},
      {105400, NULL, SAT_MONEY_WITH_CURRENCY, "1,054.00"},
  };

  assert_rows (rows, G_N_ELEMENTS (rows));
}

static void
test_whole (void)
{
  static const Row rows[] = {
      {105449, "USD", SAT_MONEY_WHOLE, "1,054"},
      {105450, "USD", SAT_MONEY_WHOLE, "1,055"},
      {-105450, "USD", SAT_MONEY_WHOLE, "-1,055"},
      {-49, "USD", SAT_MONEY_WHOLE, "0"},
      {-50, "USD", SAT_MONEY_WHOLE, "-1"},
      {1054, "JPY", SAT_MONEY_WHOLE, "1,054"},
      {105450, "USD", SAT_MONEY_WHOLE | SAT_MONEY_WITH_CURRENCY, "$1,055"},
      {99950, "USD", SAT_MONEY_WHOLE, "1,000"},
      {G_MAXINT64, "CLF", SAT_MONEY_WHOLE, "922,337,203,685,478"},
  };

  assert_rows (rows, G_N_ELEMENTS (rows));
}

static void
test_short (void)
{
  static const Row rows[] = {
      {0, "JPY", SAT_MONEY_SHORT, "0"},
      {999, "JPY", SAT_MONEY_SHORT, "999"},
      {1000, "JPY", SAT_MONEY_SHORT, "1k"},
      {1249, "JPY", SAT_MONEY_SHORT, "1.2k"},
      {1250, "JPY", SAT_MONEY_SHORT, "1.3k"},
      {-1250, "JPY", SAT_MONEY_SHORT, "-1.3k"},
      {12345, "JPY", SAT_MONEY_SHORT, "12.3k"},
      {99949, "JPY", SAT_MONEY_SHORT, "99.9k"},
      {99950, "JPY", SAT_MONEY_SHORT, "100k"},
      {345000, "JPY", SAT_MONEY_SHORT, "345k"},
      {999499, "JPY", SAT_MONEY_SHORT, "999k"},
      {999500, "JPY", SAT_MONEY_SHORT, "1M"},
      {1200000, "JPY", SAT_MONEY_SHORT, "1.2M"},
      {120000000, "USD", SAT_MONEY_SHORT | SAT_MONEY_WITH_CURRENCY, "$1.2M"},
      {99949, "USD", SAT_MONEY_SHORT, "999"},
      {99950, "USD", SAT_MONEY_SHORT, "1k"},
      {2500000000, "JPY", SAT_MONEY_SHORT, "2.5B"},
      {2500000000000, "JPY", SAT_MONEY_SHORT, "2.5T"},
      {G_MAXINT64, "JPY", SAT_MONEY_SHORT, "9,223,372T"},
      {G_MININT64, "CLF", SAT_MONEY_SHORT, "-922T"},
  };

  assert_rows (rows, G_N_ELEMENTS (rows));
}

/* Compiles a locale that only knows about money. FALSE: this machine cannot. */
static gboolean
make_locale (SatTestDir *dir, const char *name, const char *monetary)
{
  g_autofree char *program = g_find_program_in_path ("localedef");
  g_autofree char *source = NULL;
  g_autofree char *text = NULL;
  g_autofree char *target = sat_test_dir_file (dir, name);
  const char *argv[] = {program, "-c", "-f", "UTF-8", "-i", NULL, target, NULL};

  if (program == NULL)
    return FALSE;
  text = g_strdup_printf ("comment_char %%\nescape_char /\n"
                          "LC_CTYPE\ncopy \"POSIX\"\nEND LC_CTYPE\n"
                          "LC_MONETARY\n%s\nEND LC_MONETARY\n",
                          monetary);
  source = sat_test_dir_write (dir, "source", text, -1);
  argv[5] = source;
  g_spawn_sync (NULL, (char **)argv, NULL, G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL,
                NULL, NULL, NULL, NULL, NULL, NULL);
  g_setenv ("LOCPATH", sat_test_dir_path (dir), TRUE);
  return setlocale (LC_MONETARY, name) != NULL;
}

static void
assert_in_locale (const char *monetary, const char *own_currency, const Row *rows, gsize n)
{
  g_autoptr (SatTestDir) dir = sat_test_dir_new ();

  if (!make_locale (dir, "xx_XX.UTF-8", monetary)) {
    g_test_skip ("no localedef to make a locale with");
    return;
  }
  g_assert_cmpstr (sat_currency_for_locale (), ==, own_currency);
  assert_rows (rows, n);
  g_unsetenv ("LOCPATH");
  setlocale (LC_MONETARY, "C");
}

static void
test_symbol_behind (void)
{
  static const Row rows[] = {
      {-123456789, "EUR", SAT_MONEY_PLAIN, "-1.234.567,89"},
      {105400, "EUR", SAT_MONEY_WITH_CURRENCY, "1.054,00" NBSP "€"},
      {105400, "USD", SAT_MONEY_WITH_CURRENCY, "1.054,00" NBSP "$"},
      {105400, "CHF", SAT_MONEY_WITH_CURRENCY, "1.054,00" NBSP "CHF"},
      {120000000, "EUR", SAT_MONEY_WITH_CURRENCY | SAT_MONEY_SHORT, "1,2M" NBSP "€"},
  };

  assert_in_locale ("int_curr_symbol \"EUR \"\ncurrency_symbol \"<U20AC>\"\n"
                    "mon_decimal_point \",\"\nmon_thousands_sep \".\"\nmon_grouping 3;3\n"
                    "p_cs_precedes 0\np_sep_by_space 1",
                    "EUR", rows, G_N_ELEMENTS (rows));
}

static void
test_uneven_groups (void)
{
  static const Row rows[] = {
      {1234567890, "INR", SAT_MONEY_PLAIN, "1,23,45,678.90"},
      {12345, "INR", SAT_MONEY_PLAIN, "123.45"},
      {123456, "INR", SAT_MONEY_WITH_CURRENCY, "₹1,234.56"},
  };

  assert_in_locale ("int_curr_symbol \"INR \"\ncurrency_symbol \"<U20B9>\"\n"
                    "mon_decimal_point \".\"\nmon_thousands_sep \",\"\nmon_grouping 3;2\n"
                    "p_cs_precedes 1\np_sep_by_space 0",
                    "INR", rows, G_N_ELEMENTS (rows));
}

/* The same sign never stands for two currencies; a group size of -1 ends the grouping. */
static void
test_home_symbol (void)
{
  static const Row rows[] = {
      {105400, "CAD", SAT_MONEY_WITH_CURRENCY, "$" NBSP "1 054,00"},
      {105400, "USD", SAT_MONEY_WITH_CURRENCY, "USD" NBSP "1 054,00"},
      {105400, "EUR", SAT_MONEY_WITH_CURRENCY, "€" NBSP "1 054,00"},
      {123456789, "CAD", SAT_MONEY_PLAIN, "1234 567,89"},
  };

  assert_in_locale ("int_curr_symbol \"CAD \"\ncurrency_symbol \"$\"\n"
                    "mon_decimal_point \",\"\nmon_thousands_sep \" \"\nmon_grouping 3;-1\n"
                    "p_cs_precedes 1\np_sep_by_space 1",
                    "CAD", rows, G_N_ELEMENTS (rows));
}

static void
test_no_separator (void)
{
  static const Row rows[] = {
      {123456789, "BGN", SAT_MONEY_PLAIN, "1234567,89"},
      {123456789, "EUR", SAT_MONEY_WITH_CURRENCY, "€1234567,89"},
  };

  assert_in_locale ("int_curr_symbol \"DEM \"\ncurrency_symbol \"\"\n"
                    "mon_decimal_point \",\"\nmon_thousands_sep \"\"\nmon_grouping -1\n"
                    "p_cs_precedes 1\np_sep_by_space 0",
                    "USD", /* the locale's own is no longer in use */
                    rows, G_N_ELEMENTS (rows));
}

/* Chinese counts in ten thousands. */
static void
test_ten_thousands (void)
{
  static const Row rows[] = {
      {999900, "USD", SAT_MONEY_SHORT, "9,999"},       {1000000, "USD", SAT_MONEY_SHORT, "1万"},
      {120000000, "USD", SAT_MONEY_SHORT, "120万"},    {123450000, "USD", SAT_MONEY_SHORT, "123万"},
      {-1250000, "USD", SAT_MONEY_SHORT, "-1.3万"},    {150000000, "JPY", SAT_MONEY_SHORT, "1.5亿"},
      {G_MAXINT64, "JPY", SAT_MONEY_SHORT, "922亿亿"},
  };

  g_setenv ("LANGUAGE", "zh_CN", TRUE);
  bindtextdomain (GETTEXT_PACKAGE, SAT_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  if (setlocale (LC_MESSAGES, "zh_CN.UTF-8") == NULL ||
      g_str_equal (dgettext (GETTEXT_PACKAGE, "Today"), "Today"))
    g_test_skip ("no Chinese here");
  else
    assert_rows (rows, G_N_ELEMENTS (rows));
  setlocale (LC_MESSAGES, "C");
  g_unsetenv ("LANGUAGE");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/money-format/plain", test_plain);
  g_test_add_func ("/money-format/with-currency", test_with_currency);
  g_test_add_func ("/money-format/whole", test_whole);
  g_test_add_func ("/money-format/short", test_short);
  g_test_add_func ("/money-format/symbol-behind", test_symbol_behind);
  g_test_add_func ("/money-format/uneven-groups", test_uneven_groups);
  g_test_add_func ("/money-format/home-symbol", test_home_symbol);
  g_test_add_func ("/money-format/no-separator", test_no_separator);
  g_test_add_func ("/money-format/ten-thousands", test_ten_thousands);
  return g_test_run ();
}

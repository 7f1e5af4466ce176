/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-currency.h"
#include "sat-money.h"
#include "sat-scaled-private.h"

#include <glib/gi18n-lib.h>
#include <limits.h>
#include <locale.h>
#include <string.h>

#define NO_BREAK_SPACE "\302\240"

/* How this locale writes money. */
typedef struct {
  char *point;
  char *separator;
  const char *grouping; /* sizes from the right as localeconv() has them */
  char *symbol;         /* of the locale's own currency */
  const char *currency; /* its code; NULL: none */
  gboolean symbol_first;
  gboolean symbol_apart;
} Style;

static void
style_clear (Style *style)
{
  g_free (style->point);
  g_free (style->separator);
  g_free (style->symbol);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Style, style_clear)

static char *
locale_text (const char *text)
{
  char *utf8 = g_locale_to_utf8 (text, -1, NULL, NULL, NULL);

  return utf8 != NULL ? utf8 : g_utf8_make_valid (text, -1);
}

static void
style_read (Style *style)
{
  const struct lconv *lconv = localeconv ();

  style->symbol_first = lconv->p_cs_precedes != 0; /* CHAR_MAX: not said */
  style->symbol_apart = lconv->p_sep_by_space == 1 || lconv->p_sep_by_space == 2;
  style->symbol = locale_text (lconv->currency_symbol);
  style->currency = *lconv->int_curr_symbol != '\0' ? sat_currency_for_locale () : NULL;
  if (*lconv->mon_decimal_point != '\0') {
    style->point = locale_text (lconv->mon_decimal_point);
    style->separator = locale_text (lconv->mon_thousands_sep);
    style->grouping = lconv->mon_grouping;
  } else { /* the C locale says nothing about money */
    style->point = g_strdup (".");
    style->separator = g_strdup (",");
    style->grouping = "\3";
  }
}

/* Appends @digits with a separator between its groups. */
static void
append_grouped (GString *out, const char *digits, const Style *style)
{
  gsize left = strlen (digits);
  const char *grouping = style->grouping;
  gsize start = out->len;

  g_string_append (out, digits);
  if (*style->separator == '\0')
    return;
  while (*grouping > 0 && *grouping != CHAR_MAX && left > (gsize)*grouping) {
    left -= (gsize)*grouping;
    g_string_insert (out, (gssize)(start + left), style->separator);
    if (grouping[1] != '\0')
      grouping++; /* the last size repeats */
  }
}

/* @value has @digits decimals. */
static void
append_number (GString *out, guint64 value, int digits, const Style *style)
{
  guint64 power = (guint64)sat_scaled_power (digits);
  g_autofree char *whole = g_strdup_printf ("%" G_GUINT64_FORMAT, value / power);

  append_grouped (out, whole, style);
  if (digits == 0)
    return;
  g_string_append (out, style->point);
  g_string_append_printf (out, "%0*" G_GUINT64_FORMAT, digits, value % power);
}

static guint64
round_to (guint64 value, guint64 unit)
{
  return value / unit + (value % unit >= unit - value % unit);
}

/* By how much each short form is more than the one before it. */
static guint64
short_step (void)
{
  /* Translators: with 1000, the short forms k, M, B and T of amounts stand for 1,000, 1,000,000,
   * 10^9 and 10^12. A language that counts in ten thousands translates this as 10000; then they
   * stand for 10^4, 10^8, 10^12 and 10^16. */
  return g_str_equal (C_ ("amount", "1000"), "10000") ? 10000 : 1000;
}

/* Three digits and a letter: 345, 1.2k, 12.3k, 345k, 1.2M. */
static void
append_short (GString *out, guint64 minor, int exponent, const Style *style)
{
  /* Translators: short forms of 1,000, of 1,000,000, of 10^9 and of 10^12 behind an amount */
  const char *suffixes[] = {"", C_ ("amount", "k"), C_ ("amount", "M"), C_ ("amount", "B"),
                            C_ ("amount", "T")};
  guint64 unit = (guint64)sat_scaled_power (exponent), each = short_step ();
  guint64 tenths;
  gsize step = 0;

  while (step + 1 < G_N_ELEMENTS (suffixes) && round_to (minor, unit) >= each &&
         unit <= G_MAXUINT64 / each) {
    unit *= each;
    step++;
  }
  tenths = step > 0 ? round_to (minor, unit / 10) : 0;
  if (step > 0 && tenths < 1000 && tenths % 10 != 0)
    append_number (out, tenths, 1, style);
  else
    append_number (out, round_to (minor, unit), 0, style);
  g_string_append (out, suffixes[step]);
}

static const char *
known_symbol (const char *currency)
{
  static const struct {
    const char code[4];
    const char *symbol;
  } symbols[] = {
      {"AUD", "A$"},  {"BRL", "R$"},  {"CAD", "CA$"}, {"CNY", "CN¥"}, {"CZK", "Kč"}, {"EUR", "€"},
      {"GBP", "£"},   {"HKD", "HK$"}, {"ILS", "₪"},   {"INR", "₹"},   {"JPY", "¥"},  {"KRW", "₩"},
      {"MXN", "MX$"}, {"NGN", "₦"},   {"NZD", "NZ$"}, {"PHP", "₱"},   {"PLN", "zł"}, {"SGD", "S$"},
      {"THB", "฿"},   {"TRY", "₺"},   {"TWD", "NT$"}, {"UAH", "₴"},   {"USD", "$"},  {"VND", "₫"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (symbols); i++) {
    if (g_str_equal (symbols[i].code, currency))
      return symbols[i].symbol;
  }
  return currency;
}

/* The locale's own currency has its home symbol; another one never looks the same. */
static const char *
symbol_for (const char *currency, const Style *style)
{
  const char *symbol = known_symbol (currency);

  if (style->currency == NULL || *style->symbol == '\0')
    return symbol;
  if (g_str_equal (currency, style->currency))
    return style->symbol;
  return g_str_equal (symbol, style->symbol) ? currency : symbol;
}

static void
append_amount (
    GString *out, guint64 magnitude, int exponent, SatMoneyFormat flags, const Style *style)
{
  if (flags & SAT_MONEY_SHORT)
    append_short (out, magnitude, exponent, style);
  else if (flags & SAT_MONEY_WHOLE)
    append_number (out, round_to (magnitude, (guint64)sat_scaled_power (exponent)), 0, style);
  else
    append_number (out, magnitude, exponent, style);
}

char *
sat_money_format (gint64 minor, const char *currency, SatMoneyFormat flags)
{
  g_auto (Style) style = {0};
  g_autoptr (GString) amount = g_string_new (NULL);
  const char *symbol;
  const char *sign;

  style_read (&style);
  append_amount (amount, sat_scaled_magnitude (minor), sat_currency_exponent (currency), flags,
                 &style);
  sign = minor < 0 && strpbrk (amount->str, "123456789") != NULL ? "-" : "";
  if (!(flags & SAT_MONEY_WITH_CURRENCY) || currency == NULL || *currency == '\0')
    return g_strconcat (sign, amount->str, NULL);

  symbol = symbol_for (currency, &style);
  if (!style.symbol_first)
    return g_strconcat (sign, amount->str, NO_BREAK_SPACE, symbol, NULL);
  return g_strconcat (sign, symbol,
                      style.symbol_apart || g_str_equal (symbol, currency) ? NO_BREAK_SPACE : "",
                      amount->str, NULL);
}

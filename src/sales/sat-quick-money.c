/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-quick-scan.h"

#include <string.h>

#define MOST_FIGURES 15

static const struct {
  const char *sign;
  const char *currency;
} signs[] = {
    {"US$", "USD"},     {"€", "EUR"},      {"£", "GBP"},       {"¥", "JPY"},
    {"₹", "INR"},       {"$", "USD"},      {"euros", "EUR"},   {"euro", "EUR"},
    {"dollars", "USD"}, {"dollar", "USD"}, {"dolares", "USD"}, {"dólares", "USD"},
    {"pounds", "GBP"},  {"libras", "GBP"}, {"美元", "USD"},    {"欧元", "EUR"},
    {"歐元", "EUR"},    {"日元", "JPY"},   {"元", "CNY"},      {"块", "CNY"},
    {"塊", "CNY"},
};

static const struct {
  const char *mark;
  gint64 factor;
} factors[] = {
    {"millones", 1000000}, {"million", 1000000}, {"mio", 1000000}, {"mil", 1000},
    {"k", 1000},           {"m", 1000000},       {"万", 10000},    {"萬", 10000},
    {"亿", 100000000},     {"億", 100000000},
};

/* Where several countries use a sign, one's own is meant. */
static const char *
own_of (const char *currency, const char *sign, const char *own, gboolean chinese)
{
  static const char *const dollars[] = {"USD", "CAD", "AUD", "NZD", "SGD", "HKD",
                                        "MXN", "TWD", "ARS", "CLP", "COP", NULL};

  if (g_str_equal (sign, "$") && g_strv_contains (dollars, own))
    return own;
  if (g_str_equal (sign, "¥") && (g_str_equal (own, "CNY") || chinese))
    return g_str_equal (own, "JPY") ? own : "CNY";
  if (g_str_equal (currency, "CNY") && g_str_equal (own, "TWD"))
    return own;
  return currency;
}

static gboolean
ends_here (const char *text)
{
  gunichar c = g_utf8_get_char (text);

  return *text == '\0' || !g_unichar_isalnum (c) || sat_quick_is_dense (c);
}

static gsize
scan_currency (const char *text, const SatQuickBase *base, gboolean chinese, const char **currency)
{
  char code[4] = {0};

  for (guint i = 0; i < G_N_ELEMENTS (signs); i++) {
    gsize n = strlen (signs[i].sign);

    if (g_ascii_strncasecmp (text, signs[i].sign, n) == 0 &&
        (!g_ascii_isalpha (signs[i].sign[0]) || strchr (signs[i].sign, '$') != NULL ||
         ends_here (text + n))) {
      *currency =
          g_intern_string (own_of (signs[i].currency, signs[i].sign, base->currency, chinese));
      return n;
    }
  }
  for (guint i = 0; i < 3; i++) {
    if (!g_ascii_isalpha (text[i]))
      return 0;
    code[i] = g_ascii_toupper (text[i]);
  }
  if (g_ascii_isalnum (text[3]) || !sat_currency_is_valid (code))
    return 0;
  *currency = g_intern_string (code);
  return 3;
}

/* " 000" and no figure behind. */
static gboolean
is_spaced_group (const char *text)
{
  return *text == ' ' && strspn (text + 1, "0123456789") == 3;
}

/* The figures of @text without what groups them; *@decimals: how many stand behind the point. */
static gsize
scan_figures (const char *text, gboolean spaced, gint64 *figures, int *decimals)
{
  char digits[MOST_FIGURES + 1] = {0};
  gsize n = 0, n_digits = 0, since_mark = 0, n_marks = 0;
  char mark = 0, last_mark = 0;

  for (; g_ascii_isdigit (text[n]) ||
         (n > 0 && text[n] != '\0' && strchr (".,'", text[n]) != NULL &&
          g_ascii_isdigit (text[n + 1])) ||
         (spaced && n > 0 && is_spaced_group (text + n));
       n++) {
    if (!g_ascii_isdigit (text[n])) {
      if (mark == 0)
        mark = text[n];
      last_mark = text[n];
      n_marks++;
      since_mark = 0;
      continue;
    }
    if (n_digits == MOST_FIGURES)
      return 0;
    digits[n_digits++] = text[n];
    since_mark++;
  }
  if (n_digits == 0)
    return 0;
  /* Groups have three figures; another mark behind them is the decimal point. */
  *decimals =
      n_marks > 0 && (since_mark != 3 || (n_marks > 1 && mark != last_mark)) ? (int)since_mark : 0;
  *figures = g_ascii_strtoll (digits, NULL, 10);
  return n;
}

static gsize
scan_factor (const char *text, gint64 *factor)
{
  for (guint i = 0; i < G_N_ELEMENTS (factors); i++) {
    gsize n = strlen (factors[i].mark), blanks = 0;

    /* Only whole words may stand apart. */
    if (n > 2 && g_ascii_isalpha (*factors[i].mark))
      blanks = sat_quick_skip_blanks (text);
    if (g_ascii_strncasecmp (text + blanks, factors[i].mark, n) != 0 ||
        (g_ascii_isalpha (*factors[i].mark) && !ends_here (text + blanks + n)))
      continue;
    *factor = factors[i].factor;
    return blanks + n;
  }
  return 0;
}

static gint64
power_of_ten (int exponent)
{
  gint64 power = 1;

  while (exponent-- > 0)
    power *= 10;
  return power;
}

/* @spaced: blanks group the figures, which only a currency tells from other numbers. */
static gsize
scan_amount (const char *text,
             const SatQuickBase *base,
             gboolean chinese,
             gboolean spaced,
             gint64 *amount,
             const char **currency)
{
  gint64 figures = 0, factor = 1;
  int decimals = 0;
  gsize n, more, blanks;

  *currency = NULL;
  /* Signs of Chinese stand behind the number. */
  n = sat_quick_is_dense (g_utf8_get_char (text)) ? 0
                                                  : scan_currency (text, base, chinese, currency);
  if (n > 0)
    n += sat_quick_skip_blanks (text + n);
  more = scan_figures (text + n, spaced, &figures, &decimals);
  if (more == 0)
    return 0;
  n += more;
  more = scan_factor (text + n, &factor);
  n += more;
  if (*currency == NULL) {
    blanks = sat_quick_skip_blanks (text + n);
    more = scan_currency (text + n + blanks, base, chinese, currency);
    n += more > 0 ? blanks + more : 0;
  }
  /* A number alone may be anything. */
  if (((factor == 1 || spaced) && *currency == NULL) ||
      (!ends_here (text + n) &&
       !sat_quick_is_dense (g_utf8_get_char (g_utf8_prev_char (text + n)))))
    return 0;
  if (*currency == NULL)
    *currency = g_intern_string (base->currency);
  *amount = sat_money_scale (figures, factor * power_of_ten (sat_currency_exponent (*currency)),
                             power_of_ten (decimals));
  return n;
}

gsize
sat_quick_scan_money (const char *text,
                      const SatQuickBase *base,
                      gboolean chinese,
                      gint64 *amount,
                      const char **currency)
{
  gsize n;

  g_return_val_if_fail (text != NULL && base != NULL && amount != NULL && currency != NULL, 0);
  n = scan_amount (text, base, chinese, TRUE, amount, currency);
  return n > 0 ? n : scan_amount (text, base, chinese, FALSE, amount, currency);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sat-number-text.h"

#include <string.h>

#include "sat-currency.h"

/* Longer before shorter. Signs that several currencies share stand for themselves. */
static const struct {
  const char *sign, *currency;
} signs[] = {
    {"US$", "USD"}, {"CA$", "CAD"}, {"AU$", "AUD"}, {"NZ$", "NZD"}, {"HK$", "HKD"}, {"NT$", "TWD"},
    {"MX$", "MXN"}, {"C$", "CAD"},  {"A$", "AUD"},  {"S$", "SGD"},  {"R$", "BRL"},  {"$", "$"},
    {"€", "EUR"},   {"£", "GBP"},   {"¥", "¥"},     {"円", "JPY"},  {"元", "CNY"},  {"₩", "KRW"},
    {"₹", "INR"},   {"₽", "RUB"}, {"₺", "TRY"},   {"₫", "VND"},   {"฿", "THB"},   {"₪", "ILS"},
    {"₴", "UAH"},   {"₦", "NGN"},   {"₱", "PHP"},   {"zł", "PLN"},  {"Kč", "CZK"},  {"Ft", "HUF"},
    {"lei", "RON"}, {"kr.", "kr"},  {"kr", "kr"},   {"Fr.", "CHF"}, {"Rs.", "INR"}, {"Rs", "INR"},
    {"RMB", "CNY"},
};

/* Parts that have been taken from around the digits; each may be there once. */
typedef struct {
  char *text;
  gboolean open, close, sign;
  SatNumberText *number;
} Scan;

static const char *
find_code (const char *text)
{
  const char *const *codes = sat_currency_codes ();
  char code[4] = {0};

  for (gsize i = 0; i < 3; i++) {
    if (!g_ascii_isalpha (text[i]))
      return NULL;
    code[i] = g_ascii_toupper (text[i]);
  }
  for (; *codes != NULL; codes++)
    if (strcmp (*codes, code) == 0)
      return *codes;
  return NULL;
}

static gboolean
take_currency_sign (Scan *scan)
{
  gsize length = strlen (scan->text);

  if (scan->number->currency != NULL)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (signs); i++) {
    gsize n = strlen (signs[i].sign);
    gboolean first = strncmp (scan->text, signs[i].sign, n) == 0;

    if (!first && (length < n || scan->text[length - 1] != signs[i].sign[n - 1]))
      continue;
    if (!first && !g_str_has_suffix (scan->text, signs[i].sign))
      continue;
    scan->number->currency = signs[i].currency;
    if (first)
      scan->text += n;
    else
      scan->text[length - n] = '\0';
    return TRUE;
  }
  return FALSE;
}

/* A code may also say which of the currencies with the same sign is meant. */
static gboolean
take_currency_code (Scan *scan)
{
  gsize length = strlen (scan->text);
  const char *code;

  if (scan->number->currency != NULL && g_ascii_isalpha (scan->number->currency[0]) &&
      strcmp (scan->number->currency, "kr") != 0)
    return FALSE;
  code = length > 3 ? find_code (scan->text) : NULL;
  if (code != NULL && !g_ascii_isalpha (scan->text[3])) {
    scan->text += 3;
  } else if (length > 3 && !g_ascii_isalpha (scan->text[length - 4])) {
    code = find_code (scan->text + length - 3);
    if (code != NULL)
      scan->text[length - 3] = '\0';
  } else {
    code = NULL;
  }
  if (code != NULL)
    scan->number->currency = code;
  return code != NULL;
}

static gboolean
take_sign (Scan *scan)
{
  static const char *const minus[] = {"-", "−", "–"};
  gsize length = strlen (scan->text);

  if (scan->sign)
    return FALSE;
  if (*scan->text == '+') {
    scan->text++;
    scan->sign = TRUE;
  }
  for (gsize i = 0; i < G_N_ELEMENTS (minus) && !scan->sign; i++) {
    gsize n = strlen (minus[i]);

    if (g_str_has_prefix (scan->text, minus[i]))
      scan->text += n;
    else if (g_str_has_suffix (scan->text, minus[i]))
      scan->text[length - n] = '\0';
    else
      continue;
    scan->sign = scan->number->negative = TRUE;
  }
  return scan->sign;
}

/* Brackets are how accountants write a minus. */
static gboolean
take_bracket (Scan *scan)
{
  gsize length = strlen (scan->text);

  if (!scan->open && *scan->text == '(') {
    scan->text++;
    return scan->open = TRUE;
  }
  if (!scan->close && length > 0 && scan->text[length - 1] == ')') {
    scan->text[length - 1] = '\0';
    return scan->close = TRUE;
  }
  return FALSE;
}

static gboolean
take_percent (Scan *scan)
{
  gsize length = strlen (scan->text);

  if (scan->number->percent || length == 0)
    return FALSE;
  if (*scan->text == '%')
    scan->text++;
  else if (scan->text[length - 1] == '%')
    scan->text[length - 1] = '\0';
  else
    return FALSE;
  return scan->number->percent = TRUE;
}

/* Groups have three digits, the first one to three. With @mixed those before the last may have two,
 * as in India. */
static gboolean
groups_fit (const char *body, gsize length, char group, gboolean mixed)
{
  gsize run = 0, last = 0;
  gboolean first = TRUE;

  for (gsize i = 0; i <= length; i++) {
    if (i < length && body[i] != group) {
      if (!g_ascii_isdigit (body[i]))
        return FALSE;
      run++;
      continue;
    }
    if (first ? (run < 1 || run > 3) : (run != 3 && !(mixed && run == 2)))
      return FALSE;
    first = FALSE;
    last = run;
    run = 0;
  }
  return last == 3;
}

static gboolean
whole_fits (const char *body, gsize length, char mark)
{
  static const char groups[] = " .,";

  for (const char *group = groups; *group != '\0'; group++)
    if (*group != mark && memchr (body, *group, length) != NULL)
      return groups_fit (body, length, *group, *group == ',');
  return TRUE;
}

static gboolean
fits (const char *body, char mark)
{
  const char *at = strchr (body, mark);
  gsize length = at != NULL ? (gsize)(at - body) : strlen (body);

  if (at != NULL && strspn (at + 1, "0123456789") != strlen (at + 1))
    return FALSE;
  return whole_fits (body, length, mark);
}

/* TRUE: the body can be read with a point or a comma before the decimals. */
static gboolean
find_mark (SatNumberText *number)
{
  gboolean point, comma;

  if (strpbrk (number->body, ".,") == NULL) {
    number->mark = SAT_NUMBER_WHOLE;
    return fits (number->body, '.');
  }
  point = fits (number->body, '.');
  comma = fits (number->body, ',');
  /* No number is written with a zero before its groups. */
  if (point && comma && number->body[0] == '0') {
    point = strchr (number->body, '.') != NULL;
    comma = !point;
  }
  if (point && comma)
    number->mark = SAT_NUMBER_EITHER;
  else
    number->mark = point ? SAT_NUMBER_POINT : SAT_NUMBER_COMMA;
  return point || comma;
}

static gboolean
copy_body (const char *text, SatNumberText *number)
{
  gsize n = 0;
  gboolean digits = FALSE;

  for (; *text != '\0'; text = g_utf8_next_char (text)) {
    gunichar c = g_utf8_get_char (text);

    if (n + 1 >= sizeof number->body)
      return FALSE;
    if (c == '\'' || c == 0x2019)
      c = ' ';
    if (!(c < 0x80 && (g_ascii_isdigit (c) || strchr (" .,", c) != NULL)))
      return FALSE;
    digits |= c < 0x80 && g_ascii_isdigit (c);
    number->body[n++] = c;
  }
  number->body[n] = '\0';
  return digits && number->body[n - 1] != ' ';
}

/* Most numbers have nothing around them. */
static gboolean
is_bare (const char *text)
{
  gsize length = strlen (text);

  return length == 0 || (g_ascii_isdigit (text[0]) && g_ascii_isdigit (text[length - 1]));
}

gboolean
sat_number_text_scan (const char *text, SatNumberText *number)
{
  g_autofree char *copy = NULL;
  Scan scan = {.number = number};

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (number != NULL, FALSE);
  memset (number, 0, sizeof *number);
  if (strlen (text) > 4 * SAT_NUMBER_LENGTH)
    return FALSE;
  /* Makes wide digits and signs plain ones, and blanks of all kinds the same. */
  copy = g_str_is_ascii (text) ? g_strdup (text)
                               : g_utf8_normalize (text, -1, G_NORMALIZE_ALL_COMPOSE);
  if (copy == NULL)
    return FALSE;
  scan.text = copy;
  do
    scan.text = g_strstrip (scan.text);
  while (!is_bare (scan.text) &&
         (take_sign (&scan) || take_bracket (&scan) || take_currency_sign (&scan) ||
          take_currency_code (&scan) || take_percent (&scan)));
  if (scan.open != scan.close || (scan.open && scan.sign))
    return FALSE;
  number->negative |= scan.open;
  return copy_body (scan.text, number) && find_mark (number);
}

char *
sat_number_text_normalize (const SatNumberText *number, char mark)
{
  GString *all;

  g_return_val_if_fail (number != NULL, NULL);
  g_return_val_if_fail (mark == '.' || mark == ',', NULL);
  if (!fits (number->body, mark))
    return NULL;
  if ((number->mark == SAT_NUMBER_POINT && mark == ',') ||
      (number->mark == SAT_NUMBER_COMMA && mark == '.'))
    return NULL;
  all = g_string_new (number->negative ? "-" : NULL);
  if (number->body[0] == mark)
    g_string_append_c (all, '0');
  for (const char *c = number->body; *c != '\0'; c++)
    if (g_ascii_isdigit (*c))
      g_string_append_c (all, *c);
    else if (*c == mark && c[1] != '\0')
      g_string_append_c (all, '.');
  return g_string_free (all, FALSE);
}

SatNumberSize
sat_number_text_size (const SatNumberText *number)
{
  const char *body;
  gsize zeros, whole;
  gboolean rest;

  g_return_val_if_fail (number != NULL, SAT_NUMBER_ZERO);
  body = number->body;
  zeros = strspn (body, "0");
  whole = strspn (body + zeros, "123456789");
  rest = strpbrk (body + zeros + whole, "123456789") != NULL;
  if (whole == 0 && g_ascii_isdigit (body[zeros]))
    return SAT_NUMBER_MORE;
  if (whole == 0)
    return rest ? SAT_NUMBER_BELOW_ONE : SAT_NUMBER_ZERO;
  if (whole == 1 && body[zeros] == '1' && !g_ascii_isdigit (body[zeros + 1]) && !rest)
    return SAT_NUMBER_ONE;
  return SAT_NUMBER_MORE;
}

static const char *
settle (const char *standard, const char *const *among, const char *otherwise)
{
  return standard != NULL && g_strv_contains (among, standard) ? standard : otherwise;
}

const char *
sat_number_text_currency (const SatNumberText *number, const char *standard)
{
  static const char *const dollars[] = {"USD", "CAD", "AUD", "NZD", "SGD", "HKD", "TWD", "MXN",
                                        "ARS", "CLP", "COP", "UYU", "DOP", "BBD", "BSD", "BZD",
                                        "BMD", "JMD", "TTD", "FJD", "NAD", "LRD", "XCD", NULL};
  static const char *const yuan[] = {"JPY", "CNY", NULL};
  static const char *const crowns[] = {"SEK", "NOK", "DKK", "ISK", NULL};

  g_return_val_if_fail (number != NULL, NULL);
  if (number->currency == NULL)
    return standard;
  if (strcmp (number->currency, "$") == 0)
    return settle (standard, dollars, "USD");
  if (strcmp (number->currency, "¥") == 0)
    return settle (standard, yuan, "JPY");
  if (strcmp (number->currency, "kr") == 0)
    return settle (standard, crowns, NULL);
  return number->currency;
}

#define LARGEST_POWER 18

char *
sat_number_text_expand (const char *text, char mark)
{
  g_autoptr (GString) digits = g_string_new (NULL);
  gsize whole = 0;
  gboolean decimals = FALSE;
  const char *p = text;
  gint64 power;
  char *end;

  g_return_val_if_fail (text != NULL, NULL);

  if (*p == '-')
    p++;
  for (; g_ascii_isdigit (*p) || (*p == mark && !decimals); p++) {
    decimals |= *p == mark;
    if (*p != mark)
      g_string_append_c (digits, *p);
    whole += !decimals;
  }
  if (whole == 0 || (*p != 'e' && *p != 'E') || (p[1] != '+' && !g_ascii_isdigit (p[1])))
    return NULL;
  power = g_ascii_strtoll (p + 1, &end, 10);
  if (*end != '\0' || power > LARGEST_POWER)
    return NULL;
  whole += (gsize)power;
  while (digits->len < whole)
    g_string_append_c (digits, '0');
  if (digits->len > whole)
    g_string_insert_c (digits, (gssize)whole, mark);
  if (*text == '-')
    g_string_prepend_c (digits, '-');
  return digits->len < SAT_NUMBER_LENGTH ? g_string_free (g_steal_pointer (&digits), FALSE) : NULL;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a person typed, as canonical text. */

#include "config.h"

#include "sat-format.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static gboolean
refuse (GError **error, const char *message)
{
  g_set_error_literal (error, SAT_MODEL_ERROR, SAT_MODEL_ERROR_INVALID, message);
  return FALSE;
}

/* Groups of three digits behind each @separator, as in 1,054,000. */
static gboolean
is_grouping (const char *text, char separator)
{
  const char *p = strchr (text, separator);

  for (; p != NULL; p = strchr (p + 1, separator)) {
    gsize digits = strspn (p + 1, "0123456789");

    if (p == text || !g_ascii_isdigit (p[-1]) || digits != 3)
      return FALSE;
  }
  return TRUE;
}

/* "1.054,50" or "1 054.5" to "1054.50": the locale's decimal point counts; the other sign groups
 * thousands unless it stands where no thousands can. NULL: not a number. */
static char *
plain_number (const SatFormat *self, const char *text)
{
  char point = self->decimal_point, other = point == '.' ? ',' : '.';
  g_autoptr (GString) compact = g_string_new (NULL);
  GString *out;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (g_unichar_isspace (c) || c == 0x202f || c == '\'' || c == 0x2019)
      continue;
    if (c == 0x2212)
      c = '-';
    g_string_append_unichar (compact, c);
  }
  if (strchr (compact->str, other) != NULL && !is_grouping (compact->str, other)) {
    if (strchr (compact->str, point) != NULL ||
        strchr (compact->str, other) != strrchr (compact->str, other))
      return NULL;
    point = other;
    other = '\0';
  }
  out = g_string_new (NULL);
  for (const char *p = compact->str; *p != '\0'; p++) {
    if (*p == point)
      g_string_append_c (out, '.');
    else if (*p != other)
      g_string_append_c (out, *p);
  }
  return g_string_free (out, FALSE);
}

/* "12k" and "1.5M" */
static char *
expand_suffix (char *number)
{
  gsize length = strlen (number);
  gint64 factor, value;

  if (length < 2 || strchr ("kKmM", number[length - 1]) == NULL)
    return number;
  factor = g_ascii_tolower (number[length - 1]) == 'k' ? 1000 : 1000000;
  number[length - 1] = '\0';
  if (!sat_decimal_parse (number, &value, NULL) || ABS (value) > G_MAXINT64 / factor) {
    number[length - 1] = factor == 1000 ? 'k' : 'M';
    return number;
  }
  g_free (number);
  return sat_decimal_to_string (value * factor);
}

/* Takes a currency's sign or code off both ends; the code must be that of @currency. */
static char *
strip_currency (const char *text, const char *currency, GError **error)
{
  g_autoptr (GString) rest = g_string_new (NULL);
  g_autoptr (GString) letters = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (g_unichar_type (c) == G_UNICODE_CURRENCY_SYMBOL)
      continue;
    if (c < 128 && g_ascii_isalpha ((char)c))
      g_string_append_c (letters, g_ascii_toupper ((char)c));
    else
      g_string_append_unichar (rest, c);
  }
  if (letters->len == 0)
    return g_string_free (g_steal_pointer (&rest), FALSE);
  if (g_str_equal (letters->str, "K") || g_str_equal (letters->str, "M"))
    return g_strstrip (g_strconcat (g_strstrip (rest->str), letters->str, NULL));
  if (g_strcmp0 (letters->str, currency) == 0)
    return g_string_free (g_steal_pointer (&rest), FALSE);
  if (sat_currency_is_valid (letters->str)) {
    g_set_error (error, SAT_MODEL_ERROR, SAT_MODEL_ERROR_INVALID,
                 _ ("This amount is in %s; the currency is another field"), currency);
    return NULL;
  }
  return g_strdup (text);
}

/* The three numbers of a date in the locale's order, or in ISO's if the first has four digits. */
static gboolean
read_numbers (const SatFormat *self, const char *text, SatDate today, SatDate *date)
{
  int parts[3] = {0}, n = 0, year, month, day, this_year;
  gboolean year_first = self->order == SAT_DATE_ORDER_YMD;

  for (const char *p = text; *p != '\0' && n < 3;) {
    gsize digits = strspn (p, "0123456789");

    if (digits == 0) {
      p = g_utf8_next_char (p);
      continue;
    }
    if (digits > 4)
      return FALSE;
    if (n == 0 && digits == 4)
      year_first = TRUE;
    parts[n++] = atoi (p);
    p += digits;
  }
  sat_date_to_ymd (today, &this_year, &month, &day);
  if (n == 3 && year_first)
    year = parts[0], month = parts[1], day = parts[2];
  else if (n == 2 && year_first)
    year = this_year, month = parts[0], day = parts[1];
  else if (n >= 2 && self->order == SAT_DATE_ORDER_DMY)
    day = parts[0], month = parts[1], year = n == 3 ? parts[2] : this_year;
  else if (n >= 2)
    month = parts[0], day = parts[1], year = n == 3 ? parts[2] : this_year;
  else
    return FALSE;
  if (year < 100)
    year += 2000;
  return sat_date_from_ymd (year, month, day, date);
}

/* Today's neighbours in words, and "+7". */
static gboolean
read_words (const char *text, SatDate today, SatDate *date)
{
  const struct {
    const char *word;
    int days;
  } words[] = {{"today", 0},     {"tomorrow", 1},     {"yesterday", -1},
               {_ ("Today"), 0}, {_ ("Tomorrow"), 1}, {_ ("Yesterday"), -1}};
  g_autofree char *folded = sat_fold (text);
  gint64 days;

  for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
    g_autofree char *word = sat_fold (words[i].word);

    if (g_str_equal (word, folded)) {
      *date = today + words[i].days;
      return TRUE;
    }
  }
  if (*folded == '+' && g_ascii_string_to_signed (folded + 1, 10, 0, 36525, &days, NULL)) {
    *date = today + (SatDate)days;
    return TRUE;
  }
  return FALSE;
}

/* With signs: "2017年3月12日", and "3月12日" of this year. */
static gboolean
read_signs (const char *text, SatDate today, SatDate *date)
{
  g_autoptr (GRegex) regex = g_regex_new (
      "^\\s*(?:(\\d{4})\\s*[年년])?\\s*(\\d{1,2})\\s*[月월]\\s*(\\d{1,2})\\s*[日号號일]?\\s*$", 0,
      0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  int numbers[3] = {0}, unused_month, unused_day;

  if (!g_regex_match (regex, text, 0, &match))
    return FALSE;
  for (int i = 0; i < 3; i++) {
    g_autofree char *digits = g_match_info_fetch (match, i + 1);

    numbers[i] = atoi (digits);
  }
  if (numbers[0] == 0)
    sat_date_to_ymd (today, &numbers[0], &unused_month, &unused_day);
  return sat_date_from_ymd (numbers[0], numbers[1], numbers[2], date);
}

/* Month in letters, as the window shows it: "12 Mar 2017". */
static gboolean
read_shown (const SatFormat *self, const char *text, SatDate today, SatDate *date)
{
  g_autofree char *folded = sat_fold (text);

  for (int month = 1; month <= 12; month++) {
    g_autoptr (GDateTime) time = g_date_time_new_utc (2001, month, 1, 0, 0, 0);
    g_autofree char *name = g_date_time_format (time, "%b");
    g_autofree char *key = sat_fold (name);
    const char *found = strstr (folded, key);
    int numbers[2] = {0}, n = 0, year, unused_month, unused_day;

    if (found == NULL || (found > folded && g_ascii_isalpha (found[-1])))
      continue;
    for (const char *p = folded; *p != '\0' && n < 2; p++) {
      if (g_ascii_isdigit (*p)) {
        numbers[n++] = atoi (p);
        p += strspn (p, "0123456789") - 1;
      }
    }
    sat_date_to_ymd (today, &year, &unused_month, &unused_day);
    if (n == 2)
      year = numbers[1] < 100 ? numbers[1] + 2000 : numbers[1];
    return n > 0 && sat_date_from_ymd (year, month, numbers[0], date);
  }
  return FALSE;
}

gboolean
sat_format_read_date (const SatFormat *self, const char *text, SatDate *date, GError **error)
{
  g_autofree char *example = NULL;
  SatDate today;

  g_return_val_if_fail (self != NULL && text != NULL && date != NULL, FALSE);
  today = sat_date_today (sat_clock_now (self->clock), self->zone);
  if (read_words (text, today, date) || read_signs (text, today, date) ||
      read_shown (self, text, today, date) || read_numbers (self, text, today, date))
    return TRUE;
  example = sat_format_date_input (self, today);
  g_set_error (error, SAT_MODEL_ERROR, SAT_MODEL_ERROR_INVALID,
               _ ("Not a date. Today would be %s."), example);
  return FALSE;
}

/* "14:30", "2:30 pm" at the end of @text; *@rest is its length without it. */
static gboolean
read_clock (const char *text, gsize *rest, int *minutes)
{
  g_autoptr (GRegex) regex = g_regex_new (
      "(?:^|[\\s,]+)(\\d{1,2})[:.h](\\d{2})\\s*([ap])?\\.?m?\\.?\\s*$", G_REGEX_CASELESS, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *hour_text = NULL;
  g_autofree char *minute_text = NULL;
  g_autofree char *half = NULL;
  int start, hour, minute;

  if (!g_regex_match (regex, text, 0, &match))
    return FALSE;
  hour_text = g_match_info_fetch (match, 1);
  minute_text = g_match_info_fetch (match, 2);
  half = g_match_info_fetch (match, 3);
  hour = atoi (hour_text);
  minute = atoi (minute_text);
  if (half != NULL && *half != '\0') {
    if (hour < 1 || hour > 12)
      return FALSE;
    hour = hour % 12 + (g_ascii_tolower (*half) == 'p' ? 12 : 0);
  }
  if (hour > 23 || minute > 59)
    return FALSE;
  g_match_info_fetch_pos (match, 0, &start, NULL);
  *rest = (gsize)start;
  *minutes = hour * 60 + minute;
  return TRUE;
}

gboolean
sat_format_read_instant (const SatFormat *self, const char *text, gint64 *us, GError **error)
{
  g_autofree char *day = NULL;
  g_autoptr (GTimeZone) local = NULL;
  g_autoptr (GDateTime) time = NULL;
  gsize rest = 0;
  int minutes = 0, year, month, day_of_month;
  SatDate date;

  g_return_val_if_fail (self != NULL && text != NULL && us != NULL, FALSE);
  if (!read_clock (text, &rest, &minutes))
    rest = strlen (text);
  day = g_strstrip (g_strndup (text, rest));
  if (*day == '\0')
    date = sat_date_today (sat_clock_now (self->clock), self->zone);
  else if (!sat_format_read_date (self, day, &date, error))
    return FALSE;
  sat_date_to_ymd (date, &year, &month, &day_of_month);
  local = self->zone != NULL ? g_time_zone_ref (self->zone) : g_time_zone_new_local ();
  time = g_date_time_new (local, year, month, day_of_month, minutes / 60, minutes % 60, 0);
  if (time == NULL)
    return refuse (error, _ ("There is no such time on that day"));
  *us = g_date_time_to_unix (time) * G_USEC_PER_SEC;
  return TRUE;
}

static char *
read_kind (const SatFormat *self,
           const SatField *field,
           const char *text,
           const char *currency,
           GError **error)
{
  g_autofree char *bare = NULL;
  char *number;
  SatDate date;
  gint64 us;

  switch (field->kind) {
  case SAT_KIND_MONEY:
    bare = strip_currency (text, currency != NULL ? currency : self->currency, error);
    if (bare == NULL)
      return NULL;
    number = plain_number (self, bare);
    return number != NULL ? expand_suffix (number) : g_strdup (text);
  case SAT_KIND_INTEGER:
  case SAT_KIND_DECIMAL:
  case SAT_KIND_PERCENT:
    number = plain_number (self, text);
    return number != NULL ? number : g_strdup (text);
  case SAT_KIND_DATE:
    return sat_format_read_date (self, text, &date, error) ? sat_date_to_string (date) : NULL;
  case SAT_KIND_INSTANT:
    return sat_format_read_instant (self, text, &us, error) ? sat_instant_to_string (us) : NULL;
  default:
    return g_strdup (text);
  }
}

char *
sat_format_read (const SatFormat *self,
                 const SatField *field,
                 const char *text,
                 const char *currency,
                 GError **error)
{
  g_autofree char *bare = NULL;
  g_autofree char *canonical = NULL;
  g_auto (SatValue) value = SAT_VALUE_INIT;

  g_return_val_if_fail (self != NULL && field != NULL && text != NULL, NULL);
  bare = g_strdup (text);
  if (field->kind == SAT_KIND_LONG_TEXT)
    g_strchomp (bare);
  else
    g_strstrip (bare);
  if (*bare == '\0')
    return g_steal_pointer (&bare);
  canonical = read_kind (self, field, bare, currency, error);
  if (canonical == NULL)
    return NULL;
  if (field->kind == SAT_KIND_REFERENCE || field->kind == SAT_KIND_SET)
    return g_steal_pointer (&canonical);
  if (!sat_field_parse (field, canonical, currency != NULL ? currency : self->currency, &value,
                        error))
    return NULL;
  return g_steal_pointer (&canonical);
}

char *
sat_format_to_input (const SatFormat *self,
                     const SatField *field,
                     const SatValue *value,
                     const char *currency)
{
  g_return_val_if_fail (self != NULL && field != NULL && value != NULL, NULL);
  if (value->type == SAT_VALUE_NULL)
    return g_strdup ("");
  if (value->type == SAT_VALUE_TEXT)
    return g_strdup (value->text);
  switch (field->kind) {
  case SAT_KIND_DATE:
    return sat_format_date_input (self, (SatDate)value->integer);
  case SAT_KIND_INSTANT:
    return sat_format_instant_input (self, value->integer);
  case SAT_KIND_DECIMAL:
    return sat_format_decimal (self, value->integer);
  case SAT_KIND_MONEY:
    return sat_money_format (value->integer, currency != NULL ? currency : self->currency,
                             SAT_MONEY_PLAIN);
  case SAT_KIND_INTEGER:
  case SAT_KIND_PERCENT:
    return g_strdup_printf ("%" G_GINT64_FORMAT, value->integer);
  default:
    return sat_field_to_string (field, value, currency);
  }
}

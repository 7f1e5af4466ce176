/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sat-column-format.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "sat-decimal.h"
#include "sat-error.h"
#include "sat-fold.h"
#include "sat-money.h"
#include "sat-number-text.h"

#define SECOND G_GINT64_CONSTANT (1000000)
#define DAY (24 * 3600 * SECOND)

G_DEFINE_QUARK (sat_column_error_quark, sat_column_error)

/* @format has one %s, for @text. */
static gboolean
refuse (GError **error, SatColumnError code, const char *format, const char *text)
{
  g_autofree char *copy = g_utf8_make_valid (text, MIN (strlen (text), 400));
  g_autofree char *stripped = g_strdup (g_strstrip (copy));

  /* A whole paragraph in the wrong column is not worth repeating. */
  if (g_utf8_strlen (stripped, -1) > 60)
    strcpy (g_utf8_offset_to_pointer (stripped, 57), "…");
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  g_set_error (error, SAT_COLUMN_ERROR, code, format, stripped);
#pragma GCC diagnostic pop
  return FALSE;
}

static gboolean
is_blank (const char *text)
{
  while (*text != '\0' && g_unichar_isspace (g_utf8_get_char (text)))
    text = g_utf8_next_char (text);
  return *text == '\0';
}

gboolean
sat_column_format_is_empty (const SatColumnFormat *format, const char *text)
{
  g_autofree char *folded = NULL;
  g_autofree char *word = NULL;

  g_return_val_if_fail (format != NULL, TRUE);
  g_return_val_if_fail (text != NULL, TRUE);
  if (is_blank (text))
    return TRUE;
  if (format->null_word == NULL || strlen (text) > 4 * strlen (format->null_word) + 16)
    return FALSE;
  folded = sat_fold (text);
  word = sat_fold (format->null_word);
  return strcmp (folded, word) == 0;
}

static gboolean
refuse_empty (const SatColumnFormat *format, const char *text, GError **error)
{
  if (!sat_column_format_is_empty (format, text))
    return FALSE;
  g_set_error_literal (error, SAT_COLUMN_ERROR, SAT_COLUMN_ERROR_EMPTY, _ ("There is no value"));
  return TRUE;
}

static gboolean
read_day (const SatColumnFormat *format,
          const char *text,
          SatDateText *date,
          SatDate *day,
          GError **error)
{
  if (refuse_empty (format, text, error))
    return FALSE;
  if (!sat_date_text_scan (text, date) || (date->form == SAT_DATE_TEXT_SERIAL && !format->serial))
    return refuse (error, SAT_COLUMN_ERROR_INVALID, _ ("“%s” is not a date"), text);
  if (sat_date_text_settle (date, format->date_order, day))
    return TRUE;
  if (date->form == SAT_DATE_TEXT_OPEN)
    for (int order = SAT_DATE_ORDER_YMD; order < SAT_DATE_ORDERS; order++)
      if (sat_date_text_settle (date, order, day))
        return refuse (error, SAT_COLUMN_ERROR_FORMAT,
                       _ ("“%s” is not written in the order of the column's other dates"), text);
  return refuse (error, SAT_COLUMN_ERROR_RANGE, _ ("There is no day “%s”"), text);
}

static gint64
to_utc (const SatDateText *date, SatDate day, GTimeZone *zone)
{
  gint64 local = day * DAY + date->time;
  gint64 seconds;
  int interval;

  if (date->has_zone)
    return local - date->offset * SECOND;
  if (zone == NULL)
    return local;
  if (!date->has_time)
    return sat_date_start (day, zone);
  /* A time that the clocks left out is the one that they went on to. */
  seconds = day * (DAY / SECOND) + date->time / SECOND;
  interval = g_time_zone_adjust_time (zone, G_TIME_TYPE_DAYLIGHT, &seconds);
  return (seconds - g_time_zone_get_offset (zone, interval)) * SECOND + date->time % SECOND;
}

gboolean
sat_column_format_read_date (
    const SatColumnFormat *format, const char *text, GTimeZone *zone, SatDate *date, GError **error)
{
  SatDateText parts;
  SatDate day;

  g_return_val_if_fail (format != NULL, FALSE);
  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (date != NULL, FALSE);
  if (!read_day (format, text, &parts, &day, error))
    return FALSE;
  if (parts.has_zone && !format->whole_days) {
    g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();

    day = sat_date_of_instant (to_utc (&parts, day, zone), zone != NULL ? zone : utc);
  }
  *date = day;
  return TRUE;
}

gboolean
sat_column_format_read_instant (
    const SatColumnFormat *format, const char *text, GTimeZone *zone, gint64 *us, GError **error)
{
  SatDateText parts;
  SatDate day;

  g_return_val_if_fail (format != NULL, FALSE);
  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (us != NULL, FALSE);
  if (!read_day (format, text, &parts, &day, error))
    return FALSE;
  *us = to_utc (&parts, day, zone);
  return TRUE;
}

/* The number in canonical text, or NULL. */
static char *
read_number (const SatColumnFormat *format,
             const char *text,
             char mark,
             SatNumberText *number,
             GError **error)
{
  g_autofree char *expanded = NULL;
  char *canonical;

  if (refuse_empty (format, text, error))
    return NULL;
  expanded = sat_number_text_expand (text, mark);
  if (!sat_number_text_scan (expanded != NULL ? expanded : text, number)) {
    refuse (error, SAT_COLUMN_ERROR_INVALID, _ ("“%s” is not a number"), text);
    return NULL;
  }
  canonical = sat_number_text_normalize (number, mark);
  if (canonical == NULL)
    refuse (error, SAT_COLUMN_ERROR_FORMAT,
            mark == '.' ? _ ("“%s” does not have a point before its decimals, as the column has")
                        : _ ("“%s” does not have a comma before its decimals, as the column has"),
            text);
  return canonical;
}

static gboolean
refuse_range (GError **error, const char *text)
{
  return refuse (error, SAT_COLUMN_ERROR_RANGE, _ ("The number “%s” is too large"), text);
}

gboolean
sat_column_format_read_money (const SatColumnFormat *format,
                              const char *text,
                              const char *currency,
                              gint64 *minor,
                              const char **found,
                              GError **error)
{
  SatNumberText number;
  g_autofree char *canonical = NULL;
  const char *code;

  g_return_val_if_fail (format != NULL, FALSE);
  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (currency != NULL, FALSE);
  g_return_val_if_fail (minor != NULL, FALSE);
  canonical = read_number (format, text, format->decimal_mark, &number, error);
  if (canonical == NULL)
    return FALSE;
  if (number.percent)
    return refuse (error, SAT_COLUMN_ERROR_INVALID, _ ("“%s” is not an amount of money"), text);
  code = sat_number_text_currency (&number, currency);
  if (code == NULL)
    return refuse (error, SAT_COLUMN_ERROR_INVALID, _ ("The currency of “%s” is not certain"),
                   text);
  if (found == NULL && strcmp (code, currency) != 0)
    return refuse (error, SAT_COLUMN_ERROR_FORMAT, _ ("“%s” is in another currency than the rest"),
                   text);
  if (!sat_money_parse (canonical, code, minor, NULL))
    return refuse_range (error, text);
  if (found != NULL)
    *found = code;
  return TRUE;
}

/* Numbers that are no money have no currency. */
static char *
read_plain_number (const SatColumnFormat *format,
                   const char *text,
                   char mark,
                   SatNumberText *number,
                   GError **error)
{
  g_autofree char *canonical = read_number (format, text, mark, number, error);

  if (canonical != NULL && number->currency != NULL) {
    refuse (error, SAT_COLUMN_ERROR_INVALID, _ ("“%s” is an amount of money, not a number"), text);
    return NULL;
  }
  return g_steal_pointer (&canonical);
}

gboolean
sat_column_format_read_decimal (const SatColumnFormat *format,
                                const char *text,
                                gint64 *value,
                                GError **error)
{
  SatNumberText number;
  g_autofree char *canonical = NULL;

  g_return_val_if_fail (format != NULL, FALSE);
  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (value != NULL, FALSE);
  canonical = read_plain_number (format, text, format->decimal_mark, &number, error);
  if (canonical == NULL)
    return FALSE;
  if (number.percent)
    return refuse (error, SAT_COLUMN_ERROR_INVALID, _ ("“%s” is a share, not a number"), text);
  return sat_decimal_parse (canonical, value, NULL) || refuse_range (error, text);
}

/* Where only groups make a whole number, groups are meant. */
static char
mark_for_integer (const SatColumnFormat *format, const char *text)
{
  SatNumberText number;
  gboolean doubt = (format->doubts & SAT_COLUMN_DOUBT_DECIMAL_MARK) != 0;

  if (doubt && sat_number_text_scan (text, &number) && number.mark == SAT_NUMBER_EITHER)
    return strchr (number.body, ',') != NULL ? '.' : ',';
  return format->decimal_mark;
}

gboolean
sat_column_format_read_integer (const SatColumnFormat *format,
                                const char *text,
                                gint64 *value,
                                GError **error)
{
  SatNumberText number;
  g_autofree char *expanded = NULL;
  g_autofree char *canonical = NULL;
  g_autoptr (GError) reason = NULL;
  char *point;

  g_return_val_if_fail (format != NULL, FALSE);
  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (value != NULL, FALSE);
  expanded = sat_number_text_expand (text, format->decimal_mark);
  /* A count or an id is not written so, except by spreadsheets that had no room for it. */
  if (expanded != NULL)
    return refuse (error, SAT_COLUMN_ERROR_INVALID,
                   _ ("“%s” was shortened by a spreadsheet; its digits are lost"), text);
  canonical = read_plain_number (format, text, mark_for_integer (format, text), &number, error);
  if (canonical == NULL)
    return FALSE;
  point = strchr (canonical, '.');
  if (number.percent || (point != NULL && strspn (point + 1, "0") != strlen (point + 1)))
    return refuse (error, SAT_COLUMN_ERROR_INVALID, _ ("“%s” is not a whole number"), text);
  if (point != NULL)
    *point = '\0';
  return g_ascii_string_to_signed (canonical, 10, G_MININT64, G_MAXINT64, value, &reason) ||
         refuse_range (error, text);
}

gboolean
sat_column_format_read_percent (const SatColumnFormat *format,
                                const char *text,
                                gint64 *value,
                                GError **error)
{
  SatNumberText number;
  g_autofree char *canonical = NULL;
  gint64 share;

  g_return_val_if_fail (format != NULL, FALSE);
  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (value != NULL, FALSE);
  canonical = read_plain_number (format, text, format->decimal_mark, &number, error);
  if (canonical == NULL)
    return FALSE;
  if (!sat_decimal_parse (canonical, &share, NULL))
    return refuse_range (error, text);
  if (format->fractions && !number.percent) {
    if (share > G_MAXINT64 / 100 || share < G_MININT64 / 100)
      return refuse_range (error, text);
    share *= 100;
  }
  *value = share;
  return TRUE;
}

gboolean
sat_column_format_read_boolean (const SatColumnFormat *format,
                                const char *text,
                                gboolean *value,
                                GError **error)
{
  /* Folded; English, Spanish, German, French, Chinese, Japanese, and signs. */
  static const char *const yes[] = {
      "true", "t",   "yes", "y",    "1",  "1.0", "on",   "x", "si", "s", "verdadero", "ja", "j",
      "wahr", "oui", "o",   "vrai", "是", "真",  "はい", "✓", "✔",  "☑", "√",         NULL};
  static const char *const no[] = {"false",  "f",    "no",     "n",   "0",    "0.0", "off",
                                   "falso",  "nein", "falsch", "non", "faux", "否",  "假",
                                   "いいえ", "✗",    "✘",      "☐",   NULL};
  g_autofree char *folded = NULL;

  g_return_val_if_fail (format != NULL, FALSE);
  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (value != NULL, FALSE);
  if (refuse_empty (format, text, error))
    return FALSE;
  folded = sat_fold (text);
  if (!g_strv_contains (yes, folded) && !g_strv_contains (no, folded))
    return refuse (error, SAT_COLUMN_ERROR_INVALID, _ ("“%s” is neither yes nor no"), text);
  *value = g_strv_contains (yes, folded);
  return TRUE;
}

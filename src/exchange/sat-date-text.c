/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sat-date-text.h"

#include <langinfo.h>
#include <string.h>

#include "sat-date-words.h"

#define SECOND G_GINT64_CONSTANT (1000000)
#define DAY (24 * 3600 * SECOND)

/* Day 0 of spreadsheets as it has to be for the days from March 1900 on to be right: they count a
 * 29 February 1900 that never was. */
#define SERIAL_ZERO -25569
#define SERIAL_FIRST 61
#define SERIAL_LAST 109574 /* the end of 2199 */

typedef enum {
  PART_NUMBER,
  PART_YEAR,
  PART_MONTH,
  PART_DAY,
} PartKind;

typedef struct {
  PartKind kind;
  int value;
  int digits; /* 0: written as a word */
} Part;

gboolean
sat_date_order_parse (const char *name, SatDateOrder *order)
{
  static const char *const names[] = {NULL, "ymd", "mdy", "dmy"};

  g_return_val_if_fail (name != NULL, FALSE);
  g_return_val_if_fail (order != NULL, FALSE);
  for (gsize i = 1; i < G_N_ELEMENTS (names); i++)
    if (g_ascii_strcasecmp (name, names[i]) == 0) {
      *order = (SatDateOrder)i;
      return TRUE;
    }
  return FALSE;
}

SatDateOrder
sat_date_order_for_locale (void)
{
  const char *format = nl_langinfo (D_FMT);
  const char *year = strpbrk (format, "yYGg");
  const char *month = strpbrk (format, "mbBh");
  const char *day = strpbrk (format, "de");

  if (strstr (format, "%F") != NULL)
    return SAT_DATE_ORDER_YMD;
  if (year == NULL || month == NULL || day == NULL)
    return SAT_DATE_ORDER_MDY;
  if (year < month && year < day)
    return SAT_DATE_ORDER_YMD;
  return month < day ? SAT_DATE_ORDER_MDY : SAT_DATE_ORDER_DMY;
}

static const char *
skip_blanks (const char *text)
{
  while (*text != '\0' && g_unichar_isspace (g_utf8_get_char (text)))
    text = g_utf8_next_char (text);
  return text;
}

/* Up to @most digits. NULL: there is none, or there are more. */
static const char *
read_digits (const char *text, int most, int *value, int *digits)
{
  *value = 0;
  *digits = 0;
  for (; g_ascii_isdigit (*text); text++) {
    if (++*digits > most)
      return NULL;
    *value = *value * 10 + (*text - '0');
  }
  return *digits > 0 ? text : NULL;
}

static gsize
word_length (const char *text)
{
  const char *end = text;

  while (*end != '\0' && g_unichar_isalpha (g_utf8_get_char (end)))
    end = g_utf8_next_char (end);
  return end - text;
}

/* The signs that Chinese, Japanese and Korean dates have behind their numbers. */
static const char *
read_unit (const char *text, Part *part)
{
  static const struct {
    const char *sign;
    PartKind kind;
  } units[] = {
      {"年", PART_YEAR}, {"月", PART_MONTH}, {"日", PART_DAY},
      {"년", PART_YEAR}, {"월", PART_MONTH}, {"일", PART_DAY},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (units); i++)
    if (g_str_has_prefix (text, units[i].sign)) {
      part->kind = units[i].kind;
      return text + strlen (units[i].sign);
    }
  return text;
}

static const char *
read_part (const char *text, Part *part)
{
  gsize length = word_length (text);

  part->kind = PART_NUMBER;
  if (length > 0) {
    part->kind = PART_MONTH;
    part->digits = 0;
    part->value = sat_date_words_month (text, length);
    return part->value > 0 ? text + length : NULL;
  }
  text = read_digits (text, 4, &part->value, &part->digits);
  if (text == NULL || part->digits == 3)
    return NULL;
  text = read_unit (text, part);
  if (part->kind != PART_NUMBER)
    return text;
  if (g_str_has_prefix (text, "º"))
    return text + strlen ("º");
  length = word_length (text);
  return length > 0 && sat_date_words_is_ordinal (text, length) ? text + length : text;
}

/* What stands between two parts; its most telling sign goes to @sign. */
static const char *
read_separator (const char *text, char *sign)
{
  const char *start = text;
  guint signs = 0;

  *sign = '\0';
  for (;;) {
    gsize length = word_length (text);

    if (*text == '/' || *text == '-' || *text == '.' || *text == ',') {
      if (*sign == '\0' || *sign == ' ' || *sign == ',')
        *sign = *text;
      signs += *text != ',';
      text++;
    } else if (length > 0 && text > start && sat_date_words_is_filler (text, length)) {
      text += length;
    } else if (*text != '\0' && g_unichar_isspace (g_utf8_get_char (text))) {
      if (*sign == '\0')
        *sign = ' ';
      text = g_utf8_next_char (text);
    } else {
      break;
    }
  }
  return signs > 1 ? NULL : text;
}

static void
set_known (SatDateText *date, int year, int month, int day)
{
  date->form = SAT_DATE_TEXT_KNOWN;
  date->numbers[0] = year;
  date->numbers[1] = month;
  date->numbers[2] = day;
}

static int
full_year (int value, int digits)
{
  if (digits > 2)
    return value;
  return value < 69 ? 2000 + value : 1900 + value;
}

/* A date with a month in words: the other two are the day and the year, in the order in which every
 * language has them unless one of them cannot be a day. */
static gboolean
settle_words (const Part *first, const Part *second, int month, SatDateText *date)
{
  const Part *day = first, *year = second;

  if (first->kind != PART_NUMBER || second->kind != PART_NUMBER)
    return FALSE;
  if (first->digits == 4) {
    day = second;
    year = first;
  }
  if (day->digits == 4)
    return FALSE;
  set_known (date, full_year (year->value, year->digits), month, day->value);
  return TRUE;
}

static gboolean
settle_parts (const Part *parts, char separator, char other, SatDateText *date)
{
  if (parts[0].kind == PART_YEAR && parts[1].kind == PART_MONTH && parts[2].kind == PART_DAY) {
    set_known (date, full_year (parts[0].value, parts[0].digits), parts[1].value, parts[2].value);
    return TRUE;
  }
  if (parts[0].kind == PART_MONTH && parts[0].digits == 0)
    return settle_words (&parts[1], &parts[2], parts[0].value, date);
  if (parts[1].kind == PART_MONTH && parts[1].digits == 0)
    return settle_words (&parts[0], &parts[2], parts[1].value, date);
  for (gsize i = 0; i < 3; i++)
    if (parts[i].kind != PART_NUMBER)
      return FALSE;
  if (separator != other || separator == ',' || separator == ' ' || separator == '\0')
    return FALSE;
  if (parts[1].digits > 2 || (parts[0].digits == 4 && parts[2].digits == 4))
    return FALSE;
  if (parts[0].digits == 4) {
    set_known (date, parts[0].value, parts[1].value, parts[2].value);
    return TRUE;
  }
  date->form = SAT_DATE_TEXT_OPEN;
  for (gsize i = 0; i < 3; i++)
    date->numbers[i] = parts[i].value;
  date->short_year = parts[2].digits != 4;
  date->separator = separator;
  return TRUE;
}

/* Year, month and day without anything between. */
static const char *
read_compact (const char *text, SatDateText *date)
{
  int value, digits;
  const char *end = read_digits (text, 8, &value, &digits);

  if (end == NULL || digits != 8)
    return NULL;
  set_known (date, value / 10000, value / 100 % 100, value % 100);
  return end;
}

/* A number and maybe a part of a day, and nothing else. */
static gboolean
read_serial (const char *text, SatDateText *date)
{
  int digits;
  gint64 unit = DAY;

  text = read_digits (text, 6, &date->numbers[0], &digits);
  if (text == NULL)
    return FALSE;
  date->form = SAT_DATE_TEXT_SERIAL;
  if ((*text == '.' || *text == ',') && g_ascii_isdigit (text[1])) {
    gint64 part = 0, whole = 1;

    /* Nine digits are less than a millisecond, and spreadsheets have no more to give. */
    for (text++; g_ascii_isdigit (*text); text++)
      if (whole < 1000000000) {
        part = part * 10 + (*text - '0');
        whole *= 10;
      }
    date->has_time = part > 0;
    date->time = unit / 1000 * part / whole * 1000;
    date->time = (date->time + SECOND / 2) / SECOND * SECOND;
  }
  return *text == '\0' || *skip_blanks (text) == '\0';
}

static const char *
read_date (const char *text, SatDateText *date)
{
  Part parts[3];
  char separators[3] = {0};
  const char *compact = read_compact (text, date);

  if (compact != NULL)
    return compact;
  for (gsize i = 0; i < 3; i++) {
    text = read_part (text, &parts[i]);
    if (text == NULL)
      return NULL;
    if (i < 2)
      text = read_separator (text, &separators[i]);
    if (text == NULL)
      return NULL;
  }
  return settle_parts (parts, separators[0], separators[1], date) ? text : NULL;
}

static const char *
read_fraction (const char *text, gint64 *us)
{
  gint64 unit = SECOND / 10;

  if ((*text != '.' && *text != ',') || !g_ascii_isdigit (text[1]))
    return text;
  for (text++; g_ascii_isdigit (*text); text++) {
    *us += (*text - '0') * unit;
    unit /= 10;
  }
  return text;
}

/* "AM", "p.m.", "p. m." */
static const char *
read_half (const char *text, int *hour)
{
  const char *at = skip_blanks (text);
  char half = g_ascii_tolower (*at);

  if (half != 'a' && half != 'p')
    return text;
  at++;
  at = skip_blanks (*at == '.' ? at + 1 : at);
  if (g_ascii_tolower (*at) != 'm' || g_ascii_isalpha (at[1]))
    return text;
  at++;
  at = *at == '.' ? at + 1 : at;
  if (*hour < 1 || *hour > 12)
    return NULL;
  *hour = *hour % 12 + (half == 'p' ? 12 : 0);
  return at;
}

static const char *
read_clock (const char *text, int *hour, int *minute, int *second, gint64 *fraction)
{
  int digits;
  const char *at = read_digits (text, 6, hour, &digits);

  if (at == NULL)
    return NULL;
  if (digits == 6) {
    *second = *hour % 100;
    *minute = *hour / 100 % 100;
    *hour /= 10000;
    return read_fraction (at, fraction);
  }
  if (digits > 2 || (*at != ':' && *at != 'h'))
    return NULL;
  at = read_digits (at + 1, 2, minute, &digits);
  if (at == NULL || digits != 2)
    return NULL;
  if (*at != ':')
    return at;
  at = read_digits (at + 1, 2, second, &digits);
  return at != NULL && digits == 2 ? read_fraction (at, fraction) : NULL;
}

static const char *
read_time (const char *text, SatDateText *date)
{
  int hour = 0, minute = 0, second = 0;
  gint64 fraction = 0;

  text = read_clock (text, &hour, &minute, &second, &fraction);
  if (text != NULL)
    text = read_half (text, &hour);
  if (text == NULL || hour > 23 || minute > 59 || second > 59)
    return NULL;
  date->has_time = TRUE;
  date->time = ((hour * 60 + minute) * 60 + second) * SECOND + fraction;
  return text;
}

/* "Z", "+02:00", "-0300", "GMT+2", "Z-0300"; a name in brackets behind it says the same again. */
static const char *
read_zone (const char *text, SatDateText *date)
{
  gsize length = word_length (text);
  int hours, minutes = 0, digits, sign;

  if (length > 0) {
    if (!sat_date_words_zone (text, length, &date->offset))
      return NULL;
    date->has_zone = TRUE;
    text += length;
  }
  if (*text == '+' || *text == '-') {
    sign = *text == '-' ? -1 : 1;
    text = read_digits (text + 1, 4, &hours, &digits);
    if (text == NULL || digits == 3)
      return NULL;
    if (digits == 4) {
      minutes = hours % 100;
      hours /= 100;
    } else if (*text == ':') {
      text = read_digits (text + 1, 2, &minutes, &digits);
      if (text == NULL)
        return NULL;
    }
    if (hours > 15 || minutes > 59)
      return NULL;
    date->has_zone = TRUE;
    date->offset = sign * (hours * 3600 + minutes * 60);
  }
  text = skip_blanks (text);
  if (*text == '(' && strchr (text, ')') != NULL)
    text = strchr (text, ')') + 1;
  return text;
}

static gboolean
scan_once (const char *text, SatDateText *date)
{
  const char *at;

  memset (date, 0, sizeof *date);
  at = read_date (text, date);
  if (at == NULL)
    return FALSE;
  text = at;
  while (*text == 'T' || *text == 't' || *text == ',' ||
         (*text != '\0' && g_unichar_isspace (g_utf8_get_char (text))))
    text = g_utf8_next_char (text);
  if (*text == '\0')
    return *at == '\0' || strpbrk (at, "Tt,") == NULL;
  if (text == at)
    return FALSE;
  text = read_time (text, date);
  if (text == NULL)
    return FALSE;
  text = read_zone (skip_blanks (text), date);
  return text != NULL && *skip_blanks (text) == '\0';
}

gboolean
sat_date_text_scan (const char *text, SatDateText *date)
{
  gsize length;

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (date != NULL, FALSE);
  text = skip_blanks (text);
  if (scan_once (text, date))
    return TRUE;
  memset (date, 0, sizeof *date);
  if (read_serial (text, date))
    return TRUE;
  length = word_length (text);
  if (length == 0 || !sat_date_words_is_weekday (text, length))
    return FALSE;
  text += length;
  while (*text == ',' || *text == '.' || *text == ' ')
    text++;
  return scan_once (text, date);
}

gboolean
sat_date_text_settle (const SatDateText *date, SatDateOrder order, SatDate *day)
{
  static const guint8 places[SAT_DATE_ORDERS][3] = {{0, 1, 2}, {0, 1, 2}, {2, 0, 1}, {2, 1, 0}};
  const int *n;
  int year;

  g_return_val_if_fail (date != NULL, FALSE);
  g_return_val_if_fail (order < SAT_DATE_ORDERS, FALSE);
  g_return_val_if_fail (day != NULL, FALSE);
  n = date->numbers;
  if (date->form == SAT_DATE_TEXT_SERIAL) {
    if (n[0] < SERIAL_FIRST || n[0] > SERIAL_LAST)
      return FALSE;
    *day = SERIAL_ZERO + n[0];
    return TRUE;
  }
  if (date->form == SAT_DATE_TEXT_KNOWN)
    return sat_date_from_ymd (n[0], n[1], n[2], day);
  if (order == SAT_DATE_ORDER_UNKNOWN || (order == SAT_DATE_ORDER_YMD && !date->short_year))
    return FALSE;
  year = n[places[order][0]];
  if (date->short_year && year > 99)
    return FALSE;
  return sat_date_from_ymd (date->short_year ? full_year (year, 2) : year, n[places[order][1]],
                            n[places[order][2]], day);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-date.h"
#include "sat-date-private.h"
#include "sat-error.h"

#include <glib/gi18n-lib.h>

#define YEAR_MIN 1
#define YEAR_MAX 9999
#define DAYS_PER_400_YEARS 146097
/* Years are counted from March, so that the leap day ends them; day 0 of that count is 0000-03-01.
 */
#define EPOCH_FROM_MARCH_0 719468

gint64
sat_floor_div (gint64 value, gint64 divisor)
{
  return value / divisor - (value % divisor < 0);
}

static gboolean
is_leap (int year)
{
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int
days_in_month (int year, int month)
{
  static const guint8 days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

  return days[month - 1] + (month == 2 && is_leap (year));
}

static SatDate
date_of (int year, int month, int day)
{
  int march_year = year - (month < 3);
  int era = march_year / 400;
  int year_of_era = march_year % 400;
  int day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
  int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

  return era * DAYS_PER_400_YEARS + day_of_era - EPOCH_FROM_MARCH_0;
}

gboolean
sat_date_from_ymd (int year, int month, int day, SatDate *out)
{
  g_return_val_if_fail (out != NULL, FALSE);

  if (year < YEAR_MIN || year > YEAR_MAX || month < 1 || month > 12 || day < 1 ||
      day > days_in_month (year, month))
    return FALSE;
  *out = date_of (year, month, day);
  return TRUE;
}

void
sat_date_to_ymd (SatDate date, int *year, int *month, int *day)
{
  gint64 days = (gint64)date + EPOCH_FROM_MARCH_0;
  gint64 era = sat_floor_div (days, DAYS_PER_400_YEARS);
  int day_of_era = (int)(days - era * DAYS_PER_400_YEARS);
  int year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  int march_month = (5 * day_of_year + 2) / 153;
  int month_of_year = march_month < 10 ? march_month + 3 : march_month - 9;

  if (year != NULL)
    *year = (int)(era * 400) + year_of_era + (month_of_year < 3);
  if (month != NULL)
    *month = month_of_year;
  if (day != NULL)
    *day = day_of_year - (153 * march_month + 2) / 5 + 1;
}

int
sat_date_weekday (SatDate date)
{
  gint64 from_monday = (gint64)date + 3; /* 1970-01-01 was a Thursday */

  return (int)(from_monday - 7 * sat_floor_div (from_monday, 7)) + 1;
}

SatDate
sat_date_add_months (SatDate date, int months)
{
  int year, month, day;
  gint64 count, new_year;

  sat_date_to_ymd (date, &year, &month, &day);
  count = (gint64)year * 12 + (month - 1) + months;
  new_year = sat_floor_div (count, 12);
  if (new_year < YEAR_MIN)
    return SAT_DATE_MIN;
  if (new_year > YEAR_MAX)
    return SAT_DATE_MAX;
  year = (int)new_year;
  month = (int)(count - new_year * 12) + 1;
  return date_of (year, month, MIN (day, days_in_month (year, month)));
}

gboolean
sat_read_digits (const char **text, int n, int *value)
{
  *value = 0;
  for (int i = 0; i < n; i++, ++*text) {
    if (!g_ascii_isdigit (**text))
      return FALSE;
    *value = *value * 10 + (**text - '0');
  }
  return TRUE;
}

gboolean
sat_read_ymd (const char **text, int *year, int *month, int *day)
{
  return sat_read_digits (text, 4, year) && *(*text)++ == '-' && sat_read_digits (text, 2, month) &&
         *(*text)++ == '-' && sat_read_digits (text, 2, day);
}

gboolean
sat_date_parse (const char *iso, SatDate *out, GError **error)
{
  const char *rest = iso;
  int year, month, day;

  g_return_val_if_fail (out != NULL, FALSE);

  if (iso == NULL || !sat_read_ymd (&rest, &year, &month, &day) || *rest != '\0') {
    g_set_error (error, SAT_BASE_ERROR, SAT_BASE_ERROR_INVALID,
                 _ ("“%s” is not a date of the form 2017-03-01"), iso == NULL ? "" : iso);
    return FALSE;
  }
  if (!sat_date_from_ymd (year, month, day, out)) {
    g_set_error (error, SAT_BASE_ERROR, SAT_BASE_ERROR_RANGE,
                 _ ("There is no day “%s” in the calendar"), iso);
    return FALSE;
  }
  return TRUE;
}

char *
sat_date_to_string (SatDate date)
{
  int year, month, day;

  sat_date_to_ymd (date, &year, &month, &day);
  return g_strdup_printf ("%04d-%02d-%02d", year, month, day);
}

void
sat_date_fiscal_quarter (SatDate date, int fiscal_start, int *year, int *quarter)
{
  int calendar_year, month;

  g_return_if_fail (fiscal_start >= 1 && fiscal_start <= 12);

  sat_date_to_ymd (date, &calendar_year, &month, NULL);
  if (year != NULL)
    *year = calendar_year + (fiscal_start > 1 && month >= fiscal_start);
  if (quarter != NULL)
    *quarter = (month - fiscal_start + 12) % 12 / 3 + 1;
}

char *
sat_date_month_key (SatDate date)
{
  int year, month;

  sat_date_to_ymd (date, &year, &month, NULL);
  return g_strdup_printf ("%04d-%02d", year, month);
}

char *
sat_date_quarter_key (SatDate date, int fiscal_start)
{
  int year, quarter;

  g_return_val_if_fail (fiscal_start >= 1 && fiscal_start <= 12, NULL);

  sat_date_fiscal_quarter (date, fiscal_start, &year, &quarter);
  return g_strdup_printf ("%04d-Q%d", year, quarter);
}

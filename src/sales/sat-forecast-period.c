/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-forecast-period.h"

#include "sat-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define LAST_YEAR 9999

static int
months_of (SatForecastUnit unit)
{
  switch (unit) {
  case SAT_FORECAST_MONTH:
    return 1;
  case SAT_FORECAST_QUARTER:
    return 3;
  case SAT_FORECAST_YEAR:
  default:
    return 12;
  }
}

void
sat_forecast_period_containing (SatDate date,
                                SatForecastUnit unit,
                                int fiscal_start,
                                SatForecastPeriod *period)
{
  int year, month, day, quarter;

  g_return_if_fail (fiscal_start >= 1 && fiscal_start <= 12);
  g_return_if_fail (period != NULL);

  sat_date_to_ymd (date, &year, &month, &day);
  period->unit = unit;
  period->first =
      sat_date_add_months (date - (day - 1), -((month - fiscal_start + 12) % months_of (unit)));
  period->last = sat_date_add_months (period->first, months_of (unit)) - 1;
  if (unit == SAT_FORECAST_MONTH) {
    period->year = year;
    period->number = month;
    return;
  }
  sat_date_fiscal_quarter (date, fiscal_start, &period->year, &quarter);
  period->number = unit == SAT_FORECAST_QUARTER ? quarter : 0;
}

/* FALSE: not all of it lies in the years that dates can have. */
static gboolean
period_from_month (gint64 month, SatForecastUnit unit, int fiscal_start, SatForecastPeriod *period)
{
  SatDate first;

  if (month < 12 || month + months_of (unit) > (gint64)(LAST_YEAR + 1) * 12 ||
      !sat_date_from_ymd ((int)(month / 12), (int)(month % 12) + 1, 1, &first))
    return FALSE;
  sat_forecast_period_containing (first, unit, fiscal_start, period);
  return TRUE;
}

gboolean
sat_forecast_period_step (const SatForecastPeriod *period,
                          int n,
                          int fiscal_start,
                          SatForecastPeriod *result)
{
  int year, month;

  g_return_val_if_fail (period != NULL && result != NULL, FALSE);

  sat_date_to_ymd (period->first, &year, &month, NULL);
  return period_from_month ((gint64)year * 12 + month - 1 + (gint64)n * months_of (period->unit),
                            period->unit, fiscal_start, result);
}

static gboolean
read_number (const char *text, gsize digits, int *number)
{
  *number = 0;
  for (gsize i = 0; i < digits; i++) {
    if (!g_ascii_isdigit (text[i]))
      return FALSE;
    *number = *number * 10 + (text[i] - '0');
  }
  return TRUE;
}

/* The unit, year and number of a key. */
static gboolean
read_key (const char *key, SatForecastUnit *unit, int *year, int *number)
{
  gsize length = strlen (key);

  *number = 1;
  if (length < 4 || !read_number (key, 4, year))
    return FALSE;
  if (length == 4) {
    *unit = SAT_FORECAST_YEAR;
    return TRUE;
  }
  if (length != 7 || key[4] != '-')
    return FALSE;
  *unit = key[5] == 'Q' ? SAT_FORECAST_QUARTER : SAT_FORECAST_MONTH;
  if (*unit == SAT_FORECAST_QUARTER)
    return read_number (key + 6, 1, number) && *number >= 1 && *number <= 4;
  return read_number (key + 5, 2, number) && *number >= 1 && *number <= 12;
}

gboolean
sat_forecast_period_parse (const char *key,
                           int fiscal_start,
                           SatForecastPeriod *period,
                           GError **error)
{
  SatForecastUnit unit;
  int year, number;
  gint64 month;

  g_return_val_if_fail (key != NULL && period != NULL, FALSE);
  g_return_val_if_fail (fiscal_start >= 1 && fiscal_start <= 12, FALSE);

  if (read_key (key, &unit, &year, &number)) {
    month = (gint64)year * 12;
    if (unit == SAT_FORECAST_MONTH)
      month += number - 1;
    else
      month += fiscal_start - 1 - (fiscal_start > 1 ? 12 : 0) + (gint64)(number - 1) * 3;
    if (period_from_month (month, unit, fiscal_start, period))
      return TRUE;
  }
  g_set_error (error, SAT_BASE_ERROR, SAT_BASE_ERROR_INVALID,
               _ ("“%s” is not a period such as 2017-12, 2017-Q4 or 2017"), key);
  return FALSE;
}

char *
sat_forecast_period_key (const SatForecastPeriod *period)
{
  g_return_val_if_fail (period != NULL, NULL);

  switch (period->unit) {
  case SAT_FORECAST_MONTH:
    return g_strdup_printf ("%04d-%02d", period->year, period->number);
  case SAT_FORECAST_QUARTER:
    return g_strdup_printf ("%04d-Q%d", period->year, period->number);
  case SAT_FORECAST_YEAR:
  default:
    return g_strdup_printf ("%04d", period->year);
  }
}

static char *
month_label (const SatForecastPeriod *period)
{
  g_autoptr (GDateTime) day = g_date_time_new_utc (period->year, period->number, 1, 0, 0, 0);

  /* Translators: a month of a year, "December 2017", as g_date_time_format() writes it. */
  return g_date_time_format (day, C_ ("period", "%OB %Y"));
}

char *
sat_forecast_period_label (const SatForecastPeriod *period)
{
  g_return_val_if_fail (period != NULL, NULL);

  switch (period->unit) {
  case SAT_FORECAST_MONTH:
    return month_label (period);
  case SAT_FORECAST_QUARTER:
    return g_strdup_printf (_ ("Q%d %d"), period->number, period->year);
  case SAT_FORECAST_YEAR:
  default:
    /* Translators: a year, such as 2026 */
    return g_strdup_printf (C_ ("period", "%d"), period->year);
  }
}

gboolean
sat_forecast_period_equal (const SatForecastPeriod *a, const SatForecastPeriod *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  return a->first == b->first && a->last == b->last;
}

gboolean
sat_forecast_period_holds (const SatForecastPeriod *outer, const SatForecastPeriod *inner)
{
  g_return_val_if_fail (outer != NULL && inner != NULL, FALSE);

  return inner->first >= outer->first && inner->last <= outer->last;
}

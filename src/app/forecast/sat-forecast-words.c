/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-forecast-words.h"

#include <glib/gi18n-lib.h>

#define WHOLE 10000
#define ABSENT "–"

const char *
sat_forecast_words_by (SatForecastBy by)
{
  switch (by) {
  case SAT_FORECAST_BY_TEAM:
    return C_ ("forecast", "By team");
  case SAT_FORECAST_BY_TERRITORY:
    return C_ ("forecast", "By territory");
  case SAT_FORECAST_BY_USER:
  default:
    return C_ ("forecast", "By person");
  }
}

const char *
sat_forecast_words_rollup (SatForecastRollup rollup)
{
  return rollup == SAT_FORECAST_SINGLE ? C_ ("forecast", "Single") : C_ ("forecast", "Cumulative");
}

const char *
sat_forecast_words_measure (SatForecastMeasure measure)
{
  switch (measure) {
  case SAT_FORECAST_WEIGHTED:
    return C_ ("forecast", "Weighted");
  case SAT_FORECAST_COUNT:
    return C_ ("forecast", "Number of deals");
  case SAT_FORECAST_AMOUNT:
  default:
    return C_ ("forecast", "Amount");
  }
}

char *
sat_forecast_words_ask (const SatForecastAsk *ask)
{
  g_return_val_if_fail (ask != NULL, NULL);
  return g_strdup_printf ("%s · %s · %s", sat_forecast_words_by (ask->by),
                          sat_forecast_words_rollup (ask->rollup),
                          sat_forecast_words_measure (ask->measure));
}

char *
sat_forecast_words_name (const SatForecastAsk *ask, const SatForecastRow *row, gboolean is_total)
{
  g_return_val_if_fail (ask != NULL && row != NULL, NULL);

  if (is_total)
    return g_strdup (C_ ("forecast", "Total"));
  if (row->id == 0) {
    switch (ask->by) {
    case SAT_FORECAST_BY_TEAM:
      return g_strdup (C_ ("forecast", "No team"));
    case SAT_FORECAST_BY_TERRITORY:
      return g_strdup (C_ ("forecast", "No territory"));
    case SAT_FORECAST_BY_USER:
    default:
      return g_strdup (C_ ("forecast", "No owner"));
    }
  }
  if (row->is_self)
    /* Translators: a line of the forecast under a person, team or territory with others below it:
     * what does not belong to one of those; %s is its name */
    return g_strdup_printf (C_ ("forecast", "%s (own)"), row->key);
  return g_strdup (row->key);
}

char *
sat_forecast_words_unit (SatForecast *forecast)
{
  g_return_val_if_fail (forecast != NULL, NULL);

  if (sat_forecast_get_ask (forecast)->measure == SAT_FORECAST_COUNT)
    return g_strdup (C_ ("forecast", "Numbers of deals"));
  /* Translators: over the names of a table of amounts; %s is the code of a currency */
  return g_strdup_printf (C_ ("forecast", "Amounts in %s"), sat_forecast_get_currency (forecast));
}

const char *
sat_forecast_words_meaning (const SatForecastAsk *ask, SatForecastColumn column)
{
  gboolean single;

  g_return_val_if_fail (ask != NULL, NULL);

  single = ask->rollup == SAT_FORECAST_SINGLE;
  switch (column) {
  case SAT_FORECAST_COLUMN_QUOTA:
    return _ ("What is to be won in the period. Without one of its own, a line has the sum of "
              "those below it.");
  case SAT_FORECAST_COLUMN_CLOSED:
    return _ ("Deals that were won in the period.");
  case SAT_FORECAST_COLUMN_COMMIT:
    return single ? _ ("Deals in the category Commit alone.") : _ ("Closed and Commit.");
  case SAT_FORECAST_COLUMN_MOST_LIKELY:
    return single ? _ ("Deals in the category Most likely alone.")
                  : _ ("Closed, Commit and Most likely.");
  case SAT_FORECAST_COLUMN_BEST_CASE:
    return single ? _ ("Deals in the category Best case alone.")
                  : _ ("All categories but Pipeline, and what is closed.");
  case SAT_FORECAST_COLUMN_PIPELINE:
    return single ? _ ("Deals in the category Pipeline alone.") : _ ("All open deals.");
  case SAT_FORECAST_COLUMN_OPEN_PIPELINE:
    return _ ("All open deals of the period, whatever their category; Closed is not among them.");
  case SAT_FORECAST_COLUMN_WEIGHTED:
    return _ ("Won deals, and each open deal times its probability.");
  case SAT_FORECAST_COLUMN_GAP:
    return _ ("The quota less what is closed. A plus is a surplus.");
  case SAT_FORECAST_COLUMN_ATTAINMENT:
    return _ ("What is closed, as a part of the quota.");
  case SAT_FORECAST_COLUMN_COVERAGE:
    return _ ("How many times the open pipeline holds what the quota still lacks.");
  case SAT_FORECAST_COLUMN_ADJUSTED:
  case SAT_FORECAST_N_COLUMNS:
  default:
    return NULL;
  }
}

static char *
decimal_text (const SatFormat *format, gint64 tenths)
{
  g_autofree char *whole = sat_format_integer (format, tenths / 10);

  return g_strdup_printf ("%s%c%d", whole, format->decimal_point, (int)(ABS (tenths) % 10));
}

static char *
ratio_text (const SatFormat *format, SatForecastColumn column, gint64 value)
{
  g_autofree char *number = NULL;

  if (column == SAT_FORECAST_COLUMN_ATTAINMENT) {
    /* Rounded down: what lacks a little is not done. */
    number = sat_format_integer (format, value >= 0 ? value / 100 : -((99 - value) / 100));
    /* Translators: a percentage */
    return g_strdup_printf (C_ ("forecast", "%s%%"), number);
  }
  if (value >= 100 * WHOLE)
    number = sat_format_integer (format, (value + WHOLE / 2) / WHOLE);
  else
    number = decimal_text (format, (value + (value < 0 ? -500 : 500)) / 1000);
  /* Translators: how many times the open pipeline covers the gap: 2.1x */
  return g_strdup_printf (C_ ("forecast", "%sx"), number);
}

gboolean
sat_forecast_words_is_good (const SatForecastRow *row, SatForecastColumn column)
{
  g_return_val_if_fail (row != NULL, FALSE);

  switch (column) {
  case SAT_FORECAST_COLUMN_GAP:
    return row->has[column] && row->value[column] < 0;
  case SAT_FORECAST_COLUMN_ATTAINMENT:
    return row->has[column] && row->value[column] >= WHOLE;
  case SAT_FORECAST_COLUMN_COVERAGE:
    return !row->has[column] && row->has[SAT_FORECAST_COLUMN_ATTAINMENT] &&
           row->value[SAT_FORECAST_COLUMN_ATTAINMENT] >= WHOLE;
  default:
    return FALSE;
  }
}

char *
sat_forecast_words_value (SatForecast *forecast,
                          const SatFormat *format,
                          const SatForecastRow *row,
                          SatForecastColumn column,
                          SatMoneyFormat flags)
{
  g_autofree char *money = NULL;

  g_return_val_if_fail (forecast != NULL && format != NULL && row != NULL, NULL);

  if (column == SAT_FORECAST_COLUMN_COVERAGE && sat_forecast_words_is_good (row, column))
    return g_strdup (C_ ("forecast", "Quota met"));
  if (!row->has[column])
    return g_strdup (ABSENT);
  if (sat_forecast_column_is_ratio (column))
    return ratio_text (format, column, row->value[column]);
  if (sat_forecast_get_ask (forecast)->measure == SAT_FORECAST_COUNT)
    return sat_format_integer (format, row->value[column]);
  if (column != SAT_FORECAST_COLUMN_GAP || row->value[column] >= 0)
    return sat_money_format (row->value[column], sat_forecast_get_currency (forecast), flags);
  money = sat_money_format (-row->value[column], sat_forecast_get_currency (forecast), flags);
  return g_strconcat ("+", money, NULL);
}

gboolean
sat_forecast_words_is_marked (const SatForecastRow *row, SatForecastColumn column)
{
  g_return_val_if_fail (row != NULL, FALSE);
  return column == SAT_FORECAST_COLUMN_QUOTA && row->has_own_quota && row->has_quota_below &&
         row->own_quota != row->quota_below;
}

static char *
quota_note (SatForecast *forecast, const SatForecastRow *row)
{
  const char *currency = sat_forecast_get_currency (forecast);
  gint64 more = row->quota_below - row->own_quota;
  g_autofree char *below = NULL, *difference = NULL;

  if (!row->has_quota_below)
    return NULL;
  if (!row->has_own_quota)
    return g_strdup (_ ("The sum of the lines below; no quota of its own was entered."));
  if (more == 0)
    return NULL;
  below = sat_money_format (row->quota_below, currency, SAT_MONEY_WITH_CURRENCY);
  difference = sat_money_format (ABS (more), currency, SAT_MONEY_WITH_CURRENCY);
  return g_strdup_printf (more > 0
                              /* Translators: both are amounts */
                              ? _ ("The quotas of the lines below add up to %s, which is %s more.")
                              : _ ("The quotas of the lines below add up to %s, which is %s less."),
                          below, difference);
}

char *
sat_forecast_words_note (SatForecast *forecast, const SatForecastRow *row, SatForecastColumn column)
{
  g_autofree char *money = NULL;

  g_return_val_if_fail (forecast != NULL && row != NULL, NULL);

  if (column == SAT_FORECAST_COLUMN_QUOTA && row->has[column])
    return quota_note (forecast, row);
  if (column != SAT_FORECAST_COLUMN_GAP || !row->has[column] || row->value[column] >= 0)
    return NULL;
  money = sat_money_format (-row->value[column], sat_forecast_get_currency (forecast),
                            SAT_MONEY_WITH_CURRENCY);
  /* Translators: %s is an amount */
  return g_strdup_printf (_ ("A surplus: %s more than the quota."), money);
}

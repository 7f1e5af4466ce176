/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The names and labels of what a forecast is made of. */

#include "config.h"

#include "sat-forecast.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const char *const by_names[] = {"user", "team", "territory", NULL};
static const char *const rollup_names[] = {"cumulative", "single", NULL};
static const char *const measure_names[] = {"amount", "weighted", "count", NULL};
static const char *const category_names[] = {"closed",    "commit",   "most_likely",
                                             "best_case", "pipeline", "omitted"};
static const char *const category_labels[] = {
    NC_ ("category", "Closed"),    NC_ ("category", "Commit"),   NC_ ("category", "Most likely"),
    NC_ ("category", "Best case"), NC_ ("category", "Pipeline"), NC_ ("category", "Omitted"),
};
static const char *const column_names[] = {
    "quota",    "closed",   "commit", "most_likely", "best_case", "pipeline", "open_pipeline",
    "weighted", "adjusted", "gap",    "attainment",  "coverage",  NULL};
static const char *const column_labels[] = {
    NC_ ("forecast", "Quota"),         NC_ ("forecast", "Closed"),     NC_ ("forecast", "Commit"),
    NC_ ("forecast", "Most likely"),   NC_ ("forecast", "Best case"),  NC_ ("forecast", "Pipeline"),
    NC_ ("forecast", "Open pipeline"), NC_ ("forecast", "Weighted"),   NC_ ("forecast", "Adjusted"),
    NC_ ("forecast", "Gap"),           NC_ ("forecast", "Attainment"), NC_ ("forecast", "Coverage"),
};

G_STATIC_ASSERT (G_N_ELEMENTS (category_names) == SAT_FORECAST_N_CATEGORIES);
G_STATIC_ASSERT (G_N_ELEMENTS (category_labels) == SAT_FORECAST_N_CATEGORIES);
G_STATIC_ASSERT (G_N_ELEMENTS (column_names) == SAT_FORECAST_N_COLUMNS + 1);
G_STATIC_ASSERT (G_N_ELEMENTS (column_labels) == SAT_FORECAST_N_COLUMNS);

static gboolean
find (const char *const *names, const char *text, int *place)
{
  for (int i = 0; names[i] != NULL; i++)
    if (strcmp (names[i], text) == 0) {
      *place = i;
      return TRUE;
    }
  return FALSE;
}

const char *
sat_forecast_by_name (SatForecastBy by)
{
  g_return_val_if_fail ((guint)by <= SAT_FORECAST_BY_TERRITORY, NULL);

  return by_names[by];
}

gboolean
sat_forecast_by_parse (const char *text, SatForecastBy *by)
{
  int place;

  g_return_val_if_fail (text != NULL && by != NULL, FALSE);

  if (!find (by_names, text, &place))
    return FALSE;
  *by = (SatForecastBy)place;
  return TRUE;
}

const char *
sat_forecast_rollup_name (SatForecastRollup rollup)
{
  g_return_val_if_fail ((guint)rollup <= SAT_FORECAST_SINGLE, NULL);

  return rollup_names[rollup];
}

gboolean
sat_forecast_rollup_parse (const char *text, SatForecastRollup *rollup)
{
  int place;

  g_return_val_if_fail (text != NULL && rollup != NULL, FALSE);

  if (!find (rollup_names, text, &place))
    return FALSE;
  *rollup = (SatForecastRollup)place;
  return TRUE;
}

const char *
sat_forecast_measure_name (SatForecastMeasure measure)
{
  g_return_val_if_fail ((guint)measure <= SAT_FORECAST_COUNT, NULL);

  return measure_names[measure];
}

gboolean
sat_forecast_measure_parse (const char *text, SatForecastMeasure *measure)
{
  int place;

  g_return_val_if_fail (text != NULL && measure != NULL, FALSE);

  if (!find (measure_names, text, &place))
    return FALSE;
  *measure = (SatForecastMeasure)place;
  return TRUE;
}

const char *
sat_forecast_column_name (SatForecastColumn column)
{
  g_return_val_if_fail ((guint)column < SAT_FORECAST_N_COLUMNS, NULL);

  return column_names[column];
}

gboolean
sat_forecast_column_parse (const char *text, SatForecastColumn *column)
{
  int place;

  g_return_val_if_fail (text != NULL && column != NULL, FALSE);

  if (!find (column_names, text, &place))
    return FALSE;
  *column = (SatForecastColumn)place;
  return TRUE;
}

const char *
sat_forecast_category_name (SatForecastCategory category)
{
  g_return_val_if_fail ((guint)category < SAT_FORECAST_N_CATEGORIES, NULL);

  return category_names[category];
}

const char *
sat_forecast_column_label (SatForecastColumn column)
{
  g_return_val_if_fail ((guint)column < SAT_FORECAST_N_COLUMNS, NULL);

  return g_dpgettext2 (GETTEXT_PACKAGE, "forecast", column_labels[column]);
}

const char *
sat_forecast_category_label (SatForecastCategory category)
{
  g_return_val_if_fail ((guint)category < SAT_FORECAST_N_CATEGORIES, NULL);

  return g_dpgettext2 (GETTEXT_PACKAGE, "category", category_labels[category]);
}

gboolean
sat_forecast_column_is_ratio (SatForecastColumn column)
{
  return column == SAT_FORECAST_COLUMN_ATTAINMENT || column == SAT_FORECAST_COLUMN_COVERAGE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-forecast-charts.h"

#include "sat-money.h"

#include <glib/gi18n-lib.h>

typedef struct {
  const SatForecastBurnup *burnup;
  const SatFormat *format;
  SatChartModel *model;
} Making;

/* "$1.2M", "3 deals". */
static char *
amount (Making *m, gint64 value)
{
  if (m->burnup->currency != NULL)
    return sat_money_format (value, m->burnup->currency, SAT_MONEY_SHORT | SAT_MONEY_WITH_CURRENCY);
  return g_strdup_printf (ngettext ("%d deal", "%d deals", (gulong)MAX (value, 0)), (int)value);
}

static char *
amount_in_full (Making *m, gint64 value)
{
  return m->burnup->currency != NULL ? sat_chart_model_full_value (m->model, value)
                                     : amount (m, value);
}

static gboolean
is_over (const SatForecastBurnup *burnup)
{
  return burnup->today > burnup->period.last;
}

/* Rounded down: a quota is not met before it is. */
static int
per_cent (gint64 part, gint64 whole)
{
  return (int)CLAMP ((__int128)part * 100 / (__int128)whole, -9999, 9999);
}

static char *
describe_start (Making *m)
{
  const SatForecastBurnup *b = m->burnup;
  g_autofree char *start = sat_format_date (m->format, b->period.first);
  g_autofree char *quota = amount (m, b->quota);

  if (b->has_quota)
    /* Translators: a date; an amount of money */
    return g_strdup_printf (_ ("The period begins on %s; its quota is %s."), start, quota);
  return g_strdup_printf (_ ("The period begins on %s."), start);
}

static char *
describe_closed (Making *m)
{
  const SatForecastBurnup *b = m->burnup;
  gint64 now = is_over (b) ? b->closed : b->so_far;
  g_autofree char *closed = amount (m, now);
  g_autofree char *quota = amount (m, b->quota);
  int share = b->has_quota ? per_cent (now, b->quota) : 0;

  if (is_over (b) && b->has_quota)
    /* Translators: two amounts of money; how much of the second the first is, and a per cent sign
     */
    return g_strdup_printf (_ ("Closed %s of a quota of %s: %d%%."), closed, quota, share);
  if (b->has_quota)
    /* Translators: two amounts of money; the number of the day and how many days there are; a per
     * cent */
    return g_strdup_printf (_ ("Closed %s of a quota of %s on day %d of %d: %d%%."), closed, quota,
                            b->elapsed, b->n_days, share);
  if (is_over (b))
    /* Translators: an amount of money or a number of deals */
    return g_strdup_printf (_ ("Closed %s."), closed);
  return g_strdup_printf (_ ("Closed %s on day %d of %d."), closed, b->elapsed, b->n_days);
}

static char *
describe_pace (Making *m)
{
  const SatForecastBurnup *b = m->burnup;
  gint64 ahead = b->so_far - b->pace;
  g_autofree char *pace = amount (m, b->pace);
  g_autofree char *apart = amount (m, ABS (ahead));

  /* Translators: amounts of money; the second one is the distance to the first */
  return g_strdup_printf (ahead >= 0 ? _ ("An even pace would have brought %s by now: %s ahead.")
                                     : _ ("An even pace would have brought %s by now: %s behind."),
                          pace, apart);
}

static char *
describe_before (Making *m)
{
  const SatForecastBurnup *b = m->burnup;
  g_autofree char *label = sat_forecast_period_label (&b->before);
  g_autofree char *value = amount (m, is_over (b) ? b->before_closed : b->before_so_far);

  /* Translators: a period such as Q3 2026; an amount of money or a number of deals */
  return g_strdup_printf (is_over (b) ? _ ("In %s it was %s.")
                                      : _ ("At the same point of %s it was %s."),
                          label, value);
}

static void
summarise (Making *m)
{
  const SatForecastBurnup *b = m->burnup;

  if (b->elapsed == 0)
    sat_chart_model_add_sentence (m->model, describe_start (m));
  if (b->elapsed > 0 || b->closed != 0)
    sat_chart_model_add_sentence (m->model, describe_closed (m));
  if (b->has_quota && b->elapsed > 0 && !is_over (b))
    sat_chart_model_add_sentence (m->model, describe_pace (m));
  if (!is_over (b) && b->closed != b->so_far) {
    g_autofree char *all = amount (m, b->closed);

    /* Translators: an amount of money or a number of deals */
    sat_chart_model_add_sentence (
        m->model, g_strdup_printf (_ ("With deals closed for later days it is %s."), all));
  }
  if (b->has_before && b->elapsed > 0)
    sat_chart_model_add_sentence (m->model, describe_before (m));
}

static char *
describe_day (Making *m, const SatBurnupDay *day)
{
  g_autofree char *date = sat_format_date (m->format, day->date);
  g_autofree char *value = amount_in_full (m, day->value);
  g_autofree char *total = amount_in_full (m, day->total);

  /* Translators: a date; what was closed on it, and in all up to it */
  return g_strdup_printf (_ ("%s: closed %s, in all %s"), date, value, total);
}

static void
add_closed (Making *m)
{
  const SatForecastBurnup *b = m->burnup;
  SatChartSeries *series = sat_chart_model_add_series (m->model, C_ ("forecast", "Closed"),
                                                       SAT_CHART_STEPS, SAT_CHART_GREEN);
  SatDate last = b->period.first - 1, end = MIN (b->today, b->period.last);

  series->filled = TRUE;
  sat_chart_series_add (series, last, 0, NULL, NULL);
  for (guint i = 0; i < b->days->len; i++) {
    const SatBurnupDay *day = &g_array_index (b->days, SatBurnupDay, i);
    g_autofree char *text = describe_day (m, day);
    g_autofree char *key = sat_date_to_string (day->date);

    sat_chart_series_add (series, day->date, day->total, key, text);
    last = day->date;
  }
  if (end > last)
    sat_chart_series_add (series, end, b->closed, NULL, NULL);
}

/* Drawn over this period, day by day. */
static void
add_before (Making *m)
{
  const SatForecastBurnup *b = m->burnup;
  g_autofree char *label = sat_forecast_period_label (&b->before);
  SatChartSeries *series =
      sat_chart_model_add_series (m->model, label, SAT_CHART_STEPS, SAT_CHART_ORANGE);
  SatDate last = b->period.first - 1;

  series->dash = SAT_CHART_DASH_DOT;
  sat_chart_series_add (series, last, 0, NULL, NULL);
  for (guint i = 0; i < b->before_days->len; i++) {
    const SatBurnupDay *day = &g_array_index (b->before_days, SatBurnupDay, i);
    g_autofree char *text = describe_day (m, day);
    g_autofree char *date = sat_date_to_string (day->date);
    g_autofree char *key = g_strconcat ("before:", date, NULL);

    last = sat_forecast_burnup_this_date (b, day->date);
    sat_chart_series_add (series, last, day->total, key, text);
  }
  if (last < b->period.last)
    sat_chart_series_add (series, b->period.last, b->before_closed, NULL, NULL);
}

static void
add_quota (Making *m)
{
  const SatForecastBurnup *b = m->burnup;
  g_autofree char *quota = amount (m, b->quota);
  /* Translators: %s is an amount of money */
  g_autofree char *name = g_strdup_printf (C_ ("chart", "Quota %s"), quota);
  SatChartSeries *pace =
      sat_chart_model_add_series (m->model, _ ("Even pace"), SAT_CHART_LINE, SAT_CHART_INK);

  pace->dash = SAT_CHART_DOTTED;
  sat_chart_series_add (pace, b->period.first - 1, 0, NULL, NULL);
  sat_chart_series_add (pace, b->period.last, b->quota, NULL, NULL);
  sat_chart_model_add_line (m->model, name, b->quota, FALSE, SAT_CHART_DASHED);
}

SatChartModel *
sat_burnup_model_new (const SatForecastBurnup *burnup, const SatFormat *format)
{
  Making m = {burnup, format};
  g_autofree char *label = NULL;
  g_autofree char *title = NULL;

  g_return_val_if_fail (burnup != NULL && format != NULL, NULL);
  label = sat_forecast_period_label (&burnup->period);
  title = g_strdup_printf (burnup->currency != NULL
                               /* Translators: %s is a period such as Q4 2026 */
                               ? _ ("Closed in %s")
                               : _ ("Deals Closed in %s"),
                           label);
  m.model = sat_chart_model_new_dates (format, title, C_ ("column", "Day"), burnup->currency,
                                       burnup->period.first, burnup->period.last);
  add_closed (&m);
  if (burnup->has_before && burnup->before_days->len > 0)
    add_before (&m);
  if (burnup->has_quota)
    add_quota (&m);
  if (burnup->today >= burnup->period.first && !is_over (burnup))
    sat_chart_model_add_line (m.model, C_ ("chart", "Today"), burnup->today, TRUE, SAT_CHART_SOLID);
  summarise (&m);
  return m.model;
}

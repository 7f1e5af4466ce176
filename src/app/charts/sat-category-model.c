/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-forecast-charts.h"

#include "sat-money.h"
#include "sat-pipeline-sums.h"

#include <glib/gi18n-lib.h>

/* More bars are one. */
#define MOST_BARS 40
#define N_SHOWN SAT_FORECAST_CATEGORY_OMITTED

/* By how much all others together may be more than the first. */
#define DWARFING 3

/* A bar. */
typedef struct {
  guint row; /* SAT_FORECAST_TOTAL: of several */
  gint64 sum;
  gint64 category[N_SHOWN];
  gboolean has_quota;
  gint64 quota;
} Bar;

typedef struct {
  SatForecast *forecast;
  const SatFormat *format;
  GArray *bars;
  guint n_others; /* in the last bar */
  gboolean apart; /* that bar would dwarf all others, and is left to its words */
  SatChartModel *model;
} Making;

static const char *
currency_of (SatForecast *forecast)
{
  return sat_forecast_get_ask (forecast)->measure == SAT_FORECAST_COUNT
             ? NULL
             : sat_forecast_get_currency (forecast);
}

/* What a line holds itself, so that nothing is counted twice. */
static gboolean
is_own (const SatForecastRow *row)
{
  return row->is_self || !row->has_children;
}

static Bar
make_bar (guint i, const SatForecastRow *row)
{
  Bar bar = {.row = i,
             .has_quota = row->has[SAT_FORECAST_COLUMN_QUOTA],
             .quota = row->value[SAT_FORECAST_COLUMN_QUOTA]};

  for (int c = 0; c < N_SHOWN; c++) {
    bar.category[c] = row->category[c];
    bar.sum = sat_pipeline_plus (bar.sum, row->category[c]);
  }
  return bar;
}

/* The most first; of equals the one that comes first in the grid. */
static int
compare_bars (gconstpointer a, gconstpointer b)
{
  const Bar *x = a, *y = b;

  if (x->sum != y->sum)
    return x->sum > y->sum ? -1 : 1;
  return x->row < y->row ? -1 : x->row > y->row;
}

static void
join_others (Making *m)
{
  Bar others = {.row = SAT_FORECAST_TOTAL};

  if (m->bars->len <= MOST_BARS)
    return;
  for (guint i = MOST_BARS - 1; i < m->bars->len; i++) {
    const Bar *bar = &g_array_index (m->bars, Bar, i);

    for (int c = 0; c < N_SHOWN; c++)
      others.category[c] = sat_pipeline_plus (others.category[c], bar->category[c]);
    others.sum = sat_pipeline_plus (others.sum, bar->sum);
    others.has_quota |= bar->has_quota;
    others.quota = sat_pipeline_plus (others.quota, bar->has_quota ? bar->quota : 0);
    m->n_others++;
  }
  m->apart = others.sum / DWARFING > g_array_index (m->bars, Bar, 0).sum;
  g_array_set_size (m->bars, MOST_BARS - 1);
  g_array_append_val (m->bars, others);
}

static void
find_bars (Making *m, guint row)
{
  guint n = sat_forecast_get_n_rows (m->forecast);
  guint first = row == SAT_FORECAST_TOTAL ? 0 : row;
  guint depth = row == SAT_FORECAST_TOTAL ? 0 : sat_forecast_get_row (m->forecast, row)->depth;

  m->bars = g_array_new (FALSE, TRUE, sizeof (Bar));
  for (guint i = first; i < n; i++) {
    const SatForecastRow *line = sat_forecast_get_row (m->forecast, i);
    Bar bar = make_bar (i, line);

    if (row != SAT_FORECAST_TOTAL && i > first && line->depth <= depth)
      break;
    if (is_own (line) && (line->n_deals > 0 || (bar.has_quota && bar.quota != 0)))
      g_array_append_val (m->bars, bar);
  }
  g_array_sort (m->bars, compare_bars);
  join_others (m);
}

static char *
name_of_bar (Making *m, const Bar *bar)
{
  const SatForecastRow *row;

  if (bar->row == SAT_FORECAST_TOTAL)
    /* Translators: the last bar of a chart, of all who are too many to have one each */
    return g_strdup_printf (ngettext ("%u other", "%u others", m->n_others), m->n_others);
  row = sat_forecast_get_row (m->forecast, bar->row);
  if (row->id != 0)
    return g_strdup (row->key);
  switch (sat_forecast_get_ask (m->forecast)->by) {
  case SAT_FORECAST_BY_TEAM:
    return g_strdup (C_ ("forecast", "No team"));
  case SAT_FORECAST_BY_TERRITORY:
    return g_strdup (C_ ("forecast", "No territory"));
  case SAT_FORECAST_BY_USER:
  default:
    return g_strdup (C_ ("forecast", "No owner"));
  }
}

static void
add_bands (Making *m)
{
  for (guint i = 0; i < m->bars->len; i++) {
    const Bar *bar = &g_array_index (m->bars, Bar, i);
    g_autofree char *name = name_of_bar (m, bar);
    g_autofree char *sum = sat_chart_model_short_value (m->model, bar->sum);

    sat_chart_model_add_band (m->model, name, sum);
  }
}

static void
add_part (Making *m, SatChartSeries *series, guint i, const char *label, gint64 value, int category)
{
  const Bar *bar = &g_array_index (m->bars, Bar, i);
  g_autofree char *full = sat_chart_model_full_value (m->model, value);
  /* Translators: a person, team or territory; a category or the quota; its value */
  g_autofree char *text = g_strdup_printf (
      C_ ("forecast", "%s, %s: %s"), sat_chart_model_get_band (m->model, i)->name, label, full);
  g_autofree char *key = bar->row != SAT_FORECAST_TOTAL && category >= 0
                             ? g_strdup_printf ("%u/%d", bar->row, category)
                             : NULL;

  sat_chart_series_add (series, i, value, key, text);
}

/* Whether the bar is drawn. */
static gboolean
is_drawn (Making *m, guint i)
{
  return !m->apart || g_array_index (m->bars, Bar, i).row != SAT_FORECAST_TOTAL;
}

static void
add_category (Making *m, SatForecastCategory category)
{
  static const SatChartColour colours[N_SHOWN] = {SAT_CHART_GREEN, SAT_CHART_BLUE, SAT_CHART_YELLOW,
                                                  SAT_CHART_ORANGE, SAT_CHART_SKY};
  static const SatChartPattern patterns[N_SHOWN] = {
      SAT_CHART_PLAIN, SAT_CHART_RISING, SAT_CHART_FALLING, SAT_CHART_DOTS, SAT_CHART_LEVEL};
  const char *label = sat_forecast_category_label (category);
  SatChartSeries *series = NULL;

  for (guint i = 0; i < m->bars->len; i++) {
    gint64 value = g_array_index (m->bars, Bar, i).category[category];

    if (value == 0 || !is_drawn (m, i))
      continue;
    if (series == NULL) {
      series = sat_chart_model_add_series (m->model, label, SAT_CHART_BARS, colours[category]);
      series->pattern = patterns[category];
    }
    add_part (m, series, i, label, value, (int)category);
  }
}

static void
add_quotas (Making *m)
{
  const char *label = sat_forecast_column_label (SAT_FORECAST_COLUMN_QUOTA);
  SatChartSeries *series = NULL;

  for (guint i = 0; i < m->bars->len; i++) {
    const Bar *bar = &g_array_index (m->bars, Bar, i);

    if (!bar->has_quota || !is_drawn (m, i))
      continue;
    if (series == NULL)
      series = sat_chart_model_add_series (m->model, label, SAT_CHART_TARGET, SAT_CHART_INK);
    add_part (m, series, i, label, bar->quota, -1);
  }
}

static char *
short_value (Making *m, gint64 value)
{
  if (currency_of (m->forecast) != NULL)
    return sat_chart_model_short_value (m->model, value);
  return g_strdup_printf (ngettext ("%d deal", "%d deals", (gulong)MAX (value, 0)), (int)value);
}

static void
summarise (Making *m)
{
  gint64 closed = 0, open = 0;
  const Bar *most = &g_array_index (m->bars, Bar, 0);
  guint n_quotas = 0, n_met = 0;
  g_autofree char *closed_text = NULL;
  g_autofree char *open_text = NULL;

  for (guint i = 0; i < m->bars->len; i++) {
    const Bar *bar = &g_array_index (m->bars, Bar, i);

    closed = sat_pipeline_plus (closed, bar->category[SAT_FORECAST_CATEGORY_CLOSED]);
    open = sat_pipeline_plus (open, bar->sum - bar->category[SAT_FORECAST_CATEGORY_CLOSED]);
    n_quotas += bar->has_quota && bar->quota > 0;
    n_met += bar->has_quota && bar->quota > 0 &&
             bar->category[SAT_FORECAST_CATEGORY_CLOSED] >= bar->quota;
  }
  closed_text = short_value (m, closed);
  open_text = short_value (m, open);
  /* Translators: two amounts of money or numbers of deals */
  sat_chart_model_add_sentence (
      m->model, g_strdup_printf (_ ("Closed: %s, open: %s."), closed_text, open_text));
  if (m->bars->len > 1 && most->sum > 0) {
    g_autofree char *name = name_of_bar (m, most);
    g_autofree char *sum = short_value (m, most->sum);

    /* Translators: a person, team or territory; an amount of money or a number of deals */
    sat_chart_model_add_sentence (m->model,
                                  g_strdup_printf (_ ("Most is with %s: %s."), name, sum));
  }
  if (m->apart) {
    const Bar *others = &g_array_index (m->bars, Bar, m->bars->len - 1);
    g_autofree char *name = name_of_bar (m, others);
    g_autofree char *sum = short_value (m, others->sum);

    /* Translators: "280 others: $240M, without a bar." */
    sat_chart_model_add_sentence (m->model,
                                  g_strdup_printf (_ ("%s: %s, without a bar."), name, sum));
  }
  if (n_quotas > 0 && m->n_others == 0)
    /* Translators: how many quotas are met, of how many */
    sat_chart_model_add_sentence (
        m->model,
        g_strdup_printf (ngettext ("%u of %u quota is met.", "%u of %u quotas are met.", n_quotas),
                         n_met, n_quotas));
  if (sat_forecast_get_ask (m->forecast)->measure == SAT_FORECAST_WEIGHTED)
    sat_chart_model_add_sentence (m->model,
                                  g_strdup (_ ("Open deals count by their probability.")));
}

static char *
make_title (SatForecast *forecast)
{
  const SatForecastAsk *ask = sat_forecast_get_ask (forecast);
  g_autofree char *period = sat_forecast_period_label (&ask->period);

  /* Translators: titles of a chart; %s is a period such as Q4 2026 */
  switch (ask->by) {
  case SAT_FORECAST_BY_TEAM:
    return g_strdup_printf (_ ("Teams by Category in %s"), period);
  case SAT_FORECAST_BY_TERRITORY:
    return g_strdup_printf (_ ("Territories by Category in %s"), period);
  case SAT_FORECAST_BY_USER:
  default:
    return g_strdup_printf (_ ("People by Category in %s"), period);
  }
}

static const char *
name_along (SatForecast *forecast)
{
  switch (sat_forecast_get_ask (forecast)->by) {
  case SAT_FORECAST_BY_TEAM:
    return C_ ("column", "Team");
  case SAT_FORECAST_BY_TERRITORY:
    return C_ ("column", "Territory");
  case SAT_FORECAST_BY_USER:
  default:
    return C_ ("column", "Person");
  }
}

SatChartModel *
sat_category_model_new (SatForecast *forecast, guint row, const SatFormat *format)
{
  Making m = {.forecast = forecast, .format = format};
  g_autofree char *title = NULL;

  g_return_val_if_fail (forecast != NULL && format != NULL, NULL);
  g_return_val_if_fail (row == SAT_FORECAST_TOTAL || row < sat_forecast_get_n_rows (forecast),
                        NULL);
  find_bars (&m, row);
  if (m.bars->len > 0) {
    title = make_title (forecast);
    m.model = sat_chart_model_new_bands (format, title, name_along (forecast),
                                         currency_of (forecast), TRUE);
    add_bands (&m);
    for (int c = 0; c < N_SHOWN; c++)
      add_category (&m, (SatForecastCategory)c);
    add_quotas (&m);
    summarise (&m);
  }
  g_array_unref (m.bars);
  return m.model;
}

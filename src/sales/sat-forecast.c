/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-forecast-private.h"

#include "sat-pipeline-sums.h"

#include <string.h>

#define BIT(category) (1u << SAT_FORECAST_CATEGORY_##category)
#define WHOLE 10000

/* What the deals of one place come to, in the measure. */
typedef struct {
  gint64 category[SAT_FORECAST_N_CATEGORIES];
  gint64 weighted;
  guint n_deals;
} Sums;

typedef struct {
  SatForecast *forecast;
  const SatForecastTree *tree;
  Sums *own;   /* of each place alone; of no place after the last */
  Sums *whole; /* with those below */
  SatForecastRow *quotas;
  gboolean *visible;
} Making;

guint
sat_forecast_column_categories (SatForecastRollup rollup, SatForecastColumn column)
{
  gboolean single = rollup == SAT_FORECAST_SINGLE;
  guint open = BIT (COMMIT) | BIT (MOST_LIKELY) | BIT (BEST_CASE) | BIT (PIPELINE);

  switch (column) {
  case SAT_FORECAST_COLUMN_CLOSED:
    return BIT (CLOSED);
  case SAT_FORECAST_COLUMN_COMMIT:
    return BIT (COMMIT) | (single ? 0 : BIT (CLOSED));
  case SAT_FORECAST_COLUMN_MOST_LIKELY:
    return BIT (MOST_LIKELY) | (single ? 0 : BIT (CLOSED) | BIT (COMMIT));
  case SAT_FORECAST_COLUMN_BEST_CASE:
    return BIT (BEST_CASE) | (single ? 0 : BIT (CLOSED) | BIT (COMMIT) | BIT (MOST_LIKELY));
  case SAT_FORECAST_COLUMN_PIPELINE:
    return single ? BIT (PIPELINE) : open;
  case SAT_FORECAST_COLUMN_OPEN_PIPELINE:
    return open;
  default:
    return 0;
  }
}

gboolean
sat_forecast_measure_deal (SatForecast *self, const SatForecastDeal *deal, gint64 *value)
{
  switch (self->ask.measure) {
  case SAT_FORECAST_COUNT:
    *value = 1;
    return TRUE;
  case SAT_FORECAST_WEIGHTED:
    *value = deal->weighted;
    return deal->rated;
  case SAT_FORECAST_AMOUNT:
  default:
    *value = deal->amount;
    return deal->rated;
  }
}

static void
add_sums (Sums *sums, const Sums *more)
{
  for (int i = 0; i < SAT_FORECAST_N_CATEGORIES; i++)
    sums->category[i] = sat_pipeline_plus (sums->category[i], more->category[i]);
  sums->weighted = sat_pipeline_plus (sums->weighted, more->weighted);
  sums->n_deals += more->n_deals;
}

static void
sum_deals (Making *making, guint n)
{
  SatForecast *self = making->forecast;
  const SatForecastFacts *facts = self->facts;
  gboolean count = self->ask.measure == SAT_FORECAST_COUNT;

  for (guint i = 0; i < facts->deals->len; i++) {
    const SatForecastDeal *deal = &g_array_index (facts->deals, SatForecastDeal, i);
    int place = sat_forecast_facts_place (facts, self->ask.by, deal);
    Sums *sums = &making->own[place >= 0 ? (guint)place : n];
    gint64 value;

    if (!sat_forecast_measure_deal (self, deal, &value))
      continue;
    sums->category[deal->category] = sat_pipeline_plus (sums->category[deal->category], value);
    sums->weighted = sat_pipeline_plus (sums->weighted, count ? 1 : deal->weighted);
    sums->n_deals++;
  }
}

/* From the last place to the first: what is below comes before what it goes into. */
static void
sum_upwards (Making *making, guint n)
{
  memcpy (making->whole, making->own, n * sizeof (Sums));
  for (guint i = n; i-- > 0;) {
    int parent = sat_forecast_tree_get (making->tree, i)->parent;

    if (parent >= 0)
      add_sums (&making->whole[parent], &making->whole[i]);
  }
}

static void
settle_quota (SatForecastRow *row)
{
  row->has[SAT_FORECAST_COLUMN_QUOTA] = row->has_own_quota || row->has_quota_below;
  row->value[SAT_FORECAST_COLUMN_QUOTA] = row->has_own_quota ? row->own_quota : row->quota_below;
}

static void
add_quota_below (SatForecastRow *row, const SatForecastRow *below)
{
  if (!below->has[SAT_FORECAST_COLUMN_QUOTA])
    return;
  row->has_quota_below = TRUE;
  row->quota_below = sat_pipeline_plus (row->quota_below, below->value[SAT_FORECAST_COLUMN_QUOTA]);
}

static void
read_quotas (Making *making, guint n)
{
  SatForecast *self = making->forecast;

  if (self->ask.measure == SAT_FORECAST_COUNT)
    return;
  for (guint i = n; i-- > 0;) {
    const SatForecastNode *node = sat_forecast_tree_get (making->tree, i);
    SatForecastRow *row = &making->quotas[i];

    row->has_own_quota = sat_forecast_quotas_sum (self->facts->quotas, self->ask.by, node->id,
                                                  &self->ask.period, &row->own_quota, NULL);
    settle_quota (row);
    if (node->parent >= 0)
      add_quota_below (&making->quotas[node->parent], row);
  }
}

/* Who left and has nothing in the period is not shown. */
static void
find_visible (Making *making, guint n)
{
  for (guint i = n; i-- > 0;) {
    const SatForecastNode *node = sat_forecast_tree_get (making->tree, i);

    making->visible[i] |= node->active || making->whole[i].n_deals > 0 ||
                          making->quotas[i].has[SAT_FORECAST_COLUMN_QUOTA];
    if (making->visible[i] && node->parent >= 0)
      making->visible[node->parent] = TRUE;
  }
}

static void
fill_ratios (SatForecastRow *row)
{
  gint64 quota = row->value[SAT_FORECAST_COLUMN_QUOTA];
  gint64 closed = row->value[SAT_FORECAST_COLUMN_CLOSED];
  gint64 gap = sat_pipeline_plus (quota, closed == G_MININT64 ? G_MAXINT64 : -closed);

  if (!row->has[SAT_FORECAST_COLUMN_QUOTA])
    return;
  row->has[SAT_FORECAST_COLUMN_GAP] = TRUE;
  row->value[SAT_FORECAST_COLUMN_GAP] = gap;
  if (quota > 0) {
    row->has[SAT_FORECAST_COLUMN_ATTAINMENT] = TRUE;
    row->value[SAT_FORECAST_COLUMN_ATTAINMENT] = sat_money_scale (closed, WHOLE, quota);
  }
  if (gap > 0) {
    row->has[SAT_FORECAST_COLUMN_COVERAGE] = TRUE;
    row->value[SAT_FORECAST_COLUMN_COVERAGE] =
        sat_money_scale (row->value[SAT_FORECAST_COLUMN_OPEN_PIPELINE], WHOLE, gap);
  }
}

static void
fill_row (SatForecast *self, SatForecastRow *row, const Sums *sums)
{
  for (int column = SAT_FORECAST_COLUMN_CLOSED; column <= SAT_FORECAST_COLUMN_OPEN_PIPELINE;
       column++) {
    guint set = sat_forecast_column_categories (self->ask.rollup, (SatForecastColumn)column);

    row->has[column] = TRUE;
    for (int i = 0; i < SAT_FORECAST_N_CATEGORIES; i++)
      if (set & (1u << i))
        row->value[column] = sat_pipeline_plus (row->value[column], sums->category[i]);
  }
  row->has[SAT_FORECAST_COLUMN_WEIGHTED] = TRUE;
  row->value[SAT_FORECAST_COLUMN_WEIGHTED] = sums->weighted;
  memcpy (row->category, sums->category, sizeof row->category);
  row->n_deals = sums->n_deals;
  fill_ratios (row);
}

static void
append_row (SatForecast *self, SatForecastRow *row, const Sums *sums, int place)
{
  fill_row (self, row, sums);
  g_array_append_val (self->rows, *row);
  g_array_append_val (self->nodes, place);
}

static SatForecastRow
row_for (const SatForecastNode *node, guint depth, int parent)
{
  return (SatForecastRow){
      .id = node->id, .key = g_strdup (node->title), .depth = depth, .parent = parent};
}

static gboolean
has_visible_below (Making *making, guint place)
{
  for (guint i = place + 1; i < sat_forecast_tree_get (making->tree, place)->end; i++)
    if (making->visible[i])
      return TRUE;
  return FALSE;
}

/* The places from @first to before @end as rows, the depth of @first being 0. */
static void
add_rows (Making *making, guint first, guint end)
{
  SatForecast *self = making->forecast;
  g_autofree int *row_of = g_new (int, end + 1);

  for (guint i = first; i < end; i++) {
    const SatForecastNode *node = sat_forecast_tree_get (making->tree, i);
    guint depth = node->depth - sat_forecast_tree_get (making->tree, first)->depth;
    SatForecastRow row;

    if (!making->visible[i])
      continue;
    row_of[i] = (int)self->rows->len;
    row = row_for (node, depth, depth > 0 ? row_of[node->parent] : -1);
    row.has_own_quota = making->quotas[i].has_own_quota;
    row.own_quota = making->quotas[i].own_quota;
    row.has_quota_below = making->quotas[i].has_quota_below;
    row.quota_below = making->quotas[i].quota_below;
    row.has_children = has_visible_below (making, i);
    settle_quota (&row);
    append_row (self, &row, &making->whole[i], (int)i);
    if (row.has_children && making->own[i].n_deals > 0) {
      SatForecastRow own = row_for (node, depth + 1, row_of[i]);

      own.is_self = TRUE;
      append_row (self, &own, &making->own[i], (int)i);
    }
  }
}

static void
fill_total (Making *making, guint n)
{
  SatForecast *self = making->forecast;
  Sums sums = making->own[n];

  self->total.key = g_strdup ("");
  self->total.parent = -1;
  for (guint i = 0; i < n; i = sat_forecast_tree_get (making->tree, i)->end) {
    add_sums (&sums, &making->whole[i]);
    add_quota_below (&self->total, &making->quotas[i]);
  }
  if (self->ask.measure != SAT_FORECAST_COUNT)
    self->total.has_own_quota = sat_forecast_quotas_sum (
        self->facts->quotas, self->ask.by, 0, &self->ask.period, &self->total.own_quota, NULL);
  settle_quota (&self->total);
  fill_row (self, &self->total, &sums);
}

/* The uppermost line is the total, too. */
static void
fill_total_from_top (SatForecast *self)
{
  if (self->rows->len > 0)
    self->total = g_array_index (self->rows, SatForecastRow, 0);
  self->total.id = 0;
  self->total.key = g_strdup ("");
  self->total.parent = -1;
  self->total.has_children = FALSE;
  if (self->rows->len == 0)
    fill_row (self, &self->total, &(Sums){0});
}

static void
make_rows (Making *making, guint n)
{
  SatForecast *self = making->forecast;
  SatForecastRow none = {.parent = -1};
  int top = self->ask.top != 0 ? sat_forecast_tree_find (making->tree, self->ask.top) : -1;

  if (self->ask.top != 0) {
    if (top >= 0) {
      making->visible[top] = TRUE;
      add_rows (making, (guint)top, sat_forecast_tree_get (making->tree, (guint)top)->end);
    }
    fill_total_from_top (self);
    return;
  }
  add_rows (making, 0, n);
  if (making->own[n].n_deals > 0) {
    none.key = g_strdup ("");
    append_row (self, &none, &making->own[n], -1);
  }
  fill_total (making, n);
}

static void
row_clear (gpointer data)
{
  SatForecastRow *row = data;

  g_free (row->key);
}

/* (transfer full) @facts */
static SatForecast *
forecast_new (SatForecastFacts *facts, const SatForecastAsk *ask)
{
  SatForecast *self = g_new0 (SatForecast, 1);
  const SatForecastTree *tree = facts->trees[ask->by];
  guint n = sat_forecast_tree_get_n (tree);
  g_autofree Sums *own = g_new0 (Sums, n + 1), *whole = g_new0 (Sums, n + 1);
  g_autofree SatForecastRow *quotas = g_new0 (SatForecastRow, n + 1);
  g_autofree gboolean *visible = g_new0 (gboolean, n + 1);
  Making making = {self, tree, own, whole, quotas, visible};

  g_atomic_ref_count_init (&self->refs);
  self->facts = facts;
  self->ask = *ask;
  self->ask.filter = facts->filter != NULL ? sat_filter_ref (facts->filter) : NULL;
  self->rows = g_array_new (FALSE, TRUE, sizeof (SatForecastRow));
  g_array_set_clear_func (self->rows, row_clear);
  self->nodes = g_array_new (FALSE, FALSE, sizeof (int));
  sum_deals (&making, n);
  sum_upwards (&making, n);
  read_quotas (&making, n);
  find_visible (&making, n);
  make_rows (&making, n);
  return self;
}

SatForecast *
sat_forecast_read (SatReader *reader,
                   const SatForecastAsk *ask,
                   GCancellable *cancellable,
                   GError **error)
{
  SatForecastFacts *facts;

  g_return_val_if_fail (reader != NULL && ask != NULL, NULL);
  g_return_val_if_fail ((guint)ask->by < SAT_FORECAST_N_BY, NULL);

  facts = sat_forecast_facts_read (reader, ask, cancellable, error);
  return facts != NULL ? forecast_new (facts, ask) : NULL;
}

static gboolean
same_filter (const SatFilter *a, const SatFilter *b)
{
  return a == NULL || b == NULL ? a == b : sat_filter_equal (a, b);
}

SatForecast *
sat_forecast_regroup (SatForecast *self, const SatForecastAsk *ask)
{
  g_return_val_if_fail (self != NULL && ask != NULL, NULL);
  g_return_val_if_fail ((guint)ask->by < SAT_FORECAST_N_BY, NULL);

  if (!sat_forecast_period_equal (&self->ask.period, &ask->period) ||
      self->ask.today != ask->today || !same_filter (self->ask.filter, ask->filter) ||
      (ask->by == SAT_FORECAST_BY_TERRITORY && !self->facts->has_territories))
    return NULL;
  return forecast_new (sat_forecast_facts_ref (self->facts), ask);
}

SatForecast *
sat_forecast_ref (SatForecast *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
sat_forecast_unref (SatForecast *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->refs))
    return;
  g_clear_pointer (&self->ask.filter, sat_filter_unref);
  sat_forecast_facts_unref (self->facts);
  g_array_unref (self->rows);
  g_array_unref (self->nodes);
  g_free (self->total.key);
  g_free (self);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-forecast-facts.h"

#include "sat-forecast-scan.h"

/* There are few stages, owners and territories, and many deals. */
#define N_LATELY 256

typedef struct {
  gint64 id;
  int place;
} Place;

typedef struct {
  SatForecastFacts *facts;
  SatRates *rates;
  GHashTable *stages;
  const SatForecastStage *stage_lately[N_LATELY];
  Place place_lately[SAT_FORECAST_N_BY][N_LATELY];
} Reading;

static const SatForecastStage *
stage_of (Reading *reading, gint64 id)
{
  const SatForecastStage **lately = &reading->stage_lately[(guint64)id % N_LATELY];

  if (id == 0)
    return NULL;
  if (*lately == NULL || (*lately)->id != id)
    *lately = g_hash_table_lookup (reading->stages, &id);
  return *lately;
}

static int
place_of (Reading *reading, SatForecastBy by, gint64 id)
{
  Place *lately = &reading->place_lately[by][(guint64)id % N_LATELY];

  if (id == 0)
    return -1;
  if (lately->id != id)
    *lately = (Place){id, sat_forecast_tree_find (reading->facts->trees[by], id)};
  return lately->place;
}

static SatForecastCategory
category_of (const SatForecastScanned *deal, const SatForecastStage *stage, SatPipelineKind kind)
{
  if (kind == SAT_PIPELINE_WON)
    return SAT_FORECAST_CATEGORY_CLOSED;
  if (deal->category >= 0)
    return (SatForecastCategory)deal->category;
  return stage != NULL && stage->category >= 0 ? (SatForecastCategory)stage->category
                                               : SAT_FORECAST_CATEGORY_PIPELINE;
}

static SatForecastUnrated *
unrated_of (SatForecastFacts *facts, const char *currency)
{
  SatForecastUnrated one = {.currency = g_intern_string (currency)};

  for (guint i = 0; i < facts->unrated->len; i++)
    if (g_array_index (facts->unrated, SatForecastUnrated, i).currency == one.currency)
      return &g_array_index (facts->unrated, SatForecastUnrated, i);
  g_array_append_val (facts->unrated, one);
  return &g_array_index (facts->unrated, SatForecastUnrated, facts->unrated->len - 1);
}

static void
add_deal (const SatForecastScanned *scanned, gpointer data)
{
  Reading *reading = data;
  SatForecastFacts *facts = reading->facts;
  const SatForecastStage *stage = stage_of (reading, scanned->stage);
  SatPipelineKind kind = stage != NULL ? stage->kind : SAT_PIPELINE_OPEN;
  int probability = scanned->probability;
  SatForecastDeal deal = {.id = scanned->id, .date = scanned->date, .kind = (guint8)kind};

  if (kind == SAT_PIPELINE_LOST)
    return;
  if (probability < 0 && stage != NULL)
    probability = stage->probability;
  deal.probability = kind == SAT_PIPELINE_WON ? 100 : (gint8)CLAMP (probability, 0, 100);
  deal.user = place_of (reading, SAT_FORECAST_BY_USER, scanned->owner);
  deal.territory = place_of (reading, SAT_FORECAST_BY_TERRITORY, scanned->territory);
  deal.category = (guint8)category_of (scanned, stage, kind);
  deal.rated =
      !scanned->has_amount || scanned->currency == NULL ||
      sat_rates_convert (reading->rates, scanned->amount, scanned->currency,
                         kind == SAT_PIPELINE_WON ? scanned->date : facts->today, &deal.amount);
  if (scanned->currency == NULL)
    deal.amount = scanned->amount;
  if (!deal.rated)
    unrated_of (facts, scanned->currency)->n_deals++;
  deal.weighted = sat_money_scale (deal.amount, deal.probability, 100);
  g_array_append_val (facts->deals, deal);
}

static gboolean
read_trees (SatForecastFacts *facts, SatReader *reader, GError **error)
{
  guint n;

  for (int by = 0; by < SAT_FORECAST_N_BY; by++) {
    facts->trees[by] = sat_forecast_scan_tree (reader, (SatForecastBy)by, error);
    if (facts->trees[by] == NULL)
      return FALSE;
  }
  n = sat_forecast_tree_get_n (facts->trees[SAT_FORECAST_BY_USER]);
  facts->team_of_user = g_new (int, n + 1);
  for (guint i = 0; i < n; i++)
    facts->team_of_user[i] = sat_forecast_tree_find (
        facts->trees[SAT_FORECAST_BY_TEAM],
        sat_forecast_tree_get (facts->trees[SAT_FORECAST_BY_USER], i)->group);
  return TRUE;
}

static gboolean
read_all (SatForecastFacts *facts,
          SatReader *reader,
          SatRates *rates,
          GCancellable *cancellable,
          GError **error)
{
  g_autofree Reading *reading = g_new0 (Reading, 1);
  g_autoptr (GHashTable) stages = NULL;

  if (!read_trees (facts, reader, error))
    return FALSE;
  stages = sat_forecast_scan_stages (reader, error);
  if (stages == NULL)
    return FALSE;
  reading->facts = facts;
  reading->rates = rates;
  reading->stages = stages;
  facts->quotas =
      sat_forecast_quotas_read (reader, rates, &facts->period, facts->fiscal_start, error);
  return facts->quotas != NULL &&
         sat_forecast_scan_deals (reader, &facts->period, facts->filter, facts->has_territories,
                                  add_deal, reading, cancellable, error);
}

/* All in one state of the file. */
static gboolean
read_at_once (SatForecastFacts *facts, SatReader *reader, GCancellable *cancellable, GError **error)
{
  SatConnection *connection = sat_reader_get_connection (reader);
  gboolean own = !sat_connection_in_transaction (connection), ok;
  g_autoptr (SatRates) rates = NULL;

  if (own && !sat_connection_begin_read (connection, error))
    return FALSE;
  rates = sat_rates_load (reader, error);
  if (rates != NULL)
    facts->currency = sat_rates_get_currency (rates);
  ok = rates != NULL && read_all (facts, reader, rates, cancellable, error);
  if (own)
    sat_connection_commit (connection, NULL);
  return ok;
}

SatForecastFacts *
sat_forecast_facts_read (SatReader *reader,
                         const SatForecastAsk *ask,
                         GCancellable *cancellable,
                         GError **error)
{
  g_autoptr (SatForecastFacts) self = g_new0 (SatForecastFacts, 1);

  g_atomic_ref_count_init (&self->refs);
  self->period = ask->period;
  self->filter = ask->filter != NULL ? sat_filter_ref (ask->filter) : NULL;
  self->today = ask->today;
  self->fiscal_start = sat_store_get_fiscal_start (sat_reader_get_store (reader));
  self->has_territories = ask->by == SAT_FORECAST_BY_TERRITORY;
  self->deals = g_array_new (FALSE, FALSE, sizeof (SatForecastDeal));
  self->unrated = g_array_new (FALSE, FALSE, sizeof (SatForecastUnrated));
  if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
      !read_at_once (self, reader, cancellable, error))
    return NULL;
  return g_steal_pointer (&self);
}

SatForecastFacts *
sat_forecast_facts_ref (SatForecastFacts *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
sat_forecast_facts_unref (SatForecastFacts *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->refs))
    return;
  for (int by = 0; by < SAT_FORECAST_N_BY; by++)
    sat_forecast_tree_free (self->trees[by]);
  g_clear_pointer (&self->filter, sat_filter_unref);
  g_clear_pointer (&self->deals, g_array_unref);
  g_clear_pointer (&self->quotas, sat_forecast_quotas_free);
  g_clear_pointer (&self->unrated, g_array_unref);
  g_free (self->team_of_user);
  g_free (self);
}

int
sat_forecast_facts_place (const SatForecastFacts *self,
                          SatForecastBy by,
                          const SatForecastDeal *deal)
{
  switch (by) {
  case SAT_FORECAST_BY_TEAM:
    return deal->user >= 0 ? self->team_of_user[deal->user] : -1;
  case SAT_FORECAST_BY_TERRITORY:
    return deal->territory;
  case SAT_FORECAST_BY_USER:
  default:
    return deal->user;
  }
}

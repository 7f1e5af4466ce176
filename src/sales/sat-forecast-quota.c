/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-forecast-quota.h"

#include "sat-forecast-scan.h"
#include "sat-pipeline-sums.h"

#include <string.h>

struct _SatForecastQuotas {
  int fiscal_start;
  GArray *all;                          /* SatForecastQuota */
  GHashTable *lists[SAT_FORECAST_N_BY]; /* gint64 of a target -> GArray of SatForecastQuota */
  GArray *nobodys;                      /* SatForecastQuota */
};

typedef struct {
  GArray *quotas;
  GArray *unsure; /* of each whether its unit is not known */
  SatRates *rates;
  int fiscal_start;
} Reading;

/* What the period says is how long it is, the start says when: a change of the fiscal year moves
 * no quota to other days. */
static gboolean
find_period (Reading *reading,
             const SatForecastQuotaScanned *scanned,
             SatForecastPeriod *period,
             gboolean *unsure)
{
  gboolean named = scanned->period != NULL &&
                   sat_forecast_period_parse (scanned->period, reading->fiscal_start, period, NULL);

  *unsure = !named;
  if (scanned->has_start)
    sat_forecast_period_containing (scanned->start, named ? period->unit : SAT_FORECAST_MONTH,
                                    reading->fiscal_start, period);
  return named || scanned->has_start;
}

static void
add_quota (const SatForecastQuotaScanned *scanned, gpointer data)
{
  Reading *reading = data;
  SatForecastQuota quota = {.id = scanned->id};
  gboolean unsure;

  memcpy (quota.target, scanned->target, sizeof quota.target);
  if (!find_period (reading, scanned, &quota.period, &unsure))
    return;
  if (!sat_rates_convert (reading->rates, scanned->amount,
                          scanned->currency != NULL ? scanned->currency
                                                    : sat_rates_get_currency (reading->rates),
                          quota.period.first, &quota.amount))
    return;
  g_array_append_val (reading->quotas, quota);
  g_array_append_val (reading->unsure, unsure);
}

static SatForecastQuota *
quota_at (GArray *quotas, guint i)
{
  return &g_array_index (quotas, SatForecastQuota, i);
}

static guint
target_hash (gconstpointer data)
{
  const SatForecastQuota *quota = data;
  guint hash = (guint)quota->period.first;

  for (int by = 0; by < SAT_FORECAST_N_BY; by++)
    hash = hash * 31 + (guint)quota->target[by];
  return hash;
}

static gboolean
target_equal (gconstpointer a, gconstpointer b)
{
  const SatForecastQuota *left = a, *right = b;

  return left->period.first == right->period.first &&
         memcmp (left->target, right->target, sizeof left->target) == 0;
}

/* A target's lone record of a quarter is of the quarter. */
static void
settle_unsure (Reading *reading)
{
  g_autoptr (GHashTable) months = /* the quarter's quota -> its only month, 0: several */
      g_hash_table_new_full (target_hash, target_equal, g_free, NULL);
  g_autofree SatForecastQuota *quarters = g_new (SatForecastQuota, reading->quotas->len + 1);

  for (guint i = 0; i < reading->quotas->len; i++) {
    gpointer number = GINT_TO_POINTER (quota_at (reading->quotas, i)->period.number), known;

    quarters[i] = *quota_at (reading->quotas, i);
    if (!g_array_index (reading->unsure, gboolean, i))
      continue;
    sat_forecast_period_containing (quarters[i].period.first, SAT_FORECAST_QUARTER,
                                    reading->fiscal_start, &quarters[i].period);
    if (!g_hash_table_lookup_extended (months, &quarters[i], NULL, &known))
      g_hash_table_insert (months, g_memdup2 (&quarters[i], sizeof quarters[i]), number);
    else if (known != number)
      g_hash_table_insert (months, g_memdup2 (&quarters[i], sizeof quarters[i]), NULL);
  }
  for (guint i = 0; i < reading->quotas->len; i++)
    if (g_array_index (reading->unsure, gboolean, i) &&
        g_hash_table_lookup (months, &quarters[i]) != NULL)
      *quota_at (reading->quotas, i) = quarters[i];
}

static void
add_to_list (GHashTable *lists, const SatForecastQuota *quota, SatForecastBy by)
{
  gint64 target = quota->target[by];
  GArray *list = g_hash_table_lookup (lists, &target);

  if (list == NULL) {
    list = g_array_new (FALSE, FALSE, sizeof (SatForecastQuota));
    g_hash_table_insert (lists, g_memdup2 (&target, sizeof target), list);
  }
  g_array_append_val (list, *quota);
}

static SatForecastQuotas *
quotas_new (GArray *all, int fiscal_start)
{
  SatForecastQuotas *self = g_new0 (SatForecastQuotas, 1);

  self->fiscal_start = fiscal_start;
  self->all = g_array_ref (all);
  self->nobodys = g_array_new (FALSE, FALSE, sizeof (SatForecastQuota));
  for (int by = 0; by < SAT_FORECAST_N_BY; by++)
    self->lists[by] =
        g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, (GDestroyNotify)g_array_unref);
  for (guint i = 0; i < all->len; i++) {
    const SatForecastQuota *quota = quota_at (all, i);
    gboolean somebodys = FALSE;

    for (int by = 0; by < SAT_FORECAST_N_BY; by++) {
      somebodys |= quota->target[by] != 0;
      if (quota->target[by] > 0)
        add_to_list (self->lists[by], quota, (SatForecastBy)by);
    }
    if (!somebodys)
      g_array_append_val (self->nobodys, *quota);
  }
  return self;
}

void
sat_forecast_quotas_free (SatForecastQuotas *self)
{
  if (self == NULL)
    return;
  for (int by = 0; by < SAT_FORECAST_N_BY; by++)
    g_hash_table_unref (self->lists[by]);
  g_array_unref (self->nobodys);
  g_array_unref (self->all);
  g_free (self);
}

SatForecastQuotas *
sat_forecast_quotas_read (SatReader *reader,
                          SatRates *rates,
                          const SatForecastPeriod *period,
                          int fiscal_start,
                          GError **error)
{
  g_autoptr (GArray) quotas = g_array_new (FALSE, FALSE, sizeof (SatForecastQuota));
  g_autoptr (GArray) unsure = g_array_new (FALSE, FALSE, sizeof (gboolean));
  Reading reading = {quotas, unsure, rates, fiscal_start};
  SatForecastPeriod year;

  g_return_val_if_fail (reader != NULL && rates != NULL && period != NULL, NULL);

  sat_forecast_period_containing (period->first, SAT_FORECAST_YEAR, fiscal_start, &year);
  if (!sat_forecast_scan_quotas (reader, year.first, year.last, add_quota, &reading, error))
    return NULL;
  settle_unsure (&reading);
  return quotas_new (quotas, fiscal_start);
}

/* The records of exactly @period. */
static gboolean
sum_exact (GArray *list, const SatForecastPeriod *period, gint64 *amount, GArray *records)
{
  gboolean found = FALSE;

  *amount = 0;
  for (guint i = 0; i < list->len; i++) {
    const SatForecastQuota *quota = quota_at (list, i);

    if (!sat_forecast_period_equal (&quota->period, period))
      continue;
    found = TRUE;
    *amount = sat_pipeline_plus (*amount, quota->amount);
    if (records != NULL)
      g_array_append_val (records, quota->id);
  }
  return found;
}

static gboolean
sum_list (const SatForecastQuotas *self,
          GArray *list,
          const SatForecastPeriod *period,
          gint64 *amount,
          GArray *records)
{
  gboolean found = sum_exact (list, period, amount, records);
  SatForecastPeriod part;

  if (found || period->unit == SAT_FORECAST_MONTH)
    return found;
  sat_forecast_period_containing (
      period->first, period->unit == SAT_FORECAST_YEAR ? SAT_FORECAST_QUARTER : SAT_FORECAST_MONTH,
      self->fiscal_start, &part);
  while (sat_forecast_period_holds (period, &part)) {
    gint64 sum;

    if (sum_list (self, list, &part, &sum, records))
      found = TRUE;
    *amount = sat_pipeline_plus (*amount, sum);
    if (!sat_forecast_period_step (&part, 1, self->fiscal_start, &part))
      break;
  }
  return found;
}

static GArray *
list_of (const SatForecastQuotas *self, SatForecastBy by, gint64 target)
{
  return target != 0 ? g_hash_table_lookup (self->lists[by], &target) : self->nobodys;
}

gboolean
sat_forecast_quotas_sum (const SatForecastQuotas *self,
                         SatForecastBy by,
                         gint64 target,
                         const SatForecastPeriod *period,
                         gint64 *amount,
                         GArray *records)
{
  GArray *list;

  g_return_val_if_fail (self != NULL && period != NULL && amount != NULL, FALSE);

  *amount = 0;
  list = list_of (self, by, target);
  return list != NULL && sum_list (self, list, period, amount, records);
}

void
sat_forecast_quotas_find (const SatForecastQuotas *self,
                          SatForecastBy by,
                          gint64 target,
                          const SatForecastPeriod *period,
                          GArray *records)
{
  GArray *list;
  gint64 amount;

  g_return_if_fail (self != NULL && period != NULL && records != NULL);

  list = list_of (self, by, target);
  if (list != NULL)
    sum_exact (list, period, &amount, records);
}

gint64
sat_forecast_quotas_amount (const SatForecastQuotas *self, gint64 record)
{
  g_return_val_if_fail (self != NULL, 0);

  for (guint i = 0; i < self->all->len; i++)
    if (quota_at (self->all, i)->id == record)
      return quota_at (self->all, i)->amount;
  return 0;
}

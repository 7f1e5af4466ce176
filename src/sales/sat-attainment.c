/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-attainment.h"

#include "sat-period.h"
#include "sat-query.h"
#include "sat-rates.h"
#include "sat-stage-totals.h"

static void
find_quarter (SatAttainment *self, SatDate today, int fiscal_start)
{
  sat_date_fiscal_quarter (today, fiscal_start, &self->year, &self->quarter);
  sat_period_range ("@this_quarter", today, fiscal_start, &self->start, &self->end);
  self->elapsed = (today - self->start) * 100 / (self->end - self->start + 1);
}

static SatFilter *
within (const char *field, const SatAttainment *self)
{
  g_autofree char *first = sat_date_to_string (self->start);
  g_autofree char *last = sat_date_to_string (self->end);
  SatFilter *tests[] = {sat_filter_test1 (field, SAT_OP_GE, first),
                        sat_filter_test1 (field, SAT_OP_LE, last)};

  return sat_filter_all (tests, G_N_ELEMENTS (tests));
}

static gboolean
read_won (SatAttainment *self, SatReader *reader, const char *user, SatDate today, GError **error)
{
  SatFilter *tests[3] = {within ("close_date", self),
                         sat_filter_test1 ("stage.kind", SAT_OP_IS, "won")};
  g_autoptr (SatFilter) filter = NULL;
  g_autoptr (GArray) totals = NULL;

  if (user != NULL)
    tests[2] = sat_filter_test1 ("owner", SAT_OP_IS, user);
  filter = sat_filter_all (tests, user != NULL ? 3 : 2);
  totals = sat_stage_totals (reader, filter, today, NULL, error);
  for (guint i = 0; totals != NULL && i < totals->len; i++)
    sat_money_add (&self->won, g_array_index (totals, SatStageTotal, i).converted);
  return totals != NULL;
}

/* Monthly quotas of the quarter add up. */
static gboolean
read_quota (
    SatAttainment *self, SatReader *reader, SatRates *rates, const char *user, GError **error)
{
  g_autoptr (SatQuery) query = sat_query_new ("quota");
  SatFilter *tests[] = {within ("start", self), sat_filter_test1 ("user", SAT_OP_IS, user)};
  g_autoptr (SatFilter) filter = sat_filter_all (tests, G_N_ELEMENTS (tests));
  g_autoptr (GHashTable) sums = NULL;
  GHashTableIter iter;
  gpointer currency, sum;

  sat_query_set_filter (query, filter);
  sums = sat_query_sum (query, reader, "amount", error);
  if (sums == NULL)
    return FALSE;
  g_hash_table_iter_init (&iter, sums);
  while (g_hash_table_iter_next (&iter, &currency, &sum)) {
    gint64 converted = 0;

    if (sat_rates_convert (rates, *(gint64 *)sum, currency, self->start, &converted))
      sat_money_add (&self->quota, converted);
  }
  self->has_quota = self->quota > 0;
  return TRUE;
}

gboolean
sat_attainment_read (
    SatReader *reader, gint64 user, SatDate today, SatAttainment *attainment, GError **error)
{
  g_autoptr (SatRates) rates = NULL;
  g_autofree char *text = NULL;
  SatUuid uuid;

  g_return_val_if_fail (reader != NULL && attainment != NULL, FALSE);
  *attainment = (SatAttainment){.per_cent = -1};
  find_quarter (attainment, today, sat_store_get_fiscal_start (sat_reader_get_store (reader)));
  rates = sat_rates_load (reader, error);
  if (rates == NULL)
    return FALSE;
  attainment->currency = sat_rates_get_currency (rates);
  if (user != 0 && sat_reader_identify (reader, user, &uuid, NULL, NULL, NULL))
    text = sat_uuid_to_string (&uuid);
  if (!read_won (attainment, reader, text, today, error) ||
      (text != NULL && !read_quota (attainment, reader, rates, text, error)))
    return FALSE;
  if (attainment->has_quota)
    attainment->per_cent = (gint64)((__int128)attainment->won * 100 / (__int128)attainment->quota);
  return TRUE;
}

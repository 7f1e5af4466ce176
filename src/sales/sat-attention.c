/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-attention.h"

#include "sat-rates.h"

gboolean
sat_attention_judge (const SatDealPulse *pulse, SatDate today, GTimeZone *zone, SatAttention *found)
{
  int limit;

  g_return_val_if_fail (pulse != NULL && zone != NULL && found != NULL, FALSE);
  *found = (SatAttention){.deal = pulse->deal, .pushes = pulse->pushes};
  if (pulse->has_close_date && pulse->close_date < today) {
    found->reasons |= SAT_ATTENTION_LATE;
    found->days_late = today - pulse->close_date;
  }
  limit = pulse->idle_limit > 0 ? pulse->idle_limit : SAT_ATTENTION_USUAL_LIMIT;
  if (pulse->last_action != 0)
    found->days_silent = MAX (0, today - sat_date_of_instant (pulse->last_action, zone));
  if (!pulse->planned && found->days_silent > limit)
    found->reasons |= SAT_ATTENTION_SILENT;
  if (pulse->pushes >= SAT_ATTENTION_MANY_PUSHES)
    found->reasons |= SAT_ATTENTION_PUSHED;
  if (pulse->open_activities == 0)
    found->reasons |= SAT_ATTENTION_UNPLANNED;
  return found->reasons != 0;
}

static int
seriousness (const SatAttention *attention)
{
  static const int weights[] = {8, 4, 3, 2}; /* in the order of the reasons */
  int sum = 0;

  for (guint i = 0; i < G_N_ELEMENTS (weights); i++)
    if (attention->reasons & (1u << i))
      sum += weights[i];
  return sum;
}

static int
compare_cb (gconstpointer a, gconstpointer b)
{
  const SatAttention *left = a, *right = b;
  int more = seriousness (right) - seriousness (left);

  if (more != 0)
    return more;
  if (left->weight != right->weight)
    return left->weight > right->weight ? -1 : 1;
  return (left->deal > right->deal) - (left->deal < right->deal);
}

GArray *
sat_attention_of (SatReader *reader,
                  gint64 owner,
                  SatDate today,
                  GTimeZone *zone,
                  GCancellable *cancellable,
                  GError **error)
{
  g_autoptr (SatRates) rates = NULL;
  g_autoptr (GArray) pulses = NULL;
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (SatAttention));

  g_return_val_if_fail (reader != NULL && zone != NULL, NULL);
  rates = sat_rates_load (reader, error);
  pulses = rates != NULL ? sat_deal_pulses (reader, owner, today, zone, cancellable, error) : NULL;
  if (pulses == NULL)
    return NULL;
  for (guint i = 0; i < pulses->len; i++) {
    const SatDealPulse *pulse = &g_array_index (pulses, SatDealPulse, i);
    SatAttention attention;

    if (!sat_attention_judge (pulse, today, zone, &attention))
      continue;
    if (pulse->has_amount)
      sat_rates_convert (rates, pulse->amount, pulse->currency, today, &attention.weight);
    g_array_append_val (found, attention);
  }
  g_array_sort (found, compare_cb);
  return g_steal_pointer (&found);
}

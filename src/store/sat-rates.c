/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-rates.h"

#include "sat-reader-private.h"

typedef struct {
  SatDate date;
  gint64 rate;
} Rate;

struct _SatRates {
  const char *currency;
  GHashTable *rates; /* currency (interned) -> GArray of Rate, by date */
};

static void
add_rate (SatRates *self, const char *currency, Rate rate)
{
  const char *key = g_intern_string (currency);
  GArray *rates = g_hash_table_lookup (self->rates, key);

  if (rates == NULL) {
    rates = g_array_new (FALSE, FALSE, sizeof (Rate));
    g_hash_table_insert (self->rates, (gpointer)key, rates);
  }
  g_array_append_val (rates, rate);
}

SatRates *
sat_rates_load (SatReader *reader, GError **error)
{
  g_autoptr (SatRates) self = NULL;
  g_autoptr (SatStatement) statement = NULL;
  gboolean row = TRUE;

  g_return_val_if_fail (reader != NULL, NULL);

  sat_reader_refresh (reader);
  self = g_new0 (SatRates, 1);
  self->currency = g_intern_string (sat_reader_workspace_currency (reader));
  self->rates =
      g_hash_table_new_full (g_direct_hash, g_direct_equal, NULL, (GDestroyNotify)g_array_unref);
  statement = sat_statement_cached (reader->connection,
                                    "SELECT currency, date, rate FROM exchange_rate"
                                    " WHERE rate > 0 AND date IS NOT NULL ORDER BY date, id",
                                    error);
  if (statement == NULL)
    return NULL;
  while (row) {
    if (!sat_statement_step (statement, &row, error))
      return NULL;
    if (row && sat_statement_text (statement, 0) != NULL)
      add_rate (
          self, sat_statement_text (statement, 0),
          (Rate){(SatDate)sat_statement_int (statement, 1), sat_statement_int (statement, 2)});
  }
  return g_steal_pointer (&self);
}

void
sat_rates_free (SatRates *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->rates);
  g_free (self);
}

const char *
sat_rates_get_currency (SatRates *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->currency;
}

/* The last rate up to @date; the first one for the days before it. */
static gint64
rate_of (GArray *rates, SatDate date)
{
  guint low = 0, high = rates->len;

  while (high - low > 1) {
    guint middle = low + (high - low) / 2;

    if (g_array_index (rates, Rate, middle).date <= date)
      low = middle;
    else
      high = middle;
  }
  return g_array_index (rates, Rate, low).rate;
}

gboolean
sat_rates_convert (
    SatRates *self, gint64 minor, const char *currency, SatDate date, gint64 *converted)
{
  GArray *rates;

  g_return_val_if_fail (self != NULL && currency != NULL && converted != NULL, FALSE);

  if (g_str_equal (currency, self->currency)) {
    *converted = minor;
    return TRUE;
  }
  rates = g_hash_table_lookup (self->rates, g_intern_string (currency));
  if (rates == NULL)
    return FALSE;
  *converted = sat_money_convert (minor, currency, self->currency, rate_of (rates, date));
  return TRUE;
}

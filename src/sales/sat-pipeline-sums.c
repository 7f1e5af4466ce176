/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-pipeline-sums.h"

#include <string.h>

/* More than there are currencies. */
#define MOST_CURRENCIES 1024
/* Sums that were added to lately, by the end of their code: most groupings have fewer. */
#define N_LATELY 256

struct _SatPipelineSums {
  GHashTable *sums; /* code -> SatPipelineSum */
  SatPipelineSum *lately[N_LATELY];
  GPtrArray *currencies; /* interned */
  guint last_currency;
  GPtrArray *texts;
  GHashTable *text_keys; /* text -> key */
};

SatPipelineSums *
sat_pipeline_sums_new (void)
{
  SatPipelineSums *self = g_new0 (SatPipelineSums, 1);

  self->sums = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_free);
  self->currencies = g_ptr_array_new ();
  self->texts = g_ptr_array_new_with_free_func (g_free);
  self->text_keys = g_hash_table_new (g_str_hash, g_str_equal);
  return self;
}

void
sat_pipeline_sums_free (SatPipelineSums *self)
{
  g_hash_table_unref (self->sums);
  g_ptr_array_unref (self->currencies);
  g_hash_table_unref (self->text_keys);
  g_ptr_array_unref (self->texts);
  g_free (self);
}

guint
sat_pipeline_sums_currency (SatPipelineSums *self, const char *code)
{
  if (self->currencies->len > 0 && strcmp (self->currencies->pdata[self->last_currency], code) == 0)
    return self->last_currency;
  for (guint i = 0; i < self->currencies->len; i++)
    if (strcmp (self->currencies->pdata[i], code) == 0)
      return self->last_currency = i;
  g_return_val_if_fail (self->currencies->len < MOST_CURRENCIES, 0);
  g_ptr_array_add (self->currencies, (gpointer)g_intern_string (code));
  return self->last_currency = self->currencies->len - 1;
}

const char *
sat_pipeline_sums_currency_code (SatPipelineSums *self, guint number)
{
  return g_ptr_array_index (self->currencies, number);
}

gint64
sat_pipeline_sums_text_key (SatPipelineSums *self, const char *text)
{
  gpointer number;
  char *copy;

  if (g_hash_table_lookup_extended (self->text_keys, text, NULL, &number))
    return -GPOINTER_TO_INT (number);
  copy = g_strdup (text);
  g_ptr_array_add (self->texts, copy);
  g_hash_table_insert (self->text_keys, copy, GINT_TO_POINTER ((int)self->texts->len));
  return -(gint64)self->texts->len;
}

const char *
sat_pipeline_sums_text (SatPipelineSums *self, gint64 key)
{
  g_return_val_if_fail (key < 0, "");
  return g_ptr_array_index (self->texts, (guint)(-key - 1));
}

gint64
sat_pipeline_plus (gint64 sum, gint64 amount)
{
  gint64 total;

  if (!__builtin_add_overflow (sum, amount, &total))
    return total;
  return amount > 0 ? G_MAXINT64 : G_MININT64;
}

void
sat_pipeline_sums_add (
    SatPipelineSums *self, gint64 key, guint currency, gint64 count, gint64 amount, gint64 weighted)
{
  gint64 code = key * MOST_CURRENCIES + currency;
  SatPipelineSum **lately = &self->lately[(guint)(key ^ currency) % N_LATELY];
  SatPipelineSum *sum = *lately;

  if (sum == NULL || sum->code != code)
    sum = g_hash_table_lookup (self->sums, &code);
  if (sum == NULL) {
    sum = g_new0 (SatPipelineSum, 1);
    *sum = (SatPipelineSum){.code = code, .key = key, .currency = currency};
    g_hash_table_insert (self->sums, &sum->code, sum);
  }
  *lately = sum;
  sum->count += count;
  sum->amount = sat_pipeline_plus (sum->amount, amount);
  sum->weighted = sat_pipeline_plus (sum->weighted, weighted);
}

GPtrArray *
sat_pipeline_sums_list (SatPipelineSums *self)
{
  GPtrArray *list = g_ptr_array_sized_new (g_hash_table_size (self->sums));
  GHashTableIter iter;
  gpointer sum;

  g_hash_table_iter_init (&iter, self->sums);
  while (g_hash_table_iter_next (&iter, NULL, &sum))
    g_ptr_array_add (list, sum);
  return list;
}

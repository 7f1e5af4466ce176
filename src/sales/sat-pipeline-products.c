/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-pipeline-products.h"

#include "sat-pipeline-scan.h"

#include <stdlib.h>

typedef struct {
  gint64 id;
  guint currency;
  guint n_lines, first_line; /* in the order of deals */
  gint64 amount, weighted;
} Deal;

typedef struct {
  guint deal; /* index */
  gint64 key, total;
} Line;

struct _SatPipelineProducts {
  GArray *deals;
  GArray *lines;
  gboolean unsorted;
  SatPipelineSums *sums; /* while lines are read */
};

SatPipelineProducts *
sat_pipeline_products_new (void)
{
  SatPipelineProducts *self = g_new0 (SatPipelineProducts, 1);

  self->deals = g_array_new (FALSE, FALSE, sizeof (Deal));
  self->lines = g_array_new (FALSE, FALSE, sizeof (Line));
  return self;
}

void
sat_pipeline_products_free (SatPipelineProducts *self)
{
  g_array_unref (self->deals);
  g_array_unref (self->lines);
  g_free (self);
}

void
sat_pipeline_products_add_deal (
    SatPipelineProducts *self, gint64 id, guint currency, gint64 amount, gint64 weighted)
{
  Deal deal = {id, currency, 0, 0, amount, weighted};

  if (self->deals->len > 0 && g_array_index (self->deals, Deal, self->deals->len - 1).id >= id)
    self->unsorted = TRUE;
  g_array_append_val (self->deals, deal);
}

static int
compare_deals (const void *a, const void *b)
{
  const Deal *left = a, *right = b;

  return left->id < right->id ? -1 : left->id > right->id;
}

gint64
sat_pipeline_line_total (gint64 quantity, gint64 unit_price, gint64 discount)
{
  gint64 part;

  /* In one step, so that it is rounded once. */
  if (!__builtin_mul_overflow (quantity, 100 - discount, &part))
    return sat_money_scale (unit_price, part, 100 * SAT_DECIMAL_ONE);
  return sat_money_scale (sat_money_scale (unit_price, quantity, SAT_DECIMAL_ONE), 100 - discount,
                          100);
}

static void
add_line (const SatPipelineLine *line, gpointer data)
{
  SatPipelineProducts *self = data;
  Deal wanted = {.id = line->deal};
  Deal *deal = NULL;
  Line own;

  if (self->deals->len > 0)
    deal = bsearch (&wanted, self->deals->data, self->deals->len, sizeof (Deal), compare_deals);
  if (deal == NULL)
    return;
  deal->n_lines++;
  own.deal = (guint)(deal - (Deal *)self->deals->data);
  own.total = MAX (sat_pipeline_line_total (line->quantity, line->unit_price, line->discount), 0);
  own.key = line->product_text != NULL ? sat_pipeline_sums_text_key (self->sums, line->product_text)
                                       : line->product;
  g_array_append_val (self->lines, own);
}

/* The lines with those of one deal side by side. */
static Line *
group_lines (SatPipelineProducts *self)
{
  Line *grouped = g_new (Line, MAX (self->lines->len, 1));
  guint next = 0;

  for (guint i = 0; i < self->deals->len; i++) {
    Deal *deal = &g_array_index (self->deals, Deal, i);

    deal->first_line = next;
    next += deal->n_lines;
    deal->n_lines = 0;
  }
  for (guint i = 0; i < self->lines->len; i++) {
    const Line *line = &g_array_index (self->lines, Line, i);
    Deal *deal = &g_array_index (self->deals, Deal, line->deal);

    grouped[deal->first_line + deal->n_lines++] = *line;
  }
  return grouped;
}

static gboolean
comes_earlier (const Line *lines, guint index)
{
  for (guint i = 0; i < index; i++)
    if (lines[i].key == lines[index].key)
      return TRUE;
  return FALSE;
}

static void
split_deal (const Deal *deal, const Line *lines, GArray *numbers, SatPipelineSums *sums)
{
  guint n = deal->n_lines;
  gint64 *totals, *amounts, *weighted;

  g_array_set_size (numbers, 3 * n);
  totals = (gint64 *)(void *)numbers->data;
  amounts = totals + n;
  weighted = amounts + n;
  for (guint i = 0; i < n; i++)
    totals[i] = lines[i].total;
  sat_money_split (deal->amount, totals, n, amounts);
  sat_money_split (deal->weighted, totals, n, weighted);
  for (guint i = 0; i < n; i++)
    sat_pipeline_sums_add (sums, lines[i].key, deal->currency, comes_earlier (lines, i) ? 0 : 1,
                           amounts[i], weighted[i]);
}

gboolean
sat_pipeline_products_sum (SatPipelineProducts *self,
                           SatReader *reader,
                           SatPipelineSums *sums,
                           GCancellable *cancellable,
                           GError **error)
{
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autofree Line *lines = NULL;

  if (self->unsorted)
    qsort (self->deals->data, self->deals->len, sizeof (Deal), compare_deals);
  self->sums = sums;
  if (!sat_pipeline_scan_lines (reader, add_line, self, cancellable, error))
    return FALSE;
  lines = group_lines (self);
  for (guint i = 0; i < self->deals->len; i++) {
    const Deal *deal = &g_array_index (self->deals, Deal, i);

    if (deal->n_lines == 0)
      sat_pipeline_sums_add (sums, 0, deal->currency, 1, deal->amount, deal->weighted);
    else
      split_deal (deal, lines + deal->first_line, numbers, sums);
  }
  return TRUE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-pipeline-totals.h"

#include "sat-currency.h"
#include "sat-money.h"

#include <glib/gi18n-lib.h>

/* One or several stages added up. */
typedef struct {
  const char *currency; /* of the next two: the workspace's, or the only one without a rate */
  gint64 count, amount, weighted;
  guint n_others; /* currencies that are not in them */
  GArray *lines;  /* SatStageTotal with an amount, by currency: what they were before */
} Sums;

static void
sums_clear (Sums *sums)
{
  g_clear_pointer (&sums->lines, g_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Sums, sums_clear)

/* Each is a sum that fitted; together they are kept at the limit. */
static void
add (gint64 *sum, gint64 amount)
{
  if (!sat_money_add (sum, amount))
    *sum = amount > 0 ? G_MAXINT64 : G_MININT64;
}

static void
add_line (Sums *sums, const SatStageTotal *line)
{
  for (guint i = 0; i < sums->lines->len; i++) {
    SatStageTotal *one = &g_array_index (sums->lines, SatStageTotal, i);

    if (one->currency != line->currency)
      continue;
    add (&one->amount, line->amount);
    add (&one->weighted, line->weighted);
    one->count += line->count;
    return;
  }
  g_array_append_vals (sums->lines, line, 1);
}

/* The workspace's currency first, then the one with most deals. */
static int
compare_lines (gconstpointer a, gconstpointer b, gpointer currency)
{
  const SatStageTotal *x = a, *y = b;

  if (x->currency != y->currency && (x->currency == currency || y->currency == currency))
    return x->currency == currency ? -1 : 1;
  if (x->count != y->count)
    return x->count > y->count ? -1 : 1;
  return g_strcmp0 (x->currency, y->currency);
}

/* Without any rate the largest currency speaks for itself. */
static void
choose_currency (Sums *sums, gboolean any_rate)
{
  const SatStageTotal *line;

  if (any_rate || sums->lines->len == 0)
    return;
  line = &g_array_index (sums->lines, SatStageTotal, 0);
  sums->currency = line->currency;
  sums->amount = line->amount;
  sums->weighted = line->weighted;
  sums->n_others--;
}

static Sums
sum_up (GArray *totals, const gint64 *ids, guint n_ids, const char *currency)
{
  Sums sums = {.currency = g_intern_string (currency)};
  gboolean any_rate = FALSE;

  sums.lines = g_array_new (FALSE, FALSE, sizeof (SatStageTotal));
  for (guint i = 0; i < totals->len; i++) {
    const SatStageTotal *line = &g_array_index (totals, SatStageTotal, i);

    for (guint k = 0; k < n_ids; k++) {
      if (line->stage != ids[k])
        continue;
      sums.count += line->count;
      if (line->amount == 0 && line->weighted == 0)
        continue;
      add_line (&sums, line);
      any_rate |= line->has_rate;
      add (&sums.amount, line->converted);
      add (&sums.weighted, line->converted_weighted);
    }
  }
  g_array_sort_with_data (sums.lines, compare_lines, (gpointer)sums.currency);
  for (guint i = 0; i < sums.lines->len; i++)
    sums.n_others += !g_array_index (sums.lines, SatStageTotal, i).has_rate;
  choose_currency (&sums, any_rate);
  return sums;
}

static char *
amount_text (gint64 amount, const char *currency)
{
  return sat_money_format (amount, currency, SAT_MONEY_WITH_CURRENCY | SAT_MONEY_WHOLE);
}

/* With little room beside the total, a large amount is shortened: "$1.2M". */
static char *
format_weighted (gint64 amount, const char *currency)
{
  gint64 million = 1000000;

  for (int i = sat_currency_exponent (currency); i > 0; i--)
    million *= 10;
  return amount >= million || amount <= -million
             ? sat_money_format (amount, currency, SAT_MONEY_WITH_CURRENCY | SAT_MONEY_SHORT)
             : amount_text (amount, currency);
}

/* "+ 2 other currencies"; NULL: all are added up. */
static char *
others_text (const Sums *sums)
{
  if (sums->n_others == 0)
    return NULL;
  /* Translators: follows an amount, whose currency is not one of these */
  return g_strdup_printf (ngettext ("+ %u other currency", "+ %u other currencies", sums->n_others),
                          sums->n_others);
}

static char *
explanation_text (const Sums *sums, gboolean with_weighted)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < sums->lines->len; i++) {
    const SatStageTotal *line = &g_array_index (sums->lines, SatStageTotal, i);
    g_autofree char *amount =
        sat_money_format (line->amount, line->currency, SAT_MONEY_WITH_CURRENCY);
    g_autofree char *weighted =
        sat_money_format (line->weighted, line->currency, SAT_MONEY_WITH_CURRENCY);

    if (i > 0)
      g_string_append_c (text, '\n');
    if (with_weighted)
      /* Translators: an amount, and the same times the probability of winning */
      g_string_append_printf (text, _ ("%s, weighted by probability %s"), amount, weighted);
    else
      g_string_append (text, amount);
  }
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

void
sat_pipeline_totals_show (GArray *totals, SatBoardColumn *column, const SatFormat *format)
{
  gint64 id;
  gboolean open;
  g_auto (Sums) sums = {0};
  g_autofree char *total = NULL, *weighted = NULL, *others = NULL, *explanation = NULL;
  g_autofree char *count = NULL;

  g_return_if_fail (totals != NULL && SAT_IS_BOARD_COLUMN (column) && format != NULL);

  id = sat_board_column_get_id (column);
  open = sat_board_column_get_kind (column) == SAT_COLUMN_OPEN;
  sums = sum_up (totals, &id, 1, format->currency);
  count = sat_format_integer (format, sums.count);
  if (sums.lines->len > 0) {
    total = amount_text (sums.amount, sums.currency);
    weighted = open ? format_weighted (sums.weighted, sums.currency) : NULL;
    others = others_text (&sums);
    explanation = explanation_text (&sums, open);
  }
  sat_board_column_set_totals (column, &(SatColumnTotals){.count = sums.count,
                                                          .count_text = count,
                                                          .total = total,
                                                          .weighted = weighted,
                                                          .others = others,
                                                          .explanation = explanation});
}

char *
sat_pipeline_totals_describe (GArray *totals, GArray *ids, const SatFormat *format)
{
  g_auto (Sums) sums = {0};
  g_autofree char *total = NULL, *weighted = NULL, *others = NULL, *count = NULL;
  g_autoptr (GString) text = NULL;

  g_return_val_if_fail (totals != NULL && ids != NULL && format != NULL, NULL);

  sums = sum_up (totals, (const gint64 *)(gpointer)ids->data, ids->len, format->currency);
  count = sat_format_integer (format, sums.count);
  text = g_string_new (NULL);
  /* Translators: %s is a number */
  g_string_append_printf (text, ngettext ("%s open deal", "%s open deals", (gulong)sums.count),
                          count);
  if (sums.lines->len == 0)
    return g_string_free (g_steal_pointer (&text), FALSE);
  total = amount_text (sums.amount, sums.currency);
  weighted = amount_text (sums.weighted, sums.currency);
  others = others_text (&sums);
  g_string_append (text, " · ");
  /* Translators: an amount, and the same times the probability of winning */
  g_string_append_printf (text, _ ("%s, weighted %s"), total, weighted);
  if (others != NULL)
    g_string_append_printf (text, " %s", others);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

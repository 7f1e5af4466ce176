/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-pipeline-totals.h"

#include "sat-money.h"

#include <glib/gi18n-lib.h>

/* The sums of a stage, or of several, by currency. */
typedef struct {
  gint64 count;
  GArray *lines; /* SatStageTotal with an amount; the main currency first */
} Sums;

static void
sums_clear (Sums *sums)
{
  g_clear_pointer (&sums->lines, g_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Sums, sums_clear)

static void
add_line (Sums *sums, const SatStageTotal *line)
{
  for (guint i = 0; i < sums->lines->len; i++) {
    SatStageTotal *one = &g_array_index (sums->lines, SatStageTotal, i);

    if (one->currency != line->currency)
      continue;
    /* Each is a sum that fitted; together they are kept at the limit. */
    if (!sat_money_add (&one->amount, line->amount))
      one->amount = G_MAXINT64;
    if (!sat_money_add (&one->weighted, line->weighted))
      one->weighted = G_MAXINT64;
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

static Sums
sum_up (GArray *totals, const gint64 *ids, guint n_ids, const char *currency)
{
  Sums sums = {0, g_array_new (FALSE, FALSE, sizeof (SatStageTotal))};

  for (guint i = 0; i < totals->len; i++) {
    const SatStageTotal *line = &g_array_index (totals, SatStageTotal, i);

    for (guint k = 0; k < n_ids; k++) {
      if (line->stage != ids[k])
        continue;
      sums.count += line->count;
      if (line->amount != 0 || line->weighted != 0)
        add_line (&sums, line);
    }
  }
  g_array_sort_with_data (sums.lines, compare_lines, (gpointer)g_intern_string (currency));
  return sums;
}

static char *
format (gint64 amount, const char *currency)
{
  return sat_money_format (amount, currency, SAT_MONEY_WITH_CURRENCY | SAT_MONEY_WHOLE);
}

/* "$12,000" or "$12,000 + 2 other currencies"; NULL: nothing to add up. */
static char *
total_text (const Sums *sums)
{
  g_autofree char *first = NULL, *others = NULL;
  guint n = sums->lines->len;

  if (n == 0)
    return NULL;
  first = format (g_array_index (sums->lines, SatStageTotal, 0).amount,
                  g_array_index (sums->lines, SatStageTotal, 0).currency);
  if (n == 1)
    return g_steal_pointer (&first);
  others = g_strdup_printf (ngettext ("%u other currency", "%u other currencies", n - 1), n - 1);
  /* Translators: an amount, and "2 other currencies" */
  return g_strdup_printf (C_ ("totals", "%s + %s"), first, others);
}

static char *
weighted_text (const Sums *sums)
{
  const SatStageTotal *line;
  g_autofree char *amount = NULL;

  if (sums->lines->len == 0)
    return NULL;
  line = &g_array_index (sums->lines, SatStageTotal, 0);
  amount = format (line->weighted, line->currency);
  /* Translators: an amount times the probability of winning */
  return g_strdup_printf (_ ("%s weighted"), amount);
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
sat_pipeline_totals_show (GArray *totals, SatBoardColumn *column, const char *currency)
{
  gint64 id;
  gboolean open;
  g_auto (Sums) sums = {0};
  g_autofree char *total = NULL, *weighted = NULL, *explanation = NULL;

  g_return_if_fail (totals != NULL && SAT_IS_BOARD_COLUMN (column) && currency != NULL);

  id = sat_board_column_get_id (column);
  open = sat_board_column_get_kind (column) == SAT_COLUMN_OPEN;
  sums = sum_up (totals, &id, 1, currency);
  total = total_text (&sums);
  weighted = open ? weighted_text (&sums) : NULL;
  explanation = explanation_text (&sums, open);
  sat_board_column_set_totals (column, sums.count, total, weighted, explanation);
}

char *
sat_pipeline_totals_describe (GArray *totals, GArray *ids, const char *currency)
{
  g_auto (Sums) sums = {0};
  g_autofree char *count = NULL, *total = NULL, *weighted = NULL;

  g_return_val_if_fail (totals != NULL && ids != NULL && currency != NULL, NULL);

  sums = sum_up (totals, (const gint64 *)(gpointer)ids->data, ids->len, currency);
  count = g_strdup_printf (ngettext ("%'" G_GINT64_FORMAT " open deal",
                                     "%'" G_GINT64_FORMAT " open deals", (gulong)sums.count),
                           sums.count);
  total = total_text (&sums);
  weighted = weighted_text (&sums);
  if (total == NULL)
    return g_steal_pointer (&count);
  /* Translators: "2,089 open deals, $1,234,000, $620,000 weighted" */
  return g_strdup_printf (C_ ("totals", "%s, %s, %s"), count, total, weighted);
}

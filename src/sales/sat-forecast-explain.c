/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How the cells of a grid came about. */

#include "config.h"

#include "sat-forecast-private.h"

#include <glib/gi18n-lib.h>

#define DEALS_AT_ONCE 1000

typedef struct {
  SatForecast *forecast;
  SatReader *reader;
  GCancellable *cancellable;
  GHashTable *deals; /* place + 1 -> GPtrArray of SatForecastDeal */
} Explaining;

static SatExplanation *explain_quota (Explaining *x, guint row, GError **error);
static SatExplanation *
explain_sum (Explaining *x, guint row, const char *title, guint set, GError **error);

static gboolean
counts (Explaining *x)
{
  return x->forecast->ask.measure == SAT_FORECAST_COUNT;
}

/* A node whose value is still to be added up. */
static SatExplanation *
sum_new (Explaining *x, gint64 value, const char *title, const char *formula)
{
  SatExplanation *node =
      sat_explanation_new (counts (x) ? SAT_EXPLANATION_COUNT : SAT_EXPLANATION_MONEY, value,
                           counts (x) ? NULL : x->forecast->facts->currency, title, formula);

  sat_explanation_set_rule (node, SAT_EXPLANATION_SUM);
  return node;
}

static void
set_record (Explaining *x, SatExplanation *node, gint64 id)
{
  g_autofree char *text = NULL;
  SatUuid uuid;

  if (id != 0 && sat_reader_identify (x->reader, id, &uuid, NULL, NULL, NULL))
    text = sat_uuid_to_string (&uuid);
  sat_explanation_set_record (node, id, text);
}

static char *
line_title (Explaining *x, guint row)
{
  const SatForecastRow *line = sat_forecast_get_row (x->forecast, row);

  if (row == SAT_FORECAST_TOTAL)
    return g_strdup (C_ ("forecast", "Total"));
  if (line->is_self)
    /* Translators: a line of the forecast under a person, team or territory with others below it:
     * what does not belong to one of those; %s is its name */
    return g_strdup_printf (C_ ("forecast", "%s (own)"), line->key);
  if (line->id != 0)
    return g_strdup (line->key);
  switch (x->forecast->ask.by) {
  case SAT_FORECAST_BY_TEAM:
    return g_strdup (C_ ("forecast", "No team"));
  case SAT_FORECAST_BY_TERRITORY:
    return g_strdup (C_ ("forecast", "No territory"));
  case SAT_FORECAST_BY_USER:
  default:
    return g_strdup (C_ ("forecast", "No owner"));
  }
}

/* The lines that a line is the sum of; none if it has deals alone. */
static GArray *
lines_below (SatForecast *self, guint row)
{
  GArray *lines = g_array_new (FALSE, FALSE, sizeof (guint));
  int parent = row == SAT_FORECAST_TOTAL ? -1 : (int)row;

  for (guint i = 0; i < self->rows->len; i++)
    if (g_array_index (self->rows, SatForecastRow, i).parent == parent)
      g_array_append_val (lines, i);
  return lines;
}

static const char *
kind_label (const SatForecastDeal *deal)
{
  if (deal->kind == SAT_PIPELINE_WON)
    return C_ ("deal", "Won");
  return sat_forecast_category_label ((SatForecastCategory)deal->category);
}

/* "Commit, 2017-12-03, $1,000.00 at 60 %". */
static char *
deal_formula (Explaining *x, const SatForecastDeal *deal, SatRecord *record, gboolean weighted)
{
  GString *text = g_string_new (kind_label (deal));
  const SatField *amount = sat_type_field (sat_record_get_record_type (record), "amount");
  const char *own = sat_reader_currency (x->reader, record, amount);
  g_autofree char *date = sat_date_to_string (deal->date);
  g_autofree char *given =
      sat_money_format (sat_record_get_int (record, "amount", 0), own, SAT_MONEY_WITH_CURRENCY);
  g_autofree char *rated = NULL;

  g_string_append_printf (text, ", %s", date);
  if (counts (x))
    return g_string_free (text, FALSE);
  if (g_strcmp0 (own, x->forecast->facts->currency) != 0) {
    g_autofree char *day = sat_date_to_string (
        deal->kind == SAT_PIPELINE_WON ? deal->date : x->forecast->facts->today);

    /* Translators: an amount, and the day whose exchange rate it was converted at. */
    rated = g_strdup_printf (_ ("%s at the rate of %s"), given, day);
  }
  if (weighted && deal->kind != SAT_PIPELINE_WON)
    /* Translators: a probability, and the amount that it is of. */
    g_string_append_printf (text, _ (", %d %% of %s"), deal->probability,
                            rated != NULL ? rated : given);
  else if (rated != NULL)
    g_string_append_printf (text, ", %s", rated);
  return g_string_free (text, FALSE);
}

static SatExplanation *
explain_deal (Explaining *x, const SatForecastDeal *deal, SatRecord *record, gboolean weighted)
{
  g_autofree char *formula = deal_formula (x, deal, record, weighted);
  SatExplanation *node = sum_new (x,
                                  counts (x) ? 1
                                  : weighted ? deal->weighted
                                             : deal->amount,
                                  sat_record_get_title (record), formula);

  sat_explanation_set_rule (node, SAT_EXPLANATION_FACT);
  set_record (x, node, deal->id);
  return node;
}

static gboolean
add_some_deals (Explaining *x,
                SatExplanation *node,
                SatForecastDeal *const *deals,
                guint n,
                gboolean weighted,
                GError **error)
{
  g_autofree gint64 *ids = g_new (gint64, n);
  g_autoptr (GPtrArray) records = NULL;

  if (g_cancellable_set_error_if_cancelled (x->cancellable, error))
    return FALSE;
  for (guint i = 0; i < n; i++)
    ids[i] = deals[i]->id;
  records = sat_reader_load_many (x->reader, sat_reader_get_type_by_name (x->reader, "opportunity"),
                                  ids, n, error);
  if (records == NULL)
    return FALSE;
  for (guint i = 0, k = 0; i < n && k < records->len; i++)
    if (sat_record_get_id (records->pdata[k]) == deals[i]->id)
      sat_explanation_add (node, explain_deal (x, deals[i], records->pdata[k++], weighted));
  return TRUE;
}

/* The largest first. */
static int
compare_deals (gconstpointer a, gconstpointer b)
{
  const SatForecastDeal *left = *(SatForecastDeal *const *)a, *right = *(SatForecastDeal *const *)b;

  if (left->amount != right->amount)
    return left->amount > right->amount ? -1 : 1;
  return left->id < right->id ? -1 : left->id > right->id;
}

/* Those of one place that are in a sum. */
static gboolean
add_deals (Explaining *x, SatExplanation *node, int place, guint set, GError **error)
{
  GPtrArray *all = g_hash_table_lookup (x->deals, GINT_TO_POINTER (place + 1));
  g_autoptr (GPtrArray) deals = g_ptr_array_new ();
  gboolean weighted = set == 0 || x->forecast->ask.measure == SAT_FORECAST_WEIGHTED;

  for (guint i = 0; all != NULL && i < all->len; i++) {
    SatForecastDeal *deal = all->pdata[i];

    if (set == 0 || (set & (1u << deal->category)))
      g_ptr_array_add (deals, deal);
  }
  g_ptr_array_sort (deals, compare_deals);
  for (guint i = 0; i < deals->len; i += DEALS_AT_ONCE)
    if (!add_some_deals (x, node, (SatForecastDeal *const *)deals->pdata + i,
                         MIN (DEALS_AT_ONCE, deals->len - i), weighted, error))
      return FALSE;
  return TRUE;
}

/* What a set of categories comes to in a line; set 0: weighted. */
static gint64
sum_of (const SatForecastRow *line, guint set)
{
  gint64 sum = 0;

  if (set == 0)
    return line->value[SAT_FORECAST_COLUMN_WEIGHTED];
  for (int i = 0; i < SAT_FORECAST_N_CATEGORIES; i++)
    if (set & (1u << i))
      sat_money_add (&sum, line->category[i]);
  return sum;
}

static gboolean
add_lines (Explaining *x, SatExplanation *node, guint row, guint set, GError **error)
{
  g_autoptr (GArray) lines = lines_below (x->forecast, row);

  if (lines->len == 0 && row != SAT_FORECAST_TOTAL)
    return add_deals (x, node, g_array_index (x->forecast->nodes, int, row), set, error);
  for (guint i = 0; i < lines->len; i++) {
    guint below = g_array_index (lines, guint, i);
    const SatForecastRow *line = sat_forecast_get_row (x->forecast, below);
    g_autofree char *title = line_title (x, below);
    SatExplanation *input;

    if (line->n_deals == 0)
      continue;
    input = explain_sum (x, below, title, set, error);
    if (input == NULL)
      return FALSE;
    sat_explanation_add (node, input);
  }
  return TRUE;
}

static SatExplanation *
explain_sum (Explaining *x, guint row, const char *title, guint set, GError **error)
{
  const SatForecastRow *line = sat_forecast_get_row (x->forecast, row);
  gboolean lines = row == SAT_FORECAST_TOTAL || line->has_children;
  g_autoptr (SatExplanation) node = sum_new (
      x, sum_of (line, set), title, lines ? _ ("Sum of the lines below") : _ ("Sum of the deals"));

  set_record (x, node, line->id);
  if (!add_lines (x, node, row, set, error))
    return NULL;
  if (sat_explanation_get_n_inputs (node) == 0)
    sat_explanation_set_formula (node, _ ("No deals"));
  return g_steal_pointer (&node);
}

static guint
count_bits (guint set)
{
  return (guint)__builtin_popcount (set);
}

/* A column of several categories is the sum of each. */
static SatExplanation *
explain_categories (Explaining *x, guint row, SatForecastColumn column, GError **error)
{
  const SatForecastRow *line = sat_forecast_get_row (x->forecast, row);
  guint set = sat_forecast_column_categories (x->forecast->ask.rollup, column);
  const char *title = sat_forecast_column_label (column);
  g_autoptr (SatExplanation) node = NULL;

  if (count_bits (set) == 1)
    return explain_sum (x, row, title, set, error);
  node =
      sum_new (x, sum_of (line, set), title,
               column == SAT_FORECAST_COLUMN_OPEN_PIPELINE || column == SAT_FORECAST_COLUMN_PIPELINE
                   ? _ ("All open deals that are in the forecast")
                   : _ ("This category and the surer ones"));
  set_record (x, node, line->id);
  for (int i = 0; i < SAT_FORECAST_N_CATEGORIES; i++) {
    SatExplanation *input;

    if (!(set & (1u << i)))
      continue;
    input =
        explain_sum (x, row, sat_forecast_category_label ((SatForecastCategory)i), 1u << i, error);
    if (input == NULL)
      return NULL;
    sat_explanation_add (node, input);
  }
  return g_steal_pointer (&node);
}

static SatExplanation *
none_new (SatForecastColumn column, const char *reason)
{
  return sat_explanation_new (SAT_EXPLANATION_NONE, 0, NULL, sat_forecast_column_label (column),
                              reason);
}

/* "Entered", and in what if that is another currency. */
static char *
entered_formula (Explaining *x, gint64 id)
{
  g_autoptr (SatRecord) record = sat_reader_load (x->reader, id, NULL);
  g_autofree char *given = NULL;
  const char *own;

  if (record == NULL)
    return NULL;
  own = sat_reader_currency (x->reader, record,
                             sat_type_field (sat_record_get_record_type (record), "amount"));
  if (g_strcmp0 (own, x->forecast->facts->currency) == 0)
    return g_strdup (_ ("As entered"));
  given = sat_money_format (sat_record_get_int (record, "amount", 0), own, SAT_MONEY_WITH_CURRENCY);
  return g_strdup_printf (_ ("Entered as %s"), given);
}

static void
add_quota_records (Explaining *x, SatExplanation *node, gint64 target)
{
  SatForecast *self = x->forecast;
  g_autoptr (GArray) records = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 sum;

  sat_forecast_quotas_sum (self->facts->quotas, self->ask.by, target, &self->ask.period, &sum,
                           records);
  for (guint i = 0; i < records->len; i++) {
    gint64 id = g_array_index (records, gint64, i);
    g_autofree char *formula = entered_formula (x, id);
    SatExplanation *input = sum_new (x, sat_forecast_quotas_amount (self->facts->quotas, id),
                                     sat_reader_title (x->reader, id), formula);

    sat_explanation_set_rule (input, SAT_EXPLANATION_FACT);
    set_record (x, input, id);
    sat_explanation_add (node, input);
  }
}

static gboolean
add_quotas_below (Explaining *x, SatExplanation *node, guint row, GError **error)
{
  g_autoptr (GArray) lines = lines_below (x->forecast, row);

  for (guint i = 0; i < lines->len; i++) {
    guint below = g_array_index (lines, guint, i);
    SatExplanation *input;

    if (!sat_forecast_get_row (x->forecast, below)->has[SAT_FORECAST_COLUMN_QUOTA])
      continue;
    input = explain_quota (x, below, error);
    if (input == NULL)
      return FALSE;
    sat_explanation_add (node, input);
  }
  return TRUE;
}

static char *
quota_formula (Explaining *x, const SatForecastRow *line)
{
  g_autofree char *below = NULL;

  if (!line->has_own_quota)
    return g_strdup (_ ("Sum of the quotas below"));
  if (!line->has_quota_below)
    return g_strdup (_ ("As entered"));
  below =
      sat_money_format (line->quota_below, x->forecast->facts->currency, SAT_MONEY_WITH_CURRENCY);
  return g_strdup_printf (_ ("As entered; the quotas below come to %s"), below);
}

static SatExplanation *
explain_quota (Explaining *x, guint row, GError **error)
{
  const SatForecastRow *line = sat_forecast_get_row (x->forecast, row);
  g_autofree char *formula = NULL, *title = line_title (x, row), *label = NULL;
  g_autoptr (SatExplanation) node = NULL;
  gint64 target;

  if (!line->has[SAT_FORECAST_COLUMN_QUOTA])
    return none_new (SAT_FORECAST_COLUMN_QUOTA, counts (x)
                                                    ? _ ("Quotas are amounts, not numbers of deals")
                                                    : _ ("No quota is entered for the period"));
  formula = quota_formula (x, line);
  label = g_strdup_printf ("%s, %s", sat_forecast_column_label (SAT_FORECAST_COLUMN_QUOTA), title);
  node = sum_new (x, line->value[SAT_FORECAST_COLUMN_QUOTA], label, formula);
  set_record (x, node, line->id);
  if (line->has_own_quota && sat_forecast_quota_target (x->forecast, row, &target))
    add_quota_records (x, node, target);
  else if (row == SAT_FORECAST_TOTAL && x->forecast->ask.top != 0)
    return explain_quota (x, 0, error);
  else if (!add_quotas_below (x, node, row, error))
    return NULL;
  return g_steal_pointer (&node);
}

static SatExplanation *
explain_column (Explaining *x, guint row, SatForecastColumn column, GError **error);

/* What is made of two other cells. */
static SatExplanation *
explain_pair (Explaining *x,
              guint row,
              SatForecastColumn column,
              SatForecastColumn first,
              SatForecastColumn second,
              GError **error)
{
  const SatForecastRow *line = sat_forecast_get_row (x->forecast, row);
  gboolean gap = column == SAT_FORECAST_COLUMN_GAP;
  g_autofree char *formula =
      g_strdup_printf (gap ? _ ("%s less %s") : _ ("%s divided by %s"),
                       sat_forecast_column_label (first), sat_forecast_column_label (second));
  g_autoptr (SatExplanation) node = NULL, a = NULL, b = NULL;

  if (!line->has[column])
    node = none_new (
        column, !line->has[SAT_FORECAST_COLUMN_QUOTA]    ? _ ("Not defined without a quota")
                : column == SAT_FORECAST_COLUMN_COVERAGE ? _ ("The quota is met")
                                                         : _ ("The quota is nothing to divide by"));
  else
    node = sat_explanation_new (gap                                      ? SAT_EXPLANATION_MONEY
                                : column == SAT_FORECAST_COLUMN_COVERAGE ? SAT_EXPLANATION_TIMES
                                                                         : SAT_EXPLANATION_SHARE,
                                line->value[column], gap ? x->forecast->facts->currency : NULL,
                                sat_forecast_column_label (column), formula);
  sat_explanation_set_rule (node, gap ? SAT_EXPLANATION_DIFFERENCE : SAT_EXPLANATION_QUOTIENT);
  set_record (x, node, line->id);
  a = explain_column (x, row, first, error);
  b = a != NULL ? explain_column (x, row, second, error) : NULL;
  if (b == NULL)
    return NULL;
  sat_explanation_add (node, g_steal_pointer (&a));
  sat_explanation_add (node, g_steal_pointer (&b));
  return g_steal_pointer (&node);
}

static SatExplanation *
explain_column (Explaining *x, guint row, SatForecastColumn column, GError **error)
{
  switch (column) {
  case SAT_FORECAST_COLUMN_QUOTA:
    return explain_quota (x, row, error);
  case SAT_FORECAST_COLUMN_WEIGHTED:
    return explain_sum (x, row, sat_forecast_column_label (column), 0, error);
  case SAT_FORECAST_COLUMN_ADJUSTED:
    return none_new (column, _ ("Nothing is adjusted"));
  case SAT_FORECAST_COLUMN_GAP:
    return explain_pair (x, row, column, SAT_FORECAST_COLUMN_QUOTA, SAT_FORECAST_COLUMN_CLOSED,
                         error);
  case SAT_FORECAST_COLUMN_ATTAINMENT:
    return explain_pair (x, row, column, SAT_FORECAST_COLUMN_CLOSED, SAT_FORECAST_COLUMN_QUOTA,
                         error);
  case SAT_FORECAST_COLUMN_COVERAGE:
    return explain_pair (x, row, column, SAT_FORECAST_COLUMN_OPEN_PIPELINE, SAT_FORECAST_COLUMN_GAP,
                         error);
  default:
    return explain_categories (x, row, column, error);
  }
}

/* The deals that count, by the place that they belong to. */
static GHashTable *
sort_deals (SatForecast *self, guint row)
{
  GHashTable *places = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify)g_ptr_array_unref);
  SatForecastReach reach = sat_forecast_reach (self, row);

  for (guint i = 0; i < self->facts->deals->len; i++) {
    SatForecastDeal *deal = &g_array_index (self->facts->deals, SatForecastDeal, i);
    gpointer place =
        GINT_TO_POINTER (sat_forecast_facts_place (self->facts, self->ask.by, deal) + 1);
    GPtrArray *list;
    gint64 value;

    if (!sat_forecast_reaches (self, &reach, deal) ||
        !sat_forecast_measure_deal (self, deal, &value))
      continue;
    list = g_hash_table_lookup (places, place);
    if (list == NULL) {
      list = g_ptr_array_new ();
      g_hash_table_insert (places, place, list);
    }
    g_ptr_array_add (list, deal);
  }
  return places;
}

/* Deals that would be in the sum if there were a rate. */
static void
add_unrated (Explaining *x, SatExplanation *node)
{
  GArray *unrated = x->forecast->facts->unrated;

  for (guint i = 0; i < unrated->len && !counts (x); i++) {
    const SatForecastUnrated *one = &g_array_index (unrated, SatForecastUnrated, i);
    g_autofree char *text = g_strdup_printf (
        g_dngettext (GETTEXT_PACKAGE, "%u deal of the period in %s has no exchange rate",
                     "%u deals of the period in %s have no exchange rate", one->n_deals),
        one->n_deals, one->currency);

    sat_explanation_add (node,
                         sat_explanation_new (SAT_EXPLANATION_NONE, 0, NULL, _ ("Left out"), text));
  }
}

SatExplanation *
sat_forecast_explain (SatForecast *self,
                      SatReader *reader,
                      guint row,
                      SatForecastColumn column,
                      GCancellable *cancellable,
                      GError **error)
{
  g_autoptr (GHashTable) deals = NULL;
  g_autoptr (SatExplanation) explanation = NULL;
  Explaining explaining;

  g_return_val_if_fail (self != NULL && reader != NULL, NULL);
  g_return_val_if_fail (row == SAT_FORECAST_TOTAL || row < self->rows->len, NULL);
  g_return_val_if_fail ((guint)column < SAT_FORECAST_N_COLUMNS, NULL);

  deals = sort_deals (self, row);
  explaining = (Explaining){self, reader, cancellable, deals};
  explanation = explain_column (&explaining, row, column, error);
  if (explanation != NULL && sat_explanation_get_rule (explanation) == SAT_EXPLANATION_SUM &&
      column != SAT_FORECAST_COLUMN_QUOTA)
    add_unrated (&explaining, explanation);
  return g_steal_pointer (&explanation);
}

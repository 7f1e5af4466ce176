/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-pipeline-figures.h"

#include "sat-pipeline-products.h"
#include "sat-pipeline-scan.h"

#include <string.h>

#define MONTHS_A_YEAR 12
#define QUARTERS_A_YEAR 4
#define N_LATELY 64

/* The words of the command line, and the column of a deal that the key comes from. */
static const struct {
  const char *word, *column;
} groupings[] = {
    [SAT_PIPELINE_BY_STAGE] = {"stage", "stage"},
    [SAT_PIPELINE_BY_OWNER] = {"owner", "owner"},
    [SAT_PIPELINE_BY_MANAGER] = {"manager", "owner"},
    [SAT_PIPELINE_BY_TEAM] = {"team", "owner"},
    [SAT_PIPELINE_BY_PRODUCT] = {"product", NULL},
    [SAT_PIPELINE_BY_COMPANY] = {"company", "company"},
    [SAT_PIPELINE_BY_MONTH] = {"month", "close_date"},
    [SAT_PIPELINE_BY_QUARTER] = {"quarter", "close_date"},
};

static const char *const kind_words[] = {"all", "open", "won", "lost"};

gboolean
sat_pipeline_by_parse (const char *text, SatPipelineBy *by)
{
  g_return_val_if_fail (text != NULL && by != NULL, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (groupings); i++)
    if (strcmp (groupings[i].word, text) == 0) {
      *by = (SatPipelineBy)i;
      return TRUE;
    }
  return FALSE;
}

gboolean
sat_pipeline_kind_parse (const char *text, SatPipelineKind *kind)
{
  g_return_val_if_fail (text != NULL && kind != NULL, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (kind_words); i++)
    if (strcmp (kind_words[i], text) == 0) {
      *kind = (SatPipelineKind)i;
      return TRUE;
    }
  return FALSE;
}

static gint64
weigh (gint64 amount, int probability, SatPipelineKind kind)
{
  if (kind == SAT_PIPELINE_WON)
    return amount;
  if (kind == SAT_PIPELINE_LOST || probability <= 0)
    return 0;
  return sat_money_scale (amount, probability, 100);
}

gint64
sat_pipeline_weigh (gint64 amount, int probability, const char *stage_kind)
{
  SatPipelineKind kind = SAT_PIPELINE_OPEN;

  if (stage_kind != NULL)
    sat_pipeline_kind_parse (stage_kind, &kind);
  return weigh (amount, probability, kind);
}

typedef struct {
  SatReader *reader;
  SatPipelineBy by;
  SatPipelineKind kind;
  int fiscal_start;
  const char *currency; /* of deals that name none */
  GHashTable *stages, *users;
  const SatPipelineStage *lately[N_LATELY];
  SatPipelineSums *sums;
  SatPipelineProducts *products; /* by product only */
} Tally;

static void
tally_clear (Tally *tally)
{
  g_clear_pointer (&tally->stages, g_hash_table_unref);
  g_clear_pointer (&tally->users, g_hash_table_unref);
  g_clear_pointer (&tally->sums, sat_pipeline_sums_free);
  g_clear_pointer (&tally->products, sat_pipeline_products_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Tally, tally_clear)

static gint64
record_key (Tally *tally, gint64 id, const char *text)
{
  return text != NULL ? sat_pipeline_sums_text_key (tally->sums, text) : id;
}

static gint64
date_key (Tally *tally, const SatPipelineDeal *deal)
{
  int year, part, day;

  if (!deal->has_date)
    return 0;
  if (tally->by == SAT_PIPELINE_BY_MONTH) {
    sat_date_to_ymd ((SatDate)deal->key, &year, &part, &day);
    return (gint64)year * MONTHS_A_YEAR + part - 1;
  }
  sat_date_fiscal_quarter ((SatDate)deal->key, tally->fiscal_start, &year, &part);
  return (gint64)year * QUARTERS_A_YEAR + part - 1;
}

static gint64
key_of (Tally *tally, const SatPipelineDeal *deal)
{
  const SatPipelineUser *user;

  switch (tally->by) {
  case SAT_PIPELINE_BY_MONTH:
  case SAT_PIPELINE_BY_QUARTER:
    return date_key (tally, deal);
  case SAT_PIPELINE_BY_MANAGER:
  case SAT_PIPELINE_BY_TEAM:
    user = deal->key != 0 ? g_hash_table_lookup (tally->users, &deal->key) : NULL;
    if (user == NULL)
      return 0;
    return tally->by == SAT_PIPELINE_BY_TEAM
               ? record_key (tally, user->team, user->team_text)
               : record_key (tally, user->manager, user->manager_text);
  case SAT_PIPELINE_BY_PRODUCT:
    return 0;
  case SAT_PIPELINE_BY_STAGE:
  case SAT_PIPELINE_BY_OWNER:
  case SAT_PIPELINE_BY_COMPANY:
  default:
    return record_key (tally, deal->key, deal->key_text);
  }
}

/* There are few stages and many deals. */
static const SatPipelineStage *
stage_of (Tally *tally, gint64 id)
{
  const SatPipelineStage **lately = &tally->lately[(guint64)id % N_LATELY];

  if (id == 0)
    return NULL;
  if (*lately == NULL || (*lately)->id != id)
    *lately = g_hash_table_lookup (tally->stages, &id);
  return *lately;
}

static void
add_deal (const SatPipelineDeal *deal, gpointer data)
{
  Tally *tally = data;
  const SatPipelineStage *stage = stage_of (tally, deal->stage);
  SatPipelineKind kind = stage != NULL ? stage->kind : SAT_PIPELINE_OPEN;
  int probability = deal->probability;
  guint currency;
  gint64 weighted;

  if (tally->kind != SAT_PIPELINE_ALL && kind != tally->kind)
    return;
  if (probability < 0 && stage != NULL)
    probability = stage->probability;
  weighted = weigh (deal->amount, probability, kind);
  currency = sat_pipeline_sums_currency (tally->sums,
                                         deal->currency != NULL ? deal->currency : tally->currency);
  if (tally->products != NULL)
    sat_pipeline_products_add_deal (tally->products, deal->id, currency, deal->amount, weighted);
  else
    sat_pipeline_sums_add (tally->sums, key_of (tally, deal), currency, 1, deal->amount, weighted);
}

/* A figure, and its place in the order. */
typedef struct {
  SatPipelineFigure figure;
  guint rank;
} Row;

static void
row_free (gpointer data)
{
  Row *row = data;

  g_free (row->figure.key);
  g_free (row);
}

static char *
key_text (Tally *tally, gint64 key)
{
  if (key == 0)
    return g_strdup ("");
  if (key < 0)
    return g_strdup (sat_pipeline_sums_text (tally->sums, key));
  if (tally->by == SAT_PIPELINE_BY_MONTH)
    return g_strdup_printf ("%04d-%02d", (int)(key / MONTHS_A_YEAR),
                            (int)(key % MONTHS_A_YEAR) + 1);
  if (tally->by == SAT_PIPELINE_BY_QUARTER)
    return g_strdup_printf ("%04d-Q%d", (int)(key / QUARTERS_A_YEAR),
                            (int)(key % QUARTERS_A_YEAR) + 1);
  return g_strdup (sat_reader_title (tally->reader, key));
}

static Row *
row_new (Tally *tally, const SatPipelineSum *sum)
{
  Row *row = g_new0 (Row, 1);
  gboolean dates = tally->by == SAT_PIPELINE_BY_MONTH || tally->by == SAT_PIPELINE_BY_QUARTER;

  row->figure = (SatPipelineFigure){
      .key = key_text (tally, sum->key),
      .id = dates || sum->key < 0 ? 0 : sum->key,
      .count = sum->count,
      .amount = sum->amount,
      .weighted = sum->weighted,
      .currency = sat_pipeline_sums_currency_code (tally->sums, sum->currency),
  };
  if (tally->by == SAT_PIPELINE_BY_STAGE) {
    const SatPipelineStage *stage = g_hash_table_lookup (tally->stages, &sum->key);

    row->rank = stage != NULL ? stage->rank : G_MAXUINT;
  }
  return row;
}

static guint
row_hash (gconstpointer data)
{
  const Row *row = data;

  return g_str_hash (row->figure.key) ^ g_direct_hash (row->figure.currency);
}

static gboolean
row_equal (gconstpointer a, gconstpointer b)
{
  const Row *left = a, *right = b;

  return left->figure.currency == right->figure.currency &&
         strcmp (left->figure.key, right->figure.key) == 0;
}

/* Amounts as people read them, whatever the digits of their currencies. */
static int
compare_amounts (const SatPipelineFigure *a, const SatPipelineFigure *b)
{
  int digits_a = sat_currency_exponent (a->currency),
      digits_b = sat_currency_exponent (b->currency);
  __int128 left = a->amount, right = b->amount;

  for (; digits_a < digits_b; digits_a++)
    left *= 10;
  for (; digits_b < digits_a; digits_b++)
    right *= 10;
  return left > right ? -1 : left < right;
}

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  const Row *left = *(Row *const *)a, *right = *(Row *const *)b;
  int order;

  if (left->rank != right->rank)
    return left->rank < right->rank ? -1 : 1;
  order = compare_amounts (&left->figure, &right->figure);
  if (order == 0)
    order = strcmp (left->figure.key, right->figure.key);
  return order != 0 ? order : strcmp (left->figure.currency, right->figure.currency);
}

/* Groups of the same title are one row. */
static GPtrArray *
make_rows (Tally *tally)
{
  g_autoptr (GPtrArray) sums = sat_pipeline_sums_list (tally->sums);
  g_autoptr (GHashTable) known = g_hash_table_new (row_hash, row_equal);
  GPtrArray *rows = g_ptr_array_new_with_free_func (row_free);

  for (guint i = 0; i < sums->len; i++) {
    Row *row = row_new (tally, sums->pdata[i]);
    Row *same = g_hash_table_lookup (known, row);

    if (same == NULL) {
      g_hash_table_add (known, row);
      g_ptr_array_add (rows, row);
      continue;
    }
    same->figure.id = 0;
    same->figure.count += row->figure.count;
    same->figure.amount = sat_pipeline_plus (same->figure.amount, row->figure.amount);
    same->figure.weighted = sat_pipeline_plus (same->figure.weighted, row->figure.weighted);
    same->rank = MIN (same->rank, row->rank);
    row_free (row);
  }
  g_ptr_array_sort (rows, compare_rows);
  return rows;
}

GPtrArray *
sat_pipeline_figures (SatReader *reader,
                      SatPipelineBy by,
                      SatPipelineKind kind,
                      const SatFilter *filter,
                      GCancellable *cancellable,
                      GError **error)
{
  g_auto (Tally) tally = {.reader = reader, .by = by, .kind = kind};
  SatStore *store;

  g_return_val_if_fail (reader != NULL, NULL);
  g_return_val_if_fail ((guint)by < G_N_ELEMENTS (groupings), NULL);

  store = sat_reader_get_store (reader);
  tally.fiscal_start = sat_store_get_fiscal_start (store);
  tally.currency = sat_store_get_currency (store);
  tally.sums = sat_pipeline_sums_new ();
  tally.stages = sat_pipeline_read_stages (reader, error);
  if (tally.stages == NULL)
    return NULL;
  if (by == SAT_PIPELINE_BY_MANAGER || by == SAT_PIPELINE_BY_TEAM) {
    tally.users = sat_pipeline_read_users (reader, error);
    if (tally.users == NULL)
      return NULL;
  }
  if (by == SAT_PIPELINE_BY_PRODUCT)
    tally.products = sat_pipeline_products_new ();
  if (!sat_pipeline_scan_deals (reader, groupings[by].column, filter, add_deal, &tally, cancellable,
                                error))
    return NULL;
  if (tally.products != NULL &&
      !sat_pipeline_products_sum (tally.products, reader, tally.sums, cancellable, error))
    return NULL;
  return make_rows (&tally);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The deals behind a cell, as a filter of the list of opportunities. */

#include "config.h"

#include "sat-forecast-private.h"
#include "sat-forecast-scan.h"

static const char *const owner_paths[] = {
    [SAT_FORECAST_BY_USER] = "owner",
    [SAT_FORECAST_BY_TEAM] = "owner.team",
    [SAT_FORECAST_BY_TERRITORY] = "company.territory",
};

/* An array of filters that become the children of one. */
static void
add (GPtrArray *tests, SatFilter *test)
{
  g_ptr_array_add (tests, test);
}

static SatFilter *
all_of (GPtrArray *tests)
{
  return sat_filter_all ((SatFilter **)tests->pdata, tests->len);
}

static SatFilter *
any_of (SatFilter *a, SatFilter *b)
{
  SatFilter *tests[] = {a, b};

  return sat_filter_any (tests, G_N_ELEMENTS (tests));
}

static SatFilter *
both_of (SatFilter *a, SatFilter *b)
{
  SatFilter *tests[] = {a, b};

  return sat_filter_all (tests, G_N_ELEMENTS (tests));
}

static SatFilter *
one_of (const char *path, GPtrArray *values)
{
  g_ptr_array_add (values, NULL);
  return sat_filter_test (path, SAT_OP_IN, (const char *const *)values->pdata);
}

/* Whose they are: those of some places, or of no place at all. */
static SatFilter *
belongs (SatForecast *self, const SatForecastReach *reach)
{
  const SatForecastTree *tree = self->facts->trees[self->ask.by];
  gboolean none = reach->first < 0;
  guint first = none ? 0 : (guint)reach->first;
  guint end = none ? sat_forecast_tree_get_n (tree) : (guint)reach->end;
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  SatFilter *among;

  for (guint i = first; i < end; i++)
    g_ptr_array_add (ids, sat_uuid_to_string (&sat_forecast_tree_get (tree, i)->uuid));
  among = one_of (owner_paths[self->ask.by], ids);
  return none ? sat_filter_not (among) : among;
}

/* The category of open deals: their own, else that of their stage, else pipeline. */
static SatFilter *
has_category (guint set)
{
  g_autoptr (GPtrArray) own = g_ptr_array_new (), stages = g_ptr_array_new ();
  SatFilter *by_stage;

  for (int i = 0; i < SAT_FORECAST_N_CATEGORIES; i++)
    if (set & (1u << i)) {
      g_ptr_array_add (own, (gpointer)sat_forecast_category_name ((SatForecastCategory)i));
      g_ptr_array_add (stages, (gpointer)sat_forecast_category_name ((SatForecastCategory)i));
    }
  by_stage = one_of ("stage.category", stages);
  if (set & (1u << SAT_FORECAST_CATEGORY_PIPELINE))
    by_stage = any_of (by_stage, sat_filter_test ("stage.category", SAT_OP_EMPTY, NULL));
  return any_of (one_of ("category", own),
                 both_of (sat_filter_test ("category", SAT_OP_EMPTY, NULL), by_stage));
}

static SatFilter *
is_in (guint set)
{
  const char *const ends[] = {"won", "lost", NULL};
  SatFilter *open = both_of (sat_filter_not (sat_filter_test ("stage.kind", SAT_OP_IN, ends)),
                             has_category (set));

  if (!(set & (1u << SAT_FORECAST_CATEGORY_CLOSED)))
    return open;
  return any_of (sat_filter_test1 ("stage.kind", SAT_OP_IS, "won"), open);
}

/* What cannot be valued is in no sum. */
static SatFilter *
is_rated (SatForecast *self)
{
  g_autoptr (GPtrArray) codes = g_ptr_array_new ();

  for (guint i = 0; i < self->facts->unrated->len; i++)
    g_ptr_array_add (
        codes, (gpointer)g_array_index (self->facts->unrated, SatForecastUnrated, i).currency);
  return any_of (sat_filter_not (one_of ("currency", codes)),
                 sat_filter_test ("amount", SAT_OP_EMPTY, NULL));
}

guint
sat_forecast_cell_categories (SatForecastRollup rollup, SatForecastColumn column)
{
  switch (column) {
  case SAT_FORECAST_COLUMN_GAP:
  case SAT_FORECAST_COLUMN_ATTAINMENT:
    return sat_forecast_column_categories (rollup, SAT_FORECAST_COLUMN_CLOSED);
  case SAT_FORECAST_COLUMN_COVERAGE:
    return sat_forecast_column_categories (rollup, SAT_FORECAST_COLUMN_CLOSED) |
           sat_forecast_column_categories (rollup, SAT_FORECAST_COLUMN_OPEN_PIPELINE);
  default:
    return sat_forecast_column_categories (rollup, column);
  }
}

SatFilter *
sat_forecast_deals_filter (SatForecast *self, guint row, SatForecastColumn column)
{
  g_autoptr (GPtrArray) tests = g_ptr_array_new ();
  SatForecastReach reach;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (row == SAT_FORECAST_TOTAL || row < self->rows->len, NULL);

  if (column == SAT_FORECAST_COLUMN_QUOTA || column == SAT_FORECAST_COLUMN_ADJUSTED)
    return NULL;
  reach = sat_forecast_reach (self, row);
  add (tests, sat_forecast_within (&self->ask.period));
  if (!reach.all)
    add (tests, belongs (self, &reach));
  if (column == SAT_FORECAST_COLUMN_WEIGHTED)
    add (tests, sat_filter_not (sat_filter_test1 ("stage.kind", SAT_OP_IS, "lost")));
  else
    add (tests, is_in (sat_forecast_cell_categories (self->ask.rollup, column)));
  if (self->facts->unrated->len > 0 && self->ask.measure != SAT_FORECAST_COUNT)
    add (tests, is_rated (self));
  if (self->ask.filter != NULL)
    add (tests, sat_filter_ref (self->ask.filter));
  return all_of (tests);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Forecasts of random workspaces against SQL over the same file that shares no code with them. */

#include "config.h"

#include "forecast-fixture.h"
#include "sat-as-of.h"
#include "sat-forecast-world.h"
#include "sat-query.h"

#include <string.h>

/* The deals as SQL sees them: whose they are, what they are worth and when. */
#define DEALS                                                                                      \
  "CREATE TEMP TABLE deal AS WITH"                                                                 \
  " raw AS (SELECT o.*, u.team, c.territory, ifnull (s.kind, 'open') AS kind,"                     \
  "  CASE s.kind WHEN 'won' THEN 'closed' WHEN 'lost' THEN 'omitted'"                              \
  "   ELSE coalesce (o.category, s.category, 'pipeline') END AS cat,"                              \
  "  CASE s.kind WHEN 'won' THEN 100 WHEN 'lost' THEN 0"                                           \
  "   ELSE coalesce (o.probability, s.probability, 0) END AS chance,"                              \
  "  iif (o.amount IS NULL, 'USD', ifnull (o.currency, 'USD')) AS code,"                           \
  "  iif (s.kind IN ('won', 'lost'), o.close_date, %d) AS day"                                     \
  "  FROM opportunity AS o LEFT JOIN stage AS s ON s.id = o.stage"                                 \
  "  LEFT JOIN user AS u ON u.id = o.owner LEFT JOIN company AS c ON c.id = o.company),"           \
  " rated AS (SELECT *, iif (code = 'USD', 1000000000, coalesce ("                                 \
  "  (SELECT rate FROM exchange_rate AS x WHERE x.currency = code AND x.date <= day"               \
  "   ORDER BY x.date DESC, x.id DESC LIMIT 1),"                                                   \
  "  (SELECT rate FROM exchange_rate AS x WHERE x.currency = code ORDER BY x.date, x.id LIMIT 1)"  \
  "  )) AS rate FROM raw),"                                                                        \
  " valued AS (SELECT *, ifnull (sign (amount)"                                                    \
  "   * ((2 * abs (amount) * iif (code = 'JPY', 100, 1) * rate / 1000 + 1000000)"                  \
  "      / 2000000), 0) AS worth FROM rated)"                                                      \
  " SELECT *, sign (worth) * ((2 * abs (worth) * chance + 100) / 200) AS weighed,"                 \
  "  (rate IS NOT NULL) AS known FROM valued"

typedef struct {
  SatForecastWorld *world;
  SatConnection *sql;
  const SatForecastAsk *ask;
  const char *condition; /* of the filter, in SQL */
  SatForecast *forecast;
} Check;

static gint64 number (Check *check, const char *format, ...) G_GNUC_PRINTF (2, 3);

static gint64
number (Check *check, const char *format, ...)
{
  g_autofree char *sql = NULL;
  g_autoptr (GError) error = NULL;
  gint64 result;
  va_list values;

  va_start (values, format);
  sql = g_strdup_vprintf (format, values);
  va_end (values);
  sat_connection_query_int (check->sql, sql, 0, &result, &error);
  g_assert_no_error (error);
  return result;
}

static const char *
value_column (Check *check)
{
  switch (check->ask->measure) {
  case SAT_FORECAST_COUNT:
    return "1";
  case SAT_FORECAST_WEIGHTED:
    return "weighed";
  case SAT_FORECAST_AMOUNT:
  default:
    return "worth";
  }
}

static const char *const tables[] = {"user", "team", "territory"};
static const char *const above[] = {"manager", "parent", "parent"};
static const char *const keys[] = {"owner", "team", "territory"};

/* Whose deals a line holds. g_free(). */
static char *
belongs (Check *check, guint line)
{
  const SatForecastRow *row = sat_forecast_get_row (check->forecast, line);
  int by = check->ask->by;
  gint64 id = line == SAT_FORECAST_TOTAL ? check->ask->top : row->id;

  if (line == SAT_FORECAST_TOTAL && id == 0)
    return g_strdup ("1");
  if (id == 0)
    return g_strdup_printf ("(%s IS NULL)", keys[by]);
  if (row->is_self)
    return g_strdup_printf ("%s = %" G_GINT64_FORMAT, keys[by], id);
  return g_strdup_printf ("%s IN (WITH RECURSIVE sub (id) AS (SELECT %" G_GINT64_FORMAT
                          " UNION SELECT t.id FROM \"%s\" AS t JOIN sub ON t.%s = sub.id)"
                          " SELECT id FROM sub)",
                          keys[by], id, tables[by], above[by]);
}

/* What the categories of a column are. */
static const char *
categories (const SatForecastAsk *ask, SatForecastColumn column)
{
  gboolean single = ask->rollup == SAT_FORECAST_SINGLE;

  switch (column) {
  case SAT_FORECAST_COLUMN_CLOSED:
    return "cat = 'closed'";
  case SAT_FORECAST_COLUMN_COMMIT:
    return single ? "cat = 'commit'" : "cat IN ('closed', 'commit')";
  case SAT_FORECAST_COLUMN_MOST_LIKELY:
    return single ? "cat = 'most_likely'" : "cat IN ('closed', 'commit', 'most_likely')";
  case SAT_FORECAST_COLUMN_BEST_CASE:
    return single ? "cat = 'best_case'" : "cat IN ('closed', 'commit', 'most_likely', 'best_case')";
  case SAT_FORECAST_COLUMN_PIPELINE:
    return single ? "cat = 'pipeline'" : "cat NOT IN ('closed', 'omitted')";
  case SAT_FORECAST_COLUMN_OPEN_PIPELINE:
    return "cat NOT IN ('closed', 'omitted')";
  case SAT_FORECAST_COLUMN_WEIGHTED:
    return "kind <> 'lost'";
  default:
    return NULL;
  }
}

static void
check_deals (Check *check, guint line, SatForecastColumn column, gint64 expected)
{
  g_autoptr (SatFilter) filter = sat_forecast_deals_filter (check->forecast, line, column);
  g_autoptr (SatQuery) query = sat_query_new ("opportunity");
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = NULL;
  g_autoptr (GString) list = g_string_new ("0");
  const char *value =
      column == SAT_FORECAST_COLUMN_WEIGHTED && check->ask->measure == SAT_FORECAST_AMOUNT
          ? "weighed"
          : value_column (check);

  sat_query_set_filter (query, filter);
  ids = sat_query_ids (query, sat_test_store_reader (check->world->store), NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < ids->len; i++)
    g_string_append_printf (list, ",%" G_GINT64_FORMAT, g_array_index (ids, gint64, i));
  g_assert_cmpint (
      number (check, "SELECT ifnull (sum (%s), 0) FROM deal WHERE id IN (%s)", value, list->str),
      ==, expected);
}

static void
check_sums (Check *check, guint line)
{
  const SatForecastRow *row = sat_forecast_get_row (check->forecast, line);
  g_autofree char *whose = belongs (check, line);
  gboolean count = check->ask->measure == SAT_FORECAST_COUNT;

  for (int i = SAT_FORECAST_COLUMN_CLOSED; i <= SAT_FORECAST_COLUMN_WEIGHTED; i++) {
    SatForecastColumn column = (SatForecastColumn)i;
    gint64 expected =
        number (check,
                "SELECT ifnull (sum (%s), 0) FROM deal WHERE %s AND %s AND %s AND (%s)"
                " AND close_date BETWEEN %d AND %d",
                column == SAT_FORECAST_COLUMN_WEIGHTED && !count ? "weighed" : value_column (check),
                whose, categories (check->ask, column), count ? "1" : "known", check->condition,
                check->ask->period.first, check->ask->period.last);

    g_assert_true (row->has[column]);
    if (row->value[column] != expected)
      g_error ("%s of line %u “%s” by %s if %s: %" G_GINT64_FORMAT ", not %" G_GINT64_FORMAT,
               sat_forecast_column_name (column), line, row->key,
               sat_forecast_by_name (check->ask->by), check->condition, row->value[column],
               expected);
    check_deals (check, line, column, expected);
  }
}

/* What was entered: of exactly the days, else of the parts. G_MININT64: nothing. */
static gint64
entered_quota (Check *check, const char *whose, SatDate first, SatDate last, int months)
{
  gint64 n = number (check, "SELECT count (*) FROM entered WHERE %s AND start = %d AND months = %d",
                     whose, first, months);
  gint64 sum = G_MININT64;

  if (n > 0)
    return number (check, "SELECT sum (worth) FROM entered WHERE %s AND start = %d AND months = %d",
                   whose, first, months);
  if (months == 1)
    return sum;
  for (int part = months == 12 ? 3 : 1, i = 0; i < months; i += part) {
    SatDate begin = sat_date_add_months (first, i);
    gint64 one = entered_quota (check, whose, begin, sat_date_add_months (begin, part) - 1, part);

    if (one != G_MININT64)
      sum = (sum == G_MININT64 ? 0 : sum) + one;
  }
  return sum;
}

static gint64 shown_quota (Check *check, gint64 id);

static gint64
quota_below (Check *check, gint64 id)
{
  g_autoptr (GArray) below = sat_forecast_world_below (
      check->world, check->sql, tables[check->ask->by], above[check->ask->by], id);
  gint64 sum = G_MININT64;

  for (guint i = 0; i < below->len; i++) {
    gint64 one = shown_quota (check, g_array_index (below, gint64, i));

    if (one != G_MININT64)
      sum = (sum == G_MININT64 ? 0 : sum) + one;
  }
  return sum;
}

/* Of a person, team or territory; 0: of all. */
static gint64
shown_quota (Check *check, gint64 id)
{
  static const int lengths[] = {1, 3, 12};
  const SatForecastPeriod *period = &check->ask->period;
  g_autofree char *whose =
      id != 0 ? g_strdup_printf ("%s = %" G_GINT64_FORMAT, tables[check->ask->by], id)
              : g_strdup ("coalesce (user, team, territory) IS NULL");
  gint64 own = entered_quota (check, whose, period->first, period->last, lengths[period->unit]);

  return own != G_MININT64 ? own : quota_below (check, id);
}

static void
check_quota (Check *check, guint line)
{
  const SatForecastRow *row = sat_forecast_get_row (check->forecast, line);
  gint64 expected = G_MININT64, gap;

  if (check->ask->measure != SAT_FORECAST_COUNT && !row->is_self &&
      (line == SAT_FORECAST_TOTAL || row->id != 0))
    expected = shown_quota (check, line == SAT_FORECAST_TOTAL ? check->ask->top : row->id);
  assert_cell (row, QUOTA, expected);
  if (expected == G_MININT64) {
    assert_cell (row, GAP, FORECAST_ABSENT);
    assert_cell (row, ATTAINMENT, FORECAST_ABSENT);
    assert_cell (row, COVERAGE, FORECAST_ABSENT);
    return;
  }
  gap = expected - row->value[SAT_FORECAST_COLUMN_CLOSED];
  assert_cell (row, GAP, gap);
  g_assert_cmpint (row->has[SAT_FORECAST_COLUMN_ATTAINMENT], ==, expected > 0);
  g_assert_cmpint (row->has[SAT_FORECAST_COLUMN_COVERAGE], ==, gap > 0);
  if (expected > 0)
    g_assert_cmpfloat_with_epsilon (
        (double)row->value[SAT_FORECAST_COLUMN_ATTAINMENT],
        (double)row->value[SAT_FORECAST_COLUMN_CLOSED] * 10000 / (double)expected, 0.51);
  if (gap > 0)
    g_assert_cmpfloat_with_epsilon (
        (double)row->value[SAT_FORECAST_COLUMN_COVERAGE],
        (double)row->value[SAT_FORECAST_COLUMN_OPEN_PIPELINE] * 10000 / (double)gap, 0.51);
}

/* Each node is what its inputs make of it. */
static void
check_node (const SatExplanation *node)
{
  gint64 sum = 0;

  for (guint i = 0; i < sat_explanation_get_n_inputs (node); i++) {
    sum += sat_explanation_get_value (sat_explanation_get_input (node, i));
    check_node (sat_explanation_get_input (node, i));
  }
  if (sat_explanation_get_rule (node) == SAT_EXPLANATION_SUM)
    g_assert_cmpint (sum, ==, sat_explanation_get_value (node));
  if (sat_explanation_get_rule (node) == SAT_EXPLANATION_DIFFERENCE &&
      sat_explanation_get_kind (node) != SAT_EXPLANATION_NONE)
    g_assert_cmpint (sat_explanation_get_value (sat_explanation_get_input (node, 0)) -
                         sat_explanation_get_value (sat_explanation_get_input (node, 1)),
                     ==, sat_explanation_get_value (node));
}

static void
check_explanations (Check *check, guint line)
{
  const SatForecastRow *row = sat_forecast_get_row (check->forecast, line);

  for (int column = 0; column < SAT_FORECAST_N_COLUMNS; column++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (SatExplanation) explanation =
        sat_forecast_explain (check->forecast, sat_test_store_reader (check->world->store), line,
                              (SatForecastColumn)column, NULL, &error);

    g_assert_no_error (error);
    g_assert_cmpint (sat_explanation_get_value (explanation), ==, row->value[column]);
    g_assert_cmpint (sat_explanation_get_kind (explanation) != SAT_EXPLANATION_NONE, ==,
                     row->has[column]);
    check_node (explanation);
  }
}

static void
check_days (Check *check, guint line)
{
  g_autoptr (GArray) days = sat_forecast_closed_by_day (check->forecast, line);
  gint64 sum = 0;

  for (guint i = 0; i < days->len; i++) {
    const SatForecastDay *day = &g_array_index (days, SatForecastDay, i);

    g_assert_cmpint (day->date, >=, check->ask->period.first);
    g_assert_cmpint (day->date, <=, check->ask->period.last);
    g_assert_true (i == 0 || g_array_index (days, SatForecastDay, i - 1).date < day->date);
    sum += day->value;
  }
  g_assert_cmpint (sum, ==,
                   sat_forecast_get_row (check->forecast, line)->value[SAT_FORECAST_COLUMN_CLOSED]);
}

static void
check_line (Check *check, guint line)
{
  check_sums (check, line);
  check_quota (check, line);
  check_explanations (check, line);
  check_days (check, line);
}

/* Everybody is there once, under the one above. */
static void
check_lines (Check *check)
{
  guint n = 0;

  for (guint i = 0; i < sat_forecast_get_n_rows (check->forecast); i++) {
    const SatForecastRow *row = sat_forecast_get_row (check->forecast, i);

    if (row->id == 0 || row->is_self)
      continue;
    n++;
    g_assert_cmpint (
        number (check, "SELECT ifnull (%s, 0) FROM \"%s\" WHERE id = %" G_GINT64_FORMAT,
                above[check->ask->by], tables[check->ask->by], row->id),
        ==,
        row->parent >= 0 ? sat_forecast_get_row (check->forecast, (guint)row->parent)->id
        : check->ask->top != 0
            ? number (check, "SELECT ifnull (%s, 0) FROM \"%s\" WHERE id = %" G_GINT64_FORMAT,
                      above[check->ask->by], tables[check->ask->by], row->id)
            : 0);
  }
  if (check->ask->top == 0)
    g_assert_cmpint (number (check, "SELECT count (*) FROM \"%s\"", tables[check->ask->by]), ==, n);
}

static void
same_rows (SatForecast *a, SatForecast *b)
{
  g_assert_cmpuint (sat_forecast_get_n_rows (a), ==, sat_forecast_get_n_rows (b));
  for (guint i = 0; i < sat_forecast_get_n_rows (a); i++) {
    const SatForecastRow *left = sat_forecast_get_row (a, i), *right = sat_forecast_get_row (b, i);

    g_assert_cmpint (left->id, ==, right->id);
    g_assert_cmpmem (left->value, sizeof left->value, right->value, sizeof right->value);
    g_assert_cmpmem (left->has, sizeof left->has, right->has, sizeof right->has);
  }
}

static void
check_ask (SatForecastWorld *world, SatConnection *sql, SatForecastAsk *ask, const char *condition)
{
  g_autoptr (SatForecast) forecast = forecast_read (world->store, ask), other = NULL, again = NULL;
  Check check = {world, sql, ask, condition, forecast};
  SatForecastAsk other_ask = *ask;

  check_lines (&check);
  check_line (&check, SAT_FORECAST_TOTAL);
  for (guint i = 0; i < sat_forecast_get_n_rows (forecast); i++)
    check_line (&check, i);
  other_ask.by = SAT_FORECAST_BY_TERRITORY;
  other_ask.top = 0;
  other = forecast_read (world->store, &other_ask);
  again = sat_forecast_regroup (other, ask);
  same_rows (forecast, again);
}

static const struct {
  const char *filter, *condition;
} filters[] = {
    {NULL, "1"},
    {"source = web", "source = 'web'"},
    {"amount > 5000 and stage.kind = open",
     "amount > iif (currency IS 'JPY', 5000, 500000) AND kind = 'open' AND stage IS NOT NULL"},
    {"company =", "company IS NULL AND company_text IS NULL"},
    {"owner.name ~ 1 and source != web",
     "owner IN (SELECT id FROM user WHERE name LIKE '%1%') AND source IS NOT 'web'"},
};

static void
check_some (SatForecastWorld *world, SatConnection *sql)
{
  guint which = (guint)g_rand_int_range (world->rand, 0, G_N_ELEMENTS (filters));
  g_autoptr (SatFilter) filter =
      filters[which].filter != NULL ? sat_filter_parse_short (filters[which].filter, NULL) : NULL;
  SatForecastAsk ask = {
      .by = (SatForecastBy)g_rand_int_range (world->rand, 0, 3),
      .rollup = (SatForecastRollup)g_rand_int_range (world->rand, 0, 2),
      .measure = (SatForecastMeasure)g_rand_int_range (world->rand, 0, 3),
      .filter = filter,
      .today = world->today,
  };

  sat_forecast_period_containing (world->first + g_rand_int_range (world->rand, 0, world->n_days),
                                  (SatForecastUnit)g_rand_int_range (world->rand, 0, 3),
                                  world->fiscal_start, &ask.period);
  if (g_rand_int_range (world->rand, 0, 4) == 0)
    ask.top = sat_forecast_world_some (world, ask.by);
  check_ask (world, sql, &ask, filters[which].condition);
}

static void
test_random (void)
{
  for (int round = 0; round < 3; round++) {
    SatForecastWorld *world = sat_forecast_world_new ();
    g_autofree char *deals = g_strdup_printf (DEALS, world->today);
    g_autoptr (GError) error = NULL;
    SatConnection *sql = sat_connection_open (world->store->path, SAT_OPEN_READ, &error);

    g_assert_no_error (error);
    sat_connection_exec (sql, deals, &error);
    g_assert_no_error (error);
    sat_forecast_world_enter_quotas (world, sql);
    for (int i = 0; i < 8; i++)
      check_some (world, sql);
    sat_connection_unref (sql);
    sat_forecast_world_free (world);
  }
}

#define N_SAVED 4

static void
check_past (SatForecastWorld *world, SatForecast *const *saved, gint64 then)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GError) error = NULL;
  g_autoptr (SatReader) past =
      sat_as_of_open (world->store->store, "opportunity", then, utc, NULL, &error);

  g_assert_no_error (error);
  for (int by = 0; by <= SAT_FORECAST_BY_TERRITORY; by++) {
    g_autoptr (SatForecast) found =
        sat_forecast_read (past, sat_forecast_get_ask (saved[by]), NULL, &error);

    g_assert_no_error (error);
    same_rows (saved[by], found);
  }
}

/* What was saved as time went by is what is found when one looks back. */
static void
test_past (void)
{
  SatForecastWorld *world = sat_forecast_world_new ();
  SatForecast *saved[N_SAVED][SAT_FORECAST_BY_TERRITORY + 1];
  gint64 times[N_SAVED];

  for (int i = 0; i < N_SAVED; i++) {
    SatForecastAsk ask = {.today = world->today};

    sat_forecast_period_containing (world->first + 200, SAT_FORECAST_YEAR, world->fiscal_start,
                                    &ask.period);
    for (int by = 0; by <= SAT_FORECAST_BY_TERRITORY; by++) {
      ask.by = (SatForecastBy)by;
      saved[i][by] = forecast_read (world->store, &ask);
    }
    times[i] = sat_clock_now (world->store->clock);
    sat_forecast_world_edit (world);
  }
  for (int i = 0; i < N_SAVED; i++) {
    check_past (world, saved[i], times[i]);
    for (int by = 0; by <= SAT_FORECAST_BY_TERRITORY; by++)
      sat_forecast_unref (saved[i][by]);
  }
  sat_forecast_world_free (world);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/forecast-random/all", test_random);
  g_test_add_func ("/forecast-random/past", test_past);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How a period fills up. */

#include "config.h"

#include "forecast-fixture.h"
#include "sat-forecast-burnup.h"
#include "sat-forecast-world.h"
#include "sat-query.h"

#define N_WORLDS 6
#define N_ASKS 25

static void
add_won (SatTestStore *f, gint64 stage, const char *amount, const char *currency, const char *date)
{
  g_autofree char *id = NULL;
  SatUuid uuid;

  g_assert_true (sat_reader_identify (sat_test_store_reader (f), stage, &uuid, NULL, NULL, NULL));
  id = sat_uuid_to_string (&uuid);
  sat_test_store_add (f, "opportunity", "name", "Deal", "stage", id, "amount", amount, "currency",
                      currency, "close_date", date, NULL);
}

static SatDate
day (int year, int month, int day_of_month)
{
  SatDate date;

  g_assert_true (sat_date_from_ymd (year, month, day_of_month, &date));
  return date;
}

static void
assert_day (GArray *days, guint i, SatDate date, gint64 value, gint64 total)
{
  const SatBurnupDay *is = &g_array_index (days, SatBurnupDay, i);

  g_assert_cmpuint (i, <, days->len);
  g_assert_cmpint (is->date, ==, date);
  g_assert_cmpint (is->value, ==, value);
  g_assert_cmpint (is->total, ==, total);
}

/* Two deals of one day are one step; each at the rate of its day; the quarter before beside it. */
static void
test_known (void)
{
  gint64 stages[4];
  g_autoptr (SatTestStore) f = forecast_store_new (stages);
  SatForecastAsk ask = forecast_ask ();
  g_autoptr (SatForecast) forecast = NULL, before = NULL;
  g_autoptr (SatForecastBurnup) burnup = NULL, alone = NULL;

  sat_test_store_add (f, "exchange_rate", "currency", "EUR", "date", "2026-01-01", "rate", "2",
                      NULL);
  sat_test_store_add (f, "exchange_rate", "currency", "EUR", "date", "2026-02-01", "rate", "3",
                      NULL);
  add_won (f, stages[2], "100", "USD", "2026-01-10");
  add_won (f, stages[2], "10", "EUR", "2026-01-10");
  add_won (f, stages[2], "10", "EUR", "2026-02-10");
  add_won (f, stages[2], "70", "USD", "2026-03-20");
  add_won (f, stages[1], "999", "USD", "2026-02-11");
  add_won (f, stages[2], "40", "USD", "2025-10-05");
  add_won (f, stages[2], "50", "USD", "2025-12-31");
  sat_test_store_add (f, "user", "name", "Ana", NULL);
  sat_test_store_add (f, "quota", "user", "Ana", "period", "2026-Q1", "start", "2026-01-01",
                      "amount", "900", NULL);
  forecast = forecast_read (f, &ask);
  before = sat_forecast_read_before (forecast, sat_test_store_reader (f), NULL, NULL);
  burnup = sat_forecast_burnup_new (forecast, before, SAT_FORECAST_TOTAL);
  g_assert_cmpuint (burnup->days->len, ==, 3);
  assert_day (burnup->days, 0, day (2026, 1, 10), 12000, 12000);
  assert_day (burnup->days, 1, day (2026, 2, 10), 3000, 15000);
  assert_day (burnup->days, 2, day (2026, 3, 20), 7000, 22000);
  g_assert_cmpint (burnup->closed, ==, 22000);
  g_assert_cmpint (burnup->so_far, ==, 15000);
  g_assert_cmpint (burnup->n_days, ==, 90);
  g_assert_cmpint (burnup->elapsed, ==, 61); /* March 2 */
  g_assert_true (burnup->has_quota);
  g_assert_cmpint (burnup->pace, ==, 61000);
  g_assert_cmpstr (burnup->currency, ==, "USD");
  g_assert_true (burnup->has_before);
  g_assert_cmpint (burnup->before.number, ==, 4);
  g_assert_cmpuint (burnup->before_days->len, ==, 2);
  g_assert_cmpint (burnup->before_so_far, ==, 4000);
  g_assert_cmpint (burnup->before_closed, ==, 9000);
  alone = sat_forecast_burnup_new (forecast, NULL, SAT_FORECAST_TOTAL);
  g_assert_false (alone->has_before);
  g_assert_cmpuint (alone->before_days->len, ==, 0);
}

/* Before it begins, and after its end. */
static void
test_other_days (void)
{
  gint64 stages[4];
  g_autoptr (SatTestStore) f = forecast_store_new (stages);
  SatForecastAsk ask = forecast_ask ();
  g_autoptr (SatForecast) early = NULL, late = NULL, counts = NULL;
  g_autoptr (SatForecastBurnup) not_begun = NULL, over = NULL, counted = NULL;

  add_won (f, stages[2], "100", "USD", "2026-01-10");
  ask.today = day (2025, 6, 1);
  early = forecast_read (f, &ask);
  not_begun = sat_forecast_burnup_new (early, NULL, SAT_FORECAST_TOTAL);
  g_assert_cmpint (not_begun->elapsed, ==, 0);
  g_assert_cmpint (not_begun->so_far, ==, 0);
  g_assert_cmpint (not_begun->closed, ==, 10000);
  ask.today = day (2027, 6, 1);
  late = forecast_read (f, &ask);
  over = sat_forecast_burnup_new (late, NULL, SAT_FORECAST_TOTAL);
  g_assert_cmpint (over->elapsed, ==, over->n_days);
  g_assert_cmpint (over->so_far, ==, 10000);
  g_assert_false (over->has_quota);
  ask.measure = SAT_FORECAST_COUNT;
  counts = forecast_read (f, &ask);
  counted = sat_forecast_burnup_new (counts, NULL, SAT_FORECAST_TOTAL);
  g_assert_cmpint (counted->closed, ==, 1);
  g_assert_null (counted->currency);
}

/* Days of the period before on those of this one: in order, within it, the last on the last. */
static void
test_dates (void)
{
  gint64 stages[4];
  g_autoptr (SatTestStore) f = forecast_store_new (stages);
  SatForecastAsk ask = forecast_ask ();
  g_autoptr (SatForecast) forecast = forecast_read (f, &ask);
  g_autoptr (SatForecast) before =
      sat_forecast_read_before (forecast, sat_test_store_reader (f), NULL, NULL);
  g_autoptr (SatForecastBurnup) burnup =
      sat_forecast_burnup_new (forecast, before, SAT_FORECAST_TOTAL);

  g_assert_cmpint (sat_forecast_burnup_this_date (burnup, day (2025, 10, 1)), ==, day (2026, 1, 1));
  g_assert_cmpint (sat_forecast_burnup_this_date (burnup, day (2025, 12, 31)), ==,
                   day (2026, 3, 31));
  g_assert_cmpint (sat_forecast_burnup_before_date (burnup, day (2026, 1, 31)), ==,
                   day (2025, 10, 31));
}

static SatForecastAsk
random_ask (SatForecastWorld *world)
{
  SatForecastAsk ask = {
      .by = (SatForecastBy)g_rand_int_range (world->rand, 0, 3),
      .measure = (SatForecastMeasure)g_rand_int_range (world->rand, 0, 3),
      .rollup = (SatForecastRollup)g_rand_int_range (world->rand, 0, 2),
      .today = world->first + g_rand_int_range (world->rand, 0, world->n_days),
  };

  sat_forecast_period_containing (world->first + g_rand_int_range (world->rand, 0, world->n_days),
                                  (SatForecastUnit)g_rand_int_range (world->rand, 0, 3),
                                  world->fiscal_start, &ask.period);
  if (g_rand_boolean (world->rand))
    ask.filter = sat_filter_test1 ("amount", SAT_OP_GE, "100");
  return ask;
}

static gint64
count_deals (SatForecastWorld *world, SatFilter *filter)
{
  g_autoptr (SatQuery) query = sat_query_new ("opportunity");
  g_autoptr (GError) error = NULL;
  gint64 n = 0;

  sat_query_set_filter (query, filter);
  sat_query_count (query, sat_test_store_reader (world->store), &n, &error);
  g_assert_no_error (error);
  return n;
}

/* Sums that grow day by day to the grid's figure; where deals are counted, as many as the list of
 * the day has. */
static void
check_days (SatForecastWorld *world, SatForecast *forecast, guint row)
{
  g_autoptr (SatForecastBurnup) burnup = sat_forecast_burnup_new (forecast, NULL, row);
  const SatForecastAsk *ask = sat_forecast_get_ask (forecast);
  SatDate last = burnup->period.first - 1;
  gint64 total = 0, so_far = 0;

  for (guint i = 0; i < burnup->days->len; i++) {
    const SatBurnupDay *is = &g_array_index (burnup->days, SatBurnupDay, i);

    g_assert_cmpint (is->date, >, last);
    g_assert_cmpint (is->date, <=, burnup->period.last);
    g_assert_cmpint (is->total, ==, total + is->value);
    last = is->date;
    total = is->total;
    if (is->date <= burnup->today)
      so_far = total;
    if (ask->measure == SAT_FORECAST_COUNT) {
      g_autoptr (SatFilter) on = sat_forecast_burnup_deals (forecast, row, is->date, FALSE);
      g_autoptr (SatFilter) until = sat_forecast_burnup_deals (forecast, row, is->date, TRUE);

      g_assert_cmpint (count_deals (world, on), ==, is->value);
      g_assert_cmpint (count_deals (world, until), ==, is->total);
    }
  }
  g_assert_cmpint (total, ==,
                   sat_forecast_get_row (forecast, row)->value[SAT_FORECAST_COLUMN_CLOSED]);
  g_assert_cmpint (burnup->closed, ==, total);
  g_assert_cmpint (burnup->so_far, ==, so_far);
}

/* What is shown of the period before is what its own chart shows. */
static void
check_before (SatForecastWorld *world, SatForecast *forecast, guint row)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SatForecast) before =
      sat_forecast_read_before (forecast, sat_test_store_reader (world->store), NULL, &error);
  g_autoptr (SatForecastBurnup) burnup = sat_forecast_burnup_new (forecast, before, row);

  g_assert_no_error (error);
  if (!burnup->has_before)
    return;
  g_assert_cmpint (burnup->before.last + 1, ==, burnup->period.first);
  g_assert_cmpint (
      burnup->before_closed, ==,
      sat_forecast_get_row (before, burnup->before_row)->value[SAT_FORECAST_COLUMN_CLOSED]);
  if (row != SAT_FORECAST_TOTAL)
    g_assert_cmpint (sat_forecast_get_row (before, burnup->before_row)->id, ==,
                     sat_forecast_get_row (forecast, row)->id);
  g_assert_cmpint (burnup->before_so_far, <=, burnup->before_closed);
}

static void
test_random (void)
{
  for (int w = 0; w < N_WORLDS; w++) {
    SatForecastWorld *world = sat_forecast_world_new ();

    for (int i = 0; i < N_ASKS; i++) {
      SatForecastAsk ask = random_ask (world);
      g_autoptr (SatForecast) forecast = forecast_read (world->store, &ask);
      guint n = sat_forecast_get_n_rows (forecast);

      check_days (world, forecast, SAT_FORECAST_TOTAL);
      for (guint row = 0; row < n; row++)
        check_days (world, forecast, row);
      check_before (world, forecast, SAT_FORECAST_TOTAL);
      if (n > 0)
        check_before (world, forecast, (guint)g_rand_int_range (world->rand, 0, (int)n));
      g_clear_pointer (&ask.filter, sat_filter_unref);
    }
    sat_forecast_world_free (world);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/forecast-burnup/known", test_known);
  g_test_add_func ("/forecast-burnup/other-days", test_other_days);
  g_test_add_func ("/forecast-burnup/dates", test_dates);
  g_test_add_func ("/forecast-burnup/random", test_random);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the cells of a forecast hold. */

#include "config.h"

#include "forecast-fixture.h"

#include <string.h>

enum {
  PROSPECTING,
  ENGAGING,
  WON,
  LOST
};

static gint64
add_deal (SatTestStore *f,
          gint64 stage,
          const char *amount,
          const char *currency,
          const char *date,
          const char *category)
{
  g_autofree char *id = NULL;
  SatUuid uuid;
  gint64 deal;

  g_assert_true (sat_reader_identify (sat_test_store_reader (f), stage, &uuid, NULL, NULL, NULL));
  id = sat_uuid_to_string (&uuid);
  deal = sat_test_store_add (f, "opportunity", "name", "Deal", "stage", id, "amount", amount,
                             "currency", currency, "close_date", date, NULL);
  if (category != NULL)
    sat_test_store_set (f, deal, "category", category, NULL);
  return deal;
}

/* The known answer of definitions.md. */
static void
test_rollup (void)
{
  gint64 stages[4];
  g_autoptr (SatTestStore) f = forecast_store_new (stages);
  SatForecastAsk ask = forecast_ask ();
  g_autoptr (SatForecast) cumulative = NULL, single = NULL;
  const SatForecastRow *row;

  add_deal (f, stages[WON], "50", "USD", "2026-01-01", NULL);
  add_deal (f, stages[ENGAGING], "100", "USD", "2026-02-01", "commit");
  add_deal (f, stages[ENGAGING], "150", "USD", "2026-02-28", "best_case");
  add_deal (f, stages[PROSPECTING], "200", "USD", "2026-03-31", NULL);
  cumulative = forecast_read (f, &ask);
  row = sat_forecast_get_row (cumulative, SAT_FORECAST_TOTAL);
  assert_cell (row, CLOSED, 5000);
  assert_cell (row, COMMIT, 15000);
  assert_cell (row, MOST_LIKELY, 15000);
  assert_cell (row, BEST_CASE, 30000);
  assert_cell (row, OPEN_PIPELINE, 45000);
  assert_cell (row, PIPELINE, 45000);
  assert_cell (row, ADJUSTED, FORECAST_ABSENT);
  ask.rollup = SAT_FORECAST_SINGLE;
  single = forecast_read (f, &ask);
  row = sat_forecast_get_row (single, SAT_FORECAST_TOTAL);
  assert_cell (row, CLOSED, 5000);
  assert_cell (row, COMMIT, 10000);
  assert_cell (row, MOST_LIKELY, 0);
  assert_cell (row, BEST_CASE, 15000);
  assert_cell (row, PIPELINE, 20000);
  assert_cell (row, OPEN_PIPELINE, 45000);
  g_assert_cmpint (row->category[SAT_FORECAST_CATEGORY_PIPELINE], ==, 20000);
}

/* Odoo's prorated revenue. */
static void
test_weighted (void)
{
  gint64 stages[4];
  g_autoptr (SatTestStore) f = forecast_store_new (stages);
  SatForecastAsk ask = forecast_ask ();
  g_autoptr (SatForecast) amounts = NULL, weighted = NULL, counts = NULL;
  const SatForecastRow *row;
  gint64 deal = add_deal (f, stages[ENGAGING], "3800", "USD", "2026-02-01", NULL);

  sat_test_store_set (f, deal, "probability", "90", NULL);
  add_deal (f, stages[PROSPECTING], "22500", "USD", "2026-02-01", NULL);
  amounts = forecast_read (f, &ask);
  row = sat_forecast_get_row (amounts, SAT_FORECAST_TOTAL);
  assert_cell (row, WEIGHTED, 792000);
  assert_cell (row, OPEN_PIPELINE, 2630000);
  add_deal (f, stages[WON], "100", "USD", "2026-02-01", NULL);
  add_deal (f, stages[LOST], "1000", "USD", "2026-02-01", NULL);
  /* Half a cent is a cent, away from zero. */
  add_deal (f, stages[PROSPECTING], "0.03", "USD", "2026-02-01", "omitted");
  ask.measure = SAT_FORECAST_WEIGHTED;
  weighted = forecast_read (f, &ask);
  row = sat_forecast_get_row (weighted, SAT_FORECAST_TOTAL);
  assert_cell (row, WEIGHTED, 802001);
  assert_cell (row, OPEN_PIPELINE, 792000);
  assert_cell (row, CLOSED, 10000);
  ask.measure = SAT_FORECAST_COUNT;
  counts = sat_forecast_regroup (weighted, &ask);
  row = sat_forecast_get_row (counts, SAT_FORECAST_TOTAL);
  assert_cell (row, WEIGHTED, 4);
  assert_cell (row, OPEN_PIPELINE, 2);
  assert_cell (row, CLOSED, 1);
  assert_cell (row, QUOTA, FORECAST_ABSENT);
  assert_cell (row, GAP, FORECAST_ABSENT);
}

static void
assert_quota (SatTestStore *f,
              gint64 quota_record,
              const char *amount,
              gint64 gap,
              gint64 attainment,
              gint64 coverage)
{
  SatForecastAsk ask = forecast_ask ();
  g_autoptr (SatForecast) forecast = NULL;
  const SatForecastRow *row;

  if (amount != NULL)
    sat_test_store_set (f, quota_record, "amount", amount, NULL);
  forecast = forecast_read (f, &ask);
  row = forecast_row (forecast, "Ana");
  assert_cell (row, GAP, gap);
  assert_cell (row, ATTAINMENT, attainment);
  assert_cell (row, COVERAGE, coverage);
  row = sat_forecast_get_row (forecast, SAT_FORECAST_TOTAL);
  assert_cell (row, GAP, gap);
  assert_cell (row, ATTAINMENT, attainment);
  assert_cell (row, COVERAGE, coverage);
}

static void
test_ratios (void)
{
  gint64 stages[4], quota, deal;
  g_autoptr (SatTestStore) f = forecast_store_new (stages);

  sat_test_store_add (f, "user", "name", "Ana", NULL);
  deal = add_deal (f, stages[WON], "400", "USD", "2026-01-31", NULL);
  sat_test_store_set (f, deal, "owner", "Ana", NULL);
  deal = add_deal (f, stages[ENGAGING], "900", "USD", "2026-03-31", NULL);
  sat_test_store_set (f, deal, "owner", "Ana", NULL);
  assert_quota (f, 0, NULL, FORECAST_ABSENT, FORECAST_ABSENT, FORECAST_ABSENT);
  quota = sat_test_store_add (f, "quota", "user", "Ana", "period", "2026-Q1", "start", "2026-01-01",
                              "amount", "1000", NULL);
  assert_quota (f, quota, NULL, 60000, 4000, 15000);
  assert_quota (f, quota, "0", -40000, FORECAST_ABSENT, FORECAST_ABSENT);
  assert_quota (f, quota, "400", 0, 10000, FORECAST_ABSENT);
  assert_quota (f, quota, "300", -10000, 13333, FORECAST_ABSENT);
  /* Two thirds round up. */
  assert_quota (f, quota, "600", 20000, 6667, 45000);
  assert_quota (f, quota, "", FORECAST_ABSENT, FORECAST_ABSENT, FORECAST_ABSENT);
}

static void
test_currency (void)
{
  gint64 stages[4];
  g_autoptr (SatTestStore) f = forecast_store_new (stages);
  SatForecastAsk ask = forecast_ask ();
  g_autoptr (SatForecast) forecast = NULL, later = NULL, counts = NULL;
  const SatForecastRow *row;

  sat_test_store_add (f, "exchange_rate", "currency", "EUR", "date", "2026-01-01", "rate", "1.5",
                      NULL);
  sat_test_store_add (f, "exchange_rate", "currency", "EUR", "date", "2026-02-01", "rate", "2",
                      NULL);
  sat_test_store_add (f, "exchange_rate", "currency", "EUR", "date", "2026-03-10", "rate", "3",
                      NULL);
  sat_test_store_add (f, "exchange_rate", "currency", "JPY", "date", "2026-01-01", "rate", "0.01",
                      NULL);
  add_deal (f, stages[WON], "10", "EUR", "2026-01-31", NULL);
  add_deal (f, stages[WON], "10", "EUR", "2026-02-01", NULL);
  add_deal (f, stages[ENGAGING], "10", "EUR", "2026-01-31", "commit"); /* 60 % */
  add_deal (f, stages[ENGAGING], "1054", "JPY", "2026-01-31", NULL);
  add_deal (f, stages[ENGAGING], "7", "CHF", "2026-01-31", NULL);
  add_deal (f, stages[WON], "7", "CHF", "2026-01-31", NULL);
  add_deal (f, stages[LOST], "7", "CHF", "2026-01-31", NULL);
  forecast = forecast_read (f, &ask);
  row = sat_forecast_get_row (forecast, SAT_FORECAST_TOTAL);
  assert_cell (row, CLOSED, 1500 + 2000);
  assert_cell (row, COMMIT, 3500 + 2000);
  assert_cell (row, OPEN_PIPELINE, 2000 + 1054);
  assert_cell (row, WEIGHTED, 3500 + 1200 + 632);
  g_assert_cmpuint (sat_forecast_get_n_unrated (forecast), ==, 1);
  g_assert_cmpstr (sat_forecast_get_unrated (forecast, 0)->currency, ==, "CHF");
  g_assert_cmpuint (sat_forecast_get_unrated (forecast, 0)->n_deals, ==, 2);
  ask.measure = SAT_FORECAST_COUNT;
  counts = forecast_read (f, &ask);
  row = sat_forecast_get_row (counts, SAT_FORECAST_TOTAL);
  assert_cell (row, CLOSED, 3);
  assert_cell (row, OPEN_PIPELINE, 3);
  ask.measure = SAT_FORECAST_AMOUNT;
  ask.today += 10;
  g_assert_null (sat_forecast_regroup (forecast, &ask));
  later = forecast_read (f, &ask);
  row = sat_forecast_get_row (later, SAT_FORECAST_TOTAL);
  assert_cell (row, CLOSED, 3500);
  assert_cell (row, OPEN_PIPELINE, 3000 + 1054);
}

static void
test_dates (void)
{
  static const char *const dates[] = {"2025-12-31", "2026-01-01", "2026-03-31", "2026-04-01", ""};
  static const struct {
    const char *period;
    gint64 closed;
  } cases[] = {{"2025-Q4", 100}, {"2026-Q1", 600}, {"2026-01", 200},
               {"2026-02", 0},   {"2026-03", 400}, {"2026", 1400},
               {"2025", 100},    {"2027", 0},      {"2026-Q2", 800}};
  gint64 stages[4];
  g_autoptr (SatTestStore) f = forecast_store_new (stages);

  for (guint i = 0; i < G_N_ELEMENTS (dates); i++) {
    g_autofree char *amount = g_strdup_printf ("%d", 1 << i);

    add_deal (f, stages[WON], amount, "USD", dates[i], NULL);
  }
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    SatForecastAsk ask = forecast_ask ();
    g_autoptr (SatForecast) forecast = NULL;

    forecast_ask_period (&ask, cases[i].period);
    forecast = forecast_read (f, &ask);
    assert_cell (sat_forecast_get_row (forecast, SAT_FORECAST_TOTAL), CLOSED, cases[i].closed);
  }
}

static void
assert_single (SatTestStore *f, gint64 closed, gint64 commit, gint64 best_case, gint64 pipeline)
{
  SatForecastAsk ask = forecast_ask ();
  g_autoptr (SatForecast) forecast = NULL;
  const SatForecastRow *row;

  ask.rollup = SAT_FORECAST_SINGLE;
  forecast = forecast_read (f, &ask);
  row = sat_forecast_get_row (forecast, SAT_FORECAST_TOTAL);
  assert_cell (row, CLOSED, closed);
  assert_cell (row, COMMIT, commit);
  assert_cell (row, BEST_CASE, best_case);
  assert_cell (row, PIPELINE, pipeline);
}

/* Set by hand it stays whatever the stage; won is closed and lost is omitted all the same. */
static void
test_category (void)
{
  gint64 stages[4], deal;
  g_autoptr (SatTestStore) f = forecast_store_new (stages);

  deal = add_deal (f, stages[PROSPECTING], "1", "USD", "2026-03-31", NULL);
  assert_single (f, 0, 0, 0, 100);
  sat_test_store_set (f, deal, "category", "commit", NULL);
  assert_single (f, 0, 100, 0, 0);
  sat_test_store_set (f, deal, "stage", "Engaging", NULL);
  assert_single (f, 0, 100, 0, 0);
  sat_test_store_set (f, deal, "stage", "Won", "close_date", "2026-03-31", NULL);
  assert_single (f, 100, 0, 0, 0);
  sat_test_store_set (f, deal, "stage", "Lost", "close_date", "2026-03-31", NULL);
  assert_single (f, 0, 0, 0, 0);
  sat_test_store_set (f, deal, "stage", "Engaging", NULL);
  assert_single (f, 0, 100, 0, 0);
  sat_test_store_set (f, deal, "category", "omitted", NULL);
  assert_single (f, 0, 0, 0, 0);
  sat_test_store_set (f, deal, "category_manual", "false", NULL);
  assert_single (f, 0, 0, 100, 0);
}

static void
test_days (void)
{
  gint64 stages[4];
  g_autoptr (SatTestStore) f = forecast_store_new (stages);
  SatForecastAsk ask = forecast_ask ();
  g_autoptr (SatForecast) forecast = NULL;
  g_autoptr (GArray) days = NULL;
  const SatForecastDay *day;

  add_deal (f, stages[WON], "2", "USD", "2026-02-10", NULL);
  add_deal (f, stages[WON], "4", "USD", "2026-01-05", NULL);
  add_deal (f, stages[WON], "1", "USD", "2026-02-10", NULL);
  add_deal (f, stages[ENGAGING], "8", "USD", "2026-01-07", "commit");
  forecast = forecast_read (f, &ask);
  days = sat_forecast_closed_by_day (forecast, SAT_FORECAST_TOTAL);
  g_assert_cmpuint (days->len, ==, 2);
  day = &g_array_index (days, SatForecastDay, 0);
  g_assert_cmpint (day->value, ==, 400);
  g_assert_cmpint (day->date, ==, ask.period.first + 4);
  day = &g_array_index (days, SatForecastDay, 1);
  g_assert_cmpint (day->value, ==, 300);
}

static void
test_words (void)
{
  SatForecastColumn column;
  SatForecastBy by;
  SatForecastRollup rollup;
  SatForecastMeasure measure;

  for (int i = 0; i < SAT_FORECAST_N_COLUMNS; i++) {
    g_assert_true (
        sat_forecast_column_parse (sat_forecast_column_name ((SatForecastColumn)i), &column));
    g_assert_cmpint ((int)column, ==, i);
    g_assert_nonnull (sat_forecast_column_label (column));
  }
  g_assert_false (sat_forecast_column_parse ("Quota", &column));
  g_assert_false (sat_forecast_by_parse ("stage", &by));
  g_assert_true (sat_forecast_by_parse ("territory", &by) && by == SAT_FORECAST_BY_TERRITORY);
  g_assert_true (sat_forecast_rollup_parse ("single", &rollup) && rollup == SAT_FORECAST_SINGLE);
  g_assert_true (sat_forecast_measure_parse ("count", &measure) && measure == SAT_FORECAST_COUNT);
  g_assert_false (sat_forecast_rollup_parse ("", &rollup));
  g_assert_false (sat_forecast_measure_parse ("money", &measure));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/forecast/rollup", test_rollup);
  g_test_add_func ("/forecast/weighted", test_weighted);
  g_test_add_func ("/forecast/ratios", test_ratios);
  g_test_add_func ("/forecast/currency", test_currency);
  g_test_add_func ("/forecast/dates", test_dates);
  g_test_add_func ("/forecast/category", test_category);
  g_test_add_func ("/forecast/days", test_days);
  g_test_add_func ("/forecast/words", test_words);
  return g_test_run ();
}

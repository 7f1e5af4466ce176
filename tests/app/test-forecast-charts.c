/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The charts of a forecast: their words, and that their figures are those of the grid. */

#include "config.h"

#include "../sales/forecast-fixture.h"
#include "../sales/sat-forecast-world.h"
#include "sat-chart-mark.h"
#include "sat-chart-plot.h"
#include "sat-charts.h"
#include "sat-forecast-charts-pane.h"
#include "sat-forecast-charts.h"
#include "sat-query.h"
#include "window-fixture.h"

#define N_WORLDS 4
#define N_ASKS 20

static SatFormat
english (void)
{
  return (SatFormat){.order = SAT_DATE_ORDER_DMY,
                     .date = "%-d %b %Y",
                     .decimal_point = '.',
                     .grouping = ",",
                     .week_start = 1,
                     .currency = "USD"};
}

static void
add_deal (SatTestStore *f, gint64 stage, const char *amount, const char *date, const char *owner)
{
  g_autofree char *id = NULL;
  SatUuid uuid;
  gint64 deal;

  g_assert_true (sat_reader_identify (sat_test_store_reader (f), stage, &uuid, NULL, NULL, NULL));
  id = sat_uuid_to_string (&uuid);
  deal = sat_test_store_add (f, "opportunity", "name", "Deal", "stage", id, "amount", amount,
                             "close_date", date, NULL);
  if (owner != NULL)
    sat_test_store_set (f, deal, "owner", owner, NULL);
}

/* Ana manages Bo. Q1 2026 is two thirds over. */
static SatTestStore *
store_new (void)
{
  gint64 stages[4];
  SatTestStore *f = forecast_store_new (stages);

  sat_test_store_add (f, "user", "name", "Ana", NULL);
  sat_test_store_add (f, "user", "name", "Bo", "manager", "Ana", NULL);
  add_deal (f, stages[2], "300000", "2026-01-10", "Bo");
  add_deal (f, stages[2], "100000", "2026-02-20", "Ana");
  add_deal (f, stages[1], "500000", "2026-03-20", "Bo");
  add_deal (f, stages[0], "50000", "2026-03-25", NULL);
  add_deal (f, stages[2], "70000", "2025-11-20", "Ana");
  sat_test_store_add (f, "quota", "user", "Bo", "period", "2026-Q1", "start", "2026-01-01",
                      "amount", "900000", NULL);
  return f;
}

static SatChartModel *
burnup_of (SatTestStore *f, const SatForecastAsk *ask, gboolean with_before)
{
  SatFormat format = english ();
  g_autoptr (SatForecast) forecast = forecast_read (f, ask);
  g_autoptr (SatForecast) before =
      with_before ? sat_forecast_read_before (forecast, sat_test_store_reader (f), NULL, NULL)
                  : NULL;
  g_autoptr (SatForecastBurnup) burnup =
      sat_forecast_burnup_new (forecast, before, SAT_FORECAST_TOTAL);

  return sat_burnup_model_new (burnup, &format);
}

static void
test_burnup_words (void)
{
  g_autoptr (SatTestStore) f = store_new ();
  SatForecastAsk ask = forecast_ask ();
  g_autoptr (SatChartModel) model = burnup_of (f, &ask, TRUE);
  g_autoptr (SatChartModel) counts = NULL, early = NULL, late = NULL;
  g_autofree char *text = sat_chart_model_to_text (model);

  g_assert_cmpstr (model->title, ==, "Closed in Q1 2026");
  g_assert_cmpstr (model->summary, ==,
                   "Closed $400k of a quota of $900k on day 61 of 90: 44%. An even pace would have "
                   "brought $610k by now: $210k behind. At the same point of Q4 2025 it was $70k.");
  g_assert_cmpstr (sat_chart_model_get_point (model, 0, 1)->text, ==,
                   "10 Jan 2026: closed $300,000.00, in all $300,000.00");
  g_assert_nonnull (strstr (text, "20 Feb 2026\t400,000.00\t70,000.00\t510,000.00\t900,000.00\n"));
  ask.measure = SAT_FORECAST_COUNT;
  counts = burnup_of (f, &ask, FALSE);
  g_assert_cmpstr (counts->title, ==, "Deals Closed in Q1 2026");
  g_assert_cmpstr (counts->summary, ==, "Closed 2 deals on day 61 of 90.");
  ask.measure = SAT_FORECAST_AMOUNT;
  g_assert_true (sat_date_from_ymd (2026, 4, 1, &ask.today));
  late = burnup_of (f, &ask, TRUE);
  g_assert_cmpstr (late->summary, ==,
                   "Closed $400k of a quota of $900k: 44%. In Q4 2025 it was $70k.");
  g_assert_true (sat_date_from_ymd (2025, 4, 1, &ask.today));
  early = burnup_of (f, &ask, FALSE);
  g_assert_true (
      g_str_has_prefix (early->summary, "The period begins on 1 Jan 2026; its quota is $900k. "));
}

static void
test_category_words (void)
{
  g_autoptr (SatTestStore) f = store_new ();
  SatForecastAsk ask = forecast_ask ();
  SatFormat format = english ();
  g_autoptr (SatForecast) forecast = forecast_read (f, &ask);
  g_autoptr (SatChartModel) model = sat_category_model_new (forecast, SAT_FORECAST_TOTAL, &format);
  g_autofree char *text = sat_chart_model_to_text (model);
  g_autoptr (SatForecast) nothing = NULL;

  g_assert_cmpstr (text, ==,
                   "People by Category in Q1 2026\n"
                   "Closed: $400k, open: $550k. Most is with Bo: $800k. 0 of 1 quota is met.\n\n"
                   "Person\tClosed (USD)\tBest case (USD)\tPipeline (USD)\tQuota (USD)\n"
                   "Bo\t300,000.00\t500,000.00\t–\t900,000.00\n"
                   "Ana\t100,000.00\t–\t–\t–\n"
                   "No owner\t–\t–\t50,000.00\t–\n");
  forecast_ask_period (&ask, "2031-Q1");
  nothing = forecast_read (f, &ask);
  g_assert_null (sat_category_model_new (nothing, SAT_FORECAST_TOTAL, &format));
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
  return ask;
}

/* The bars of a category add up to the line's figure: nobody is counted twice or not at all. */
static void
check_sums (SatForecast *forecast, guint row)
{
  SatFormat format = english ();
  const SatForecastRow *line = sat_forecast_get_row (forecast, row);
  g_autoptr (SatChartModel) model = sat_category_model_new (forecast, row, &format);

  for (int c = 0; c < SAT_FORECAST_CATEGORY_OMITTED; c++) {
    gint64 sum = 0;

    for (guint s = 0; model != NULL && s < sat_chart_model_n_series (model); s++) {
      const SatChartSeries *series = sat_chart_model_get_series (model, s);

      for (guint i = 0; i < series->points->len; i++)
        if (series->shape == SAT_CHART_BARS &&
            g_str_equal (series->name, sat_forecast_category_label ((SatForecastCategory)c)))
          sum += sat_chart_model_get_point (model, s, i)->value;
    }
    g_assert_cmpint (sum, ==, line->category[c]);
  }
}

static void
test_category_sums (void)
{
  for (int w = 0; w < N_WORLDS; w++) {
    SatForecastWorld *world = sat_forecast_world_new ();

    for (int i = 0; i < N_ASKS; i++) {
      SatForecastAsk ask = random_ask (world);
      g_autoptr (SatForecast) forecast = forecast_read (world->store, &ask);

      check_sums (forecast, SAT_FORECAST_TOTAL);
      for (guint row = 0; row < sat_forecast_get_n_rows (forecast); row++)
        check_sums (forecast, row);
    }
    sat_forecast_world_free (world);
  }
}

typedef struct {
  SatFilter *filter;
  char *title;
} Asked;

static void
asked_cb (GtkWidget *chart, SatFilter *filter, const char *title, Asked *asked)
{
  g_clear_pointer (&asked->filter, sat_filter_unref);
  g_free (asked->title);
  asked->filter = sat_filter_ref (filter);
  asked->title = g_strdup (title);
}

static gint64
count_deals (SatTestStore *f, SatFilter *filter)
{
  g_autoptr (SatQuery) query = sat_query_new ("opportunity");
  g_autoptr (GError) error = NULL;
  gint64 n = 0;

  sat_query_set_filter (query, filter);
  sat_query_count (query, sat_test_store_reader (f), &n, &error);
  g_assert_no_error (error);
  return n;
}

/* Where deals are counted, each mark leads to as many as it says. */
static guint
check_marks (SatTestStore *f, GtkWidget *chart)
{
  GtkWidget *plot = window_fixture_find (chart, SAT_TYPE_CHART_PLOT);
  SatChart *inner = SAT_CHART (window_fixture_find (chart, SAT_TYPE_CHART));
  Asked asked = {0};
  guint n = 0;
  gulong handler = g_signal_connect (chart, "deals-requested", G_CALLBACK (asked_cb), &asked);
  SatChartModel *model = sat_chart_get_model (inner);

  for (guint s = 0; model != NULL && s < sat_chart_model_n_series (model); s++) {
    const SatChartSeries *series = sat_chart_model_get_series (model, s);
    gint64 before = 0;

    for (guint i = 0; i < series->points->len; i++) {
      const SatChartPoint *point = sat_chart_model_get_point (model, s, i);
      gint64 own = series->shape == SAT_CHART_STEPS ? point->value - before : point->value;

      before = point->value;
      if (point->key == NULL)
        continue;
      g_signal_emit_by_name (plot, "mark-activated", point->key);
      g_assert_nonnull (asked.filter);
      g_assert_cmpint (count_deals (f, asked.filter), ==, own);
      g_assert_cmpstr (asked.title, !=, "");
      g_clear_pointer (&asked.filter, sat_filter_unref);
      n++;
    }
  }
  g_signal_handler_disconnect (chart, handler);
  g_free (asked.title);
  return n;
}

static void
test_drill (void)
{
  SatForecastWorld *world = sat_forecast_world_new ();
  SatContext *context = window_fixture_context (world->store);
  g_autoptr (GtkWidget) burnup = g_object_ref_sink (sat_burnup_chart_new ());
  g_autoptr (GtkWidget) categories = g_object_ref_sink (sat_category_chart_new ());
  guint n = 0;

  sat_burnup_chart_set_context (SAT_BURNUP_CHART (burnup), context);
  sat_category_chart_set_context (SAT_CATEGORY_CHART (categories), context);
  for (int i = 0; i < N_ASKS; i++) {
    SatForecastAsk ask = random_ask (world);
    g_autoptr (SatForecast) forecast = NULL, before = NULL;

    ask.measure = SAT_FORECAST_COUNT;
    forecast = forecast_read (world->store, &ask);
    before = sat_forecast_read_before (forecast, sat_test_store_reader (world->store), NULL, NULL);
    sat_burnup_chart_set_forecast (SAT_BURNUP_CHART (burnup), forecast, before, SAT_FORECAST_TOTAL);
    sat_category_chart_set_forecast (SAT_CATEGORY_CHART (categories), forecast, SAT_FORECAST_TOTAL);
    n += check_marks (world->store, burnup);
    n += check_marks (world->store, categories);
  }
  g_assert_cmpuint (n, >, 20);
  sat_burnup_chart_set_forecast (SAT_BURNUP_CHART (burnup), NULL, NULL, SAT_FORECAST_TOTAL);
  sat_category_chart_set_forecast (SAT_CATEGORY_CHART (categories), NULL, SAT_FORECAST_TOTAL);
  g_assert_cmpuint (check_marks (world->store, categories), ==, 0);
  g_clear_object (&burnup);
  g_clear_object (&categories);
  window_fixture_close (NULL, &context);
  sat_forecast_world_free (world);
}

static void
toast_cb (SatContext *context, AdwToast *toast, char **said)
{
  g_free (*said);
  *said = g_strdup (adw_toast_get_title (toast));
}

/* How an export ended is said, with the reason if it failed. */
static void
test_export_says (void)
{
  g_autoptr (SatTestStore) f = store_new ();
  g_autoptr (SatTestDir) dir = sat_test_dir_new ();
  SatForecastAsk ask = forecast_ask ();
  g_autoptr (SatChartModel) model = burnup_of (f, &ask, FALSE);
  SatContext *context = window_fixture_context (f);
  g_autoptr (GtkWidget) chart = g_object_ref_sink (sat_chart_new ());
  g_autofree char *path = sat_test_dir_file (dir, "q1.svg");
  g_autofree char *lost = sat_test_dir_file (dir, "no-folder/q1.svg");
  g_autofree char *said = NULL;
  g_autoptr (GError) error = NULL;

  g_signal_connect (context, "toast", G_CALLBACK (toast_cb), &said);
  sat_chart_set_context (SAT_CHART (chart), context);
  sat_chart_set_model (SAT_CHART (chart), model);
  g_assert_true (sat_chart_write_file (SAT_CHART (chart), SAT_CHART_SVG, path, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_cmpstr (said, ==, "Chart saved as “q1.svg”");
  g_assert_false (sat_chart_write_file (SAT_CHART (chart), SAT_CHART_SVG, lost, &error));
  g_assert_nonnull (error);
  g_assert_true (g_str_has_prefix (said, "Chart not saved: "));
  g_clear_object (&chart);
  window_fixture_close (NULL, &context);
}

static gboolean
is_shown (gpointer pane)
{
  return gtk_widget_get_width (pane) > 0 && !sat_forecast_charts_pane_is_reading (pane) &&
         sat_chart_get_model (SAT_CHART (window_fixture_find (pane, SAT_TYPE_CHART))) != NULL;
}

static SatChartModel *
shown_model (GtkWidget *pane, GType type)
{
  GtkWidget *chart = window_fixture_find (pane, type);

  g_assert_true (sat_test_wait_until (is_shown, pane, 10000));
  return sat_chart_get_model (SAT_CHART (window_fixture_find (chart, SAT_TYPE_CHART)));
}

static gboolean
is_of_bo (gpointer pane)
{
  return is_shown (pane) && shown_model (pane, SAT_TYPE_CATEGORY_CHART)->bands->len == 1;
}

static gboolean
is_closed_more (gpointer pane)
{
  return is_shown (pane) && strstr (shown_model (pane, SAT_TYPE_BURNUP_CHART)->summary, "$405k");
}

/* Both charts follow what is asked for, and what is written. */
static void
test_pane (void)
{
  g_autoptr (SatTestStore) f = store_new ();
  SatContext *context = window_fixture_context (f);
  SatForecastModel *model = sat_forecast_model_new (context);
  GtkWidget *pane = sat_forecast_charts_pane_new (model);
  GtkWidget *window = gtk_window_new ();
  Asked asked = {0};
  SatForecastPeriod period;
  SatChartModel *burnup;

  g_assert_true (sat_forecast_period_parse ("2026-Q1", 1, &period, NULL));
  sat_forecast_model_set_period (model, &period);
  sat_forecast_model_reload (model);
  gtk_window_set_default_size (GTK_WINDOW (window), 1200, 500);
  gtk_window_set_child (GTK_WINDOW (window), pane);
  gtk_window_present (GTK_WINDOW (window));
  burnup = shown_model (pane, SAT_TYPE_BURNUP_CHART);
  g_assert_cmpstr (sat_chart_model_get_series (burnup, 1)->name, ==, "Q4 2025");
  g_assert_cmpuint (shown_model (pane, SAT_TYPE_CATEGORY_CHART)->bands->len, ==, 3);
  /* a mark of either leads to its deals */
  g_signal_connect (pane, "deals-requested", G_CALLBACK (asked_cb), &asked);
  gtk_widget_child_focus (pane, GTK_DIR_TAB_FORWARD);
  g_signal_emit_by_name (window_fixture_find (pane, SAT_TYPE_CHART_PLOT), "mark-activated",
                         "2026-01-10");
  g_assert_cmpstr (asked.title, ==, "Closed on Jan 10, 2026");
  g_assert_cmpint (count_deals (f, asked.filter), ==, 1);
  sat_forecast_charts_pane_set_line (
      SAT_FORECAST_CHARTS_PANE (pane),
      forecast_row (sat_forecast_model_get_forecast (model), "Bo")->id, FALSE);
  g_assert_true (sat_test_wait_until (is_of_bo, pane, 10000));
  sat_forecast_charts_pane_set_line (SAT_FORECAST_CHARTS_PANE (pane), 0, FALSE);
  add_deal (f, sat_test_store_sql_int (f, "SELECT id FROM stage WHERE kind = 'won'"), "5000",
            "2026-02-20", "Ana");
  g_assert_true (sat_test_wait_until (is_closed_more, pane, 10000));
  gtk_window_destroy (GTK_WINDOW (window));
  sat_test_settle ();
  g_object_unref (model);
  sat_filter_unref (asked.filter);
  g_free (asked.title);
  window_fixture_close (NULL, &context);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/forecast-charts/burnup-words", test_burnup_words);
  g_test_add_func ("/forecast-charts/category-words", test_category_words);
  g_test_add_func ("/forecast-charts/category-sums", test_category_sums);
  g_test_add_func ("/forecast-charts/drill", test_drill);
  g_test_add_func ("/forecast-charts/export-says", test_export_says);
  g_test_add_func ("/forecast-charts/pane", test_pane);
  return g_test_run ();
}

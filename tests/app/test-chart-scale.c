/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-chart-scale.h"
#include "sat-money.h"
#include "sat-test.h"

#define N_RANDOM 20000

static gint64
random_value (GRand *rand)
{
  int bits = g_rand_int_range (rand, 0, 61);
  gint64 value = (gint64)((guint64)g_rand_int (rand) << 32 | g_rand_int (rand));

  return value / ((gint64)1 << (62 - bits));
}

static gboolean
is_round (gint64 step)
{
  while (step % 10 == 0)
    step /= 10;
  return step == 1 || step == 2 || step == 5;
}

/* Ticks cover the range with round values, are not too many, and are no more than needed. */
static void
test_ticks_random (void)
{
  GRand *rand = sat_test_rand_new ();

  for (int i = 0; i < N_RANDOM; i++) {
    gint64 a = random_value (rand), b = random_value (rand);
    gint64 low = CLAMP (MIN (a, b), -SAT_CHART_MOST, SAT_CHART_MOST);
    gint64 high = CLAMP (MAX (a, b), -SAT_CHART_MOST, SAT_CHART_MOST);
    guint most = (guint)g_rand_int_range (rand, 2, 12);
    gint64 least = g_rand_boolean (rand) ? 100 : 1;
    SatChartTicks ticks;

    sat_chart_ticks_init (&ticks, MIN (a, b), MAX (a, b), most, least);
    g_assert_true (is_round (ticks.step));
    g_assert_cmpint (ticks.step, >=, least);
    g_assert_cmpint (ticks.low, <=, low);
    g_assert_cmpint (ticks.high, >=, high);
    g_assert_cmpint (ticks.low % ticks.step, ==, 0);
    g_assert_cmpuint (sat_chart_ticks_count (&ticks), >=, 2);
    g_assert_cmpuint (sat_chart_ticks_count (&ticks), <=, most + 1);
    g_assert_cmpint (sat_chart_ticks_nth (&ticks, 0), ==, ticks.low);
    g_assert_cmpint (sat_chart_ticks_nth (&ticks, sat_chart_ticks_count (&ticks) - 1), ==,
                     ticks.high);
    /* no more than a step beyond the range */
    if (low < high) {
      g_assert_cmpint (low - ticks.low, <, ticks.step);
      g_assert_cmpint (ticks.high - high, <, ticks.step);
    }
  }
  g_rand_free (rand);
}

static void
test_ticks_known (void)
{
  SatChartTicks ticks;

  sat_chart_ticks_init (&ticks, 0, 120000000, 6, 100);
  g_assert_cmpint (ticks.step, ==, 20000000);
  g_assert_cmpint (ticks.high, ==, 120000000);
  sat_chart_ticks_init (&ticks, -30, 95, 8, 1);
  g_assert_cmpint (ticks.low, ==, -40);
  g_assert_cmpint (ticks.step, ==, 20);
  g_assert_cmpint (ticks.high, ==, 100);
  /* counts have no halves, amounts no cents */
  sat_chart_ticks_init (&ticks, 0, 3, 10, 1);
  g_assert_cmpint (ticks.step, ==, 1);
  sat_chart_ticks_init (&ticks, 0, 300, 10, 100);
  g_assert_cmpint (ticks.step, ==, 100);
  /* nothing at all */
  sat_chart_ticks_init (&ticks, 0, 0, 5, 100);
  g_assert_cmpint (ticks.low, ==, 0);
  g_assert_cmpint (ticks.high, ==, 100);
  sat_chart_ticks_init (&ticks, G_MININT64, G_MAXINT64, 2, 1);
  g_assert_cmpint (ticks.low, ==, -SAT_CHART_MOST);
  g_assert_cmpint (ticks.high, ==, SAT_CHART_MOST);
}

/* As they are shown, no two of an axis read the same. */
static void
test_ticks_differ (void)
{
  GRand *rand = sat_test_rand_new ();

  for (int i = 0; i < N_RANDOM / 10; i++) {
    gint64 value = random_value (rand) / 1024, high = ABS (value) + 1;
    g_autofree char *before = NULL;
    SatChartTicks ticks;

    sat_chart_ticks_init (&ticks, g_rand_boolean (rand) ? 0 : -high / 3, high, 8, 100);
    for (guint t = 0; t < sat_chart_ticks_count (&ticks); t++) {
      char *text = sat_money_format (sat_chart_ticks_nth (&ticks, t), "USD",
                                     SAT_MONEY_SHORT | SAT_MONEY_WITH_CURRENCY);

      g_assert_cmpstr (text, !=, before);
      g_free (before);
      before = text;
    }
  }
  g_rand_free (rand);
}

static void
test_scale (void)
{
  SatChartScale scale = {0, 200, 300, 100}, flat = {5, 5, 10, 20};

  g_assert_cmpfloat (sat_chart_scale_at (&scale, 0), ==, 300);
  g_assert_cmpfloat (sat_chart_scale_at (&scale, 50), ==, 250);
  g_assert_cmpfloat (sat_chart_scale_at (&scale, 200), ==, 100);
  g_assert_cmpfloat (sat_chart_scale_at (&flat, 5), ==, 10);
}

static void
test_bands (void)
{
  SatChartBands bands = {10, 300, 3, 0}, wide = {10, 300, 3, 40};
  double start, width, end = 10;

  for (guint i = 0; i < 3; i++) {
    sat_chart_bands_slot (&bands, i, &start, &width);
    g_assert_cmpfloat (start, ==, 10 + 100.0 * i);
    sat_chart_bands_at (&bands, i, &start, &width);
    g_assert_cmpfloat (start, >, end);
    end = start + width;
    sat_chart_bands_at (&wide, i, &start, &width);
    g_assert_cmpfloat (width, ==, 40);
    g_assert_cmpfloat (start, ==, 10 + 100.0 * i + 30);
  }
  g_assert_cmpfloat (end, <, 310);
}

static SatDate
day (int year, int month, int day_of_month)
{
  SatDate date;

  g_assert_true (sat_date_from_ymd (year, month, day_of_month, &date));
  return date;
}

static void
test_dates (void)
{
  g_autoptr (GArray) months =
      sat_chart_date_ticks (day (2017, 10, 1), day (2017, 12, 31), SAT_CHART_MONTHS);
  g_autoptr (GArray) within =
      sat_chart_date_ticks (day (2017, 10, 15), day (2017, 12, 31), SAT_CHART_MONTHS);
  g_autoptr (GArray) weeks =
      sat_chart_date_ticks (day (2017, 10, 1), day (2017, 10, 31), SAT_CHART_WEEKS);
  g_autoptr (GArray) quarters =
      sat_chart_date_ticks (day (2017, 2, 1), day (2018, 1, 31), SAT_CHART_QUARTERS);
  g_autoptr (GArray) many = sat_chart_date_ticks (0, 700000, SAT_CHART_DAYS);
  g_autoptr (GArray) none =
      sat_chart_date_ticks (day (2017, 10, 2), day (2017, 10, 20), SAT_CHART_MONTHS);

  g_assert_cmpuint (months->len, ==, 3);
  g_assert_cmpint (g_array_index (months, SatDate, 1), ==, day (2017, 11, 1));
  g_assert_cmpuint (within->len, ==, 2);
  g_assert_cmpint (g_array_index (within, SatDate, 0), ==, day (2017, 11, 1));
  g_assert_cmpuint (weeks->len, ==, 5);
  g_assert_cmpint (g_array_index (weeks, SatDate, 4), ==, day (2017, 10, 29));
  g_assert_cmpuint (quarters->len, ==, 4);
  g_assert_cmpint (g_array_index (quarters, SatDate, 3), ==, day (2017, 11, 1));
  g_assert_cmpuint (many->len, <, 1000);
  g_assert_cmpuint (none->len, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/chart-scale/ticks-random", test_ticks_random);
  g_test_add_func ("/chart-scale/ticks-known", test_ticks_known);
  g_test_add_func ("/chart-scale/ticks-differ", test_ticks_differ);
  g_test_add_func ("/chart-scale/scale", test_scale);
  g_test_add_func ("/chart-scale/bands", test_bands);
  g_test_add_func ("/chart-scale/dates", test_dates);
  return g_test_run ();
}

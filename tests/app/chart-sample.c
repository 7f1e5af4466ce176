/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "chart-sample.h"

#include <math.h>

#define THOUSAND G_GINT64_CONSTANT (100000)

SatFormat
chart_sample_format (void)
{
  return (SatFormat){.order = SAT_DATE_ORDER_DMY,
                     .date = "%-d %b %Y",
                     .decimal_point = '.',
                     .grouping = ",",
                     .week_start = 1,
                     .currency = "USD"};
}

static double scale_of_letters;

static void
measure (
    const char *text, SatChartFont font, double width, double *wide, double *high, gpointer data)
{
  double scale = *(double *)data;
  double length = (double)g_utf8_strlen (text, -1) * 7 * scale, lines = 1;

  if (width > 0)
    lines = MAX (1, ceil (length / width));
  *wide = width > 0 ? MIN (length, width) : length;
  *high = lines * 14 * scale;
}

SatChartRoom
chart_sample_room (double width, double height, double scale, gboolean heading)
{
  scale_of_letters = scale;
  return (SatChartRoom){width, height, scale, heading, measure, &scale_of_letters};
}

SatChartModel *
chart_sample_stacks (gboolean lying)
{
  SatFormat format = chart_sample_format ();
  SatChartModel *model = sat_chart_model_new_bands (&format, "By person", "Person", "USD", lying);
  SatChartSeries *closed, *commit, *quota;

  sat_chart_model_set_summary (model, "Ana leads");
  sat_chart_model_add_band (model, "Ana", "$600k");
  sat_chart_model_add_band (model, "Bo", "$200k");
  closed = sat_chart_model_add_series (model, "Closed", SAT_CHART_BARS, SAT_CHART_GREEN);
  commit = sat_chart_model_add_series (model, "Commit", SAT_CHART_BARS, SAT_CHART_BLUE);
  quota = sat_chart_model_add_series (model, "Quota", SAT_CHART_TARGET, SAT_CHART_INK);
  commit->pattern = SAT_CHART_RISING;
  sat_chart_series_add (closed, 0, 400 * THOUSAND, "ana/closed", "Ana, closed: $400,000");
  sat_chart_series_add (closed, 1, 300 * THOUSAND, "bo/closed", "Bo, closed: $300,000");
  sat_chart_series_add (commit, 0, 200 * THOUSAND, "ana/commit", "Ana, commit: $200,000");
  sat_chart_series_add (commit, 1, -100 * THOUSAND, "bo/commit", "Bo, commit: -$100,000");
  sat_chart_series_add (quota, 0, 500 * THOUSAND, NULL, "Ana, quota: $500,000");
  sat_chart_series_add (quota, 1, 700 * THOUSAND, NULL, "Bo, quota: $700,000");
  return model;
}

SatChartModel *
chart_sample_waterfall (void)
{
  SatFormat format = chart_sample_format ();
  SatChartModel *model = sat_chart_model_new_bands (&format, "What changed", "Step", "USD", FALSE);
  SatChartSeries *ends, *more, *less;

  sat_chart_model_add_band (model, "Start", NULL);
  sat_chart_model_add_band (model, "Created", NULL);
  sat_chart_model_add_band (model, "Lost", NULL);
  sat_chart_model_add_band (model, "End", NULL);
  ends = sat_chart_model_add_series (model, "Total", SAT_CHART_BARS, SAT_CHART_BLUE);
  more = sat_chart_model_add_series (model, "More", SAT_CHART_BARS, SAT_CHART_GREEN);
  less = sat_chart_model_add_series (model, "Less", SAT_CHART_BARS, SAT_CHART_VERMILION);
  sat_chart_series_add (ends, 0, 500 * THOUSAND, "start", "Start: $500,000");
  sat_chart_series_add (ends, 3, 600 * THOUSAND, "end", "End: $600,000");
  sat_chart_series_add_range (more, 1, 500 * THOUSAND, 700 * THOUSAND, "created", "Created");
  sat_chart_series_add_range (less, 2, 700 * THOUSAND, 600 * THOUSAND, "lost", "Lost");
  return model;
}

SatChartModel *
chart_sample_burnup (void)
{
  SatFormat format = chart_sample_format ();
  SatChartModel *model;
  SatChartSeries *closed, *likely;
  SatDate first, last;

  sat_date_from_ymd (2017, 10, 1, &first);
  sat_date_from_ymd (2017, 12, 31, &last);
  model = sat_chart_model_new_dates (&format, "Closed so far", "Day", "USD", first, last);
  sat_chart_model_set_summary (model, "Closed 400k");
  closed = sat_chart_model_add_series (model, "Closed", SAT_CHART_STEPS, SAT_CHART_GREEN);
  closed->filled = TRUE;
  sat_chart_series_add (closed, first - 1, 0, NULL, NULL);
  sat_chart_series_add (closed, first + 9, 100 * THOUSAND, "a", "10 Oct: $100,000");
  sat_chart_series_add (closed, first + 29, 150 * THOUSAND, "b", "30 Oct: $150,000");
  sat_chart_series_add (closed, first + 59, 400 * THOUSAND, "c", "29 Nov: $400,000");
  likely = sat_chart_model_add_series (model, "Likely", SAT_CHART_RANGE, SAT_CHART_SKY);
  sat_chart_series_add_range (likely, first + 59, 400 * THOUSAND, 400 * THOUSAND, NULL, NULL);
  sat_chart_series_add_range (likely, last, 430 * THOUSAND, 560 * THOUSAND, NULL,
                              "31 Dec: $430,000 to $560,000");
  sat_chart_model_add_line (model, "Quota $500k", 500 * THOUSAND, FALSE, SAT_CHART_DASHED);
  sat_chart_model_add_line (model, "Today", first + 59, TRUE, SAT_CHART_DOTTED);
  return model;
}

static gint64
random_value (GRand *rand)
{
  static const double limits[] = {10, 5e5, 2e8, 9e14, 9e18};
  double limit = limits[g_rand_int_range (rand, 0, G_N_ELEMENTS (limits))];

  return (gint64)g_rand_double_range (rand, g_rand_int_range (rand, 0, 4) == 0 ? -limit : 0, limit);
}

static char *
random_name (GRand *rand)
{
  int length = g_rand_int_range (rand, 1, g_rand_boolean (rand) ? 8 : 60);
  char *name = g_strnfill ((gsize)length, 'x');

  name[0] = 'N';
  return name;
}

SatChartModel *
chart_sample_people (GRand *rand, guint n)
{
  static const char *const names[] = {"Closed", "Commit", "Most likely", "Best case", "Pipeline"};
  SatFormat format = chart_sample_format ();
  SatChartModel *model = sat_chart_model_new_bands (&format, "By person", "Person", "USD", TRUE);

  for (guint i = 0; i < n; i++) {
    g_autofree char *name = g_strdup_printf ("Person %u", i + 1);

    sat_chart_model_add_band (model, name, "$1M");
  }
  for (guint s = 0; s < G_N_ELEMENTS (names); s++) {
    SatChartSeries *series =
        sat_chart_model_add_series (model, names[s], SAT_CHART_BARS, (SatChartColour)(s + 1));

    for (guint i = 0; i < n; i++)
      if (g_rand_int_range (rand, 0, 5) > 0)
        sat_chart_series_add (series, i, g_rand_int_range (rand, 1, 90000000), "key", names[s]);
  }
  return model;
}

static void
add_random_line (SatChartModel *model, GRand *rand)
{
  gboolean is_date = model->by_date && g_rand_boolean (rand);
  g_autofree char *name = random_name (rand);

  sat_chart_model_add_line (model, name,
                            is_date ? g_rand_int_range (rand, model->first - 5, model->last + 5)
                                    : random_value (rand),
                            is_date, SAT_CHART_DASHED);
}

static void
add_random_series (SatChartModel *model, GRand *rand)
{
  static const SatChartShape courses[] = {SAT_CHART_LINE, SAT_CHART_STEPS, SAT_CHART_RANGE};
  g_autofree char *name = random_name (rand);
  SatChartShape shape = model->by_date ? courses[g_rand_int_range (rand, 0, 3)] : SAT_CHART_BARS;
  SatChartSeries *series = sat_chart_model_add_series (
      model, name, shape, (SatChartColour)g_rand_int_range (rand, 0, SAT_CHART_N_COLOURS));
  gint64 first = model->by_date ? model->first : 0;
  gint64 last = model->by_date ? model->last : (gint64)model->bands->len - 1;

  for (gint64 at = first; at <= last; at += g_rand_int_range (rand, 1, 9)) {
    const char *text = g_rand_int_range (rand, 0, 6) > 0 ? "text" : NULL;
    gint64 value = random_value (rand);

    if (shape == SAT_CHART_RANGE)
      sat_chart_series_add_range (series, at, value / 2, value, "key", text);
    else
      sat_chart_series_add (series, at, value, "key", text);
  }
}

SatChartModel *
chart_sample_random (GRand *rand)
{
  SatFormat format = chart_sample_format ();
  const char *currency = g_rand_boolean (rand) ? "USD" : NULL;
  SatDate first = g_rand_int_range (rand, 0, 20000);
  SatChartModel *model;

  if (g_rand_boolean (rand)) {
    model = sat_chart_model_new_dates (&format, "A title", "Day", currency, first,
                                       first + g_rand_int_range (rand, 0, 800));
  } else {
    model =
        sat_chart_model_new_bands (&format, "A title", "Person", currency, g_rand_boolean (rand));
    for (int i = g_rand_int_range (rand, 0, 30); i > 0; i--) {
      g_autofree char *name = random_name (rand);

      sat_chart_model_add_band (model, name, g_rand_boolean (rand) ? name : NULL);
    }
  }
  sat_chart_model_set_summary (model, "A summary that is long enough to take several lines");
  for (int i = g_rand_int_range (rand, 0, 6); i > 0; i--)
    add_random_series (model, rand);
  for (int i = g_rand_int_range (rand, 0, 4); i > 0; i--)
    add_random_line (model, rand);
  return model;
}

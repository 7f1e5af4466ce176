/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "chart-sample.h"
#include "sat-test.h"

#include <math.h>

#define N_RANDOM 3000
/* Sums of doubles are not exact. */
#define SLACK 0.01

static SatChartLayout *
lay_out (SatChartModel *model, double width, double height, double scale, gboolean heading)
{
  SatChartRoom room = chart_sample_room (width, height, scale, heading);

  return sat_chart_layout_new (model, &room);
}

static gboolean
is_inside (const SatChartRect *inner, const SatChartRect *outer)
{
  return inner->x >= outer->x - SLACK && inner->y >= outer->y - SLACK &&
         inner->x + inner->width <= outer->x + outer->width + SLACK &&
         inner->y + inner->height <= outer->y + outer->height + SLACK && inner->width >= 0 &&
         inner->height >= 0;
}

static gboolean
do_overlap (const SatChartRect *a, const SatChartRect *b)
{
  return a->x + SLACK < b->x + b->width && b->x + SLACK < a->x + a->width &&
         a->y + SLACK < b->y + b->height && b->y + SLACK < a->y + a->height;
}

static void
assert_texts_apart (SatChartLayout *layout)
{
  SatChartRect room = {0, 0, layout->width, layout->height};

  for (guint i = 0; i < layout->texts->len; i++) {
    const SatChartText *a = &g_array_index (layout->texts, SatChartText, i);

    if (!is_inside (&a->rect, &room))
      g_error ("“%s” is not in the room of %g × %g: %g %g %g %g", a->text, room.width, room.height,
               a->rect.x, a->rect.y, a->rect.width, a->rect.height);
    for (guint j = 0; j < i; j++) {
      const SatChartText *b = &g_array_index (layout->texts, SatChartText, j);

      if (do_overlap (&a->rect, &b->rect))
        g_error ("“%s” lies over “%s” in a room of %g × %g", a->text, b->text, room.width,
                 room.height);
    }
  }
}

static void
assert_marks_inside (SatChartLayout *layout)
{
  SatChartRect room = {0, 0, layout->width, layout->height};

  g_assert_true (is_inside (&layout->plot, &room));
  for (guint i = 0; i < layout->marks->len; i++)
    g_assert_true (is_inside (&g_array_index (layout->marks, SatChartMark, i).rect, &layout->plot));
  for (guint i = 0; i < layout->bars->len; i++)
    g_assert_true (is_inside (&g_array_index (layout->bars, SatChartMark, i).rect, &layout->plot));
  for (guint i = 0; i < layout->samples->len; i++)
    g_assert_true (is_inside (&g_array_index (layout->samples, SatChartSample, i).rect, &room));
  for (guint p = 0; p < layout->paths->len; p++) {
    SatChartPath *path = g_ptr_array_index (layout->paths, p);

    for (guint i = 0; i < path->corners->len; i++) {
      const SatChartCorner *corner = &g_array_index (path->corners, SatChartCorner, i);
      SatChartRect rect = {corner->x, MIN (corner->y, corner->base), 0,
                           ABS (corner->y - corner->base)};

      g_assert_true (is_inside (&rect, &layout->plot));
    }
  }
}

/* Whatever is drawn, in whatever room. */
static void
test_random (void)
{
  GRand *rand = sat_test_rand_new ();

  for (int i = 0; i < N_RANDOM; i++) {
    g_autoptr (SatChartModel) model = chart_sample_random (rand);
    double width = g_rand_double_range (rand, 1, g_rand_boolean (rand) ? 300 : 2000);
    double height = g_rand_double_range (rand, 1, g_rand_boolean (rand) ? 150 : 1200);
    g_autoptr (SatChartLayout) layout =
        lay_out (model, width, height, g_rand_double_range (rand, 1, 2), g_rand_boolean (rand));

    assert_texts_apart (layout);
    assert_marks_inside (layout);
  }
  g_rand_free (rand);
}

/* Keys lead to every mark, and never out of them. */
static void
test_moves_reach_all (void)
{
  GRand *rand = sat_test_rand_new ();

  for (int i = 0; i < N_RANDOM / 10; i++) {
    g_autoptr (SatChartModel) model = chart_sample_random (rand);
    g_autoptr (SatChartLayout) layout = lay_out (model, 600, 400, 1, FALSE);
    g_autoptr (GArray) queue = g_array_new (FALSE, FALSE, sizeof (int));
    g_autofree gboolean *seen = g_new0 (gboolean, layout->marks->len + 1);
    int start = sat_chart_layout_move (layout, 0, SAT_CHART_FIRST);

    if (layout->marks->len == 0) {
      g_assert_cmpint (start, ==, -1);
      continue;
    }
    g_array_append_val (queue, start);
    seen[start] = TRUE;
    for (guint q = 0; q < queue->len; q++)
      for (SatChartMove move = SAT_CHART_LEFT; move <= SAT_CHART_LAST; move++) {
        int to = sat_chart_layout_move (layout, g_array_index (queue, int, q), move);

        g_assert_cmpint (to, >=, 0);
        g_assert_cmpint (to, <, (int)layout->marks->len);
        if (!seen[to])
          g_array_append_val (queue, to);
        seen[to] = TRUE;
      }
    g_assert_cmpuint (queue->len, ==, layout->marks->len);
  }
  g_rand_free (rand);
}

/* A place within a bar is that bar's. */
static void
test_find (void)
{
  g_autoptr (SatChartModel) model = chart_sample_stacks (TRUE);
  g_autoptr (SatChartLayout) layout = lay_out (model, 600, 300, 1, FALSE);
  guint n_found = 0;

  for (guint i = 0; i < layout->marks->len; i++) {
    const SatChartMark *mark = &g_array_index (layout->marks, SatChartMark, i);
    int found = sat_chart_layout_find (layout, mark->rect.x + mark->rect.width / 4,
                                       mark->rect.y + mark->rect.height / 2);

    /* but where a target lies over it */
    if (sat_chart_model_get_series (model, mark->series)->shape == SAT_CHART_BARS &&
        mark->rect.width > 20) {
      n_found++;
      g_assert_cmpint (found, ==, (int)i);
    }
  }
  g_assert_cmpuint (n_found, >=, 4);
  g_assert_cmpint (sat_chart_layout_find (layout, -100, -100), ==, -1);
}

static const SatChartRect *
bar_of (SatChartLayout *layout, guint series, guint point)
{
  for (guint i = 0; i < layout->bars->len; i++) {
    const SatChartMark *bar = &g_array_index (layout->bars, SatChartMark, i);

    if (bar->series == series && bar->point == point)
      return &bar->rect;
  }
  g_assert_not_reached ();
}

static void
assert_near (double a, double b)
{
  g_assert_cmpfloat (fabs (a - b), <, SLACK);
}

/* Bars stand on one another, those below zero on the other side; lengths are as the values. */
static void
test_stacks (void)
{
  g_autoptr (SatChartModel) model = chart_sample_stacks (TRUE);
  g_autoptr (SatChartLayout) layout = lay_out (model, 900, 300, 1, FALSE);
  const SatChartRect *closed = bar_of (layout, 0, 0), *commit = bar_of (layout, 1, 0);
  const SatChartRect *lost = bar_of (layout, 1, 1), *won = bar_of (layout, 0, 1);

  /* Ana: 400, 200; Bo: 300, -100 */
  assert_near (closed->x, layout->zero);
  assert_near (commit->x, closed->x + closed->width);
  assert_near (closed->width, 2 * commit->width);
  assert_near (won->x, layout->zero);
  assert_near (lost->x + lost->width, layout->zero);
  assert_near (won->width, 3 * lost->width);
  assert_near (closed->y, commit->y);
  g_assert_cmpfloat (won->y, >, closed->y + closed->height);
}

/* The same upright. */
static void
test_upright (void)
{
  g_autoptr (SatChartModel) model = chart_sample_stacks (FALSE);
  g_autoptr (SatChartLayout) layout = lay_out (model, 900, 300, 1, FALSE);
  const SatChartRect *closed = bar_of (layout, 0, 0), *commit = bar_of (layout, 1, 0);
  const SatChartRect *lost = bar_of (layout, 1, 1);

  assert_near (closed->y + closed->height, layout->zero);
  assert_near (commit->y + commit->height, closed->y);
  assert_near (lost->y, layout->zero);
  assert_near (closed->height, 2 * commit->height);
}

/* Bars that begin where the last one ended. */
static void
test_waterfall (void)
{
  g_autoptr (SatChartModel) model = chart_sample_waterfall ();
  g_autoptr (SatChartLayout) layout = lay_out (model, 900, 300, 1, FALSE);
  const SatChartRect *start = bar_of (layout, 0, 0), *more = bar_of (layout, 1, 0);
  const SatChartRect *less = bar_of (layout, 2, 0), *end = bar_of (layout, 0, 1);

  assert_near (more->y + more->height, start->y);
  assert_near (less->y, more->y);
  assert_near (less->y + less->height, end->y);
  assert_near (end->y + end->height, layout->zero);
}

static SatChartPath *
path_of (SatChartLayout *layout, guint series)
{
  for (guint i = 0; i < layout->paths->len; i++) {
    SatChartPath *path = g_ptr_array_index (layout->paths, i);

    if (path->series == series)
      return path;
  }
  g_assert_not_reached ();
}

/* Steps go along and then up; a range has two sides; the last day ends at the right edge. */
static void
test_courses (void)
{
  g_autoptr (SatChartModel) model = chart_sample_burnup ();
  g_autoptr (SatChartLayout) layout = lay_out (model, 900, 300, 1, FALSE);
  GArray *steps = path_of (layout, 0)->corners, *range = path_of (layout, 1)->corners;

  for (guint i = 1; i < steps->len; i++) {
    const SatChartCorner *a = &g_array_index (steps, SatChartCorner, i - 1);
    const SatChartCorner *b = &g_array_index (steps, SatChartCorner, i);

    g_assert_true (a->x == b->x || a->y == b->y);
    g_assert_cmpfloat (b->x, >=, a->x);
    g_assert_cmpfloat (b->y, <=, a->y);
  }
  for (guint i = 0; i < range->len; i++)
    g_assert_cmpfloat (g_array_index (range, SatChartCorner, i).y, <=,
                       g_array_index (range, SatChartCorner, i).base);
  assert_near (g_array_index (range, SatChartCorner, range->len - 1).x,
               layout->plot.x + layout->plot.width);
}

static gboolean
has_text (SatChartLayout *layout, const char *text)
{
  for (guint i = 0; i < layout->texts->len; i++)
    if (g_strcmp0 (g_array_index (layout->texts, SatChartText, i).text, text) == 0)
      return TRUE;
  return FALSE;
}

/* In a usual room everything is named; in less room, the dates are of longer steps. */
static void
test_labels (void)
{
  g_autoptr (SatChartModel) model = chart_sample_burnup ();
  g_autoptr (SatChartLayout) wide = lay_out (model, 1100, 320, 1, TRUE);
  g_autoptr (SatChartLayout) narrow = lay_out (model, 320, 220, 1, FALSE);
  g_autoptr (SatChartLayout) small = lay_out (model, 60, 40, 1.5, FALSE);

  g_assert_true (has_text (wide, "Closed so far"));
  g_assert_true (has_text (wide, "Closed 400k"));
  g_assert_true (has_text (wide, "Quota $500k"));
  g_assert_true (has_text (wide, "Today"));
  g_assert_true (has_text (wide, "$100k"));
  g_assert_true (has_text (wide, "8 Oct"));
  g_assert_false (has_text (narrow, "8 Oct"));
  g_assert_true (has_text (narrow, "Nov"));
  g_assert_true (has_text (narrow, "$0"));
  g_assert_cmpuint (small->texts->len, <, 4);
}

/* Nothing to draw is drawn, too. */
static void
test_empty (void)
{
  SatFormat format = chart_sample_format ();
  g_autoptr (SatChartModel) bands =
      sat_chart_model_new_bands (&format, "Nothing", "Person", "USD", TRUE);
  g_autoptr (SatChartModel) dates =
      sat_chart_model_new_dates (&format, "Nothing", "Day", NULL, 10, 10);
  g_autoptr (SatChartLayout) a = lay_out (bands, 400, 300, 1, FALSE);
  g_autoptr (SatChartLayout) b = lay_out (dates, 400, 300, 1, TRUE);
  g_autoptr (SatChartLayout) none = lay_out (dates, 0, 0, 1, TRUE);

  assert_texts_apart (a);
  assert_texts_apart (b);
  assert_marks_inside (none);
  g_assert_cmpint (sat_chart_layout_find (a, 200, 100), ==, -1);
  g_assert_cmpint (sat_chart_layout_move (a, 0, SAT_CHART_END), ==, -1);
}

/* A chart of bars grows with them, and with the letters. */
static void
test_height (void)
{
  GRand *rand = g_rand_new_with_seed (5);
  g_autoptr (SatChartModel) few = chart_sample_people (rand, 5);
  g_autoptr (SatChartModel) many = chart_sample_people (rand, 40);
  SatChartRoom room = chart_sample_room (600, 0, 1, FALSE);
  SatChartRoom large = chart_sample_room (600, 0, 1.5, FALSE);
  double height = sat_chart_layout_height (many, &room);
  g_autoptr (SatChartLayout) layout = lay_out (many, 600, height, 1, FALSE);

  g_assert_cmpfloat (height, >, 4 * sat_chart_layout_height (few, &room));
  g_assert_cmpfloat (sat_chart_layout_height (many, &large), >, 1.3 * height);
  /* all forty names are there */
  for (guint i = 0; i < many->bands->len; i++)
    g_assert_true (has_text (layout, sat_chart_model_get_band (many, i)->name));
  g_rand_free (rand);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/chart-layout/random", test_random);
  g_test_add_func ("/chart-layout/moves-reach-all", test_moves_reach_all);
  g_test_add_func ("/chart-layout/find", test_find);
  g_test_add_func ("/chart-layout/stacks", test_stacks);
  g_test_add_func ("/chart-layout/upright", test_upright);
  g_test_add_func ("/chart-layout/waterfall", test_waterfall);
  g_test_add_func ("/chart-layout/courses", test_courses);
  g_test_add_func ("/chart-layout/labels", test_labels);
  g_test_add_func ("/chart-layout/empty", test_empty);
  g_test_add_func ("/chart-layout/height", test_height);
  return g_test_run ();
}

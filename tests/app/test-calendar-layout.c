/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-calendar-axis.h"
#include "sat-calendar-layout.h"
#include "sat-test.h"

#define HOUR G_TIME_SPAN_HOUR
#define MINUTE G_TIME_SPAN_MINUTE
#define ROUNDS 300

static GTimeZone *
zone_of (const char *name)
{
  g_autoptr (GError) error = NULL;
  GTimeZone *zone = sat_zone_open (name, &error);

  g_assert_no_error (error);
  return zone;
}

static SatDate
day (const char *text)
{
  SatDate date;

  g_assert_true (sat_date_parse (text, &date, NULL));
  return date;
}

static gint64
at (const char *text)
{
  gint64 us;

  g_assert_true (sat_instant_parse (text, &us, NULL));
  return us;
}

static void
test_plain_axis (void)
{
  g_autoptr (GTimeZone) zone = zone_of ("Europe/Berlin");
  g_autoptr (SatCalendarAxis) axis = sat_calendar_axis_new (day ("2026-11-23"), 7, zone);
  const SatCalendarMark *marks;
  gint64 from, to;
  guint n;

  g_assert_cmpint (sat_calendar_axis_get_length (axis), ==, 24 * HOUR);
  marks = sat_calendar_axis_get_marks (axis, &n);
  g_assert_cmpuint (n, ==, 25);
  g_assert_cmpint (marks[9].at, ==, 9 * HOUR);
  g_assert_cmpint (marks[9].hour, ==, 9);
  g_assert_false (marks[9].again);
  g_assert_false (sat_calendar_axis_get_gap (axis, 3, 0, &from, &to));
  g_assert_cmpint (sat_calendar_axis_of_instant (axis, 1, at ("2026-11-24T10:30:00+01:00"), FALSE),
                   ==, 10 * HOUR + 30 * MINUTE);
  g_assert_cmpint (sat_calendar_axis_to_instant (axis, 1, 10 * HOUR), ==,
                   at ("2026-11-24T10:00:00+01:00"));
  g_assert_cmpint (sat_calendar_axis_of_clock (axis, 90), ==, 90 * MINUTE);
}

/* The clock is put forward on Sunday, from 2 to 3. */
static void
test_short_day (void)
{
  g_autoptr (GTimeZone) zone = zone_of ("Europe/Berlin");
  g_autoptr (SatCalendarAxis) axis = sat_calendar_axis_new (day ("2026-03-23"), 7, zone);
  gint64 from, to;

  g_assert_cmpint (sat_calendar_axis_get_length (axis), ==, 24 * HOUR);
  g_assert_false (sat_calendar_axis_get_gap (axis, 5, 0, &from, &to));
  g_assert_true (sat_calendar_axis_get_gap (axis, 6, 0, &from, &to));
  g_assert_cmpint (from, ==, 2 * HOUR);
  g_assert_cmpint (to, ==, 3 * HOUR);
  g_assert_false (sat_calendar_axis_get_gap (axis, 6, 1, &from, &to));
  /* one hour of work from half past one ends at half past three */
  g_assert_true (sat_calendar_axis_cut (axis, 6, at ("2026-03-29T01:30:00+01:00"),
                                        at ("2026-03-29T03:30:00+02:00"), &from, &to));
  g_assert_cmpint (from, ==, 90 * MINUTE);
  g_assert_cmpint (to, ==, 210 * MINUTE);
  /* what ends when the clock is put forward does not reach over the gap */
  g_assert_true (sat_calendar_axis_cut (axis, 6, at ("2026-03-29T01:30:00+01:00"),
                                        at ("2026-03-29T03:00:00+02:00"), &from, &to));
  g_assert_cmpint (to, ==, 2 * HOUR);
  g_assert_cmpint (sat_calendar_axis_to_instant (axis, 6, 150 * MINUTE), ==,
                   at ("2026-03-29T03:00:00+02:00"));
  g_assert_cmpint (sat_calendar_axis_to_instant (axis, 6, 24 * HOUR - 1), ==,
                   at ("2026-03-29T23:59:59.999999+02:00"));
}

/* The clock is put back on Sunday, from 3 to 2. */
static void
test_long_day (void)
{
  g_autoptr (GTimeZone) zone = zone_of ("Europe/Berlin");
  g_autoptr (SatCalendarAxis) axis = sat_calendar_axis_new (day ("2026-10-19"), 7, zone);
  const SatCalendarMark *marks;
  gint64 from, to;
  guint n;

  g_assert_cmpint (sat_calendar_axis_get_length (axis), ==, 25 * HOUR);
  marks = sat_calendar_axis_get_marks (axis, &n);
  g_assert_cmpuint (n, ==, 26);
  g_assert_cmpint (marks[3].hour, ==, 2);
  g_assert_true (marks[3].again);
  g_assert_cmpint (marks[3].at, ==, 3 * HOUR);
  g_assert_cmpint (marks[4].hour, ==, 3);
  g_assert_cmpint (marks[4].at, ==, 4 * HOUR);
  /* the other days have a gap there */
  g_assert_true (sat_calendar_axis_get_gap (axis, 0, 0, &from, &to));
  g_assert_cmpint (from, ==, 3 * HOUR);
  g_assert_cmpint (to, ==, 4 * HOUR);
  g_assert_false (sat_calendar_axis_get_gap (axis, 6, 0, &from, &to));
  /* each of the two half past twos has its own place */
  g_assert_true (sat_calendar_axis_cut (axis, 6, at ("2026-10-25T02:30:00+02:00"),
                                        at ("2026-10-25T02:45:00+02:00"), &from, &to));
  g_assert_cmpint (from, ==, 150 * MINUTE);
  g_assert_true (sat_calendar_axis_cut (axis, 6, at ("2026-10-25T02:30:00+01:00"),
                                        at ("2026-10-25T02:45:00+01:00"), &from, &to));
  g_assert_cmpint (from, ==, 210 * MINUTE);
  g_assert_cmpint (to, ==, 225 * MINUTE);
  /* nine in the morning is beside nine in the morning */
  g_assert_cmpint (sat_calendar_axis_of_instant (axis, 0, at ("2026-10-19T09:00:00+02:00"), FALSE),
                   ==, 10 * HOUR);
  g_assert_cmpint (sat_calendar_axis_of_instant (axis, 6, at ("2026-10-25T09:00:00+01:00"), FALSE),
                   ==, 10 * HOUR);
  g_assert_cmpint (sat_calendar_axis_of_clock (axis, 9 * 60), ==, 10 * HOUR);
}

/* A day that a zone skipped has no hours; one that it had twice has 48. */
static void
test_date_line (void)
{
  g_autoptr (GTimeZone) apia = zone_of ("Pacific/Apia");
  g_autoptr (GTimeZone) kwajalein = zone_of ("Pacific/Kwajalein");
  g_autoptr (SatCalendarAxis) axis = sat_calendar_axis_new (day ("2011-12-29"), 3, apia);
  g_autoptr (SatCalendarAxis) twice = sat_calendar_axis_new (day ("1969-09-29"), 3, kwajalein);
  gint64 from, to;

  g_assert_true (sat_calendar_axis_get_gap (axis, 1, 0, &from, &to));
  g_assert_cmpint (to - from, ==, 24 * HOUR);
  g_assert_false (sat_calendar_axis_cut (axis, 1, at ("2011-12-30T09:00:00Z"),
                                         at ("2011-12-30T11:00:00Z"), &from, &to));
  g_assert_cmpint (sat_calendar_axis_get_length (twice), >, 24 * HOUR);
}

static void
test_midnight (void)
{
  g_autoptr (GTimeZone) zone = zone_of ("America/New_York");
  g_autoptr (SatCalendarAxis) axis = sat_calendar_axis_new (day ("2026-11-23"), 7, zone);
  gint64 start = at ("2026-11-24T22:00:00-05:00"), end = at ("2026-11-25T02:00:00-05:00");
  gint64 from, to;

  g_assert_false (sat_calendar_axis_cut (axis, 0, start, end, &from, &to));
  g_assert_true (sat_calendar_axis_cut (axis, 1, start, end, &from, &to));
  g_assert_cmpint (from, ==, 22 * HOUR);
  g_assert_cmpint (to, ==, 24 * HOUR);
  g_assert_true (sat_calendar_axis_cut (axis, 2, start, end, &from, &to));
  g_assert_cmpint (from, ==, 0);
  g_assert_cmpint (to, ==, 2 * HOUR);
  g_assert_false (sat_calendar_axis_cut (axis, 3, start, end, &from, &to));
  /* what ends at midnight is not on the next day; what has no length is on its own */
  end = at ("2026-11-25T00:00:00-05:00");
  g_assert_false (sat_calendar_axis_cut (axis, 2, start, end, &from, &to));
  g_assert_true (sat_calendar_axis_cut (axis, 2, end, end, &from, &to));
  g_assert_cmpint (from, ==, to);
  g_assert_false (sat_calendar_axis_cut (axis, 1, end, end, &from, &to));
}

static const char *const zones[] = {
    "Europe/Berlin",  "America/New_York",  "Australia/Lord_Howe", "America/St_Johns",
    "Asia/Tehran",    "Africa/Casablanca", "Pacific/Apia",        "America/Havana",
    "Asia/Kathmandu", "America/Sao_Paulo", "Antarctica/Troll",    "Pacific/Kwajalein",
};

/* Every instant of a day has a place of its own, later ones further down, and the way back leads to
 * it; runs and gaps together are the axis. */
static void
assert_axis (SatDate first, GTimeZone *zone, GRand *rand)
{
  g_autoptr (SatCalendarAxis) axis = sat_calendar_axis_new (first, 7, zone);
  gint64 length = sat_calendar_axis_get_length (axis);

  for (guint d = 0; d < 7; d++) {
    gint64 start = sat_date_start (first + (SatDate)d, zone);
    gint64 end = sat_date_end (first + (SatDate)d, zone) + 1, gaps = 0, from, to, last = -1;
    gint64 step = MAX (1, (end - start) / 97), lived = 0;

    for (guint i = 0; sat_calendar_axis_get_gap (axis, d, i, &from, &to); i++) {
      g_assert_cmpint (from, <, to);
      gaps += to - from;
    }
    for (gint64 us = start + g_rand_int_range (rand, 0, 1000); us < end; us += step) {
      gint64 place;

      if (sat_date_of_instant (us, zone) != first + (SatDate)d)
        continue;
      place = sat_calendar_axis_of_instant (axis, d, us, FALSE);
      g_assert_cmpint (place, >, last);
      g_assert_cmpint (place, <, length);
      g_assert_cmpint (sat_calendar_axis_to_instant (axis, d, place), ==, us);
      last = place;
      lived += step;
    }
    /* what the day has of time is what the axis has without gaps, up to a step at the jumps */
    g_assert_cmpint (ABS (length - gaps - lived), <=, 4 * step);
  }
}

static void
test_random_axes (void)
{
  g_autoptr (GRand) rand = sat_test_rand_new ();

  for (int i = 0; i < ROUNDS; i++) {
    g_autoptr (GTimeZone) zone = zone_of (zones[g_rand_int_range (rand, 0, G_N_ELEMENTS (zones))]);

    assert_axis (day ("1965-01-01") + g_rand_int_range (rand, 0, 30000), zone, rand);
  }
  for (guint i = 0; i < G_N_ELEMENTS (zones); i++) {
    g_autoptr (GTimeZone) zone = zone_of (zones[i]);

    /* all weeks of years with changes of every kind */
    for (SatDate date = day ("2011-01-01"); date < day ("2012-02-01"); date += 7)
      assert_axis (date, zone, rand);
    for (SatDate date = day ("1969-08-01"); date < day ("1969-11-01"); date += 7)
      assert_axis (date, zone, rand);
  }
}

static SatCalendarBlock
block (guint event, int from, int to)
{
  return (SatCalendarBlock){.event = event, .from = from * MINUTE, .to = to * MINUTE};
}

static void
test_columns (void)
{
  SatCalendarBlock blocks[] = {block (0, 600, 660), block (1, 540, 600), block (2, 540, 720),
                               block (3, 600, 630), block (4, 900, 960)};

  sat_calendar_lay_out_blocks (blocks, 5, 15 * MINUTE, 24 * HOUR);
  /* the longest of those that begin first is the leftmost */
  g_assert_cmpuint (blocks[0].event, ==, 2);
  g_assert_cmpuint (blocks[0].column, ==, 0);
  g_assert_cmpuint (blocks[0].n_columns, ==, 3);
  g_assert_cmpuint (blocks[0].width, ==, 1);
  /* beside it one that has the room of two others that come later */
  g_assert_cmpuint (blocks[1].event, ==, 1);
  g_assert_cmpuint (blocks[1].column, ==, 1);
  g_assert_cmpuint (blocks[1].width, ==, 2);
  g_assert_cmpuint (blocks[2].event, ==, 0);
  g_assert_cmpuint (blocks[2].column, ==, 1);
  g_assert_cmpuint (blocks[2].width, ==, 1);
  g_assert_cmpuint (blocks[3].column, ==, 2);
  /* and one alone */
  g_assert_cmpuint (blocks[4].event, ==, 4);
  g_assert_cmpuint (blocks[4].column, ==, 0);
  g_assert_cmpuint (blocks[4].n_columns, ==, 1);
}

static void
test_least_height (void)
{
  SatCalendarBlock blocks[] = {block (0, 600, 600), block (1, 605, 610), block (2, 1438, 1440)};

  sat_calendar_lay_out_blocks (blocks, 3, 20 * MINUTE, 24 * HOUR);
  g_assert_cmpint (blocks[0].to - blocks[0].from, ==, 20 * MINUTE);
  /* so they overlap as they are drawn */
  g_assert_cmpuint (blocks[0].n_columns, ==, 2);
  g_assert_cmpuint (blocks[1].column, ==, 1);
  /* not below the end of the day */
  g_assert_cmpint (blocks[2].to, ==, 24 * HOUR);
  g_assert_cmpint (blocks[2].from, ==, 1420 * MINUTE);
  sat_calendar_lay_out_blocks (NULL, 0, 1, 2);
}

static gboolean
overlap (const SatCalendarBlock *a, const SatCalendarBlock *b)
{
  return a->from < b->to && b->from < a->to;
}

static void
assert_blocks (const SatCalendarBlock *blocks, guint n)
{
  for (guint i = 0; i < n; i++) {
    const SatCalendarBlock *one = &blocks[i];
    guint right = one->column + one->width;
    gboolean met = right == one->n_columns;

    g_assert_cmpuint (one->width, >, 0);
    g_assert_cmpuint (right, <=, one->n_columns);
    g_assert_cmpint (one->to - one->from, >=, 20 * MINUTE);
    for (guint j = 0; j < n; j++) {
      const SatCalendarBlock *other = &blocks[j];

      if (i == j || !overlap (one, other))
        continue;
      g_assert_cmpuint (one->n_columns, ==, other->n_columns);
      /* no two are drawn over each other */
      g_assert_true (right <= other->column || other->column + other->width <= one->column);
      met |= other->column == right;
    }
    /* the widths at one time fill the column of the day: to the right is the end or a neighbour */
    g_assert_true (met);
  }
}

static void
test_random_blocks (void)
{
  g_autoptr (GRand) rand = sat_test_rand_new ();

  for (int round = 0; round < ROUNDS; round++) {
    SatCalendarBlock blocks[60], again[60];
    gboolean seen[60] = {FALSE};
    guint n = (guint)g_rand_int_range (rand, 1, 60);

    for (guint i = 0; i < n; i++) {
      int from = g_rand_int_range (rand, 0, 1440);

      again[n - 1 - i] = blocks[i] =
          block (i, from, MIN (1440, from + g_rand_int_range (rand, 0, 200)));
    }
    sat_calendar_lay_out_blocks (blocks, n, 20 * MINUTE, 24 * HOUR);
    sat_calendar_lay_out_blocks (again, n, 20 * MINUTE, 24 * HOUR);
    assert_blocks (blocks, n);
    for (guint i = 0; i < n; i++) {
      g_assert_false (seen[blocks[i].event]);
      seen[blocks[i].event] = TRUE;
      /* the order in which they come changes nothing */
      g_assert_cmpmem (&blocks[i], sizeof blocks[i], &again[i], sizeof again[i]);
    }
  }
}

static SatCalendarBar
bar (guint event, guint order, int first, int last)
{
  return (SatCalendarBar){.event = event, .order = order, .first = first, .last = last};
}

static void
test_lanes (void)
{
  SatCalendarBar bars[] = {bar (0, 1, 2, 2), bar (1, 0, 3, 9), bar (2, 0, -4, 3),
                           bar (3, 0, 8, 9), bar (4, 0, 1, 1), bar (5, 1, 0, 0)};
  guint n_lanes, n = sat_calendar_lay_out_bars (bars, 6, 7, &n_lanes);

  g_assert_cmpuint (n, ==, 5); /* the one of next week is not in it */
  g_assert_cmpuint (n_lanes, ==, 2);
  g_assert_cmpuint (bars[0].event, ==, 2);
  g_assert_cmpint (bars[0].first, ==, 0);
  g_assert_cmpint (bars[0].last, ==, 3);
  g_assert_true (bars[0].before);
  g_assert_false (bars[0].after);
  g_assert_cmpuint (bars[0].lane, ==, 0);
  g_assert_cmpuint (bars[1].event, ==, 4);
  g_assert_cmpuint (bars[1].lane, ==, 1);
  g_assert_cmpuint (bars[2].event, ==, 1);
  g_assert_cmpuint (bars[2].lane, ==, 1);
  g_assert_cmpint (bars[2].last, ==, 6);
  g_assert_true (bars[2].after);
  /* lines come after bars, in the first lane that is free on their day */
  g_assert_cmpuint (bars[3].event, ==, 5);
  g_assert_cmpuint (bars[3].lane, ==, 1);
  g_assert_cmpuint (bars[4].event, ==, 0);
  g_assert_cmpuint (bars[4].lane, ==, 1);
}

static void
test_more (void)
{
  SatCalendarBar bars[] = {bar (0, 0, 0, 2), bar (1, 0, 0, 2), bar (2, 0, 0, 2), bar (3, 1, 1, 1)};
  g_autoptr (GArray) shown = NULL;
  g_autoptr (GArray) none = NULL;
  guint more[3], n_lanes;

  sat_calendar_lay_out_bars (bars, 4, 3, &n_lanes);
  g_assert_cmpuint (n_lanes, ==, 4);
  shown = sat_calendar_show_bars (bars, 4, 3, 3, more);
  /* the day in the middle needs its last line to say that there are two more */
  g_assert_cmpuint (more[0], ==, 0);
  g_assert_cmpuint (more[1], ==, 2);
  g_assert_cmpuint (more[2], ==, 0);
  g_assert_cmpuint (shown->len, ==, 4); /* two whole bars and one in two parts */
  g_assert_true (g_array_index (shown, SatCalendarBar, 2).after);
  g_assert_cmpint (g_array_index (shown, SatCalendarBar, 2).last, ==, 0);
  g_assert_true (g_array_index (shown, SatCalendarBar, 3).before);
  g_assert_cmpint (g_array_index (shown, SatCalendarBar, 3).first, ==, 2);
  none = sat_calendar_show_bars (bars, 4, 3, 0, more);
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_cmpuint (more[1], ==, 4);
}

static void
assert_bars (const SatCalendarBar *bars, guint n, GRand *rand)
{
  guint more[7], capacity = (guint)g_rand_int_range (rand, 0, 8);
  guint total[7] = {0}, shown_on[7] = {0};
  g_autoptr (GArray) shown = sat_calendar_show_bars (bars, n, 7, capacity, more);

  for (guint i = 0; i < n; i++) {
    for (int d = bars[i].first; d <= bars[i].last; d++)
      total[d]++;
    for (guint j = 0; j < i; j++) /* never one over the other */
      g_assert_true (bars[i].lane != bars[j].lane || bars[i].last < bars[j].first ||
                     bars[j].last < bars[i].first);
  }
  for (guint i = 0; i < shown->len; i++) {
    const SatCalendarBar *part = &g_array_index (shown, SatCalendarBar, i);

    g_assert_cmpint (part->first, <=, part->last);
    for (int d = part->first; d <= part->last; d++) {
      g_assert_cmpuint (part->lane + (more[d] > 0), <, capacity);
      shown_on[d]++;
    }
  }
  for (int d = 0; d < 7; d++)
    g_assert_cmpuint (shown_on[d] + more[d], ==, total[d]);
}

static void
test_random_bars (void)
{
  g_autoptr (GRand) rand = sat_test_rand_new ();

  for (int round = 0; round < ROUNDS; round++) {
    SatCalendarBar bars[50];
    guint n = (guint)g_rand_int_range (rand, 1, 50), in_row = 0, n_lanes, left;

    for (guint i = 0; i < n; i++) {
      int first = g_rand_int_range (rand, -5, 12);

      bars[i] = bar (i, (guint)g_rand_int_range (rand, 0, 2), first,
                     first + g_rand_int_range (rand, 0, 2) * g_rand_int_range (rand, 0, 12));
      in_row += bars[i].first < 7 && bars[i].last >= 0;
    }
    left = sat_calendar_lay_out_bars (bars, n, 7, &n_lanes);
    g_assert_cmpuint (left, ==, in_row);
    assert_bars (bars, left, rand);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/calendar-layout/axis", test_plain_axis);
  g_test_add_func ("/calendar-layout/short-day", test_short_day);
  g_test_add_func ("/calendar-layout/long-day", test_long_day);
  g_test_add_func ("/calendar-layout/date-line", test_date_line);
  g_test_add_func ("/calendar-layout/midnight", test_midnight);
  g_test_add_func ("/calendar-layout/random-axes", test_random_axes);
  g_test_add_func ("/calendar-layout/columns", test_columns);
  g_test_add_func ("/calendar-layout/least-height", test_least_height);
  g_test_add_func ("/calendar-layout/random-blocks", test_random_blocks);
  g_test_add_func ("/calendar-layout/lanes", test_lanes);
  g_test_add_func ("/calendar-layout/more", test_more);
  g_test_add_func ("/calendar-layout/random-bars", test_random_bars);
  return g_test_run ();
}

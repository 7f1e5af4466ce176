/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-calendar-axis.h"

#define HOUR G_TIME_SPAN_HOUR
#define DAY G_TIME_SPAN_DAY

/* Time that is repeated on one of the days: when the clock first reads @after, it goes back by
 * @length. */
typedef struct {
  gint64 after, length;
} Extra;

/* Part of a day in one piece. */
typedef struct {
  gint64 from, to; /* instants */
  gint64 at;       /* the place of @from */
} Run;

/* Part of a day with one distance from UTC, as the clock shows it. */
typedef struct {
  gint64 from, clock, length;
} Stretch;

struct _SatCalendarAxis {
  guint n_days;
  GArray *extras; /* Extra, by @after */
  GArray **runs;  /* Run, of each day */
  GArray *marks;
};

static GArray *
find_stretches (SatDate date, GTimeZone *zone)
{
  GArray *stretches = g_array_new (FALSE, FALSE, sizeof (Stretch));
  gint64 midnight = (gint64)date * DAY;
  gint64 from = sat_date_start (date, zone), end = sat_date_end (date, zone) + 1;

  while (from < end) {
    gint64 second = from / G_TIME_SPAN_SECOND - (from % G_TIME_SPAN_SECOND < 0);
    int interval = g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, second);
    gint64 offset = g_time_zone_get_offset (zone, interval) * G_TIME_SPAN_SECOND;
    gint64 low = from / G_TIME_SPAN_SECOND, high = end / G_TIME_SPAN_SECOND, until;
    Stretch stretch;

    /* the end of the interval */
    while (high - low > 1) {
      gint64 middle = low + (high - low) / 2;

      if (g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, middle) == interval)
        low = middle;
      else
        high = middle;
    }
    until = high * G_TIME_SPAN_SECOND;
    stretch.from = MAX (from, midnight - offset);
    stretch.clock = stretch.from + offset - midnight;
    stretch.length = MIN (until, midnight + DAY - offset) - stretch.from;
    if (stretch.length > 0)
      g_array_append_val (stretches, stretch);
    from = MAX (until, from + 1);
  }
  return stretches;
}

static void
add_extra (SatCalendarAxis *axis, gint64 after, gint64 length)
{
  Extra extra = {after, length};
  guint i = 0;

  while (i < axis->extras->len && g_array_index (axis->extras, Extra, i).after < after)
    i++;
  if (i < axis->extras->len && g_array_index (axis->extras, Extra, i).after == after) {
    Extra *there = &g_array_index (axis->extras, Extra, i);

    there->length = MAX (there->length, length);
  } else {
    g_array_insert_val (axis->extras, i, extra);
  }
}

static void
find_extras (SatCalendarAxis *axis, GArray *stretches)
{
  gint64 reached = 0;

  for (guint i = 0; i < stretches->len; i++) {
    Stretch *stretch = &g_array_index (stretches, Stretch, i);

    if (i > 0 && stretch->clock < reached)
      add_extra (axis, reached, reached - stretch->clock);
    reached = MAX (reached, stretch->clock + stretch->length);
  }
}

/* Where the clock reads @clock: after what is repeated up to there, or before it. */
static gint64
place_of (const SatCalendarAxis *axis, gint64 clock, gboolean after)
{
  gint64 at = clock;

  for (guint i = 0; i < axis->extras->len; i++) {
    const Extra *extra = &g_array_index (axis->extras, Extra, i);

    if (extra->after < clock || (after && extra->after == clock))
      at += extra->length;
  }
  return at;
}

static void
add_run (GArray *runs, gint64 from, gint64 length, gint64 at)
{
  Run run = {from, from + length, at};

  if (length > 0)
    g_array_append_val (runs, run);
}

/* What the clock shows for the first time, which jumps over the repeated time of other days. */
static void
add_fresh (const SatCalendarAxis *axis, GArray *runs, Stretch stretch)
{
  for (guint i = 0; i < axis->extras->len; i++) {
    gint64 after = g_array_index (axis->extras, Extra, i).after;
    gint64 length = after - stretch.clock;

    if (length <= 0 || length >= stretch.length)
      continue;
    add_run (runs, stretch.from, length, place_of (axis, stretch.clock, TRUE));
    stretch = (Stretch){stretch.from + length, stretch.clock + length, stretch.length - length};
  }
  add_run (runs, stretch.from, stretch.length, place_of (axis, stretch.clock, TRUE));
}

static GArray *
make_runs (const SatCalendarAxis *axis, GArray *stretches)
{
  GArray *runs = g_array_new (FALSE, FALSE, sizeof (Run));
  gint64 reached = 0;

  for (guint i = 0; i < stretches->len; i++) {
    Stretch stretch = g_array_index (stretches, Stretch, i);
    gint64 end = stretch.clock + stretch.length;

    if (i > 0 && stretch.clock < reached) {
      gint64 repeated = MIN (stretch.length, reached - stretch.clock);

      add_run (runs, stretch.from, repeated, place_of (axis, reached, FALSE));
      stretch =
          (Stretch){stretch.from + repeated, stretch.clock + repeated, stretch.length - repeated};
    }
    add_fresh (axis, runs, stretch);
    reached = MAX (reached, end);
  }
  return runs;
}

static void
add_mark (GArray *marks, gint64 at, int hour, gboolean again)
{
  SatCalendarMark mark = {at, hour, again};

  g_array_append_val (marks, mark);
}

static int
compare_marks (gconstpointer a, gconstpointer b)
{
  const SatCalendarMark *one = a, *other = b;

  return (one->at > other->at) - (one->at < other->at);
}

static void
make_marks (SatCalendarAxis *axis)
{
  for (int hour = 0; hour <= 24; hour++)
    add_mark (axis->marks, place_of (axis, hour * HOUR, TRUE), hour, FALSE);
  for (guint i = 0; i < axis->extras->len; i++) {
    const Extra *extra = &g_array_index (axis->extras, Extra, i);
    gint64 at = place_of (axis, extra->after, FALSE), from = extra->after - extra->length;

    for (int hour = (int)((from + HOUR - 1) / HOUR); hour * HOUR < extra->after; hour++)
      add_mark (axis->marks, at + hour * HOUR - from, hour, TRUE);
  }
  g_array_sort (axis->marks, compare_marks);
}

SatCalendarAxis *
sat_calendar_axis_new (SatDate first, guint n_days, GTimeZone *zone)
{
  SatCalendarAxis *axis;
  g_autoptr (GPtrArray) days = g_ptr_array_new_with_free_func ((GDestroyNotify)g_array_unref);

  g_return_val_if_fail (n_days > 0 && zone != NULL, NULL);

  axis = g_new0 (SatCalendarAxis, 1);
  axis->n_days = n_days;
  axis->extras = g_array_new (FALSE, FALSE, sizeof (Extra));
  axis->marks = g_array_new (FALSE, FALSE, sizeof (SatCalendarMark));
  axis->runs = g_new0 (GArray *, n_days);
  for (guint i = 0; i < n_days; i++) {
    g_ptr_array_add (days, find_stretches (first + (SatDate)i, zone));
    find_extras (axis, g_ptr_array_index (days, i));
  }
  for (guint i = 0; i < n_days; i++)
    axis->runs[i] = make_runs (axis, g_ptr_array_index (days, i));
  make_marks (axis);
  return axis;
}

void
sat_calendar_axis_free (SatCalendarAxis *axis)
{
  if (axis == NULL)
    return;
  for (guint i = 0; i < axis->n_days; i++)
    g_array_unref (axis->runs[i]);
  g_free (axis->runs);
  g_array_unref (axis->extras);
  g_array_unref (axis->marks);
  g_free (axis);
}

gint64
sat_calendar_axis_get_length (const SatCalendarAxis *axis)
{
  g_return_val_if_fail (axis != NULL, 0);

  return place_of (axis, DAY, TRUE);
}

const SatCalendarMark *
sat_calendar_axis_get_marks (const SatCalendarAxis *axis, guint *n)
{
  g_return_val_if_fail (axis != NULL && n != NULL, NULL);

  *n = axis->marks->len;
  return (const SatCalendarMark *)(gconstpointer)axis->marks->data;
}

gboolean
sat_calendar_axis_get_gap (
    const SatCalendarAxis *axis, guint day, guint i, gint64 *from, gint64 *to)
{
  gint64 reached = 0, length = sat_calendar_axis_get_length (axis);
  GArray *runs;

  g_return_val_if_fail (axis != NULL && day < axis->n_days && from != NULL && to != NULL, FALSE);

  runs = axis->runs[day];
  for (guint r = 0; r <= runs->len; r++) {
    gint64 next = r < runs->len ? g_array_index (runs, Run, r).at : length;

    if (next > reached && i-- == 0) {
      *from = reached;
      *to = next;
      return TRUE;
    }
    if (r < runs->len)
      reached = next + g_array_index (runs, Run, r).to - g_array_index (runs, Run, r).from;
  }
  return FALSE;
}

gint64
sat_calendar_axis_of_clock (const SatCalendarAxis *axis, int minutes)
{
  g_return_val_if_fail (axis != NULL, 0);

  return place_of (axis, CLAMP (minutes, 0, 24 * 60) * G_TIME_SPAN_MINUTE, TRUE);
}

gint64
sat_calendar_axis_of_instant (const SatCalendarAxis *axis, guint day, gint64 us, gboolean end)
{
  GArray *runs;
  gint64 reached = 0;

  g_return_val_if_fail (axis != NULL && day < axis->n_days, 0);

  runs = axis->runs[day];
  for (guint i = 0; i < runs->len; i++) {
    const Run *run = &g_array_index (runs, Run, i);

    if (us < run->from || (end && us == run->from))
      return end && i > 0 ? reached : run->at;
    if (us < run->to || (end && us == run->to))
      return run->at + us - run->from;
    reached = run->at + run->to - run->from;
  }
  return reached;
}

gint64
sat_calendar_axis_to_instant (const SatCalendarAxis *axis, guint day, gint64 at)
{
  GArray *runs;
  gint64 last = 0;

  g_return_val_if_fail (axis != NULL && day < axis->n_days, 0);

  runs = axis->runs[day];
  for (guint i = 0; i < runs->len; i++) {
    const Run *run = &g_array_index (runs, Run, i);

    if (at < run->at)
      return run->from;
    if (at - run->at < run->to - run->from)
      return run->from + at - run->at;
    last = run->to;
  }
  return last;
}

gboolean
sat_calendar_axis_cut (
    const SatCalendarAxis *axis, guint day, gint64 start, gint64 end, gint64 *from, gint64 *to)
{
  GArray *runs;

  g_return_val_if_fail (axis != NULL && day < axis->n_days && from != NULL && to != NULL, FALSE);

  runs = axis->runs[day];
  for (guint i = 0; i < runs->len; i++) {
    const Run *run = &g_array_index (runs, Run, i);

    if (start >= run->to || MAX (end, start + 1) <= run->from)
      continue;
    *from = sat_calendar_axis_of_instant (axis, day, MAX (start, run->from), FALSE);
    *to = MAX (*from, sat_calendar_axis_of_instant (axis, day, end, TRUE));
    return TRUE;
  }
  return FALSE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-calendar-layout.h"

#include <stdlib.h>

#define COMPARE(a, b) (((a) > (b)) - ((a) < (b)))

static int
compare_blocks (const void *a, const void *b)
{
  const SatCalendarBlock *one = a, *other = b;

  if (one->from != other->from)
    return COMPARE (one->from, other->from);
  if (one->to != other->to)
    return COMPARE (other->to, one->to);
  return COMPARE (one->event, other->event);
}

static void
make_high_enough (SatCalendarBlock *blocks, guint n, gint64 least, gint64 length)
{
  for (guint i = 0; i < n; i++) {
    SatCalendarBlock *block = &blocks[i];

    block->to = MIN (MAX (block->to, block->from + least), MAX (length, block->to));
    block->from = MAX (0, MIN (block->from, block->to - least));
  }
}

/* The first column whose last block has ended; a new one if there is none. @ends: of each column.
 */
static guint
find_column (GArray *ends, const SatCalendarBlock *block)
{
  guint i = 0;

  while (i < ends->len && g_array_index (ends, gint64, i) > block->from)
    i++;
  if (i < ends->len)
    g_array_index (ends, gint64, i) = block->to;
  else
    g_array_append_val (ends, block->to);
  return i;
}

/* How far a block may go to the right before it meets another at its time. */
static guint
find_width (const SatCalendarBlock *group, guint n, const SatCalendarBlock *block, guint n_columns)
{
  guint until = n_columns;

  for (guint i = 0; i < n; i++) {
    const SatCalendarBlock *other = &group[i];

    if (other->column > block->column && other->column < until && other->from < block->to &&
        block->from < other->to)
      until = other->column;
  }
  return until - block->column;
}

void
sat_calendar_lay_out_blocks (SatCalendarBlock *blocks, guint n, gint64 least, gint64 length)
{
  g_autoptr (GArray) ends = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_return_if_fail (blocks != NULL || n == 0);

  make_high_enough (blocks, n, least, length);
  if (n > 1)
    qsort (blocks, n, sizeof *blocks, compare_blocks);
  for (guint begin = 0, end; begin < n; begin = end) {
    gint64 reached = blocks[begin].to;

    g_array_set_size (ends, 0);
    /* a group: blocks that are connected by overlapping each other */
    for (end = begin; end < n && (end == begin || blocks[end].from < reached); end++) {
      reached = MAX (reached, blocks[end].to);
      blocks[end].column = find_column (ends, &blocks[end]);
    }
    for (guint i = begin; i < end; i++) {
      blocks[i].n_columns = ends->len;
      blocks[i].width = find_width (blocks + begin, end - begin, &blocks[i], ends->len);
    }
  }
}

static int
compare_bars (const void *a, const void *b)
{
  const SatCalendarBar *one = a, *other = b;

  if (one->order != other->order)
    return COMPARE (one->order, other->order);
  if (one->first != other->first)
    return COMPARE (one->first, other->first);
  if (one->last != other->last)
    return COMPARE (other->last, one->last);
  return COMPARE (one->event, other->event);
}

static guint
cut_bars (SatCalendarBar *bars, guint n, int n_days)
{
  guint left = 0;

  for (guint i = 0; i < n; i++) {
    SatCalendarBar bar = bars[i];

    if (bar.last < 0 || bar.first >= n_days || bar.last < bar.first)
      continue;
    bar.before = bar.first < 0;
    bar.after = bar.last >= n_days;
    bar.first = MAX (bar.first, 0);
    bar.last = MIN (bar.last, n_days - 1);
    bars[left++] = bar;
  }
  return left;
}

/* Which lanes of a day are taken. */
typedef struct {
  GByteArray *taken;
  guint free; /* lanes above it are all taken */
} Day;

static gboolean
is_taken (const Day *day, guint lane)
{
  return lane < day->taken->len && day->taken->data[lane];
}

static guint
find_lane (const Day *days, const SatCalendarBar *bar)
{
  guint lane = 0;
  gboolean taken = TRUE;

  for (int d = bar->first; d <= bar->last; d++)
    lane = MAX (lane, days[d].free);
  while (taken) {
    taken = FALSE;
    for (int d = bar->first; d <= bar->last && !taken; d++)
      taken = is_taken (&days[d], lane);
    lane += taken;
  }
  return lane;
}

static void
take_lane (Day *day, guint lane)
{
  static const guint8 no = FALSE;

  while (day->taken->len <= lane)
    g_byte_array_append (day->taken, &no, 1);
  day->taken->data[lane] = TRUE;
  while (is_taken (day, day->free))
    day->free++;
}

guint
sat_calendar_lay_out_bars (SatCalendarBar *bars, guint n, guint n_days, guint *n_lanes)
{
  g_autofree Day *days = g_new0 (Day, n_days);

  g_return_val_if_fail (bars != NULL || n == 0, 0);
  g_return_val_if_fail (n_lanes != NULL, 0);

  n = cut_bars (bars, n, (int)n_days);
  if (n > 1)
    qsort (bars, n, sizeof *bars, compare_bars);
  for (guint d = 0; d < n_days; d++)
    days[d].taken = g_byte_array_new ();
  *n_lanes = 0;
  for (guint i = 0; i < n; i++) {
    bars[i].lane = find_lane (days, &bars[i]);
    for (int d = bars[i].first; d <= bars[i].last; d++)
      take_lane (&days[d], bars[i].lane);
    *n_lanes = MAX (*n_lanes, bars[i].lane + 1);
  }
  for (guint d = 0; d < n_days; d++)
    g_byte_array_unref (days[d].taken);
  return n;
}

/* Adds the parts of @bar on days that show its lane. */
static void
add_shown (GArray *shown, const SatCalendarBar *bar, const guint *room, guint *more)
{
  SatCalendarBar part = *bar;
  gboolean open = FALSE;

  for (int d = bar->first; d <= bar->last; d++) {
    if (bar->lane < room[d]) {
      if (!open) {
        part = *bar;
        part.first = d;
        part.before = bar->before || d > bar->first;
      }
      open = TRUE;
      part.last = d;
      continue;
    }
    more[d]++;
    part.after = TRUE;
    if (open)
      g_array_append_val (shown, part);
    open = FALSE;
  }
  if (open)
    g_array_append_val (shown, part);
}

GArray *
sat_calendar_show_bars (
    const SatCalendarBar *bars, guint n, guint n_days, guint capacity, guint *more)
{
  GArray *shown = g_array_new (FALSE, FALSE, sizeof (SatCalendarBar));
  g_autofree guint *room = g_new0 (guint, n_days); /* lanes that the day shows */

  g_return_val_if_fail (bars != NULL || n == 0, shown);
  g_return_val_if_fail (more != NULL, shown);

  for (guint i = 0; i < n; i++)
    for (int d = bars[i].first; d <= bars[i].last; d++)
      room[d] = MAX (room[d], bars[i].lane + 1);
  for (guint d = 0; d < n_days; d++) {
    room[d] = room[d] <= capacity ? capacity : MAX (capacity, 1) - 1;
    more[d] = 0;
  }
  for (guint i = 0; i < n; i++)
    add_shown (shown, &bars[i], room, more);
  return shown;
}

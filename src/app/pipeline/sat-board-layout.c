/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-board-layout.h"

static int
row_pitch (const SatBoardRows *rows)
{
  return MAX (1, rows->card_height + rows->gap);
}

int
sat_board_rows_height (const SatBoardRows *rows, guint n)
{
  gint64 height;

  g_return_val_if_fail (rows != NULL, 0);

  height = 2 * (gint64)rows->padding;
  if (n > 0)
    height += (gint64)n * row_pitch (rows) - rows->gap;
  return (int)CLAMP (height, 0, G_MAXINT);
}

int
sat_board_rows_y (const SatBoardRows *rows, guint index)
{
  g_return_val_if_fail (rows != NULL, 0);

  return (int)MIN (rows->padding + (gint64)index * row_pitch (rows), G_MAXINT);
}

SatBoardRange
sat_board_rows_visible (const SatBoardRows *rows, guint n, double scroll, int viewport)
{
  SatBoardRange range = {0, 0};
  double top, bottom;
  gint64 first, last;

  g_return_val_if_fail (rows != NULL, range);

  if (n == 0 || viewport <= 0)
    return range;
  top = scroll - rows->padding;
  bottom = scroll + viewport - rows->padding;
  /* A card reaches from its top to its top + height - 1; the gap below belongs to nobody. */
  first = top <= 0 ? 0 : (gint64)((top + rows->gap) / row_pitch (rows));
  last = bottom <= 0 ? -1 : (gint64)((bottom - 1) / row_pitch (rows));
  last = MIN (last, (gint64)n - 1);
  if (first > last)
    return range;
  range.first = (guint)first;
  range.n = (guint)(last - first + 1);
  return range;
}

SatBoardRange
sat_board_rows_kept (const SatBoardRows *rows, guint n, double scroll, int viewport)
{
  SatBoardRange range = sat_board_rows_visible (rows, n, scroll, viewport);
  guint most;

  if (n == 0 || viewport <= 0)
    return range;
  /* At most a part of a card at each end and whole ones between; and one more to come. */
  most = MIN (n, (guint)(viewport / row_pitch (rows)) + 3);
  range.n = most;
  range.first = MIN (range.first, n - most);
  return range;
}

gboolean
sat_board_rows_hit (const SatBoardRows *rows, guint n, double y, guint *index)
{
  gint64 i;

  g_return_val_if_fail (rows != NULL && index != NULL, FALSE);

  y -= rows->padding;
  if (y < 0)
    return FALSE;
  i = (gint64)(y / row_pitch (rows));
  if (i >= n || y - (double)i * row_pitch (rows) >= rows->card_height)
    return FALSE;
  *index = (guint)i;
  return TRUE;
}

guint
sat_board_rows_drop (const SatBoardRows *rows, guint n, double y)
{
  g_return_val_if_fail (rows != NULL, 0);

  /* The upper half of a card means before it, the lower half after it. */
  y += row_pitch (rows) - rows->padding - rows->card_height / 2.0;
  if (y < 0)
    return 0;
  return (guint)MIN ((gint64)(y / row_pitch (rows)), (gint64)n);
}

double
sat_board_rows_reveal (const SatBoardRows *rows, guint n, guint index, double scroll, int viewport)
{
  double highest;

  g_return_val_if_fail (rows != NULL && index < n, scroll);

  scroll = sat_board_reveal (sat_board_rows_y (rows, index), rows->card_height, rows->padding,
                             scroll, viewport);
  highest = MAX (0, sat_board_rows_height (rows, n) - viewport);
  return CLAMP (scroll, 0, highest);
}

guint
sat_board_rows_page (const SatBoardRows *rows, int viewport)
{
  g_return_val_if_fail (rows != NULL, 1);

  return (guint)MAX (1, (viewport + rows->gap) / row_pitch (rows) - 1);
}

static int
columns_fixed (const SatBoardColumns *columns, const gboolean *collapsed, guint n, guint *n_open)
{
  int width = 2 * columns->margin + (n > 1 ? (int)(n - 1) * columns->gap : 0);

  *n_open = 0;
  for (guint i = 0; i < n; i++) {
    if (collapsed[i])
      width += columns->collapsed;
    else
      (*n_open)++;
  }
  return width;
}

int
sat_board_columns_least (const SatBoardColumns *columns, const gboolean *collapsed, guint n)
{
  guint n_open;
  int fixed;

  g_return_val_if_fail (columns != NULL && (collapsed != NULL || n == 0), 0);

  fixed = columns_fixed (columns, collapsed, n, &n_open);
  return fixed + (int)n_open * columns->narrowest;
}

int
sat_board_columns_place (const SatBoardColumns *columns,
                         const gboolean *collapsed,
                         guint n,
                         int width,
                         SatBoardSpan *spans)
{
  guint n_open, seen = 0;
  int room, x;

  g_return_val_if_fail (columns != NULL && (n == 0 || (collapsed != NULL && spans != NULL)), 0);

  room = width - columns_fixed (columns, collapsed, n, &n_open);
  room = CLAMP (room, (int)n_open * columns->narrowest, (int)n_open * columns->widest);
  x = columns->margin;
  for (guint i = 0; i < n; i++) {
    spans[i].x = x;
    if (collapsed[i]) {
      spans[i].width = columns->collapsed;
    } else {
      /* Whole pixels that add up: each takes its share of what is left. */
      spans[i].width = room / (int)(n_open - seen);
      room -= spans[i].width;
      seen++;
    }
    x += spans[i].width + columns->gap;
  }
  return x - (n > 0 ? columns->gap : 0) + columns->margin;
}

int
sat_board_columns_at (const SatBoardSpan *spans, guint n, double x)
{
  g_return_val_if_fail (spans != NULL || n == 0, -1);

  for (guint i = 0; i + 1 < n; i++) {
    double end = spans[i].x + spans[i].width;

    if (x < (end + spans[i + 1].x) / 2)
      return (int)i;
  }
  return (int)n - 1;
}

double
sat_board_reveal (double start, double length, double margin, double scroll, double viewport)
{
  margin = CLAMP (margin, 0, MAX (0, (viewport - length) / 2));
  if (start + length + margin > scroll + viewport)
    scroll = start + length + margin - viewport;
  if (start - margin < scroll)
    scroll = start - margin;
  return scroll;
}

double
sat_board_edge_speed (double position, double length, double edge)
{
  edge = MIN (edge, length / 3);
  if (edge <= 0)
    return 0;
  if (position < edge)
    return -MIN (1, (edge - position) / edge);
  if (position > length - edge)
    return MIN (1, (position - (length - edge)) / edge);
  return 0;
}

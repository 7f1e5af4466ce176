/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where things are on the board: arithmetic over counts, sizes and scroll positions, no widgets.
 * All lengths are pixels; x runs from the leading edge (callers mirror it for right-to-left). */

/* The cards of one column: equal heights, one below the other. */
typedef struct {
  int card_height;
  int gap;     /* between cards */
  int padding; /* above the first and below the last */
} SatBoardRows;

typedef struct {
  guint first;
  guint n;
} SatBoardRange;

/* Height of the content with @n cards. */
int sat_board_rows_height (const SatBoardRows *rows, guint n);
/* Top of card @index in the content. */
int sat_board_rows_y (const SatBoardRows *rows, guint index);
/* The cards that @viewport pixels from @scroll on touch. */
SatBoardRange
sat_board_rows_visible (const SatBoardRows *rows, guint n, double scroll, int viewport);
/* The cards to have ready: those, and beside them so many that their number does not depend on
 * @scroll. */
SatBoardRange sat_board_rows_kept (const SatBoardRows *rows, guint n, double scroll, int viewport);
/* The card at @y of the content; FALSE between cards and outside. */
gboolean sat_board_rows_hit (const SatBoardRows *rows, guint n, double y, guint *index);
/* The card before which one that is let go at @y comes to stand, @n at the end. */
guint sat_board_rows_drop (const SatBoardRows *rows, guint n, double y);
/* The position to scroll to so that card @index is wholly in view; @scroll if it is. */
double
sat_board_rows_reveal (const SatBoardRows *rows, guint n, guint index, double scroll, int viewport);
/* How many cards a page key moves over: at least one. */
guint sat_board_rows_page (const SatBoardRows *rows, int viewport);

/* The columns of a board, side by side. Open ones share the room, collapsed ones do not. */
typedef struct {
  int narrowest, widest; /* of an open column */
  int collapsed;         /* width of a collapsed one */
  int gap;               /* between columns */
  int margin;            /* before the first and after the last */
} SatBoardColumns;

typedef struct {
  int x;
  int width;
} SatBoardSpan;

/* The least width at which nothing needs to scroll. */
int sat_board_columns_least (const SatBoardColumns *columns, const gboolean *collapsed, guint n);
/* Fills @spans[@n] for a board of @width and returns the width that they need: @width or more when
 * it is too narrow, else maybe less, as no column grows beyond the widest. */
int sat_board_columns_place (const SatBoardColumns *columns,
                             const gboolean *collapsed,
                             guint n,
                             int width,
                             SatBoardSpan *spans);
/* The column at @x; in a gap or a margin the nearest. -1 only when there is none. */
int sat_board_columns_at (const SatBoardSpan *spans, guint n, double x);

/* The position to scroll to so that @length pixels from @start on are in view, with @margin around
 * them where there is room; what begins wins over what ends. @scroll if they are. */
double
sat_board_reveal (double start, double length, double margin, double scroll, double viewport);

/* How fast to scroll while something is dragged at @position of @length: 0 away from the edges, up
 * to -1 and 1 at them. @edge is the depth of the zone. */
double sat_board_edge_speed (double position, double length, double edge);

G_END_DECLS

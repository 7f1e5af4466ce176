/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-board-layout.h"

static const SatBoardRows rows = {.card_height = 100, .gap = 10, .padding = 8};

static const SatBoardColumns columns = {
    .narrowest = 200, .widest = 300, .collapsed = 120, .gap = 10, .margin = 12};

#define assert_range(range_, first_, n_)                                                           \
  G_STMT_START                                                                                     \
  {                                                                                                \
    SatBoardRange r_ = range_;                                                                     \
    g_assert_cmpuint (r_.n, ==, n_);                                                               \
    g_assert_cmpuint (r_.first, ==, first_);                                                       \
  }                                                                                                \
  G_STMT_END

static void
test_height (void)
{
  g_assert_cmpint (sat_board_rows_height (&rows, 0), ==, 16);
  g_assert_cmpint (sat_board_rows_height (&rows, 1), ==, 116);
  g_assert_cmpint (sat_board_rows_height (&rows, 3), ==, 8 + 3 * 100 + 2 * 10 + 8);
  g_assert_cmpint (sat_board_rows_y (&rows, 0), ==, 8);
  g_assert_cmpint (sat_board_rows_y (&rows, 2), ==, 228);
  /* more cards than pixels that can be counted */
  g_assert_cmpint (sat_board_rows_height (&rows, G_MAXUINT), ==, G_MAXINT);
  g_assert_cmpint (sat_board_rows_y (&rows, G_MAXUINT), ==, G_MAXINT);
}

static void
test_visible (void)
{
  assert_range (sat_board_rows_visible (&rows, 0, 0, 500), 0, 0);
  assert_range (sat_board_rows_visible (&rows, 10, 0, 0), 0, 0);
  assert_range (sat_board_rows_visible (&rows, 1, 0, 500), 0, 1);
  /* the first pixel of the second card is 118 */
  assert_range (sat_board_rows_visible (&rows, 10, 0, 118), 0, 1);
  assert_range (sat_board_rows_visible (&rows, 10, 0, 119), 0, 2);
  /* the last pixel of the first card is 107 */
  assert_range (sat_board_rows_visible (&rows, 10, 107, 50), 0, 2);
  assert_range (sat_board_rows_visible (&rows, 10, 108, 50), 1, 1);
  /* between two cards there is none */
  assert_range (sat_board_rows_visible (&rows, 10, 109, 5), 0, 0);
  /* at the end */
  assert_range (sat_board_rows_visible (&rows, 10, 8 + 9 * 110, 1000), 9, 1);
  assert_range (sat_board_rows_visible (&rows, 10, 1e6, 100), 0, 0);
  assert_range (sat_board_rows_visible (&rows, 10, -500, 400), 0, 0);
}

static void
test_kept (void)
{
  /* the same number wherever it is scrolled to, and all that is visible is among them */
  for (int scroll = 0; scroll <= sat_board_rows_height (&rows, 50) - 400; scroll++) {
    SatBoardRange seen = sat_board_rows_visible (&rows, 50, scroll, 400);
    SatBoardRange kept = sat_board_rows_kept (&rows, 50, scroll, 400);

    g_assert_cmpuint (kept.n, ==, 6);
    g_assert_cmpuint (kept.first, <=, seen.first);
    g_assert_cmpuint (kept.first + kept.n, >=, seen.first + seen.n);
    g_assert_cmpuint (kept.first + kept.n, <=, 50);
  }
  assert_range (sat_board_rows_kept (&rows, 3, 0, 400), 0, 3);
  assert_range (sat_board_rows_kept (&rows, 0, 0, 400), 0, 0);
  assert_range (sat_board_rows_kept (&rows, 3, 0, 0), 0, 0);
}

static void
test_hit (void)
{
  guint index = 77;

  g_assert_false (sat_board_rows_hit (&rows, 3, 7.9, &index));
  g_assert_cmpuint (index, ==, 77);
  g_assert_true (sat_board_rows_hit (&rows, 3, 8, &index));
  g_assert_cmpuint (index, ==, 0);
  g_assert_true (sat_board_rows_hit (&rows, 3, 107.9, &index));
  g_assert_cmpuint (index, ==, 0);
  g_assert_false (sat_board_rows_hit (&rows, 3, 108, &index));
  g_assert_true (sat_board_rows_hit (&rows, 3, 118, &index));
  g_assert_cmpuint (index, ==, 1);
  g_assert_true (sat_board_rows_hit (&rows, 3, 300, &index));
  g_assert_cmpuint (index, ==, 2);
  g_assert_false (sat_board_rows_hit (&rows, 3, 338, &index));
  g_assert_false (sat_board_rows_hit (&rows, 3, -20, &index));
  g_assert_false (sat_board_rows_hit (&rows, 0, 20, &index));
}

static void
test_drop (void)
{
  g_assert_cmpuint (sat_board_rows_drop (&rows, 0, 50), ==, 0);
  g_assert_cmpuint (sat_board_rows_drop (&rows, 3, -100), ==, 0);
  g_assert_cmpuint (sat_board_rows_drop (&rows, 3, 10), ==, 0);
  g_assert_cmpuint (sat_board_rows_drop (&rows, 3, 57), ==, 0);
  g_assert_cmpuint (sat_board_rows_drop (&rows, 3, 59), ==, 1);
  g_assert_cmpuint (sat_board_rows_drop (&rows, 3, 167), ==, 1);
  g_assert_cmpuint (sat_board_rows_drop (&rows, 3, 169), ==, 2);
  g_assert_cmpuint (sat_board_rows_drop (&rows, 3, 9999), ==, 3);
}

static void
test_reveal (void)
{
  /* in view already */
  g_assert_cmpfloat (sat_board_rows_reveal (&rows, 50, 3, 300, 400), ==, 300);
  /* above: its edge comes to the top; the first shows the padding */
  g_assert_cmpfloat (sat_board_rows_reveal (&rows, 50, 1, 300, 400), ==, 118 - 8);
  g_assert_cmpfloat (sat_board_rows_reveal (&rows, 50, 0, 300, 400), ==, 0);
  /* below: its end comes to the bottom */
  g_assert_cmpfloat (sat_board_rows_reveal (&rows, 50, 10, 0, 400), ==,
                     8 + 10 * 110 + 100 + 8 - 400);
  g_assert_cmpfloat (sat_board_rows_reveal (&rows, 50, 49, 0, 400), ==,
                     sat_board_rows_height (&rows, 50) - 400);
  /* a list that is lower than a card: its top is what counts */
  g_assert_cmpfloat (sat_board_rows_reveal (&rows, 50, 2, 0, 40), ==, 228);
  /* nothing to scroll */
  g_assert_cmpfloat (sat_board_rows_reveal (&rows, 2, 1, 0, 400), ==, 0);
}

static void
test_page (void)
{
  g_assert_cmpuint (sat_board_rows_page (&rows, 430), ==, 3);
  g_assert_cmpuint (sat_board_rows_page (&rows, 50), ==, 1);
  g_assert_cmpuint (sat_board_rows_page (&rows, 0), ==, 1);
}

static void
test_columns_share (void)
{
  const gboolean none[] = {FALSE, FALSE, FALSE};
  const gboolean last[] = {FALSE, FALSE, TRUE};
  SatBoardSpan spans[3];

  g_assert_cmpint (sat_board_columns_least (&columns, none, 3), ==, 24 + 20 + 600);
  g_assert_cmpint (sat_board_columns_least (&columns, last, 3), ==, 24 + 20 + 400 + 120);
  g_assert_cmpint (sat_board_columns_least (&columns, NULL, 0), ==, 24);

  /* the room is shared to the last pixel */
  g_assert_cmpint (sat_board_columns_place (&columns, none, 3, 800, spans), ==, 800);
  g_assert_cmpint (spans[0].x, ==, 12);
  g_assert_cmpint (spans[0].width + spans[1].width + spans[2].width, ==, 756);
  g_assert_cmpint (spans[1].x, ==, spans[0].x + spans[0].width + 10);
  g_assert_cmpint (spans[2].x + spans[2].width + 12, ==, 800);
  g_assert_cmpint (sat_board_columns_place (&columns, none, 3, 801, spans), ==, 801);

  /* a collapsed one keeps its width */
  g_assert_cmpint (sat_board_columns_place (&columns, last, 3, 700, spans), ==, 700);
  g_assert_cmpint (spans[2].width, ==, 120);
  g_assert_cmpint (spans[0].width, ==, 268);
}

static void
test_columns_limits (void)
{
  const gboolean none[] = {FALSE, FALSE, FALSE};
  const gboolean all[] = {TRUE, TRUE, TRUE};
  SatBoardSpan spans[3];

  /* too narrow: none gets narrower than it may, and the board scrolls */
  g_assert_cmpint (sat_board_columns_place (&columns, none, 3, 300, spans), ==, 644);
  g_assert_cmpint (spans[2].width, ==, 200);
  /* too wide: none gets wider than it may, and room is left */
  g_assert_cmpint (sat_board_columns_place (&columns, none, 3, 2000, spans), ==, 24 + 20 + 900);
  g_assert_cmpint (sat_board_columns_place (&columns, all, 3, 2000, spans), ==, 24 + 20 + 360);
  g_assert_cmpint (sat_board_columns_place (&columns, NULL, 0, 500, NULL), ==, 24);
}

static void
test_columns_at (void)
{
  const gboolean none[] = {FALSE, FALSE, FALSE};
  SatBoardSpan spans[3];

  sat_board_columns_place (&columns, none, 3, 644, spans);
  g_assert_cmpint (sat_board_columns_at (spans, 3, -5), ==, 0);
  g_assert_cmpint (sat_board_columns_at (spans, 3, 12), ==, 0);
  g_assert_cmpint (sat_board_columns_at (spans, 3, 216), ==,
                   0); /* 212 ends it, 222 begins the next */
  g_assert_cmpint (sat_board_columns_at (spans, 3, 218), ==, 1);
  g_assert_cmpint (sat_board_columns_at (spans, 3, 431), ==, 2);
  g_assert_cmpint (sat_board_columns_at (spans, 3, 5000), ==, 2);
  g_assert_cmpint (sat_board_columns_at (NULL, 0, 10), ==, -1);
}

static void
test_edge_speed (void)
{
  g_assert_cmpfloat (sat_board_edge_speed (500, 1000, 50), ==, 0);
  g_assert_cmpfloat (sat_board_edge_speed (50, 1000, 50), ==, 0);
  g_assert_cmpfloat (sat_board_edge_speed (25, 1000, 50), ==, -0.5);
  g_assert_cmpfloat (sat_board_edge_speed (0, 1000, 50), ==, -1);
  g_assert_cmpfloat (sat_board_edge_speed (-80, 1000, 50), ==, -1);
  g_assert_cmpfloat (sat_board_edge_speed (975, 1000, 50), ==, 0.5);
  g_assert_cmpfloat (sat_board_edge_speed (1200, 1000, 50), ==, 1);
  /* zones never meet */
  g_assert_cmpfloat (sat_board_edge_speed (30, 60, 50), ==, 0);
  g_assert_cmpfloat (sat_board_edge_speed (0, 0, 50), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/board-layout/height", test_height);
  g_test_add_func ("/board-layout/visible", test_visible);
  g_test_add_func ("/board-layout/kept", test_kept);
  g_test_add_func ("/board-layout/hit", test_hit);
  g_test_add_func ("/board-layout/drop", test_drop);
  g_test_add_func ("/board-layout/reveal", test_reveal);
  g_test_add_func ("/board-layout/page", test_page);
  g_test_add_func ("/board-layout/columns-share", test_columns_share);
  g_test_add_func ("/board-layout/columns-limits", test_columns_limits);
  g_test_add_func ("/board-layout/columns-at", test_columns_at);
  g_test_add_func ("/board-layout/edge-speed", test_edge_speed);
  return g_test_run ();
}

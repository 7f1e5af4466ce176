/* SPDX-License-Identifier: GPL-3.0-or-later */

/* C1: work per frame (before-paint to after-paint) while a board of 10,000 cards scrolls, against
 * one widget that draws as many rectangles and texts with a snapshot and knows no cards. */

#include "config.h"

#include "bench-frames.h"
#include "board-sample.h"

#define STEP 34
#define LANES 4
#define PITCH 108
#define TEXTS 5

/* Lanes of white rectangles with texts that were laid out once. */
#define BENCH_TYPE_BARE (bench_bare_get_type ())
G_DECLARE_FINAL_TYPE (BenchBare, bench_bare, BENCH, BARE, GtkWidget)

struct _BenchBare {
  GtkWidget parent_instance;
  PangoLayout *texts[TEXTS];
  double scroll;
};

G_DEFINE_FINAL_TYPE (BenchBare, bench_bare, GTK_TYPE_WIDGET)

static void
draw_card (BenchBare *self, GtkSnapshot *snapshot, float x, float y, float width)
{
  const GdkRGBA white = {1, 1, 1, 1}, black = {0, 0, 0, 1};

  gtk_snapshot_append_color (snapshot, &white, &GRAPHENE_RECT_INIT (x, y, width, PITCH - 8));
  for (int i = 0; i < TEXTS; i++) {
    gtk_snapshot_save (snapshot);
    gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x + 12, y + 4 + (float)(i * 18)));
    gtk_snapshot_append_layout (snapshot, self->texts[i], &black);
    gtk_snapshot_restore (snapshot);
  }
}

static void
bench_bare_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  BenchBare *self = BENCH_BARE (widget);
  int height = gtk_widget_get_height (widget);
  float width = (float)gtk_widget_get_width (widget) / LANES;

  for (int lane = 0; lane < LANES; lane++) {
    /* as on the board, only one lane scrolls */
    double scroll = lane == 0 ? self->scroll : 0;

    for (int y = -((int)scroll % PITCH); y < height; y += PITCH)
      draw_card (self, snapshot, (float)lane * width + 8, (float)y, width - 16);
  }
}

static void
bench_bare_dispose (GObject *object)
{
  for (int i = 0; i < TEXTS; i++)
    g_clear_object (&BENCH_BARE (object)->texts[i]);
  G_OBJECT_CLASS (bench_bare_parent_class)->dispose (object);
}

static void
bench_bare_class_init (BenchBareClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = bench_bare_dispose;
  GTK_WIDGET_CLASS (klass)->snapshot = bench_bare_snapshot;
}

static void
bench_bare_init (BenchBare *self)
{
  static const char *const texts[] = {"Acme Corporation", "Rollout phase two", "$169,000", "2 Mar",
                                      "AS"};

  for (int i = 0; i < TEXTS; i++)
    self->texts[i] = gtk_widget_create_pango_layout (GTK_WIDGET (self), texts[i]);
}

static void
step_cb (GtkWidget *child, gpointer data)
{
  gboolean across = GPOINTER_TO_INT (data);
  GtkWidget *list = bench_find (child, SAT_TYPE_BOARD_LIST);
  GtkWidget *scroller = bench_find (child, GTK_TYPE_SCROLLED_WINDOW);

  if (BENCH_IS_BARE (child)) {
    BENCH_BARE (child)->scroll += STEP;
    gtk_widget_queue_draw (child);
  } else if (across) {
    GtkAdjustment *adjustment =
        gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (scroller));
    double value = gtk_adjustment_get_value (adjustment) + STEP;

    if (value > gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment))
      value = 0;
    gtk_adjustment_set_value (adjustment, value);
  } else {
    sat_board_list_scroll_by (SAT_BOARD_LIST (list), STEP);
  }
}

static double
measure (GtkWidget *child, gboolean across)
{
  return bench_frames (child, 2000, step_cb, GINT_TO_POINTER (across));
}

static double
measure_board (SatRegistry *registry, gboolean across)
{
  g_autoptr (GListStore) columns = board_sample_columns (registry, 10000, FALSE);
  SatBoard *board = sat_board_new (board_sample_face, NULL);

  sat_board_set_columns (board, G_LIST_MODEL (columns));
  return measure (GTK_WIDGET (board), across);
}

int
main (void)
{
  g_autoptr (SatRegistry) registry = sat_registry_new ();
  double bare;

  adw_init ();
  bare = measure (g_object_new (BENCH_TYPE_BARE, NULL), FALSE);
  sat_bench_print ("C1", "board of 10,000 cards, a column 34 px a frame, work p95 (CPU time)", "ms",
                   measure_board (registry, FALSE), bare, 1.5, 1.1);
  sat_bench_print ("C1", "the same, all of it sideways (CPU time)", "ms",
                   measure_board (registry, TRUE), 0, 16.7, 0);
  return 0;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "bench-frames.h"

#define FRAMES 200

typedef struct {
  gint64 start, work;
  gboolean painted;
} Frame;

static void
before_paint_cb (GdkFrameClock *clock, gpointer data)
{
  ((Frame *)data)->start = sat_bench_thread_time ();
}

static void
after_paint_cb (GdkFrameClock *clock, gpointer data)
{
  Frame *frame = data;

  frame->work = sat_bench_thread_time () - frame->start;
  frame->painted = TRUE;
}

GtkWidget *
bench_find (GtkWidget *widget, GType type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = bench_find (child, type);

    if (found != NULL)
      return found;
  }
  return NULL;
}

static gboolean
wake_cb (gpointer done)
{
  *(gboolean *)done = TRUE;
  return G_SOURCE_REMOVE;
}

static void
settle (guint milliseconds)
{
  gboolean done = FALSE;

  g_timeout_add (milliseconds, wake_cb, &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
}

double
bench_frames (GtkWidget *child, guint settle_ms, BenchStep step, gpointer data)
{
  GtkWidget *window = gtk_window_new ();
  g_autoptr (SatBenchSeries) series = sat_bench_series_new ();
  GdkFrameClock *clock;
  Frame frame = {0};

  gtk_window_set_default_size (GTK_WINDOW (window), 1000, 700);
  gtk_window_set_child (GTK_WINDOW (window), child);
  gtk_window_present (GTK_WINDOW (window));
  settle (settle_ms);
  clock = gtk_widget_get_frame_clock (window);
  g_signal_connect (clock, "before-paint", G_CALLBACK (before_paint_cb), &frame);
  g_signal_connect_after (clock, "after-paint", G_CALLBACK (after_paint_cb), &frame);
  for (guint i = 0; i < FRAMES; i++) {
    frame.painted = FALSE;
    step (child, data);
    while (!frame.painted)
      g_main_context_iteration (NULL, TRUE);
    sat_bench_series_add (series, frame.work);
  }
  g_signal_handlers_disconnect_by_data (clock, &frame);
  gtk_window_destroy (GTK_WINDOW (window));
  settle (200);
  return sat_bench_series_at (series, 95);
}

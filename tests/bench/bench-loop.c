/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "bench-loop.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#define LONG_US 100000

/* What was done while the turns were measured. */
typedef struct {
  const char *name;
  gint64 work; /* the most of one turn */
} Deed;

typedef struct {
  char *name;
  GArray *deeds; /* of Deed, as they first came */
  SatBenchSeries *frames, *own_frames, *turns, *own_turns, *work;
  guint long_frames, long_own_frames, long_own_turns;
  gint64 longest;
  const char *longest_doing;
} Phase;

/* A moment of the main thread, in microseconds: by the clock, of its work, and how long it has
 * waited for a processor. */
typedef struct {
  gint64 clock, work, waited;
} Moment;

struct _BenchLoop {
  int waits; /* the kernel's file about this thread */
  GPtrArray *phases;
  Phase *phase;
  const char *doing;
  Moment turn, frame;
  gboolean has_frame;
  GSourceFunc frame_func;
  gpointer frame_data;
};

/* A poll function has no data. */
static BenchLoop *the_loop;

static void
phase_free (gpointer data)
{
  Phase *phase = data;

  g_free (phase->name);
  g_array_unref (phase->deeds);
  sat_bench_series_free (phase->frames);
  sat_bench_series_free (phase->own_frames);
  sat_bench_series_free (phase->turns);
  sat_bench_series_free (phase->own_turns);
  sat_bench_series_free (phase->work);
  g_free (phase);
}

static Phase *
phase_new (const char *name)
{
  Phase *phase = g_new0 (Phase, 1);

  phase->name = g_strdup (name);
  phase->deeds = g_array_new (FALSE, FALSE, sizeof (Deed));
  phase->frames = sat_bench_series_new ();
  phase->own_frames = sat_bench_series_new ();
  phase->turns = sat_bench_series_new ();
  phase->own_turns = sat_bench_series_new ();
  phase->work = sat_bench_series_new ();
  return phase;
}

/* Nanoseconds of work, nanoseconds of waiting, number of slices. */
static gint64
read_waited (BenchLoop *self)
{
  char text[96] = "";
  unsigned long long work, waited = 0;

  if (pread (self->waits, text, sizeof text - 1, 0) <= 0 ||
      sscanf (text, "%llu %llu", &work, &waited) != 2)
    return 0;
  return (gint64)(waited / 1000);
}

/* Read as one: a wait between the clock and the kernel's count would be nobody's. */
static Moment
now (BenchLoop *self)
{
  Moment moment;

  do {
    moment.waited = read_waited (self);
    moment.clock = sat_bench_now ();
    moment.work = sat_bench_thread_time ();
  } while (read_waited (self) != moment.waited);
  return moment;
}

static gint64
own (const Moment *from, const Moment *to)
{
  return MAX (to->clock - from->clock - (to->waited - from->waited), 0);
}

static void
count_deed (Phase *phase, const char *name, gint64 work)
{
  Deed deed = {name, work};

  for (guint i = 0; i < phase->deeds->len; i++) {
    Deed *known = &g_array_index (phase->deeds, Deed, i);

    if (g_str_equal (known->name, name)) {
      known->work = MAX (known->work, work);
      return;
    }
  }
  g_array_append_val (phase->deeds, deed);
}

static void
end_turn (BenchLoop *self)
{
  Moment end = now (self);
  gint64 mine = own (&self->turn, &end);

  if (self->phase == NULL)
    return;
  sat_bench_series_add (self->phase->turns, end.clock - self->turn.clock);
  sat_bench_series_add (self->phase->own_turns, mine);
  sat_bench_series_add (self->phase->work, end.work - self->turn.work);
  count_deed (self->phase, self->doing, end.work - self->turn.work);
  self->phase->long_own_turns += mine > LONG_US;
  if (mine > self->phase->longest) {
    self->phase->longest = mine;
    self->phase->longest_doing = self->doing;
  }
  if (mine > LONG_US / 2)
    g_printerr ("%s, %s: %.0f ms, of this %.0f ms of work\n", self->phase->name, self->doing,
                (double)mine / 1000, (double)(end.work - self->turn.work) / 1000);
}

static int
poll_func (GPollFD *fds, guint n, int timeout)
{
  int result;

  end_turn (the_loop);
  result = g_poll (fds, n, timeout);
  the_loop->turn = now (the_loop);
  return result;
}

static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  BenchLoop *self = user_data;
  Moment moment = now (self);

  if (self->has_frame && self->phase != NULL) {
    gint64 mine = own (&self->frame, &moment), all = moment.clock - self->frame.clock;

    sat_bench_series_add (self->phase->frames, all);
    sat_bench_series_add (self->phase->own_frames, mine);
    self->phase->long_frames += all > LONG_US;
    self->phase->long_own_frames += mine > LONG_US;
  }
  self->frame = moment;
  self->has_frame = TRUE;
  if (self->frame_func != NULL)
    self->frame_func (self->frame_data);
  return G_SOURCE_CONTINUE;
}

BenchLoop *
bench_loop_new (void)
{
  BenchLoop *self = g_new0 (BenchLoop, 1);

  g_return_val_if_fail (the_loop == NULL, NULL);
  self->waits = open ("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC);
  self->phases = g_ptr_array_new_with_free_func (phase_free);
  self->doing = "";
  self->turn = now (self);
  the_loop = self;
  g_main_context_set_poll_func (NULL, poll_func);
  return self;
}

void
bench_loop_free (BenchLoop *self)
{
  g_main_context_set_poll_func (NULL, NULL);
  the_loop = NULL;
  if (self->waits >= 0)
    close (self->waits);
  g_ptr_array_unref (self->phases);
  g_free (self);
}

void
bench_loop_watch (BenchLoop *self, GtkWidget *widget, GSourceFunc frame, gpointer data)
{
  self->frame_func = frame;
  self->frame_data = data;
  gtk_widget_add_tick_callback (widget, tick_cb, self, NULL);
}

void
bench_loop_set_phase (BenchLoop *self, const char *name)
{
  if (self->phase != NULL && g_str_equal (self->phase->name, name))
    return;
  self->phase = *name != '\0' ? phase_new (name) : NULL;
  self->has_frame = FALSE;
  if (self->phase != NULL)
    g_ptr_array_add (self->phases, self->phase);
}

void
bench_loop_set_doing (BenchLoop *self, const char *doing)
{
  self->doing = doing;
}

static void
print_deeds (Phase *phase)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < phase->deeds->len; i++) {
    const Deed *deed = &g_array_index (phase->deeds, Deed, i);

    g_string_append_printf (text, "%s%s %.0f", i > 0 ? ", " : "", deed->name,
                            (double)deed->work / 1000);
  }
  sat_bench_note ("most work of one turn, ms: %s", text->str);
}

static void
print_phase (Phase *phase, const char *id, double must)
{
  g_autofree char *what = g_strdup_printf ("%s: longest turn of the main loop", phase->name);

  sat_bench_print (id, what, "ms", sat_bench_series_at (phase->own_turns, 100), 0, must, 0);
  sat_bench_note ("%u turns, p99 %.1f ms, %u above 100 ms; while: %s; most work of one %.1f ms",
                  phase->own_turns->values->len, sat_bench_series_at (phase->own_turns, 99),
                  phase->long_own_turns, phase->longest_doing,
                  sat_bench_series_at (phase->work, 100));
  sat_bench_note ("%u frames: median %.1f ms, p99 %.1f ms, longest %.1f ms, %u above 100 ms",
                  phase->own_frames->values->len, sat_bench_series_at (phase->own_frames, 50),
                  sat_bench_series_at (phase->own_frames, 99),
                  sat_bench_series_at (phase->own_frames, 100), phase->long_own_frames);
  sat_bench_note ("with waiting for a processor: frames p99 %.1f ms, longest %.1f ms, %u above 100 "
                  "ms; turns longest %.1f ms",
                  sat_bench_series_at (phase->frames, 99), sat_bench_series_at (phase->frames, 100),
                  phase->long_frames, sat_bench_series_at (phase->turns, 100));
  print_deeds (phase);
}

void
bench_loop_print (BenchLoop *self, const char *id, double must)
{
  for (guint i = 0; i < self->phases->len; i++)
    print_phase (self->phases->pdata[i], id, must);
}

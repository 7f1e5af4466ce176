/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-sync-watch.h"

#include "sat-net-live.h"
#include "sat-net-wait.h"

/* After a failure: at random within this, twice as long each time, so that not all laptops come
 * back at once. */
#define FIRST_JITTER_MS 5000
#define MOST_JITTER_MS 60000
/* So often in a row a WebSocket may break before long polls are tried, for so long. */
#define MOST_FAILURES 3
#define POLL_US (10 * 60 * G_USEC_PER_SEC)
/* What lasted longer is no failure. */
#define GOOD_US (2 * 60 * G_USEC_PER_SEC)

/* One thread's. Of the two that hold it, the last one frees it. */
typedef struct {
  gatomicrefcount refs;
  SatSyncWatch *watch; /* main thread; NULL: nobody listens any more */
  SatStore *store;
  GCancellable *cancellable;
  gboolean polls;
  gint64 started;
} Round;

struct _SatSyncWatch {
  SatStore *store;
  SatSyncDueFunc due;
  gpointer user_data;
  Round *round; /* NULL: it does not watch */
  guint failures;
  gint64 poll_until; /* monotonic */
};

static void
round_unref (gpointer data)
{
  Round *round = data;

  if (!g_atomic_ref_count_dec (&round->refs))
    return;
  g_object_unref (round->store);
  g_object_unref (round->cancellable);
  g_free (round);
}

static gboolean
news_idle_cb (gpointer data)
{
  Round *round = data;

  if (round->watch != NULL)
    round->watch->due (0, round->watch->user_data);
  return G_SOURCE_REMOVE;
}

/* On the round's thread. */
static void
news_cb (gpointer data)
{
  Round *round = data;

  g_atomic_ref_count_inc (&round->refs);
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, news_idle_cb, round, round_unref);
}

static void
round_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Round *round = data;
  GError *error = NULL;
  gboolean news = FALSE;
  gboolean done = round->polls ? sat_net_wait (round->store, &news, cancellable, &error)
                               : sat_net_live (round->store, news_cb, round, cancellable, &error);

  if (done)
    g_task_return_boolean (task, news);
  else
    g_task_return_error (task, error);
}

static void
due_at_random (SatSyncWatch *self, guint most_ms)
{
  self->due ((guint)g_random_int_range (0, (gint32)most_ms), self->user_data);
}

static void
polled (SatSyncWatch *self, gboolean news, const GError *error)
{
  /* Tokens to renew, or no way: the next sync finds out. */
  if (error != NULL)
    due_at_random (self, MOST_JITTER_MS);
  else if (news)
    self->due (0, self->user_data);
  else
    sat_sync_watch_start (self);
}

static void
live_ended (SatSyncWatch *self, const Round *round, const GError *error)
{
  gint64 now = g_get_monotonic_time ();
  gboolean never = g_error_matches (error, SAT_SYNC_ERROR, SAT_SYNC_ERROR_SERVER);

  self->failures = now - round->started > GOOD_US ? 0 : self->failures + 1;
  if (never || self->failures >= MOST_FAILURES) {
    self->failures = 0;
    self->poll_until = now + POLL_US;
  }
  if (never)
    sat_sync_watch_start (self);
  else
    due_at_random (self, MIN (FIRST_JITTER_MS << self->failures, MOST_JITTER_MS));
}

static void
round_ended_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Round *round = g_task_get_task_data (G_TASK (result));
  SatSyncWatch *self = round->watch;
  g_autoptr (GError) error = NULL;
  gboolean news = g_task_propagate_boolean (G_TASK (result), &error);

  if (self == NULL)
    return;
  round->watch = NULL;
  self->round = NULL; /* the task's */
  if (round->polls)
    polled (self, news, error);
  else
    live_ended (self, round, error);
}

void
sat_sync_watch_start (SatSyncWatch *self)
{
  g_autoptr (GTask) task = NULL;
  Round *round;

  g_return_if_fail (self != NULL);

  if (self->round != NULL)
    return;
  round = g_new0 (Round, 1);
  g_atomic_ref_count_init (&round->refs);
  round->watch = self;
  round->store = g_object_ref (self->store);
  round->cancellable = g_cancellable_new ();
  round->started = g_get_monotonic_time ();
  round->polls = round->started < self->poll_until;
  self->round = round;
  task = g_task_new (NULL, round->cancellable, round_ended_cb, NULL);
  g_task_set_task_data (task, round, round_unref);
  g_task_run_in_thread (task, round_thread);
}

void
sat_sync_watch_stop (SatSyncWatch *self)
{
  Round *round;

  g_return_if_fail (self != NULL);

  round = g_steal_pointer (&self->round);
  self->failures = 0;
  self->poll_until = 0;
  if (round == NULL)
    return;
  round->watch = NULL;
  g_cancellable_cancel (round->cancellable);
}

SatSyncWatch *
sat_sync_watch_new (SatStore *store, SatSyncDueFunc due, gpointer user_data)
{
  SatSyncWatch *self;

  g_return_val_if_fail (SAT_IS_STORE (store) && due != NULL, NULL);

  self = g_new0 (SatSyncWatch, 1);
  self->store = g_object_ref (store);
  self->due = due;
  self->user_data = user_data;
  return self;
}

void
sat_sync_watch_free (SatSyncWatch *self)
{
  if (self == NULL)
    return;
  sat_sync_watch_stop (self);
  g_object_unref (self->store);
  g_free (self);
}

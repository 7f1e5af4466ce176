/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-sync-files.h"

#include "sat-net-files.h"

#define FIRST_SECONDS 5
#define MOST_SECONDS 300

struct _SatSyncFiles {
  SatStore *store;
  SatSyncFilesFunc moved;
  gpointer user_data;
  GCancellable *cancellable;
  gboolean running, again;
  guint timer;
  guint backoff; /* seconds; 0: nothing was left */
};

typedef struct {
  SatSyncFiles *files; /* only while it is not cancelled */
  SatStore *store;
  SatNetFiles counts;
} Round;

static void
round_free (gpointer data)
{
  Round *round = data;

  g_object_unref (round->store);
  g_free (round);
}

static void
round_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Round *round = data;
  GError *error = NULL;

  if (sat_net_files (round->store, NULL, NULL, cancellable, &round->counts, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static gboolean
timer_cb (gpointer user_data)
{
  SatSyncFiles *self = user_data;

  self->timer = 0;
  sat_sync_files_go (self);
  return G_SOURCE_REMOVE;
}

static void
plan (SatSyncFiles *self, gboolean left)
{
  if (self->again) {
    self->again = FALSE;
    sat_sync_files_go (self);
  } else if (left) {
    self->backoff = CLAMP (self->backoff * 2, FIRST_SECONDS, MOST_SECONDS);
    self->timer = g_timeout_add_seconds (self->backoff, timer_cb, self);
  } else {
    self->backoff = 0;
  }
}

static void
round_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Round *round = g_task_get_task_data (G_TASK (result));
  SatSyncFiles *self = round->files;
  g_autoptr (GError) error = NULL;

  g_task_propagate_boolean (G_TASK (result), &error);
  if (g_cancellable_is_cancelled (g_task_get_cancellable (G_TASK (result))))
    return;
  if (error != NULL)
    g_debug ("files: %s", error->message);
  self->running = FALSE;
  /* After a failure the next sync that goes well begins anew. */
  plan (self, error == NULL && round->counts.left > 0);
  if (round->counts.sent + round->counts.fetched > 0)
    self->moved (self->user_data);
}

void
sat_sync_files_go (SatSyncFiles *self)
{
  g_autoptr (GTask) task = NULL;
  Round *round;

  g_return_if_fail (self != NULL);

  if (self->running) {
    self->again = TRUE;
    return;
  }
  g_clear_handle_id (&self->timer, g_source_remove);
  self->running = TRUE;
  round = g_new0 (Round, 1);
  round->files = self;
  round->store = g_object_ref (self->store);
  task = g_task_new (NULL, self->cancellable, round_cb, NULL);
  g_task_set_task_data (task, round, round_free);
  g_task_run_in_thread (task, round_thread);
}

void
sat_sync_files_stop (SatSyncFiles *self)
{
  g_return_if_fail (self != NULL);

  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  self->running = self->again = FALSE;
  g_clear_handle_id (&self->timer, g_source_remove);
}

SatSyncFiles *
sat_sync_files_new (SatStore *store, SatSyncFilesFunc moved, gpointer user_data)
{
  SatSyncFiles *self;

  g_return_val_if_fail (SAT_IS_STORE (store) && moved != NULL, NULL);

  self = g_new0 (SatSyncFiles, 1);
  self->store = g_object_ref (store);
  self->moved = moved;
  self->user_data = user_data;
  self->cancellable = g_cancellable_new ();
  return self;
}

void
sat_sync_files_free (SatSyncFiles *self)
{
  if (self == NULL)
    return;
  sat_sync_files_stop (self);
  g_object_unref (self->cancellable);
  g_object_unref (self->store);
  g_free (self);
}

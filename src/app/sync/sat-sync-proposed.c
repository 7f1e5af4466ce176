/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-sync-proposed.h"

#include "sat-net-proposals.h"

#define PAUSE_US (30 * G_USEC_PER_SEC)

struct _SatSyncProposed {
  SatStore *store;
  SatSyncProposedFunc changed;
  gpointer user_data;
  GCancellable *cancellable;
  guint n;
  gint64 asked;  /* monotonic; 0: never */
  gboolean asks; /* the server is asked now */
  guint timer;   /* to when it may be asked again */
};

/* What the server answers to the question that is on its way is not wanted any more. */
static void
drop_question (SatSyncProposed *self)
{
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  self->asks = FALSE;
}

static void
take (SatSyncProposed *self, guint n)
{
  if (n == self->n)
    return;
  self->n = n;
  self->changed (self->user_data);
}

static void
ask_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  g_autoptr (JsonArray) list = sat_net_proposals (data, cancellable, &error);

  if (list != NULL)
    g_task_return_int (task, sat_net_proposals_waiting (list));
  else
    g_task_return_error (task, error);
}

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = G_TASK (result);
  SatSyncProposed *self = user_data;
  g_autoptr (GError) error = NULL;
  gssize n = g_task_propagate_int (task, &error);

  /* Then it may be gone. */
  if (g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    return;
  self->asks = FALSE;
  if (error != NULL)
    g_debug ("proposals: %s", error->message);
  else
    take (self, (guint)n);
}

static gboolean
timer_cb (gpointer user_data)
{
  SatSyncProposed *self = user_data;

  self->timer = 0;
  sat_sync_proposed_ask (self);
  return G_SOURCE_REMOVE;
}

void
sat_sync_proposed_ask (SatSyncProposed *self)
{
  g_autoptr (GTask) task = NULL;
  gint64 now = g_get_monotonic_time ();

  g_return_if_fail (self != NULL);

  if (self->asks || self->timer != 0)
    return;
  if (self->asked != 0 && now < self->asked + PAUSE_US) {
    self->timer =
        g_timeout_add ((guint)((self->asked + PAUSE_US - now) / 1000 + 1), timer_cb, self);
    return;
  }
  self->asks = TRUE;
  self->asked = now;
  task = g_task_new (NULL, self->cancellable, asked_cb, self);
  g_task_set_task_data (task, g_object_ref (self->store), g_object_unref);
  g_task_run_in_thread (task, ask_thread);
}

void
sat_sync_proposed_stop (SatSyncProposed *self)
{
  g_return_if_fail (self != NULL);

  drop_question (self);
  g_clear_handle_id (&self->timer, g_source_remove);
}

guint
sat_sync_proposed_get (const SatSyncProposed *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n;
}

void
sat_sync_proposed_set (SatSyncProposed *self, guint n)
{
  g_return_if_fail (self != NULL);

  /* It may have been asked before the last one was decided. */
  if (self->asks)
    drop_question (self);
  self->asked = g_get_monotonic_time ();
  take (self, n);
}

SatSyncProposed *
sat_sync_proposed_new (SatStore *store, SatSyncProposedFunc changed, gpointer user_data)
{
  SatSyncProposed *self;

  g_return_val_if_fail (SAT_IS_STORE (store) && changed != NULL, NULL);

  self = g_new0 (SatSyncProposed, 1);
  self->store = g_object_ref (store);
  self->changed = changed;
  self->user_data = user_data;
  self->cancellable = g_cancellable_new ();
  return self;
}

void
sat_sync_proposed_free (SatSyncProposed *self)
{
  if (self == NULL)
    return;
  sat_sync_proposed_stop (self);
  g_object_unref (self->cancellable);
  g_object_unref (self->store);
  g_free (self);
}

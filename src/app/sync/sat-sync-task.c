/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-sync-task.h"

#include "sat-outbox.h"

#define SETTING_OFFLINE "sync_offline"

typedef struct {
  SatStore *store;
  SatSyncTaskKind kind;
  SatUuid uuid;
  gint64 id;
  SatSyncTaskFunc done;
  GWeakRef owner;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  g_object_unref (work->store);
  g_weak_ref_clear (&work->owner);
  g_free (work);
}

static gboolean
perform (const Work *work, GError **error)
{
  switch (work->kind) {
  case SAT_SYNC_TASK_KEEP:
    return sat_outbox_resolve (work->store, &work->uuid, SAT_RESOLVE_KEEP, NULL, error);
  case SAT_SYNC_TASK_OTHER:
    return sat_outbox_resolve (work->store, &work->uuid, SAT_RESOLVE_OTHER, NULL, error);
  case SAT_SYNC_TASK_RETRY:
    return sat_outbox_retry_rejected (work->store, work->id, error);
  case SAT_SYNC_TASK_DROP:
    return sat_outbox_drop_rejected (work->store, work->id, error);
  case SAT_SYNC_TASK_GO_OFFLINE:
    return sat_store_set_setting (work->store, SETTING_OFFLINE, "1", error);
  case SAT_SYNC_TASK_GO_ONLINE:
    return sat_store_set_setting (work->store, SETTING_OFFLINE, NULL, error);
  case SAT_SYNC_TASK_DISCARD:
  default:
    return sat_outbox_discard (work->store, &work->uuid, error);
  }
}

static void
work_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;

  if (perform (data, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
worked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Work *work = g_task_get_task_data (G_TASK (result));
  g_autoptr (GObject) owner = g_weak_ref_get (&work->owner);
  g_autoptr (GError) error = NULL;

  g_task_propagate_boolean (G_TASK (result), &error);
  if (owner != NULL)
    work->done (error != NULL ? error->message : NULL, owner);
}

gboolean
sat_sync_task_is_offline (SatStore *store)
{
  g_autofree char *offline = sat_store_get_setting (store, SETTING_OFFLINE);

  return offline != NULL || g_strcmp0 (g_getenv ("SATCHEL_OFFLINE"), "1") == 0;
}

void
sat_sync_task_run (SatStore *store,
                   SatSyncTaskKind kind,
                   const SatUuid *uuid,
                   gint64 id,
                   SatSyncTaskFunc done,
                   gpointer owner)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, worked_cb, NULL);
  Work *work = g_new0 (Work, 1);

  g_return_if_fail (SAT_IS_STORE (store) && done != NULL && G_IS_OBJECT (owner));
  work->store = g_object_ref (store);
  work->kind = kind;
  if (uuid != NULL)
    work->uuid = *uuid;
  work->id = id;
  work->done = done;
  g_weak_ref_init (&work->owner, owner);
  g_task_set_task_data (task, work, work_free);
  g_task_run_in_thread (task, work_thread);
}

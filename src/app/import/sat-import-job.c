/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-import-job.h"

/* How often the main thread looks how far it is. */
#define LOOK_MS 100
/* Edits may be made beside an import: its change need not be the last one. */
#define LATEST_CHANGES 200

struct _SatImportJob {
  GObject parent_instance;

  SatStore *store;
  char **paths;
  gint64 undo; /* the change to take back; 0: an import */
  GCancellable *cancellable;
  guint look;

  GMutex lock;
  GCond ended;
  gboolean running;    /* the thread; under the lock */
  guint64 done, total; /* under the lock */
  gboolean stopped;

  SatImportReport *report;
  SatUndoReport *undo_report;
  GError *error;
  gint64 change;
};

enum {
  PROGRESS,
  FINISHED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SatImportJob, sat_import_job, G_TYPE_OBJECT)

static void
progress_cb (guint64 done, guint64 total, gpointer data)
{
  SatImportJob *self = data;

  g_mutex_lock (&self->lock);
  self->done = done;
  self->total = total;
  g_mutex_unlock (&self->lock);
}

/* The latest change, or the latest import after change @after; 0 if there is none. */
static gint64
latest_change (SatStore *store, gboolean import, gint64 after)
{
  SatReader *reader = sat_store_open_reader (store, NULL);
  g_autoptr (GPtrArray) changes = NULL;
  gint64 found = 0;

  if (reader == NULL)
    return 0;
  changes = sat_history_changes (reader, import ? LATEST_CHANGES : 1, NULL);
  for (guint i = 0; changes != NULL && found == 0 && i < changes->len; i++) {
    const SatChangeInfo *info = changes->pdata[i];

    if (info->id > after && (!import || info->kind == SAT_CHANGE_IMPORT))
      found = info->id;
  }
  g_clear_pointer (&changes, g_ptr_array_unref);
  sat_reader_unref (reader);
  return found;
}

static void
import (SatImportJob *self)
{
  gint64 before = latest_change (self->store, FALSE, 0);

  self->report = sat_import_run (self->store, (const char *const *)self->paths, NULL, progress_cb,
                                 self, self->cancellable, &self->error);
  if (self->report != NULL)
    self->change = self->report->change;
  else
    self->change = latest_change (self->store, TRUE, before);
}

static void
job_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  SatImportJob *self = source;

  if (self->undo != 0)
    self->undo_report = sat_undo_change (self->store, self->undo, &self->error);
  else
    import (self);
  g_mutex_lock (&self->lock);
  self->running = FALSE;
  g_cond_signal (&self->ended);
  g_mutex_unlock (&self->lock);
  g_task_return_boolean (task, TRUE);
}

static void
emit_progress (SatImportJob *self)
{
  guint64 done, total;

  g_mutex_lock (&self->lock);
  done = self->done;
  total = self->total;
  g_mutex_unlock (&self->lock);
  g_signal_emit (self, signals[PROGRESS], 0, done, total);
}

static gboolean
look_cb (gpointer user_data)
{
  emit_progress (user_data);
  return G_SOURCE_CONTINUE;
}

static void
finished_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SatImportJob *self = SAT_IMPORT_JOB (source);

  g_clear_handle_id (&self->look, g_source_remove);
  if (!self->stopped)
    g_signal_emit (self, signals[FINISHED], 0);
}

void
sat_import_job_start (SatImportJob *self)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (SAT_IS_IMPORT_JOB (self) && !self->running && !self->stopped);
  self->running = TRUE;
  self->look = g_timeout_add (LOOK_MS, look_cb, self);
  task = g_task_new (self, NULL, finished_cb, NULL);
  g_task_set_source_tag (task, sat_import_job_start);
  g_task_run_in_thread (task, job_thread);
}

void
sat_import_job_cancel (SatImportJob *self)
{
  g_return_if_fail (SAT_IS_IMPORT_JOB (self));
  g_cancellable_cancel (self->cancellable);
}

void
sat_import_job_stop (SatImportJob *self)
{
  g_return_if_fail (SAT_IS_IMPORT_JOB (self));
  self->stopped = TRUE;
  g_clear_handle_id (&self->look, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_mutex_lock (&self->lock);
  while (self->running)
    g_cond_wait (&self->ended, &self->lock);
  g_mutex_unlock (&self->lock);
}

gboolean
sat_import_job_is_running (SatImportJob *self)
{
  gboolean running;

  g_return_val_if_fail (SAT_IS_IMPORT_JOB (self), FALSE);
  g_mutex_lock (&self->lock);
  running = self->running;
  g_mutex_unlock (&self->lock);
  return running;
}

const SatImportReport *
sat_import_job_get_report (SatImportJob *self)
{
  g_return_val_if_fail (SAT_IS_IMPORT_JOB (self), NULL);
  return self->report;
}

const SatUndoReport *
sat_import_job_get_undo_report (SatImportJob *self)
{
  g_return_val_if_fail (SAT_IS_IMPORT_JOB (self), NULL);
  return self->undo_report;
}

const GError *
sat_import_job_get_error (SatImportJob *self)
{
  g_return_val_if_fail (SAT_IS_IMPORT_JOB (self), NULL);
  return self->error;
}

gint64
sat_import_job_get_change (SatImportJob *self)
{
  g_return_val_if_fail (SAT_IS_IMPORT_JOB (self), 0);
  return self->change;
}

static void
sat_import_job_finalize (GObject *object)
{
  SatImportJob *self = SAT_IMPORT_JOB (object);

  g_clear_handle_id (&self->look, g_source_remove);
  g_object_unref (self->store);
  g_strfreev (self->paths);
  g_object_unref (self->cancellable);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->ended);
  g_clear_pointer (&self->report, sat_import_report_free);
  g_clear_pointer (&self->undo_report, sat_undo_report_free);
  g_clear_error (&self->error);
  G_OBJECT_CLASS (sat_import_job_parent_class)->finalize (object);
}

static void
sat_import_job_class_init (SatImportJobClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = sat_import_job_finalize;
  signals[PROGRESS] = g_signal_new ("progress", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 2, G_TYPE_UINT64, G_TYPE_UINT64);
  signals[FINISHED] =
      g_signal_new ("finished", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
sat_import_job_init (SatImportJob *self)
{
  self->cancellable = g_cancellable_new ();
  g_mutex_init (&self->lock);
  g_cond_init (&self->ended);
}

SatImportJob *
sat_import_job_new (SatStore *store, const char *const *paths)
{
  SatImportJob *self;

  g_return_val_if_fail (SAT_IS_STORE (store), NULL);
  g_return_val_if_fail (paths != NULL && paths[0] != NULL, NULL);
  self = g_object_new (SAT_TYPE_IMPORT_JOB, NULL);
  self->store = g_object_ref (store);
  self->paths = g_strdupv ((char **)paths);
  return self;
}

SatImportJob *
sat_import_job_new_undo (SatStore *store, gint64 change)
{
  SatImportJob *self;

  g_return_val_if_fail (SAT_IS_STORE (store) && change != 0, NULL);
  self = g_object_new (SAT_TYPE_IMPORT_JOB, NULL);
  self->store = g_object_ref (store);
  self->undo = change;
  return self;
}

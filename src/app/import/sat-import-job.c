/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-import-job.h"

#include "sat-import-memory.h"

/* How often the main thread looks how far it is. */
#define LOOK_MS 100
/* Edits may be made beside an import: its changes need not be the last ones. */
#define LATEST_CHANGES 200

typedef enum {
  KIND_LOOK,
  KIND_PLAN,
  KIND_IMPORT,
  KIND_UNDO,
} Kind;

struct _SatImportJob {
  GObject parent_instance;

  Kind kind;
  SatStore *store;
  GStrv paths;
  GPtrArray *encodings;
  SatImportTitles titles; /* of all files */
  char *map, *memory;
  GArray *undo; /* the changes to take back */
  GCancellable *cancellable;
  guint look;

  GMutex lock;
  GCond ended;
  gboolean running;    /* the thread; under the lock */
  guint64 done, total; /* under the lock */
  gboolean stopped;

  GPtrArray *looks;
  SatImportReport *report;
  SatImportKept kept;
  guint n_kept, n_undone;
  GError *error;
  GArray *changes;
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

static GPtrArray *
latest_changes (SatStore *store, guint limit)
{
  SatReader *reader = sat_store_open_reader (store, NULL);
  GPtrArray *changes = reader != NULL ? sat_history_changes (reader, limit, NULL) : NULL;

  g_clear_pointer (&reader, sat_reader_unref);
  return changes;
}

static gint64
last_change (SatStore *store)
{
  g_autoptr (GPtrArray) changes = latest_changes (store, 1);

  return changes != NULL && changes->len > 0 ? ((SatChangeInfo *)changes->pdata[0])->id : 0;
}

/* The imports after change @after, oldest first. */
static void
find_changes (SatImportJob *self, gint64 after)
{
  g_autoptr (GPtrArray) changes = latest_changes (self->store, LATEST_CHANGES);

  for (guint i = changes != NULL ? changes->len : 0; i > 0; i--) {
    const SatChangeInfo *info = changes->pdata[i - 1];

    if (info->id > after && info->kind == SAT_CHANGE_IMPORT && info->undone_by == 0)
      g_array_append_val (self->changes, info->id);
  }
}

static void
import (SatImportJob *self)
{
  SatImportOptions options = {.map = self->map, .kept = &self->kept};
  gint64 before = last_change (self->store);

  if (self->memory != NULL &&
      !sat_store_set_setting (self->store, SAT_IMPORT_MEMORY_KEY, self->memory, &self->error))
    return;
  self->report = sat_import_run (self->store, (const char *const *)self->paths, &options,
                                 progress_cb, self, self->cancellable, &self->error);
  find_changes (self, before);
}

static void
plan (SatImportJob *self)
{
  SatImportOptions options = {.map = self->map};

  self->report = sat_import_plan (self->store, (const char *const *)self->paths, &options,
                                  progress_cb, self, self->cancellable, &self->error);
}

static void
look (SatImportJob *self)
{
  g_autoptr (SatRegistry) registry = sat_store_ref_registry (self->store);

  for (guint i = 0; self->paths[i] != NULL; i++) {
    if (g_cancellable_set_error_if_cancelled (self->cancellable, &self->error))
      return;
    g_ptr_array_add (self->looks, sat_import_look_new (self->paths[i], registry,
                                                       self->encodings->pdata[i], self->titles));
  }
}

static void
undo (SatImportJob *self)
{
  for (guint i = self->undo->len; i > 0; i--) {
    g_autoptr (SatUndoReport) report =
        sat_undo_change (self->store, g_array_index (self->undo, gint64, i - 1), &self->error);

    if (report == NULL)
      return;
    self->n_kept += report->kept->len;
    self->n_undone++;
  }
}

static void
job_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  static void (*const works[]) (SatImportJob *) = {look, plan, import, undo};
  SatImportJob *self = source;

  works[self->kind](self);
  g_mutex_lock (&self->lock);
  self->running = FALSE;
  g_cond_signal (&self->ended);
  g_mutex_unlock (&self->lock);
  g_task_return_boolean (task, TRUE);
}

static gboolean
look_cb (gpointer user_data)
{
  SatImportJob *self = user_data;
  guint64 done, total;

  g_mutex_lock (&self->lock);
  done = self->done;
  total = self->total;
  g_mutex_unlock (&self->lock);
  g_signal_emit (self, signals[PROGRESS], 0, done, total);
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

GPtrArray *
sat_import_job_get_looks (SatImportJob *self)
{
  g_return_val_if_fail (SAT_IS_IMPORT_JOB (self), NULL);
  return self->looks;
}

const SatImportReport *
sat_import_job_get_report (SatImportJob *self)
{
  g_return_val_if_fail (SAT_IS_IMPORT_JOB (self), NULL);
  return self->report;
}

guint
sat_import_job_get_n_kept (SatImportJob *self)
{
  g_return_val_if_fail (SAT_IS_IMPORT_JOB (self), 0);
  return self->n_kept;
}

guint
sat_import_job_get_n_undone (SatImportJob *self)
{
  g_return_val_if_fail (SAT_IS_IMPORT_JOB (self), 0);
  return self->n_undone;
}

const GError *
sat_import_job_get_error (SatImportJob *self)
{
  g_return_val_if_fail (SAT_IS_IMPORT_JOB (self), NULL);
  return self->error;
}

const SatImportKept *
sat_import_job_get_kept (SatImportJob *self)
{
  g_return_val_if_fail (SAT_IS_IMPORT_JOB (self), NULL);
  return &self->kept;
}

GArray *
sat_import_job_get_changes (SatImportJob *self)
{
  g_return_val_if_fail (SAT_IS_IMPORT_JOB (self), NULL);
  return self->changes;
}

static void
sat_import_job_finalize (GObject *object)
{
  SatImportJob *self = SAT_IMPORT_JOB (object);

  g_clear_handle_id (&self->look, g_source_remove);
  g_object_unref (self->store);
  g_strfreev (self->paths);
  g_ptr_array_unref (self->encodings);
  g_free (self->map);
  g_free (self->memory);
  g_clear_pointer (&self->undo, g_array_unref);
  g_object_unref (self->cancellable);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->ended);
  g_ptr_array_unref (self->looks);
  g_clear_pointer (&self->report, sat_import_report_free);
  g_clear_error (&self->error);
  g_array_unref (self->changes);
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
  self->encodings = g_ptr_array_new_with_free_func (g_free);
  self->looks = g_ptr_array_new_with_free_func ((GDestroyNotify)sat_import_look_free);
  self->changes = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_mutex_init (&self->lock);
  g_cond_init (&self->ended);
}

static SatImportJob *
job_new (SatStore *store, Kind kind, const char *const *paths)
{
  SatImportJob *self = g_object_new (SAT_TYPE_IMPORT_JOB, NULL);

  self->kind = kind;
  self->store = g_object_ref (store);
  self->paths = g_strdupv ((char **)paths);
  return self;
}

SatImportJob *
sat_import_job_new_look (SatStore *store, const char *const *paths, const char *const *encodings)
{
  SatImportJob *self;

  g_return_val_if_fail (SAT_IS_STORE (store) && paths != NULL && paths[0] != NULL, NULL);
  self = job_new (store, KIND_LOOK, paths);
  for (guint i = 0; paths[i] != NULL; i++)
    g_ptr_array_add (self->encodings, g_strdup (encodings != NULL ? encodings[i] : NULL));
  return self;
}

void
sat_import_job_set_titles (SatImportJob *self, SatImportTitles titles)
{
  g_return_if_fail (SAT_IS_IMPORT_JOB (self) && self->kind == KIND_LOOK);
  self->titles = titles;
}

SatImportJob *
sat_import_job_new_plan (SatStore *store, const char *const *paths, const char *map)
{
  SatImportJob *self;

  g_return_val_if_fail (SAT_IS_STORE (store) && paths != NULL && paths[0] != NULL, NULL);
  self = job_new (store, KIND_PLAN, paths);
  self->map = g_strdup (map);
  return self;
}

SatImportJob *
sat_import_job_new (SatStore *store, const char *const *paths, const char *map, const char *memory)
{
  SatImportJob *self;

  g_return_val_if_fail (SAT_IS_STORE (store) && paths != NULL && paths[0] != NULL, NULL);
  self = job_new (store, KIND_IMPORT, paths);
  self->map = g_strdup (map);
  self->memory = g_strdup (memory);
  return self;
}

SatImportJob *
sat_import_job_new_undo (SatStore *store, GArray *changes)
{
  SatImportJob *self;

  g_return_val_if_fail (SAT_IS_STORE (store) && changes != NULL && changes->len > 0, NULL);
  self = job_new (store, KIND_UNDO, NULL);
  self->undo = g_array_ref (changes);
  return self;
}

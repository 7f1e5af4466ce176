/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Running a change: on this thread, or on the writer thread. */

#include "config.h"

#include "sat-search.h"
#include "sat-store-private.h"
#include "sat-writer-private.h"

#include <glib/gi18n-lib.h>

gboolean
sat_store_may_write_on (SatStore *self, GError **error)
{
  if (self->writing != NULL)
    return TRUE;
  g_set_error_literal (error, SAT_STORE_ERROR, SAT_STORE_ERROR_CLOSED,
                       _ ("The file is closed; nothing more is written."));
  return FALSE;
}

gboolean
sat_store_enter_writing (SatStore *self, GError **error)
{
  if (sat_store_is_read_only (self)) {
    g_set_error_literal (error, SAT_STORE_ERROR, SAT_STORE_ERROR_READ_ONLY,
                         self->notice != NULL ? self->notice
                                              : _ ("The file is open for reading only."));
    return FALSE;
  }
  sat_ticket_lock_enter (&self->write_lock);
  if (sat_store_may_write_on (self, error))
    return TRUE;
  sat_ticket_lock_leave (&self->write_lock);
  return FALSE;
}

static gboolean
run_change (SatStore *self,
            SatChangeKind kind,
            const char *label,
            SatWriteFunc func,
            gpointer data,
            gint64 *change,
            GError **error)
{
  SatWriter writer = {0};
  gboolean ok = sat_writer_begin (&writer, self, kind, label, error);

  if (ok) {
    ok = func (&writer, data, error);
    if (ok)
      ok = sat_writer_finish (&writer, error);
    else
      sat_writer_abort (&writer);
  }
  if (ok) {
    /* Our own commit is no news to us. */
    sat_connection_data_version (self->writing, &self->data_version, NULL);
    if (change != NULL)
      *change = writer.change;
  }
  sat_writer_clear (&writer);
  return ok;
}

gboolean
sat_store_write (SatStore *self,
                 SatChangeKind kind,
                 const char *label,
                 SatWriteFunc func,
                 gpointer data,
                 gint64 *change,
                 GError **error)
{
  gboolean ok;

  g_return_val_if_fail (SAT_IS_STORE (self), FALSE);
  g_return_val_if_fail (func != NULL, FALSE);

  if (!sat_store_enter_writing (self, error))
    return FALSE;
  ok = run_change (self, kind, label, func, data, change, error);
  sat_ticket_lock_leave (&self->write_lock);
  if (ok)
    sat_store_index_later (self);
  return ok;
}

typedef struct {
  SatChangeKind kind;
  char *label;
  SatWriteFunc func;
  gpointer data;
  GDestroyNotify destroy;
  gint64 change;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  if (job->destroy != NULL)
    job->destroy (job->data);
  g_free (job->label);
  g_free (job);
}

/* Stands in the queue of the writer thread for "nothing else to do". */
static char index_job;

/* A slice at a time, so that a change need not wait for long: larger ones when much is left, as
 * each has its price. */
#define SLICE 500
#define LARGE_SLICE 2000

static void
index_slice (SatStore *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SatRegistry) registry = sat_store_ref_registry (self);
  guint left = 0;
  gboolean ok;

  sat_ticket_lock_enter (&self->write_lock);
  if (!sat_store_tidy_indexes (self, &error))
    g_debug ("indexes: %s", error->message);
  g_clear_error (&error);
  ok = sat_search_index (self->writing, registry,
                         self->index_left > LARGE_SLICE ? LARGE_SLICE : SLICE, &left, &error);
  if (ok && left == 0)
    ok = sat_connection_checkpoint (self->writing, FALSE, &error);
  sat_ticket_lock_leave (&self->write_lock);
  self->index_left = left;
  if (!ok)
    g_debug ("search index: %s", error->message);
  else if (left > 0)
    sat_store_index_later (self);
}

void
sat_store_index_later (SatStore *self)
{
  g_mutex_lock (&self->lock);
  if (self->pool != NULL && !self->closing && !self->index_queued)
    self->index_queued = g_thread_pool_push (self->pool, &index_job, NULL);
  g_mutex_unlock (&self->lock);
}

/* Changes by their order, then the index. */
static int
compare_jobs_cb (gconstpointer a, gconstpointer b, gpointer user_data)
{
  return (a == &index_job) - (b == &index_job);
}

static void
run_index (SatStore *self)
{
  gboolean closing;

  g_mutex_lock (&self->lock);
  self->index_queued = FALSE;
  closing = self->closing;
  g_mutex_unlock (&self->lock);
  if (!closing)
    index_slice (self);
}

static void
run_task (GTask *task)
{
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;

  if (g_task_return_error_if_cancelled (task))
    return;
  if (sat_store_write (g_task_get_source_object (task), job->kind, job->label, job->func, job->data,
                       &job->change, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
run_job_cb (gpointer data, gpointer user_data)
{
  if (data == &index_job) {
    run_index (user_data);
    return;
  }
  run_task (data);
  g_object_unref (data);
}

/* With the lock held. */
static void
ensure_pool (SatStore *self)
{
  if (self->pool != NULL)
    return;
  self->pool = g_thread_pool_new (run_job_cb, self, 1, FALSE, NULL);
  g_thread_pool_set_sort_function (self->pool, compare_jobs_cb, NULL);
}

void
sat_store_wake_writer (SatStore *self)
{
  g_mutex_lock (&self->lock);
  if (!self->closing)
    ensure_pool (self);
  g_mutex_unlock (&self->lock);
  sat_store_index_later (self);
}

static void
push (SatStore *self, GTask *task)
{
  gboolean closing;

  g_mutex_lock (&self->lock);
  closing = self->closing;
  if (!closing) {
    ensure_pool (self);
    g_thread_pool_push (self->pool, task, NULL);
  }
  g_mutex_unlock (&self->lock);
  if (closing)
    run_job_cb (task, self);
}

void
sat_store_write_async (SatStore *self,
                       SatChangeKind kind,
                       const char *label,
                       SatWriteFunc func,
                       gpointer data,
                       GDestroyNotify destroy,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  GTask *task;
  Job *job;

  g_return_if_fail (SAT_IS_STORE (self));
  g_return_if_fail (func != NULL);

  job = g_new0 (Job, 1);
  job->kind = kind;
  job->label = g_strdup (label);
  job->func = func;
  job->data = data;
  job->destroy = destroy;
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, sat_store_write_async);
  g_task_set_task_data (task, job, job_free);
  push (self, task);
}

gboolean
sat_store_write_finish (SatStore *self, GAsyncResult *result, gint64 *change, GError **error)
{
  Job *job;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  job = g_task_get_task_data (G_TASK (result));
  if (change != NULL)
    *change = job->change;
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Writes one after another: a thread that comes while nobody writes works for itself and all that
 * have come meanwhile. */

#include "config.h"

#include "sat-db.h"
#include "sat-fault.h"
#include "sat-server-private.h"

#define MOST_WAITING 256
#define MOST_AT_ONCE 64

typedef struct {
  SatServerWork work;
  gpointer data;
  GError *error;
  gboolean done;
} Job;

static void
work_alone (SatServer *self, SatTransaction *transaction, Job *job)
{
  GError *error = NULL;

  if (!transaction->api->save (transaction, &error)) {
    job->error = error;
    return;
  }
  if (!job->work (self, transaction, job->data, &error)) {
    transaction->api->undo (transaction);
    job->error = error;
  } else if (!transaction->api->keep (transaction, &error)) {
    job->error = error;
  }
}

/* All that is written is its: without a savepoint, for which the pages would be kept as they were.
 */
static gboolean
work_for_one (SatServer *self, SatTransaction *transaction, Job *job)
{
  if (job->work (self, transaction, job->data, &job->error))
    return TRUE;
  sat_transaction_free (transaction);
  return FALSE;
}

static void
fail_all (GPtrArray *jobs, GError *error)
{
  for (guint i = 0; i < jobs->len; i++) {
    Job *job = g_ptr_array_index (jobs, i);

    if (job->error == NULL)
      job->error = g_error_copy (error);
  }
  g_error_free (error);
}

static void
work_together (SatServer *self, GPtrArray *jobs)
{
  GError *error = NULL;
  SatTransaction *transaction = sat_storage_begin_write (self->storage, &error);
  gint64 head = 0;

  if (transaction == NULL) {
    fail_all (jobs, error);
    return;
  }
  if (jobs->len == 1 && !work_for_one (self, transaction, g_ptr_array_index (jobs, 0)))
    return;
  for (guint i = 0; i < jobs->len && jobs->len > 1; i++)
    work_alone (self, transaction, g_ptr_array_index (jobs, i));
  SAT_CRASH_POINT ("batch-worked");
  if (!transaction->api->head (transaction, &head, &error) ||
      !sat_transaction_commit (transaction, &error)) {
    fail_all (jobs, error);
    return;
  }
  SAT_CRASH_POINT ("batch-committed");
  sat_server_tell_commit (self, head);
  SAT_CRASH_POINT ("batch-told");
}

static GPtrArray *
take_waiting (SatServer *self)
{
  GPtrArray *jobs = g_ptr_array_new ();

  while (jobs->len < MOST_AT_ONCE && self->waiting.length > 0)
    g_ptr_array_add (jobs, g_queue_pop_head (&self->waiting));
  return jobs;
}

/* With the lock. */
static void
lead (SatServer *self)
{
  g_autoptr (GPtrArray) jobs = take_waiting (self);

  self->leading = TRUE;
  g_mutex_unlock (&self->lock);
  work_together (self, jobs);
  g_mutex_lock (&self->lock);
  self->leading = FALSE;
  for (guint i = 0; i < jobs->len; i++)
    ((Job *)g_ptr_array_index (jobs, i))->done = TRUE;
  g_cond_broadcast (&self->turn);
}

static void
set_error (GError *cause, GError **error)
{
  SatServerError code = SAT_SERVER_ERROR_INTERNAL;

  if (g_error_matches (cause, SAT_DB_ERROR, SAT_DB_ERROR_FULL))
    code = SAT_SERVER_ERROR_FULL;
  else if (g_error_matches (cause, SAT_DB_ERROR, SAT_DB_ERROR_BUSY))
    code = SAT_SERVER_ERROR_BUSY;
  if (code == SAT_SERVER_ERROR_INTERNAL) {
    g_propagate_error (error, cause);
    return;
  }
  g_set_error_literal (error, SAT_SERVER_ERROR, code, cause->message);
  g_error_free (cause);
}

gboolean
sat_server_run (SatServer *self, SatServerWork work, gpointer data, GError **error)
{
  Job job = {.work = work, .data = data};

  g_mutex_lock (&self->lock);
  if (self->waiting.length >= MOST_WAITING) {
    g_mutex_unlock (&self->lock);
    g_set_error_literal (error, SAT_SERVER_ERROR, SAT_SERVER_ERROR_BUSY, "too many wait to write");
    return FALSE;
  }
  g_queue_push_tail (&self->waiting, &job);
  while (!job.done) {
    if (self->leading)
      g_cond_wait (&self->turn, &self->lock);
    else
      lead (self);
  }
  g_mutex_unlock (&self->lock);
  if (job.error == NULL)
    return TRUE;
  set_error (job.error, error);
  return FALSE;
}

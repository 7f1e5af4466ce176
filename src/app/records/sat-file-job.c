/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-file-job.h"

#include "sat-net-files.h"

typedef struct {
  SatStore *store;
  SatFileJobKind kind;
  gint64 id;
  SatRecord *attachment;
  GPtrArray *files;
  SatFileJobFunc done;
  GWeakRef owner;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_object_unref (job->store);
  g_clear_object (&job->attachment);
  g_clear_pointer (&job->files, g_ptr_array_unref);
  g_weak_ref_clear (&job->owner);
  g_free (job);
}

static gboolean
make_here (const Job *job, const char *hash, GError **error)
{
  g_autoptr (SatReader) reader = sat_store_thread_reader (job->store, error);
  SatFileState state;

  if (reader == NULL || !sat_files_state (reader, hash, &state, error))
    return FALSE;
  return state != SAT_FILE_AWAY || !sat_store_is_joined (job->store) ||
         sat_net_file_fetch (job->store, hash, NULL, NULL, NULL, error);
}

static void
job_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Job *job = data;
  const char *hash =
      job->attachment != NULL ? sat_record_get_text (job->attachment, "sha256") : NULL;
  GError *error = NULL;
  char *path = NULL;
  gboolean done;

  if (job->kind == SAT_FILE_JOB_ADD)
    done = sat_files_attach (job->store, job->id, job->files, NULL, NULL, NULL, &error);
  else
    done = make_here (job, hash, &error);
  if (done && job->kind == SAT_FILE_JOB_OPEN)
    done = (path = sat_files_open (job->store, job->attachment, NULL, &error)) != NULL;
  else if (done && job->kind == SAT_FILE_JOB_SAVE)
    done = sat_files_save (job->store, hash, job->files->pdata[0], NULL, &error);
  if (done)
    g_task_return_pointer (task, path, g_free);
  else
    g_task_return_error (task, error);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Job *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (GObject) owner = g_weak_ref_get (&job->owner);
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_task_propagate_pointer (G_TASK (result), &error);

  if (owner != NULL)
    job->done (error != NULL ? error->message : NULL, path,
               job->attachment != NULL ? sat_record_get_id (job->attachment) : 0, owner);
}

void
sat_file_job_run (SatStore *store,
                  SatFileJobKind kind,
                  gint64 id,
                  SatRecord *attachment,
                  GPtrArray *files,
                  SatFileJobFunc done,
                  gpointer owner)
{
  g_autoptr (GTask) task = NULL;
  Job *job;

  g_return_if_fail (SAT_IS_STORE (store) && done != NULL && G_IS_OBJECT (owner));

  job = g_new0 (Job, 1);
  job->store = g_object_ref (store);
  job->kind = kind;
  job->id = id;
  job->attachment = attachment != NULL ? g_object_ref (attachment) : NULL;
  job->files = files != NULL ? g_ptr_array_ref (files) : NULL;
  job->done = done;
  g_weak_ref_init (&job->owner, owner);
  task = g_task_new (NULL, NULL, done_cb, NULL);
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, job_thread);
}

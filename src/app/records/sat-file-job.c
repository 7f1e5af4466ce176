/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-file-job.h"

#include "sat-net-files.h"

typedef struct {
  SatStore *store;
  SatFileJob job;
  GWeakRef owner;
  guint percent; /* that was told; of the thread */
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  g_object_unref (work->store);
  g_clear_object (&work->job.attachment);
  g_clear_object (&work->job.cancellable);
  g_clear_pointer (&work->job.files, g_ptr_array_unref);
  g_weak_ref_clear (&work->owner);
  g_free (work);
}

static gint64
attachment_of (const Work *work)
{
  return work->job.attachment != NULL ? sat_record_get_id (work->job.attachment) : 0;
}

/* From the thread to the main one. */

typedef struct {
  GTask *task; /* keeps the work */
  guint percent;
} News;

static void
news_free (gpointer data)
{
  g_object_unref (((News *)data)->task);
  g_free (data);
}

static gboolean
told_cb (gpointer data)
{
  News *news = data;
  Work *work = g_task_get_task_data (news->task);
  g_autoptr (GObject) owner = g_weak_ref_get (&work->owner);

  if (owner != NULL && !g_task_get_completed (news->task))
    work->job.progress (news->percent, attachment_of (work), owner);
  return G_SOURCE_REMOVE;
}

static void
fetched_cb (const char *hash, gint64 done, gint64 length, gpointer user_data)
{
  GTask *task = user_data;
  Work *work = g_task_get_task_data (task);
  guint percent = length > 0 ? (guint)CLAMP (done * 100 / length, 0, 100) : 0;
  News *news;

  if (work->job.progress == NULL || percent == work->percent)
    return;
  work->percent = percent;
  news = g_new0 (News, 1);
  *news = (News){g_object_ref (task), percent};
  g_idle_add_full (G_PRIORITY_DEFAULT, told_cb, news, news_free);
}

static gboolean
make_here (GTask *task, const char *hash, GError **error)
{
  Work *work = g_task_get_task_data (task);
  g_autoptr (SatReader) reader = sat_store_thread_reader (work->store, error);
  SatFileState state;

  if (reader == NULL || !sat_files_state (reader, hash, &state, error))
    return FALSE;
  return state != SAT_FILE_AWAY || !sat_store_is_joined (work->store) ||
         sat_net_file_fetch (work->store, hash, fetched_cb, task, work->job.cancellable, error);
}

static gboolean
perform (GTask *task, char **path, GError **error)
{
  Work *work = g_task_get_task_data (task);
  const SatFileJob *job = &work->job;
  const char *hash =
      job->attachment != NULL ? sat_record_get_text (job->attachment, "sha256") : NULL;

  switch (job->kind) {
  case SAT_FILE_JOB_OPEN:
    if (!make_here (task, hash, error))
      return FALSE;
    *path = sat_files_open (work->store, job->attachment, job->cancellable, error);
    return *path != NULL;
  case SAT_FILE_JOB_SAVE:
    return make_here (task, hash, error) &&
           sat_files_save (work->store, hash, job->files->pdata[0], job->cancellable, error);
  case SAT_FILE_JOB_ADD:
  default:
    return sat_files_attach (work->store, job->about, job->files, NULL, NULL, job->cancellable,
                             error);
  }
}

static void
job_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  char *path = NULL;

  if (perform (task, &path, &error))
    g_task_return_pointer (task, path, g_free);
  else
    g_task_return_error (task, error);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Work *work = g_task_get_task_data (G_TASK (result));
  g_autoptr (GObject) owner = g_weak_ref_get (&work->owner);
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_task_propagate_pointer (G_TASK (result), &error);
  gboolean cancelled =
      work->job.cancellable != NULL && g_cancellable_is_cancelled (work->job.cancellable);

  if (owner != NULL)
    work->job.done (error != NULL && !cancelled ? error->message : NULL, cancelled ? NULL : path,
                    attachment_of (work), owner);
}

void
sat_file_job_run (SatStore *store, const SatFileJob *job, gpointer owner)
{
  g_autoptr (GTask) task = NULL;
  Work *work;

  g_return_if_fail (SAT_IS_STORE (store) && job != NULL && job->done != NULL &&
                    G_IS_OBJECT (owner));

  work = g_new0 (Work, 1);
  work->store = g_object_ref (store);
  work->job = *job;
  if (job->attachment != NULL)
    g_object_ref (job->attachment);
  if (job->cancellable != NULL)
    g_object_ref (job->cancellable);
  if (job->files != NULL)
    g_ptr_array_ref (job->files);
  g_weak_ref_init (&work->owner, owner);
  task = g_task_new (NULL, NULL, done_cb, NULL);
  g_task_set_task_data (task, work, work_free);
  g_task_run_in_thread (task, job_thread);
}

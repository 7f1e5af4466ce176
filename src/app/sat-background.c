/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-background.h"

struct _SatBackground {
  SatStore *store;
  GAsyncQueue *queue; /* GTask; the background itself as a mark for the end */
  GThread *thread;
};

typedef struct {
  SatReadFunc func;
  gpointer data;
  GDestroyNotify data_free, result_free;
} SatRead;

static void
read_free (gpointer data)
{
  SatRead *read = data;

  if (read->data_free != NULL)
    read->data_free (read->data);
  g_free (read);
}

static void
run_read (GTask *task, SatReader *reader, const GError *open_error)
{
  SatRead *read = g_task_get_task_data (task);
  GError *error = NULL;
  gpointer result;

  if (g_task_return_error_if_cancelled (task))
    return;
  if (reader == NULL) {
    g_task_return_error (task, g_error_copy (open_error));
    return;
  }
  result = read->func (reader, read->data, g_task_get_cancellable (task), &error);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, result, read->result_free);
}

static gpointer
background_thread (gpointer data)
{
  SatBackground *self = data;
  g_autoptr (SatReader) reader = NULL;
  gpointer item;

  while ((item = g_async_queue_pop (self->queue)) != self) {
    g_autoptr (GTask) task = item;
    g_autoptr (GError) error = NULL;

    if (reader == NULL)
      reader = sat_store_open_reader (self->store, &error);
    run_read (task, reader, error);
  }
  return NULL;
}

SatBackground *
sat_background_new (SatStore *store)
{
  SatBackground *self;

  g_return_val_if_fail (SAT_IS_STORE (store), NULL);
  self = g_new0 (SatBackground, 1);
  self->store = g_object_ref (store);
  self->queue = g_async_queue_new_full (g_object_unref);
  return self;
}

void
sat_background_free (SatBackground *self)
{
  gpointer item;

  if (self == NULL)
    return;
  while ((item = g_async_queue_try_pop (self->queue)) != NULL) {
    g_autoptr (GTask) task = item;

    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The window is closing");
  }
  if (self->thread != NULL) {
    g_async_queue_push (self->queue, self);
    g_thread_join (self->thread);
  }
  g_async_queue_unref (self->queue);
  g_object_unref (self->store);
  g_free (self);
}

void
sat_background_read_async (SatBackground *self,
                           SatReadFunc func,
                           gpointer data,
                           GDestroyNotify data_free,
                           GDestroyNotify result_free,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  GTask *task;
  SatRead *read;

  g_return_if_fail (self != NULL && func != NULL);
  read = g_new0 (SatRead, 1);
  *read = (SatRead){func, data, data_free, result_free};
  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, sat_background_read_async);
  g_task_set_task_data (task, read, read_free);
  if (self->thread == NULL)
    self->thread = g_thread_new ("satchel-reads", background_thread, self);
  g_async_queue_push (self->queue, task);
}

gpointer
sat_background_read_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (G_IS_TASK (result), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

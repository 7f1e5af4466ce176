/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-net-ahead.h"

typedef struct {
  char *path, *token, *epoch;
  guint schema;
  SatNetAnswer answer;
} Fetch;

struct _SatNetAhead {
  char *url;
  GCancellable *cancellable, *outer;
  gulong cancelled;
  GThread *thread;       /* NULL until something is fetched */
  GAsyncQueue *asked;    /* of Fetch; the queue itself: the end */
  GAsyncQueue *answered; /* of Fetch */
  gboolean busy;
};

static void
fetch_free (Fetch *fetch)
{
  sat_net_answer_clear (&fetch->answer);
  g_free (fetch->path);
  g_free (fetch->token);
  g_free (fetch->epoch);
  g_free (fetch);
}

/* The client belongs to this thread. */
static gpointer
fetch_cb (gpointer data)
{
  SatNetAhead *self = data;
  g_autoptr (SatNetClient) client = sat_net_client_new (self->url, NULL);
  gpointer asked;

  while ((asked = g_async_queue_pop (self->asked)) != self->asked) {
    Fetch *fetch = asked;

    if (client != NULL)
      sat_net_client_ask (client, "GET", fetch->path, NULL, NULL, fetch->token, fetch->epoch,
                          fetch->schema, &fetch->answer, self->cancellable, NULL);
    g_async_queue_push (self->answered, fetch);
  }
  return NULL;
}

static void
cancelled_cb (GCancellable *outer, gpointer data)
{
  g_cancellable_cancel (data);
}

SatNetAhead *
sat_net_ahead_new (const char *url, GCancellable *cancellable)
{
  SatNetAhead *self;

  g_return_val_if_fail (url != NULL, NULL);

  self = g_new0 (SatNetAhead, 1);
  self->url = g_strdup (url);
  self->asked = g_async_queue_new ();
  self->answered = g_async_queue_new ();
  self->cancellable = g_cancellable_new ();
  if (cancellable != NULL) {
    self->outer = g_object_ref (cancellable);
    self->cancelled = g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb),
                                             g_object_ref (self->cancellable), g_object_unref);
  }
  return self;
}

/* What was begun, or NULL. */
static Fetch *
end (SatNetAhead *self)
{
  if (!self->busy)
    return NULL;
  self->busy = FALSE;
  return g_async_queue_pop (self->answered);
}

void
sat_net_ahead_free (SatNetAhead *self)
{
  Fetch *fetch;

  if (self == NULL)
    return;
  g_cancellable_disconnect (self->outer, self->cancelled);
  g_cancellable_cancel (self->cancellable);
  fetch = end (self);
  g_clear_pointer (&fetch, fetch_free);
  if (self->thread != NULL) {
    g_async_queue_push (self->asked, self->asked);
    g_thread_join (self->thread);
  }
  g_clear_object (&self->outer);
  g_object_unref (self->cancellable);
  g_async_queue_unref (self->asked);
  g_async_queue_unref (self->answered);
  g_free (self->url);
  g_free (self);
}

void
sat_net_ahead_fetch (
    SatNetAhead *self, const char *path, const char *token, const char *epoch, guint schema)
{
  Fetch *before, *fetch;

  g_return_if_fail (self != NULL && path != NULL);

  before = end (self);
  g_clear_pointer (&before, fetch_free);
  if (self->thread == NULL)
    self->thread = g_thread_try_new ("satchel-ahead", fetch_cb, self, NULL);
  if (self->thread == NULL)
    return;
  fetch = g_new0 (Fetch, 1);
  fetch->path = g_strdup (path);
  fetch->token = g_strdup (token);
  fetch->epoch = g_strdup (epoch);
  fetch->schema = schema;
  self->busy = TRUE;
  g_async_queue_push (self->asked, fetch);
}

gboolean
sat_net_ahead_take (SatNetAhead *self, const SatSyncRequest *request, SatNetAnswer *answer)
{
  Fetch *fetch;
  gboolean fits;

  g_return_val_if_fail (self != NULL && request != NULL && answer != NULL, FALSE);

  fetch = end (self);
  if (fetch == NULL)
    return FALSE;
  fits = request->kind == SAT_SYNC_PULL && fetch->answer.status == 200 &&
         g_strcmp0 (request->path, fetch->path) == 0 &&
         g_strcmp0 (request->epoch, fetch->epoch) == 0 && request->schema == fetch->schema;
  if (fits) {
    *answer = fetch->answer;
    fetch->answer = (SatNetAnswer){0};
  }
  fetch_free (fetch);
  return fits;
}

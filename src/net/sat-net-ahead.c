/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-net-ahead.h"

typedef struct {
  const char *method; /* static */
  char *path, *token, *epoch;
  GBytes *body, *packed; /* NULL: none */
  guint schema;
  gboolean done; /* FALSE: there is no answer, nor a reason why */
  SatNetAnswer answer;
} Question;

struct _SatNetAhead {
  char *url;
  GCancellable *cancellable, *outer;
  gulong cancelled;
  GThread *thread;       /* NULL until something is asked */
  GAsyncQueue *asked;    /* of Question; the queue itself: the end */
  GAsyncQueue *answered; /* of Question */
  gboolean busy;
};

static void
question_free (Question *question)
{
  sat_net_answer_clear (&question->answer);
  g_clear_pointer (&question->body, g_bytes_unref);
  g_clear_pointer (&question->packed, g_bytes_unref);
  g_free (question->path);
  g_free (question->token);
  g_free (question->epoch);
  g_free (question);
}

/* The client belongs to this thread. */
static gpointer
ask_cb (gpointer data)
{
  SatNetAhead *self = data;
  g_autoptr (SatNetClient) client = sat_net_client_new (self->url, NULL);
  gpointer asked;

  while ((asked = g_async_queue_pop (self->asked)) != self->asked) {
    Question *question = asked;

    question->done =
        client != NULL &&
        sat_net_client_ask (client, question->method, question->path, SAT_NET_EDITS,
                            question->packed != NULL ? question->packed : question->body,
                            question->token, question->epoch, question->schema, &question->answer,
                            self->cancellable, NULL);
    g_async_queue_push (self->answered, question);
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
static Question *
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
  Question *question;

  if (self == NULL)
    return;
  g_cancellable_disconnect (self->outer, self->cancelled);
  g_cancellable_cancel (self->cancellable);
  question = end (self);
  g_clear_pointer (&question, question_free);
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
sat_net_ahead_begin (SatNetAhead *self, const SatSyncRequest *request, const char *token)
{
  Question *before, *question;

  g_return_if_fail (self != NULL && request != NULL && request->path != NULL);

  before = end (self);
  g_clear_pointer (&before, question_free);
  if (self->thread == NULL)
    self->thread = g_thread_try_new ("satchel-ahead", ask_cb, self, NULL);
  if (self->thread == NULL)
    return;
  question = g_new0 (Question, 1);
  question->method = request->method;
  question->path = g_strdup (request->path);
  question->token = g_strdup (token);
  question->epoch = g_strdup (request->epoch);
  question->schema = request->schema;
  if (request->body != NULL)
    question->body = g_bytes_ref (request->body);
  if (request->packed != NULL)
    question->packed = g_bytes_ref (request->packed);
  self->busy = TRUE;
  g_async_queue_push (self->asked, question);
}

static gboolean
is_the_same (const Question *question, const SatSyncRequest *request)
{
  return g_strcmp0 (request->method, question->method) == 0 &&
         g_strcmp0 (request->path, question->path) == 0 &&
         g_strcmp0 (request->epoch, question->epoch) == 0 && request->schema == question->schema &&
         (request->body == question->body || (request->body != NULL && question->body != NULL &&
                                              g_bytes_equal (request->body, question->body)));
}

gboolean
sat_net_ahead_take (SatNetAhead *self, const SatSyncRequest *request, SatNetAnswer *answer)
{
  Question *question;
  gboolean fits;

  g_return_val_if_fail (self != NULL && request != NULL && answer != NULL, FALSE);

  question = end (self);
  if (question == NULL)
    return FALSE;
  /* Of a page nobody but this thread wanted to know why it did not come. */
  fits = question->done && is_the_same (question, request) &&
         (request->kind == SAT_SYNC_PUSH ||
          (request->kind == SAT_SYNC_PULL && question->answer.status == 200));
  if (fits) {
    *answer = question->answer;
    question->answer = (SatNetAnswer){0};
  }
  question_free (question);
  return fits;
}

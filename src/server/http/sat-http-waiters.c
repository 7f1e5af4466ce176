/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Long polls and WebSockets. A request that found nothing new is parked; after a commit, or when
 * rights may have changed, all of them are looked at again by the workers. */

#include "config.h"

#include "sat-http-private.h"

#include "sat-json-writer.h"

/* The first look is at once, the next ones not closer than this; more for many. */
#define LEAST_BETWEEN_US 100000
#define BETWEEN_FOR_EACH_US 1000

struct _SatHttpWaiters {
  SatHttpServer *server;
  GHashTable *parked; /* device -> SatHttpRequest */
  gint n_parked;      /* for other threads */
  GSource *look, *end;
  gint64 last_look;

  GMutex lock; /* of what follows */
  gint64 head;
  gboolean poked;
};

SatHttpWaiters *
sat_http_waiters_new (SatHttpServer *server)
{
  SatHttpWaiters *self = g_new0 (SatHttpWaiters, 1);

  self->server = server;
  self->parked = g_hash_table_new (NULL, NULL);
  g_mutex_init (&self->lock);
  return self;
}

static void
drop_source (GSource **source)
{
  if (*source == NULL)
    return;
  g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

void
sat_http_waiters_free (SatHttpWaiters *self)
{
  if (self == NULL)
    return;
  drop_source (&self->look);
  drop_source (&self->end);
  g_hash_table_unref (self->parked);
  g_mutex_clear (&self->lock);
  g_free (self);
}

guint
sat_http_waiters_n (SatHttpWaiters *self)
{
  return (guint)g_atomic_int_get (&self->n_parked);
}

static void
count (SatHttpWaiters *self)
{
  g_atomic_int_set (&self->n_parked, (int)g_hash_table_size (self->parked));
}

static void
answer_head (SatHttpRequest *request)
{
  SatHttpServer *server = request->server;
  GString *text;

  if (request->live != NULL) {
    sat_http_live_close (request);
    return;
  }
  text = g_string_new (NULL);
  g_string_append_printf (text, "{\"head\":%" G_GINT64_FORMAT "}", request->seen);
  sat_http_request_answer_json (request, text);
  sat_http_server_finish (server, request);
}

/* All parked ones, out of the table. */
static GPtrArray *
take_all (SatHttpWaiters *self)
{
  GPtrArray *all = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer request;

  g_hash_table_iter_init (&iter, self->parked);
  while (g_hash_table_iter_next (&iter, NULL, &request))
    g_ptr_array_add (all, request);
  g_hash_table_remove_all (self->parked);
  count (self);
  return all;
}

/* With too many before it, one that can wait does. */
static void
look_again (SatHttpWaiters *self, SatHttpRequest *request)
{
  if (sat_http_server_submit (self->server, request))
    return;
  if (request->live != NULL)
    sat_http_live_worked (request);
  else
    answer_head (request);
}

static gboolean
look_cb (gpointer data)
{
  SatHttpWaiters *self = data;
  g_autoptr (GPtrArray) all = take_all (self);

  drop_source (&self->look);
  self->last_look = g_get_monotonic_time ();
  for (guint i = 0; i < all->len; i++)
    look_again (self, all->pdata[i]);
  return G_SOURCE_REMOVE;
}

static void
plan_look (SatHttpWaiters *self)
{
  gint64 between = LEAST_BETWEEN_US + (gint64)sat_http_waiters_n (self) * BETWEEN_FOR_EACH_US;
  gint64 wait = self->last_look + between - g_get_monotonic_time ();

  if (self->look != NULL)
    return;
  self->look = g_timeout_source_new (wait > 0 ? (guint)(wait / 1000 + 1) : 0);
  g_source_set_callback (self->look, look_cb, self, NULL);
  g_source_attach (self->look, self->server->context);
}

static gboolean
poked_cb (gpointer data)
{
  SatHttpWaiters *self = data;

  g_mutex_lock (&self->lock);
  self->poked = FALSE;
  g_mutex_unlock (&self->lock);
  if (sat_http_waiters_n (self) > 0)
    plan_look (self);
  return G_SOURCE_REMOVE;
}

void
sat_http_waiters_poke (SatHttpWaiters *self, gint64 head)
{
  gboolean first;

  g_mutex_lock (&self->lock);
  self->head = MAX (self->head, head);
  first = !self->poked;
  self->poked = TRUE;
  g_mutex_unlock (&self->lock);
  if (first) {
    g_autoptr (GSource) source = g_idle_source_new ();

    g_source_set_priority (source, G_PRIORITY_DEFAULT);
    g_source_set_callback (source, poked_cb, self, NULL);
    g_source_attach (source, self->server->context);
  }
}

static gboolean end_cb (gpointer data);

/* Wakes up for the one whose time ends first. */
static void
plan_end (SatHttpWaiters *self)
{
  gint64 first = G_MAXINT64;
  GHashTableIter iter;
  gpointer request;

  drop_source (&self->end);
  g_hash_table_iter_init (&iter, self->parked);
  while (g_hash_table_iter_next (&iter, NULL, &request))
    first = MIN (first, ((SatHttpRequest *)request)->wait_end);
  if (first == G_MAXINT64)
    return;
  self->end = g_timeout_source_new ((guint)(MAX (first - g_get_monotonic_time (), 0) / 1000 + 1));
  g_source_set_callback (self->end, end_cb, self, NULL);
  g_source_attach (self->end, self->server->context);
}

static void
keep (SatHttpWaiters *self, SatHttpRequest *request)
{
  g_hash_table_insert (self->parked, GUINT_TO_POINTER (request->caller.device), request);
}

static gboolean
end_cb (gpointer data)
{
  SatHttpWaiters *self = data;
  g_autoptr (GPtrArray) all = take_all (self);
  gint64 now = g_get_monotonic_time ();

  for (guint i = 0; i < all->len; i++) {
    SatHttpRequest *request = all->pdata[i];

    if (request->wait_end > now)
      keep (self, request);
    else if (request->live != NULL)
      look_again (self, request);
    else
      answer_head (request);
  }
  count (self);
  plan_end (self);
  return G_SOURCE_REMOVE;
}

void
sat_http_waiters_park (SatHttpWaiters *self, SatHttpRequest *request)
{
  gpointer device = GUINT_TO_POINTER (request->caller.device);
  SatHttpRequest *other = g_hash_table_lookup (self->parked, device);
  gboolean missed;

  if (self->server->stopping || request->wait_end <= g_get_monotonic_time ()) {
    answer_head (request);
    return;
  }
  g_hash_table_insert (self->parked, device, request);
  count (self);
  if (other != NULL && other != request)
    answer_head (other);
  g_mutex_lock (&self->lock);
  missed = self->head > request->seen;
  g_mutex_unlock (&self->lock);
  if (missed)
    plan_look (self);
  if (self->end == NULL)
    plan_end (self);
}

void
sat_http_waiters_forget (SatHttpWaiters *self, SatHttpRequest *request)
{
  gpointer device = GUINT_TO_POINTER (request->caller.device);

  if (g_hash_table_lookup (self->parked, device) == request)
    g_hash_table_remove (self->parked, device);
  count (self);
}

void
sat_http_waiters_end (SatHttpWaiters *self)
{
  g_autoptr (GPtrArray) all = take_all (self);

  for (guint i = 0; i < all->len; i++)
    answer_head (all->pdata[i]);
}

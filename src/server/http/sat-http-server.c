/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-http-private.h"

#include "sat-server-log.h"

#define WORKERS 16
#define PASSWORD_WORKERS 2
#define ANSWER_SECONDS 300
#define STOP_SECONDS 30
/* How long a refused client may go on sending; it gets to see the answer more likely that way. */
#define FAREWELL_SECONDS 2
/* What a body without a length may have before it is cut. */
#define MOST_DRAINED_FACTOR 8

static G_DEFINE_QUARK (satchel - request, request)

    static SatHttpRequest *request_of (SoupServerMessage *message)
{
  return g_object_get_qdata (G_OBJECT (message), request_quark ());
}

static void
check_stopped (SatHttpServer *self)
{
  SatHttpStopped stopped = self->stopped;

  if (!self->stopping || stopped == NULL || self->n_active > 0)
    return;
  self->stopped = NULL;
  stopped (self->stopped_data);
}

void
sat_http_server_end (SatHttpServer *self, SatHttpRequest *request)
{
  self->n_active -= request->active;
  self->n_large -= request->large;
  sat_http_request_free (request);
  check_stopped (self);
}

static void
log_request (SatHttpRequest *request, gint64 us, gsize sent)
{
  g_autofree char *status = g_strdup_printf ("%u", request->status);
  /* Not as a double, which some languages write with a comma. */
  g_autofree char *ms =
      g_strdup_printf ("%" G_GINT64_FORMAT ".%d", us / 1000, (int)(us % 1000 / 100));
  g_autofree char *received = g_strdup_printf ("%" G_GSIZE_FORMAT, request->n_received);
  g_autofree char *bytes = g_strdup_printf ("%" G_GSIZE_FORMAT, sent);
  g_autofree char *device =
      request->session.device != 0 ? g_strdup_printf ("%u", request->session.device) : NULL;

  sat_server_log ("info", "request", "method", soup_server_message_get_method (request->message),
                  "path", request->route != NULL ? request->route->path : "?", "status", status,
                  "code", request->status >= 400 ? request->code : NULL, "ms", ms, "in", received,
                  "out", bytes, "device", device, "user", request->name, "from", request->address,
                  NULL);
}

static void
set_number (SoupMessageHeaders *headers, const char *name, gint64 number)
{
  g_autofree char *text = number >= 0 ? g_strdup_printf ("%" G_GINT64_FORMAT, number) : NULL;

  if (text != NULL)
    soup_message_headers_replace (headers, name, text);
}

static void
set_headers (SatHttpRequest *request)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (request->message);

  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  soup_message_headers_replace (headers, "X-Content-Type-Options", "nosniff");
  if (request->answer_gzipped)
    soup_message_headers_replace (headers, "Content-Encoding", "gzip");
  set_number (headers, "X-Offset", request->offset);
  set_number (headers, "X-Length", request->length);
  /* HEAD has no body to say it in. */
  if (request->status >= 400 && request->code != NULL)
    soup_message_headers_replace (headers, "X-Error", request->code);
  if (request->retry_after > 0) {
    g_autofree char *seconds = g_strdup_printf ("%u", request->retry_after);

    soup_message_headers_replace (headers, "Retry-After", seconds);
  }
  /* libsoup 3.2 loses the memory of every connection that a client closes between two requests. */
  soup_message_headers_replace (headers, "Connection", "close");
}

static void
note_answer (SatHttpServer *self, SatHttpRequest *request, gsize sent)
{
  guint index =
      request->route != NULL ? (guint)(request->route - sat_http_routes) : sat_http_n_routes;
  gint64 us = g_get_monotonic_time () - request->started;

  sat_http_metrics_add (self->metrics, index, request->status, us, request->n_received, sent);
  log_request (request, us, sent);
}

void
sat_http_server_note (SatHttpServer *self, SatHttpRequest *request)
{
  note_answer (self, request, 0);
}

void
sat_http_server_detach (SatHttpServer *self, SatHttpRequest *request)
{
  g_object_steal_qdata (G_OBJECT (request->message), request_quark ());
}

void
sat_http_server_finish (SatHttpServer *self, SatHttpRequest *request)
{
  gsize sent = request->answer != NULL ? g_bytes_get_size (request->answer) : 0;

  note_answer (self, request, sent);
  if (request->gone)
    return;
  set_headers (request);
  soup_server_message_set_status (request->message, request->status, NULL);
  if (sent > 0) {
    soup_message_headers_set_content_type (
        soup_server_message_get_response_headers (request->message), request->type, NULL);
    soup_message_body_append_bytes (soup_server_message_get_response_body (request->message),
                                    request->answer);
  }
  sat_http_request_set_deadline (request, ANSWER_SECONDS);
  if (request->paused)
    soup_server_message_unpause (request->message);
}

void
sat_http_server_finish_early (SatHttpServer *self, SatHttpRequest *request)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (request->message);
  gsize length;
  const char *body = g_bytes_get_data (request->answer, &length);
  g_autoptr (GString) bytes = g_string_new (NULL);
  const char *name, *value;
  SoupMessageHeadersIter iter;

  note_answer (self, request, length);
  set_headers (request);
  soup_message_headers_set_content_type (headers, request->type, NULL);
  g_string_append_printf (bytes, "HTTP/1.1 %u %s\r\nContent-Length: %" G_GSIZE_FORMAT "\r\n",
                          request->status, soup_status_get_phrase (request->status), length);
  soup_message_headers_iter_init (&iter, headers);
  while (soup_message_headers_iter_next (&iter, &name, &value))
    g_string_append_printf (bytes, "%s: %s\r\n", name, value);
  g_string_append (bytes, "\r\n");
  /* HEAD has an answer without a body. */
  if (!g_str_equal (soup_server_message_get_method (request->message), "HEAD"))
    g_string_append_len (bytes, body, (gssize)length);
  sat_http_listener_say (request->message, bytes->str, bytes->len);
  /* So that libsoup asks nobody else for an answer. */
  soup_server_message_set_status (request->message, request->status, NULL);
  sat_http_request_set_deadline (request, FAREWELL_SECONDS);
}

static gboolean
worked_cb (gpointer data)
{
  SatHttpRequest *request = data;
  SatHttpServer *self = request->server;

  request->working = FALSE;
  if (request->gone)
    sat_http_server_end (self, request);
  else if (request->live != NULL)
    sat_http_live_worked (request);
  else if (request->park)
    sat_http_waiters_park (self->waiters, request);
  else
    sat_http_server_finish (self, request);
  return G_SOURCE_REMOVE;
}

static void
work_cb (gpointer data, gpointer user_data)
{
  SatHttpRequest *request = data;
  g_autoptr (GSource) source = g_idle_source_new ();

  sat_http_work (request);
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, worked_cb, request, NULL);
  g_source_attach (source, request->server->context);
}

static void
got_chunk_cb (SoupServerMessage *message, GBytes *chunk, gpointer data)
{
  SatHttpRequest *request = request_of (message);
  gsize length;
  const guint8 *bytes = g_bytes_get_data (chunk, &length);

  if (request == NULL || request->route == NULL)
    return;
  request->n_received += length;
  if (!request->too_large && request->n_received > request->route->limit) {
    request->too_large = TRUE;
    g_byte_array_set_size (request->received, 0);
  }
  if (!request->too_large)
    g_byte_array_append (request->received, bytes, (guint)length);
  else if (request->n_received > request->route->limit * MOST_DRAINED_FACTOR)
    sat_http_listener_cut (message);
}

static void
started_cb (SoupServer *soup, SoupServerMessage *message, gpointer data)
{
  SatHttpServer *self = data;
  SatHttpRequest *request = sat_http_request_new (self, message);

  /* A connection that ends before the headers were there is dropped without another word. */
  g_object_set_qdata_full (G_OBJECT (message), request_quark (), request,
                           (GDestroyNotify)sat_http_request_free);
  g_signal_connect (message, "got-chunk", G_CALLBACK (got_chunk_cb), NULL);
  sat_http_request_set_deadline (request, self->options.header_seconds);
}

static void
ended_cb (SoupServer *soup, SoupServerMessage *message, gpointer data)
{
  SatHttpServer *self = data;
  SatHttpRequest *request = g_object_steal_qdata (G_OBJECT (message), request_quark ());

  if (request == NULL)
    return;
  sat_http_waiters_forget (self->waiters, request);
  request->gone = TRUE;
  if (!request->working)
    sat_http_server_end (self, request);
}

/* The headers are there, the body is not. */
static void
early_cb (SoupServer *soup,
          SoupServerMessage *message,
          const char *path,
          GHashTable *query,
          gpointer data)
{
  SatHttpServer *self = data;
  SatHttpRequest *request = request_of (message);

  request->active = TRUE;
  g_object_ref (message);
  self->n_active++;
  soup_message_body_set_accumulate (soup_server_message_get_request_body (message), FALSE);
  sat_http_request_read_headers (request);
  if (sat_http_guard_check (request))
    sat_http_request_set_deadline (request, self->options.body_seconds);
}

static void
fail_now (SatHttpRequest *request, SatServerError code, const char *message)
{
  g_autoptr (GError) error = g_error_new_literal (SAT_SERVER_ERROR, code, message);

  sat_http_request_fail (request, error);
  sat_http_server_finish (request->server, request);
}

/* The body is there as well. */
static void
complete_cb (SoupServer *soup,
             SoupServerMessage *message,
             const char *path,
             GHashTable *query,
             gpointer data)
{
  SatHttpServer *self = data;
  SatHttpRequest *request = request_of (message);

  if (request->too_large) {
    fail_now (request, SAT_SERVER_ERROR_TOO_LARGE, "The body is too large");
    return;
  }
  sat_http_request_set_deadline (request, ANSWER_SECONDS);
  if (!sat_http_server_submit (self, request)) {
    fail_now (request, SAT_SERVER_ERROR_BUSY, "Too many requests are waiting");
    return;
  }
  request->paused = TRUE;
  soup_server_message_pause (message);
}

static void
committed_cb (gint64 head, gpointer data)
{
  sat_http_waiters_poke (((SatHttpServer *)data)->waiters, head);
}

static void
copy_options (SatHttpServer *self, const SatHttpOptions *options)
{
  self->options = *options;
  self->name = g_strdup (options->name != NULL ? options->name : "Satchel");
  if (self->options.header_seconds == 0)
    self->options.header_seconds = 10;
  if (self->options.body_seconds == 0)
    self->options.body_seconds = 60;
  if (self->options.wait_seconds == 0)
    self->options.wait_seconds = 55;
  if (self->options.connections == 0)
    self->options.connections = 4096;
}

static void
open_soup (SatHttpServer *self)
{
  self->soup = soup_server_new ("server-header", "satchel", NULL);
  g_signal_connect (self->soup, "request-started", G_CALLBACK (started_cb), self);
  g_signal_connect (self->soup, "request-finished", G_CALLBACK (ended_cb), self);
  g_signal_connect (self->soup, "request-aborted", G_CALLBACK (ended_cb), self);
  soup_server_add_early_handler (self->soup, NULL, early_cb, self, NULL);
  soup_server_add_handler (self->soup, NULL, complete_cb, self, NULL);
}

SatHttpServer *
sat_http_server_new (SatSite *site, const SatHttpOptions *options, GError **error)
{
  SatHttpServer *self;

  g_return_val_if_fail (site != NULL && options != NULL && options->listen != NULL, NULL);

  self = g_new0 (SatHttpServer, 1);
  self->site = site;
  self->context = g_main_context_ref_thread_default ();
  g_mutex_init (&self->lock);
  self->busy = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  copy_options (self, options);
  self->metrics = sat_http_metrics_new ();
  self->waiters = sat_http_waiters_new (self);
  self->workers = g_thread_pool_new (work_cb, self, WORKERS, FALSE, NULL);
  self->password_workers = g_thread_pool_new (work_cb, self, PASSWORD_WORKERS, FALSE, NULL);
  open_soup (self);
  sat_site_set_committed (site, committed_cb, self);
  sat_site_set_limits (site, options->file_bytes, options->all_bytes);
  self->listener = sat_http_listener_new (self, error);
  if (self->listener != NULL)
    return self;
  sat_http_server_free (self);
  return NULL;
}

static void
drop_stop_deadline (SatHttpServer *self)
{
  if (self->stop_deadline == NULL)
    return;
  g_source_destroy (self->stop_deadline);
  g_clear_pointer (&self->stop_deadline, g_source_unref);
}

void
sat_http_server_free (SatHttpServer *self)
{
  if (self == NULL)
    return;
  self->stopping = TRUE;
  sat_site_set_committed (self->site, NULL, NULL);
  g_thread_pool_free (self->workers, FALSE, TRUE);
  g_thread_pool_free (self->password_workers, FALSE, TRUE);
  sat_http_listener_free (self->listener);
  drop_stop_deadline (self);
  self->stopped = NULL;
  soup_server_disconnect (self->soup);
  g_object_unref (self->soup);
  sat_http_waiters_free (self->waiters);
  sat_http_metrics_free (self->metrics);
  g_hash_table_unref (self->busy);
  g_mutex_clear (&self->lock);
  g_main_context_unref (self->context);
  g_free (self->name);
  g_free (self->uri);
  g_free (self);
}

const char *
sat_http_server_uri (SatHttpServer *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->uri;
}

void
sat_http_server_wake (SatHttpServer *self)
{
  g_return_if_fail (self != NULL);

  sat_http_waiters_poke (self->waiters, 0);
}

static gboolean
stop_too_slow_cb (gpointer data)
{
  SatHttpServer *self = data;
  SatHttpStopped stopped = self->stopped;

  sat_server_log ("warning", "stop", "message", "Some requests were not answered in time", NULL);
  self->stopped = NULL;
  if (stopped != NULL)
    stopped (self->stopped_data);
  return G_SOURCE_REMOVE;
}

static gboolean
check_cb (gpointer data)
{
  check_stopped (data);
  return G_SOURCE_REMOVE;
}

static void
plan_check (SatHttpServer *self)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_callback (source, check_cb, self, NULL);
  g_source_attach (source, self->context);
}

void
sat_http_server_stop (SatHttpServer *self, SatHttpStopped stopped, gpointer data)
{
  g_return_if_fail (self != NULL && stopped != NULL);

  if (self->stopping)
    return;
  self->stopping = TRUE;
  self->stopped = stopped;
  self->stopped_data = data;
  sat_http_listener_stop (self->listener);
  self->stop_deadline = g_timeout_source_new_seconds (STOP_SECONDS);
  g_source_set_callback (self->stop_deadline, stop_too_slow_cb, self, NULL);
  g_source_attach (self->stop_deadline, self->context);
  sat_http_waiters_end (self->waiters);
  plan_check (self);
}

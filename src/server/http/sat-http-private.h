/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

#include "sat-http-metrics.h"
#include "sat-http-server.h"

G_BEGIN_DECLS

typedef struct _SatHttpRequest SatHttpRequest;
typedef struct _SatHttpListener SatHttpListener;
typedef struct _SatHttpWaiters SatHttpWaiters;
typedef struct _SatHttpLive SatHttpLive;

/**
 * SatHttpFlags:
 * @SAT_HTTP_SIGNED_IN: needs an access token.
 * @SAT_HTTP_REVOKED: also a revoked device may call it.
 * @SAT_HTTP_LEAVING: also a device that was revoked because its user leaves.
 * @SAT_HTTP_ALONE: one at a time for each device.
 * @SAT_HTTP_PASSWORD: costs much; few at a time.
 * @SAT_HTTP_LOCAL: only for callers on this machine.
 * @SAT_HTTP_LARGE: its body needs much room; few at a time.
 */
typedef enum {
  SAT_HTTP_SIGNED_IN = 1 << 0,
  SAT_HTTP_REVOKED = 1 << 1,
  SAT_HTTP_LEAVING = 1 << 2,
  SAT_HTTP_ALONE = 1 << 3,
  SAT_HTTP_PASSWORD = 1 << 4,
  SAT_HTTP_LOCAL = 1 << 5,
  SAT_HTTP_LARGE = 1 << 6,
} SatHttpFlags;

/* On a worker thread. FALSE with @error, or fills the answer. */
typedef gboolean (*SatHttpHandle) (SatHttpRequest *request, GError **error);

typedef struct {
  const char *method;
  const char *path; /* at its end "{}" stands for one word */
  guint flags;
  gsize limit;      /* bytes of the body as it travels; 0: it has none */
  gsize most_bytes; /* and inflated */
  SatHttpHandle handle;
  const char *about;
} SatHttpRoute;

extern const SatHttpRoute sat_http_routes[];
extern const guint sat_http_n_routes;

/* One request, from its headers to the end of its answer. The main thread has it, but for the time
 * that it is worked on. */
struct _SatHttpRequest {
  SatHttpServer *server;
  SoupServerMessage *message;
  const SatHttpRoute *route; /* NULL: none fits */
  GSource *deadline;
  gboolean active;  /* its headers are there */
  gboolean working; /* the workers have it */
  gboolean paused;
  gboolean large;
  gboolean gone; /* the connection is */
  gint64 started;

  GByteArray *received;
  gsize n_received;
  gboolean too_large;

  /* What is asked. */
  GHashTable *query;
  char *word;    /* that "{}" of the path stands for */
  char *address; /* the caller's */
  char *bearer, *epoch, *schema;
  gboolean gzipped, takes_gzip;

  /* Who asks. */
  SatSession session;
  SatCaller caller;
  char *name;

  /* The answer. */
  guint status;
  GBytes *answer;
  const char *type;
  gint64 offset, length; /* of a file, as headers; -1: none */
  gboolean answer_gzipped;
  guint retry_after;
  const char *code; /* of an error */

  /* Long poll. */
  gboolean park;
  gint64 seen;     /* the head when there was nothing new */
  gint64 wait_end; /* monotonic */

  SatHttpLive *live; /* it has become a WebSocket, or is about to; NULL: it has not */
};

struct _SatHttpServer {
  SatSite *site;
  SatHttpOptions options;
  char *name, *uri;
  GMainContext *context;
  SoupServer *soup;
  SatHttpListener *listener;
  SatHttpMetrics *metrics;
  SatHttpWaiters *waiters;
  GThreadPool *workers, *password_workers;
  guint n_active; /* requests between their headers and the end of their answer */
  guint n_large;  /* of them those that are LARGE */

  GMutex lock;
  GHashTable *busy; /* set of "device route": requests that are ALONE */

  gboolean stopping;
  SatHttpStopped stopped;
  gpointer stopped_data;
  GSource *stop_deadline;
};

/* sat-http-request.c */
SatHttpRequest *sat_http_request_new (SatHttpServer *server, SoupServerMessage *message);
void sat_http_request_free (SatHttpRequest *self);
/* After the headers: what is needed of them. */
void sat_http_request_read_headers (SatHttpRequest *self);
/* Closes the connection unless the next step comes within @seconds; 0: nothing has to come. */
void sat_http_request_set_deadline (SatHttpRequest *self, guint seconds);
/* The answer to a failure. */
void sat_http_request_fail (SatHttpRequest *self, const GError *error);
/* (transfer full) @text is the answer. */
gboolean sat_http_request_answer_json (SatHttpRequest *self, GString *text);
/* The body, inflated. MALFORMED, TOO_LARGE. (transfer full) */
GBytes *sat_http_request_body (SatHttpRequest *self, GError **error);
/* From the query; "" if it is not there. */
const char *sat_http_request_get (SatHttpRequest *self, const char *name);

/* sat-http-guard.c: what libsoup would let through. Called when the headers are there; TRUE: go on
 * reading the body. */
gboolean sat_http_guard_check (SatHttpRequest *request);

/* sat-http-body.c: gzip, at most @most bytes of it. MALFORMED, TOO_LARGE. (transfer full) */
GBytes *sat_http_inflate (GBytes *body, gsize most, GError **error);
GBytes *sat_http_deflate (GBytes *body);

/* sat-http-work.c: on a worker thread; fills the answer. */
void sat_http_work (SatHttpRequest *request);
/* Main thread: gives it to the workers; FALSE when too many wait. */
gboolean sat_http_server_submit (SatHttpServer *self, SatHttpRequest *request);
/* Main thread: sends the answer. */
void sat_http_server_finish (SatHttpServer *self, SatHttpRequest *request);
/* Main thread: the same while there may be a body that is not to be read, which libsoup would do.
 */
void sat_http_server_finish_early (SatHttpServer *self, SatHttpRequest *request);

/* Main thread: counts and logs an answer that went another way. */
void sat_http_server_note (SatHttpServer *self, SatHttpRequest *request);
/* Main thread: libsoup has no say in the request any more. */
void sat_http_server_detach (SatHttpServer *self, SatHttpRequest *request);
/* The end of a request whose connection is gone. */
void sat_http_server_end (SatHttpServer *self, SatHttpRequest *request);

/* sat-http-live.c: all on the main thread. */
void sat_http_live_free (SatHttpLive *self);
/* The workers have looked: makes it a WebSocket if it is none, says what there is to say, and waits
 * for the next commit. */
void sat_http_live_worked (SatHttpRequest *request);
/* Another one takes its place, or the server stops. */
void sat_http_live_close (SatHttpRequest *request);

/* sat-http-listener.c */
SatHttpListener *sat_http_listener_new (SatHttpServer *server, GError **error);
void sat_http_listener_free (SatHttpListener *self);
/* Serves a connection, unless there are too many. */
void sat_http_listener_take (SatHttpListener *self, GSocketConnection *stream);
/* Takes no more connections. */
void sat_http_listener_stop (SatHttpListener *self);
guint sat_http_listener_n_connections (SatHttpListener *self);
/* Cuts the connection that @message came by. */
void sat_http_listener_cut (SoupServerMessage *message);
/* Writes @text past libsoup. FALSE: it has no connection. */
gboolean sat_http_listener_write (SoupServerMessage *message, const char *text, gsize length);
/* The same, and nothing after it. */
void sat_http_listener_say (SoupServerMessage *message, const char *text, gsize length);

/* sat-http-waiters.c */
SatHttpWaiters *sat_http_waiters_new (SatHttpServer *server);
void sat_http_waiters_free (SatHttpWaiters *self);
void sat_http_waiters_park (SatHttpWaiters *self, SatHttpRequest *request);
void sat_http_waiters_forget (SatHttpWaiters *self, SatHttpRequest *request);
/* Any thread. */
void sat_http_waiters_poke (SatHttpWaiters *self, gint64 head);
/* Main thread: answers them all. */
void sat_http_waiters_end (SatHttpWaiters *self);
guint sat_http_waiters_n (SatHttpWaiters *self);

/* Handlers, one file a resource. */
gboolean sat_http_login (SatHttpRequest *request, GError **error);
gboolean sat_http_token (SatHttpRequest *request, GError **error);
gboolean sat_http_enrol (SatHttpRequest *request, GError **error);
gboolean sat_http_wiped (SatHttpRequest *request, GError **error);
gboolean sat_http_hello (SatHttpRequest *request, GError **error);
gboolean sat_http_push (SatHttpRequest *request, GError **error);
gboolean sat_http_rescue (SatHttpRequest *request, GError **error);
gboolean sat_http_pull (SatHttpRequest *request, GError **error);
gboolean sat_http_digest (SatHttpRequest *request, GError **error);
gboolean sat_http_leaf (SatHttpRequest *request, GError **error);
gboolean sat_http_proposals (SatHttpRequest *request, GError **error);
gboolean sat_http_decide (SatHttpRequest *request, GError **error);
gboolean sat_http_wait (SatHttpRequest *request, GError **error);
gboolean sat_http_live (SatHttpRequest *request, GError **error);
gboolean sat_http_blob (SatHttpRequest *request, GError **error);
gboolean sat_http_blob_put (SatHttpRequest *request, GError **error);
gboolean sat_http_blob_get (SatHttpRequest *request, GError **error);
gboolean sat_http_health (SatHttpRequest *request, GError **error);
gboolean sat_http_metrics (SatHttpRequest *request, GError **error);
gboolean sat_http_describe (SatHttpRequest *request, GError **error);

G_END_DECLS

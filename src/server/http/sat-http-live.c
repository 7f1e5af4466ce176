/* SPDX-License-Identifier: GPL-3.0-or-later */

/* WebSockets: the server says {"head":N} when there is something to pull, and nothing else. A
 * request becomes one after the workers have let it in; from then on it is parked beside the long
 * polls, and looked at like them. What a client sends is not read: it closes. */

#include "config.h"

#include "sat-http-private.h"

#include <string.h>

/* docs/protocol.md, 3.5, beside the codes that every WebSocket has. */
#define CLOSE_TOKEN 4401
#define CLOSE_REFUSED 4403
#define CLOSE_STATE 4409
#define PING_SECONDS 30
/* Two pings and then some. */
#define SILENCE_US (75 * G_USEC_PER_SEC)
#define MOST_INCOMING 125
/* From time to time also without a commit: its token may be too old. */
#define LOOK_US (30 * G_USEC_PER_SEC)

struct _SatHttpLive {
  SoupWebsocketConnection *socket; /* NULL before the handshake */
  gint64 told;                     /* commits that it knows of, or that are of no concern */
  gboolean news;                   /* found by the last look */
  gint64 heard;                    /* monotonic, of the last sign of life */
};

void
sat_http_live_free (SatHttpLive *self)
{
  if (self == NULL)
    return;
  g_clear_object (&self->socket);
  g_free (self);
}

/* Workers: a page of somebody else's, in a browser, must not get in. */
static gboolean
check_handshake (SatHttpRequest *request, GError **error)
{
  SatHttpServer *server = request->server;
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (request->message);
  g_autoptr (GError) failure = NULL;

  if (soup_message_headers_get_list (headers, "Origin") != NULL) {
    g_set_error_literal (error, SAT_SERVER_ERROR, SAT_SERVER_ERROR_FORBIDDEN,
                         "This is not for pages in a browser");
    return FALSE;
  }
  if (!soup_websocket_server_check_handshake (request->message, NULL, NULL, NULL, &failure)) {
    g_set_error (error, SAT_SERVER_ERROR, SAT_SERVER_ERROR_MALFORMED, "Only for WebSockets: %s",
                 failure->message);
    return FALSE;
  }
  /* Who comes by requests needs connections, too. */
  if (sat_http_waiters_n (server->waiters) < server->options.connections / 4 * 3)
    return TRUE;
  g_set_error_literal (error, SAT_SERVER_ERROR, SAT_SERVER_ERROR_BUSY,
                       "Too many are connected already");
  return FALSE;
}

gboolean
sat_http_live (SatHttpRequest *request, GError **error)
{
  SatServer *server = request->server->site->server;
  SatHttpLive *live = request->live;
  gint64 head = sat_server_head (server);
  gboolean found;

  if (live == NULL) {
    if (!check_handshake (request, error))
      return FALSE;
    live = g_new0 (SatHttpLive, 1);
    found = sat_server_has_news (server, &request->caller, request->epoch,
                                 sat_http_request_get (request, "cursor"), &live->news, error);
    if (found)
      request->live = live;
    else
      sat_http_live_free (live);
  } else {
    found = sat_server_has_news_since (server, &request->caller, request->epoch, live->told,
                                       &live->news, error);
  }
  if (found)
    request->seen = request->live->told = head;
  return found;
}

static void
close_with (SatHttpRequest *request, gushort code, const char *why)
{
  SoupWebsocketConnection *socket = request->live->socket;

  sat_http_waiters_forget (request->server->waiters, request);
  if (socket != NULL && soup_websocket_connection_get_state (socket) == SOUP_WEBSOCKET_STATE_OPEN)
    soup_websocket_connection_close (socket, code, why);
}

static void
message_cb (SoupWebsocketConnection *socket, int type, GBytes *message, gpointer data)
{
  close_with (data, SOUP_WEBSOCKET_CLOSE_UNSUPPORTED_DATA, "nothing is read here");
}

static void
pong_cb (SoupWebsocketConnection *socket, GBytes *message, gpointer data)
{
  ((SatHttpRequest *)data)->live->heard = g_get_monotonic_time ();
}

static void
closed_cb (SoupWebsocketConnection *socket, gpointer data)
{
  SatHttpRequest *request = data;

  g_signal_handlers_disconnect_by_data (socket, request);
  sat_http_waiters_forget (request->server->waiters, request);
  request->gone = TRUE;
  if (!request->working)
    sat_http_server_end (request->server, request);
}

/* The answer of the handshake goes past libsoup, as every early answer does. */
static void
say_switching (SatHttpRequest *request)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (request->message);
  g_autofree char *text = g_strdup_printf (
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
      "Sec-WebSocket-Accept: %s\r\n\r\n",
      soup_message_headers_get_one (headers, "Sec-WebSocket-Accept"));

  sat_http_listener_write (request->message, text, strlen (text));
}

static void
switch_protocol (SatHttpRequest *request)
{
  SatHttpServer *server = request->server;
  SatHttpLive *live = request->live;
  g_autoptr (GIOStream) stream = NULL;

  soup_websocket_server_process_handshake (request->message, NULL, NULL, NULL, NULL);
  say_switching (request);
  request->status = SOUP_STATUS_SWITCHING_PROTOCOLS;
  sat_http_server_note (server, request);
  sat_http_server_detach (server, request);
  sat_http_request_set_deadline (request, 0);
  stream = soup_server_message_steal_connection (request->message);
  live->socket =
      soup_websocket_connection_new (stream, soup_server_message_get_uri (request->message),
                                     SOUP_WEBSOCKET_CONNECTION_SERVER, NULL, NULL, NULL);
  live->heard = g_get_monotonic_time ();
  soup_websocket_connection_set_max_incoming_payload_size (live->socket, MOST_INCOMING);
  soup_websocket_connection_set_keepalive_interval (live->socket, PING_SECONDS);
  g_signal_connect (live->socket, "message", G_CALLBACK (message_cb), request);
  g_signal_connect (live->socket, "pong", G_CALLBACK (pong_cb), request);
  g_signal_connect (live->socket, "closed", G_CALLBACK (closed_cb), request);
}

static gushort
close_code (const SatHttpRequest *request)
{
  if (request->status == 401)
    return g_str_equal (request->code, "token_expired") ? CLOSE_TOKEN : CLOSE_REFUSED;
  return request->status == 403  ? CLOSE_REFUSED
         : request->status < 500 ? CLOSE_STATE
                                 : SOUP_WEBSOCKET_CLOSE_SERVER_ERROR;
}

void
sat_http_live_worked (SatHttpRequest *request)
{
  SatHttpLive *live = request->live;
  gint64 now = g_get_monotonic_time ();

  if (live->socket == NULL)
    switch_protocol (request);
  if (soup_websocket_connection_get_state (live->socket) != SOUP_WEBSOCKET_STATE_OPEN)
    return;
  if (now - live->heard > SILENCE_US) {
    sat_http_listener_cut (request->message);
    return;
  }
  if (request->status >= 400) {
    close_with (request, close_code (request), request->code);
    return;
  }
  if (live->news) {
    g_autofree char *text = g_strdup_printf ("{\"head\":%" G_GINT64_FORMAT "}", live->told);

    soup_websocket_connection_send_text (live->socket, text);
    live->news = FALSE;
  }
  if (request->wait_end <= now)
    request->wait_end = now + LOOK_US;
  sat_http_waiters_park (request->server->waiters, request);
}

void
sat_http_live_close (SatHttpRequest *request)
{
  close_with (request, SOUP_WEBSOCKET_CLOSE_GOING_AWAY, NULL);
}

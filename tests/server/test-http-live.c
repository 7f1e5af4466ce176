/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The WebSocket: who gets one, what it says, and when it ends. */

#include "config.h"

#include <libsoup/soup.h>
#include <stdio.h>
#include <string.h>

#include "server-program.h"

static void
set_up (ServerProgram *self, gconstpointer data)
{
  server_program_set_up (self, data);
  server_program_add_user (self, "ana", "rep");
  server_program_add_user (self, "ben", "rep");
  server_program_start (self, NULL);
}

/* The other end. */
typedef struct {
  SoupSession *session;
  SoupWebsocketConnection *socket;
  guint status; /* of the handshake */
  gboolean done, closed;
  GString *said; /* texts, one after the other */
} Live;

static void
message_cb (SoupWebsocketConnection *socket, int type, GBytes *message, gpointer data)
{
  g_string_append_len (((Live *)data)->said, g_bytes_get_data (message, NULL),
                       (gssize)g_bytes_get_size (message));
}

static void
closed_cb (SoupWebsocketConnection *socket, gpointer data)
{
  ((Live *)data)->closed = TRUE;
}

static void
connected_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Live *live = data;

  live->socket = soup_session_websocket_connect_finish (SOUP_SESSION (source), result, NULL);
  live->done = TRUE;
  if (live->socket == NULL)
    return;
  g_signal_connect (live->socket, "message", G_CALLBACK (message_cb), live);
  g_signal_connect (live->socket, "closed", G_CALLBACK (closed_cb), live);
}

/* @token, @origin: NULL for none. */
static Live *
live_new (ServerProgram *self, const char *token, const char *cursor, const char *origin)
{
  Live *live = g_new0 (Live, 1);
  g_autofree char *url = g_strdup_printf ("%s/v1/sync/live?cursor=%s", self->uri, cursor);
  g_autoptr (SoupMessage) message = soup_message_new ("GET", url);
  g_autofree char *bearer = g_strdup_printf ("Bearer %s", token != NULL ? token : "");

  live->said = g_string_new (NULL);
  live->session = soup_session_new ();
  soup_session_remove_feature_by_type (live->session, SOUP_TYPE_AUTH_MANAGER);
  soup_message_headers_replace (soup_message_get_request_headers (message), "Authorization",
                                bearer);
  soup_session_websocket_connect_async (live->session, message, origin, NULL, G_PRIORITY_DEFAULT,
                                        NULL, connected_cb, live);
  while (!live->done)
    g_main_context_iteration (NULL, TRUE);
  live->status = soup_message_get_status (message);
  return live;
}

static void
live_free (Live *live)
{
  if (live->socket != NULL)
    g_signal_handlers_disconnect_by_data (live->socket, live);
  g_clear_object (&live->socket);
  soup_session_abort (live->session);
  g_object_unref (live->session);
  g_string_free (live->said, TRUE);
  g_free (live);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Live, live_free)

static gboolean
has_said (gpointer data)
{
  return ((Live *)data)->said->len > 0;
}

static gboolean
is_closed (gpointer data)
{
  return ((Live *)data)->closed;
}

static gint64
take_head (Live *live)
{
  gint64 head = 0;

  g_assert_true (sat_test_wait_until (has_said, live, 20000));
  g_assert_cmpint (sscanf (live->said->str, "{\"head\":%" G_GINT64_FORMAT "}", &head), ==, 1);
  g_string_truncate (live->said, 0);
  return head;
}

static void
assert_closed (Live *live, gushort code)
{
  g_assert_true (sat_test_wait_until (is_closed, live, 20000));
  g_assert_cmpuint (soup_websocket_connection_get_close_code (live->socket), ==, code);
}

/* The cursor after all there is. */
static char *
find_end (ServerProgram *self, ServerClient *client)
{
  g_autoptr (ServerAnswer) page =
      server_program_call (self, "GET", "/v1/sync/pull", client->access, NULL, NULL);
  g_autofree char *text =
      g_strndup (g_bytes_get_data (page->body, NULL), g_bytes_get_size (page->body));
  g_autoptr (GRegex) regex = g_regex_new ("\"upto\":\"([^\"]+)\"", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  g_assert_true (g_regex_match (regex, text, 0, &match));
  return g_match_info_fetch (match, 1);
}

static void
push (ServerProgram *self, ServerClient *client)
{
  g_autoptr (GBytes) body = server_client_make_push (client, 1);
  g_autoptr (ServerAnswer) answer =
      server_program_call (self, "POST", "/v1/sync/push", client->access, body, NULL);

  g_assert_cmpuint (answer->status, ==, 200);
}

static void
test_refused (ServerProgram *self, gconstpointer data)
{
  g_autoptr (ServerClient) ana = server_client_new (self, "ana");
  g_autoptr (Live) nobody = live_new (self, NULL, "", NULL);
  g_autoptr (Live) unknown = live_new (self, "AAAA", "", NULL);
  g_autoptr (Live) page = live_new (self, ana->access, "", "https://elsewhere.example");
  g_autoptr (Live) nonsense = live_new (self, ana->access, "nonsense", NULL);
  g_autoptr (ServerAnswer) plain =
      server_program_call (self, "GET", "/v1/sync/live", ana->access, NULL, NULL);

  g_assert_cmpuint (nobody->status, ==, 401);
  g_assert_cmpuint (unknown->status, ==, 401);
  g_assert_cmpuint (page->status, ==, 403);
  g_assert_cmpuint (nonsense->status, ==, 400);
  g_assert_cmpuint (plain->status, ==, 400);
  g_assert_cmpstr (server_answer_code (plain), ==, "malformed");
}

/* Who is behind is told at once; then whoever holds what is committed, and nobody else. */
static void
test_news (ServerProgram *self, gconstpointer data)
{
  g_autoptr (ServerClient) ana = server_client_new (self, "ana");
  g_autoptr (ServerClient) other = server_client_new (self, "ana");
  g_autoptr (ServerClient) ben = server_client_new (self, "ben");
  g_autofree char *end = find_end (self, ana);
  g_autofree char *bens_end = find_end (self, ben);
  g_autoptr (Live) behind = live_new (self, other->access, "", NULL);
  g_autoptr (Live) live = live_new (self, ana->access, end, NULL);
  g_autoptr (Live) bens = live_new (self, ben->access, bens_end, NULL);
  gint64 head = take_head (behind), next;

  g_assert_cmpuint (live->said->len, ==, 0);
  push (self, other);
  next = take_head (live);
  g_assert_cmpint (next, >, head);
  push (self, other);
  g_assert_cmpint (take_head (live), >, next);
  /* Had one been on the way to him, it would be there before this one. */
  push (self, ben);
  take_head (bens);
  g_assert_cmpuint (bens->said->len, ==, 0);
}

/* What a client says is not read, and the next connection of a device ends the one before. */
static void
test_ends (ServerProgram *self, gconstpointer data)
{
  g_autoptr (ServerClient) ana = server_client_new (self, "ana");
  g_autofree char *end = find_end (self, ana);
  g_autoptr (Live) talkative = live_new (self, ana->access, end, NULL);
  g_autoptr (Live) first = NULL;
  g_autoptr (Live) second = NULL;
  g_autofree char *large = g_strnfill (5000, 'x');

  soup_websocket_connection_send_text (talkative->socket, "hello");
  assert_closed (talkative, SOUP_WEBSOCKET_CLOSE_UNSUPPORTED_DATA);
  first = live_new (self, ana->access, end, NULL);
  second = live_new (self, ana->access, end, NULL);
  assert_closed (first, SOUP_WEBSOCKET_CLOSE_GOING_AWAY);
  soup_websocket_connection_send_text (second->socket, large);
  /* Its reason may get lost when the rest of the text is not read. */
  g_assert_true (sat_test_wait_until (is_closed, second, 20000));
}

static void
test_revoked (ServerProgram *self, gconstpointer data)
{
  g_autoptr (ServerClient) ana = server_client_new (self, "ana");
  g_autofree char *end = find_end (self, ana);
  g_autofree char *device = g_strdup_printf ("%" G_GINT64_FORMAT, ana->device);
  g_autoptr (Live) live = live_new (self, ana->access, end, NULL);

  g_free (server_program_run (self, 0, "device", "revoke", device, "--reason", "lost", NULL));
  assert_closed (live, 4403);
}

/* With a password, all sessions end. */
static void
test_expired (ServerProgram *self, gconstpointer data)
{
  g_autoptr (ServerClient) ana = server_client_new (self, "ana");
  g_autofree char *end = find_end (self, ana);
  g_autoptr (Live) live = live_new (self, ana->access, end, NULL);

  g_free (server_program_run (self, 0, "user", "password", "ana", "--password-file", self->password,
                              NULL));
  assert_closed (live, 4401);
}

static void
test_stop (ServerProgram *self, gconstpointer data)
{
  g_autoptr (ServerClient) ana = server_client_new (self, "ana");
  g_autofree char *end = find_end (self, ana);
  g_autoptr (Live) live = live_new (self, ana->access, end, NULL);

  g_subprocess_send_signal (self->process, SIGTERM);
  assert_closed (live, SOUP_WEBSOCKET_CLOSE_GOING_AWAY);
  g_assert_true (g_subprocess_wait_check (self->process, NULL, NULL));
  g_clear_object (&self->process);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function)                                                                        \
  g_test_add ("/http-live/" name, ServerProgram, NULL, set_up, function, server_program_tear_down)
  ADD ("refused", test_refused);
  ADD ("news", test_news);
  ADD ("ends", test_ends);
  ADD ("revoked", test_revoked);
  ADD ("expired", test_expired);
  ADD ("stop", test_stop);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Requests that no honest client sends, and clients that are slow, silent or many. */

#include "config.h"

#include <string.h>

#include "sat-http-server.h"
#include "server-program.h"

static void
set_up (ServerProgram *self, gconstpointer data)
{
  g_autofree char *options = g_strdup (g_getenv ("ASAN_OPTIONS"));
  g_autofree char *lenient = g_strdup_printf ("%s:detect_leaks=0", options != NULL ? options : "");

  server_program_set_up (self, data);
  server_program_add_user (self, "ana", "rep");
  /* libsoup 3.2 loses the path of a request that it refuses by itself. */
  g_setenv ("ASAN_OPTIONS", lenient, TRUE);
  server_program_start (self, NULL);
  g_setenv ("ASAN_OPTIONS", options != NULL ? options : "", TRUE);
}

/* What follows a refused request on its connection: if it is read at all, it shows. */
#define SMUGGLED "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
#define LOGIN "POST /v1/auth/login HTTP/1.1\r\nHost: x\r\n"
#define PULL "GET /v1/sync/pull HTTP/1.1\r\nHost: x\r\n"

static guint
count_of (const char *text, const char *word)
{
  guint n = 0;

  for (const char *p = text; (p = strstr (p, word)) != NULL; p += strlen (word))
    n++;
  return n;
}

static void
test_framing (ServerProgram *self, gconstpointer data)
{
  static const char *const requests[] = {
      LOGIN "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" SMUGGLED,
      LOGIN "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n" SMUGGLED,
      LOGIN "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}" SMUGGLED,
      LOGIN "Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}" SMUGGLED,
      LOGIN "Content-Length: 2, 2\r\n\r\n{}" SMUGGLED,
      LOGIN "Content-Length: -2\r\n\r\n{}" SMUGGLED,
      LOGIN "Content-Length: +2\r\n\r\n{}" SMUGGLED,
      LOGIN "Content-Length: 0x2\r\n\r\n{}" SMUGGLED,
      LOGIN "Content-Length: 2 2\r\n\r\n{}" SMUGGLED,
      LOGIN "Content-Length: 99999999999999999999\r\n\r\n{}" SMUGGLED,
      LOGIN "Content-Length:\r\n\r\n{}" SMUGGLED,
      LOGIN "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n" SMUGGLED,
      LOGIN "Transfer-Encoding: identity\r\n\r\n" SMUGGLED,
      LOGIN "Content-Length : 2\r\n\r\n{}" SMUGGLED,
      LOGIN "\r\n{}" SMUGGLED,
      LOGIN "Content-Encoding: br\r\nContent-Length: 2\r\n\r\n{}" SMUGGLED,
      PULL "Content-Length: 2\r\n\r\n{}" SMUGGLED,
      PULL "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" SMUGGLED,
  };

  for (guint i = 0; i < G_N_ELEMENTS (requests); i++) {
    g_autofree char *answer = server_program_send_raw (self, requests[i], -1);

    /* libsoup itself has the second one for codings that it does not know. */
    if ((!g_str_has_prefix (answer, "HTTP/1.1 400") &&
         !g_str_has_prefix (answer, "HTTP/1.1 501")) ||
        count_of (answer, "HTTP/1.1") != 1 || !g_str_has_suffix (answer, "<closed>"))
      g_error ("%s\n-> %s", requests[i], answer);
  }
}

static void
test_garbage (ServerProgram *self, gconstpointer data)
{
  static const char *const requests[] = {
      "\r\n\r\n\r\n",
      "GET\r\n\r\n",
      "GET /healthz\r\n\r\n",
      "GET /healthz HTTP/9.9\r\nHost: x\r\n\r\n",
      "GET /healthz HTTP/1.1\r\n\r\n",
      "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
      "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n",
      "GET http://elsewhere/healthz HTTP/1.1\r\nHost: x\r\n\r\n",
      "CONNECT elsewhere:443 HTTP/1.1\r\nHost: elsewhere:443\r\n\r\n",
      "GET /%00 HTTP/1.1\r\nHost: x\r\n\r\n",
      "GET /\xff\xfe HTTP/1.1\r\nHost: x\r\n\r\n",
      "GET /v1/sync/pull?%ff=%zz&&=& HTTP/1.1\r\nHost: x\r\n\r\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (requests); i++)
    g_free (server_program_send_raw (self, requests[i], -1));
  {
    g_autoptr (ServerAnswer) health =
        server_program_call (self, "GET", "/healthz", NULL, NULL, NULL);

    g_assert_cmpuint (health->status, ==, 200);
  }
}

static void
test_upgrade (ServerProgram *self, gconstpointer data)
{
  g_autofree char *answer = server_program_send_raw (
      self,
      "GET /v1 HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n",
      -1);

  g_assert_true (g_str_has_prefix (answer, "HTTP/1.1 200"));
  g_assert_null (strstr (answer, "101"));
}

static char *
login_of_size (gsize size, gboolean chunked)
{
  GString *text = g_string_new (LOGIN);
  gsize step = 4096;

  if (!chunked) {
    g_string_append_printf (text, "Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n", size);
    for (gsize i = 0; i < size; i++)
      g_string_append_c (text, ' ');
    return g_string_free (text, FALSE);
  }
  g_string_append (text, "Transfer-Encoding: chunked\r\n\r\n");
  for (gsize done = 0; done < size; done += step) {
    g_string_append_printf (text, "%x\r\n", (guint)step);
    for (gsize i = 0; i < step; i++)
      g_string_append_c (text, ' ');
    g_string_append (text, "\r\n");
  }
  g_string_append (text, "0\r\n\r\n");
  return g_string_free (text, FALSE);
}

/* At the limit the body is read; above it is refused, by its length and by what comes. */
static void
test_oversize (ServerProgram *self, gconstpointer data)
{
  static const struct {
    gsize size;
    const char *start;
  } cases[] = {{16384, "HTTP/1.1 400"}, {20480, "HTTP/1.1 413"}, {131072, "HTTP/1.1 413"}};
  g_autofree char *endless = login_of_size (400000, TRUE), *cut = NULL, *huge = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (guint chunked = 0; chunked < 2; chunked++) {
      g_autofree char *request = login_of_size (cases[i].size, chunked != 0);
      g_autofree char *answer = server_program_send_raw (self, request, -1);

      if (!g_str_has_prefix (answer, cases[i].start))
        g_error ("%u bytes, %s: %s", (guint)cases[i].size, chunked ? "chunks" : "length", answer);
    }
  /* Much more than that is not even read to its end. */
  cut = server_program_send_raw (self, endless, -1);
  g_assert_cmpstr (cut, ==, "<closed>");
  huge = server_program_send_raw (self, LOGIN "Content-Length: 1000000000\r\n\r\n", -1);
  g_assert_true (g_str_has_prefix (huge, "HTTP/1.1 413"));
  g_assert_true (g_str_has_suffix (huge, "<closed>"));
}

/* A connection has one request: what follows is not even read. */
static void
test_pipelined (ServerProgram *self, gconstpointer data)
{
  g_autofree char *answer =
      server_program_send_raw (self, SMUGGLED LOGIN "Content-Length: 2\r\n\r\n{}" SMUGGLED, -1);

  g_assert_cmpuint (count_of (answer, "HTTP/1.1"), ==, 1);
  g_assert_nonnull (strstr (answer, "Connection: close"));
  g_assert_true (g_str_has_suffix (answer, "<closed>"));
}

/* With short time-outs, the server is in this process, on a thread of its own. */
typedef struct {
  ServerProgram program;
  SatHttpOptions options;
  GMainContext *context;
  GMainLoop *loop;
  GThread *thread;
  guint16 port;
  GMutex lock;
  GCond ready;
} Inside;

static void
stopped_cb (gpointer data)
{
  g_main_loop_quit (data);
}

static gpointer
serve_thread (gpointer data)
{
  Inside *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SatSite) site = NULL;
  SatHttpServer *http;

  g_main_context_push_thread_default (self->context);
  site = sat_site_open (self->program.data, FALSE, &error);
  g_assert_no_error (error);
  http = sat_http_server_new (site, &self->options, &error);
  g_assert_no_error (error);
  g_mutex_lock (&self->lock);
  self->port = (guint16)g_ascii_strtoull (strrchr (sat_http_server_uri (http), ':') + 1, NULL, 10);
  g_cond_signal (&self->ready);
  g_mutex_unlock (&self->lock);
  g_main_loop_run (self->loop);
  sat_http_server_stop (http, stopped_cb, self->loop);
  g_main_loop_run (self->loop);
  sat_http_server_free (http);
  g_main_context_pop_thread_default (self->context);
  return NULL;
}

static void
inside_set_up (Inside *self, gconstpointer data)
{
  server_program_set_up (&self->program, NULL);
  self->options = (SatHttpOptions){.listen = "127.0.0.1:0",
                                   .header_seconds = 1,
                                   .body_seconds = 1,
                                   .wait_seconds = 1,
                                   .connections = 3};
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  g_mutex_init (&self->lock);
  g_cond_init (&self->ready);
  self->thread = g_thread_new ("server", serve_thread, self);
  g_mutex_lock (&self->lock);
  while (self->port == 0)
    g_cond_wait (&self->ready, &self->lock);
  g_mutex_unlock (&self->lock);
}

static void
inside_tear_down (Inside *self, gconstpointer data)
{
  g_main_loop_quit (self->loop);
  g_thread_join (self->thread);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->ready);
  server_program_tear_down (&self->program, NULL);
}

static GSocketConnection *
open_connection (Inside *self)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GError) error = NULL;
  GSocketConnection *connection =
      g_socket_client_connect_to_host (client, "127.0.0.1", self->port, NULL, &error);

  g_assert_no_error (error);
  g_socket_set_timeout (g_socket_connection_get_socket (connection), 30);
  return connection;
}

/* Sends @bytes one after the other, forever, until the server has had enough. */
static void
assert_cut (Inside *self, const char *start, char drip)
{
  g_autoptr (GSocketConnection) connection = open_connection (self);
  GOutputStream *out = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  GSocket *socket = g_socket_connection_get_socket (connection);
  gint64 end = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;
  char answer[4096];

  g_output_stream_write_all (out, start, strlen (start), NULL, NULL, NULL);
  while (!g_socket_condition_timed_wait (socket, G_IO_IN | G_IO_HUP, 50000, NULL, NULL)) {
    g_assert_cmpint (g_get_monotonic_time (), <, end);
    if (drip != '\0')
      g_output_stream_write (out, &drip, 1, NULL, NULL);
  }
  g_assert_cmpint (g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)),
                                        answer, sizeof answer, NULL, NULL),
                   <=, 0);
}

static void
test_slow (Inside *self, gconstpointer data)
{
  assert_cut (self, "", '\0');
  assert_cut (self, "GET /healthz HTTP/1.1\r\nX: ", 'x');
  assert_cut (self, LOGIN "Content-Length: 16000\r\n\r\n", ' ');
  assert_cut (self, LOGIN "Content-Length: 16000\r\n\r\n", '\0');
}

/* One connection too many is closed; when one ends there is room again. */
static void
test_many (Inside *self, gconstpointer data)
{
  g_autoptr (GSocketConnection) a G_GNUC_UNUSED = open_connection (self);
  g_autoptr (GSocketConnection) b = open_connection (self);
  g_autoptr (GSocketConnection) c G_GNUC_UNUSED = open_connection (self);
  g_autofree char *refused = server_send_raw (self->port, SMUGGLED, -1), *served = NULL;
  gint64 end = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;

  g_assert_cmpstr (refused, ==, "<closed>");
  g_io_stream_close (G_IO_STREAM (b), NULL, NULL);
  do {
    g_assert_cmpint (g_get_monotonic_time (), <, end);
    g_free (served);
    served = server_send_raw (self->port, SMUGGLED, -1);
  } while (g_str_equal (served, "<closed>"));
  g_assert_true (g_str_has_prefix (served, "HTTP/1.1 200"));
}

static void
test_wait_end (Inside *self, gconstpointer data)
{
  ServerProgram *program = &self->program;
  g_autoptr (ServerClient) root = NULL;
  g_autoptr (ServerAnswer) page = NULL, wait = NULL;
  g_autofree char *text = NULL, *cursor = NULL, *path = NULL;
  g_autoptr (GRegex) regex = g_regex_new ("\"upto\":\"([^\"]+)\"", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  program->uri = g_strdup_printf ("http://127.0.0.1:%u", self->port);
  root = server_client_new (program, "root");
  page = server_program_call (program, "GET", "/v1/sync/pull", root->access, NULL, NULL);
  text = g_strndup (g_bytes_get_data (page->body, NULL), g_bytes_get_size (page->body));
  g_assert_true (g_regex_match (regex, text, 0, &match));
  cursor = g_match_info_fetch (match, 1);
  path = g_strconcat ("/v1/sync/wait?cursor=", cursor, NULL);
  wait = server_program_call (program, "GET", path, root->access, NULL, NULL);
  g_assert_cmpuint (wait->status, ==, 200);
  g_assert_cmpint (json_object_get_int_member (wait->object, "head"), >, 0);
}

static void
test_addresses (Inside *self, gconstpointer data)
{
  static const char *const bad[] = {"0.0.0.0:0", "[::]:0", "nonsense", "127.0.0.1:99999",
                                    "some.host:80"};
  SatTestDir *dir = sat_test_dir_new ();
  g_autofree char *folder = sat_test_dir_file (dir, "other");
  SatSite *site = sat_site_open (folder, TRUE, NULL);

  g_assert_nonnull (site);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    SatHttpOptions options = {.listen = bad[i]};
    g_autoptr (GError) error = NULL;

    g_assert_null (sat_http_server_new (site, &options, &error));
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
  }
  sat_site_close (site);
  sat_test_dir_free (dir);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function)                                                                        \
  g_test_add ("/http-hostile/" name, ServerProgram, NULL, set_up, function,                        \
              server_program_tear_down)
#define ADD_INSIDE(name, function)                                                                 \
  g_test_add ("/http-hostile/" name, Inside, NULL, inside_set_up, function, inside_tear_down)
  ADD ("framing", test_framing);
  ADD ("garbage", test_garbage);
  ADD ("upgrade", test_upgrade);
  ADD ("oversize", test_oversize);
  ADD ("pipelined", test_pipelined);
  ADD_INSIDE ("slow", test_slow);
  ADD_INSIDE ("many", test_many);
  ADD_INSIDE ("wait-end", test_wait_end);
  ADD_INSIDE ("addresses", test_addresses);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A whole server with HTTP takes any bytes by a connection, whether they are requests or what
 * follows on a WebSocket: it answers or hangs up, has at most one answer for them, and serves the
 * next one. In an input, "@T" is an access token that is good. */

#include "config.h"

#include "fuzz.h"
#include "sat-http-private.h"
#include "sat-server-log.h"
#include "sat-test.h"

#include <stdlib.h>
#include <sys/socket.h>

#define HOST "Host: x\r\n"
#define TOKEN "Authorization: Bearer @T\r\n"
/* The SHA-256 of "abc", which an attachment names. */
#define BLOB "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
#define MOST_BYTES 65536
#define MOST_SECONDS 20

const char *const fuzz_corpus[] = {
    "GET /healthz HTTP/1.1\r\n" HOST "\r\n",
    "GET /v1 HTTP/1.0\r\nAccept-Encoding: gzip;q=1, *;q=0\r\n\r\n",
    "POST /v1/auth/token HTTP/1.1\r\n" HOST
    "Content-Length: 36\r\n\r\n{\"refresh\":\"a\",\"device\":1,\"sig\":\"b\"}",
    "POST /v1/device/wiped HTTP/1.1\r\n" HOST
    "Transfer-Encoding: chunked\r\n\r\n5\r\n{\"non\r\n3\r\nce\"\r\n0\r\n\r\n",
    "GET /v1/sync/hello HTTP/1.1\r\n" HOST TOKEN "X-Epoch: 00\r\nX-Schema: 7\r\n\r\n",
    "GET /v1/sync/pull?cursor=&sv=%41&bf=a+b&limit=5 HTTP/1.1\r\n" HOST TOKEN
    "Accept-Encoding: gzip\r\n\r\n",
    "POST /v1/sync/push HTTP/1.1\r\n" HOST TOKEN "Content-Length: 111\r\n\r\n"
    "{\"first\":1,\"prev\":\"0000000000000000000000000000000000000000000000000000000000000000\","
    "\"n\":1}\n{\"m\":1,\"u\":1}\n",
    "POST /v1/sync/push HTTP/1.1\r\n" HOST TOKEN
    "Content-Encoding: gzip\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n\x1f\x8b\x08",
    "POST /v1/sync/push HTTP/1.1\r\n" HOST TOKEN
    "Content-Encoding: gzip\r\nContent-Length: 0\r\n\r\n",
    "GET /v1/sync/live?cursor= HTTP/1.1\r\n" HOST TOKEN
    "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    "\x89\x82\x01\x02\x03\x04\x05\x06\x81\x81\x01\x02\x03\x04\x05",
    "POST /v1/auth/token HTTP/1.1\r\n" HOST
    "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "HEAD /v1/blobs/" BLOB " HTTP/1.1\r\n" HOST TOKEN "\r\n",
    "PATCH /v1/blobs/" BLOB "?offset=0&length=3 HTTP/1.1\r\n" HOST TOKEN
    "Content-Length: 2\r\n\r\nab",
    "PATCH /v1/blobs/" BLOB "?offset=2&length=3 HTTP/1.1\r\n" HOST TOKEN
    "Content-Length: 1\r\n\r\nc",
    "GET /v1/blobs/" BLOB "?offset=1 HTTP/1.1\r\n" HOST TOKEN "\r\n",
    "DELETE /v1/sync/push HTTP/1.1\r\n" HOST "X-Forwarded-For: 10.0.0.1, ::1\r\n\r\n",
    NULL,
};

/* libsoup 3.2 loses the path of a request that it refuses by itself. */
int __lsan_is_turned_off (void);

int
__lsan_is_turned_off (void)
{
  return 1;
}

static SatTestDir *dir;
static SatSite *site;
static SatHttpServer *server;
static char *access_token;

static void
close_server (void)
{
  g_clear_pointer (&server, sat_http_server_free);
  g_clear_pointer (&site, sat_site_close);
  g_clear_pointer (&dir, sat_test_dir_free);
  g_clear_pointer (&access_token, g_free);
}

static void
add_user (const SatUuid *id)
{
  g_autoptr (SatWireFields) fields = sat_wire_fields_new ();
  SatServerWrite write = {SAT_OP_PUT, "user", *id, fields};
  g_autoptr (GError) error = NULL;

  sat_wire_fields_take (fields, "name", sat_wire_text ("Ana"), FALSE);
  sat_wire_fields_take (fields, "role", sat_wire_text ("rep"), FALSE);
  sat_server_write (site->server, &write, 1, &error);
  g_assert_no_error (error);
}

/* Of a customer of the user's. */
static void
add_attachment (const SatUuid *user)
{
  g_autoptr (SatWireFields) customer = sat_wire_fields_new ();
  g_autoptr (SatWireFields) attachment = sat_wire_fields_new ();
  SatServerWrite writes[] = {{SAT_OP_PUT, "company", {{2}}, customer},
                             {SAT_OP_PUT, "attachment", {{3}}, attachment}};
  g_autoptr (GError) error = NULL;

  sat_wire_fields_take (customer, "name", sat_wire_text ("Acme"), FALSE);
  sat_wire_fields_take (customer, "owner", sat_wire_reference (user), FALSE);
  sat_wire_fields_take (attachment, "name", sat_wire_text ("abc.txt"), FALSE);
  sat_wire_fields_take (attachment, "sha256", sat_wire_text (BLOB), FALSE);
  sat_wire_fields_take (attachment, "company", sat_wire_reference (&writes[0].id), FALSE);
  sat_server_write (site->server, writes, G_N_ELEMENTS (writes), &error);
  g_assert_no_error (error);
}

static void
sign_in (const SatUuid *id)
{
  const char *key = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
  g_autoptr (SatTokens) tokens = NULL;
  g_autoptr (GError) error = NULL;
  guint32 device;

  sat_accounts_add (site->accounts, "ana", id, "correct horse", &error);
  g_assert_no_error (error);
  sat_accounts_enrol (site->accounts, id, "laptop", key, &device, &error);
  g_assert_no_error (error);
  tokens = sat_accounts_issue (site->accounts, device, &error);
  g_assert_no_error (error);
  access_token = g_steal_pointer (&tokens->access);
}

static void
open_server (void)
{
  const SatUuid id = {{1}};
  SatHttpOptions options = {.listen = "127.0.0.1:0", .behind_proxy = TRUE};
  g_autofree char *folder = NULL;
  g_autoptr (GError) error = NULL;

  sat_server_log_set_file (NULL);
  dir = sat_test_dir_new ();
  folder = sat_test_dir_file (dir, "data");
  site = sat_site_open (folder, TRUE, &error);
  g_assert_no_error (error);
  add_user (&id);
  add_attachment (&id);
  sign_in (&id);
  server = sat_http_server_new (site, &options, &error);
  g_assert_no_error (error);
  atexit (close_server);
}

/* One of two ends; the server has the other one. */
static GSocketConnection *
open_connection (void)
{
  int ends[2];
  GSocketConnection *connections[2];

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), ==, 0);
  for (guint i = 0; i < 2; i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GSocket) socket = g_socket_new_from_fd (ends[i], &error);

    g_assert_no_error (error);
    connections[i] = g_socket_connection_factory_create_connection (socket);
  }
  sat_http_listener_take (server->listener, connections[1]);
  g_object_unref (connections[1]);
  return connections[0];
}

static gboolean
too_long_cb (gpointer data)
{
  g_assert_not_reached ();
}

typedef struct {
  GString *answer;
  gboolean ended;
} Answer;

static gboolean
readable_cb (GSocket *socket, GIOCondition condition, gpointer data)
{
  Answer *answer = data;
  char bytes[8192];
  gssize n = g_socket_receive (socket, bytes, sizeof bytes, NULL, NULL);

  if (n > 0)
    g_string_append_len (answer->answer, bytes, n);
  answer->ended = n <= 0;
  return !answer->ended;
}

/* What comes back until the server hangs up. */
static GString *
ask (const char *bytes, gsize length)
{
  g_autoptr (GSocketConnection) connection = open_connection ();
  GSocket *socket = g_socket_connection_get_socket (connection);
  g_autoptr (GSource) readable = g_socket_create_source (socket, G_IO_IN | G_IO_HUP, NULL);
  guint deadline = g_timeout_add_seconds (MOST_SECONDS, too_long_cb, NULL);
  Answer answer = {g_string_new (NULL), FALSE};

  g_socket_set_blocking (socket, FALSE);
  g_socket_send (socket, bytes, length, NULL, NULL);
  g_socket_shutdown (socket, FALSE, TRUE, NULL);
  g_source_set_callback (readable, G_SOURCE_FUNC (readable_cb), &answer, NULL);
  g_source_attach (readable, NULL);
  while (!answer.ended)
    g_main_context_iteration (NULL, TRUE);
  g_source_destroy (readable);
  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
  while (sat_http_listener_n_connections (server->listener) > 0)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (deadline);
  return answer.answer;
}

static guint
count_answers (const char *text)
{
  guint n = 0;

  for (const char *p = text; (p = strstr (p, "HTTP/1.")) != NULL; p++)
    n += (p == text || p[-1] == '\n') && !g_str_has_prefix (p + strlen ("HTTP/1.1"), " 100 ");
  return n;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_autoptr (GString) request = g_string_new_len ((const char *)data, (gssize)size);
  GString *answer;
  gboolean taken;

  if (server == NULL)
    open_server ();
  if (size == 0 || size > MOST_BYTES)
    return -1;
  if (memchr (data, '\0', size) == NULL)
    g_string_replace (request, "@T", access_token, 1);
  answer = ask (request->str, request->len);
  g_assert_cmpuint (count_answers (answer->str), <=, 1);
  taken =
      g_str_has_prefix (answer->str, "HTTP/1.1 2") || g_str_has_prefix (answer->str, "HTTP/1.0 2");
  g_string_free (answer, TRUE);
  return taken ? 0 : -1;
}

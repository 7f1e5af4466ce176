/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The client asks, and any bytes come back by the connection: it has an answer, or none, within the
 * limits, and the next question does as well. */

#include "config.h"

#include "fuzz.h"
#include "net-fixture.h"
#include "sat-net-client.h"

#include <stdlib.h>

#define CHUNKED "Transfer-Encoding: chunked\r\n"

const char *const fuzz_corpus[] = {
    "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}",
    "HTTP/1.1 503 Busy\r\nRetry-After: 5\r\nContent-Length: 0\r\n\r\n",
    "HTTP/1.0 200 OK\r\n\r\nuntil the end",
    "HTTP/1.1 200 OK\r\n" CHUNKED "\r\n3\r\nabc\r\n0\r\n\r\n",
    "HTTP/1.1 200 OK\r\n" CHUNKED "\r\nffffffffffffffff\r\nabc\r\n-1\r\n\r\n",
    "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\nx",
    "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Encoding: gzip\r\n\r\n\x1f\x8b\x08",
    "HTTP/1.1 301 Away\r\nLocation: http://127.0.0.1:1/\r\n\r\n",
    "HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm=\"x\"\r\n\r\n",
    "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 None\r\nSet-Cookie: a=b\r\n\r\n",
    NULL,
};

static FakeServer *server;
static SatNetClient *client;

static void
close_all (void)
{
  g_clear_pointer (&client, sat_net_client_free);
  g_clear_pointer (&server, fake_server_free);
}

static void
open_all (void)
{
  g_autoptr (GError) error = NULL;

  server = fake_server_new ();
  client = sat_net_client_new (fake_server_url (server), &error);
  g_assert_no_error (error);
  atexit (close_all);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_auto (SatNetAnswer) answer = {0};
  g_autoptr (GError) error = NULL;

  if (server == NULL)
    open_all ();
  fake_server_forget (server);
  fake_server_say_raw (server, (const char *)data, (gssize)size);
  sat_net_client_ask (client, "GET", "/v1/sync/hello", NULL, NULL, "token", "aa", 1, &answer, NULL,
                      &error);
  g_assert_no_error (error);
  g_assert_true (answer.body != NULL || answer.status == SAT_SYNC_CUT ||
                 answer.status == SAT_SYNC_UNREACHED);
  g_assert_cmpuint (answer.retry_after, <=, 24 * 3600);
  return answer.status >= 200 && answer.status < 300 ? 0 : -1;
}

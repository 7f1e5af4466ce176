/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-net-ahead.h"

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <sodium.h>
#include <string.h>

#include "net-fixture.h"
#include "sat-pack.h"
#include "sat-test-store.h"

static GBytes *
zip (const char *text, gboolean unzip, gsize length)
{
  g_autoptr (GConverter) converter =
      unzip ? G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP))
            : G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 6));
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GOutputStream) out = g_converter_output_stream_new (memory, converter);

  g_assert_true (g_output_stream_write_all (out, text, length, NULL, NULL, NULL));
  g_assert_true (g_output_stream_close (out, NULL, NULL));
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
}

static void
assert_bytes (GBytes *bytes, const char *expected, gssize length)
{
  gsize n;
  const char *data = g_bytes_get_data (bytes, &n);

  g_assert_cmpmem (data, n, expected, length < 0 ? strlen (expected) : (gsize)length);
}

static SatNetClient *
client_for (FakeServer *server)
{
  g_autoptr (GError) error = NULL;
  SatNetClient *client = sat_net_client_new (fake_server_url (server), &error);

  g_assert_no_error (error);
  return client;
}

static guint
ask (SatNetClient *client, const char *method, GBytes *body, SatNetAnswer *answer)
{
  g_autoptr (GError) error = NULL;

  sat_net_client_ask (client, method, "/v1/sync/x?a=b", "application/x-ndjson", body, "secret",
                      "9f", 7, answer, NULL, &error);
  g_assert_no_error (error);
  return answer->status;
}

static void
test_addresses (void)
{
  static const char *const wrong[] = {"",
                                      "sales.example.org",
                                      "ftp://sales.example.org",
                                      "https://",
                                      "https://a@sales.example.org",
                                      "https://sales.example.org/?x",
                                      "http://sales.example.org",
                                      "http://127.0.0.1.example.org",
                                      "http://10.0.0.1"};
  static const char *const right[] = {"https://sales.example.org",
                                      "https://sales.example.org/crm//", "http://localhost:8000/",
                                      "http://127.0.0.1:1", "http://[::1]:8"};

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (sat_net_client_new (wrong[i], &error));
    g_assert_error (error, SAT_SYNC_ERROR, SAT_SYNC_ERROR_SERVER);
  }
  for (guint i = 0; i < G_N_ELEMENTS (right); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (SatNetClient) client = sat_net_client_new (right[i], &error);

    g_assert_no_error (error);
    g_assert_false (g_str_has_suffix (sat_net_client_get_url (client), "/"));
  }
}

static void
test_question (void)
{
  g_autoptr (FakeServer) server = fake_server_new ();
  g_autoptr (SatNetClient) client = client_for (server);
  g_auto (SatNetAnswer) answer = {0};
  g_autofree char *bearer = NULL;
  g_autofree char *epoch = NULL;
  g_autofree char *schema = NULL;

  fake_server_say (server, 200, "", "fine\n", -1);
  g_assert_cmpuint (ask (client, "GET", NULL, &answer), ==, 200);
  assert_bytes (answer.body, "fine\n", -1);
  g_assert_true (
      g_str_has_prefix (fake_server_head (server, 0), "GET /v1/sync/x?a=b HTTP/1.1\r\n"));
  bearer = fake_server_header (server, 0, "Authorization");
  epoch = fake_server_header (server, 0, "X-Epoch");
  schema = fake_server_header (server, 0, "X-Schema");
  g_assert_cmpstr (bearer, ==, "Bearer secret");
  g_assert_cmpstr (epoch, ==, "9f");
  g_assert_cmpstr (schema, ==, "7");
}

static void
test_packing (void)
{
  g_autoptr (FakeServer) server = fake_server_new ();
  g_autoptr (SatNetClient) client = client_for (server);
  g_autofree char *text = g_strnfill (5000, 'x');
  g_autoptr (GBytes) large = g_bytes_new (text, 5000);
  g_autoptr (GBytes) small = g_bytes_new ("{}", 2);
  g_autoptr (GBytes) packed = zip (text, FALSE, 5000);
  g_autoptr (GBytes) unpacked = NULL;
  g_auto (SatNetAnswer) first = {0};
  g_auto (SatNetAnswer) second = {0};
  g_auto (SatNetAnswer) third = {0};
  g_autofree char *encoding = NULL;

  fake_server_say (server, 200, "Content-Encoding: gzip\r\n", g_bytes_get_data (packed, NULL),
                   (gssize)g_bytes_get_size (packed));
  fake_server_say (server, 200, "", "", -1);
  fake_server_say (server, 200, "", "", -1);
  g_assert_cmpuint (ask (client, "POST", large, &first), ==, 200);
  assert_bytes (first.body, text, 5000);
  encoding = fake_server_header (server, 0, "Content-Encoding");
  g_assert_cmpstr (encoding, ==, "gzip");
  g_assert_cmpuint (g_bytes_get_size (fake_server_body (server, 0)), <, 200);
  unpacked = zip (g_bytes_get_data (fake_server_body (server, 0), NULL), TRUE,
                  g_bytes_get_size (fake_server_body (server, 0)));
  assert_bytes (unpacked, text, 5000);

  g_assert_cmpuint (ask (client, "POST", small, &second), ==, 200);
  g_bytes_unref (unpacked);
  unpacked = zip (g_bytes_get_data (fake_server_body (server, 1), NULL), TRUE,
                  g_bytes_get_size (fake_server_body (server, 1)));
  assert_bytes (unpacked, "{}", -1);

  /* What is packed already goes as it is. */
  g_assert_cmpuint (ask (client, "POST", packed, &third), ==, 200);
  g_assert_true (g_bytes_equal (fake_server_body (server, 2), packed));
  g_free (encoding);
  encoding = fake_server_header (server, 2, "Content-Encoding");
  g_assert_cmpstr (encoding, ==, "gzip");
}

/* Neither a redirection nor a wish for a password is followed. */
static void
test_statuses (void)
{
  g_autoptr (FakeServer) server = fake_server_new ();
  g_autoptr (SatNetClient) client = client_for (server);
  g_autofree char *elsewhere = g_strdup_printf ("Location: %s/other\r\n", fake_server_url (server));
  g_auto (SatNetAnswer) moved = {0};
  g_auto (SatNetAnswer) unknown = {0};
  g_auto (SatNetAnswer) busy = {0};
  g_auto (SatNetAnswer) odd = {0};

  fake_server_say (server, 302, elsewhere, "", -1);
  fake_server_say (server, 401, "WWW-Authenticate: Basic realm=\"x\"\r\n", "{}", -1);
  fake_server_say (server, 503, "Retry-After: 17\r\n", "", -1);
  fake_server_say (server, 503, "Retry-After: Wed, 21 Oct 2026 07:28:00 GMT\r\n", "", -1);
  g_assert_cmpuint (ask (client, "GET", NULL, &moved), ==, 302);
  g_assert_cmpuint (ask (client, "GET", NULL, &unknown), ==, 401);
  assert_bytes (unknown.body, "{}", -1);
  g_assert_cmpuint (ask (client, "GET", NULL, &busy), ==, 503);
  g_assert_cmpuint (busy.retry_after, ==, 17);
  g_assert_cmpuint (ask (client, "GET", NULL, &odd), ==, 503);
  g_assert_cmpuint (odd.retry_after, ==, 0);
  g_assert_cmpuint (fake_server_n_requests (server), ==, 4);
}

static void
test_cuts (void)
{
  g_autoptr (FakeServer) server = fake_server_new ();
  g_autoptr (SatNetClient) client = client_for (server);
  g_autoptr (GBytes) body = g_bytes_new ("{}", 2);
  static const char *const raw[] = {
      "HTTP/1.1 200 Fine\r\nContent-Length: 100\r\n\r\nonly this",
      "HTTP/1.1 200 Fine\r\nContent-Le",
      "HTTP/1.1 200 Fine\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel",
      "nonsense\r\n\r\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (raw); i++) {
    g_auto (SatNetAnswer) answer = {0};

    fake_server_say_raw (server, raw[i], -1);
    g_test_message ("%s", raw[i]);
    g_assert_cmpuint (ask (client, "POST", body, &answer), ==, SAT_SYNC_CUT);
    g_assert_null (answer.body);
  }
}

static void
test_unreached (void)
{
  g_autoptr (FakeServer) server = fake_server_new ();
  g_autoptr (SatNetClient) client = client_for (server);
  g_autoptr (SatNetClient) nobody = NULL;
  g_auto (SatNetAnswer) answer = {0};
  g_auto (SatNetAnswer) other = {0};
  g_autofree char *url = NULL;

  g_setenv ("SATCHEL_OFFLINE", "1", TRUE);
  g_assert_cmpuint (ask (client, "GET", NULL, &answer), ==, SAT_SYNC_UNREACHED);
  g_unsetenv ("SATCHEL_OFFLINE");
  g_assert_cmpuint (fake_server_n_requests (server), ==, 0);

  url = g_strdup (fake_server_url (server));
  g_clear_pointer (&server, fake_server_free);
  nobody = sat_net_client_new (url, NULL);
  g_assert_cmpuint (ask (nobody, "GET", NULL, &other), ==, SAT_SYNC_UNREACHED);
}

static void
test_cancelled (void)
{
  g_autoptr (FakeServer) server = fake_server_new ();
  g_autoptr (SatNetClient) client = client_for (server);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_auto (SatNetAnswer) answer = {0};

  g_cancellable_cancel (cancellable);
  g_assert_false (sat_net_client_ask (client, "GET", "/", NULL, NULL, NULL, NULL, 0, &answer,
                                      cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Fresh tokens: signed for by the device's key, and kept before anybody else hears of them. */
static void
test_refresh (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_CREATE);
  g_autoptr (FakeServer) server = fake_server_new ();
  g_autoptr (SatNetClient) client = client_for (server);
  g_autoptr (SatSecrets) secrets = sat_secrets_new ();
  g_autoptr (SatSecrets) kept = NULL;
  g_autofree char *public_key = sat_secrets_make_key (secrets);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  const SatSyncRequest request = {.step = SAT_SYNC_ASK,
                                  .kind = SAT_SYNC_REFRESH,
                                  .method = "POST",
                                  .path = "/v1/auth/token",
                                  .epoch = "9f",
                                  .schema = 1};
  g_auto (SatNetAnswer) answer = {0};
  g_auto (SatNetAnswer) silly = {0};
  g_autofree guint8 *key = NULL;
  g_autofree guint8 *signature = NULL;
  JsonObject *asked;
  gsize n;

  secrets->device = 12;
  g_free (secrets->refresh);
  secrets->refresh = g_strdup ("old-refresh");
  fake_server_say (server, 200, "", "{\"access\":\"a2\",\"refresh\":\"r2\",\"expires\":900}", -1);
  fake_server_say (server, 200, "", "{\"access\":\"\"}", -1);
  g_assert_true (sat_net_client_send (client, &request, t->store, secrets, &answer, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (answer.status, ==, 200);
  g_assert_cmpstr (secrets->access, ==, "a2");
  kept = sat_secrets_load (t->store, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (kept->refresh, ==, "r2");
  g_assert_cmpuint (kept->device, ==, 12);

  g_assert_null (fake_server_header (server, 0, "Authorization"));
  json_parser_load_from_data (parser, g_bytes_get_data (fake_server_body (server, 0), NULL),
                              (gssize)g_bytes_get_size (fake_server_body (server, 0)), &error);
  g_assert_no_error (error);
  asked = json_node_get_object (json_parser_get_root (parser));
  g_assert_cmpstr (json_object_get_string_member (asked, "refresh"), ==, "old-refresh");
  g_assert_cmpint (json_object_get_int_member (asked, "device"), ==, 12);
  signature = g_base64_decode (json_object_get_string_member (asked, "sig"), &n);
  g_assert_cmpuint (n, ==, crypto_sign_BYTES);
  key = g_base64_decode (public_key, &n);
  g_assert_cmpuint (n, ==, crypto_sign_PUBLICKEYBYTES);
  g_assert_cmpint (crypto_sign_verify_detached (signature, (const guint8 *)"old-refresh", 11, key),
                   ==, 0);

  g_assert_true (sat_net_client_send (client, &request, t->store, secrets, &silly, NULL, &error));
  g_assert_cmpuint (silly.status, ==, SAT_SYNC_CUT);
  g_assert_cmpstr (secrets->access, ==, "a2");
}

/* A further device: its tokens count from now on. */
static void
test_enrol (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_CREATE);
  g_autoptr (FakeServer) server = fake_server_new ();
  g_autoptr (SatNetClient) client = client_for (server);
  g_autoptr (SatSecrets) secrets = sat_secrets_new ();
  g_autoptr (SatSecrets) kept = NULL;
  const SatSyncRequest request = {.step = SAT_SYNC_ASK,
                                  .kind = SAT_SYNC_ENROL,
                                  .method = "POST",
                                  .path = "/v1/device",
                                  .epoch = "",
                                  .schema = 1};
  g_auto (SatNetAnswer) answer = {0};
  g_autofree char *bearer = NULL;
  g_autoptr (GError) error = NULL;

  secrets->device = 12;
  g_free (secrets->access);
  secrets->access = g_strdup ("a1");
  fake_server_say (server, 200, "", "{\"device\":13,\"access\":\"a2\",\"refresh\":\"r2\"}", -1);
  g_assert_true (sat_net_client_send (client, &request, t->store, secrets, &answer, NULL, &error));
  g_assert_no_error (error);
  bearer = fake_server_header (server, 0, "Authorization");
  g_assert_cmpstr (bearer, ==, "Bearer a1");
  kept = sat_secrets_load (t->store, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (kept->device, ==, 13);
  g_assert_cmpstr (kept->access, ==, "a2");
}

/* Only the answer to the very same question is used, and only once. */
static void
test_ahead (void)
{
  g_autoptr (FakeServer) server = fake_server_new ();
  g_autoptr (SatNetAhead) ahead = sat_net_ahead_new (fake_server_url (server), NULL);
  SatSyncRequest request = {.step = SAT_SYNC_ASK,
                            .kind = SAT_SYNC_PULL,
                            .method = "GET",
                            .path = "/v1/sync/pull?cursor=2",
                            .epoch = "9f",
                            .schema = 7};
  SatSyncRequest other = request;
  g_auto (SatNetAnswer) answer = {0};
  g_autofree char *bearer = NULL;

  other.path = "/v1/sync/pull?cursor=3";
  g_assert_false (sat_net_ahead_take (ahead, &request, &answer));
  fake_server_say (server, 200, "", "page", -1);
  sat_net_ahead_begin (ahead, &request, "secret");
  g_assert_true (sat_net_ahead_take (ahead, &request, &answer));
  assert_bytes (answer.body, "page", -1);
  bearer = fake_server_header (server, 0, "Authorization");
  g_assert_cmpstr (bearer, ==, "Bearer secret");
  g_assert_false (sat_net_ahead_take (ahead, &request, &answer));
  fake_server_say (server, 200, "", "other page", -1);
  sat_net_ahead_begin (ahead, &other, "secret");
  g_assert_false (sat_net_ahead_take (ahead, &request, &answer));
  fake_server_say (server, 503, "", "busy", -1);
  sat_net_ahead_begin (ahead, &request, "secret");
  g_assert_false (sat_net_ahead_take (ahead, &request, &answer));
  fake_server_say (server, 200, "", "never wanted", -1);
  sat_net_ahead_begin (ahead, &request, "secret");
  g_assert_cmpuint (fake_server_n_requests (server), >=, 3);
}

/* Of a push every answer counts: it says what to do about it. */
static void
test_push_ahead (void)
{
  g_autoptr (FakeServer) server = fake_server_new ();
  g_autoptr (SatNetAhead) ahead = sat_net_ahead_new (fake_server_url (server), NULL);
  g_autoptr (GBytes) body = g_bytes_new_static ("edits\n", 6);
  g_autoptr (GBytes) packed = sat_pack (body);
  g_autoptr (GBytes) more = g_bytes_new_static ("others\n", 7);
  const SatSyncRequest request = {.step = SAT_SYNC_ASK,
                                  .kind = SAT_SYNC_PUSH,
                                  .method = "POST",
                                  .path = "/v1/sync/push",
                                  .body = body,
                                  .packed = packed,
                                  .epoch = "9f",
                                  .schema = 7};
  SatSyncRequest other = request;
  g_auto (SatNetAnswer) answer = {0};
  g_autofree char *type = NULL;

  fake_server_say (server, 409, "", "no", -1);
  sat_net_ahead_begin (ahead, &request, "secret");
  g_assert_true (sat_net_ahead_take (ahead, &request, &answer));
  g_assert_cmpuint (answer.status, ==, 409);
  g_assert_true (g_bytes_equal (fake_server_body (server, 0), packed));
  type = fake_server_header (server, 0, "Content-Type");
  g_assert_cmpstr (type, ==, "application/x-ndjson");
  other.body = more;
  other.packed = NULL;
  fake_server_say (server, 200, "", "ok", -1);
  sat_net_ahead_begin (ahead, &request, "secret");
  sat_net_answer_clear (&answer);
  g_assert_false (sat_net_ahead_take (ahead, &other, &answer));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_setenv ("SATCHEL_SECRETS", "file", TRUE);
  g_test_add_func ("/net/client/addresses", test_addresses);
  g_test_add_func ("/net/client/question", test_question);
  g_test_add_func ("/net/client/packing", test_packing);
  g_test_add_func ("/net/client/statuses", test_statuses);
  g_test_add_func ("/net/client/cuts", test_cuts);
  g_test_add_func ("/net/client/unreached", test_unreached);
  g_test_add_func ("/net/client/cancelled", test_cancelled);
  g_test_add_func ("/net/client/refresh", test_refresh);
  g_test_add_func ("/net/client/enrol", test_enrol);
  g_test_add_func ("/net/client/ahead", test_ahead);
  g_test_add_func ("/net/client/push-ahead", test_push_ahead);
  return g_test_run ();
}

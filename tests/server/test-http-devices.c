/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sessions and devices of the running program: tokens, revocation, orders and receipts. */

#include "config.h"

#include <sodium.h>
#include <string.h>

#include "server-program.h"

static void
set_up (ServerProgram *self, gconstpointer data)
{
  server_program_set_up (self, data);
  server_program_add_user (self, "ana", "rep");
  server_program_start (self, NULL);
}

#define call(...) server_program_call (self, __VA_ARGS__, NULL)
#define assert_answer(answer, expected_status, expected_code)                                      \
  g_assert_cmpuint ((answer)->status, ==, expected_status);                                        \
  g_assert_cmpstr (server_answer_code (answer), ==, expected_code)

static ServerAnswer *
refresh (ServerProgram *self, ServerClient *client, const char *token)
{
  g_autofree char *signature = server_client_sign (client, token);
  g_autofree char *json =
      g_strdup_printf ("{\"refresh\":\"%s\",\"device\":%" G_GINT64_FORMAT ",\"sig\":\"%s\"}", token,
                       client->device, signature);

  return server_program_post (self, "/v1/auth/token", NULL, json);
}

static void
test_refresh (ServerProgram *self, gconstpointer data)
{
  g_autoptr (ServerClient) ana = server_client_new (self, "ana");
  g_autoptr (ServerAnswer) lost = refresh (self, ana, ana->refresh);
  g_autoptr (ServerAnswer) again = refresh (self, ana, ana->refresh);
  g_autoptr (ServerAnswer) hello = NULL, dead = NULL, stolen = NULL, ended = NULL, bad = NULL;

  assert_answer (lost, 200, NULL);
  assert_answer (again, 200, NULL);
  g_assert_cmpint (json_object_get_int_member (again->object, "device"), ==, ana->device);
  dead = call ("GET", "/v1/sync/hello", server_answer_text (lost, "access"), NULL);
  assert_answer (dead, 401, "token_expired");
  hello = call ("GET", "/v1/sync/hello", server_answer_text (again, "access"), NULL);
  assert_answer (hello, 200, NULL);
  stolen = refresh (self, ana, ana->refresh);
  assert_answer (stolen, 401, "credentials");
  ended = call ("GET", "/v1/sync/hello", server_answer_text (again, "access"), NULL);
  assert_answer (ended, 401, "token_expired");
  bad = server_program_post (self, "/v1/auth/token", NULL,
                             "{\"refresh\":\"x\",\"device\":-1,\"sig\":\"\"}");
  assert_answer (bad, 400, "malformed");
}

/* Tokens outlive the program, but not their time. */
static void
test_expiry (ServerProgram *self, gconstpointer data)
{
  g_autoptr (ServerClient) ana = server_client_new (self, "ana");
  g_autoptr (ServerAnswer) before = NULL, after = NULL, fresh = NULL, late = NULL;

  server_program_stop (self);
  server_program_start (self, NULL);
  before = call ("GET", "/v1/sync/hello", ana->access, NULL);
  assert_answer (before, 200, NULL);
  server_program_stop (self);
  g_setenv ("SATCHEL_CLOCK", "+16m", TRUE);
  server_program_start (self, NULL);
  after = call ("GET", "/v1/sync/hello", ana->access, NULL);
  assert_answer (after, 401, "token_expired");
  fresh = refresh (self, ana, ana->refresh);
  assert_answer (fresh, 200, NULL);
  server_program_stop (self);
  g_setenv ("SATCHEL_CLOCK", "+1y", TRUE);
  server_program_start (self, NULL);
  g_unsetenv ("SATCHEL_CLOCK");
  late = refresh (self, ana, server_answer_text (fresh, "refresh"));
  assert_answer (late, 401, "credentials");
}

static void
test_further_device (ServerProgram *self, gconstpointer data)
{
  g_autoptr (ServerClient) ana = server_client_new (self, "ana");
  g_autoptr (ServerAnswer) further = server_program_post (self, "/v1/device", ana->access, "");
  g_autoptr (ServerAnswer) hello = NULL;

  assert_answer (further, 200, NULL);
  g_assert_cmpint (json_object_get_int_member (further->object, "device"), >, ana->device);
  hello = call ("GET", "/v1/sync/hello", server_answer_text (further, "access"), NULL);
  assert_answer (hello, 200, NULL);
  g_assert_cmpint (json_object_get_int_member (hello->object, "device"), ==,
                   json_object_get_int_member (further->object, "device"));
}

static void
test_revoked (ServerProgram *self, gconstpointer data)
{
  g_autoptr (ServerClient) ana = server_client_new (self, "ana");
  g_autofree char *device = g_strdup_printf ("%" G_GINT64_FORMAT, ana->device), *text = NULL,
                  *signature = NULL, *receipt = NULL;
  g_autoptr (GBytes) body = server_client_make_push (ana, 1);
  g_autoptr (ServerAnswer) pull = NULL, push = NULL, hello = NULL, wiped = NULL, after = NULL;
  g_autoptr (JsonNode) devices = NULL;
  JsonObject *order;
  guint8 sig[crypto_sign_BYTES], key[crypto_sign_PUBLICKEYBYTES];

  g_free (server_program_run (self, 0, "device", "revoke", device, "--reason", "lost", NULL));
  pull = call ("GET", "/v1/sync/pull", ana->access, NULL);
  assert_answer (pull, 401, "device_revoked");
  push = call ("POST", "/v1/sync/push", ana->access, body);
  assert_answer (push, 401, "device_revoked");
  hello = call ("GET", "/v1/sync/hello", ana->access, NULL);
  assert_answer (hello, 200, NULL);
  order = json_array_get_object_element (json_object_get_array_member (hello->object, "orders"), 0);
  text = g_strdup_printf ("satchel-order 1\nwipe\n%s\n%s\nlost\n%" G_GINT64_FORMAT "\n", device,
                          json_object_get_string_member (order, "nonce"),
                          json_object_get_int_member (order, "at"));
  g_assert_cmpint (sodium_base642bin (sig, sizeof sig, json_object_get_string_member (order, "sig"),
                                      88, NULL, NULL, NULL, sodium_base64_VARIANT_ORIGINAL),
                   ==, 0);
  g_assert_cmpint (sodium_base642bin (key, sizeof key, ana->server_key, 44, NULL, NULL, NULL,
                                      sodium_base64_VARIANT_ORIGINAL),
                   ==, 0);
  g_assert_cmpint (crypto_sign_verify_detached (sig, (const guint8 *)text, strlen (text), key), ==,
                   0);
  g_free (text);
  text = g_strdup_printf ("satchel-wiped 1\n%s\n%s\n", device,
                          json_object_get_string_member (order, "nonce"));
  signature = server_client_sign (ana, text);
  receipt = g_strdup_printf ("{\"device\":%s,\"nonce\":\"%s\",\"sig\":\"%s\"}", device,
                             json_object_get_string_member (order, "nonce"), signature);
  wiped = server_program_post (self, "/v1/device/wiped", NULL, receipt);
  assert_answer (wiped, 200, NULL);
  after = call ("GET", "/v1/sync/hello", ana->access, NULL);
  assert_answer (after, 401, "token_expired");
  devices = server_program_ask (self, 0, "device", "list", NULL);
  g_assert_cmpstr (json_object_get_string_member (
                       json_array_get_object_element (json_node_get_array (devices), 0), "state"),
                   ==, "wiped");
}

/* Somebody leaves: what they still have comes in, to be looked at, and nothing goes out. */
static void
test_offboarded (ServerProgram *self, gconstpointer data)
{
  g_autoptr (ServerClient) ana = server_client_new (self, "ana");
  g_autoptr (ServerClient) other = server_client_new (self, "ana");
  g_autofree char *device = g_strdup_printf ("%" G_GINT64_FORMAT, ana->device), *text = NULL;
  g_autoptr (GBytes) body = server_client_make_push (ana, 2);
  g_autoptr (ServerAnswer) push = NULL, pull = NULL, page = NULL;
  JsonArray *results;

  g_free (server_program_run (self, 0, "device", "revoke", device, "--reason", "offboarded", NULL));
  push = call ("POST", "/v1/sync/push", ana->access, body);
  assert_answer (push, 200, NULL);
  results = json_object_get_array_member (push->object, "res");
  g_assert_cmpuint (json_array_get_length (results), ==, 2);
  for (guint i = 0; i < 2; i++)
    g_assert_cmpstr (
        json_object_get_string_member (json_array_get_object_element (results, i), "s"), ==,
        "quarantined");
  pull = call ("GET", "/v1/sync/pull", ana->access, NULL);
  assert_answer (pull, 401, "device_revoked");
  page = call ("GET", "/v1/sync/pull", other->access, NULL);
  text = g_strndup (g_bytes_get_data (page->body, NULL), g_bytes_get_size (page->body));
  g_assert_null (strstr (text, "Company"));
}

static void
test_disabled (ServerProgram *self, gconstpointer data)
{
  g_autoptr (ServerClient) ana = server_client_new (self, "ana");
  g_autoptr (ServerAnswer) hello = NULL, again = NULL;

  g_free (server_program_run (self, 0, "user", "disable", "ana", NULL));
  hello = call ("GET", "/v1/sync/hello", ana->access, NULL);
  assert_answer (hello, 403, "user_disabled");
  g_free (server_program_run (self, 0, "user", "enable", "ana", NULL));
  again = call ("GET", "/v1/sync/hello", ana->access, NULL);
  assert_answer (again, 200, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function)                                                                        \
  g_test_add ("/http-devices/" name, ServerProgram, NULL, set_up, function,                        \
              server_program_tear_down)
  ADD ("refresh", test_refresh);
  ADD ("expiry", test_expiry);
  ADD ("further-device", test_further_device);
  ADD ("revoked", test_revoked);
  ADD ("offboarded", test_offboarded);
  ADD ("disabled", test_disabled);
  return g_test_run ();
}

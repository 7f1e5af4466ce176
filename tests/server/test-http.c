/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The routes of the running program, as a well-behaved client uses them. */

#include "config.h"

#include <string.h>

#include "server-program.h"

static const char *const routes[][2] = {
    {"POST", "/v1/auth/login"},  {"POST", "/v1/auth/token"},
    {"POST", "/v1/device"},      {"POST", "/v1/device/wiped"},
    {"GET", "/v1/sync/hello"},   {"POST", "/v1/sync/push"},
    {"POST", "/v1/sync/rescue"}, {"GET", "/v1/sync/pull"},
    {"GET", "/v1/sync/wait"},    {"GET", "/v1/sync/live"},
    {"GET", "/v1/sync/digest"},  {"GET", "/v1/sync/leaf"},
    {"GET", "/v1/proposals"},    {"POST", "/v1/proposals/decide"},
    {"HEAD", "/v1/blobs/{}"},    {"PATCH", "/v1/blobs/{}"},
    {"GET", "/v1/blobs/{}"},     {"GET", "/v1"},
    {"GET", "/healthz"},         {"GET", "/metrics"},
};

static gboolean
has_route (const char *method, const char *path)
{
  for (guint i = 0; i < G_N_ELEMENTS (routes); i++)
    if (g_str_equal (routes[i][0], method) && g_str_equal (routes[i][1], path))
      return TRUE;
  return FALSE;
}

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

/* Each route is described, exists, and refuses other methods with the one it has. */
static void
test_routes (ServerProgram *self, gconstpointer data)
{
  static const char *const methods[] = {"GET", "POST", "PUT", "DELETE", "HEAD"};
  g_autoptr (ServerAnswer) list = call ("GET", "/v1", NULL, NULL);
  JsonArray *described;

  assert_answer (list, 200, NULL);
  described = json_object_get_array_member (list->object, "routes");
  g_assert_cmpuint (json_array_get_length (described), ==, G_N_ELEMENTS (routes));
  for (guint i = 0; i < G_N_ELEMENTS (routes); i++) {
    JsonObject *route = json_array_get_object_element (described, i);
    const char *path = json_object_get_string_member (route, "path");

    g_assert_true (has_route (json_object_get_string_member (route, "method"), path));
    for (guint j = 0; j < G_N_ELEMENTS (methods); j++) {
      g_autoptr (ServerAnswer) answer = NULL;

      if (has_route (methods[j], path))
        continue;
      answer = call (methods[j], path, NULL, NULL);
      g_assert_cmpuint (answer->status, ==, 405);
      g_assert_nonnull (strstr (answer->allow, json_object_get_string_member (route, "method")));
    }
  }
}

static void
test_unknown (ServerProgram *self, gconstpointer data)
{
  static const char *const paths[] = {
      "/", "/v1/", "/v2", "/v1/sync", "/v1/sync/pull/", "/healthz/x", "/v1/%73ync", "//v1"};

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++) {
    g_autoptr (ServerAnswer) answer = call ("GET", paths[i], NULL, NULL);

    assert_answer (answer, 404, "not_found");
  }
}

/* What needs a token says so. */
static void
test_signed_out (ServerProgram *self, gconstpointer data)
{
  static const char *const paths[] = {"/v1/sync/hello", "/v1/sync/pull", "/v1/sync/wait"};

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++) {
    g_autoptr (ServerAnswer) without = call ("GET", paths[i], NULL, NULL);
    g_autoptr (ServerAnswer) wrong = call ("GET", paths[i], "nonsense", NULL);

    assert_answer (without, 401, "credentials");
    assert_answer (wrong, 401, "token_expired");
  }
  {
    g_autoptr (ServerAnswer) push = server_program_post (self, "/v1/sync/push", NULL, "{}");
    g_autoptr (ServerAnswer) device = server_program_post (self, "/v1/device", "x", "{}");

    assert_answer (push, 401, "credentials");
    assert_answer (device, 401, "token_expired");
  }
}

static void
test_bad_login (ServerProgram *self, gconstpointer data)
{
  static const struct {
    const char *json;
    guint status;
    const char *code;
  } cases[] = {
      {"", 400, "malformed"},
      {"[]", 400, "malformed"},
      {"{\"user\":\"ana\"}", 400, "malformed"},
      {"{\"user\":\"ana\",\"password\":\"correct horse\"}", 400, "malformed"},
      {"{\"user\":1,\"password\":\"x\",\"device\":{\"name\":\"\",\"key\":\"\"}}", 400, "malformed"},
      {"{\"user\":\"ana\",\"password\":\"correct "
       "horse\",\"device\":{\"name\":\"l\",\"key\":\"AA\"}}",
       400, "malformed"},
      {"{\"user\":\"ana\",\"password\":\"wrong horse\",\"device\":{\"name\":\"l\",\"key\":\"AA\"}}",
       401, "credentials"},
      {"{\"user\":\"nobody\",\"password\":\"correct "
       "horse\",\"device\":{\"name\":\"l\",\"key\":\"AA\"}}",
       401, "credentials"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (ServerAnswer) answer =
        server_program_post (self, "/v1/auth/login", NULL, cases[i].json);

    assert_answer (answer, cases[i].status, cases[i].code);
  }
}

/* A count in the figures. */
static gint64
metric (ServerProgram *self, const char *name)
{
  g_autoptr (ServerAnswer) answer = call ("GET", "/metrics", NULL, NULL);
  gsize length;
  g_autofree char *text =
      g_strndup (g_bytes_get_data (answer->body, &length), g_bytes_get_size (answer->body));
  g_autofree char *line = g_strconcat ("\n", name, " ", NULL);
  const char *found = strstr (text, line);

  g_assert_nonnull (found);
  return g_ascii_strtoll (found + strlen (line), NULL, 10);
}

/* A password is compared for a user who does not exist too, so both take the same time; after some
 * failures not even the right one is looked at. */
static void
test_guessing (ServerProgram *self, gconstpointer data)
{
  static const char *const names[] = {"ana", "nobody"};
  gint64 compared = 0;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *json = g_strdup_printf (
        "{\"user\":\"%s\",\"password\":\"wrong horse\",\"device\":{\"name\":\"\",\"key\":\"\"}}",
        names[i]);
    g_autoptr (ServerAnswer) held = NULL;

    for (guint j = 0; j < 5; j++) {
      g_autoptr (ServerAnswer) answer = server_program_post (self, "/v1/auth/login", NULL, json);

      assert_answer (answer, 401, "credentials");
      compared++;
    }
    g_assert_cmpint (metric (self, "satchel_passwords_total{result=\"wrong\"}"), ==, compared);
    /* The wait is one second and doubles; one of these comes soon enough. */
    for (guint j = 0; j < 20 && (held == NULL || held->status != 429); j++) {
      g_clear_pointer (&held, server_answer_free);
      held = server_program_post (self, "/v1/auth/login", NULL, json);
      compared += held->status == 401;
    }
    assert_answer (held, 429, "busy");
    g_assert_cmpint (g_ascii_strtoll (held->retry_after, NULL, 10), >=, 1);
  }
}

static void
test_hello (ServerProgram *self, gconstpointer data)
{
  g_autoptr (ServerClient) ana = server_client_new (self, "ANA");
  g_autoptr (ServerAnswer) hello = call ("GET", "/v1/sync/hello", ana->access, NULL);

  assert_answer (hello, 200, NULL);
  g_assert_cmpint (json_object_get_int_member (hello->object, "device"), ==, ana->device);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (hello->object, "orders")),
                    ==, 0);
  g_assert_cmpstr (server_answer_text (hello, "epoch"), !=, "");
}

static void
test_push_pull (ServerProgram *self, gconstpointer data)
{
  g_autoptr (ServerClient) ana = server_client_new (self, "ana");
  g_autoptr (GBytes) body = server_client_make_push (ana, 40);
  g_autoptr (ServerAnswer) push = call ("POST", "/v1/sync/push", ana->access, body);
  g_autoptr (ServerAnswer) again = call ("POST", "/v1/sync/push", ana->access, body);
  g_autoptr (ServerAnswer) plain =
      call ("GET", "/v1/sync/pull?cursor=&sv=&bf=", ana->access, NULL, "Accept-Encoding", "");
  g_autoptr (ServerAnswer) packed = call ("GET", "/v1/sync/pull", ana->access, NULL);

  assert_answer (push, 200, NULL);
  g_assert_cmpint (json_object_get_int_member (push->object, "last_m"), ==, 40);
  assert_answer (again, 200, NULL);
  g_assert_cmpint (json_object_get_int_member (again->object, "last_m"), ==, 40);
  g_assert_cmpuint (plain->status, ==, 200);
  g_assert_null (plain->encoding);
  g_assert_nonnull (memmem (g_bytes_get_data (plain->body, NULL), g_bytes_get_size (plain->body),
                            "Company 40 of", 13));
  g_assert_cmpuint (packed->status, ==, 200);
  g_assert_cmpstr (packed->encoding, ==, "gzip");
  g_assert_cmpuint (g_bytes_get_size (packed->body), ==, g_bytes_get_size (plain->body));
}

static GBytes *
compress (GBytes *bytes)
{
  g_autoptr (GConverter) converter =
      G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 9));
  g_autoptr (GInputStream) plain = g_memory_input_stream_new_from_bytes (bytes);
  g_autoptr (GInputStream) packed = g_converter_input_stream_new (plain, converter);
  g_autoptr (GOutputStream) out = g_memory_output_stream_new_resizable ();

  g_output_stream_splice (out, packed, G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, NULL, NULL);
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (out));
}

static void
test_packed_push (ServerProgram *self, gconstpointer data)
{
  g_autoptr (ServerClient) ana = server_client_new (self, "ana");
  g_autoptr (GBytes) body = server_client_make_push (ana, 40), packed = compress (body);
  g_autoptr (GBytes) twice = NULL, cut = NULL, bomb = NULL, zeros = NULL;
  g_autoptr (ServerAnswer) push =
      call ("POST", "/v1/sync/push", ana->access, packed, "Content-Encoding", "gzip");
  g_autofree char *doubled = g_malloc0 (2 * g_bytes_get_size (packed));
  g_autofree char *many = g_malloc0 (8 * 1024 * 1024);
  gsize length;
  const char *bytes = g_bytes_get_data (packed, &length);
  g_autoptr (ServerAnswer) answer1 = NULL, answer2 = NULL, answer3 = NULL, answer4 = NULL;

  assert_answer (push, 200, NULL);
  g_assert_cmpint (json_object_get_int_member (push->object, "last_m"), ==, 40);

  memcpy (doubled, bytes, length);
  memcpy (doubled + length, bytes, length);
  twice = g_bytes_new (doubled, 2 * length);
  answer1 = call ("POST", "/v1/sync/push", ana->access, twice, "Content-Encoding", "gzip");
  assert_answer (answer1, 400, "malformed");
  cut = g_bytes_new (bytes, length - 9);
  answer2 = call ("POST", "/v1/sync/push", ana->access, cut, "Content-Encoding", "gzip");
  assert_answer (answer2, 400, "malformed");
  answer3 = call ("POST", "/v1/sync/push", ana->access, body, "Content-Encoding", "br");
  assert_answer (answer3, 400, "malformed");
  zeros = g_bytes_new (many, 8 * 1024 * 1024);
  bomb = compress (zeros);
  g_assert_cmpuint (g_bytes_get_size (bomb), <, 65536);
  answer4 = call ("POST", "/v1/sync/push", ana->access, bomb, "Content-Encoding", "gzip");
  assert_answer (answer4, 413, "too_large");
  /* Not even a body that would be refused anyway is inflated to its end. */
  g_clear_pointer (&answer4, server_answer_free);
  answer4 = call ("POST", "/v1/auth/login", NULL, bomb, "Content-Encoding", "gzip");
  assert_answer (answer4, 413, "too_large");
}

static void
test_disagreement (ServerProgram *self, gconstpointer data)
{
  g_autoptr (ServerClient) ana = server_client_new (self, "ana");
  g_autoptr (GBytes) skipped G_GNUC_UNUSED = server_client_make_push (ana, 2),
                             late = server_client_make_push (ana, 1);
  g_autoptr (ServerAnswer) gap = call ("POST", "/v1/sync/push", ana->access, late);
  g_autoptr (ServerAnswer) epoch =
      call ("GET", "/v1/sync/pull", ana->access, NULL, "X-Epoch", "0123456789abcdef");
  g_autoptr (ServerAnswer) cursor = call ("GET", "/v1/sync/pull?cursor=a:1:b", ana->access, NULL);
  g_autoptr (ServerAnswer) limit = call ("GET", "/v1/sync/pull?limit=-1", ana->access, NULL);
  g_autoptr (ServerAnswer) schema =
      call ("GET", "/v1/sync/pull", ana->access, NULL, "X-Schema", "0");

  assert_answer (gap, 409, "m_gap");
  g_assert_cmpint (json_object_get_int_member (gap->object, "last_m"), ==, 0);
  g_assert_cmpuint (strlen (server_answer_text (gap, "hash")), ==, 64);
  assert_answer (epoch, 409, "epoch_changed");
  g_assert_cmpuint (strlen (server_answer_text (epoch, "epoch")), ==, 16);
  g_assert_true (json_object_has_member (epoch->object, "last_m"));
  assert_answer (cursor, 400, "bad_cursor");
  assert_answer (limit, 400, "malformed");
  assert_answer (schema, 426, "schema");
}

typedef struct {
  ServerProgram *self;
  const char *path, *token;
  ServerAnswer *answer;
} Waiting;

static gpointer
wait_thread (gpointer data)
{
  Waiting *waiting = data;

  waiting->answer =
      server_program_call (waiting->self, "GET", waiting->path, waiting->token, NULL, NULL);
  return NULL;
}

/* The cursor after all there is. */
static char *
find_end (ServerProgram *self, ServerClient *client)
{
  g_autoptr (ServerAnswer) page = call ("GET", "/v1/sync/pull", client->access, NULL);
  g_autofree char *text =
      g_strndup (g_bytes_get_data (page->body, NULL), g_bytes_get_size (page->body));
  g_autoptr (GRegex) regex = g_regex_new ("\"upto\":\"([^\"]+)\"", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  g_assert_true (g_regex_match (regex, text, 0, &match));
  return g_match_info_fetch (match, 1);
}

/* Until this many connections are open. */
static void
wait_for_connections (ServerProgram *self, gint64 n)
{
  gint64 end = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  while (metric (self, "satchel_waiting") != n)
    g_assert_cmpint (g_get_monotonic_time (), <, end);
}

static void
test_wait (ServerProgram *self, gconstpointer data)
{
  g_autoptr (ServerClient) ana = server_client_new (self, "ana");
  g_autoptr (ServerClient) other = server_client_new (self, "ana");
  g_autofree char *cursor = find_end (self, ana);
  g_autofree char *path = g_strconcat ("/v1/sync/wait?cursor=", cursor, NULL);
  g_autoptr (ServerAnswer) at_once = call ("GET", "/v1/sync/wait?cursor=", ana->access, NULL);
  g_autoptr (GBytes) body = server_client_make_push (other, 1);
  g_autoptr (ServerAnswer) push = NULL;
  Waiting waiting = {self, path, ana->access, NULL};
  GThread *thread = g_thread_new ("wait", wait_thread, &waiting);
  gint64 head;

  assert_answer (at_once, 200, NULL);
  head = json_object_get_int_member (at_once->object, "head");
  wait_for_connections (self, 1);
  push = call ("POST", "/v1/sync/push", other->access, body);
  assert_answer (push, 200, NULL);
  g_thread_join (thread);
  assert_answer (waiting.answer, 200, NULL);
  g_assert_cmpint (json_object_get_int_member (waiting.answer->object, "head"), >, head);
  server_answer_free (waiting.answer);
}

/* A revoked device is told while it waits, and a second wait of a device ends the first. */
static void
test_wait_ends (ServerProgram *self, gconstpointer data)
{
  g_autoptr (ServerClient) ana = server_client_new (self, "ana");
  g_autofree char *cursor = find_end (self, ana);
  g_autofree char *path = g_strconcat ("/v1/sync/wait?cursor=", cursor, NULL);
  g_autofree char *device = g_strdup_printf ("%" G_GINT64_FORMAT, ana->device);
  Waiting first = {self, path, ana->access, NULL}, second = first;
  GThread *thread1 = g_thread_new ("wait", wait_thread, &first), *thread2;

  wait_for_connections (self, 1);
  thread2 = g_thread_new ("wait", wait_thread, &second);
  g_thread_join (thread1);
  assert_answer (first.answer, 200, NULL);
  wait_for_connections (self, 1);
  g_free (server_program_run (self, 0, "device", "revoke", device, "--reason", "lost", NULL));
  g_thread_join (thread2);
  assert_answer (second.answer, 401, "device_revoked");
  server_answer_free (first.answer);
  server_answer_free (second.answer);
}

static void
test_health (ServerProgram *self, gconstpointer data)
{
  g_autoptr (ServerAnswer) health = call ("GET", "/healthz", NULL, NULL);
  g_autoptr (ServerAnswer) proxied =
      call ("GET", "/metrics", NULL, NULL, "X-Forwarded-For", "192.0.2.1");

  assert_answer (health, 200, NULL);
  g_assert_true (json_object_get_boolean_member (health->object, "ok"));
  assert_answer (proxied, 404, "not_found");
  g_assert_cmpint (metric (self, "satchel_devices{state=\"active\"}"), ==, 0);
  g_assert_cmpint (
      metric (self, "satchel_requests_total{method=\"GET\",path=\"/healthz\",status=\"2xx\"}"), ==,
      1);
}

/* Each line of the log is an object, and secrets are in none. */
static void
test_log (ServerProgram *self, gconstpointer data)
{
  g_autoptr (ServerClient) ana = server_client_new (self, "ana");
  g_autoptr (ServerAnswer) hello G_GNUC_UNUSED = call ("GET", "/v1/sync/hello", ana->access, NULL);
  g_autofree char *log = NULL;
  g_auto (GStrv) lines = NULL;
  guint requests = 0;

  server_program_stop (self);
  g_assert_true (g_file_get_contents (self->log, &log, NULL, NULL));
  g_assert_null (strstr (log, ana->access));
  g_assert_null (strstr (log, ana->refresh));
  g_assert_null (strstr (log, SERVER_PASSWORD));
  lines = g_strsplit (log, "\n", -1);
  for (guint i = 0; *lines[i] != '\0'; i++) {
    g_autoptr (JsonNode) node = json_from_string (lines[i], NULL);

    g_assert_nonnull (node);
    g_assert_true (JSON_NODE_HOLDS_OBJECT (node));
    g_assert_cmpstr (json_object_get_string_member (json_node_get_object (node), "event"), !=,
                     "library");
    requests += g_str_equal (json_object_get_string_member (json_node_get_object (node), "event"),
                             "request");
  }
  g_assert_cmpuint (requests, ==, 2);
  server_program_start (self, NULL);
}

/* Nobody has proposed anything; what makes no sense is refused. */
static void
test_proposals (ServerProgram *self, gconstpointer data)
{
  static const char *const bad[] = {
      "",
      "[]",
      "{}",
      "{\"u\":null,\"accept\":true}",
      "{\"u\":\"x\",\"accept\":true}",
      "{\"u\":\"0192f7a0-0000-7000-8000-000000000001\",\"accept\":{}}",
      "{\"u\":\"0192f7a0-0000-7000-8000-000000000001\"}",
  };
  g_autoptr (ServerClient) ana = server_client_new (self, "ana");
  g_autoptr (ServerAnswer) list = call ("GET", "/v1/proposals", ana->access, NULL);
  g_autoptr (ServerAnswer) unknown = NULL;

  assert_answer (list, 200, NULL);
  g_assert_cmpuint (
      json_array_get_length (json_object_get_array_member (list->object, "proposals")), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (ServerAnswer) answer =
        server_program_post (self, "/v1/proposals/decide", ana->access, bad[i]);

    assert_answer (answer, 400, "malformed");
  }
  unknown =
      server_program_post (self, "/v1/proposals/decide", ana->access,
                           "{\"u\":\"0192f7a0-0000-7000-8000-000000000001\",\"accept\":true}");
  assert_answer (unknown, 404, "not_found");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function)                                                                        \
  g_test_add ("/http/" name, ServerProgram, NULL, set_up, function, server_program_tear_down)
  ADD ("routes", test_routes);
  ADD ("unknown", test_unknown);
  ADD ("signed-out", test_signed_out);
  ADD ("bad-login", test_bad_login);
  ADD ("guessing", test_guessing);
  ADD ("hello", test_hello);
  ADD ("push-pull", test_push_pull);
  ADD ("packed-push", test_packed_push);
  ADD ("disagreement", test_disagreement);
  ADD ("wait", test_wait);
  ADD ("wait-ends", test_wait_ends);
  ADD ("health", test_health);
  ADD ("log", test_log);
  ADD ("proposals", test_proposals);
  return g_test_run ();
}

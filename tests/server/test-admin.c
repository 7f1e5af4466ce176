/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Administration on the command line, with and without the running server, and its stop. */

#include "config.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

#include "sat-json.h"
#include "server-program.h"

/* For localhost, for a hundred years; a secret that everybody may know. */
static const char certificate[] =
    "-----BEGIN CERTIFICATE-----\n"
    "MIIBmzCCAUGgAwIBAgIUIiUtcuZf+LJPOo+oJA7xJ1mCT30wCgYIKoZIzj0EAwIw\n"
    "FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMjE0NDMzM1oYDzIxMjYxMDI5\n"
    "MTQ0MzMzWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO\n"
    "PQMBBwNCAATYXYnQbEsUsZufUwkoY6G4wKdqsl1GqLphw09RUNIWztCu5asx1ubx\n"
    "ZwvY6hYul8EOmvvSD9DE/ilBIEXexyqvo28wbTAdBgNVHQ4EFgQUdrs6M35AKdws\n"
    "SSNZSe5IEGail0YwHwYDVR0jBBgwFoAUdrs6M35AKdwsSSNZSe5IEGail0YwDwYD\n"
    "VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI\n"
    "zj0EAwIDSAAwRQIgU+AB82XIazT0IGFFVgXuQzIeD99vf+V656Y+ZcXhrD4CIQDy\n"
    "ZqHe9SqDbM/mMCJlpoE0Guct1Z4NL+AXEmt/iUxVMQ==\n"
    "-----END CERTIFICATE-----\n";

static const char private_key[] =
    "-----BEGIN PRIVATE KEY-----\n"
    "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg0EM/cR/qKFA2N3gh\n"
    "ulhRT8C2LzU12R2XeYzKTZ0+9vihRANCAATYXYnQbEsUsZufUwkoY6G4wKdqsl1G\n"
    "qLphw09RUNIWztCu5asx1ubxZwvY6hYul8EOmvvSD9DE/ilBIEXexyqv\n"
    "-----END PRIVATE KEY-----\n";

#define ask(...) server_program_ask (self, 0, __VA_ARGS__, NULL)
#define run(status, ...) g_free (server_program_run (self, status, __VA_ARGS__, NULL))

static const char *
text_of (JsonNode *node, const char *name)
{
  return json_object_get_string_member (json_node_get_object (node), name);
}

static char *
names_of (JsonObject *object, const char *name)
{
  JsonArray *array = json_object_get_array_member (object, name);
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < json_array_get_length (array); i++)
    g_string_append_printf (out, "%s%s", i > 0 ? "," : "",
                            json_array_get_string_element (array, i));
  return g_string_free (out, FALSE);
}

/* Fails with this code as JSON, and with a message otherwise. */
static void
assert_refused (ServerProgram *self, int status, const char *code, GStrv words)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GSubprocess) process = NULL;
  g_autofree char *out = NULL;
  g_autoptr (JsonNode) node = NULL;

  g_ptr_array_add (argv, (char *)SATCHEL_SERVER);
  g_ptr_array_add (argv, (char *)"--json");
  g_ptr_array_add (argv, (char *)"--data");
  g_ptr_array_add (argv, self->data);
  for (char **word = words; *word != NULL; word++)
    g_ptr_array_add (argv, *word);
  g_ptr_array_add (argv, NULL);
  process =
      g_subprocess_newv ((const char *const *)argv->pdata,
                         G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, NULL);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &out, NULL, NULL);
  node = sat_json_parse (out, strlen (out), NULL);
  if (node == NULL || g_subprocess_get_exit_status (process) != status ||
      g_strcmp0 (json_object_get_string_member (
                     json_object_get_object_member (json_node_get_object (node), "error"), "code"),
                 code) != 0) {
    g_autofree char *line = g_strjoinv (" ", words);

    g_error ("%s: %d %s", line, g_subprocess_get_exit_status (process), out);
  }
}

static void
test_wrong_use (ServerProgram *self, gconstpointer data)
{
  static const struct {
    int status;
    const char *code, *line;
  } cases[] = {
      {2, "usage", "frob"},
      {2, "usage", "user"},
      {2, "usage", "user add"},
      {2, "usage", "user add ana bob"},
      {2, "usage", "user add ana --role rep"},
      {2, "usage", "user add ana --password-file @"},
      {2, "usage", "user list --frob"},
      {2, "usage", "user list --json=1"},
      {2, "usage", "user list --manager"},
      {2, "usage", "device revoke 1"},
      {1, "exists", "init --admin other --password-file @"},
      {1, "not_found", "user add ana --role rep --password-file /nowhere/at/all"},
      {1, "invalid", "user add ana --role king --password-file @"},
      {1, "not_found", "user add ana --role rep --manager bob --password-file @"},
      {1, "not_found", "user add ana --role rep --team North --password-file @"},
      {1, "exists", "user add ROOT --role rep --password-file @"},
      {1, "not_found", "user set bob --role rep"},
      {1, "invalid", "user set root --manager root"},
      {1, "not_found", "user disable bob"},
      {1, "not_found", "team remove North"},
      {1, "not_found", "team add South --parent North"},
      {1, "invalid", "device revoke x --reason lost"},
      {1, "not_found", "device revoke 7 --reason lost"},
      {1, "invalid", "device revoke 7 --reason whim"},
      {1, "invalid", "erase company x"},
      {1, "not_found", "erase company 00000000-0000-7000-8000-000000000001"},
  };
  g_autofree char *nobody = sat_test_dir_file (self->dir, "none");
  g_autoptr (JsonNode) users = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (GStrv) words = g_strsplit (cases[i].line, " ", -1);

    for (char **word = words; *word != NULL; word++)
      if (g_str_equal (*word, "@")) {
        g_free (*word);
        *word = g_strdup (self->password);
      }
    assert_refused (self, cases[i].status, cases[i].code, words);
  }
  users = ask ("user", "list");
  g_assert_cmpuint (json_array_get_length (json_node_get_array (users)), ==, 1);
  g_free (self->data);
  self->data = g_steal_pointer (&nobody);
  {
    char *words[] = {(char *)"user", (char *)"list", NULL};

    assert_refused (self, 1, "not_found", words);
    g_assert_false (g_file_test (self->data, G_FILE_TEST_EXISTS));
  }
}

/* The same steps whether the server runs or not. */
static void
administer (ServerProgram *self)
{
  g_autoptr (JsonNode) north G_GNUC_UNUSED = ask ("team", "add", "North");
  g_autoptr (JsonNode) south = ask ("team", "add", "South", "--parent", "north");
  g_autoptr (JsonNode) east G_GNUC_UNUSED = ask ("territory", "add", "East");
  g_autoptr (JsonNode) boss G_GNUC_UNUSED =
      ask ("user", "add", "boss", "--role", "manager", "--password-file", self->password);
  g_autoptr (JsonNode) ana = ask ("user", "add", "ana", "--role=rep", "--manager", "boss", "--team",
                                  "South", "--team", "North", "--territory", "East", "--full-name",
                                  "Ana Ruiz", "--password-file", self->password);
  g_autoptr (JsonNode) changed = NULL, alone = NULL, teams = NULL, users = NULL, removed = NULL;
  g_autofree char *first = names_of (json_node_get_object (ana), "teams");
  g_autofree char *territories = names_of (json_node_get_object (ana), "territories");
  g_autofree char *second = NULL, *third = NULL;

  g_assert_cmpstr (text_of (south, "parent"), ==, "north");
  g_assert_cmpstr (text_of (ana, "name"), ==, "Ana Ruiz");
  g_assert_cmpstr (text_of (ana, "role"), ==, "rep");
  g_assert_cmpstr (text_of (ana, "manager"), ==, "boss");
  g_assert_cmpstr (first, ==, "South,North");
  g_assert_cmpstr (territories, ==, "East");
  changed = ask ("user", "set", "ana", "--role", "manager", "--team", "North", "--manager", "");
  second = names_of (json_node_get_object (changed), "teams");
  g_assert_cmpstr (second, ==, "North");
  g_assert_cmpstr (text_of (changed, "role"), ==, "manager");
  g_assert_cmpstr (text_of (changed, "manager"), ==, "");
  alone = ask ("user", "set", "ana", "--team", "");
  third = names_of (json_node_get_object (alone), "teams");
  g_assert_cmpstr (third, ==, "");
  removed = ask ("team", "remove", "South");
  teams = ask ("team", "list");
  g_assert_cmpuint (json_array_get_length (json_node_get_array (teams)), ==, 1);
  users = ask ("user", "list");
  g_assert_cmpuint (json_array_get_length (json_node_get_array (users)), ==, 3);
}

static void
test_stopped (ServerProgram *self, gconstpointer data)
{
  administer (self);
}

static void
test_running (ServerProgram *self, gconstpointer data)
{
  g_autoptr (ServerClient) ana = NULL;

  server_program_start (self, NULL);
  administer (self);
  ana = server_client_new (self, "ana");
  server_program_stop (self);
  g_free (server_program_run (self, 0, "verify", NULL));
}

/* Commands at the same time take turns. */
static void
test_at_once (ServerProgram *self, gconstpointer data)
{
  GSubprocess *processes[6];
  g_autoptr (JsonNode) teams = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (processes); i++) {
    g_autofree char *name = g_strdup_printf ("Team %u", i);

    processes[i] = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE, NULL, SATCHEL_SERVER,
                                     "--data", self->data, "team", "add", name, NULL);
  }
  for (guint i = 0; i < G_N_ELEMENTS (processes); i++) {
    g_assert_true (g_subprocess_wait_check (processes[i], NULL, NULL));
    g_object_unref (processes[i]);
  }
  teams = ask ("team", "list");
  g_assert_cmpuint (json_array_get_length (json_node_get_array (teams)), ==,
                    G_N_ELEMENTS (processes));
}

static void
test_password (ServerProgram *self, gconstpointer data)
{
  g_autofree char *other = sat_test_dir_write (self->dir, "other", "another horse\r\n", -1);
  g_autoptr (ServerClient) root = NULL;
  g_autoptr (ServerAnswer) hello = NULL, old = NULL, fresh = NULL;

  server_program_start (self, NULL);
  root = server_client_new (self, "root");
  run (0, "user", "password", "root", "--password-file", other);
  hello = server_program_call (self, "GET", "/v1/sync/hello", root->access, NULL, NULL);
  g_assert_cmpuint (hello->status, ==, 401);
  old = server_program_post (self, "/v1/auth/login", NULL,
                             "{\"user\":\"root\",\"password\":\"" SERVER_PASSWORD
                             "\",\"device\":{\"name\":\"\",\"key\":\"\"}}");
  g_assert_cmpstr (server_answer_code (old), ==, "credentials");
  fresh = server_program_post (self, "/v1/auth/login", NULL,
                               "{\"user\":\"root\",\"password\":\"another horse\","
                               "\"device\":{\"name\":\"\",\"key\":\"\"}}");
  g_assert_cmpstr (server_answer_code (fresh), ==, "malformed");
}

static void
push (ServerProgram *self, ServerClient *client, guint n)
{
  g_autoptr (GBytes) body = server_client_make_push (client, n);
  g_autoptr (ServerAnswer) answer =
      server_program_call (self, "POST", "/v1/sync/push", client->access, body, NULL);

  g_assert_cmpuint (answer->status, ==, 200);
}

static gint64
last_m (ServerProgram *self, ServerClient *client)
{
  g_autoptr (ServerAnswer) hello =
      server_program_call (self, "GET", "/v1/sync/hello", client->access, NULL, NULL);

  g_assert_cmpuint (hello->status, ==, 200);
  return json_object_get_int_member (hello->object, "last_m");
}

/* Back to a backup while it runs: a new epoch, and a revocation since then still holds. */
static void
test_restore (ServerProgram *self, gconstpointer data)
{
  g_autofree char *file = sat_test_dir_file (self->dir, "backup");
  g_autofree char *device = NULL;
  g_autoptr (ServerClient) root = NULL, other = NULL;
  g_autoptr (ServerAnswer) before = NULL, after = NULL, pull = NULL;

  server_program_start (self, NULL);
  root = server_client_new (self, "root");
  other = server_client_new (self, "root");
  push (self, root, 5);
  run (0, "backup", file);
  push (self, root, 5);
  g_assert_cmpint (last_m (self, root), ==, 10);
  device = g_strdup_printf ("%" G_GINT64_FORMAT, other->device);
  run (0, "device", "revoke", device, "--reason", "lost");
  before = server_program_call (self, "GET", "/v1/sync/hello", root->access, NULL, NULL);
  run (0, "restore", file);
  after = server_program_call (self, "GET", "/v1/sync/hello", root->access, NULL, NULL);
  g_assert_cmpint (json_object_get_int_member (after->object, "last_m"), ==, 5);
  g_assert_cmpstr (server_answer_text (before, "epoch"), !=, server_answer_text (after, "epoch"));
  pull = server_program_call (self, "GET", "/v1/sync/pull", other->access, NULL, NULL);
  g_assert_cmpstr (server_answer_code (pull), ==, "device_revoked");
  run (0, "verify");
  run (1, "restore", self->password);
  g_assert_cmpint (last_m (self, root), ==, 5);
}

/* On another machine the backup brings accounts and the key along. */
static void
test_move (ServerProgram *self, gconstpointer data)
{
  g_autofree char *file = sat_test_dir_file (self->dir, "backup");
  g_autoptr (ServerClient) root = NULL, later = NULL;

  server_program_start (self, NULL);
  root = server_client_new (self, "root");
  push (self, root, 3);
  run (0, "backup", file);
  server_program_stop (self);
  g_free (self->data);
  self->data = sat_test_dir_file (self->dir, "elsewhere");
  run (0, "restore", file);
  server_program_start (self, NULL);
  g_assert_cmpint (last_m (self, root), ==, 3);
  later = server_client_new (self, "root");
  g_assert_cmpstr (later->server_key, ==, root->server_key);
  /* Numbers that were given after the backup are not given again. */
  g_assert_cmpint (later->device, >, root->device + 100);
}

static void
test_erase (ServerProgram *self, gconstpointer data)
{
  g_autoptr (ServerClient) root = NULL;
  g_autoptr (ServerAnswer) page = NULL, after = NULL;
  g_autoptr (GRegex) regex = g_regex_new ("\\[\"([0-9a-f-]{36})\"[^\\n]*Company 1 of", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *text = NULL, *id = NULL, *rest = NULL;

  server_program_start (self, NULL);
  root = server_client_new (self, "root");
  push (self, root, 2);
  page = server_program_call (self, "GET", "/v1/sync/pull", root->access, NULL, NULL);
  text = g_strndup (g_bytes_get_data (page->body, NULL), g_bytes_get_size (page->body));
  g_assert_true (g_regex_match (regex, text, 0, &match));
  id = g_match_info_fetch (match, 1);
  run (0, "erase", "company", id);
  after = server_program_call (self, "GET", "/v1/sync/pull", root->access, NULL, NULL);
  rest = g_strndup (g_bytes_get_data (after->body, NULL), g_bytes_get_size (after->body));
  g_assert_null (strstr (rest, "Company 1 of"));
  g_assert_nonnull (strstr (rest, "Company 2 of"));
  run (1, "erase", "company", id);
}

/* Pushes until the server says that it stops; what was answered before is kept. */
typedef struct {
  ServerProgram *self;
  ServerClient *client;
  gint acknowledged;
} Pusher;

static gpointer
push_thread (gpointer data)
{
  Pusher *pusher = data;
  g_autofree char *head G_GNUC_UNUSED = NULL;

  for (;;) {
    g_autoptr (GBytes) body = server_client_make_push (pusher->client, 20);
    g_autofree char *request = NULL, *answer G_GNUC_UNUSED = NULL;
    gsize length;
    const char *bytes = g_bytes_get_data (body, &length);
    g_autoptr (GSocketClient) client = g_socket_client_new ();
    g_autoptr (GSocketConnection) connection =
        g_socket_client_connect_to_host (client, "127.0.0.1", pusher->self->port, NULL, NULL);
    char buffer[1024] = "";

    if (connection == NULL)
      return NULL;
    request = g_strdup_printf ("POST /v1/sync/push HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                               "%s\r\nContent-Length: %" G_GSIZE_FORMAT "\r\n\r\n",
                               pusher->client->access, length);
    if (!g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)),
                                    request, strlen (request), NULL, NULL, NULL) ||
        !g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), bytes,
                                    length, NULL, NULL, NULL) ||
        g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)), buffer,
                             sizeof buffer - 1, NULL, NULL) <= 0 ||
        !g_str_has_prefix (buffer, "HTTP/1.1 200"))
      return NULL;
    g_atomic_int_add (&pusher->acknowledged, 20);
  }
}

static void
test_clean_stop (ServerProgram *self, gconstpointer data)
{
  Pusher pushers[3] = {{0}};
  GThread *threads[3];

  server_program_start (self, NULL);
  for (guint i = 0; i < 3; i++) {
    pushers[i] = (Pusher){self, server_client_new (self, "root"), 0};
    threads[i] = g_thread_new ("push", push_thread, &pushers[i]);
  }
  while (g_atomic_int_get (&pushers[0].acknowledged) < 60 ||
         g_atomic_int_get (&pushers[1].acknowledged) < 60)
    g_usleep (1000);
  server_program_stop (self);
  for (guint i = 0; i < 3; i++)
    g_thread_join (threads[i]);
  run (0, "verify");
  server_program_start (self, NULL);
  for (guint i = 0; i < 3; i++) {
    g_assert_cmpint (last_m (self, pushers[i].client), >=, pushers[i].acknowledged);
    server_client_free (pushers[i].client);
  }
}

/* A second server, and one after a kill. */
static void
test_one_server (ServerProgram *self, gconstpointer data)
{
  g_autoptr (ServerClient) root = NULL;

  server_program_start (self, NULL);
  root = server_client_new (self, "root");
  push (self, root, 7);
  {
    g_autoptr (GSubprocess) second = g_subprocess_new (
        G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, NULL, SATCHEL_SERVER,
        "--data", self->data, "--listen", "127.0.0.1:0", NULL);

    g_assert_true (g_subprocess_wait (second, NULL, NULL));
    g_assert_cmpint (g_subprocess_get_exit_status (second), ==, 1);
  }
  g_subprocess_force_exit (self->process);
  g_assert_true (g_subprocess_wait (self->process, NULL, NULL));
  g_clear_object (&self->process);
  run (0, "verify");
  server_program_start (self, NULL);
  run (0, "user", "list");
  g_assert_cmpint (last_m (self, root), ==, 7);
}

static void
test_tls (ServerProgram *self, gconstpointer data)
{
  g_autofree char *cert = sat_test_dir_write (self->dir, "cert.pem", certificate, -1);
  g_autofree char *key = sat_test_dir_write (self->dir, "key.pem", private_key, -1);
  g_autoptr (ServerClient) root = NULL;
  g_autofree char *plain = NULL;

  if (!g_tls_backend_supports_tls (g_tls_backend_get_default ())) {
    g_test_skip ("glib-networking is not installed");
    return;
  }
  server_program_start (self, "--tls-cert", cert, "--tls-key", key, NULL);
  g_assert_true (g_str_has_prefix (self->uri, "https://"));
  root = server_client_new (self, "root");
  push (self, root, 4);
  g_assert_cmpint (last_m (self, root), ==, 4);
  plain = server_program_send_raw (self, "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n", -1);
  g_assert_null (strstr (plain, "200"));
}

/* A long path, deeper than a socket's address may be. */
static void
test_deep (ServerProgram *self, gconstpointer data)
{
  g_autofree char *name = g_strnfill (120, 'x');
  g_autofree char *deep = g_build_filename (self->data, name, name, NULL);

  g_free (self->data);
  self->data = g_steal_pointer (&deep);
  run (0, "init", "--admin", "root", "--password-file", self->password);
  server_program_start (self, NULL);
  run (0, "team", "add", "Deep");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function)                                                                        \
  g_test_add ("/admin/" name, ServerProgram, NULL, server_program_set_up, function,                \
              server_program_tear_down)
  ADD ("wrong-use", test_wrong_use);
  ADD ("stopped", test_stopped);
  ADD ("running", test_running);
  ADD ("at-once", test_at_once);
  ADD ("password", test_password);
  ADD ("restore", test_restore);
  ADD ("move", test_move);
  ADD ("erase", test_erase);
  ADD ("clean-stop", test_clean_stop);
  ADD ("one-server", test_one_server);
  ADD ("tls", test_tls);
  ADD ("deep", test_deep);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server-program.h"

#include <libsoup/soup.h>
#include <signal.h>
#include <sodium.h>
#include <string.h>
#include <sys/prctl.h>

#include "sat-json.h"
#include "sat-mutation.h"
#include "sat-push.h"

void
server_program_set_up (ServerProgram *self, gconstpointer data)
{
  self->dir = sat_test_dir_new ();
  self->data = sat_test_dir_file (self->dir, "data");
  self->password = sat_test_dir_write (self->dir, "password", SERVER_PASSWORD "\n", -1);
  self->log = sat_test_dir_file (self->dir, "log");
  g_free (server_program_run (self, 0, "init", "--admin", "root", "--password-file", self->password,
                              NULL));
}

void
server_program_tear_down (ServerProgram *self, gconstpointer data)
{
  if (self->process != NULL)
    server_program_stop (self);
  g_free (self->data);
  g_free (self->password);
  g_free (self->uri);
  g_free (self->log);
  sat_test_dir_free (self->dir);
}

static GPtrArray *
collect (ServerProgram *self, va_list words)
{
  GPtrArray *argv = g_ptr_array_new ();
  const char *word;

  g_ptr_array_add (argv, (char *)SATCHEL_SERVER);
  g_ptr_array_add (argv, (char *)"--data");
  g_ptr_array_add (argv, self->data);
  while ((word = va_arg (words, const char *)) != NULL)
    g_ptr_array_add (argv, (char *)word);
  return argv;
}

static char *
run (GPtrArray *argv, int status)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = NULL;
  char *out = NULL;

  g_ptr_array_add (argv, NULL);
  process = g_subprocess_newv ((const char *const *)argv->pdata,
                               G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                               &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &out, NULL, &error);
  g_assert_no_error (error);
  if (!g_subprocess_get_if_exited (process) || g_subprocess_get_exit_status (process) != status)
    g_error ("%s %s: %s", (char *)argv->pdata[3], argv->len > 5 ? (char *)argv->pdata[4] : "", out);
  return out;
}

char *
server_program_run (ServerProgram *self, int status, ...)
{
  g_autoptr (GPtrArray) argv = NULL;
  va_list words;

  va_start (words, status);
  argv = collect (self, words);
  va_end (words);
  return run (argv, status);
}

JsonNode *
server_program_ask (ServerProgram *self, int status, ...)
{
  g_autoptr (GPtrArray) argv = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *out = NULL;
  JsonNode *node;
  va_list words;

  va_start (words, status);
  argv = collect (self, words);
  va_end (words);
  g_ptr_array_add (argv, (char *)"--json");
  out = run (argv, status);
  node = sat_json_parse (out, strlen (out), &error);
  g_assert_no_error (error);
  return node;
}

void
server_program_add_user (ServerProgram *self, const char *name, const char *role)
{
  g_free (server_program_run (self, 0, "user", "add", name, "--password-file", self->password,
                              "--role", role, NULL));
}

/* A test that is aborted takes its server along. */
static void
spawned_cb (gpointer data)
{
  prctl (PR_SET_PDEATHSIG, SIGTERM);
}

void
server_program_start (ServerProgram *self, ...)
{
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GPtrArray) argv = NULL;
  g_autoptr (GDataInputStream) out = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *line = NULL;
  va_list words;

  va_start (words, self);
  argv = collect (self, words);
  va_end (words);
  g_ptr_array_add (argv, (char *)"--listen");
  g_ptr_array_add (argv, (char *)"127.0.0.1:0");
  g_ptr_array_add (argv, NULL);
  g_subprocess_launcher_set_stderr_file_path (launcher, self->log);
  g_subprocess_launcher_set_child_setup (launcher, spawned_cb, NULL, NULL);
  self->process = g_subprocess_launcher_spawnv (launcher, (const char *const *)argv->pdata, &error);
  g_assert_no_error (error);
  out = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  line = g_data_input_stream_read_line (out, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (line);
  g_assert_true (g_str_has_prefix (line, "listening on http"));
  g_free (self->uri);
  self->uri = g_strdup (line + strlen ("listening on "));
  self->port = (guint16)g_ascii_strtoull (strrchr (self->uri, ':') + 1, NULL, 10);
}

void
server_program_stop (ServerProgram *self)
{
  g_subprocess_send_signal (self->process, SIGTERM);
  g_assert_true (g_subprocess_wait (self->process, NULL, NULL));
  if (!g_subprocess_get_if_exited (self->process) ||
      g_subprocess_get_exit_status (self->process) != 0) {
    g_autofree char *log = NULL;

    g_file_get_contents (self->log, &log, NULL, NULL);
    g_error ("The server did not end well: %s", log);
  }
  g_clear_object (&self->process);
}

void
server_answer_free (ServerAnswer *answer)
{
  if (answer == NULL)
    return;
  g_bytes_unref (answer->body);
  g_clear_pointer (&answer->object, json_object_unref);
  g_free (answer->allow);
  g_free (answer->retry_after);
  g_free (answer->encoding);
  g_free (answer);
}

const char *
server_answer_code (ServerAnswer *answer)
{
  return answer->object != NULL && json_object_has_member (answer->object, "error")
             ? json_object_get_string_member (
                   json_object_get_object_member (answer->object, "error"), "code")
             : NULL;
}

const char *
server_answer_text (ServerAnswer *answer, const char *name)
{
  g_assert_nonnull (answer->object);
  g_assert_true (json_object_has_member (answer->object, name));
  return json_object_get_string_member (answer->object, name);
}

static ServerAnswer *
read_answer (SoupMessage *message, GBytes *body)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  ServerAnswer *answer = g_new0 (ServerAnswer, 1);
  gsize length;
  const char *data = g_bytes_get_data (body, &length);
  g_autoptr (JsonNode) node = length > 0 ? sat_json_parse (data, length, NULL) : NULL;

  answer->status = soup_message_get_status (message);
  answer->body = body;
  answer->object =
      node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_dup_object (node) : NULL;
  answer->allow = g_strdup (soup_message_headers_get_one (headers, "Allow"));
  answer->retry_after = g_strdup (soup_message_headers_get_one (headers, "Retry-After"));
  answer->encoding = g_strdup (soup_message_headers_get_list (headers, "Content-Encoding"));
  return answer;
}

static gboolean
trust_cb (SoupMessage *message,
          GTlsCertificate *certificate,
          GTlsCertificateFlags errors,
          gpointer d)
{
  return TRUE;
}

ServerAnswer *
server_program_call (
    ServerProgram *self, const char *method, const char *path, const char *token, GBytes *body, ...)
{
  g_autofree char *uri = g_strconcat (self->uri, path, NULL);
  g_autoptr (SoupSession) session = soup_session_new_with_options ("timeout", 60, NULL);
  g_autoptr (SoupMessage) message = soup_message_new (method, uri);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  g_autoptr (GError) error = NULL;
  const char *name;
  va_list pairs;
  GBytes *answer;

  g_signal_connect (message, "accept-certificate", G_CALLBACK (trust_cb), NULL);
  if (token != NULL) {
    g_autofree char *bearer = g_strconcat ("Bearer ", token, NULL);

    soup_message_headers_append (headers, "Authorization", bearer);
  }
  if (body != NULL)
    soup_message_set_request_body_from_bytes (message, "application/json", body);
  va_start (pairs, body);
  while ((name = va_arg (pairs, const char *)) != NULL)
    soup_message_headers_replace (headers, name, va_arg (pairs, const char *));
  va_end (pairs);
  answer = soup_session_send_and_read (session, message, NULL, &error);
  g_assert_no_error (error);
  return read_answer (message, answer);
}

ServerAnswer *
server_program_post (ServerProgram *self, const char *path, const char *token, const char *json)
{
  g_autoptr (GBytes) body = g_bytes_new (json, strlen (json));

  return server_program_call (self, "POST", path, token, body, NULL);
}

char *
server_send_raw (guint16 port, const char *request, gssize length)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection =
      g_socket_client_connect_to_host (client, "127.0.0.1", port, NULL, NULL);
  g_autoptr (GError) error = NULL;
  GString *out = g_string_new (NULL);
  char buffer[4096];
  gssize n;

  g_assert_nonnull (connection);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), request,
                             length < 0 ? strlen (request) : (gsize)length, NULL, NULL, NULL);
  g_socket_set_timeout (g_socket_connection_get_socket (connection), out->len > 0 ? 1 : 3);
  while ((n = g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)), buffer,
                                   sizeof buffer, NULL, &error)) > 0) {
    g_string_append_len (out, buffer, n);
    g_socket_set_timeout (g_socket_connection_get_socket (connection), 1);
  }
  /* Cut off with something unread is closed as well. */
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    g_string_append (out, "<closed>");
  return g_string_free (out, FALSE);
}

char *
server_program_send_raw (ServerProgram *self, const char *request, gssize length)
{
  return server_send_raw (self->port, request, length);
}

ServerClient *
server_client_new (ServerProgram *self, const char *user)
{
  ServerClient *client = g_new0 (ServerClient, 1);
  guint8 public_key[crypto_sign_PUBLICKEYBYTES];
  g_autofree char *json = NULL;
  g_autoptr (ServerAnswer) answer = NULL;

  g_assert_cmpint (sodium_init (), >=, 0);
  crypto_sign_keypair (public_key, client->secret);
  client->key = g_base64_encode (public_key, sizeof public_key);
  json = g_strdup_printf ("{\"user\":\"%s\",\"password\":\"" SERVER_PASSWORD
                          "\",\"device\":{\"name\":\"laptop\",\"key\":\"%s\"}}",
                          user, client->key);
  answer = server_program_post (self, "/v1/auth/login", NULL, json);
  g_assert_cmpuint (answer->status, ==, 200);
  client->access = g_strdup (server_answer_text (answer, "access"));
  client->refresh = g_strdup (server_answer_text (answer, "refresh"));
  client->server_key = g_strdup (server_answer_text (answer, "server_key"));
  client->device = json_object_get_int_member (answer->object, "device");
  client->user = g_strdup (
      json_object_get_string_member (json_object_get_object_member (answer->object, "user"), "id"));
  return client;
}

void
server_client_free (ServerClient *client)
{
  if (client == NULL)
    return;
  g_free (client->key);
  g_free (client->access);
  g_free (client->refresh);
  g_free (client->server_key);
  g_free (client->user);
  g_free (client->epoch);
  g_free (client);
}

char *
server_client_sign (ServerClient *client, const char *text)
{
  guint8 signature[crypto_sign_BYTES];

  crypto_sign_detached (signature, NULL, (const guint8 *)text, strlen (text), client->secret);
  return g_base64_encode (signature, sizeof signature);
}

static GBytes *
make_line (ServerClient *client)
{
  gint64 now = g_get_real_time ();
  g_autoptr (SatMutation) mutation = sat_mutation_new ();
  g_autofree char *name = NULL, *line = NULL;
  SatUuid owner;

  g_assert_true (sat_uuid_parse (client->user, &owner));
  mutation->m = ++client->m;
  mutation->u = sat_uuid_new (now / 1000);
  mutation->h = sat_hlc_from_us (now);
  mutation->type = g_strdup ("company");
  mutation->id = sat_uuid_new (now / 1000);
  mutation->op = SAT_OP_PUT;
  name = g_strdup_printf ("Company %u of %u", (guint)client->m, (guint)client->device);
  sat_wire_fields_take (mutation->fields, "name", sat_wire_text (name), TRUE);
  sat_wire_fields_take (mutation->fields, "owner", sat_wire_reference (&owner), TRUE);
  line = sat_mutation_to_line (mutation);
  return g_bytes_new (line, strlen (line));
}

GBytes *
server_client_make_push (ServerClient *client, guint n)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  gint64 first = client->m + 1;
  SatChain prev, chain;

  memcpy (prev.bytes, client->hash, sizeof prev.bytes);
  chain = prev;
  for (guint i = 0; i < n; i++) {
    GBytes *line = make_line (client);
    gsize length;
    const char *data = g_bytes_get_data (line, &length);

    sat_chain_add (&chain, data, length);
    g_ptr_array_add (lines, line);
  }
  memcpy (client->hash, chain.bytes, sizeof client->hash);
  return sat_push_write (first, &prev, lines);
}

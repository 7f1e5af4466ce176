/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The socket by which a running server takes commands: one line of JSON each way. It is in the
 * server's folder, which only its owner may enter. */

#include "config.h"

#include "sat-admin.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "sat-json.h"
#include "sat-server-log.h"

#define SOCKET_FILE "admin.sock"
#define MOST_THREADS 4

struct _SatAdminSocket {
  SatSite *site;
  SatAdminDone done;
  gpointer data;
  GSocketService *service;
  GMutex lock; /* one command at a time */
};

/* A socket's path has room for 107 bytes; the folder's may be longer. *@folder is an open file that
 * the address needs. */
static GSocketAddress *
make_address (const char *path, int *folder, GError **error)
{
  g_autofree char *text = NULL;

  *folder = g_open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  if (*folder < 0) {
    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s: %s", path,
                 g_strerror (errno));
    return NULL;
  }
  text = g_strdup_printf ("/proc/self/fd/%d/" SOCKET_FILE, *folder);
  return g_unix_socket_address_new (text);
}

static void
write_line (GOutputStream *stream, JsonNode *node)
{
  g_autofree char *text = sat_json_to_string (node, FALSE);
  g_autofree char *line = g_strconcat (text, "\n", NULL);

  g_output_stream_write_all (stream, line, strlen (line), NULL, NULL, NULL);
}

static JsonNode *
describe_result (JsonNode *result, const GError *error)
{
  JsonObject *object = json_object_new ();

  if (result != NULL) {
    json_object_set_member (object, "result", json_node_copy (result));
  } else {
    JsonObject *failure = json_object_new ();

    json_object_set_int_member (failure, "code", error->code);
    json_object_set_string_member (failure, "domain", g_quark_to_string (error->domain));
    json_object_set_string_member (failure, "message", error->message);
    json_object_set_object_member (object, "error", failure);
  }
  return sat_admin_take_object (object);
}

static JsonNode *
run_command (SatAdminSocket *self, const SatAdminCall *call, GError **error)
{
  const SatAdminCommand *command = sat_admin_call_command (call);
  SatAdmin admin = {self->site, call};
  JsonNode *result = NULL;

  g_mutex_lock (&self->lock);
  if (!command->exclusive)
    sat_site_enter (self->site);
  if (command->exclusive || sat_site_check (self->site, error))
    result = command->run (&admin, error);
  if (!command->exclusive)
    sat_site_leave (self->site);
  g_mutex_unlock (&self->lock);
  return result;
}

static JsonNode *
run (SatAdminSocket *self, const char *line, gsize length)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SatAdminCall) call = sat_admin_call_from_json (line, length, &error);
  g_autoptr (JsonNode) result = NULL;

  if (call != NULL) {
    result = run_command (self, call, &error);
    sat_server_log ("info", "administration", "command", sat_admin_call_command (call)->name,
                    "subject", sat_admin_call_word (call, 0), "result",
                    result != NULL ? "done" : "failed", NULL);
    self->done (self->data);
  }
  return describe_result (result, error);
}

static gboolean
run_cb (GThreadedSocketService *service,
        GSocketConnection *connection,
        GObject *source,
        gpointer data)
{
  g_autoptr (GDataInputStream) in =
      g_data_input_stream_new (g_io_stream_get_input_stream (G_IO_STREAM (connection)));
  gsize length;
  g_autofree char *line = g_data_input_stream_read_line (in, &length, NULL, NULL);
  g_autoptr (JsonNode) answer = line != NULL ? run (data, line, length) : NULL;

  if (answer != NULL)
    write_line (g_io_stream_get_output_stream (G_IO_STREAM (connection)), answer);
  return TRUE;
}

SatAdminSocket *
sat_admin_socket_new (SatSite *site, SatAdminDone done, gpointer data, GError **error)
{
  g_autoptr (SatAdminSocket) self = g_new0 (SatAdminSocket, 1);
  g_autofree char *path = g_build_filename (site->folder, SOCKET_FILE, NULL);
  g_autoptr (GSocketAddress) address = NULL;
  int folder;
  gboolean added;

  g_mutex_init (&self->lock);
  self->site = site;
  self->done = done;
  self->data = data;
  self->service = g_threaded_socket_service_new (MOST_THREADS);
  /* One that a killed server left; nobody else has the folder now. */
  g_unlink (path);
  address = make_address (site->folder, &folder, error);
  if (address == NULL)
    return NULL;
  added = g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), address,
                                         G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, NULL,
                                         NULL, error);
  close (folder);
  if (!added)
    return NULL;
  g_signal_connect (self->service, "run", G_CALLBACK (run_cb), self);
  return g_steal_pointer (&self);
}

void
sat_admin_socket_free (SatAdminSocket *self)
{
  g_autofree char *path = NULL;

  if (self == NULL)
    return;
  path = g_build_filename (self->site->folder, SOCKET_FILE, NULL);
  g_unlink (path);
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  /* Whoever was accepted is in a command or about to begin one. */
  g_mutex_lock (&self->lock);
  g_mutex_unlock (&self->lock);
  g_object_unref (self->service);
  g_mutex_clear (&self->lock);
  g_free (self);
}

static GSocketConnection *
connect_to (const char *folder, GError **error)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketAddress) address = NULL;
  GSocketConnection *connection;
  int file;

  address = make_address (folder, &file, error);
  if (address == NULL)
    return NULL;
  connection = g_socket_client_connect (client, G_SOCKET_CONNECTABLE (address), NULL, NULL);
  close (file);
  if (connection == NULL)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_CONNECTED, "%s is in use", folder);
  return connection;
}

JsonNode *
sat_admin_socket_ask (const char *folder, const SatAdminCall *call, GError **error)
{
  g_autoptr (GSocketConnection) connection = connect_to (folder, error);
  g_autoptr (GDataInputStream) in = NULL;
  g_autofree char *text = NULL, *question = NULL, *line = NULL;
  gsize length;

  if (connection == NULL)
    return NULL;
  text = sat_admin_call_to_json (call);
  question = g_strconcat (text, "\n", NULL);
  if (!g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)),
                                  question, strlen (question), NULL, NULL, error))
    return NULL;
  in = g_data_input_stream_new (g_io_stream_get_input_stream (G_IO_STREAM (connection)));
  line = g_data_input_stream_read_line (in, &length, NULL, error);
  if (line != NULL)
    return sat_admin_answer_parse (line, length, error);
  if (error != NULL && *error == NULL)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CLOSED,
                         "The server ended before it answered");
  return NULL;
}

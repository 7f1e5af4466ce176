/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Takes connections, shakes hands where there is TLS, and gives them to libsoup. libsoup could
 * listen by itself, but it would neither count connections nor give up on silent ones. */

#include "config.h"

#include "sat-http-private.h"

#include <netinet/in.h>
#include <netinet/tcp.h>

#include "sat-server-log.h"

#define BACKLOG 1024
/* Without a proxy, from one address that is not this machine's. */
#define MOST_OF_ONE_ADDRESS 256
#define AFTER_FAILURE_MS 100

struct _SatHttpListener {
  gatomicrefcount refs;  /* the server's and one of each connection */
  SatHttpServer *server; /* NULL: it is gone */
  GSocketListener *listener;
  GTlsCertificate *certificate;
  GCancellable *cancellable;
  GHashTable *by_address; /* char* -> count */
  gint n_connections;
};

/* Hangs on the address of the other side, which libsoup keeps as long as the connection. */
typedef struct {
  SatHttpListener *listener;
  GSocket *socket;
  GIOStream *stream; /* with TLS where there is some; NULL until it is served */
  char *address;
} Connection;

static G_DEFINE_QUARK (satchel - connection, connection)

    static void listener_unref (SatHttpListener *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_clear_object (&self->certificate);
  g_object_unref (self->listener);
  g_object_unref (self->cancellable);
  g_hash_table_unref (self->by_address);
  g_free (self);
}

guint
sat_http_listener_n_connections (SatHttpListener *self)
{
  return (guint)g_atomic_int_get (&self->n_connections);
}

static Connection *
connection_of (SoupServerMessage *message)
{
  GSocketAddress *remote = soup_server_message_get_remote_address (message);

  return remote != NULL ? g_object_get_qdata (G_OBJECT (remote), connection_quark ()) : NULL;
}

void
sat_http_listener_cut (SoupServerMessage *message)
{
  Connection *connection = connection_of (message);

  if (connection != NULL)
    g_socket_shutdown (connection->socket, TRUE, TRUE, NULL);
}

gboolean
sat_http_listener_write (SoupServerMessage *message, const char *text, gsize length)
{
  Connection *connection = connection_of (message);
  GOutputStream *out;

  if (connection == NULL || connection->stream == NULL)
    return FALSE;
  /* What does not fit into the socket's buffer at once is not worth waiting for. */
  out = g_io_stream_get_output_stream (connection->stream);
  g_pollable_output_stream_write_nonblocking (G_POLLABLE_OUTPUT_STREAM (out), text, length, NULL,
                                              NULL);
  return TRUE;
}

void
sat_http_listener_say (SoupServerMessage *message, const char *text, gsize length)
{
  if (sat_http_listener_write (message, text, length))
    g_socket_shutdown (connection_of (message)->socket, FALSE, TRUE, NULL);
}

static void
connection_free (gpointer data)
{
  Connection *connection = data;
  SatHttpListener *self = connection->listener;
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (self->by_address, connection->address));

  g_atomic_int_add (&self->n_connections, -1);
  if (n > 1)
    g_hash_table_insert (self->by_address, g_strdup (connection->address),
                         GUINT_TO_POINTER (n - 1));
  else
    g_hash_table_remove (self->by_address, connection->address);
  g_object_unref (connection->socket);
  g_clear_object (&connection->stream);
  g_free (connection->address);
  g_free (connection);
  listener_unref (self);
}

/* Is there room for one more from there? */
static gboolean
has_room (SatHttpListener *self, GInetAddress *address, const char *text)
{
  if (sat_http_listener_n_connections (self) >= self->server->options.connections)
    return FALSE;
  return self->server->options.behind_proxy || g_inet_address_get_is_loopback (address) ||
         GPOINTER_TO_UINT (g_hash_table_lookup (self->by_address, text)) < MOST_OF_ONE_ADDRESS;
}

/* libsoup wants addresses of a network; a socket of another kind is this machine's. */
static GSocketAddress *
take_address (GSocketAddress *address)
{
  g_autoptr (GInetAddress) loopback = NULL;

  if (address == NULL || G_IS_INET_SOCKET_ADDRESS (address))
    return address;
  g_object_unref (address);
  loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  return g_inet_socket_address_new (loopback, 0);
}

/* Notes the connection on its address (transfer full); NULL when there is no room. */
static GSocketAddress *
note (SatHttpListener *self, GSocketConnection *stream)
{
  g_autoptr (GSocketAddress) remote =
      take_address (g_socket_connection_get_remote_address (stream, NULL));
  GInetAddress *address =
      remote != NULL ? g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (remote)) : NULL;
  g_autofree char *text = address != NULL ? g_inet_address_to_string (address) : NULL;
  Connection *connection;
  guint n;

  if (text == NULL || !has_room (self, address, text))
    return NULL;
  connection = g_new0 (Connection, 1);
  connection->listener = self;
  g_atomic_ref_count_inc (&self->refs);
  connection->socket = g_object_ref (g_socket_connection_get_socket (stream));
  connection->address = g_strdup (text);
  n = GPOINTER_TO_UINT (g_hash_table_lookup (self->by_address, text));
  g_hash_table_insert (self->by_address, g_steal_pointer (&text), GUINT_TO_POINTER (n + 1));
  g_atomic_int_add (&self->n_connections, 1);
  g_object_set_qdata_full (G_OBJECT (remote), connection_quark (), connection, connection_free);
  return g_steal_pointer (&remote);
}

static void
serve (SatHttpListener *self, GIOStream *stream, GSocketAddress *remote)
{
  Connection *connection = g_object_get_qdata (G_OBJECT (remote), connection_quark ());
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketAddress) local =
      take_address (g_socket_get_local_address (connection->socket, &error));

  connection->stream = g_object_ref (stream);
  if (self->server == NULL || self->server->stopping || local == NULL)
    g_io_stream_close (stream, NULL, NULL);
  else if (!soup_server_accept_iostream (self->server->soup, stream, local, remote, &error))
    sat_server_log ("warning", "accept", "message", error->message, NULL);
}

typedef struct {
  SatHttpListener *listener;
  GSocketAddress *remote;
  GCancellable *cancellable;
  GSource *deadline;
} Handshake;

static gboolean
handshake_too_slow_cb (gpointer data)
{
  g_cancellable_cancel (((Handshake *)data)->cancellable);
  return G_SOURCE_REMOVE;
}

static void
handshake_done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Handshake *handshake = data;

  g_source_destroy (handshake->deadline);
  if (g_tls_connection_handshake_finish (G_TLS_CONNECTION (source), result, NULL))
    serve (handshake->listener, G_IO_STREAM (source), handshake->remote);
  else
    g_io_stream_close (G_IO_STREAM (source), NULL, NULL);
  g_source_unref (handshake->deadline);
  g_object_unref (handshake->cancellable);
  g_object_unref (handshake->remote);
  listener_unref (handshake->listener);
  g_free (handshake);
}

static void
shake_hands (SatHttpListener *self, GSocketConnection *stream, GSocketAddress *remote)
{
  g_autoptr (GIOStream) tls =
      g_tls_server_connection_new (G_IO_STREAM (stream), self->certificate, NULL);
  Handshake *handshake;

  if (tls == NULL)
    return;
  handshake = g_new0 (Handshake, 1);
  handshake->listener = self;
  g_atomic_ref_count_inc (&self->refs);
  handshake->remote = g_object_ref (remote);
  handshake->cancellable = g_cancellable_new ();
  handshake->deadline = g_timeout_source_new_seconds (self->server->options.header_seconds);
  g_source_set_callback (handshake->deadline, handshake_too_slow_cb, handshake, NULL);
  g_source_attach (handshake->deadline, self->server->context);
  g_tls_connection_handshake_async (G_TLS_CONNECTION (tls), G_PRIORITY_DEFAULT,
                                    handshake->cancellable, handshake_done_cb, handshake);
}

void
sat_http_listener_take (SatHttpListener *self, GSocketConnection *stream)
{
  GSocket *socket = g_socket_connection_get_socket (stream);
  g_autoptr (GSocketAddress) remote = note (self, stream);

  if (remote == NULL) {
    g_io_stream_close (G_IO_STREAM (stream), NULL, NULL);
    return;
  }
  g_socket_set_keepalive (socket, TRUE);
  g_socket_set_option (socket, IPPROTO_TCP, TCP_NODELAY, 1, NULL);
  if (self->certificate != NULL)
    shake_hands (self, stream, remote);
  else
    serve (self, G_IO_STREAM (stream), remote);
}

static void accept_next (SatHttpListener *self);

static gboolean
accept_again_cb (gpointer data)
{
  SatHttpListener *self = data;

  if (self->server != NULL && !g_cancellable_is_cancelled (self->cancellable))
    accept_next (self);
  listener_unref (self);
  return G_SOURCE_REMOVE;
}

/* No file descriptors are left, for instance: others may end soon. */
static void
accept_later (SatHttpListener *self)
{
  g_autoptr (GSource) source = g_timeout_source_new (AFTER_FAILURE_MS);

  g_atomic_ref_count_inc (&self->refs);
  g_source_set_callback (source, accept_again_cb, self, NULL);
  g_source_attach (source, self->server->context);
}

static void
accepted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  SatHttpListener *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketConnection) stream =
      g_socket_listener_accept_finish (self->listener, result, NULL, &error);

  if (self->server == NULL || g_cancellable_is_cancelled (self->cancellable)) {
    listener_unref (self);
    return;
  }
  if (stream == NULL) {
    sat_server_log ("warning", "accept", "message", error->message, NULL);
    accept_later (self);
    listener_unref (self);
    return;
  }
  sat_http_listener_take (self, stream);
  accept_next (self);
  listener_unref (self);
}

static void
accept_next (SatHttpListener *self)
{
  g_atomic_ref_count_inc (&self->refs);
  g_socket_listener_accept_async (self->listener, self->cancellable, accepted_cb, self);
}

/* "HOST:PORT", the host a number or "localhost". */
static GSocketAddress *
parse_address (const char *text, GError **error)
{
  g_autoptr (GError) failure = NULL;
  GSocketConnectable *parsed = g_network_address_parse (text, 0, &failure);
  const char *host =
      parsed != NULL ? g_network_address_get_hostname (G_NETWORK_ADDRESS (parsed)) : "";
  g_autoptr (GInetAddress) address =
      g_inet_address_new_from_string (g_str_equal (host, "localhost") ? "127.0.0.1" : host);
  GSocketAddress *out = address != NULL
                            ? g_inet_socket_address_new (
                                  address, g_network_address_get_port (G_NETWORK_ADDRESS (parsed)))
                            : NULL;

  g_clear_object (&parsed);
  if (out == NULL)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                 "“%s” is no address and port, such as 127.0.0.1:8080", text);
  return out;
}

static GSocket *
open_socket (GSocketAddress *address, GError **error)
{
  g_autoptr (GSocket) socket = g_socket_new (g_socket_address_get_family (address),
                                             G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, error);

  if (socket == NULL)
    return NULL;
  g_socket_set_listen_backlog (socket, BACKLOG);
  return g_socket_bind (socket, address, TRUE, error) && g_socket_listen (socket, error)
             ? g_steal_pointer (&socket)
             : NULL;
}

static gboolean
check_safety (SatHttpServer *server, GSocketAddress *address, GError **error)
{
  GInetAddress *inet = g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address));

  if (server->options.tls_cert != NULL || server->options.behind_proxy ||
      g_inet_address_get_is_loopback (inet))
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                       "Passwords would travel in the open: give --tls-cert and --tls-key, or "
                       "--behind-proxy if a proxy speaks TLS");
  return FALSE;
}

static char *
make_uri (SatHttpServer *server, GSocket *socket, GError **error)
{
  g_autoptr (GSocketAddress) local = g_socket_get_local_address (socket, error);
  g_autofree char *host = NULL;
  gboolean six;

  if (local == NULL)
    return NULL;
  host =
      g_inet_address_to_string (g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (local)));
  six = g_socket_address_get_family (local) == G_SOCKET_FAMILY_IPV6;
  return g_strdup_printf ("%s://%s%s%s:%u", server->options.tls_cert != NULL ? "https" : "http",
                          six ? "[" : "", host, six ? "]" : "",
                          g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (local)));
}

static gboolean
read_certificate (SatHttpListener *self, GError **error)
{
  const SatHttpOptions *options = &self->server->options;

  if (options->tls_cert == NULL)
    return TRUE;
  self->certificate = g_tls_certificate_new_from_files (
      options->tls_cert, options->tls_key != NULL ? options->tls_key : options->tls_cert, error);
  return self->certificate != NULL;
}

SatHttpListener *
sat_http_listener_new (SatHttpServer *server, GError **error)
{
  g_autoptr (GSocketAddress) address = parse_address (server->options.listen, error);
  g_autoptr (GSocket) socket = NULL;
  SatHttpListener *self;

  if (address == NULL || !check_safety (server, address, error))
    return NULL;
  self = g_new0 (SatHttpListener, 1);
  g_atomic_ref_count_init (&self->refs);
  self->server = server;
  self->listener = g_socket_listener_new ();
  self->cancellable = g_cancellable_new ();
  self->by_address = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (read_certificate (self, error))
    socket = open_socket (address, error);
  if (socket != NULL)
    server->uri = make_uri (server, socket, error);
  if (server->uri == NULL || !g_socket_listener_add_socket (self->listener, socket, NULL, error)) {
    listener_unref (self);
    return NULL;
  }
  accept_next (self);
  return self;
}

void
sat_http_listener_stop (SatHttpListener *self)
{
  g_cancellable_cancel (self->cancellable);
  g_socket_listener_close (self->listener);
}

void
sat_http_listener_free (SatHttpListener *self)
{
  if (self == NULL)
    return;
  sat_http_listener_stop (self);
  self->server = NULL;
  listener_unref (self);
}

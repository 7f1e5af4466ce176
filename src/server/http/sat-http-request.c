/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-http-private.h"

#include <string.h>

#include "sat-json-writer.h"
#include "sat-json.h"

#define MOST_HEADER_VALUE 512

SatHttpRequest *
sat_http_request_new (SatHttpServer *server, SoupServerMessage *message)
{
  SatHttpRequest *self = g_new0 (SatHttpRequest, 1);

  self->server = server;
  self->message = message;
  self->started = g_get_monotonic_time ();
  self->received = g_byte_array_new ();
  self->offset = self->length = -1;
  return self;
}

static void
drop_deadline (SatHttpRequest *self)
{
  if (self->deadline == NULL)
    return;
  g_source_destroy (self->deadline);
  g_clear_pointer (&self->deadline, g_source_unref);
}

void
sat_http_request_free (SatHttpRequest *self)
{
  if (self == NULL)
    return;
  drop_deadline (self);
  g_clear_pointer (&self->query, g_hash_table_unref);
  g_clear_pointer (&self->received, g_byte_array_unref);
  g_clear_pointer (&self->answer, g_bytes_unref);
  g_free (self->word);
  g_free (self->address);
  g_free (self->bearer);
  g_free (self->epoch);
  g_free (self->schema);
  g_free (self->name);
  sat_http_live_free (self->live);
  if (self->active)
    g_object_unref (self->message);
  g_free (self);
}

static gboolean
too_late_cb (gpointer data)
{
  SatHttpRequest *self = data;

  drop_deadline (self);
  sat_http_listener_cut (self->message);
  return G_SOURCE_REMOVE;
}

void
sat_http_request_set_deadline (SatHttpRequest *self, guint seconds)
{
  drop_deadline (self);
  if (seconds == 0)
    return;
  self->deadline = g_timeout_source_new_seconds (seconds);
  g_source_set_callback (self->deadline, too_late_cb, self, NULL);
  g_source_attach (self->deadline, self->server->context);
}

static char *
copy_header (SoupMessageHeaders *headers, const char *name)
{
  const char *value = soup_message_headers_get_one (headers, name);

  return g_strdup (value != NULL && strlen (value) <= MOST_HEADER_VALUE ? value : "");
}

static char *
read_address (SatHttpRequest *self, SoupMessageHeaders *headers)
{
  GSocketAddress *remote = soup_server_message_get_remote_address (self->message);
  const char *forwarded = self->server->options.behind_proxy
                              ? soup_message_headers_get_list (headers, "X-Forwarded-For")
                              : NULL;

  if (forwarded != NULL) {
    /* The last one is what the proxy saw; those before it are what somebody says. */
    const char *comma = strrchr (forwarded, ',');
    g_autofree char *last = g_strdup (comma != NULL ? comma + 1 : forwarded);
    g_autoptr (GInetAddress) address = g_inet_address_new_from_string (g_strstrip (last));

    if (address != NULL)
      return g_inet_address_to_string (address);
  }
  return G_IS_INET_SOCKET_ADDRESS (remote)
             ? g_inet_address_to_string (
                   g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (remote)))
             : g_strdup ("");
}

void
sat_http_request_read_headers (SatHttpRequest *self)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (self->message);
  const char *authorization = soup_message_headers_get_one (headers, "Authorization");
  const char *accepted = soup_message_headers_get_list (headers, "Accept-Encoding");
  const char *query = g_uri_get_query (soup_server_message_get_uri (self->message));
  GSList *codings = accepted != NULL ? soup_header_parse_quality_list (accepted, NULL) : NULL;

  self->started = g_get_monotonic_time ();
  self->takes_gzip =
      g_slist_find_custom (codings, "gzip", (GCompareFunc)g_ascii_strcasecmp) != NULL;
  soup_header_free_list (codings);
  self->gzipped = soup_message_headers_header_equals (headers, "Content-Encoding", "gzip");
  self->bearer = authorization != NULL && g_ascii_strncasecmp (authorization, "Bearer ", 7) == 0
                     ? g_strstrip (g_strndup (authorization + 7, MOST_HEADER_VALUE))
                     : NULL;
  self->epoch = copy_header (headers, "X-Epoch");
  self->schema = copy_header (headers, "X-Schema");
  self->address = read_address (self, headers);
  self->query = query != NULL ? soup_form_decode (query) : NULL;
}

const char *
sat_http_request_get (SatHttpRequest *self, const char *name)
{
  const char *value = self->query != NULL ? g_hash_table_lookup (self->query, name) : NULL;

  return value != NULL ? value : "";
}

gboolean
sat_http_request_answer_json (SatHttpRequest *self, GString *text)
{
  g_clear_pointer (&self->answer, g_bytes_unref);
  self->status = 200;
  self->type = "application/json";
  self->answer = g_string_free_to_bytes (text);
  return TRUE;
}

/* The members of what the core tells about the device, after the error. */
static void
add_device (SatHttpRequest *self, SatJsonWriter *writer)
{
  SatServer *server = self->server->site->server;
  g_autofree char *text =
      server != NULL ? sat_server_describe_device (server, self->caller.device, self->epoch, NULL)
                     : NULL;
  g_autoptr (JsonNode) node = text != NULL ? sat_json_parse (text, strlen (text), NULL) : NULL;
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return;
  json_object_iter_init_ordered (&iter, json_node_get_object (node));
  while (json_object_iter_next_ordered (&iter, &name, &value))
    sat_json_writer_node (writer, name, value);
}

void
sat_http_request_fail (SatHttpRequest *self, const GError *error)
{
  GString *text = g_string_new (NULL);
  g_autoptr (SatJsonWriter) writer = sat_json_writer_new_for_string (text, SAT_JSON_COMPACT);
  gboolean ours = error->domain == SAT_SERVER_ERROR;

  self->code = sat_server_error_code (error);
  sat_json_writer_begin_object (writer, NULL);
  sat_json_writer_begin_object (writer, "error");
  sat_json_writer_string (writer, "code", self->code);
  /* What a database says is not for everybody; it is in the log. */
  sat_json_writer_string (writer, "message", ours ? error->message : "The server failed");
  sat_json_writer_end_object (writer);
  if (sat_server_error_status (error) == 409 && self->caller.device != 0)
    add_device (self, writer);
  sat_json_writer_end_object (writer);
  sat_json_writer_finish (writer, NULL);
  sat_http_request_answer_json (self, text);
  self->status = sat_server_error_status (error);
  if (self->status == 503 && self->retry_after > 0)
    self->status = 429;
  if (self->status == 503)
    self->retry_after = 1;
}

GBytes *
sat_http_request_body (SatHttpRequest *self, GError **error)
{
  g_autoptr (GBytes) body = g_byte_array_free_to_bytes (g_steal_pointer (&self->received));

  return self->gzipped ? sat_http_inflate (body, self->route->most_bytes, error)
                       : g_steal_pointer (&body);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "net-fixture.h"

#include <string.h>

typedef struct {
  char *head;
  GBytes *body;
} Request;

struct _FakeServer {
  GSocketListener *listener;
  GCancellable *stop;
  GThread *thread;
  char *url;
  GMutex lock;
  GQueue answers;      /* of GBytes */
  GPtrArray *requests; /* of Request */
};

static void
request_free (gpointer data)
{
  Request *request = data;

  g_free (request->head);
  g_bytes_unref (request->body);
  g_free (request);
}

static char *
find_header (const char *head, const char *name)
{
  g_auto (GStrv) lines = g_strsplit (head, "\r\n", -1);

  for (guint i = 1; lines[0] != NULL && lines[i] != NULL; i++) {
    char *colon = strchr (lines[i], ':');

    if (colon == NULL)
      continue;
    *colon = '\0';
    if (g_ascii_strcasecmp (lines[i], name) == 0)
      return g_strdup (g_strstrip (colon + 1));
  }
  return NULL;
}

static Request *
read_request (GInputStream *in)
{
  g_autoptr (GString) head = g_string_new (NULL);
  g_autoptr (GByteArray) body = g_byte_array_new ();
  g_autofree char *length = NULL;
  Request *request;
  char byte;

  while (!g_str_has_suffix (head->str, "\r\n\r\n")) {
    if (g_input_stream_read (in, &byte, 1, NULL, NULL) != 1)
      return NULL;
    g_string_append_c (head, byte);
  }
  length = find_header (head->str, "Content-Length");
  g_byte_array_set_size (body, length != NULL ? (guint)g_ascii_strtoull (length, NULL, 10) : 0);
  if (body->len > 0 && !g_input_stream_read_all (in, body->data, body->len, NULL, NULL, NULL))
    return NULL;
  request = g_new (Request, 1);
  request->head = g_strdup (head->str);
  request->body = g_byte_array_free_to_bytes (g_steal_pointer (&body));
  return request;
}

static void
serve (FakeServer *self, GIOStream *connection)
{
  Request *request = read_request (g_io_stream_get_input_stream (connection));
  g_autoptr (GBytes) answer = NULL;

  g_mutex_lock (&self->lock);
  if (request != NULL) {
    g_ptr_array_add (self->requests, request);
    answer = g_queue_pop_head (&self->answers);
  }
  g_mutex_unlock (&self->lock);
  if (answer != NULL)
    g_output_stream_write_all (g_io_stream_get_output_stream (connection),
                               g_bytes_get_data (answer, NULL), g_bytes_get_size (answer), NULL,
                               NULL, NULL);
  g_io_stream_close (connection, NULL, NULL);
}

static gpointer
run_cb (gpointer data)
{
  FakeServer *self = data;

  for (;;) {
    g_autoptr (GSocketConnection) connection =
        g_socket_listener_accept (self->listener, NULL, self->stop, NULL);

    if (connection == NULL)
      return NULL;
    serve (self, G_IO_STREAM (connection));
  }
}

FakeServer *
fake_server_new (void)
{
  FakeServer *self = g_new0 (FakeServer, 1);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GError) error = NULL;

  self->listener = g_socket_listener_new ();
  self->stop = g_cancellable_new ();
  self->requests = g_ptr_array_new_with_free_func (request_free);
  g_mutex_init (&self->lock);
  g_socket_listener_add_address (self->listener, address, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, NULL, &bound, &error);
  g_assert_no_error (error);
  self->url = g_strdup_printf ("http://127.0.0.1:%u",
                               g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound)));
  self->thread = g_thread_new ("server", run_cb, self);
  return self;
}

void
fake_server_free (FakeServer *self)
{
  g_cancellable_cancel (self->stop);
  g_thread_join (self->thread);
  g_socket_listener_close (self->listener);
  g_object_unref (self->listener);
  g_object_unref (self->stop);
  g_queue_clear_full (&self->answers, (GDestroyNotify)g_bytes_unref);
  g_ptr_array_unref (self->requests);
  g_mutex_clear (&self->lock);
  g_free (self->url);
  g_free (self);
}

const char *
fake_server_url (FakeServer *self)
{
  return self->url;
}

void
fake_server_say_raw (FakeServer *self, const char *bytes, gssize length)
{
  g_mutex_lock (&self->lock);
  g_queue_push_tail (&self->answers,
                     g_bytes_new (bytes, length < 0 ? strlen (bytes) : (gsize)length));
  g_mutex_unlock (&self->lock);
}

void
fake_server_say (FakeServer *self, guint status, const char *headers, const void *body, gssize n)
{
  g_autoptr (GString) bytes = g_string_new (NULL);
  gsize length = n < 0 ? strlen (body) : (gsize)n;

  g_string_printf (bytes, "HTTP/1.1 %u Said\r\nContent-Length: %zu\r\nConnection: close\r\n%s\r\n",
                   status, length, headers);
  g_string_append_len (bytes, body, (gssize)length);
  fake_server_say_raw (self, bytes->str, (gssize)bytes->len);
}

guint
fake_server_n_requests (FakeServer *self)
{
  guint n;

  g_mutex_lock (&self->lock);
  n = self->requests->len;
  g_mutex_unlock (&self->lock);
  return n;
}

static Request *
get_request (FakeServer *self, guint i)
{
  Request *request;

  g_mutex_lock (&self->lock);
  g_assert_cmpuint (i, <, self->requests->len);
  request = self->requests->pdata[i];
  g_mutex_unlock (&self->lock);
  return request;
}

const char *
fake_server_head (FakeServer *self, guint i)
{
  return get_request (self, i)->head;
}

GBytes *
fake_server_body (FakeServer *self, guint i)
{
  return get_request (self, i)->body;
}

char *
fake_server_header (FakeServer *self, guint i, const char *name)
{
  return find_header (get_request (self, i)->head, name);
}

void
fake_server_forget (FakeServer *self)
{
  g_mutex_lock (&self->lock);
  g_ptr_array_set_size (self->requests, 0);
  g_queue_clear_full (&self->answers, (GDestroyNotify)g_bytes_unref);
  g_mutex_unlock (&self->lock);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-net-live.h"

#include <glib/gi18n-lib.h>

#include "sat-net-answer.h"
#include "sat-net-client-private.h"

#define PING_SECONDS 30
/* Two pings and then some. */
#define SILENCE_US (75 * G_USEC_PER_SEC)
/* {"head":N} has less. */
#define MOST_INCOMING 1024

typedef struct {
  SatStore *store;
  SatNetNewsFunc news;
  gpointer user_data;
  GMainContext *context;
  SoupWebsocketConnection *socket;
  SoupMessage *message;
  gint64 heard;   /* monotonic, of the last sign of life */
  gboolean asked; /* the answer to the handshake is still to come */
  gboolean ended; /* and this is why; NULL: the server wanted it */
  GError *failure;
} Live;

static void
end (Live *self, GError *failure)
{
  if (self->ended) {
    g_clear_error (&failure);
    return;
  }
  self->ended = TRUE;
  self->failure = failure;
}

static GError *
make_offline (void)
{
  return g_error_new_literal (SAT_SYNC_ERROR, SAT_SYNC_ERROR_OFFLINE,
                              _ ("The connection to the server breaks off."));
}

static void
message_cb (SoupWebsocketConnection *socket, int type, GBytes *message, gpointer data)
{
  Live *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SatRemoteState) state = NULL;
  gint64 head;

  self->heard = g_get_monotonic_time ();
  if (!sat_net_read_head (message, &head)) {
    end (self, g_error_new_literal (SAT_SYNC_ERROR, SAT_SYNC_ERROR_SERVER,
                                    _ ("The server’s answer makes no sense.")));
    return;
  }
  state = sat_remote_state (self->store, &error);
  if (state == NULL)
    end (self, g_steal_pointer (&error));
  else if (head > state->head)
    self->news (self->user_data);
}

static void
pong_cb (SoupWebsocketConnection *socket, GBytes *message, gpointer data)
{
  ((Live *)data)->heard = g_get_monotonic_time ();
}

static void
closed_cb (SoupWebsocketConnection *socket, gpointer data)
{
  /* Without a word it broke. */
  end (data, soup_websocket_connection_get_close_code (socket) != 0 ? NULL : make_offline ());
}

/* There is none: why not? */
static GError *
explain (Live *self, const GError *failure)
{
  guint status = soup_message_get_status (self->message);

  if (g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_error_copy (failure);
  if (status == 0 || status >= 500 || status == 429)
    return sat_net_client_is_unreached (failure)
               ? g_error_new_literal (SAT_SYNC_ERROR, SAT_SYNC_ERROR_OFFLINE,
                                      _ ("The server cannot be reached."))
               : make_offline ();
  /* What a sync finds out about, too. */
  if (status == 401 || status == 403 || status == 409 || status == 410)
    return NULL;
  return g_error_new (SAT_SYNC_ERROR, SAT_SYNC_ERROR_SERVER,
                      _ ("The server answers with the error %u %s."), status, "");
}

static void
connected_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Live *self = data;
  g_autoptr (GError) failure = NULL;

  self->asked = FALSE;
  self->heard = g_get_monotonic_time ();
  self->socket = soup_session_websocket_connect_finish (SOUP_SESSION (source), result, &failure);
  if (self->socket == NULL) {
    end (self, explain (self, failure));
    return;
  }
  soup_websocket_connection_set_max_incoming_payload_size (self->socket, MOST_INCOMING);
  soup_websocket_connection_set_keepalive_interval (self->socket, PING_SECONDS);
  g_signal_connect (self->socket, "message", G_CALLBACK (message_cb), self);
  g_signal_connect (self->socket, "pong", G_CALLBACK (pong_cb), self);
  g_signal_connect (self->socket, "closed", G_CALLBACK (closed_cb), self);
}

static gboolean
look_cb (gpointer data)
{
  Live *self = data;

  if (g_get_monotonic_time () - self->heard > SILENCE_US)
    end (self, make_offline ());
  return G_SOURCE_CONTINUE;
}

static gboolean
cancelled_cb (GCancellable *cancellable, gpointer data)
{
  end (data, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled"));
  return G_SOURCE_CONTINUE;
}

static void
attach (Live *self, GSource *source, GSourceFunc callback)
{
  g_source_set_callback (source, callback, self, NULL);
  g_source_attach (source, self->context);
}

static void
hang_up (Live *self)
{
  if (self->socket == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->socket, self);
  if (soup_websocket_connection_get_state (self->socket) == SOUP_WEBSOCKET_STATE_OPEN) {
    soup_websocket_connection_close (self->socket, SOUP_WEBSOCKET_CLOSE_GOING_AWAY, NULL);
    while (g_main_context_iteration (self->context, FALSE))
      ;
  }
  g_clear_object (&self->socket);
}

/* With the thread's own context. */
static gboolean
run (Live *self, SatNetClient *client, GCancellable *cancellable, GError **error)
{
  SoupSession *session = sat_net_client_get_session (client);
  g_autoptr (GCancellable) stop = g_cancellable_new ();
  g_autoptr (GSource) look = g_timeout_source_new_seconds (PING_SECONDS / 2);
  g_autoptr (GSource) cancelled = g_cancellable_source_new (cancellable);

  self->heard = g_get_monotonic_time ();
  self->asked = TRUE;
  attach (self, look, look_cb);
  attach (self, cancelled, G_SOURCE_FUNC (cancelled_cb));
  soup_session_websocket_connect_async (session, self->message, NULL, NULL, G_PRIORITY_DEFAULT,
                                        stop, connected_cb, self);
  while (!self->ended)
    g_main_context_iteration (self->context, TRUE);
  /* The answer to the handshake comes in any case. */
  g_cancellable_cancel (stop);
  while (self->asked)
    g_main_context_iteration (self->context, TRUE);
  g_source_destroy (look);
  g_source_destroy (cancelled);
  hang_up (self);
  if (self->failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&self->failure));
  return FALSE;
}

static gboolean
connect_and_run (Live *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (SatRemoteState) state = sat_remote_state (self->store, error);
  g_autoptr (SatSecrets) secrets = NULL;
  g_autoptr (SatNetClient) client = NULL;
  g_autofree char *cursor = NULL;
  g_autofree char *path = NULL;
  gboolean done;

  if (state == NULL)
    return FALSE;
  if (!state->joined) {
    g_set_error_literal (error, SAT_SYNC_ERROR, SAT_SYNC_ERROR_STATE,
                         _ ("This workspace belongs to no server."));
    return FALSE;
  }
  secrets = sat_secrets_load (self->store, error);
  client = secrets != NULL ? sat_net_client_new (state->server, error) : NULL;
  if (client == NULL)
    return FALSE;
  cursor = g_uri_escape_string (state->at.cursor, NULL, FALSE);
  path = g_strdup_printf ("/v1/sync/live?cursor=%s", cursor);
  self->message = sat_net_client_make_message (client, "GET", path, NULL, NULL, secrets->access,
                                               state->epoch, SAT_SCHEMA_VERSION);
  if (self->message == NULL) {
    g_set_error_literal (error, SAT_SYNC_ERROR, SAT_SYNC_ERROR_SERVER,
                         _ ("The server cannot be reached."));
    return FALSE;
  }
  done = run (self, client, cancellable, error);
  g_clear_object (&self->message);
  return done;
}

gboolean
sat_net_live (SatStore *store,
              SatNetNewsFunc news,
              gpointer user_data,
              GCancellable *cancellable,
              GError **error)
{
  Live self = {.store = store, .news = news, .user_data = user_data};
  gboolean done;

  g_return_val_if_fail (SAT_IS_STORE (store) && news != NULL, FALSE);

  if (g_strcmp0 (g_getenv ("SATCHEL_OFFLINE"), "1") == 0) {
    g_set_error_literal (error, SAT_SYNC_ERROR, SAT_SYNC_ERROR_OFFLINE,
                         _ ("The server cannot be reached."));
    return FALSE;
  }
  self.context = g_main_context_new ();
  g_main_context_push_thread_default (self.context);
  done = connect_and_run (&self, cancellable, error);
  /* What the session has left to do. */
  while (g_main_context_iteration (self.context, FALSE))
    ;
  g_main_context_pop_thread_default (self.context);
  g_main_context_unref (self.context);
  return done;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The client's side of the WebSocket, with a server of libsoup on a thread of its own. */

#include "config.h"

#include "sat-net-live.h"

#include <libsoup/soup.h>
#include <string.h>

#include "net-fixture.h"
#include "sat-remote.h"
#include "sat-test-store.h"

typedef struct {
  const char *says[4]; /* texts; NULL: the end */
  gushort code;        /* of its close; 0: it stays */
  GMainContext *context;
  GMainLoop *loop;
  GThread *thread;
  SoupServer *soup;
  SoupWebsocketConnection *socket;
  char *url;
  char *path, *bearer; /* what it was asked */
  GMutex lock;
  GCond ready;
} Server;

static void
websocket_cb (SoupServer *soup,
              SoupServerMessage *message,
              const char *path,
              SoupWebsocketConnection *socket,
              gpointer data)
{
  Server *self = data;
  GUri *uri = soup_server_message_get_uri (message);

  self->path = g_strdup_printf ("%s?%s", path, g_uri_get_query (uri));
  self->bearer = g_strdup (soup_message_headers_get_one (
      soup_server_message_get_request_headers (message), "Authorization"));
  self->socket = g_object_ref (socket);
  for (guint i = 0; i < G_N_ELEMENTS (self->says) && self->says[i] != NULL; i++)
    soup_websocket_connection_send_text (socket, self->says[i]);
  if (self->code != 0)
    soup_websocket_connection_close (socket, self->code, NULL);
}

static gpointer
serve_thread (gpointer data)
{
  Server *self = data;
  g_autoptr (GError) error = NULL;
  GSList *uris;

  g_main_context_push_thread_default (self->context);
  self->soup = soup_server_new (NULL, NULL);
  soup_server_add_websocket_handler (self->soup, "/v1/sync/live", NULL, NULL, websocket_cb, self,
                                     NULL);
  soup_server_listen_local (self->soup, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (self->soup);
  g_mutex_lock (&self->lock);
  self->url = g_uri_to_string (uris->data);
  g_cond_signal (&self->ready);
  g_mutex_unlock (&self->lock);
  g_slist_free_full (uris, (GDestroyNotify)g_uri_unref);
  g_main_loop_run (self->loop);
  g_clear_object (&self->socket);
  soup_server_disconnect (self->soup);
  g_object_unref (self->soup);
  while (g_main_context_iteration (self->context, FALSE))
    ;
  g_main_context_pop_thread_default (self->context);
  return NULL;
}

static void
server_start (Server *self)
{
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  g_mutex_init (&self->lock);
  g_cond_init (&self->ready);
  self->thread = g_thread_new ("server", serve_thread, self);
  g_mutex_lock (&self->lock);
  while (self->url == NULL)
    g_cond_wait (&self->ready, &self->lock);
  g_mutex_unlock (&self->lock);
}

static void
server_stop (Server *self)
{
  g_main_loop_quit (self->loop);
  g_thread_join (self->thread);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->ready);
  g_free (self->url);
  g_free (self->path);
  g_free (self->bearer);
}

/* A file that has joined the server at @url, and has nothing yet. */
static SatTestStore *
joined (const char *url)
{
  const SatUuid user = {{1}};
  SatTestStore *t = sat_test_store_new (SAT_STORE_CREATE);
  g_autoptr (SatSecrets) secrets = sat_secrets_new ();
  g_autofree char *key G_GNUC_UNUSED = sat_secrets_make_key (secrets);
  g_autoptr (GError) error = NULL;

  secrets->device = 12;
  g_free (secrets->access);
  secrets->access = g_strdup ("a1");
  sat_remote_join (t->store, url, &user, 12, &error);
  g_assert_no_error (error);
  sat_secrets_save (t->store, secrets, NULL, &error);
  g_assert_no_error (error);
  return t;
}

static void
count_cb (gpointer data)
{
  (*(guint *)data)++;
}

static void
test_news (void)
{
  Server server = {.says = {"{\"head\":0}", "{\"head\":7}", "{\"head\":8}"}, .code = 1001};
  g_autoptr (SatTestStore) t = NULL;
  g_autoptr (GError) error = NULL;
  guint n = 0;

  server_start (&server);
  t = joined (server.url);
  g_assert_true (sat_net_live (t->store, count_cb, &n, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, 2); /* 0 is where the file is */
  g_assert_cmpstr (server.path, ==, "/v1/sync/live?cursor=");
  g_assert_cmpstr (server.bearer, ==, "Bearer a1");
  server_stop (&server);
}

static void
test_nonsense (void)
{
  static const char *const texts[] = {"", "[]", "{\"head\":\"7\"}", "{\"head\":{}}"};

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    Server server = {.says = {texts[i]}};
    g_autoptr (SatTestStore) t = NULL;
    g_autoptr (GError) error = NULL;
    guint n = 0;

    server_start (&server);
    t = joined (server.url);
    g_assert_false (sat_net_live (t->store, count_cb, &n, NULL, &error));
    g_assert_error (error, SAT_SYNC_ERROR, SAT_SYNC_ERROR_SERVER);
    g_assert_cmpuint (n, ==, 0);
    server_stop (&server);
  }
}

static void
cancel_cb (gpointer data)
{
  g_cancellable_cancel (data);
}

/* It stays until somebody wants its end. */
static void
test_cancelled (void)
{
  Server server = {.says = {"{\"head\":7}"}};
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (SatTestStore) t = NULL;
  g_autoptr (GError) error = NULL;

  server_start (&server);
  t = joined (server.url);
  g_assert_false (sat_net_live (t->store, cancel_cb, cancellable, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  /* Also before it begins. */
  g_assert_false (sat_net_live (t->store, cancel_cb, cancellable, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  server_stop (&server);
}

/* A proxy that knows no WebSockets, tokens to be renewed, a server that is busy. */
static void
test_none (void)
{
  static const struct {
    guint status;
    int code; /* -1: a sync finds out */
  } cases[] = {
      {200, SAT_SYNC_ERROR_SERVER},
      {404, SAT_SYNC_ERROR_SERVER},
      {426, SAT_SYNC_ERROR_SERVER},
      {503, SAT_SYNC_ERROR_OFFLINE},
      {401, -1},
      {409, -1},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (FakeServer) server = fake_server_new ();
    g_autoptr (SatTestStore) t = joined (fake_server_url (server));
    g_autoptr (GError) error = NULL;
    guint n = 0;

    fake_server_say (server, cases[i].status, "", "{}", -1);
    g_test_message ("%u", cases[i].status);
    g_assert_true (sat_net_live (t->store, count_cb, &n, NULL, &error) == (cases[i].code < 0));
    if (cases[i].code < 0)
      g_assert_no_error (error);
    else
      g_assert_error (error, SAT_SYNC_ERROR, cases[i].code);
    g_assert_cmpuint (n, ==, 0);
  }
}

static void
test_unreached (void)
{
  FakeServer *server = fake_server_new ();
  g_autoptr (SatTestStore) t = joined (fake_server_url (server));
  g_autoptr (SatTestStore) alone = sat_test_store_new (SAT_STORE_CREATE);
  g_autoptr (GError) error = NULL;
  guint n = 0;

  /* It hangs up without a word; then nobody is there. */
  g_assert_false (sat_net_live (t->store, count_cb, &n, NULL, &error));
  g_assert_error (error, SAT_SYNC_ERROR, SAT_SYNC_ERROR_OFFLINE);
  g_clear_error (&error);
  fake_server_free (server);
  g_assert_false (sat_net_live (t->store, count_cb, &n, NULL, &error));
  g_assert_error (error, SAT_SYNC_ERROR, SAT_SYNC_ERROR_OFFLINE);
  g_clear_error (&error);
  g_assert_false (sat_net_live (alone->store, count_cb, &n, NULL, &error));
  g_assert_error (error, SAT_SYNC_ERROR, SAT_SYNC_ERROR_STATE);
}

int
main (int argc, char **argv)
{
  g_setenv ("SATCHEL_SECRETS", "file", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/net-live/news", test_news);
  g_test_add_func ("/net-live/nonsense", test_nonsense);
  g_test_add_func ("/net-live/cancelled", test_cancelled);
  g_test_add_func ("/net-live/none", test_none);
  g_test_add_func ("/net-live/unreached", test_unreached);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-serve.h"

#include <glib-unix.h>
#include <malloc.h>
#include <stdio.h>
#include <sys/resource.h>

#include "sat-admin.h"
#include "sat-server-log.h"

/* Each thread would else have an arena of its own, and keep what it once used. */
#define ARENAS 4

typedef struct {
  GMainLoop *loop;
  SatHttpServer *http;
} Serving;

/* A connection is a file, and there may be thousands. */
static void
raise_limits (void)
{
  struct rlimit files;

  mallopt (M_ARENA_MAX, ARENAS);
  if (getrlimit (RLIMIT_NOFILE, &files) == 0 && files.rlim_cur < files.rlim_max) {
    files.rlim_cur = files.rlim_max;
    setrlimit (RLIMIT_NOFILE, &files);
  }
}

static void
stopped_cb (gpointer data)
{
  g_main_loop_quit (((Serving *)data)->loop);
}

static gboolean
signalled_cb (gpointer data)
{
  Serving *serving = data;

  sat_server_log ("info", "stop", NULL);
  sat_http_server_stop (serving->http, stopped_cb, serving);
  return G_SOURCE_CONTINUE;
}

static void
administered_cb (gpointer data)
{
  sat_http_server_wake (data);
}

static void
serve_until_signal (SatHttpServer *http)
{
  Serving serving = {g_main_loop_new (NULL, FALSE), http};
  guint term = g_unix_signal_add (SIGTERM, signalled_cb, &serving);
  guint interrupt = g_unix_signal_add (SIGINT, signalled_cb, &serving);

  printf ("listening on %s\n", sat_http_server_uri (http));
  fflush (stdout);
  sat_server_log ("info", "start", "version", SAT_VERSION, "uri", sat_http_server_uri (http), NULL);
  g_main_loop_run (serving.loop);
  g_source_remove (term);
  g_source_remove (interrupt);
  g_main_loop_unref (serving.loop);
}

gboolean
sat_serve (const char *folder, const SatHttpOptions *options, GError **error)
{
  g_autoptr (SatSite) site = NULL;
  SatAdminSocket *socket;
  SatHttpServer *http;

  g_return_val_if_fail (folder != NULL && options != NULL, FALSE);

  raise_limits ();
  site = sat_site_open (folder, FALSE, error);
  http = site != NULL ? sat_http_server_new (site, options, error) : NULL;
  if (http == NULL)
    return FALSE;
  socket = sat_admin_socket_new (site, administered_cb, http, error);
  if (socket != NULL)
    serve_until_signal (http);
  sat_admin_socket_free (socket);
  sat_http_server_free (http);
  return socket != NULL;
}

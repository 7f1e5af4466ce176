/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The server on the network: HTTP around the core. The main thread reads and writes bytes and does
 * nothing that could wait; what a request asks for is done on other threads. Every route is a line
 * of the table in sat-http-routes.c; each kind of resource has a file. */

#pragma once

#include <gio/gio.h>

#include "sat-site.h"

G_BEGIN_DECLS

typedef struct {
  const char *listen;    /* "127.0.0.1:8080", "[::]:0" */
  const char *tls_cert;  /* files in PEM; NULL: no TLS */
  const char *tls_key;   /* NULL: it is in the same file */
  gboolean behind_proxy; /* which speaks TLS and tells who calls */
  const char *name;      /* told at sign-in; NULL: "Satchel" */
  guint header_seconds;  /* time-outs; 0: 10, 60 and 55 */
  guint body_seconds;
  guint wait_seconds;
  guint connections; /* at most; 0: 4,096 */
  gint64 file_bytes; /* of an attachment at most; 0: 100 MiB */
  gint64 all_bytes;  /* of all of them; 0: as much as the disk takes */
} SatHttpOptions;

typedef struct _SatHttpServer SatHttpServer;

/* Serves @site on the thread's default main context. Off loopback it wants TLS or a proxy. Error:
 * G_IO_ERROR, G_TLS_ERROR. */
SatHttpServer *sat_http_server_new (SatSite *site, const SatHttpOptions *options, GError **error);
/* After the stop. */
void sat_http_server_free (SatHttpServer *self);

/* "http://127.0.0.1:43121" */
const char *sat_http_server_uri (SatHttpServer *self);

/* Whoever waits is looked at again: a device may have been revoked. Any thread. */
void sat_http_server_wake (SatHttpServer *self);

/* Takes no more requests; @stopped is called in the main context when what was accepted has been
 * answered, or after 30 seconds. */
typedef void (*SatHttpStopped) (gpointer data);
void sat_http_server_stop (SatHttpServer *self, SatHttpStopped stopped, gpointer data);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A bad network between a client and a server on this computer, on a thread of its own: a
 * connection after the other, bytes as they are but for the plan of the next one. */
typedef struct _Proxy Proxy;

typedef enum {
  PROXY_UP,   /* to the server */
  PROXY_DOWN, /* from it */
} ProxyWay;

Proxy *proxy_new (guint server_port);
void proxy_free (Proxy *self);
/* "http://127.0.0.1:43121" */
const char *proxy_url (Proxy *self);

/* For the next connection: it breaks when more than so many bytes would pass that way. */
void proxy_cut (Proxy *self, ProxyWay way, guint64 after);
/* The byte with that number arrives as another one. When nothing moves any more, it breaks. */
void proxy_corrupt (Proxy *self, ProxyWay way, guint64 at);
/* Every byte travels alone. */
void proxy_trickle (Proxy *self);
/* Nothing comes back, until the client hangs up. @held is called on the proxy's thread. */
void proxy_hold (Proxy *self, GFunc held, gpointer data);

/* Once more to the server, what went to it on the last connection; what it says is lost. */
void proxy_repeat (Proxy *self);

/* Connections that ended since the last plan was made, or 0. Waits for those that are open. */
guint proxy_n_connections (Proxy *self);
/* Did the last connection break as planned? What is just as long as may pass arrives whole. */
gboolean proxy_broke (Proxy *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Proxy, proxy_free)

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "sat-net-client.h"

G_BEGIN_DECLS

SoupSession *sat_net_client_get_session (SatNetClient *self);
/* A question with all its headers, (transfer full); NULL for an address that is none. Arguments as
 * those of sat_net_client_ask(). */
SoupMessage *sat_net_client_make_message (SatNetClient *self,
                                          const char *method,
                                          const char *path,
                                          const char *type,
                                          GBytes *body,
                                          const char *token,
                                          const char *epoch,
                                          guint schema);
/* Can nothing be reached by that? */
gboolean sat_net_client_is_unreached (const GError *failure);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-uuid.h"

G_BEGIN_DECLS

/* What answers of the server say that the engine does not read: sign-in, tokens, news. Each FALSE
 * when it says none of that. */

typedef struct {
  char *access, *refresh; /* neither is empty */
  guint32 device;         /* 0: not said */
} SatNetTokens;

void sat_net_tokens_clear (SatNetTokens *self);
/* Of auth/token and device. */
gboolean sat_net_read_tokens (GBytes *body, SatNetTokens *out);

typedef struct {
  SatNetTokens tokens; /* with a device */
  SatUuid user;
  char *name, *role;         /* of the user */
  char *server, *server_key; /* "" when it is not said */
} SatNetSession;

void sat_net_session_clear (SatNetSession *self);
/* Of auth/login. */
gboolean sat_net_read_session (GBytes *body, SatNetSession *out);

/* The server's last number, of sync/wait and of what sync/live says. */
gboolean sat_net_read_head (GBytes *body, gint64 *head);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SatNetTokens, sat_net_tokens_clear)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SatNetSession, sat_net_session_clear)

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-net-client.h"

G_BEGIN_DECLS

typedef struct {
  char *user, *role; /* the name; "rep", "manager", "admin", "reader" */
  char *server;      /* its name */
  guint32 device;
  gboolean in_file; /* there is no keyring: secrets are in a file beside */
} SatNetLogin;

void sat_net_login_clear (SatNetLogin *self);

/* Signs in at @url and joins the file to that server; blocks. A file that has joined gets a further
 * device, at the same server for the same user only. In a file with records, the structure that the
 * server has by other ids is matched (sat-joining.h); if something cannot be, the error is
 * SAT_SYNC_ERROR_STATE and names it, and nothing has changed. Records travel with the next sync.
 * Errors: SAT_SYNC_ERROR; G_IO_ERROR_CANCELLED; those of the store. */
gboolean sat_net_login (SatStore *store,
                        const char *url,
                        const char *user,
                        const char *password,
                        SatNetLogin *login,
                        GCancellable *cancellable,
                        GError **error);

/* Settings of the file: who signed in, as what, where. */
#define SAT_NET_SETTING_USER "sync_user"
#define SAT_NET_SETTING_ROLE "sync_role"
#define SAT_NET_SETTING_SERVER "sync_server"

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SatNetLogin, sat_net_login_clear)

G_END_DECLS

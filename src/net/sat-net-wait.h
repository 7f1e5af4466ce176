/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-net-client.h"

G_BEGIN_DECLS

/* Waits until the server has something that the file does not, at most about a minute; blocks.
 * *@news: whether it has. Error: SAT_SYNC_ERROR OFFLINE without a way to the server, AUTH when the
 * next sync has to renew the tokens first, STATE for a file that has joined none;
 * G_IO_ERROR_CANCELLED; those of the store. */
gboolean sat_net_wait (SatStore *store, gboolean *news, GCancellable *cancellable, GError **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-net-client.h"

G_BEGIN_DECLS

typedef void (*SatNetNewsFunc) (gpointer user_data);

/* Stays connected to the server, and calls @news on this thread whenever it has something that the
 * file does not; blocks. TRUE: the server has ended it; the next sync finds out why, such as tokens
 * that are to be renewed. Error: SAT_SYNC_ERROR OFFLINE without a way to the server, or when it
 * broke; SERVER when it, or what lies between, knows no WebSockets: sat_net_wait() is for that;
 * STATE for a file that has joined none; G_IO_ERROR_CANCELLED; those of the store. */
gboolean sat_net_live (SatStore *store,
                       SatNetNewsFunc news,
                       gpointer user_data,
                       GCancellable *cancellable,
                       GError **error);

G_END_DECLS

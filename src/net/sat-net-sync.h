/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-net-client.h"

G_BEGIN_DECLS

typedef void (*SatNetProgressFunc) (const SatSyncProgress *progress, gpointer user_data);

/* One sync of a file that has joined a server, from beginning to end; blocks. A file that is a copy
 * gets a device of its own first. @progress (may be NULL) is called on this thread, after each
 * answer. *@counts: what was done, also when the sync breaks off. Error: SAT_SYNC_ERROR with a
 * message for people, G_IO_ERROR_CANCELLED, those of the store. After REVOKED there may be a note
 * beside the file (sat-wipe.h): then close the store and call sat_net_wipe_go_on(). */
gboolean sat_net_sync (SatStore *store,
                       SatNetProgressFunc progress,
                       gpointer user_data,
                       GCancellable *cancellable,
                       SatSyncCounts *counts,
                       GError **error);

G_END_DECLS

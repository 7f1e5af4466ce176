/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-net-client.h"
#include "sat-store.h"

G_BEGIN_DECLS

/* Files of attachments between this computer and the server (sat-files.h, docs/protocol.md 3.10).
 * What was cut goes on where it ended, also in a later call. All of it blocks. */

typedef struct {
  guint sent, fetched;
  guint left; /* that could not be sent or fetched this time */
} SatNetFiles;

/* Called after each file, and while one is under way with its hash and how much of it is there. */
typedef void (*SatNetFilesFunc) (const char *hash, gint64 done, gint64 length, gpointer user_data);

/* Sends what the server is to get, then fetches what is to be here before anybody asks. One file
 * that does not go does not hold up the others. Errors: SAT_SYNC_ERROR, as of a sync: without them
 * all was tried. */
gboolean sat_net_files (SatStore *store,
                        SatNetFilesFunc progress,
                        gpointer user_data,
                        GCancellable *cancellable,
                        SatNetFiles *counts,
                        GError **error);

/* One that somebody wants now. NOT_FOUND: the server has not got it (yet). */
gboolean sat_net_file_fetch (SatStore *store,
                             const char *hash,
                             SatNetFilesFunc progress,
                             gpointer user_data,
                             GCancellable *cancellable,
                             GError **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-net-client.h"
#include "sat-wipe.h"

G_BEGIN_DECLS

/* What a device does that its server has shut out: docs/protocol.md, 3.6. */

/* Asks for orders. The one to remove the files, with the receipt for it, if it is signed by the
 * server that this file joined and is for this device; else NULL: nothing is to be done. (transfer
 * full) */
SatWipe *sat_net_wipe_ask (SatStore *store,
                           SatNetClient *client,
                           SatSecrets *secrets,
                           GCancellable *cancellable);

/* Goes on with what the note beside the database at @path says: forgets what the keyring has,
 * removes the files, brings the server the receipt. Nobody in this process may have the file open.
 * FALSE without @error: there is no note. When the server cannot be reached, it is told the next
 * time. Blocks. Error: G_FILE_ERROR when a file cannot be removed. */
gboolean sat_net_wipe_go_on (const char *path, GError **error);

/* For people; translated. */
const char *sat_net_wipe_text (void);

G_END_DECLS

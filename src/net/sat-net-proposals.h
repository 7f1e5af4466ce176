/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "sat-net-client.h"

G_BEGIN_DECLS

/* Edits that the server keeps because their author may no longer make them: docs/protocol.md, 3.8.
 * They are not in the file: each call asks the server, and blocks. Errors: SAT_SYNC_ERROR; those of
 * the store. */

/* An array of objects, as on the wire. (transfer full) */
JsonArray *sat_net_proposals (SatStore *store, GCancellable *cancellable, GError **error);
/* Does it wait for the decision of whoever asked? */
gboolean sat_net_proposal_waits (JsonNode *proposal);
/* How many of them do. */
guint sat_net_proposals_waiting (JsonArray *proposals);
/* Says yes or no to one. What comes of yes comes with the next sync. Error: also
 * SAT_STORE_ERROR_NOT_FOUND, SAT_STORE_ERROR_CONFLICT if it is decided already or cannot be
 * applied. */
gboolean sat_net_proposal_decide (
    SatStore *store, const SatUuid *u, gboolean accept, GCancellable *cancellable, GError **error);

G_END_DECLS

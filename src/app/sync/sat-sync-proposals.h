/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "sat-sync-service.h"

G_BEGIN_DECLS

/* Edits that the server keeps because their author may no longer make them, for those who may
 * decide; hidden when there are none. They are not in the file: the server is asked.
 *
 * Signals:
 * "answered": the server has said what there is */
#define SAT_TYPE_SYNC_PROPOSALS (sat_sync_proposals_get_type ())
G_DECLARE_FINAL_TYPE (SatSyncProposals, sat_sync_proposals, SAT, SYNC_PROPOSALS, AdwBin)

GtkWidget *sat_sync_proposals_new (SatSyncService *service);
/* Asks now, unless a sync goes on; that there may be some is said when the server cannot be
 * reached. */
void sat_sync_proposals_look (SatSyncProposals *self);
/* What became of an own one, as the server said last: "Accepted by Ben."; NULL: nothing yet.
 * g_free(). */
char *sat_sync_proposals_outcome (SatSyncProposals *self, const SatUuid *u);

G_END_DECLS

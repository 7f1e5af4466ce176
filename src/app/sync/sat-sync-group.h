/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* A titled list, hidden while it is empty. The focus stays at the same place. */
#define SAT_TYPE_SYNC_GROUP (sat_sync_group_get_type ())
G_DECLARE_FINAL_TYPE (SatSyncGroup, sat_sync_group, SAT, SYNC_GROUP, AdwPreferencesGroup)

/* Takes @rows, of SatSyncRow (floating). A row that is there already for the same stays, and says
 * what the new one says: whoever is about to press its button presses that one. */
void sat_sync_group_set_rows (SatSyncGroup *self, GPtrArray *rows);

G_END_DECLS

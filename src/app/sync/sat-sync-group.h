/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-sync-row.h"

G_BEGIN_DECLS

/* A titled list, hidden while it is empty. The focus stays at the same place. */
#define SAT_TYPE_SYNC_GROUP (sat_sync_group_get_type ())
G_DECLARE_FINAL_TYPE (SatSyncGroup, sat_sync_group, SAT, SYNC_GROUP, AdwPreferencesGroup)

/* The row for @item, floating. */
typedef SatSyncRow *(*SatSyncRowFunc) (gpointer item, gpointer user_data);

/* Shows the first of @items, as many as sat_sync_group_get_limit() says, a row each. What is left,
 * with @more that are not in @items, is counted in a last line, where some more can be asked for:
 * the signal "more-wanted" says that the limit has grown. A row that is there already for the same
 * stays, and says what the new one says: whoever is about to press its button presses that one. */
void sat_sync_group_show (
    SatSyncGroup *self, GPtrArray *items, guint more, SatSyncRowFunc func, gpointer user_data);
guint sat_sync_group_get_limit (SatSyncGroup *self);

G_END_DECLS

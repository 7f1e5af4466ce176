/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-views.h"

G_BEGIN_DECLS

/* How the file stands with its server: who is signed in, what waits to be sent, where two people
 * edited the same, what was refused, what the last syncs did. Of a file that belongs to no server:
 * the way to sign in. */
#define SAT_TYPE_SYNC_VIEW (sat_sync_view_get_type ())
G_DECLARE_FINAL_TYPE (SatSyncView, sat_sync_view, SAT, SYNC_VIEW, AdwBin)

GtkWidget *sat_sync_view_new (SatContext *context, const SatViewInfo *info);

G_END_DECLS

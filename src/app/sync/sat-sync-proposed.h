/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-store.h"

G_BEGIN_DECLS

/* How many proposals (sat-net-proposals.h) wait for whoever works here: asked after a sync, as
 * nothing in the file tells of them, and not again within half a minute. Main thread. */
typedef struct _SatSyncProposed SatSyncProposed;

/* @changed: it is another number. */
typedef void (*SatSyncProposedFunc) (gpointer user_data);

SatSyncProposed *
sat_sync_proposed_new (SatStore *store, SatSyncProposedFunc changed, gpointer user_data);
/* What goes on is cancelled, and @changed is not called any more. */
void sat_sync_proposed_free (SatSyncProposed *self);
/* A sync has gone well. */
void sat_sync_proposed_ask (SatSyncProposed *self);
/* There is no way to the server, or there is to be none. */
void sat_sync_proposed_stop (SatSyncProposed *self);
guint sat_sync_proposed_get (const SatSyncProposed *self);
/* Somebody else has just asked: there is no need to for a while. */
void sat_sync_proposed_set (SatSyncProposed *self, guint n);

G_END_DECLS

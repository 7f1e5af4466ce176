/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-store.h"

G_BEGIN_DECLS

/* Watches for what others write: by a WebSocket, for some time by long polls where there can be
 * none. Main thread. */
typedef struct _SatSyncWatch SatSyncWatch;

/* A sync is due in @ms milliseconds: there is something new, or the watching has ended and begins
 * again after a sync. */
typedef void (*SatSyncDueFunc) (guint ms, gpointer user_data);

SatSyncWatch *sat_sync_watch_new (SatStore *store, SatSyncDueFunc due, gpointer user_data);
/* Nothing is called any more. */
void sat_sync_watch_free (SatSyncWatch *self);

/* After a sync that went well. Does nothing while it watches. */
void sat_sync_watch_start (SatSyncWatch *self);
/* The way to the server may be another one now, or is not to be used. */
void sat_sync_watch_stop (SatSyncWatch *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatSyncWatch, sat_sync_watch_free)

G_END_DECLS

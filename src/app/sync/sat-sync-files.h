/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-store.h"

G_BEGIN_DECLS

/* Sends and fetches files of attachments (sat-net-files.h) in the background, after the edits and
 * beside them: a large one holds up no sync. What the server cannot give yet is asked for again,
 * ever more seldom. Main thread. */
typedef struct _SatSyncFiles SatSyncFiles;

/* @moved: something was sent or has arrived. */
typedef void (*SatSyncFilesFunc) (gpointer user_data);

SatSyncFiles *sat_sync_files_new (SatStore *store, SatSyncFilesFunc moved, gpointer user_data);
/* What goes on is cancelled, and @moved is not called any more. */
void sat_sync_files_free (SatSyncFiles *self);
/* A sync has gone well. */
void sat_sync_files_go (SatSyncFiles *self);
/* There is no way to the server, or there is to be none. */
void sat_sync_files_stop (SatSyncFiles *self);

G_END_DECLS

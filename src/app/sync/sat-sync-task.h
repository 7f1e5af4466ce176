/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-store.h"
#include "sat-uuid.h"

G_BEGIN_DECLS

/* What somebody decides in the Sync view: it writes, and so may wait for whoever writes. */
typedef enum {
  SAT_SYNC_TASK_KEEP,    /* a conflict: what stands is right */
  SAT_SYNC_TASK_OTHER,   /* a conflict: what lost is right */
  SAT_SYNC_TASK_RETRY,   /* a refused edit is written again */
  SAT_SYNC_TASK_DROP,    /* a refused edit leaves the list */
  SAT_SYNC_TASK_DISCARD, /* an edit that was not sent is taken back */
  SAT_SYNC_TASK_GO_OFFLINE,
  SAT_SYNC_TASK_GO_ONLINE,
} SatSyncTaskKind;

/* @problem: NULL: done. */
typedef void (*SatSyncTaskFunc) (const char *problem, gpointer user_data);

/* Is the file to work without its server, as it says or as SATCHEL_OFFLINE=1 does? Main thread. */
gboolean sat_sync_task_is_offline (SatStore *store);

/* On a thread of its own; @done comes on the main thread, unless @owner is gone. @uuid: of the
 * conflict or the edit; @id: of the refused edit. */
void sat_sync_task_run (SatStore *store,
                        SatSyncTaskKind kind,
                        const SatUuid *uuid,
                        gint64 id,
                        SatSyncTaskFunc done,
                        gpointer owner);

G_END_DECLS

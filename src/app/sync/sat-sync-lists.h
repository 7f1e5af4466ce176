/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-outbox.h"
#include "sat-sync-service.h"

G_BEGIN_DECLS

/* What the Sync view lists, read in one go. */

typedef struct {
  SatConflictEntry *conflict; /* owned */
  char *title;                /* of the record; "" */
} SatSyncConflict;

typedef struct {
  GPtrArray *conflicts; /* SatSyncConflict, open ones, newest first */
  GPtrArray *refused;   /* SatRejectedEntry, oldest first */
  GPtrArray *queue;     /* SatOutboxEntry, in the order of sending */
} SatSyncLists;

/* How many entries of the queue are listed. */
#define SAT_SYNC_LISTED 100

/* A SatReadFunc; sat_sync_lists_free() frees what it gives. */
gpointer
sat_sync_lists_read (SatReader *reader, gpointer data, GCancellable *cancellable, GError **error);
void sat_sync_lists_free (SatSyncLists *self);

/* The two lines of a row. g_free(). */
char *sat_sync_conflict_title (SatContext *context, const SatSyncConflict *conflict);
char *sat_sync_conflict_text (SatContext *context, const SatSyncConflict *conflict);
char *sat_sync_line_text (SatContext *context, const SatSyncLine *line);

G_END_DECLS

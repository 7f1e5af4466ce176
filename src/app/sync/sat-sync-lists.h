/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-outbox.h"
#include "sat-sync-service.h"

G_BEGIN_DECLS

/* What the Sync view lists, read in one go. */

typedef struct {
  SatConflictEntry *conflict; /* owned */
  char *title;                /* of the record; "" */
  gint64 with;                /* the other one of a pair that can be merged; 0 */
} SatSyncConflict;

typedef struct {
  GPtrArray *conflicts; /* SatSyncConflict, open ones, newest first */
  GPtrArray *refused;   /* SatRejectedEntry, oldest first */
  GPtrArray *queue;     /* SatOutboxEntry, in the order of sending */
  guint queue_left;     /* entries after those */
} SatSyncLists;

/* What to read, for another thread. */
typedef struct {
  SatFormat format; /* a copy */
  guint queue;      /* entries of it at most */
} SatSyncWanted;
SatSyncWanted *sat_sync_wanted_new (const SatFormat *format, guint queue);
void sat_sync_wanted_free (SatSyncWanted *self);

/* A SatReadFunc, of a SatSyncWanted; sat_sync_lists_free() frees what it gives. */
gpointer
sat_sync_lists_read (SatReader *reader, gpointer data, GCancellable *cancellable, GError **error);
void sat_sync_lists_free (SatSyncLists *self);

/* Fields as they travel, in words: "Phone = 555". g_free(). */
char *sat_sync_describe_fields (SatContext *context, const SatType *type, const char *json);

/* The two lines of a row. g_free(). */
char *sat_sync_conflict_title (SatContext *context, const SatSyncConflict *conflict);
char *sat_sync_conflict_text (SatContext *context, const SatSyncConflict *conflict);
char *sat_sync_line_text (SatContext *context, const SatSyncLine *line);

G_END_DECLS

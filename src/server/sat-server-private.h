/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-blobs.h"
#include "sat-server.h"
#include "sat-storage.h"
#include "sat-visibility.h"

G_BEGIN_DECLS

/* What the files of the core share. */

/* Results of a push are kept for so long, and so many of each device for ever. */
#define SAT_SERVER_RESULTS_US (G_GINT64_CONSTANT (90) * 24 * 60 * 60 * G_USEC_PER_SEC)
#define SAT_SERVER_KEPT_RESULTS 10000
#define SAT_SERVER_KEY_SIZE 32
#define SAT_EPOCH_LENGTH 16

/* Beside the database in its folder. */
#define SAT_SERVER_DATABASE "records.db"
#define SAT_SERVER_KEY "mac.key" /* signs cursors */
#define SAT_SERVER_HIGH_WATER                                                                      \
  "highwater"                      /* the last epoch and commit that anybody may have seen         \
                                    */
#define SAT_SERVER_ERASED "erased" /* hashes of the ids of erased records, one a line */

/* How far a new life of the database begins above the last one known. */
#define SAT_SERVER_LEAP ((gint64)1 << 20)

struct _SatServer {
  char *folder;
  SatRegistry *registry;
  SatClock *clock;
  SatStorage *storage;
  SatVisibility *visibility;
  SatBlobs *blobs;
  GMutex blob_lock;  /* whoever adds or removes one; before all other locks */
  const char *epoch; /* interned; sat_server_epoch() */
  guint8 key[SAT_SERVER_KEY_SIZE];
  int high_water;  /* the open file */
  int any_erased;  /* atomic: somebody was erased some time */
  int same, other; /* atomic: clients whose sums were as they should be, or not */
  int went_back;   /* atomic: this life or one before it began from an older database */

  GMutex lock; /* of what follows */
  GCond turn;
  GQueue waiting;   /* of what sat_server_run() is to do, oldest first */
  gboolean leading; /* a thread works for all that wait */
  gint64 head;
  gint64 forget_at;    /* the next time that a pull clears old marks away */
  gint64 tidy_at;      /* the same of tidying the storage */
  GHashTable *cursors; /* device -> SatStoredCursor: who has pulled since the last time */
  SatServerCommitted committed;
  gpointer committed_data;
};

/* It changes while it is open only when somebody proves that the whole folder went back. */
const char *sat_server_epoch (SatServer *self);
/* EPOCH_CHANGED when @epoch is neither "" nor the server's. */
gboolean sat_server_check_epoch (SatServer *self, const char *epoch, GError **error);

/* A piece of writing. FALSE: nothing of it is kept. */
typedef gboolean (*SatServerWork) (SatServer *self,
                                   SatTransaction *transaction,
                                   gpointer data,
                                   GError **error);
/* Does @work in a write transaction and returns when it is on the disk. Those that wait while
 * others are at it share the next transaction, and so one flush of the disk; each fails for itself.
 * Error: also SAT_SERVER_ERROR_BUSY when too many wait, FULL when the disk is. */
gboolean sat_server_run (SatServer *self, SatServerWork work, gpointer data, GError **error);

/* Tells the high-water file and who waits for it; after a commit, with the transaction ended. */
void sat_server_tell_commit (SatServer *self, gint64 head);

/* A record with this id was erased: nobody brings it back. */
gboolean sat_server_is_erased (SatServer *self,
                               SatTransaction *transaction,
                               const SatUuid *id,
                               gboolean *erased,
                               GError **error);

/* Removes what hash was erased from a database that does not know it. A restored database is marked
 * with SAT_SERVER_META_AGAIN until that is done. */
#define SAT_SERVER_META_AGAIN "erase_again"
gboolean sat_server_erase_again (SatServer *self, GError **error);

/* Somebody has seen commit @seen of this life, which is not there: another life begins. */
gboolean sat_server_begin_again (SatServer *self, gint64 seen, GError **error);
/* What a device of the life @epoch has seen after commit *@after may be lost; -1: nothing. */
gboolean sat_server_lost_after (
    SatServer *self, SatTransaction *transaction, const char *epoch, gint64 *after, GError **error);

/* A restored database is to begin another life, whatever the files beside it say. */
#define SAT_SERVER_META_ANEW "begin_anew"

/* Epoch, key and high-water of the folder, for the storage that has just been opened. */
gboolean sat_server_begin_life (SatServer *self, GError **error);
/* A fresh random epoch. */
void sat_server_new_epoch (char out[SAT_EPOCH_LENGTH + 1]);
/* *@seq 0 when there is none. */
gboolean sat_server_read_high_water (const char *folder,
                                     char epoch[SAT_EPOCH_LENGTH + 1],
                                     gint64 *seq,
                                     GError **error);

G_END_DECLS

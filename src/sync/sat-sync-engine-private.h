/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "sat-own-digest.h"
#include "sat-rescue.h"
#include "sat-sync-engine.h"

G_BEGIN_DECLS

/* How often the same is tried within one sync. */
#define SAT_SYNC_MOST_CUTS 4
#define SAT_SYNC_MOST_BUSY 6
#define SAT_SYNC_MOST_NONSENSE 3
#define SAT_SYNC_MOST_REFRESHES 2
#define SAT_SYNC_MOST_ENROLMENTS 2
#define SAT_SYNC_MOST_RESTARTS 10
#define SAT_SYNC_MOST_HALVINGS 20
#define SAT_SYNC_MOST_STALE 8
#define SAT_SYNC_MOST_ROUNDS 100
#define SAT_SYNC_MOST_COMPARISONS 4
#define SAT_SYNC_MOST_LEAVES 64

typedef enum {
  SAT_SYNC_PHASE_ENROL,
  SAT_SYNC_PHASE_HELLO,
  SAT_SYNC_PHASE_RESCUE,
  SAT_SYNC_PHASE_PUSH,
  SAT_SYNC_PHASE_PULL,
  SAT_SYNC_PHASE_COMPARE,
  SAT_SYNC_PHASE_DONE,
} SatSyncPhase;

struct _SatSyncEngine {
  SatStore *store;
  SatReader *reader;
  guint schema;

  SatSyncPhase phase;
  SatSyncKind asked; /* what the next answer is about */
  gboolean refresh;  /* before anything else */
  gboolean last;     /* nothing is pulled any more */
  guint wait_ms;     /* before anything else */
  char *path, *epoch;
  GBytes *body;
  GBytes *packed;
  guint pushing; /* mutations of @body */
  /* The push behind that one, made ready while that is on its way; NULL: none. */
  GBytes *next_body, *next_packed;
  gint64 next_first;   /* number of its first mutation */
  gboolean next_begun; /* @ahead was told of it */

  gboolean pulled;        /* the last push, if any, lies before a complete pull */
  gboolean moved;         /* to another device */
  gboolean offset_is_set; /* in this sync */
  char *next_epoch;       /* while what the server lost is offered */
  gint64 next_last_m;
  SatChain next_hash;
  GArray *offer; /* NULL: nothing is offered */
  guint offered, offer_most;
  gint64 fork; /* where the next device takes over; -1: unknown */
  guint cuts, busy, nonsense, refreshes, enrolments, restarts, halvings, stale, rounds;
  guint push_most; /* mutations a push; 0: as many as there may be */
  guint pull_most; /* rows a page */
  gboolean whole;  /* parts of records did not fit what is here */

  gboolean compare;    /* again: it was begun */
  guint comparisons;   /* from the top, in this sync */
  guint behind;        /* times that the server was ahead again */
  gboolean found;      /* something differed in this comparison */
  gboolean anew;       /* so much did that all was pulled anew */
  guint64 leaf_rows;   /* so many are fetched at once */
  GPtrArray *doubts;   /* of prefixes: those of sums, then "=" and those of leaves; NULL: none */
  SatDigest own;       /* what the last question about sums was asked with */
  SatPullState own_at; /* and where the file stood */

  SatSyncAheadFunc ahead; /* NULL: nobody wants to know */
  gpointer ahead_data;

  SatSyncCounts counts;
  SatSyncProgress progress;
};

/* The answer was not 200, or could not be read. FALSE: it is the end. */
gboolean sat_sync_engine_failed (
    SatSyncEngine *self, guint status, guint retry_after, GBytes *body, GError **error);
/* A 200 that makes no sense: asks again, some times. */
gboolean sat_sync_engine_nonsense (SatSyncEngine *self, const char *why, GError **error);
/* The file needs a device of its own. @fork: the last mutation that it has in common with what the
 * server knows of the present one; -1: unknown. */
gboolean sat_sync_engine_enrol (SatSyncEngine *self, gint64 fork, GError **error);
/* The server knows our mutations only up to @last_m, and wants the others again. */
gboolean
sat_sync_engine_rewind (SatSyncEngine *self, gint64 last_m, const SatChain *hash, GError **error);
/* It went back: offers what came after @lost_after, then as for the two above and below. */
gboolean sat_sync_engine_rescue (SatSyncEngine *self,
                                 const char *epoch,
                                 gint64 lost_after,
                                 gint64 last_m,
                                 const SatChain *hash,
                                 GError **error);
/* The next piece is in @body; was taken; was refused. */
gboolean sat_sync_engine_offer (SatSyncEngine *self, GError **error);
gboolean sat_sync_engine_offered (SatSyncEngine *self, GError **error);
gboolean sat_sync_engine_offer_refused (SatSyncEngine *self, guint status, GError **error);
/* All is pushed and pulled: is it compared, too? */
gboolean sat_sync_engine_after_pull (SatSyncEngine *self, const SatRemoteState *state);
/* The next question is in @path, of *@kind; *@path NULL: there is none, it is over. */
gboolean
sat_sync_engine_ask_digest (SatSyncEngine *self, SatSyncKind *kind, char **path, GError **error);
gboolean sat_sync_engine_digest_answered (SatSyncEngine *self, GBytes *body, GError **error);
gboolean sat_sync_engine_leaf_answered (SatSyncEngine *self, GBytes *body, GError **error);
/* TRUE: the refusal is dealt with. Everything else was done, so the sync does not fail by it. */
gboolean sat_sync_engine_digest_refused (SatSyncEngine *self, guint status);
/* Another life of the server's database. */
gboolean sat_sync_engine_restart (SatSyncEngine *self, const char *epoch, GError **error);

G_END_DECLS

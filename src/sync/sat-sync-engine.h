/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-outbox.h"
#include "sat-sync.h"

G_BEGIN_DECLS

/* One sync, from the first question to the last: pushes what waits, pulls what is new, again until
 * nothing is left. It says what to ask, somebody else asks and brings the answer:
 *
 *   while (sat_sync_engine_next (engine, &request, &error) && request.step != SAT_SYNC_DONE)
 *     ... wait, or send the request; then, of a request:
 *     if (!sat_sync_engine_answer (engine, status, retry_after, body, &error)) ...
 *
 * All that must survive is in the file: an engine may be dropped at any time, and another one goes
 * on. It has no clock and no random numbers, so the same file and the same answers give the same
 * questions. It belongs to one thread at a time. */
typedef struct _SatSyncEngine SatSyncEngine;

typedef enum {
  SAT_SYNC_ASK,
  SAT_SYNC_WAIT,
  SAT_SYNC_DONE,
} SatSyncStep;

/* What is asked. Of REFRESH and ENROL, whoever sends takes the tokens from the answer, and keeps
 * them, before the engine gets it; REFRESH has no body yet: it needs a signature. */
typedef enum {
  SAT_SYNC_HELLO,
  SAT_SYNC_PUSH,
  SAT_SYNC_PULL,
  SAT_SYNC_RESCUE,
  SAT_SYNC_DIGEST, /* sums over what the file should hold */
  SAT_SYNC_LEAF,   /* records of it */
  SAT_SYNC_ENROL,
  SAT_SYNC_REFRESH,
} SatSyncKind;

typedef struct {
  SatSyncStep step;
  guint wait_ms; /* of WAIT; add some of your own, so that not all laptops come together */

  /* of ASK; all owned by the engine, until the next call */
  SatSyncKind kind;
  const char *method;
  const char *path;  /* from "/v1" on, with the query */
  GBytes *body;      /* NULL: none */
  GBytes *packed;    /* the same as gzip; NULL: it was not packed yet */
  const char *epoch; /* X-Epoch */
  guint schema;      /* X-Schema */
} SatSyncRequest;

/* Instead of an HTTP status. */
#define SAT_SYNC_UNREACHED 0 /* there is no connection: nothing was asked */
#define SAT_SYNC_CUT 1       /* it may or may not have been understood; also a time-out */

/* What one sync did. */
typedef struct {
  guint64 pushed;      /* edits that the server has answered */
  guint64 pulled;      /* records that are as the server says */
  guint64 gone;        /* roots taken away */
  guint64 conflicts;   /* edits that met somebody else's, or made a pair of records alike */
  guint64 rejected;    /* edits that were refused */
  guint64 quarantined; /* edits that the server keeps as a proposal */
  guint64 mended;      /* records that were not as the server had told them; they are now */
  gboolean compared;   /* the file was compared with the server to the end */
  gboolean differs;    /* and it still holds something else: it is tried again the next time */
} SatSyncCounts;

typedef struct {
  SatSyncKind kind; /* PUSH or PULL; HELLO before */
  /* Of PUSH: edits. Of PULL: records so far, and 0; while a first load is not complete, rows so
   * far, also of earlier syncs, and about how many there are, which may turn out less than @done.
   */
  guint64 done, total;
  gint64 behind, ahead; /* of PULL: commits taken over in this sync, and still to come */
} SatSyncProgress;

/* @token_device: the device that the tokens are for. @same_file: FALSE: the file is a copy, or an
 * older one put back: it gets a device of its own before anything is sent. Error:
 * SAT_SYNC_ERROR_AUTH if the file has not joined a server; those of the store. */
SatSyncEngine *
sat_sync_engine_new (SatStore *store, guint32 token_device, gboolean same_file, GError **error);
void sat_sync_engine_free (SatSyncEngine *self);
/* Only pushes, under the device that it has: the last that a server takes from somebody who leaves.
 * Before the first sat_sync_engine_next(). */
void sat_sync_engine_set_last (SatSyncEngine *self);

/* What to do next. Error: of the store. */
gboolean sat_sync_engine_next (SatSyncEngine *self, SatSyncRequest *request, GError **error);
/* What came. @status: of HTTP, or one of the two above. @retry_after: seconds, as the header said;
 * 0: it did not. @body may be NULL. Error: SAT_SYNC_ERROR with a message for people: the sync is
 * over; those of the store. */
gboolean sat_sync_engine_answer (
    SatSyncEngine *self, guint status, guint retry_after, GBytes *body, GError **error);

/* @func is told what will be asked next if what has come is taken over, before it is: storing a
 * page takes as long as fetching the next one, and a server need not wait for the next push until
 * its answer to the last one is stored. It may be asked at once. The request is valid until @func
 * returns; what is asked later may be another one. NULL: nobody; then pushes are made ready one
 * after another. */
typedef void (*SatSyncAheadFunc) (const SatSyncRequest *request, gpointer user_data);
void sat_sync_engine_set_ahead (SatSyncEngine *self, SatSyncAheadFunc func, gpointer user_data);

const SatSyncCounts *sat_sync_engine_counts (SatSyncEngine *self);
void sat_sync_engine_progress (SatSyncEngine *self, SatSyncProgress *progress);
/* The device after the sync gave the file another one: identity beside the file is renewed then. */
gboolean sat_sync_engine_has_moved (SatSyncEngine *self);

/* The setting of a file that was joined with records of its own, until they are entered. */
#define SAT_SYNC_SETTING_ENTER "sync_enter"
/* The setting of a file whose device was revoked: "1". */
#define SAT_SYNC_SETTING_REVOKED "sync_revoked"

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatSyncEngine, sat_sync_engine_free)

G_END_DECLS

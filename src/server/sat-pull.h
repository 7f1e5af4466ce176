/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-digest.h"
#include "sat-page.h"
#include "sat-pull-token.h"
#include "sat-visibility.h"

G_BEGIN_DECLS

/* Pages of a pull (docs/protocol.md, 3.4).
 *
 * What a client holds is described by its cursor C and its scopes V (`sv`): every root that V sees
 * at C, whole, as it was at C or later. A page brings C forward under V, or, when the caller's
 * scopes are no longer V, sends the difference first with C standing still. Whatever is sent is
 * read from one snapshot and is of roots that the caller sees there. */

/* How many rows one page looks at, and of how many roots it asks for what hangs from them. */
#define SAT_PULL_MOST_SEEN 20000
#define SAT_PULL_MOST_ROOTS 5000
#define SAT_PULL_MOST_BYTES (4 * 1024 * 1024)
/* How long marks of what left are kept, at least and at most, and how long a device may be silent
 * until nothing is kept for it any more: who stayed away longer begins anew. */
#define SAT_PULL_DAY_US ((gint64)24 * 3600 * G_USEC_PER_SEC)
#define SAT_PULL_RECENT_US (30 * SAT_PULL_DAY_US)
#define SAT_PULL_MARKS_US (400 * SAT_PULL_DAY_US)
#define SAT_PULL_SILENT_US (180 * SAT_PULL_DAY_US)

typedef struct {
  SatStorage *storage;
  SatVisibility *visibility;
  const char *epoch;
  const guint8 *key; /* SAT_PULL_KEY_SIZE */
  gint64 now;
} SatPullSource;

/* @limit: rows, 0 for the usual. Errors: MALFORMED, BAD_CURSOR, EPOCH_CHANGED, CURSOR_EXPIRED, or
 * the storage's. */
GBytes *sat_pull_page (const SatPullSource *source,
                       const SatCaller *caller,
                       const SatPullState *state,
                       guint limit,
                       GError **error);

/* FALSE in *@news only if a pull from @cursor on, by a client that holds what it should, would
 * bring nothing. */
gboolean sat_pull_has_news (const SatPullSource *source,
                            const SatCaller *caller,
                            const char *cursor,
                            gboolean *news,
                            GError **error);
/* The same after the commit @seq. */
gboolean sat_pull_has_news_since (const SatPullSource *source,
                                  const SatCaller *caller,
                                  gint64 seq,
                                  gboolean *news,
                                  GError **error);

/* Sums over what the caller holds, for sat_digest_init()'s prefix (docs/protocol.md, 3.11).
 * *@behind: there is something to pull first, and @digest is empty. Errors as of a page. */
gboolean sat_pull_digest (const SatPullSource *source,
                          const SatCaller *caller,
                          const SatPullState *state,
                          SatDigest *digest,
                          gboolean *behind,
                          GError **error);
/* The records of that prefix with their past, as a page that leads nowhere; `more`: as behind.
 * Error: TOO_LARGE. */
GBytes *sat_pull_leaf (const SatPullSource *source,
                       const SatCaller *caller,
                       const SatPullState *state,
                       const SatDigest *prefix,
                       GError **error);

/* To be called about once a day: forgets marks that nobody needs any more. @cursors: of
 * SatStoredCursor, devices that have been seen since the last time; NULL: none. */
gboolean sat_pull_forget_marks (const SatPullSource *source, GArray *cursors, GError **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-reader.h"

G_BEGIN_DECLS

/* Search over everything. The writer marks what it touched (table search_dirty); the index is
 * brought up to date when idle, and queries look at the marked records too, so nothing is missed.
 * The index can be dropped and rebuilt at any time. */

typedef struct {
  gint64 id;
  const SatType *type;
  SatUuid uuid;
  char *title;
  char *detail; /* what tells it apart: company, stage and amount, mail ... */
} SatSearchHit;

void sat_search_hit_free (SatSearchHit *hit);

/* The best hits first: whole title, title prefix, word prefix in the title, other field or the end
 * of a phone number, substring of three letters or more; within these by the type's rank, then the
 * latest change. All words must be found. @type_name NULL: every type. @limit 0: 50.
 * A text without words finds nothing. GPtrArray of SatSearchHit. */
GPtrArray *sat_search (SatReader *reader,
                       const char *text,
                       const char *type_name,
                       guint limit,
                       GCancellable *cancellable,
                       GError **error);

/* For lists: the ids (gint64, ascending) of all records of type @type_name in which all @words are
 * found, as sat_search() finds them. *@complete: FALSE if there are more than @most, or if so much
 * was written just now that not all of it could be looked at. */
gboolean sat_search_ids (SatReader *reader,
                         const char *words,
                         const char *type_name,
                         guint most,
                         GArray **ids,
                         gboolean *complete,
                         GCancellable *cancellable,
                         GError **error);
/* Are all @words found in the record as it is now? No words: yes. */
gboolean sat_search_matches (
    SatReader *reader, gint64 id, const char *words, gboolean *matches, GError **error);

/* Indexes up to @max marked records on the writing connection (called by the store's writer thread
 * when idle, by sat_store_close() and by satchelctl), in transactions of their own. *@left (may be
 * NULL): how many are still marked. */
gboolean sat_search_index (
    SatConnection *writing, SatRegistry *registry, guint max, guint *left, GError **error);
/* Throws the index away and makes it anew, for all records. */
gboolean sat_search_rebuild (SatConnection *writing, SatRegistry *registry, GError **error);

G_END_DECLS

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

/* The best hits first: whole title, title prefix, word prefix in the title, other field, substring;
 * within a rank by the type's rank, then the latest change. All words must be found. @type_name
 * NULL: every type. GPtrArray of SatSearchHit. */
GPtrArray *sat_search (SatReader *reader,
                       const char *text,
                       const char *type_name,
                       guint limit,
                       GCancellable *cancellable,
                       GError **error);

/* Indexes up to @max marked records on the writing connection (called by the store's writer thread
 * when idle, by sat_store_close() and by satchelctl).
 * *@left: how many are still marked. */
gboolean sat_search_index (
    SatConnection *writing, SatRegistry *registry, guint max, guint *left, GError **error);
gboolean sat_search_rebuild (SatConnection *writing, SatRegistry *registry, GError **error);

G_END_DECLS

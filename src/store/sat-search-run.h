/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-search-marked.h"

G_BEGIN_DECLS

/* What the two ways of asking share: the best hits first, and all of them for a list. */

typedef struct {
  gint64 id;
  const SatType *type;
  SatSearchTier tier;
  gboolean fresh; /* @order is its last change, else its document */
  gint64 order;
} SatSearchFound;

typedef struct {
  SatReader *reader;
  const SatSearchMarked *marked;
  SatSearchMatch *match;
  const SatType *type; /* NULL: all */
  guint limit;
  guint reread;
  GHashTable *seen; /* gint64 ids that are not to be taken from the index any more */
  GArray *fresh;    /* of SatSearchFound: marked records that fit */
  GArray *found;    /* of SatSearchFound, in order */
} SatSearchRun;

/* Reads what is marked. @type_name NULL: all types. */
gboolean sat_search_run_begin (SatSearchRun *self,
                               SatReader *reader,
                               const char *text,
                               const char *type_name,
                               guint limit,
                               GError **error);
void sat_search_run_clear (SatSearchRun *self);

/* @sql with the documents that @expression finds, of the type: ?1, and ?2 to ?3. */
SatStatement *
sat_search_run_query (SatSearchRun *self, const char *expression, const char *sql, GError **error);
/* Was the record written since it was indexed? */
gboolean sat_search_run_is_marked (SatSearchRun *self, gint64 id, gboolean *marked, GError **error);

/* One snapshot for all that a search reads. */
gboolean sat_search_open_snapshot (SatReader *reader, GCancellable *cancellable, GError **error);
void sat_search_close_snapshot (SatReader *reader);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SatSearchRun, sat_search_run_clear)

G_END_DECLS

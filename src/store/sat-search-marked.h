/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-search-match.h"
#include "sat-search-source.h"

G_BEGIN_DECLS

/* Records that were written since they were indexed: search looks at them itself. Private to the
 * store. */

/* One of them, or any other record whose words were read. */
typedef struct {
  gint64 id;
  const SatType *type;
  SatHlc latest;
  char *title, *other; /* as in SatSearchText */
} SatSearchFresh;

void sat_search_fresh_clear (gpointer fresh); /* for g_array_set_clear_func() */

/* What a reader keeps between two searches; read anew when the file was written. */
typedef struct {
  SatSearchSource *source;
  gboolean known;  /* there is an index to ask */
  gboolean all;    /* @records are all marked ones; else only the newest */
  GArray *records; /* of SatSearchFresh; those that can be found */
  GHashTable *ids; /* gint64; of those, and of the deleted ones among them */
} SatSearchMarked;

/* (transfer none): valid until the next call. After sat_reader_refresh(). */
const SatSearchMarked *sat_search_marked (SatReader *reader, GError **error);

/* Reads one record. FALSE in *@live: it cannot be found. */
gboolean sat_search_fresh_read (SatReader *reader,
                                const SatSearchMarked *marked,
                                gint64 id,
                                SatSearchFresh *fresh,
                                gboolean *live,
                                GError **error);

/* When too many are marked to read them all, these may fit: ids (gint64) of marked records that
 * have a name, a mail or another indexed text that begins with a word of @match. A bounded number
 * of index rows is looked at. */
GArray *sat_search_guess (SatReader *reader,
                          const SatSearchMarked *marked,
                          SatSearchMatch *match,
                          const SatType *type,
                          GError **error);

G_END_DECLS

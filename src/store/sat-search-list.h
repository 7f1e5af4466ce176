/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-reader.h"

G_BEGIN_DECLS

/* Records by their words for queries, which put them in order and narrow them further. Private to
 * the store. Within the caller's snapshot, and as long as its connection may take. */

/* As sat_search_ids(). @most G_MAXUINT: all, however much was written just now. */
gboolean sat_search_list (SatReader *reader,
                          const char *words,
                          const SatType *type,
                          guint most,
                          GArray **ids,
                          gboolean *complete,
                          GError **error);

/* Of the records that were written since they were indexed those that fit (gint64, in no order).
 * FALSE in *@rest_indexed: the index does not tell of all others. */
gboolean sat_search_list_marked (SatReader *reader,
                                 const char *words,
                                 const SatType *type,
                                 GArray **ids,
                                 gboolean *rest_indexed,
                                 GError **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-connection.h"
#include "sat-registry.h"

G_BEGIN_DECLS

/* The tables of the index, which anyone may drop. Private to the store.
 *
 * search_index   FTS5: tokens (sat-search-words.h) of a document; keeps no text
 * search_doc     the words of each document, by which it is checked and forgotten
 * search_state   the number of the last document; what was searched when it was built
 *
 * A document's number puts the best kind of record last and, within it, the latest change: a record
 * that changes gets a new one. So the index lists hits in order when read from its end. */

/* FALSE in *@known: there is no index, or one of another version. */
gboolean sat_search_index_is_known (SatConnection *connection, gboolean *known, GError **error);
/* TRUE in *@current: what follows would change nothing. */
gboolean sat_search_index_is_current (SatConnection *connection,
                                      SatRegistry *registry,
                                      gboolean *current,
                                      GError **error);
/* Inside a transaction: makes the tables if they are not known, and marks the records whose words
 * may differ from what the tables hold. */
gboolean sat_search_index_ensure (SatConnection *connection, SatRegistry *registry, GError **error);
/* The same from nothing. */
gboolean sat_search_index_create (SatConnection *connection, SatRegistry *registry, GError **error);
/* Many records are about to be written: their runs are merged when it is switched off again. */
gboolean sat_search_index_set_bulk (SatConnection *connection, gboolean bulk, GError **error);

/* The lower bits of a document are its number, counted over all ranks; documents of a rank lie
 * between these two. */
#define SAT_SEARCH_DOC_BITS 31
gint64 sat_search_first_doc (guint8 rank);
gint64 sat_search_last_doc (guint8 rank);

G_END_DECLS

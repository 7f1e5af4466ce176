/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-query.h"

G_BEGIN_DECLS

/* A GListModel of SatRecord over a query, for the main thread. The first page comes at once by
 * keyset, the vector of all ids from a reader thread, rows by 50 when they are asked for; a list
 * that grows or shrinks by many is told in steps, one in each turn of the main loop, as widgets are
 * dear. Follows the store's "changed" and emits only the difference. The same record is the same
 * object as long as someone holds it. */
#define SAT_TYPE_LIST_MODEL (sat_list_model_get_type ())
G_DECLARE_FINAL_TYPE (SatListModel, sat_list_model, SAT, LIST_MODEL, GObject)

/* Properties: "loading" (boolean), "n-items" (uint), "error" (string, NULL if all is well). */
SatListModel *sat_list_model_new (SatStore *store);

/* Shows @query (copied) from now on; a running one is cancelled. */
void sat_list_model_set_query (SatListModel *self, SatQuery *query);
SatQuery *sat_list_model_get_query (SatListModel *self); /* (transfer none) */
gboolean sat_list_model_get_loading (SatListModel *self);
/* How many there are when all is told. FALSE: not known yet. */
gboolean sat_list_model_count (SatListModel *self, guint *n);
/* Which row is at the top of what somebody sees: rows near it have widgets. */
void sat_list_model_set_shown (SatListModel *self, guint position);
gint64 sat_list_model_get_id (SatListModel *self,
                              guint position); /* without loading the row; 0 past the end */
/* Appends @n ids from @position on to @ids, as many as there are. */
void sat_list_model_copy_ids (SatListModel *self, guint position, guint n, GArray *ids);
gboolean sat_list_model_find (SatListModel *self, gint64 id, guint *position);

G_END_DECLS

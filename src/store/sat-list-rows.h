/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-reader.h"

G_BEGIN_DECLS

/* The records of a list, loaded some at a time when one of them is asked for. The same record is
 * the same object as long as someone holds it. Private to sat-list-model.c; main thread. */
typedef struct _SatListRows SatListRows;

SatListRows *sat_list_rows_new (SatStore *store);
void sat_list_rows_free (SatListRows *self);

/* The record that @ids (gint64) has at @position; an empty one if it is gone already, until a
 * refresh takes it off the list. (transfer full) */
SatRecord *
sat_list_rows_get (SatListRows *self, const char *type_name, GArray *ids, guint position);
/* What only waits for scrolling back is dropped; the ids (gint64) of what others hold. */
GArray *sat_list_rows_list (SatListRows *self);
/* What others hold is as in @fresh (of SatRecord) from now on. */
void sat_list_rows_update (SatListRows *self, GPtrArray *fresh);
/* The same, reading what others hold of @among (gint64, sorted; NULL: of all). FALSE: nothing. */
gboolean sat_list_rows_reload (SatListRows *self, const char *type_name, GArray *among);
/* Those that others hold are theirs alone from now on. */
void sat_list_rows_forget (SatListRows *self);

G_END_DECLS

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
/* What others hold is read again in place; what only waits for scrolling back is dropped. */
void sat_list_rows_reload (SatListRows *self, const char *type_name);
/* Those that others hold are theirs alone from now on. */
void sat_list_rows_forget (SatListRows *self);

G_END_DECLS

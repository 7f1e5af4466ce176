/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-connection.h"
#include "sat-storage.h"

G_BEGIN_DECLS

/* The part of SatStorageApi about who may hold which root. It stands on these tables of the rest:
 *
 *   record (n INTEGER PRIMARY KEY, id BLOB UNIQUE, root INTEGER, seq INTEGER, ...), root: the n of
 *   its root, its own for a root; indexes record (seq, root), record (root);
 *   history (n INTEGER PRIMARY KEY, record INTEGER, seq INTEGER, ...), record: the n of its record;
 *   indexes history (seq, record), history (record).
 */

/* CREATE TABLE and INDEX statements of its own tables. */
extern const char sat_sqlite_visibility_schema[];
/* Sets the functions from scope_sets to scope_lists_of. */
void sat_sqlite_visibility_fill (SatStorageApi *api);

G_END_DECLS

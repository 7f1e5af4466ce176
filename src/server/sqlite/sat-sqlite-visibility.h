/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-connection.h"
#include "sat-storage.h"

G_BEGIN_DECLS

/* The part of SatStorageApi about who may hold which root. Of the other tables it needs record and
 * history with id, root and seq, and their indexes (seq, root) and (root, id). */

/* CREATE TABLE and INDEX statements of its own tables. */
extern const char sat_sqlite_visibility_schema[];
/* Sets the functions from scope_sets to scope_lists_of. */
void sat_sqlite_visibility_fill (SatStorageApi *api);
/* The two feeds; called by the other. */
void sat_sqlite_feed_fill (SatStorageApi *api);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-store.h"

G_BEGIN_DECLS

/* Tables from the registry. Private to the store. */

/* The column of a stored field: its name, or cf_<number> for a custom one. Interned. */
const char *sat_schema_column (const SatField *field);
/* The column that keeps the unresolved text of a reference. Interned. */
const char *sat_schema_text_column (const SatField *field);
/* Appends @before and @column in quotes; most of the SQL that is made is this. */
void sat_schema_append_column (GString *sql, const char *before, const char *column);
/* The columns of a stored field, each behind @before: a reference has two, its text the second. */
void sat_schema_append_field (GString *sql, const char *before, const SatField *field);

/* Runs the numbered migrations, then adds what the registry has and the file has not: tables,
 * columns, indexes; one transaction. */
gboolean sat_schema_apply (SatConnection *connection, SatRegistry *registry, GError **error);
/* Adds missing columns and indexes of one type, inside the caller's transaction. */
gboolean sat_schema_extend (SatConnection *connection, const SatType *type, GError **error);
/* TOO_NEW if the file was written by a Satchel newer than @registry. */
gboolean sat_schema_check (SatConnection *connection, SatRegistry *registry, GError **error);
/* An index for a custom field on its first use in a sort or filter; a no-op if it exists. */
gboolean sat_schema_index_field (SatConnection *connection, const SatField *field, GError **error);

/* Indexes of custom fields that are no longer defined. Dropping: inside the caller's transaction,
 * with no statement of the connection under way. */
gboolean sat_schema_has_left_indexes (SatConnection *connection,
                                      SatRegistry *registry,
                                      gboolean *has,
                                      GError **error);
gboolean
sat_schema_drop_left_indexes (SatConnection *connection, SatRegistry *registry, GError **error);

G_END_DECLS

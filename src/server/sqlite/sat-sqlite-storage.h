/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The server's storage in one SQLite file: one writing connection, and one reading connection for
 * each read that runs beside others. The only place of the server with SQL. */

#pragma once

#include "sat-storage.h"

G_BEGIN_DECLS

/* Opens @path and makes it if it is missing. Error: SAT_DB_ERROR. */
SatStorage *sat_sqlite_storage_open (const char *path, GError **error);

/* Copies the file while others read and write. Error: SAT_DB_ERROR. */
gboolean sat_sqlite_storage_backup (SatStorage *self, const char *path, GError **error);
/* Everything that SQLite can check by itself. Error: SAT_DB_ERROR_CORRUPT with the first finding.
 */
gboolean sat_sqlite_storage_check (SatStorage *self, GError **error);
/* Bytes of the file and its log; for figures. */
gint64 sat_sqlite_storage_size (SatStorage *self);
/* Leaves nothing of what was deleted in the file and its log. */
gboolean sat_sqlite_storage_vacuum (SatStorage *self, GError **error);

G_END_DECLS

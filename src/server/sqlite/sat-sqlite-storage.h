/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The server's storage in one SQLite file: one writing connection, and one reading connection for
 * each read that runs beside others. The only place of the server with SQL. */

#pragma once

#include "sat-storage.h"

G_BEGIN_DECLS

/* Opens @path and makes it if it is missing. Error: SAT_DB_ERROR. */
SatStorage *sat_sqlite_storage_open (const char *path, GError **error);

/* Is @path the file of such a storage? A client's has the same mark. Error: SAT_DB_ERROR_CORRUPT if
 * not. */
gboolean sat_sqlite_storage_check_backup (const char *path, GError **error);

G_END_DECLS

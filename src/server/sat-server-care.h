/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-server.h"

G_BEGIN_DECLS

/* Looking after a server's folder. */

/* Copies the database into @path while others read and write, whole and checked, and then tells
 * devices that what they have sent until now is safe (durable_m). What stands beside the database
 * (key, accounts) is not in it. Error: SAT_DB_ERROR. */
gboolean sat_server_backup (SatServer *self, const char *path, GError **error);

/* Puts the backup @path in the place of the database in @folder, which nobody has open: a new epoch
 * begins, far above all that was ever told, and what was erased since is erased again. The database
 * before is kept as "records.db.before-restore". Error: SAT_DB_ERROR: CORRUPT when @path is no
 * whole backup of a server, BUSY. */
gboolean sat_server_restore (const char *folder, const char *path, GError **error);

/* What is wrong with the database: texts for the log; an empty array when nothing is. (transfer
 * full) NULL: it could not be looked at. */
GPtrArray *sat_server_verify (SatServer *self, GError **error);

/* Removes a record, all that hangs from it, their history and conflicts for ever, from the file
 * too; only a hash of the ids is left, so that nobody brings them back. Who holds them is told.
 * Error: SAT_SERVER_ERROR_NOT_FOUND. */
gboolean sat_server_erase (SatServer *self, const char *type, const SatUuid *id, GError **error);

G_END_DECLS

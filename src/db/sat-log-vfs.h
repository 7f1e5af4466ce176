/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <sqlite3.h>

/* SQLite writes a page to the write-ahead log in two calls of the system, its 24 bytes of header
 * and then itself. Files that are opened through this VFS of SQLite's are those of its usual one,
 * but that the two are one call, and many pages of one commit are. */
#define SAT_LOG_VFS "satchel-log"

/* Makes it known to SQLite as @name, over the VFS @beneath (NULL: the usual one); once each. FALSE:
 * that is not there. */
gboolean sat_log_vfs_register (const char *name, const char *beneath);

/* Around a COMMIT: from TRUE to FALSE pages of the commit are held until the last one, which is
 * written with all before it, or says why not. What is held at the end is of a commit that failed,
 * and is dropped: somebody else may write there next. Does nothing to a database without such a
 * log. Takes SQLite's commit hook. */
void sat_log_vfs_gather (sqlite3 *database, gboolean gathers);

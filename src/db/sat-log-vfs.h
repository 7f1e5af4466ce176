/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* SQLite writes a page to the write-ahead log in two calls of the system, its 24 bytes of header
 * and then itself. Files that are opened through this VFS of SQLite's are those of its usual one,
 * but that the two are one call. */
#define SAT_LOG_VFS "satchel-log"

/* Makes it known to SQLite as @name, over the VFS @beneath (NULL: the usual one); once each. FALSE:
 * that is not there. */
gboolean sat_log_vfs_register (const char *name, const char *beneath);

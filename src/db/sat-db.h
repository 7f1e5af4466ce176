/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The db layer: SQLite made safe. It knows connections, statements, transactions, migrations and
 * backups, and nothing of records. Every result code becomes a SAT_DB_ERROR; nothing is ignored. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SatDbError:
 * @SAT_DB_ERROR_FAILED: anything without a code of its own; the message is SQLite's.
 * @SAT_DB_ERROR_BUSY: another process holds the lock and kept it through the time-out.
 * @SAT_DB_ERROR_CONSTRAINT: a unique, foreign key, check or not-null rule refused the row.
 * @SAT_DB_ERROR_CORRUPT: the file is damaged, or is no database.
 * @SAT_DB_ERROR_FULL: the disk is full.
 * @SAT_DB_ERROR_READONLY: the file or its folder may not be written.
 * @SAT_DB_ERROR_IO: the system failed to read or write.
 * @SAT_DB_ERROR_NOT_FOUND: there is no such file.
 * @SAT_DB_ERROR_TOO_NEW: the file was written by a newer version.
 * @SAT_DB_ERROR_INTERRUPTED: cancelled.
 */
typedef enum {
  SAT_DB_ERROR_FAILED,
  SAT_DB_ERROR_BUSY,
  SAT_DB_ERROR_CONSTRAINT,
  SAT_DB_ERROR_CORRUPT,
  SAT_DB_ERROR_FULL,
  SAT_DB_ERROR_READONLY,
  SAT_DB_ERROR_IO,
  SAT_DB_ERROR_NOT_FOUND,
  SAT_DB_ERROR_TOO_NEW,
  SAT_DB_ERROR_INTERRUPTED,
} SatDbError;

#define SAT_DB_ERROR (sat_db_error_quark ())
GQuark sat_db_error_quark (void);

/* Flushes @folder, so that a rename in it survives a power cut. */
gboolean sat_db_sync_folder (const char *folder, GError **error);

G_END_DECLS

#include "sat-backup.h"
#include "sat-connection.h"
#include "sat-migrator.h"
#include "sat-statement.h"

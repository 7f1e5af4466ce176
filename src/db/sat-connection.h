/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/* One open database file. Used by one thread at a time; reference counted. */
typedef struct _SatConnection SatConnection;

/**
 * SatOpenMode:
 * @SAT_OPEN_READ: existing file, reads only.
 * @SAT_OPEN_WRITE: existing file, reads and writes.
 * @SAT_OPEN_CREATE: as WRITE; makes the file (mode 0600) and its folder if missing.
 */
typedef enum {
  SAT_OPEN_READ,
  SAT_OPEN_WRITE,
  SAT_OPEN_CREATE,
} SatOpenMode;

/* Opens with the one configuration that all connections share, each pragma's result checked: WAL,
 * synchronous FULL, foreign keys on, busy time-out 5 s, trusted_schema off, cell size check on,
 * automatic checkpoints off for writers (see sat_connection_checkpoint()). A text file or a damaged
 * header is CORRUPT. */
SatConnection *sat_connection_open (const char *path, SatOpenMode mode, GError **error);
/* ":memory:"-like private database for tests and side work. */
SatConnection *sat_connection_open_memory (GError **error);

/* What every connection to a file gets from now on when it is opened, in this process: functions
 * and collations that the schema needs, so that copies of a file can be checked too. NULL: nothing.
 */
typedef gboolean (*SatConnectionPrepare) (SatConnection *connection, GError **error);
void sat_connection_set_prepare (SatConnectionPrepare prepare);

SatConnection *sat_connection_ref (SatConnection *self);
void sat_connection_unref (
    SatConnection *self); /* the last one closes; cached statements are finalized first */

sqlite3 *sat_connection_get_handle (SatConnection *self);
const char *sat_connection_get_path (SatConnection *self);
gboolean sat_connection_is_read_only (SatConnection *self);

/* Runs one or several statements without parameters or rows. */
gboolean sat_connection_exec (SatConnection *self, const char *sql, GError **error);
/* First column of the first row as integer; @fallback when there is no row. */
gboolean sat_connection_query_int (
    SatConnection *self, const char *sql, gint64 fallback, gint64 *out, GError **error);

/* Transactions nest by depth: the outermost BEGIN IMMEDIATE and COMMIT are real, inner ones are
 * savepoints. A failed inner one rolls back only itself.
 *
 * Some failures (disk full, cancelled) make SQLite drop the whole transaction. Then every
 * statement, begin and commit fails with the same code until the outermost has been ended too, so
 * that no half of a change can be saved by going on. */
gboolean sat_connection_begin (SatConnection *self, GError **error);
/* A commit that fails has rolled back: no rollback is needed after it, and at the outermost level
 * none does harm. */
gboolean sat_connection_commit (SatConnection *self, GError **error);
/* Never fails visibly: after a rollback the connection is outside that transaction. */
void sat_connection_rollback (SatConnection *self);
gboolean sat_connection_in_transaction (SatConnection *self);
/* A deferred read transaction: several reads see one snapshot. End with sat_connection_commit(). */
gboolean sat_connection_begin_read (SatConnection *self, GError **error);

gint64 sat_connection_last_insert_id (SatConnection *self);
int sat_connection_changes (SatConnection *self);

/* Changes whenever another connection has committed. */
gboolean sat_connection_data_version (SatConnection *self, gint64 *version, GError **error);
/* Copies WAL pages into the file without blocking readers (PASSIVE); @truncate: TRUNCATE, when
 * idle. Never waits: what readers still need stays in the log, and with @truncate that is BUSY. */
gboolean sat_connection_checkpoint (SatConnection *self, gboolean truncate, GError **error);
/* Makes running statements of this connection, and their waiting for a lock, end with INTERRUPTED
 * when @cancellable fires (on any thread), until cleared with NULL. */
void sat_connection_set_cancellable (SatConnection *self, GCancellable *cancellable);
/* Page cache in KiB. */
gboolean sat_connection_set_cache (SatConnection *self, int kib, GError **error);
/* While very much is written: an eighth of the memory, at most 512 MiB; then the usual again. */
void sat_connection_set_bulk_cache (SatConnection *self, gboolean bulk);

/* Sets @error from the handle's last failure (extended code -> SatDbError, message with @doing, if
 * any, in front). To be called right after it: it also looks at errno. */
void sat_connection_set_error (SatConnection *self, int rc, const char *doing, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatConnection, sat_connection_unref)

G_END_DECLS

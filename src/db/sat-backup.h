/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-connection.h"

G_BEGIN_DECLS

/* Copies the whole database into @path with the SQLite backup API while others read and write: into
 * a temporary file beside it, synced, checked with quick_check, then renamed over @path; the folder
 * is synced too. The copy needs no log beside it, so it opens from a read-only disk as well. On
 * failure @path is as it was. BUSY in the middle of a transaction of @source, and when @path is in
 * use: it is @source's own file or has a log beside it. */
gboolean sat_backup_write (SatConnection *source,
                           const char *path,
                           GCancellable *cancellable,
                           GError **error);

/* integrity_check ("quick" or whole) and foreign_key_check of @connection. FALSE with CORRUPT and
 * the first finding. */
gboolean sat_backup_check (SatConnection *connection, gboolean quick, GError **error);

/* Replaces the database file @path (closed by everyone in this process) by a checked copy of
 * @backup: copy beside it, sync, check, keep the old one as
 * @path + ".before-restore", rename, sync; stale -wal and -shm of the old file go with it. BUSY if
 * another process has @path open. CORRUPT if @backup is damaged or another program's file. Its
 * version is not looked at: ask sat_migrator_check() before. */
gboolean sat_backup_restore (const char *backup,
                             const char *path,
                             GCancellable *cancellable,
                             GError **error);

G_END_DECLS

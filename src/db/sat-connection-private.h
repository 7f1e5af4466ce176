/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-db.h"

G_BEGIN_DECLS

/* A power of two, some times as many as a long change has texts. */
#define SAT_N_RECENT 1024

/* What the files of this folder share and nobody else sees. */

struct _SatConnection {
  gatomicrefcount refs;
  sqlite3 *handle;
  char *path;
  gboolean read_only;
  gboolean is_open; /* whoever asked for it has got it */

  int depth;           /* open transactions: 1 is the real one, above are savepoints */
  SatDbError lost_for; /* why SQLite ended the transaction by itself, while depth is not yet 0 */

  GCancellable *cancellable;
  gint64 busy_limit_us;
  gint64 busy_since_us;

  GHashTable *statements; /* text -> SatStatement, the text owned by the statement */
  GQueue idle;            /* the cached statements that nobody uses, longest unused first */
  /* Of the cached ones those that were asked for last, by the address of the text: nearly all texts
   * are literals, and hashing one takes as long as many a statement runs. */
  SatStatement *recent[SAT_N_RECENT];
};

/* Connections of this process, of whatever file; atomic. */
extern int sat_connection_n_open;

/* FALSE when SQLite has rolled back the open transaction by itself (disk full, cancelled): what
 * follows would otherwise be committed statement by statement. */
gboolean sat_connection_is_alive (SatConnection *self, GError **error);

/* The first value of @sql as text, for pragmas; NULL in *@value when there is none. */
gboolean
sat_connection_query_text (SatConnection *self, const char *sql, char **value, GError **error);
/* SQLite ignores a pragma that it does not know or may not obey, so it is read back. */
gboolean sat_connection_set_pragma (SatConnection *self,
                                    const char *name,
                                    const char *value,
                                    GError **error);

/* Finalizes the cached statements; all must be idle. */
void sat_connection_drop_statements (SatConnection *self);

/* Like sat_connection_set_error() it may look at errno, so that is set to 0 before a call of SQLite
 * that uses the disk. For a handle without a connection around it. */
void sat_db_set_result_error (sqlite3 *handle, int rc, const char *doing, GError **error);

/* Sets @error from errno @code of a system call on @path. */
void sat_db_set_system_error (int code, const char *doing, const char *path, GError **error);

/* Flushes the folder that holds @path. */
gboolean sat_db_sync_folder_of (const char *path, GError **error);

/* The name of the VFS that the connections of this process use; NULL: SQLite's own. */
const char *sat_connection_get_default_vfs (void);

/* Copies one snapshot of @source into @path, a fresh temporary file, in rollback journal mode, so
 * that this one file is all there is; synced and checked. Removed on failure. */
gboolean sat_backup_copy (SatConnection *source,
                          const char *path,
                          gboolean quick,
                          GCancellable *cancellable,
                          GError **error);
/* A fresh file of mode 0600 beside @path; its name. */
char *sat_backup_make_temporary (const char *path, GError **error);
/* Removes @path with the files that SQLite may have put beside it. */
void sat_backup_remove (const char *path);

G_END_DECLS

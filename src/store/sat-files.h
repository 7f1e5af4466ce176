/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-blob-hash.h"
#include "sat-reader.h"

G_BEGIN_DECLS

/* What attachments hold. An attachment is a record like any other; its bytes are in the folder
 * "DB.files" beside the database, under their SHA-256 as 64 hexadecimal digits, so that the same
 * file is there once. A file comes into its place whole, checked and on the disk, with its record
 * in one change; one that no record names any more goes a week later, or at once if it was taken
 * away by the server. What is on its way from the server is in "….part".
 *
 * All of it may be called on any thread and reads and writes files: not for the main thread, but
 * for sat_files_state(). */

#define SAT_FILES_MOST_BYTES (100 * 1024 * 1024)
/* What is fetched before anybody asks: small ones, for so long after they were added. */
#define SAT_FILES_AHEAD_BYTES (5 * 1024 * 1024)
#define SAT_FILES_AHEAD_DAYS 90

/**
 * SatFileState:
 * @SAT_FILE_NONE: the record names no file (another program made it).
 * @SAT_FILE_HERE: it can be opened.
 * @SAT_FILE_WAITING: the same, and the server is still to get it.
 * @SAT_FILE_AWAY: the server may have it, this computer has not.
 */
typedef enum {
  SAT_FILE_NONE,
  SAT_FILE_HERE,
  SAT_FILE_WAITING,
  SAT_FILE_AWAY,
} SatFileState;

/* "DB.files"; g_free(). */
char *sat_files_folder (const char *database);
/* Where it is, or would be. @hash is one. g_free(). */
char *sat_files_path (const char *database, const char *hash);
char *sat_files_part_path (const char *database, const char *hash);
/* @name as a name of a file on any disk: no folders, nothing that cannot be seen, not hidden, at
 * most 200 bytes; "file" if nothing is left. g_free(). */
char *sat_files_safe_name (const char *name);

/* @hash: of the record's field; anything but a hash is NONE. */
gboolean sat_files_state (SatReader *reader, const char *hash, SatFileState *state, GError **error);
/* The attachments of a company, contact, opportunity or activity, the newest first: of SatRecord.
 * (transfer full) */
GPtrArray *sat_files_of (SatReader *reader, gint64 about, GError **error);
/* When it was added, microseconds since 1970. */
gint64 sat_files_time (SatRecord *attachment);

/* Takes copies of @sources (of GFile) and hangs them from the record @about, as one change. @note
 * may be NULL. @ids (may be NULL): of gint64, the new records. Errors: INVALID for a folder, for
 * what is larger than SAT_FILES_MOST_BYTES, and when nothing can hang from @about; G_IO_ERROR. */
gboolean sat_files_attach (SatStore *store,
                           gint64 about,
                           GPtrArray *sources,
                           const char *note,
                           GArray *ids,
                           GCancellable *cancellable,
                           GError **error);

/* A checked copy of what is under @hash. NOT_FOUND: it is not here; CONFLICT: it is damaged. */
gboolean sat_files_save (
    SatStore *store, const char *hash, GFile *to, GCancellable *cancellable, GError **error);
/* The same, read-only, under its own name, for another program to show: in "DB.files/open", where
 * it stays for a day. CONFLICT also for what a computer would run rather than show. g_free(). */
char *
sat_files_open (SatStore *store, SatRecord *attachment, GCancellable *cancellable, GError **error);

/* Sync. Hashes of what the server may not have while it knows a record that names it; of what is to
 * be fetched ahead. (transfer full), ends with NULL. */
GStrv sat_files_to_send (SatReader *reader, GError **error);
GStrv sat_files_to_fetch (SatReader *reader, GError **error);
/* The server has it, in its present life. */
gboolean sat_files_sent (SatStore *store, const char *hash, GError **error);
/* All of its part is here. *@right FALSE: these are other bytes, and the part is gone. One that no
 * record names any more goes as well. */
gboolean sat_files_arrived (SatStore *store, const char *hash, gboolean *right, GError **error);

/* Removes what no record names any more. */
gboolean sat_files_sweep (SatStore *store, GError **error);
/* The same inside of sat_store_enter_writing(). */
gboolean sat_files_sweep_within (SatStore *store, GError **error);

/* Beside a backup of the database at @path: "PATH.files", with what is here of what its records
 * name. */
gboolean
sat_files_backup (SatStore *store, const char *path, GCancellable *cancellable, GError **error);
/* Brings those of "BACKUP.files" that are not beside @database yet, as many as it can; the error is
 * the first one's. */
gboolean sat_files_restore (const char *backup,
                            const char *database,
                            GCancellable *cancellable,
                            GError **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-db.h"
#include "sat-files.h"

G_BEGIN_DECLS

/* What the files of sat-files share. */

/* Bytes that have been copied to a file of their own. */
typedef struct {
  char *part; /* where they are, on the disk for good */
  char *hash;
  gint64 size;
  guint8 head[4096]; /* the first ones */
  gsize n_head;
} SatFileCopy;

void sat_file_copy_clear (SatFileCopy *self);

/* Makes the folder. */
gboolean sat_files_make_folder (const char *folder, GError **error);
/* Copies @stream to a new file in @folder: its name begins with "add-" and ends with ".part".
 * INVALID: it is larger than SAT_FILES_MOST_BYTES; @name is what the message calls it. */
gboolean sat_files_copy (GInputStream *stream,
                         const char *folder,
                         const char *name,
                         SatFileCopy *copy,
                         GCancellable *cancellable,
                         GError **error);
/* The checksum of a file. g_free(). */
char *sat_files_checksum (const char *path, GCancellable *cancellable, GError **error);
gboolean sat_files_rename (const char *from, const char *to, GError **error);

/* Some record names it. */
gboolean
sat_files_is_named (SatConnection *connection, const char *hash, gboolean *named, GError **error);
/* Writes down what the server has: @sent is its epoch, NULL for nothing. */
gboolean
sat_files_note (SatConnection *connection, const char *hash, const char *sent, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SatFileCopy, sat_file_copy_clear)

G_END_DECLS

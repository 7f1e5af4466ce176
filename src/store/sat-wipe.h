/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Removing a workspace's file for good, with all that Satchel has put beside it: logs, daily
 * backups, what a restore put aside, the files of attachments, drafts, what proves who signed in.
 * That it is to be done stands in a note, the file "DB.wiped", before anything goes: whoever opens
 * the file next goes on with it. The note holds nothing of the records, and stays until the server
 * has the receipt. */
typedef struct {
  char *server; /* its address */
  guint32 device;
  char *nonce, *reason; /* of the order */
  char *receipt;        /* the device's signature that it was carried out */
  char *secrets;        /* what the keyring knows the file by; "" for nothing */
  gint64 at;            /* microseconds: when it was ordered */
  gboolean gone;        /* all files are removed */
  gboolean told;        /* the server has the receipt */
} SatWipe;

void sat_wipe_free (SatWipe *self);
/* NULL: there is no note for the database at @path, or none that can be read. (transfer full) */
SatWipe *sat_wipe_read (const char *path);
/* Durable when this returns. Error: G_FILE_ERROR. */
gboolean sat_wipe_write (const char *path, const SatWipe *self, GError **error);
/* Takes the note away. */
void sat_wipe_forget (const char *path);

/* Removes all files, each overwritten before as far as the disk takes part in that, and writes to
 * the note that it is done. Whoever has the database open works on with a file that has no name
 * any more. Error: G_FILE_ERROR when something cannot be removed. */
gboolean sat_wipe_files (const char *path, GError **error);

/* One file, overwritten before. What is not there is removed. */
gboolean sat_wipe_file (const char *name, GError **error);
/* A folder with all that is in it; what links point to elsewhere stays. */
gboolean sat_wipe_folder (const char *name, GError **error);

/* Only what holds records besides the database itself: daily backups, and what a restore put
 * aside. The daily backup is made again at its next time. */
void sat_wipe_backups (const char *path);

/* Where the window keeps what was typed and not saved yet, for the database at @path. g_free(). */
char *sat_wipe_drafts_path (const char *path);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatWipe, sat_wipe_free)

G_END_DECLS

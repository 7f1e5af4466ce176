/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-reader.h"

G_BEGIN_DECLS

/* The daily backups of a workspace's file: in the folder "backups" beside it, one a day, named
 * after the file and the day, the last SAT_BACKUPS_KEPT of them. */
#define SAT_BACKUPS_KEPT 7

typedef struct {
  char *path;
  SatDate date; /* of the day that it was made for */
  gint64 made;  /* microseconds: when the file was written */
  gint64 size;  /* bytes */
} SatBackupFile;

void sat_backup_file_free (gpointer file);

char *sat_backups_folder (const char *store_path);
char *sat_backups_path_for (const char *store_path, SatDate date);
/* The newest first; empty if there are none. GPtrArray of SatBackupFile. */
GPtrArray *sat_backups_list (const char *store_path);
gboolean sat_backups_is_due (const char *store_path, SatDate today);
/* Writes that of @today in place of one that is there, checks it, and drops those that are too old.
 * If there is no room for it, nothing is written and nothing dropped. Any thread. */
gboolean
sat_backups_make (SatStore *store, SatDate today, GCancellable *cancellable, GError **error);
/* Bytes: what a backup takes, and what is free where it goes; -1: that cannot be said. */
void sat_backups_room (const char *store_path, gint64 *needed, gint64 *room, gint64 *disk);
/* A backup may not fill the disk: a twentieth of it, at most 1 GB, stays free. NO_SPACE with what
 * is missing. */
gboolean sat_backups_check_room (gint64 needed, gint64 room, gint64 disk, GError **error);
/* What the last restore put aside; NULL: nothing. */
SatBackupFile *sat_backups_before_restore (const char *store_path);

/* One made by hand, to @path, wherever that is: the database, checked when it is written, and what
 * is attached to its records, in the folder "PATH.files". The workspace remembers it. *@records:
 * how many it has. *@without: why attached files are missing in it; NULL: none are. Any thread. */
gboolean sat_backups_write (SatStore *store,
                            const char *path,
                            gint64 *records,
                            char **without,
                            GCancellable *cancellable,
                            GError **error);
/* The last backup that was made by hand, as the workspace remembers it. FALSE: none. */
gboolean sat_backups_get_last (SatStore *store, gint64 *made, char **path);
gboolean sat_backups_set_last (SatStore *store, gint64 made, const char *path, GError **error);

/* What a file is that could be restored. */
typedef struct {
  char *path;
  char *workspace;    /* its name */
  gint64 last_change; /* microseconds; 0: unknown */
  gint64 size;
  guint n_types;
  const char *types[6]; /* names */
  gint64 counts[6];     /* of each */
} SatBackupLook;

/* Opens and checks the file; does not change it. Errors: it is damaged, none of ours, or newer. */
SatBackupLook *sat_backup_look (const char *path, GError **error);
void sat_backup_look_free (gpointer look);
/* How many records of a type @reader has now, 0 if it cannot be read. */
gint64 sat_backup_look_now (SatReader *reader, const char *type_name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatBackupFile, sat_backup_file_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatBackupLook, sat_backup_look_free)

G_END_DECLS

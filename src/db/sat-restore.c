/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sat-connection-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "sat-fault.h"

/* Where SQLite's file format has its locks: every open connection holds a part of this range. */
#define LOCK_START 0x40000000
#define LOCK_LENGTH 512

static gboolean
set_busy (GError **error)
{
  g_set_error_literal (error, SAT_DB_ERROR, SAT_DB_ERROR_BUSY,
                       _ ("Another program has the file open; close it first"));
  return FALSE;
}

/* Brings what the log of the present file holds into the file and removes the log, so that the one
 * file can be kept. SQLite refuses while another process has it open. A damaged file cannot be
 * helped and is kept as it is. */
static gboolean
settle_present (const char *path, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (SatConnection) present = sat_connection_open (path, SAT_OPEN_WRITE, &local);
  gboolean settled =
      present != NULL && sat_connection_exec (present, "PRAGMA journal_mode = DELETE", &local);

  if (settled || g_error_matches (local, SAT_DB_ERROR, SAT_DB_ERROR_CORRUPT))
    return TRUE;
  if (g_error_matches (local, SAT_DB_ERROR, SAT_DB_ERROR_BUSY))
    return set_busy (error);
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* Holds the whole lock range of the present file, as a process does that writes it. The lock ends
 * when the descriptor is closed. -1: not granted. */
static int
lock_present (const char *path, GError **error)
{
  struct flock lock = {
      .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = LOCK_START, .l_len = LOCK_LENGTH};
  int fd = g_open (path, O_RDWR | O_CLOEXEC, 0);

  if (fd < 0) {
    sat_db_set_system_error (errno, NULL, path, error);
    return -1;
  }
  /* The first kind stays whoever closes the file meanwhile (sat-db-locks.h). */
  if (fcntl (fd, F_OFD_SETLK, &lock) == 0 || (errno == EINVAL && fcntl (fd, F_SETLK, &lock) == 0))
    return fd;
  if (errno == EACCES || errno == EAGAIN)
    set_busy (error);
  else
    sat_db_set_system_error (errno, NULL, path, error);
  g_close (fd, NULL);
  return -1;
}

/* A second name for the present file: there is no moment at which @path does not exist. File
 * systems without second names get a copy. */
static gboolean
keep_present (const char *path, const char *kept, GError **error)
{
  g_autofree char *passing = g_strconcat (kept, ".part", NULL);

  g_unlink (passing);
  if (link (path, passing) != 0) {
    g_autoptr (GFile) from = g_file_new_for_path (path);
    g_autoptr (GFile) to = g_file_new_for_path (passing);

    if (!g_file_copy (from, to, G_FILE_COPY_NONE, NULL, NULL, NULL, error))
      return FALSE;
  }
  if (g_rename (passing, kept) == 0)
    return TRUE;
  sat_db_set_system_error (errno, NULL, kept, error);
  g_unlink (passing);
  return FALSE;
}

/* What lies beside the old file would be taken for the new one's. The log of a damaged file is kept
 * with it; the shared index is never worth keeping. */
static gboolean
move_companions (const char *path, const char *kept, GError **error)
{
  static const char *const suffixes[] = {"-wal", "-journal"};
  g_autofree char *shm = g_strconcat (path, "-shm", NULL);

  g_unlink (shm);
  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++) {
    g_autofree char *from = g_strconcat (path, suffixes[i], NULL);
    g_autofree char *to = g_strconcat (kept, suffixes[i], NULL);

    g_unlink (to);
    if (g_rename (from, to) != 0 && errno != ENOENT) {
      sat_db_set_system_error (errno, NULL, from, error);
      return FALSE;
    }
  }
  return TRUE;
}

static gboolean
swap (const char *temporary, const char *path, gboolean present, GError **error)
{
  g_autofree char *kept = g_strconcat (path, ".before-restore", NULL);

  SAT_CRASH_POINT ("restore-copied");
  if (present && !keep_present (path, kept, error))
    return FALSE;
  SAT_CRASH_POINT ("restore-kept");
  if (!move_companions (path, kept, error) || !sat_db_sync_folder_of (path, error))
    return FALSE;
  SAT_CRASH_POINT ("restore-cleared");
  if (g_rename (temporary, path) != 0) {
    sat_db_set_system_error (errno, NULL, path, error);
    return FALSE;
  }
  SAT_CRASH_POINT ("restore-renamed");
  return sat_db_sync_folder_of (path, error);
}

static gboolean
replace (const char *temporary, const char *path, GError **error)
{
  gboolean present = g_file_test (path, G_FILE_TEST_EXISTS);
  gboolean replaced;
  int fd = -1;

  if (present) {
    if (!settle_present (path, error))
      return FALSE;
    fd = lock_present (path, error);
    if (fd < 0)
      return FALSE;
  }
  replaced = swap (temporary, path, present, error);
  if (fd >= 0)
    g_close (fd, NULL);
  return replaced;
}

static gboolean
copy_backup (const char *backup, const char *temporary, GCancellable *cancellable, GError **error)
{
  g_autoptr (SatConnection) source = sat_connection_open (backup, SAT_OPEN_READ, error);
  gint64 id;

  if (source == NULL || !sat_connection_query_int (source, "PRAGMA application_id", 0, &id, error))
    return FALSE;
  if (id != SAT_DB_APPLICATION_ID) {
    g_set_error_literal (error, SAT_DB_ERROR, SAT_DB_ERROR_CORRUPT,
                         _ ("This is not a Satchel file"));
    return FALSE;
  }
  return sat_backup_copy (source, temporary, FALSE, cancellable, error);
}

static gboolean
restore (const char *backup, const char *path, GCancellable *cancellable, GError **error)
{
  g_autofree char *temporary = sat_backup_make_temporary (path, error);

  if (temporary == NULL)
    return FALSE;
  if (copy_backup (backup, temporary, cancellable, error) && replace (temporary, path, error))
    return TRUE;
  sat_backup_remove (temporary);
  return FALSE;
}

gboolean
sat_backup_restore (const char *backup, const char *path, GCancellable *cancellable, GError **error)
{
  g_autofree char *target = NULL;
  char *real;

  g_return_val_if_fail (backup != NULL && *backup != '\0', FALSE);
  g_return_val_if_fail (path != NULL && *path != '\0', FALSE);
  g_return_val_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  /* SQLite puts the log beside the file that a symbolic link leads to. */
  real = realpath (path, NULL);
  target = real != NULL ? g_strdup (real) : g_canonicalize_filename (path, NULL);
  free (real);
  if (restore (backup, target, cancellable, error))
    return TRUE;
  g_prefix_error (error, "%s: ", _ ("Nothing was restored"));
  return FALSE;
}

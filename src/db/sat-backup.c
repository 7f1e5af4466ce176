/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sat-connection-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "sat-fault.h"

/* Pages between two looks at the cancellable: a few MiB. */
#define PAGES_A_STEP 1024

gboolean
sat_db_sync_folder (const char *folder, GError **error)
{
  int fd, failed = 0;

  g_return_val_if_fail (folder != NULL, FALSE);

  fd = g_open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  if (fd < 0) {
    sat_db_set_system_error (errno, NULL, folder, error);
    return FALSE;
  }
  /* Some file systems have no such thing as flushing a folder. */
  if (fsync (fd) != 0 && errno != EINVAL && errno != ENOTSUP)
    failed = errno;
  g_close (fd, NULL);
  if (failed != 0)
    sat_db_set_system_error (failed, NULL, folder, error);
  return failed == 0;
}

gboolean
sat_db_sync_folder_of (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);

  return sat_db_sync_folder (folder, error);
}

void
sat_backup_remove (const char *path)
{
  static const char *const suffixes[] = {"", "-journal", "-wal", "-shm"};

  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++) {
    g_autofree char *name = g_strconcat (path, suffixes[i], NULL);

    g_unlink (name);
  }
}

char *
sat_backup_make_temporary (const char *path, GError **error)
{
  g_autofree char *name = g_strconcat (path, ".part-XXXXXX", NULL);
  int fd = g_mkstemp_full (name, O_RDWR | O_CLOEXEC, 0600);

  if (fd < 0) {
    sat_db_set_system_error (errno, NULL, path, error);
    return NULL;
  }
  if (!g_close (fd, error))
    return NULL;
  return g_steal_pointer (&name);
}

static gboolean
copy_pages (SatConnection *source, sqlite3 *target, GCancellable *cancellable, GError **error)
{
  sqlite3_backup *backup = sqlite3_backup_init (target, "main", source->handle, "main");
  int rc = backup != NULL ? SQLITE_OK : sqlite3_extended_errcode (target);

  while (rc == SQLITE_OK) {
    errno = 0;
    rc = g_cancellable_is_cancelled (cancellable) ? SQLITE_INTERRUPT
                                                  : sqlite3_backup_step (backup, PAGES_A_STEP);
  }
  if (rc != SQLITE_DONE)
    sat_db_set_result_error (target, rc, NULL, error);
  if (backup != NULL)
    sqlite3_backup_finish (backup);
  return rc == SQLITE_DONE;
}

/* @source has one snapshot through all steps, or every commit of another connection would start
 * the copy anew. */
static gboolean
copy_snapshot (SatConnection *source, sqlite3 *target, GCancellable *cancellable, GError **error)
{
  gint64 objects;
  gboolean copied;

  if (!sat_connection_begin_read (source, error))
    return FALSE;
  copied =
      sat_connection_query_int (source, "SELECT count(*) FROM sqlite_schema", 0, &objects, error) &&
      copy_pages (source, target, cancellable, error);
  sat_connection_rollback (source);
  return copied;
}

static gboolean
run_on_target (sqlite3 *target, const char *sql, GError **error)
{
  int rc;

  errno = 0;
  rc = sqlite3_exec (target, sql, NULL, NULL, NULL);
  if (rc != SQLITE_OK)
    sat_db_set_result_error (target, rc, NULL, error);
  return rc == SQLITE_OK;
}

static sqlite3 *
open_target (const char *path, GError **error)
{
  sqlite3 *target = NULL;
  int rc = sqlite3_open_v2 (path, &target,
                            SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
                            sat_connection_get_default_vfs ());

  if (rc == SQLITE_OK)
    return target;
  sat_db_set_result_error (target, rc, NULL, error);
  sqlite3_close (target);
  return NULL;
}

static gboolean
fill (SatConnection *source, const char *path, GCancellable *cancellable, GError **error)
{
  sqlite3 *target = open_target (path, error);
  gboolean filled;

  if (target == NULL)
    return FALSE;
  filled = copy_snapshot (source, target, cancellable, error);
  sqlite3_close (target);
  /* The header was copied too and may ask for a write-ahead log, which a read-only disk or a
   * careless copy would lose. */
  target = filled ? open_target (path, error) : NULL;
  if (target == NULL)
    return FALSE;
  filled = run_on_target (target, "PRAGMA journal_mode = DELETE", error);
  sqlite3_close (target);
  return filled;
}

static gboolean
sync_file (const char *path, GError **error)
{
  int fd = g_open (path, O_RDWR | O_CLOEXEC, 0);
  int failed = 0;

  if (fd < 0 || fsync (fd) != 0)
    failed = errno;
  if (fd >= 0)
    g_close (fd, NULL);
  if (failed != 0)
    sat_db_set_system_error (failed, NULL, path, error);
  return failed == 0;
}

static gboolean
check_copy (const char *path, gboolean quick, GCancellable *cancellable, GError **error)
{
  g_autoptr (SatConnection) copy = sat_connection_open (path, SAT_OPEN_READ, error);

  if (copy == NULL)
    return FALSE;
  sat_connection_set_cancellable (copy, cancellable);
  return sat_backup_check (copy, quick, error);
}

gboolean
sat_backup_copy (SatConnection *source,
                 const char *path,
                 gboolean quick,
                 GCancellable *cancellable,
                 GError **error)
{
  if (fill (source, path, cancellable, error) && sync_file (path, error) &&
      check_copy (path, quick, cancellable, error))
    return TRUE;
  sat_backup_remove (path);
  return FALSE;
}

/* A database that somebody works with has a log or a journal beside it; to put another file under
 * it would ruin both. */
static gboolean
may_replace (SatConnection *source, const char *path, GError **error)
{
  static const char *const suffixes[] = {"-wal", "-journal"};
  GStatBuf target, own;

  if (g_stat (path, &target) == 0 && !S_ISREG (target.st_mode)) {
    g_set_error_literal (error, SAT_DB_ERROR, SAT_DB_ERROR_READONLY,
                         _ ("A backup cannot take the place of a folder or a device"));
    return FALSE;
  }
  if (g_stat (path, &target) == 0 && g_stat (source->path, &own) == 0 &&
      target.st_dev == own.st_dev && target.st_ino == own.st_ino) {
    g_set_error_literal (error, SAT_DB_ERROR, SAT_DB_ERROR_BUSY,
                         _ ("A backup cannot take the place of the file that is backed up"));
    return FALSE;
  }
  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++) {
    g_autofree char *name = g_strconcat (path, suffixes[i], NULL);
    GStatBuf info;

    if (g_stat (name, &info) == 0 && info.st_size > 0) {
      g_set_error_literal (error, SAT_DB_ERROR, SAT_DB_ERROR_BUSY,
                           _ ("The file to be replaced is in use by another program"));
      return FALSE;
    }
  }
  return TRUE;
}

static gboolean
write_backup (SatConnection *source, const char *path, GCancellable *cancellable, GError **error)
{
  g_autofree char *temporary = NULL;

  if (!may_replace (source, path, error))
    return FALSE;
  temporary = sat_backup_make_temporary (path, error);
  if (temporary == NULL || !sat_backup_copy (source, temporary, TRUE, cancellable, error))
    return FALSE;
  SAT_CRASH_POINT ("backup-copied");
  if (g_rename (temporary, path) != 0) {
    sat_db_set_system_error (errno, NULL, path, error);
    sat_backup_remove (temporary);
    return FALSE;
  }
  SAT_CRASH_POINT ("backup-renamed");
  return sat_db_sync_folder_of (path, error);
}

gboolean
sat_backup_write (SatConnection *source,
                  const char *path,
                  GCancellable *cancellable,
                  GError **error)
{
  g_autofree char *absolute = NULL;

  g_return_val_if_fail (source != NULL && path != NULL && *path != '\0', FALSE);
  g_return_val_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (sat_connection_in_transaction (source)) {
    g_set_error_literal (error, SAT_DB_ERROR, SAT_DB_ERROR_BUSY,
                         _ ("A backup cannot be made in the middle of a change"));
    return FALSE;
  }
  absolute = g_canonicalize_filename (path, NULL);
  if (write_backup (source, absolute, cancellable, error))
    return TRUE;
  g_prefix_error (error, "%s: ", _ ("The backup was not made"));
  return FALSE;
}

/* SQLite's finding may have several lines, the first of which only names the database. */
static void
set_finding (const char *finding, GError **error)
{
  const char *line = finding != NULL ? strrchr (finding, '\n') : NULL;

  if (line != NULL)
    finding = line + 1;
  g_set_error (error, SAT_DB_ERROR, SAT_DB_ERROR_CORRUPT, _ ("The file is damaged: %s"),
               finding != NULL ? finding : "no result");
}

/* The check's first row, "ok" or a finding. */
static gboolean
check_pages (SatConnection *connection, gboolean quick, GError **error)
{
  g_autoptr (SatStatement) statement = sat_statement_new (
      connection, quick ? "PRAGMA quick_check (1)" : "PRAGMA integrity_check (1)", error);
  gboolean row;

  if (statement == NULL || !sat_statement_step (statement, &row, error))
    return FALSE;
  if (row && g_strcmp0 (sat_statement_text (statement, 0), "ok") == 0)
    return TRUE;
  set_finding (row ? sat_statement_text (statement, 0) : NULL, error);
  return FALSE;
}

static gboolean
check_references (SatConnection *connection, GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_statement_new (connection, "PRAGMA foreign_key_check", error);
  gboolean row;

  if (statement == NULL || !sat_statement_step (statement, &row, error))
    return FALSE;
  if (!row)
    return TRUE;
  g_set_error (error, SAT_DB_ERROR, SAT_DB_ERROR_CORRUPT,
               _ ("The file is damaged: a row of %s refers to one of %s that does not exist"),
               sat_statement_text (statement, 0), sat_statement_text (statement, 2));
  return FALSE;
}

gboolean
sat_backup_check (SatConnection *connection, gboolean quick, GError **error)
{
  g_return_val_if_fail (connection != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);
  return check_pages (connection, quick, error) && check_references (connection, error);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sat-connection-private.h"

#include <errno.h>
#include <glib/gi18n-lib.h>

G_DEFINE_QUARK (sat - db - error - quark, sat_db_error)

static SatDbError
code_of_errno (int number)
{
  switch (number) {
  case ENOENT:
  case ENOTDIR:
    return SAT_DB_ERROR_NOT_FOUND;
  case EACCES:
  case EPERM:
  case EROFS:
    return SAT_DB_ERROR_READONLY;
  case ENOSPC:
  case EDQUOT:
    return SAT_DB_ERROR_FULL;
  case EBUSY:
  case EAGAIN:
  case ETXTBSY:
    return SAT_DB_ERROR_BUSY;
  default:
    return SAT_DB_ERROR_IO;
  }
}

/* IOERR and CANTOPEN hide what the system said. SQLite remembers its errno, but not when a COMMIT
 * fails: then it is still in @number, unless another call failed after it. */
static int
system_errno (sqlite3 *handle, int rc, int number)
{
  if ((rc & 0xff) == SQLITE_IOERR && number != 0)
    return number;
  return sqlite3_system_errno (handle);
}

static SatDbError
code_of_result (int rc, int number)
{
  SatDbError code;

  switch (rc & 0xff) {
  case SQLITE_BUSY:
  case SQLITE_LOCKED:
    return SAT_DB_ERROR_BUSY;
  case SQLITE_CONSTRAINT:
  case SQLITE_MISMATCH: /* a text as a row id */
    return SAT_DB_ERROR_CONSTRAINT;
  case SQLITE_CORRUPT:
  case SQLITE_NOTADB:
    return SAT_DB_ERROR_CORRUPT;
  case SQLITE_FULL:
    return SAT_DB_ERROR_FULL;
  case SQLITE_READONLY:
  case SQLITE_PERM:
    return SAT_DB_ERROR_READONLY;
  case SQLITE_CANTOPEN:
    return code_of_errno (number);
  case SQLITE_IOERR:
    code = code_of_errno (number);
    return code == SAT_DB_ERROR_FULL || code == SAT_DB_ERROR_READONLY ? code : SAT_DB_ERROR_IO;
  case SQLITE_INTERRUPT:
    return SAT_DB_ERROR_INTERRUPTED;
  default:
    return SAT_DB_ERROR_FAILED;
  }
}

static const char *
sentence (SatDbError code)
{
  switch (code) {
  case SAT_DB_ERROR_BUSY:
    return _ ("Another program is using the file; try again in a moment");
  case SAT_DB_ERROR_CONSTRAINT:
    return _ ("A rule of the data does not allow this");
  case SAT_DB_ERROR_CORRUPT:
    return _ ("The file is damaged or is not a Satchel file");
  case SAT_DB_ERROR_FULL:
    return _ ("The disk is full; the last change was not made");
  case SAT_DB_ERROR_READONLY:
    return _ ("The file or its folder may not be written");
  case SAT_DB_ERROR_IO:
    return _ ("The system could not read or write the file");
  case SAT_DB_ERROR_NOT_FOUND:
    return _ ("There is no such file or folder");
  case SAT_DB_ERROR_INTERRUPTED:
    return _ ("Cancelled");
  case SAT_DB_ERROR_TOO_NEW:
    return _ ("The file was written by a newer version of Satchel");
  case SAT_DB_ERROR_FAILED:
  default:
    return _ ("The database refused");
  }
}

static void
set_error (SatDbError code, const char *doing, const char *detail, GError **error)
{
  if (doing != NULL)
    g_set_error (error, SAT_DB_ERROR, (int)code, "%s: %s (%s)", doing, sentence (code), detail);
  else
    g_set_error (error, SAT_DB_ERROR, (int)code, "%s (%s)", sentence (code), detail);
}

static int
detailed (sqlite3 *handle, int rc)
{
  int last = sqlite3_extended_errcode (handle);

  return (last & 0xff) == (rc & 0xff) ? last : rc;
}

static const char *
detail_of (sqlite3 *handle, int rc)
{
  return sqlite3_extended_errcode (handle) == rc ? sqlite3_errmsg (handle) : sqlite3_errstr (rc);
}

void
sat_db_set_result_error (sqlite3 *handle, int rc, const char *doing, GError **error)
{
  int number = errno;

  rc = detailed (handle, rc);
  set_error (code_of_result (rc, system_errno (handle, rc, number)), doing, detail_of (handle, rc),
             error);
}

void
sat_connection_set_error (SatConnection *self, int rc, const char *doing, GError **error)
{
  int number = errno;
  SatDbError code;

  g_return_if_fail (self != NULL);
  g_return_if_fail (error == NULL || *error == NULL);

  rc = detailed (self->handle, rc);
  code = code_of_result (rc, system_errno (self->handle, rc, number));
  if (code == SAT_DB_ERROR_BUSY && g_cancellable_is_cancelled (self->cancellable))
    code = SAT_DB_ERROR_INTERRUPTED;
  if (self->depth > 0 && sqlite3_get_autocommit (self->handle))
    self->lost_for = code;
  set_error (code, doing, detail_of (self->handle, rc), error);
}

void
sat_db_set_system_error (int code, const char *doing, const char *path, GError **error)
{
  g_autofree char *shown = g_filename_display_name (path);
  g_autofree char *detail = g_strdup_printf ("%s: %s", shown, g_strerror (code));

  set_error (code_of_errno (code), doing, detail, error);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sat-connection-private.h"

#include <glib/gi18n-lib.h>

#include "sat-fault.h"
#include "sat-log-vfs.h"

gboolean
sat_connection_is_alive (SatConnection *self, GError **error)
{
  if (self->depth == 0 || !sqlite3_get_autocommit (self->handle))
    return TRUE;
  g_set_error_literal (error, SAT_DB_ERROR, (int)self->lost_for,
                       _ ("The change was abandoned after an earlier failure; nothing was saved"));
  return FALSE;
}

/* There are as many of these as there are changes: they are not prepared anew each time. */
static gboolean
run (SatConnection *self, const char *sql, GError **error)
{
  g_autoptr (SatStatement) statement = sat_statement_cached (self, sql, error);

  return statement != NULL && sat_statement_run (statement, error);
}

static gboolean
undo_savepoint (SatConnection *self)
{
  char sql[80];

  g_snprintf (sql, sizeof sql, "ROLLBACK TO level_%d; RELEASE level_%d", self->depth, self->depth);
  return sqlite3_exec (self->handle, sql, NULL, NULL, NULL) == SQLITE_OK;
}

static gboolean
begin (SatConnection *self, const char *outermost, GError **error)
{
  g_autofree char *savepoint = NULL;

  if (self->depth > 0)
    savepoint = g_strdup_printf ("SAVEPOINT level_%d", self->depth + 1);
  if (!run (self, savepoint != NULL ? savepoint : outermost, error))
    return FALSE;
  self->depth++;
  self->lost_for = SAT_DB_ERROR_FAILED;
  return TRUE;
}

gboolean
sat_connection_begin (SatConnection *self, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (self->read_only) { /* SQLite would begin a read and find out later */
    sat_connection_set_error (self, SQLITE_READONLY, NULL, error);
    return FALSE;
  }
  return begin (self, "BEGIN IMMEDIATE", error);
}

gboolean
sat_connection_begin_read (SatConnection *self, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);
  return begin (self, "BEGIN DEFERRED", error);
}

static gboolean
commit (SatConnection *self, GError **error)
{
  gboolean done;

  SAT_CRASH_POINT ("commit-before");
  sat_log_vfs_gather (self->handle, TRUE);
  done = run (self, "COMMIT", error);
  sat_log_vfs_gather (self->handle, FALSE);
  if (done)
    SAT_CRASH_POINT ("commit-after");
  return done;
}

gboolean
sat_connection_commit (SatConnection *self, GError **error)
{
  g_autofree char *release = NULL;

  g_return_val_if_fail (self != NULL && self->depth > 0, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (self->depth > 1)
    release = g_strdup_printf ("RELEASE level_%d", self->depth);
  if (release != NULL ? run (self, release, error) : commit (self, error)) {
    self->depth--;
    return TRUE;
  }
  sat_connection_rollback (self);
  return FALSE;
}

void
sat_connection_rollback (SatConnection *self)
{
  g_return_if_fail (self != NULL);

  if (self->depth == 0)
    return;
  if (!sqlite3_get_autocommit (self->handle)) {
    /* A savepoint that cannot be undone alone takes the whole transaction with it. */
    if (self->depth == 1 || !undo_savepoint (self))
      run (self, "ROLLBACK", NULL);
  }
  self->depth--;
  if (self->depth == 0 && !sqlite3_get_autocommit (self->handle))
    g_critical ("%s: cannot roll back: %s", self->path, sqlite3_errmsg (self->handle));
}

gboolean
sat_connection_in_transaction (SatConnection *self)
{
  g_return_val_if_fail (self != NULL, FALSE);
  return self->depth > 0;
}

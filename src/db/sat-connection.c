/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sat-connection-private.h"
#include "sat-connection-vfs.h"

#include <errno.h>
#include <unistd.h>

/* So many steps of SQLite's virtual machine, some tens of microseconds, lie between two looks at
 * the cancellable. */
#define STEPS_BETWEEN_LOOKS 2000

#define USUAL_CACHE_KIB 2000
#define BULK_CACHE_KIB (512 * 1024)

static int
progress_cb (void *data)
{
  return g_cancellable_is_cancelled (data);
}

SatConnection *
sat_connection_ref (SatConnection *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

static gboolean
is_kept (SatConnection *self)
{
  const SatConnectionStock *stock = sat_connection_get_stock ();

  return stock != NULL && self->is_open && stock->give (self);
}

void
sat_connection_unref (SatConnection *self)
{
  g_return_if_fail (self != NULL);
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  /* What is still to be done uses statements, and these hold a reference. */
  g_atomic_ref_count_init (&self->refs);
  if (self->depth > 0)
    sat_connection_rollback (self);
  if (is_kept (self))
    return;
  sat_connection_drop_statements (self);
  /* Statements hold a reference, so none is left and the handle cannot be busy. */
  if (sqlite3_close (self->handle) != SQLITE_OK)
    g_critical ("%s: cannot close: %s", self->path, sqlite3_errmsg (self->handle));
  g_atomic_int_add (&sat_connection_n_open, -1);
  g_hash_table_unref (self->statements);
  g_clear_object (&self->cancellable);
  g_free (self->path);
  g_free (self);
}

sqlite3 *
sat_connection_get_handle (SatConnection *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->handle;
}

const char *
sat_connection_get_path (SatConnection *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->path;
}

gboolean
sat_connection_is_read_only (SatConnection *self)
{
  g_return_val_if_fail (self != NULL, TRUE);
  return self->read_only;
}

gboolean
sat_connection_query_text (SatConnection *self, const char *sql, char **value, GError **error)
{
  g_autoptr (SatStatement) statement = sat_statement_new (self, sql, error);
  gboolean row;

  if (statement == NULL || !sat_statement_step (statement, &row, error))
    return FALSE;
  *value = row ? g_strdup (sat_statement_text (statement, 0)) : NULL;
  return TRUE;
}

gboolean
sat_connection_set_pragma (SatConnection *self, const char *name, const char *value, GError **error)
{
  g_autofree char *set = g_strdup_printf ("PRAGMA %s = %s", name, value);
  g_autofree char *get = g_strdup_printf ("PRAGMA %s", name);
  g_autofree char *now = NULL;

  if (!sat_connection_exec (self, set, error) ||
      !sat_connection_query_text (self, get, &now, error))
    return FALSE;
  if (g_strcmp0 (now, value) == 0)
    return TRUE;
  g_set_error (error, SAT_DB_ERROR, SAT_DB_ERROR_FAILED, "PRAGMA %s is %s, not %s", name,
               now != NULL ? now : "unknown", value);
  return FALSE;
}

gboolean
sat_connection_exec (SatConnection *self, const char *sql, GError **error)
{
  int rc;

  g_return_val_if_fail (self != NULL && sql != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!sat_connection_is_alive (self, error))
    return FALSE;
  errno = 0;
  rc = sqlite3_exec (self->handle, sql, NULL, NULL, NULL);
  if (rc == SQLITE_OK)
    return TRUE;
  sat_connection_set_error (self, rc, NULL, error);
  return FALSE;
}

gboolean
sat_connection_query_int (
    SatConnection *self, const char *sql, gint64 fallback, gint64 *out, GError **error)
{
  g_autoptr (SatStatement) statement = NULL;
  gboolean row;

  g_return_val_if_fail (self != NULL && sql != NULL && out != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  statement = sat_statement_cached (self, sql, error);
  if (statement == NULL || !sat_statement_step (statement, &row, error))
    return FALSE;
  *out = row ? sat_statement_int (statement, 0) : fallback;
  return TRUE;
}

gint64
sat_connection_last_insert_id (SatConnection *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return sqlite3_last_insert_rowid (self->handle);
}

int
sat_connection_changes (SatConnection *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return sqlite3_changes (self->handle);
}

gboolean
sat_connection_data_version (SatConnection *self, gint64 *version, GError **error)
{
  g_return_val_if_fail (version != NULL, FALSE);
  return sat_connection_query_int (self, "PRAGMA data_version", 0, version, error);
}

gboolean
sat_connection_checkpoint (SatConnection *self, gboolean truncate, GError **error)
{
  gint64 limit;
  int rc;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  /* Waiting for readers would keep every other writer waiting too. */
  limit = self->busy_limit_us;
  self->busy_limit_us = 0;
  errno = 0;
  rc = sqlite3_wal_checkpoint_v2 (self->handle, "main",
                                  truncate ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE,
                                  NULL, NULL);
  self->busy_limit_us = limit;
  /* Somebody else is doing the same: fine, unless the caller wants it finished. */
  if (rc == SQLITE_OK || ((rc & 0xff) == SQLITE_BUSY && !truncate))
    return TRUE;
  sat_connection_set_error (self, rc, NULL, error);
  return FALSE;
}

void
sat_connection_set_cancellable (SatConnection *self, GCancellable *cancellable)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  g_set_object (&self->cancellable, cancellable);
  sqlite3_progress_handler (self->handle, STEPS_BETWEEN_LOOKS,
                            cancellable != NULL ? progress_cb : NULL, cancellable);
}

gboolean
sat_connection_set_cache (SatConnection *self, int kib, GError **error)
{
  g_autofree char *value = NULL;

  g_return_val_if_fail (self != NULL && kib > 0, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  value = g_strdup_printf ("%d", -kib);
  return sat_connection_set_pragma (self, "cache_size", value, error);
}

void
sat_connection_set_bulk_cache (SatConnection *self, gboolean bulk)
{
  gint64 kib = (gint64)sysconf (_SC_PHYS_PAGES) * (sysconf (_SC_PAGESIZE) / 1024) / 8;

  /* Without it all goes more slowly, no more. */
  sat_connection_set_cache (
      self, bulk ? (int)CLAMP (kib, USUAL_CACHE_KIB, BULK_CACHE_KIB) : USUAL_CACHE_KIB, NULL);
}

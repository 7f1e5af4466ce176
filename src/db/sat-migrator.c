/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sat-connection-private.h"

#include <glib/gi18n-lib.h>

/* The file's version; CORRUPT when it is another program's. Three small reads of one snapshot. */
static gboolean
read_version (SatConnection *connection, int *version, GError **error)
{
  gint64 id, number, objects;

  if (!sat_connection_query_int (connection, "PRAGMA application_id", 0, &id, error) ||
      !sat_connection_query_int (connection, "PRAGMA user_version", 0, &number, error) ||
      !sat_connection_query_int (connection, "SELECT count(*) FROM sqlite_schema", 0, &objects,
                                 error))
    return FALSE;
  /* PRAGMA reads it as signed. */
  if (id != SAT_DB_APPLICATION_ID && !(id == 0 && number == 0 && objects == 0)) {
    g_set_error_literal (error, SAT_DB_ERROR, SAT_DB_ERROR_CORRUPT,
                         _ ("This is not a Satchel file"));
    return FALSE;
  }
  if (number < 0) {
    g_set_error_literal (error, SAT_DB_ERROR, SAT_DB_ERROR_CORRUPT,
                         _ ("The file is damaged: its version makes no sense"));
    return FALSE;
  }
  *version = (int)number;
  return TRUE;
}

static gboolean
check (SatConnection *connection, gsize n_steps, int *version, GError **error)
{
  if (!read_version (connection, version, error))
    return FALSE;
  if (*version <= (int)n_steps)
    return TRUE;
  g_set_error (error, SAT_DB_ERROR, SAT_DB_ERROR_TOO_NEW,
               _ ("The file was written by a newer version of Satchel (file version %d, this "
                  "program knows %d)"),
               *version, (int)n_steps);
  return FALSE;
}

gboolean
sat_migrator_check (SatConnection *connection,
                    const SatMigration *steps,
                    gsize n_steps,
                    int *version,
                    GError **error)
{
  gboolean right;

  g_return_val_if_fail (connection != NULL && steps != NULL && version != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  *version = 0;
  if (!sat_connection_begin_read (connection, error))
    return FALSE;
  right = check (connection, n_steps, version, error);
  if (!right)
    sat_connection_rollback (connection);
  return right && sat_connection_commit (connection, error);
}

/* With foreign keys off, a step may rebuild a table without its children being deleted with it. */
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
  g_set_error (error, SAT_DB_ERROR, SAT_DB_ERROR_CONSTRAINT,
               _ ("A row of table %s refers to one of %s that does not exist"),
               sat_statement_text (statement, 0), sat_statement_text (statement, 2));
  return FALSE;
}

static gboolean
apply_in_transaction (SatConnection *connection,
                      const SatMigration *step,
                      gpointer data,
                      GError **error)
{
  g_autofree char *mark = g_strdup_printf ("PRAGMA application_id = %d; PRAGMA user_version = %d",
                                           SAT_DB_APPLICATION_ID, step->version);
  int version;

  /* Another process may have done it while this one waited for the lock. */
  if (!read_version (connection, &version, error))
    return FALSE;
  if (version >= step->version)
    return TRUE;
  if (!step->apply (connection, data, error))
    return FALSE;
  if (connection->depth != 1) {
    g_set_error_literal (error, SAT_DB_ERROR, SAT_DB_ERROR_FAILED, "The step left its transaction");
    return FALSE;
  }
  return check_references (connection, error) && sat_connection_exec (connection, mark, error);
}

static gboolean
apply (SatConnection *connection, const SatMigration *step, gpointer data, GError **error)
{
  if (!sat_connection_begin (connection, error))
    return FALSE;
  if (apply_in_transaction (connection, step, data, error))
    return sat_connection_commit (connection, error);
  while (sat_connection_in_transaction (connection))
    sat_connection_rollback (connection);
  return FALSE;
}

static gboolean
apply_all (SatConnection *connection,
           const SatMigration *steps,
           gsize n_steps,
           int version,
           gpointer data,
           GError **error)
{
  for (gsize i = (gsize)version; i < n_steps; i++) {
    if (apply (connection, &steps[i], data, error))
      continue;
    g_prefix_error (error, _ ("Cannot bring the file to version %d (%s): "), steps[i].version,
                    steps[i].why);
    return FALSE;
  }
  return TRUE;
}

gboolean
sat_migrator_run (SatConnection *connection,
                  const SatMigration *steps,
                  gsize n_steps,
                  gpointer data,
                  GError **error)
{
  gboolean done;
  int version;

  g_return_val_if_fail (connection != NULL && steps != NULL, FALSE);
  g_return_val_if_fail (connection->depth == 0, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);
  for (gsize i = 0; i < n_steps; i++)
    g_return_val_if_fail (steps[i].version == (int)i + 1, FALSE);

  if (!sat_migrator_check (connection, steps, n_steps, &version, error))
    return FALSE;
  if (version == (int)n_steps)
    return TRUE;
  if (!sat_connection_exec (connection, "PRAGMA foreign_keys = OFF", error))
    return FALSE;
  done = apply_all (connection, steps, n_steps, version, data, error);
  if (!sat_connection_exec (connection, "PRAGMA foreign_keys = ON", done ? error : NULL))
    return FALSE;
  return done;
}

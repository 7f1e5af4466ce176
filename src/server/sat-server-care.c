/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-server-care.h"

#include "sat-db.h"
#include "sat-fault.h"
#include "sat-server-private.h"
#include "sat-sqlite-storage.h"

/* Backup */

static GArray *
read_devices (SatServer *self, GError **error)
{
  g_autoptr (SatTransaction) transaction = sat_storage_begin_read (self->storage, error);
  g_autoptr (GArray) devices = g_array_new (FALSE, FALSE, sizeof (SatStoredDevice));

  if (transaction == NULL || !transaction->api->devices (transaction, devices, error))
    return NULL;
  return g_steal_pointer (&devices);
}

static gboolean
put_durable (SatServer *self, SatTransaction *transaction, gpointer data, GError **error)
{
  GArray *devices = data;

  for (guint i = 0; i < devices->len; i++) {
    const SatStoredDevice *then = &g_array_index (devices, SatStoredDevice, i);
    SatStoredDevice now;

    if (!transaction->api->device (transaction, then->device, &now, error))
      return FALSE;
    now.durable_m = MAX (now.durable_m, then->last_m);
    if (!transaction->api->put_device (transaction, &now, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
sat_server_backup (SatServer *self, const char *path, GError **error)
{
  g_autoptr (GArray) devices = NULL;

  g_return_val_if_fail (self != NULL && path != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);
  /* Before it: what comes while it is copied may or may not be in it. */
  devices = read_devices (self, error);
  if (devices == NULL || !self->storage->api->backup (self->storage, path, error))
    return FALSE;
  SAT_CRASH_POINT ("server-backup-made");
  return sat_server_run (self, put_durable, devices, error);
}

/* Restore */

/* The high-water file is above what was restored, so that opening begins a new life; when it is
 * not there, or the backup is the very last state, this does. */
static gboolean
begin_anew (const char *folder, const char *database, GError **error)
{
  g_autoptr (SatStorage) storage = sat_sqlite_storage_open (database, error);
  g_autoptr (SatTransaction) transaction =
      storage != NULL ? sat_storage_begin_write (storage, error) : NULL;

  return transaction != NULL &&
         transaction->api->put_meta (transaction, SAT_SERVER_META_ANEW, "1", error) &&
         sat_transaction_commit (g_steal_pointer (&transaction), error);
}

gboolean
sat_server_restore (const char *folder, const char *path, GError **error)
{
  g_autofree char *database = NULL;
  g_autoptr (SatServer) server = NULL;

  g_return_val_if_fail (folder != NULL && path != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);
  database = g_build_filename (folder, SAT_SERVER_DATABASE, NULL);
  if (!sat_sqlite_storage_check_backup (path, error) ||
      !sat_backup_restore (path, database, NULL, error))
    return FALSE;
  SAT_CRASH_POINT ("server-restore-replaced");
  if (!begin_anew (folder, database, error))
    return FALSE;
  SAT_CRASH_POINT ("server-restore-anew");
  /* Opening finds that it is another life, and erases again what was erased since the backup. */
  server = sat_server_open (folder, NULL, NULL, error);
  return server != NULL;
}

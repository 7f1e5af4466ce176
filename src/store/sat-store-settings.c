/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Settings in the file, the paths of files, backup and restore. */

#include "config.h"

#include "sat-key-value.h"
#include "sat-reader.h"
#include "sat-schema.h"
#include "sat-store-private.h"
#include "sat-writer.h"

#include <glib/gi18n-lib.h>

char *
sat_store_get_setting (SatStore *self, const char *key)
{
  g_autoptr (SatReader) reader = NULL;

  g_return_val_if_fail (SAT_IS_STORE (self), NULL);
  g_return_val_if_fail (key != NULL, NULL);

  reader = sat_store_thread_reader (self, NULL);
  return reader != NULL ? sat_key_value_get (sat_reader_get_connection (reader), "setting", key)
                        : NULL;
}

gboolean
sat_store_set_setting (SatStore *self, const char *key, const char *value, GError **error)
{
  gboolean ok;

  g_return_val_if_fail (SAT_IS_STORE (self), FALSE);
  g_return_val_if_fail (key != NULL, FALSE);

  if (!sat_store_enter_writing (self, error))
    return FALSE;
  ok = sat_key_value_put (self->writing, "setting", key, value, error);
  sat_ticket_lock_leave (&self->write_lock);
  return ok;
}

gboolean
sat_writer_swap_setting (SatWriter *self,
                         const char *key,
                         const char *before,
                         const char *after,
                         gboolean *swapped,
                         GError **error)
{
  const char *sql = before != NULL
                        ? "UPDATE setting SET value = ?2 WHERE key = ?1 AND value = ?3"
                        : "INSERT INTO setting (key, value) VALUES (?1, ?2) ON CONFLICT DO NOTHING";
  g_autoptr (SatStatement) statement = NULL;

  g_return_val_if_fail (self != NULL && key != NULL && after != NULL && swapped != NULL, FALSE);

  statement = sat_statement_cached (sat_writer_get_connection (self), sql, error);
  if (statement == NULL)
    return FALSE;
  sat_statement_bind_text (statement, 1, key);
  sat_statement_bind_text (statement, 2, after);
  if (before != NULL)
    sat_statement_bind_text (statement, 3, before);
  if (!sat_statement_run (statement, error))
    return FALSE;
  *swapped = sat_connection_changes (sat_writer_get_connection (self)) > 0;
  return TRUE;
}

gint64
sat_store_get_current_user (SatStore *self)
{
  gint64 user;

  g_return_val_if_fail (SAT_IS_STORE (self), 0);

  g_mutex_lock (&self->lock);
  user = self->current_user;
  g_mutex_unlock (&self->lock);
  return user;
}

gboolean
sat_store_set_current_user (SatStore *self, gint64 user, GError **error)
{
  g_autoptr (GString) hex = g_string_new (NULL);
  g_autoptr (SatReader) reader = NULL;
  SatUuid uuid;

  g_return_val_if_fail (SAT_IS_STORE (self), FALSE);

  reader = sat_store_open_reader (self, error);
  if (reader == NULL || !sat_reader_identify (reader, user, &uuid, NULL, NULL, error))
    return FALSE;
  /* By its public id, which a restored or copied file keeps. */
  for (guint i = 0; i < sizeof uuid.bytes; i++)
    g_string_append_printf (hex, "%02X", uuid.bytes[i]);
  if (!sat_store_set_setting (self, "user", hex->str, error))
    return FALSE;
  g_mutex_lock (&self->lock);
  self->current_user = user;
  g_mutex_unlock (&self->lock);
  return TRUE;
}

const char *
sat_store_get_currency (SatStore *self)
{
  const char *currency;

  g_return_val_if_fail (SAT_IS_STORE (self), "USD");

  g_mutex_lock (&self->lock);
  currency = self->currency;
  g_mutex_unlock (&self->lock);
  return currency;
}

int
sat_store_get_fiscal_start (SatStore *self)
{
  int month;

  g_return_val_if_fail (SAT_IS_STORE (self), 1);

  g_mutex_lock (&self->lock);
  month = self->fiscal_start;
  g_mutex_unlock (&self->lock);
  return month;
}

static const char count_records[] = "SELECT count(*) FROM record WHERE deleted = 0 AND type <> 0";

gboolean
sat_store_backup (
    SatStore *self, const char *path, gint64 *records, GCancellable *cancellable, GError **error)
{
  g_autoptr (SatReader) reader = NULL;
  SatConnection *connection;

  g_return_val_if_fail (SAT_IS_STORE (self), FALSE);
  g_return_val_if_fail (path != NULL, FALSE);

  reader = sat_store_open_reader (self, error);
  if (reader == NULL)
    return FALSE;
  connection = sat_reader_get_connection (reader);
  return sat_backup_write (connection, path, cancellable, error) &&
         (records == NULL ||
          sat_connection_query_int (connection, count_records, 0, records, error));
}

gboolean
sat_store_restore (const char *backup, const char *path, gint64 *records, GError **error)
{
  g_autoptr (SatStore) store = NULL;
  SatReader *reader;

  g_return_val_if_fail (backup != NULL && path != NULL, FALSE);

  /* Opening it as a store first refuses what is intact SQLite but no workspace of ours, or newer.
   */
  store = sat_store_open (backup, SAT_STORE_READ_ONLY, NULL, NULL, error);
  reader = store != NULL ? sat_store_get_reader (store, error) : NULL;
  if (reader == NULL || !sat_schema_check (sat_reader_get_connection (reader),
                                           sat_reader_get_registry (reader), error))
    return FALSE;
  if (records != NULL && !sat_connection_query_int (sat_reader_get_connection (reader),
                                                    count_records, 0, records, error))
    return FALSE;
  sat_store_close (store);
  return sat_backup_restore (backup, path, NULL, error);
}

char *
sat_store_default_path (void)
{
  return g_build_filename (g_get_user_data_dir (), "satchel", "satchel.db", NULL);
}

char *
sat_store_demo_path (void)
{
  return g_build_filename (g_get_user_data_dir (), "satchel", "demo.db", NULL);
}

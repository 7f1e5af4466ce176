/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the server is to get, and what is to come from it. */

#include "config.h"

#include "sat-files-private.h"
#include "sat-store-private.h"

#include <glib/gstdio.h>

#include "sat-remote-private.h"

#define DAY_US (G_GINT64_CONSTANT (24) * 60 * 60 * G_USEC_PER_SEC)

/* A record that the server knows: it has been pulled. */
#define KNOWN                                                                                      \
  "EXISTS (SELECT 1 FROM attachment AS a JOIN record AS r USING (id)"                              \
  " WHERE a.sha256 = b.sha256 AND r.seq IS NOT NULL AND r.seq > 0)"

GStrv
sat_files_to_send (SatReader *reader, GError **error)
{
  g_autoptr (SatStatement) statement = NULL;
  g_autoptr (GStrvBuilder) hashes = g_strv_builder_new ();
  const char *database;
  gboolean row = TRUE;

  g_return_val_if_fail (reader != NULL, NULL);

  database = sat_store_get_path (sat_reader_get_store (reader));
  statement =
      sat_statement_cached (sat_reader_get_connection (reader),
                            "SELECT b.sha256 FROM blob AS b WHERE b.sent IS NOT"
                            " (SELECT value FROM sync_state WHERE key = 'epoch') AND " KNOWN,
                            error);
  if (statement == NULL)
    return NULL;
  while (row) {
    const char *hash;
    g_autofree char *path = NULL;

    if (!sat_statement_step (statement, &row, error))
      return NULL;
    hash = row ? sat_statement_text (statement, 0) : NULL;
    if (!sat_blob_is_hash (hash))
      continue;
    path = sat_files_path (database, hash);
    if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
      g_strv_builder_add (hashes, hash);
  }
  return g_strv_builder_end (hashes);
}

/* The first 48 bits of a record's id are the milliseconds at which it was made. */
static gboolean
is_young (const guint8 *uuid, gsize length, gint64 now)
{
  gint64 ms = 0;

  for (gsize i = 0; i < 6 && i < length; i++)
    ms = ms << 8 | uuid[i];
  return ms * 1000 >= now - SAT_FILES_AHEAD_DAYS * DAY_US;
}

GStrv
sat_files_to_fetch (SatReader *reader, GError **error)
{
  g_autoptr (SatStatement) statement = NULL;
  g_autoptr (GStrvBuilder) hashes = g_strv_builder_new ();
  SatStore *store;
  gboolean row = TRUE;

  g_return_val_if_fail (reader != NULL, NULL);

  store = sat_reader_get_store (reader);
  statement = sat_statement_cached (sat_reader_get_connection (reader),
                                    "SELECT a.sha256, max (r.uuid) FROM attachment AS a"
                                    " JOIN record AS r USING (id)"
                                    " WHERE a.sha256 IS NOT NULL AND a.size BETWEEN 0 AND ?1"
                                    " AND r.seq > 0 GROUP BY a.sha256 ORDER BY 2 DESC",
                                    error);
  if (statement == NULL)
    return NULL;
  sat_statement_bind_int (statement, 1, SAT_FILES_AHEAD_BYTES);
  while (row) {
    const guint8 *uuid;
    const char *hash;
    g_autofree char *path = NULL;
    gsize length;

    if (!sat_statement_step (statement, &row, error))
      return NULL;
    hash = row ? sat_statement_text (statement, 0) : NULL;
    uuid = row ? sat_statement_blob (statement, 1, &length) : NULL;
    if (!sat_blob_is_hash (hash) || uuid == NULL ||
        !is_young (uuid, length, sat_clock_now (sat_store_get_clock (store))))
      continue;
    path = sat_files_path (sat_store_get_path (store), hash);
    if (!g_file_test (path, G_FILE_TEST_EXISTS))
      g_strv_builder_add (hashes, hash);
  }
  return g_strv_builder_end (hashes);
}

/* Writes down that the server has it; nothing of it is anybody's change. */
static gboolean
note_sent (SatStore *store, const char *hash, GError **error)
{
  g_autofree char *epoch = sat_sync_get (store->writing, SAT_SYNC_EPOCH);

  return sat_files_note (store->writing, hash, epoch, error);
}

gboolean
sat_files_sent (SatStore *store, const char *hash, GError **error)
{
  gboolean done;

  g_return_val_if_fail (SAT_IS_STORE (store) && sat_blob_is_hash (hash), FALSE);

  if (!sat_store_enter_writing (store, error))
    return FALSE;
  done = note_sent (store, hash, error);
  sat_ticket_lock_leave (&store->write_lock);
  return done;
}

static gboolean
place_part (SatStore *store, const char *hash, const char *part, GError **error)
{
  g_autofree char *path = sat_files_path (store->path, hash);
  g_autofree char *folder = sat_files_folder (store->path);
  gboolean named;

  if (!sat_files_is_named (store->writing, hash, &named, error))
    return FALSE;
  if (!named) {
    g_unlink (part);
    return TRUE;
  }
  return sat_files_rename (part, path, error) && sat_db_sync_folder (folder, error) &&
         note_sent (store, hash, error);
}

/* In a transaction: who removes what nobody names waits for it, or finds it named. */
static gboolean
take_part (SatStore *store, const char *hash, const char *part, GError **error)
{
  gboolean done;

  if (!sat_store_enter_writing (store, error))
    return FALSE;
  done = sat_connection_begin (store->writing, error);
  if (done) {
    done = place_part (store, hash, part, error);
    if (done)
      done = sat_connection_commit (store->writing, error);
    else
      sat_connection_rollback (store->writing);
  }
  sat_ticket_lock_leave (&store->write_lock);
  return done;
}

gboolean
sat_files_arrived (SatStore *store, const char *hash, gboolean *right, GError **error)
{
  g_autofree char *part = NULL;
  g_autofree char *sum = NULL;

  g_return_val_if_fail (SAT_IS_STORE (store) && sat_blob_is_hash (hash) && right != NULL, FALSE);

  part = sat_files_part_path (store->path, hash);
  sum = sat_files_checksum (part, NULL, error);
  if (sum == NULL)
    return FALSE;
  *right = g_str_equal (sum, hash);
  if (*right)
    return take_part (store, hash, part, error);
  g_unlink (part);
  return TRUE;
}

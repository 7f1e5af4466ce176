/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-json-writer.h"
#include "sat-page.h"
#include "sat-push.h"
#include "sat-server-private.h"
#include "sat-sqlite-storage.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

SatServer *
sat_server_open (const char *folder, SatRegistry *registry, SatClock *clock, GError **error)
{
  g_autoptr (SatServer) self = NULL;
  g_autofree char *path = NULL;

  g_return_val_if_fail (folder != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  self = g_new0 (SatServer, 1);
  g_mutex_init (&self->lock);
  g_mutex_init (&self->blob_lock);
  self->cursors = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  g_cond_init (&self->turn);
  g_queue_init (&self->waiting);
  self->high_water = -1;
  self->folder = g_strdup (folder);
  self->registry = registry != NULL ? sat_registry_ref (registry) : sat_registry_new ();
  self->clock = clock != NULL ? sat_clock_ref (clock) : sat_clock_system ();
  self->visibility = sat_visibility_new (self->registry);
  self->blobs = sat_blobs_new (folder, self->clock);
  if (g_mkdir_with_parents (folder, 0700) != 0) {
    int code = errno;

    g_set_error (error, G_FILE_ERROR, (int)g_file_error_from_errno (code), "%s: %s", folder,
                 g_strerror (code));
    return NULL;
  }
  path = g_build_filename (folder, SAT_SERVER_DATABASE, NULL);
  self->storage = sat_sqlite_storage_open (path, error);
  if (self->storage == NULL || !sat_server_begin_life (self, error) ||
      !sat_server_erase_again (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
sat_server_close (SatServer *self)
{
  if (self == NULL)
    return;
  sat_storage_close (self->storage);
  if (self->high_water >= 0)
    close (self->high_water);
  sat_visibility_free (self->visibility);
  sat_blobs_free (self->blobs);
  sat_clock_unref (self->clock);
  sat_registry_unref (self->registry);
  g_hash_table_unref (self->cursors);
  g_mutex_clear (&self->lock);
  g_mutex_clear (&self->blob_lock);
  g_cond_clear (&self->turn);
  g_free (self->folder);
  g_free (self);
}

gboolean
sat_server_check_epoch (SatServer *self, const char *epoch, GError **error)
{
  if (epoch == NULL || *epoch == '\0' || g_str_equal (epoch, sat_server_epoch (self)))
    return TRUE;
  g_set_error_literal (error, SAT_SERVER_ERROR, SAT_SERVER_ERROR_EPOCH_CHANGED,
                       "the server began anew");
  return FALSE;
}

gint64
sat_server_head (SatServer *self)
{
  gint64 head;

  g_return_val_if_fail (self != NULL, 0);
  g_mutex_lock (&self->lock);
  head = self->head;
  g_mutex_unlock (&self->lock);
  return head;
}

void
sat_server_set_committed (SatServer *self, SatServerCommitted committed, gpointer data)
{
  g_return_if_fail (self != NULL);
  g_mutex_lock (&self->lock);
  self->committed = committed;
  self->committed_data = data;
  g_mutex_unlock (&self->lock);
}

/* What a device is told */

static gboolean
read_device (SatServer *self, guint32 number, SatStoredDevice *device, gint64 *head, GError **error)
{
  g_autoptr (SatTransaction) transaction = sat_storage_begin_read (self->storage, error);

  return transaction != NULL && transaction->api->device (transaction, number, device, error) &&
         transaction->api->head (transaction, head, error);
}

static void
write_chain (SatJsonWriter *writer, const SatStoredDevice *device)
{
  char hash[SAT_CHAIN_TEXT_LENGTH];
  SatChain chain;

  memcpy (chain.bytes, device->hash, sizeof chain.bytes);
  sat_chain_write (&chain, hash);
  sat_json_writer_int (writer, "last_m", device->last_m);
  sat_json_writer_string (writer, "hash", hash);
}

static const char *
role_name (SatRole role)
{
  switch (role) {
  case SAT_ROLE_READER:
    return "reader";
  case SAT_ROLE_MANAGER:
    return "manager";
  case SAT_ROLE_ADMIN:
    return "admin";
  case SAT_ROLE_REP:
  default:
    return "rep";
  }
}

static void
write_user (SatJsonWriter *writer, const SatCaller *caller)
{
  char id[SAT_UUID_STRING_LENGTH + 1];

  sat_uuid_write (&caller->user, id);
  sat_json_writer_begin_object (writer, "user");
  sat_json_writer_string (writer, "id", id);
  sat_json_writer_string (writer, "name", caller->name != NULL ? caller->name : "");
  sat_json_writer_string (writer, "role", role_name (caller->role));
  sat_json_writer_end_object (writer);
  sat_json_writer_int (writer, "device", caller->device);
}

static void
write_limits (SatServer *self, SatJsonWriter *writer)
{
  sat_json_writer_begin_object (writer, "limits");
  sat_json_writer_int (writer, "push_mutations", SAT_SYNC_MOST_MUTATIONS);
  sat_json_writer_int (writer, "push_bytes", SAT_SYNC_MOST_PUSH_BYTES);
  sat_json_writer_int (writer, "mutation_bytes", SAT_SYNC_MOST_MUTATION_BYTES);
  sat_json_writer_int (writer, "pull_rows", SAT_SYNC_MOST_PULL_ROWS);
  sat_json_writer_int (writer, "blob_bytes", sat_blobs_get_most (self->blobs));
  sat_json_writer_int (writer, "blob_piece", SAT_BLOB_CHUNK);
  sat_json_writer_end_object (writer);
}

GBytes *
sat_server_hello (SatServer *self, const SatCaller *caller, GError **error)
{
  GString *text = g_string_new (NULL);
  g_autoptr (SatJsonWriter) writer = sat_json_writer_new_for_string (text, SAT_JSON_COMPACT);
  SatStoredDevice device;
  gint64 head;

  g_return_val_if_fail (self != NULL && caller != NULL, NULL);
  if (!read_device (self, caller->device, &device, &head, error)) {
    g_string_free (text, TRUE);
    return NULL;
  }
  sat_json_writer_begin_object (writer, NULL);
  sat_json_writer_int (writer, "protocol", 1);
  sat_json_writer_int (writer, "schema", sat_registry_schema (self->registry));
  sat_json_writer_int (writer, "schema_min", 1);
  sat_json_writer_string (writer, "epoch", sat_server_epoch (self));
  sat_json_writer_int (writer, "head", head);
  sat_json_writer_int (writer, "now", sat_clock_now (self->clock));
  write_user (writer, caller);
  write_chain (writer, &device);
  sat_json_writer_int (writer, "durable_m", device.durable_m);
  write_limits (self, writer);
  sat_json_writer_begin_array (writer, "orders");
  sat_json_writer_end_array (writer);
  sat_json_writer_end_object (writer);
  sat_json_writer_finish (writer, NULL);
  return g_string_free_to_bytes (text);
}

static gboolean
read_lost (SatServer *self, const char *epoch, gint64 *after, GError **error)
{
  g_autoptr (SatTransaction) transaction = sat_storage_begin_read (self->storage, error);

  return transaction != NULL && sat_server_lost_after (self, transaction, epoch, after, error);
}

char *
sat_server_describe_device (SatServer *self, guint32 number, const char *epoch, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (SatJsonWriter) writer = sat_json_writer_new_for_string (text, SAT_JSON_COMPACT);
  SatStoredDevice device;
  gint64 head, lost;

  g_return_val_if_fail (self != NULL, NULL);
  if (!read_device (self, number, &device, &head, error) ||
      !read_lost (self, epoch != NULL ? epoch : "", &lost, error))
    return NULL;
  sat_json_writer_begin_object (writer, NULL);
  sat_json_writer_string (writer, "epoch", sat_server_epoch (self));
  write_chain (writer, &device);
  if (lost >= 0)
    sat_json_writer_int (writer, "lost_after", lost);
  sat_json_writer_end_object (writer);
  sat_json_writer_finish (writer, NULL);
  return g_strdup (text->str);
}

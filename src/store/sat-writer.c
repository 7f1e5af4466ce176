/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The writer's frame: the change, its version, and the bookkeeping beside the row. */

#include "config.h"

#include "sat-custom-fields.h"
#include "sat-reader-private.h"
#include "sat-reader.h"
#include "sat-schema.h"
#include "sat-store-private.h"
#include "sat-writer-private.h"

#include <glib/gi18n-lib.h>

#define CHUNKS_BETWEEN_CHECKPOINTS 8

/* Another process may have committed since: its custom fields and settings count. */
static gboolean
notice_others (SatWriter *self, GError **error)
{
  SatStore *store = self->store;
  gint64 version;

  if (!sat_connection_data_version (self->connection, &version, error))
    return FALSE;
  if (version != store->data_version) {
    gint64 before = store->last_change;

    if (!sat_store_refresh (store, self->connection, error))
      return FALSE;
    store->data_version = version;
    if (store->last_change > before)
      sat_store_announce (store, 0, NULL, TRUE);
  }
  if (self->registry != NULL)
    g_ptr_array_add (self->registries, g_steal_pointer (&self->registry));
  self->registry = sat_store_ref_registry (store);
  return TRUE;
}

static gboolean
read_last_hlc (SatWriter *self, GError **error)
{
  gint64 last;

  SatHlc now;

  if (!sat_connection_query_int (self->connection, "SELECT max(hlc_last) FROM change", 0, &last,
                                 error))
    return FALSE;
  /* The server's clock, as far as it is known: everybody's edits order by one. */
  now = sat_hlc_from_us (sat_clock_now (self->store->clock) + self->store->offset);
  self->version = (SatVersion){MAX (now, (SatHlc)last + 1), self->store->device};
  return TRUE;
}

gboolean
sat_writer_begin (
    SatWriter *self, SatStore *store, SatChangeKind kind, const char *label, GError **error)
{
  self->store = store;
  self->connection = sat_connection_ref (store->writing);
  self->kind = kind;
  self->label = g_strdup (label != NULL ? label : "");
  self->touched = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->registries = g_ptr_array_new_with_free_func ((GDestroyNotify)sat_registry_unref);
  self->texts = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify)sat_row_texts_free);
  self->marked = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  if (!sat_connection_begin (self->connection, error))
    return FALSE;
  if (notice_others (self, error) && read_last_hlc (self, error)) {
    self->user = sat_store_get_current_user (store);
    return TRUE;
  }
  sat_connection_rollback (self->connection);
  return FALSE;
}

static char *
author_name (SatWriter *self)
{
  g_autoptr (SatStatement) statement =
      sat_statement_cached (self->connection, "SELECT name FROM user WHERE id = ?1", NULL);
  gboolean row;

  if (self->user == 0 || statement == NULL)
    return NULL;
  sat_statement_bind_int (statement, 1, self->user);
  return sat_statement_step (statement, &row, NULL) && row
             ? g_strdup (sat_statement_text (statement, 0))
             : NULL;
}

gboolean
sat_writer_ensure_change (SatWriter *self, GError **error)
{
  g_autoptr (SatStatement) statement = NULL;
  gint64 at = sat_hlc_to_us (self->version.hlc);

  if (self->change != 0)
    return TRUE;
  statement =
      sat_statement_cached (self->connection,
                            "INSERT INTO change (uuid, kind, label, user, author, device, at, hlc, "
                            "hlc_last, undoes) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8, ?9)",
                            error);
  if (statement == NULL)
    return FALSE;
  if (sat_uuid_is_nil (&self->change_uuid))
    self->change_uuid = sat_uuid_new (at / 1000);
  self->author = author_name (self);
  sat_statement_bind_blob (statement, 1, self->change_uuid.bytes, sizeof self->change_uuid.bytes);
  sat_statement_bind_int (statement, 2, self->kind);
  sat_statement_bind_text (statement, 3, self->label);
  if (self->user != 0)
    sat_statement_bind_int (statement, 4, self->user);
  sat_statement_bind_text (statement, 5, self->author);
  sat_statement_bind_int (statement, 6, self->version.device);
  sat_statement_bind_int (statement, 7, at);
  sat_statement_bind_int (statement, 8, (gint64)self->version.hlc);
  if (self->undoes != 0)
    sat_statement_bind_int (statement, 9, self->undoes);
  if (!sat_statement_run (statement, error))
    return FALSE;
  self->change = self->latest = sat_connection_last_insert_id (self->connection);
  self->last_hlc = MAX (self->last_hlc, self->version.hlc);
  return TRUE;
}

SatVersion
sat_writer_next_version (SatWriter *self, SatVersion current)
{
  SatVersion next = self->version;

  /* Also later than what this change itself did to the record: deleted and brought back, it has had
   * two lives. */
  if (current.hlc >= next.hlc)
    next.hlc = current.hlc + 1;
  self->last_hlc = MAX (self->last_hlc, next.hlc);
  return next;
}

/* Writes what the change row must say about what was done so far. */
static gboolean
settle (SatWriter *self, gboolean unfinished, GError **error)
{
  g_autoptr (SatStatement) statement = NULL;

  if (self->change == 0)
    return TRUE;
  if (!sat_writer_flush_created (self, error))
    return FALSE;
  statement = sat_statement_cached (
      self->connection,
      "UPDATE change SET history_first = ?2, history_last = ?3, unfinished = ?4, hlc_last = ?5"
      " WHERE id = ?1",
      error);
  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, self->change);
  if (self->history_first != 0) {
    sat_statement_bind_int (statement, 2, self->history_first);
    sat_statement_bind_int (statement, 3, self->history_last);
  }
  sat_statement_bind_int (statement, 4, unfinished);
  sat_statement_bind_int (statement, 5, (gint64)self->last_hlc);
  return sat_statement_run (statement, error);
}

static void
publish (SatWriter *self)
{
  SatStore *store = self->store;

  if (self->registry_changed)
    sat_store_take_registry (store, sat_registry_ref (self->registry));
  if (self->users_changed)
    sat_store_read_user (store, self->connection);
  self->users_changed = FALSE;
  if (self->latest == 0)
    return;
  sat_store_read_settings (store, self->connection);
  g_mutex_lock (&store->lock);
  store->last_change = MAX (store->last_change, self->latest);
  g_mutex_unlock (&store->lock);
  sat_store_announce (store, self->latest, self->touched_all ? NULL : g_array_ref (self->touched),
                      self->registry_changed);
  g_array_unref (self->touched);
  self->touched = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->registry_changed = FALSE;
}

gboolean
sat_writer_finish (SatWriter *self, GError **error)
{
  if (sat_writer_settle_primaries (self, NULL, NULL, error) && settle (self, FALSE, error) &&
      sat_connection_commit (self->connection, error)) {
    publish (self);
    return TRUE;
  }
  sat_writer_abort (self);
  return FALSE;
}

void
sat_writer_abort (SatWriter *self)
{
  if (sat_connection_in_transaction (self->connection))
    sat_connection_rollback (self->connection);
}

void
sat_writer_clear (SatWriter *self)
{
  g_clear_pointer (&self->reader, sat_reader_unref);
  g_clear_pointer (&self->registry, sat_registry_unref);
  g_clear_pointer (&self->registries, g_ptr_array_unref);
  g_clear_pointer (&self->touched, g_array_unref);
  g_clear_pointer (&self->expected, g_array_unref);
  g_clear_pointer (&self->marked, g_hash_table_unref);
  g_clear_pointer (&self->texts, g_hash_table_unref);
  g_clear_pointer (&self->wire, sat_wire_map_free);
  g_clear_pointer (&self->sent, sat_sent_free);
  g_clear_pointer (&self->thinned, g_hash_table_unref);
  g_clear_pointer (&self->label, g_free);
  g_clear_pointer (&self->author, g_free);
  g_clear_pointer (&self->connection, sat_connection_unref);
}

gboolean
sat_writer_next_change (
    SatWriter *self, const char *label, gint64 user, gint64 at, const SatUuid *uuid, GError **error)
{
  g_return_val_if_fail (self != NULL && label != NULL, FALSE);

  if (!settle (self, FALSE, error))
    return FALSE;
  self->version.hlc = MAX (sat_hlc_from_us (at), self->last_hlc + 1);
  self->user = user;
  g_free (self->label);
  self->label = g_strdup (label);
  g_clear_pointer (&self->author, g_free);
  self->change_uuid = uuid != NULL ? *uuid : (SatUuid){0};
  self->change = self->history_first = self->history_last = 0;
  return TRUE;
}

/* Hints for the index may stay: whoever is marked for nothing is looked at for nothing. */
static void
forget (SatWriter *self, const SatWriter *before)
{
  self->change = before->change;
  self->latest = before->latest;
  self->created_first = before->created_first;
  self->created_last = before->created_last;
  self->history_first = before->history_first;
  self->history_last = before->history_last;
  self->count = before->count;
  self->root_of = 0;
  g_hash_table_remove_all (self->marked);
}

gboolean
sat_writer_try (SatWriter *self, SatWriteFunc func, gpointer data, GError **error)
{
  SatWriter before;

  g_return_val_if_fail (self != NULL && func != NULL, FALSE);

  before = *self;
  if (!sat_connection_begin (self->connection, error))
    return FALSE;
  if (func (self, data, error))
    return sat_connection_commit (self->connection, error);
  sat_connection_rollback (self->connection);
  forget (self, &before);
  return FALSE;
}

gboolean
sat_writer_commit_chunk (SatWriter *self, GError **error)
{
  if (!settle (self, TRUE, error) || !sat_connection_commit (self->connection, error))
    return FALSE;
  publish (self);
  g_hash_table_remove_all (self->marked);
  self->root_of = 0;
  /* Nobody else empties the log while a long change keeps the lock. A failure harms nothing. */
  if (++self->n_chunks % CHUNKS_BETWEEN_CHECKPOINTS == 0)
    sat_connection_checkpoint (self->connection, FALSE, NULL);
  sat_ticket_lock_leave (&self->store->write_lock);
  sat_ticket_lock_enter (&self->store->write_lock);
  /* Whatever came in between is earlier than what follows. */
  return sat_store_may_write_on (self->store, error) &&
         sat_connection_begin (self->connection, error) && notice_others (self, error) &&
         read_last_hlc (self, error);
}

SatWireMap *
sat_writer_get_wire (SatWriter *self)
{
  if (self->wire == NULL)
    self->wire = sat_wire_map_new (self->connection);
  return self->wire;
}

SatSent *
sat_writer_get_sent (SatWriter *self)
{
  if (self->sent == NULL)
    self->sent = sat_sent_new (self->connection);
  return self->sent;
}

SatStore *
sat_writer_get_store (SatWriter *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->store;
}

SatConnection *
sat_writer_get_connection (SatWriter *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->connection;
}

SatRegistry *
sat_writer_get_registry (SatWriter *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->registry;
}

gint64
sat_writer_get_change (SatWriter *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return sat_writer_ensure_change (self, NULL) ? self->change : 0;
}

guint64
sat_writer_get_count (SatWriter *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->count;
}

gint64
sat_writer_get_time (SatWriter *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return sat_hlc_to_us (self->version.hlc);
}

SatReader *
sat_writer_get_reader (SatWriter *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  if (self->reader == NULL)
    self->reader = sat_reader_new (self->store, self->connection);
  sat_reader_set_registry (self->reader, self->registry);
  return self->reader;
}

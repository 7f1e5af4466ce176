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

#define MOST_TOUCHED 10000
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

  if (!sat_connection_query_int (
          self->connection, "SELECT hlc FROM change ORDER BY id DESC LIMIT 1", 0, &last, error))
    return FALSE;
  self->version = (SatVersion){sat_hlc_next ((SatHlc)last, self->store->clock), 0};
  return TRUE;
}

gboolean
sat_writer_begin (
    SatWriter *self, SatStore *store, SatChangeKind kind, const char *label, GError **error)
{
  self->store = store;
  self->connection = store->writing;
  self->kind = kind;
  self->label = g_strdup (label != NULL ? label : "");
  self->touched = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->registries = g_ptr_array_new_with_free_func ((GDestroyNotify)sat_registry_unref);
  self->insert_texts = g_hash_table_new_full (NULL, NULL, NULL, g_free);
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
                            "INSERT INTO change (uuid, kind, label, user, author, device, at, hlc)"
                            " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
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
  if (!sat_statement_run (statement, error))
    return FALSE;
  self->change = self->latest = sat_connection_last_insert_id (self->connection);
  return TRUE;
}

SatVersion
sat_writer_next_version (SatWriter *self, SatVersion current)
{
  SatVersion next = self->version;

  if (current.hlc > next.hlc)
    next.hlc = current.hlc + 1;
  return next;
}

void
sat_writer_touch (SatWriter *self, gint64 id)
{
  self->count++;
  if (self->touched->len >= MOST_TOUCHED)
    self->touched_all = TRUE;
  else
    g_array_append_val (self->touched, id);
}

static gboolean
flush_created (SatWriter *self, GError **error)
{
  g_autoptr (SatStatement) statement = NULL;

  if (self->created_first == 0)
    return TRUE;
  statement = sat_statement_cached (
      self->connection, "INSERT INTO change_created (change, first, last) VALUES (?1, ?2, ?3)",
      error);
  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, self->change);
  sat_statement_bind_int (statement, 2, self->created_first);
  sat_statement_bind_int (statement, 3, self->created_last);
  self->created_first = self->created_last = 0;
  return sat_statement_run (statement, error);
}

gboolean
sat_writer_add_created (SatWriter *self, gint64 id, GError **error)
{
  if (self->created_first != 0 && id == self->created_last + 1) {
    self->created_last = id;
    return TRUE;
  }
  /* A record whose children came first (SatEntry) closes the gap before them. */
  if (self->created_first != 0 && id == self->created_first - 1) {
    self->created_first = id;
    return TRUE;
  }
  if (!flush_created (self, error))
    return FALSE;
  self->created_first = self->created_last = id;
  return TRUE;
}

static gboolean
mark_dirty (SatWriter *self, gint64 id, GError **error)
{
  g_autoptr (SatStatement) statement = NULL;

  if (g_hash_table_contains (self->marked, &id))
    return TRUE;
  statement = sat_statement_cached (
      self->connection, "INSERT INTO search_dirty (record) VALUES (?1) ON CONFLICT DO NOTHING",
      error);
  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, id);
  if (!sat_statement_run (statement, error))
    return FALSE;
  g_hash_table_add (self->marked, g_memdup2 (&id, sizeof id));
  return TRUE;
}

/* A type that is found by itself is marked; a child's words belong to its parents. */
gboolean
sat_writer_mark_search (
    SatWriter *self, const SatType *type, gint64 id, const SatValue *values, GError **error)
{
  if (type->rank > 0)
    return mark_dirty (self, id, error);
  for (guint i = 0; i < type->n_fields; i++) {
    const SatField *field = type->fields[i];

    if ((field->flags & SAT_FIELD_PARENT) && values[i].type == SAT_VALUE_INTEGER &&
        !mark_dirty (self, values[i].integer, error))
      return FALSE;
  }
  return TRUE;
}

static void
bind_value (SatStatement *statement, int index, const SatValue *value)
{
  if (value->type == SAT_VALUE_INTEGER)
    sat_statement_bind_int (statement, index, value->integer);
  else if (value->type == SAT_VALUE_TEXT)
    sat_statement_bind_text (statement, index, value->text);
  else
    sat_statement_bind_null (statement, index);
}

gboolean
sat_writer_add_history (SatWriter *self,
                        const SatRow *row,
                        guint16 field,
                        const SatValue *value,
                        SatVersion from,
                        SatVersion to,
                        int fate,
                        GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_statement_cached (self->connection,
                            "INSERT INTO history (change, type, record, root, field, value, "
                            "v_from, d_from, v_to, d_to, fate)"
                            " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
                            error);

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, self->change);
  sat_statement_bind_int (statement, 2, row->type->number);
  sat_statement_bind_int (statement, 3, row->id);
  sat_statement_bind_int (statement, 4, row->root);
  sat_statement_bind_int (statement, 5, field);
  bind_value (statement, 6, value);
  sat_statement_bind_int (statement, 7, (gint64)from.hlc);
  sat_statement_bind_int (statement, 8, from.device);
  sat_statement_bind_int (statement, 9, (gint64)to.hlc);
  sat_statement_bind_int (statement, 10, to.device);
  sat_statement_bind_int (statement, 11, fate);
  if (!sat_statement_run (statement, error))
    return FALSE;
  self->history_last = sat_connection_last_insert_id (self->connection);
  if (self->history_first == 0)
    self->history_first = self->history_last;
  return TRUE;
}

gboolean
sat_writer_add_outbox (SatWriter *self,
                       gint64 id,
                       SatWriteOp op,
                       GByteArray *fields,
                       GByteArray *bases,
                       GError **error)
{
  g_autoptr (SatStatement) statement = NULL;

  if (!self->store->joined)
    return TRUE;
  statement = sat_statement_cached (
      self->connection,
      "INSERT INTO outbox (change, record, op, fields, bases) VALUES (?1, ?2, ?3, ?4, ?5)", error);
  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, self->change);
  sat_statement_bind_int (statement, 2, id);
  sat_statement_bind_int (statement, 3, op);
  if (fields != NULL)
    sat_statement_bind_blob (statement, 4, fields->data, fields->len);
  if (bases != NULL)
    sat_statement_bind_blob (statement, 5, bases->data, bases->len);
  return sat_statement_run (statement, error);
}

static gboolean
set_one_lookup (SatWriter *self,
                const SatField *field,
                gint64 id,
                const SatValue *value,
                gboolean present,
                GError **error)
{
  const char *sql =
      present ? "INSERT INTO lookup (type, field, folded, id) VALUES (?1, ?2, ?3, ?4) ON CONFLICT "
                "DO NOTHING"
              : "DELETE FROM lookup WHERE type = ?1 AND field = ?2 AND folded = ?3 AND id = ?4";
  g_autoptr (SatStatement) statement = NULL;
  g_autofree char *folded = NULL;

  if (value->type != SAT_VALUE_TEXT)
    return TRUE;
  statement = sat_statement_cached (self->connection, sql, error);
  if (statement == NULL)
    return FALSE;
  folded = sat_fold (value->text);
  sat_statement_bind_int (statement, 1, field->type->number);
  sat_statement_bind_int (statement, 2, field->number);
  sat_statement_bind_text (statement, 3, folded);
  sat_statement_bind_int (statement, 4, id);
  return sat_statement_run (statement, error);
}

gboolean
sat_writer_set_lookup (SatWriter *self,
                       const SatType *type,
                       gint64 id,
                       const SatValue *values,
                       gboolean present,
                       GError **error)
{
  for (guint i = 0; i < type->n_fields; i++)
    if ((type->fields[i]->flags & SAT_FIELD_UNIQUE) &&
        !set_one_lookup (self, type->fields[i], id, &values[i], present, error))
      return FALSE;
  return TRUE;
}

static gboolean
number_field (SatWriter *self, gint64 id, GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_statement_cached (self->connection,
                            "INSERT INTO custom_number (number, uuid)"
                            " SELECT max(coalesce((SELECT max(number) FROM custom_number), 0) + 1, "
                            "?2), uuid FROM record WHERE id = ?1"
                            " ON CONFLICT DO NOTHING",
                            error);

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, id);
  sat_statement_bind_int (statement, 2, SAT_FIELD_FIRST_CUSTOM);
  return sat_statement_run (statement, error);
}

gboolean
sat_writer_define_field (SatWriter *self, gint64 id, GError **error)
{
  SatRegistry *registry;
  const SatType *const *types;
  guint n_types;

  if (!number_field (self, id, error))
    return FALSE;
  registry = sat_custom_fields_load (self->connection, self->store->built_in, error);
  if (registry == NULL)
    return FALSE;
  /* Types of the old registry may still be in the caller's hands until the change ends. */
  g_ptr_array_add (self->registries, g_steal_pointer (&self->registry));
  self->registry = registry;
  self->registry_changed = TRUE;
  if (self->reader != NULL)
    sat_reader_set_registry (self->reader, registry);
  types = sat_registry_types (registry, &n_types);
  for (guint i = 0; i < n_types; i++)
    if (!sat_schema_extend (self->connection, types[i], error))
      return FALSE;
  return TRUE;
}

/* Writes what the change row must say about what was done so far. */
static gboolean
settle (SatWriter *self, gboolean unfinished, GError **error)
{
  g_autoptr (SatStatement) statement = NULL;

  if (self->change == 0)
    return TRUE;
  if (!flush_created (self, error))
    return FALSE;
  statement = sat_statement_cached (
      self->connection,
      "UPDATE change SET history_first = ?2, history_last = ?3, unfinished = ?4 WHERE id = ?1",
      error);
  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, self->change);
  if (self->history_first != 0) {
    sat_statement_bind_int (statement, 2, self->history_first);
    sat_statement_bind_int (statement, 3, self->history_last);
  }
  sat_statement_bind_int (statement, 4, unfinished);
  return sat_statement_run (statement, error);
}

static void
publish (SatWriter *self)
{
  SatStore *store = self->store;

  if (self->registry_changed)
    sat_store_take_registry (store, sat_registry_ref (self->registry));
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
  if (settle (self, FALSE, error) && sat_connection_commit (self->connection, error)) {
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
  g_clear_pointer (&self->marked, g_hash_table_unref);
  g_clear_pointer (&self->insert_texts, g_hash_table_unref);
  g_clear_pointer (&self->label, g_free);
  g_clear_pointer (&self->author, g_free);
}

gboolean
sat_writer_next_change (
    SatWriter *self, const char *label, gint64 user, gint64 at, const SatUuid *uuid, GError **error)
{
  SatHlc before;

  g_return_val_if_fail (self != NULL && label != NULL, FALSE);

  if (!settle (self, FALSE, error))
    return FALSE;
  before = self->version.hlc;
  self->version.hlc = sat_hlc_from_us (at);
  if (self->version.hlc == before)
    self->version.hlc++;
  self->user = user;
  g_free (self->label);
  self->label = g_strdup (label);
  g_clear_pointer (&self->author, g_free);
  self->change_uuid = uuid != NULL ? *uuid : (SatUuid){0};
  self->change = self->history_first = self->history_last = 0;
  return TRUE;
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
  return sat_connection_begin (self->connection, error) && notice_others (self, error);
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

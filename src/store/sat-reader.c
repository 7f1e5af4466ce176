/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-reader-private.h"

#include "sat-schema.h"
#include "sat-writer-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Enough for every list that a window shows; a whole export passes through it. */
#define MAX_TITLES 50000

static void
plan_free (gpointer data)
{
  SatReaderPlan *plan = data;

  g_clear_pointer (&plan->whole, sat_row_plan_free);
  g_clear_pointer (&plan->title, sat_row_plan_free);
  g_clear_pointer (&plan->best_title, sat_row_plan_free);
  g_ptr_array_unref (plan->alternatives);
  g_free (plan);
}

SatReader *
sat_reader_new (SatStore *store, SatConnection *connection)
{
  SatReader *self;

  g_return_val_if_fail (connection != NULL, NULL);
  self = g_new0 (SatReader, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->store = store;
  self->connection = sat_connection_ref (connection);
  self->old_registries = g_ptr_array_new_with_free_func ((GDestroyNotify)sat_registry_unref);
  self->plans = g_hash_table_new_full (NULL, NULL, NULL, plan_free);
  self->titles = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  self->data_version = -1;
  return self;
}

SatReader *
sat_reader_ref (SatReader *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
sat_reader_unref (SatReader *self)
{
  g_return_if_fail (self != NULL);
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  if (self->search != NULL)
    self->search_free (self->search);
  if (self->remote != NULL)
    self->remote_free (self->remote);
  g_hash_table_unref (self->plans);
  g_hash_table_unref (self->titles);
  g_clear_pointer (&self->registry, sat_registry_unref);
  g_ptr_array_unref (self->old_registries);
  if (self->pool != NULL) {
    sat_reader_pool_give (self->pool, self->connection);
    sat_reader_pool_unref (self->pool);
  } else {
    sat_connection_unref (self->connection);
  }
  g_free (self);
}

SatConnection *
sat_reader_get_connection (SatReader *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->connection;
}

SatStore *
sat_reader_get_store (SatReader *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->store;
}

static void
forget (SatReader *self)
{
  g_hash_table_remove_all (self->titles);
  self->currency = NULL;
  if (self->remote != NULL)
    self->remote_free (g_steal_pointer (&self->remote));
}

/* (transfer full) @registry */
static void
take_registry (SatReader *self, SatRegistry *registry)
{
  if (registry == self->registry) {
    sat_registry_unref (registry);
    return;
  }
  g_hash_table_remove_all (self->plans);
  forget (self);
  if (self->registry != NULL)
    g_ptr_array_add (self->old_registries, self->registry);
  self->registry = registry;
}

void
sat_reader_set_registry (SatReader *self, SatRegistry *registry)
{
  g_return_if_fail (self != NULL && (registry != NULL || self->store != NULL));
  self->pinned = registry != NULL;
  take_registry (self, registry != NULL ? sat_registry_ref (registry)
                                        : sat_store_ref_registry (self->store));
}

static void
follow_registry (SatReader *self)
{
  if (!self->pinned)
    take_registry (self, sat_store_ref_registry (self->store));
}

/* A transaction of this connection may yet be rolled back, so nothing is remembered while it
 * writes. */
void
sat_reader_refresh (SatReader *self)
{
  sqlite3 *handle = sat_connection_get_handle (self->connection);
  gboolean writing = sqlite3_txn_state (handle, "main") == SQLITE_TXN_WRITE;
  gint64 changes = sqlite3_total_changes64 (handle);
  gint64 version = -1;

  follow_registry (self);
  if (writing || self->was_writing || changes != self->total_changes ||
      !sat_connection_data_version (self->connection, &version, NULL) ||
      version != self->data_version || g_hash_table_size (self->titles) > MAX_TITLES)
    forget (self);
  self->was_writing = writing;
  self->total_changes = changes;
  self->data_version = version;
}

SatRegistry *
sat_reader_get_registry (SatReader *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  follow_registry (self);
  return self->registry;
}

const SatType *
sat_reader_get_type_by_name (SatReader *self, const char *name)
{
  g_return_val_if_fail (self != NULL && name != NULL, NULL);
  return sat_registry_type (sat_reader_get_registry (self), name);
}

const SatType *
sat_reader_current_type (SatReader *self, const SatType *type)
{
  return sat_registry_type (self->registry, type->name);
}

SatReaderPlan *
sat_reader_get_plan (SatReader *self, const SatType *type)
{
  SatReaderPlan *plan = g_hash_table_lookup (self->plans, type);

  if (plan == NULL) {
    plan = g_new0 (SatReaderPlan, 1);
    plan->alternatives = sat_title_alternatives (type);
    plan->whole = sat_row_plan_new (self->registry, type, 0);
    plan->title = sat_row_plan_new (self->registry, type, MAX (plan->alternatives->len, 1));
    plan->best_title = sat_row_plan_new (self->registry, type, 1);
    g_hash_table_insert (self->plans, (gpointer)type, plan);
  }
  return plan;
}

/* What a row of (uuid or id, type, deleted) says of a record's type. */
static const SatType *
type_of_row (SatReader *self, SatStatement *statement)
{
  return sat_registry_type_by_number (self->registry, (guint16)sat_statement_int (statement, 1));
}

gint64
sat_reader_find (
    SatReader *self, const SatUuid *uuid, const SatType **type, gboolean *deleted, GError **error)
{
  g_autoptr (SatStatement) statement = NULL;
  gboolean row = FALSE;

  g_return_val_if_fail (self != NULL && uuid != NULL, 0);
  sat_reader_refresh (self);
  statement = sat_statement_cached (self->connection,
                                    "SELECT id, type, deleted FROM record WHERE uuid = ?1", error);
  if (statement == NULL)
    return 0;
  sat_statement_bind_blob (statement, 1, uuid->bytes, sizeof uuid->bytes);
  if (!sat_statement_step (statement, &row, error))
    return 0;
  if (type != NULL)
    *type = row ? type_of_row (self, statement) : NULL;
  if (deleted != NULL)
    *deleted = row && sat_statement_int (statement, 2) != 0;
  return row ? sat_statement_int (statement, 0) : 0;
}

static gboolean
read_identity (SatReader *self,
               gint64 id,
               SatUuid *uuid,
               const SatType **type,
               gboolean *deleted,
               gboolean *found,
               GError **error)
{
  g_autoptr (SatStatement) statement = sat_statement_cached (
      self->connection, "SELECT uuid, type, deleted FROM record WHERE id = ?1", error);
  const void *blob;
  gsize length;

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, id);
  if (!sat_statement_step (statement, found, error))
    return FALSE;
  if (!*found)
    return TRUE;
  blob = sat_statement_blob (statement, 0, &length);
  if (uuid != NULL && length == sizeof uuid->bytes)
    memcpy (uuid->bytes, blob, length);
  if (type != NULL)
    *type = type_of_row (self, statement);
  if (deleted != NULL)
    *deleted = sat_statement_int (statement, 2) != 0;
  return TRUE;
}

static void
set_not_found (GError **error)
{
  g_set_error_literal (error, SAT_STORE_ERROR, SAT_STORE_ERROR_NOT_FOUND,
                       _ ("There is no such record"));
}

gboolean
sat_reader_identify (SatReader *self,
                     gint64 id,
                     SatUuid *uuid,
                     const SatType **type,
                     gboolean *deleted,
                     GError **error)
{
  gboolean found = FALSE;

  g_return_val_if_fail (self != NULL, FALSE);
  sat_reader_refresh (self);
  if (!read_identity (self, id, uuid, type, deleted, &found, error))
    return FALSE;
  if (!found)
    set_not_found (error);
  return found;
}

SatRecord *
sat_reader_load (SatReader *self, gint64 id, GError **error)
{
  g_autoptr (GPtrArray) records = NULL;
  const SatType *type = NULL;
  gboolean deleted = FALSE, found = FALSE;

  g_return_val_if_fail (self != NULL, NULL);
  sat_reader_refresh (self);
  if (!read_identity (self, id, NULL, &type, &deleted, &found, error))
    return NULL;
  if (type != NULL && !deleted) {
    records = sat_reader_load_many (self, type, &id, 1, error);
    if (records == NULL)
      return NULL;
    if (records->len == 1)
      return g_object_ref (g_ptr_array_index (records, 0));
  }
  set_not_found (error);
  return NULL;
}

SatVersions *
sat_reader_versions (SatReader *self, gint64 id, GError **error)
{
  g_autoptr (SatStatement) statement = NULL;
  const void *blob;
  gsize length;
  gboolean row;

  g_return_val_if_fail (self != NULL, NULL);
  sat_reader_refresh (self);
  statement =
      sat_statement_cached (self->connection, "SELECT versions FROM record WHERE id = ?1", error);
  if (statement == NULL)
    return NULL;
  sat_statement_bind_int (statement, 1, id);
  if (!sat_statement_step (statement, &row, error))
    return NULL;
  if (!row || sat_statement_is_null (statement, 0)) {
    set_not_found (error);
    return NULL;
  }
  blob = sat_statement_blob (statement, 0, &length);
  return sat_versions_decode (blob, length, error);
}

SatVersion
sat_reader_version (SatReader *self, gint64 id, const SatField *field)
{
  g_autoptr (SatVersions) versions = NULL;

  g_return_val_if_fail (self != NULL && field != NULL, SAT_VERSION_NONE);
  versions = sat_reader_versions (self, id, NULL);
  return versions != NULL ? sat_versions_get (versions, sat_version_number (field))
                          : SAT_VERSION_NONE;
}

gint64
sat_reader_count (SatReader *self, const SatType *type, GError **error)
{
  g_autofree char *sql = NULL;
  gint64 count = 0;

  g_return_val_if_fail (self != NULL && type != NULL, 0);
  sql = g_strdup_printf ("SELECT count(*) FROM \"%s\"", type->name);
  return sat_connection_query_int (self->connection, sql, 0, &count, error) ? count : -1;
}

const char *
sat_reader_workspace_currency (SatReader *self)
{
  g_autoptr (SatStatement) statement = NULL;
  gboolean row = FALSE;

  if (self->currency != NULL)
    return self->currency;
  statement = sat_statement_cached (self->connection, "SELECT currency" SAT_READER_WORKSPACE, NULL);
  if (statement != NULL && sat_statement_step (statement, &row, NULL) && row)
    self->currency = g_intern_string (sat_statement_text (statement, 0));
  if (self->currency == NULL)
    self->currency = "USD";
  return self->currency;
}

/* The currency field of the record that @id, of one of the types that @reference leads to, is. */
static const char *
currency_through (SatReader *self, const SatField *reference, gint64 id, const char *name)
{
  const SatType *type = sat_registry_type (self->registry, reference->target);
  const SatField *field = type != NULL ? sat_type_field (type, name) : NULL;
  g_autoptr (SatStatement) statement = NULL;
  g_autofree char *sql = NULL;
  gboolean row = FALSE;

  if (field == NULL || field->kind != SAT_KIND_CURRENCY || !sat_field_is_stored (field))
    return NULL;
  sql = g_strdup_printf ("SELECT \"%s\" FROM \"%s\" WHERE id = ?1", sat_schema_column (field),
                         type->name);
  statement = sat_statement_cached (self->connection, sql, NULL);
  if (statement == NULL)
    return NULL;
  sat_statement_bind_int (statement, 1, id);
  if (!sat_statement_step (statement, &row, NULL) || !row)
    return NULL;
  return g_intern_string (sat_statement_text (statement, 0));
}

const char *
sat_reader_currency (SatReader *self, SatRecord *record, const SatField *field)
{
  const SatType *type;
  const char *code = NULL;

  g_return_val_if_fail (self != NULL && record != NULL && field != NULL, NULL);
  sat_reader_refresh (self);
  type = sat_record_get_record_type (record);
  if (field->currency != NULL) {
    g_auto (GStrv) path = g_strsplit (field->currency, ".", 2);
    const SatField *first = sat_type_field (type, path[0]);
    const SatValue *value = first != NULL ? sat_record_get (record, first) : NULL;

    if (value != NULL && path[1] == NULL && value->type == SAT_VALUE_TEXT)
      code = g_intern_string (value->text);
    else if (value != NULL && path[1] != NULL && value->type == SAT_VALUE_INTEGER)
      code = currency_through (self, first, value->integer, path[1]);
  }
  return code != NULL ? code : sat_reader_workspace_currency (self);
}

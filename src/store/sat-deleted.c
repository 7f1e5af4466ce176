/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-deleted.h"

#include <stdarg.h>

#include "sat-history.h"
#include "sat-reader-private.h"
#include "sat-schema.h"

typedef struct {
  SatConnection *connection;
  SatRegistry *registry;
  GArray *ids; /* NULL: all */
} Deleted;

static gboolean exec_format (Deleted *self, GError **error, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

static gboolean
exec_format (Deleted *self, GError **error, const char *format, ...)
{
  g_autofree char *sql = NULL;
  va_list values;

  va_start (values, format);
  sql = g_strdup_vprintf (format, values);
  va_end (values);
  return sat_connection_exec (self->connection, sql, error);
}

static char *
stored_columns (const SatType *type)
{
  GString *columns = g_string_new (NULL);

  for (guint i = 0; i < type->n_fields; i++) {
    const SatField *field = type->fields[i];

    if (!sat_field_is_stored (field))
      continue;
    g_string_append_printf (columns, ", \"%s\"", sat_schema_column (field));
    if (field->kind == SAT_KIND_REFERENCE)
      g_string_append_printf (columns, ", \"%s\"", sat_schema_text_column (field));
  }
  return g_string_free (columns, FALSE);
}

/* What the last deletion of each record took away from @field. */
static gboolean
bring_back_field (Deleted *self, const SatType *type, const SatField *field, GError **error)
{
  const char *column = sat_schema_column (field);
  g_autofree char *assignment = NULL;

  if (field->kind == SAT_KIND_REFERENCE)
    assignment = g_strdup_printf ("\"%s\" = CASE typeof (h.value) WHEN 'integer' THEN h.value END,"
                                  " \"%s\" = CASE typeof (h.value) WHEN 'text' THEN h.value END",
                                  column, sat_schema_text_column (field));
  else
    assignment = g_strdup_printf ("\"%s\" = h.value", column);
  return exec_format (self, error,
                      "UPDATE temp.\"%s\" SET %s FROM (SELECT s.record, s.value"
                      " FROM main.history AS s JOIN temp.gone AS g ON g.id = s.record"
                      " AND g.v_to = s.v_to WHERE s.type = %u AND s.field = %u AND s.fate = %d)"
                      " AS h WHERE h.record = \"%s\".id",
                      type->name, assignment, type->number, field->number, SAT_FATE_DELETED,
                      type->name);
}

/* Live records of the same type that the deleted ones lead to, for their titles. */
static gboolean
add_live_targets (Deleted *self, const SatType *type, const SatField *field, GError **error)
{
  g_autofree char *columns = stored_columns (type);

  return exec_format (self, error,
                      "INSERT INTO temp.\"%s\" (id%s) SELECT id%s FROM main.\"%s\" WHERE id IN"
                      " (SELECT \"%s\" FROM temp.\"%s\") ON CONFLICT DO NOTHING",
                      type->name, columns, columns, type->name, sat_schema_column (field),
                      type->name);
}

/* What is asked for, for the statements below. */
static gboolean
note_wanted (Deleted *self, GError **error)
{
  g_autoptr (SatStatement) statement = NULL;

  if (!sat_connection_exec (self->connection, "CREATE TEMP TABLE wanted (id INTEGER PRIMARY KEY)",
                            error))
    return FALSE;
  statement = sat_statement_new (
      self->connection, "INSERT INTO temp.wanted VALUES (?1) ON CONFLICT DO NOTHING", error);
  for (guint i = 0; statement != NULL && self->ids != NULL && i < self->ids->len; i++) {
    sat_statement_bind_int (statement, 1, g_array_index (self->ids, gint64, i));
    if (!sat_statement_run (statement, error))
      return FALSE;
  }
  return statement != NULL;
}

static gboolean
overlay (Deleted *self, const SatType *type, GError **error)
{
  g_autofree char *columns = stored_columns (type);
  /* A child hangs from one of them. */
  const char *wanted = self->ids != NULL ? " AND (h.record IN (SELECT id FROM temp.wanted)"
                                           " OR h.root IN (SELECT id FROM temp.wanted))"
                                         : "";

  if (!exec_format (self, error,
                    "DELETE FROM temp.gone;"
                    "INSERT INTO temp.gone SELECT h.record, max (h.v_to) FROM main.history AS h"
                    " JOIN main.record AS r ON r.id = h.record WHERE h.type = %u AND h.field = 0"
                    " AND h.fate = %d AND r.deleted = 1 AND r.merged_into IS NULL%s"
                    " GROUP BY h.record;"
                    "INSERT INTO temp.gone_types VALUES (%u);"
                    "CREATE TEMP TABLE \"%s\" (id INTEGER PRIMARY KEY%s);"
                    "INSERT INTO temp.\"%s\" (id) SELECT id FROM temp.gone",
                    type->number, SAT_FATE_DELETED, wanted, type->number, type->name, columns,
                    type->name))
    return FALSE;
  for (guint i = 0; i < type->n_fields; i++)
    if (sat_field_is_stored (type->fields[i]) &&
        !bring_back_field (self, type, type->fields[i], error))
      return FALSE;
  for (guint i = 0; i < type->n_fields; i++) {
    const SatField *field = type->fields[i];

    if (field->kind == SAT_KIND_REFERENCE && sat_field_targets (field, type->name) &&
        !add_live_targets (self, type, field, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
build (Deleted *self, const SatType *type, GError **error)
{
  guint n_types;
  const SatType *const *types = sat_registry_types (self->registry, &n_types);

  if (!sat_connection_exec (self->connection, "PRAGMA temp_store = MEMORY", error) ||
      /* All reads see one state of the file: the transaction ends with the reader's connection. */
      !sat_connection_begin_read (self->connection, error) ||
      !sat_connection_exec (self->connection,
                            "CREATE TEMP TABLE gone (id INTEGER PRIMARY KEY, v_to INTEGER);"
                            "CREATE TEMP TABLE gone_types (type INTEGER PRIMARY KEY);"
                            "CREATE TEMP VIEW record AS SELECT id, uuid, type, root, seq, versions,"
                            " deleted AND type NOT IN (SELECT type FROM temp.gone_types) AS "
                            "deleted, merged_into, extra FROM main.record",
                            error) ||
      !note_wanted (self, error) || !overlay (self, type, error))
    return FALSE;
  for (guint i = 0; i < n_types; i++)
    if (types[i] != type && (types[i]->flags & SAT_TYPE_CHILD) &&
        sat_reader_set_parent (types[i], type) != NULL && !overlay (self, types[i], error))
      return FALSE;
  return TRUE;
}

static SatReader *
open_deleted (
    SatStore *store, const char *type_name, GArray *ids, GCancellable *cancellable, GError **error)
{
  g_autoptr (SatRegistry) registry = NULL;
  g_autoptr (SatReader) reader = NULL;
  const SatType *type;
  Deleted self = {NULL};
  gboolean ok;

  registry = sat_store_ref_registry (store);
  type = sat_registry_require (registry, type_name, error);
  reader = type != NULL ? sat_store_open_reader (store, error) : NULL;
  if (reader == NULL)
    return NULL;
  sat_reader_set_registry (reader, registry);
  reader->past = TRUE;
  self.connection = reader->connection;
  self.registry = registry;
  self.ids = ids;
  sat_connection_set_cancellable (self.connection, cancellable);
  ok = build (&self, type, error);
  sat_connection_set_cancellable (self.connection, NULL);
  return ok ? g_steal_pointer (&reader) : NULL;
}

SatReader *
sat_deleted_open (SatStore *store, const char *type_name, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (SAT_IS_STORE (store) && type_name != NULL, NULL);

  return open_deleted (store, type_name, NULL, cancellable, error);
}

SatReader *
sat_deleted_open_some (
    SatStore *store, const char *type_name, GArray *ids, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (SAT_IS_STORE (store) && type_name != NULL && ids != NULL, NULL);

  return open_deleted (store, type_name, ids, cancellable, error);
}

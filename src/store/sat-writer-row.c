/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Rows of `record` and of the typed tables, as the writer reads and stores them. */

#include "config.h"

#include "sat-row.h"
#include "sat-schema.h"
#include "sat-writer-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static void
values_free (SatValue *values, guint n)
{
  for (guint i = 0; values != NULL && i < n; i++)
    sat_value_clear (&values[i]);
  g_free (values);
}

void
sat_row_clear (SatRow *row)
{
  if (row->values != NULL)
    values_free (row->values, row->type->n_fields);
  g_clear_pointer (&row->versions, sat_versions_free);
  *row = (SatRow){0};
}

guint16
sat_version_number (const SatField *field)
{
  if (field->group == 0)
    return field->number;
  for (guint i = 0; i < field->type->n_fields; i++)
    if (field->type->fields[i]->group == field->group)
      return field->type->fields[i]->number;
  return field->number;
}

/* The columns of a type in field order, a reference with its text: "a", "b", "b_text". */
static void
append_columns (GString *sql, const SatType *type)
{
  for (guint i = 0; i < type->n_fields; i++) {
    const SatField *field = type->fields[i];

    if (sat_field_is_stored (field))
      sat_schema_append_field (sql, ", ", field);
  }
}

static char *
build_select (const SatType *type)
{
  GString *sql = g_string_new ("SELECT id");

  append_columns (sql, type);
  g_string_append_printf (sql, " FROM \"%s\" WHERE id = ?1", type->name);
  return g_string_free (sql, FALSE);
}

static char *
build_insert (const SatType *type)
{
  GString *sql = g_string_new (NULL);

  g_string_append_printf (sql, "INSERT INTO \"%s\" (id", type->name);
  append_columns (sql, type);
  g_string_append (sql, ") VALUES (?1");
  for (guint i = 0; i < type->n_fields; i++) {
    if (!sat_field_is_stored (type->fields[i]))
      continue;
    /* The next number each, as bind_field() has them. */
    g_string_append (sql, type->fields[i]->kind == SAT_KIND_REFERENCE ? ", ?, ?" : ", ?");
  }
  g_string_append_c (sql, ')');
  return g_string_free (sql, FALSE);
}

void
sat_row_texts_free (SatRowTexts *self)
{
  g_free (self->select);
  g_free (self->insert);
  g_free (self->update);
  g_free (self->updated);
  g_free (self);
}

static SatRowTexts *
texts_of (SatWriter *self, const SatType *type)
{
  SatRowTexts *texts = g_hash_table_lookup (self->texts, type);

  if (texts == NULL) {
    texts = g_new0 (SatRowTexts, 1);
    g_hash_table_insert (self->texts, (gpointer)type, texts);
  }
  return texts;
}

static const char *
select_text (SatWriter *self, const SatType *type)
{
  SatRowTexts *texts = texts_of (self, type);

  if (texts->select == NULL)
    texts->select = build_select (type);
  return texts->select;
}

static gboolean
read_values (SatWriter *self, SatRow *row, GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_statement_cached (self->connection, select_text (self, row->type), error);
  gboolean found;
  int column = 1;

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, row->id);
  if (!sat_statement_step (statement, &found, error))
    return FALSE;
  row->values = g_new0 (SatValue, row->type->n_fields);
  for (guint i = 0; found && i < row->type->n_fields; i++) {
    const SatField *field = row->type->fields[i];

    if (sat_field_is_stored (field))
      row->values[i] = sat_row_field (statement, field, &column);
  }
  return TRUE;
}

#define RECORD                                                                                     \
  "SELECT type, root, versions, deleted, uuid, seq, merged_into, id, extra IS NOT NULL"            \
  " FROM record WHERE "

/* The row that @statement stands at. */
static gboolean
read_record (SatWriter *self, SatStatement *statement, gboolean values, SatRow *row, GError **error)
{
  const guint8 *blob;
  gsize length;

  row->type =
      sat_registry_type_by_number (self->registry, (guint16)sat_statement_int (statement, 0));
  row->root = sat_statement_int (statement, 1);
  row->deleted = sat_statement_int (statement, 3) != 0;
  row->seq = sat_statement_is_null (statement, 5) ? -1 : sat_statement_int (statement, 5);
  row->merged_into = row->deleted ? sat_statement_int (statement, 6) : 0;
  row->id = sat_statement_int (statement, 7);
  row->has_extra = sat_statement_int (statement, 8) != 0;
  blob = sat_statement_blob (statement, 4, &length);
  if (blob != NULL && length == sizeof row->uuid.bytes)
    memcpy (row->uuid.bytes, blob, length);
  blob = sat_statement_blob (statement, 2, &length);
  if (blob != NULL) {
    row->versions = sat_versions_decode (blob, length, error);
    if (row->versions == NULL)
      return FALSE;
  }
  return !values || row->type == NULL || row->deleted || read_values (self, row, error);
}

gboolean
sat_writer_read_row (SatWriter *self, gint64 id, gboolean values, SatRow *row, GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_statement_cached (self->connection, RECORD "id = ?1", error);
  gboolean found;

  *row = (SatRow){.id = id};
  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, id);
  if (!sat_statement_step (statement, &found, error))
    return FALSE;
  if (!found) {
    g_set_error (error, SAT_STORE_ERROR, SAT_STORE_ERROR_NOT_FOUND, _ ("There is no such record."));
    return FALSE;
  }
  return read_record (self, statement, values, row, error);
}

gboolean
sat_writer_find_row (SatWriter *self, const SatUuid *uuid, SatRow *row, GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_statement_cached (self->connection, RECORD "uuid = ?1", error);
  gboolean found;

  *row = (SatRow){.uuid = *uuid, .seq = -1};
  if (statement == NULL)
    return FALSE;
  sat_statement_bind_static_blob (statement, 1, uuid->bytes, sizeof uuid->bytes);
  return sat_statement_step (statement, &found, error) &&
         (!found || read_record (self, statement, TRUE, row, error));
}

static int
bind_field (SatStatement *statement, int index, const SatField *field, const SatValue *value)
{
  gboolean reference = field->kind == SAT_KIND_REFERENCE;

  if (value->type == SAT_VALUE_INTEGER)
    sat_statement_bind_int (statement, index, value->integer);
  else if (value->type == SAT_VALUE_TEXT && !reference)
    sat_statement_bind_static (statement, index, value->text);
  else
    sat_statement_bind_null (statement, index);
  if (!reference)
    return index + 1;
  if (value->type == SAT_VALUE_TEXT)
    sat_statement_bind_static (statement, index + 1, value->text);
  else
    sat_statement_bind_null (statement, index + 1);
  return index + 2;
}

static const char *
insert_text (SatWriter *self, const SatType *type)
{
  SatRowTexts *texts = texts_of (self, type);

  if (texts->insert == NULL)
    texts->insert = build_insert (type);
  return texts->insert;
}

gboolean
sat_writer_insert_row (
    SatWriter *self, const SatType *type, gint64 id, const SatValue *values, GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_statement_cached (self->connection, insert_text (self, type), error);
  int index = 2;

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, id);
  for (guint i = 0; i < type->n_fields; i++)
    if (sat_field_is_stored (type->fields[i]))
      index = bind_field (statement, index, type->fields[i], &values[i]);
  return sat_statement_run (statement, error);
}

static char *
build_update (const SatType *type, const gboolean *changed)
{
  GString *sql = g_string_new (NULL);
  guint n = 1;

  g_string_append_printf (sql, "UPDATE \"%s\" SET ", type->name);
  for (guint i = 0; i < type->n_fields; i++) {
    if (!changed[i])
      continue;
    g_string_append_printf (sql, "%s\"%s\" = ?%u", n > 1 ? ", " : "",
                            sat_schema_column (type->fields[i]), n + 1);
    n++;
    if (type->fields[i]->kind == SAT_KIND_REFERENCE) {
      g_string_append_printf (sql, ", \"%s\" = ?%u", sat_schema_text_column (type->fields[i]),
                              n + 1);
      n++;
    }
  }
  g_string_append (sql, " WHERE id = ?1");
  return g_string_free (sql, FALSE);
}

/* Of the fields that were changed last: of many rows, mostly the same. */
static const char *
update_text (SatWriter *self, const SatType *type, const gboolean *changed)
{
  SatRowTexts *texts = texts_of (self, type);
  gsize size = type->n_fields * sizeof *changed;

  if (texts->update == NULL || memcmp (texts->updated, changed, size) != 0) {
    g_free (texts->update);
    g_free (texts->updated);
    texts->update = build_update (type, changed);
    texts->updated = g_memdup2 (changed, size);
  }
  return texts->update;
}

gboolean
sat_writer_update_row (SatWriter *self,
                       const SatType *type,
                       gint64 id,
                       const SatValue *values,
                       const gboolean *changed,
                       GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_statement_cached (self->connection, update_text (self, type, changed), error);
  int n = 2;

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, id);
  for (guint i = 0; i < type->n_fields; i++)
    if (changed[i])
      n = bind_field (statement, n, type->fields[i], &values[i]);
  return sat_statement_run (statement, error);
}

gboolean
sat_writer_delete_row (SatWriter *self, const SatType *type, gint64 id, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("DELETE FROM \"%s\" WHERE id = ?1", type->name);
  g_autoptr (SatStatement) statement = sat_statement_cached (self->connection, sql, error);

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, id);
  return sat_statement_run (statement, error);
}

gboolean
sat_writer_find_root (SatWriter *self,
                      const SatType *type,
                      gint64 id,
                      const SatValue *values,
                      gint64 *root,
                      GError **error)
{
  g_autoptr (SatStatement) statement = NULL;
  gint64 parent = sat_writer_parent_of (type, values);
  gboolean found;

  if (parent == 0) {
    *root = id;
    return TRUE;
  }
  if (self->root_of != parent) {
    statement =
        sat_statement_cached (self->connection, "SELECT root FROM record WHERE id = ?1", error);
    if (statement == NULL)
      return FALSE;
    sat_statement_bind_int (statement, 1, parent);
    if (!sat_statement_step (statement, &found, error))
      return FALSE;
    self->root_of = parent;
    /* A stub has no root of its own yet: what hangs from it counts as its own. */
    self->root =
        found && !sat_statement_is_null (statement, 0) ? sat_statement_int (statement, 0) : parent;
  }
  *root = self->root;
  return TRUE;
}

static void
bind_versions (SatStatement *statement, int index, SatVersions *versions)
{
  g_autoptr (GBytes) bytes = versions != NULL ? sat_versions_encode (versions) : NULL;

  if (bytes != NULL)
    sat_statement_bind_blob (statement, index, g_bytes_get_data (bytes, NULL),
                             g_bytes_get_size (bytes));
  else
    sat_statement_bind_null (statement, index);
}

static void
bind_root (SatStatement *statement, int index, gint64 root)
{
  if (root != 0)
    sat_statement_bind_int (statement, index, root);
  else
    sat_statement_bind_null (statement, index);
}

gboolean
sat_writer_insert_record (SatWriter *self,
                          const SatUuid *uuid,
                          const SatType *type,
                          gint64 root,
                          SatVersions *versions,
                          gint64 *id,
                          GError **error)
{
  g_autoptr (SatStatement) statement = sat_statement_cached (
      self->connection, "INSERT INTO record (uuid, type, root, versions) VALUES (?1, ?2, ?3, ?4)",
      error);

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_blob (statement, 1, uuid->bytes, sizeof uuid->bytes);
  sat_statement_bind_int (statement, 2, type != NULL ? type->number : 0);
  bind_root (statement, 3, root);
  bind_versions (statement, 4, versions);
  if (!sat_statement_run (statement, error))
    return FALSE;
  *id = sat_connection_last_insert_id (self->connection);
  return TRUE;
}

gboolean
sat_writer_store_record (SatWriter *self,
                         gint64 id,
                         const SatType *type,
                         gint64 root,
                         SatVersions *versions,
                         gboolean deleted,
                         GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_statement_cached (self->connection,
                            /* A stub's remembered title goes when the record arrives. */
                            "UPDATE record SET extra = CASE type WHEN 0 THEN NULL ELSE extra END,"
                            " type = ?2, root = ?3, versions = ?4, deleted = ?5 WHERE id = ?1",
                            error);

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, id);
  sat_statement_bind_int (statement, 2, type->number);
  bind_root (statement, 3, root);
  bind_versions (statement, 4, versions);
  sat_statement_bind_int (statement, 5, deleted);
  self->root_of = 0;
  return sat_statement_run (statement, error);
}

gboolean
sat_writer_stub (SatWriter *self, const SatUuid *uuid, gint64 *id, GError **error)
{
  g_autoptr (SatStatement) statement = NULL;
  gboolean row;

  g_return_val_if_fail (self != NULL && uuid != NULL && id != NULL, FALSE);

  statement =
      sat_statement_cached (self->connection, "SELECT id FROM record WHERE uuid = ?1", error);
  if (statement == NULL)
    return FALSE;
  sat_statement_bind_blob (statement, 1, uuid->bytes, sizeof uuid->bytes);
  if (!sat_statement_step (statement, &row, error))
    return FALSE;
  if (row) {
    *id = sat_statement_int (statement, 0);
    return TRUE;
  }
  return sat_writer_insert_record (self, uuid, NULL, 0, NULL, id, error);
}

gboolean
sat_writer_titled_stub (
    SatWriter *self, const SatUuid *uuid, const char *title, gint64 *id, GError **error)
{
  g_autoptr (SatStatement) statement = NULL;

  if (!sat_writer_stub (self, uuid, id, error))
    return FALSE;
  if (title == NULL || *title == '\0')
    return TRUE;
  statement = sat_statement_cached (
      self->connection,
      "UPDATE record SET extra = json_object ('title', ?2) WHERE id = ?1 AND type = 0", error);
  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, *id);
  sat_statement_bind_text (statement, 2, title);
  return sat_statement_run (statement, error);
}

gboolean
sat_writer_set_external_id (
    SatWriter *self, gint64 id, const char *source, const char *key, GError **error)
{
  g_autoptr (SatStatement) statement = NULL;

  g_return_val_if_fail (self != NULL && source != NULL && key != NULL, FALSE);

  statement =
      sat_statement_cached (self->connection,
                            "INSERT INTO external_id (source, key, record) VALUES (?1, ?2, ?3)"
                            " ON CONFLICT (source, key) DO UPDATE SET record = ?3",
                            error);
  if (statement == NULL)
    return FALSE;
  sat_statement_bind_text (statement, 1, source);
  sat_statement_bind_text (statement, 2, key);
  sat_statement_bind_int (statement, 3, id);
  return sat_statement_run (statement, error);
}

static gboolean
append_children (
    SatWriter *self, const SatField *field, gint64 id, GArray *children, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT id FROM \"%s\" WHERE \"%s\" = ?1 ORDER BY id",
                                          field->type->name, sat_schema_column (field));
  g_autoptr (SatStatement) statement = sat_statement_cached (self->connection, sql, error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, id);
  while (sat_statement_step (statement, &row, error)) {
    gint64 child;

    if (!row)
      return TRUE;
    child = sat_statement_int (statement, 0);
    g_array_append_val (children, child);
  }
  return FALSE;
}

GArray *
sat_writer_children (SatWriter *self, const SatType *type, gint64 id, GError **error)
{
  g_autoptr (GArray) children = g_array_new (FALSE, FALSE, sizeof (gint64));
  guint n_types;
  const SatType *const *types = sat_registry_types (self->registry, &n_types);

  for (guint t = 0; t < n_types; t++)
    for (guint i = 0; i < types[t]->n_fields; i++) {
      const SatField *field = types[t]->fields[i];

      if ((field->flags & SAT_FIELD_PARENT) && sat_field_targets (field, type->name) &&
          !append_children (self, field, id, children, error))
        return NULL;
    }
  return g_steal_pointer (&children);
}

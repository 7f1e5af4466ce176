/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the file holds of the server's records, in sums. */

#include "config.h"

#include "sat-own-digest.h"

#include <string.h>

#include "sat-json-reader.h"
#include "sat-remote-private.h"
#include "sat-row.h"
#include "sat-schema.h"

#define HOUR_US ((gint64)3600 * G_USEC_PER_SEC)

/* Columns of every statement below that come before those of a type. */
enum {
  ID,
  SEQ,
  VERSIONS,
  EXTRA,
  FIRST_FIELD
};

typedef struct {
  SatConnection *connection;
  SatWireMap *map;
  SatDigest *digest;
  GHashTable *hashes; /* NULL: not asked */
  const SatType *type;
  SatStatement *row;
  SatWireFields *fields; /* of one row after the other */
  GString *text;
} Sum;

static gboolean
read_uuid (SatStatement *row, int column, SatUuid *out)
{
  gsize length;
  const void *bytes = sat_statement_blob (row, column, &length);

  if (bytes == NULL || length != sizeof out->bytes)
    return FALSE;
  memcpy (out->bytes, bytes, length);
  return TRUE;
}

static void
add (Sum *self, const SatUuid *id, guint64 hash)
{
  sat_digest_add (self->digest, id, hash);
  if (self->hashes != NULL)
    g_hash_table_insert (self->hashes, g_memdup2 (id, sizeof *id), g_memdup2 (&hash, sizeof hash));
}

/* Records of the type without edits that wait. References are told as ids. */
static char *
build_select (const SatType *type)
{
  GString *sql = g_string_new ("SELECT r.uuid, r.seq, r.versions, r.extra");

  for (guint i = 0; i < type->n_fields; i++) {
    const SatField *field = type->fields[i];
    const char *column = sat_schema_column (field);

    if (!sat_field_is_stored (field))
      continue;
    if (field->kind == SAT_KIND_REFERENCE) {
      sat_schema_append_column (sql, ", (SELECT uuid FROM record WHERE id = t.", column);
      sat_schema_append_column (sql, "), t.", sat_schema_text_column (field));
    } else {
      sat_schema_append_column (sql, ", t.", column);
    }
  }
  g_string_append_printf (sql,
                          " FROM \"%s\" AS t CROSS JOIN record AS r ON r.id = t.id"
                          " WHERE r.type = %u AND r.deleted = 0 AND r.seq > 0"
                          " AND NOT EXISTS (SELECT 1 FROM shadow WHERE record = r.id)",
                          type->name, type->number);
  return g_string_free (sql, FALSE);
}

static SatWireValue
read_value (SatStatement *row, const SatField *field, int *column)
{
  int at = (*column)++;
  SatUuid uuid;

  if (field->kind != SAT_KIND_REFERENCE) {
    int type = sat_statement_type (row, at);

    return type == SQLITE_INTEGER ? sat_wire_int (sat_statement_int (row, at))
           : type == SQLITE_TEXT  ? sat_wire_text (sat_statement_text (row, at))
                                  : sat_wire_null ();
  }
  (*column)++;
  return read_uuid (row, at, &uuid) ? sat_wire_reference (&uuid)
                                    : sat_wire_name (sat_statement_text (row, at + 1));
}

static gboolean
read_fields (Sum *self, GError **error)
{
  int column = FIRST_FIELD;

  sat_wire_fields_empty (self->fields);
  for (guint i = 0; i < self->type->n_fields; i++) {
    const SatField *field = self->type->fields[i];
    SatWireValue value;
    const char *name;

    if (!sat_field_is_stored (field))
      continue;
    value = read_value (self->row, field, &column);
    if (value.kind == SAT_WIRE_NULL)
      continue;
    name = sat_wire_map_name (self->map, field, error);
    if (name == NULL) {
      sat_wire_value_clear (&value);
      return FALSE;
    }
    sat_wire_fields_take (self->fields, name, value, FALSE);
  }
  return TRUE;
}

/* What this Satchel does not know of it: {"fields":{...},"clocks":"..."}. FALSE: it is damaged. */
static gboolean
read_extra (Sum *self, SatClocks *clocks)
{
  const char *text = sat_statement_text (self->row, EXTRA), *name;
  g_autoptr (SatJsonReader) reader = sat_json_reader_new ();
  g_autoptr (SatClocks) late = NULL;

  sat_json_reader_start (reader, text, strlen (text));
  sat_json_reader_begin_object (reader);
  while ((name = sat_json_reader_member (reader)) != NULL) {
    if (g_str_equal (name, "fields")) {
      sat_wire_fields_read (self->fields, reader);
    } else if (g_str_equal (name, "clocks")) {
      const char *written = sat_json_reader_string (reader);

      g_clear_pointer (&late, sat_clocks_free);
      late = written != NULL ? sat_clocks_parse (written, NULL) : NULL;
    } else {
      sat_json_reader_skip (reader);
    }
  }
  for (guint i = 0; late != NULL && i < sat_clocks_n (late); i++)
    sat_clocks_set (clocks, sat_clocks_name (late, i), sat_clocks_version (late, i));
  return sat_json_reader_finish (reader, NULL);
}

/* NULL without @error: they are damaged. */
static SatClocks *
read_clocks (Sum *self, GError **error)
{
  gsize length;
  const void *bytes = sat_statement_blob (self->row, VERSIONS, &length);
  g_autoptr (SatVersions) versions =
      bytes != NULL ? sat_versions_decode (bytes, length, NULL) : NULL;

  return versions != NULL ? sat_wire_map_clocks (self->map, self->type, versions, error) : NULL;
}

/* What is damaged has a hash that is nobody's. */
static gboolean
hash_row (Sum *self, const SatUuid *id, guint64 *hash, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (SatClocks) clocks = read_clocks (self, &failure);
  g_autoptr (SatJsonWriter) writer = NULL;
  g_autofree char *versions = NULL;

  *hash = 0;
  if (failure != NULL) {
    g_propagate_error (error, g_steal_pointer (&failure));
    return FALSE;
  }
  if (clocks == NULL)
    return TRUE;
  if (!read_fields (self, error))
    return FALSE;
  if (!sat_statement_is_null (self->row, EXTRA) && !read_extra (self, clocks))
    return TRUE;
  g_string_truncate (self->text, 0);
  writer = sat_json_writer_new_for_string (self->text, SAT_JSON_COMPACT);
  sat_wire_fields_write (self->fields, writer, NULL);
  versions = sat_clocks_to_string (clocks);
  *hash = sat_digest_hash (self->type->name, id, sat_statement_int (self->row, SEQ), versions,
                           self->text->str);
  return TRUE;
}

static gboolean
sum_type (Sum *self, const SatType *type, GError **error)
{
  g_autofree char *sql = build_select (type);
  g_autoptr (SatStatement) row = sat_statement_cached (self->connection, sql, error);
  gboolean more = TRUE;

  if (row == NULL)
    return FALSE;
  self->type = type;
  self->row = row;
  while (more) {
    SatUuid id;
    guint64 hash;

    if (!sat_statement_step (row, &more, error))
      return FALSE;
    if (!more || !read_uuid (row, ID, &id) || !sat_digest_has (self->digest, &id))
      continue;
    if (!hash_row (self, &id, &hash, error))
      return FALSE;
    add (self, &id, hash);
  }
  return TRUE;
}

/* What stands in the server's words: under edits, of types that are not known here, conflicts. Of
 * these no versions are kept, and of pairs not everybody has all. */
static const char as_told[] =
    "SELECT r.uuid, s.seq, r.type, '', s.clocks, s.fields FROM shadow AS s"
    " JOIN record AS r ON r.id = s.record WHERE s.deleted = 0 AND s.seq > 0"
    " UNION ALL SELECT uuid, seq, 0, 'conflict', '', fields FROM conflict"
    "  WHERE seq > 0 AND json_extract (fields, '$.kind') IS NOT 'duplicate'"
    " UNION ALL SELECT uuid, seq, 0, type, CASE type WHEN 'conflict' THEN '' ELSE clocks END,"
    "  fields FROM extra_row WHERE seq > 0 AND deleted = 0 AND type <> 'history'"
    "  AND (type <> 'conflict' OR json_extract (fields, '$.kind') IS NOT 'duplicate')";

static gboolean
sum_as_told (Sum *self, SatRegistry *registry, GError **error)
{
  g_autoptr (SatStatement) row = sat_statement_cached (self->connection, as_told, error);
  gboolean more = TRUE;

  if (row == NULL)
    return FALSE;
  while (more) {
    const SatType *type;
    SatUuid id;

    if (!sat_statement_step (row, &more, error))
      return FALSE;
    if (!more || !read_uuid (row, 0, &id) || !sat_digest_has (self->digest, &id))
      continue;
    type = sat_registry_type_by_number (registry, (guint16)sat_statement_int (row, 2));
    add (self, &id,
         sat_digest_hash (type != NULL ? type->name : sat_statement_text (row, 3), &id,
                          sat_statement_int (row, 1), sat_statement_text (row, 4),
                          sat_statement_text (row, 5)));
  }
  return TRUE;
}

gboolean
sat_own_digest_sum (SatConnection *connection,
                    SatRegistry *registry,
                    SatDigest *digest,
                    GHashTable *hashes,
                    GError **error)
{
  g_autoptr (SatWireMap) map = sat_wire_map_new (connection);
  g_autoptr (SatWireFields) fields = sat_wire_fields_new ();
  Sum self = {.connection = connection,
              .map = map,
              .digest = digest,
              .hashes = hashes,
              .fields = fields,
              .text = g_string_new (NULL)};
  guint n_types;
  const SatType *const *types = sat_registry_types (registry, &n_types);
  gboolean right = TRUE;

  for (guint i = 0; right && i < n_types; i++)
    right = sum_type (&self, types[i], error);
  right = right && sum_as_told (&self, registry, error);
  g_string_free (self.text, TRUE);
  return right;
}

/* In the reader's transaction. */
static gboolean
look (SatReader *reader, SatDigest *digest, SatPullState *at, gboolean *ready, GError **error)
{
  SatConnection *connection = sat_reader_get_connection (reader);
  g_autoptr (SatRemoteState) state = sat_remote_state_read (connection, error);
  gint64 leaving;

  /* What the server has taken away already, and waits here for its edits, is not counted there. */
  if (state == NULL ||
      !sat_connection_query_int (connection, "SELECT count(*) FROM purge", 0, &leaving, error))
    return FALSE;
  *ready = sat_pull_state_is_complete (&state->at) && !state->sweep && leaving == 0;
  if (!*ready)
    return TRUE;
  *at = state->at;
  state->at = (SatPullState){0};
  return sat_own_digest_sum (connection, sat_reader_get_registry (reader), digest, NULL, error);
}

gboolean
sat_own_digest (
    SatReader *reader, SatDigest *digest, SatPullState *at, gboolean *ready, GError **error)
{
  SatConnection *connection;
  gboolean right;

  g_return_val_if_fail (reader != NULL && digest != NULL, FALSE);
  g_return_val_if_fail (at != NULL && ready != NULL, FALSE);

  sat_pull_state_clear (at);
  connection = sat_reader_get_connection (reader);
  if (!sat_connection_begin_read (connection, error))
    return FALSE;
  right = look (reader, digest, at, ready, error);
  if (!right) {
    sat_connection_rollback (connection);
    return FALSE;
  }
  return sat_connection_commit (connection, error);
}

gboolean
sat_own_digest_is_due (const SatRemoteState *state, gint64 now)
{
  g_return_val_if_fail (state != NULL, FALSE);

  /* A clock that went back does not put it off. */
  return state->compared != 0 && (now < state->compared || now - state->compared >= HOUR_US);
}

static gboolean
note_cb (SatWriter *writer, gpointer data, GError **error)
{
  return sat_sync_set_int (sat_writer_get_connection (writer), SAT_SYNC_COMPARED, *(gint64 *)data,
                           error);
}

gboolean
sat_own_digest_want (SatStore *store, GError **error)
{
  gint64 long_ago = 1;

  g_return_val_if_fail (SAT_IS_STORE (store), FALSE);

  return sat_store_write (store, SAT_CHANGE_REMOTE, "", note_cb, &long_ago, NULL, error);
}

gboolean
sat_own_digest_note (SatStore *store, GError **error)
{
  gint64 now;

  g_return_val_if_fail (SAT_IS_STORE (store), FALSE);

  now = sat_clock_now (sat_store_get_clock (store));
  return sat_store_write (store, SAT_CHANGE_REMOTE, "", note_cb, &now, NULL, error);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Fields and types that this Satchel does not know yet. */

#include "config.h"

#include "sat-remote-private.h"
#include "sat-store-private.h"

#include <string.h>

/* What is kept of the record hangs from another root by now: its past goes along, to go with that.
 */
static gboolean
move_kept_past (SatRemote *self, const SatPageRow *row, GError **error)
{
  SatConnection *connection = self->writer->connection;
  g_autoptr (SatStatement) moved = sat_statement_cached (
      connection, "SELECT 1 FROM extra_row WHERE uuid = ?1 AND root <> ?2", error);
  g_autoptr (SatStatement) past =
      sat_statement_cached (connection,
                            "UPDATE extra_row SET root = ?2 WHERE type = 'history'"
                            " AND json_extract (fields, '$.record.r') = ?1",
                            error);
  g_autofree char *uuid = sat_uuid_to_string (&row->id);
  gboolean is;

  if (moved == NULL || past == NULL)
    return FALSE;
  sat_statement_bind_blob (moved, 1, row->id.bytes, sizeof row->id.bytes);
  sat_statement_bind_blob (moved, 2, row->root.bytes, sizeof row->root.bytes);
  if (!sat_statement_step (moved, &is, error))
    return FALSE;
  sat_statement_bind_text (past, 1, uuid);
  sat_statement_bind_blob (past, 2, row->root.bytes, sizeof row->root.bytes);
  return !is || sat_statement_run (past, error);
}

gboolean
sat_remote_keep_extra (SatRemote *self, const SatPageRow *row, GError **error)
{
  g_autofree char *clocks = sat_clocks_to_string (row->clocks);
  g_autofree char *fields = sat_wire_fields_to_string (row->fields);
  g_autoptr (SatStatement) statement = sat_statement_cached (
      self->writer->connection,
      "INSERT INTO extra_row (uuid, type, root, seq, deleted, clocks, fields)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (uuid) DO UPDATE"
      " SET seq = ?4, deleted = ?5, clocks = ?6, fields = ?7, root = ?3 WHERE seq < ?4",
      error);

  if (statement == NULL || !move_kept_past (self, row, error))
    return FALSE;
  sat_statement_bind_blob (statement, 1, row->id.bytes, sizeof row->id.bytes);
  sat_statement_bind_text (statement, 2, row->type);
  sat_statement_bind_blob (statement, 3, row->root.bytes, sizeof row->root.bytes);
  sat_statement_bind_int (statement, 4, row->seq);
  sat_statement_bind_int (statement, 5, row->deleted);
  sat_statement_bind_text (statement, 6, clocks);
  sat_statement_bind_text (statement, 7, fields);
  self->applied.rows++;
  return sat_statement_run (statement, error);
}

gboolean
sat_remote_forget_extra (SatWriter *writer, const SatUuid *uuid, GError **error)
{
  static const char *const forget[] = {
      "DELETE FROM extra_row WHERE type = 'history' AND json_extract (fields, '$.record.r') = ?2"
      " AND EXISTS (SELECT 1 FROM extra_row WHERE uuid = ?1)",
      "DELETE FROM extra_row WHERE root = ?1 OR uuid = ?1",
  };
  g_autofree char *text = sat_uuid_to_string (uuid);

  for (guint i = 0; i < G_N_ELEMENTS (forget); i++) {
    g_autoptr (SatStatement) statement =
        sat_statement_cached (writer->connection, forget[i], error);

    if (statement == NULL)
      return FALSE;
    sat_statement_bind_blob (statement, 1, uuid->bytes, sizeof uuid->bytes);
    if (i == 0)
      sat_statement_bind_text (statement, 2, text);
    if (!sat_statement_run (statement, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
store_extra (SatWriter *writer, gint64 id, const char *extra, SatVersions *versions, GError **error)
{
  g_autoptr (GBytes) bytes = sat_versions_encode (versions);
  g_autoptr (SatStatement) statement = sat_statement_cached (
      writer->connection, "UPDATE record SET extra = ?2, versions = ?3 WHERE id = ?1", error);

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, id);
  sat_statement_bind_text (statement, 2, extra);
  sat_statement_bind_blob (statement, 3, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  return sat_statement_run (statement, error);
}

/* @served: what is known of @extra by now. Other values stay as they are. */
static gboolean
fill_in (SatWriter *writer, SatRow *row, SatServed *served, GError **error)
{
  g_autofree gboolean *changed = g_new0 (gboolean, row->type->n_fields);
  gboolean any = FALSE;

  for (guint i = 0; i < row->type->n_fields; i++) {
    changed[i] = served->values[i].type != SAT_VALUE_NULL && row->values[i].type == SAT_VALUE_NULL;
    any |= changed[i];
  }
  for (gsize i = 0; i < sat_versions_n_entries (served->versions); i++) {
    guint16 number;
    SatVersion version = sat_versions_entry (served->versions, i, &number);

    sat_versions_set (row->versions, number, version);
  }
  if (any && (!sat_writer_ensure_change (writer, error) ||
              !sat_writer_update_row (writer, row->type, row->id, served->values, changed, error) ||
              !sat_writer_mark_search (writer, row->type, row->id, served->values, error)))
    return FALSE;
  if (any)
    sat_writer_touch (writer, row->id);
  return store_extra (writer, row->id, served->extra, row->versions, error);
}

typedef struct {
  gint64 id;
  char *fields, *clocks; /* NULL: none */
} Candidate;

static void
candidate_clear (gpointer data)
{
  g_free (((Candidate *)data)->fields);
  g_free (((Candidate *)data)->clocks);
}

static gboolean
promote_record (SatWriter *writer, const Candidate *candidate, GError **error)
{
  g_auto (SatRow) row = {0};
  g_auto (SatServed) served = {0};
  g_autoptr (SatClocks) clocks = NULL;
  g_autoptr (SatWireFields) fields = NULL;

  if (!sat_writer_read_row (writer, candidate->id, TRUE, &row, error))
    return FALSE;
  if (row.type == NULL || row.deleted)
    return TRUE;
  clocks = candidate->clocks != NULL ? sat_clocks_parse (candidate->clocks, error)
                                     : sat_clocks_new (sat_versions_base (row.versions));
  fields = candidate->fields != NULL ? sat_wire_fields_parse (candidate->fields, -1, error)
                                     : sat_wire_fields_new ();
  return clocks != NULL && fields != NULL &&
         sat_served_read (writer, row.type, clocks, fields, &served, error) &&
         fill_in (writer, &row, &served, error);
}

gboolean
sat_remote_promote (SatWriter *writer, gint64 definition, GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_statement_new (writer->connection,
                         "SELECT id, json_extract (extra, '$.fields'),"
                         " json_extract (extra, '$.clocks') FROM record"
                         " WHERE extra IS NOT NULL AND type <> 0 AND (?1 = 0 OR instr (extra,"
                         " lower (hex ((SELECT uuid FROM record WHERE id = ?1)))) > 0)",
                         error);
  g_autoptr (GArray) candidates = g_array_new (FALSE, FALSE, sizeof (Candidate));
  gboolean row = TRUE;

  if (statement == NULL)
    return FALSE;
  g_array_set_clear_func (candidates, candidate_clear);
  sat_statement_bind_int (statement, 1, definition);
  while (row) {
    Candidate candidate;

    if (!sat_statement_step (statement, &row, error))
      return FALSE;
    if (!row)
      break;
    candidate =
        (Candidate){sat_statement_int (statement, 0), g_strdup (sat_statement_text (statement, 1)),
                    g_strdup (sat_statement_text (statement, 2))};
    g_array_append_val (candidates, candidate);
  }
  for (guint i = 0; i < candidates->len; i++)
    if (!promote_record (writer, &g_array_index (candidates, Candidate, i), error))
      return FALSE;
  return TRUE;
}

static gboolean
stash_value (SatWriter *writer, const SatField *field, gint64 id, GError **error)
{
  SatWireMap *map = sat_writer_get_wire (writer);
  const char *name = sat_wire_map_name (map, field, error);
  g_autofree gboolean *changed = g_new0 (gboolean, field->type->n_fields);
  g_autofree SatValue *empty = g_new0 (SatValue, field->type->n_fields);
  g_autoptr (SatStatement) statement = sat_statement_cached (
      writer->connection,
      "UPDATE record SET extra = json_patch (ifnull (extra, '{}'), ?2) WHERE id = ?1", error);
  g_autoptr (SatWireFields) fields = sat_wire_fields_new ();
  g_autofree char *text = NULL, *patch = NULL;
  g_auto (SatRow) row = {0};
  SatWireValue wire;

  if (name == NULL || statement == NULL || !sat_writer_read_row (writer, id, TRUE, &row, error) ||
      !sat_wire_map_to_wire (map, field, &row.values[field->index], &wire, error))
    return FALSE;
  sat_wire_fields_take (fields, name, wire, FALSE);
  text = sat_wire_fields_to_string (fields);
  patch = g_strdup_printf ("{\"fields\":%s}", text);
  changed[field->index] = TRUE;
  sat_statement_bind_int (statement, 1, id);
  sat_statement_bind_text (statement, 2, patch);
  return sat_statement_run (statement, error) &&
         sat_writer_update_row (writer, field->type, id, empty, changed, error);
}

gboolean
sat_remote_stash (SatWriter *writer, const SatRow *definition, GError **error)
{
  const SatField *field;
  g_autoptr (GArray) ids = NULL;

  if (!sat_writer_find_custom (writer, definition, &field, error))
    return FALSE;
  ids = field != NULL ? sat_writer_having (writer, field, error) : NULL;
  for (guint i = 0; ids != NULL && i < ids->len; i++)
    if (!stash_value (writer, field, g_array_index (ids, gint64, i), error))
      return FALSE;
  return ids != NULL || field == NULL;
}

/* A row of a type that may be known by now. */
typedef struct {
  SatPageRow row;
} Kept;

static void
kept_clear (gpointer data)
{
  sat_page_row_clear (&((Kept *)data)->row);
}

static gboolean
read_kept (SatStatement *statement, Kept *out, GError **error)
{
  gsize length;
  const void *uuid = sat_statement_blob (statement, 0, &length);
  const void *root;

  *out = (Kept){0};
  if (uuid != NULL && length == sizeof out->row.id.bytes)
    memcpy (out->row.id.bytes, uuid, length);
  root = sat_statement_blob (statement, 2, &length);
  if (root != NULL && length == sizeof out->row.root.bytes)
    memcpy (out->row.root.bytes, root, length);
  out->row.type = g_intern_string (sat_statement_text (statement, 1));
  out->row.seq = sat_statement_int (statement, 3);
  out->row.deleted = sat_statement_int (statement, 4) != 0;
  out->row.clocks = sat_clocks_parse (sat_statement_text (statement, 5), error);
  out->row.fields = sat_wire_fields_parse (sat_statement_text (statement, 6), -1, error);
  return out->row.clocks != NULL && out->row.fields != NULL;
}

static GArray *
read_all_kept (SatConnection *connection, GError **error)
{
  g_autoptr (SatStatement) statement = sat_statement_new (
      connection,
      "SELECT uuid, type, root, seq, deleted, clocks, fields FROM extra_row ORDER BY seq", error);
  g_autoptr (GArray) kept = g_array_new (FALSE, FALSE, sizeof (Kept));
  gboolean row = TRUE;

  if (statement == NULL)
    return NULL;
  g_array_set_clear_func (kept, kept_clear);
  while (row) {
    Kept one;

    if (!sat_statement_step (statement, &row, error))
      return NULL;
    if (!row)
      break;
    if (!read_kept (statement, &one, error)) {
      kept_clear (&one);
      return NULL;
    }
    g_array_append_val (kept, one);
  }
  return g_steal_pointer (&kept);
}

static gboolean
catch_up_cb (SatWriter *writer, gpointer data, GError **error)
{
  g_autoptr (GHashTable) rooted = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  SatRemote self = {.writer = writer, .has_outbox = TRUE, .rooted = rooted};
  g_autoptr (GArray) kept = NULL;

  writer->user = 0;
  if (!sat_remote_promote (writer, 0, error))
    return FALSE;
  kept = read_all_kept (writer->connection, error);
  if (kept == NULL || !sat_connection_exec (writer->connection, "DELETE FROM extra_row", error))
    return FALSE;
  for (guint i = 0; i < kept->len; i++)
    if (!sat_remote_row (&self, &g_array_index (kept, Kept, i).row, error))
      return FALSE;
  writer->last_hlc = MAX (writer->last_hlc, self.latest);
  return sat_sync_set (writer->connection, SAT_SYNC_SCHEMA, data, error);
}

static gboolean
has_extra (SatConnection *connection, gboolean *has, GError **error)
{
  gint64 n;

  if (!sat_connection_query_int (connection,
                                 "SELECT EXISTS (SELECT 1 FROM extra_row) OR EXISTS (SELECT 1"
                                 " FROM record WHERE extra IS NOT NULL AND type <> 0)",
                                 0, &n, error))
    return FALSE;
  *has = n != 0;
  return TRUE;
}

gboolean
sat_remote_catch_up (SatStore *store, GError **error)
{
  g_autofree char *schema = NULL;
  g_autofree char *before = NULL;
  gboolean has;

  if (!has_extra (store->writing, &has, error))
    return FALSE;
  if (!has)
    return TRUE;
  schema = sat_store_get_setting (store, "schema_fingerprint");
  before = sat_sync_get (store->writing, SAT_SYNC_SCHEMA);
  return schema == NULL || g_strcmp0 (schema, before) == 0 ||
         sat_store_write (store, SAT_CHANGE_REMOTE, "", catch_up_cb, schema, NULL, error);
}

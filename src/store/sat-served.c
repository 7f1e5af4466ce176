/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-served.h"
#include "sat-fault.h"

#include "sat-history.h"
#include "sat-json-writer.h"
#include "sat-remote-private.h"

#include <string.h>

void
sat_served_clear (SatServed *self)
{
  for (guint i = 0; self->values != NULL && i < self->type->n_fields; i++)
    sat_value_clear (&self->values[i]);
  g_free (self->values);
  g_clear_pointer (&self->versions, sat_versions_free);
  g_free (self->extra);
  *self = (SatServed){0};
}

/* What this Satchel does not know is kept as it came. */
static char *
write_extra (const SatWireFields *fields, const SatClocks *clocks)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (SatJsonWriter) writer = sat_json_writer_new_for_string (text, SAT_JSON_COMPACT);
  g_autofree char *versions = clocks != NULL ? sat_clocks_to_string (clocks) : NULL;

  sat_json_writer_begin_object (writer, NULL);
  if (fields != NULL)
    sat_wire_fields_write (fields, writer, "fields");
  if (versions != NULL)
    sat_json_writer_string (writer, "clocks", versions);
  sat_json_writer_end_object (writer);
  sat_json_writer_finish (writer, NULL);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
read_value (SatWriter *writer,
            SatServed *self,
            const char *name,
            const SatWireValue *wire,
            SatWireFields **rest,
            GError **error)
{
  SatWireMap *map = sat_writer_get_wire (writer);
  const SatField *field;
  gboolean fits = FALSE;
  SatValue value = SAT_VALUE_INIT;

  if (!sat_wire_map_field (map, self->type, name, &field, error) ||
      (field != NULL && !sat_wire_map_from_wire (map, writer, field, wire, &value, &fits, error)))
    return FALSE;
  if (fits) {
    sat_value_clear (&self->values[field->index]);
    self->values[field->index] = value;
    return TRUE;
  }
  if (*rest == NULL)
    *rest = sat_wire_fields_new ();
  sat_wire_fields_take (*rest, name, sat_wire_value_copy (wire), FALSE);
  return TRUE;
}

/* Versions say whether a record is deleted; the row does, too, and counts. */
static void
agree (SatServed *self)
{
  SatVersion base = sat_versions_base (self->versions);
  SatVersion gone = sat_versions_get (self->versions, 0);

  if (!self->deleted)
    sat_versions_set (self->versions, 0, base);
  else if (sat_version_compare (&gone, &base) == 0)
    sat_versions_set (self->versions, 0,
                      (SatVersion){sat_versions_latest (self->versions).hlc + 1, base.device});
}

gboolean
sat_served_read (SatWriter *writer,
                 const SatType *type,
                 const SatClocks *clocks,
                 const SatWireFields *fields,
                 SatServed *out,
                 GError **error)
{
  g_autoptr (SatWireFields) rest = NULL;
  g_autoptr (SatClocks) late = NULL;

  out->type = type;
  out->values = g_new0 (SatValue, type->n_fields);
  out->versions = sat_wire_map_versions (sat_writer_get_wire (writer), type, clocks, &late, error);
  if (out->versions == NULL)
    return FALSE;
  agree (out);
  for (guint i = 0; i < sat_wire_fields_n (fields); i++)
    if (!read_value (writer, out, sat_wire_fields_name (fields, i),
                     sat_wire_fields_value (fields, i), &rest, error))
      return FALSE;
  if ((rest != NULL || late != NULL) && !SAT_BUG ("unknown-fields-stripped"))
    out->extra = write_extra (rest, late);
  return TRUE;
}

static gboolean
has_end (
    SatWriter *writer, gint64 id, guint16 number, SatVersion gone, gboolean *has, GError **error)
{
  g_autoptr (SatStatement) statement = sat_statement_cached (
      writer->connection,
      "SELECT 1 FROM history WHERE record = ?1 AND field = ?2 AND v_to = ?3 AND d_to = ?4", error);

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, id);
  sat_statement_bind_int (statement, 2, number);
  sat_statement_bind_int (statement, 3, (gint64)gone.hlc);
  sat_statement_bind_int (statement, 4, gone.device);
  return sat_statement_step (statement, has, error);
}

static gboolean
keep_end (SatWriter *writer,
          const SatRow *row,
          guint16 number,
          const SatValue *value,
          SatVersion from,
          SatVersion gone,
          GError **error)
{
  gboolean has;

  if (!has_end (writer, row->id, number, gone, &has, error))
    return FALSE;
  return has ||
         (sat_writer_ensure_change (writer, error) &&
          sat_writer_add_history (writer, row, number, value, from, gone, SAT_FATE_DELETED, error));
}

/* So that it can be brought back: the server's own rows of this past take the place of these. */
static gboolean
keep_values (SatWriter *writer, const SatRow *row, SatVersion gone, GError **error)
{
  SatValue alive = sat_value_int (1);

  for (guint i = 0; i < row->type->n_fields; i++) {
    const SatField *field = row->type->fields[i];

    if (sat_field_is_stored (field) && row->values[i].type != SAT_VALUE_NULL &&
        !keep_end (writer, row, field->number, &row->values[i],
                   sat_versions_get (row->versions, sat_version_number (field)), gone, error))
      return FALSE;
  }
  return keep_end (writer, row, 0, &alive, sat_versions_base (row->versions), gone, error);
}

/* Our own deletion has got another version from the server. */
static gboolean
move_end (SatWriter *writer, const SatRow *row, SatVersion gone, GError **error)
{
  SatVersion before = sat_versions_get (row->versions, 0);
  g_autoptr (SatStatement) statement = NULL;

  if (sat_version_compare (&before, &gone) == 0)
    return TRUE;
  statement = sat_statement_cached (writer->connection,
                                    "UPDATE history SET v_to = ?4, d_to = ?5 WHERE record = ?1"
                                    " AND v_to = ?2 AND d_to = ?3 AND fate = 3",
                                    error);
  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, row->id);
  sat_statement_bind_int (statement, 2, (gint64)before.hlc);
  sat_statement_bind_int (statement, 3, before.device);
  sat_statement_bind_int (statement, 4, (gint64)gone.hlc);
  sat_statement_bind_int (statement, 5, gone.device);
  return sat_statement_run (statement, error);
}

static gboolean
store_record (SatServed *self, SatWriter *writer, gint64 id, gint64 root, GError **error)
{
  g_autoptr (GBytes) versions = sat_versions_encode (self->versions);
  g_autoptr (SatStatement) statement = sat_statement_cached (
      writer->connection,
      "UPDATE record SET type = ?2, root = ?3, versions = ?4, deleted = ?5, seq = ?6,"
      " extra = CASE WHEN ?8 AND type <> 0 THEN extra ELSE ?7 END WHERE id = ?1",
      error);

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, id);
  sat_statement_bind_int (statement, 2, self->type->number);
  sat_statement_bind_int (statement, 3, root);
  sat_statement_bind_static_blob (statement, 4, g_bytes_get_data (versions, NULL),
                                  g_bytes_get_size (versions));
  sat_statement_bind_int (statement, 5, self->deleted);
  if (self->seq >= 0)
    sat_statement_bind_int (statement, 6, self->seq);
  if (self->extra != NULL && !SAT_BUG ("unknown-fields-once"))
    sat_statement_bind_static (statement, 7, self->extra);
  sat_statement_bind_int (statement, 8, self->keep_extra);
  writer->root_of = 0;
  return sat_statement_run (statement, error);
}

static gboolean
insert_record (SatServed *self, SatWriter *writer, SatRow *row, GError **error)
{
  g_autoptr (GBytes) versions = sat_versions_encode (self->versions);
  g_autoptr (SatStatement) statement = NULL;
  gint64 id;

  if (!sat_connection_query_int (writer->connection, "SELECT max (id) + 1 FROM record", 1, &id,
                                 error))
    return FALSE;
  row->id = MAX (id, 1);
  row->root = row->id;
  statement = sat_statement_cached (
      writer->connection,
      "INSERT INTO record (id, uuid, type, root, versions, deleted, seq, extra)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
      error);
  if (statement == NULL ||
      (!self->deleted &&
       !sat_writer_find_root (writer, self->type, row->id, self->values, &row->root, error)))
    return FALSE;
  sat_statement_bind_int (statement, 1, row->id);
  sat_statement_bind_blob (statement, 2, row->uuid.bytes, sizeof row->uuid.bytes);
  sat_statement_bind_int (statement, 3, self->type->number);
  sat_statement_bind_int (statement, 4, row->root);
  sat_statement_bind_blob (statement, 5, g_bytes_get_data (versions, NULL),
                           g_bytes_get_size (versions));
  sat_statement_bind_int (statement, 6, self->deleted);
  sat_statement_bind_int (statement, 7, self->seq);
  if (self->extra != NULL)
    sat_statement_bind_text (statement, 8, self->extra);
  return sat_statement_run (statement, error);
}

/* A row that was not there: of a new record, a stub, or a deleted one. */
static gboolean
show (SatServed *self, SatWriter *writer, SatRow *row, GError **error)
{
  gboolean is_new = row->id == 0, is_stub = row->type == NULL;
  gint64 before = row->root;

  if (is_new && !insert_record (self, writer, row, error))
    return FALSE;
  if (!is_new &&
      (!sat_writer_find_root (writer, self->type, row->id, self->values, &row->root, error) ||
       !store_record (self, writer, row->id, row->root, error)))
    return FALSE;
  return sat_writer_insert_row (writer, self->type, row->id, self->values, error) &&
         sat_writer_set_lookup (writer, self->type, row->id, NULL, self->values, error) &&
         sat_writer_mark_search (writer, self->type, row->id, self->values, error) &&
         /* What hung from a stub counted it as its root; a deleted one may have moved meanwhile. */
         (is_new || (is_stub && row->root == row->id && (before == 0 || before == row->id)) ||
          sat_writer_move_below (writer, self->type, row->id, row->root, error));
}

static gboolean
hide (SatServed *self, SatWriter *writer, SatRow *row, GError **error)
{
  if (strcmp (row->type->name, "custom_field") == 0 && !sat_remote_stash (writer, row, error))
    return FALSE;
  return keep_values (writer, row, sat_versions_get (self->versions, 0), error) &&
         sat_writer_delete_row (writer, row->type, row->id, error) &&
         sat_writer_set_lookup (writer, row->type, row->id, row->values, NULL, error) &&
         sat_writer_mark_search (writer, row->type, row->id, row->values, error) &&
         store_record (self, writer, row->id, row->root, error);
}

static gboolean
change (SatServed *self, SatWriter *writer, SatRow *row, GError **error)
{
  g_autofree gboolean *changed = g_new0 (gboolean, self->type->n_fields);
  gint64 root = row->root;
  gboolean any = FALSE;

  for (guint i = 0; i < self->type->n_fields; i++) {
    changed[i] = sat_field_is_stored (self->type->fields[i]) &&
                 !sat_value_equal (&self->values[i], &row->values[i]);
    any |= changed[i];
  }
  if (!any)
    return store_record (self, writer, row->id, root, error);
  if (!sat_writer_find_root (writer, self->type, row->id, self->values, &root, error) ||
      !sat_writer_set_lookup (writer, self->type, row->id, row->values, self->values, error) ||
      !sat_writer_update_row (writer, self->type, row->id, self->values, changed, error) ||
      !store_record (self, writer, row->id, root, error) ||
      !sat_writer_mark_search (writer, self->type, row->id, row->values, error) ||
      !sat_writer_mark_search (writer, self->type, row->id, self->values, error))
    return FALSE;
  return root == row->root || sat_writer_move_below (writer, self->type, row->id, root, error);
}

/* What it is now that it is deleted. */
static gboolean
follow_survivor (SatServed *self, SatWriter *writer, const SatRow *row, GError **error)
{
  gint64 survivor = 0;

  if (row->merged_into == 0 && (!self->deleted || sat_uuid_is_nil (&self->into)))
    return TRUE;
  if (self->deleted && !sat_uuid_is_nil (&self->into) &&
      !sat_writer_stub (writer, &self->into, &survivor, error))
    return FALSE;
  return survivor == row->merged_into || sat_writer_set_survivor (writer, row->id, survivor, error);
}

gboolean
sat_served_become (SatServed *self, SatWriter *writer, SatRow *row, GError **error)
{
  gboolean lives = row->id != 0 && row->type != NULL && !row->deleted, ok;

  agree (self);
  if (self->deleted && self->root != 0)
    row->root = self->root;
  if (!sat_writer_ensure_change (writer, error))
    return FALSE;
  if (lives && self->deleted)
    ok = hide (self, writer, row, error);
  else if (lives)
    ok = change (self, writer, row, error);
  else if (!self->deleted)
    ok = show (self, writer, row, error);
  else if (row->id == 0)
    ok = insert_record (self, writer, row, error);
  else
    ok = (row->type == NULL ||
          move_end (writer, row, sat_versions_get (self->versions, 0), error)) &&
         store_record (self, writer, row->id, row->root != 0 ? row->root : row->id, error);
  if (!ok || !follow_survivor (self, writer, row, error))
    return FALSE;
  sat_writer_touch (writer, row->id);
  return sat_writer_follow_up (writer, self->type, row->id, error);
}

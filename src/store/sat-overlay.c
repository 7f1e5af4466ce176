/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Edits that the server has not confirmed, over what it said. */

#include "config.h"

#include "sat-served.h"

#include "sat-outbox-private.h"
#include "sat-purge.h"

#include <string.h>

/* The only value of a deleted record's shadow. */
#define INTO "merged_into"
#define ROOT "root"

void
sat_pending_clear (SatPending *self)
{
  g_clear_pointer (&self->numbers, g_array_unref);
}

static void
add_entry (SatPending *self, SatStatement *entry)
{
  g_autoptr (GArray) fields = sat_entry_read_fields (entry, 1);

  self->any = TRUE;
  if (sat_statement_int (entry, 0) != SAT_WRITE_PUT || fields == NULL) {
    self->all = TRUE;
    return;
  }
  if (self->numbers == NULL)
    self->numbers = g_array_new (FALSE, FALSE, sizeof (guint16));
  g_array_append_vals (self->numbers, fields->data, fields->len);
}

gboolean
sat_pending_read (
    SatWriter *writer, gint64 record, gint64 seq, gint64 after, SatPending *out, GError **error)
{
  /* Op 3 closes a conflict, which is no field of a record. */
  g_autoptr (SatStatement) statement =
      sat_statement_cached (writer->connection,
                            "SELECT op, fields FROM outbox WHERE record = ?1 AND op <> 3"
                            " AND n > ?3 AND (state < 2 OR (state = 2 AND acked_seq > ?2))",
                            error);
  gboolean row = TRUE;

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, record);
  sat_statement_bind_int (statement, 2, seq);
  sat_statement_bind_int (statement, 3, after);
  while (row) {
    if (!sat_statement_step (statement, &row, error))
      return FALSE;
    if (row)
      add_entry (out, statement);
  }
  return TRUE;
}

gboolean
sat_pending_has (const SatPending *self, const SatField *field)
{
  for (guint i = 0; self->numbers != NULL && i < self->numbers->len; i++)
    if (g_array_index (self->numbers, guint16, i) == field->number)
      return TRUE;
  return self->all;
}

gboolean
sat_shadow_read (
    SatWriter *writer, const SatRow *row, SatServed *out, gboolean *found, GError **error)
{
  g_autoptr (SatStatement) statement = sat_statement_cached (
      writer->connection, "SELECT seq, deleted, clocks, fields FROM shadow WHERE record = ?1",
      error);
  g_autoptr (SatClocks) clocks = NULL;
  g_autoptr (SatWireFields) fields = NULL;
  SatUuid root;

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, row->id);
  if (!sat_statement_step (statement, found, error))
    return FALSE;
  if (!*found)
    return TRUE;
  clocks = sat_clocks_parse (sat_statement_text (statement, 2), error);
  fields =
      clocks != NULL ? sat_wire_fields_parse (sat_statement_text (statement, 3), -1, error) : NULL;
  if (fields == NULL)
    return FALSE;
  out->seq = sat_statement_int (statement, 0);
  out->deleted = sat_statement_int (statement, 1) != 0;
  if (out->deleted) {
    sat_wire_uuid_of (fields, INTO, &out->into);
    if (sat_wire_uuid_of (fields, ROOT, &root) &&
        !sat_wire_map_id (sat_writer_get_wire (writer), writer, &root, &out->root, error))
      return FALSE;
    sat_wire_fields_empty (fields);
  }
  return sat_served_read (writer, row->type, clocks, fields, out, error);
}

gboolean
sat_shadow_seq (SatWriter *writer, gint64 record, gint64 *seq, GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_statement_cached (writer->connection, "SELECT seq FROM shadow WHERE record = ?1", error);
  gboolean row;

  *seq = -1;
  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, record);
  if (!sat_statement_step (statement, &row, error))
    return FALSE;
  if (row)
    *seq = sat_statement_int (statement, 0);
  return TRUE;
}

gboolean
sat_shadow_write (SatWriter *writer,
                  gint64 record,
                  gint64 seq,
                  gboolean deleted,
                  const SatUuid *into,
                  const SatUuid *root,
                  const SatClocks *clocks,
                  const SatWireFields *fields,
                  GError **error)
{
  g_autoptr (SatWireFields) end = deleted ? sat_wire_fields_new () : NULL;
  g_autofree char *versions = sat_clocks_to_string (clocks);
  g_autofree char *values = NULL;
  g_autoptr (SatStatement) statement = sat_statement_cached (
      writer->connection,
      "INSERT INTO shadow (record, seq, deleted, clocks, fields) VALUES (?1, ?2, ?3, ?4, ?5)"
      " ON CONFLICT (record) DO UPDATE SET seq = ?2, deleted = ?3, clocks = ?4, fields = ?5",
      error);

  if (statement == NULL)
    return FALSE;
  if (end != NULL && !sat_uuid_is_nil (into))
    sat_wire_fields_take (end, INTO, sat_wire_reference (into), FALSE);
  if (end != NULL)
    sat_wire_fields_take (end, ROOT, sat_wire_reference (root), FALSE);
  if (end != NULL || fields != NULL)
    values = sat_wire_fields_to_string (end != NULL ? end : fields);
  sat_statement_bind_int (statement, 1, record);
  sat_statement_bind_int (statement, 2, seq);
  sat_statement_bind_int (statement, 3, deleted);
  sat_statement_bind_text (statement, 4, versions);
  sat_statement_bind_text (statement, 5, values != NULL ? values : "{}");
  return sat_statement_run (statement, error);
}

gboolean
sat_shadow_remove (SatWriter *writer, gint64 record, GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_statement_cached (writer->connection, "DELETE FROM shadow WHERE record = ?1", error);

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, record);
  return sat_statement_run (statement, error);
}

gboolean
sat_served_add_extra (
    SatWriter *writer, gint64 record, SatClocks *clocks, SatWireFields *fields, GError **error)
{
  g_autoptr (SatStatement) statement = sat_statement_cached (
      writer->connection,
      "SELECT json_extract (extra, '$.fields'), json_extract (extra, '$.clocks') FROM record"
      " WHERE id = ?1 AND extra IS NOT NULL",
      error);
  g_autoptr (SatWireFields) more = NULL;
  g_autoptr (SatClocks) late = NULL;
  gboolean row;

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, record);
  if (!sat_statement_step (statement, &row, error))
    return FALSE;
  if (row && !sat_statement_is_null (statement, 0)) {
    more = sat_wire_fields_parse (sat_statement_text (statement, 0), -1, error);
    if (more == NULL)
      return FALSE;
  }
  if (row && !sat_statement_is_null (statement, 1)) {
    late = sat_clocks_parse (sat_statement_text (statement, 1), error);
    if (late == NULL)
      return FALSE;
  }
  for (guint i = 0; more != NULL && i < sat_wire_fields_n (more); i++)
    sat_wire_fields_take (fields, sat_wire_fields_name (more, i),
                          sat_wire_value_copy (sat_wire_fields_value (more, i)), FALSE);
  for (guint i = 0; late != NULL && i < sat_clocks_n (late); i++)
    sat_clocks_set (clocks, sat_clocks_name (late, i), sat_clocks_version (late, i));
  return TRUE;
}

/* Of a record without edits that are still to be confirmed. */
static gboolean
said_by_row (SatWriter *writer,
             const SatRow *row,
             SatClocks **clocks,
             SatWireFields **fields,
             GError **error)
{
  *clocks = sat_wire_map_clocks (sat_writer_get_wire (writer), row->type, row->versions, error);
  if (*clocks == NULL || row->deleted)
    return *clocks != NULL;
  *fields = sat_wire_map_fields (sat_writer_get_wire (writer), row->type, row->values, error);
  return *fields != NULL &&
         (!row->has_extra || sat_served_add_extra (writer, row->id, *clocks, *fields, error));
}

gboolean
sat_shadow_said (SatWriter *writer,
                 const SatRow *row,
                 gint64 *seq,
                 SatClocks **clocks,
                 SatWireFields **fields,
                 GError **error)
{
  g_autoptr (SatStatement) statement = sat_statement_cached (
      writer->connection, "SELECT seq, deleted, clocks, fields FROM shadow WHERE record = ?1",
      error);
  gboolean found;

  *seq = row->seq;
  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, row->id);
  if (!sat_statement_step (statement, &found, error))
    return FALSE;
  if (!found)
    return row->seq < 0 || said_by_row (writer, row, clocks, fields, error);
  *seq = sat_statement_int (statement, 0);
  *clocks = sat_clocks_parse (sat_statement_text (statement, 2), error);
  if (*clocks == NULL || sat_statement_int (statement, 1) != 0)
    return *clocks != NULL;
  *fields = sat_wire_fields_parse (sat_statement_text (statement, 3), -1, error);
  return *fields != NULL;
}

gboolean
sat_writer_keep_shadow (SatWriter *self, const SatRow *row, GError **error)
{
  g_autoptr (SatClocks) clocks = NULL;
  g_autoptr (SatWireFields) fields = NULL;
  SatUuid into = {{0}}, root = {{0}};
  gint64 seq;

  if (!sat_store_is_joined (self->store) || row->seq < 0)
    return TRUE;
  if (!sat_shadow_seq (self, row->id, &seq, error))
    return FALSE;
  if (seq >= 0)
    return TRUE;
  if (!said_by_row (self, row, &clocks, &fields, error))
    return FALSE;
  if ((row->merged_into != 0 &&
       !sat_wire_map_uuid (sat_writer_get_wire (self), row->merged_into, &into, error)) ||
      !sat_wire_map_uuid (sat_writer_get_wire (self), row->root, &root, error))
    return FALSE;
  return sat_shadow_write (self, row->id, row->seq, row->deleted, &into, &root, clocks, fields,
                           error);
}

gboolean
sat_overlay_merge (
    SatWriter *writer, SatRow *row, const SatPending *pending, SatServed *served, GError **error)
{
  /* The values of a record that is deleted here are those that it was deleted with. */
  if (row->deleted &&
      !sat_writer_read_deleted (writer, row, sat_versions_get (row->versions, 0).hlc, error))
    return FALSE;
  for (guint i = 0; i < served->type->n_fields; i++) {
    const SatField *field = served->type->fields[i];
    guint16 number = sat_version_number (field);

    if (!sat_field_is_stored (field) || !sat_pending_has (pending, field))
      continue;
    sat_value_clear (&served->values[i]);
    served->values[i] = sat_value_copy (&row->values[i]);
    sat_versions_set (served->versions, number, sat_versions_get (row->versions, number));
  }
  return TRUE;
}

/* Nothing of it is pending any more. */
static gboolean
settle (SatWriter *writer,
        SatRow *row,
        SatServed *served,
        gboolean has_shadow,
        gboolean complete,
        GError **error)
{
  /* The server knows it not, or not any more, or does not let us have it; 0 is of a life of its
   * database that is over. */
  if (complete && (has_shadow ? served->seq : row->seq) <= 0)
    return sat_purge_alone (writer, row->id, error);
  if (!has_shadow)
    return TRUE;
  return sat_served_become (served, writer, row, error) &&
         sat_shadow_remove (writer, row->id, error);
}

gboolean
sat_overlay_refresh (SatWriter *writer, gint64 record, gboolean complete, GError **error)
{
  g_auto (SatRow) row = {0};
  g_auto (SatServed) served = {0};
  g_auto (SatPending) pending = {0};
  gboolean has_shadow;

  if (!sat_writer_read_row (writer, record, TRUE, &row, error))
    return FALSE;
  if (row.type == NULL)
    return TRUE;
  if (!sat_pending_read (writer, record, -1, 0, &pending, error) ||
      !sat_shadow_read (writer, &row, &served, &has_shadow, error))
    return FALSE;
  if (!pending.any)
    return settle (writer, &row, &served, has_shadow, complete, error);
  /* As without them, once they are answered: until then nothing else may remember it. */
  if (complete && (has_shadow ? served.seq : row.seq) <= 0)
    return sat_purge_later (writer, record, error);
  /* A record that somebody deleted stays as long as edits of it are pending. */
  if (!has_shadow || pending.all || served.deleted)
    return TRUE;
  return sat_overlay_merge (writer, &row, &pending, &served, error) &&
         sat_served_become (&served, writer, &row, error);
}

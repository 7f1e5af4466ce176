/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An entry of the outbox as a mutation. */

#include "config.h"

#include "sat-history.h"
#include "sat-outbox-private.h"
#include "sat-row.h"

#include <string.h>

#include "sat-schema.h"

/* As many are read by themselves: a text for each set of fields is kept prepared. */
#define FEW_FIELDS 4

void
sat_entry_row_free (SatEntryRow *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->fields, g_array_unref);
  g_clear_pointer (&self->bases, g_array_unref);
  g_free (self);
}

SatOp
sat_entry_op (int op)
{
  static const SatOp ops[] = {
      [SAT_WRITE_PUT] = SAT_OP_PUT,           [SAT_WRITE_DELETE] = SAT_OP_DELETE,
      [SAT_WRITE_UNDELETE] = SAT_OP_UNDELETE, [SAT_ENTRY_CLOSE] = SAT_OP_PUT,
      [SAT_ENTRY_MERGE] = SAT_OP_MERGE,       [SAT_ENTRY_UNMERGE] = SAT_OP_UNMERGE};

  return op >= 0 && op < (int)G_N_ELEMENTS (ops) ? ops[op] : SAT_OP_PUT;
}

static guint64
read_number (const guint8 *data, guint bytes)
{
  guint64 number = 0;

  for (guint i = 0; i < bytes; i++)
    number = number << 8 | data[i];
  return number;
}

GArray *
sat_entry_read_fields (SatStatement *statement, int column)
{
  gsize length;
  const guint8 *data = sat_statement_blob (statement, column, &length);
  GArray *fields = data != NULL ? g_array_new (FALSE, FALSE, sizeof (guint16)) : NULL;

  for (gsize i = 0; data != NULL && i + 2 <= length; i += 2) {
    guint16 number = (guint16)read_number (data + i, 2);

    g_array_append_val (fields, number);
  }
  return fields;
}

SatEntryRow *
sat_entry_row_read (SatStatement *statement, SatRegistry *registry)
{
  SatEntryRow *self = g_new0 (SatEntryRow, 1);
  gsize length;
  const guint8 *data;

  self->n = sat_statement_int (statement, 0);
  self->change = sat_statement_int (statement, 1);
  self->record = sat_statement_int (statement, 2);
  self->op = (int)sat_statement_int (statement, 3);
  self->rb = sat_statement_int (statement, 4);
  self->type = sat_registry_type_by_number (registry, (guint16)sat_statement_int (statement, 5));
  self->fields = sat_entry_read_fields (statement, 6);
  data = sat_statement_blob (statement, 7, &length);
  if (self->op == SAT_ENTRY_MERGE || self->op == SAT_ENTRY_UNMERGE) {
    if (data != NULL && length == sizeof self->into.bytes)
      memcpy (self->into.bytes, data, length);
    return self;
  }
  if (data != NULL)
    self->bases = g_array_new (FALSE, FALSE, sizeof (SatVersion));
  for (gsize i = 0; data != NULL && i + 12 <= length; i += 12) {
    SatVersion base = {read_number (data + i, 8), (guint32)read_number (data + i + 8, 4)};

    g_array_append_val (self->bases, base);
  }
  return self;
}

SatEntryChange
sat_entry_change_of (SatStatement *statement, gint64 id)
{
  SatEntryChange change = {.id = id,
                           .hlc = (SatHlc)sat_statement_int (statement, 1),
                           .kind = (int)sat_statement_int (statement, 2)};
  gsize length;
  const void *uuid = sat_statement_blob (statement, 0, &length);

  if (uuid != NULL && length == sizeof change.uuid.bytes)
    memcpy (change.uuid.bytes, uuid, length);
  return change;
}

SatUuid
sat_entry_uuid (const SatEntryChange *change, gint64 n)
{
  return sat_mutation_id (&change->uuid, n);
}

void
sat_entry_values_free (SatValue *values, const SatType *type)
{
  for (guint i = 0; values != NULL && i < type->n_fields; i++)
    sat_value_clear (&values[i]);
  g_free (values);
}

static void
clear_values (SatValue *values, const SatType *type)
{
  for (guint i = 0; i < type->n_fields; i++) {
    sat_value_clear (&values[i]);
    values[i] = SAT_VALUE_INIT;
  }
}

/* What our later changes replaced, and what the change ?2 itself ended. */
#define LATER "provisional = 1 AND (change > ?2 OR (change = ?2 AND fate = 3))"

/* Backwards from what the record is: each later change of ours says what it replaced. Nobody
 * else's edit comes between, as long as the entry is not sent. */
static gboolean
step_back (SatWriter *writer,
           const SatType *type,
           gint64 record,
           gint64 change,
           SatValue *values,
           GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_statement_cached (writer->connection,
                            "SELECT field, value, fate FROM history WHERE record = ?1"
                            " AND " LATER " ORDER BY change DESC, id DESC",
                            error);
  gboolean row = TRUE;

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, record);
  sat_statement_bind_int (statement, 2, change);
  while (row) {
    const SatField *field;

    if (!sat_statement_step (statement, &row, error))
      return FALSE;
    if (!row)
      break;
    /* The record's end is the last row of a deletion: the first one backwards. */
    if (sat_statement_int (statement, 0) == 0) {
      clear_values (values, type);
      continue;
    }
    field = sat_type_field_by_number (type, (guint16)sat_statement_int (statement, 0));
    if (field == NULL)
      continue;
    sat_value_clear (&values[field->index]);
    values[field->index] = sat_row_value (statement, 1);
  }
  return TRUE;
}

/* The fields of @entry as they are, and whether they have been something else since. */
static char *
build_select (const SatEntryRow *entry)
{
  GString *sql = g_string_new (
      "SELECT r.uuid, EXISTS (SELECT 1 FROM history WHERE record = ?1 AND " LATER ")");

  for (guint i = 0; i < entry->fields->len; i++) {
    guint16 number = g_array_index (entry->fields, guint16, i);
    const SatField *field = sat_type_field_by_number (entry->type, number);

    if (field != NULL && sat_field_is_stored (field))
      sat_schema_append_field (sql, ", t.", field);
  }
  g_string_append_printf (sql,
                          " FROM record AS r JOIN \"%s\" AS t ON t.id = r.id"
                          " WHERE r.id = ?1 AND r.deleted = 0",
                          entry->type->name);
  return g_string_free (sql, FALSE);
}

static void
take_fields (const SatEntryRow *entry, SatStatement *statement, SatValue *values)
{
  int column = 2;

  for (guint i = 0; i < entry->fields->len; i++) {
    guint16 number = g_array_index (entry->fields, guint16, i);
    const SatField *field = sat_type_field_by_number (entry->type, number);

    if (field == NULL || !sat_field_is_stored (field))
      continue;
    sat_value_clear (&values[field->index]);
    values[field->index] = sat_row_field (statement, field, &column);
  }
}

/* The short way, of most edits: nothing of ours lies over it, so that its few fields are what the
 * record has. *@values NULL: it is not for this one. */
static gboolean
read_latest (
    SatWriter *writer, const SatEntryRow *entry, SatUuid *id, SatValue **values, GError **error)
{
  g_autofree char *sql = build_select (entry);
  g_autoptr (SatStatement) statement = sat_statement_cached (writer->connection, sql, error);
  gboolean row;
  gsize length;
  const void *uuid;

  *values = NULL;
  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, entry->record);
  sat_statement_bind_int (statement, 2, entry->change);
  if (!sat_statement_step (statement, &row, error))
    return FALSE;
  uuid = row ? sat_statement_blob (statement, 0, &length) : NULL;
  if (uuid == NULL || length != sizeof id->bytes || sat_statement_int (statement, 1) != 0)
    return TRUE;
  memcpy (id->bytes, uuid, sizeof id->bytes);
  *values = g_new0 (SatValue, entry->type->n_fields);
  take_fields (entry, statement, *values);
  return TRUE;
}

SatValue *
sat_entry_values (SatWriter *writer, const SatEntryRow *entry, SatUuid *id, GError **error)
{
  g_auto (SatRow) row = {0};
  SatValue *values;

  if (entry->fields != NULL && entry->fields->len <= FEW_FIELDS) {
    if (!read_latest (writer, entry, id, &values, error))
      return NULL;
    if (values != NULL)
      return values;
  }
  if (!sat_writer_read_row (writer, entry->record, TRUE, &row, error))
    return NULL;
  *id = row.uuid;
  values =
      row.values != NULL ? g_steal_pointer (&row.values) : g_new0 (SatValue, entry->type->n_fields);
  if (step_back (writer, entry->type, entry->record, entry->change, values, error))
    return values;
  sat_entry_values_free (values, entry->type);
  return NULL;
}

/* A field whose definition has gone since was emptied with it. */
static gboolean
add_field (SatWriter *writer,
           const SatEntryRow *entry,
           guint16 number,
           const SatValue *values,
           SatMutation *mutation,
           GError **error)
{
  SatWireMap *map = sat_writer_get_wire (writer);
  const SatField *field = sat_type_field_by_number (entry->type, number);
  SatWireValue wire = SAT_WIRE_VALUE_INIT;
  const char *name;

  if (!sat_wire_map_number_name (map, entry->type, number, &name, error) ||
      (field != NULL && !sat_wire_map_to_wire (map, field, &values[field->index], &wire, error)))
    return FALSE;
  if (name != NULL)
    sat_wire_fields_take (mutation->fields, name, wire, TRUE);
  return TRUE;
}

static gboolean
fill_patch (SatWriter *writer,
            const SatEntryRow *entry,
            const SatValue *values,
            SatMutation *mutation,
            GError **error)
{
  g_autoptr (SatEntryBases) bases = sat_entry_bases_new (writer, entry);

  for (guint i = 0; i < entry->fields->len; i++)
    if (!add_field (writer, entry, g_array_index (entry->fields, guint16, i), values, mutation,
                    error) ||
        !sat_entry_bases_add (bases, i, mutation, error))
      return FALSE;
  return TRUE;
}

static gboolean
fill (SatWriter *writer, const SatEntryRow *entry, SatMutation *mutation, GError **error)
{
  SatValue *values;
  gboolean ok = TRUE;

  if (entry->op == SAT_WRITE_DELETE || entry->op == SAT_ENTRY_MERGE ||
      entry->op == SAT_ENTRY_UNMERGE || entry->op == SAT_ENTRY_CLOSE)
    return sat_wire_map_uuid (sat_writer_get_wire (writer), entry->record, &mutation->id, error);
  values = sat_entry_values (writer, entry, &mutation->id, error);
  if (values == NULL)
    return FALSE;
  if (entry->fields != NULL) {
    ok = fill_patch (writer, entry, values, mutation, error);
  } else {
    SatWireFields *all =
        sat_wire_map_fields (sat_writer_get_wire (writer), entry->type, values, error);

    ok = all != NULL;
    if (ok) {
      sat_wire_fields_free (mutation->fields);
      mutation->fields = all;
    }
  }
  sat_entry_values_free (values, entry->type);
  return ok;
}

/* A record that was here before the file joined was made when it was made. */
static gboolean
read_birth (SatWriter *writer, gint64 record, SatHlc *hlc, GError **error)
{
  g_auto (SatRow) row = {0};
  SatVersion base;

  if (!sat_writer_read_row (writer, record, FALSE, &row, error))
    return FALSE;
  base = row.versions != NULL ? sat_versions_base (row.versions) : SAT_VERSION_NONE;
  if (base.hlc != SAT_HLC_NONE && base.hlc < *hlc)
    *hlc = base.hlc;
  return TRUE;
}

SatMutation *
sat_entry_to_mutation (SatWriter *writer,
                       const SatEntryRow *entry,
                       const SatEntryChange *change,
                       GError **error)
{
  g_autoptr (SatMutation) mutation = sat_mutation_new ();

  mutation->u = sat_entry_uuid (change, entry->n);
  mutation->h = change->hlc;
  mutation->op = sat_entry_op (entry->op);
  mutation->into = entry->into;
  mutation->rb = entry->rb;
  mutation->type = g_strdup (entry->op == SAT_ENTRY_CLOSE ? "conflict" : entry->type->name);
  if (change->kind != SAT_CHANGE_JOIN) {
    mutation->change = change->uuid;
    mutation->n = entry->n;
  } else if (!read_birth (writer, entry->record, &mutation->h, error))
    return NULL;
  if (!fill (writer, entry, mutation, error))
    return NULL;
  if (entry->op == SAT_ENTRY_CLOSE)
    sat_wire_fields_take (mutation->fields, "state", sat_wire_text ("closed"), TRUE);
  return g_steal_pointer (&mutation);
}

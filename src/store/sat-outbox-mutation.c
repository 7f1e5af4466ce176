/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An entry of the outbox as a mutation. */

#include "config.h"

#include "sat-history.h"
#include "sat-outbox-private.h"
#include "sat-row.h"

#include <string.h>

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
  data = sat_statement_blob (statement, 6, &length);
  if (data != NULL)
    self->fields = g_array_new (FALSE, FALSE, sizeof (guint16));
  for (gsize i = 0; data != NULL && i + 2 <= length; i += 2) {
    guint16 number = (guint16)read_number (data + i, 2);

    g_array_append_val (self->fields, number);
  }
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

gboolean
sat_entry_change_read (SatConnection *connection, gint64 id, SatEntryChange *out, GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_statement_cached (connection, "SELECT uuid, hlc, kind FROM change WHERE id = ?1", error);
  gboolean row;
  const void *uuid;
  gsize length;

  *out = (SatEntryChange){.id = id};
  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, id);
  if (!sat_statement_step (statement, &row, error))
    return FALSE;
  uuid = row ? sat_statement_blob (statement, 0, &length) : NULL;
  if (uuid != NULL && length == sizeof out->uuid.bytes)
    memcpy (out->uuid.bytes, uuid, length);
  out->hlc = row ? (SatHlc)sat_statement_int (statement, 1) : 0;
  out->kind = row ? (int)sat_statement_int (statement, 2) : 0;
  return TRUE;
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
                            " AND provisional = 1 AND (change > ?2 OR (change = ?2 AND fate = 3))"
                            " ORDER BY change DESC, id DESC",
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

SatValue *
sat_entry_values (
    SatWriter *writer, const SatType *type, gint64 record, gint64 change, GError **error)
{
  g_auto (SatRow) row = {0};
  SatValue *values;

  if (!sat_writer_read_row (writer, record, TRUE, &row, error))
    return NULL;
  values = row.values != NULL ? g_steal_pointer (&row.values) : g_new0 (SatValue, type->n_fields);
  if (step_back (writer, type, record, change, values, error))
    return values;
  sat_entry_values_free (values, type);
  return NULL;
}

/* An own earlier edit of the record. */
typedef struct {
  gint64 n, change;
  SatUuid u;
  SatHlc first, last; /* of its change */
  guint32 device;
  int kind;
  gboolean refused;
  GArray *fields; /* NULL: all */
} Earlier;

static void
earlier_clear (gpointer data)
{
  g_clear_pointer (&((Earlier *)data)->fields, g_array_unref);
}

static Earlier
read_one (SatStatement *statement)
{
  Earlier earlier = {.n = sat_statement_int (statement, 0),
                     .change = sat_statement_int (statement, 1),
                     .first = (SatHlc)sat_statement_int (statement, 3),
                     .last = (SatHlc)sat_statement_int (statement, 4),
                     .device = (guint32)sat_statement_int (statement, 5),
                     .kind = (int)sat_statement_int (statement, 6),
                     .refused = sat_statement_int (statement, 7) != 0};
  SatEntryChange change = {.id = earlier.change};
  gsize length;
  const guint8 *data = sat_statement_blob (statement, 2, &length);

  if (data != NULL && length == sizeof change.uuid.bytes)
    memcpy (change.uuid.bytes, data, length);
  earlier.u = sat_entry_uuid (&change, earlier.n);
  data = sat_statement_blob (statement, 8, &length);
  if (data != NULL)
    earlier.fields = g_array_new (FALSE, FALSE, sizeof (guint16));
  for (gsize i = 0; data != NULL && i + 2 <= length; i += 2) {
    guint16 number = (guint16)read_number (data + i, 2);

    g_array_append_val (earlier.fields, number);
  }
  return earlier;
}

static GArray *
read_earlier (SatWriter *writer, const SatEntryRow *entry, GError **error)
{
  g_autoptr (SatStatement) statement = sat_statement_cached (
      writer->connection,
      "SELECT o.n, o.change, c.uuid, c.hlc, c.hlc_last, c.device, c.kind,"
      " o.state = 3 AND o.acked_seq IS NULL, o.fields FROM outbox AS o"
      " JOIN change AS c ON c.id = o.change WHERE o.record = ?1 AND o.n < ?2 ORDER BY o.n DESC",
      error);
  g_autoptr (GArray) list = g_array_new (FALSE, FALSE, sizeof (Earlier));
  gboolean row = TRUE;

  g_array_set_clear_func (list, earlier_clear);
  if (statement == NULL)
    return NULL;
  sat_statement_bind_int (statement, 1, entry->record);
  sat_statement_bind_int (statement, 2, entry->n);
  while (row) {
    Earlier earlier;

    if (!sat_statement_step (statement, &row, error))
      return NULL;
    if (!row)
      break;
    earlier = read_one (statement);
    g_array_append_val (list, earlier);
  }
  return g_steal_pointer (&list);
}

static gboolean
touches (const Earlier *earlier, guint16 number)
{
  for (guint i = 0; earlier->fields != NULL && i < earlier->fields->len; i++)
    if (g_array_index (earlier->fields, guint16, i) == number)
      return TRUE;
  return earlier->fields == NULL;
}

/* Did @earlier write @number at @version? */
static gboolean
wrote (const Earlier *earlier, guint16 number, SatVersion version)
{
  if (earlier->refused || !touches (earlier, number))
    return FALSE;
  if (earlier->kind == SAT_CHANGE_JOIN)
    return version.device == 0 && version.hlc <= earlier->last;
  return version.device == earlier->device && version.hlc >= earlier->first &&
         version.hlc <= earlier->last;
}

/* What was there before @version, of ours and by now discarded or refused. */
static gboolean
before_version (SatWriter *writer,
                gint64 record,
                guint16 number,
                SatVersion *version,
                gboolean *found,
                GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_statement_cached (writer->connection,
                            "SELECT v_from, d_from FROM history WHERE record = ?1 AND field = ?2"
                            " AND v_to = ?3 AND d_to = ?4 AND provisional = 1",
                            error);

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, record);
  sat_statement_bind_int (statement, 2, number);
  sat_statement_bind_int (statement, 3, (gint64)version->hlc);
  sat_statement_bind_int (statement, 4, version->device);
  if (!sat_statement_step (statement, found, error))
    return FALSE;
  if (*found)
    *version = (SatVersion){(SatHlc)sat_statement_int (statement, 0),
                            (guint32)sat_statement_int (statement, 1)};
  return TRUE;
}

/* The number that versions of @number are kept under. A field that nobody defines any more is
 * alone.
 */
static guint16
unit_of (const SatType *type, guint16 number)
{
  const SatField *field = sat_type_field_by_number (type, number);

  return field != NULL ? sat_version_number (field) : number;
}

/* Is it what the server has said of the field, in this life of its? */
static gboolean
is_said (SatWriter *writer,
         const SatEntryRow *entry,
         guint16 number,
         SatVersion version,
         gboolean *said,
         GError **error)
{
  g_autoptr (SatStatement) statement = sat_statement_cached (
      writer->connection, "SELECT clocks FROM shadow WHERE record = ?1 AND seq > 0", error);
  g_autoptr (SatClocks) clocks = NULL;
  const char *name;
  gboolean row;

  *said = FALSE;
  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, entry->record);
  if (!sat_statement_step (statement, &row, error))
    return FALSE;
  if (!row)
    return TRUE;
  clocks = sat_clocks_parse (sat_statement_text (statement, 0), error);
  if (clocks == NULL || !sat_wire_map_number_name (sat_writer_get_wire (writer), entry->type,
                                                   unit_of (entry->type, number), &name, error))
    return FALSE;
  if (name != NULL) {
    SatVersion now = sat_clocks_get (clocks, name);

    *said = sat_version_compare (&now, &version) == 0;
  }
  return TRUE;
}

/* The base of one field: a version of the server's, or an own mutation. */
static gboolean
resolve_base (SatWriter *writer,
              const SatEntryRow *entry,
              const GArray *earlier,
              guint16 number,
              SatVersion *version,
              SatUuid *mutation,
              GError **error)
{
  gboolean again = TRUE, said;

  *mutation = (SatUuid){{0}};
  for (guint i = 0; i < earlier->len; i++) {
    const Earlier *one = &g_array_index (earlier, Earlier, i);

    if (one->change == entry->change && !one->refused && touches (one, number)) {
      *mutation = one->u;
      return TRUE;
    }
  }
  if (!is_said (writer, entry, number, *version, &said, error) || said)
    return said;
  while (again) {
    for (guint i = 0; i < earlier->len; i++) {
      const Earlier *one = &g_array_index (earlier, Earlier, i);

      if (wrote (one, number, *version)) {
        *mutation = one->u;
        return TRUE;
      }
    }
    if (!before_version (writer, entry->record, number, version, &again, error))
      return FALSE;
  }
  return TRUE;
}

/* The version that the edit replaced, of the field or of another one of its group. */
static gboolean
replaced_version (
    SatWriter *writer, const SatEntryRow *entry, guint16 unit, SatVersion *version, GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_statement_cached (writer->connection,
                            "SELECT field, v_from, d_from FROM history WHERE record = ?1"
                            " AND change = ?2 AND field > 0 AND fate <> 3",
                            error);
  gboolean row = TRUE;

  *version = SAT_VERSION_NONE;
  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, entry->record);
  sat_statement_bind_int (statement, 2, entry->change);
  while (row) {
    if (!sat_statement_step (statement, &row, error))
      return FALSE;
    if (row && unit_of (entry->type, (guint16)sat_statement_int (statement, 0)) == unit) {
      *version = (SatVersion){(SatHlc)sat_statement_int (statement, 1),
                              (guint32)sat_statement_int (statement, 2)};
      return TRUE;
    }
  }
  return TRUE;
}

static gboolean
add_base (SatWriter *writer,
          const SatEntryRow *entry,
          const GArray *earlier,
          guint i,
          SatMutation *mutation,
          GError **error)
{
  guint16 number = g_array_index (entry->fields, guint16, i);
  guint16 unit = unit_of (entry->type, number);
  const char *name;
  SatVersion version;
  SatUuid own;

  if (!sat_wire_map_number_name (sat_writer_get_wire (writer), entry->type, unit, &name, error))
    return FALSE;
  if (name == NULL || sat_mutation_base (mutation, name) != NULL)
    return TRUE;
  if (entry->bases != NULL && i < entry->bases->len)
    version = g_array_index (entry->bases, SatVersion, i);
  else if (!replaced_version (writer, entry, unit, &version, error))
    return FALSE;
  if (!resolve_base (writer, entry, earlier, number, &version, &own, error))
    return FALSE;
  if (!sat_uuid_is_nil (&own) || version.hlc != SAT_HLC_NONE)
    sat_mutation_add_base (mutation, name, version, sat_uuid_is_nil (&own) ? NULL : &own);
  return TRUE;
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
  g_autoptr (GArray) earlier = read_earlier (writer, entry, error);

  if (earlier == NULL)
    return FALSE;
  for (guint i = 0; i < entry->fields->len; i++)
    if (!add_field (writer, entry, g_array_index (entry->fields, guint16, i), values, mutation,
                    error) ||
        !add_base (writer, entry, earlier, i, mutation, error))
      return FALSE;
  return TRUE;
}

static gboolean
fill (SatWriter *writer, const SatEntryRow *entry, SatMutation *mutation, GError **error)
{
  SatValue *values;
  gboolean ok = TRUE;

  if (entry->op == SAT_WRITE_DELETE || entry->op == SAT_ENTRY_MERGE ||
      entry->op == SAT_ENTRY_UNMERGE)
    return TRUE;
  values = sat_entry_values (writer, entry->type, entry->record, entry->change, error);
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
  if (!sat_wire_map_uuid (sat_writer_get_wire (writer), entry->record, &mutation->id, error))
    return NULL;
  if (entry->op == SAT_ENTRY_CLOSE)
    sat_wire_fields_take (mutation->fields, "state", sat_wire_text ("closed"), TRUE);
  else if (!fill (writer, entry, mutation, error))
    return NULL;
  return g_steal_pointer (&mutation);
}

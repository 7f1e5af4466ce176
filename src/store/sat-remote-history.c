/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Past values and conflicts, as the server tells them. */

#include "config.h"

#include "sat-history.h"
#include "sat-purge.h"
#include "sat-remote-private.h"

#include <string.h>

const char *
sat_wire_text_of (const SatWireFields *fields, const char *name)
{
  const SatWireValue *value = sat_wire_fields_get (fields, name);

  return value != NULL && value->kind == SAT_WIRE_TEXT ? value->text : NULL;
}

gint64
sat_wire_int_of (const SatWireFields *fields, const char *name)
{
  const SatWireValue *value = sat_wire_fields_get (fields, name);

  return value != NULL && value->kind == SAT_WIRE_INTEGER ? value->integer : 0;
}

gboolean
sat_wire_uuid_of (const SatWireFields *fields, const char *name, SatUuid *uuid)
{
  const SatWireValue *value = sat_wire_fields_get (fields, name);

  *uuid = (SatUuid){{0}};
  if (value == NULL)
    return FALSE;
  if (value->kind == SAT_WIRE_REFERENCE) {
    *uuid = value->reference;
    return TRUE;
  }
  return value->kind == SAT_WIRE_TEXT && sat_uuid_parse (value->text, uuid);
}

gboolean
sat_wire_version_of (const SatWireFields *fields, const char *name, SatVersion *version)
{
  const char *text = sat_wire_text_of (fields, name);

  *version = SAT_VERSION_NONE;
  return text != NULL && sat_version_parse (text, NULL, version);
}

/* One past value, in the file's own terms. */
typedef struct {
  SatUuid change; /* nil: nobody knows */
  const SatType *type;
  gint64 record, root;
  guint16 field;
  SatValue value;
  SatVersion from, to;
  int fate;
  const char *author;
  gint64 edited, arrived;
} Past;

static gboolean
read_past_value (SatRemote *self, const SatWireValue *wire, SatValue *out, GError **error)
{
  if (wire == NULL || wire->kind == SAT_WIRE_NULL)
    return TRUE;
  if (wire->kind == SAT_WIRE_REFERENCE) {
    out->type = SAT_VALUE_INTEGER;
    return sat_wire_map_id (sat_writer_get_wire (self->writer), self->writer, &wire->reference,
                            &out->integer, error);
  }
  *out =
      wire->kind == SAT_WIRE_INTEGER ? sat_value_int (wire->integer) : sat_value_text (wire->text);
  return TRUE;
}

/* The field's own number, which a group's fields do not share here. */
static gboolean
read_past_field (SatRemote *self, Past *past, const char *name, gboolean *known, GError **error)
{
  const SatField *field;

  if (!sat_wire_map_number (sat_writer_get_wire (self->writer), past->type, name, &past->field,
                            known, error))
    return FALSE;
  if (!*known || past->field == 0 || past->field >= SAT_FIELD_FIRST_CUSTOM)
    return TRUE;
  field = sat_type_field (past->type, name);
  past->field = field->number;
  return TRUE;
}

static int
parse_fate (const char *text)
{
  if (g_strcmp0 (text, "replaced") == 0)
    return SAT_FATE_REPLACED;
  if (g_strcmp0 (text, "lost") == 0)
    return SAT_FATE_LOST;
  return g_strcmp0 (text, "deleted") == 0 ? SAT_FATE_DELETED : 0;
}

/* *@known FALSE: it is of a type, a field or a kind that this Satchel does not know. */
static gboolean
read_past (SatRemote *self, const SatPageRow *row, Past *past, gboolean *known, GError **error)
{
  const char *type = sat_wire_text_of (row->fields, "type");
  const char *field = sat_wire_text_of (row->fields, "field");
  SatWireMap *map = sat_writer_get_wire (self->writer);
  SatUuid record;

  past->type = type != NULL ? sat_registry_type (self->writer->registry, type) : NULL;
  past->fate = parse_fate (sat_wire_text_of (row->fields, "fate"));
  *known = past->type != NULL && past->fate != 0 && field != NULL &&
           sat_wire_uuid_of (row->fields, "record", &record) &&
           sat_wire_version_of (row->fields, "to", &past->to);
  if (!*known)
    return TRUE;
  sat_wire_version_of (row->fields, "from", &past->from);
  sat_wire_uuid_of (row->fields, "change", &past->change);
  past->author = sat_wire_text_of (row->fields, "name");
  past->edited = sat_wire_int_of (row->fields, "edited");
  past->arrived = sat_wire_int_of (row->fields, "arrived");
  return read_past_field (self, past, field, known, error) &&
         sat_wire_map_id (map, self->writer, &record, &past->record, error) &&
         sat_wire_map_id (map, self->writer, &row->root, &past->root, error) &&
         read_past_value (self, sat_wire_fields_get (row->fields, "value"), &past->value, error);
}

static void
bind_past (SatStatement *statement, const Past *past)
{
  sat_statement_bind_int (statement, 1, past->record);
  sat_statement_bind_int (statement, 2, past->field);
  if (past->value.type == SAT_VALUE_INTEGER)
    sat_statement_bind_int (statement, 3, past->value.integer);
  else if (past->value.type == SAT_VALUE_TEXT)
    sat_statement_bind_text (statement, 3, past->value.text);
  sat_statement_bind_int (statement, 4, (gint64)past->from.hlc);
  sat_statement_bind_int (statement, 5, past->from.device);
  sat_statement_bind_int (statement, 6, (gint64)past->to.hlc);
  sat_statement_bind_int (statement, 7, past->to.device);
  sat_statement_bind_int (statement, 8, past->fate);
  sat_statement_bind_text (statement, 9, past->author);
  sat_statement_bind_int (statement, 10, past->edited);
  sat_statement_bind_int (statement, 11, past->arrived);
}

#define TAKE_OVER                                                                                  \
  "UPDATE history SET value = ?3, v_from = ?4, d_from = ?5, v_to = ?6, d_to = ?7, fate = ?8,"      \
  " author = ?9, edited_at = ?10, arrived_at = ?11, provisional = 0"                               \
  " WHERE record = ?1 AND field = ?2 AND "

/* The row that we wrote ourselves with the edit says it now as the server does. */
static gboolean
take_over (SatRemote *self, const Past *past, gboolean *done, GError **error)
{
  g_autoptr (SatStatement) own = NULL;
  g_autoptr (SatStatement) same = NULL;

  *done = FALSE;
  if (!sat_uuid_is_nil (&past->change)) {
    own = sat_statement_cached (
        self->writer->connection,
        TAKE_OVER /* A change may have edited a field and then deleted the record. */
        "(fate = 3) = (?8 = 3) AND change = (SELECT c.id FROM change AS c WHERE c.uuid = ?12"
        " AND NOT EXISTS (SELECT 1 FROM outbox AS o WHERE o.record = ?1 AND o.change = c.id"
        "  AND o.state = 0))",
        error);
    if (own == NULL)
      return FALSE;
    bind_past (own, past);
    sat_statement_bind_blob (own, 12, past->change.bytes, sizeof past->change.bytes);
    if (!sat_statement_run (own, error))
      return FALSE;
    *done = sat_connection_changes (self->writer->connection) > 0;
  }
  if (*done)
    return TRUE;
  same = sat_statement_cached (self->writer->connection,
                               TAKE_OVER /* Several may have lost to one, or after a restore of the
                                          * server been replaced by one; those that lost may even
                                          * have one version, if their clock was ahead. */
                               "v_to = ?6 AND d_to = ?7 AND fate = ?8"
                               " AND ((provisional = 1 AND fate <> 2)"
                               "      OR (v_from = ?4 AND d_from = ?5"
                               "          AND (fate <> 2 OR value IS ?3)))",
                               error);
  if (same == NULL)
    return FALSE;
  bind_past (same, past);
  if (!sat_statement_run (same, error))
    return FALSE;
  *done = sat_connection_changes (self->writer->connection) > 0;
  return TRUE;
}

static gboolean
insert_past (SatRemote *self, const Past *past, GError **error)
{
  SatWriter *writer = self->writer;
  g_autoptr (SatStatement) statement = NULL;

  if (!sat_writer_ensure_change (writer, error))
    return FALSE;
  statement = sat_statement_cached (
      writer->connection,
      "INSERT INTO history (record, field, value, v_from, d_from, v_to, d_to, fate, author,"
      " edited_at, arrived_at, change, type, root)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
      error);
  if (statement == NULL)
    return FALSE;
  bind_past (statement, past);
  sat_statement_bind_int (statement, 12, writer->change);
  sat_statement_bind_int (statement, 13, past->type->number);
  sat_statement_bind_int (statement, 14, past->root);
  if (!sat_statement_run (statement, error))
    return FALSE;
  writer->history_last = sat_connection_last_insert_id (writer->connection);
  if (writer->history_first == 0 || writer->history_last < writer->history_first)
    writer->history_first = writer->history_last;
  return TRUE;
}

/* What comes of a record before the record does goes with its root too. */
static gboolean
note_root (SatRemote *self, gint64 record, gint64 root, GError **error)
{
  g_autoptr (SatStatement) statement = NULL;

  if (!g_hash_table_add (self->rooted, g_memdup2 (&record, sizeof record)))
    return TRUE;
  statement = sat_statement_cached (
      self->writer->connection,
      "UPDATE record SET root = ?2 WHERE id = ?1 AND type = 0 AND root IS NOT ?2", error);
  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, record);
  sat_statement_bind_int (statement, 2, root);
  if (self->writer->root_of == record)
    self->writer->root_of = 0;
  return sat_statement_run (statement, error);
}

/* @fresh: nothing here says it yet. @held: its record is here. */
static gboolean
store_past (SatRemote *self, const Past *past, gboolean fresh, gboolean held, GError **error)
{
  gboolean done = FALSE;

  if ((!fresh && !take_over (self, past, &done, error)) ||
      (!done && !insert_past (self, past, error)) ||
      (!done && !held && !note_root (self, past->record, past->root, error)))
    return FALSE;
  sat_writer_touch (self->writer, past->record);
  self->applied.history++;
  return TRUE;
}

gboolean
sat_remote_replaced (SatRemote *self,
                     const SatPageRow *part,
                     const SatUuid *change,
                     const SatRow *record,
                     const char *field,
                     const SatWireValue *value,
                     SatVersion from,
                     gboolean *known,
                     GError **error)
{
  Past past = {.change = *change,
               .type = record->type,
               .record = record->id,
               .root = record->root,
               .value = SAT_VALUE_INIT,
               .from = from,
               .to = {part->hlc, part->by->device},
               .fate = SAT_FATE_REPLACED,
               .author = part->by->name,
               .edited = MIN (sat_hlc_to_us (part->hlc), part->by->arrived),
               .arrived = part->by->arrived};
  gboolean ok = read_past_field (self, &past, field, known, error) &&
                (!*known || (read_past_value (self, value, &past.value, error) &&
                             store_past (self, &past, !self->has_outbox, TRUE, error)));

  sat_value_clear (&past.value);
  return ok;
}

gboolean
sat_remote_history (SatRemote *self, const SatPageRow *row, GError **error)
{
  Past past = {.value = SAT_VALUE_INIT};
  gboolean known, ok;

  ok = read_past (self, row, &past, &known, error);
  if (ok && !known) {
    sat_value_clear (&past.value);
    return sat_remote_keep_extra (self, row, error);
  }
  ok = ok && store_past (self, &past, FALSE, FALSE, error);
  sat_value_clear (&past.value);
  return ok;
}

static gboolean
remove_conflict (SatRemote *self, const SatUuid *uuid, GError **error)
{
  g_autoptr (SatStatement) statement = sat_statement_cached (
      self->writer->connection, "DELETE FROM conflict WHERE uuid = ?1", error);

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_blob (statement, 1, uuid->bytes, sizeof uuid->bytes);
  return sat_statement_run (statement, error);
}

static gboolean
store_conflict (SatRemote *self, const SatPageRow *row, gint64 record, GError **error)
{
  gboolean open = g_strcmp0 (sat_wire_text_of (row->fields, "state"), "closed") != 0;
  gboolean pair = g_strcmp0 (sat_wire_text_of (row->fields, "kind"), "duplicate") == 0;
  g_autofree char *fields = sat_wire_fields_to_string (row->fields);
  char twin[SAT_UUID_STRING_LENGTH + 1];
  SatUuid other;
  g_autoptr (SatStatement) statement =
      sat_statement_cached (self->writer->connection,
                            "INSERT INTO conflict (uuid, seq, record, open, fields, twin)"
                            " VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (uuid) DO UPDATE"
                            " SET seq = ?2, record = ?3, open = ?4, fields = ?5, twin = ?6"
                            " WHERE seq < ?2",
                            error);

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_blob (statement, 1, row->id.bytes, sizeof row->id.bytes);
  sat_statement_bind_int (statement, 2, row->seq);
  sat_statement_bind_int (statement, 3, record);
  sat_statement_bind_int (statement, 4, open);
  sat_statement_bind_text (statement, 5, fields);
  if (pair && sat_wire_uuid_of (row->fields, "with", &other)) {
    sat_uuid_write (&other, twin);
    sat_statement_bind_text (statement, 6, twin);
  }
  return sat_statement_run (statement, error);
}

gboolean
sat_remote_conflict (SatRemote *self, const SatPageRow *row, GError **error)
{
  SatWireMap *map = sat_writer_get_wire (self->writer);
  SatUuid record;
  gint64 id, root;

  if (row->deleted)
    return remove_conflict (self, &row->id, error);
  if (!sat_wire_uuid_of (row->fields, "record", &record))
    return sat_remote_keep_extra (self, row, error);
  if (!sat_wire_map_id (map, self->writer, &record, &id, error) ||
      !sat_wire_map_id (map, self->writer, &row->root, &root, error) ||
      !sat_writer_ensure_change (self->writer, error) ||
      /* It may come before its record, which was here once. */
      !sat_purge_before (self->writer, id, error) || !store_conflict (self, row, id, error) ||
      !note_root (self, id, root, error))
    return FALSE;
  self->applied.conflicts++;
  sat_writer_touch (self->writer, id);
  return TRUE;
}

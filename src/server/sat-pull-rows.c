/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-fault.h"
#include "sat-pull-private.h"

#include <string.h>

#include "sat-rights.h"

/* How many roots' children are asked for at once. */
#define BATCH 500

gboolean
sat_pull_is_full (SatPull *self)
{
  return sat_page_writer_n_rows (self->writer) >= self->limit ||
         sat_page_writer_size (self->writer) >= SAT_PULL_MOST_BYTES ||
         self->looked_at >= SAT_PULL_MOST_ROOTS;
}

gboolean
sat_pull_sees_set (SatPull *self, guint set)
{
  return set < self->n_sets && self->sees[set] != 0;
}

gboolean
sat_pull_sees_root (SatPull *self, const SatUuid *root, gboolean *sees, GError **error)
{
  gboolean known;
  guint set;

  if (!self->api->root_set (self->transaction, root, &set, &known, error))
    return FALSE;
  *sees = known && sat_pull_sees_set (self, set);
  return TRUE;
}

/* Takes out what the caller's role may not read. */
static void
mask (SatPull *self, const SatType *type, SatWireFields *fields)
{
  for (guint i = 0; i < type->n_fields; i++)
    if (!sat_rights_may_read (type->fields[i], self->caller->role))
      sat_wire_fields_take (fields, type->fields[i]->name, sat_wire_null (), FALSE);
}

gboolean
sat_pull_read_fields (SatPull *self, const SatStoredRecord *record, GError **error)
{
  const SatType *type = sat_registry_type (self->registry, record->type);

  sat_wire_fields_empty (self->fields);
  if (record->deleted_seq > 0)
    return TRUE;
  sat_json_reader_start_checked (self->reader, record->fields, strlen (record->fields));
  sat_wire_fields_read (self->fields, self->reader);
  if (!sat_json_reader_finish (self->reader, error))
    return FALSE;
  if (type != NULL)
    mask (self, type, self->fields);
  return TRUE;
}

/* That two records look the same is told to those who hold both: to others it would tell of a
 * record that they may not hold. */
static gboolean
may_know (SatPull *self, const SatStoredRecord *record, gboolean *may, GError **error)
{
  const SatWireValue *kind = sat_wire_fields_get (self->fields, "kind");
  const SatWireValue *with = sat_wire_fields_get (self->fields, "with");
  g_autoptr (SatStoredRecord) other = NULL;

  *may = TRUE;
  if (!g_str_equal (record->type, SAT_CONFLICT_TYPE) || kind == NULL || with == NULL ||
      kind->kind != SAT_WIRE_TEXT || with->kind != SAT_WIRE_REFERENCE ||
      !g_str_equal (kind->text, "duplicate"))
    return TRUE;
  if (!sat_transaction_record (self->transaction, &with->reference, &other, error))
    return FALSE;
  *may = FALSE;
  return other == NULL || sat_pull_sees_root (self, &other->root, may, error);
}

gboolean
sat_pull_send_record (SatPull *self, const SatStoredRecord *record, GError **error)
{
  g_autoptr (SatClocks) clocks = sat_clocks_parse (record->clocks, error);
  SatPageRow row = {.type = record->type,
                    .id = record->id,
                    .root = record->root,
                    .seq = record->seq,
                    .deleted = record->deleted_seq > 0,
                    .into = record->merged_into,
                    .clocks = clocks,
                    .fields = self->fields};

  gboolean may;

  if (clocks == NULL || !sat_pull_read_fields (self, record, error) ||
      !may_know (self, record, &may, error))
    return FALSE;
  if (!may)
    return TRUE;
  sat_page_writer_row (self->writer, &row);
  return !self->first || sat_pull_send_named (self, error);
}

static void
take_uuid (SatWireFields *fields, const char *name, const SatUuid *uuid)
{
  char text[SAT_UUID_STRING_LENGTH + 1];

  if (sat_uuid_is_nil (uuid))
    return;
  sat_uuid_write (uuid, text);
  sat_wire_fields_take (fields, name, sat_wire_text (text), FALSE);
}

static void
take_version (SatWireFields *fields, const char *name, SatVersion version)
{
  char text[SAT_VERSION_TEXT_LENGTH];

  sat_version_write (version, text);
  sat_wire_fields_take (fields, name, sat_wire_text (text), FALSE);
}

static void
take_value (SatJsonReader *reader, SatWireFields *fields, const char *json)
{
  SatWireValue value = SAT_WIRE_VALUE_INIT;

  if (json == NULL)
    return;
  sat_json_reader_start_checked (reader, json, strlen (json));
  if (sat_wire_value_read (reader, &value))
    sat_wire_fields_take (fields, "value", value, FALSE);
}

static void
fill_history (SatJsonReader *reader, SatWireFields *fields, const SatStoredHistory *row)
{
  sat_wire_fields_empty (fields);
  take_uuid (fields, "u", &row->u);
  take_uuid (fields, "change", &row->change);
  sat_wire_fields_take (fields, "type", sat_wire_text (row->type), FALSE);
  sat_wire_fields_take (fields, "record", sat_wire_reference (&row->record), FALSE);
  sat_wire_fields_take (fields, "field", sat_wire_text (row->field), FALSE);
  take_value (reader, fields, row->value);
  take_version (fields, "from", row->from);
  take_version (fields, "to", row->to);
  sat_wire_fields_take (fields, "fate", sat_wire_text (row->fate), FALSE);
  if (!sat_uuid_is_nil (&row->author))
    sat_wire_fields_take (fields, "author", sat_wire_reference (&row->author), FALSE);
  sat_wire_fields_take (fields, "name", sat_wire_text (row->name), FALSE);
  sat_wire_fields_take (fields, "device", sat_wire_int (row->device), FALSE);
  sat_wire_fields_take (fields, "edited", sat_wire_int (row->edited), FALSE);
  sat_wire_fields_take (fields, "arrived", sat_wire_int (row->arrived), FALSE);
}

gboolean
sat_pull_may_read (SatPull *self, const SatStoredHistory *row)
{
  const SatType *type = sat_registry_type (self->registry, row->type);

  return type == NULL ||
         sat_rights_may_read (sat_type_field (type, row->field), self->caller->role);
}

void
sat_pull_send_history (SatPull *self, const SatStoredHistory *row)
{
  g_autoptr (SatClocks) clocks = NULL;
  SatPageRow sent = {g_intern_static_string (SAT_HISTORY_TYPE), row->id, row->root, row->seq};

  if (!sat_pull_may_read (self, row))
    return;
  sent.clocks = clocks = sat_clocks_new (row->to);
  fill_history (self->reader, self->fields, row);
  sent.fields = self->fields;
  sat_page_writer_row (self->writer, &sent);
}

void
sat_pull_send_gone (SatPull *self, const SatUuid *id)
{
  sat_page_writer_gone (self->writer, id);
}

/* How many more rows fit, and one more to see whether that is all. */
static guint
room (SatPull *self)
{
  guint n = sat_page_writer_n_rows (self->writer);

  return MIN (BATCH, (n < self->limit ? self->limit - n : 0) + 1);
}

static gboolean
send_children (SatPull *self, SatRootPosition *at, gboolean *complete, GError **error)
{
  for (;;) {
    g_autoptr (GPtrArray) children =
        g_ptr_array_new_with_free_func ((GDestroyNotify)sat_stored_record_free);
    guint wanted = room (self);

    if (!self->api->children (self->transaction, &at->root, &at->after, wanted, children, error))
      return FALSE;
    for (guint i = 0; i < children->len; i++) {
      const SatStoredRecord *child = g_ptr_array_index (children, i);

      if (sat_pull_is_full (self)) {
        *complete = FALSE;
        return TRUE;
      }
      if (!sat_pull_send_record (self, child, error))
        return FALSE;
      at->after = child->id;
    }
    if (children->len < wanted)
      return TRUE;
  }
}

static gboolean
send_history (SatPull *self, SatRootPosition *at, gboolean *complete, GError **error)
{
  for (;;) {
    g_autoptr (GPtrArray) rows =
        g_ptr_array_new_with_free_func ((GDestroyNotify)sat_stored_history_free);
    guint wanted = room (self);

    if (!self->api->history_of_root (self->transaction, &at->root, &at->after, wanted, rows, error))
      return FALSE;
    for (guint i = 0; i < rows->len; i++) {
      const SatStoredHistory *row = g_ptr_array_index (rows, i);

      if (sat_pull_is_full (self)) {
        *complete = FALSE;
        return TRUE;
      }
      sat_pull_send_history (self, row);
      at->after = row->id;
    }
    if (rows->len < wanted)
      return TRUE;
  }
}

/* A root comes to somebody who may have had its twin before: that they look the same hangs from the
 * other one, and was not told while they held but one. Whoever holds nothing yet gets it with that
 * one. */
static gboolean
send_pairs (SatPull *self, const SatUuid *root, GError **error)
{
  g_autoptr (GPtrArray) pairs =
      g_ptr_array_new_with_free_func ((GDestroyNotify)sat_stored_record_free);

  if (self->is_first || SAT_BUG ("pair-stays-untold"))
    return TRUE;
  if (!self->api->twins (self->transaction, root, pairs, error))
    return FALSE;
  for (guint i = 0; i < pairs->len; i++) {
    const SatStoredRecord *pair = g_ptr_array_index (pairs, i);
    gboolean sees;

    if (!sat_pull_sees_root (self, &pair->root, &sees, error) ||
        (sees && !sat_pull_send_record (self, pair, error)))
      return FALSE;
  }
  return TRUE;
}

gboolean
sat_pull_send_root (
    SatPull *self, SatRootPosition *at, SatRootPart last, gboolean *complete, GError **error)
{
  g_autoptr (SatStoredRecord) record = NULL;

  *complete = TRUE;
  self->looked_at++;
  if (at->part == SAT_ROOT_DONE) {
    if (!sat_transaction_record (self->transaction, &at->root, &record, error) ||
        (record != NULL && !sat_pull_send_record (self, record, error)) ||
        !send_pairs (self, &at->root, error))
      return FALSE;
    *at = (SatRootPosition){at->root, SAT_ROOT_CHILDREN};
  }
  if (at->part == SAT_ROOT_CHILDREN) {
    if (!send_children (self, at, complete, error))
      return FALSE;
    if (*complete && last == SAT_ROOT_HISTORY)
      *at = (SatRootPosition){at->root, SAT_ROOT_HISTORY};
  }
  if (at->part == SAT_ROOT_HISTORY && *complete && !send_history (self, at, complete, error))
    return FALSE;
  if (*complete)
    *at = (SatRootPosition){at->root, SAT_ROOT_DONE};
  return TRUE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where two people edited the same, and what is done about it. */

#include "config.h"

#include "sat-outbox-private.h"
#include "sat-outbox-text.h"
#include "sat-reader.h"

#include <glib/gi18n-lib.h>
#include <string.h>

void
sat_conflict_entry_free (SatConflictEntry *self)
{
  if (self == NULL)
    return;
  g_free (self->kind);
  g_free (self->type);
  g_free (self->field);
  g_free (self->base);
  g_free (self->value);
  g_free (self->winner);
  g_free (self->name);
  g_free (self->other_name);
  g_free (self);
}

#define COLUMNS                                                                                    \
  "SELECT c.uuid, c.seq, c.record, c.open, c.fields, r.uuid, r.type <> 0 AND r.deleted = 0"        \
  " FROM conflict AS c JOIN record AS r ON r.id = c.record "

static char *
copy_text (const SatWireFields *fields, const char *name)
{
  const char *text = sat_wire_text_of (fields, name);

  return g_strdup (text != NULL ? text : "");
}

/* The values of a group come as an object in a text. */
static SatWireFields *
parse_group (const SatField *field, const SatWireValue *value)
{
  if (field == NULL || field->group == 0 || value == NULL || value->kind != SAT_WIRE_TEXT ||
      *value->text != '{')
    return NULL;
  return sat_wire_fields_parse (value->text, -1, NULL);
}

static char *
text_of (SatReader *reader, SatRecord *record, const SatField *field, const SatWireValue *value)
{
  g_autoptr (SatWireFields) group = parse_group (field, value);

  return group != NULL ? sat_outbox_fields_text (reader, field->type, group)
                       : sat_outbox_wire_text (reader, record, field, value);
}

static SatConflictEntry *
read_entry (SatReader *reader, SatStatement *statement, GError **error)
{
  g_autoptr (SatWireFields) fields =
      sat_wire_fields_parse (sat_statement_text (statement, 4), -1, error);
  g_autoptr (SatConflictEntry) entry = g_new0 (SatConflictEntry, 1);
  g_autoptr (SatRecord) record = NULL;
  const SatType *type;
  const SatField *field = NULL;
  const char *name;
  gsize length;
  const void *data = sat_statement_blob (statement, 0, &length);

  if (fields == NULL)
    return NULL;
  if (data != NULL && length == sizeof entry->uuid.bytes)
    memcpy (entry->uuid.bytes, data, length);
  sat_wire_uuid_of (fields, "record", &entry->record);
  sat_wire_uuid_of (fields, "with", &entry->with);
  entry->id = sat_statement_int (statement, 6) ? sat_statement_int (statement, 2) : 0;
  entry->open = sat_statement_int (statement, 3) != 0;
  entry->kind = copy_text (fields, "kind");
  entry->type = copy_text (fields, "type");
  entry->name = copy_text (fields, "name");
  entry->other_name = copy_text (fields, "other_name");
  entry->edited = sat_wire_int_of (fields, "edited");
  entry->other_edited = sat_wire_int_of (fields, "other_edited");
  name = sat_wire_text_of (fields, "field");
  type = sat_reader_get_type_by_name (reader, entry->type);
  if (type != NULL && name != NULL)
    field = sat_outbox_field (reader, type, name);
  entry->field = g_strdup (field != NULL ? field->name : name != NULL ? name : "");
  record = entry->id != 0 ? sat_reader_load (reader, entry->id, NULL) : NULL;
  entry->base = text_of (reader, record, field, sat_wire_fields_get (fields, "base"));
  entry->value = text_of (reader, record, field, sat_wire_fields_get (fields, "value"));
  entry->winner = text_of (reader, record, field, sat_wire_fields_get (fields, "winner"));
  return g_steal_pointer (&entry);
}

GPtrArray *
sat_outbox_conflicts (SatReader *reader, gboolean all, GError **error)
{
  g_autoptr (GPtrArray) list =
      g_ptr_array_new_with_free_func ((GDestroyNotify)sat_conflict_entry_free);
  g_autoptr (SatStatement) statement = NULL;
  gboolean row = TRUE;

  g_return_val_if_fail (reader != NULL, NULL);

  statement =
      sat_statement_cached (sat_reader_get_connection (reader),
                            COLUMNS "WHERE c.open = 1 OR ?1 ORDER BY c.seq DESC, c.uuid", error);
  if (statement == NULL)
    return NULL;
  sat_statement_bind_int (statement, 1, all);
  while (row) {
    SatConflictEntry *entry;

    if (!sat_statement_step (statement, &row, error))
      return NULL;
    if (!row)
      break;
    entry = read_entry (reader, statement, error);
    if (entry == NULL)
      return NULL;
    g_ptr_array_add (list, entry);
  }
  return g_steal_pointer (&list);
}

typedef struct {
  const SatUuid *uuid;
  SatResolve how;
  const char *text;
} Resolve;

/* The conflict's own record is a stub that only the outbox knows. */
static gboolean
enter_closing (SatWriter *writer, const Resolve *resolve, gint64 seq, GError **error)
{
  SatRow row = {.seq = seq};

  return sat_writer_ensure_change (writer, error) &&
         sat_writer_stub (writer, resolve->uuid, &row.id, error) &&
         sat_writer_add_outbox (writer, &row, SAT_ENTRY_CLOSE, NULL, NULL, error);
}

static void
write_field_clear (gpointer data)
{
  sat_value_clear (&((SatWriteField *)data)->value);
}

static gboolean
add_value (SatWriter *writer,
           const SatType *type,
           const char *name,
           const SatWireValue *value,
           GArray *list,
           GError **error)
{
  SatWriteField write = {.base = SAT_VERSION_NONE};
  SatWireMap *map = sat_writer_get_wire (writer);
  gboolean fits = FALSE;

  if (!sat_wire_map_field (map, type, name, &write.field, error) ||
      (write.field != NULL && value != NULL &&
       !sat_wire_map_from_wire (map, writer, write.field, value, &write.value, &fits, error)))
    return FALSE;
  if (write.field != NULL && (fits || value == NULL))
    g_array_append_val (list, write);
  return TRUE;
}

static gboolean
collect (SatWriter *writer,
         const SatType *type,
         const SatWireFields *conflict,
         const Resolve *resolve,
         GArray *list,
         GError **error)
{
  const char *name = sat_wire_text_of (conflict, "field");
  const SatWireValue *value = sat_wire_fields_get (conflict, "value");
  const SatField *field;
  g_autoptr (SatWireFields) group = NULL;
  SatWriteField write = {.base = SAT_VERSION_NONE};

  if (name == NULL || !sat_wire_map_field (sat_writer_get_wire (writer), type, name, &field, error))
    return name == NULL;
  if (resolve->how == SAT_RESOLVE_TEXT) {
    write.field = field;
    if (field == NULL || !sat_field_parse (field, resolve->text,
                                           sat_store_get_currency (sat_writer_get_store (writer)),
                                           &write.value, error))
      return FALSE;
    g_array_append_val (list, write);
    return TRUE;
  }
  group = parse_group (field, value);
  if (group == NULL)
    return add_value (writer, type, name, value, list, error);
  for (guint i = 0; i < sat_wire_fields_n (group); i++)
    if (!add_value (writer, type, sat_wire_fields_name (group, i), sat_wire_fields_value (group, i),
                    list, error))
      return FALSE;
  return TRUE;
}

/* *@written FALSE: it says already what it should. */
static gboolean
write_other (SatWriter *writer,
             gint64 record,
             const SatWireFields *conflict,
             const Resolve *resolve,
             gboolean *written,
             GError **error)
{
  guint64 before = sat_writer_get_count (writer);
  g_autoptr (GArray) list = g_array_new (FALSE, TRUE, sizeof (SatWriteField));
  g_auto (SatRow) row = {0};
  gboolean ok;

  g_array_set_clear_func (list, write_field_clear);
  if (!sat_writer_read_row (writer, record, FALSE, &row, error))
    return FALSE;
  if (g_strcmp0 (sat_wire_text_of (conflict, "kind"), "delete") == 0)
    ok = sat_writer_delete (writer, record, error);
  else
    ok = row.type != NULL && collect (writer, row.type, conflict, resolve, list, error) &&
         (list->len == 0 || sat_writer_set (writer, record, (SatWriteField *)list->data, list->len,
                                            SAT_ORIGIN_LOCAL, error));
  if (!ok && error != NULL && *error == NULL)
    g_set_error_literal (error, SAT_STORE_ERROR, SAT_STORE_ERROR_NOT_FOUND,
                         _ ("The record is not here any more."));
  *written = sat_writer_get_count (writer) > before;
  return ok;
}

static gboolean
close_here (SatWriter *writer, const Resolve *resolve, gint64 record, GError **error)
{
  g_autoptr (SatStatement) statement = sat_statement_cached (
      writer->connection, "UPDATE conflict SET open = 0 WHERE uuid = ?1", error);

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_blob (statement, 1, resolve->uuid->bytes, sizeof resolve->uuid->bytes);
  sat_writer_touch (writer, record);
  return sat_statement_run (statement, error);
}

gboolean
sat_conflict_close_pair (SatWriter *writer, const SatUuid *a, const SatUuid *b, GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_statement_cached (writer->connection,
                            COLUMNS "WHERE c.open = 1 AND r.uuid IN (?1, ?2) AND"
                                    " json_extract (c.fields, '$.kind') = 'duplicate'",
                            error);
  gboolean row = TRUE;

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_blob (statement, 1, a->bytes, sizeof a->bytes);
  sat_statement_bind_blob (statement, 2, b->bytes, sizeof b->bytes);
  while (row) {
    g_autoptr (SatWireFields) fields = NULL;
    SatUuid uuid = {{0}}, record, with;
    Resolve resolve = {&uuid, SAT_RESOLVE_KEEP, NULL};
    gint64 seq;
    gsize length;
    const void *data;

    if (!sat_statement_step (statement, &row, error))
      return FALSE;
    data = row ? sat_statement_blob (statement, 0, &length) : NULL;
    if (data == NULL || length != sizeof uuid.bytes)
      continue;
    memcpy (uuid.bytes, data, length);
    seq = sat_statement_int (statement, 1);
    fields = sat_wire_fields_parse (sat_statement_text (statement, 4), -1, error);
    if (fields == NULL)
      return FALSE;
    sat_wire_uuid_of (fields, "record", &record);
    sat_wire_uuid_of (fields, "with", &with);
    if ((sat_uuid_equal (&record, a) && sat_uuid_equal (&with, b)) ||
        (sat_uuid_equal (&record, b) && sat_uuid_equal (&with, a))) {
      if (!enter_closing (writer, &resolve, seq, error) ||
          !close_here (writer, &resolve, sat_statement_int (statement, 2), error))
        return FALSE;
    }
  }
  return TRUE;
}

static gboolean
resolve_cb (SatWriter *writer, gpointer data, GError **error)
{
  const Resolve *resolve = data;
  g_autoptr (SatStatement) statement =
      sat_statement_cached (writer->connection, COLUMNS "WHERE c.uuid = ?1", error);
  g_autoptr (SatWireFields) fields = NULL;
  gboolean row, written = FALSE;
  gint64 record, seq;

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_blob (statement, 1, resolve->uuid->bytes, sizeof resolve->uuid->bytes);
  if (!sat_statement_step (statement, &row, error))
    return FALSE;
  if (!row || sat_statement_int (statement, 3) == 0) {
    g_set_error_literal (
        error, SAT_STORE_ERROR, row ? SAT_STORE_ERROR_CONFLICT : SAT_STORE_ERROR_NOT_FOUND,
        row ? _ ("The conflict is closed already.") : _ ("There is no such conflict."));
    return FALSE;
  }
  seq = sat_statement_int (statement, 1);
  record = sat_statement_int (statement, 2);
  fields = sat_wire_fields_parse (sat_statement_text (statement, 4), -1, error);
  if (fields == NULL || (resolve->how != SAT_RESOLVE_KEEP &&
                         !write_other (writer, record, fields, resolve, &written, error)))
    return FALSE;
  /* An edit with the conflict in sight closes it. */
  return (written || enter_closing (writer, resolve, seq, error)) &&
         close_here (writer, resolve, record, error);
}

gboolean
sat_outbox_resolve (
    SatStore *store, const SatUuid *conflict, SatResolve how, const char *text, GError **error)
{
  Resolve resolve = {conflict, how, text};

  g_return_val_if_fail (SAT_IS_STORE (store), FALSE);
  g_return_val_if_fail (conflict != NULL, FALSE);
  g_return_val_if_fail (how != SAT_RESOLVE_TEXT || text != NULL, FALSE);

  return sat_store_write (store, SAT_CHANGE_EDIT, _ ("Conflict resolved"), resolve_cb, &resolve,
                          NULL, error);
}

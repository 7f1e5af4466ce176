/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the server refused. */

#include "config.h"

#include "sat-outbox-private.h"
#include "sat-outbox-text.h"
#include "sat-pair.h"
#include "sat-reader.h"

#include <glib/gi18n-lib.h>
#include <string.h>

void
sat_rejected_entry_free (SatRejectedEntry *self)
{
  if (self == NULL)
    return;
  g_free (self->type);
  g_free (self->code);
  g_free (self->text);
  g_clear_pointer (&self->fields, sat_wire_fields_free);
  g_free (self);
}

#define COLUMNS                                                                                    \
  "SELECT j.id, j.u, j.type, r.uuid, j.op, j.code, j.title, j.fields, j.at, j.created, j.record"   \
  " FROM rejected AS j JOIN record AS r ON r.id = j.record "

static SatRejectedEntry *
read_entry (SatStatement *statement, GError **error)
{
  g_autoptr (SatRejectedEntry) entry = g_new0 (SatRejectedEntry, 1);
  gsize length;
  const void *data = sat_statement_blob (statement, 1, &length);

  entry->id = sat_statement_int (statement, 0);
  if (data != NULL && length == sizeof entry->u.bytes)
    memcpy (entry->u.bytes, data, length);
  entry->type = g_strdup (sat_statement_text (statement, 2));
  data = sat_statement_blob (statement, 3, &length);
  if (data != NULL && length == sizeof entry->record.bytes)
    memcpy (entry->record.bytes, data, length);
  entry->op = sat_entry_op ((int)sat_statement_int (statement, 4));
  entry->code = g_strdup (sat_statement_text (statement, 5));
  entry->quarantined = *entry->code == '\0';
  entry->at = sat_statement_int (statement, 8);
  entry->fields = sat_wire_fields_parse (sat_statement_text (statement, 7), -1, error);
  return entry->fields != NULL ? g_steal_pointer (&entry) : NULL;
}

static char *
text_of (SatReader *reader, const SatRejectedEntry *entry, const char *title)
{
  const SatType *type = sat_reader_get_type_by_name (reader, entry->type);
  const char *label = type != NULL ? sat_type_get_label (type) : entry->type;
  g_autofree char *fields = NULL;

  if (entry->op == SAT_OP_DELETE)
    return g_strdup_printf (_ ("%s deleted"), title != NULL && *title ? title : label);
  if (entry->op == SAT_OP_MERGE || entry->op == SAT_OP_UNMERGE) {
    fields = sat_outbox_wire_text (reader, NULL, NULL, sat_wire_fields_get (entry->fields, "into"));
    return g_strdup_printf (entry->op == SAT_OP_MERGE ? _ ("%s merged into “%s”")
                                                      : _ ("%s: no longer merged into “%s”"),
                            title != NULL && *title ? title : label, fields != NULL ? fields : "");
  }
  fields = sat_outbox_fields_text (reader, type, entry->fields);
  return g_strdup_printf ("%s: %s", title != NULL && *title ? title : label, fields);
}

GPtrArray *
sat_outbox_rejected (SatReader *reader, GError **error)
{
  g_autoptr (GPtrArray) list =
      g_ptr_array_new_with_free_func ((GDestroyNotify)sat_rejected_entry_free);
  g_autoptr (SatStatement) statement = NULL;
  gboolean row = TRUE;

  g_return_val_if_fail (reader != NULL, NULL);

  statement =
      sat_statement_cached (sat_reader_get_connection (reader), COLUMNS "ORDER BY j.id", error);
  if (statement == NULL)
    return NULL;
  while (row) {
    SatRejectedEntry *entry;

    if (!sat_statement_step (statement, &row, error))
      return NULL;
    if (!row)
      break;
    entry = read_entry (statement, error);
    if (entry == NULL)
      return NULL;
    g_ptr_array_add (list, entry);
    entry->text = text_of (reader, entry, sat_statement_text (statement, 6));
  }
  return g_steal_pointer (&list);
}

typedef struct {
  gint64 id;
} Job;

static gboolean
drop (SatWriter *writer, gint64 id, GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_statement_cached (writer->connection, "DELETE FROM rejected WHERE id = ?1", error);

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, id);
  if (!sat_statement_run (statement, error))
    return FALSE;
  if (sat_connection_changes (writer->connection) > 0)
    return TRUE;
  g_set_error_literal (error, SAT_STORE_ERROR, SAT_STORE_ERROR_NOT_FOUND,
                       _ ("There is no such refused edit."));
  return FALSE;
}

static gboolean
drop_cb (SatWriter *writer, gpointer data, GError **error)
{
  return drop (writer, ((Job *)data)->id, error);
}

gboolean
sat_outbox_drop_rejected (SatStore *store, gint64 id, GError **error)
{
  Job job = {id};

  g_return_val_if_fail (SAT_IS_STORE (store), FALSE);

  return sat_store_write (store, SAT_CHANGE_REMOTE, "", drop_cb, &job, NULL, error);
}

static void
write_field_clear (gpointer data)
{
  sat_value_clear (&((SatWriteField *)data)->value);
}

static gboolean
write_fields (SatWriter *writer,
              const SatType *type,
              gint64 id,
              SatUuid *uuid,
              const SatWireFields *fields,
              GError **error)
{
  SatWireMap *map = sat_writer_get_wire (writer);
  g_autoptr (GArray) list = g_array_new (FALSE, TRUE, sizeof (SatWriteField));

  g_array_set_clear_func (list, write_field_clear);
  for (guint i = 0; i < sat_wire_fields_n (fields); i++) {
    SatWriteField write = {.base = SAT_VERSION_NONE};
    gboolean fits = FALSE;

    if (!sat_wire_map_field (map, type, sat_wire_fields_name (fields, i), &write.field, error) ||
        (write.field != NULL &&
         !sat_wire_map_from_wire (map, writer, write.field, sat_wire_fields_value (fields, i),
                                  &write.value, &fits, error)))
      return FALSE;
    if (fits)
      g_array_append_val (list, write);
  }
  return sat_writer_write (writer, SAT_WRITE_PUT, id == 0 ? type : NULL, &id, uuid,
                           (SatWriteField *)list->data, list->len, SAT_ORIGIN_UNDO, error);
}

static gboolean
merge_again (SatWriter *writer, gint64 record, const SatRejectedEntry *entry, GError **error)
{
  SatUuid into;
  gint64 keep;

  sat_wire_uuid_of (entry->fields, "into", &into);
  return sat_wire_map_id (sat_writer_get_wire (writer), writer, &into, &keep, error) &&
         sat_writer_merge (writer, keep, record, NULL, 0, error);
}

static gboolean
write_again (SatWriter *writer, SatStatement *statement, GError **error)
{
  g_autoptr (SatRejectedEntry) entry = read_entry (statement, error);
  gint64 record = sat_statement_int (statement, 10);
  g_auto (SatRow) row = {0};
  const SatType *type;

  if (entry == NULL)
    return FALSE;
  type = sat_registry_require (writer->registry, entry->type, error);
  if (type == NULL || !sat_writer_read_row (writer, record, FALSE, &row, error))
    return FALSE;
  if (entry->op == SAT_OP_DELETE)
    return sat_writer_delete (writer, record, error);
  if (entry->op == SAT_OP_UNMERGE && row.merged_into != 0)
    return sat_writer_revive (writer, &row, error);
  if (entry->op == SAT_OP_MERGE)
    return merge_again (writer, record, entry, error);
  if (row.type != NULL && !row.deleted)
    return write_fields (writer, type, record, &entry->record, entry->fields, error);
  if (entry->op == SAT_OP_UNDELETE && row.deleted)
    return sat_writer_undelete (writer, record, error);
  if (sat_statement_int (statement, 9) != 0)
    return write_fields (writer, type, 0, &entry->record, entry->fields, error);
  g_set_error_literal (error, SAT_STORE_ERROR, SAT_STORE_ERROR_NOT_FOUND,
                       _ ("The record is not here any more."));
  return FALSE;
}

static gboolean
retry_cb (SatWriter *writer, gpointer data, GError **error)
{
  const Job *job = data;
  g_autoptr (SatStatement) statement =
      sat_statement_cached (writer->connection, COLUMNS "WHERE j.id = ?1", error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, job->id);
  if (!sat_statement_step (statement, &row, error))
    return FALSE;
  return (!row || write_again (writer, statement, error)) && drop (writer, job->id, error);
}

gboolean
sat_outbox_retry_rejected (SatStore *store, gint64 id, GError **error)
{
  Job job = {id};

  g_return_val_if_fail (SAT_IS_STORE (store), FALSE);

  return sat_store_write (store, SAT_CHANGE_EDIT, _ ("Tried again"), retry_cb, &job, NULL, error);
}

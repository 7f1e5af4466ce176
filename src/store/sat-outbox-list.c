/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What waits to be sent, for people. */

#include "config.h"

#include "sat-history.h"
#include "sat-outbox-private.h"
#include "sat-outbox-text.h"
#include "sat-purge.h"
#include "sat-reader-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static gboolean
count (SatConnection *connection, const char *sql, gint64 *n, GError **error)
{
  return sat_connection_query_int (connection, sql, 0, n, error);
}

gboolean
sat_outbox_counts (SatReader *reader, SatOutboxCounts *counts, GError **error)
{
  SatConnection *connection;
  gint64 unsent, frozen;

  g_return_val_if_fail (reader != NULL && counts != NULL, FALSE);

  *counts = (SatOutboxCounts){0};
  connection = sat_reader_get_connection (reader);
  if (!count (connection, "SELECT count(*) FROM outbox WHERE state = 0", &unsent, error) ||
      !count (connection,
              "SELECT count(*) FROM outbox WHERE state = 1 AND m > ifnull ((SELECT"
              " CAST (value AS INTEGER) FROM sync_state WHERE key = '" SAT_SYNC_LAST_M "'), 0)",
              &frozen, error) ||
      !count (connection, "SELECT count(*) FROM outbox WHERE state = 2", &counts->covering,
              error) ||
      !count (connection, "SELECT count(*) FROM rejected", &counts->rejected, error) ||
      !count (connection, "SELECT count(*) FROM conflict WHERE open = 1", &counts->conflicts,
              error))
    return FALSE;
  counts->waiting = unsent + frozen;
  return TRUE;
}

void
sat_outbox_entry_free (SatOutboxEntry *self)
{
  if (self == NULL)
    return;
  g_free (self->type);
  g_free (self->text);
  g_free (self);
}

/* The one that goes has no title any more. */
static char *
text_of_merge (SatReader *reader, const SatEntryRow *row)
{
  gint64 id = sat_reader_find (reader, &row->into, NULL, NULL, NULL);
  const char *title = sat_reader_title (reader, id);

  return row->op == SAT_ENTRY_MERGE
             ? g_strdup_printf (_ ("%s merged into “%s”"), sat_type_get_label (row->type), title)
             : g_strdup_printf (_ ("%s: no longer merged into “%s”"),
                                sat_type_get_label (row->type), title);
}

static char *
text_of_entry (SatReader *reader, const SatEntryRow *row)
{
  const char *title = sat_reader_title (reader, row->record);
  g_autoptr (GString) text = g_string_new (title);
  g_autoptr (SatRecord) record = NULL;
  gboolean any = FALSE;

  if (row->op == SAT_ENTRY_CLOSE)
    return g_strdup (_ ("A conflict is closed"));
  if (row->op == SAT_WRITE_DELETE)
    return g_strdup_printf (_ ("%s deleted"), sat_type_get_label (row->type));
  if (row->op == SAT_ENTRY_MERGE || row->op == SAT_ENTRY_UNMERGE)
    return text_of_merge (reader, row);
  if (row->fields == NULL)
    return g_strdup_printf ("%s: %s", sat_type_get_label (row->type), text->str);
  record = sat_reader_load (reader, row->record, NULL);
  for (guint i = 0; record != NULL && i < row->fields->len; i++) {
    const SatField *field =
        sat_type_field_by_number (row->type, g_array_index (row->fields, guint16, i));
    g_autofree char *value = field != NULL ? sat_outbox_record_text (reader, record, field) : NULL;

    if (field == NULL || !sat_outbox_is_shown (reader, field))
      continue;
    g_string_append_printf (text, "%s%s = %s", any ? ", " : ": ", sat_field_get_label (field),
                            value);
    any = TRUE;
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static SatOutboxEntry *
read_entry (SatReader *reader, SatStatement *statement)
{
  g_autoptr (SatEntryRow) row = sat_entry_row_read (statement, sat_reader_get_registry (reader));
  SatOutboxEntry *entry = g_new0 (SatOutboxEntry, 1);
  SatEntryChange change = {.id = row->change};
  gsize length;
  const void *data = sat_statement_blob (statement, 9, &length);

  if (data != NULL && length == sizeof change.uuid.bytes)
    memcpy (change.uuid.bytes, data, length);
  entry->u = sat_entry_uuid (&change, row->n);
  entry->type = g_strdup (row->op == SAT_ENTRY_CLOSE ? "conflict"
                          : row->type != NULL        ? row->type->name
                                                     : "");
  entry->id = row->record;
  entry->op = sat_entry_op (row->op);
  entry->state = (SatOutboxState)sat_statement_int (statement, 8);
  entry->at = sat_statement_int (statement, 10);
  data = sat_statement_blob (statement, 11, &length);
  if (data != NULL && length == sizeof entry->uuid.bytes)
    memcpy (entry->uuid.bytes, data, length);
  entry->text =
      row->type != NULL || row->op == SAT_ENTRY_CLOSE ? text_of_entry (reader, row) : g_strdup ("");
  return entry;
}

GPtrArray *
sat_outbox_list (SatReader *reader, guint limit, GError **error)
{
  g_autoptr (GPtrArray) list =
      g_ptr_array_new_with_free_func ((GDestroyNotify)sat_outbox_entry_free);
  g_autoptr (SatStatement) statement = NULL;
  gboolean row = TRUE;

  g_return_val_if_fail (reader != NULL, NULL);

  statement = sat_statement_cached (
      sat_reader_get_connection (reader),
      "SELECT o.n, o.change, o.record, o.op, o.rb, r.type, o.fields, o.bases, o.state, c.uuid,"
      " c.at, r.uuid FROM outbox AS o JOIN record AS r ON r.id = o.record"
      " JOIN change AS c ON c.id = o.change WHERE o.state < 3"
      " ORDER BY ifnull (o.m, 9223372036854775807), o.change, o.n LIMIT ?1",
      error);
  if (statement == NULL)
    return NULL;
  sat_statement_bind_int (statement, 1, limit != 0 ? (gint64)limit : -1);
  while (row) {
    if (!sat_statement_step (statement, &row, error))
      return NULL;
    if (row)
      g_ptr_array_add (list, read_entry (reader, statement));
  }
  return g_steal_pointer (&list);
}

/* *@entry NULL: none that is not done with. */
static gboolean
find_by_u (SatWriter *writer, const SatUuid *u, SatEntryRow **entry, gboolean *sent, GError **error)
{
  g_autoptr (SatStatement) statement = sat_statement_cached (
      writer->connection,
      "SELECT o.n, o.change, o.record, o.op, o.rb, r.type, o.fields, o.bases, o.state, c.uuid"
      " FROM outbox AS o JOIN record AS r ON r.id = o.record JOIN change AS c ON c.id = o.change"
      " WHERE o.state < 3",
      error);
  gboolean row = TRUE;

  *entry = NULL;
  if (statement == NULL)
    return FALSE;
  while (row && *entry == NULL) {
    SatEntryChange change = {0};
    SatUuid own;
    gsize length;
    const void *data;

    if (!sat_statement_step (statement, &row, error))
      return FALSE;
    data = row ? sat_statement_blob (statement, 9, &length) : NULL;
    if (data == NULL || length != sizeof change.uuid.bytes)
      continue;
    memcpy (change.uuid.bytes, data, length);
    own = sat_entry_uuid (&change, sat_statement_int (statement, 0));
    if (!sat_uuid_equal (&own, u))
      continue;
    *entry = sat_entry_row_read (statement, writer->registry);
    *sent = sat_statement_int (statement, 8) != SAT_ENTRY_UNSENT;
  }
  return TRUE;
}

static gboolean
drop (SatWriter *writer, const char *sql, gint64 id, GError **error)
{
  g_autoptr (SatStatement) statement = sat_statement_cached (writer->connection, sql, error);

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, id);
  return sat_statement_run (statement, error);
}

/* A record that was made here and never sent goes, with all that hangs from it. */
static gboolean
discard_record (SatWriter *writer, const SatEntryRow *entry, GError **error)
{
  gboolean done;

  if (!drop (writer,
             "DELETE FROM outbox WHERE state = 0 AND record IN"
             " (SELECT id FROM record WHERE root = ?1 OR id = ?1)",
             entry->record, error) ||
      !sat_purge_root (writer, entry->record, &done, error))
    return FALSE;
  if (done)
    return sat_purge_finish (writer, error);
  g_set_error_literal (error, SAT_STORE_ERROR, SAT_STORE_ERROR_CONFLICT,
                       _ ("Some of it has been sent already."));
  return FALSE;
}

static gboolean
discard_cb (SatWriter *writer, gpointer data, GError **error)
{
  g_autoptr (SatEntryRow) entry = NULL;
  gboolean sent = FALSE;

  if (!find_by_u (writer, data, &entry, &sent, error))
    return FALSE;
  if (entry == NULL || sent) {
    g_set_error_literal (
        error, SAT_STORE_ERROR, sent ? SAT_STORE_ERROR_CONFLICT : SAT_STORE_ERROR_NOT_FOUND,
        sent ? _ ("It may have been sent already.") : _ ("Nothing of the kind waits to be sent."));
    return FALSE;
  }
  writer->user = 0;
  if (entry->op == SAT_WRITE_PUT && entry->fields == NULL && entry->type != NULL)
    return discard_record (writer, entry, error);
  return drop (writer, "DELETE FROM outbox WHERE n = ?1", entry->n, error) &&
         sat_entry_revert (writer, entry, error) && sat_purge_finish (writer, error);
}

gboolean
sat_outbox_discard (SatStore *store, const SatUuid *u, GError **error)
{
  g_return_val_if_fail (SAT_IS_STORE (store), FALSE);
  g_return_val_if_fail (u != NULL, FALSE);

  return sat_store_write (store, SAT_CHANGE_REMOTE, _ ("Discarded"), discard_cb, (gpointer)u, NULL,
                          error);
}

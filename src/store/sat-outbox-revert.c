/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Taking back an edit that was refused or discarded. */

#include "config.h"

#include "sat-history.h"
#include "sat-outbox-private.h"
#include "sat-purge.h"
#include "sat-reader.h"
#include "sat-row.h"
#include "sat-store-private.h"

#include <glib/gi18n-lib.h>

/* As the record is, to be changed. */
static gboolean
copy_row (SatWriter *writer, SatRow *row, SatServed *out, GError **error)
{
  if (row->deleted &&
      !sat_writer_read_deleted (writer, row, sat_versions_get (row->versions, 0).hlc, error))
    return FALSE;
  out->versions = sat_versions_copy (row->versions);
  out->type = row->type;
  out->seq = row->seq;
  out->keep_extra = TRUE;
  out->deleted = row->deleted;
  if (row->merged_into != 0 &&
      !sat_wire_map_uuid (sat_writer_get_wire (writer), row->merged_into, &out->into, error))
    return FALSE;
  out->values = g_new0 (SatValue, row->type->n_fields);
  for (guint i = 0; i < row->type->n_fields; i++)
    out->values[i] = sat_value_copy (&row->values[i]);
  return TRUE;
}

/* @before: value, v_from, d_from of the past. */
static void
become_value (SatServed *served, const SatField *field, SatStatement *before)
{
  sat_value_clear (&served->values[field->index]);
  served->values[field->index] = sat_row_value (before, 0);
  sat_versions_set (
      served->versions, sat_version_number (field),
      (SatVersion){(SatHlc)sat_statement_int (before, 1), (guint32)sat_statement_int (before, 2)});
}

/* One field as it was before the change; nothing if the change did not replace it. */
static gboolean
put_back (SatWriter *writer,
          const SatEntryRow *entry,
          const SatField *field,
          SatServed *served,
          GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_statement_cached (writer->connection,
                            "SELECT value, v_from, d_from FROM history WHERE record = ?1"
                            " AND change = ?2 AND field = ?3 AND fate <> 3",
                            error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, entry->record);
  sat_statement_bind_int (statement, 2, entry->change);
  sat_statement_bind_int (statement, 3, field->number);
  if (!sat_statement_step (statement, &row, error))
    return FALSE;
  if (!row)
    return TRUE;
  become_value (served, field, statement);
  return TRUE;
}

/* All of them that @later has not, and, unless that is NULL, @left has. *@any: there are such. */
static gboolean
put_back_fields (SatWriter *writer,
                 const SatEntryRow *entry,
                 const SatPending *later,
                 const SatPending *left,
                 SatServed *served,
                 gboolean *any,
                 GError **error)
{
  *any = FALSE;
  for (guint i = 0; entry->fields != NULL && i < entry->fields->len; i++) {
    const SatField *field =
        sat_type_field_by_number (served->type, g_array_index (entry->fields, guint16, i));

    if (field == NULL || sat_pending_has (later, field) ||
        (left != NULL && !sat_pending_has (left, field)))
      continue;
    *any = TRUE;
    if (!put_back (writer, entry, field, served, error))
      return FALSE;
  }
  return TRUE;
}

/* Was @field at @version written by an edit that was not to be? Then it is as before that, whose
 * traces go. */
static gboolean
step_back (SatWriter *writer,
           gint64 record,
           const SatField *field,
           SatVersion version,
           SatServed *served,
           gboolean *moved,
           GError **error)
{
  g_autoptr (SatStatement) statement = sat_statement_cached (
      writer->connection,
      "SELECT value, v_from, d_from, change FROM history AS h WHERE record = ?1 AND field = ?2"
      " AND v_to = ?3 AND d_to = ?4 AND fate <> 3 AND provisional = 1"
      " AND NOT EXISTS (SELECT 1 FROM outbox AS o WHERE o.record = ?1 AND o.change = h.change"
      "  AND (o.state < 3 OR o.acked_seq IS NOT NULL))",
      error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, record);
  sat_statement_bind_int (statement, 2, field->number);
  sat_statement_bind_int (statement, 3, (gint64)version.hlc);
  sat_statement_bind_int (statement, 4, version.device);
  if (!sat_statement_step (statement, &row, error))
    return FALSE;
  if (!row)
    return TRUE;
  *moved = TRUE;
  become_value (served, field, statement);
  return sat_purge_history (writer, sat_statement_int (statement, 3), record, field->number, error);
}

/* An edit that was refused while a later one lay over it stayed: what the later one had replaced
 * is what never was. */
static gboolean
put_back_refused (SatWriter *writer,
                  const SatRow *row,
                  const SatPending *pending,
                  SatServed *served,
                  GError **error)
{
  gboolean moved = TRUE;

  while (moved) {
    g_autoptr (SatVersions) versions = sat_versions_copy (served->versions);

    moved = FALSE;
    for (guint i = 0; i < row->type->n_fields; i++) {
      const SatField *field = row->type->fields[i];

      if (sat_field_is_stored (field) && !sat_pending_has (pending, field) &&
          !step_back (writer, row->id, field,
                      sat_versions_get (versions, sat_version_number (field)), served, &moved,
                      error))
        return FALSE;
    }
  }
  return TRUE;
}

/* The versions of a record that is dead again. */
static gboolean
last_life (SatWriter *writer, gint64 record, SatVersions **versions, GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_statement_cached (writer->connection,
                            "SELECT v_from, d_from, v_to, d_to FROM history"
                            " WHERE record = ?1 AND field = 0"
                            " ORDER BY v_to DESC LIMIT 1",
                            error);
  SatVersion born, died;
  gboolean row;

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, record);
  if (!sat_statement_step (statement, &row, error))
    return FALSE;
  if (!row)
    return TRUE;
  born = (SatVersion){(SatHlc)sat_statement_int (statement, 0),
                      (guint32)sat_statement_int (statement, 1)};
  died = (SatVersion){(SatHlc)sat_statement_int (statement, 2),
                      (guint32)sat_statement_int (statement, 3)};
  if (sat_version_compare (&died, &born) <= 0)
    died.hlc = born.hlc + 1;
  g_clear_pointer (versions, sat_versions_free);
  *versions = sat_versions_new (born);
  sat_versions_set (*versions, 0, died);
  return TRUE;
}

/* The server has not said anything of the record yet: our own past has to do. */
static gboolean
revert_alone (SatWriter *writer,
              const SatEntryRow *entry,
              SatRow *row,
              const SatPending *pending,
              GError **error)
{
  g_auto (SatServed) served = {0};
  gboolean any;

  if (!copy_row (writer, row, &served, error) ||
      !put_back_fields (writer, entry, pending, NULL, &served, &any, error))
    return FALSE;
  if (entry->op == SAT_WRITE_DELETE || entry->op == SAT_ENTRY_MERGE) {
    served.deleted = FALSE;
    sat_versions_set (served.versions, 0, sat_versions_base (served.versions));
  } else if (entry->op == SAT_WRITE_UNDELETE || entry->op == SAT_ENTRY_UNMERGE) {
    if (!last_life (writer, row->id, &served.versions, error))
      return FALSE;
    served.deleted = TRUE;
    served.into = entry->into;
  }
  if (!put_back_refused (writer, row, pending, &served, error))
    return FALSE;
  return sat_served_become (&served, writer, row, error);
}

static gboolean
has_later (SatWriter *writer, const SatEntryRow *entry, gboolean *has, GError **error)
{
  g_autoptr (SatStatement) statement = sat_statement_cached (
      writer->connection, "SELECT 1 FROM outbox WHERE record = ?1 AND n > ?2 AND state < 3", error);

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, entry->record);
  sat_statement_bind_int (statement, 2, entry->n);
  return sat_statement_step (statement, has, error);
}

/* The traces of what never was, where no later edit needs them to tell what it replaced. */
static gboolean
forget_traces (SatWriter *writer,
               const SatEntryRow *entry,
               const SatPending *pending,
               GError **error)
{
  gboolean later;

  if (!has_later (writer, entry, &later, error))
    return FALSE;
  if (entry->fields == NULL)
    return later || sat_purge_history (writer, entry->change, entry->record, 0, error);
  for (guint i = 0; i < entry->fields->len; i++) {
    guint16 number = g_array_index (entry->fields, guint16, i);
    const SatField *field = sat_type_field_by_number (entry->type, number);

    if ((!later || field == NULL || !sat_pending_has (pending, field)) &&
        !sat_purge_history (writer, entry->change, entry->record, number, error))
      return FALSE;
  }
  return TRUE;
}

/* Did the server take it once, and never give it back? Then it is for others only. */
static gboolean
was_given_away (SatWriter *writer, const SatRow *row, gboolean *away, GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_statement_cached (writer->connection,
                            "SELECT min (state) = 3 AND max (acked_seq) IS NOT NULL"
                            " FROM outbox WHERE record = ?1",
                            error);

  *away = FALSE;
  if (statement == NULL || row->seq >= 0)
    return statement != NULL;
  sat_statement_bind_int (statement, 1, row->id);
  if (!sat_statement_step (statement, away, error))
    return FALSE;
  *away = *away && sat_statement_int (statement, 0) != 0;
  return TRUE;
}

/* Earlier edits of ours that still wait show again where this one lay over them: what is laid over
 * the server's afterwards is what the row has. @later: what later ones wrote. */
static gboolean
uncover (SatWriter *writer,
         const SatEntryRow *entry,
         SatRow *row,
         const SatPending *later,
         GError **error)
{
  g_auto (SatPending) left = {0};
  g_auto (SatServed) served = {0};
  gboolean any;

  if (entry->fields == NULL || row->deleted)
    return TRUE;
  if (!sat_pending_read (writer, entry->record, -1, 0, &left, error))
    return FALSE;
  if (!left.any || left.all)
    return TRUE;
  if (!copy_row (writer, row, &served, error) ||
      !put_back_fields (writer, entry, later, &left, &served, &any, error))
    return FALSE;
  return !any || (put_back_refused (writer, row, later, &served, error) &&
                  sat_served_become (&served, writer, row, error));
}

gboolean
sat_entry_revert (SatWriter *writer, const SatEntryRow *entry, GError **error)
{
  g_auto (SatRow) row = {0};
  g_auto (SatPending) pending = {0};
  gboolean away;
  gint64 seq;

  if (entry->op == SAT_ENTRY_CLOSE)
    return TRUE;
  if (!sat_writer_read_row (writer, entry->record, TRUE, &row, error) ||
      !sat_pending_read (writer, entry->record, -1, entry->n, &pending, error) ||
      !sat_shadow_seq (writer, entry->record, &seq, error) ||
      !was_given_away (writer, &row, &away, error))
    return FALSE;
  if (row.type == NULL)
    return TRUE;
  if (away && seq < 0)
    return sat_purge_alone (writer, entry->record, error);
  if (seq >= 0) {
    if (!uncover (writer, entry, &row, &pending, error) ||
        !sat_overlay_refresh (writer, entry->record, FALSE, error))
      return FALSE;
  } else if (row.seq < 0 && !pending.all && !revert_alone (writer, entry, &row, &pending, error)) {
    return FALSE;
  }
  return forget_traces (writer, entry, &pending, error);
}

static gboolean
keep_text (SatWriter *writer,
           const SatEntryRow *entry,
           const SatMutation *mutation,
           const SatWireFields *fields,
           const char *code,
           GError **error)
{
  SatReader *reader = sat_writer_get_reader (writer);
  g_autofree char *title = g_strdup (sat_reader_title (reader, entry->record));
  g_autofree char *values = sat_wire_fields_to_string (fields);
  g_autoptr (SatStatement) statement = sat_statement_cached (
      writer->connection,
      "INSERT INTO rejected (u, record, type, op, created, code, title, fields, at)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (u) DO UPDATE SET code = ?6",
      error);

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_blob (statement, 1, mutation->u.bytes, sizeof mutation->u.bytes);
  sat_statement_bind_int (statement, 2, entry->record);
  sat_statement_bind_text (statement, 3, mutation->type);
  sat_statement_bind_int (statement, 4, entry->op);
  sat_statement_bind_int (statement, 5, entry->op == SAT_WRITE_PUT && entry->fields == NULL);
  sat_statement_bind_text (statement, 6, code);
  sat_statement_bind_text (statement, 7, title);
  sat_statement_bind_text (statement, 8, values);
  sat_statement_bind_int (statement, 9, sat_hlc_to_us (mutation->h));
  return sat_statement_run (statement, error);
}

/* It counts no more, though it keeps its place in the chain. */
static gboolean
end_refused (SatWriter *writer, const SatEntryRow *entry, GError **error)
{
  g_autoptr (SatStatement) statement = sat_statement_cached (
      writer->connection,
      "UPDATE outbox SET state = 3, acked_seq = NULL, acked_day = ?2 WHERE n = ?1", error);

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, entry->n);
  sat_statement_bind_int (statement, 2, sat_sent_day (sat_clock_now (writer->store->clock)));
  return sat_statement_run (statement, error);
}

/* The record was made here and the server will not have it: it goes, with what was to be done to it
 * later. Its text is kept as it was at last. */
static gboolean
refuse_record (SatWriter *writer,
               const SatEntryRow *entry,
               const SatRow *row,
               const SatMutation *mutation,
               const char *code,
               GError **error)
{
  g_autoptr (SatStatement) later = sat_statement_cached (
      writer->connection, "DELETE FROM outbox WHERE record = ?1 AND state = 0", error);
  g_autoptr (SatWireFields) fields = NULL;

  if (later == NULL)
    return FALSE;
  if (!row->deleted) {
    fields = sat_wire_map_fields (sat_writer_get_wire (writer), row->type, row->values, error);
    if (fields == NULL)
      return FALSE;
  }
  sat_statement_bind_int (later, 1, entry->record);
  return keep_text (writer, entry, mutation, fields != NULL ? fields : mutation->fields, code,
                    error) &&
         sat_statement_run (later, error) && sat_purge_alone (writer, entry->record, error);
}

gboolean
sat_entry_refuse (SatWriter *writer,
                  const SatEntryRow *entry,
                  const SatMutation *mutation,
                  const char *code,
                  GError **error)
{
  g_autoptr (SatWireFields) into = NULL;
  g_auto (SatRow) row = {0};

  if (!end_refused (writer, entry, error) ||
      !sat_writer_read_row (writer, entry->record, TRUE, &row, error))
    return FALSE;
  if (entry->op == SAT_WRITE_PUT && entry->fields == NULL && row.type != NULL && row.seq < 0)
    return refuse_record (writer, entry, &row, mutation, code, error);
  /* What it was to become. */
  if (!sat_uuid_is_nil (&entry->into)) {
    into = sat_wire_fields_new ();
    sat_wire_fields_take (into, "into", sat_wire_reference (&entry->into), FALSE);
  }
  return keep_text (writer, entry, mutation, into != NULL ? into : mutation->fields, code, error) &&
         sat_entry_revert (writer, entry, error);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Undo is an inverse change: what the change deleted comes back, fields that still have the
 * change's own value get the one before, what it created goes. Whatever was edited since stays and
 * is listed. */

#include "config.h"

#include "sat-undo.h"

#include "sat-undo-created.h"
#include "sat-writer-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static void
kept_free (gpointer data)
{
  SatUndoKept *kept = data;

  g_free (kept->reason);
  g_free (kept);
}

void
sat_undo_report_free (SatUndoReport *report)
{
  if (report == NULL)
    return;
  g_clear_pointer (&report->kept, g_ptr_array_unref);
  g_free (report);
}

static SatUndoReport *
report_new (void)
{
  SatUndoReport *report = g_new0 (SatUndoReport, 1);

  report->kept = g_ptr_array_new_with_free_func (kept_free);
  return report;
}

void
sat_undo_keep (SatUndoReport *report, gint64 record, const SatField *field, const char *reason)
{
  SatUndoKept *kept = g_new0 (SatUndoKept, 1);

  kept->record = record;
  kept->field = field;
  kept->reason = g_strdup (reason);
  g_ptr_array_add (report->kept, kept);
}

typedef struct {
  gint64 change;
  gint64 first, last; /* its rows of history */
  gboolean undone;
  SatUndoReport *report;
} Undo;

/* Records that the change deleted, the last first. */
static GArray *
deleted_records (SatWriter *writer, const Undo *undo, GError **error)
{
  g_autoptr (SatStatement) statement = sat_statement_cached (
      sat_writer_get_connection (writer),
      "SELECT record FROM history WHERE id BETWEEN ?2 AND ?3 AND change = ?1 AND field = 0"
      " ORDER BY id DESC",
      error);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  gboolean row;

  if (statement == NULL)
    return NULL;
  sat_statement_bind_int (statement, 1, undo->change);
  sat_statement_bind_int (statement, 2, undo->first);
  sat_statement_bind_int (statement, 3, undo->last);
  while (sat_statement_step (statement, &row, error)) {
    gint64 id;

    if (!row)
      return g_steal_pointer (&ids);
    id = sat_statement_int (statement, 0);
    g_array_append_val (ids, id);
  }
  return NULL;
}

static gboolean
bring_back_deleted (SatWriter *writer, Undo *undo, GError **error)
{
  g_autoptr (GArray) ids = deleted_records (writer, undo, error);

  if (ids == NULL)
    return FALSE;
  for (guint i = 0; i < ids->len; i++) {
    g_auto (SatRow) row = {0};

    if (!sat_writer_read_row (writer, g_array_index (ids, gint64, i), FALSE, &row, error))
      return FALSE;
    if (!row.deleted)
      continue;
    if (!sat_writer_revive (writer, &row, error))
      return FALSE;
    undo->report->restored++;
  }
  return TRUE;
}

/* One field of one record as it was before the change. */
typedef struct {
  gint64 record;
  guint16 field;
  SatValue value;
  SatVersion written;
} Step;

static void
step_clear (gpointer data)
{
  sat_value_clear (&((Step *)data)->value);
}

static SatValue
column_value (SatStatement *statement, int column)
{
  if (sat_statement_is_null (statement, column))
    return SAT_VALUE_INIT;
  if (sat_statement_type (statement, column) == SQLITE_INTEGER)
    return sat_value_int (sat_statement_int (statement, column));
  return sat_value_text (sat_statement_text (statement, column));
}

static GArray *
replaced_fields (SatWriter *writer, const Undo *undo, GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_statement_cached (sat_writer_get_connection (writer),
                            "SELECT record, field, value, v_to, d_to FROM history WHERE id BETWEEN "
                            "?2 AND ?3 AND change = ?1 AND fate = ?4"
                            " ORDER BY record, id",
                            error);
  g_autoptr (GArray) steps = g_array_new (FALSE, TRUE, sizeof (Step));
  gboolean row;

  g_array_set_clear_func (steps, step_clear);
  if (statement == NULL)
    return NULL;
  sat_statement_bind_int (statement, 1, undo->change);
  sat_statement_bind_int (statement, 2, undo->first);
  sat_statement_bind_int (statement, 3, undo->last);
  sat_statement_bind_int (statement, 4, SAT_FATE_REPLACED);
  while (sat_statement_step (statement, &row, error)) {
    Step step;

    if (!row)
      return g_steal_pointer (&steps);
    step.record = sat_statement_int (statement, 0);
    step.field = (guint16)sat_statement_int (statement, 1);
    step.value = column_value (statement, 2);
    step.written = (SatVersion){(SatHlc)sat_statement_int (statement, 3),
                                (guint32)sat_statement_int (statement, 4)};
    g_array_append_val (steps, step);
  }
  return NULL;
}

#define COUNTING_STEPS                                                                             \
  "SELECT 1 FROM history h JOIN change c ON c.id = h.change WHERE h.record = ?1 AND h.v_to > ?2"   \
  " AND c.undone_by IS NULL AND NOT EXISTS (SELECT 1 FROM change t WHERE t.undone_by = c.id AND "  \
  "t.id > ?3)"

gboolean
sat_undo_edited_since (SatWriter *writer,
                       gint64 change,
                       gint64 record,
                       guint16 field,
                       SatHlc since,
                       gboolean *edited,
                       GError **error)
{
  /* An edit that was undone, and what undid it, cancel out if both came after @change: whoever goes
   * back step by step gets to the start, and whoever then goes forth gets to the end. */
  const char *sql =
      field != 0 ? COUNTING_STEPS " AND h.field = ?4 LIMIT 1" : COUNTING_STEPS " LIMIT 1";
  g_autoptr (SatStatement) statement =
      sat_statement_cached (sat_writer_get_connection (writer), sql, error);

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, record);
  sat_statement_bind_int (statement, 2, (gint64)since);
  sat_statement_bind_int (statement, 3, change);
  if (field != 0)
    sat_statement_bind_int (statement, 4, field);
  return sat_statement_step (statement, edited, error);
}

/* A group stands and falls together: if one of its fields was edited since, none goes back. */
static gboolean
step_is_ours (SatWriter *writer,
              gint64 change,
              const SatRow *row,
              const SatField *field,
              const Step *step,
              gboolean *ours,
              GError **error)
{
  SatVersion now = sat_versions_get (row->versions, sat_version_number (field));
  gboolean edited = FALSE;

  *ours = TRUE;
  if (sat_version_compare (&now, &step->written) == 0)
    return TRUE;
  for (guint i = 0; !edited && i < row->type->n_fields; i++) {
    const SatField *other = row->type->fields[i];

    if (other != field && (field->group == 0 || other->group != field->group))
      continue;
    if (!sat_undo_edited_since (writer, change, row->id, other->number, step->written.hlc, &edited,
                                error))
      return FALSE;
  }
  *ours = !edited;
  return TRUE;
}

static gboolean
restore_record (SatWriter *writer, Undo *undo, Step *steps, guint n_steps, GError **error)
{
  g_auto (SatRow) row = {0};
  g_autofree SatWriteField *fields = g_new0 (SatWriteField, n_steps);
  gsize n_fields = 0;

  if (!sat_writer_read_row (writer, steps[0].record, FALSE, &row, error))
    return FALSE;
  if (row.type == NULL || row.deleted) {
    sat_undo_keep (undo->report, steps[0].record, NULL, _ ("It has been deleted since."));
    return TRUE;
  }
  for (guint i = 0; i < n_steps; i++) {
    const SatField *field = sat_type_field_by_number (row.type, steps[i].field);
    gboolean ours;

    if (field == NULL)
      continue;
    if (!step_is_ours (writer, undo->change, &row, field, &steps[i], &ours, error))
      return FALSE;
    if (ours)
      fields[n_fields++] = (SatWriteField){field, steps[i].value, SAT_VERSION_NONE};
    else
      sat_undo_keep (undo->report, row.id, field, _ ("It has been edited since."));
  }
  undo->report->restored += n_fields;
  return n_fields == 0 ||
         sat_writer_put_existing (writer, row.id, fields, n_fields, SAT_ORIGIN_UNDO, error);
}

static gboolean
restore_fields (SatWriter *writer, Undo *undo, GError **error)
{
  g_autoptr (GArray) steps = replaced_fields (writer, undo, error);
  guint start = 0;

  if (steps == NULL)
    return FALSE;
  for (guint i = 1; i <= steps->len; i++) {
    if (i < steps->len &&
        g_array_index (steps, Step, i).record == g_array_index (steps, Step, start).record)
      continue;
    if (!restore_record (writer, undo, &g_array_index (steps, Step, start), i - start, error))
      return FALSE;
    start = i;
  }
  return TRUE;
}

static gboolean
read_change (SatWriter *writer, Undo *undo, GError **error)
{
  g_autoptr (SatStatement) statement = sat_statement_cached (
      sat_writer_get_connection (writer),
      "SELECT history_first, history_last, undone_by IS NOT NULL FROM change WHERE id = ?1", error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, undo->change);
  if (!sat_statement_step (statement, &row, error))
    return FALSE;
  if (!row) {
    g_set_error_literal (error, SAT_STORE_ERROR, SAT_STORE_ERROR_NOT_FOUND,
                         _ ("There is no such change."));
    return FALSE;
  }
  if (sat_statement_int (statement, 2)) {
    g_set_error_literal (error, SAT_STORE_ERROR, SAT_STORE_ERROR_CONFLICT,
                         _ ("This change has been undone already."));
    return FALSE;
  }
  undo->first = sat_statement_int (statement, 0);
  undo->last = sat_statement_int (statement, 1);
  return TRUE;
}

static gboolean
mark_undone (SatWriter *writer, Undo *undo, GError **error)
{
  g_autoptr (SatStatement) statement = sat_statement_cached (
      sat_writer_get_connection (writer),
      "UPDATE change SET undone_by = ?2, unfinished = 0 WHERE id = ?1", error);

  if (statement == NULL || !sat_writer_ensure_change (writer, error))
    return FALSE;
  undo->report->change = writer->change;
  undo->report->uuid = writer->change_uuid;
  sat_statement_bind_int (statement, 1, undo->change);
  sat_statement_bind_int (statement, 2, writer->change);
  return sat_statement_run (statement, error);
}

static gboolean
undo_cb (SatWriter *writer, gpointer data, GError **error)
{
  Undo *undo = data;

  return read_change (writer, undo, error) && bring_back_deleted (writer, undo, error) &&
         restore_fields (writer, undo, error) &&
         sat_undo_created (writer, undo->change, undo->report, error) &&
         mark_undone (writer, undo, error);
}

static SatUndoReport *
invert (SatStore *store, const SatChangeInfo *info, SatChangeKind kind, GError **error)
{
  g_autoptr (SatUndoReport) report = report_new ();
  Undo undo = {.change = info->id, .report = report};

  if (!sat_store_write (store, kind, info->label, undo_cb, &undo, NULL, error))
    return NULL;
  return g_steal_pointer (&report);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatChangeInfo, sat_change_info_free)

SatChangeInfo *
sat_undo_peek (SatReader *reader, gboolean redo, GError **error)
{
  const char *sql =
      redo ? "SELECT max(u.id) FROM change u WHERE u.kind = 3 AND u.undone_by IS NULL"
             " AND u.id > (SELECT coalesce(max(e.id), 0) FROM change e WHERE e.kind IN (1, 2))"
           : "SELECT max(id) FROM change WHERE kind NOT IN (3, 5) AND undone_by IS NULL";
  gint64 change;

  g_return_val_if_fail (reader != NULL, NULL);

  if (!sat_connection_query_int (sat_reader_get_connection (reader), sql, 0, &change, error))
    return NULL;
  return change != 0 ? sat_history_change (reader, change, error) : NULL;
}

static SatUndoReport *
invert_next (SatStore *store, gboolean redo, GError **error)
{
  g_autoptr (SatReader) reader = sat_store_open_reader (store, error);
  g_autoptr (SatChangeInfo) info = NULL;
  g_autoptr (GError) failure = NULL;

  if (reader == NULL)
    return NULL;
  info = sat_undo_peek (reader, redo, &failure);
  if (failure != NULL) {
    g_propagate_error (error, g_steal_pointer (&failure));
    return NULL;
  }
  if (info == NULL) {
    g_set_error_literal (error, SAT_STORE_ERROR, SAT_STORE_ERROR_NOTHING,
                         redo ? _ ("There is nothing to redo.") : _ ("There is nothing to undo."));
    return NULL;
  }
  return invert (store, info, redo ? SAT_CHANGE_REDO : SAT_CHANGE_UNDO, error);
}

SatUndoReport *
sat_undo_last (SatStore *store, GError **error)
{
  g_return_val_if_fail (SAT_IS_STORE (store), NULL);
  return invert_next (store, FALSE, error);
}

SatUndoReport *
sat_redo_last (SatStore *store, GError **error)
{
  g_return_val_if_fail (SAT_IS_STORE (store), NULL);
  return invert_next (store, TRUE, error);
}

SatUndoReport *
sat_undo_change (SatStore *store, gint64 change, GError **error)
{
  g_autoptr (SatReader) reader = NULL;
  g_autoptr (SatChangeInfo) info = NULL;

  g_return_val_if_fail (SAT_IS_STORE (store), NULL);

  reader = sat_store_open_reader (store, error);
  info = reader != NULL ? sat_history_change (reader, change, error) : NULL;
  return info != NULL ? invert (store, info, SAT_CHANGE_UNDO, error) : NULL;
}

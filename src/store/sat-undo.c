/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The stack of changes, and the frame of an undo. */

#include "config.h"

#include "sat-undo-private.h"

#include <glib/gi18n-lib.h>

static void
kept_free (gpointer data)
{
  SatUndoKept *kept = data;

  g_free (kept->field);
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
sat_undo_keep (SatUndo *undo, gint64 record, const SatField *field, const char *reason)
{
  SatUndoKept *kept = g_new0 (SatUndoKept, 1);

  kept->record = record;
  kept->field = field != NULL ? g_strdup (field->name) : NULL;
  kept->reason = g_strdup (reason);
  g_ptr_array_add (undo->report->kept, kept);
  undo->partial = TRUE;
}

/* A change that wrote after that moment stands while it is on; one that wrote before, or made the
 * record, has its say now only if it was turned off since. Otherwise what it and its inverses did
 * cancels out. */
#define STANDING                                                                                   \
  "SELECT 1 FROM history h JOIN change k ON k.id = h.change"                                       \
  " JOIN change b ON b.id = coalesce (k.undoes, k.id)"                                             \
  " WHERE h.record = ?1 AND h.v_to > ?2 AND b.id <> ?3 AND (b.undone_by IS NULL) = (EXISTS"        \
  " (SELECT 1 FROM history o WHERE o.record = h.record AND o.field = h.field"                      \
  "  AND o.v_to > ?2 AND o.change = b.id) OR (b.hlc_last > ?2 AND EXISTS"                          \
  " (SELECT 1 FROM change_created n WHERE n.change = b.id"                                         \
  "  AND h.record BETWEEN n.first AND n.last)))" /* What an inverse wrote elsewhere only to keep   \
                                                    the records whole has no say. */               \
  " AND (b.id = k.id OR EXISTS (SELECT 1 FROM history o WHERE o.record = h.record"                 \
  "  AND o.field = h.field AND o.change = b.id) OR EXISTS (SELECT 1 FROM change_created n"         \
  "  WHERE n.change = b.id AND h.record BETWEEN n.first AND n.last))"

gboolean
sat_undo_stands (
    SatUndo *undo, gint64 record, int field, SatHlc since, gboolean *stands, GError **error)
{
  const char *sql = field >= 0 ? STANDING " AND h.field = ?4 LIMIT 1" : STANDING " LIMIT 1";
  g_autoptr (SatStatement) statement = sat_statement_cached (undo->writer->connection, sql, error);

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, record);
  sat_statement_bind_int (statement, 2, (gint64)since);
  sat_statement_bind_int (statement, 3, undo->base);
  if (field >= 0)
    sat_statement_bind_int (statement, 4, field);
  return sat_statement_step (statement, stands, error);
}

static gboolean
read_change (SatUndo *undo, GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_statement_cached (undo->writer->connection,
                            "SELECT history_first, history_last, undone_by IS NOT NULL,"
                            " coalesce (undoes, id), hlc, hlc_last FROM change WHERE id = ?1",
                            error);
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
  undo->base = sat_statement_int (statement, 3);
  undo->hlc = (SatHlc)sat_statement_int (statement, 4);
  undo->hlc_last = (SatHlc)sat_statement_int (statement, 5);
  undo->writer->undoes = undo->base;
  return sat_undo_read_created (undo, error);
}

static gboolean
note (SatUndo *undo, const char *sql, gint64 first, gint64 second, GError **error)
{
  g_autoptr (SatStatement) statement = sat_statement_cached (undo->writer->connection, sql, error);

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, first);
  sat_statement_bind_int (statement, 2, second);
  return sat_statement_run (statement, error);
}

static gboolean
turn (SatUndo *undo, gboolean whole, GError **error)
{
  SatWriter *writer = undo->writer;

  /* Nothing could be taken back, and the change stays on: no trace. */
  if (!whole && undo->report->restored == 0)
    return TRUE;
  if (!sat_writer_ensure_change (writer, error))
    return FALSE;
  undo->report->change = writer->change;
  undo->report->uuid = writer->change_uuid;
  if (!whole)
    return TRUE;
  /* The inverse of an undo turns the user's change on again. */
  return (undo->base == undo->change ||
          note (undo, "UPDATE change SET undone_by = NULL WHERE id = ?1 AND undone_by = ?2",
                undo->base, undo->change, error)) &&
         note (undo, "UPDATE change SET undone_by = ?2, unfinished = 0 WHERE id = ?1", undo->change,
               writer->change, error);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatChangeInfo, sat_change_info_free)

typedef struct {
  gint64 change; /* 0: the next one to undo or redo */
  gboolean redo;
  SatUndoReport *report;
} Job;

/* What to invert, looked up within the transaction. */
static SatChangeInfo *
find_change (SatWriter *writer, const Job *job, GError **error)
{
  SatReader *reader = sat_writer_get_reader (writer);
  g_autoptr (SatChangeInfo) info = NULL;
  g_autoptr (GError) failure = NULL;

  info = job->change != 0 ? sat_history_change (reader, job->change, &failure)
                          : sat_undo_peek (reader, job->redo, &failure);
  if (failure != NULL) {
    g_propagate_error (error, g_steal_pointer (&failure));
  } else if (info == NULL) {
    g_set_error_literal (error, SAT_STORE_ERROR, SAT_STORE_ERROR_NOTHING,
                         job->redo ? _ ("There is nothing to redo.")
                                   : _ ("There is nothing to undo."));
  } else if (job->change != 0 && (info->kind == SAT_CHANGE_UNDO || info->kind == SAT_CHANGE_REDO)) {
    g_set_error_literal (error, SAT_STORE_ERROR, SAT_STORE_ERROR_CONFLICT,
                         _ ("Only redo takes back an undo."));
    return NULL;
  }
  return g_steal_pointer (&info);
}

static gboolean
undo_cb (SatWriter *writer, gpointer data, GError **error)
{
  const Job *job = data;
  g_autoptr (SatChangeInfo) info = find_change (writer, job, error);
  g_autoptr (GHashTable) deaths =
      g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  g_autoptr (GArray) created = g_array_new (FALSE, FALSE, sizeof (SatUndoRange));
  g_autoptr (GHashTable) suspects =
      g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  SatUndo undo = {.writer = writer,
                  .created = created,
                  .deaths = deaths,
                  .suspects = suspects,
                  .report = job->report};

  if (info == NULL)
    return FALSE;
  g_free (writer->label);
  writer->label = g_strdup (info->label);
  undo.change = info->id;
  /* Nothing that is on came after the next one: it is done with, whatever stays. */
  return read_change (&undo, error) && sat_undo_deleted (&undo, error) &&
         sat_undo_waiting (&undo, error) && sat_undo_fields (&undo, error) &&
         sat_undo_created (&undo, error) && sat_undo_primaries (&undo, error) &&
         turn (&undo, job->change == 0 || !undo.partial, error);
}

static SatUndoReport *
invert (SatStore *store, gint64 change, gboolean redo, GError **error)
{
  g_autoptr (SatUndoReport) report = report_new ();
  Job job = {change, redo, report};

  g_return_val_if_fail (SAT_IS_STORE (store), NULL);

  if (!sat_store_write (store, redo ? SAT_CHANGE_REDO : SAT_CHANGE_UNDO, NULL, undo_cb, &job, NULL,
                        error))
    return NULL;
  return g_steal_pointer (&report);
}

SatUndoReport *
sat_undo_last (SatStore *store, GError **error)
{
  return invert (store, 0, FALSE, error);
}

SatUndoReport *
sat_redo_last (SatStore *store, GError **error)
{
  return invert (store, 0, TRUE, error);
}

SatUndoReport *
sat_undo_change (SatStore *store, gint64 change, GError **error)
{
  g_return_val_if_fail (change != 0, NULL);
  return invert (store, change, FALSE, error);
}

SatChangeInfo *
sat_undo_peek (SatReader *reader, gboolean redo, GError **error)
{
  const char *sql =
      redo ? "SELECT max(u.id) FROM change u WHERE u.kind = 3 AND u.undone_by IS NULL"
             " AND u.id > (SELECT coalesce(max(e.id), 0) FROM change e WHERE e.kind IN (1, 2))"
           : "SELECT max(id) FROM change WHERE kind IN (1, 2) AND undone_by IS NULL";
  gint64 change;

  g_return_val_if_fail (reader != NULL, NULL);

  if (!sat_connection_query_int (sat_reader_get_connection (reader), sql, 0, &change, error))
    return NULL;
  return change != 0 ? sat_history_change (reader, change, error) : NULL;
}

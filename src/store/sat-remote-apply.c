/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A page of the server, in one transaction. */

#include "config.h"

#include "sat-fault.h"
#include "sat-purge.h"
#include "sat-remote-private.h"
#include "sat-store-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static void
note_versions (SatRemote *self, const SatClocks *clocks)
{
  self->latest = MAX (self->latest, sat_clocks_latest (clocks).hlc);
}

gboolean
sat_remote_held (SatRemote *self, const SatUuid *uuid, SatRow *held, gint64 *seq, GError **error)
{
  *seq = -1;
  if (!sat_writer_find_row (self->writer, uuid, held, error) ||
      (held->id != 0 && self->has_outbox && !sat_shadow_seq (self->writer, held->id, seq, error)))
    return FALSE;
  *seq = MAX (*seq, held->seq);
  return TRUE;
}

/* Entries whose effect is in this row already end here. An answer names the commit of the last
 * edit that it is for; what is known to be this very edit need not wait for that. */
static gboolean
end_covered (SatRemote *self, gint64 record, const SatPageRow *row, GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_statement_cached (self->writer->connection,
                            "UPDATE outbox SET state = 3 WHERE record = ?1 AND state = 2"
                            " AND (acked_seq <= ?2 OR m <= ?3)",
                            error);

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, record);
  sat_statement_bind_int (statement, 2, row->seq);
  sat_statement_bind_int (statement, 3, row->m);
  if (!sat_statement_run (statement, error))
    return FALSE;
  self->applied.confirmed += (guint)sat_connection_changes (self->writer->connection);
  return TRUE;
}

gboolean
sat_remote_note_seq (SatRemote *self, gint64 record, gint64 seq, GError **error)
{
  g_autoptr (SatStatement) statement = sat_statement_cached (
      self->writer->connection, "UPDATE record SET seq = ?2 WHERE id = ?1", error);

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, record);
  sat_statement_bind_int (statement, 2, seq);
  return sat_statement_run (statement, error);
}

static gboolean
lay_under (SatRemote *self,
           const SatPageRow *row,
           SatRow *held,
           const SatPending *pending,
           SatServed *served,
           GError **error)
{
  self->applied.covered++;
  if (!sat_shadow_write (self->writer, held->id, row->seq, row->deleted, &row->into, &row->root,
                         row->clocks, row->fields, error))
    return FALSE;
  /* A record that is deleted elsewhere stays until the server has answered for its edits. */
  if (row->deleted)
    return TRUE;
  if (pending->all)
    return sat_remote_note_seq (self, held->id, row->seq, error);
  return sat_overlay_merge (self->writer, held, pending, served, error) &&
         sat_served_become (served, self->writer, held, error);
}

static gboolean
set_root (SatRemote *self, gint64 record, gint64 root, GError **error)
{
  g_autoptr (SatStatement) statement = sat_statement_cached (
      self->writer->connection, "UPDATE record SET root = ?2 WHERE id = ?1", error);

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, record);
  sat_statement_bind_int (statement, 2, root);
  self->writer->root_of = 0;
  return sat_statement_run (statement, error);
}

/* What is deleted goes with its root as well. *@held: was it ever here? If not, its past may come
 * all the same. */
static gboolean
place_deleted (
    SatRemote *self, const SatPageRow *row, SatRow *held, gboolean *is_held, GError **error)
{
  SatWireMap *map = sat_writer_get_wire (self->writer);
  gint64 stub;

  *is_held = held->id != 0;
  if (!sat_wire_map_id (map, self->writer, &row->root, &held->root, error))
    return FALSE;
  return *is_held || (sat_wire_map_id (map, self->writer, &row->id, &stub, error) &&
                      set_root (self, stub, held->root, error));
}

static gboolean
take_row (SatRemote *self, const SatType *type, const SatPageRow *row, SatRow *held, GError **error)
{
  g_auto (SatServed) served = {.seq = row->seq, .deleted = row->deleted, .into = row->into};
  g_auto (SatPending) pending = {0};

  gboolean is_held = TRUE;

  if (!sat_served_read (self->writer, type, row->clocks, row->fields, &served, error) ||
      (row->deleted && !place_deleted (self, row, held, &is_held, error)))
    return FALSE;
  if (row->deleted && (!is_held || (SAT_BUG ("delete-ignored") && held->deleted))) {
    self->applied.ignored++; /* Nobody here has ever seen it. */
    self->unseen++;
    return TRUE;
  }
  /* What was taken away from here has nothing to lay over it, whatever was sent of it. */
  if (held->type != NULL && self->has_outbox &&
      (!end_covered (self, held->id, row, error) ||
       !sat_pending_read (self->writer, held->id, row->seq, 0, &pending, error)))
    return FALSE;
  self->applied.rows++;
  self->applied.deleted += row->deleted;
  /* Nothing is edited of what was taken away from here meanwhile. */
  if (pending.any && held->type != NULL && !SAT_BUG ("page-over-edit"))
    return lay_under (self, row, held, &pending, &served, error);
  /* Reading the values may have made a stub of it, where it points to itself. */
  if (held->id == 0 && !sat_remote_held (self, &row->id, held, &(gint64){0}, error))
    return FALSE;
  return sat_served_become (&served, self->writer, held, error) &&
         (!self->has_outbox || sat_shadow_remove (self->writer, held->id, error));
}

gboolean
sat_remote_take (SatRemote *self,
                 const SatType *type,
                 const SatPageRow *row,
                 SatRow *held,
                 gint64 seq,
                 GError **error)
{
  note_versions (self, row->clocks);
  if (seq >= row->seq || (held->type != NULL && held->type != type))
    self->applied.ignored++;
  else if (!take_row (self, type, row, held, error))
    return FALSE;
  /* It was gone and came again, though it may have waited and still be the same. */
  return held->id == 0 || sat_purge_keep (self->writer, held->id, error);
}

gboolean
sat_remote_row (SatRemote *self, const SatPageRow *row, GError **error)
{
  const SatType *type;
  g_auto (SatRow) held = {0};
  gint64 seq;

  if (strcmp (row->type, "history") == 0)
    return sat_remote_history (self, row, error);
  if (strcmp (row->type, "conflict") == 0)
    return sat_remote_conflict (self, row, error);
  type = sat_registry_type (self->writer->registry, row->type);
  if (type == NULL) {
    note_versions (self, row->clocks);
    return sat_remote_keep_extra (self, row, error);
  }
  return sat_remote_held (self, &row->id, &held, &seq, error) &&
         sat_remote_take (self, type, row, &held, seq, error);
}

static gboolean
take_gone (SatRemote *self, const SatUuid *uuid, GError **error)
{
  gboolean done;
  gint64 root;

  if (!sat_remote_find (self->writer, uuid, &root, error) ||
      !sat_remote_forget_extra (self->writer, uuid, error))
    return FALSE;
  /* It was to come yet. */
  if (root == 0)
    return sat_purge_pairs (self->writer, uuid, error);
  self->applied.gone++;
  return (!self->has_outbox || sat_purge_moved (self->writer, root, error)) &&
         sat_purge_root (self->writer, root, &done, error);
}

static gboolean
take_all (SatRemote *self, SatPageReader *page, GError **error)
{
  SatPageItem item = SAT_PAGE_ROW;
  SatPageRow row = {0};
  SatUuid gone;
  gboolean ok = TRUE;

  while (ok && item != SAT_PAGE_END &&
         !(SAT_BUG ("cursor-ahead-of-rows") && self->applied.rows >= 20)) {
    ok = sat_page_reader_next (page, &item, &row, &gone, error);
    if (ok && item == SAT_PAGE_ROW)
      ok = sat_remote_row (self, &row, error);
    else if (ok && item == SAT_PAGE_GONE)
      ok = take_gone (self, &gone, error);
    else if (ok && item == SAT_PAGE_PART)
      ok = sat_remote_part (self, &row, error);
  }
  sat_page_row_clear (&row);
  return ok && sat_remote_check_parts (self, page, error);
}

/* Everything was pulled anew: what did not come is not there any more. */
static gboolean
sweep (SatRemote *self, GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_statement_new (self->writer->connection,
                         "SELECT id FROM record AS r WHERE seq = 0 AND type <> 0 AND NOT EXISTS"
                         " (SELECT 1 FROM outbox WHERE record = r.id AND state < 3)"
                         " ORDER BY id DESC",
                         error);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (statement == NULL || !sat_statement_append_ints (statement, ids, error))
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    if (!sat_purge_alone (self->writer, g_array_index (ids, gint64, i), error))
      return FALSE;
  return sat_connection_exec (
             self->writer->connection,
             "DELETE FROM conflict WHERE seq = 0; DELETE FROM extra_row WHERE seq = 0;"
             /* Under edits: as soon as the server has answered for them. */
             "INSERT INTO purge (record) SELECT id FROM record AS r WHERE seq = 0 AND type <> 0"
             " AND NOT EXISTS (SELECT 1 FROM shadow WHERE record = r.id AND seq > 0)"
             " ON CONFLICT DO NOTHING",
             error) &&
         sat_sync_set (self->writer->connection, SAT_SYNC_SWEEP, NULL, error);
}

/* How far a first load has come: whoever goes on with it tells. What comes twice counts once. */
static gboolean
count_load (SatRemote *self, const SatPageHead *head, gboolean complete, GError **error)
{
  SatConnection *connection = self->writer->connection;
  SatApplied *applied = &self->applied;

  applied->about = head->about > 0 ? head->about : self->state->about;
  if (applied->about == 0)
    return TRUE;
  if (complete) {
    applied->about = 0;
    return sat_sync_set (connection, SAT_SYNC_ABOUT, NULL, error) &&
           sat_sync_set (connection, SAT_SYNC_LOADED, NULL, error);
  }
  applied->loaded = (head->about > 0 ? 0 : self->state->loaded) + applied->rows + applied->history +
                    applied->conflicts + self->unseen;
  return sat_sync_set_int (connection, SAT_SYNC_ABOUT, applied->about, error) &&
         sat_sync_set_int (connection, SAT_SYNC_LOADED, applied->loaded, error);
}

/* All is here. It was just told, so it is compared in an hour; at once if it began anew, as
 * something went wrong before. */
static gboolean
complete_pull (SatRemote *self, gint64 now, GError **error)
{
  SatConnection *connection = self->writer->connection;

  if (self->state->sweep)
    return sat_sync_set_int (connection, SAT_SYNC_COMPARED, 1, error) && sweep (self, error);
  return self->state->compared != 0 || sat_sync_set_int (connection, SAT_SYNC_COMPARED, now, error);
}

static gboolean
advance (SatRemote *self, const SatPageHead *head, GError **error)
{
  SatConnection *connection = self->writer->connection;
  gint64 now = sat_clock_now (self->writer->store->clock);
  gboolean complete = !head->more && sat_pull_state_is_complete (&head->upto);

  return sat_sync_set (connection, SAT_SYNC_CURSOR, head->upto.cursor, error) &&
         sat_sync_set (connection, SAT_SYNC_SV, head->upto.sv, error) &&
         sat_sync_set (connection, SAT_SYNC_BF, head->upto.bf, error) &&
         sat_sync_set_int (connection, SAT_SYNC_HEAD, head->head, error) &&
         count_load (self, head, complete, error) &&
         (!complete || (sat_sync_set_int (connection, SAT_SYNC_WHOLE,
                                          sat_cursor_seq (head->upto.cursor), error) &&
                        sat_sync_set_int (connection, SAT_SYNC_LAST_OK, now, error) &&
                        complete_pull (self, now, error))) &&
         /* Before that a record may still be to come, with a later edit. */
         (!complete || sat_remote_settle (self->writer, sat_cursor_seq (head->upto.cursor), TRUE,
                                          &self->applied.confirmed, error));
}

static gboolean
is_same (const SatPullState *a, const SatPullState *b)
{
  return strcmp (a->cursor, b->cursor) == 0 && strcmp (a->sv, b->sv) == 0 &&
         strcmp (a->bf, b->bf) == 0;
}

typedef struct {
  SatPageReader *page;
  SatApplied applied;
} Job;

static gboolean
apply (SatRemote *self, SatPageReader *page, GError **error)
{
  const SatPageHead *head = sat_page_reader_head (page);
  gint64 n;

  if (!is_same (&head->from, &self->state->at) && !SAT_BUG ("stale-page-taken")) {
    g_set_error (error, SAT_STORE_ERROR, SAT_STORE_ERROR_CONFLICT,
                 _ ("The page does not follow what this file has."));
    return FALSE;
  }
  if (!sat_connection_query_int (self->writer->connection,
                                 "SELECT EXISTS (SELECT 1 FROM outbox WHERE state = 0)"
                                 " OR EXISTS (SELECT 1 FROM outbox WHERE state = 2)"
                                 " OR EXISTS (SELECT 1 FROM shadow)"
                                 /* Found by its number: what was sent stays for weeks. */
                                 " OR EXISTS (SELECT 1 FROM outbox WHERE state = 1 AND m >"
                                 "  (SELECT ifnull (max (CAST (value AS INTEGER)), 0)"
                                 "   FROM sync_state WHERE key = '" SAT_SYNC_LAST_M "'))",
                                 0, &n, error))
    return FALSE;
  self->has_outbox = n != 0;
  if (!take_all (self, page, error) || !advance (self, head, error) ||
      !sat_purge_waiting (self->writer, error) || !sat_purge_finish (self->writer, error))
    return FALSE;
  /* Later than whatever has come: our next edit is. */
  self->writer->last_hlc = MAX (self->writer->last_hlc, self->latest);
  return TRUE;
}

static gboolean
apply_cb (SatWriter *writer, gpointer data, GError **error)
{
  Job *job = data;
  g_autoptr (SatRemoteState) state = sat_remote_state_read (writer->connection, error);
  g_autoptr (GHashTable) rooted = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  SatRemote self = {.writer = writer, .state = state, .rooted = rooted};
  gboolean ok;

  if (state == NULL)
    return FALSE;
  writer->user = 0; /* Nobody here did this. */
  ok = apply (&self, job->page, error);
  sat_page_check_free (self.check);
  job->applied = self.applied;
  return ok;
}

gboolean
sat_remote_apply (SatStore *store, SatPageReader *page, SatApplied *applied, GError **error)
{
  Job job = {.page = page};

  g_return_val_if_fail (SAT_IS_STORE (store), FALSE);
  g_return_val_if_fail (page != NULL, FALSE);

  if (!sat_store_write (store, SAT_CHANGE_REMOTE, _ ("Received"), apply_cb, &job, NULL, error))
    return FALSE;
  if (applied != NULL)
    *applied = job.applied;
  return TRUE;
}

/* The records of what is settled up to @seq, each once while its rows are neighbours. */
static gboolean
find_settled (SatWriter *writer, gint64 seq, GArray *records, guint *n, GError **error)
{
  g_autoptr (SatStatement) statement = sat_statement_cached (
      writer->connection, "SELECT record FROM outbox WHERE state = 2 AND acked_seq <= ?1", error);
  gboolean row = TRUE;
  gint64 last = -1;

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, seq);
  while (row) {
    gint64 record;

    if (!sat_statement_step (statement, &row, error))
      return FALSE;
    record = row ? sat_statement_int (statement, 0) : 0;
    if (row && record != last)
      g_array_append_val (records, record);
    last = record;
    if (row && n != NULL)
      (*n)++;
  }
  return TRUE;
}

gboolean
sat_remote_settle (SatWriter *writer, gint64 seq, gboolean complete, guint *n, GError **error)
{
  g_autoptr (SatStatement) statement = NULL;
  g_autoptr (GArray) records = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (!find_settled (writer, seq, records, n, error))
    return FALSE;
  if (records->len == 0)
    return TRUE;
  statement = sat_statement_cached (
      writer->connection, "UPDATE outbox SET state = 3 WHERE state = 2 AND acked_seq <= ?1", error);
  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, seq);
  if (!sat_statement_run (statement, error))
    return FALSE;
  for (guint i = 0; i < records->len; i++)
    if (!sat_overlay_refresh (writer, g_array_index (records, gint64, i), complete, error))
      return FALSE;
  return TRUE;
}

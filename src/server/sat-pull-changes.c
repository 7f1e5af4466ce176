/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-fault.h"
#include "sat-pull-private.h"

/* What happened after the cursor, commit by commit: first the roots that entered or left, then the
 * children that went to another root, then rows.
 *
 * All is decided by what the caller sees in the snapshot. A root that is not seen there sends
 * nothing, whatever it was in between; one that is seen and that came in after a row is sent whole
 * when that commit is reached, so its rows before that are left out: the client never gets parts of
 * a root that it does not hold. */

typedef struct {
  GArray *changes; /* of SatStoredRootChange */
  GArray *moves;   /* of SatStoredMove */
  GPtrArray *rows; /* of SatStoredRecord */
  GPtrArray *history;
  guint change, move, row, past; /* the next of each */
  gint64 upto;                   /* read that far */
  gint64 cut;                    /* the last commit whose changes were not all read, 0: none */
} Batch;

static void
batch_clear (Batch *self)
{
  g_clear_pointer (&self->changes, g_array_unref);
  g_clear_pointer (&self->moves, g_array_unref);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->history, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Batch, batch_clear)

static gboolean
read_batch (SatPull *self, Batch *batch, GError **error)
{
  gint64 middle = self->position.middle;
  SatSetFilter filter = {self->sees, self->n_sets};
  gint64 rows_upto, history_upto;
  guint most = self->limit + 1;

  batch->changes = g_array_new (FALSE, FALSE, sizeof (SatStoredRootChange));
  batch->moves = g_array_new (FALSE, FALSE, sizeof (SatStoredMove));
  batch->rows = g_ptr_array_new_with_free_func ((GDestroyNotify)sat_stored_record_free);
  batch->history = g_ptr_array_new_with_free_func ((GDestroyNotify)sat_stored_history_free);
  if (!self->api->root_changes (self->transaction, middle > 0 ? middle : self->seq,
                                middle > 0 ? &self->position.at.root : NULL, most, batch->changes,
                                error) ||
      !self->api->feed (self->transaction, self->seq, &filter, self->limit, SAT_PULL_MOST_SEEN,
                        batch->rows, &rows_upto, error) ||
      !self->api->history_feed (self->transaction, self->seq, &filter, self->limit,
                                SAT_PULL_MOST_SEEN, batch->history, &history_upto, error))
    return FALSE;
  batch->upto = MIN (rows_upto, history_upto);
  if (batch->changes->len == most) {
    batch->cut = g_array_index (batch->changes, SatStoredRootChange, most - 1).seq;
    batch->upto = MIN (batch->upto, batch->cut);
  }
  return self->api->moves (self->transaction, self->seq, batch->upto, batch->moves, error);
}

/* When the root last became something that the caller did not see before, or that cannot be trusted
 * to have been sent: 0 if never. */
static gboolean
last_entry (SatPull *self, const SatUuid *root, gint64 *seq, GError **error)
{
  g_autoptr (GArray) changes = NULL;
  const gint64 *kept;

  *seq = 0;
  if (self->newest_change <= self->seq)
    return TRUE;
  kept = g_hash_table_lookup (self->entries, root);
  if (kept != NULL) {
    *seq = *kept;
    return TRUE;
  }
  changes = g_array_new (FALSE, FALSE, sizeof (SatStoredRootChange));
  if (!self->api->changes_of_root (self->transaction, root, self->seq, changes, error))
    return FALSE;
  for (guint i = 0; i < changes->len; i++) {
    const SatStoredRootChange *change = &g_array_index (changes, SatStoredRootChange, i);

    if (change->seq <= self->position.untrusted ||
        (!sat_pull_sees_set (self, change->old_set) && sat_pull_sees_set (self, change->new_set)))
      *seq = change->seq;
  }
  g_hash_table_insert (self->entries, g_memdup2 (root, sizeof *root), g_memdup2 (seq, sizeof *seq));
  return TRUE;
}

/* Was the root of a set, then or earlier, that the client may have been sent? */
static gboolean
was_maybe_held (SatPull *self, const SatUuid *root, gboolean *held, GError **error)
{
  g_autoptr (GArray) changes = g_array_new (FALSE, FALSE, sizeof (SatStoredRootChange));

  if (!self->api->changes_of_root (self->transaction, root, 0, changes, error))
    return FALSE;
  *held = FALSE;
  for (guint i = 0; i < changes->len; i++) {
    guint set = g_array_index (changes, SatStoredRootChange, i).old_set;

    *held |= set < self->n_sets && self->may_hold[set] != 0;
  }
  return TRUE;
}

/* Does the commit make a child of it? Then its move tells. */
static gboolean
becomes_child (SatPull *self, const SatStoredRootChange *change, gboolean *child, GError **error)
{
  g_autoptr (SatStoredRecord) record = NULL;

  *child = FALSE;
  if (change->new_set != SAT_NOBODY)
    return TRUE;
  if (!sat_transaction_record (self->transaction, &change->root, &record, error))
    return FALSE;
  *child = record != NULL; /* else it was erased */
  return TRUE;
}

/* What becomes of a root at a commit; LEAVES before ENTERS. */
typedef enum {
  LEAVES = 1 << 0,
  ENTERS = 1 << 1
} Fate;

/* The last change that is not trusted settles it: what the client may have goes, and what there is
 * comes whole. */
static gboolean
fate_in_doubt (
    SatPull *self, const SatStoredRootChange *change, gboolean enters, guint *fate, GError **error)
{
  g_autoptr (GArray) later = g_array_new (FALSE, FALSE, sizeof (SatStoredRootChange));
  gboolean held;

  if (!self->api->changes_of_root (self->transaction, &change->root, change->seq, later, error))
    return FALSE;
  if (later->len > 0 &&
      g_array_index (later, SatStoredRootChange, 0).seq <= self->position.untrusted)
    return TRUE;
  if (!was_maybe_held (self, &change->root, &held, error))
    return FALSE;
  *fate = (held ? LEAVES : 0) | (enters ? ENTERS : 0);
  return TRUE;
}

static gboolean
fate_of (SatPull *self, const SatStoredRootChange *change, guint *fate, GError **error)
{
  gboolean sees, enters, child;
  gint64 entry;

  *fate = 0;
  if (!last_entry (self, &change->root, &entry, error) ||
      !sat_pull_sees_root (self, &change->root, &sees, error))
    return FALSE;
  enters = sees && entry == change->seq;
  if (change->seq <= self->position.untrusted) {
    if (!fate_in_doubt (self, change, enters, fate, error))
      return FALSE;
  } else if (enters) {
    *fate = ENTERS;
  } else if (sat_pull_sees_set (self, change->old_set) &&
             !sat_pull_sees_set (self, change->new_set)) {
    *fate = LEAVES; /* also when it comes again: what hung from it may have left meanwhile */
  }
  if (!(*fate & LEAVES))
    return TRUE;
  if (!becomes_child (self, change, &child, error))
    return FALSE;
  if (child)
    *fate &= ~(guint)LEAVES;
  return TRUE;
}

/* Sends a root that entered; when the page is full, *@stopped and the place is kept. */
static gboolean
send_root (SatPull *self, gint64 seq, SatRootPosition at, gboolean *stopped, GError **error)
{
  gboolean complete;

  if (!sat_pull_send_root (self, &at, SAT_ROOT_HISTORY, &complete, error))
    return FALSE;
  self->position.at = at;
  self->position.middle = seq;
  *stopped = !complete;
  return TRUE;
}

static gboolean
apply_change (SatPull *self, const SatStoredRootChange *change, gboolean *stopped, GError **error)
{
  SatRootPosition start = {change->root, SAT_ROOT_DONE};
  guint fate;

  if (!fate_of (self, change, &fate, error))
    return FALSE;
  if ((fate & LEAVES) && !SAT_BUG ("gone-not-told"))
    sat_pull_send_gone (self, &change->root);
  if (fate & ENTERS)
    return send_root (self, change->seq, start, stopped, error);
  self->position.at = start;
  self->position.middle = change->seq;
  return TRUE;
}

/* The root in the midst of which the last page ended, unless it is another matter by now. */
static gboolean
resume (SatPull *self, gboolean *stopped, GError **error)
{
  SatRootPosition at = self->position.at;
  gboolean sees;
  gint64 entry;

  if (self->position.middle == 0 || at.part == SAT_ROOT_DONE)
    return TRUE;
  if (!sat_pull_sees_root (self, &at.root, &sees, error) ||
      !last_entry (self, &at.root, &entry, error))
    return FALSE;
  if (sees && entry <= self->position.middle)
    return send_root (self, self->position.middle, at, stopped, error);
  self->position.at = (SatRootPosition){at.root, SAT_ROOT_DONE};
  return TRUE;
}

/* Moves */

/* Did the caller see the root before the commit? */
static gboolean
saw_root_before (SatPull *self, const SatUuid *root, gint64 seq, gboolean *saw, GError **error)
{
  g_autoptr (GArray) changes = g_array_new (FALSE, FALSE, sizeof (SatStoredRootChange));

  if (!self->api->changes_of_root (self->transaction, root, seq - 1, changes, error))
    return FALSE;
  if (changes->len == 0)
    return sat_pull_sees_root (self, root, saw, error);
  *saw = sat_pull_sees_set (self, g_array_index (changes, SatStoredRootChange, 0).old_set);
  return TRUE;
}

static gboolean
send_history_of (SatPull *self, const SatUuid *id, GError **error)
{
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify)sat_stored_history_free);

  if (!self->api->history_of_record (self->transaction, id, 0, rows, error))
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    sat_pull_send_history (self, g_ptr_array_index (rows, i));
  return TRUE;
}

/* What moved away from sight; *@record: what did not, (transfer full). */
static gboolean
look_at_move (SatPull *self, const SatStoredMove *move, SatStoredRecord **record, GError **error)
{
  g_autoptr (SatStoredRecord) found = NULL;
  gboolean sees = FALSE, saw;

  *record = NULL;
  if (!sat_transaction_record (self->transaction, &move->id, &found, error) ||
      (found != NULL && !sat_pull_sees_root (self, &found->root, &sees, error)))
    return FALSE;
  if (sees) {
    *record = g_steal_pointer (&found);
    return TRUE;
  }
  if (!saw_root_before (self, &move->from, move->seq, &saw, error) ||
      (!saw && move->seq <= self->position.untrusted &&
       !was_maybe_held (self, &move->from, &saw, error)))
    return FALSE;
  if (saw && !SAT_BUG ("moved-child-stays"))
    sat_pull_send_gone (self, &move->id);
  return TRUE;
}

/* A child that is seen is sent as it is now, with its present root, whether it was held or not:
 * what the client has may still hang from the old one, and its history may be missing, for a root
 * that entered was sent without what has left it since. */
static gboolean
send_moved (SatPull *self, gint64 seq, const SatStoredRecord *record, GError **error)
{
  gint64 entry;

  if (!last_entry (self, &record->root, &entry, error))
    return FALSE;
  if (entry == seq) /* it came with its root */
    return TRUE;
  if ((record->seq != seq || entry > seq) && !sat_pull_send_record (self, record, error))
    return FALSE; /* else it follows as a row of this commit */
  return send_history_of (self, &record->id, error);
}

/* First what is gone: what else hung from it may be what moved. */
static gboolean
apply_moves_at (SatPull *self, GArray *moves, guint *next, gint64 seq, GError **error)
{
  g_autoptr (GPtrArray) seen =
      g_ptr_array_new_with_free_func ((GDestroyNotify)sat_stored_record_free);

  for (; *next < moves->len; (*next)++) {
    const SatStoredMove *move = &g_array_index (moves, SatStoredMove, *next);
    SatStoredRecord *record;

    if (move->seq != seq)
      break;
    if (!look_at_move (self, move, &record, error))
      return FALSE;
    if (record != NULL)
      g_ptr_array_add (seen, record);
  }
  for (guint i = 0; i < seen->len; i++)
    if (!send_moved (self, seq, g_ptr_array_index (seen, i), error))
      return FALSE;
  return TRUE;
}

/* Commits */

static gint64
next_seq (const Batch *batch)
{
  gint64 seq = G_MAXINT64;

  if (batch->change < batch->changes->len)
    seq = MIN (seq, g_array_index (batch->changes, SatStoredRootChange, batch->change).seq);
  if (batch->move < batch->moves->len)
    seq = MIN (seq, g_array_index (batch->moves, SatStoredMove, batch->move).seq);
  if (batch->row < batch->rows->len)
    seq = MIN (seq, ((SatStoredRecord *)g_ptr_array_index (batch->rows, batch->row))->seq);
  if (batch->past < batch->history->len)
    seq = MIN (seq, ((SatStoredHistory *)g_ptr_array_index (batch->history, batch->past))->seq);
  return seq;
}

static gboolean
apply_changes_at (SatPull *self, Batch *batch, gint64 seq, gboolean *stopped, GError **error)
{
  for (; batch->change < batch->changes->len && !*stopped; batch->change++) {
    const SatStoredRootChange *change =
        &g_array_index (batch->changes, SatStoredRootChange, batch->change);

    if (change->seq != seq)
      return TRUE;
    if (!apply_change (self, change, stopped, error))
      return FALSE;
    if (sat_pull_is_full (self)) /* the rest of this commit is for the next page */
      *stopped = TRUE;
  }
  if (seq == batch->cut)
    *stopped = TRUE;
  return TRUE;
}

/* Behind the commit's rows of history. */
static guint
end_of_past (const Batch *batch, gint64 seq)
{
  guint end = batch->past;

  while (end < batch->history->len &&
         ((SatStoredHistory *)g_ptr_array_index (batch->history, end))->seq == seq)
    end++;
  return end;
}

static gboolean
send_row (SatPull *self, Batch *batch, const SatStoredRecord *row, guint past_end, GError **error)
{
  gboolean sent;
  gint64 entry;

  if (!last_entry (self, &row->root, &entry, error))
    return FALSE;
  if (entry >= row->seq)
    return TRUE;
  return sat_pull_send_part (self, row, batch->history, batch->past, past_end, &sent, error) &&
         (sent || sat_pull_send_record (self, row, error));
}

static gboolean
apply_rows_at (SatPull *self, Batch *batch, gint64 seq, GError **error)
{
  guint past_end = end_of_past (batch, seq);
  gint64 entry;

  if (!apply_moves_at (self, batch->moves, &batch->move, seq, error))
    return FALSE;
  for (; batch->row < batch->rows->len; batch->row++) {
    const SatStoredRecord *row = g_ptr_array_index (batch->rows, batch->row);

    if (row->seq != seq)
      break;
    if (SAT_BUG ("conflict-not-sent") && g_str_equal (row->type, SAT_CONFLICT_TYPE))
      continue;
    if (!send_row (self, batch, row, past_end, error))
      return FALSE;
  }
  for (; batch->past < past_end; batch->past++) {
    const SatStoredHistory *row = g_ptr_array_index (batch->history, batch->past);

    if (row == NULL) /* it went with its record */
      continue;
    if (!last_entry (self, &row->root, &entry, error))
      return FALSE;
    if (entry < seq)
      sat_pull_send_history (self, row);
  }
  return TRUE;
}

/* Whole commits until the page is full. */
static gboolean
apply_batch (SatPull *self, Batch *batch, gboolean *stopped, GError **error)
{
  for (;;) {
    gint64 seq = next_seq (batch);

    if (self->position.middle > 0 && self->position.middle < seq)
      seq = self->position.middle;
    if (seq > batch->upto) {
      self->seq = batch->upto;
      return TRUE;
    }
    if (!apply_changes_at (self, batch, seq, stopped, error))
      return FALSE;
    if (*stopped) {
      self->seq = seq - 1;
      return TRUE;
    }
    if (!apply_rows_at (self, batch, seq, error))
      return FALSE;
    self->seq = SAT_BUG ("cursor-gap") && sat_pull_is_full (self) ? batch->upto : seq;
    self->position.middle = 0;
    self->position.at = (SatRootPosition){0};
    if (sat_pull_is_full (self))
      return TRUE;
  }
}

gboolean
sat_pull_changes (SatPull *self, GError **error)
{
  gboolean stopped = FALSE;

  while (!stopped && self->seq < self->head && !sat_pull_is_full (self)) {
    g_auto (Batch) batch = {0};

    if (!resume (self, &stopped, error))
      return FALSE;
    if (stopped)
      break;
    if (!read_batch (self, &batch, error) || !apply_batch (self, &batch, &stopped, error))
      return FALSE;
    if (batch.upto < self->head) /* enough was looked at */
      break;
  }
  if (self->position.middle == 0 && self->position.untrusted <= self->seq)
    self->position = (SatPullPosition){SAT_PULL_PLAIN};
  else
    self->position.mode = SAT_PULL_CHANGES;
  return TRUE;
}

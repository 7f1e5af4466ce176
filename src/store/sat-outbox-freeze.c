/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is sent next, and that it stays the same: a whole push becomes one row of what was sent, in
 * the bytes that travel, before it leaves. */

#include "config.h"

#include "sat-fault.h"
#include "sat-outbox-private.h"
#include "sat-purge.h"
#include "sat-reader.h"
#include "sat-store-private.h"

#include <string.h>

#define MOST_IN_GROUP 500

typedef struct {
  SatWriter *writer;
  guint most;
  gsize most_bytes;
  GPtrArray *lines; /* GBytes */
  gsize bytes;
  gint64 first, m; /* the next number */
  SatChain prev;
  GBytes *body, *packed; /* what goes out */
  gboolean full;
} Freeze;

/* A line that was sent before, or was about to be. */
typedef struct {
  GBytes *line;
  gint64 x;
} Frozen;

static void
frozen_clear (gpointer data)
{
  g_bytes_unref (((Frozen *)data)->line);
}

/* The atomic group of a line of our own. */
static gint64
group_of (const char *line, gsize length)
{
  g_autoptr (SatMutation) mutation = sat_mutation_parse (line, length, NULL);

  return mutation != NULL ? mutation->x : 0;
}

static gboolean
read_frozen (Freeze *self, GArray *out, GError **error)
{
  SatSent *sent = sat_writer_get_sent (self->writer);

  while (out->len < self->most + MOST_IN_GROUP) {
    Frozen frozen = {NULL, 0};
    gsize length;
    const char *line;

    if (!sat_sent_line (sent, self->first + out->len, &frozen.line, error))
      return FALSE;
    if (frozen.line == NULL)
      break;
    line = g_bytes_get_data (frozen.line, &length);
    frozen.x = group_of (line, length);
    g_array_append_val (out, frozen);
  }
  return TRUE;
}

/* As many whole groups as the limits allow, and one at least. */
static gboolean
send_again (Freeze *self, GError **error)
{
  g_autoptr (GArray) frozen = g_array_new (FALSE, FALSE, sizeof (Frozen));
  guint start = 0;

  g_array_set_clear_func (frozen, frozen_clear);
  if (!read_frozen (self, frozen, error))
    return FALSE;
  while (start < frozen->len) {
    guint end = start;
    gsize bytes = 0;
    gint64 x = g_array_index (frozen, Frozen, start).x;

    do {
      bytes += g_bytes_get_size (g_array_index (frozen, Frozen, end).line) + 1;
      end++;
    } while (x != 0 && end < frozen->len && g_array_index (frozen, Frozen, end).x == x);
    if (start > 0 && (end > self->most || self->bytes + bytes > self->most_bytes))
      break;
    for (; start < end; start++)
      g_ptr_array_add (self->lines, g_bytes_ref (g_array_index (frozen, Frozen, start).line));
    self->bytes += bytes;
  }
  return TRUE;
}

static gboolean
number_entry (Freeze *self, const SatEntryRow *entry, GError **error)
{
  g_autoptr (SatStatement) statement = sat_statement_cached (
      self->writer->connection, "UPDATE outbox SET m = ?2, state = 1 WHERE n = ?1", error);

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, entry->n);
  sat_statement_bind_int (statement, 2, self->m);
  return sat_statement_run (statement, error);
}

static gboolean
drop_entry (Freeze *self, const SatEntryRow *entry, GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_statement_cached (self->writer->connection, "DELETE FROM outbox WHERE n = ?1", error);

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, entry->n);
  return sat_statement_run (statement, error) &&
         sat_overlay_refresh (self->writer, entry->record, FALSE, error);
}

/* Some of a change, on its way to lines. */
typedef struct {
  GPtrArray *entries;   /* SatEntryRow, in the order of sending */
  GPtrArray *mutations; /* SatMutation */
  GPtrArray *lines;     /* GBytes */
  gsize bytes;
} Batch;

static void
batch_clear (Batch *self)
{
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  g_clear_pointer (&self->mutations, g_ptr_array_unref);
  g_clear_pointer (&self->lines, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Batch, batch_clear)

static gboolean
read_entries (Freeze *self, gint64 change, guint limit, GPtrArray *out, GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_statement_cached (self->writer->connection,
                            SAT_ENTRY_COLUMNS "WHERE o.state = 0 AND o.change = ?1"
                                              " ORDER BY o.n LIMIT ?2",
                            error);
  gboolean row = TRUE;

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, change);
  sat_statement_bind_int (statement, 2, limit);
  while (row) {
    if (!sat_statement_step (statement, &row, error))
      return FALSE;
    if (row)
      g_ptr_array_add (out, sat_entry_row_read (statement, self->writer->registry));
  }
  return TRUE;
}

static gboolean
ends (const SatEntryRow *entry)
{
  return entry->op == SAT_WRITE_DELETE || entry->op == SAT_ENTRY_MERGE;
}

/* Parents come before their children and go after them. */
static guint
rank_of (const SatEntryRow *entry)
{
  gboolean child = entry->type != NULL && (entry->type->flags & SAT_TYPE_CHILD);

  return ends (entry) ? (child ? 2 : 3) : child;
}

static int
compare_cb (gconstpointer a, gconstpointer b)
{
  const SatEntryRow *first = *(SatEntryRow *const *)a, *second = *(SatEntryRow *const *)b;
  guint rank = rank_of (first), other = rank_of (second);

  if (rank != other)
    return rank < other ? -1 : 1;
  return first->n < second->n ? -1 : first->n > second->n;
}

/* A record that the change both deleted and made: then only its own order is right. */
static gboolean
has_two_lives (const GPtrArray *entries)
{
  g_autoptr (GHashTable) deleted = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint i = 0; i < entries->len; i++) {
    SatEntryRow *entry = entries->pdata[i];

    if (ends (entry))
      g_hash_table_add (deleted, &entry->record);
  }
  for (guint i = 0; i < entries->len; i++) {
    SatEntryRow *entry = entries->pdata[i];

    if (!ends (entry) && g_hash_table_contains (deleted, &entry->record))
      return TRUE;
  }
  return FALSE;
}

/* Of a large change goes what ends with a parent: children that were made before theirs wait for
 * it. */
static void
cut_after_parent (GPtrArray *entries)
{
  for (guint i = entries->len; i > 0; i--) {
    SatEntryRow *entry = entries->pdata[i - 1];

    if (rank_of (entry) % 2 == 0 && !ends (entry)) {
      g_ptr_array_set_size (entries, (int)i);
      return;
    }
  }
}

static gboolean
write_lines (Freeze *self, Batch *batch, gboolean grouped)
{
  batch->bytes = 0;
  g_ptr_array_set_size (batch->lines, 0);
  for (guint i = 0; i < batch->mutations->len; i++) {
    SatMutation *mutation = batch->mutations->pdata[i];
    char *line;
    gsize length;

    mutation->m = self->m + i;
    mutation->x = grouped ? self->m : 0;
    line = sat_mutation_to_line (mutation);
    length = strlen (line);
    g_ptr_array_add (batch->lines, g_bytes_new_take (line, length));
    batch->bytes += length + 1;
  }
  return !grouped || batch->bytes <= SAT_SYNC_MOST_PUSH_BYTES - SAT_SENT_HEADER;
}

/* What the server would not even read. */
static gboolean
refuse_large (Freeze *self, Batch *batch, gboolean *any, GError **error)
{
  *any = FALSE;
  for (guint i = batch->lines->len; i > 0; i--) {
    if (g_bytes_get_size (batch->lines->pdata[i - 1]) <= SAT_SYNC_MOST_MUTATION_BYTES)
      continue;
    *any = TRUE;
    if (!sat_entry_refuse (self->writer, batch->entries->pdata[i - 1],
                           batch->mutations->pdata[i - 1], "too_large", error))
      return FALSE;
    g_ptr_array_remove_index (batch->entries, i - 1);
    g_ptr_array_remove_index (batch->mutations, i - 1);
  }
  return TRUE;
}

static gboolean
has_room (Freeze *self, guint lines, gsize bytes)
{
  return self->lines->len == 0 ||
         (self->lines->len + lines <= self->most && self->bytes + bytes <= self->most_bytes);
}

/* Takes @n lines of the batch from @from on. */
static gboolean
take_lines (Freeze *self, Batch *batch, guint from, guint n, GError **error)
{
  for (guint i = from; i < from + n; i++) {
    GBytes *line = batch->lines->pdata[i];

    if (!number_entry (self, batch->entries->pdata[i], error))
      return FALSE;
    g_ptr_array_add (self->lines, g_bytes_ref (line));
    self->bytes += g_bytes_get_size (line) + 1;
    self->m++;
  }
  return TRUE;
}

static gboolean
make_mutations (Freeze *self, Batch *batch, const SatEntryChange *change, GError **error)
{
  guint i = 0;

  while (i < batch->entries->len) {
    const SatEntryRow *entry = batch->entries->pdata[i];
    SatMutation *mutation = NULL;

    /* What was taken away from here goes nowhere. */
    if (entry->type != NULL || entry->op == SAT_ENTRY_CLOSE) {
      mutation = sat_entry_to_mutation (self->writer, entry, change, error);
      if (mutation == NULL)
        return FALSE;
    }
    if (mutation == NULL || (entry->fields != NULL && sat_wire_fields_n (mutation->fields) == 0) ||
        (SAT_BUG ("put-and-delete-cancel") && has_two_lives (batch->entries) &&
         mutation->op == SAT_OP_DELETE)) {
      g_clear_pointer (&mutation, sat_mutation_free);
      if (!drop_entry (self, entry, error))
        return FALSE;
      g_ptr_array_remove_index (batch->entries, i);
      continue;
    }
    g_ptr_array_add (batch->mutations, mutation);
    i++;
  }
  return TRUE;
}

/* Changes are sent one after another: the last entry that was sent tells of which one some are. */
static gboolean
is_begun (Freeze *self, gint64 change, gboolean *begun, GError **error)
{
  gint64 last;

  *begun = FALSE;
  if (self->lines->len > 0) /* of another one */
    return TRUE;
  if (!sat_connection_query_int (
          self->writer->connection,
          "SELECT change FROM outbox WHERE m = (SELECT max (m) FROM outbox WHERE m IS NOT NULL)", 0,
          &last, error))
    return FALSE;
  *begun = last == change;
  return TRUE;
}

static gboolean
freeze_change (Freeze *self, const SatEntryChange *change, GError **error)
{
  g_auto (Batch)
      batch = {.entries = g_ptr_array_new_with_free_func ((GDestroyNotify)sat_entry_row_free),
               .mutations = g_ptr_array_new_with_free_func ((GDestroyNotify)sat_mutation_free),
               .lines = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref)};
  gboolean grouped, large, begun, any;
  guint n = 0;

  if (!is_begun (self, change->id, &begun, error) ||
      !read_entries (self, change->id, MOST_IN_GROUP + 1, batch.entries, error))
    return FALSE;
  for (guint i = 0; i < batch.entries->len; i++)
    ((SatEntryRow *)batch.entries->pdata[i])->follows = begun || i > 0;
  large = batch.entries->len > MOST_IN_GROUP;
  grouped = !large && !begun && change->kind != SAT_CHANGE_JOIN;
  if (large && change->kind != SAT_CHANGE_JOIN)
    cut_after_parent (batch.entries);
  if (!has_two_lives (batch.entries))
    g_ptr_array_sort (batch.entries, compare_cb);
  if (!make_mutations (self, &batch, change, error))
    return FALSE;
  do {
    grouped = grouped && batch.entries->len > 1;
    if (!write_lines (self, &batch, grouped)) {
      grouped = FALSE;
      write_lines (self, &batch, FALSE);
    }
    if (!refuse_large (self, &batch, &any, error))
      return FALSE;
  } while (any);
  if (grouped) {
    self->full = !has_room (self, batch.lines->len, batch.bytes);
    return self->full || take_lines (self, &batch, 0, batch.lines->len, error);
  }
  while (n < batch.lines->len && has_room (self, 1, g_bytes_get_size (batch.lines->pdata[n]) + 1))
    if (!take_lines (self, &batch, n++, 1, error))
      return FALSE;
  self->full = n < batch.lines->len;
  return TRUE;
}

/* The oldest one of which something is to be sent; @change's id 0: nothing is left. */
static gboolean
find_change (Freeze *self, SatEntryChange *change, GError **error)
{
  g_autoptr (SatStatement) statement = sat_statement_cached (
      self->writer->connection,
      "SELECT uuid, hlc, kind, id FROM change WHERE id ="
      " (SELECT change FROM outbox WHERE state = 0 ORDER BY change, n LIMIT 1)",
      error);
  gboolean row;

  if (statement == NULL || !sat_statement_step (statement, &row, error))
    return FALSE;
  *change = (SatEntryChange){0};
  if (row)
    *change = sat_entry_change_of (statement, sat_statement_int (statement, 3));
  return TRUE;
}

static gboolean
freeze_new (Freeze *self, GError **error)
{
  SatChain chain = self->prev;
  SatEntryChange change = {.id = -1};

  self->m = self->first;
  while (change.id != 0 && !self->full && self->lines->len < self->most)
    if (!find_change (self, &change, error) ||
        (change.id != 0 && !freeze_change (self, &change, error)))
      return FALSE;
  return self->lines->len == 0 ||
         sat_sent_add (sat_writer_get_sent (self->writer), self->first, &chain, self->lines,
                       sat_clock_now (self->writer->store->clock), &self->body, &self->packed,
                       error);
}

/* The same bytes again; a part of them, after they were too many, is packed when it goes. */
static gboolean
take_again (Freeze *self, GError **error)
{
  if (!sat_sent_whole (sat_writer_get_sent (self->writer), self->first,
                       self->first + self->lines->len - 1, &self->body, &self->packed, error))
    return FALSE;
  if (self->body == NULL)
    self->body = sat_push_write (self->first, &self->prev, self->lines);
  return TRUE;
}

typedef struct {
  SatOutboxLimits limits;
  gint64 last; /* of what is on its way; -1: nothing is */
  GBytes *body, *packed;
} Job;

static gint64
at_once (SatConnection *connection, GError **error)
{
  gint64 most;

  if (!sat_connection_query_int (
          connection,
          "SELECT CAST (value AS INTEGER) FROM sync_state WHERE key = '" SAT_SYNC_AT_ONCE "'", 0,
          &most, error))
    return -1;
  return most;
}

/* What is to be sent now. */
static gboolean
freeze_now (Freeze *self, const SatRemoteState *state, GError **error)
{
  self->first = state->last_m + 1;
  if (self->first > 1)
    self->prev = state->hash;
  if (!send_again (self, error))
    return FALSE;
  if (self->lines->len > 0)
    return take_again (self, error);
  return !state->joined || freeze_new (self, error);
}

/* What comes after it. */
static gboolean
freeze_next (Freeze *self, const SatRemoteState *state, gint64 last, GError **error)
{
  gboolean is_last;

  self->first = last + 1;
  return sat_sent_end (sat_writer_get_sent (self->writer), last, &self->prev, &is_last, error) &&
         (!is_last || !state->joined || freeze_new (self, error));
}

static gboolean
freeze_cb (SatWriter *writer, gpointer data, GError **error)
{
  Job *job = data;
  g_autoptr (SatRemoteState) state = sat_remote_state_read (writer->connection, error);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  gint64 most = at_once (writer->connection, error);
  Freeze self = {.writer = writer, .lines = lines};
  gboolean ok;

  if (state == NULL || most < 0)
    return FALSE;
  self.most = job->limits.mutations != 0 ? job->limits.mutations : SAT_SYNC_MOST_MUTATIONS;
  self.most_bytes = job->limits.bytes != 0 ? job->limits.bytes : SAT_SYNC_MOST_PUSH_BYTES;
  self.most_bytes -= MIN (self.most_bytes, SAT_SENT_HEADER);
  if (most != 0)
    self.most = MIN (self.most, (guint)most);
  ok = job->last < 0 ? freeze_now (&self, state, error)
                     : freeze_next (&self, state, job->last, error);
  job->body = self.body;
  job->packed = self.packed;
  if (!ok || !sat_purge_finish (writer, error))
    return FALSE;
  SAT_CRASH_POINT ("push-frozen");
  return TRUE;
}

static gboolean
run (SatStore *store,
     const SatOutboxLimits *limits,
     gint64 last,
     GBytes **body,
     GBytes **packed,
     GError **error)
{
  Job job = {.last = last};
  gboolean ok;

  *body = NULL;
  if (packed != NULL)
    *packed = NULL;
  if (limits != NULL)
    job.limits = *limits;
  ok = sat_store_write (store, SAT_CHANGE_REMOTE, "", freeze_cb, &job, NULL, error);
  if (ok)
    *body = g_steal_pointer (&job.body);
  if (ok && packed != NULL)
    *packed = g_steal_pointer (&job.packed);
  g_clear_pointer (&job.body, g_bytes_unref);
  g_clear_pointer (&job.packed, g_bytes_unref);
  return ok;
}

gboolean
sat_outbox_freeze (
    SatStore *store, const SatOutboxLimits *limits, GBytes **body, GBytes **packed, GError **error)
{
  g_return_val_if_fail (SAT_IS_STORE (store), FALSE);
  g_return_val_if_fail (body != NULL, FALSE);

  return run (store, limits, -1, body, packed, error);
}

gboolean
sat_outbox_has_more (SatReader *reader, gboolean *has, GError **error)
{
  gint64 n;

  g_return_val_if_fail (reader != NULL && has != NULL, FALSE);

  if (!sat_connection_query_int (
          sat_reader_get_connection (reader),
          "SELECT EXISTS (SELECT 1 FROM outbox WHERE state = 0)"
          " OR ifnull ((SELECT last FROM sent ORDER BY first DESC LIMIT 1), 0)"
          " > ifnull ((SELECT CAST (value AS INTEGER) FROM sync_state"
          "  WHERE key = '" SAT_SYNC_LAST_M "'), 0)",
          0, &n, error))
    return FALSE;
  *has = n != 0;
  return TRUE;
}

gboolean
sat_outbox_freeze_next (SatStore *store,
                        const SatOutboxLimits *limits,
                        gint64 last,
                        GBytes **body,
                        GBytes **packed,
                        GError **error)
{
  g_return_val_if_fail (SAT_IS_STORE (store), FALSE);
  g_return_val_if_fail (last > 0 && body != NULL, FALSE);

  return run (store, limits, last, body, packed, error);
}

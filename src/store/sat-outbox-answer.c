/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the server says to what was sent. */

#include "config.h"

#include "sat-fault.h"
#include "sat-outbox-private.h"
#include "sat-purge.h"
#include "sat-store-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* How long what the server has is kept, in case that it loses it: until it says that it is in a
 * backup, and so long at least; so long at most. */
#define KEPT_LEAST 30 /* days */
#define KEPT_MOST 180
/* Looking for it reads all that is kept. */
#define PRUNE_EVERY G_TIME_SPAN_DAY

typedef struct {
  SatWriter *writer;
  SatRemoteState *state;
  const SatPushAnswer *answer;
  gint64 now;
  gint64 last_m; /* what of ours it answers for */
  SatChain hash;
  SatOutboxAnswered counts;
} Answer;

/* *@entry NULL: none has the number @m. */
static gboolean
find_entry (
    SatWriter *writer, gint64 m, SatEntryRow **entry, SatMutation **mutation, GError **error)
{
  g_autoptr (SatStatement) statement = sat_statement_cached (
      writer->connection, SAT_ENTRY_COLUMNS "WHERE o.m = ?1 AND o.state = 1", error);
  g_autoptr (GBytes) line = NULL;
  gboolean row;
  gsize length;
  const char *text;

  *entry = NULL;
  *mutation = NULL;
  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, m);
  if (!sat_statement_step (statement, &row, error))
    return FALSE;
  if (!row)
    return TRUE;
  if (!sat_sent_require (sat_writer_get_sent (writer), m, &line, error))
    return FALSE;
  text = g_bytes_get_data (line, &length);
  *mutation = sat_mutation_parse (text, length, error);
  if (*mutation != NULL)
    *entry = sat_entry_row_read (statement, writer->registry);
  return *mutation != NULL;
}

static gboolean
refuse (Answer *self, const SatPushResult *result, GError **error)
{
  g_autoptr (SatEntryRow) entry = NULL;
  g_autoptr (SatMutation) mutation = NULL;
  const char *code = result->code != NULL ? result->code : "invalid";

  if (!find_entry (self->writer, result->m, &entry, &mutation, error))
    return FALSE;
  return entry == NULL ||
         sat_entry_refuse (self->writer, entry, mutation,
                           result->status == SAT_PUSH_QUARANTINED ? "" : code, error);
}

static gboolean
take_result (Answer *self, const SatPushResult *result, GError **error)
{
  switch (result->status) {
  case SAT_PUSH_MERGED:
    self->counts.merged++;
    return TRUE;
  case SAT_PUSH_CONFLICT:
    self->counts.conflicts++;
    return TRUE;
  case SAT_PUSH_DUPLICATE:
    self->counts.duplicates++;
    return TRUE;
  case SAT_PUSH_QUARANTINED:
    self->counts.quarantined++;
    return refuse (self, result, error);
  case SAT_PUSH_REJECTED:
    self->counts.rejected++;
    if (SAT_BUG ("refused-counts-as-sent"))
      return TRUE;
    return refuse (self, result, error);
  default:
    return TRUE;
  }
}

/* How far the answer counts here. A file that was restored may send again what the server has,
 * which then knows of more: what comes next will be refused as forked. *@ours FALSE: it says
 * something else of what was sent. */
static gboolean
measure (Answer *self, gboolean *ours, GError **error)
{
  g_autoptr (SatStatement) statement = sat_statement_cached (
      self->writer->connection, "SELECT max (m) FROM outbox WHERE m <= ?1", error);
  gboolean row, found;

  self->last_m = self->state->last_m;
  self->hash = self->state->hash;
  *ours = TRUE;
  if (statement == NULL || self->answer->last_m <= self->state->last_m)
    return statement != NULL;
  sat_statement_bind_int (statement, 1, self->answer->last_m);
  if (!sat_statement_step (statement, &row, error))
    return FALSE;
  if (!row || sat_statement_int (statement, 0) <= self->state->last_m)
    return TRUE;
  self->last_m = sat_statement_int (statement, 0);
  if (!sat_sent_chain (sat_writer_get_sent (self->writer), self->last_m, &self->hash, &found,
                       error))
    return FALSE;
  *ours = found && (self->last_m < self->answer->last_m ||
                    sat_chain_equal (&self->hash, &self->answer->hash));
  return TRUE;
}

static gboolean
note_answered (Answer *self, GError **error)
{
  SatConnection *connection = self->writer->connection;
  g_autoptr (SatStatement) statement =
      sat_statement_cached (connection,
                            "UPDATE outbox SET state = 2, acked_seq = ?2, acked_day = ?3"
                            " WHERE m <= ?1 AND m > ?4 AND state = 1",
                            error);
  char hash[SAT_CHAIN_TEXT_LENGTH];

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, self->last_m);
  sat_statement_bind_int (statement, 2, self->answer->seq);
  sat_statement_bind_int (statement, 3, sat_sent_day (self->now));
  sat_statement_bind_int (statement, 4, self->state->last_m);
  if (!sat_statement_run (statement, error))
    return FALSE;
  self->counts.ok = (guint)sat_connection_changes (connection) - self->counts.merged -
                    self->counts.conflicts - self->counts.duplicates;
  sat_chain_write (&self->hash, hash);
  return sat_sync_set_int (connection, SAT_SYNC_LAST_M, self->last_m, error) &&
         sat_sync_set (connection, SAT_SYNC_HASH, hash, error) &&
         sat_sync_set_int (connection, SAT_SYNC_DURABLE, self->answer->durable_m, error) &&
         sat_sync_set (connection, SAT_SYNC_AT_ONCE, NULL, error);
}

static gboolean
is_time_to_prune (Answer *self)
{
  g_autofree char *last = sat_sync_get (self->writer->connection, SAT_SYNC_PRUNED);

  return last == NULL || ABS (self->now - g_ascii_strtoll (last, NULL, 10)) >= PRUNE_EVERY;
}

/* A push goes as a whole, when none of it is wanted any more. What is left of it without text is
 * there for the chain. */
static gboolean
prune_sent (Answer *self, gint64 least, gint64 most, GError **error)
{
  g_autoptr (SatStatement) statement = sat_statement_cached (
      self->writer->connection,
      "DELETE FROM sent WHERE last < ?4 AND day < ?2 AND NOT EXISTS (SELECT 1 FROM outbox AS o"
      " WHERE o.m BETWEEN sent.first AND sent.last AND (o.state = 3"
      "  AND (o.acked_day < ?3 OR (o.acked_day < ?2 AND o.m <= ?1))) IS NOT TRUE)",
      error);

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, self->answer->durable_m);
  sat_statement_bind_int (statement, 2, least);
  sat_statement_bind_int (statement, 3, most);
  sat_statement_bind_int (statement, 4, self->answer->last_m);
  return sat_statement_run (statement, error);
}

static gboolean
prune (Answer *self, GError **error)
{
  gint64 today = sat_sent_day (self->now), least = today - KEPT_LEAST, most = today - KEPT_MOST;
  g_autoptr (SatStatement) statement = NULL;

  if (!is_time_to_prune (self))
    return TRUE;
  if (!prune_sent (self, least, most, error))
    return FALSE;
  statement = sat_statement_cached (
      self->writer->connection,
      "DELETE FROM outbox WHERE state = 3 AND CASE WHEN m IS NULL THEN acked_day < ?1 ELSE m >"
      " ifnull ((SELECT last FROM sent WHERE first <= m ORDER BY first DESC LIMIT 1), 0) END",
      error);
  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, most);
  return sat_statement_run (statement, error) &&
         sat_sync_set_int (self->writer->connection, SAT_SYNC_PRUNED, self->now, error);
}

/* What was pulled already may reach as far as the answer: the bytes were sent twice. Between two
 * pages of a pull a record may still be to come, with a later edit. */
static gboolean
settle (Answer *self, GError **error)
{
  gint64 seq = sat_cursor_seq (self->state->at.cursor);

  return (!sat_pull_state_is_complete (&self->state->at) || self->state->whole != seq ||
          sat_remote_settle (self->writer, seq, TRUE, NULL, error)) &&
         sat_purge_waiting (self->writer, error) && sat_purge_finish (self->writer, error);
}

static gboolean
answer_cb (SatWriter *writer, gpointer data, GError **error)
{
  Answer *self = data;
  g_autoptr (SatRemoteState) state = sat_remote_state_read (writer->connection, error);
  gboolean ours;

  self->writer = writer;
  self->state = state;
  self->now = sat_clock_now (writer->store->clock);
  writer->user = 0;
  if (state == NULL || !measure (self, &ours, error))
    return FALSE;
  /* Late, for a push that was answered long ago: what was sent now is still to be answered. */
  if (self->answer->last_m < state->last_m)
    return TRUE;
  if (!ours) {
    g_set_error (error, SAT_STORE_ERROR, SAT_STORE_ERROR_CONFLICT,
                 _ ("The server answers for edits that were not sent from here."));
    return FALSE;
  }
  for (guint i = 0; i < self->answer->results->len; i++)
    if (!take_result (self, self->answer->results->pdata[i], error))
      return FALSE;
  if (SAT_BUG ("refused-blocks-queue") && self->counts.rejected > 0)
    return TRUE;
  if (!note_answered (self, error))
    return FALSE;
  SAT_CRASH_POINT ("push-noted");
  return settle (self, error) && prune (self, error);
}

gboolean
sat_outbox_answer (SatStore *store,
                   const SatPushAnswer *answer,
                   SatOutboxAnswered *counts,
                   GError **error)
{
  Answer self = {.answer = answer};

  g_return_val_if_fail (SAT_IS_STORE (store), FALSE);
  g_return_val_if_fail (answer != NULL, FALSE);

  if (!sat_store_write (store, SAT_CHANGE_REMOTE, _ ("Answered"), answer_cb, &self, NULL, error))
    return FALSE;
  if (counts != NULL)
    *counts = self.counts;
  return TRUE;
}

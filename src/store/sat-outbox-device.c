/* SPDX-License-Identifier: GPL-3.0-or-later */

/* When files or servers were copied or restored; and when a file joins. */

#include "config.h"

#include "sat-outbox-private.h"
#include "sat-reader.h"
#include "sat-store-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static gboolean
store_chain (SatConnection *connection, gint64 last_m, const SatChain *hash, GError **error)
{
  char text[SAT_CHAIN_TEXT_LENGTH];

  sat_chain_write (hash, text);
  return sat_sync_set_int (connection, SAT_SYNC_LAST_M, last_m, error) &&
         sat_sync_set (connection, SAT_SYNC_HASH, text, error);
}

static gboolean
is_start (const SatChain *hash)
{
  static const SatChain start;

  return memcmp (hash, &start, sizeof start) == 0;
}

/* The chain at @m as we know it. */
static gboolean
chain_at (SatWriter *writer,
          const SatRemoteState *state,
          gint64 m,
          SatChain *out,
          gboolean *found,
          GError **error)
{
  *out = m == 0 ? (SatChain){{0}} : state->hash;
  *found = m == 0 || m == state->last_m;
  return *found || sat_sent_chain (sat_writer_get_sent (writer), m, out, found, error);
}

typedef struct {
  gint64 last_m;
  const SatChain *hash;
  gboolean fits;
} Rewind;

static gboolean
count_after (SatConnection *connection, gint64 m, gint64 *n, GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_statement_cached (connection, "SELECT count(*) FROM outbox WHERE m > ?1", error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, m);
  if (!sat_statement_step (statement, &row, error))
    return FALSE;
  *n = sat_statement_int (statement, 0);
  return TRUE;
}

static gboolean
rewind_cb (SatWriter *writer, gpointer data, GError **error)
{
  Rewind *self = data;
  SatConnection *connection = sat_writer_get_connection (writer);
  g_autoptr (SatRemoteState) state = sat_remote_state_read (connection, error);
  g_autoptr (SatStatement) statement = NULL;
  SatChain own;
  gint64 n, last;

  if (state == NULL || !chain_at (writer, state, self->last_m, &own, &self->fits, error) ||
      !count_after (connection, self->last_m, &n, error) ||
      !sat_connection_query_int (connection,
                                 "SELECT ifnull (max (m), 0) FROM outbox WHERE m IS NOT NULL", 0,
                                 &last, error))
    return FALSE;
  last = MAX (last, state->last_m);
  self->fits = self->fits && memcmp (&own, self->hash, sizeof own) == 0 && n == last - self->last_m;
  /* It knows more than it has answered for: what is sent again is answered as it was. */
  if (!self->fits || self->last_m > state->last_m)
    return TRUE;
  statement = sat_statement_cached (
      connection, "UPDATE outbox SET state = 1, acked_seq = NULL, acked_day = NULL WHERE m > ?1",
      error);
  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, self->last_m);
  return sat_statement_run (statement, error) &&
         store_chain (connection, self->last_m, self->hash, error);
}

gboolean
sat_outbox_rewind (
    SatStore *store, gint64 last_m, const SatChain *hash, gboolean *fits, GError **error)
{
  Rewind self = {last_m, hash, FALSE};

  g_return_val_if_fail (SAT_IS_STORE (store), FALSE);
  g_return_val_if_fail (last_m >= 0 && hash != NULL && fits != NULL, FALSE);

  if (!sat_store_write (store, SAT_CHANGE_REMOTE, "", rewind_cb, &self, NULL, error))
    return FALSE;
  *fits = self.fits;
  return TRUE;
}

gboolean
sat_outbox_find_fork (SatStore *store, const SatChain *hash, gint64 *last_m, GError **error)
{
  g_autoptr (SatReader) reader = NULL;
  g_autoptr (SatRemoteState) state = NULL;
  g_autoptr (SatSent) sent = NULL;

  g_return_val_if_fail (SAT_IS_STORE (store), FALSE);
  g_return_val_if_fail (hash != NULL && last_m != NULL, FALSE);

  reader = sat_store_thread_reader (store, error);
  state = reader != NULL ? sat_remote_state_read (sat_reader_get_connection (reader), error) : NULL;
  if (state == NULL)
    return FALSE;
  *last_m = is_start (hash) ? 0 : -1;
  if (*last_m < 0 && sat_chain_equal (hash, &state->hash))
    *last_m = state->last_m;
  if (*last_m >= 0)
    return TRUE;
  sent = sat_sent_new (sat_reader_get_connection (reader));
  return sat_sent_find (sent, hash, last_m, error);
}

typedef struct {
  gint64 n;
  SatMutation *mutation;
} Moved;

static void
moved_clear (gpointer data)
{
  sat_mutation_free (((Moved *)data)->mutation);
}

static gboolean
read_moved (SatWriter *writer, gint64 last_m, GArray *out, GError **error)
{
  g_autoptr (SatStatement) statement = sat_statement_cached (
      writer->connection,
      /* Also what was answered and has not come back: nothing else here says it to a server that
       * loses it. */
      "SELECT n, m FROM outbox WHERE m IS NOT NULL AND (m > ?1 OR state IN (1, 2)) ORDER BY m",
      error);
  gboolean row = TRUE;

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, last_m);
  while (row) {
    g_autoptr (GBytes) line = NULL;
    Moved moved;
    const char *text;
    gsize length;

    if (!sat_statement_step (statement, &row, error))
      return FALSE;
    if (!row)
      break;
    if (!sat_sent_require (sat_writer_get_sent (writer), sat_statement_int (statement, 1), &line,
                           error))
      return FALSE;
    text = g_bytes_get_data (line, &length);
    moved = (Moved){sat_statement_int (statement, 0), sat_mutation_parse (text, length, error)};
    if (moved.mutation == NULL)
      return FALSE;
    g_array_append_val (out, moved);
  }
  return TRUE;
}

/* Numbers from 1 on; a group is called after its first. */
static gboolean
renumber (SatWriter *writer, GArray *moved, GPtrArray *lines, GError **error)
{
  g_autoptr (SatStatement) statement = sat_statement_cached (
      writer->connection,
      "UPDATE outbox SET m = ?2, state = 1, acked_seq = NULL, acked_day = NULL WHERE n = ?1",
      error);
  gint64 group = 0, first = 0;

  if (statement == NULL)
    return FALSE;
  for (guint i = 0; i < moved->len; i++) {
    const Moved *one = &g_array_index (moved, Moved, i);
    SatMutation *mutation = one->mutation;
    char *line;

    if (mutation->x != group) {
      group = mutation->x;
      first = i + 1;
    }
    mutation->m = i + 1;
    mutation->x = group != 0 ? first : 0;
    line = sat_mutation_to_line (mutation);
    g_ptr_array_add (lines, g_bytes_new_take (line, strlen (line)));
    sat_statement_bind_int (statement, 1, one->n);
    sat_statement_bind_int (statement, 2, mutation->m);
    if (!sat_statement_run (statement, error))
      return FALSE;
  }
  return TRUE;
}

typedef struct {
  guint32 device;
  gint64 last_m;
} Move;

static gboolean
move_cb (SatWriter *writer, gpointer data, GError **error)
{
  const Move *move = data;
  SatConnection *connection = sat_writer_get_connection (writer);
  g_autoptr (SatRemoteState) state = sat_remote_state_read (connection, error);
  g_autoptr (GArray) moved = g_array_new (FALSE, FALSE, sizeof (Moved));
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  const SatChain start = {{0}};

  g_array_set_clear_func (moved, moved_clear);
  return state != NULL &&
         read_moved (writer, move->last_m >= 0 ? move->last_m : state->last_m, moved, error) &&
         sat_connection_exec (connection,
                              "UPDATE outbox SET m = NULL WHERE m IS NOT NULL; DELETE FROM sent",
                              error) &&
         renumber (writer, moved, lines, error) &&
         sat_sent_add_all (sat_writer_get_sent (writer), lines,
                           sat_clock_now (writer->store->clock), error) &&
         store_chain (connection, 0, &start, error) &&
         sat_sync_set_int (connection, SAT_SYNC_DURABLE, 0, error) &&
         sat_sync_set (connection, SAT_SYNC_FORK, NULL, error) &&
         sat_sync_set_int (connection, SAT_SYNC_DEVICE, move->device, error);
}

gboolean
sat_outbox_move_to_device (SatStore *store, guint32 device, gint64 last_m, GError **error)
{
  Move move = {device, last_m};

  g_return_val_if_fail (SAT_IS_STORE (store), FALSE);
  g_return_val_if_fail (device != 0 && last_m >= -1, FALSE);

  if (!sat_store_write (store, SAT_CHANGE_REMOTE, "", move_cb, &move, NULL, error))
    return FALSE;
  g_mutex_lock (&store->lock);
  store->device = device;
  g_mutex_unlock (&store->lock);
  return TRUE;
}

static gboolean
note_fork_cb (SatWriter *writer, gpointer data, GError **error)
{
  const gint64 *last_m = data;

  return *last_m < 0 ? sat_sync_set (writer->connection, SAT_SYNC_FORK, NULL, error)
                     : sat_sync_set_int (writer->connection, SAT_SYNC_FORK, *last_m, error);
}

gboolean
sat_outbox_note_fork (SatStore *store, gint64 last_m, GError **error)
{
  g_return_val_if_fail (SAT_IS_STORE (store), FALSE);

  return sat_store_write (store, SAT_CHANGE_REMOTE, "", note_fork_cb, &last_m, NULL, error);
}

static gboolean
split_cb (SatWriter *writer, gpointer data, GError **error)
{
  const guint *most = data;

  return sat_sync_set_int (writer->connection, SAT_SYNC_AT_ONCE, MAX (*most, 1), error);
}

gboolean
sat_outbox_split (SatStore *store, guint mutations, gboolean *rejected, GError **error)
{
  g_return_val_if_fail (SAT_IS_STORE (store), FALSE);

  /* What is too large by itself was refused before it was sent. */
  if (rejected != NULL)
    *rejected = FALSE;
  return sat_store_write (store, SAT_CHANGE_REMOTE, "", split_cb, &mutations, NULL, error);
}

typedef struct {
  guint64 n;
} Enter;

/* By type: whatever others hang from comes first. */
static gboolean
enter_cb (SatWriter *writer, gpointer data, GError **error)
{
  static const char sql[] =
      "INSERT INTO outbox (change, record, op) SELECT ?1, r.id, 0 FROM record AS r"
      " WHERE r.type <> 0 AND r.deleted = 0 AND r.seq IS NULL AND NOT EXISTS"
      " (SELECT 1 FROM outbox WHERE record = r.id AND state < 3) ORDER BY r.type, r.id";
  Enter *enter = data;
  g_autoptr (SatStatement) statement = NULL;
  gint64 any;

  if (!sat_connection_query_int (writer->connection,
                                 "SELECT EXISTS (SELECT 1 FROM record AS r WHERE r.type <> 0"
                                 " AND r.deleted = 0 AND r.seq IS NULL AND NOT EXISTS"
                                 " (SELECT 1 FROM outbox WHERE record = r.id AND state < 3))",
                                 0, &any, error))
    return FALSE;
  if (any == 0)
    return TRUE;
  if (!sat_writer_ensure_change (writer, error))
    return FALSE;
  statement = sat_statement_cached (writer->connection, sql, error);
  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, writer->change);
  if (!sat_statement_run (statement, error))
    return FALSE;
  enter->n = (guint64)sat_connection_changes (writer->connection);
  return TRUE;
}

gboolean
sat_outbox_enter_all (SatStore *store, guint64 *n, GError **error)
{
  Enter enter = {0};

  g_return_val_if_fail (SAT_IS_STORE (store), FALSE);

  if (!sat_store_write (store, SAT_CHANGE_JOIN, _ ("Joined a server"), enter_cb, &enter, NULL,
                        error))
    return FALSE;
  if (n != NULL)
    *n = enter.n;
  return TRUE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-schema-sent.h"

#include <string.h>

#include "sat-push.h"
#include "sat-sent.h"
#include "sat-statement.h"

/* `day` is when it was sent, from 1970 on; `hash` the chain behind the last. */
static const char make_table[] =
    "CREATE TABLE sent (first INTEGER PRIMARY KEY, last INTEGER NOT NULL, day INTEGER NOT NULL,"
    "  hash BLOB NOT NULL, body BLOB NOT NULL) STRICT;";

/* Of an entry there is left what the file itself needs of it. A number that has no line is none. */
static const char thin_outbox[] =
    "CREATE TABLE outbox_new (n INTEGER PRIMARY KEY, change INTEGER NOT NULL REFERENCES change(id),"
    "  record INTEGER NOT NULL REFERENCES record(id), op INTEGER NOT NULL, fields BLOB, bases BLOB,"
    "  rb INTEGER, m INTEGER, state INTEGER NOT NULL DEFAULT 0, acked_seq INTEGER,"
    "  acked_day INTEGER) STRICT;"
    "INSERT INTO outbox_new SELECT n, change, record, op, fields, bases, rb,"
    "  CASE WHEN body IS NOT NULL THEN m END, state, acked_seq, acked_at / 86400000000 FROM outbox;"
    "DROP TABLE outbox;"
    "ALTER TABLE outbox_new RENAME TO outbox;"
    "CREATE UNIQUE INDEX ix_outbox_m ON outbox (m) WHERE m IS NOT NULL;"
    "CREATE INDEX ix_outbox_record ON outbox (record);"
    "CREATE INDEX ix_outbox_unsent ON outbox (change, n) WHERE state = 0;"
    "CREATE INDEX ix_outbox_answered ON outbox (acked_seq) WHERE state = 2;";

/* Lines on their way into a push. */
typedef struct {
  SatConnection *connection;
  SatSent *sent;
  GPtrArray *lines; /* of GBytes */
  gint64 first;
  gsize bytes;
  SatChain before, chain; /* of the first, and behind the last */
  gint64 at;              /* microseconds: when the last was answered */
} Pack;

static gboolean
flush (Pack *self, GError **error)
{
  SatChain chain = self->before;

  if (self->lines->len > 0 &&
      !sat_sent_add (self->sent, self->first, &chain, self->lines, self->at, NULL, NULL, error))
    return FALSE;
  g_ptr_array_set_size (self->lines, 0);
  self->bytes = SAT_SENT_HEADER;
  return TRUE;
}

/* @known FALSE: the line before is not kept, so that no server can be told what came before this
 * one, either. */
static GBytes *
take_line (SatStatement *statement, const SatChain *chain, gboolean known)
{
  gsize length;
  const void *body = sat_statement_blob (statement, 1, &length);

  return body != NULL && known ? g_bytes_new (body, length) : sat_sent_forgotten (chain);
}

static gboolean
forget (Pack *self, gint64 m, GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_statement_cached (self->connection, "UPDATE outbox SET body = NULL WHERE m = ?1", error);

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, m);
  return sat_statement_run (statement, error);
}

static gboolean
take_row (Pack *self, SatStatement *statement, GError **error)
{
  gint64 m = sat_statement_int (statement, 0);
  gboolean follows = m == self->first + self->lines->len && self->first > 0;
  gsize length;
  const void *hash = sat_statement_blob (statement, 2, &length);
  SatChain chain = {{0}};
  GBytes *line;

  if (hash != NULL && length == sizeof chain.bytes)
    memcpy (chain.bytes, hash, length);
  if (!follows && m > 1 && !forget (self, m, error))
    return FALSE;
  line = take_line (statement, &chain, follows || m == 1);
  if (!follows || self->lines->len == SAT_SYNC_MOST_MUTATIONS ||
      self->bytes + g_bytes_get_size (line) + 1 > SAT_SYNC_MOST_PUSH_BYTES) {
    if (!flush (self, error)) {
      g_bytes_unref (line);
      return FALSE;
    }
    self->first = m;
    self->before = follows ? self->chain : (SatChain){{0}};
  }
  self->chain = chain;
  self->at = sat_statement_int (statement, 3);
  self->bytes += g_bytes_get_size (line) + 1;
  g_ptr_array_add (self->lines, line);
  return TRUE;
}

static gboolean
pack_lines (SatConnection *connection, GError **error)
{
  g_autoptr (SatSent) sent = sat_sent_new (connection);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  g_autoptr (SatStatement) statement =
      sat_statement_new (connection,
                         "SELECT m, body, hash, acked_at FROM outbox WHERE m IS NOT NULL"
                         " ORDER BY m",
                         error);
  Pack self = {.connection = connection, .sent = sent, .lines = lines, .bytes = SAT_SENT_HEADER};
  gboolean row = TRUE;

  if (statement == NULL)
    return FALSE;
  while (row)
    if (!sat_statement_step (statement, &row, error) ||
        (row && !take_row (&self, statement, error)))
      return FALSE;
  return flush (&self, error);
}

gboolean
sat_schema_pack_sent (SatConnection *connection, gpointer data, GError **error)
{
  return sat_connection_exec (connection, make_table, error) && pack_lines (connection, error) &&
         sat_connection_exec (connection, thin_outbox, error);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-sent.h"
#include "sat-statement.h"

#include <string.h>

#include "sat-pack.h"
#include "sat-push.h"

/* Before the chain, in the place of a line that was forgotten. */
#define FORGOTTEN '#'

struct _SatSent {
  SatConnection *connection;
  /* The push that was read last; NULL: none. */
  SatPush *push;
  gint64 last;
  GBytes *body, *packed;
  SatChain hash; /* behind it */
};

SatSent *
sat_sent_new (SatConnection *connection)
{
  SatSent *self;

  g_return_val_if_fail (connection != NULL, NULL);

  self = g_new0 (SatSent, 1);
  self->connection = sat_connection_ref (connection);
  return self;
}

static void
clear (SatSent *self)
{
  g_clear_pointer (&self->push, sat_push_free);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_clear_pointer (&self->packed, g_bytes_unref);
}

void
sat_sent_free (SatSent *self)
{
  if (self == NULL)
    return;
  clear (self);
  sat_connection_unref (self->connection);
  g_free (self);
}

gint64
sat_sent_day (gint64 us)
{
  return us / G_TIME_SPAN_DAY;
}

static gboolean
is_forgotten (GBytes *line)
{
  gsize length;
  const char *text = g_bytes_get_data (line, &length);

  return length == SAT_CHAIN_TEXT_LENGTH && text[0] == FORGOTTEN;
}

GBytes *
sat_sent_forgotten (const SatChain *chain)
{
  char text[SAT_CHAIN_TEXT_LENGTH + 1] = {FORGOTTEN};
  char hash[SAT_CHAIN_TEXT_LENGTH];

  sat_chain_write (chain, hash);
  memcpy (text + 1, hash, sizeof hash);
  return g_bytes_new (text, SAT_CHAIN_TEXT_LENGTH);
}

static void
step (SatChain *chain, GBytes *line)
{
  gsize length;
  const char *text = g_bytes_get_data (line, &length);

  if (is_forgotten (line)) {
    g_autofree char *hash = g_strndup (text + 1, length - 1);

    sat_chain_parse (hash, chain);
  } else {
    sat_chain_add (chain, text, length);
  }
}

static gboolean
nonsense (GError **error)
{
  g_set_error_literal (error, SAT_PROTOCOL_ERROR, SAT_PROTOCOL_ERROR_SHAPE,
                       "what was sent cannot be read");
  return FALSE;
}

/* Takes the row: first, last, hash, body. */
static gboolean
take (SatSent *self, SatStatement *row, GError **error)
{
  gsize length;
  const void *data = sat_statement_blob (row, 3, &length);

  clear (self);
  self->last = sat_statement_int (row, 1);
  self->packed = g_bytes_new (data, length);
  data = sat_statement_blob (row, 2, &length);
  if (data == NULL || length != sizeof self->hash.bytes)
    return nonsense (error);
  memcpy (self->hash.bytes, data, length);
  self->body = sat_unpack (self->packed, SAT_SYNC_MOST_PUSH_BYTES, error);
  self->push = self->body != NULL ? sat_push_parse (self->body, error) : NULL;
  if (self->push == NULL)
    return FALSE;
  if (self->push->first == sat_statement_int (row, 0) &&
      self->push->first + self->push->lines->len - 1 == self->last)
    return TRUE;
  clear (self);
  return nonsense (error);
}

static gboolean
has (const SatSent *self, gint64 m)
{
  return self->push != NULL && self->push->first <= m && m <= self->last;
}

/* *@found FALSE: it is in none. */
static gboolean
load (SatSent *self, gint64 m, gboolean *found, GError **error)
{
  g_autoptr (SatStatement) statement = NULL;

  *found = has (self, m);
  if (*found)
    return TRUE;
  statement = sat_statement_cached (self->connection,
                                    "SELECT first, last, hash, body FROM sent WHERE first <= ?1"
                                    " ORDER BY first DESC LIMIT 1",
                                    error);
  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, m);
  if (!sat_statement_step (statement, found, error))
    return FALSE;
  *found = *found && sat_statement_int (statement, 1) >= m;
  return !*found || take (self, statement, error);
}

/* Packs @lines and binds what comes of it at @index. */
static gboolean
bind_push (SatStatement *statement,
           int index,
           gint64 first,
           const SatChain *prev,
           GPtrArray *lines,
           GBytes **body,
           GBytes **packed,
           GError **error)
{
  g_autoptr (GBytes) text = sat_push_write (first, prev, lines);
  g_autoptr (GBytes) small = sat_pack (text);
  gsize length;
  const void *data;

  if (small == NULL) {
    g_set_error_literal (error, SAT_PROTOCOL_ERROR, SAT_PROTOCOL_ERROR_LIMIT,
                         "there is no memory to pack what is sent");
    return FALSE;
  }
  data = g_bytes_get_data (small, &length);
  sat_statement_bind_blob (statement, index, data, length);
  if (body != NULL)
    *body = g_steal_pointer (&text);
  if (packed != NULL)
    *packed = g_bytes_ref (small);
  return TRUE;
}

gboolean
sat_sent_add (SatSent *self,
              gint64 first,
              SatChain *chain,
              GPtrArray *lines,
              gint64 now,
              GBytes **body,
              GBytes **packed,
              GError **error)
{
  g_autoptr (SatStatement) statement = NULL;
  g_autoptr (GBytes) text = NULL;
  g_autoptr (GBytes) small = NULL;
  const SatChain prev = *chain;

  g_return_val_if_fail (self != NULL && lines != NULL && lines->len > 0, FALSE);

  statement = sat_statement_cached (
      self->connection,
      "INSERT INTO sent (first, last, day, hash, body) VALUES (?1, ?2, ?3, ?4, ?5)", error);
  if (statement == NULL || !bind_push (statement, 5, first, &prev, lines, &text, &small, error))
    return FALSE;
  for (guint i = 0; i < lines->len; i++)
    step (chain, lines->pdata[i]);
  sat_statement_bind_int (statement, 1, first);
  sat_statement_bind_int (statement, 2, first + lines->len - 1);
  sat_statement_bind_int (statement, 3, sat_sent_day (now));
  sat_statement_bind_blob (statement, 4, chain->bytes, sizeof chain->bytes);
  clear (self);
  if (!sat_statement_run (statement, error))
    return FALSE;
  if (body != NULL)
    *body = g_steal_pointer (&text);
  if (packed != NULL)
    *packed = g_steal_pointer (&small);
  return TRUE;
}

gboolean
sat_sent_add_all (SatSent *self, GPtrArray *lines, gint64 now, GError **error)
{
  g_autoptr (GPtrArray) some = g_ptr_array_new ();
  SatChain chain = {{0}};
  gsize bytes = SAT_SENT_HEADER;
  guint start = 0;

  g_return_val_if_fail (self != NULL && lines != NULL, FALSE);

  for (guint i = 0; i < lines->len; i++) {
    gsize more = g_bytes_get_size (lines->pdata[i]) + 1;

    if (some->len == SAT_SYNC_MOST_MUTATIONS || bytes + more > SAT_SYNC_MOST_PUSH_BYTES) {
      if (!sat_sent_add (self, start + 1, &chain, some, now, NULL, NULL, error))
        return FALSE;
      g_ptr_array_set_size (some, 0);
      bytes = SAT_SENT_HEADER;
      start = i;
    }
    g_ptr_array_add (some, lines->pdata[i]);
    bytes += more;
  }
  return some->len == 0 || sat_sent_add (self, start + 1, &chain, some, now, NULL, NULL, error);
}

gboolean
sat_sent_line (SatSent *self, gint64 m, GBytes **line, GError **error)
{
  gboolean found;
  GBytes *kept;

  g_return_val_if_fail (self != NULL && line != NULL, FALSE);

  *line = NULL;
  if (!load (self, m, &found, error))
    return FALSE;
  if (!found)
    return TRUE;
  kept = self->push->lines->pdata[m - self->push->first];
  if (!is_forgotten (kept))
    *line = g_bytes_ref (kept);
  return TRUE;
}

gboolean
sat_sent_require (SatSent *self, gint64 m, GBytes **line, GError **error)
{
  return sat_sent_line (self, m, line, error) && (*line != NULL || nonsense (error));
}

gboolean
sat_sent_whole (
    SatSent *self, gint64 first, gint64 last, GBytes **body, GBytes **packed, GError **error)
{
  gboolean found;

  g_return_val_if_fail (self != NULL && body != NULL && packed != NULL, FALSE);

  *body = *packed = NULL;
  if (!load (self, first, &found, error))
    return FALSE;
  if (!found || self->push->first != first || self->last != last)
    return TRUE;
  *body = g_bytes_ref (self->body);
  *packed = g_bytes_ref (self->packed);
  return TRUE;
}

/* The chain behind @m, if that ends a push; *@next: whether another one follows it. */
static gboolean
chain_at_end (
    SatSent *self, gint64 m, SatChain *chain, gboolean *found, gboolean *next, GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_statement_cached (self->connection,
                            "SELECT last, hash, EXISTS (SELECT 1 FROM sent WHERE first > ?1)"
                            " FROM sent WHERE first <= ?1 ORDER BY first DESC LIMIT 1",
                            error);
  const void *hash;
  gsize length;

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, m);
  if (!sat_statement_step (statement, found, error))
    return FALSE;
  *found = *found && sat_statement_int (statement, 0) == m;
  if (!*found)
    return TRUE;
  hash = sat_statement_blob (statement, 1, &length);
  if (hash == NULL || length != sizeof chain->bytes)
    return nonsense (error);
  memcpy (chain->bytes, hash, length);
  *next = sat_statement_int (statement, 2) != 0;
  return TRUE;
}

gboolean
sat_sent_end (SatSent *self, gint64 m, SatChain *chain, gboolean *is, GError **error)
{
  gboolean next = FALSE;

  g_return_val_if_fail (self != NULL && chain != NULL && is != NULL, FALSE);

  if (!chain_at_end (self, m, chain, is, &next, error))
    return FALSE;
  *is = *is && !next;
  return TRUE;
}

gboolean
sat_sent_chain (SatSent *self, gint64 m, SatChain *chain, gboolean *found, GError **error)
{
  gboolean next;

  g_return_val_if_fail (self != NULL && chain != NULL && found != NULL, FALSE);

  /* Without reading the push: most ask for the end of one. */
  if (!chain_at_end (self, m, chain, found, &next, error))
    return FALSE;
  if (*found)
    return TRUE;
  if (!load (self, m, found, error))
    return FALSE;
  if (*found) {
    *chain = self->push->prev;
    for (gint64 i = self->push->first; i <= m; i++)
      step (chain, self->push->lines->pdata[i - self->push->first]);
    return TRUE;
  }
  if (!load (self, m + 1, found, error))
    return FALSE;
  if (*found)
    *chain = self->push->prev;
  return TRUE;
}

/* Walks along the whole of it. @wanted: what is looked for, NULL: whether it leads on. *@m: found,
 * or the push in which it does not or which cannot be read; -1: not. */
static gboolean
walk (SatSent *self, const SatChain *wanted, gint64 *m, GError **error)
{
  g_autoptr (SatStatement) statement = sat_statement_cached (
      self->connection, "SELECT first, last, hash, body FROM sent ORDER BY first", error);
  gboolean row = TRUE;

  *m = -1;
  if (statement == NULL)
    return FALSE;
  while (*m < 0) {
    SatChain chain;

    if (!sat_statement_step (statement, &row, error))
      return FALSE;
    if (!row)
      return TRUE;
    *m = sat_statement_int (statement, 0);
    if (!take (self, statement, error))
      return FALSE;
    *m = -1;
    chain = self->push->prev;
    for (guint i = 0; *m < 0 && i < self->push->lines->len; i++) {
      step (&chain, self->push->lines->pdata[i]);
      if (wanted != NULL && sat_chain_equal (&chain, wanted))
        *m = self->push->first + i;
    }
    if (wanted == NULL && !sat_chain_equal (&chain, &self->hash))
      *m = self->push->first;
  }
  return TRUE;
}

gboolean
sat_sent_find (SatSent *self, const SatChain *chain, gint64 *m, GError **error)
{
  g_return_val_if_fail (self != NULL && chain != NULL && m != NULL, FALSE);

  return walk (self, chain, m, error);
}

gboolean
sat_sent_check (SatSent *self, gint64 *broken, GError **error)
{
  g_autoptr (GError) failure = NULL;

  g_return_val_if_fail (self != NULL && broken != NULL, FALSE);

  if (walk (self, NULL, broken, &failure) || failure->domain == SAT_PROTOCOL_ERROR)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/* Of the push that was read, those of @numbers from *@i on that it has. */
static gboolean
forget_of_one (SatSent *self, const GArray *numbers, guint *i, GError **error)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  g_autoptr (SatStatement) statement =
      sat_statement_cached (self->connection, "UPDATE sent SET body = ?2 WHERE first = ?1", error);
  SatChain chain = self->push->prev;

  if (statement == NULL)
    return FALSE;
  for (guint k = 0; k < self->push->lines->len; k++) {
    GBytes *line = self->push->lines->pdata[k];
    gboolean goes =
        *i < numbers->len && g_array_index (numbers, gint64, *i) == self->push->first + k;

    step (&chain, line);
    g_ptr_array_add (lines, goes ? sat_sent_forgotten (&chain) : g_bytes_ref (line));
    *i += goes;
  }
  sat_statement_bind_int (statement, 1, self->push->first);
  if (!bind_push (statement, 2, self->push->first, &self->push->prev, lines, NULL, NULL, error) ||
      !sat_statement_run (statement, error))
    return FALSE;
  clear (self);
  return TRUE;
}

gboolean
sat_sent_forget (SatSent *self, const GArray *numbers, GError **error)
{
  guint i = 0;

  g_return_val_if_fail (self != NULL && numbers != NULL, FALSE);

  while (i < numbers->len) {
    guint before = i;
    gboolean found;

    if (!load (self, g_array_index (numbers, gint64, i), &found, error) ||
        (found && !forget_of_one (self, numbers, &i, error)))
      return FALSE;
    i = MAX (i, before + 1);
  }
  return TRUE;
}

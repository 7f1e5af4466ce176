/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-sqlite-visibility.h"

#include <string.h>

#include "sat-sqlite-private.h"

/* Both feeds walk what has the commit and the root and no more, and read a row only when its root
 * is to be seen: most rows are not. A record's row may have moved on since (sat-sqlite-order.c). */

typedef gsize (*ReadRow) (SatStatement *statement, GPtrArray *out);

typedef struct {
  const char *walk, *fetch;
  ReadRow read;
} Feed;

static gsize
read_record_row (SatStatement *statement, GPtrArray *out)
{
  SatStoredRecord *record = sat_sqlite_read_record (statement);

  g_ptr_array_add (out, record);
  return strlen (record->fields) + strlen (record->clocks);
}

static gsize
read_history_row (SatStatement *statement, GPtrArray *out)
{
  SatStoredHistory *row = sat_sqlite_read_history (statement);

  g_ptr_array_add (out, row);
  return row->value != NULL ? strlen (row->value) : 0;
}

static const Feed records_feed = {"SELECT o.n, o.seq, s.scope_set, o.root FROM record_order o"
                                  " CROSS JOIN root_set s ON s.root = o.root"
                                  " WHERE o.seq > ?1 ORDER BY o.seq, o.root, o.n",
                                  "SELECT " SAT_SQLITE_RECORD
                                  " FROM record WHERE n = ?1 AND seq = ?2 AND root = ?3",
                                  read_record_row};

static const Feed history_rows_feed = {"SELECT h.n, h.seq, s.scope_set, h.root FROM history h"
                                       " CROSS JOIN root_set s ON s.root = h.root"
                                       " WHERE h.seq > ?1 ORDER BY h.seq, h.root, h.n",
                                       "SELECT " SAT_SQLITE_HISTORY
                                       " FROM history WHERE n = ?1 AND seq = ?2 AND root = ?3",
                                       read_history_row};

typedef struct {
  SatStatement *walk, *fetch;
  ReadRow read;
  const SatSetFilter *filter;
  guint limit, most;
  guint n_rows, n_seen;
  gsize bytes;
} Walk;

/* Before the first row of another commit, @seq. */
static gboolean
is_enough (const Walk *walk, gint64 seq, gint64 last)
{
  return seq != last && (walk->n_rows >= walk->limit || walk->n_seen >= walk->most ||
                         walk->bytes >= SAT_FEED_MOST_BYTES);
}

static void
copy_row (Walk *walk, const SatTailRow *row, GPtrArray *out)
{
  if (sat_tail_row_record (row) != NULL)
    g_ptr_array_add (out, sat_stored_record_copy (sat_tail_row_record (row)));
  else
    g_ptr_array_add (out, sat_stored_history_copy (sat_tail_row_history (row)));
  walk->bytes += sat_tail_row_size (row);
  walk->n_rows++;
}

static gboolean
take_row (Walk *walk, GPtrArray *out, GError **error)
{
  gint64 set = sat_statement_int (walk->walk, 2);
  SatUuid root;
  gboolean row;

  walk->n_seen++;
  if (set >= walk->filter->n || walk->filter->sees[set] == 0)
    return TRUE;
  root = sat_sqlite_uuid (walk->walk, 3);
  sat_statement_bind_int (walk->fetch, 1, sat_statement_int (walk->walk, 0));
  sat_statement_bind_int (walk->fetch, 2, sat_statement_int (walk->walk, 1));
  sat_sqlite_bind_uuid (walk->fetch, 3, &root);
  if (!sat_statement_step (walk->fetch, &row, error))
    return FALSE;
  if (row) {
    walk->bytes += walk->read (walk->fetch, out);
    walk->n_rows++;
  }
  sat_statement_reset (walk->fetch);
  return TRUE;
}

static gboolean
walk_on (Walk *walk, gint64 after, GPtrArray *out, gint64 *upto, GError **error)
{
  gint64 last = after;
  gboolean row;

  sat_statement_bind_int (walk->walk, 1, after);
  for (;;) {
    if (!sat_statement_step (walk->walk, &row, error))
      return FALSE;
    if (!row)
      return TRUE;
    if (is_enough (walk, sat_statement_int (walk->walk, 1), last)) {
      *upto = last;
      return TRUE;
    }
    last = sat_statement_int (walk->walk, 1);
    if (!take_row (walk, out, error))
      return FALSE;
  }
}

/* The same from memory. *@known FALSE: not all is there. */
static gboolean
walk_tail (SatTransaction *self,
           Walk *walk,
           gboolean history,
           gint64 after,
           GPtrArray *out,
           gint64 *upto,
           gboolean *known,
           GError **error)
{
  SatSqliteTransaction *transaction = (SatSqliteTransaction *)self;
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify)sat_tail_row_unref);
  const SatUuid *root = NULL;
  gint64 last = after;
  gboolean held = FALSE, is_root = FALSE;

  *known = sat_tail_read (transaction->storage->tail, after, transaction->head, history, rows);
  for (guint i = 0; *known && i < rows->len; i++) {
    const SatTailRow *row = rows->pdata[i];
    guint set;

    if (is_enough (walk, sat_tail_row_seq (row), last)) {
      *upto = last;
      return TRUE;
    }
    last = sat_tail_row_seq (row);
    if (root == NULL || !sat_uuid_equal (root, sat_tail_row_root (row))) {
      root = sat_tail_row_root (row);
      if (!self->api->root_set (self, root, &set, &is_root, error))
        return FALSE;
      held = is_root && set < walk->filter->n && walk->filter->sees[set] != 0;
    }
    walk->n_seen += is_root;
    if (held)
      copy_row (walk, row, out);
  }
  return TRUE;
}

static gboolean
run_feed (SatTransaction *self,
          const Feed *feed,
          gint64 after,
          const SatSetFilter *filter,
          guint limit,
          guint most,
          GPtrArray *out,
          gint64 *upto,
          GError **error)
{
  g_autoptr (SatStatement) walk_statement = NULL;
  g_autoptr (SatStatement) fetch_statement = NULL;
  Walk walk = {.read = feed->read, .filter = filter, .limit = limit, .most = most};
  gboolean known;

  *upto = MAX (after, ((SatSqliteTransaction *)self)->head);
  if (!walk_tail (self, &walk, feed == &history_rows_feed, after, out, upto, &known, error))
    return FALSE;
  if (known)
    return TRUE;
  walk_statement = walk.walk = sat_sqlite_statement (self, feed->walk, error);
  if (walk_statement == NULL)
    return FALSE;
  fetch_statement = walk.fetch = sat_sqlite_statement (self, feed->fetch, error);
  if (fetch_statement == NULL)
    return FALSE;
  return walk_on (&walk, after, out, upto, error);
}

static gboolean
feed (SatTransaction *self,
      gint64 after,
      const SatSetFilter *filter,
      guint limit,
      guint most,
      GPtrArray *out,
      gint64 *upto,
      GError **error)
{
  return run_feed (self, &records_feed, after, filter, limit, most, out, upto, error);
}

static gboolean
history_feed (SatTransaction *self,
              gint64 after,
              const SatSetFilter *filter,
              guint limit,
              guint most,
              GPtrArray *out,
              gint64 *upto,
              GError **error)
{
  return run_feed (self, &history_rows_feed, after, filter, limit, most, out, upto, error);
}

void
sat_sqlite_feed_fill (SatStorageApi *api)
{
  g_return_if_fail (api != NULL);

  api->feed = feed;
  api->history_feed = history_feed;
}

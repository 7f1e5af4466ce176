/* SPDX-License-Identifier: GPL-3.0-or-later */

/* After records were taken away: their words go from wherever nothing looks for them. */

#include "config.h"

#include "sat-files.h"
#include "sat-remote-private.h"
#include "sat-search.h"
#include "sat-sent.h"
#include "sat-store-private.h"
#include "sat-wipe.h"

/* Pages of the search index that are merged in one go, and how long at most. */
#define MERGED_PAGES 500
#define MOST_US (10 * G_USEC_PER_SEC)
/* A larger index is merged only when a thousandth of it has gone: it holds beginnings of words, and
 * merging it costs as much as building half of it. */
#define SMALL_INDEX 50000
#define WORTH_IT 1000

static gint64
get_int (SatStore *store, const char *key)
{
  g_autofree char *text = sat_sync_get (store->writing, key);

  return text != NULL ? g_ascii_strtoll (text, NULL, 10) : 0;
}

/* FTS5 keeps what was removed until its parts are merged into one. *@done: they are. */
static gboolean
merge_some (SatStore *store, gboolean first, gboolean *done, GError **error)
{
  g_autofree char *sql =
      g_strdup_printf ("INSERT INTO search_index (search_index, rank) VALUES ('merge', %d)",
                       first ? -MERGED_PAGES : MERGED_PAGES);
  sqlite3 *handle = sat_connection_get_handle (store->writing);
  int before = sqlite3_total_changes (handle);

  if (!sat_connection_begin (store->writing, error))
    return FALSE;
  if (!sat_connection_exec (store->writing, sql, error)) {
    sat_connection_rollback (store->writing);
    return FALSE;
  }
  /* The statement itself counts as one. */
  *done = sqlite3_total_changes (handle) - before < 2;
  return sat_connection_commit (store->writing, error);
}

static gboolean
is_worth_it (SatStore *store, gint64 purged, gboolean *worth, GError **error)
{
  gint64 docs;

  if (!sat_connection_query_int (store->writing, "SELECT count(*) FROM search_doc", 0, &docs,
                                 error))
    return FALSE;
  *worth = docs < SMALL_INDEX || purged * WORTH_IT >= docs;
  return TRUE;
}

/* The lock is let go between the steps: others may write. *@done FALSE: some other time. */
static gboolean
merge_index (SatStore *store, gboolean *done, GError **error)
{
  gint64 until = g_get_monotonic_time () + MOST_US, purged;
  gboolean ok, worth = FALSE;
  guint left = 0;

  if (!sat_store_enter_writing (store, error))
    return FALSE;
  purged = get_int (store, SAT_SYNC_PURGED_INDEX);
  ok =
      purged == 0 || (sat_search_index (store->writing, store->registry, G_MAXUINT, &left, error) &&
                      is_worth_it (store, purged, &worth, error));
  sat_ticket_lock_leave (&store->write_lock);
  *done = !worth;
  for (gboolean first = TRUE; ok && !*done && g_get_monotonic_time () < until; first = FALSE) {
    if (!sat_store_enter_writing (store, error))
      return FALSE;
    ok = merge_some (store, first, done, error) &&
         (!*done || sat_sync_set (store->writing, SAT_SYNC_PURGED_INDEX, NULL, error));
    sat_ticket_lock_leave (&store->write_lock);
  }
  return ok;
}

/* What was sent from here and has no record any more. The chain behind it stays, or it would break
 * off; to a server that goes back behind it, what is left is sent under another device's number. */
static gboolean
forget_sent (SatStore *store, GError **error)
{
  static const char goes[] = "state = 3 AND m IS NOT NULL"
                             " AND record IN (SELECT id FROM record WHERE type = 0)";
  g_autofree char *list = g_strdup_printf ("SELECT m FROM outbox WHERE %s ORDER BY m", goes);
  g_autofree char *note = g_strdup_printf ("UPDATE outbox SET m = NULL WHERE %s", goes);
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (SatSent) sent = sat_sent_new (store->writing);
  g_autoptr (SatStatement) statement = sat_statement_new (store->writing, list, error);

  return statement != NULL && sat_statement_append_ints (statement, numbers, error) &&
         sat_sent_forget (sent, numbers, error) &&
         sat_connection_exec (store->writing, note, error);
}

static gboolean
forget_sent_at_once (SatStore *store, GError **error)
{
  if (!sat_connection_begin (store->writing, error))
    return FALSE;
  if (forget_sent (store, error))
    return sat_connection_commit (store->writing, error);
  sat_connection_rollback (store->writing);
  return FALSE;
}

static gboolean
clean_files (SatStore *store, gboolean *clean, GError **error)
{
  g_autoptr (GError) busy = NULL;

  if (!forget_sent_at_once (store, error))
    return FALSE;
  *clean = sat_connection_checkpoint (store->writing, TRUE, &busy);
  if (!*clean && !g_error_matches (busy, SAT_DB_ERROR, SAT_DB_ERROR_BUSY)) {
    g_propagate_error (error, g_steal_pointer (&busy));
    return FALSE;
  }
  if (!*clean)
    return TRUE;
  sat_wipe_backups (store->path);
  return sat_files_sweep_within (store, error) &&
         sat_sync_set (store->writing, SAT_SYNC_PURGED, NULL, error);
}

gboolean
sat_remote_clean_up (SatStore *store, gboolean *clean, GError **error)
{
  gboolean merged, ok;

  g_return_val_if_fail (SAT_IS_STORE (store) && clean != NULL, FALSE);

  *clean = FALSE;
  if (!merge_index (store, &merged, error) || !sat_store_enter_writing (store, error))
    return FALSE;
  *clean = get_int (store, SAT_SYNC_PURGED) == 0;
  ok = *clean || clean_files (store, clean, error);
  sat_ticket_lock_leave (&store->write_lock);
  *clean = *clean && merged;
  return ok;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "sat-pull-private.h"

/* After that many rows of others there may as well be news. */
#define MOST_SEEN 200

/* Does anything after @seq concern the caller? Whatever changes somebody's scopes is a record that
 * all see. */
gboolean
sat_pull_look_for_news (const SatPullSource *source,
                        SatTransaction *transaction,
                        const SatCaller *caller,
                        gint64 seq,
                        gint64 head,
                        gboolean *news,
                        GError **error)
{
  const SatStorageApi *api = transaction->api;
  SatVisibility *visibility = source->visibility;
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify)sat_stored_record_free);
  g_autoptr (GPtrArray) history =
      g_ptr_array_new_with_free_func ((GDestroyNotify)sat_stored_history_free);
  g_autoptr (SatHolder) holder = sat_visibility_holder (visibility, transaction, caller, error);
  g_autofree guint8 *sees = NULL;
  gint64 upto, past_upto, change, move;
  guint n;

  if (holder == NULL || !sat_visibility_load_sets (visibility, transaction, &n, error) ||
      !api->newest_marks (transaction, &change, &move, error))
    return FALSE;
  sees = sat_visibility_filter (visibility, holder, n);
  if (!api->feed (transaction, seq, &(SatSetFilter){sees, n}, 1, MOST_SEEN, rows, &upto, error) ||
      !api->history_feed (transaction, seq, &(SatSetFilter){sees, n}, 1, MOST_SEEN, history,
                          &past_upto, error))
    return FALSE;
  *news =
      rows->len > 0 || history->len > 0 || MIN (upto, past_upto) < head || MAX (change, move) > seq;
  return TRUE;
}

gboolean
sat_pull_has_news (const SatPullSource *source,
                   const SatCaller *caller,
                   const char *cursor,
                   gboolean *news,
                   GError **error)
{
  g_autoptr (SatTransaction) transaction = NULL;
  gint64 seq, head;

  g_return_val_if_fail (source != NULL && caller != NULL, FALSE);
  g_return_val_if_fail (cursor != NULL && news != NULL, FALSE);

  *news = TRUE;
  if (*cursor == '\0')
    return TRUE;
  transaction = sat_storage_begin_read (source->storage, error);
  if (transaction == NULL ||
      !sat_pull_check_cursor (source, transaction, cursor, &seq, &head, error))
    return FALSE;
  if (head > seq)
    return sat_pull_look_for_news (source, transaction, caller, seq, head, news, error);
  *news = FALSE;
  return TRUE;
}

gboolean
sat_pull_has_news_since (const SatPullSource *source,
                         const SatCaller *caller,
                         gint64 seq,
                         gboolean *news,
                         GError **error)
{
  g_autoptr (SatTransaction) transaction = NULL;
  gint64 head;

  g_return_val_if_fail (source != NULL && caller != NULL && news != NULL, FALSE);

  *news = FALSE;
  transaction = sat_storage_begin_read (source->storage, error);
  return transaction != NULL && transaction->api->head (transaction, &head, error) &&
         (head <= seq ||
          sat_pull_look_for_news (source, transaction, caller, seq, head, news, error));
}

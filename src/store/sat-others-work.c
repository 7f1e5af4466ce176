/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-others-work.h"

#include "sat-reader-private.h"

/* Colleagues may have imported a million rows. */
#define MOST_CHANGES 500
#define MOST_ROWS "4000"
#define RECENT (7 * G_TIME_SPAN_DAY)

#define CHANGES                                                                                    \
  "SELECT id, at, user, ifnull (history_first, 0), ifnull (history_last, -1), kind FROM change"    \
  " WHERE id > ?1 AND undone_by IS NULL AND (kind = ?4 OR (user IS NOT NULL AND user <> ?2))"      \
  " ORDER BY id DESC LIMIT ?3"

/* CROSS JOIN keeps the order: from the few rows of a change to their deals, never from all deals of
 * somebody to all rows. */
#define EDITED                                                                                     \
  "SELECT DISTINCT o.id, 0 FROM history AS h CROSS JOIN opportunity AS o ON o.id IN (h.record, "   \
  "h.root)"                                                                                        \
  " WHERE h.id BETWEEN ?1 AND min (?2, ?1 + " MOST_ROWS ") AND h.change = ?3 AND o.owner = ?4"

/* What came with one sync is of several people, and with the first one of years. */
#define RECEIVED                                                                                   \
  "SELECT o.id, h.author, max (h.edited_at) FROM history AS h CROSS JOIN opportunity AS o ON o.id" \
  " IN (h.record, h.root) WHERE h.id BETWEEN ?1 AND min (?2, ?1 + " MOST_ROWS ") AND h.change = "  \
  "?3 AND o.owner = ?4 AND h.author <> ifnull ((SELECT name FROM user WHERE id = ?4), '')"         \
  " AND h.edited_at > ?5 GROUP BY o.id, h.author ORDER BY 3 DESC"

#define MADE                                                                                       \
  "SELECT DISTINCT o.id, CASE WHEN r.type IN (?3, ?4) THEN r.id ELSE 0 END FROM change_created"    \
  " AS c CROSS JOIN record AS r ON r.id BETWEEN c.first AND min (c.last, c.first + " MOST_ROWS ")" \
  " CROSS JOIN opportunity AS o ON o.id IN (r.id, r.root)"                                         \
  " WHERE c.change = ?1 AND o.owner = ?2 AND NOT r.deleted"

void
sat_others_work_free (SatOthersWork *work)
{
  g_free (work->author);
  g_free (work);
}

typedef struct {
  SatReader *reader;
  gint64 user;
  gint64 change, at, first, last;
  char *author;
  GPtrArray *found;
} Search;

static void
add_work (Search *search, gint64 deal, gint64 made)
{
  SatOthersWork *work;

  for (guint i = search->found->len; i > 0 && made == 0; i--) {
    const SatOthersWork *other = g_ptr_array_index (search->found, i - 1);

    if (other->change != search->change)
      break;
    if (other->deal == deal && other->made == 0)
      return;
  }
  work = g_new0 (SatOthersWork, 1);
  *work = (SatOthersWork){search->change, deal, made, search->at, g_strdup (search->author)};
  g_ptr_array_add (search->found, work);
}

static gboolean
add_rows (Search *search, SatStatement *statement, GError **error)
{
  gboolean row;

  do {
    if (!sat_statement_step (statement, &row, error))
      return FALSE;
    if (row)
      add_work (search, sat_statement_int (statement, 0), sat_statement_int (statement, 1));
  } while (row);
  return TRUE;
}

static gboolean
look_into_change (Search *search, GError **error)
{
  SatConnection *connection = search->reader->connection;
  SatRegistry *registry = search->reader->registry;
  g_autoptr (SatStatement) made = sat_statement_cached (connection, MADE, error);
  g_autoptr (SatStatement) edited =
      made != NULL ? sat_statement_cached (connection, EDITED, error) : NULL;

  if (edited == NULL)
    return FALSE;
  sat_statement_bind_int (made, 1, search->change);
  sat_statement_bind_int (made, 2, search->user);
  sat_statement_bind_int (made, 3, sat_registry_type (registry, "note")->number);
  sat_statement_bind_int (made, 4, sat_registry_type (registry, "activity")->number);
  sat_statement_bind_int (edited, 1, search->first);
  sat_statement_bind_int (edited, 2, search->last);
  sat_statement_bind_int (edited, 3, search->change);
  sat_statement_bind_int (edited, 4, search->user);
  return add_rows (search, made, error) && add_rows (search, edited, error);
}

static gboolean
look_into_received (Search *search, GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_statement_cached (search->reader->connection, RECEIVED, error);
  gboolean row = TRUE;

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, search->first);
  sat_statement_bind_int (statement, 2, search->last);
  sat_statement_bind_int (statement, 3, search->change);
  sat_statement_bind_int (statement, 4, search->user);
  sat_statement_bind_int (statement, 5, search->at - RECENT);
  while (row) {
    SatOthersWork *work;

    if (!sat_statement_step (statement, &row, error))
      return FALSE;
    if (!row)
      break;
    work = g_new0 (SatOthersWork, 1);
    *work = (SatOthersWork){search->change, sat_statement_int (statement, 0), 0,
                            sat_statement_int (statement, 2),
                            g_strdup (sat_statement_text (statement, 1))};
    g_ptr_array_add (search->found, work);
  }
  return TRUE;
}

GPtrArray *
sat_others_work (SatReader *reader, gint64 user, gint64 since, guint most, GError **error)
{
  g_autoptr (GPtrArray) found =
      g_ptr_array_new_with_free_func ((GDestroyNotify)sat_others_work_free);
  g_autoptr (SatStatement) statement = NULL;
  gboolean row = TRUE;

  g_return_val_if_fail (reader != NULL, NULL);
  sat_reader_refresh (reader);
  statement = sat_statement_cached (reader->connection, CHANGES, error);
  if (statement == NULL)
    return NULL;
  sat_statement_bind_int (statement, 1, since);
  sat_statement_bind_int (statement, 2, user);
  sat_statement_bind_int (statement, 3, MOST_CHANGES);
  sat_statement_bind_int (statement, 4, SAT_CHANGE_REMOTE);
  while (row && found->len < most) {
    g_autofree char *author = NULL;
    Search search = {.reader = reader, .user = user, .found = found};

    if (!sat_statement_step (statement, &row, error))
      return NULL;
    if (!row)
      break;
    author = g_strdup (sat_reader_title_of (reader, sat_statement_int (statement, 2), 0));
    search.change = sat_statement_int (statement, 0);
    search.at = sat_statement_int (statement, 1);
    search.first = sat_statement_int (statement, 3);
    search.last = sat_statement_int (statement, 4);
    search.author = author;
    if (!(sat_statement_int (statement, 5) == SAT_CHANGE_REMOTE
              ? look_into_received
              : look_into_change) (&search, error))
      return NULL;
  }
  if (found->len > most)
    g_ptr_array_set_size (found, (int)most);
  return g_steal_pointer (&found);
}

static gint64
read_number (SatReader *reader, const char *sql, gint64 argument, GError **error)
{
  g_autoptr (SatStatement) statement = sat_statement_cached (reader->connection, sql, error);
  gboolean row;

  if (statement == NULL)
    return -1;
  sat_statement_bind_int (statement, 1, argument);
  return sat_statement_step (statement, &row, error) && row ? sat_statement_int (statement, 0) : -1;
}

gint64
sat_others_work_latest (SatReader *reader, GError **error)
{
  g_return_val_if_fail (reader != NULL, -1);
  return read_number (reader, "SELECT ifnull (max (id), 0) FROM change WHERE id > ?1", 0, error);
}

gint64
sat_others_work_since (SatReader *reader, gint64 at, GError **error)
{
  g_return_val_if_fail (reader != NULL, -1);
  return read_number (reader, "SELECT ifnull (max (id), 0) FROM change WHERE at < ?1", at, error);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The part of an undo that brings back who waited for what they belong to. A phone whose deletion
 * was taken back while its contact was deleted stayed behind; when the contact returns, so does it.
 */

#include "config.h"

#include "sat-undo-private.h"

/* Deaths that were taken back after what is inverted now had happened; the last of each record
 * only. Who was made by changes that are all off has nothing to come back to, and what is turned on
 * or off now speaks of its own. */
#define WAITING                                                                                    \
  "SELECT DISTINCT h.record FROM change k"                                                         \
  " JOIN history h ON h.type = ?3 AND h.field = 0 AND h.v_to BETWEEN k.hlc AND k.hlc_last"         \
  "  AND h.change = k.id"                                                                          \
  " JOIN record r ON r.id = h.record AND r.deleted = 1"                                            \
  " WHERE k.undone_by > ?1 AND k.undone_by <> ?2 AND NOT EXISTS"                                   \
  " (SELECT 1 FROM history o WHERE o.record = h.record AND o.field = 0 AND o.v_to > h.v_to)"       \
  " AND EXISTS (SELECT 1 FROM change_created c JOIN change b ON b.id = c.change"                   \
  "  WHERE h.record BETWEEN c.first AND c.last AND b.id <> ?4 AND b.undoes IS NULL AND "           \
  "b.undone_by IS NULL)"

static GArray *
find_waiting (SatUndo *undo, const SatType *type, GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_statement_cached (undo->writer->connection, WAITING, error);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (statement == NULL)
    return NULL;
  sat_statement_bind_int (statement, 1, undo->change);
  sat_statement_bind_int (statement, 2, undo->writer->change);
  sat_statement_bind_int (statement, 3, type->number);
  sat_statement_bind_int (statement, 4, undo->base);
  return sat_statement_append_ints (statement, ids, error) ? g_steal_pointer (&ids) : NULL;
}

static gboolean
bring_waiting (SatUndo *undo, gint64 id, gboolean *came, GError **error)
{
  g_auto (SatRow) row = {0};
  gboolean orphan;

  if (!sat_writer_read_row (undo->writer, id, FALSE, &row, error))
    return FALSE;
  if (row.type == NULL || !row.deleted)
    return TRUE;
  if (!sat_writer_is_orphan (undo->writer, &row, &orphan, error))
    return FALSE;
  if (orphan)
    return TRUE;
  *came = TRUE;
  undo->report->restored++;
  return sat_writer_revive (undo->writer, &row, error);
}

static gboolean
bring_type (SatUndo *undo, const SatType *type, gboolean *came, GError **error)
{
  g_autoptr (GArray) ids = find_waiting (undo, type, error);

  for (guint i = 0; ids != NULL && i < ids->len; i++)
    if (!bring_waiting (undo, g_array_index (ids, gint64, i), came, error))
      return FALSE;
  return ids != NULL;
}

gboolean
sat_undo_waiting (SatUndo *undo, GError **error)
{
  guint n_types;
  const SatType *const *types = sat_registry_types (undo->writer->registry, &n_types);
  gboolean came = undo->report->restored > 0;

  /* Who comes back may be waited for in its turn. */
  while (came) {
    came = FALSE;
    for (guint i = 0; i < n_types; i++)
      if ((types[i]->flags & SAT_TYPE_CHILD) && !bring_type (undo, types[i], &came, error))
        return FALSE;
  }
  return TRUE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The order of commits: where each record is in it. A list that is only added to: an index of the
 * records themselves would take each old place, which may be anywhere, out of it again, and that
 * was a page to write for nearly every edit. An entry that its record has left since says another
 * seq or another root than the record and is passed over; they are let go of once a day. */

#include "config.h"

#include "sat-sqlite-private.h"

/* Entries that are looked at before others may write. */
#define AT_ONCE 1000

gboolean
sat_sqlite_put_order (
    SatTransaction *self, gint64 seq, const SatUuid *root, gint64 n, GError **error)
{
  g_autoptr (SatStatement) statement = sat_sqlite_statement (
      self, "INSERT INTO record_order (seq, root, n) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
      error);

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, seq);
  sat_sqlite_bind_uuid (statement, 2, root);
  sat_statement_bind_int (statement, 3, n);
  return sat_statement_run (statement, error);
}

/* The last commit of the next AT_ONCE entries. */
static gboolean
find_end (SatTransaction *self, gint64 after, gint64 *upto, GError **error)
{
  g_autoptr (SatStatement) statement = sat_sqlite_statement (
      self, "SELECT seq FROM record_order WHERE seq > ?1 ORDER BY seq LIMIT 1 OFFSET ?2", error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, after);
  sat_statement_bind_int (statement, 2, AT_ONCE - 1);
  if (!sat_statement_step (statement, &row, error))
    return FALSE;
  *upto = row ? sat_statement_int (statement, 0) : ((SatSqliteTransaction *)self)->head;
  return TRUE;
}

static gboolean
tidy (SatTransaction *self, gint64 after, gint64 *upto, GError **error)
{
  g_autoptr (SatStatement) statement = NULL;

  if (!find_end (self, after, upto, error))
    return FALSE;
  statement =
      sat_sqlite_statement (self,
                            "DELETE FROM record_order WHERE seq > ?1 AND seq <= ?2 AND NOT EXISTS"
                            " (SELECT 1 FROM record AS r WHERE r.n = record_order.n"
                            "  AND r.seq = record_order.seq AND r.root = record_order.root)",
                            error);
  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, after);
  sat_statement_bind_int (statement, 2, *upto);
  return sat_statement_run (statement, error);
}

static gboolean
is_in_order (SatTransaction *self, const SatUuid *id, gboolean *known, GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_sqlite_statement (self,
                            "SELECT 1 FROM record AS r JOIN record_order AS o ON o.seq = r.seq"
                            " AND o.root = r.root AND o.n = r.n WHERE r.id = ?1",
                            error);

  if (statement == NULL)
    return FALSE;
  sat_sqlite_bind_uuid (statement, 1, id);
  return sat_statement_step (statement, known, error);
}

void
sat_sqlite_add_order (SatStorageApi *api)
{
  api->tidy = tidy;
  api->is_in_order = is_in_order;
}

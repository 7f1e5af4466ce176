/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The order of commits: where each record is in it. A list that is only added to: an index of the
 * records themselves would take each old place, which may be anywhere, out of it again, and that
 * was a page to write for nearly every edit. An entry that its record has left since says another
 * seq or another root than the record and is passed over; they are let go of piece by piece. */

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

/* Behind @at, in their order. */
#define NEXT                                                                                       \
  "SELECT seq, root, n FROM record_order WHERE (seq, root, n) > (?1, ?2, ?3)"                      \
  " ORDER BY seq, root, n LIMIT"

static void
bind_place (SatStatement *statement, const SatSqlitePlace *at)
{
  sat_statement_bind_int (statement, 1, at->seq);
  sat_sqlite_bind_uuid (statement, 2, &at->root);
  sat_statement_bind_int (statement, 3, at->n);
}

/* The last of the next AT_ONCE entries; *@more FALSE: there are not as many. */
static gboolean
find_end (SatTransaction *self,
          const SatSqlitePlace *at,
          SatSqlitePlace *end,
          gboolean *more,
          GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_sqlite_statement (self, NEXT " 1 OFFSET " G_STRINGIFY (AT_ONCE) " - 1", error);

  if (statement == NULL)
    return FALSE;
  bind_place (statement, at);
  if (!sat_statement_step (statement, more, error))
    return FALSE;
  if (*more)
    *end = (SatSqlitePlace){sat_statement_int (statement, 0), sat_sqlite_uuid (statement, 1),
                            sat_statement_int (statement, 2)};
  return TRUE;
}

static gboolean
tidy (SatTransaction *self, GError **error)
{
  SatSqlitePlace *at = &((SatSqliteTransaction *)self)->storage->tidied, end = {0};
  g_autoptr (SatStatement) statement = NULL;
  gboolean more;

  if (!find_end (self, at, &end, &more, error))
    return FALSE;
  statement = sat_sqlite_statement (
      self,
      "DELETE FROM record_order WHERE (seq, root, n) IN (SELECT o.seq, o.root, o.n"
      " FROM (" NEXT " " G_STRINGIFY (AT_ONCE) ") AS o WHERE NOT EXISTS"
                                               " (SELECT 1 FROM record AS r WHERE r.n = o.n AND "
                                               "r.seq = o.seq AND r.root = o.root))",
      error);
  if (statement == NULL)
    return FALSE;
  bind_place (statement, at);
  if (!sat_statement_run (statement, error))
    return FALSE;
  *at = end;
  return TRUE;
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

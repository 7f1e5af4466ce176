/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What nobody needs any more, and who may need what. */

#include "config.h"

#include "sat-fault.h"
#include "sat-sqlite-private.h"

/* With ?1 and, where it is, ?2. */
static gboolean
run (SatTransaction *self, const char *sql, gint64 first, gint64 second, GError **error)
{
  g_autoptr (SatStatement) statement = sat_sqlite_statement (self, sql, error);

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, first);
  if (second >= 0)
    sat_statement_bind_int (statement, 2, second);
  return sat_statement_run (statement, error);
}

static gboolean
forget_marks (SatTransaction *self, gint64 upto, gint64 old, GError **error)
{
  if (SAT_BUG ("marks-stay"))
    return TRUE;
  return run (self,
              "INSERT INTO root_past (root, scope_set, seq)"
              " SELECT root, old_set, max (seq) FROM root_change"
              " WHERE seq <= ?1 AND seq > ?2 AND old_set > 0 GROUP BY root, old_set"
              " ON CONFLICT (root, scope_set) DO UPDATE SET seq = max (seq, excluded.seq)",
              upto, old, error) &&
         run (self, "DELETE FROM root_change WHERE seq <= ?1", upto, -1, error) &&
         run (self, "DELETE FROM child_move WHERE seq <= ?1", upto, -1, error) &&
         run (self, "DELETE FROM root_past WHERE seq <= ?1", old, -1, error);
}

static gboolean
past_sets (SatTransaction *self, const SatUuid *root, GArray *out, GError **error)
{
  g_autoptr (SatStatement) statement = sat_sqlite_statement (
      self, "SELECT scope_set FROM root_past WHERE root = ?1 ORDER BY scope_set", error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  sat_sqlite_bind_uuid (statement, 1, root);
  for (;;) {
    guint set;

    if (!sat_statement_step (statement, &row, error))
      return FALSE;
    if (!row)
      return TRUE;
    set = (guint)sat_statement_int (statement, 0);
    g_array_append_val (out, set);
  }
}

static gboolean
put_cursor (SatTransaction *self, const SatStoredCursor *cursor, GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_sqlite_statement (self,
                            "INSERT INTO device_cursor (device, seq, seen) VALUES (?1, ?2, ?3)"
                            " ON CONFLICT (device) DO UPDATE SET seq = excluded.seq,"
                            " seen = excluded.seen",
                            error);

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, cursor->device);
  sat_statement_bind_int (statement, 2, cursor->seq);
  sat_statement_bind_int (statement, 3, cursor->seen);
  return sat_statement_run (statement, error);
}

static gboolean
least_cursor (SatTransaction *self, gint64 since, gint64 *seq, GError **error)
{
  g_autoptr (SatStatement) statement = NULL;
  gboolean row;

  if (!run (self, "DELETE FROM device_cursor WHERE seen < ?1", since, -1, error))
    return FALSE;
  statement = sat_sqlite_statement (self, "SELECT min (seq) FROM device_cursor", error);
  if (statement == NULL || !sat_statement_step (statement, &row, error))
    return FALSE;
  *seq =
      row && !sat_statement_is_null (statement, 0) ? sat_statement_int (statement, 0) : G_MAXINT64;
  return TRUE;
}

void
sat_sqlite_add_forget (SatStorageApi *api)
{
  api->forget_marks = forget_marks;
  api->past_sets = past_sets;
  api->put_cursor = put_cursor;
  api->least_cursor = least_cursor;
}

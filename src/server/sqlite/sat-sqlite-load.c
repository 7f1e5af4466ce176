/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a first load asks: how much there is, and what somebody needs first. */

#include "config.h"

#include "sat-sqlite-private.h"

static gboolean
count_roots (SatTransaction *self, guint set, gint64 *roots, GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_sqlite_statement (self, "SELECT count(*) FROM root_set WHERE scope_set = ?1", error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, set);
  if (!sat_statement_step (statement, &row, error))
    return FALSE;
  *roots = row ? sat_statement_int (statement, 0) : 0;
  return TRUE;
}

/* Rows of @sample roots from one end of the set. */
static gboolean
add_sample (SatTransaction *self,
            const char *order,
            guint set,
            guint sample,
            gint64 *roots,
            gint64 *rows,
            GError **error)
{
  g_autofree char *sql = g_strdup_printf (
      "SELECT count(*), ifnull (sum (children + past), 0) FROM (SELECT"
      " (SELECT count(*) FROM record WHERE root = s.root AND root <> id) AS children,"
      " (SELECT count(*) FROM history WHERE root = s.root) AS past"
      " FROM root_set AS s WHERE scope_set = ?1 ORDER BY root %s LIMIT ?2)",
      order);
  g_autoptr (SatStatement) statement = sat_sqlite_statement (self, sql, error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, set);
  sat_statement_bind_int (statement, 2, sample);
  if (!sat_statement_step (statement, &row, error))
    return FALSE;
  *roots += row ? sat_statement_int (statement, 0) : 0;
  *rows += row ? sat_statement_int (statement, 1) : 0;
  return TRUE;
}

static gboolean
size_of_set (
    SatTransaction *self, guint set, guint sample, gint64 *roots, gint64 *rows, GError **error)
{
  gint64 seen = 0, below = 0;

  if (!count_roots (self, set, roots, error) ||
      !add_sample (self, "ASC", set, sample, &seen, &below, error))
    return FALSE;
  if (*roots > seen &&
      !add_sample (self, "DESC", set, (guint)MIN (sample, *roots - seen), &seen, &below, error))
    return FALSE;
  *rows = *roots + (seen > 0 ? (gint64)((double)below * (double)*roots / (double)seen) : 0);
  return TRUE;
}

static gboolean
agenda (SatTransaction *self,
        const SatUuid *owner,
        gint64 from,
        gint64 before,
        const SatUuid *after,
        guint limit,
        GArray *out,
        GError **error)
{
  char text[SAT_UUID_STRING_LENGTH + 1];
  /* Named: without figures the way by the id would look as good, through all records. */
  g_autoptr (SatStatement) statement =
      sat_sqlite_statement (self,
                            "SELECT id FROM record INDEXED BY ix_record_agenda WHERE doer = ?1"
                            " AND planned >= ?2 AND planned < ?3 AND id > ?4 ORDER BY id LIMIT ?5",
                            error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  sat_uuid_write (owner, text);
  sat_statement_bind_static (statement, 1, text);
  sat_statement_bind_int (statement, 2, from);
  sat_statement_bind_int (statement, 3, before);
  sat_sqlite_bind_uuid (statement, 4, after);
  sat_statement_bind_int (statement, 5, limit);
  for (;;) {
    SatUuid id;

    if (!sat_statement_step (statement, &row, error))
      return FALSE;
    if (!row)
      return TRUE;
    id = sat_sqlite_uuid (statement, 0);
    g_array_append_val (out, id);
  }
}

void
sat_sqlite_add_load (SatStorageApi *api)
{
  api->size_of_set = size_of_set;
  api->agenda = agenda;
}

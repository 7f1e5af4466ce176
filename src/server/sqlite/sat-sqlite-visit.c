/* SPDX-License-Identifier: GPL-3.0-or-later */

/* All that somebody may hold, one record after the other. */

#include "config.h"

#include "sat-sqlite-private.h"

/* Set by set, so that it costs what they hold and not what there is: first the roots, then what
 * hangs from them. */
static const char *const ways[] = {
    "SELECT " SAT_SQLITE_RECORD_OF_R " FROM root_set AS s CROSS JOIN record AS r ON r.id = s.root"
    " WHERE s.scope_set = ?1",
    "SELECT " SAT_SQLITE_RECORD_OF_R
    " FROM root_set AS s CROSS JOIN record AS r INDEXED BY ix_record_root ON r.root = s.root"
    " WHERE s.scope_set = ?1 AND r.root <> r.id",
};

static gboolean
visit_set (SatStatement *statement, guint set, SatStorageVisit visit, gpointer data, GError **error)
{
  SatStoredRecord record = {0};
  gboolean row;

  sat_statement_bind_int (statement, 1, set);
  for (;;) {
    if (!sat_statement_step (statement, &row, error))
      return FALSE;
    if (!row)
      return TRUE;
    sat_sqlite_look_at_record (statement, &record);
    if (!visit (&record, data, error))
      return FALSE;
  }
}

static gboolean
visit (SatTransaction *self,
       const SatSetFilter *filter,
       SatStorageVisit func,
       gpointer data,
       GError **error)
{
  for (guint way = 0; way < G_N_ELEMENTS (ways); way++) {
    g_autoptr (SatStatement) statement = sat_sqlite_statement (self, ways[way], error);

    if (statement == NULL)
      return FALSE;
    for (guint set = 0; set < filter->n; set++)
      if (filter->sees[set] != 0 && !visit_set (statement, set, func, data, error))
        return FALSE;
  }
  return TRUE;
}

void
sat_sqlite_add_visit (SatStorageApi *api)
{
  api->visit = visit;
}

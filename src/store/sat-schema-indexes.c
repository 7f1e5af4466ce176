/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-schema-indexes.h"

#include "sat-statement.h"

static const struct {
  const char *type;
  const char *sql;
} indexes[] = {
    {"activity", "CREATE INDEX IF NOT EXISTS ix_activity_owner_when ON activity "
                 "(\"owner\", " SAT_INDEX_ACTIVITY_WHEN ("") ") WHERE \"owner\" IS NOT NULL"},
    {"activity", "CREATE INDEX IF NOT EXISTS ix_activity_all_day ON activity (\"start\")"
                 " WHERE \"all_day\" = 1"},
    {"activity",
     "CREATE INDEX IF NOT EXISTS ix_activity_long ON activity (" SAT_INDEX_ACTIVITY_LENGTH (
         "") ", \"start\") WHERE " SAT_INDEX_ACTIVITY_LONG ("")},
    {"activity",
     "CREATE INDEX IF NOT EXISTS ix_activity_unscheduled ON activity (\"start\", \"due\")"
     " WHERE " SAT_INDEX_ACTIVITY_UNSCHEDULED ("")},
    {"attachment", "CREATE INDEX IF NOT EXISTS ix_attachment_sha256 ON attachment (\"sha256\")"
                   " WHERE \"sha256\" IS NOT NULL"},
    {"activity", "CREATE INDEX IF NOT EXISTS ix_activity_owner_unscheduled ON activity (\"owner\")"
                 " WHERE " SAT_INDEX_ACTIVITY_UNSCHEDULED ("")},
};

gboolean
sat_schema_create_indexes_of (SatConnection *connection, const SatType *type, GError **error)
{
  g_return_val_if_fail (type != NULL, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (indexes); i++)
    if (g_str_equal (indexes[i].type, type->name) &&
        !sat_connection_exec (connection, indexes[i].sql, error))
      return FALSE;
  return TRUE;
}

const char *
sat_schema_indexes_text (guint i)
{
  return i < G_N_ELEMENTS (indexes) ? indexes[i].sql : NULL;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What somebody may not hold any more leaves no past behind, also of what was deleted before. */

#include "config.h"

#include "sat-sim-private.h"

#include "sat-test-db.h"

/* @lost: only of what is not there, or not any more. */
static GHashTable *
records_with_past (SatStore *store, gboolean lost)
{
  SatReader *reader = sat_store_get_reader (store, NULL);
  GHashTable *records = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (SatStatement) statement = sat_test_db_prepare (
      sat_reader_get_connection (reader),
      lost ? "SELECT lower (hex (uuid)) FROM record AS r WHERE (type = 0 OR deleted = 1)"
             " AND EXISTS (SELECT 1 FROM history WHERE record = r.id)"
           : "SELECT lower (hex (uuid)) FROM record AS r"
             " WHERE EXISTS (SELECT 1 FROM history WHERE record = r.id)");

  while (sat_test_db_step (statement))
    g_hash_table_add (records, g_strdup (sat_statement_text (statement, 0)));
  return records;
}

/* In peace nothing is kept for edits that wait, or for roots that are to go. */
static void
check_beside (SatSim *self, SatSimLaptop *laptop)
{
  SatReader *reader = sat_store_get_reader (laptop->store, NULL);
  g_autoptr (SatStatement) statement =
      sat_test_db_prepare (sat_reader_get_connection (reader),
                           "SELECT (SELECT count(*) FROM shadow), (SELECT count(*) FROM purge)");

  if (sat_test_db_step (statement) &&
      (sat_statement_int (statement, 0) > 0 || sat_statement_int (statement, 1) > 0))
    sat_sim_wrong (self, "laptop %u keeps %d shadows, and %d roots are to go from it",
                   laptop->number, (int)sat_statement_int (statement, 0),
                   (int)sat_statement_int (statement, 1));
}

void
sat_sim_check_past (SatSim *self, SatSimLaptop *laptop, SatSimLaptop *fresh)
{
  g_autoptr (GHashTable) known = records_with_past (fresh->store, FALSE);
  g_autoptr (GHashTable) held = records_with_past (laptop->store, TRUE);
  GHashTableIter iterator;
  const char *record;

  check_beside (self, laptop);
  g_hash_table_iter_init (&iterator, held);
  while (g_hash_table_iter_next (&iterator, (gpointer *)&record, NULL))
    if (!g_hash_table_contains (known, record))
      sat_sim_wrong (self, "laptop %u of %s has the past of %s, and a new one (%u) has not",
                     laptop->number, laptop->person->name, record, fresh->number);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every statement of the agenda finds its rows by the index that was made for it. */
#include "../../src/sales/sat-agenda.c"

#include "sat-test-store.h"

static void
assert_index (SatTestStore *t, const char *sql, const char *index)
{
  g_autofree char *explain = g_strconcat ("EXPLAIN QUERY PLAN ", sql, NULL);
  g_autofree char *expected = g_strdup_printf ("SEARCH a USING INDEX %s (", index);
  g_autoptr (GError) error = NULL;
  SatConnection *connection = sat_reader_get_connection (sat_test_store_reader (t));
  g_autoptr (SatStatement) plan = sat_statement_new (connection, explain, &error);
  gboolean row;

  g_assert_no_error (error);
  g_assert_true (sat_statement_step (plan, &row, &error));
  if (!g_str_has_prefix (sat_statement_text (plan, 3), expected))
    g_error ("%s does not use %s: %s", sql, index, sat_statement_text (plan, 3));
}

static void
test_indexes (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_CREATE);

  assert_index (t, TIMED, "ix_activity_start");
  assert_index (t, ALL_DAY_ONES, "ix_activity_all_day");
  assert_index (t, DUE_ONES, "ix_activity_due");
  assert_index (t, OF_OWNER, "ix_activity_owner_when");
  assert_index (t, LONG, "ix_activity_long");
  assert_index (t, UNSCHEDULED " AND ?1 = 0" LATEST_FIRST, "ix_activity_unscheduled");
  assert_index (t, UNSCHEDULED " AND a.owner = ?1" LATEST_FIRST, "ix_activity_owner_unscheduled");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/agenda/indexes", test_indexes);
  return g_test_run ();
}

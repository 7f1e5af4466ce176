/* SPDX-License-Identifier: GPL-3.0-or-later */

/* When the columns of custom fields have an index. */

#include "config.h"

#include "sat-query-private.h"
#include "sat-test-store.h"

static gint64
add_field (SatTestStore *t, const char *name, const char *kind)
{
  return sat_test_store_add (t, "custom_field", "record_type", "company", "name", name, "label",
                             name, "kind", kind, NULL);
}

static gint64
count_indexes (SatTestStore *t)
{
  return sat_test_store_sql_int (t, "SELECT count(*) FROM sqlite_schema WHERE type = 'index'"
                                    " AND tbl_name = 'company' AND name LIKE '%cf%'");
}

static SatQuery *
sorted_by (const char *sort)
{
  SatQuery *query = sat_query_new ("company");

  g_assert_true (sat_query_set_sort_text (query, sort, NULL));
  return query;
}

static void
run (SatTestStore *t, SatQuery *query)
{
  g_autoptr (GError) error = NULL;
  G_GNUC_UNUSED g_autoptr (GArray) ids =
      sat_query_ids (query, sat_test_store_reader (t), NULL, &error);

  g_assert_no_error (error);
}

/* The writer thread does it when it has time; it is done at the latest when the file is closed. */
static void
wait_for_indexes (SatTestStore *t, gint64 n)
{
  gint64 end = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;

  while (count_indexes (t) != n && g_get_monotonic_time () < end)
    g_usleep (2000);
  g_assert_cmpint (count_indexes (t), ==, n);
}

static void
test_sort (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  g_autoptr (SatQuery) query = sorted_by ("seats:desc");
  g_autofree char *plan = NULL;

  add_field (t, "seats", "integer");
  add_field (t, "motto", "text");
  sat_test_store_add (t, "company", "name", "Acme", "seats", "7", NULL);
  g_assert_cmpint (count_indexes (t), ==, 0);
  run (t, query);
  wait_for_indexes (t, 1);
  run (t, query);
  plan = sat_query_explain (query, sat_test_store_reader (t), 50, NULL);
  g_assert_nonnull (strstr (plan, "INDEX ix_company_cf_"));
  g_assert_null (strstr (plan, "TEMP B-TREE"));
}

static void
test_filter (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  g_autoptr (SatQuery) query = sat_query_new ("company");
  g_autoptr (SatFilter) filter = sat_filter_test1 ("motto", SAT_OP_IS, "onward");
  g_autofree char *plan = NULL;

  add_field (t, "motto", "text");
  sat_query_set_filter (query, filter);
  run (t, query);
  /* Closing does what is left. */
  sat_test_store_reopen (t);
  g_assert_cmpint (count_indexes (t), ==, 1);
  plan = sat_query_explain (query, sat_test_store_reader (t), 0, NULL);
  g_assert_nonnull (strstr (plan, "INDEX ix_company_cf_"));
}

/* What nobody looks for by its order has none. */
static void
test_not_for_all (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  g_autoptr (SatQuery) query = sorted_by ("story,name");

  add_field (t, "story", "long_text");
  run (t, query);
  sat_test_store_reopen (t);
  g_assert_cmpint (count_indexes (t), ==, 0);
}

static void
test_dropped_with_field (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  g_autoptr (SatQuery) query = sorted_by ("seats");
  gint64 seats = add_field (t, "seats", "integer");

  sat_test_store_add (t, "company", "name", "Acme", "seats", "7", NULL);
  add_field (t, "motto", "text");
  run (t, query);
  wait_for_indexes (t, 1);
  sat_test_store_delete (t, seats);
  wait_for_indexes (t, 0);
  sat_test_store_undelete (t, seats);
  run (t, query);
  wait_for_indexes (t, 1);
}

static void
test_read_only (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  g_autoptr (SatQuery) query = sorted_by ("seats");
  g_autoptr (SatStore) store = NULL;
  g_autoptr (GArray) ids = NULL;
  g_autoptr (GError) error = NULL;

  add_field (t, "seats", "integer");
  store = sat_store_open (t->path, SAT_STORE_READ_ONLY, NULL, t->clock, &error);
  g_assert_no_error (error);
  ids = sat_query_ids (query, sat_store_get_reader (store, NULL), NULL, &error);
  g_assert_no_error (error);
  sat_store_close (store);
  g_assert_cmpint (count_indexes (t), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/custom-indexes/sort", test_sort);
  g_test_add_func ("/store/custom-indexes/filter", test_filter);
  g_test_add_func ("/store/custom-indexes/not-for-all", test_not_for_all);
  g_test_add_func ("/store/custom-indexes/dropped-with-field", test_dropped_with_field);
  g_test_add_func ("/store/custom-indexes/read-only", test_read_only);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "query-support.h"

#include "sat-query-private.h"

#include <string.h>

static void
test_sort (void)
{
  g_autoptr (StoreFixture) f = store_fixture_new ();
  gint64 z = store_fixture_add (f, "company", "name=Zeta", NULL);
  gint64 e = store_fixture_add (f, "company", "name=épsilon", NULL);
  g_autofree char *to_z = ref ("company", z);
  g_autofree char *to_e = ref ("company", e);

  store_fixture_add (f, "contact", "first_name=1", to_z, NULL);
  store_fixture_add (f, "contact", "first_name=2", NULL);
  store_fixture_add (f, "contact", "first_name=3", to_e, NULL);
  store_fixture_add (f, "contact", "first_name=4", "company=kappa", NULL);
  store_fixture_add (f, "contact", "first_name=5", to_z, NULL);
  assert_listed (f, "contact", NULL, "company", "3,4,1,5,2");
  assert_listed (f, "contact", NULL, "company:desc", "5,1,4,3,2");
  assert_listed (f, "contact", NULL, "company.name", "3,1,5,2,4");
  assert_listed (f, "contact", NULL, "company.name,first_name:desc", "3,5,1,4,2");
  assert_listed (f, "contact", NULL, "title:desc", "5,4,3,2,1");
  /* A family name that stands first counts first. */
  store_fixture_add (f, "contact", "first_name=甲", "last_name=丁", NULL);
  store_fixture_add (f, "contact", "first_name=丙", "last_name=乙", NULL);
  assert_listed (f, "contact", "last_name != \"\"", "title", "丁甲,乙丙");
  store_fixture_add (f, "stage", "name=l", "kind=lost", "category=omitted", NULL);
  store_fixture_add (f, "stage", "name=o", "kind=open", "category=pipeline", NULL);
  store_fixture_add (f, "stage", "name=none", "kind=open", NULL);
  store_fixture_add (f, "stage", "name=w", "kind=won", "category=closed", NULL);
  assert_listed (f, "stage", NULL, "category", "o,w,l,none");
}

static void
test_sort_text (void)
{
  g_autoptr (SatQuery) query = sat_query_new ("company");
  g_autoptr (SatQuery) copy = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autofree char *kept = NULL;

  g_assert_true (sat_query_set_sort_text (query, " name , owner.name:desc,tier:asc", &error));
  text = sat_query_get_sort_text (query);
  g_assert_cmpstr (text, ==, "name,owner.name:desc,tier");
  g_assert_false (sat_query_set_sort_text (query, "name:down", &error));
  g_assert_error (error, SAT_MODEL_ERROR, SAT_MODEL_ERROR_INVALID);
  copy = sat_query_copy (query);
  kept = sat_query_get_sort_text (copy);
  g_assert_cmpstr (kept, ==, text);
  g_assert_false (sat_query_set_sort_text (query, "name,,tier", NULL));
}

/* The count in a row, in a filter and in an order is the same. */
static void
test_pushes (void)
{
  g_autoptr (StoreFixture) f = store_fixture_new ();
  gint64 twice = store_fixture_add (f, "opportunity", "name=Twice", "close_date=2020-01-01", NULL);
  gint64 once = store_fixture_add (f, "opportunity", "name=Once", "close_date=2020-01-01", NULL);

  store_fixture_add (f, "opportunity", "name=Never", "close_date=2020-01-01", NULL);
  store_fixture_set (f, twice, "close_date=2020-02-01", NULL);
  store_fixture_set (f, twice, "close_date=2020-01-15", NULL);
  store_fixture_set (f, twice, "close_date=2020-01-16", NULL);
  store_fixture_set (f, once, "close_date=2020-02-01", NULL);
  store_fixture_set (f, once, "close_date=", NULL);
  store_fixture_set (f, once, "close_date=2020-01-01", NULL);
  sat_test_store_assert_text (f->test, twice, "pushes", "2");
  sat_test_store_assert_text (f->test, once, "pushes", "1");
  assert_listed (f, "opportunity", NULL, "pushes:desc", "Twice,Once,Never");
  assert_listed (f, "opportunity", "pushes > 0", "pushes", "Once,Twice");
  assert_listed (f, "opportunity", "pushes = 0", NULL, "Never");
  assert_listed (f, "opportunity", "pushes = 2 and name ~ t", "name", "Twice");
}

/* The public id decides ties when it is asked to. */
static void
test_public_ties (void)
{
  g_autoptr (StoreFixture) f = store_fixture_new ();
  g_autoptr (SatQuery) query = sat_query_new ("company");
  g_autoptr (GArray) local = NULL;
  g_autoptr (GArray) public = NULL;
  const SatUuid late = {{0xff}}, early = {{0x01}};
  gint64 a = store_fixture_add_as (f, &late, "company", "name=A", NULL);
  gint64 b = store_fixture_add_as (f, &early, "company", "name=A", NULL);

  sat_query_add_sort (query, "name", FALSE);
  local = query_ids (f, query);
  g_assert_cmpint (g_array_index (local, gint64, 0), ==, a);
  sat_query_set_public_ties (query, TRUE);
  public = query_ids (f, query);
  g_assert_cmpint (g_array_index (public, gint64, 0), ==, b);
}

static void
test_cancel (void)
{
  g_autoptr (StoreFixture) f = store_fixture_new ();
  g_autoptr (SatQuery) query = make_query ("company", NULL, "name");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GArray) ids = NULL;
  g_autoptr (GError) error = NULL;

  store_fixture_add (f, "company", "name=A", NULL);
  g_cancellable_cancel (cancellable);
  g_assert_null (sat_query_ids (query, f->reader, cancellable, &error));
  g_assert_error (error, SAT_DB_ERROR, SAT_DB_ERROR_INTERRUPTED);
  ids = query_ids (f, query);
  g_assert_cmpuint (ids->len, ==, 1);
}

/* Equal rows stand in the order of their ids, and the other way round in a list turned round. */
static void
test_ties (void)
{
  g_autoptr (StoreFixture) f = store_fixture_new ();
  gint64 a = store_fixture_add (f, "company", "name=A", "industry=Same", NULL);
  gint64 b = store_fixture_add (f, "company", "name=B", "industry=same", NULL);
  gint64 none = store_fixture_add (f, "company", "name=C", NULL);
  gint64 nothing = store_fixture_add (f, "company", "name=D", NULL);
  g_autoptr (SatQuery) up = make_query ("company", NULL, "industry");
  g_autoptr (SatQuery) down = make_query ("company", NULL, "industry:desc");
  g_autoptr (GArray) ascending = query_ids (f, up);
  g_autoptr (GArray) descending = query_ids (f, down);
  const gint64 up_ids[] = {a, b, none, nothing}, down_ids[] = {b, a, nothing, none};

  g_assert_cmpmem (ascending->data, ascending->len * sizeof (gint64), up_ids, sizeof up_ids);
  g_assert_cmpmem (descending->data, descending->len * sizeof (gint64), down_ids, sizeof down_ids);
}

/* Pages joined are the whole list, whatever the order. */
static void
test_pages (void)
{
  static const char *const sorts[] = {
      "",   "name",  "name:desc", "employees", "employees:desc", "owner", "industry,name:desc",
      "id", "title", "tags"};
  g_autoptr (StoreFixture) f = store_fixture_new ();
  g_autoptr (GRand) rand = sat_test_rand_new ();
  gint64 owner = store_fixture_add (f, "user", "name=Rep", NULL);
  g_autofree char *to_owner = ref ("owner", owner);

  for (int i = 0; i < 60; i++) {
    g_autofree char *name = g_strdup_printf ("name=N%d", g_rand_int_range (rand, 0, 20));
    g_autofree char *size = g_strdup_printf ("employees=%d", g_rand_int_range (rand, 0, 5));
    gboolean has_size = g_rand_boolean (rand);

    store_fixture_add (f, "company", name, has_size ? size : to_owner, NULL);
  }
  for (guint s = 0; s < G_N_ELEMENTS (sorts); s++) {
    g_autoptr (SatQuery) query = make_query ("company", "name != N3", sorts[s]);
    g_autoptr (GArray) all = query_ids (f, query);
    g_autoptr (GArray) joined = g_array_new (FALSE, FALSE, sizeof (gint64));
    g_autoptr (GArray) page = NULL;
    gint64 after = 0;

    do {
      g_autoptr (GError) error = NULL;

      g_clear_pointer (&page, g_array_unref);
      page = sat_query_page (query, f->reader, after, 7, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (page->len, <=, 7);
      g_array_append_vals (joined, page->data, page->len);
      if (page->len > 0)
        after = g_array_index (page, gint64, page->len - 1);
    } while (page->len == 7);
    g_assert_cmpmem (joined->data, joined->len * sizeof (gint64), all->data,
                     all->len * sizeof (gint64));
  }
}

static void
test_page_after_gone (void)
{
  g_autoptr (StoreFixture) f = store_fixture_new ();
  g_autoptr (SatQuery) query = make_query ("company", NULL, "name");
  g_autoptr (GError) error = NULL;

  store_fixture_add (f, "company", "name=A", NULL);
  g_assert_null (sat_query_page (query, f->reader, 999, 10, &error));
  g_assert_error (error, SAT_STORE_ERROR, SAT_STORE_ERROR_NOT_FOUND);
}

static void
test_limit (void)
{
  g_autoptr (StoreFixture) f = store_fixture_new ();
  g_autoptr (SatQuery) query = make_query ("company", NULL, "name:desc");
  g_autoptr (GArray) ids = NULL;
  g_autoptr (GArray) page = NULL;
  gint64 count;

  store_fixture_add (f, "company", "name=A", NULL);
  store_fixture_add (f, "company", "name=B", NULL);
  store_fixture_add (f, "company", "name=C", NULL);
  sat_query_set_limit (query, 2);
  ids = query_ids (f, query);
  g_assert_cmpuint (ids->len, ==, 2);
  page = sat_query_page (query, f->reader, g_array_index (ids, gint64, 0), 10, NULL);
  g_assert_cmpuint (page->len, ==, 1);
  g_assert_true (sat_query_count (query, f->reader, &count, NULL));
  g_assert_cmpint (count, ==, 2);
}

static char *
explain (StoreFixture *f, const char *type, const char *filter, const char *sort, guint limit)
{
  g_autoptr (SatQuery) query = make_query (type, filter, sort);
  g_autoptr (GError) error = NULL;
  char *plan = sat_query_explain (query, f->reader, limit, &error);

  g_assert_no_error (error);
  return plan;
}

static void
assert_walks_along (StoreFixture *f, const SatField *field, const char *direction)
{
  g_autofree char *sort = g_strconcat (field->name, direction, NULL);
  g_autofree char *plan = explain (f, field->type->name, NULL, sort, 50);
  g_autofree char *index = g_strdup_printf ("INDEX ix_%s_%s", field->type->name, field->name);

  if (strstr (plan, index) == NULL || strstr (plan, "TEMP B-TREE") != NULL)
    g_test_message ("%s.%s: %s", field->type->name, sort, plan);
  g_assert_nonnull (strstr (plan, index));
  g_assert_null (strstr (plan, "TEMP B-TREE"));
}

/* The first page in the order of an indexed field comes from its index, and nothing is sorted. */
static void
test_indexed_fields_need_no_sort (void)
{
  g_autoptr (StoreFixture) f = store_fixture_new ();
  guint n_types, n_checked = 0;
  const SatType *const *types = sat_registry_types (f->registry, &n_types);

  for (guint t = 0; t < n_types; t++)
    for (guint i = 0; i < types[t]->n_fields; i++) {
      const SatField *field = types[t]->fields[i];
      if (!(field->flags & SAT_FIELD_INDEXED))
        continue;
      assert_walks_along (f, field, "");
      assert_walks_along (f, field, ":desc");
      n_checked++;
    }
  g_assert_cmpuint (n_checked, >, 20);
}

static void
test_filters_use_indexes (void)
{
  g_autoptr (StoreFixture) f = store_fixture_new ();
  gint64 rep = store_fixture_add (f, "user", "name=Rep", NULL);
  g_autofree char *filter = NULL;
  char uuid[SAT_UUID_STRING_LENGTH + 1];
  SatUuid id;
  g_autoptr (SatQuery) starts = sat_query_new ("company");
  g_autoptr (SatFilter) test = sat_filter_test1 ("name", SAT_OP_STARTS, "ac");
  g_autofree char *plan = explain (f, "company", "name = acme", NULL, 0);

  g_assert_nonnull (strstr (plan, "INDEX ix_company_name (name=?)"));
  g_free (plan);
  sat_query_set_filter (starts, test);
  plan = sat_query_explain (starts, f->reader, 0, NULL);
  g_assert_nonnull (strstr (plan, "INDEX ix_company_name (name>? AND name<?)"));
  g_free (plan);
  plan = explain (f, "opportunity", "amount > 1000", "amount", 50);
  g_assert_nonnull (strstr (plan, "INDEX ix_opportunity_amount (amount>?)"));
  g_assert_true (sat_reader_identify (f->reader, rep, &id, NULL, NULL, NULL));
  sat_uuid_write (&id, uuid);
  filter = g_strdup_printf ("owner = %s", uuid);
  g_free (plan);
  plan = explain (f, "opportunity", filter, NULL, 0);
  g_assert_nonnull (strstr (plan, "INDEX ix_opportunity_owner (owner=?)"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/query/sort", test_sort);
  g_test_add_func ("/store/query/sort-text", test_sort_text);
  g_test_add_func ("/store/query/pushes", test_pushes);
  g_test_add_func ("/store/query/public-ties", test_public_ties);
  g_test_add_func ("/store/query/cancel", test_cancel);
  g_test_add_func ("/store/query/ties", test_ties);
  g_test_add_func ("/store/query/pages", test_pages);
  g_test_add_func ("/store/query/page-after-gone", test_page_after_gone);
  g_test_add_func ("/store/query/limit", test_limit);
  g_test_add_func ("/store/query/indexed-fields-need-no-sort", test_indexed_fields_need_no_sort);
  g_test_add_func ("/store/query/filters-use-indexes", test_filters_use_indexes);
  return g_test_run ();
}

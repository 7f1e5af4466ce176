/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Words in the box of a list, in each of the ways in which they are looked up. */

#include "config.h"

#include "query-support.h"
#include "sat-as-of.h"
#include "sat-query-private.h"
#include "search-fixture.h"
#include "sat-search.h"
#include "sat-writer.h"

static SatQuery *
words_query (const char *type, const char *words, const char *sort)
{
  SatQuery *query = make_query (type, NULL, sort);

  sat_query_set_words (query, words);
  return query;
}

typedef struct {
  guint first, n;
} Many;

/* "Works 3" with "wood" or "metal" as its trade; one in 100 is "Rare works". */
static gboolean
add_many_cb (SatWriter *writer, gpointer data, GError **error)
{
  const Many *many = data;
  const SatType *type = sat_registry_type (sat_writer_get_registry (writer), "company");

  for (guint i = many->first; i < many->first + many->n; i++) {
    g_autofree char *name = g_strdup_printf ("%sorks %u", i % 100 == 7 ? "Rare w" : "W", i);
    g_auto (SatValue) name_value = sat_value_text (name);
    g_auto (SatValue) industry = sat_value_text (i % 2 ? "Wood" : "Metal");
    SatWriteField fields[] = {{sat_type_field (type, "name"), name_value, SAT_VERSION_NONE},
                              {sat_type_field (type, "industry"), industry, SAT_VERSION_NONE}};
    gint64 id;

    if (!sat_writer_create (writer, type, fields, G_N_ELEMENTS (fields), SAT_ORIGIN_IMPORT, &id,
                            error))
      return FALSE;
  }
  return TRUE;
}

static void
add_many (StoreFixture *f, guint first, guint n)
{
  Many many = {first, n};
  g_autoptr (GError) error = NULL;

  sat_store_write (f->store, SAT_CHANGE_IMPORT, "import", add_many_cb, &many, NULL, &error);
  g_assert_no_error (error);
}

/* The rule as it is written, put to each record. */
static GArray *
plain_scan (
    StoreFixture *f, SatReader *reader, const char *type, const char *words, const char *sort)
{
  g_autoptr (SatQuery) everything = make_query (type, NULL, sort);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) all = sat_query_ids (everything, reader, NULL, &error);
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_assert_no_error (error);
  for (guint i = 0; i < all->len; i++) {
    gboolean matches;

    g_assert_true (
        sat_search_matches (reader, g_array_index (all, gint64, i), words, &matches, &error));
    if (matches)
      g_array_append_val (ids, g_array_index (all, gint64, i));
  }
  return ids;
}

static void
assert_same (GArray *ids, GArray *expected)
{
  g_assert_cmpuint (ids->len, ==, expected->len);
  g_assert_cmpmem (ids->data, ids->len * sizeof (gint64), expected->data,
                   expected->len * sizeof (gint64));
}

static void
assert_words (StoreFixture *f, const char *words, const char *sort)
{
  const guint page_size = 50;
  g_autoptr (SatQuery) query = words_query ("company", words, sort);
  g_autoptr (GArray) expected = plain_scan (f, f->reader, "company", words, sort);
  g_autoptr (GArray) ids = query_ids (f, query);
  g_autoptr (GArray) page = NULL;
  g_autoptr (GError) error = NULL;
  gint64 count;

  if (ids->len != expected->len)
    g_test_message ("words: %s, order: %s", words, sort);
  assert_same (ids, expected);
  g_assert_true (sat_query_count (query, f->reader, &count, &error));
  g_assert_cmpint (count, ==, expected->len);
  g_assert_true (
      sat_query_first_page (query, f->reader, page_size, G_USEC_PER_SEC * 60, &page, &error));
  g_array_set_size (expected, MIN (expected->len, page_size));
  if (page != NULL)
    assert_same (page, expected);
}

static const char *const words[] = {"works",     "wor",  "orks",   "rare",     "rare works", "7",
                                    "works 107", "wood", "wo met", "nothing",  "",           "!",
                                    "metal 00",  "王",   "etal",   "wood rare"};
static const char *const sorts[] = {"", "name", "name:desc", "industry", "owner"};

/* @step 1: every word in every order. */
static void
assert_all_words (StoreFixture *f, guint step)
{
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    for (guint s = i % step; s < G_N_ELEMENTS (sorts); s += step)
      assert_words (f, words[i], sorts[s]);
}

/* Nothing indexed, all of it, some of it; few marked, and more than are kept ready. */
static void
test_as_a_plain_scan (void)
{
  g_autoptr (StoreFixture) f = store_fixture_new ();

  add_many (f, 0, 300);
  assert_all_words (f, 1);
  search_fixture_index (f->test, G_MAXUINT);
  assert_all_words (f, 1);
  add_many (f, 300, 1500);
  assert_all_words (f, 5);
  search_fixture_index (f->test, 400);
  assert_all_words (f, 5);
  search_fixture_index (f->test, G_MAXUINT);
  add_many (f, 1800, 20);
  assert_all_words (f, 5);
}

/* A frequent word is found on the way along the order's index, a rare one by its ids. */
static void
test_first_page (void)
{
  g_autoptr (StoreFixture) f = store_fixture_new ();
  g_autoptr (SatQuery) frequent = words_query ("company", "works", "name");
  g_autoptr (SatQuery) rare = words_query ("company", "rare", "name");
  g_autoptr (GArray) page = NULL;
  g_autoptr (GArray) all = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *plan = NULL;

  add_many (f, 0, 1500);
  search_fixture_index (f->test, G_MAXUINT);
  g_assert_true (sat_query_first_page (frequent, f->reader, 100, G_USEC_PER_SEC, &page, &error));
  g_assert_nonnull (page);
  g_assert_cmpuint (page->len, ==, 100);
  all = query_ids (f, frequent);
  g_assert_cmpuint (all->len, ==, 1500);
  g_assert_cmpmem (page->data, 100 * sizeof (gint64), all->data, 100 * sizeof (gint64));
  plan = sat_query_explain (rare, f->reader, 0, &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (plan, "SEARCH t USING INTEGER PRIMARY KEY"));
  /* No time at all: the list is left to another thread. */
  g_clear_pointer (&page, g_array_unref);
  g_assert_true (sat_query_first_page (frequent, f->reader, 100, -1, &page, &error));
  g_assert_null (page);
}

/* So many that the list is read along the index of its order. */
static void
test_many (void)
{
  g_autoptr (StoreFixture) f = store_fixture_new ();
  g_autoptr (SatQuery) query = words_query ("company", "works", "name");
  g_autoptr (SatQuery) all_query = make_query ("company", NULL, "name");
  g_autoptr (GArray) ids = NULL;
  g_autoptr (GArray) all = NULL;
  g_autofree char *plan = NULL;

  add_many (f, 0, 20001);
  search_fixture_index (f->test, G_MAXUINT);
  ids = query_ids (f, query);
  all = query_ids (f, all_query);
  g_assert_cmpuint (ids->len, ==, 20001);
  assert_same (ids, all);
  plan = sat_query_explain (query, f->reader, 0, NULL);
  g_assert_nonnull (strstr (plan, "ix_company_name"));
  g_assert_null (strstr (plan, "TEMP B-TREE FOR ORDER"));
}

/* What is searched with a filter, and what a record that changes now says. */
static void
test_with_filter (void)
{
  g_autoptr (StoreFixture) f = store_fixture_new ();
  g_autoptr (SatQuery) query = make_query ("company", "industry = Wood", "name");
  g_autoptr (GArray) before = NULL;
  g_autoptr (GArray) after = NULL;
  gint64 first;
  gboolean matches;

  add_many (f, 0, 300);
  search_fixture_index (f->test, G_MAXUINT);
  sat_query_set_words (query, "rare");
  before = query_ids (f, query);
  g_assert_cmpuint (before->len, ==, 3);
  first = g_array_index (before, gint64, 0);
  g_assert_true (sat_query_matches (query, f->reader, first, &matches, NULL));
  g_assert_true (matches);
  store_fixture_set (f, first, "name=Common", NULL);
  after = query_ids (f, query);
  g_assert_cmpuint (after->len, ==, 2);
  g_assert_true (sat_query_matches (query, f->reader, first, &matches, NULL));
  g_assert_false (matches);
  store_fixture_set (f, first, "name=Rare again", "industry=Metal", NULL);
  g_assert_true (sat_query_matches (query, f->reader, first, &matches, NULL));
  g_assert_false (matches);
}

/* The index is of the present, a reader of the past is not. */
static void
test_past (void)
{
  g_autoptr (StoreFixture) f = store_fixture_new ();
  gint64 id = store_fixture_add (f, "company", "name=Before", NULL);
  gint64 then = sat_clock_now (f->test->clock);
  g_autoptr (SatQuery) before = words_query ("company", "before", NULL);
  g_autoptr (SatQuery) later = words_query ("company", "later", NULL);
  g_autoptr (SatReader) past = NULL;
  g_autoptr (GArray) ids = NULL;
  g_autoptr (GArray) none = NULL;
  g_autoptr (GError) error = NULL;

  sat_clock_fake_advance (f->test->clock, G_USEC_PER_SEC * 60);
  store_fixture_set (f, id, "name=Later", NULL);
  search_fixture_index (f->test, G_MAXUINT);
  past = sat_as_of_open (f->store, "company", then, NULL, NULL, &error);
  g_assert_no_error (error);
  ids = sat_query_ids (before, past, NULL, &error);
  none = sat_query_ids (later, past, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ids->len, ==, 1);
  g_assert_cmpuint (none->len, ==, 0);
}

/* A type that the search leaves out has its words too. */
static void
test_unsearched_type (void)
{
  g_autoptr (StoreFixture) f = store_fixture_new ();
  gint64 north = store_fixture_add (f, "team", "name=North by West", NULL);
  g_autoptr (SatQuery) query = words_query ("team", "west nor", "name");
  g_autoptr (GArray) ids = NULL;

  store_fixture_add (f, "team", "name=South", NULL);
  ids = query_ids (f, query);
  g_assert_cmpuint (ids->len, ==, 1);
  g_assert_cmpint (g_array_index (ids, gint64, 0), ==, north);
}

static void
test_cancelled (void)
{
  g_autoptr (StoreFixture) f = store_fixture_new ();
  g_autoptr (SatQuery) query = words_query ("company", "works", "name");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = NULL;

  add_many (f, 0, 20);
  g_cancellable_cancel (cancellable);
  g_assert_null (sat_query_ids (query, f->reader, cancellable, &error));
  g_assert_error (error, SAT_DB_ERROR, SAT_DB_ERROR_INTERRUPTED);
  ids = query_ids (f, query);
  g_assert_cmpuint (ids->len, ==, 20);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/query-words/as-a-plain-scan", test_as_a_plain_scan);
  g_test_add_func ("/store/query-words/first-page", test_first_page);
  g_test_add_func ("/store/query-words/many", test_many);
  g_test_add_func ("/store/query-words/with-filter", test_with_filter);
  g_test_add_func ("/store/query-words/past", test_past);
  g_test_add_func ("/store/query-words/unsearched-type", test_unsearched_type);
  g_test_add_func ("/store/query-words/cancelled", test_cancelled);
  return g_test_run ();
}

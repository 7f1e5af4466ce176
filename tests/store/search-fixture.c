/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "search-fixture.h"

#include "sat-sql-functions.h"

SatConnection *
search_fixture_connect (SatTestStore *t)
{
  g_autoptr (GError) error = NULL;
  SatConnection *connection = sat_connection_open (t->path, SAT_OPEN_WRITE, &error);

  g_assert_no_error (error);
  g_assert_true (sat_sql_functions_register (connection, &error));
  return connection;
}

char *
search_fixture_hits (SatTestStore *t, const char *text, const char *type)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) hits = sat_search (sat_test_store_reader (t), text, type, 0, NULL, &error);
  g_autoptr (GString) list = g_string_new (NULL);

  g_assert_no_error (error);
  g_assert_nonnull (hits);
  for (guint i = 0; i < hits->len; i++) {
    SatSearchHit *hit = g_ptr_array_index (hits, i);

    g_string_append_printf (list, "%s%s %s", i > 0 ? "; " : "", hit->type->name, hit->title);
  }
  return g_string_free (g_steal_pointer (&list), FALSE);
}

void
search_fixture_assert (SatTestStore *t, const char *text, const char *expected)
{
  g_autofree char *hits = search_fixture_hits (t, text, NULL);

  if (!g_str_equal (hits, expected))
    g_test_message ("searched for: %s", text);
  g_assert_cmpstr (hits, ==, expected);
}

static void
assert_each (SatTestStore *t, const char *state, const SearchExpectation *expectations, gsize n)
{
  g_test_message ("%s", state);
  for (gsize i = 0; i < n; i++)
    search_fixture_assert (t, expectations[i].text, expectations[i].expected);
}

void
search_fixture_assert_all (SatTestStore *t, const SearchExpectation *expectations, gsize n)
{
  assert_each (t, "marked", expectations, n);
  g_assert_cmpuint (search_fixture_index (t, G_MAXUINT), ==, 0);
  g_assert_cmpint (sat_test_store_sql_int (t, "SELECT count(*) FROM search_dirty"), ==, 0);
  assert_each (t, "indexed", expectations, n);
  search_fixture_rebuild (t);
  assert_each (t, "rebuilt", expectations, n);
  search_fixture_run (t, "DROP TABLE search_index; DROP TABLE search_doc; DROP TABLE search_state");
  assert_each (t, "without an index", expectations, n);
  g_assert_cmpuint (search_fixture_index (t, G_MAXUINT), ==, 0);
  assert_each (t, "indexed again", expectations, n);
}

guint
search_fixture_index (SatTestStore *t, guint max)
{
  g_autoptr (SatConnection) connection = search_fixture_connect (t);
  g_autoptr (SatRegistry) registry = sat_store_ref_registry (t->store);
  g_autoptr (GError) error = NULL;
  guint left = G_MAXUINT;

  sat_search_index (connection, registry, max, &left, &error);
  g_assert_no_error (error);
  return left;
}

void
search_fixture_rebuild (SatTestStore *t)
{
  g_autoptr (SatConnection) connection = search_fixture_connect (t);
  g_autoptr (SatRegistry) registry = sat_store_ref_registry (t->store);
  g_autoptr (GError) error = NULL;

  sat_search_rebuild (connection, registry, &error);
  g_assert_no_error (error);
}

void
search_fixture_run (SatTestStore *t, const char *sql)
{
  g_autoptr (SatConnection) connection = search_fixture_connect (t);
  g_autoptr (GError) error = NULL;

  sat_connection_exec (connection, sql, &error);
  g_assert_no_error (error);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "query-support.h"

GArray *
query_ids (StoreFixture *fixture, SatQuery *query)
{
  g_autoptr (GError) error = NULL;
  GArray *ids = sat_query_ids (query, fixture->reader, NULL, &error);

  g_assert_no_error (error);
  return ids;
}

SatQuery *
make_query (const char *type, const char *filter, const char *sort)
{
  SatQuery *query = sat_query_new (type);
  g_autoptr (GError) error = NULL;

  if (filter != NULL) {
    g_autoptr (SatFilter) parsed = sat_filter_parse_short (filter, &error);

    g_assert_no_error (error);
    sat_query_set_filter (query, parsed);
  }
  g_assert_true (sat_query_set_sort_text (query, sort, &error));
  return query;
}

/* The titles that a query lists, separated by commas. */
char *
listed (StoreFixture *fixture, const char *type, const char *filter, const char *sort)
{
  g_autoptr (SatQuery) query = make_query (type, filter, sort);
  g_autoptr (GArray) ids = query_ids (fixture, query);
  g_autoptr (GString) text = g_string_new (NULL);
  gint64 count = -1;

  for (guint i = 0; i < ids->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "," : "",
                            sat_reader_title (fixture->reader, g_array_index (ids, gint64, i)));
  g_assert_true (sat_query_count (query, fixture->reader, &count, NULL));
  g_assert_cmpint (count, ==, ids->len);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
ref (const char *field, gint64 id)
{
  return g_strdup_printf ("%s=#%" G_GINT64_FORMAT, field, id);
}

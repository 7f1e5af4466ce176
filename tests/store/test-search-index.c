/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "search-fixture.h"

#include "sat-search-index.h"

static gint64
count (SatTestStore *t, const char *table)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM %s", table);

  return sat_test_store_sql_int (t, sql);
}

/* So many documents have a token that the index is asked for by name. */
static gint64
count_token (SatTestStore *t, const char *token)
{
  g_autofree char *sql = g_strdup_printf (
      "SELECT count(*) FROM search_index WHERE search_index MATCH '\"%s\"'", token);

  return sat_test_store_sql_int (t, sql);
}

static void
test_slices (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  static const char *const names[] = {"One", "Two", "Three", "Four", "Five"};

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    sat_test_store_add (t, "company", "name", names[i], NULL);
  g_assert_cmpint (count (t, "search_dirty"), ==, 5);
  g_assert_cmpuint (search_fixture_index (t, 2), ==, 3);
  g_assert_cmpint (count (t, "search_doc"), ==, 2);
  search_fixture_assert (t, "t", "company Three; company Two");
  g_assert_cmpuint (search_fixture_index (t, 0), ==, 3);
  g_assert_cmpuint (search_fixture_index (t, 3), ==, 0);
  g_assert_cmpint (count (t, "search_doc"), ==, 5);
  search_fixture_assert (t, "t", "company Three; company Two");
}

/* Nothing of what was stays in the index. */
static void
test_forgets (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  gint64 ana = sat_test_store_add (t, "contact", "first_name", "Ana", "last_name", "García",
                                   "phone", "+1 555 0100", "mail", "ana@acme.example", NULL);
  gint64 wang = sat_test_store_add (t, "contact", "last_name", "王小明", NULL);
  static const char *const tokens[] = {"tana",  "tgarc", "pana_ga", "a1555", "r001",
                                       "r0010", "aacme", "gcia",    "t王小", "t小"};

  g_assert_cmpuint (search_fixture_index (t, G_MAXUINT), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (tokens); i++) {
    g_test_message ("%s", tokens[i]);
    g_assert_cmpint (count_token (t, tokens[i]), ==, 1);
  }
  sat_test_store_set (t, ana, "last_name", "Garcés", NULL);
  g_assert_cmpuint (search_fixture_index (t, G_MAXUINT), ==, 0);
  g_assert_cmpint (count_token (t, "gcia"), ==, 0);
  g_assert_cmpint (count_token (t, "gces"), ==, 1);
  sat_test_store_delete (t, ana);
  sat_test_store_delete (t, wang);
  g_assert_cmpuint (search_fixture_index (t, G_MAXUINT), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (tokens); i++)
    g_assert_cmpint (count_token (t, tokens[i]), ==, 0);
  g_assert_cmpint (count (t, "search_doc"), ==, 0);
}

static void
test_nothing_to_do (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  gint64 before, after;
  SatConnection *reading = sat_reader_get_connection (sat_test_store_reader (t));

  sat_test_store_add (t, "company", "name", "Acme", NULL);
  g_assert_cmpuint (search_fixture_index (t, G_MAXUINT), ==, 0);
  g_assert_true (sat_connection_data_version (reading, &before, NULL));
  g_assert_cmpuint (search_fixture_index (t, G_MAXUINT), ==, 0);
  g_assert_true (sat_connection_data_version (reading, &after, NULL));
  g_assert_cmpint (before, ==, after);
}

static void
test_other_version (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);

  sat_test_store_add (t, "company", "name", "Acme", NULL);
  g_assert_cmpuint (search_fixture_index (t, G_MAXUINT), ==, 0);
  search_fixture_run (t, "UPDATE setting SET value = '0' WHERE key = 'search_version';"
                         "DROP TABLE search_doc");
  /* Without an index to trust, records are found by what can be read at once. */
  search_fixture_assert (t, "acme", "company Acme");
  g_assert_cmpuint (search_fixture_index (t, G_MAXUINT), ==, 0);
  g_assert_cmpint (count (t, "search_doc"), ==, 1);
  search_fixture_assert (t, "acme", "company Acme");
}

/* Numbers are not given twice; when they run out the index is made anew. */
static void
test_numbers_run_out (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  gint64 acme = sat_test_store_add (t, "company", "name", "Acme", NULL);

  g_assert_cmpuint (search_fixture_index (t, G_MAXUINT), ==, 0);
  search_fixture_run (t, "UPDATE search_state SET value = 2000000001 WHERE key = 'last'");
  sat_test_store_set (t, acme, "name", "Zenith", NULL);
  g_assert_cmpuint (search_fixture_index (t, G_MAXUINT), ==, 0);
  g_assert_cmpint (sat_test_store_sql_int (t, "SELECT value FROM search_state WHERE key = 'last'"),
                   ==, 1);
  search_fixture_assert (t, "zenith", "company Zenith");
  search_fixture_assert (t, "acme", "");
}

static void
test_custom_fields (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  gint64 field = sat_test_store_add (t, "custom_field", "record_type", "company", "name",
                                     "nickname", "label", "Nickname", "kind", "text", NULL);

  sat_test_store_add (t, "company", "name", "Acme", "nickname", "Rocket", NULL);
  sat_test_store_add (t, "company", "name", "Zenith", NULL);
  g_assert_cmpuint (search_fixture_index (t, G_MAXUINT), ==, 0);
  search_fixture_assert (t, "rocket", "");
  sat_test_store_set (t, field, "searched", "true", NULL);
  g_assert_cmpuint (search_fixture_index (t, G_MAXUINT), ==, 0);
  search_fixture_assert (t, "rocket", "company Acme");
  sat_test_store_set (t, field, "searched", "false", NULL);
  g_assert_cmpuint (search_fixture_index (t, G_MAXUINT), ==, 0);
  search_fixture_assert (t, "rocket", "");
}

static char *
ids_text (GArray *ids)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < ids->len; i++)
    g_string_append_printf (text, "%s%" G_GINT64_FORMAT, i > 0 ? " " : "",
                            g_array_index (ids, gint64, i));
  return g_string_free (text, FALSE);
}

static void
assert_ids (SatTestStore *t, const char *words, guint most, const char *expected, gboolean complete)
{
  g_autoptr (GArray) ids = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  gboolean all;

  g_assert_true (
      sat_search_ids (sat_test_store_reader (t), words, "company", most, &ids, &all, NULL, &error));
  text = ids_text (ids);
  g_assert_cmpstr (text, ==, expected);
  g_assert_cmpint (all, ==, complete);
}

static void
test_ids (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  gint64 one = sat_test_store_add (t, "company", "name", "North One", "city", "Boston", NULL);
  gint64 two = sat_test_store_add (t, "company", "name", "Two", "tags", "north", NULL);
  gint64 three = sat_test_store_add (t, "company", "name", "Farnorth", "phone", "555 0100", NULL);
  g_autofree char *all = g_strdup_printf ("%d %d %d", (int)one, (int)two, (int)three);
  g_autofree char *first = g_strdup_printf ("%d", (int)one);
  g_autofree char *last = g_strdup_printf ("%d", (int)three);

  sat_test_store_add (t, "contact", "last_name", "North", NULL);
  for (guint state = 0; state < 3; state++) {
    if (state == 1)
      g_assert_cmpuint (search_fixture_index (t, G_MAXUINT), ==, 0);
    if (state == 2)
      sat_test_store_set (t, two, "employees", "7", NULL);
    assert_ids (t, "north", 10, all, TRUE);
    assert_ids (t, "north", 3, all, TRUE);
    assert_ids (t, "north bost", 10, first, TRUE);
    assert_ids (t, "0100", 10, last, TRUE);
    assert_ids (t, "nothing", 10, "", TRUE);
    assert_ids (t, "", 10, "", TRUE);
  }
  {
    g_autoptr (GArray) ids = NULL;
    gboolean complete;

    g_assert_true (sat_search_ids (sat_test_store_reader (t), "north", "company", 2, &ids,
                                   &complete, NULL, NULL));
    g_assert_cmpuint (ids->len, ==, 2);
    g_assert_false (complete);
  }
}

static void
test_matches (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  gint64 acme = sat_test_store_add (t, "company", "name", "Acme", "city", "Boston", NULL);
  static const struct {
    const char *words;
    gboolean matches;
  } cases[] = {
      {"acme", TRUE}, {"bos ac", TRUE}, {"cme", TRUE}, {"", TRUE}, {"zenith", FALSE},
  };
  gboolean matches;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_assert_true (
        sat_search_matches (sat_test_store_reader (t), acme, cases[i].words, &matches, NULL));
    g_assert_cmpint (matches, ==, cases[i].matches);
  }
  sat_test_store_delete (t, acme);
  g_assert_true (sat_search_matches (sat_test_store_reader (t), acme, "acme", &matches, NULL));
  g_assert_false (matches);
  g_assert_true (sat_search_matches (sat_test_store_reader (t), 9999, "acme", &matches, NULL));
  g_assert_false (matches);
}

typedef struct {
  guint first, n;
} Many;

static gboolean
add_many_cb (SatWriter *writer, gpointer data, GError **error)
{
  const Many *many = data;
  const SatType *type = sat_registry_type (sat_writer_get_registry (writer), "company");
  const SatField *name = sat_type_field (type, "name");
  const SatField *industry = sat_type_field (type, "industry");

  for (guint i = 0; i < many->n; i++) {
    g_autofree char *text = g_strdup_printf ("Works %05u", many->first + i);
    SatWriteField fields[] = {{name, sat_value_text (text), SAT_VERSION_NONE},
                              {industry, sat_value_text ("mining"), SAT_VERSION_NONE}};
    gboolean ok = sat_writer_create (writer, type, fields, 2, SAT_ORIGIN_LOCAL, NULL, error);

    sat_value_clear (&fields[0].value);
    sat_value_clear (&fields[1].value);
    if (!ok)
      return FALSE;
  }
  return TRUE;
}

static void
add_many (SatTestStore *t, guint first, guint n)
{
  Many many = {first, n};
  g_autoptr (GError) error = NULL;

  sat_clock_fake_advance (t->clock, G_USEC_PER_SEC);
  sat_store_write (t->store, SAT_CHANGE_IMPORT, "import", add_many_cb, &many, NULL, &error);
  g_assert_no_error (error);
}

/* While a large import waits to be indexed, titles, what is new and what was there are found. */
static void
test_many_marked (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  gint64 old = sat_test_store_add (t, "company", "name", "Older", "phone", "555 0100", NULL);
  gint64 edited = sat_test_store_add (t, "company", "name", "Wrong", NULL);
  g_autoptr (GArray) ids = NULL;
  gboolean complete;

  sat_test_store_add (t, "contact", "last_name", "Quiet", "mail", "quiet@home.example", NULL);
  g_assert_cmpuint (search_fixture_index (t, G_MAXUINT), ==, 0);
  sat_test_store_set (t, edited, "name", "Right", NULL);
  sat_test_store_add (t, "contact", "first_name", "Ana", "last_name", "Late", "mail",
                      "late@home.example", NULL);
  add_many (t, 0, 1500);
  g_assert_cmpint (count (t, "search_dirty"), ==, 1502);
  search_fixture_assert (t, "older", "company Older");
  search_fixture_assert (t, "0100", "company Older");
  search_fixture_assert (t, "quiet", "contact Quiet");
  search_fixture_assert (t, "wrong", "");
  search_fixture_assert (t, "right", "company Right");
  search_fixture_assert (t, "late@home", "contact Ana Late");
  search_fixture_assert (t, "works 01499", "company Works 01499");
  search_fixture_assert (t, "works 00003", "company Works 00003");
  /* An edit that changes no word does not hide what the index knows. */
  sat_test_store_set (t, old, "employees", "3", NULL);
  search_fixture_assert (t, "0100", "company Older");
  g_assert_true (sat_search_ids (sat_test_store_reader (t), "older", "company", 10, &ids, &complete,
                                 NULL, NULL));
  g_assert_false (complete);
  g_assert_cmpuint (ids->len, ==, 1);
  g_assert_cmpuint (search_fixture_index (t, G_MAXUINT), ==, 0);
  search_fixture_assert (t, "works 00003", "company Works 00003");
  search_fixture_assert (t, "orks 00003", "company Works 00003");
}

static void
test_bulk (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  g_autoptr (GArray) ids = NULL;
  gboolean complete;

  add_many (t, 0, 21000);
  g_assert_cmpuint (search_fixture_index (t, G_MAXUINT), ==, 0);
  g_assert_cmpint (count (t, "search_doc"), ==, 21000);
  search_fixture_assert (t, "works 20999", "company Works 20999");
  g_assert_true (sat_search_ids (sat_test_store_reader (t), "min work", "company", 30000, &ids,
                                 &complete, NULL, NULL));
  g_assert_true (complete);
  g_assert_cmpuint (ids->len, ==, 21000);
  /* Small changes are merged by themselves again. */
  g_assert_cmpint (
      sat_test_store_sql_int (t, "SELECT v FROM search_index_config WHERE k = 'automerge'"), ==, 4);
}

/* A change without a searched word in it must not be lost, nor one that failed be found. */
static gboolean
fail_cb (SatWriter *writer, gpointer data, GError **error)
{
  SatTestStore *t = data;
  Many many = {0, 3};
  g_autoptr (GPtrArray) hits = NULL;

  g_assert_true (add_many_cb (writer, &many, error));
  hits = sat_search (sat_writer_get_reader (writer), "works", NULL, 0, NULL, error);
  g_assert_no_error (*error);
  g_assert_cmpuint (hits->len, ==, 3);
  search_fixture_assert (t, "works", "");
  g_set_error_literal (error, SAT_STORE_ERROR, SAT_STORE_ERROR_CONFLICT, "no");
  return FALSE;
}

static void
test_inside_a_change (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  g_autoptr (GError) error = NULL;

  search_fixture_assert (t, "works", "");
  g_assert_false (sat_store_write (t->store, SAT_CHANGE_EDIT, "no", fail_cb, t, NULL, &error));
  g_assert_error (error, SAT_STORE_ERROR, SAT_STORE_ERROR_CONFLICT);
  search_fixture_assert (t, "works", "");
}

static void
test_refuses_read_only (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  g_autoptr (SatRegistry) registry = sat_store_ref_registry (t->store);
  g_autoptr (SatConnection) connection = NULL;
  g_autoptr (GError) error = NULL;
  guint left;

  sat_test_store_add (t, "company", "name", "Acme", NULL);
  connection = sat_connection_open (t->path, SAT_OPEN_READ, NULL);
  g_assert_false (sat_search_index (connection, registry, 10, &left, &error));
  g_assert_error (error, SAT_DB_ERROR, SAT_DB_ERROR_READONLY);
  g_clear_error (&error);
  g_assert_false (sat_search_rebuild (connection, registry, &error));
  g_assert_error (error, SAT_DB_ERROR, SAT_DB_ERROR_READONLY);
}

static void
test_closing_indexes (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);

  sat_test_store_add (t, "company", "name", "Acme", NULL);
  sat_test_store_reopen (t);
  g_assert_cmpint (count (t, "search_dirty"), ==, 0);
  g_assert_cmpint (count (t, "search_doc"), ==, 1);
  search_fixture_assert (t, "acme", "company Acme");
}

static void
wrote_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (sat_store_write_finish (SAT_STORE (source), result, NULL, &error));
  g_assert_no_error (error);
}

static gboolean
is_indexed (gpointer data)
{
  return sat_test_store_sql_int (data, "SELECT count(*) FROM search_dirty") == 0 &&
         sat_test_store_sql_int (
             data, "SELECT count(*) FROM sqlite_schema WHERE name = 'search_doc'") == 1 &&
         count (data, "search_doc") == 1200;
}

/* The writer thread does it when it has nothing else to do. */
static void
test_idle (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  Many many[] = {{0, 700}, {700, 500}};

  for (guint i = 0; i < G_N_ELEMENTS (many); i++)
    sat_store_write_async (t->store, SAT_CHANGE_IMPORT, "import", add_many_cb, &many[i], NULL, NULL,
                           wrote_cb, NULL);
  g_assert_true (sat_test_wait_until (is_indexed, t, 30000));
  sat_test_settle ();
  search_fixture_assert (t, "works 00699", "company Works 00699");
}

/* Closing with slices in the queue. */
static void
test_close_while_indexing (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  Many many = {0, 1200};

  sat_store_write_async (t->store, SAT_CHANGE_IMPORT, "import", add_many_cb, &many, NULL, NULL,
                         wrote_cb, NULL);
  sat_test_store_reopen (t);
  sat_test_settle ();
  g_assert_true (is_indexed (t));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/search-index/slices", test_slices);
  g_test_add_func ("/search-index/forgets", test_forgets);
  g_test_add_func ("/search-index/nothing-to-do", test_nothing_to_do);
  g_test_add_func ("/search-index/other-version", test_other_version);
  g_test_add_func ("/search-index/numbers-run-out", test_numbers_run_out);
  g_test_add_func ("/search-index/custom-fields", test_custom_fields);
  g_test_add_func ("/search-index/ids", test_ids);
  g_test_add_func ("/search-index/matches", test_matches);
  g_test_add_func ("/search-index/many-marked", test_many_marked);
  g_test_add_func ("/search-index/bulk", test_bulk);
  g_test_add_func ("/search-index/inside-a-change", test_inside_a_change);
  g_test_add_func ("/search-index/refuses-read-only", test_refuses_read_only);
  g_test_add_func ("/search-index/closing-indexes", test_closing_indexes);
  g_test_add_func ("/search-index/idle", test_idle);
  g_test_add_func ("/search-index/close-while-indexing", test_close_while_indexing);
  return g_test_run ();
}

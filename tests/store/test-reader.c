/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "store-fixture.h"

#include "sat-reader-private.h"
#include "sat-schema.h"
#include "sat-sql-functions.h"

#include <string.h>

/* Texts that stress each branch: numbers, blanks, accents, full width, control characters. */
static char *
random_text (GRand *rand)
{
  static const char *const bits[] = {"a", "B",  "é", "e\xcc\x81", " ",    "\t",
                                     "0", "00", "7", "10",        "９",   "\xc2\xa0",
                                     "ß", "王", "-", "Z",         "\x7f", "12345678901"};
  g_autoptr (GString) text = g_string_new (NULL);
  int n = g_rand_int_range (rand, 0, 6);

  for (int i = 0; i < n; i++)
    g_string_append (text, bits[g_rand_int_range (rand, 0, G_N_ELEMENTS (bits))]);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static int
sign (int number)
{
  return (number > 0) - (number < 0);
}

static void
test_collation_is_sort_key (void)
{
  g_autoptr (GRand) rand = sat_test_rand_new ();

  for (int i = 0; i < 20000; i++) {
    g_autofree char *a = random_text (rand);
    g_autofree char *b = random_text (rand);
    g_autofree char *a_key = sat_fold_sort_key (a);
    g_autofree char *b_key = sat_fold_sort_key (b);
    int expected = sign (strcmp (a_key, b_key));
    int found = sign (sat_sql_compare_texts (a, strlen (a), b, strlen (b)));

    if (found != expected)
      g_test_message ("“%s” and “%s”", a, b);
    g_assert_cmpint (found, ==, expected);
  }
}

static void
test_collation_reads_no_further (void)
{
  g_assert_cmpint (sat_sql_compare_texts ("ab9", 2, "AB", 2), ==, 0);
  g_assert_cmpint (sat_sql_compare_texts ("a12", 2, "a1", 2), ==, 0);
  g_assert_cmpint (sat_sql_compare_texts ("", 0, "", 0), ==, 0);
}

static void
test_functions (void)
{
  g_autoptr (StoreFixture) fixture = store_fixture_new ();
  gint64 value = -1;

  g_assert_true (sat_connection_query_int (sat_reader_get_connection (fixture->reader),
                                           "SELECT sat_fold (' MÜLLER  Co') = 'muller co'", 0,
                                           &value, NULL));
  g_assert_cmpint (value, ==, 1);
  g_assert_true (sat_connection_query_int (
      sat_reader_get_connection (fixture->reader),
      "SELECT sat_fold (NULL) IS NULL AND sat_created (NULL) IS NULL", 0, &value, NULL));
  g_assert_cmpint (value, ==, 1);
  g_assert_true (sat_connection_query_int (sat_reader_get_connection (fixture->reader),
                                           "SELECT sat_created (x'0102')", 7, &value, NULL));
  g_assert_cmpint (value, ==, 0);
}

static void
test_find_and_identify (void)
{
  g_autoptr (StoreFixture) fixture = store_fixture_new ();
  gint64 id = store_fixture_add (fixture, "company", "name=Acme", NULL);
  SatUuid uuid, unknown = sat_uuid_new (0);
  const SatType *type = NULL;
  gboolean deleted = TRUE;
  g_autoptr (GError) error = NULL;

  g_assert_true (sat_reader_identify (fixture->reader, id, &uuid, &type, &deleted, &error));
  g_assert_cmpstr (type->name, ==, "company");
  g_assert_false (deleted);
  g_assert_cmpint (sat_reader_find (fixture->reader, &uuid, NULL, NULL, &error), ==, id);
  store_fixture_delete (fixture, id);
  g_assert_cmpint (sat_reader_find (fixture->reader, &uuid, &type, &deleted, &error), ==, id);
  g_assert_true (deleted);
  g_assert_cmpstr (sat_reader_title (fixture->reader, id), ==, "");
  g_assert_cmpint (sat_reader_find (fixture->reader, &unknown, &type, NULL, &error), ==, 0);
  g_assert_no_error (error);
  g_assert_null (type);
  g_assert_false (sat_reader_identify (fixture->reader, 999, NULL, NULL, NULL, &error));
  g_assert_error (error, SAT_STORE_ERROR, SAT_STORE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (sat_reader_load (fixture->reader, id, &error));
  g_assert_error (error, SAT_STORE_ERROR, SAT_STORE_ERROR_NOT_FOUND);
}

static gint64
add_person (StoreFixture *fixture, gint64 company)
{
  g_autofree char *reference = g_strdup_printf ("company=#%" G_GINT64_FORMAT, company);

  return store_fixture_add (fixture, "contact", "first_name=Ada", "last_name=Lovelace", reference,
                            "owner=Somebody Else", "birthday=1815-12-10", NULL);
}

static gint64
add_primary (StoreFixture *fixture,
             gint64 owner,
             const char *type,
             const char *primary,
             const char *a,
             const char *b)
{
  g_autofree char *record = g_strdup_printf ("record=#%" G_GINT64_FORMAT, owner);
  gint64 id = store_fixture_add (fixture, type, record, a, b, NULL);
  g_autofree char *reference = g_strdup_printf ("%s=#%" G_GINT64_FORMAT, primary, id);

  store_fixture_set (fixture, owner, reference, NULL);
  return id;
}

static void
test_load_all_fields (void)
{
  g_autoptr (StoreFixture) fixture = store_fixture_new ();
  gint64 company = store_fixture_add (fixture, "company", "name=Acme", NULL);
  gint64 id = add_person (fixture, company);
  g_autoptr (SatRecord) record = NULL;
  g_autofree char *reference = g_strdup_printf ("record=#%" G_GINT64_FORMAT, id);

  add_primary (fixture, id, "contact_point", "primary_phone", "kind=phone", "value=+44 1");
  add_primary (fixture, id, "address", "primary_address", "city=London", "country=GB");
  store_fixture_add (fixture, "tag", reference, "name=vip", NULL);
  store_fixture_add (fixture, "tag", reference, "name=Émigré", NULL);
  record = sat_reader_load (fixture->reader, id, NULL);
  g_assert_cmpstr (sat_record_get_title (record), ==, "Ada Lovelace");
  g_assert_cmpint (sat_record_get_int (record, "company", 0), ==, company);
  g_assert_cmpstr (sat_record_get_reference_title (
                       record, sat_type_field (sat_record_get_record_type (record), "company")),
                   ==, "Acme");
  sat_test_store_assert_text (fixture->test, id, "owner", "Somebody Else");
  sat_test_store_assert_text (fixture->test, id, "birthday", "1815-12-10");
  sat_test_store_assert_text (fixture->test, id, "phone", "+44 1");
  sat_test_store_assert_text (fixture->test, id, "city", "London");
  sat_test_store_assert_text (fixture->test, id, "country", "GB");
  sat_test_store_assert_text (fixture->test, id, "mail", NULL);
  sat_test_store_assert_text (fixture->test, id, "tags", "Émigré\nvip");
}

static void
test_titles (void)
{
  g_autoptr (StoreFixture) fixture = store_fixture_new ();
  gint64 company = store_fixture_add (fixture, "company", "name=Acme", NULL);
  gint64 person = add_person (fixture, company);
  gint64 nameless = store_fixture_add (fixture, "contact", NULL);
  g_autofree char *c = g_strdup_printf ("company=#%" G_GINT64_FORMAT, company);
  g_autofree char *p = g_strdup_printf ("contact=#%" G_GINT64_FORMAT, person);
  gint64 job = store_fixture_add (fixture, "employment", c, p, NULL);
  gint64 wang = store_fixture_add (fixture, "contact", "first_name=小明", "last_name=王", NULL);
  gint64 call = store_fixture_add (fixture, "activity", "kind=call", NULL);
  gint64 rate = store_fixture_add (fixture, "exchange_rate", "currency=EUR", "date=2020-01-31",
                                   "rate=1.1", NULL);
  gint64 note = store_fixture_add (fixture, "note", "body=\n  First line \nsecond", NULL);
  g_autofree char *long_text = g_strnfill (200, 'x');
  g_autofree char *body = g_strconcat ("body=", long_text, NULL);
  gint64 long_note = store_fixture_add (fixture, "note", body, NULL);
  SatReader *reader = fixture->reader;

  g_assert_cmpstr (sat_reader_title (reader, nameless), ==, "");
  add_primary (fixture, nameless, "contact_point", "primary_mail", "kind=mail", "value=x@y.org");
  g_assert_cmpstr (sat_reader_title (reader, nameless), ==, "x@y.org");
  g_assert_cmpstr (sat_reader_title (reader, job), ==, "Ada Lovelace Acme");
  g_assert_cmpstr (sat_reader_title (reader, wang), ==, "王小明");
  g_assert_cmpstr (sat_reader_title (reader, call), ==, "Call");
  g_assert_cmpstr (sat_reader_title (reader, rate), ==, "EUR 2020-01-31");
  g_assert_cmpstr (sat_reader_title (reader, note), ==, "First line");
  g_assert_cmpint (strlen (sat_reader_title (reader, long_note)), ==, 80);
  g_assert_cmpstr (sat_reader_title (reader, 0), ==, "");
  g_assert_cmpstr (sat_reader_title (reader, 12345), ==, "");
}

typedef struct {
  gint64 id;
  SatReader *outside;
} Rename;

static gboolean
rename_cb (SatWriter *writer, gpointer data, GError **error)
{
  Rename *rename = data;
  SatReader *inside = sat_writer_get_reader (writer);
  const SatType *type = sat_reader_get_type_by_name (inside, "company");
  SatWriteField field = {sat_type_field (type, "name"), sat_value_text ("Three"), SAT_VERSION_NONE};

  g_assert_cmpstr (sat_reader_title (inside, rename->id), ==, "Two");
  g_assert_true (sat_writer_set (writer, rename->id, &field, 1, SAT_ORIGIN_LOCAL, error));
  sat_value_clear (&field.value);
  g_assert_cmpstr (sat_reader_title (inside, rename->id), ==, "Three");
  g_assert_cmpstr (sat_reader_title (rename->outside, rename->id), ==, "Two");
  g_set_error_literal (error, SAT_STORE_ERROR, SAT_STORE_ERROR_NOTHING, "not now");
  return FALSE;
}

static gboolean
see_title_cb (SatWriter *writer, gpointer data, GError **error)
{
  g_assert_cmpstr (sat_reader_title (sat_writer_get_reader (writer), *(gint64 *)data), ==, "Two");
  return TRUE;
}

/* The cache must not outlive what it was made from: a change, and one that is rolled back. */
static void
test_titles_follow_changes (void)
{
  g_autoptr (StoreFixture) fixture = store_fixture_new ();
  gint64 id = store_fixture_add (fixture, "company", "name=One", NULL);
  Rename rename = {id, fixture->reader};
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (sat_reader_title (fixture->reader, id), ==, "One");
  store_fixture_set (fixture, id, "name=Two", NULL);
  g_assert_cmpstr (sat_reader_title (fixture->reader, id), ==, "Two");
  g_assert_false (sat_store_write (fixture->store, SAT_CHANGE_EDIT, "rename", rename_cb, &rename,
                                   NULL, &error));
  g_assert_error (error, SAT_STORE_ERROR, SAT_STORE_ERROR_NOTHING);
  g_assert_cmpstr (sat_reader_title (fixture->reader, id), ==, "Two");
  g_assert_true (
      sat_store_write (fixture->store, SAT_CHANGE_EDIT, "look", see_title_cb, &id, NULL, NULL));
}

/* One connection that writes, rolls part of it back, and reads all the time. */
static void
test_titles_within_a_transaction (void)
{
  g_autoptr (SatRegistry) registry = sat_registry_new ();
  g_autoptr (SatConnection) connection = sat_connection_open_memory (NULL);
  g_autoptr (SatReader) reader = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (sat_sql_functions_register (connection, &error));
  sat_schema_apply (connection, registry, &error);
  g_assert_no_error (error);
  reader = sat_reader_new (NULL, connection);
  sat_reader_set_registry (reader, registry);
#define assert_title_after(sql, expected)                                                          \
  G_STMT_START                                                                                     \
  {                                                                                                \
    sat_connection_exec (connection, sql, &error);                                                 \
    g_assert_no_error (error);                                                                     \
    g_assert_cmpstr (sat_reader_title (reader, 1), ==, expected);                                  \
  }                                                                                                \
  G_STMT_END
  assert_title_after ("INSERT INTO record (id, uuid, type) VALUES (1, x'01', 10);"
                      "INSERT INTO company (id, name) VALUES (1, 'One')",
                      "One");
  assert_title_after ("UPDATE company SET name = 'Two'", "Two");
  assert_title_after ("BEGIN; UPDATE company SET name = 'Three'", "Three");
  assert_title_after ("SAVEPOINT inner; UPDATE company SET name = 'Four'", "Four");
  assert_title_after ("ROLLBACK TO inner", "Three");
  assert_title_after ("ROLLBACK", "Two");
#undef assert_title_after
}

static void
test_load_many_keeps_order (void)
{
  g_autoptr (StoreFixture) fixture = store_fixture_new ();
  gint64 a = store_fixture_add (fixture, "company", "name=A", NULL);
  gint64 b = store_fixture_add (fixture, "company", "name=B", NULL);
  gint64 c = store_fixture_add (fixture, "company", "name=C", NULL);
  gint64 ids[] = {c, 999, a, b};
  g_autoptr (GPtrArray) records = NULL;

  store_fixture_delete (fixture, a);
  records =
      sat_reader_load_many (fixture->reader, store_fixture_type (fixture, "company"), ids, 4, NULL);
  g_assert_cmpuint (records->len, ==, 2);
  g_assert_cmpstr (sat_record_get_title (g_ptr_array_index (records, 0)), ==, "C");
  g_assert_cmpstr (sat_record_get_title (g_ptr_array_index (records, 1)), ==, "B");
  g_assert_cmpint (
      sat_reader_count (fixture->reader, store_fixture_type (fixture, "company"), NULL), ==, 2);
}

static void
test_children (void)
{
  g_autoptr (StoreFixture) fixture = store_fixture_new ();
  gint64 deal =
      store_fixture_add (fixture, "opportunity", "name=Deal", "currency=JPY", "amount=1054", NULL);
  g_autofree char *reference = g_strdup_printf ("opportunity=#%" G_GINT64_FORMAT, deal);
  const SatType *type = store_fixture_type (fixture, "line_item");
  g_autoptr (GPtrArray) lines = NULL;
  g_autoptr (GError) error = NULL;
  SatRecord *line;

  store_fixture_add (fixture, "line_item", reference, "description=First", NULL);
  store_fixture_add (fixture, "line_item", reference, "description=Second", NULL);
  lines = sat_reader_children (fixture->reader, deal, type, "opportunity", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (lines->len, ==, 2);
  line = g_ptr_array_index (lines, 1);
  g_assert_cmpstr (sat_record_get_text (line, "description"), ==, "Second");
  g_assert_cmpstr (sat_reader_currency (fixture->reader, line, sat_type_field (type, "unit_price")),
                   ==, "JPY");
  g_assert_null (sat_reader_children (fixture->reader, deal, type, "nothing", &error));
  g_assert_error (error, SAT_MODEL_ERROR, SAT_MODEL_ERROR_UNKNOWN);
}

static void
test_currency_of_workspace (void)
{
  g_autoptr (StoreFixture) fixture = store_fixture_new ();
  gint64 id = store_fixture_add (fixture, "company", "name=Acme", "annual_revenue=12.5", NULL);

  sat_test_store_assert_text (fixture->test, id, "annual_revenue", "12.50");
  store_fixture_add (fixture, "workspace", "name=W", "currency=JPY", NULL);
  sat_test_store_assert_text (fixture->test, id, "annual_revenue", "1250");
}

/* The one workspace leads to its record, not all records to the workspace. */
static void
test_way_to_workspace (void)
{
  g_autoptr (StoreFixture) fixture = store_fixture_new ();
  g_autoptr (SatStatement) plan = NULL;
  g_autoptr (GError) error = NULL;
  gboolean row = FALSE;

  plan = sat_statement_new (sat_reader_get_connection (sat_test_store_reader (fixture->test)),
                            "EXPLAIN QUERY PLAN SELECT currency" SAT_READER_WORKSPACE, &error);
  g_assert_no_error (error);
  sat_statement_step (plan, &row, &error);
  g_assert_no_error (error);
  g_assert_true (row);
  g_assert_cmpstr (sat_statement_text (plan, 3), ==, "SCAN w");
  sat_statement_step (plan, &row, &error);
  g_assert_no_error (error);
  g_assert_true (row);
  g_assert_true (g_str_has_prefix (sat_statement_text (plan, 3), "SEARCH r "));
}

static void
assert_pushes_after (StoreFixture *fixture, gint64 deal, const char *date, const char *expected)
{
  g_autofree char *assignment = g_strconcat ("close_date=", date, NULL);

  store_fixture_set (fixture, deal, assignment, NULL);
  sat_test_store_assert_text (fixture->test, deal, "pushes", expected);
}

/* A push is a move to a later day than the last one that was set. */
static void
test_pushes (void)
{
  g_autoptr (StoreFixture) fixture = store_fixture_new ();
  gint64 deal = store_fixture_add (fixture, "opportunity", "name=D", NULL);

  sat_test_store_assert_text (fixture->test, deal, "pushes", "0");
  assert_pushes_after (fixture, deal, "2020-01-01", "0");
  assert_pushes_after (fixture, deal, "2020-03-01", "1");
  assert_pushes_after (fixture, deal, "2020-02-01", "1");
  assert_pushes_after (fixture, deal, "2020-02-02", "2");
  assert_pushes_after (fixture, deal, "", "2");
  assert_pushes_after (fixture, deal, "2020-02-03", "3");
}

static void
assert_resolves (
    StoreFixture *fixture, const char *type, const char *field, const char *text, gint64 expected)
{
  g_autoptr (GError) error = NULL;
  gint64 id = -1;

  g_assert_true (sat_reader_resolve (fixture->reader,
                                     sat_type_field (store_fixture_type (fixture, type), field),
                                     text, &id, &error));
  g_assert_no_error (error);
  g_assert_cmpint (id, ==, expected);
}

static void
test_resolve (void)
{
  g_autoptr (StoreFixture) fixture = store_fixture_new ();
  gint64 company = store_fixture_add (fixture, "company", "name=Müller 7", "code=M-7", NULL);
  gint64 person =
      store_fixture_add (fixture, "contact", "first_name=Ana María", "last_name=de la Cruz", NULL);
  gint64 single = store_fixture_add (fixture, "contact", "last_name=Sting", NULL);
  gint64 by_mail = store_fixture_add (fixture, "contact", NULL);
  gint64 ouyang = store_fixture_add (fixture, "contact", "first_name=小明", "last_name=欧阳", NULL);
  gint64 user = store_fixture_add (fixture, "user", "name=Rep", "mail=rep@x.org", NULL);
  g_autofree char *reference = g_strdup_printf ("record=#%" G_GINT64_FORMAT, person);
  char uuid[SAT_UUID_STRING_LENGTH + 1];
  SatUuid id;

  add_primary (fixture, by_mail, "contact_point", "primary_mail", "kind=mail", "value=only@x.org");
  store_fixture_add (fixture, "contact_point", reference, "kind=mail", "value=second@x.org", NULL);
  assert_resolves (fixture, "contact", "company", " MULLER  7", company);
  assert_resolves (fixture, "contact", "company", "Muller 007", 0);
  assert_resolves (fixture, "contact", "company", "m-7", company);
  assert_resolves (fixture, "contact", "company", "", 0);
  assert_resolves (fixture, "contact", "owner", "Rep@x.org", user);
  assert_resolves (fixture, "opportunity", "contact", "ana maria de la cruz", person);
  assert_resolves (fixture, "opportunity", "contact", "Ana Maria", 0);
  assert_resolves (fixture, "opportunity", "contact", "sting", single);
  assert_resolves (fixture, "opportunity", "contact", "欧阳小明", ouyang);
  assert_resolves (fixture, "opportunity", "contact", "小明欧阳", 0);
  assert_resolves (fixture, "opportunity", "contact", "ONLY@x.org", by_mail);
  assert_resolves (fixture, "opportunity", "contact", "second@x.org", person);
  assert_resolves (fixture, "contact_point", "record", "sting", single);
  g_assert_true (sat_reader_identify (fixture->reader, company, &id, NULL, NULL, NULL));
  sat_uuid_write (&id, uuid);
  assert_resolves (fixture, "contact", "company", uuid, company);
  assert_resolves (fixture, "contact", "owner", uuid, 0);
}

static void
test_resolve_ambiguous (void)
{
  g_autoptr (StoreFixture) fixture = store_fixture_new ();
  const SatField *field = sat_type_field (store_fixture_type (fixture, "contact"), "company");
  g_autoptr (GError) error = NULL;
  gint64 id = -1;

  store_fixture_add (fixture, "company", "name=Acme", NULL);
  store_fixture_add (fixture, "company", "name=ACME", NULL);
  g_assert_false (sat_reader_resolve (fixture->reader, field, "acme", &id, &error));
  g_assert_error (error, SAT_STORE_ERROR, SAT_STORE_ERROR_AMBIGUOUS);
  g_assert_nonnull (strstr (error->message, "2"));
  g_assert_cmpint (id, ==, 0);
}

static void
test_versions (void)
{
  g_autoptr (StoreFixture) fixture = store_fixture_new ();
  gint64 id = store_fixture_add (fixture, "company", "name=Acme", NULL);
  gint64 time = sat_clock_now (fixture->test->clock);
  g_autoptr (SatVersions) versions = sat_reader_versions (fixture->reader, id, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (versions);
  g_assert_cmpint (sat_hlc_to_us (sat_versions_base (versions).hlc), ==, time);
  g_assert_null (sat_reader_versions (fixture->reader, 999, &error));
  g_assert_error (error, SAT_STORE_ERROR, SAT_STORE_ERROR_NOT_FOUND);
}

/* A table that cannot be read has no count, rather than one of nothing. */
static void
test_count (void)
{
  g_autoptr (SatRegistry) registry = sat_registry_new ();
  g_autoptr (SatConnection) connection = sat_connection_open_memory (NULL);
  const SatType *type = sat_registry_type (registry, "company");
  g_autoptr (SatReader) reader = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (sat_sql_functions_register (connection, &error));
  sat_schema_apply (connection, registry, &error);
  g_assert_no_error (error);
  reader = sat_reader_new (NULL, connection);
  sat_reader_set_registry (reader, registry);
  g_assert_cmpint (sat_reader_count (reader, type, &error), ==, 0);
  g_assert_no_error (error);
  sat_connection_exec (connection, "ALTER TABLE company RENAME TO lost", &error);
  g_assert_no_error (error);
  g_assert_cmpint (sat_reader_count (reader, type, &error), ==, -1);
  g_assert_nonnull (error);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/sql/collation-is-sort-key", test_collation_is_sort_key);
  g_test_add_func ("/store/sql/collation-reads-no-further", test_collation_reads_no_further);
  g_test_add_func ("/store/sql/functions", test_functions);
  g_test_add_func ("/store/reader/find-and-identify", test_find_and_identify);
  g_test_add_func ("/store/reader/load-all-fields", test_load_all_fields);
  g_test_add_func ("/store/reader/titles", test_titles);
  g_test_add_func ("/store/reader/titles-follow-changes", test_titles_follow_changes);
  g_test_add_func ("/store/reader/titles-within-a-transaction", test_titles_within_a_transaction);
  g_test_add_func ("/store/reader/load-many-keeps-order", test_load_many_keeps_order);
  g_test_add_func ("/store/reader/children", test_children);
  g_test_add_func ("/store/reader/count", test_count);
  g_test_add_func ("/store/reader/currency-of-workspace", test_currency_of_workspace);
  g_test_add_func ("/store/reader/way-to-workspace", test_way_to_workspace);
  g_test_add_func ("/store/reader/pushes", test_pushes);
  g_test_add_func ("/store/reader/resolve", test_resolve);
  g_test_add_func ("/store/reader/resolve-ambiguous", test_resolve_ambiguous);
  g_test_add_func ("/store/reader/versions", test_versions);
  return g_test_run ();
}

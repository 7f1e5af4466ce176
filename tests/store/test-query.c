/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "store-fixture.h"

#include "sat-query-private.h"
#include "sat-query.h"

#include <string.h>

#define assert_listed(fixture, type, filter, sort, expected)                                       \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *listed_ = listed (fixture, type, filter, sort);                               \
    g_assert_cmpstr (listed_, ==, expected);                                                       \
  }                                                                                                \
  G_STMT_END

static GArray *
query_ids (StoreFixture *fixture, SatQuery *query)
{
  g_autoptr (GError) error = NULL;
  GArray *ids = sat_query_ids (query, fixture->reader, NULL, &error);

  g_assert_no_error (error);
  return ids;
}

static SatQuery *
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
static char *
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

static char *
ref (const char *field, gint64 id)
{
  return g_strdup_printf ("%s=#%" G_GINT64_FORMAT, field, id);
}

static void
test_text (void)
{
  g_autoptr (StoreFixture) f = store_fixture_new ();

  store_fixture_add (f, "company", "name=Box 7", "industry=Software", NULL);
  store_fixture_add (f, "company", "name=Box 007", "industry=SOFTWARE", NULL);
  store_fixture_add (f, "company", "name=Émile", NULL);
  store_fixture_add (f, "company", "name=box 70", "industry=Retail", NULL);
  assert_listed (f, "company", "name = 'box 7'", NULL, "Box 7");
  assert_listed (f, "company", "name = ' EMILE'", NULL, "Émile");
  assert_listed (f, "company", "name != 'box 7'", NULL, "Box 007,Émile,box 70");
  assert_listed (f, "company", "industry = software", NULL, "Box 7,Box 007");
  assert_listed (f, "company", "industry != software", NULL, "Émile,box 70");
  assert_listed (f, "company", "industry =", NULL, "Émile");
  assert_listed (f, "company", "industry !=", NULL, "Box 7,Box 007,box 70");
  assert_listed (f, "company", "name ~ mil", NULL, "Émile");
  assert_listed (f, "company", "name > 'box 8'", "name", "box 70,Émile");
  assert_listed (f, "company", "title = émile", NULL, "Émile");
  assert_listed (f, "company", "industry = software and name ~ 00", NULL, "Box 007");
}

static void
assert_starts (StoreFixture *fixture, const char *path, const char *value, const char *expected)
{
  g_autoptr (SatQuery) query = sat_query_new ("company");
  g_autoptr (SatFilter) filter = sat_filter_test1 (path, SAT_OP_STARTS, value);
  g_autoptr (GArray) ids = NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  sat_query_set_filter (query, filter);
  sat_query_add_sort (query, "name", FALSE);
  ids = query_ids (fixture, query);
  for (guint i = 0; i < ids->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "," : "",
                            sat_reader_title (fixture->reader, g_array_index (ids, gint64, i)));
  g_assert_cmpstr (text->str, ==, expected);
}

static void
test_starts (void)
{
  g_autoptr (StoreFixture) f = store_fixture_new ();

  store_fixture_add (f, "company", "name=Item 10", NULL);
  store_fixture_add (f, "company", "name=Item 1", NULL);
  store_fixture_add (f, "company", "name=Item 2", NULL);
  store_fixture_add (f, "company", "name=item", NULL);
  store_fixture_add (f, "company", "name=Ítems", NULL);
  store_fixture_add (f, "company", "name=1 Item", NULL);
  assert_starts (f, "name", "item", "item,Item 1,Item 2,Item 10,Ítems");
  assert_starts (f, "name", "ITEM 1", "Item 1,Item 10");
  assert_starts (f, "name", "item 10", "Item 10");
  assert_starts (f, "name", "1", "1 Item");
  assert_starts (f, "name", "items", "Ítems");
  assert_starts (f, "title", "items", "Ítems");
  assert_starts (f, "name", "x", "");
}

static void
test_references (void)
{
  g_autoptr (StoreFixture) f = store_fixture_new ();
  gint64 boss = store_fixture_add (f, "user", "name=Boss", NULL);
  g_autofree char *manager = ref ("manager", boss);
  gint64 rep = store_fixture_add (f, "user", "name=Rep", manager, NULL);
  gint64 acme = store_fixture_add (f, "company", "name=Acme", NULL);
  g_autofree char *owner = ref ("owner", rep);
  g_autofree char *by_boss = ref ("owner", boss);
  g_autofree char *company = ref ("company", acme);
  g_autofree char *by_id = NULL;
  char uuid[SAT_UUID_STRING_LENGTH + 1];
  SatUuid id;

  store_fixture_add (f, "opportunity", "name=A", owner, company, NULL);
  store_fixture_add (f, "opportunity", "name=B", by_boss, "company=GTXPro", NULL);
  store_fixture_add (f, "opportunity", "name=C", "owner=boss", NULL);
  assert_listed (f, "opportunity", "owner = BOSS", NULL, "B,C");
  assert_listed (f, "opportunity", "owner ~ os", NULL, "B,C");
  assert_listed (f, "opportunity", "owner.name = boss", NULL, "B");
  assert_listed (f, "opportunity", "owner.title = boss", NULL, "B,C");
  assert_listed (f, "opportunity", "owner.manager.name = boss", NULL, "A");
  assert_listed (f, "opportunity", "owner.manager = boss", NULL, "A");
  assert_listed (f, "opportunity", "owner.manager != boss", NULL, "B,C");
  assert_listed (f, "opportunity", "company = gtxpro", NULL, "B");
  assert_listed (f, "opportunity", "company =", NULL, "C");
  assert_listed (f, "opportunity", "company !=", NULL, "A,B");
  assert_listed (f, "opportunity", "company.name =", NULL, "B,C");
  g_assert_true (sat_reader_identify (f->reader, rep, &id, NULL, NULL, NULL));
  sat_uuid_write (&id, uuid);
  by_id = g_strdup_printf ("owner = %s", uuid);
  assert_listed (f, "opportunity", by_id, NULL, "A");
  g_free (by_id);
  by_id = g_strdup_printf ("owner.id = %s", uuid);
  assert_listed (f, "opportunity", by_id, NULL, "A");
  g_free (by_id);
  by_id = g_strdup_printf ("id = %s", uuid);
  assert_listed (f, "user", by_id, NULL, "Rep");
  assert_listed (f, "opportunity", by_id, NULL, "");
}

static void
test_in (void)
{
  g_autoptr (StoreFixture) f = store_fixture_new ();
  gint64 acme = store_fixture_add (f, "company", "name=Acme", NULL);
  g_autofree char *company = ref ("company", acme);
  const char *const values[] = {"ACME", "Unknown Ltd", NULL};
  g_autoptr (GPtrArray) many = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (SatQuery) query = sat_query_new ("contact");
  g_autoptr (SatFilter) filter = sat_filter_test ("company", SAT_OP_IN, values);
  g_autoptr (SatFilter) long_filter = NULL;
  gint64 count;

  store_fixture_add (f, "contact", "first_name=A", company, NULL);
  store_fixture_add (f, "contact", "first_name=B", "company=unknown ltd", NULL);
  store_fixture_add (f, "contact", "first_name=C", NULL);
  sat_query_set_filter (query, filter);
  g_assert_true (sat_query_count (query, f->reader, &count, NULL));
  g_assert_cmpint (count, ==, 2);
  /* More values than an expression may be deep. */
  for (int i = 0; i < 3000; i++)
    g_ptr_array_add (many, g_strdup_printf ("Nobody %d", i));
  g_ptr_array_add (many, g_strdup ("c"));
  g_ptr_array_add (many, NULL);
  long_filter = sat_filter_test ("first_name", SAT_OP_IN, (const char *const *)many->pdata);
  sat_query_set_filter (query, long_filter);
  g_assert_true (sat_query_count (query, f->reader, &count, NULL));
  g_assert_cmpint (count, ==, 1);
}

static void
add_point (StoreFixture *f, gint64 owner, const char *kind, const char *value, const char *primary)
{
  g_autofree char *record = ref ("record", owner);
  gint64 id = store_fixture_add (f, "contact_point", record, kind, value, NULL);
  g_autofree char *reference = primary != NULL ? ref (primary, id) : NULL;

  if (reference != NULL)
    store_fixture_set (f, owner, reference, NULL);
}

static void
test_children (void)
{
  g_autoptr (StoreFixture) f = store_fixture_new ();
  gint64 a = store_fixture_add (f, "contact", "first_name=A", NULL);
  gint64 b = store_fixture_add (f, "contact", "first_name=B", NULL);
  g_autofree char *of_a = ref ("record", a);
  g_autofree char *of_b = ref ("record", b);

  store_fixture_add (f, "tag", of_a, "name=VIP", NULL);
  store_fixture_add (f, "tag", of_a, "name=Partner", NULL);
  store_fixture_add (f, "tag", of_b, "name=Partner", NULL);
  add_point (f, b, "kind=phone", "value=+44 20 7946", "primary_phone");
  add_point (f, b, "kind=mail", "value=b@x.org", "primary_mail");
  store_fixture_add (f, "contact", "first_name=C", NULL);
  assert_listed (f, "contact", "tags = vip", NULL, "A");
  assert_listed (f, "contact", "tags ~ PARTNER", NULL, "A,B");
  assert_listed (f, "contact", "tags ~ part", NULL, "");
  assert_listed (f, "contact", "tags != partner", NULL, "C");
  assert_listed (f, "contact", "tags =", NULL, "C");
  assert_listed (f, "contact", "phone ~ 7946", NULL, "B");
  assert_listed (f, "contact", "phone =", NULL, "A,C");
  assert_listed (f, "contact", "mail = B@X.ORG", NULL, "B");
  assert_listed (f, "contact_point", "record.first_name = b", NULL, "+44 20 7946,b@x.org");
  assert_listed (f, "contact_point", "record = b", NULL, "+44 20 7946,b@x.org");
  assert_listed (f, "tag", "record.name =", NULL, "VIP,Partner,Partner");
  assert_listed (f, "contact", NULL, "tags,first_name", "A,B,C");
  assert_listed (f, "contact", NULL, "mail", "B,A,C");
}

static void
test_numbers (void)
{
  g_autoptr (StoreFixture) f = store_fixture_new ();

  store_fixture_add (f, "activity", "subject=A", "kind=call", "start=2020-03-01T23:30:00Z",
                     "due=2020-03-01", "done=true", NULL);
  store_fixture_add (f, "activity", "subject=B", "kind=meeting", "start=2020-03-02T00:00:00Z",
                     "due=2020-03-02", "done=false", NULL);
  store_fixture_add (f, "activity", "subject=C", "kind=task", NULL);
  assert_listed (f, "activity", "due <= 2020-03-01", NULL, "A");
  assert_listed (f, "activity", "due > 2020-03-01", NULL, "B");
  assert_listed (f, "activity", "due = 2020-03-02", NULL, "B");
  assert_listed (f, "activity", "due != 2020-03-02", NULL, "A,C");
  assert_listed (f, "activity", "start = 2020-03-01", NULL, "A");
  assert_listed (f, "activity", "start >= 2020-03-02", NULL, "B");
  assert_listed (f, "activity", "start > 2020-03-01", NULL, "B");
  assert_listed (f, "activity", "start <= 2020-03-01", NULL, "A");
  assert_listed (f, "activity", "start < 2020-03-01T23:45:00Z", NULL, "A");
  assert_listed (f, "activity", "done = true", NULL, "A");
  assert_listed (f, "activity", "done = no", NULL, "B");
  assert_listed (f, "activity", "done != true", NULL, "B,C");
  assert_listed (f, "activity", "kind = Meeting", NULL, "B");
  assert_listed (f, "activity", "kind = meeting", NULL, "B");
  assert_listed (f, "activity", "kind ~ ta", NULL, "C");
  assert_listed (f, "activity", NULL, "due:desc", "B,A,C");
  assert_listed (f, "activity", NULL, "due", "A,B,C");
}

static void
test_money (void)
{
  g_autoptr (StoreFixture) f = store_fixture_new ();
  const SatType *type = store_fixture_type (f, "opportunity");

  g_assert_nonnull (type);
  store_fixture_add (f, "workspace", "name=W", "currency=USD", NULL);
  /* Minor units: the fixture reads every amount as dollars and cents. */
  store_fixture_add (f, "opportunity", "name=Dollars", "amount=1000.00", "currency=USD", NULL);
  store_fixture_add (f, "opportunity", "name=Yen", "amount=10.00", "currency=JPY", NULL);
  store_fixture_add (f, "opportunity", "name=Dinars", "amount=10000.00", "currency=KWD", NULL);
  store_fixture_add (f, "opportunity", "name=Own", "amount=1000.01", NULL);
  assert_listed (f, "opportunity", "amount = 1000", NULL, "Dollars,Yen,Dinars");
  assert_listed (f, "opportunity", "amount > 1000", NULL, "Own");
  assert_listed (f, "opportunity", "amount >= 1000", NULL, "Dollars,Yen,Dinars,Own");
  assert_listed (f, "opportunity", "amount < 1000.005", NULL, "Dollars,Yen,Dinars");
  assert_listed (f, "opportunity", "amount <= 999.999", NULL, "");
  assert_listed (f, "opportunity", "amount > 999.5", NULL, "Dollars,Yen,Dinars,Own");
  assert_listed (f, "opportunity", "amount = 1000.005", NULL, "");
  assert_listed (f, "opportunity", "amount > -5", NULL, "Dollars,Yen,Dinars,Own");
  store_fixture_add (f, "company", "name=A", "annual_revenue=12.50", NULL);
  assert_listed (f, "company", "annual_revenue = 12.5", NULL, "A");
  assert_listed (f, "company", "annual_revenue = 12.505", NULL, "");
  assert_listed (f, "company", "annual_revenue >= 12.495", NULL, "A");
  assert_listed (f, "company", "annual_revenue > 12.505", NULL, "");
}

static void
test_sum (void)
{
  g_autoptr (StoreFixture) f = store_fixture_new ();
  g_autoptr (SatQuery) query = make_query ("opportunity", "name != Left", NULL);
  g_autoptr (GHashTable) sums = NULL;
  g_autoptr (GError) error = NULL;

  store_fixture_add (f, "opportunity", "name=A", "amount=10", "currency=EUR", NULL);
  store_fixture_add (f, "opportunity", "name=B", "amount=5.5", "currency=EUR", NULL);
  store_fixture_add (f, "opportunity", "name=C", "amount=1", NULL);
  store_fixture_add (f, "opportunity", "name=Left", "amount=100", "currency=EUR", NULL);
  store_fixture_add (f, "opportunity", "name=None", NULL);
  sums = sat_query_sum (query, f->reader, "amount", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_hash_table_size (sums), ==, 2);
  g_assert_cmpint (*(gint64 *)g_hash_table_lookup (sums, "EUR"), ==, 1550);
  g_assert_cmpint (*(gint64 *)g_hash_table_lookup (sums, "USD"), ==, 100);
  g_assert_null (sat_query_sum (query, f->reader, "name", &error));
  g_assert_error (error, SAT_MODEL_ERROR, SAT_MODEL_ERROR_INVALID);
  g_clear_error (&error);
  store_fixture_add (f, "opportunity", "name=Huge", "amount=92233720368547758", "currency=EUR",
                     NULL);
  g_assert_null (sat_query_sum (query, f->reader, "amount", &error));
  g_assert_error (error, SAT_BASE_ERROR, SAT_BASE_ERROR_RANGE);
}

static void
assert_refused (StoreFixture *f,
                const char *type,
                const char *path,
                SatFilterOp op,
                const char *value,
                int code,
                const char *word)
{
  g_autoptr (SatQuery) query = sat_query_new (type);
  g_autoptr (SatFilter) filter = sat_filter_test1 (path, op, value);
  g_autoptr (GError) error = NULL;

  sat_query_set_filter (query, filter);
  g_assert_false (sat_query_check (query, f->reader, &error));
  g_assert_error (error, SAT_MODEL_ERROR, code);
  g_assert_nonnull (strstr (error->message, word));
  g_assert_null (sat_query_ids (query, f->reader, NULL, NULL));
}

static void
test_refusals (void)
{
  g_autoptr (StoreFixture) f = store_fixture_new ();
  g_autoptr (SatQuery) query = sat_query_new ("nothing");
  g_autoptr (GError) error = NULL;
  const int unknown = SAT_MODEL_ERROR_UNKNOWN, invalid = SAT_MODEL_ERROR_INVALID;

  assert_refused (f, "company", "colour", SAT_OP_IS, "x", unknown, "colour");
  assert_refused (f, "company", "owner.colour", SAT_OP_IS, "x", unknown, "colour");
  assert_refused (f, "company", "name.length", SAT_OP_IS, "x", unknown, "name");
  assert_refused (f, "company", "id.name", SAT_OP_IS, "x", unknown, "id");
  assert_refused (f, "company", "", SAT_OP_IS, "x", unknown, "field");
  assert_refused (f, "company", "owner.", SAT_OP_IS, "x", unknown, "owner.");
  assert_refused (f, "company", "employees", SAT_OP_IS, "many", invalid, "employees");
  assert_refused (f, "company", "employees", SAT_OP_GT, "", invalid, "employees");
  assert_refused (f, "company", "employees", SAT_OP_CONTAINS, "1", invalid, "contains");
  assert_refused (f, "company", "owner", SAT_OP_LT, "x", invalid, "owner");
  assert_refused (f, "company", "tags", SAT_OP_GE, "x", invalid, "tags");
  assert_refused (f, "company", "id", SAT_OP_IS, "x", invalid, "id");
  assert_refused (f, "company", "id", SAT_OP_CONTAINS, "x", invalid, "contains");
  assert_refused (f, "activity", "kind", SAT_OP_IS, "dance", invalid, "dance");
  assert_refused (f, "activity", "kind", SAT_OP_LT, "task", invalid, "kind");
  assert_refused (f, "activity", "due", SAT_OP_IS, "tomorrow", invalid, "tomorrow");
  assert_refused (f, "activity", "done", SAT_OP_GT, "true", invalid, "done");
  assert_refused (f, "company", "annual_revenue", SAT_OP_IS, "much", invalid, "much");
  g_assert_false (sat_query_check (query, f->reader, &error));
  g_assert_error (error, SAT_MODEL_ERROR, SAT_MODEL_ERROR_UNKNOWN);
}

/* No value and no name can leave its place in the SQL. */
static void
test_injection (void)
{
  g_autoptr (StoreFixture) f = store_fixture_new ();

  store_fixture_add (f, "company", "name='); DELETE FROM company; --", NULL);
  store_fixture_add (f, "company", "name=x", NULL);
  assert_listed (f, "company", "name = \"'); DELETE FROM company; --\"", NULL,
                 "'); DELETE FROM company; --");
  assert_refused (f, "company", "name\" OR 1 --", SAT_OP_IS, "x", SAT_MODEL_ERROR_UNKNOWN, "name");
  assert_listed (f, "company", NULL, "name", "'); DELETE FROM company; --,x");
}

static void
test_depth (void)
{
  g_autoptr (StoreFixture) f = store_fixture_new ();
  g_autoptr (SatQuery) query = sat_query_new ("company");
  g_autoptr (GError) error = NULL;
  SatFilter *filter = sat_filter_test1 ("name", SAT_OP_IS, "x");

  for (int i = 0; i < 40; i++)
    filter = sat_filter_not (filter);
  sat_query_set_filter (query, filter);
  g_assert_true (sat_query_check (query, f->reader, &error));
  for (int i = 0; i < 1000; i++)
    filter = sat_filter_not (filter);
  sat_query_set_filter (query, filter);
  sat_filter_unref (filter);
  g_assert_false (sat_query_check (query, f->reader, &error));
  g_assert_error (error, SAT_MODEL_ERROR, SAT_MODEL_ERROR_INVALID);
}

static void
test_words (void)
{
  g_autoptr (StoreFixture) f = store_fixture_new ();
  gint64 ada = store_fixture_add (f, "contact", "first_name=Ada", "last_name=King-Lovelace",
                                  "job_title=Countess", NULL);

  store_fixture_add (f, "contact", "first_name=王", "last_name=小明", NULL);
  store_fixture_add (f, "contact", "first_name=Nada", "notes=ada", NULL);
  add_point (f, ada, "kind=phone", "value=+44 (20) 79-46", NULL);
  add_point (f, ada, "kind=mail", "value=countess@x.org", NULL);

#define assert_words(words, expected)                                                              \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autoptr (SatQuery) query_ = sat_query_new ("contact");                                       \
    g_autoptr (GArray) ids_ = NULL;                                                                \
    sat_query_set_words (query_, words);                                                           \
    ids_ = query_ids (f, query_);                                                                  \
    g_assert_cmpuint (ids_->len, ==, expected);                                                    \
  }                                                                                                \
  G_STMT_END

  assert_words ("ada", 1);
  assert_words ("ADA love", 1);
  assert_words ("lovelace count", 1);
  assert_words ("da", 0);
  assert_words ("ada nobody", 0);
  assert_words ("2079", 1);
  assert_words ("x.org", 1);
  assert_words ("明", 1);
  assert_words ("", 3);
  assert_words ("  ", 3);
#undef assert_words
}

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
  assert_listed (f, "contact", NULL, "company:desc", "1,5,4,3,2");
  assert_listed (f, "contact", NULL, "company.name", "3,1,5,2,4");
  assert_listed (f, "contact", NULL, "company.name,first_name:desc", "3,5,1,4,2");
  assert_listed (f, "contact", NULL, "title:desc", "5,4,3,2,1");
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

/* A field that a user added is filtered, sorted and summed as any other. */
static void
test_custom_fields (void)
{
  g_autoptr (StoreFixture) f = store_fixture_new ();
  SatTestStore *test = f->test;
  g_autoptr (SatQuery) query = sat_query_new ("company");
  g_autoptr (GHashTable) sums = NULL;

  sat_test_store_add (test, "custom_field", "record_type", "company", "name", "seats", "label",
                      "Seats", "kind", "integer", NULL);
  sat_test_store_add (test, "custom_field", "record_type", "company", "name", "banker", "label",
                      "Banker", "kind", "reference", "target", "company", NULL);
  sat_test_store_add (test, "custom_field", "record_type", "company", "name", "motto", "label",
                      "Motto", "kind", "text", NULL);
  sat_test_store_add (test, "company", "name", "Bank", "motto", "Box 9", NULL);
  sat_test_store_add (test, "company", "name", "Acme", "seats", "12", "banker", "Bank", "motto",
                      "box 10", NULL);
  sat_test_store_add (test, "company", "name", "Zed", "seats", "5", NULL);
  assert_listed (f, "company", "seats > 5", NULL, "Acme");
  assert_listed (f, "company", "banker = bank", NULL, "Acme");
  assert_listed (f, "company", "banker.motto = 'BOX 9'", NULL, "Acme");
  assert_listed (f, "company", "motto ~ box", "motto:desc", "Acme,Bank");
  assert_listed (f, "company", NULL, "seats", "Zed,Acme,Bank");
  assert_listed (f, "company", NULL, "banker", "Acme,Bank,Zed");
  sums = sat_query_sum (query, f->reader, "seats", NULL);
  g_assert_nonnull (sums);
  g_assert_cmpint (*(gint64 *)g_hash_table_lookup (sums, ""), ==, 17);
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
test_matches (void)
{
  g_autoptr (StoreFixture) f = store_fixture_new ();
  g_autoptr (SatQuery) query = make_query ("company", "name ~ a", "name");
  gint64 a = store_fixture_add (f, "company", "name=A", NULL);
  gint64 b = store_fixture_add (f, "company", "name=B", NULL);
  gboolean matches = FALSE;

  g_assert_true (sat_query_matches (query, f->reader, a, &matches, NULL));
  g_assert_true (matches);
  g_assert_true (sat_query_matches (query, f->reader, b, &matches, NULL));
  g_assert_false (matches);
  g_assert_true (sat_query_matches (query, f->reader, 999, &matches, NULL));
  g_assert_false (matches);
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
      g_autofree char *plan = NULL;
      g_autofree char *index = NULL;

      if (!(field->flags & SAT_FIELD_INDEXED))
        continue;
      plan = explain (f, types[t]->name, NULL, field->name, 50);
      index = g_strdup_printf ("INDEX ix_%s_%s", types[t]->name, field->name);
      if (strstr (plan, index) == NULL || strstr (plan, "TEMP B-TREE") != NULL)
        g_test_message ("%s.%s: %s", types[t]->name, field->name, plan);
      g_assert_nonnull (strstr (plan, index));
      g_assert_null (strstr (plan, "TEMP B-TREE"));
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
  g_test_add_func ("/store/query/text", test_text);
  g_test_add_func ("/store/query/starts", test_starts);
  g_test_add_func ("/store/query/references", test_references);
  g_test_add_func ("/store/query/in", test_in);
  g_test_add_func ("/store/query/children", test_children);
  g_test_add_func ("/store/query/numbers", test_numbers);
  g_test_add_func ("/store/query/money", test_money);
  g_test_add_func ("/store/query/sum", test_sum);
  g_test_add_func ("/store/query/refusals", test_refusals);
  g_test_add_func ("/store/query/injection", test_injection);
  g_test_add_func ("/store/query/depth", test_depth);
  g_test_add_func ("/store/query/words", test_words);
  g_test_add_func ("/store/query/sort", test_sort);
  g_test_add_func ("/store/query/sort-text", test_sort_text);
  g_test_add_func ("/store/query/custom-fields", test_custom_fields);
  g_test_add_func ("/store/query/pushes", test_pushes);
  g_test_add_func ("/store/query/public-ties", test_public_ties);
  g_test_add_func ("/store/query/matches", test_matches);
  g_test_add_func ("/store/query/cancel", test_cancel);
  g_test_add_func ("/store/query/pages", test_pages);
  g_test_add_func ("/store/query/page-after-gone", test_page_after_gone);
  g_test_add_func ("/store/query/limit", test_limit);
  g_test_add_func ("/store/query/indexed-fields-need-no-sort", test_indexed_fields_need_no_sort);
  g_test_add_func ("/store/query/filters-use-indexes", test_filters_use_indexes);
  return g_test_run ();
}

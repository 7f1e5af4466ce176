/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "query-support.h"

#include "sat-query-private.h"

#include <string.h>

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

  assert_words ("ada", 2); /* Nada */
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

/* Periods move with the calendar; the sales team of an owner is one reference further. */
static void
test_periods (void)
{
  g_autoptr (StoreFixture) f = store_fixture_new ();
  g_autoptr (SatQuery) query = NULL;
  SatClock *clock = sat_store_get_clock (f->store);
  g_autoptr (GTimeZone) zone = sat_zone_open (NULL, NULL);
  SatDate today = sat_date_today (sat_clock_now (clock), zone);
  int year, month, day;
  g_autofree char *this_year = NULL;
  g_autofree char *last_year = NULL;
  g_autofree char *team = NULL;
  g_autofree char *owner = NULL;
  g_autofree char *other = NULL;

  sat_date_to_ymd (today, &year, &month, &day);
  this_year = g_strdup_printf ("close_date=%04d-01-01", year);
  last_year = g_strdup_printf ("close_date=%04d-12-31", year - 1);
  team = ref ("team", store_fixture_add (f, "team", "name=East", NULL));
  owner = ref ("owner", store_fixture_add (f, "user", "name=Ana", team, NULL));
  other = ref ("owner", store_fixture_add (f, "user", "name=Bo", NULL));
  store_fixture_add (f, "opportunity", "name=Now", this_year, owner, NULL);
  store_fixture_add (f, "opportunity", "name=Other", this_year, other, NULL);
  store_fixture_add (f, "opportunity", "name=Then", last_year, owner, NULL);
  assert_listed (f, "opportunity", "close_date = @this_year", NULL, "Now,Other");
  assert_listed (f, "opportunity", "close_date = @last_year", NULL, "Then");
  assert_listed (f, "opportunity", "close_date = @this_year and owner.team = East", NULL, "Now");
  query = make_query ("opportunity", "close_date = @someday", NULL);
  g_assert_false (sat_query_check (query, f->reader, NULL));
  g_clear_pointer (&query, sat_query_free);
  query = make_query ("opportunity", "close_date < @this_year", NULL);
  g_assert_false (sat_query_check (query, f->reader, NULL));
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
  g_test_add_func ("/store/query/custom-fields", test_custom_fields);
  g_test_add_func ("/store/query/matches", test_matches);
  g_test_add_func ("/store/query/periods", test_periods);
  return g_test_run ();
}

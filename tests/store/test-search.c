/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "search-fixture.h"

static void
test_tiers (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  static const SearchExpectation expected[] = {
      {"acme", "company Acme; user Acme; company Acme Corporation; opportunity Acme renewal;"
               " activity Call Acme; contact Ana; company Bacmeister"},
      {"acme c", "company Acme Corporation; activity Call Acme"},
      {"acme r", "opportunity Acme renewal"},
      {"corp", "company Acme Corporation"},
      {"orp", "company Acme Corporation"},
      {"meister", "company Bacmeister"},
      /* Two letters are not looked for inside of words. */
      {"rp", ""},
      {"acmes", ""},
      {"acme nothing", ""},
  };

  sat_test_store_add (t, "company", "name", "Bacmeister", NULL);
  sat_test_store_add (t, "contact", "first_name", "Ana", "mail", "ana@acme.example", NULL);
  sat_test_store_add (t, "activity", "subject", "Call Acme", NULL);
  sat_test_store_add (t, "company", "name", "Acme Corporation", NULL);
  sat_test_store_add (t, "user", "name", "Acme", NULL);
  sat_test_store_add (t, "company", "name", "Acme", NULL);
  sat_test_store_add (t, "opportunity", "name", "Acme renewal", NULL);
  search_fixture_assert_all (t, expected, G_N_ELEMENTS (expected));
}

static void
test_ranks (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  static const SearchExpectation expected[] = {
      {"north", "company North; contact North; opportunity North; product North; activity North;"
                " note North; user North; attachment North"},
  };

  sat_test_store_add (t, "attachment", "name", "North", NULL);
  sat_test_store_add (t, "user", "name", "North", NULL);
  sat_test_store_add (t, "company", "name", "North", NULL);
  sat_test_store_add (t, "note", "body", "North", NULL);
  sat_test_store_add (t, "opportunity", "name", "North", NULL);
  sat_test_store_add (t, "contact", "last_name", "North", NULL);
  sat_test_store_add (t, "activity", "subject", "North", NULL);
  sat_test_store_add (t, "product", "name", "North", NULL);
  search_fixture_assert_all (t, expected, G_N_ELEMENTS (expected));
}

static void
test_latest_first (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  gint64 one = sat_test_store_add (t, "company", "name", "North One", NULL);
  gint64 two = sat_test_store_add (t, "company", "name", "North Two", NULL);
  static const SearchExpectation first[] = {
      {"north", "company North Three; company North Two; company North One"},
  };
  static const SearchExpectation edited[] = {
      {"north", "company North One; company North Three; company North Two"},
  };
  static const SearchExpectation called[] = {
      {"north", "company North Two; company North One; company North Three"},
  };

  sat_test_store_add (t, "company", "name", "North Three", NULL);
  search_fixture_assert_all (t, first, 1);
  sat_test_store_set (t, one, "employees", "12", NULL);
  search_fixture_assert_all (t, edited, 1);
  /* What hangs from a record is a part of it. */
  sat_test_store_set (t, two, "phone", "+1 555 0100", NULL);
  search_fixture_assert_all (t, called, 1);
}

static void
test_folding (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  static const SearchExpectation expected[] = {
      {"jose", "contact José O’Brien"},
      {"JOSÉ", "contact José O’Brien"},
      {"o'brien", "contact José O’Brien"},
      {"obrien", "contact José O’Brien"},
      {"strasse", "company Straße & Söhne"},
      {"sohne", "company Straße & Söhne"},
      {"straße söh", "company Straße & Söhne"},
      {"ＳＯＨＮＥ", "company Straße & Söhne"},
      {"söhne, straße", "company Straße & Söhne"},
      {"\xff", ""},
      {"", ""},
      {" &?! ", ""},
  };

  sat_test_store_add (t, "contact", "first_name", "José", "last_name", "O’Brien", NULL);
  sat_test_store_add (t, "company", "name", "Straße & Söhne", NULL);
  search_fixture_assert_all (t, expected, G_N_ELEMENTS (expected));
}

static void
test_phones (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  static const SearchExpectation expected[] = {
      {"49304", "contact Ana"},
      {"+49 30", "contact Ana"},
      {"+49 (30) 4567", "contact Ana"},
      {"(030) 45678", "contact Ana"},
      {"0304567890", "contact Ana"},
      {"890", "contact Ana"},
      {"7890", "contact Ana"},
      {"567890", "contact Ana"},
      {"304567890", "contact Ana"},
      {"4567", "contact Ana"},
      {"45 67", "contact Ana"},
      {"89", ""},
      {"90", ""},
      {"4930456789", "contact Ana"},
      {"49304567890", "contact Ana"},
      {"493045678901", ""},
      {"0100", "company Acme"},
      {"555 0100", "company Acme"},
      {"mornings", "company Acme"},
      {"ana 890", "contact Ana"},
      {"acme 890", ""},
  };

  sat_test_store_add (t, "contact", "first_name", "Ana", "phone", "+49 (30) 4567-890", NULL);
  sat_test_store_add (t, "company", "name", "Acme", "phone", "555-0100 (mornings)", NULL);
  search_fixture_assert_all (t, expected, G_N_ELEMENTS (expected));
}

static void
test_cjk (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  static const SearchExpectation expected[] = {
      {"王", "contact 王小明; contact 張偉王"},
      {"小", "contact 王小明"},
      {"小明", "contact 王小明"},
      {"王小明", "contact 王小明"},
      {"王明", ""},
      {"明王", ""},
      {"偉王", "contact 張偉王"},
      {"株式", "company アクメ株式会社; company テスト株式"},
      {"株式会社", "company アクメ株式会社"},
      {"会社", "company アクメ株式会社; contact 王小明"},
      {"式会", "company アクメ株式会社"},
      /* Both pairs are there, but not side by side. */
      {"クメ株式", "company アクメ株式会社"},
      {"アク株", ""},
      {"ｱｸﾒ", "company アクメ株式会社"},
      {"王 会社", "contact 王小明"},
      {"김", "contact 김민준"},
      {"민준", "contact 김민준"},
  };

  sat_test_store_add (t, "contact", "last_name", "김민준", NULL);
  sat_test_store_add (t, "contact", "last_name", "張偉王", NULL);
  sat_test_store_add (t, "contact", "last_name", "王小明", "job_title", "会社 員", NULL);
  sat_test_store_add (t, "company", "name", "テスト株式", NULL);
  sat_test_store_add (t, "company", "name", "アクメ株式会社", NULL);
  search_fixture_assert_all (t, expected, G_N_ELEMENTS (expected));
}

static void
test_children (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  gint64 stages[4];
  gint64 deal, ana, ben, point;
  static const SearchExpectation before[] = {
      {"vip", "contact Ana"},
      {"boston", "contact Ana"},
      {"02134", "contact Ana"},
      {"rival", "opportunity Big deal"},
      {"ana@home.example", "contact Ana"},
      {"nameless", "contact nameless@work.example"},
      {"second@", "contact Ana"},
  };
  static const SearchExpectation after[] = {
      {"vip", ""},
      {"boston", ""},
      {"denver", "contact Ana"},
      {"rival", ""},
      {"ana@home.example", "contact Ana"},
      {"second@", "contact Ben"},
  };

  sat_test_store_add_stages (t, stages);
  ana = sat_test_store_add (t, "contact", "first_name", "Ana", "mail", "ana@home.example", "city",
                            "Boston", "postal_code", "02134", "tags", "VIP", NULL);
  ben = sat_test_store_add (t, "contact", "first_name", "Ben", NULL);
  point = sat_test_store_add (t, "contact_point", "record", "Ana", "kind", "mail", "value",
                              "second@home.example", NULL);
  deal = sat_test_store_add (t, "opportunity", "name", "Big deal", NULL);
  sat_test_store_add (t, "competitor", "opportunity", "Big deal", "name", "Rival", NULL);
  sat_test_store_add (t, "contact", "mail", "nameless@work.example", NULL);
  search_fixture_assert_all (t, before, G_N_ELEMENTS (before));

  sat_test_store_set (t, ana, "city", "Denver", "postal_code", "", "tags", "", NULL);
  sat_test_store_set (t, point, "record", "Ben", NULL);
  sat_test_store_delete (t, sat_test_store_sql_int (t, "SELECT id FROM competitor"));
  search_fixture_assert_all (t, after, G_N_ELEMENTS (after));
  g_assert_true (sat_test_store_exists (t, deal) && sat_test_store_exists (t, ben));
}

static void
test_deleted (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  gint64 acme = sat_test_store_add (t, "company", "name", "Acme", "phone", "555 0100", NULL);
  static const SearchExpectation gone[] = {{"acme", ""}, {"0100", ""}};
  static const SearchExpectation back[] = {{"acme", "company Acme"}, {"0100", "company Acme"}};

  g_assert_cmpuint (search_fixture_index (t, G_MAXUINT), ==, 0);
  sat_test_store_delete (t, acme);
  search_fixture_assert_all (t, gone, 2);
  g_assert_cmpint (sat_test_store_sql_int (t, "SELECT count(*) FROM search_doc"), ==, 0);
  sat_test_store_undelete (t, acme);
  search_fixture_assert_all (t, back, 2);
}

/* A phone number that turns out to be somebody else's. */
static void
test_moved_child (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  gint64 point;
  static const SearchExpectation expected[] = {{"0100", "contact Ben"}};

  sat_test_store_add (t, "contact", "first_name", "Ana", NULL);
  sat_test_store_add (t, "contact", "first_name", "Ben", NULL);
  point = sat_test_store_add (t, "contact_point", "record", "Ana", "kind", "phone", "value",
                              "555 0100", NULL);
  g_assert_cmpuint (search_fixture_index (t, G_MAXUINT), ==, 0);
  search_fixture_assert (t, "0100", "contact Ana");
  sat_test_store_set (t, point, "record", "Ben", NULL);
  search_fixture_assert_all (t, expected, 1);
}

/* An index that is behind neither shows what was nor hides what is. */
static void
test_edited (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  gint64 acme = sat_test_store_add (t, "company", "name", "Acme", NULL);
  static const SearchExpectation expected[] = {
      {"acme", ""}, {"zenith", "company Zenith"}, {"enit", "company Zenith"}};

  g_assert_cmpuint (search_fixture_index (t, G_MAXUINT), ==, 0);
  sat_test_store_set (t, acme, "name", "Zenith", NULL);
  search_fixture_assert_all (t, expected, G_N_ELEMENTS (expected));
}

static void
test_limits (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  g_autoptr (GPtrArray) few = NULL;
  g_autoptr (GPtrArray) many = NULL;
  g_autoptr (GPtrArray) contacts = NULL;
  g_autoptr (GError) error = NULL;
  SatReader *reader = sat_test_store_reader (t);

  for (guint i = 0; i < 60; i++) {
    g_autofree char *name = g_strdup_printf ("North %u", i);

    sat_test_store_add (t, i % 2 ? "company" : "product", "name", name, NULL);
    if (i == 30)
      search_fixture_index (t, G_MAXUINT);
  }
  few = sat_search (reader, "north", NULL, 7, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (few->len, ==, 7);
  g_assert_cmpstr (((SatSearchHit *)few->pdata[0])->title, ==, "North 59");
  g_assert_cmpstr (((SatSearchHit *)few->pdata[6])->title, ==, "North 47");
  many = sat_search (reader, "north", NULL, 0, NULL, &error);
  g_assert_cmpuint (many->len, ==, 50);
  g_assert_cmpstr (((SatSearchHit *)many->pdata[29])->title, ==, "North 1");
  g_assert_cmpstr (((SatSearchHit *)many->pdata[30])->type->name, ==, "product");
  g_assert_cmpstr (((SatSearchHit *)many->pdata[30])->title, ==, "North 58");
  contacts = sat_search (reader, "north", "product", 0, NULL, &error);
  g_assert_cmpuint (contacts->len, ==, 30);
  for (guint i = 0; i < contacts->len; i++)
    g_assert_cmpstr (((SatSearchHit *)contacts->pdata[i])->type->name, ==, "product");
  g_ptr_array_set_free_func (few, (GDestroyNotify)sat_search_hit_free);
}

static void
test_errors (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GArray) ids = NULL;
  g_autoptr (GError) unknown = NULL;
  g_autoptr (GError) cancelled = NULL;
  g_autoptr (GError) cancelled_ids = NULL;
  g_autofree char *text = g_strnfill (100000, 'x');
  gboolean complete;
  SatReader *reader = sat_test_store_reader (t);

  sat_test_store_add (t, "company", "name", "Acme", NULL);
  g_assert_null (sat_search (reader, "acme", "planet", 0, NULL, &unknown));
  g_assert_error (unknown, SAT_MODEL_ERROR, SAT_MODEL_ERROR_UNKNOWN);
  g_cancellable_cancel (cancellable);
  g_assert_null (sat_search (reader, "acme", NULL, 0, cancellable, &cancelled));
  g_assert_error (cancelled, SAT_DB_ERROR, SAT_DB_ERROR_INTERRUPTED);
  g_assert_false (
      sat_search_ids (reader, "acme", "company", 10, &ids, &complete, cancellable, &cancelled_ids));
  g_assert_error (cancelled_ids, SAT_DB_ERROR, SAT_DB_ERROR_INTERRUPTED);
  /* The reader is none the worse for it. */
  search_fixture_assert (t, "acme", "company Acme");
  search_fixture_assert (t, text, "");
  search_fixture_index (t, G_MAXUINT);
  search_fixture_assert (t, text, "");
  search_fixture_assert (t, "acme a b c d e f g h i j k l m n o p", "");
  search_fixture_assert (t, "\" OR a* NEAR", "");
}

static char *
detail_of (SatTestStore *t, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) hits = sat_search (sat_test_store_reader (t), text, NULL, 1, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (hits->len, ==, 1);
  return g_strdup (((SatSearchHit *)hits->pdata[0])->detail);
}

static void
test_details (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  gint64 stages[4];
  static const char *const details[][2] = {
      {"acme", "Boston · Tools"},
      {"ana", "Acme · ana@acme.example · 555 0100"},
      {"only@", ""},
      {"big", "Prospecting · $1,200.00 · Acme"},
      {"gizmo", "G-1"},
      {"visit", "Visit · 2026-03-05"},
      {"remember", "Acme"},
      {"olga", "olga@home.example"},
  };

  sat_test_store_add_stages (t, stages);
  sat_test_store_add (t, "company", "name", "Acme", "industry", "Tools", "city", "Boston", NULL);
  sat_test_store_add (t, "contact", "first_name", "Ana", "company", "Acme", "mail",
                      "ana@acme.example", "phone", "555 0100", NULL);
  sat_test_store_add (t, "contact", "mail", "only@home.example", NULL);
  sat_test_store_add (t, "opportunity", "name", "Big", "amount", "1200", "company", "Acme", "stage",
                      "Prospecting", NULL);
  sat_test_store_add (t, "product", "name", "Gizmo", "code", "G-1", NULL);
  sat_test_store_add (t, "activity", "subject", "Visit them", "kind", "visit", "start",
                      "2026-03-05T12:00:00Z", NULL);
  sat_test_store_add (t, "note", "body", "Remember this", "company", "Acme", NULL);
  sat_test_store_add (t, "user", "name", "Olga", "mail", "olga@home.example", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (details); i++) {
    g_autofree char *detail = detail_of (t, details[i][0]);

    g_assert_cmpstr (detail, ==, details[i][1]);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/search/tiers", test_tiers);
  g_test_add_func ("/search/ranks", test_ranks);
  g_test_add_func ("/search/latest-first", test_latest_first);
  g_test_add_func ("/search/folding", test_folding);
  g_test_add_func ("/search/phones", test_phones);
  g_test_add_func ("/search/cjk", test_cjk);
  g_test_add_func ("/search/children", test_children);
  g_test_add_func ("/search/moved-child", test_moved_child);
  g_test_add_func ("/search/deleted", test_deleted);
  g_test_add_func ("/search/edited", test_edited);
  g_test_add_func ("/search/limits", test_limits);
  g_test_add_func ("/search/errors", test_errors);
  g_test_add_func ("/search/details", test_details);
  return g_test_run ();
}

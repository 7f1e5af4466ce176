/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-demo.h"
#include "sat-test-store.h"

static const SatDemoSize small = {.contacts = 40, .deals = 60, .activities = 50, .seed = 7};

static void
fill (SatTestStore *test, const SatDemoSize *size)
{
  g_autoptr (GError) error = NULL;

  sat_demo_fill (test->store, size, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
}

static gint64
count (SatTestStore *test, const char *type)
{
  SatReader *reader = sat_test_store_reader (test);
  g_autoptr (GError) error = NULL;
  gint64 n = sat_reader_count (reader, sat_reader_get_type_by_name (reader, type), &error);

  g_assert_no_error (error);
  return n;
}

/* Ids of records and changes, and what was when. */
static char *
dump_all (SatTestStore *test)
{
  g_autofree char *records = sat_test_store_dump (test);
  GString *out = g_string_new (records);
  g_autoptr (GError) error = NULL;
  g_autoptr (SatStatement) statement = sat_statement_new (
      sat_reader_get_connection (sat_test_store_reader (test)),
      "SELECT h.record, h.field, h.value, h.v_from, h.v_to, h.author, hex(c.uuid)"
      " FROM history h JOIN change c ON c.id = h.change ORDER BY h.id",
      &error);
  gboolean row = TRUE;

  g_assert_no_error (error);
  while (sat_statement_step (statement, &row, &error) && row)
    for (int i = 0; i < sat_statement_n_columns (statement); i++)
      g_string_append_printf (out, "|%s", sat_statement_text (statement, i));
  g_assert_no_error (error);
  return g_string_free (out, FALSE);
}

static void
test_same_seed (void)
{
  g_autoptr (SatTestStore) first = sat_test_store_new (SAT_STORE_DEFAULT);
  g_autoptr (SatTestStore) second = sat_test_store_new (SAT_STORE_DEFAULT);
  g_autofree char *a = NULL, *b = NULL;

  fill (first, &small);
  fill (second, &small);
  a = dump_all (first);
  b = dump_all (second);
  g_assert_cmpuint (strlen (a), >, 10000);
  g_assert_cmpstr (a, ==, b);
}

static void
test_other_seed (void)
{
  g_autoptr (SatTestStore) first = sat_test_store_new (SAT_STORE_DEFAULT);
  g_autoptr (SatTestStore) second = sat_test_store_new (SAT_STORE_DEFAULT);
  SatDemoSize other = small;
  g_autofree char *a = NULL, *b = NULL;

  other.seed++;
  fill (first, &small);
  fill (second, &other);
  a = dump_all (first);
  b = dump_all (second);
  g_assert_cmpstr (a, !=, b);
}

static void
test_sizes (void)
{
  g_autoptr (SatTestStore) test = sat_test_store_new (SAT_STORE_DEFAULT);

  fill (test, &small);
  g_assert_cmpint (count (test, "contact"), ==, small.contacts);
  g_assert_cmpint (count (test, "opportunity"), ==, small.deals);
  g_assert_cmpint (count (test, "activity"), ==, small.activities);
  g_assert_cmpint (count (test, "workspace"), ==, 1);
  g_assert_cmpint (count (test, "pipeline"), ==, 2);
  g_assert_cmpint (count (test, "custom_field"), ==, 2);
  g_assert_cmpint (count (test, "product"), ==, 40);
  g_assert_cmpint (sat_test_store_sql_int (test, "SELECT count(*) FROM user WHERE role = 'rep'"),
                   ==, 12);
  g_assert_cmpint (sat_test_store_sql_int (test, "SELECT count(*) FROM opportunity o JOIN stage s"
                                                 " ON s.id = o.stage WHERE s.kind = 'open'"),
                   ==, 60 * 2 / 7);
  g_assert_cmpint (
      sat_test_store_sql_int (test, "SELECT count(*) FROM contact WHERE company IS NOT NULL AND"
                                    " primary_phone IS NOT NULL AND primary_mail IS NOT NULL"),
      >, 30);
}

static gint64
count_mine (SatTestStore *test, const char *condition)
{
  g_autofree char *sql =
      g_strdup_printf ("SELECT count(*) FROM activity WHERE owner = %" G_GINT64_FORMAT " AND %s",
                       sat_store_get_current_user (test->store), condition);

  return sat_test_store_sql_int (test, sql);
}

/* The week of whoever works here has some of all that a calendar shows. */
static void
test_calendar (void)
{
  g_autoptr (SatTestStore) test = sat_test_store_new (SAT_STORE_DEFAULT);

  fill (test, NULL);
  g_assert_cmpint (count_mine (test, "start >= 1772409600000000 AND start < 1772841600000000"), >,
                   12);
  g_assert_cmpint (count_mine (test, "all_day AND \"end\" - start > 86400000000"), >=, 2);
  g_assert_cmpint (count_mine (test, "all_day AND \"end\" - start <= 86400000000"), >=, 1);
  g_assert_cmpint (count_mine (test, "start IS NULL AND due IS NULL AND NOT done"), ==, 4);
  g_assert_cmpint (count_mine (test, "kind = 'deadline' AND due IS NOT NULL"), ==, 1);
  g_assert_cmpint (count_mine (test, "zone IN ('Asia/Tokyo', 'America/New_York')"), >=, 3);
  g_assert_cmpint (
      count_mine (test, "EXISTS (SELECT 1 FROM activity b WHERE b.owner = activity.owner AND"
                        " b.id <> activity.id AND b.start < activity.\"end\" AND"
                        " b.\"end\" > activity.start AND NOT b.all_day AND NOT activity.all_day)"),
      >=, 4);
  g_assert_cmpint (count (test, "attendee"), >, 15);
  g_assert_cmpint (sat_test_store_sql_int (test, "SELECT count(DISTINCT status) FROM attendee"), ==,
                   3);
  g_assert_cmpint (count (test, "holiday"), ==, 13);
}

/* Tiny files leave out what there is nothing for. */
static void
test_one_of_each (void)
{
  g_autoptr (SatTestStore) test = sat_test_store_new (SAT_STORE_DEFAULT);
  SatDemoSize size = {.contacts = 1, .deals = 1, .activities = 1};

  fill (test, &size);
  g_assert_cmpint (count (test, "contact"), ==, 1);
  g_assert_cmpint (count (test, "opportunity"), ==, 1);
  g_assert_cmpint (count (test, "activity"), ==, 1);
}

static void
test_defaults (void)
{
  g_autoptr (SatTestStore) test = sat_test_store_new (SAT_STORE_DEFAULT);
  g_autofree char *mark = NULL;
  gint64 user;

  fill (test, NULL);
  g_assert_cmpint (count (test, "contact"), ==, 300);
  g_assert_cmpint (count (test, "company"), ==, 120);
  g_assert_cmpint (count (test, "opportunity"), ==, 560);
  g_assert_cmpint (count (test, "activity"), ==, 900);
  mark = sat_store_get_setting (test->store, "demo");
  g_assert_cmpstr (mark, ==, "1");
  user = sat_store_get_current_user (test->store);
  g_assert_cmpint (user, !=, 0);
  sat_test_store_assert_text (test, user, "role", "rep");
  /* Names are the companies' own. */
  g_assert_cmpint (sat_test_store_sql_int (test, "SELECT count(DISTINCT name) FROM company"), ==,
                   120);
  g_assert_cmpint (sat_test_store_sql_int (test, "SELECT count(DISTINCT name) FROM user"), ==, 16);
}

/* Deals went through their stages one after the other, each by its owner, and nothing is later than
 * the day on which one looks. */
static void
test_history (void)
{
  g_autoptr (SatTestStore) test = sat_test_store_new (SAT_STORE_DEFAULT);
  g_autoptr (GTimeZone) zone = sat_zone_open (NULL, NULL);
  SatDate today = sat_date_today (SAT_TEST_STORE_NOW, zone);
  const char *last = "SELECT max(at) FROM change";

  fill (test, NULL);
  g_assert_cmpint (sat_test_store_sql_int (test, last), <, sat_date_start (today, zone));
  g_assert_cmpint (sat_test_store_sql_int (test, "SELECT min(at) FROM change"), <,
                   sat_date_start (today - 700, zone));
  g_assert_cmpint (sat_test_store_sql_int (test, "SELECT count(*) FROM change a JOIN change b"
                                                 " ON b.id = a.id + 1 WHERE b.hlc <= a.hlc"),
                   ==, 0);
  /* Won deals with several stages behind them. */
  g_assert_cmpint (
      sat_test_store_sql_int (
          test, "SELECT count(*) FROM (SELECT h.record FROM history h JOIN opportunity o ON o.id ="
                " h.record JOIN stage s ON s.id = o.stage AND s.kind = 'won' WHERE h.field = 7"
                " GROUP BY h.record HAVING count(*) >= 4)"),
      >, 100);
  /* Stages only go up. */
  g_assert_cmpint (
      sat_test_store_sql_int (
          test, "SELECT count(*) FROM history a JOIN history b ON b.record = a.record AND b.field ="
                " 7 AND b.v_from = a.v_to JOIN stage x ON x.id = a.value JOIN stage y ON y.id ="
                " b.value WHERE a.type = 15 AND a.field = 7 AND y.\"order\" <= x.\"order\""),
      ==, 0);
  g_assert_cmpint (
      sat_test_store_sql_int (
          test, "SELECT count(*) FROM history h JOIN change c ON c.id = h.change JOIN opportunity o"
                " ON o.id = h.record JOIN user u ON u.id = o.owner WHERE c.author IS NOT u.name"
                " AND c.author IS NOT (SELECT m.name FROM user m WHERE m.id = u.manager)"),
      ==, 0);
  /* Closed on their day, and lost for a reason. */
  g_assert_cmpint (
      sat_test_store_sql_int (
          test, "SELECT count(*) FROM opportunity o JOIN stage s ON s.id = o.stage WHERE"
                " (s.kind = 'lost') <> (o.lost_reason IS NOT NULL) OR o.close_date < o.opened"),
      ==, 0);
}

static void
test_amounts (void)
{
  g_autoptr (SatTestStore) test = sat_test_store_new (SAT_STORE_DEFAULT);

  fill (test, NULL);
  /* A deal that has lines is worth what they add up to. */
  g_assert_cmpint (
      sat_test_store_sql_int (
          test, "SELECT count(*) FROM opportunity o JOIN (SELECT opportunity, sum(quantity /"
                " 1000000000 * unit_price * (100 - coalesce(discount, 0)) / 100) total, count(*) n"
                " FROM line_item GROUP BY 1) l ON l.opportunity = o.id WHERE abs(o.amount -"
                " l.total) > l.n"),
      ==, 0);
  g_assert_cmpint (
      sat_test_store_sql_int (test, "SELECT count(DISTINCT currency) FROM opportunity"), >=, 3);
  g_assert_cmpint (sat_test_store_sql_int (test, "SELECT count(DISTINCT period) FROM quota"), >=,
                   7);
  g_assert_cmpint (sat_test_store_sql_int (test, "SELECT count(*) FROM quota q JOIN user u ON u.id"
                                                 " = q.user WHERE u.role = 'manager'"),
                   >=, 7 * 3);
  g_assert_cmpint (sat_test_store_sql_int (
                       test, "SELECT count(*) FROM opportunity WHERE category = 'most_likely'"
                             " AND category_manual"),
                   >, 0);
}

static void
test_keeps_workspace (void)
{
  g_autoptr (SatTestStore) test = sat_test_store_new (SAT_STORE_DEFAULT);

  sat_test_store_add (test, "workspace", "name", "Ours", "currency", "JPY", "fiscal_year_start",
                      "4", NULL);
  sat_test_store_reopen (test);
  fill (test, &small);
  g_assert_cmpint (count (test, "workspace"), ==, 1);
  g_assert_cmpint (
      sat_test_store_sql_int (test, "SELECT count(*) FROM product WHERE currency <> 'JPY'"), ==, 0);
  /* About 130 to 150 yen for a dollar, and no digits after the point. */
  g_assert_cmpint (
      sat_test_store_sql_int (test, "SELECT unit_price FROM product WHERE name LIKE '%T1 tracker'"),
      ==, 89 * 150);
  g_assert_cmpint (sat_test_store_sql_int (test, "SELECT count(*) FROM quota WHERE period LIKE"
                                                 " '2026-Q4' AND start <> 20454"),
                   ==, 0);
}

static void
assert_refused (SatTestStore *test)
{
  g_autofree char *before = sat_test_store_dump (test);
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (sat_demo_fill (test->store, &small, NULL, NULL, NULL, &error));
  g_assert_error (error, SAT_STORE_ERROR, SAT_STORE_ERROR_NOT_EMPTY);
  after = sat_test_store_dump (test);
  g_assert_cmpstr (after, ==, before);
}

static void
test_not_empty (void)
{
  g_autoptr (SatTestStore) test = sat_test_store_new (SAT_STORE_DEFAULT);

  sat_test_store_add (test, "team", "name", "Ours", NULL);
  assert_refused (test);
}

static void
test_twice (void)
{
  g_autoptr (SatTestStore) test = sat_test_store_new (SAT_STORE_DEFAULT);

  fill (test, &small);
  assert_refused (test);
}

static void
cancel_cb (double fraction, gpointer data)
{
  g_assert_cmpfloat (fraction, >=, 0);
  g_assert_cmpfloat (fraction, <=, 1);
  g_cancellable_cancel (data);
}

static void
test_cancel (void)
{
  g_autoptr (SatTestStore) test = sat_test_store_new (SAT_STORE_DEFAULT);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *mark = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (sat_demo_fill (test->store, NULL, cancel_cb, cancellable, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (sat_test_store_sql_int (test, "SELECT count(*) FROM record"), ==, 0);
  mark = sat_store_get_setting (test->store, "demo");
  g_assert_null (mark);
}

static void
progress_cb (double fraction, gpointer data)
{
  double *last = data;

  g_assert_cmpfloat (fraction, >=, *last);
  g_assert_cmpfloat (fraction, <=, 1);
  *last = fraction;
}

/* Large enough to be committed in parts; not every deal has a history. */
static void
test_chunks (void)
{
  g_autoptr (SatTestStore) test = sat_test_store_new (SAT_STORE_DEFAULT);
  SatDemoSize size = {.contacts = 5000, .deals = 300, .activities = 6500, .histories = 50};
  g_autoptr (GError) error = NULL;
  double last = 0;

  g_assert_true (sat_demo_fill (test->store, &size, progress_cb, &last, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpfloat (last, ==, 1);
  g_assert_cmpint (count (test, "contact"), ==, 5000);
  g_assert_cmpint (count (test, "opportunity"), ==, 300);
  g_assert_cmpint (count (test, "activity"), ==, 6500);
  g_assert_cmpint (sat_test_store_sql_int (test, "SELECT count(*) FROM change WHERE unfinished"),
                   ==, 0);
  g_assert_cmpint (
      sat_test_store_sql_int (test, "SELECT count(DISTINCT record) FROM history WHERE type = 15"),
      <=, 50);
  g_assert_cmpint (
      sat_test_store_sql_int (test, "SELECT count(DISTINCT record) FROM history WHERE type = 15"),
      >, 30);
}

static void
test_file (void)
{
  g_autoptr (SatTestDir) dir = sat_test_dir_new ();
  g_autofree char *path = sat_test_dir_file (dir, "demo.db");
  g_autofree char *unfinished = g_strconcat (path, ".new", NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (SatStore) store = NULL;
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_false (sat_demo_make_file (path, NULL, NULL, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (unfinished, G_FILE_TEST_EXISTS));

  g_assert_true (sat_demo_make_file (path, &small, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_false (g_file_test (unfinished, G_FILE_TEST_EXISTS));
  store = sat_store_open (path, SAT_STORE_DEFAULT, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (sat_store_get_current_user (store), !=, 0);

  g_assert_false (sat_demo_make_file (path, &small, NULL, NULL, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS);
  sat_store_close (store);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/demo/same-seed", test_same_seed);
  g_test_add_func ("/demo/other-seed", test_other_seed);
  g_test_add_func ("/demo/sizes", test_sizes);
  g_test_add_func ("/demo/calendar", test_calendar);
  g_test_add_func ("/demo/one-of-each", test_one_of_each);
  g_test_add_func ("/demo/defaults", test_defaults);
  g_test_add_func ("/demo/history", test_history);
  g_test_add_func ("/demo/amounts", test_amounts);
  g_test_add_func ("/demo/keeps-workspace", test_keeps_workspace);
  g_test_add_func ("/demo/not-empty", test_not_empty);
  g_test_add_func ("/demo/twice", test_twice);
  g_test_add_func ("/demo/cancel", test_cancel);
  g_test_add_func ("/demo/chunks", test_chunks);
  g_test_add_func ("/demo/file", test_file);
  return g_test_run ();
}

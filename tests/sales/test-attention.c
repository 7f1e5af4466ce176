/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why deals need somebody, how far the quota is, and what colleagues changed. */
#include "config.h"

#include "sat-attainment.h"
#include "sat-attention.h"
#include "sat-others-work.h"
#include "sat-test-store.h"

#define TODAY 20514 /* Monday 2026-03-02 */
#define DAY_US (G_GINT64_CONSTANT (86400) * G_USEC_PER_SEC)

static SatDealPulse
healthy (void)
{
  return (SatDealPulse){.deal = 7,
                        .has_close_date = TRUE,
                        .close_date = TODAY,
                        .idle_limit = 10,
                        .last_action = (gint64)(TODAY - 10) * DAY_US,
                        .open_activities = 1};
}

static guint
judge (const SatDealPulse *pulse, SatAttention *found)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();
  gboolean needs = sat_attention_judge (pulse, TODAY, zone, found);

  g_assert_cmpint (needs, ==, found->reasons != 0);
  g_assert_cmpint (found->deal, ==, 7);
  return found->reasons;
}

static void
test_judge (void)
{
  SatAttention found;
  SatDealPulse pulse = healthy ();

  g_assert_cmpuint (judge (&pulse, &found), ==, 0);
  pulse.close_date = TODAY - 1;
  g_assert_cmpuint (judge (&pulse, &found), ==, SAT_ATTENTION_LATE);
  g_assert_cmpint (found.days_late, ==, 1);
  pulse.has_close_date = FALSE;
  g_assert_cmpuint (judge (&pulse, &found), ==, 0);
  pulse.last_action -= 1;
  g_assert_cmpuint (judge (&pulse, &found), ==, SAT_ATTENTION_SILENT);
  g_assert_cmpint (found.days_silent, ==, 11);
  /* What is planned for today or later may come in silence. */
  pulse.planned = TRUE;
  g_assert_cmpuint (judge (&pulse, &found), ==, 0);
  pulse.pushes = 2;
  g_assert_cmpuint (judge (&pulse, &found), ==, 0);
  pulse.pushes = 3;
  g_assert_cmpuint (judge (&pulse, &found), ==, SAT_ATTENTION_PUSHED);
  pulse.open_activities = 0;
  g_assert_cmpuint (judge (&pulse, &found), ==, SAT_ATTENTION_PUSHED | SAT_ATTENTION_UNPLANNED);
}

/* A stage without a limit has the usual one; a deal of which nothing is known is not silent. */
static void
test_limits (void)
{
  SatAttention found;
  SatDealPulse pulse = healthy ();

  pulse.idle_limit = 0;
  pulse.last_action = (gint64)(TODAY - SAT_ATTENTION_USUAL_LIMIT) * DAY_US;
  g_assert_cmpuint (judge (&pulse, &found), ==, 0);
  pulse.last_action -= DAY_US;
  g_assert_cmpuint (judge (&pulse, &found), ==, SAT_ATTENTION_SILENT);
  pulse.last_action = 0;
  g_assert_cmpuint (judge (&pulse, &found), ==, 0);
  g_assert_cmpint (found.days_silent, ==, 0);
}

typedef struct {
  SatTestStore *store;
  gint64 me, boss;
  GTimeZone *zone;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  gint64 stages[4];

  f->store = sat_test_store_new (SAT_STORE_CREATE);
  f->zone = g_time_zone_new_utc ();
  sat_test_store_add (f->store, "workspace", "name", "Test", "currency", "EUR", NULL);
  f->boss = sat_test_store_add (f->store, "user", "name", "Bo", NULL);
  f->me = sat_test_store_add (f->store, "user", "name", "Ana", NULL);
  g_assert_true (sat_store_set_current_user (f->store->store, f->me, NULL));
  sat_test_store_add_stages (f->store, stages);
  sat_test_store_add (f->store, "exchange_rate", "currency", "USD", "date", "2026-01-01", "rate",
                      "0.5", NULL);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_time_zone_unref (f->zone);
  sat_test_store_free (f->store);
}

static gint64
add_deal (Fixture *f, const char *name, const char *close_date, const char *amount)
{
  return sat_test_store_add (f->store, "opportunity", "name", name, "owner", "Ana", "stage",
                             "Prospecting", "opened", "2026-03-01", "close_date", close_date,
                             "amount", amount, NULL);
}

static void
assert_found (Fixture *f, gint64 owner, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) found =
      sat_attention_of (sat_test_store_reader (f->store), owner, TODAY, f->zone, NULL, &error);
  g_autoptr (GString) text = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < found->len; i++) {
    const SatAttention *one = &g_array_index (found, SatAttention, i);
    g_autofree char *name = sat_test_store_text (f->store, one->deal, "name");

    g_string_append_printf (text, "%s%s:%u", i > 0 ? " " : "", name, one->reasons);
  }
  g_assert_cmpstr (text->str, ==, expected);
}

/* The serious first, then the large; those of others, and closed ones, are not mine. */
static void
test_deals (Fixture *f, gconstpointer data)
{
  gint64 small = add_deal (f, "small", "2026-04-01", "100");
  gint64 large = add_deal (f, "large", "2026-04-01", "100");
  gint64 late = add_deal (f, "late", "2026-02-01", "1");
  gint64 won = add_deal (f, "won", "2026-02-01", "1");
  gint64 planned = add_deal (f, "planned", "2026-04-01", "1");
  gint64 other = add_deal (f, "other", "2026-04-01", "1");

  /* 150 dollars are 75 euros. */
  sat_test_store_set (f->store, small, "currency", "USD", "amount", "150", NULL);
  sat_test_store_set (f->store, won, "stage", "Won", NULL);
  sat_test_store_set (f->store, other, "owner", "Bo", NULL);
  sat_test_store_add (f->store, "activity", "kind", "task", "subject", "a", "opportunity",
                      "planned", "due", "2026-03-02", NULL);
  assert_found (f, f->me, "late:9 large:8 small:8");
  assert_found (f, 0, "late:9 large:8 small:8 other:8");
  assert_found (f, f->boss, "other:8");
  sat_test_store_set (f->store, planned, "close_date", "2026-05-01", NULL);
  sat_test_store_set (f->store, planned, "close_date", "2026-06-01", NULL);
  assert_found (f, f->me, "late:9 large:8 small:8");
  sat_test_store_set (f->store, planned, "close_date", "2026-07-01", NULL);
  assert_found (f, f->me, "late:9 planned:4 large:8 small:8");
  sat_test_store_delete (f->store, late);
  sat_test_store_delete (f->store, large);
  assert_found (f, f->me, "planned:4 small:8");
}

/* An old deal is silent until something is done, noted, or its stage changes. */
static void
test_silence (Fixture *f, gconstpointer data)
{
  const char *opened = "2025-12-01";
  gint64 idle = add_deal (f, "idle", "2026-04-01", "9");
  gint64 called = add_deal (f, "called", "2026-04-01", "8");
  gint64 noted = add_deal (f, "noted", "2026-04-01", "7");
  gint64 moved = add_deal (f, "moved", "2026-04-01", "6");

  sat_test_store_set (f->store, idle, "opened", opened, NULL);
  sat_test_store_set (f->store, called, "opened", opened, NULL);
  sat_test_store_set (f->store, noted, "opened", opened, NULL);
  sat_test_store_set (f->store, moved, "opened", opened, "stage", "Engaging", NULL);
  sat_test_store_add (f->store, "activity", "kind", "call", "opportunity", "called", "start",
                      "2026-02-20T10:00:00Z", "done", "true", NULL);
  sat_test_store_add (f->store, "note", "body", "Hm", "opportunity", "noted", "written",
                      "2026-02-20T10:00:00Z", NULL);
  assert_found (f, f->me, "idle:10 called:8 noted:8 moved:8");
  /* Overdue is something to do, but nothing that is planned. */
  sat_test_store_add (f->store, "activity", "kind", "task", "subject", "a", "opportunity", "idle",
                      "due", "2026-03-01", NULL);
  assert_found (f, f->me, "idle:2 called:8 noted:8 moved:8");
  sat_test_store_add (f->store, "activity", "kind", "task", "subject", "b", "opportunity", "idle",
                      "due", "2026-03-02", NULL);
  assert_found (f, f->me, "called:8 noted:8 moved:8");
}

static void
win (Fixture *f, const char *date, const char *amount, const char *currency, const char *owner)
{
  sat_test_store_add (f->store, "opportunity", "name", "x", "owner", owner, "stage", "Won",
                      "opened", "2025-12-01", "close_date", date, "amount", amount, "currency",
                      currency, NULL);
}

static void
test_attainment (Fixture *f, gconstpointer data)
{
  SatReader *reader = sat_test_store_reader (f->store);
  SatAttainment a;

  win (f, "2026-01-01", "100", "EUR", "Ana");
  win (f, "2026-03-31", "50", "USD", "Ana"); /* 25 */
  win (f, "2025-12-31", "1000", "EUR", "Ana");
  win (f, "2026-02-01", "1000", "EUR", "Bo");
  add_deal (f, "open", "2026-03-01", "1000");
  g_assert_true (sat_attainment_read (reader, f->me, TODAY, &a, NULL));
  g_assert_false (a.has_quota);
  g_assert_cmpint (a.per_cent, ==, -1);
  g_assert_cmpint (a.won, ==, 12500);
  g_assert_cmpint (a.start, ==, 20454);    /* 2026-01-01 */
  g_assert_cmpint (a.end, ==, 20454 + 89); /* 2026-03-31 */
  g_assert_cmpint (a.elapsed, ==, 66);
  g_assert_cmpint (a.quarter, ==, 1);
  sat_test_store_add (f->store, "quota", "user", "Ana", "start", "2026-01-01", "amount", "100",
                      "currency", "EUR", NULL);
  sat_test_store_add (f->store, "quota", "user", "Ana", "start", "2026-02-01", "amount", "200",
                      "currency", "USD", NULL); /* 100 */
  sat_test_store_add (f->store, "quota", "user", "Ana", "start", "2025-10-01", "amount", "9", NULL);
  sat_test_store_add (f->store, "quota", "user", "Bo", "start", "2026-01-01", "amount", "9", NULL);
  g_assert_true (sat_attainment_read (reader, f->me, TODAY, &a, NULL));
  g_assert_true (a.has_quota);
  g_assert_cmpint (a.quota, ==, 20000);
  g_assert_cmpint (a.per_cent, ==, 62); /* 62.5, not yet 63 */
  g_assert_true (sat_attainment_read (reader, 0, TODAY, &a, NULL));
  g_assert_cmpint (a.won, ==, 112500);
  /* A manager answers for those below. */
  sat_test_store_set (f->store, f->me, "manager", "Bo", NULL);
  g_assert_true (sat_attainment_read (reader, f->boss, TODAY, &a, NULL));
  g_assert_cmpint (a.won, ==, 112500);
  g_assert_cmpint (a.quota, ==, 900);
}

/* The fiscal year begins in November. */
static void
test_fiscal (Fixture *f, gconstpointer data)
{
  gint64 workspace = sat_test_store_sql_int (f->store, "SELECT id FROM workspace");
  SatAttainment a;

  sat_test_store_set (f->store, workspace, "fiscal_year_start", "11", NULL);
  g_assert_true (sat_attainment_read (sat_test_store_reader (f->store), f->me, 20454, &a, NULL));
  g_assert_cmpint (a.start, ==, 20393);    /* 2025-11-01 */
  g_assert_cmpint (a.end, ==, 20393 + 91); /* 2026-01-31 */
  g_assert_cmpint (a.quarter, ==, 1);
  g_assert_cmpint (a.year, ==, 2026);
}

static void
as_user (Fixture *f, gint64 user)
{
  g_assert_true (sat_store_set_current_user (f->store->store, user, NULL));
}

static void
test_others (Fixture *f, gconstpointer data)
{
  SatReader *reader = sat_test_store_reader (f->store);
  g_autoptr (GPtrArray) found = NULL;
  gint64 since, mine = add_deal (f, "mine", "2026-04-01", "1"), note, theirs;
  const SatOthersWork *work;

  theirs = add_deal (f, "theirs", "2026-04-01", "1");
  sat_test_store_set (f->store, theirs, "owner", "Bo", NULL);
  since = sat_others_work_latest (reader, NULL);
  as_user (f, f->boss);
  sat_test_store_set (f->store, mine, "amount", "5", "close_date", "2026-05-01", NULL);
  sat_test_store_set (f->store, theirs, "amount", "5", NULL);
  note = sat_test_store_add (f->store, "note", "body", "Hm", "opportunity", "mine", NULL);
  as_user (f, f->me);
  sat_test_store_set (f->store, mine, "amount", "6", NULL);
  found = sat_others_work (reader, f->me, since, 10, NULL);
  g_assert_cmpuint (found->len, ==, 2);
  work = g_ptr_array_index (found, 0);
  g_assert_cmpint (work->deal, ==, mine);
  g_assert_cmpint (work->made, ==, note);
  g_assert_cmpstr (work->author, ==, "Bo");
  work = g_ptr_array_index (found, 1);
  g_assert_cmpint (work->deal, ==, mine);
  g_assert_cmpint (work->made, ==, 0);
  g_clear_pointer (&found, g_ptr_array_unref);
  found = sat_others_work (reader, f->me, sat_others_work_latest (reader, NULL), 10, NULL);
  g_assert_cmpuint (found->len, ==, 0);
  g_clear_pointer (&found, g_ptr_array_unref);
  found = sat_others_work (reader, f->boss, 0, 10, NULL);
  g_assert_cmpuint (found->len, >, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/attention/judge", test_judge);
  g_test_add_func ("/attention/limits", test_limits);
#define ADD(name, func) g_test_add (name, Fixture, NULL, set_up, func, tear_down)
  ADD ("/attention/deals", test_deals);
  ADD ("/attention/silence", test_silence);
  ADD ("/attainment/quarter", test_attainment);
  ADD ("/attainment/fiscal", test_fiscal);
  ADD ("/others/changes", test_others);
  return g_test_run ();
}

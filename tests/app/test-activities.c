/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an activity's line says, into which part it falls, and what ticking off and logging a call
 * write. */
#include "config.h"

#include "sat-activity-edit.h"
#include "sat-activity-row.h"
#include "sat-activity-face.h"
#include "sat-activity-filter.h"
#include "sat-query.h"
#include "sat-test-store.h"
#include "window-fixture.h"

#include <string.h>

#define PATIENCE_MS 20000

typedef struct {
  SatTestStore *store;
  SatContext *context;
  SatFormat format;
  gint64 company, contact, deal, user;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  gint64 stages[4];

  f->store = sat_test_store_new (SAT_STORE_CREATE);
  sat_test_store_add (f->store, "workspace", "name", "Test", "currency", "EUR", NULL);
  f->user = sat_test_store_add (f->store, "user", "name", "Ana", NULL);
  g_assert_true (sat_store_set_current_user (f->store->store, f->user, NULL));
  sat_test_store_add_stages (f->store, stages);
  f->company = sat_test_store_add (f->store, "company", "name", "Kan-code", NULL);
  f->contact = sat_test_store_add (f->store, "contact", "first_name", "Jane", "last_name", "Müller",
                                   "company", "Kan-code", NULL);
  f->deal = sat_test_store_add (f->store, "opportunity", "name", "Renewal", "company", "Kan-code",
                                "contact", "Jane Müller", NULL);
  f->context = window_fixture_context (f->store);
  f->format = *sat_context_get_format (f->context);
  f->format.half_day = FALSE;
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  window_fixture_close (NULL, &f->context);
  sat_test_store_free (f->store);
}

static SatActivityFace *
face_of (Fixture *f, gint64 id)
{
  g_autoptr (SatRecord) record = sat_reader_load (sat_test_store_reader (f->store), id, NULL);

  return sat_activity_face_new (record, &f->format);
}

static gint64
add_task (Fixture *f, const char *subject, const char *due)
{
  return sat_test_store_add (f->store, "activity", "kind", "task", "subject", subject, "due", due,
                             NULL);
}

static gint64
add_call (Fixture *f, const char *subject, const char *start)
{
  return sat_test_store_add (f->store, "activity", "kind", "call", "subject", subject, "start",
                             start, NULL);
}

static void
assert_face (Fixture *f, gint64 id, SatActivityState state, const char *when, const char *style)
{
  g_autoptr (SatActivityFace) face = face_of (f, id);

  g_assert_cmpstr (face->when, ==, when);
  g_assert_cmpint (face->state, ==, state);
  g_assert_cmpstr (face->style, ==, style);
}

/* The clock stands at Monday, 2026-03-02, 9 o'clock. */
static void
test_words (Fixture *f, gconstpointer data)
{
  gint64 done = add_task (f, "Done", "2026-02-20");

  sat_test_store_set (f->store, done, "done", "true", NULL);
  assert_face (f, add_task (f, "a", "2026-03-01"), SAT_ACTIVITY_OVERDUE, "Overdue by 1 day",
               "error");
  assert_face (f, add_task (f, "b", "2026-02-20"), SAT_ACTIVITY_OVERDUE, "Overdue by 10 days",
               "error");
  assert_face (f, add_task (f, "c", "2026-03-02"), SAT_ACTIVITY_TODAY, "Due today", "accent");
  assert_face (f, add_task (f, "d", "2026-03-03"), SAT_ACTIVITY_LATER, "Tomorrow", "dim-label");
  assert_face (f, add_task (f, "e", NULL), SAT_ACTIVITY_UNDATED, "No date", "dim-label");
  assert_face (f, done, SAT_ACTIVITY_DONE, "Done · Feb 20, 2026", "dim-label");
  /* An hour ago is still today. */
  assert_face (f, add_call (f, "g", "2026-03-02T08:00:00Z"), SAT_ACTIVITY_TODAY, "Today, 08:00",
               "accent");
  assert_face (f, add_call (f, "h", "2026-03-01T08:00:00Z"), SAT_ACTIVITY_OVERDUE,
               "Overdue by 1 day", "error");
}

/* A whole day is the same day for everyone, wherever it was written down. */
static void
test_all_day (Fixture *f, gconstpointer data)
{
  gint64 there = sat_test_store_add (f->store, "activity", "kind", "meeting", "start",
                                     "2026-03-01T10:00:00Z", "end", "2026-03-02T10:00:00Z",
                                     "all_day", "true", "zone", "Pacific/Kiritimati", NULL);

  assert_face (f, there, SAT_ACTIVITY_TODAY, "Due today", "accent");
}

static void
test_about (Fixture *f, gconstpointer data)
{
  gint64 id = sat_test_store_add (f->store, "activity", "kind", "meeting", "start",
                                  "2026-03-02T14:30:00Z", "end", "2026-03-02T15:00:00Z",
                                  "opportunity", "Renewal", "contact", "Jane Müller", NULL);
  g_autoptr (SatActivityFace) face = face_of (f, id);

  g_assert_cmpstr (face->title, ==, "Meeting");
  g_assert_cmpstr (face->about, ==, "Jane Müller · Renewal");
  g_assert_cmpstr (face->time, ==, "14:30 – 15:00");
  g_assert_nonnull (strstr (face->name, "Today, 14:30"));
}

static void
assert_part (Fixture *f, SatActivityPart part, const char *expected)
{
  g_autoptr (SatQuery) query = sat_query_new ("activity");
  g_autoptr (SatFilter) filter = sat_activity_filter (part, 20514, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = NULL;
  g_autoptr (GString) found = g_string_new (NULL);

  sat_query_set_filter (query, filter);
  sat_query_add_sort (query, "when", FALSE);
  ids = sat_query_ids (query, sat_test_store_reader (f->store), NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < ids->len; i++) {
    gint64 id = g_array_index (ids, gint64, i);
    g_autofree char *subject = sat_test_store_text (f->store, id, "subject");

    g_string_append (found, subject);
  }
  g_assert_cmpstr (found->str, ==, expected);
}

/* In the order of their days, tasks among appointments, those without a day last. */
static void
test_parts (Fixture *f, gconstpointer data)
{
  gint64 done;

  add_task (f, "N", NULL);
  add_task (f, "F", "2026-03-09");
  add_call (f, "E", "2026-03-08T23:00:00Z");
  add_call (f, "D", "2026-03-02T18:00:00Z");
  add_task (f, "C", "2026-03-02");
  done = add_call (f, "B", "2026-03-02T07:00:00Z");
  add_task (f, "A", "2026-03-01");
  add_call (f, "0", "2026-02-28T12:00:00Z");
  /* What has a time goes by it, whatever it is due. */
  sat_test_store_add (f->store, "activity", "kind", "call", "subject", "G", "start",
                      "2026-03-20T12:00:00Z", "due", "2026-03-01", NULL);
  sat_test_store_set (f->store, done, "done", "true", NULL);
  assert_part (f, SAT_ACTIVITIES_TO_DO, "0ACDEFGN");
  assert_part (f, SAT_ACTIVITIES_OVERDUE, "0A");
  assert_part (f, SAT_ACTIVITIES_TODAY, "BCD");
  assert_part (f, SAT_ACTIVITIES_WEEK, "BCDE");
  assert_part (f, SAT_ACTIVITIES_DONE, "B");
  assert_part (f, SAT_ACTIVITIES_DUE, "0ACD");
}

typedef struct {
  Fixture *f;
  const char *sql;
  gint64 expected;
} Wanted;

static gboolean
has_come (gpointer data)
{
  Wanted *wanted = data;

  return sat_test_store_sql_int (wanted->f->store, wanted->sql) == wanted->expected;
}

static void
wait_for (Fixture *f, const char *sql, gint64 expected)
{
  Wanted wanted = {f, sql, expected};

  if (!sat_test_wait_until (has_come, &wanted, PATIENCE_MS))
    g_error ("%s is not %d", sql, (int)expected);
}

static void
test_tick_off (Fixture *f, gconstpointer data)
{
  gint64 id = add_task (f, "Call back", "2026-03-02");

  sat_activity_set_done (f->context, id, TRUE);
  wait_for (f, "SELECT count(*) FROM activity WHERE done", 1);
  sat_context_undo (f->context);
  wait_for (f, "SELECT count(*) FROM activity WHERE done", 0);
  sat_activity_set_done (f->context, id, TRUE);
  wait_for (f, "SELECT count(*) FROM activity WHERE done", 1);
  sat_activity_set_done (f->context, id, FALSE);
  wait_for (f, "SELECT count(*) FROM activity WHERE done", 0);
}

/* A call about a deal is with its people, and one undo takes the call and its follow-up back. */
static void
test_log_call (Fixture *f, gconstpointer data)
{
  SatCallLog call = {
      .about = f->deal, .outcome = "Reached", .notes = "Wants terms", .follow_up_days = 7};

  sat_activity_log_call (f->context, &call);
  wait_for (f,
            "SELECT count(*) FROM activity a JOIN contact c ON c.id = a.contact JOIN company y"
            " ON y.id = a.company JOIN opportunity o ON o.id = a.opportunity WHERE a.done AND"
            " a.kind = 'call' AND a.outcome = 'Reached' AND a.notes = 'Wants terms' AND"
            " a.start / 1000000 BETWEEN 1772442000 AND 1772442100 AND a.owner IS NOT NULL",
            1);
  wait_for (f,
            "SELECT count(*) FROM activity WHERE kind = 'task' AND due = 20521 AND"
            " opportunity IS NOT NULL AND NOT coalesce (done, 0)",
            1);
  sat_context_undo (f->context);
  wait_for (f, "SELECT count(*) FROM activity", 0);
}

/* A call that was planned is done now, and no second one is made. */
static void
test_planned_call (Fixture *f, gconstpointer data)
{
  gint64 id = add_call (f, "Ask for the date", "2026-03-01T10:00:00Z");
  SatCallLog call = {.about = id, .outcome = "No answer", .follow_up_days = -1};

  sat_activity_log_call (f->context, &call);
  wait_for (f, "SELECT count(*) FROM activity WHERE done AND outcome = 'No answer'", 1);
  g_assert_cmpint (sat_test_store_sql_int (f->store, "SELECT count(*) FROM activity"), ==, 1);
}

static void
test_targets (Fixture *f, gconstpointer data)
{
  gint64 call = add_call (f, "Planned", "2026-03-01T10:00:00Z");
  gint64 task = sat_test_store_add (f->store, "activity", "kind", "task", "subject", "Offer",
                                    "contact", "Jane Müller", NULL);

  g_assert_cmpint (sat_activity_call_target (f->context, f->contact), ==, f->contact);
  g_assert_cmpint (sat_activity_call_target (f->context, f->deal), ==, f->deal);
  g_assert_cmpint (sat_activity_call_target (f->context, call), ==, call);
  g_assert_cmpint (sat_activity_call_target (f->context, task), ==, f->contact);
  sat_test_store_set (f->store, call, "done", "true", NULL);
  g_assert_cmpint (sat_activity_call_target (f->context, call), ==, 0);
  g_assert_cmpint (sat_activity_call_target (f->context, f->user), ==, 0);
  g_assert_cmpint (sat_activity_call_target (f->context, 0), ==, 0);
}

static GMenuModel *
section_of (GtkWidget *row, int n)
{
  for (GtkWidget *child = gtk_widget_get_first_child (row); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    if (GTK_IS_POPOVER_MENU (child))
      return g_menu_model_get_item_link (gtk_popover_menu_get_menu_model (GTK_POPOVER_MENU (child)),
                                         n, G_MENU_LINK_SECTION);
  }
  return NULL;
}

/* The menu of a line is about that activity, as it is now. */
static void
test_menu (Fixture *f, gconstpointer data)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *row = sat_activity_row_new (f->context);
  gint64 id = add_task (f, "Send the offer", "2026-03-02");

  gtk_window_set_child (GTK_WINDOW (window), row);
  gtk_window_present (GTK_WINDOW (window));
  for (int done = 0; done < 2; done++) {
    g_autoptr (SatRecord) activity = NULL;
    g_autoptr (GMenuModel) upper = NULL;
    g_autoptr (GMenuModel) lower = NULL;
    g_autoptr (GVariant) target = NULL;
    gint64 of;
    gboolean becomes;

    if (done)
      sat_test_store_set (f->store, id, "done", "true", NULL);
    activity = sat_reader_load (sat_test_store_reader (f->store), id, NULL);
    sat_activity_row_set_activity (SAT_ACTIVITY_ROW (row), activity);
    sat_activity_row_show_menu (SAT_ACTIVITY_ROW (row), 5, 5);
    upper = section_of (row, 0);
    lower = section_of (row, 1);
    g_assert_cmpint (g_menu_model_get_n_items (upper), ==, 3);
    g_assert_cmpint (g_menu_model_get_n_items (lower), ==, 1);
    target = g_menu_model_get_item_attribute_value (upper, 1, G_MENU_ATTRIBUTE_TARGET, NULL);
    g_variant_get (target, "(xb)", &of, &becomes);
    g_assert_cmpint (of, ==, id);
    g_assert_cmpint (becomes, ==, !done);
  }
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add ("/activities/words", Fixture, NULL, set_up, test_words, tear_down);
  g_test_add ("/activities/all-day", Fixture, NULL, set_up, test_all_day, tear_down);
  g_test_add ("/activities/about", Fixture, NULL, set_up, test_about, tear_down);
  g_test_add ("/activities/parts", Fixture, NULL, set_up, test_parts, tear_down);
  g_test_add ("/activities/tick-off", Fixture, NULL, set_up, test_tick_off, tear_down);
  g_test_add ("/activities/log-call", Fixture, NULL, set_up, test_log_call, tear_down);
  g_test_add ("/activities/planned-call", Fixture, NULL, set_up, test_planned_call, tear_down);
  g_test_add ("/activities/targets", Fixture, NULL, set_up, test_targets, tear_down);
  g_test_add ("/activities/menu", Fixture, NULL, set_up, test_menu, tear_down);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the calendar changes, and that each change can be taken back as one. */
#include "config.h"

#include <gtk/gtk.h>

#include "sat-calendar-edit.h"
#include "window-fixture.h"

#define PATIENCE_MS 20000

typedef struct {
  SatTestStore *store;
  SatContext *context;
  guint n_changes;
  gulong handler;
} Fixture;

static void
changed_cb (Fixture *f)
{
  f->n_changes++;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->store = sat_test_store_new (SAT_STORE_CREATE);
  sat_test_store_add (f->store, "workspace", "name", "Test", "currency", "EUR", NULL);
  f->context = window_fixture_context (f->store);
  sat_test_settle ();
  f->handler = g_signal_connect_swapped (f->context, "changed", G_CALLBACK (changed_cb), f);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_signal_handler_disconnect (f->context, f->handler);
  window_fixture_close (NULL, &f->context);
  sat_test_store_free (f->store);
}

static gboolean
has_changed (gpointer data)
{
  return ((Fixture *)data)->n_changes > 0;
}

/* One change: not fewer, not more. */
static void
wait_for_change (Fixture *f)
{
  g_assert_true (sat_test_wait_until (has_changed, f, PATIENCE_MS));
  sat_test_settle ();
  g_assert_cmpuint (f->n_changes, ==, 1);
  f->n_changes = 0;
}

static gint64
add (Fixture *f, const char *kind, const char *field, const char *text)
{
  gint64 id =
      sat_test_store_add (f->store, "activity", "kind", kind, "subject", "It", field, text, NULL);

  sat_test_settle ();
  f->n_changes = 0;
  return id;
}

static void
put (Fixture *f, gint64 id, SatCalendarSpan span)
{
  sat_calendar_edit_put (f->context, id, &span, NULL, NULL, NULL);
  wait_for_change (f);
}

static SatDate
day (const char *text)
{
  SatDate date = 0;

  g_assert_true (sat_date_parse (text, &date, NULL));
  return date;
}

static SatCalendarSpan
hours (const char *date, int from, int to)
{
  gint64 midnight = day (date) * G_TIME_SPAN_DAY;

  return (SatCalendarSpan){FALSE, midnight + from * G_TIME_SPAN_HOUR,
                           midnight + to * G_TIME_SPAN_HOUR, 0, 0};
}

static void
undo (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  SatUndoReport *report = sat_undo_last (f->store->store, &error);

  g_assert_no_error (error);
  sat_undo_report_free (report);
  sat_test_settle ();
  f->n_changes = 0;
}

static void
assert_field (Fixture *f, gint64 id, const char *field, const char *expected)
{
  sat_test_store_assert_text (f->store, id, field, expected);
}

static void
test_move (Fixture *f, gconstpointer data)
{
  gint64 id = add (f, "meeting", "start", "2026-03-03T09:00:00Z");

  put (f, id, hours ("2026-03-05", 10, 12));
  assert_field (f, id, "start", "2026-03-05T10:00:00.000000Z");
  assert_field (f, id, "end", "2026-03-05T12:00:00.000000Z");
  undo (f);
  assert_field (f, id, "start", "2026-03-03T09:00:00.000000Z");
  assert_field (f, id, "end", NULL);
}

/* A task stays a task: one day is the day when it is due, hours are hours. */
static void
test_task (Fixture *f, gconstpointer data)
{
  gint64 id = add (f, "task", "due", "2026-03-03");

  put (f, id, (SatCalendarSpan){TRUE, 0, 0, day ("2026-03-04"), day ("2026-03-04")});
  assert_field (f, id, "due", "2026-03-04");
  assert_field (f, id, "start", NULL);
  put (f, id, hours ("2026-03-03", 9, 10));
  assert_field (f, id, "due", "2026-03-04"); /* before it is due */
  assert_field (f, id, "start", "2026-03-03T09:00:00.000000Z");
  put (f, id, hours ("2026-03-06", 9, 10));
  assert_field (f, id, "due", "2026-03-06"); /* no longer */
  put (f, id, (SatCalendarSpan){TRUE, 0, 0, day ("2026-03-09"), day ("2026-03-09")});
  assert_field (f, id, "start", NULL);
  assert_field (f, id, "due", "2026-03-09");
  sat_calendar_edit_unschedule (f->context, id);
  wait_for_change (f);
  assert_field (f, id, "due", NULL);
  undo (f);
  assert_field (f, id, "due", "2026-03-09");
}

static void
test_all_day (Fixture *f, gconstpointer data)
{
  gint64 id = add (f, "visit", "start", "2026-03-03T09:00:00Z");

  put (f, id, (SatCalendarSpan){TRUE, 0, 0, day ("2026-03-04"), day ("2026-03-06")});
  assert_field (f, id, "all_day", "true");
  assert_field (f, id, "start", "2026-03-04T00:00:00.000000Z");
  assert_field (f, id, "end", "2026-03-07T00:00:00.000000Z");
  sat_calendar_edit_shift (f->context, id, 7);
  wait_for_change (f);
  assert_field (f, id, "start", "2026-03-11T00:00:00.000000Z");
  assert_field (f, id, "end", "2026-03-14T00:00:00.000000Z");
}

static void
test_shift (Fixture *f, gconstpointer data)
{
  gint64 id = add (f, "call", "start", "2026-03-27T08:00:00Z");
  SatDate today = day ("2026-03-04"); /* a Wednesday */

  /* Its own zone's clock stays, though summer time begins in between. */
  sat_test_store_set (f->store, id, "zone", "Europe/Berlin", NULL);
  sat_test_settle ();
  f->n_changes = 0;
  sat_calendar_edit_shift (f->context, id, 3);
  wait_for_change (f);
  assert_field (f, id, "start", "2026-03-30T07:00:00.000000Z");
  g_assert_cmpint (sat_calendar_edit_days_to_tomorrow (day ("2026-02-27"), today), ==, 6);
  g_assert_cmpint (sat_calendar_edit_days_to_tomorrow (day ("2026-03-09"), today), ==, -4);
  g_assert_cmpint (sat_calendar_edit_days_to_next_week (day ("2026-03-04"), today, 1), ==, 7);
  g_assert_cmpint (sat_calendar_edit_days_to_next_week (day ("2026-02-20"), today, 1), ==, 21);
}

static void
test_duplicate (Fixture *f, gconstpointer data)
{
  gint64 id = add (f, "meeting", "start", "2026-03-03T09:00:00Z");
  const char *count = "SELECT count(*) FROM activity WHERE subject = 'It'";

  sat_test_store_set (f->store, id, "done", "true", "outcome", "Signed", "place", "Lyon", NULL);
  sat_test_store_add (f->store, "attendee", "activity", "It", "name", "Zoe", NULL);
  sat_test_settle ();
  f->n_changes = 0;
  sat_calendar_edit_duplicate (f->context, id);
  wait_for_change (f);
  g_assert_cmpint (sat_test_store_sql_int (f->store, count), ==, 2);
  g_assert_cmpint (sat_test_store_sql_int (f->store, "SELECT count(*) FROM activity WHERE place = "
                                                     "'Lyon' AND outcome IS NULL"),
                   ==, 1);
  g_assert_cmpint (
      sat_test_store_sql_int (f->store, "SELECT count(*) FROM attendee WHERE name = 'Zoe'"), ==, 2);
  undo (f);
  g_assert_cmpint (sat_test_store_sql_int (f->store, count), ==, 1);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add ("/calendar-edit/move", Fixture, NULL, set_up, test_move, tear_down);
  g_test_add ("/calendar-edit/task", Fixture, NULL, set_up, test_task, tear_down);
  g_test_add ("/calendar-edit/all-day", Fixture, NULL, set_up, test_all_day, tear_down);
  g_test_add ("/calendar-edit/shift", Fixture, NULL, set_up, test_shift, tear_down);
  g_test_add ("/calendar-edit/duplicate", Fixture, NULL, set_up, test_duplicate, tear_down);
  return g_test_run ();
}

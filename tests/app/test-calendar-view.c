/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The calendar in the window: what is asked of it is done and shown. */
#include "config.h"

#include "sat-agenda-list.h"
#include "sat-calendar-side.h"
#include "sat-calendar-view.h"
#include "sat-event-dialog.h"
#include "sat-field-mark.h"
#include "sat-event-quick.h"
#include "sat-finder.h"
#include "sat-mini-month.h"
#include "sat-settings.h"
#include "sat-unscheduled-list.h"
#include "window-fixture.h"

#define PATIENCE_MS 30000

typedef struct {
  SatTestStore *store;
  SatContext *context;
  SatWindow *window;
  SatCalendarView *view;
  SatCalendarModel *model;
  gint64 id, task;
} Fixture;

static gboolean
is_loaded (gpointer data)
{
  Fixture *f = data;

  return !sat_calendar_model_is_loading (f->model) &&
         sat_calendar_model_find (f->model, f->id) != NULL;
}

/* The clock stands at 2026-03-02, a Monday, 9 o'clock. */
static void
set_up (Fixture *f, gconstpointer data)
{
  GSettings *settings;

  f->store = sat_test_store_new (SAT_STORE_CREATE);
  sat_test_store_add (f->store, "workspace", "name", "Test", "currency", "EUR", "week_start",
                      "monday", NULL);
  sat_test_store_add (f->store, "contact", "first_name", "Zoe", "last_name", "Quill", NULL);
  f->id = sat_test_store_add (f->store, "activity", "kind", "meeting", "subject", "Plan", "start",
                              "2026-03-03T09:00:00Z", "end", "2026-03-03T10:00:00Z", NULL);
  f->task = sat_test_store_add (f->store, "activity", "kind", "task", "subject", "Some day", NULL);
  f->context = window_fixture_context (f->store);
  settings = sat_context_get_settings (f->context);
  g_settings_reset (settings, SAT_SETTING_CALENDAR_PEOPLE);
  g_settings_reset (settings, SAT_SETTING_CALENDAR_WAY);
  g_settings_reset (settings, SAT_SETTING_CALENDAR_PANEL);
  f->window = window_fixture_show (f->context);
  sat_window_show_view (f->window, "calendar");
  g_assert_true (SAT_IS_CALENDAR_VIEW (sat_window_get_view (f->window)));
  f->view = SAT_CALENDAR_VIEW (sat_window_get_view (f->window));
  f->model = sat_calendar_view_get_model (f->view);
  g_assert_true (sat_test_wait_until (is_loaded, f, PATIENCE_MS));
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  window_fixture_close (f->window, &f->context);
  sat_test_store_free (f->store);
}

static SatCalendarSpan
hours (const char *date, int from, int to)
{
  SatDate day = 0;
  gint64 midnight;

  g_assert_true (sat_date_parse (date, &day, NULL));
  midnight = day * G_TIME_SPAN_DAY;
  return (SatCalendarSpan){FALSE, midnight + from * G_TIME_SPAN_HOUR,
                           midnight + to * G_TIME_SPAN_HOUR, 0, 0};
}

typedef struct {
  Fixture *f;
  gint64 id;
  const char *field, *expected;
} Field;

static gboolean
has_value (gpointer data)
{
  Field *field = data;
  g_autofree char *text = sat_test_store_text (field->f->store, field->id, field->field);

  return g_strcmp0 (text, field->expected) == 0;
}

static void
wait_for_field (Fixture *f, gint64 id, const char *field, const char *expected)
{
  Field wanted = {f, id, field, expected};

  g_assert_true (sat_test_wait_until (has_value, &wanted, PATIENCE_MS));
}

static gboolean
is_at_ten (gpointer data)
{
  Fixture *f = data;
  SatCalendarEvent *event = sat_calendar_model_find (f->model, f->id);
  SatCalendarSpan span = hours ("2026-03-05", 10, 12);

  return event != NULL && sat_calendar_span_equal (&event->span, &span);
}

static void
test_move (Fixture *f, gconstpointer data)
{
  SatCalendarSpan span = hours ("2026-03-05", 10, 12);

  g_signal_emit_by_name (sat_calendar_view_get_grid (f->view), "change-requested", f->id, &span);
  wait_for_field (f, f->id, "start", "2026-03-05T10:00:00.000000Z");
  g_assert_true (sat_test_wait_until (is_at_ten, f, PATIENCE_MS));
  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.undo", NULL);
  wait_for_field (f, f->id, "start", "2026-03-03T09:00:00.000000Z");
  g_assert_true (sat_test_wait_until (is_loaded, f, PATIENCE_MS));
}

static gboolean
has_no_tasks (gpointer data)
{
  SatUnscheduledList *list = SAT_UNSCHEDULED_LIST (
      window_fixture_find (GTK_WIDGET (((Fixture *)data)->view), SAT_TYPE_UNSCHEDULED_LIST));

  return sat_unscheduled_list_get_n (list) == 0;
}

static gboolean
has_tasks (gpointer data)
{
  return !has_no_tasks (data);
}

static void
test_drop (Fixture *f, gconstpointer data)
{
  SatCalendarSpan span = hours ("2026-03-04", 14, 15);

  g_assert_true (sat_test_wait_until (has_tasks, f, PATIENCE_MS));
  g_signal_emit_by_name (sat_calendar_view_get_grid (f->view), "dropped", f->task, &span);
  wait_for_field (f, f->task, "start", "2026-03-04T14:00:00.000000Z");
  g_assert_true (sat_test_wait_until (has_no_tasks, f, PATIENCE_MS));
}

static GtkWidget *
find_entry (GtkWidget *widget)
{
  return window_fixture_find (widget, GTK_TYPE_ENTRY);
}

static gint64
find_subject (Fixture *f, const char *subject)
{
  g_autofree char *sql =
      g_strdup_printf ("SELECT coalesce (max (id), 0) FROM activity WHERE subject = '%s'", subject);

  return sat_test_store_sql_int (f->store, sql);
}

static gboolean
is_made (gpointer data)
{
  return find_subject (data, "Lunch") != 0;
}

static void
test_quick (Fixture *f, gconstpointer data)
{
  SatCalendarSpan span = hours ("2026-03-05", 12, 13);
  GtkWidget *quick = g_object_ref_sink (sat_event_quick_new (f->context, &span));
  GtkWidget *entry = find_entry (quick);
  gint64 id;

  gtk_widget_set_parent (quick, GTK_WIDGET (f->view));
  /* Nothing is said yet. */
  g_signal_emit_by_name (entry, "activate");
  sat_test_settle ();
  g_assert_cmpint (find_subject (f, ""), ==, 0);
  g_assert_true (gtk_widget_has_css_class (entry, "error"));
  gtk_editable_set_text (GTK_EDITABLE (entry), "Lunch");
  g_signal_emit_by_name (entry, "activate");
  g_assert_true (sat_test_wait_until (is_made, f, PATIENCE_MS));
  id = find_subject (f, "Lunch");
  sat_test_store_assert_text (f->store, id, "kind", "meeting");
  sat_test_store_assert_text (f->store, id, "start", "2026-03-05T12:00:00.000000Z");
  sat_test_store_assert_text (f->store, id, "end", "2026-03-05T13:00:00.000000Z");
  gtk_widget_unparent (quick);
  g_object_unref (quick);
}

/* The entry of that name for a screen reader: the first whose text is @text. */
static GtkWidget *
find_text (GtkWidget *widget, const char *text)
{
  GtkWidget *found = NULL;

  if (GTK_IS_ENTRY (widget) && g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (widget)), text) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_text (child, text);
  return found;
}

static gboolean
is_gone (gpointer data)
{
  return *(gpointer *)data == NULL;
}

static void
test_form (Fixture *f, gconstpointer data)
{
  SatEventDialog *dialog = sat_event_dialog_new (GTK_WINDOW (f->window), f->context, f->id, NULL);
  GtkWidget *end, *finder;

  g_object_add_weak_pointer (G_OBJECT (dialog), (gpointer *)&dialog);
  gtk_window_present (GTK_WINDOW (dialog));
  end = find_text (GTK_WIDGET (dialog), "10:00");
  g_assert_nonnull (end);
  /* An end before the beginning is refused at its field. */
  gtk_editable_set_text (GTK_EDITABLE (end), "8:00");
  gtk_widget_activate_action (GTK_WIDGET (dialog), "dialog.save", NULL);
  g_assert_true (gtk_widget_has_css_class (end, "error"));
  sat_test_settle ();
  sat_test_store_assert_text (f->store, f->id, "end", "2026-03-03T10:00:00.000000Z");
  gtk_editable_set_text (GTK_EDITABLE (end), "11:30");
  /* Somebody by name. */
  finder = window_fixture_find (GTK_WIDGET (dialog), SAT_TYPE_FINDER);
  sat_finder_set_text (SAT_FINDER (finder), "The mayor");
  g_signal_emit_by_name (finder, "entered");
  gtk_widget_activate_action (GTK_WIDGET (dialog), "dialog.save", NULL);
  wait_for_field (f, f->id, "end", "2026-03-03T11:30:00.000000Z");
  g_assert_true (sat_test_wait_until (is_gone, &dialog, PATIENCE_MS));
  sat_test_store_assert_text (f->store, f->id, "start", "2026-03-03T09:00:00.000000Z");
  g_assert_cmpint (
      sat_test_store_sql_int (f->store, "SELECT count(*) FROM attendee WHERE name = 'The mayor'"),
      ==, 1);
  /* All of it was one change. */
  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.undo", NULL);
  wait_for_field (f, f->id, "end", "2026-03-03T10:00:00.000000Z");
  g_assert_cmpint (sat_test_store_sql_int (f->store, "SELECT count(*) FROM attendee"), ==, 0);
}

/* While the form is open, somebody else moves the meeting and renames it: what was not touched is
 * not written, and the other name is told of. */
static void
test_form_meanwhile (Fixture *f, gconstpointer data)
{
  SatEventDialog *dialog = sat_event_dialog_new (GTK_WINDOW (f->window), f->context, f->id, NULL);
  GtkWidget *subject = find_text (GTK_WIDGET (dialog), "Plan"), *mark;

  g_object_add_weak_pointer (G_OBJECT (dialog), (gpointer *)&dialog);
  gtk_window_present (GTK_WINDOW (dialog));
  gtk_editable_set_text (GTK_EDITABLE (subject), "Plan B");
  mark = window_fixture_find (GTK_WIDGET (dialog), SAT_TYPE_FIELD_MARK);
  g_assert_false (gtk_widget_get_visible (mark));
  sat_test_store_set (f->store, f->id, "start", "2026-03-05T13:00:00Z", "end",
                      "2026-03-05T14:00:00Z", "subject", "Review", "place", "Hall", NULL);
  sat_test_settle ();
  g_assert_true (gtk_widget_get_visible (mark));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (subject)), ==, "Plan B");
  gtk_widget_activate_action (GTK_WIDGET (dialog), "dialog.save", NULL);
  g_assert_true (sat_test_wait_until (is_gone, &dialog, PATIENCE_MS));
  wait_for_field (f, f->id, "subject", "Plan B");
  sat_test_store_assert_text (f->store, f->id, "place", "Hall");
  sat_test_store_assert_text (f->store, f->id, "start", "2026-03-05T13:00:00.000000Z");
  sat_test_store_assert_text (f->store, f->id, "end", "2026-03-05T14:00:00.000000Z");
}

/* The end keeps its distance from the beginning. */
static void
test_form_follows (Fixture *f, gconstpointer data)
{
  SatEventDialog *dialog = sat_event_dialog_new (GTK_WINDOW (f->window), f->context, f->id, NULL);
  GtkWidget *start = find_text (GTK_WIDGET (dialog), "09:00");

  g_assert_nonnull (start);
  gtk_editable_set_text (GTK_EDITABLE (start), "14:15");
  g_assert_nonnull (find_text (GTK_WIDGET (dialog), "15:15"));
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static gboolean
shows_agenda (gpointer data)
{
  return sat_calendar_model_get_shown_way (((Fixture *)data)->model) == SAT_CALENDAR_WAY_AGENDA;
}

static gboolean
shows_april (gpointer data)
{
  SatDate date = 0;

  sat_date_parse ("2026-04-02", &date, NULL);
  return sat_calendar_model_get_shown_date (((Fixture *)data)->model) == date;
}

static void
test_ways (Fixture *f, gconstpointer data)
{
  GtkWidget *view = GTK_WIDGET (f->view);
  GSettings *settings = sat_context_get_settings (f->context);
  g_autofree char *way = NULL;

  gtk_widget_activate_action (view, "calendar.way", "s", "month");
  gtk_widget_activate_action (view, "calendar.next", NULL);
  g_assert_true (sat_test_wait_until (shows_april, f, PATIENCE_MS));
  gtk_widget_activate_action (view, "calendar.way", "s", "agenda");
  g_assert_true (sat_test_wait_until (shows_agenda, f, PATIENCE_MS));
  way = g_settings_get_string (settings, SAT_SETTING_CALENDAR_WAY);
  g_assert_cmpstr (way, ==, "agenda");
  gtk_widget_activate_action (view, "calendar.way", "s", "week");
  gtk_widget_activate_action (view, "calendar.today", NULL);
  g_assert_true (sat_test_wait_until (is_loaded, f, PATIENCE_MS));
}

static gboolean
has_focus (gpointer data)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (gtk_widget_get_root (data)));

  return focus != NULL && gtk_widget_is_ancestor (focus, data);
}

/* Keys go on to what is shown, whichever way it is. */
static void
test_focus (Fixture *f, gconstpointer data)
{
  GtkWidget *view = GTK_WIDGET (f->view);

  sat_view_focus_records (SAT_VIEW (f->view));
  g_assert_true (
      sat_test_wait_until (has_focus, sat_calendar_view_get_grid (f->view), PATIENCE_MS));
  gtk_widget_activate_action (view, "calendar.way", "s", "agenda");
  g_assert_true (sat_test_wait_until (has_focus, window_fixture_find (view, SAT_TYPE_AGENDA_LIST),
                                      PATIENCE_MS));
  gtk_widget_activate_action (view, "calendar.way", "s", "month");
  g_assert_true (
      sat_test_wait_until (has_focus, sat_calendar_view_get_grid (f->view), PATIENCE_MS));
}

static void
test_mini_month (Fixture *f, gconstpointer data)
{
  GtkWidget *side = window_fixture_find (GTK_WIDGET (f->view), SAT_TYPE_CALENDAR_SIDE);
  GtkWidget *month = window_fixture_find (side, SAT_TYPE_MINI_MONTH);
  SatDate date = 0;

  sat_date_parse ("2026-04-02", &date, NULL);
  g_assert_nonnull (month);
  g_signal_emit_by_name (month, "day-selected", (int)date);
  g_assert_true (sat_test_wait_until (shows_april, f, PATIENCE_MS));
  g_assert_cmpint (sat_mini_month_get_first (SAT_MINI_MONTH (month)), ==, date - 3);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add ("/calendar-view/move", Fixture, NULL, set_up, test_move, tear_down);
  g_test_add ("/calendar-view/drop", Fixture, NULL, set_up, test_drop, tear_down);
  g_test_add ("/calendar-view/quick", Fixture, NULL, set_up, test_quick, tear_down);
  g_test_add ("/calendar-view/form", Fixture, NULL, set_up, test_form, tear_down);
  g_test_add ("/calendar-view/form-follows", Fixture, NULL, set_up, test_form_follows, tear_down);
  g_test_add ("/calendar-view/form-meanwhile", Fixture, NULL, set_up, test_form_meanwhile,
              tear_down);
  g_test_add ("/calendar-view/ways", Fixture, NULL, set_up, test_ways, tear_down);
  g_test_add ("/calendar-view/focus", Fixture, NULL, set_up, test_focus, tear_down);
  g_test_add ("/calendar-view/mini-month", Fixture, NULL, set_up, test_mini_month, tear_down);
  return g_test_run ();
}

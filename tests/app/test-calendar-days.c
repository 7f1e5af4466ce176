/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "calendar-fixture.h"
#include "sat-calendar-days.h"
#include "sat-test.h"

#define CTRL GDK_CONTROL_MASK
#define SHIFT GDK_SHIFT_MASK
#define ALT GDK_ALT_MASK

static CalendarFixture *
days_in (const char *zone, const char *first)
{
  CalendarFixture *f = calendar_fixture_new (sat_calendar_days_new (), zone);
  SatDate date;

  g_assert_true (sat_date_parse (first, &date, NULL));
  sat_calendar_days_set_range (SAT_CALENDAR_DAYS (f->grid), date, 7);
  calendar_fixture_show (f);
  return f;
}

static CalendarFixture *
week (void)
{
  return days_in ("Europe/Berlin", "2026-11-23");
}

static SatDate
date (const char *text)
{
  SatDate parsed;

  g_assert_true (sat_date_parse (text, &parsed, NULL));
  return parsed;
}

static void
test_create (void)
{
  g_autoptr (CalendarFixture) f = week ();

  calendar_fixture_drag (f, calendar_fixture_point (f, "2026-11-27", 9 * 60),
                         calendar_fixture_point (f, "2026-11-27", 10 * 60 + 20));
  g_assert_cmpuint (f->n_created, ==, 1);
  calendar_assert_span (f, "2026-11-27T08:00:00Z/2026-11-27T09:30:00Z");
  /* upwards, too */
  calendar_fixture_drag (f, calendar_fixture_point (f, "2026-11-27", 16 * 60),
                         calendar_fixture_point (f, "2026-11-27", 15 * 60));
  calendar_assert_span (f, "2026-11-27T14:00:00Z/2026-11-27T15:15:00Z");
  /* days, above the hours */
  calendar_fixture_drag (f, calendar_fixture_chip (f, 8, 0.5, 2.6),
                         calendar_fixture_point (f, "2026-11-24", -1));
  calendar_assert_span (f, "2026-11-23/2026-11-24");
  g_assert_cmpuint (f->n_created, ==, 3);
  g_assert_cmpuint (f->n_changed, ==, 0);
  sat_calendar_grid_set_writable (f->grid, FALSE);
  calendar_fixture_drag (f, calendar_fixture_point (f, "2026-11-27", 9 * 60),
                         calendar_fixture_point (f, "2026-11-27", 10 * 60));
  g_assert_cmpuint (f->n_created, ==, 3);
}

static void
test_move (void)
{
  g_autoptr (CalendarFixture) f = week ();
  graphene_point_t from, to;

  sat_calendar_grid_focus_event (f->grid, 5); /* scrolls */
  calendar_fixture_settle (f);
  /* the first part of what goes on after midnight, two hours earlier and a day back */
  from = calendar_fixture_point (f, "2026-11-25", 22 * 60 + 30);
  to = calendar_fixture_point (f, "2026-11-24", 20 * 60 + 30);
  calendar_fixture_drag (f, from, to);
  g_assert_cmpint (f->id, ==, 5);
  calendar_assert_span (f, "2026-11-24T19:00:00Z/2026-11-24T23:00:00Z");
  /* it is there at once */
  g_assert_nonnull (sat_calendar_grid_get_chip (f->grid, 5));
  from = calendar_fixture_chip (f, 5, 0.5, 0.5);
  to = calendar_fixture_point (f, "2026-11-26", -1);
  calendar_fixture_drag (f, from, to);
  calendar_assert_span (f, "2026-11-26/2026-11-26");
  /* and back among the hours */
  calendar_fixture_drag (f, calendar_fixture_chip (f, 5, 0.5, 0.5),
                         calendar_fixture_point (f, "2026-11-27", 15 * 60));
  calendar_assert_span (f, "2026-11-27T14:00:00Z/2026-11-27T15:00:00Z");
  /* a bar goes by days */
  calendar_fixture_drag (f, calendar_fixture_chip (f, 7, 0.5, 0.5),
                         calendar_fixture_point (f, "2026-11-26", -1));
  g_assert_cmpint (f->id, ==, 7);
  calendar_assert_span (f, "2026-11-24/2026-11-28");
  /* what may not be changed stays */
  f->n_changed = 0;
  calendar_fixture_drag (f, calendar_fixture_chip (f, 11, 0.5, 0.5),
                         calendar_fixture_point (f, "2026-11-23", 8 * 60));
  g_assert_cmpuint (f->n_changed, ==, 0);
}

static void
test_stretch (void)
{
  g_autoptr (CalendarFixture) f = week ();
  graphene_point_t from = calendar_fixture_chip (f, 2, 0.5, 1);

  from.y -= 2;
  calendar_fixture_drag (f, from, calendar_fixture_point (f, "2026-11-24", 13 * 60));
  g_assert_cmpint (f->id, ==, 2);
  calendar_assert_span (f, "2026-11-24T09:15:00Z/2026-11-24T12:00:00Z");
  from = calendar_fixture_chip (f, 2, 0.5, 0);
  from.y += 2;
  calendar_fixture_drag (f, from, calendar_fixture_point (f, "2026-11-24", 8 * 60));
  calendar_assert_span (f, "2026-11-24T07:00:00Z/2026-11-24T12:00:00Z");
  /* never shorter than a step */
  from = calendar_fixture_chip (f, 2, 0.5, 1);
  from.y -= 2;
  calendar_fixture_drag (f, from, calendar_fixture_point (f, "2026-11-24", 6 * 60));
  calendar_assert_span (f, "2026-11-24T07:00:00Z/2026-11-24T07:15:00Z");
  /* the left end of a bar */
  from = calendar_fixture_chip (f, 7, 0, 0.5);
  from.x += 2;
  calendar_fixture_drag (f, from, calendar_fixture_point (f, "2026-11-27", -1));
  calendar_assert_span (f, "2026-11-27/2026-11-29");
}

static void
test_cancel (void)
{
  g_autoptr (CalendarFixture) f = week ();
  graphene_point_t from = calendar_fixture_chip (f, 2, 0.5, 0.5);
  graphene_point_t to = calendar_fixture_point (f, "2026-11-26", 15 * 60);

  g_assert_false (calendar_fixture_press (f, GDK_KEY_Escape, 0));
  g_assert_true (sat_calendar_grid_begin_drag (f->grid, from.x, from.y));
  sat_calendar_grid_drag_to (f->grid, to.x, to.y);
  g_assert_true (sat_calendar_grid_is_dragging (f->grid));
  g_assert_true (calendar_fixture_press (f, GDK_KEY_Escape, 0));
  g_assert_false (sat_calendar_grid_is_dragging (f->grid));
  sat_calendar_grid_finish_drag (f->grid);
  g_assert_cmpuint (f->n_changed, ==, 0);
  g_assert_cmpfloat (gtk_widget_get_opacity (sat_calendar_grid_get_chip (f->grid, 2)), ==, 1);
}

/* What is taken over a change of the clock by days keeps the time of its own clock: that of New
 * York changes on another day than that of Berlin. */
static void
test_own_zone (void)
{
  g_autoptr (CalendarFixture) f = days_in ("Europe/Berlin", "2026-10-26");
  g_autoptr (GPtrArray) events =
      g_ptr_array_new_with_free_func ((GDestroyNotify)sat_calendar_event_unref);
  SatCalendarEvent *event =
      calendar_sample_timed (1, "Call", "2026-10-31T14:00:00+01:00", "2026-10-31T15:00:00+01:00");

  event->zone = g_strdup ("America/New_York");
  g_ptr_array_add (events, event);
  sat_calendar_grid_set_events (f->grid, events);
  calendar_fixture_settle (f);
  calendar_fixture_drag (f, calendar_fixture_chip (f, 1, 0.5, 0.5),
                         calendar_fixture_point (f, "2026-11-01", 14 * 60 + 30));
  /* 9 o'clock in New York */
  calendar_assert_span (f, "2026-11-01T14:00:00Z/2026-11-01T15:00:00Z");
  g_assert_nonnull (strstr (
      sat_calendar_chip_get_name (SAT_CALENDAR_CHIP (sat_calendar_grid_get_chip (f->grid, 1))),
      "09:00 – 10:00, New York"));
}

/* On the day that has the hour twice, what is dropped into the second is in the second. */
static void
test_long_day (void)
{
  g_autoptr (CalendarFixture) f = days_in ("Europe/Berlin", "2026-10-19");
  graphene_point_t from, to;

  sat_calendar_days_reveal (SAT_CALENDAR_DAYS (f->grid),
                            sat_date_start (date ("2026-10-25"), f->format.zone));
  calendar_fixture_settle (f);
  from = calendar_fixture_point (f, "2026-10-25", 2 * 60 + 15);
  to = calendar_fixture_point (f, "2026-10-25", 3 * 60 + 30); /* an hour has come in between */
  calendar_fixture_drag (f, from, to);
  calendar_assert_span (f, "2026-10-25T00:15:00Z/2026-10-25T01:45:00Z");
}

static void
test_arrows (void)
{
  g_autoptr (CalendarFixture) f = week ();

  g_assert_true (gtk_widget_grab_focus (GTK_WIDGET (f->grid)));
  g_assert_cmpstr (calendar_fixture_focus (f), ==,
                   "Wednesday, 25 November, today, 09:00 to 09:30"); /* there is a demo */
  sat_calendar_grid_focus_event (f->grid, 1);
  g_assert_cmpstr (calendar_fixture_focus (f), ==,
                   "Call with Ana Torres, Meeting, Acme Corporation, Tuesday, 24 November, "
                   "10:00 to 10:30, Darcel Schlecht, done");
  /* through what overlaps, then on to the next free slot */
  calendar_fixture_press (f, GDK_KEY_Down, 0);
  g_assert_true (g_str_has_prefix (calendar_fixture_focus (f), "Visit"));
  g_assert_cmpint (f->selected, ==, 2);
  calendar_fixture_press (f, GDK_KEY_Down, 0);
  g_assert_true (g_str_has_prefix (calendar_fixture_focus (f), "Quarterly review"));
  calendar_fixture_press (f, GDK_KEY_Down, 0);
  g_assert_cmpstr (calendar_fixture_focus (f), ==, "Tuesday, 24 November, 12:00 to 12:30, free");
  calendar_fixture_press (f, GDK_KEY_Up, 0);
  calendar_fixture_press (f, GDK_KEY_Up, 0);
  calendar_fixture_press (f, GDK_KEY_Up, 0);
  g_assert_true (g_str_has_prefix (calendar_fixture_focus (f), "Call with"));
  calendar_fixture_press (f, GDK_KEY_Up, 0);
  g_assert_cmpstr (calendar_fixture_focus (f), ==, "Tuesday, 24 November, 09:30 to 10:00, free");
  calendar_fixture_press (f, GDK_KEY_Right, 0);
  g_assert_true (g_str_has_prefix (calendar_fixture_focus (f), "Demo"));
  calendar_fixture_press (f, GDK_KEY_End, 0);
  g_assert_cmpstr (calendar_fixture_focus (f), ==,
                   "Wednesday, 25 November, today, 16:30 to 17:00, free");
  /* to the next event, wherever it is */
  calendar_fixture_press (f, GDK_KEY_Down, ALT);
  g_assert_nonnull (calendar_fixture_focus (f));
  g_assert_cmpint (f->selected, !=, 0);
  g_assert_false (calendar_fixture_press (f, GDK_KEY_x, 0));
  g_assert_false (calendar_fixture_press (f, GDK_KEY_Tab, 0));
}

static void
test_leave (void)
{
  g_autoptr (CalendarFixture) f = week ();

  gtk_widget_grab_focus (GTK_WIDGET (f->grid));
  calendar_fixture_press (f, GDK_KEY_Page_Down, 0);
  g_assert_cmpint (f->wanted, ==, date ("2026-12-02"));
  sat_calendar_days_set_range (SAT_CALENDAR_DAYS (f->grid), date ("2026-11-30"), 7);
  calendar_fixture_settle (f);
  g_assert_cmpstr (calendar_fixture_focus (f), ==, "Wednesday, 2 December, 09:00 to 09:30, free");
  for (int i = 0; i < 3; i++)
    calendar_fixture_press (f, GDK_KEY_Left, 0);
  g_assert_cmpint (f->wanted, ==, date ("2026-11-29"));
}

static void
test_act (void)
{
  g_autoptr (CalendarFixture) f = week ();

  sat_calendar_grid_focus_event (f->grid, 2);
  g_assert_true (calendar_fixture_press (f, GDK_KEY_Return, 0));
  g_assert_cmpint (f->activated, ==, 2);
  g_assert_true (calendar_fixture_press (f, GDK_KEY_F10, SHIFT));
  g_assert_cmpint (f->menu, ==, 2);
  sat_calendar_grid_set_cursor (f->grid, date ("2026-11-26"));
  calendar_fixture_press (f, GDK_KEY_Down, 0);
  calendar_fixture_press (f, GDK_KEY_Down, 0);
  calendar_fixture_press (f, GDK_KEY_Down, SHIFT);
  g_assert_true (calendar_fixture_press (f, GDK_KEY_Return, 0));
  g_assert_cmpuint (f->n_created, ==, 1);
  g_assert_cmpint (f->span.end - f->span.start, ==, G_TIME_SPAN_HOUR);
}

static void
test_change_by_key (void)
{
  g_autoptr (CalendarFixture) f = week ();

  sat_calendar_grid_focus_event (f->grid, 2);
  calendar_fixture_press (f, GDK_KEY_Down, CTRL);
  calendar_assert_span (f, "2026-11-24T09:30:00Z/2026-11-24T11:15:00Z");
  /* again, before anyone has written it */
  calendar_fixture_press (f, GDK_KEY_Down, CTRL);
  calendar_assert_span (f, "2026-11-24T09:45:00Z/2026-11-24T11:30:00Z");
  calendar_fixture_press (f, GDK_KEY_Right, CTRL);
  calendar_assert_span (f, "2026-11-25T09:45:00Z/2026-11-25T11:30:00Z");
  g_assert_true (g_str_has_prefix (calendar_fixture_focus (f), "Visit"));
  calendar_fixture_press (f, GDK_KEY_Down, CTRL | SHIFT);
  calendar_assert_span (f, "2026-11-25T09:45:00Z/2026-11-25T11:45:00Z");
  calendar_fixture_press (f, GDK_KEY_Up, ALT | SHIFT);
  calendar_assert_span (f, "2026-11-25T09:30:00Z/2026-11-25T11:45:00Z");
  calendar_fixture_press (f, GDK_KEY_Home, CTRL);
  calendar_assert_span (f, "2026-11-25/2026-11-25");
  calendar_fixture_press (f, GDK_KEY_Right, CTRL | SHIFT);
  calendar_assert_span (f, "2026-11-25/2026-11-26");
  g_assert_true (g_str_has_prefix (calendar_fixture_focus (f), "Visit"));
  calendar_fixture_press (f, GDK_KEY_Down, CTRL);
  calendar_assert_span (f, "2026-11-25T08:00:00Z/2026-11-25T09:00:00Z");
  /* out of the week */
  for (int i = 0; i < 3; i++)
    calendar_fixture_press (f, GDK_KEY_Left, CTRL);
  g_assert_cmpint (f->wanted, ==, date ("2026-11-22"));
  g_assert_cmpint (f->id, ==, 2);
}

static gpointer
find_drop_target (CalendarFixture *f)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (f->grid));

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);

    if (GTK_IS_DROP_TARGET (controller))
      return controller;
  }
  g_assert_not_reached ();
}

static void
test_drop (void)
{
  g_autoptr (CalendarFixture) f = week ();
  graphene_point_t at = calendar_fixture_point (f, "2026-11-27", 15 * 60);
  g_auto (GValue) value = G_VALUE_INIT;
  gboolean taken = FALSE;

  g_value_init (&value, G_TYPE_INT64);
  g_value_set_int64 (&value, 99);
  g_signal_emit_by_name (find_drop_target (f), "drop", &value, (double)at.x, (double)at.y, &taken);
  g_assert_true (taken);
  g_assert_cmpint (f->id, ==, 99);
  calendar_assert_span (f, "2026-11-27T14:00:00Z/2026-11-27T14:30:00Z");
  g_assert_false (sat_calendar_grid_is_dragging (f->grid));
  g_value_set_int64 (&value, 0);
  g_signal_emit_by_name (find_drop_target (f), "drop", &value, (double)at.x, (double)at.y, &taken);
  g_assert_false (taken);
}

/* No two events are drawn over each other, and all of a full week are there. */
static void
test_many (void)
{
  g_autoptr (CalendarFixture) f = days_in ("UTC", "2026-11-23");
  g_autoptr (GPtrArray) events = calendar_sample_many (500, date ("2026-11-23"), 7);
  SatCalendarState *state = sat_calendar_grid_state (f->grid);
  GPtrArray *chips;

  sat_calendar_grid_set_events (f->grid, events);
  calendar_fixture_settle (f);
  chips = sat_calendar_pane_get_chips (g_ptr_array_index (state->panes, 1));
  g_assert_cmpuint (chips->len, ==, 500 - 56); /* the others last all day */
  for (guint i = 0; i < chips->len; i++) {
    GtkWidget *one = g_ptr_array_index (chips, i), *pane = gtk_widget_get_parent (one);
    graphene_rect_t a, b;

    g_assert_true (gtk_widget_compute_bounds (one, pane, &a));
    for (guint j = 0; j < i; j++) {
      g_assert_true (gtk_widget_compute_bounds (g_ptr_array_index (chips, j), pane, &b));
      g_assert_false (graphene_rect_intersection (&a, &b, NULL));
    }
  }
  /* what does not fit above the hours is counted, and shown when asked for */
  chips = sat_calendar_pane_get_chips (g_ptr_array_index (state->panes, 0));
  g_assert_cmpuint (chips->len, <, 56);
  sat_calendar_grid_press (f->grid, g_ptr_array_index (chips, chips->len - 1));
  calendar_fixture_settle (f);
  g_assert_cmpuint (sat_calendar_pane_get_chips (g_ptr_array_index (state->panes, 0))->len, ==, 57);
}

/* Chips that stay keep their widgets, and with them the focus. */
static void
test_renew (void)
{
  g_autoptr (CalendarFixture) f = week ();
  g_autoptr (GPtrArray) events = calendar_sample_week ();
  GtkWidget *chip = sat_calendar_grid_get_chip (f->grid, 2);

  sat_calendar_grid_focus_event (f->grid, 2);
  sat_calendar_grid_set_events (f->grid, events);
  g_assert_true (sat_calendar_grid_get_chip (f->grid, 2) == chip);
  g_assert_true (GTK_WIDGET (sat_calendar_grid_focused (f->grid)) == chip);
  g_ptr_array_remove_index (events, 1);
  sat_calendar_grid_set_events (f->grid, events);
  g_assert_null (sat_calendar_grid_get_chip (f->grid, 2));
  /* what had the focus is gone: the cursor has it */
  g_assert_nonnull (calendar_fixture_focus (f));
  sat_calendar_grid_set_events (f->grid, NULL);
  g_assert_nonnull (calendar_fixture_focus (f));
}

static void
test_hours (void)
{
  g_autoptr (CalendarFixture) f = week ();
  SatCalendarDays *days = SAT_CALENDAR_DAYS (f->grid);
  SatCalendarSpot spot;
  graphene_point_t at;

  sat_calendar_grid_set_events (f->grid, NULL);
  sat_calendar_days_set_work_only (days, TRUE);
  calendar_fixture_settle (f);
  at = calendar_fixture_point (f, "2026-11-23", 0);
  SAT_CALENDAR_GRID_GET_CLASS (f->grid)->find_spot (f->grid, at.x, at.y, &spot);
  g_assert_cmpint (spot.at / G_TIME_SPAN_HOUR, ==, 9);
  /* what is before and after is shown nevertheless */
  {
    g_autoptr (GPtrArray) events = calendar_sample_week ();

    sat_calendar_grid_set_events (f->grid, events);
    g_assert_nonnull (sat_calendar_grid_get_chip (f->grid, 5));
  }
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/calendar-days/create", test_create);
  g_test_add_func ("/calendar-days/move", test_move);
  g_test_add_func ("/calendar-days/stretch", test_stretch);
  g_test_add_func ("/calendar-days/cancel", test_cancel);
  g_test_add_func ("/calendar-days/own-zone", test_own_zone);
  g_test_add_func ("/calendar-days/long-day", test_long_day);
  g_test_add_func ("/calendar-days/arrows", test_arrows);
  g_test_add_func ("/calendar-days/leave", test_leave);
  g_test_add_func ("/calendar-days/act", test_act);
  g_test_add_func ("/calendar-days/change-by-key", test_change_by_key);
  g_test_add_func ("/calendar-days/drop", test_drop);
  g_test_add_func ("/calendar-days/many", test_many);
  g_test_add_func ("/calendar-days/renew", test_renew);
  g_test_add_func ("/calendar-days/hours", test_hours);
  return g_test_run ();
}

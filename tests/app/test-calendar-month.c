/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "calendar-fixture.h"
#include "sat-calendar-month.h"
#include "sat-test.h"

static SatDate
date (const char *text)
{
  SatDate parsed;

  g_assert_true (sat_date_parse (text, &parsed, NULL));
  return parsed;
}

static CalendarFixture *
november (void)
{
  CalendarFixture *f = calendar_fixture_new (sat_calendar_month_new (), "Europe/Berlin");

  sat_calendar_month_set_month (SAT_CALENDAR_MONTH (f->grid), date ("2026-11-15"));
  calendar_fixture_show (f);
  return f;
}

static void
test_range (void)
{
  g_autoptr (CalendarFixture) f = november ();
  SatDate first, last;

  sat_calendar_grid_get_range (f->grid, &first, &last);
  g_assert_cmpint (first, ==, date ("2026-10-26"));
  g_assert_cmpint (last, ==, date ("2026-12-06"));
  g_assert_cmpint (sat_calendar_month_get_month (SAT_CALENDAR_MONTH (f->grid)), ==,
                   date ("2026-11-01"));
  f->format.week_start = 7;
  sat_calendar_grid_set_format (f->grid, &f->format);
  sat_calendar_month_set_month (SAT_CALENDAR_MONTH (f->grid), date ("2026-11-15"));
  sat_calendar_grid_get_range (f->grid, &first, &last);
  g_assert_cmpint (first, ==, date ("2026-11-01"));
}

static void
test_create (void)
{
  g_autoptr (CalendarFixture) f = november ();

  calendar_fixture_drag (f, calendar_fixture_point (f, "2026-11-05", -1),
                         calendar_fixture_point (f, "2026-11-10", -1));
  g_assert_cmpuint (f->n_created, ==, 1);
  calendar_assert_span (f, "2026-11-05/2026-11-10");
}

/* By days everything keeps the time of its clock, also over the change of the clock. */
static void
test_move (void)
{
  g_autoptr (CalendarFixture) f = november ();

  calendar_fixture_drag (f, calendar_fixture_chip (f, 2, 0.5, 0.5),
                         calendar_fixture_point (f, "2026-11-03", -1));
  g_assert_cmpint (f->id, ==, 2);
  calendar_assert_span (f, "2026-11-03T09:15:00Z/2026-11-03T11:00:00Z");
  calendar_fixture_drag (f, calendar_fixture_chip (f, 10, 0.1, 0.5),
                         calendar_fixture_point (f, "2026-11-21", -1));
  g_assert_cmpint (f->id, ==, 10);
  calendar_assert_span (f, "2026-11-21/2026-11-25");
  f->n_changed = 0;
  calendar_fixture_drag (f, calendar_fixture_chip (f, 11, 0.5, 0.5),
                         calendar_fixture_point (f, "2026-11-21", -1));
  g_assert_cmpuint (f->n_changed, ==, 0);
}

static void
test_clock_change (void)
{
  g_autoptr (CalendarFixture) f = november ();
  g_autoptr (GPtrArray) events =
      g_ptr_array_new_with_free_func ((GDestroyNotify)sat_calendar_event_unref);

  g_ptr_array_add (events, calendar_sample_timed (1, "Call", "2026-11-06T10:00:00+01:00",
                                                  "2026-11-06T11:00:00+01:00"));
  sat_calendar_month_set_month (SAT_CALENDAR_MONTH (f->grid), date ("2026-10-15"));
  sat_calendar_grid_set_events (f->grid, events);
  calendar_fixture_settle (f);
  calendar_fixture_drag (f, calendar_fixture_chip (f, 1, 0.5, 0.5),
                         calendar_fixture_point (f, "2026-10-20", -1));
  /* 10 o'clock, while the clock was an hour further */
  calendar_assert_span (f, "2026-10-20T08:00:00Z/2026-10-20T09:00:00Z");
}

static void
test_stretch (void)
{
  g_autoptr (CalendarFixture) f = november ();
  graphene_point_t from = calendar_fixture_chip (f, 7, 1, 0.5);

  from.x -= 2;
  calendar_fixture_drag (f, from, calendar_fixture_point (f, "2026-11-27", -1));
  calendar_assert_span (f, "2026-11-25/2026-11-27");
}

static void
test_arrows (void)
{
  g_autoptr (CalendarFixture) f = november ();

  sat_calendar_grid_set_cursor (f->grid, date ("2026-11-17"));
  g_assert_true (gtk_widget_grab_focus (GTK_WIDGET (f->grid)));
  g_assert_cmpstr (calendar_fixture_focus (f), ==, "Tuesday, 17 November, free");
  calendar_fixture_press (f, GDK_KEY_Down, 0);
  g_assert_cmpstr (calendar_fixture_focus (f), ==, "Tuesday, 24 November, 4 events");
  calendar_fixture_press (f, GDK_KEY_Down, 0);
  g_assert_true (g_str_has_prefix (calendar_fixture_focus (f), "Holidays"));
  g_assert_cmpint (f->selected, ==, 10);
  calendar_fixture_press (f, GDK_KEY_Down, 0);
  g_assert_true (g_str_has_prefix (calendar_fixture_focus (f), "Call with"));
  calendar_fixture_press (f, GDK_KEY_Right, 0);
  g_assert_cmpstr (calendar_fixture_focus (f), ==, "Wednesday, 25 November, today, 3 events");
  calendar_fixture_press (f, GDK_KEY_Home, 0);
  g_assert_true (g_str_has_prefix (calendar_fixture_focus (f), "Monday, 23 November"));
  calendar_fixture_press (f, GDK_KEY_Up, 0);
  g_assert_true (g_str_has_prefix (calendar_fixture_focus (f), "Monday, 16 November"));
  calendar_fixture_press (f, GDK_KEY_Right, GDK_SHIFT_MASK);
  g_assert_true (calendar_fixture_press (f, GDK_KEY_Return, 0));
  calendar_assert_span (f, "2026-11-16/2026-11-17");
  calendar_fixture_press (f, GDK_KEY_Page_Down, 0);
  g_assert_cmpint (f->wanted, ==, date ("2026-12-17"));
}

static void
test_change_by_key (void)
{
  g_autoptr (CalendarFixture) f = november ();

  sat_calendar_grid_focus_event (f->grid, 2);
  calendar_fixture_press (f, GDK_KEY_Up, GDK_CONTROL_MASK);
  calendar_assert_span (f, "2026-11-17T09:15:00Z/2026-11-17T11:00:00Z");
  calendar_fixture_press (f, GDK_KEY_Right, GDK_CONTROL_MASK);
  calendar_assert_span (f, "2026-11-18T09:15:00Z/2026-11-18T11:00:00Z");
  g_assert_true (g_str_has_prefix (calendar_fixture_focus (f), "Visit"));
  sat_calendar_grid_focus_event (f->grid, 7);
  calendar_fixture_press (f, GDK_KEY_Left, GDK_CONTROL_MASK | GDK_SHIFT_MASK);
  calendar_assert_span (f, "2026-11-25/2026-11-28");
  calendar_fixture_press (f, GDK_KEY_Right, GDK_ALT_MASK | GDK_SHIFT_MASK);
  calendar_assert_span (f, "2026-11-26/2026-11-28");
}

/* Of 5,000 events there are widgets for those that have room, and a count of the others; every
 * event of a day is either shown or counted. */
static void
test_many (void)
{
  g_autoptr (CalendarFixture) f = november ();
  g_autoptr (GPtrArray) events = calendar_sample_many (5000, date ("2026-11-01"), 30);
  SatCalendarState *state = sat_calendar_grid_state (f->grid);
  GPtrArray *chips;
  guint total[42] = {0}, shown[42] = {0};

  sat_calendar_grid_set_events (f->grid, events);
  calendar_fixture_settle (f);
  for (guint i = 0; i < events->len; i++) {
    const SatCalendarEvent *event = g_ptr_array_index (events, i);
    SatDate first, last;

    sat_calendar_span_days (&event->span, f->format.zone, &first, &last);
    for (SatDate d = first; d <= last; d++)
      if (sat_calendar_grid_shows (f->grid, d))
        total[d - state->first]++;
  }
  chips = sat_calendar_pane_get_chips (g_ptr_array_index (state->panes, 0));
  g_assert_cmpuint (chips->len, <, 42 * 10);
  for (guint i = 0; i < chips->len; i++) {
    const SatCalendarPiece *piece = sat_calendar_chip_get_piece (g_ptr_array_index (chips, i));

    for (SatDate d = piece->first; d <= piece->last; d++)
      shown[d - state->first] += piece->event != NULL ? 1 : piece->more;
  }
  g_assert_cmpmem (shown, sizeof shown, total, sizeof total);
  /* what says how many more there are leads to the day */
  for (guint i = 0; i < chips->len; i++) {
    SatCalendarChip *chip = g_ptr_array_index (chips, i);

    if (sat_calendar_chip_get_piece (chip)->kind != SAT_CALENDAR_MORE)
      continue;
    sat_calendar_grid_press (f->grid, chip);
    g_assert_cmpint (f->day, ==, sat_calendar_chip_get_piece (chip)->first);
    return;
  }
  g_assert_not_reached ();
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/calendar-month/range", test_range);
  g_test_add_func ("/calendar-month/create", test_create);
  g_test_add_func ("/calendar-month/move", test_move);
  g_test_add_func ("/calendar-month/clock-change", test_clock_change);
  g_test_add_func ("/calendar-month/stretch", test_stretch);
  g_test_add_func ("/calendar-month/arrows", test_arrows);
  g_test_add_func ("/calendar-month/change-by-key", test_change_by_key);
  g_test_add_func ("/calendar-month/many", test_many);
  return g_test_run ();
}

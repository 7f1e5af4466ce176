/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "calendar-fixture.h"

#include "sat-test.h"

static void
created_cb (SatCalendarGrid *grid, const SatCalendarSpan *span, CalendarFixture *f)
{
  f->n_created++;
  f->span = *span;
  f->id = 0;
}

static void
changed_cb (SatCalendarGrid *grid, gint64 id, const SatCalendarSpan *span, CalendarFixture *f)
{
  f->n_changed++;
  f->span = *span;
  f->id = id;
}

static void
dropped_cb (SatCalendarGrid *grid, gint64 id, const SatCalendarSpan *span, CalendarFixture *f)
{
  f->span = *span;
  f->id = id;
}

static void
selected_cb (SatCalendarGrid *grid, gint64 id, CalendarFixture *f)
{
  f->selected = id;
}

static void
activated_cb (SatCalendarGrid *grid, gint64 id, CalendarFixture *f)
{
  f->activated = id;
}

static void
menu_cb (SatCalendarGrid *grid, gint64 id, double x, double y, CalendarFixture *f)
{
  f->menu = id;
}

static void
wanted_cb (SatCalendarGrid *grid, int date, CalendarFixture *f)
{
  f->wanted = date;
}

static void
day_cb (SatCalendarGrid *grid, int date, CalendarFixture *f)
{
  f->day = date;
}

CalendarFixture *
calendar_fixture_new (SatCalendarGrid *grid, const char *zone)
{
  CalendarFixture *f = g_new0 (CalendarFixture, 1);
  g_autoptr (GPtrArray) events = calendar_sample_week ();

  calendar_sample_format (&f->format, zone, "2026-11-25T11:20:00+01:00");
  f->grid = grid;
  g_signal_connect (grid, "create-requested", G_CALLBACK (created_cb), f);
  g_signal_connect (grid, "change-requested", G_CALLBACK (changed_cb), f);
  g_signal_connect (grid, "dropped", G_CALLBACK (dropped_cb), f);
  g_signal_connect (grid, "selected", G_CALLBACK (selected_cb), f);
  g_signal_connect (grid, "activated", G_CALLBACK (activated_cb), f);
  g_signal_connect (grid, "menu-requested", G_CALLBACK (menu_cb), f);
  g_signal_connect (grid, "range-wanted", G_CALLBACK (wanted_cb), f);
  g_signal_connect (grid, "day-activated", G_CALLBACK (day_cb), f);
  sat_calendar_grid_set_format (grid, &f->format);
  sat_calendar_grid_set_events (grid, events);
  return f;
}

static gboolean
has_size (gpointer widget)
{
  return gtk_widget_get_width (GTK_WIDGET (widget)) > 0;
}

typedef struct {
  GtkWidget *widget;
  gint64 number;
} Frame;

static gboolean
is_past (gpointer data)
{
  Frame *frame = data;

  gtk_widget_queue_draw (frame->widget);
  return gdk_frame_clock_get_frame_counter (gtk_widget_get_frame_clock (frame->widget)) >
         frame->number;
}

void
calendar_fixture_settle (CalendarFixture *f)
{
  GtkWidget *widget = GTK_WIDGET (f->grid);
  Frame frame = {widget,
                 gdk_frame_clock_get_frame_counter (gtk_widget_get_frame_clock (widget)) + 1};

  g_assert_true (sat_test_wait_until (is_past, &frame, 10000));
  sat_test_settle ();
}

void
calendar_fixture_show (CalendarFixture *f)
{
  f->window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_default_size (f->window, 1200, 780);
  gtk_window_set_child (f->window, GTK_WIDGET (f->grid));
  gtk_window_present (f->window);
  g_assert_true (sat_test_wait_until (has_size, f->grid, 10000));
  calendar_fixture_settle (f);
}

void
calendar_fixture_free (CalendarFixture *f)
{
  gtk_window_destroy (f->window);
  sat_test_settle ();
  calendar_sample_clear_format (&f->format);
  g_free (f);
}

graphene_point_t
calendar_fixture_point (CalendarFixture *f, const char *date, int minutes)
{
  SatCalendarGridClass *klass = SAT_CALENDAR_GRID_GET_CLASS (f->grid);
  int width = gtk_widget_get_width (GTK_WIDGET (f->grid));
  SatDate wanted;

  g_assert_true (sat_date_parse (date, &wanted, NULL));
  for (int y = 0; y < 3000; y++)
    for (int x = 3; x < width; x += 20) {
      SatCalendarSpot spot;

      if (!klass->find_spot (f->grid, x, y, &spot) || spot.date != wanted ||
          (minutes < 0 ? spot.timed : !spot.timed || spot.at < minutes * G_TIME_SPAN_MINUTE))
        continue;
      return GRAPHENE_POINT_INIT ((float)x + 20, (float)y + (minutes < 0 ? 3 : 1));
    }
  g_assert_not_reached ();
}

graphene_point_t
calendar_fixture_chip (CalendarFixture *f, gint64 id, double x, double y)
{
  GtkWidget *chip = sat_calendar_grid_get_chip (f->grid, id);
  graphene_rect_t bounds;

  g_assert_nonnull (chip);
  g_assert_true (gtk_widget_compute_bounds (chip, GTK_WIDGET (f->grid), &bounds));
  return GRAPHENE_POINT_INIT (bounds.origin.x + (float)x * bounds.size.width,
                              bounds.origin.y + (float)y * bounds.size.height);
}

void
calendar_fixture_drag (CalendarFixture *f, graphene_point_t from, graphene_point_t to)
{
  if (sat_calendar_grid_begin_drag (f->grid, from.x, from.y)) {
    sat_calendar_grid_drag_to (f->grid, (from.x + to.x) / 2, (from.y + to.y) / 2);
    sat_calendar_grid_drag_to (f->grid, to.x, to.y);
    sat_calendar_grid_finish_drag (f->grid);
  }
  calendar_fixture_settle (f);
}

gboolean
calendar_fixture_press (CalendarFixture *f, guint key, GdkModifierType modifiers)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (f->grid));
  gboolean handled = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers) && !handled; i++) {
    g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);

    if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
      g_signal_emit_by_name (controller, "key-pressed", key, 0, modifiers, &handled);
  }
  calendar_fixture_settle (f);
  return handled;
}

const char *
calendar_fixture_focus (CalendarFixture *f)
{
  SatCalendarChip *chip = sat_calendar_grid_focused (f->grid);

  return chip != NULL ? sat_calendar_chip_get_name (chip) : NULL;
}

char *
calendar_fixture_span (CalendarFixture *f)
{
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;

  if (f->span.all_day) {
    from = sat_date_to_string (f->span.first);
    to = sat_date_to_string (f->span.last);
  } else {
    g_autoptr (GDateTime) start = g_date_time_new_from_unix_utc (f->span.start / G_USEC_PER_SEC);
    g_autoptr (GDateTime) end = g_date_time_new_from_unix_utc (f->span.end / G_USEC_PER_SEC);

    from = g_date_time_format (start, "%Y-%m-%dT%H:%M:%SZ");
    to = g_date_time_format (end, "%Y-%m-%dT%H:%M:%SZ");
  }
  return g_strdup_printf ("%s/%s", from, to);
}

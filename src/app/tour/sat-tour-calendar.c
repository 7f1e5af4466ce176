/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The stops in the calendar. */

#include "config.h"

#include "sat-tour-private.h"

#include "sat-calendar-view.h"
#include "sat-settings.h"

static SatCalendarView *
show (SatWindow *window, const char *way)
{
  GSettings *settings = sat_context_get_settings (sat_window_get_context (window));
  SatView *view;

  g_settings_reset (settings, SAT_SETTING_CALENDAR_PEOPLE);
  g_settings_reset (settings, SAT_SETTING_CALENDAR_FULL_DAY);
  sat_tour_show_view (window, "calendar");
  view = sat_window_get_view (window);
  if (!SAT_IS_CALENDAR_VIEW (view))
    return NULL;
  gtk_widget_activate_action (GTK_WIDGET (view), "calendar.way", "s", way);
  gtk_widget_activate_action (GTK_WIDGET (view), "calendar.today", NULL);
  return SAT_CALENDAR_VIEW (view);
}

static void
set_people (SatWindow *window, const char *who)
{
  const char *const names[] = {who, NULL};

  g_settings_set_strv (sat_context_get_settings (sat_window_get_context (window)),
                       SAT_SETTING_CALENDAR_PEOPLE, names);
}

/* The first activity that is shown now and has a time; 0: none. */
static gint64
first_timed (SatCalendarView *view)
{
  GPtrArray *events = sat_calendar_model_get_events (sat_calendar_view_get_model (view));

  for (guint i = 0; i < events->len; i++) {
    const SatCalendarEvent *event = g_ptr_array_index (events, i);

    if (!event->span.all_day && event->about != NULL)
      return event->id;
  }
  return 0;
}

void
sat_tour_go_calendar_week (SatWindow *window)
{
  show (window, "week");
}

void
sat_tour_go_calendar_full_day (SatWindow *window)
{
  SatCalendarView *view = show (window, "week");

  if (view != NULL)
    g_object_set (view, "full-day", TRUE, NULL);
}

void
sat_tour_go_calendar_day (SatWindow *window)
{
  SatCalendarView *view = show (window, "day");

  if (view != NULL)
    g_object_set (view, "full-day", FALSE, NULL);
}

void
sat_tour_go_calendar_month (SatWindow *window)
{
  show (window, "month");
}

void
sat_tour_go_calendar_agenda (SatWindow *window)
{
  show (window, "agenda");
}

void
sat_tour_go_calendar_team (SatWindow *window)
{
  show (window, "week");
  set_people (window, "everyone");
}

void
sat_tour_go_calendar_people (SatWindow *window)
{
  SatCalendarView *view = show (window, "week");

  set_people (window, "team");
  if (view != NULL)
    gtk_widget_activate_action (GTK_WIDGET (view), "calendar.choose-people", NULL);
}

void
sat_tour_go_calendar_date (SatWindow *window)
{
  SatCalendarView *view = show (window, "week");

  if (view != NULL)
    gtk_widget_activate_action (GTK_WIDGET (view), "calendar.go-to", NULL);
}

/* As if something had been dragged over an hour of the morning. */
void
sat_tour_go_calendar_quick (SatWindow *window)
{
  SatCalendarView *view = show (window, "week");
  const SatFormat *format = sat_context_get_format (sat_window_get_context (window));
  SatCalendarSpan span = {0};
  SatDate today;

  if (view == NULL || sat_calendar_view_get_grid (view) == NULL)
    return;
  today = sat_date_today (sat_clock_now (format->clock), format->zone);
  span.start = sat_date_at (today, 11 * G_TIME_SPAN_HOUR, format->zone);
  span.end = span.start + G_TIME_SPAN_HOUR;
  g_signal_emit_by_name (sat_calendar_view_get_grid (view), "create-requested", &span);
}

void
sat_tour_go_calendar_event (SatWindow *window)
{
  SatCalendarView *view = show (window, "week");
  gint64 id = view != NULL ? first_timed (view) : 0;

  if (id != 0)
    gtk_widget_activate_action (GTK_WIDGET (view), "calendar.edit", "x", id);
}

void
sat_tour_go_calendar_details (SatWindow *window)
{
  SatCalendarView *view = show (window, "week");
  gint64 id = view != NULL ? first_timed (view) : 0;

  if (id == 0)
    return;
  sat_view_select_record (SAT_VIEW (view), id);
  gtk_widget_activate_action (GTK_WIDGET (view), "win.open-record", "x", id);
  sat_details_pane_show_page (sat_window_get_details (window), "fields");
}

void
sat_tour_go_calendar_menu (SatWindow *window)
{
  SatCalendarView *view = show (window, "week");
  gint64 id = view != NULL ? first_timed (view) : 0;

  if (id != 0)
    gtk_widget_activate_action (GTK_WIDGET (view), "calendar.menu", "(xdd)", id, 420.0, 260.0);
}

/* Long before anything was planned. */
void
sat_tour_go_calendar_empty (SatWindow *window)
{
  SatCalendarView *view = show (window, "week");
  SatDate date;

  if (view != NULL && sat_date_from_ymd (2001, 2, 14, &date))
    sat_calendar_model_go (sat_calendar_view_get_model (view), SAT_CALENDAR_WAY_WEEK, date);
}

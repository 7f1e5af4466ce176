/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What can be done in the calendar: the actions of the view, its keys, and what a grid asks for. */

#include "config.h"

#include "sat-calendar-view-private.h"

#include <glib/gi18n-lib.h>

#include "sat-calendar-edit.h"
#include "sat-calendar-grid-private.h"
#include "sat-calendar-menu.h"
#include "sat-context-menu.h"
#include "sat-event-dialog.h"
#include "sat-event-quick.h"
#include "sat-settings.h"
#include "sat-window.h"

/* Arrows that are held down pass over activities without loading each one's details. */
#define SELECTED_DELAY_MS 80
#define HALF_HOUR (30 * G_TIME_SPAN_MINUTE)
#define MORNING (9 * G_TIME_SPAN_HOUR)

static gboolean
writes (SatCalendarView *self)
{
  return !sat_store_is_read_only (sat_context_get_store (self->context));
}

static void
today_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SatCalendarView *self = SAT_CALENDAR_VIEW (widget);
  SatCalendarGrid *grid = sat_calendar_view_get_grid (self);
  SatDate today = sat_calendar_model_get_today (self->model);

  sat_calendar_model_go (self->model, sat_calendar_model_get_way (self->model), today);
  if (grid != NULL)
    sat_calendar_grid_set_cursor (grid, today);
}

static void
previous_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  sat_calendar_model_step (SAT_CALENDAR_VIEW (widget)->model, -1);
}

static void
next_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  sat_calendar_model_step (SAT_CALENDAR_VIEW (widget)->model, 1);
}

/* The day that the keyboard is at stays in sight. */
static void
way_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SatCalendarView *self = SAT_CALENDAR_VIEW (widget);
  SatCalendarGrid *grid = sat_calendar_view_get_grid (self);
  SatCalendarWay way = sat_calendar_way_named (g_variant_get_string (parameter, NULL));
  SatDate date = sat_calendar_model_get_date (self->model);

  if (grid != NULL && way == SAT_CALENDAR_WAY_DAY)
    date = sat_calendar_grid_get_cursor (grid, NULL);
  sat_calendar_model_go (self->model, way, date);
  sat_calendar_view_focus (self);
}

static void
go_to_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  sat_calendar_strip_ask_date (SAT_CALENDAR_VIEW (widget)->bar);
}

static void
choose_people_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  sat_calendar_strip_choose_people (SAT_CALENDAR_VIEW (widget)->bar);
}

static void
focus_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  sat_calendar_view_focus (SAT_CALENDAR_VIEW (widget));
}

static void
focus_tasks_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SatCalendarView *self = SAT_CALENDAR_VIEW (widget);

  g_object_set (self, "panel-shown", TRUE, NULL);
  sat_calendar_side_focus_tasks (self->side);
}

static GtkWindow *
get_window (SatCalendarView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

/* Where the keyboard is; without hours, the next half hour of today or a morning. */
static SatCalendarSpan
get_span (SatCalendarView *self)
{
  const SatFormat *format = sat_context_get_format (self->context);
  SatCalendarGrid *grid = sat_calendar_view_get_grid (self);
  SatDate date = sat_calendar_model_get_date (self->model);
  SatCalendarSpan span = {0};
  gint64 now = sat_clock_now (format->clock);

  if (grid != NULL)
    date = sat_calendar_grid_get_cursor (grid, &span);
  if (grid != NULL && !span.all_day && span.end > span.start)
    return span;
  if (date == sat_calendar_model_get_today (self->model))
    span.start = (now / HALF_HOUR + 1) * HALF_HOUR;
  else
    span.start = sat_date_at (date, MORNING, format->zone);
  span.all_day = FALSE;
  span.end = span.start + HALF_HOUR;
  return span;
}

static void
saved_cb (GtkWidget *dialog, gint64 id, SatCalendarView *self)
{
  sat_calendar_view_reveal (self, id);
}

static void
open_dialog (SatCalendarView *self, gint64 id, const SatEventSeed *seed)
{
  SatEventDialog *dialog = sat_event_dialog_new (get_window (self), self->context, id, seed);

  if (dialog == NULL)
    return;
  g_signal_connect_object (dialog, "saved", G_CALLBACK (saved_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
new_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SatCalendarView *self = SAT_CALENDAR_VIEW (widget);
  SatEventSeed seed = {.span = get_span (self), .kind = "meeting"};

  if (writes (self))
    open_dialog (self, 0, &seed);
}

static void
edit_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  if (writes (SAT_CALENDAR_VIEW (widget)))
    open_dialog (SAT_CALENDAR_VIEW (widget), g_variant_get_int64 (parameter), NULL);
}

static void
schedule_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SatCalendarView *self = SAT_CALENDAR_VIEW (widget);
  SatEventSeed seed = {.span = get_span (self)};

  if (writes (self))
    open_dialog (self, g_variant_get_int64 (parameter), &seed);
}

static void
duplicate_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  sat_calendar_edit_duplicate (SAT_CALENDAR_VIEW (widget)->context,
                               g_variant_get_int64 (parameter));
}

static void
unschedule_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  sat_calendar_edit_unschedule (SAT_CALENDAR_VIEW (widget)->context,
                                g_variant_get_int64 (parameter));
}

static void
shift_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SatCalendarView *self = SAT_CALENDAR_VIEW (widget);
  const SatFormat *format = sat_context_get_format (self->context);
  SatDate today = sat_calendar_model_get_today (self->model);
  g_autoptr (SatAgendaItem) item = NULL;
  const char *where;
  gint64 id;
  int days;

  g_variant_get (parameter, "(x&s)", &id, &where);
  item = sat_agenda_item_load (sat_context_get_reader (self->context), id, format->zone, NULL);
  if (item == NULL)
    return;
  days = g_str_equal (where, "tomorrow")
             ? sat_calendar_edit_days_to_tomorrow (item->first, today)
             : sat_calendar_edit_days_to_next_week (item->first, today, format->week_start);
  sat_calendar_edit_shift (self->context, id, days);
}

/* What a grid asks for. */

static void
put_back (SatCalendarView *self)
{
  SatCalendarGrid *grid = sat_calendar_view_get_grid (self);

  if (grid != NULL)
    sat_calendar_grid_set_events (grid, sat_calendar_model_get_events (self->model));
}

static void
put_cb (gint64 change, const GError *error, gpointer user_data)
{
  /* A change comes with events of its own. */
  if (error != NULL || change == 0)
    put_back (user_data);
}

static void
change_requested_cb (SatCalendarGrid *grid, gint64 id, SatCalendarSpan *span, SatCalendarView *self)
{
  if (writes (self))
    sat_calendar_edit_put (self->context, id, span, self, put_cb, self);
  else
    put_back (self);
}

static void
quick_closed_cb (GtkWidget *quick, SatCalendarView *self)
{
  if (self->quick == quick)
    self->quick = NULL;
  put_back (self);
  /* Not while it is hidden: it still has the focus to give back. */
  g_idle_add_once ((GSourceOnceFunc)gtk_widget_unparent, quick);
  sat_calendar_view_focus (self);
}

static void
quick_more_cb (SatEventQuick *quick, SatCalendarView *self)
{
  GtkWidget *dialog = sat_event_quick_open_form (quick, get_window (self));

  g_signal_connect_object (dialog, "saved", G_CALLBACK (saved_cb), self, 0);
}

/* Where the cursor is drawn. */
static gboolean
find_cursor (SatCalendarGrid *grid, GdkRectangle *at)
{
  SatCalendarChip *chip = sat_calendar_grid_focused (grid);
  graphene_rect_t bounds;

  if (chip == NULL || !gtk_widget_compute_bounds (GTK_WIDGET (chip), GTK_WIDGET (grid), &bounds) ||
      bounds.size.width < 1)
    return FALSE;
  *at = (GdkRectangle){(int)bounds.origin.x, (int)bounds.origin.y, (int)bounds.size.width,
                       (int)bounds.size.height};
  return TRUE;
}

/* In the frame after the one in which the cursor got its place. */
static gboolean
open_quick_cb (GtkWidget *grid, GdkFrameClock *clock, gpointer user_data)
{
  SatCalendarView *self =
      SAT_CALENDAR_VIEW (gtk_widget_get_ancestor (grid, SAT_TYPE_CALENDAR_VIEW));
  guint *frames = user_data;
  GdkRectangle at;

  if (--*frames > 0)
    return G_SOURCE_CONTINUE;
  if (self == NULL || self->quick == NULL || gtk_widget_get_parent (self->quick) != grid)
    return G_SOURCE_REMOVE;
  if (find_cursor (SAT_CALENDAR_GRID (grid), &at))
    gtk_popover_set_pointing_to (GTK_POPOVER (self->quick), &at);
  gtk_popover_popup (GTK_POPOVER (self->quick));
  return G_SOURCE_REMOVE;
}

static void
create_requested_cb (SatCalendarGrid *grid, SatCalendarSpan *span, SatCalendarView *self)
{
  guint frames = 2;

  if (!writes (self) || self->quick != NULL)
    return;
  sat_calendar_grid_focus_span (grid, span);
  self->quick = sat_event_quick_new (self->context, span);
  gtk_widget_set_parent (self->quick, GTK_WIDGET (grid));
  gtk_popover_set_position (GTK_POPOVER (self->quick), GTK_POS_RIGHT);
  g_signal_connect (self->quick, "closed", G_CALLBACK (quick_closed_cb), self);
  g_signal_connect_object (self->quick, "created", G_CALLBACK (saved_cb), self, 0);
  g_signal_connect_object (self->quick, "more", G_CALLBACK (quick_more_cb), self, 0);
  gtk_widget_add_tick_callback (GTK_WIDGET (grid), open_quick_cb,
                                g_memdup2 (&frames, sizeof frames), g_free);
}

static gboolean
open_selected_cb (gpointer user_data)
{
  SatCalendarView *self = user_data;
  GtkWindow *window = get_window (self);

  self->selected_timeout = 0;
  if (self->selected != 0 && SAT_IS_WINDOW (window) && !sat_window_get_narrow (SAT_WINDOW (window)))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.open-record", "x", self->selected);
  return G_SOURCE_REMOVE;
}

static void
selected_cb (SatCalendarGrid *grid, gint64 id, SatCalendarView *self)
{
  self->selected = id;
  if (self->selected_timeout == 0)
    self->selected_timeout = g_timeout_add (SELECTED_DELAY_MS, open_selected_cb, self);
}

static void
activated_cb (SatCalendarGrid *grid, gint64 id, SatCalendarView *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.open-record", "x", id);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.focus-details", NULL);
}

void
sat_calendar_view_show_menu (SatCalendarView *self, GtkWidget *over, gint64 id, double x, double y)
{
  const SatFormat *format = sat_context_get_format (self->context);
  g_autoptr (SatAgendaItem) item =
      id != 0
          ? sat_agenda_item_load (sat_context_get_reader (self->context), id, format->zone, NULL)
          : NULL;
  g_autoptr (GMenu) menu = NULL;
  double in_x, in_y;

  if ((item == NULL && id != 0) ||
      !gtk_widget_translate_coordinates (over, GTK_WIDGET (self), x, y, &in_x, &in_y))
    return;
  menu = item != NULL ? sat_calendar_menu_new (item, writes (self))
                      : sat_calendar_menu_new_for_room (writes (self));
  if (self->menu == NULL)
    self->menu = sat_context_menu_new (GTK_WIDGET (self), NULL);
  gtk_popover_menu_set_menu_model (GTK_POPOVER_MENU (self->menu), G_MENU_MODEL (menu));
  sat_context_menu_popup (self->menu, in_x, in_y);
}

static void
menu_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SatCalendarView *self = SAT_CALENDAR_VIEW (widget);
  gint64 id;
  double x, y;

  g_variant_get (parameter, "(xdd)", &id, &x, &y);
  sat_calendar_view_show_menu (self, widget, id, x, y);
}

static void
menu_requested_cb (SatCalendarGrid *grid, gint64 id, double x, double y, SatCalendarView *self)
{
  sat_calendar_view_show_menu (self, GTK_WIDGET (grid), id, x, y);
}

static void
range_wanted_cb (SatCalendarGrid *grid, int date, SatCalendarView *self)
{
  sat_calendar_model_go (self->model, sat_calendar_model_get_way (self->model), date);
}

static void
day_activated_cb (SatCalendarGrid *grid, int date, SatCalendarView *self)
{
  sat_calendar_model_go (self->model, SAT_CALENDAR_WAY_DAY, date);
}

void
sat_calendar_view_connect_grid (SatCalendarView *self, SatCalendarGrid *grid)
{
  g_signal_connect (grid, "create-requested", G_CALLBACK (create_requested_cb), self);
  g_signal_connect (grid, "change-requested", G_CALLBACK (change_requested_cb), self);
  g_signal_connect (grid, "dropped", G_CALLBACK (change_requested_cb), self);
  g_signal_connect (grid, "selected", G_CALLBACK (selected_cb), self);
  g_signal_connect (grid, "activated", G_CALLBACK (activated_cb), self);
  g_signal_connect (grid, "menu-requested", G_CALLBACK (menu_requested_cb), self);
  g_signal_connect (grid, "range-wanted", G_CALLBACK (range_wanted_cb), self);
  g_signal_connect (grid, "day-activated", G_CALLBACK (day_activated_cb), self);
}

/* On what is selected, if the keyboard is in the days or the list. */
static gboolean
act_on_selected (SatCalendarView *self, guint key)
{
  gint64 id = sat_view_get_selected (SAT_VIEW (self));
  SatCalendarEvent *event = id != 0 ? sat_calendar_model_find (self->model, id) : NULL;

  if (id == 0 || !writes (self))
    return GDK_EVENT_PROPAGATE;
  switch (key) {
  case GDK_KEY_space:
  case GDK_KEY_KP_Space:
    if (event == NULL)
      return GDK_EVENT_PROPAGATE;
    gtk_widget_activate_action (GTK_WIDGET (self), "win.set-done", "(xb)", id, !event->done);
    return GDK_EVENT_STOP;
  case GDK_KEY_Delete:
  case GDK_KEY_KP_Delete:
    gtk_widget_activate_action_variant (
        GTK_WIDGET (self), "win.delete-records",
        g_variant_new_fixed_array (G_VARIANT_TYPE_INT64, &id, 1, sizeof id));
    return GDK_EVENT_STOP;
  case GDK_KEY_F2:
  case GDK_KEY_e:
    gtk_widget_activate_action (GTK_WIDGET (self), "calendar.edit", "x", id);
    return GDK_EVENT_STOP;
  default:
    return GDK_EVENT_PROPAGATE;
  }
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint key,
                guint code,
                GdkModifierType modifiers,
                SatCalendarView *self)
{
  if (modifiers & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK))
    return GDK_EVENT_PROPAGATE;
  return act_on_selected (self, key);
}

void
sat_calendar_view_add_keys (SatCalendarView *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->overlay), keys);
}

static void
add_bindings (GtkWidgetClass *klass)
{
  static const struct {
    guint key;
    GdkModifierType modifiers;
    const char *action;
  } keys[] = {
      {GDK_KEY_t, 0, "calendar.today"},
      {GDK_KEY_k, 0, "calendar.previous"},
      {GDK_KEY_j, 0, "calendar.next"},
      {GDK_KEY_Left, GDK_ALT_MASK, "calendar.previous"},
      {GDK_KEY_Right, GDK_ALT_MASK, "calendar.next"},
      {GDK_KEY_KP_Left, GDK_ALT_MASK, "calendar.previous"},
      {GDK_KEY_KP_Right, GDK_ALT_MASK, "calendar.next"},
      {GDK_KEY_g, GDK_CONTROL_MASK, "calendar.go-to"},
      {GDK_KEY_h, 0, "calendar.full-day"},
      {GDK_KEY_p, 0, "calendar.choose-people"},
      {GDK_KEY_u, 0, "calendar.focus-tasks"},
  };
  static const struct {
    guint key;
    const char *way;
  } ways[] = {{GDK_KEY_d, "day"}, {GDK_KEY_w, "week"}, {GDK_KEY_m, "month"}, {GDK_KEY_a, "agenda"}};

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding_action (klass, keys[i].key, keys[i].modifiers, keys[i].action,
                                         NULL);
  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    gtk_widget_class_add_binding_action (klass, ways[i].key, 0, "calendar.way", "s", ways[i].way);
}

void
sat_calendar_view_install_actions (GtkWidgetClass *klass)
{
  static const struct {
    const char *name, *parameter;
    GtkWidgetActionActivateFunc activate;
  } actions[] = {
      {"calendar.today", NULL, today_cb},
      {"calendar.previous", NULL, previous_cb},
      {"calendar.next", NULL, next_cb},
      {"calendar.way", "s", way_cb},
      {"calendar.go-to", NULL, go_to_cb},
      {"calendar.choose-people", NULL, choose_people_cb},
      {"calendar.focus", NULL, focus_cb},
      {"calendar.focus-tasks", NULL, focus_tasks_cb},
      {"calendar.new", NULL, new_cb},
      {"calendar.edit", "x", edit_cb},
      {"calendar.schedule", "x", schedule_cb},
      {"calendar.duplicate", "x", duplicate_cb},
      {"calendar.unschedule", "x", unschedule_cb},
      {"calendar.shift", "(xs)", shift_cb},
      {"calendar.menu", "(xdd)", menu_cb},
  };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (klass, actions[i].name, actions[i].parameter,
                                     actions[i].activate);
  gtk_widget_class_install_property_action (klass, "calendar.full-day", "full-day");
  gtk_widget_class_install_property_action (klass, "calendar.panel", "panel-shown");
  add_bindings (klass);
}

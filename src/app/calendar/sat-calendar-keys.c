/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-calendar-grid-private.h"

/* The keypad's keys are those of the same name. */
static guint
plain_key (guint key)
{
  switch (key) {
  case GDK_KEY_KP_Up:
    return GDK_KEY_Up;
  case GDK_KEY_KP_Down:
    return GDK_KEY_Down;
  case GDK_KEY_KP_Left:
    return GDK_KEY_Left;
  case GDK_KEY_KP_Right:
    return GDK_KEY_Right;
  case GDK_KEY_KP_Home:
    return GDK_KEY_Home;
  case GDK_KEY_KP_End:
    return GDK_KEY_End;
  case GDK_KEY_KP_Page_Up:
    return GDK_KEY_Page_Up;
  case GDK_KEY_KP_Page_Down:
    return GDK_KEY_Page_Down;
  case GDK_KEY_KP_Enter:
  case GDK_KEY_ISO_Enter:
    return GDK_KEY_Return;
  default:
    return key;
  }
}

/* Days that an arrow moves something by: among hours only sideways. */
static int
days_of (SatCalendarGrid *self, guint key)
{
  gboolean month = sat_calendar_grid_state (self)->n_days > 7;

  switch (key) {
  case GDK_KEY_Left:
    return -1;
  case GDK_KEY_Right:
    return 1;
  case GDK_KEY_Up:
    return month ? -7 : 0;
  case GDK_KEY_Down:
    return month ? 7 : 0;
  default:
    return 0;
  }
}

static gint64
time_of (SatCalendarGrid *self, guint key)
{
  if (sat_calendar_grid_state (self)->n_days > 7)
    return 0;
  return key == GDK_KEY_Up ? -SAT_CALENDAR_STEP : key == GDK_KEY_Down ? SAT_CALENDAR_STEP : 0;
}

static SatCalendarSpan
moved (SatCalendarGrid *self, SatCalendarEvent *event, guint key)
{
  SatCalendarState *state = sat_calendar_grid_state (self);
  g_autoptr (GTimeZone) zone = sat_calendar_grid_zone_of (self, event);
  SatCalendarSpan span = sat_agenda_span_move (&event->span, days_of (self, key), zone);
  gint64 time = time_of (self, key);
  SatDate first, last;

  sat_calendar_span_days (&event->span, state->format.zone, &first, &last);
  if (!span.all_day) {
    span.start += time;
    span.end += time;
    if (key == GDK_KEY_Home)
      span = (SatCalendarSpan){.all_day = TRUE, .first = first, .last = first};
  } else if (time > 0) { /* from the lane above into the hours */
    int minutes = state->work.from[sat_date_weekday (first)];

    span = (SatCalendarSpan){
        .start = sat_date_at (first, (minutes > 0 ? minutes : 9 * 60) * G_TIME_SPAN_MINUTE,
                              state->format.zone)};
    span.end = span.start + G_TIME_SPAN_HOUR;
  }
  return span;
}

static SatCalendarSpan
stretched (SatCalendarGrid *self, SatCalendarEvent *event, guint key, gboolean at_start)
{
  SatCalendarSpan span = event->span;
  gint64 time = time_of (self, key);

  if (span.all_day && at_start)
    span.first = MIN (span.first + days_of (self, key), span.last);
  else if (span.all_day)
    span.last = MAX (span.last + days_of (self, key), span.first);
  else if (at_start)
    span.start = MIN (span.start + time, span.end - SAT_CALENDAR_STEP);
  else
    span.end = MAX (span.end + time, span.start + SAT_CALENDAR_STEP);
  return span;
}

/* Moves or stretches the event that has the focus. */
static gboolean
change_event (SatCalendarGrid *self, SatCalendarEvent *event, guint key, GdkModifierType modifiers)
{
  SatCalendarState *state = sat_calendar_grid_state (self);
  SatCalendarSpan span;
  SatDate first, last;

  if (days_of (self, key) == 0 && time_of (self, key) == 0 && key != GDK_KEY_Home)
    return FALSE;
  if (!event->writable || !state->writable)
    return TRUE;
  if (modifiers & GDK_SHIFT_MASK)
    span = stretched (self, event, key, (modifiers & GDK_ALT_MASK) != 0);
  else
    span = moved (self, event, key);
  if (sat_calendar_span_equal (&span, &event->span))
    return TRUE;
  sat_calendar_span_days (&span, state->format.zone, &first, &last);
  state->focus_date = first;
  sat_calendar_grid_change (self, event->id, &span);
  if (!sat_calendar_grid_shows (self, first))
    sat_calendar_grid_want (self, first);
  return TRUE;
}

/* Makes what Enter would create longer or shorter. */
static gboolean
extend_cursor (SatCalendarGrid *self, guint key)
{
  SatCalendarState *state = sat_calendar_grid_state (self);
  SatCalendarSpan span = state->cursor;

  if (span.all_day && days_of (self, key) != 0)
    span.last = MAX (span.first, span.last + days_of (self, key));
  else if (!span.all_day && time_of (self, key) != 0)
    span.end = MAX (span.start + SAT_CALENDAR_SLOT, span.end + 2 * time_of (self, key));
  else
    return FALSE;
  sat_calendar_grid_focus_span (self, &span);
  return TRUE;
}

static int
compare_chips (gconstpointer a, gconstpointer b)
{
  SatCalendarChip *one = *(SatCalendarChip *const *)a, *other = *(SatCalendarChip *const *)b;
  const SatCalendarPiece *left = sat_calendar_chip_get_piece (one);
  const SatCalendarPiece *right = sat_calendar_chip_get_piece (other);

  return (left->first > right->first) - (left->first < right->first);
}

/* All chips, day by day, as they are read. */
static GPtrArray *
all_chips (SatCalendarGrid *self)
{
  SatCalendarState *state = sat_calendar_grid_state (self);
  GPtrArray *all = g_ptr_array_new ();

  for (guint i = 0; i < state->panes->len; i++) {
    GPtrArray *chips = sat_calendar_pane_get_chips (g_ptr_array_index (state->panes, i));

    g_ptr_array_extend (all, chips, NULL, NULL);
  }
  g_ptr_array_sort (all, compare_chips);
  return all;
}

/* To the next event, wherever it is. */
static gboolean
go_to_event (SatCalendarGrid *self, SatCalendarChip *from, int step)
{
  g_autoptr (GPtrArray) all = all_chips (self);
  SatDate date = sat_calendar_grid_cursor_date (self);
  guint index = 0;
  int next;

  if (!g_ptr_array_find (all, from, &index)) {
    while (index < all->len &&
           sat_calendar_chip_get_piece (g_ptr_array_index (all, index))->first < date)
      index++;
    next = step > 0 ? (int)index : (int)index - 1;
  } else {
    next = (int)index + step;
  }
  if (next >= 0 && next < (int)all->len) {
    SatCalendarChip *chip = g_ptr_array_index (all, (guint)next);

    sat_calendar_grid_focus_chip (self, chip, sat_calendar_chip_get_piece (chip)->first);
    sat_calendar_grid_select (self, sat_calendar_chip_get_id (chip));
  }
  return TRUE;
}

static void
open_menu (SatCalendarGrid *self, SatCalendarChip *chip)
{
  graphene_point_t at = {0, 0};

  if (!gtk_widget_compute_point (
          GTK_WIDGET (chip), GTK_WIDGET (self),
          &GRAPHENE_POINT_INIT (12, (float)gtk_widget_get_height (GTK_WIDGET (chip))), &at))
    return;
  sat_calendar_grid_select (self, sat_calendar_chip_get_id (chip));
  sat_calendar_grid_ask_menu (self, sat_calendar_chip_get_id (chip), at.x, at.y);
}

static gboolean
change_by_key (SatCalendarGrid *self, SatCalendarChip *chip, guint key, GdkModifierType modifiers)
{
  const SatCalendarPiece *piece = sat_calendar_chip_get_piece (chip);
  g_autoptr (SatCalendarEvent) event =
      piece->event != NULL ? sat_calendar_event_ref (piece->event) : NULL;

  if (modifiers == GDK_ALT_MASK && (key == GDK_KEY_Up || key == GDK_KEY_Down))
    return go_to_event (self, chip, key == GDK_KEY_Up ? -1 : 1);
  if (event != NULL && modifiers != GDK_ALT_MASK)
    return change_event (self, event, key, modifiers);
  if (event == NULL && modifiers == GDK_SHIFT_MASK)
    return extend_cursor (self, key);
  return FALSE;
}

static gboolean
go_by_key (SatCalendarGrid *self, SatCalendarChip *chip, guint key)
{
  switch (key) {
  case GDK_KEY_Return:
    sat_calendar_grid_press (self, chip);
    return TRUE;
  case GDK_KEY_space:
    sat_calendar_grid_select (self, sat_calendar_chip_get_id (chip));
    return sat_calendar_chip_get_id (chip) == 0; /* the view ticks it off */
  case GDK_KEY_Menu:
    open_menu (self, chip);
    return TRUE;
  default:
    if (!SAT_CALENDAR_GRID_GET_CLASS (self)->move_cursor (self, key))
      return FALSE;
    sat_calendar_grid_select (self, sat_calendar_grid_state (self)->focus_id);
    return TRUE;
  }
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint key,
                guint code,
                GdkModifierType modifiers,
                SatCalendarGrid *self)
{
  SatCalendarChip *chip = sat_calendar_grid_focused (self);

  modifiers &= gtk_accelerator_get_default_mod_mask ();
  if (chip == NULL || !sat_calendar_grid_state (self)->formatted)
    return FALSE;
  if (key == GDK_KEY_F10 && modifiers == GDK_SHIFT_MASK) {
    open_menu (self, chip);
    return TRUE;
  }
  if (modifiers != 0)
    return change_by_key (self, chip, plain_key (key), modifiers);
  return go_by_key (self, chip, plain_key (key));
}

/* Before anything else hears it: it ends what the mouse began. */
static gboolean
escape_cb (GtkEventControllerKey *controller,
           guint key,
           guint code,
           GdkModifierType modifiers,
           SatCalendarGrid *self)
{
  if (key != GDK_KEY_Escape || !sat_calendar_grid_is_dragging (self))
    return FALSE;
  sat_calendar_grid_cancel_drag (self);
  return TRUE;
}

void
sat_calendar_grid_add_keys (SatCalendarGrid *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *escape = gtk_event_controller_key_new ();

  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  gtk_event_controller_set_propagation_phase (escape, GTK_PHASE_CAPTURE);
  g_signal_connect (escape, "key-pressed", G_CALLBACK (escape_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), escape);
}

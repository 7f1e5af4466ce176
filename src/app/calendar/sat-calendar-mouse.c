/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-calendar-grid-private.h"

#define EDGE 6              /* how near the end of an event stretches it */
#define LEAST_TO_STRETCH 18 /* smaller ones are only moved */
#define TURN_PAGE_AFTER (700 * G_TIME_SPAN_MILLISECOND)

gboolean
sat_calendar_grid_is_dragging (SatCalendarGrid *self)
{
  return sat_calendar_grid_state (self)->drag.kind != SAT_CALENDAR_DRAG_NONE;
}

static SatCalendarChip *
chip_at (SatCalendarGrid *self, double x, double y)
{
  GtkWidget *picked = gtk_widget_pick (GTK_WIDGET (self), x, y, GTK_PICK_DEFAULT);

  return picked != NULL && SAT_IS_CALENDAR_CHIP (picked) ? SAT_CALENDAR_CHIP (picked) : NULL;
}

/* Whether a chip is grabbed at one of its ends. */
static SatCalendarDragKind
grip_at (SatCalendarGrid *self, SatCalendarChip *chip, double x, double y)
{
  const SatCalendarPiece *piece = sat_calendar_chip_get_piece (chip);
  gboolean across = piece->kind == SAT_CALENDAR_BAR;
  graphene_rect_t bounds;
  double at, size;

  if (piece->event == NULL || !piece->event->writable || piece->kind == SAT_CALENDAR_LINE ||
      (across && (!piece->event->span.all_day || piece->event->due)) ||
      !gtk_widget_compute_bounds (GTK_WIDGET (chip), GTK_WIDGET (self), &bounds))
    return SAT_CALENDAR_DRAG_MOVE;
  at = across ? x - bounds.origin.x : y - bounds.origin.y;
  size = across ? bounds.size.width : bounds.size.height;
  if (size >= LEAST_TO_STRETCH && at >= size - EDGE && !piece->after)
    return SAT_CALENDAR_DRAG_END;
  if (size >= 2 * LEAST_TO_STRETCH && at <= EDGE && !piece->before)
    return SAT_CALENDAR_DRAG_START;
  return SAT_CALENDAR_DRAG_MOVE;
}

static void
set_dimmed (SatCalendarGrid *self, gboolean dimmed)
{
  SatCalendarState *state = sat_calendar_grid_state (self);
  gint64 id = state->drag.event != NULL ? state->drag.event->id : 0;

  for (guint i = 0; i < state->panes->len; i++) {
    GPtrArray *chips = sat_calendar_pane_get_chips (g_ptr_array_index (state->panes, i));

    for (guint c = 0; c < chips->len; c++) {
      GtkWidget *chip = g_ptr_array_index (chips, c);

      if (sat_calendar_chip_get_id (SAT_CALENDAR_CHIP (chip)) == id || !dimmed)
        gtk_widget_set_opacity (chip, dimmed ? 0.4 : 1);
    }
  }
}

void
sat_calendar_grid_end_drag (SatCalendarGrid *self)
{
  SatCalendarDrag *drag = &sat_calendar_grid_state (self)->drag;
  SatCalendarDragKind kind = drag->kind;

  if (drag->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), drag->tick);
  drag->tick = 0;
  drag->kind = SAT_CALENDAR_DRAG_NONE;
  if (drag->event != NULL)
    set_dimmed (self, FALSE);
  g_clear_pointer (&drag->event, sat_calendar_event_unref);
  g_clear_object (&drag->text);
  if (kind != SAT_CALENDAR_DRAG_NONE)
    gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
sat_calendar_grid_cancel_drag (SatCalendarGrid *self)
{
  SatCalendarDrag *drag = &sat_calendar_grid_state (self)->drag;
  gboolean own = drag->kind != SAT_CALENDAR_DRAG_DROP;

  sat_calendar_grid_end_drag (self);
  if (own)
    gtk_event_controller_reset (GTK_EVENT_CONTROLLER (drag->gesture));
}

static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  SatCalendarGrid *self = SAT_CALENDAR_GRID (widget);
  SatCalendarGridClass *klass = SAT_CALENDAR_GRID_GET_CLASS (self);
  SatCalendarState *state = sat_calendar_grid_state (self);
  SatCalendarDrag *drag = &state->drag;
  gint64 now = gdk_frame_clock_get_frame_time (clock);
  double seconds =
      drag->tick_time != 0 ? MIN (0.1, (double)(now - drag->tick_time) / G_USEC_PER_SEC) : 0;
  int beyond = klass->beyond (self, drag->x, drag->y);

  drag->tick_time = now;
  klass->scroll (self, drag->x, drag->y, seconds);
  if (beyond == 0) {
    drag->beyond_since = 0;
  } else if (drag->beyond_since == 0) {
    drag->beyond_since = now;
  } else if (now - drag->beyond_since > TURN_PAGE_AFTER) {
    drag->beyond_since = now;
    sat_calendar_grid_want (self,
                            beyond < 0 ? state->first - 1 : state->first + (SatDate)state->n_days);
    if (drag->event != NULL)
      set_dimmed (self, TRUE);
  }
  if (drag->kind != SAT_CALENDAR_DRAG_NONE)
    sat_calendar_drag_update (self);
  return G_SOURCE_CONTINUE;
}

static void
begin (SatCalendarGrid *self, SatCalendarDragKind kind, double x, double y)
{
  SatCalendarDrag *drag = &sat_calendar_grid_state (self)->drag;

  drag->kind = kind;
  drag->x = x;
  drag->y = y;
  drag->tick_time = drag->beyond_since = 0;
  drag->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick_cb, NULL, NULL);
  if (drag->event != NULL) {
    drag->span = drag->event->span;
    set_dimmed (self, TRUE);
  }
}

gboolean
sat_calendar_grid_begin_drag (SatCalendarGrid *self, double x, double y)
{
  SatCalendarState *state = sat_calendar_grid_state (self);
  SatCalendarDrag *drag = &state->drag;
  SatCalendarChip *chip = chip_at (self, x, y);
  const SatCalendarPiece *piece = chip != NULL ? sat_calendar_chip_get_piece (chip) : NULL;
  SatCalendarDragKind kind = SAT_CALENDAR_DRAG_CREATE;

  if (!state->writable || !state->formatted || (piece != NULL && piece->event == NULL) ||
      (piece != NULL && !piece->event->writable) ||
      !SAT_CALENDAR_GRID_GET_CLASS (self)->find_spot (self, x, y, &drag->from))
    return FALSE;
  if (chip != NULL) {
    kind = grip_at (self, chip, x, y);
    drag->event = sat_calendar_event_ref (piece->event);
    if (piece->kind == SAT_CALENDAR_BAR) /* a long one hangs where it was taken */
      drag->from.timed = FALSE;
  }
  begin (self, kind, x, y);
  return TRUE;
}

void
sat_calendar_grid_drag_to (SatCalendarGrid *self, double x, double y)
{
  SatCalendarDrag *drag = &sat_calendar_grid_state (self)->drag;

  drag->x = x;
  drag->y = y;
  sat_calendar_drag_update (self);
}

static void
drag_update_cb (GtkGestureDrag *gesture, double dx, double dy, SatCalendarGrid *self)
{
  SatCalendarDrag *drag = &sat_calendar_grid_state (self)->drag;
  double x, y;

  gtk_gesture_drag_get_start_point (gesture, &x, &y);
  if (drag->kind == SAT_CALENDAR_DRAG_NONE) {
    if (!gtk_drag_check_threshold (GTK_WIDGET (self), 0, 0, (int)dx, (int)dy))
      return;
    if (!sat_calendar_grid_begin_drag (self, x, y)) {
      gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_DENIED);
      return;
    }
    gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  }
  sat_calendar_grid_drag_to (self, x + dx, y + dy);
}

void
sat_calendar_grid_finish_drag (SatCalendarGrid *self)
{
  SatCalendarState *state = sat_calendar_grid_state (self);
  SatCalendarDragKind kind = state->drag.kind;
  SatCalendarSpan span = state->drag.span;
  g_autoptr (SatCalendarEvent) event = NULL;

  if (kind == SAT_CALENDAR_DRAG_NONE || kind == SAT_CALENDAR_DRAG_DROP)
    return;
  event = state->drag.event != NULL ? sat_calendar_event_ref (state->drag.event) : NULL;
  sat_calendar_grid_end_drag (self);
  if (event == NULL) {
    sat_calendar_grid_focus_span (self, &span);
    sat_calendar_grid_create (self, &span);
  } else if (!sat_calendar_span_equal (&span, &event->span)) {
    SatDate last;

    state->focus_id = event->id;
    sat_calendar_span_days (&span, state->format.zone, &state->focus_date, &last);
    sat_calendar_grid_change (self, event->id, &span);
  }
}

static void
drag_end_cb (GtkGestureDrag *gesture, double dx, double dy, SatCalendarGrid *self)
{
  sat_calendar_grid_finish_drag (self);
}

static void
drag_cancel_cb (GtkGesture *gesture, GdkEventSequence *sequence, SatCalendarGrid *self)
{
  SatCalendarDragKind kind = sat_calendar_grid_state (self)->drag.kind;

  if (kind != SAT_CALENDAR_DRAG_NONE && kind != SAT_CALENDAR_DRAG_DROP)
    sat_calendar_grid_end_drag (self);
}

/* Moves the cursor to the slot under the pointer. */
static gboolean
take_cursor (SatCalendarGrid *self, double x, double y)
{
  SatCalendarState *state = sat_calendar_grid_state (self);
  SatCalendarSpan span = {.all_day = TRUE};
  SatCalendarSpot spot;

  if (!SAT_CALENDAR_GRID_GET_CLASS (self)->find_spot (self, x, y, &spot))
    return FALSE;
  span.first = span.last = spot.date;
  if (spot.timed) {
    span.all_day = FALSE;
    span.start = sat_calendar_snap_down (spot.instant, SAT_CALENDAR_SLOT, state->format.zone);
    span.end = span.start + SAT_CALENDAR_SLOT;
  }
  sat_calendar_grid_focus_span (self, &span);
  return TRUE;
}

static void
pressed_cb (GtkGestureClick *click, int n_press, double x, double y, SatCalendarGrid *self)
{
  guint button = gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (click));
  SatCalendarChip *chip = chip_at (self, x, y);
  gint64 id = chip != NULL ? sat_calendar_chip_get_id (chip) : 0;
  SatCalendarSpot spot;

  if (!sat_calendar_grid_state (self)->formatted)
    return;
  if (id != 0) {
    SAT_CALENDAR_GRID_GET_CLASS (self)->find_spot (self, x, y, &spot);
    sat_calendar_grid_focus_chip (self, chip, spot.date);
  } else if (chip == NULL && !take_cursor (self, x, y)) {
    return;
  }
  if (button == GDK_BUTTON_SECONDARY) {
    gtk_gesture_set_state (GTK_GESTURE (click), GTK_EVENT_SEQUENCE_CLAIMED);
    sat_calendar_grid_select (self, id);
    sat_calendar_grid_ask_menu (self, id, x, y);
  }
}

/* Selecting waits for the release, as pressing may begin a drag and details must not open under it.
 */
static void
released_cb (GtkGestureClick *click, int n_press, double x, double y, SatCalendarGrid *self)
{
  SatCalendarState *state = sat_calendar_grid_state (self);
  SatCalendarChip *chip = chip_at (self, x, y);
  SatCalendarSpot spot;

  if (gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (click)) != GDK_BUTTON_PRIMARY ||
      !state->formatted)
    return;
  if (chip != NULL && sat_calendar_chip_get_id (chip) == 0) {
    sat_calendar_grid_press (self, chip);
  } else if (chip != NULL) {
    if (n_press >= 2)
      sat_calendar_grid_activate (self, sat_calendar_chip_get_id (chip));
    else
      sat_calendar_grid_select (self, sat_calendar_chip_get_id (chip));
  } else if (SAT_CALENDAR_GRID_GET_CLASS (self)->find_spot (self, x, y, &spot)) {
    if (n_press == 2 && state->writable)
      sat_calendar_grid_create (self, &state->cursor);
    else
      sat_calendar_grid_select (self, 0);
  } else if (spot.date != G_MININT32) {
    sat_calendar_grid_go_to_day (self, spot.date);
  }
}

static void
motion_cb (GtkEventControllerMotion *motion, double x, double y, SatCalendarGrid *self)
{
  SatCalendarChip *chip = chip_at (self, x, y);
  gboolean across;
  const char *name = NULL;

  if (sat_calendar_grid_is_dragging (self))
    return;
  if (chip != NULL && sat_calendar_grid_state (self)->writable &&
      grip_at (self, chip, x, y) != SAT_CALENDAR_DRAG_MOVE) {
    across = sat_calendar_chip_get_piece (chip)->kind == SAT_CALENDAR_BAR;
    name = across ? "ew-resize" : "ns-resize";
  }
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), name);
}

static GdkDragAction
drop_motion_cb (GtkDropTarget *target, double x, double y, SatCalendarGrid *self)
{
  SatCalendarState *state = sat_calendar_grid_state (self);
  SatCalendarSpot spot;

  if (!state->writable || !state->formatted ||
      !SAT_CALENDAR_GRID_GET_CLASS (self)->find_spot (self, x, y, &spot)) {
    if (state->drag.kind == SAT_CALENDAR_DRAG_DROP)
      sat_calendar_grid_end_drag (self);
    return 0;
  }
  if (state->drag.kind == SAT_CALENDAR_DRAG_NONE)
    begin (self, SAT_CALENDAR_DRAG_DROP, x, y);
  state->drag.x = x;
  state->drag.y = y;
  sat_calendar_drag_update (self);
  return GDK_ACTION_MOVE;
}

static void
drop_leave_cb (GtkDropTarget *target, SatCalendarGrid *self)
{
  if (sat_calendar_grid_state (self)->drag.kind == SAT_CALENDAR_DRAG_DROP)
    sat_calendar_grid_end_drag (self);
}

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, SatCalendarGrid *self)
{
  SatCalendarSpan span;
  gint64 id = g_value_get_int64 (value);

  if (id == 0 || drop_motion_cb (target, x, y, self) == 0)
    return FALSE;
  span = sat_calendar_grid_state (self)->drag.span;
  sat_calendar_grid_end_drag (self);
  sat_calendar_grid_take (self, id, &span);
  return TRUE;
}

void
sat_calendar_grid_add_mouse (SatCalendarGrid *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkGesture *click = gtk_gesture_click_new (), *drag = gtk_gesture_drag_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_INT64, GDK_ACTION_MOVE | GDK_ACTION_COPY);

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), 0);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  g_signal_connect (click, "released", G_CALLBACK (released_cb), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (click));

  sat_calendar_grid_state (self)->drag.gesture = drag;
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  g_signal_connect (drag, "cancel", G_CALLBACK (drag_cancel_cb), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (drag));

  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), self);
  gtk_widget_add_controller (widget, motion);

  g_signal_connect (target, "enter", G_CALLBACK (drop_motion_cb), self);
  g_signal_connect (target, "motion", G_CALLBACK (drop_motion_cb), self);
  g_signal_connect (target, "leave", G_CALLBACK (drop_leave_cb), self);
  g_signal_connect (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (target));
}

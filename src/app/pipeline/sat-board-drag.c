/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-board-layout.h"
#include "sat-board-private.h"

#define EDGE 56               /* depth of the zone at the edges that scrolls */
#define PIXELS_PER_SECOND 900 /* at the very edge */

static SatBoardLane *
lane_of_controller (gpointer controller)
{
  GtkWidget *widget = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller));

  return SAT_IS_BOARD_LANE (widget)
             ? SAT_BOARD_LANE (widget)
             : SAT_BOARD_LANE (gtk_widget_get_ancestor (widget, SAT_TYPE_BOARD_LANE));
}

/* The card under @x, @y of the controller's widget. */
static SatBoardCard *
card_at (gpointer controller, double x, double y)
{
  GtkWidget *widget = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller));
  GtkWidget *picked = gtk_widget_pick (widget, x, y, GTK_PICK_DEFAULT);

  if (picked != NULL && !SAT_IS_BOARD_CARD (picked))
    picked = gtk_widget_get_ancestor (picked, SAT_TYPE_BOARD_CARD);
  return picked != NULL ? SAT_BOARD_CARD (picked) : NULL;
}

static void
pressed_cb (GtkGestureClick *click, int n_press, double x, double y, SatBoard *self)
{
  SatBoardCard *card = card_at (click, x, y);

  if (card == NULL)
    return;
  gtk_widget_grab_focus (GTK_WIDGET (card));
  if (gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (click)) == GDK_BUTTON_SECONDARY) {
    GtkWidget *list = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (click));
    graphene_point_t at;

    if (gtk_widget_compute_point (list, GTK_WIDGET (self),
                                  &GRAPHENE_POINT_INIT ((float)x, (float)y), &at))
      sat_board_open_menu (self, sat_board_card_get_id (card), at.x, at.y);
    gtk_gesture_set_state (GTK_GESTURE (click), GTK_EVENT_SEQUENCE_CLAIMED);
  }
}

/* Selecting waits for the release, as pressing may begin a drag and details must not open under it.
 */
static void
released_cb (GtkGestureClick *click, int n_press, double x, double y, SatBoard *self)
{
  SatBoardCard *card = card_at (click, x, y);

  if (card == NULL ||
      gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (click)) != GDK_BUTTON_PRIMARY)
    return;
  if (n_press >= 2)
    sat_board_activate (self, sat_board_card_get_id (card));
  else
    sat_board_select (self, sat_board_card_get_id (card));
}

static GdkContentProvider *
drag_prepare_cb (GtkDragSource *source, double x, double y, SatBoard *self)
{
  SatBoardCard *card = card_at (source, x, y);
  graphene_rect_t bounds;

  if (card == NULL)
    return NULL;
  g_set_object (&self->dragged, SAT_RECORD (sat_board_card_get_item (card)));
  if (gtk_widget_compute_bounds (GTK_WIDGET (card),
                                 gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (source)),
                                 &bounds)) {
    g_autoptr (GdkPaintable) live = gtk_widget_paintable_new (GTK_WIDGET (card));
    g_autoptr (GdkPaintable) picture = gdk_paintable_get_current_image (live);

    gtk_drag_source_set_icon (source, picture, (int)(x - bounds.origin.x),
                              (int)(y - bounds.origin.y));
  }
  return gdk_content_provider_new_typed (SAT_TYPE_RECORD, self->dragged);
}

static void
drag_begin_cb (GtkDragSource *source, GdkDrag *drag, SatBoard *self)
{
  if (self->dragged != NULL)
    sat_board_list_set_away (sat_board_lane_get_list (lane_of_controller (source)),
                             sat_record_get_id (self->dragged));
}

static void
drag_end_cb (GtkDragSource *source, GdkDrag *drag, gboolean delete_data, SatBoard *self)
{
  SatBoardLane *lane = lane_of_controller (source);

  if (lane != NULL)
    sat_board_list_set_away (sat_board_lane_get_list (lane), 0);
  sat_board_stop_drag (self);
}

static gboolean
drop_accept_cb (GtkDropTarget *target, GdkDrop *drop, SatBoard *self)
{
  SatBoardLane *lane = lane_of_controller (target);
  guint position;

  if (!gdk_content_formats_contain_gtype (gdk_drop_get_formats (drop), SAT_TYPE_RECORD))
    return FALSE;
  /* What comes from this column stays where it is. */
  return self->dragged == NULL ||
         !sat_board_column_find (sat_board_lane_get_column (lane),
                                 sat_record_get_id (self->dragged), &position);
}

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, SatBoard *self)
{
  SatBoardLane *lane = lane_of_controller (target);
  SatRecord *record = g_value_get_object (value);
  SatBoardColumn *column = sat_board_lane_get_column (lane);
  g_autoptr (SatRecord) shown = NULL;
  graphene_rect_t from;
  graphene_point_t at;
  SatBoardCard *card;
  guint position;

  if (record == NULL || sat_board_column_find (column, sat_record_get_id (record), &position))
    return FALSE;
  shown = sat_board_find_record (self, sat_record_get_id (record), NULL);
  if (shown == NULL) /* a card of another window, perhaps of another workspace */
    return FALSE;
  card = sat_board_get_card (self, sat_record_get_id (record));
  if (card == NULL || !gtk_widget_compute_bounds (GTK_WIDGET (card), GTK_WIDGET (self), &from) ||
      !gtk_widget_compute_point (GTK_WIDGET (lane), GTK_WIDGET (self),
                                 &GRAPHENE_POINT_INIT ((float)x, (float)y), &at)) {
    sat_board_request_move (self, shown, column, NULL);
    return TRUE;
  }
  from.origin.x = at.x - from.size.width / 2;
  from.origin.y = at.y - from.size.height / 2;
  sat_board_request_move (self, shown, column, &from);
  return TRUE;
}

void
sat_board_add_pointer (SatBoard *self, SatBoardLane *lane)
{
  GtkWidget *list = GTK_WIDGET (sat_board_lane_get_list (lane));
  GtkGesture *click = gtk_gesture_click_new ();
  GtkDragSource *source = gtk_drag_source_new ();
  GtkDropTarget *target = gtk_drop_target_new (SAT_TYPE_RECORD, GDK_ACTION_MOVE);

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), 0);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  g_signal_connect (click, "released", G_CALLBACK (released_cb), self);
  gtk_widget_add_controller (list, GTK_EVENT_CONTROLLER (click));

  gtk_drag_source_set_actions (source, GDK_ACTION_MOVE);
  g_signal_connect (source, "prepare", G_CALLBACK (drag_prepare_cb), self);
  g_signal_connect (source, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect (source, "drag-end", G_CALLBACK (drag_end_cb), self);
  gtk_widget_add_controller (list, GTK_EVENT_CONTROLLER (source));

  g_signal_connect (target, "accept", G_CALLBACK (drop_accept_cb), self);
  g_signal_connect (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (lane), GTK_EVENT_CONTROLLER (target));
}

/* Scrolls the column under the pointer, so that its end can be seen before letting go. */
static void
scroll_lane (SatBoard *self, double seconds)
{
  graphene_point_t at;
  SatBoardLane *lane;
  SatBoardList *list;
  double height, speed;

  if (!gtk_widget_compute_point (
          GTK_WIDGET (self), GTK_WIDGET (self->strip),
          &GRAPHENE_POINT_INIT ((float)self->pointer_x, (float)self->pointer_y), &at))
    return;
  lane = sat_board_strip_pick (self->strip, at.x);
  if (lane == NULL || sat_board_column_get_collapsed (sat_board_lane_get_column (lane)))
    return;
  list = sat_board_lane_get_list (lane);
  if (!gtk_widget_compute_point (
          GTK_WIDGET (self), GTK_WIDGET (list),
          &GRAPHENE_POINT_INIT ((float)self->pointer_x, (float)self->pointer_y), &at))
    return;
  height = gtk_widget_get_height (GTK_WIDGET (list));
  speed = at.y >= 0 && at.y <= height ? sat_board_edge_speed (at.y, height, EDGE) : 0;
  if (speed != 0)
    sat_board_list_scroll_by (list, speed * seconds * PIXELS_PER_SECOND);
}

static gboolean
autoscroll_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  SatBoard *self = SAT_BOARD (widget);
  GtkAdjustment *across = gtk_scrolled_window_get_hadjustment (self->scroller);
  gint64 now = gdk_frame_clock_get_frame_time (clock);
  double seconds = self->autoscroll_time != 0
                       ? MIN (0.1, (double)(now - self->autoscroll_time) / G_USEC_PER_SEC)
                       : 0;
  double speed = sat_board_edge_speed (self->pointer_x, gtk_widget_get_width (widget), EDGE);

  self->autoscroll_time = now;
  if (speed != 0)
    gtk_adjustment_set_value (across, gtk_adjustment_get_value (across) +
                                          speed * seconds * PIXELS_PER_SECOND);
  scroll_lane (self, seconds);
  return G_SOURCE_CONTINUE;
}

static void
drag_motion_cb (GtkDropControllerMotion *motion, double x, double y, SatBoard *self)
{
  self->pointer_x = x;
  self->pointer_y = y;
  if (self->autoscroll == 0) {
    self->autoscroll_time = 0;
    self->autoscroll = gtk_widget_add_tick_callback (GTK_WIDGET (self), autoscroll_cb, NULL, NULL);
  }
}

static void
stop_autoscroll (SatBoard *self)
{
  if (self->autoscroll != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->autoscroll);
  self->autoscroll = 0;
}

static void
drag_leave_cb (GtkDropControllerMotion *motion, SatBoard *self)
{
  stop_autoscroll (self);
}

void
sat_board_add_autoscroll (SatBoard *self)
{
  GtkEventController *motion = gtk_drop_controller_motion_new ();

  g_signal_connect (motion, "enter", G_CALLBACK (drag_motion_cb), self);
  g_signal_connect (motion, "motion", G_CALLBACK (drag_motion_cb), self);
  g_signal_connect (motion, "leave", G_CALLBACK (drag_leave_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
}

void
sat_board_stop_drag (SatBoard *self)
{
  stop_autoscroll (self);
  g_clear_object (&self->dragged);
}

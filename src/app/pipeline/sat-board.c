/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-board-layout.h"
#include "sat-board-private.h"

#include <glib/gi18n-lib.h>

enum {
  SIGNAL_RECORD_SELECTED,
  SIGNAL_RECORD_ACTIVATED,
  SIGNAL_MOVE_REQUESTED,
  SIGNAL_DELETE_REQUESTED,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SatBoard, sat_board, GTK_TYPE_WIDGET)

static void
items_changed_cb (GListModel *column, guint position, guint removed, guint added, SatBoard *self)
{
  sat_board_check_travel (self, SAT_BOARD_COLUMN (column));
}

static void
column_changed_cb (SatBoardColumn *column, SatBoard *self)
{
  gtk_widget_queue_resize (GTK_WIDGET (self->strip)); /* it may be collapsed now */
}

static void
add_lane (SatBoard *self, SatBoardColumn *column)
{
  SatBoardLane *lane = sat_board_lane_new (column, self->func, self->user_data);
  SatBoardList *list = sat_board_lane_get_list (lane);

  sat_board_list_set_compact (list, self->compact);
  sat_board_list_set_selected (list, self->selected);
  /* After the lane's own handlers: the list has its cards by then. */
  g_signal_connect_object (column, "items-changed", G_CALLBACK (items_changed_cb), self,
                           G_CONNECT_AFTER);
  g_signal_connect_object (column, "changed", G_CALLBACK (column_changed_cb), self,
                           G_CONNECT_AFTER);
  sat_board_add_keys (self, lane);
  sat_board_add_pointer (self, lane);
  sat_board_strip_append (self->strip, lane);
}

static void
remove_lanes (SatBoard *self)
{
  guint n = sat_board_strip_get_n_lanes (self->strip);

  sat_board_stop_drag (self);
  sat_board_end_travel (self);
  for (guint i = 0; i < n; i++) {
    SatBoardColumn *column = sat_board_lane_get_column (sat_board_strip_get_lane (self->strip, i));

    g_signal_handlers_disconnect_by_func (column, items_changed_cb, self);
    g_signal_handlers_disconnect_by_func (column, column_changed_cb, self);
  }
  sat_board_strip_clear (self->strip);
}

static void
columns_changed_cb (GListModel *columns, guint position, guint removed, guint added, SatBoard *self)
{
  guint n = g_list_model_get_n_items (columns);

  remove_lanes (self);
  for (guint i = 0; i < n; i++) {
    g_autoptr (SatBoardColumn) column = g_list_model_get_item (columns, i);

    add_lane (self, column);
  }
}

static void
sat_board_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  GTK_WIDGET_CLASS (sat_board_parent_class)->snapshot (widget, snapshot);
  sat_board_snapshot_travel (SAT_BOARD (widget), snapshot);
}

static void
sat_board_measure (GtkWidget *widget,
                   GtkOrientation orientation,
                   int for_size,
                   int *minimum,
                   int *natural,
                   int *minimum_baseline,
                   int *natural_baseline)
{
  gtk_widget_measure (GTK_WIDGET (SAT_BOARD (widget)->scroller), orientation, for_size, minimum,
                      natural, NULL, NULL);
}

static void
sat_board_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  SatBoard *self = SAT_BOARD (widget);

  gtk_widget_size_allocate (GTK_WIDGET (self->scroller), &(GtkAllocation){0, 0, width, height}, -1);
  if (self->menu != NULL)
    gtk_popover_present (GTK_POPOVER (self->menu));
}

static gboolean
sat_board_grab_focus (GtkWidget *widget)
{
  return sat_board_focus_records (SAT_BOARD (widget));
}

static void
sat_board_dispose (GObject *object)
{
  SatBoard *self = SAT_BOARD (object);

  sat_board_close_menu (self);
  if (self->scroller != NULL) {
    sat_board_set_columns (self, NULL);
    gtk_widget_unparent (GTK_WIDGET (self->scroller));
    self->scroller = NULL;
  }
  G_OBJECT_CLASS (sat_board_parent_class)->dispose (object);
}

static guint
add_signal (const char *name, guint n, GType first, GType second)
{
  return g_signal_new (name, SAT_TYPE_BOARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, n,
                       first, second);
}

static void
sat_board_class_init (SatBoardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sat_board_dispose;
  widget_class->snapshot = sat_board_snapshot;
  widget_class->measure = sat_board_measure;
  widget_class->size_allocate = sat_board_size_allocate;
  widget_class->grab_focus = sat_board_grab_focus;
  signals[SIGNAL_RECORD_SELECTED] = add_signal ("record-selected", 1, G_TYPE_INT64, 0);
  signals[SIGNAL_RECORD_ACTIVATED] = add_signal ("record-activated", 1, G_TYPE_INT64, 0);
  signals[SIGNAL_MOVE_REQUESTED] =
      add_signal ("move-requested", 2, SAT_TYPE_RECORD, SAT_TYPE_BOARD_COLUMN);
  signals[SIGNAL_DELETE_REQUESTED] = add_signal ("delete-requested", 1, SAT_TYPE_RECORD, 0);
  sat_board_install_menu_actions (widget_class);
  gtk_widget_class_set_css_name (widget_class, "board");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
sat_board_init (SatBoard *self)
{
  self->strip = sat_board_strip_new ();
  self->scroller = GTK_SCROLLED_WINDOW (gtk_scrolled_window_new ());
  gtk_scrolled_window_set_policy (self->scroller, GTK_POLICY_AUTOMATIC, GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child (self->scroller, GTK_WIDGET (self->strip));
  gtk_widget_set_parent (GTK_WIDGET (self->scroller), GTK_WIDGET (self));
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
  gtk_widget_set_vexpand (GTK_WIDGET (self), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Board"),
                                  -1);
  sat_board_add_autoscroll (self);
}

SatBoard *
sat_board_new (SatBoardFaceFunc func, gpointer user_data)
{
  SatBoard *self;

  g_return_val_if_fail (func != NULL, NULL);

  self = g_object_new (SAT_TYPE_BOARD, NULL);
  self->func = func;
  self->user_data = user_data;
  return self;
}

void
sat_board_set_columns (SatBoard *self, GListModel *columns)
{
  g_return_if_fail (SAT_IS_BOARD (self));
  g_return_if_fail (columns == NULL || G_IS_LIST_MODEL (columns));

  if (self->columns == columns)
    return;
  if (self->columns != NULL) {
    g_signal_handlers_disconnect_by_func (self->columns, columns_changed_cb, self);
    remove_lanes (self);
  }
  g_set_object (&self->columns, columns);
  if (columns != NULL) {
    g_signal_connect (columns, "items-changed", G_CALLBACK (columns_changed_cb), self);
    columns_changed_cb (columns, 0, 0, g_list_model_get_n_items (columns), self);
  }
}

void
sat_board_set_compact (SatBoard *self, gboolean compact)
{
  guint n;

  g_return_if_fail (SAT_IS_BOARD (self));

  self->compact = !!compact;
  n = sat_board_strip_get_n_lanes (self->strip);
  for (guint i = 0; i < n; i++)
    sat_board_list_set_compact (sat_board_lane_get_list (sat_board_strip_get_lane (self->strip, i)),
                                compact);
}

void
sat_board_set_selected (SatBoard *self, gint64 id)
{
  guint n;

  g_return_if_fail (SAT_IS_BOARD (self));

  if (self->selected == id)
    return;
  self->selected = id;
  n = sat_board_strip_get_n_lanes (self->strip);
  for (guint i = 0; i < n; i++)
    sat_board_list_set_selected (
        sat_board_lane_get_list (sat_board_strip_get_lane (self->strip, i)), id);
}

gint64
sat_board_get_selected (SatBoard *self)
{
  g_return_val_if_fail (SAT_IS_BOARD (self), 0);

  return self->selected;
}

void
sat_board_select (SatBoard *self, gint64 id)
{
  sat_board_set_selected (self, id);
  g_signal_emit (self, signals[SIGNAL_RECORD_SELECTED], 0, id);
}

void
sat_board_activate (SatBoard *self, gint64 id)
{
  sat_board_set_selected (self, id);
  g_signal_emit (self, signals[SIGNAL_RECORD_ACTIVATED], 0, id);
}

void
sat_board_request_delete (SatBoard *self, SatRecord *record)
{
  g_signal_emit (self, signals[SIGNAL_DELETE_REQUESTED], 0, record);
}

void
sat_board_request_move (SatBoard *self,
                        SatRecord *record,
                        SatBoardColumn *to,
                        const graphene_rect_t *from)
{
  guint position;

  if (sat_board_column_find (to, sat_record_get_id (record), &position))
    return;
  sat_board_prepare_travel (self, sat_record_get_id (record), to, from);
  g_signal_emit (self, signals[SIGNAL_MOVE_REQUESTED], 0, record, to);
}

SatRecord *
sat_board_find_record (SatBoard *self, gint64 id, SatBoardLane **lane)
{
  guint n = sat_board_strip_get_n_lanes (self->strip), position;

  for (guint i = 0; i < n; i++) {
    SatBoardLane *one = sat_board_strip_get_lane (self->strip, i);
    SatBoardColumn *column = sat_board_lane_get_column (one);

    if (!sat_board_column_find (column, id, &position))
      continue;
    if (lane != NULL)
      *lane = one;
    return g_list_model_get_item (G_LIST_MODEL (column), position);
  }
  return NULL;
}

guint
sat_board_lane_index (SatBoard *self, SatBoardLane *lane)
{
  guint n = sat_board_strip_get_n_lanes (self->strip), i = 0;

  while (i < n && sat_board_strip_get_lane (self->strip, i) != lane)
    i++;
  return i;
}

SatBoardLane *
sat_board_neighbour (SatBoard *self, SatBoardLane *lane, int step)
{
  guint index = sat_board_lane_index (self, lane);

  if (step < 0 && index == 0)
    return NULL;
  return sat_board_strip_get_lane (self->strip, (guint)((int)index + step));
}

void
sat_board_reveal_lane (SatBoard *self, SatBoardLane *lane)
{
  GtkAdjustment *across = gtk_scrolled_window_get_hadjustment (self->scroller);
  graphene_rect_t bounds;

  if (!gtk_widget_compute_bounds (GTK_WIDGET (lane), GTK_WIDGET (self->strip), &bounds))
    return;
  gtk_adjustment_set_value (across, sat_board_reveal (bounds.origin.x, bounds.size.width, 12,
                                                      gtk_adjustment_get_value (across),
                                                      gtk_adjustment_get_page_size (across)));
}

gboolean
sat_board_reveal_record (SatBoard *self, gint64 id)
{
  g_autoptr (SatRecord) record = NULL;
  SatBoardLane *lane = NULL;
  guint position = 0;

  g_return_val_if_fail (SAT_IS_BOARD (self), FALSE);

  record = sat_board_find_record (self, id, &lane);
  if (record == NULL || sat_board_column_get_collapsed (sat_board_lane_get_column (lane)))
    return FALSE;
  sat_board_column_find (sat_board_lane_get_column (lane), id, &position);
  sat_board_list_reveal (sat_board_lane_get_list (lane), position);
  sat_board_reveal_lane (self, lane);
  return TRUE;
}

gboolean
sat_board_focus_records (SatBoard *self)
{
  guint n, position = 0;
  g_autoptr (SatRecord) record = NULL;
  SatBoardLane *lane = NULL;

  g_return_val_if_fail (SAT_IS_BOARD (self), FALSE);

  record = self->selected != 0 ? sat_board_find_record (self, self->selected, &lane) : NULL;
  if (record != NULL && !sat_board_column_get_collapsed (sat_board_lane_get_column (lane))) {
    sat_board_column_find (sat_board_lane_get_column (lane), self->selected, &position);
    sat_board_list_focus_card (sat_board_lane_get_list (lane), position);
    sat_board_reveal_lane (self, lane);
    return TRUE;
  }
  n = sat_board_strip_get_n_lanes (self->strip);
  for (guint i = 0; i < n; i++) {
    lane = sat_board_strip_get_lane (self->strip, i);
    if (!sat_board_column_get_collapsed (sat_board_lane_get_column (lane)) &&
        sat_board_list_get_cursor (sat_board_lane_get_list (lane), &position))
      return gtk_widget_grab_focus (GTK_WIDGET (sat_board_lane_get_list (lane)));
  }
  return FALSE;
}

void
sat_board_refresh (SatBoard *self)
{
  guint n;

  g_return_if_fail (SAT_IS_BOARD (self));

  n = sat_board_strip_get_n_lanes (self->strip);
  for (guint i = 0; i < n; i++)
    sat_board_list_refresh (sat_board_lane_get_list (sat_board_strip_get_lane (self->strip, i)));
}

guint
sat_board_get_n_cards (SatBoard *self)
{
  guint n, n_cards = 0;

  g_return_val_if_fail (SAT_IS_BOARD (self), 0);

  n = sat_board_strip_get_n_lanes (self->strip);
  for (guint i = 0; i < n; i++)
    n_cards += sat_board_list_get_n_cards (
        sat_board_lane_get_list (sat_board_strip_get_lane (self->strip, i)));
  return n_cards;
}

SatBoardCard *
sat_board_get_card (SatBoard *self, gint64 id)
{
  g_autoptr (SatRecord) record = NULL;
  SatBoardLane *lane = NULL;

  g_return_val_if_fail (SAT_IS_BOARD (self), NULL);

  record = sat_board_find_record (self, id, &lane);
  return record != NULL ? sat_board_list_get_card (sat_board_lane_get_list (lane), id) : NULL;
}

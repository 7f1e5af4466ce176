/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-board-private.h"

/* The lane whose list the key came to, and the focused card there. */
typedef struct {
  SatBoard *board;
  SatBoardLane *lane;
  SatBoardList *list;
  SatBoardColumn *column;
  guint index;
  guint n;
} Cursor;

static gboolean
read_cursor (SatBoard *board, GtkWidget *list, Cursor *cursor)
{
  GtkWidget *lane = gtk_widget_get_ancestor (list, SAT_TYPE_BOARD_LANE);

  cursor->board = board;
  cursor->lane = SAT_BOARD_LANE (lane);
  cursor->list = SAT_BOARD_LIST (list);
  cursor->column = sat_board_list_get_column (cursor->list);
  cursor->n = g_list_model_get_n_items (G_LIST_MODEL (cursor->column));
  cursor->index = 0;
  return sat_board_list_get_cursor (cursor->list, &cursor->index);
}

static void
go_to (Cursor *cursor, SatBoardLane *lane, guint index)
{
  SatBoardList *list = sat_board_lane_get_list (lane);
  gint64 id = sat_board_column_get_item_id (sat_board_list_get_column (list), index);

  sat_board_list_focus_card (list, index);
  sat_board_reveal_lane (cursor->board, lane);
  if (id != 0)
    sat_board_select (cursor->board, id);
}

static gboolean
go_by (Cursor *cursor, gint64 steps)
{
  gint64 index = CLAMP ((gint64)cursor->index + steps, 0, (gint64)cursor->n - 1);

  if (cursor->n > 0)
    go_to (cursor, cursor->lane, (guint)index);
  return TRUE;
}

static gboolean
has_cards (SatBoardLane *lane)
{
  SatBoardColumn *column = sat_board_lane_get_column (lane);

  return !sat_board_column_get_collapsed (column) &&
         g_list_model_get_n_items (G_LIST_MODEL (column)) > 0;
}

/* The card of @lane that stands beside the focused one on the screen. */
static guint
index_beside (Cursor *cursor, SatBoardLane *lane)
{
  SatBoardList *list = sat_board_lane_get_list (lane);
  SatBoardColumn *column = sat_board_lane_get_column (lane);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (column)), low = 0, high = n - 1;
  graphene_rect_t here, there;

  sat_board_list_get_place (cursor->list, cursor->index, &here);
  while (low < high) {
    guint middle = low + (high - low) / 2;

    sat_board_list_get_place (list, middle, &there);
    if (there.origin.y + there.size.height / 2 < here.origin.y)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/* To the next column with cards; @step: -1 or 1 in reading order. */
static gboolean
go_beside (Cursor *cursor, int step)
{
  SatBoardLane *lane = cursor->lane;

  do
    lane = sat_board_neighbour (cursor->board, lane, step);
  while (lane != NULL && !has_cards (lane));
  if (lane != NULL)
    go_to (cursor, lane, cursor->n > 0 ? index_beside (cursor, lane) : 0);
  return TRUE;
}

static gboolean
go_to_end_column (Cursor *cursor, int step)
{
  SatBoardLane *lane = cursor->lane, *last = NULL;

  while ((lane = sat_board_neighbour (cursor->board, lane, step)) != NULL) {
    if (has_cards (lane))
      last = lane;
  }
  if (last != NULL)
    go_to (cursor, last, 0);
  return TRUE;
}

static gboolean
move_beside (Cursor *cursor, int step)
{
  SatBoardLane *lane = sat_board_neighbour (cursor->board, cursor->lane, step);
  g_autoptr (SatRecord) record = NULL;

  if (lane == NULL || cursor->n == 0)
    return TRUE;
  record = g_list_model_get_item (G_LIST_MODEL (cursor->column), cursor->index);
  if (record != NULL)
    sat_board_request_move (cursor->board, record, sat_board_lane_get_column (lane), NULL);
  return TRUE;
}

static gboolean
act_on_card (Cursor *cursor, guint key)
{
  g_autoptr (SatRecord) record = NULL;

  if (cursor->n == 0)
    return FALSE;
  record = g_list_model_get_item (G_LIST_MODEL (cursor->column), cursor->index);
  if (record == NULL)
    return FALSE;
  switch (key) {
  case GDK_KEY_space:
  case GDK_KEY_KP_Space:
    sat_board_select (cursor->board, sat_record_get_id (record));
    return TRUE;
  case GDK_KEY_Delete:
  case GDK_KEY_KP_Delete:
    sat_board_request_delete (cursor->board, record);
    return TRUE;
  case GDK_KEY_Menu:
  case GDK_KEY_F10:
    sat_board_open_menu (cursor->board, sat_record_get_id (record), -1, -1);
    return TRUE;
  default:
    sat_board_activate (cursor->board, sat_record_get_id (record));
    return TRUE;
  }
}

/* Arrows, Home, End and the page keys. @ahead: the way that the Right key goes in reading order. */
static gboolean
go (Cursor *cursor, guint key, gboolean control, int ahead)
{
  switch (key) {
  case GDK_KEY_Left:
  case GDK_KEY_KP_Left:
    return control ? move_beside (cursor, -ahead) : go_beside (cursor, -ahead);
  case GDK_KEY_Right:
  case GDK_KEY_KP_Right:
    return control ? move_beside (cursor, ahead) : go_beside (cursor, ahead);
  case GDK_KEY_Up:
  case GDK_KEY_KP_Up:
    return go_by (cursor, -1);
  case GDK_KEY_Down:
  case GDK_KEY_KP_Down:
    return go_by (cursor, 1);
  case GDK_KEY_Home:
  case GDK_KEY_KP_Home:
    return control ? go_to_end_column (cursor, -1) : go_by (cursor, -G_MAXINT);
  case GDK_KEY_End:
  case GDK_KEY_KP_End:
    return control ? go_to_end_column (cursor, 1) : go_by (cursor, G_MAXINT);
  case GDK_KEY_Page_Up:
  case GDK_KEY_KP_Page_Up:
    return go_by (cursor, -(gint64)sat_board_list_get_page (cursor->list));
  case GDK_KEY_Page_Down:
  case GDK_KEY_KP_Page_Down:
    return go_by (cursor, sat_board_list_get_page (cursor->list));
  default:
    return FALSE;
  }
}

static gboolean
key_pressed_cb (
    GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, SatBoard *self)
{
  GtkWidget *list = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller));
  GdkModifierType modifiers = state & gtk_accelerator_get_default_mod_mask ();
  gboolean rtl = gtk_widget_get_direction (list) == GTK_TEXT_DIR_RTL;
  Cursor cursor;

  read_cursor (self, list, &cursor);
  if (key == GDK_KEY_F10)
    return modifiers == GDK_SHIFT_MASK && act_on_card (&cursor, key);
  if (modifiers != 0 && modifiers != GDK_CONTROL_MASK)
    return FALSE;
  if (go (&cursor, key, modifiers == GDK_CONTROL_MASK, rtl ? -1 : 1))
    return TRUE;
  if (modifiers != 0)
    return FALSE;
  switch (key) {
  case GDK_KEY_Return:
  case GDK_KEY_KP_Enter:
  case GDK_KEY_ISO_Enter:
  case GDK_KEY_space:
  case GDK_KEY_KP_Space:
  case GDK_KEY_Delete:
  case GDK_KEY_KP_Delete:
  case GDK_KEY_Menu:
    return act_on_card (&cursor, key);
  default:
    return FALSE;
  }
}

void
sat_board_add_keys (SatBoard *self, SatBoardLane *lane)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (sat_board_lane_get_list (lane)), keys);
}

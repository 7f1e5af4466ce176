/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-board-private.h"

#include <glib/gi18n-lib.h>

static void
open_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SatBoard *self = SAT_BOARD (widget);

  if (self->menu_record != NULL)
    sat_board_activate (self, sat_record_get_id (self->menu_record));
}

static void
delete_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SatBoard *self = SAT_BOARD (widget);

  if (self->menu_record != NULL)
    sat_board_request_delete (self, self->menu_record);
}

static void
move_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SatBoard *self = SAT_BOARD (widget);
  gint64 stage = g_variant_get_int64 (parameter);
  guint n = self->columns != NULL ? g_list_model_get_n_items (self->columns) : 0;

  for (guint i = 0; self->menu_record != NULL && i < n; i++) {
    g_autoptr (SatBoardColumn) column = g_list_model_get_item (self->columns, i);

    if (sat_board_column_get_id (column) == stage)
      sat_board_request_move (self, self->menu_record, column, NULL);
  }
}

static void
activate_card_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  sat_board_activate (SAT_BOARD (widget), g_variant_get_int64 (parameter));
}

static void
show_menu_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  sat_board_open_menu (SAT_BOARD (widget), g_variant_get_int64 (parameter), -1, -1);
}

void
sat_board_install_menu_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "board.open", NULL, open_action);
  gtk_widget_class_install_action (widget_class, "board.delete", NULL, delete_action);
  gtk_widget_class_install_action (widget_class, "board.move", "x", move_action);
  gtk_widget_class_install_action (widget_class, "board.activate-card", "x", activate_card_action);
  gtk_widget_class_install_action (widget_class, "board.show-menu", "x", show_menu_action);
}

/* Underscores of a name are no mnemonics. */
static char *
menu_label (const char *name)
{
  g_auto (GStrv) parts = g_strsplit (name, "_", -1);

  return g_strjoinv ("__", parts);
}

/* What whoever shows the board does with a deal (sat-pipeline-deals.h). */
static void
append_deal (SatBoard *self, GMenu *menu, const char *label, const char *action)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target_value (
      item, action, g_variant_new_int64 (sat_record_get_id (self->menu_record)));
  g_menu_append_item (menu, item);
}

static GMenuModel *
make_menu (SatBoard *self, SatBoardLane *lane)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) first = g_menu_new (), stages = g_menu_new (), last = g_menu_new ();
  g_autoptr (GMenu) middle = g_menu_new ();
  guint n = sat_board_strip_get_n_lanes (self->strip);

  g_menu_append (first, _ ("_Open"), "board.open");
  append_deal (self, first, _ ("_Edit"), "deal.edit");
  append_deal (self, first, _ ("_Copy"), "deal.copy");
  append_deal (self, middle, _ ("Change O_wner…"), "deal.change-owner");
  append_deal (self, middle, _ ("Add a _Tag…"), "deal.add-tag");
  append_deal (self, middle, _ ("_Remove a Tag…"), "deal.remove-tag");
  for (guint i = 0; i < n; i++) {
    SatBoardLane *one = sat_board_strip_get_lane (self->strip, i);
    SatBoardColumn *column = sat_board_lane_get_column (one);
    g_autofree char *label = menu_label (sat_board_column_get_title (column));
    g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

    if (one == lane)
      continue;
    g_menu_item_set_action_and_target_value (
        item, "board.move", g_variant_new_int64 (sat_board_column_get_id (column)));
    g_menu_append_item (stages, item);
  }
  if (g_menu_model_get_n_items (G_MENU_MODEL (stages)) > 0)
    g_menu_append_submenu (first, _ ("_Move to"), G_MENU_MODEL (stages));
  g_menu_append (last, _ ("_Delete"), "board.delete");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (first));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (middle));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (last));
  return G_MENU_MODEL (g_steal_pointer (&menu));
}

static gboolean
unparent_idle_cb (gpointer data)
{
  gtk_widget_unparent (GTK_WIDGET (data));
  return G_SOURCE_REMOVE;
}

/* The chosen action runs after the menu has closed: both stay until then. */
static void
menu_closed_cb (GtkPopover *menu, SatBoard *self)
{
  if (self->menu != GTK_WIDGET (menu))
    return;
  self->menu = NULL;
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, unparent_idle_cb, g_object_ref (menu), g_object_unref);
}

void
sat_board_close_menu (SatBoard *self)
{
  if (self->menu != NULL) {
    g_signal_handlers_disconnect_by_func (self->menu, menu_closed_cb, self);
    gtk_widget_unparent (self->menu);
    self->menu = NULL;
  }
  g_clear_object (&self->menu_record);
}

/* Where the card is in the board. Its widget may be too new to have been given its place. */
static gboolean
find_card (SatBoard *self, SatBoardLane *lane, gint64 id, graphene_rect_t *place)
{
  SatBoardList *list = sat_board_lane_get_list (lane);
  graphene_point_t origin;
  guint index;

  if (sat_board_column_get_collapsed (sat_board_list_get_column (list)) ||
      !sat_board_column_find (sat_board_list_get_column (list), id, &index) ||
      !gtk_widget_compute_point (GTK_WIDGET (list), GTK_WIDGET (self), &GRAPHENE_POINT_INIT (0, 0),
                                 &origin))
    return FALSE;
  sat_board_list_get_place (list, index, place);
  graphene_rect_offset (place, origin.x, origin.y);
  return TRUE;
}

void
sat_board_open_menu (SatBoard *self, gint64 id, double x, double y)
{
  g_autoptr (SatRecord) record = NULL;
  g_autoptr (GMenuModel) model = NULL;
  SatBoardLane *lane = NULL;
  graphene_rect_t place;

  record = sat_board_find_record (self, id, &lane);
  if (record == NULL || !find_card (self, lane, id, &place))
    return;
  if (x >= 0 && y >= 0)
    graphene_rect_init (&place, (float)x, (float)y, 1, 1);
  sat_board_close_menu (self);
  self->menu_record = g_object_ref (record);
  model = make_menu (self, lane);
  self->menu = gtk_popover_menu_new_from_model (model);
  gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), x < 0);
  gtk_widget_set_halign (self->menu, x < 0 ? GTK_ALIGN_FILL : GTK_ALIGN_START);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu),
                               &(GdkRectangle){(int)place.origin.x, (int)place.origin.y,
                                               MAX (1, (int)place.size.width),
                                               MAX (1, (int)place.size.height)});
  gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
  g_signal_connect (self->menu, "closed", G_CALLBACK (menu_closed_cb), self);
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the parts of the board share: sat-board.c builds it, sat-board-keys.c moves the focus,
 * sat-board-drag.c drags and drops, sat-board-travel.c shows cards travel, sat-board-menu.c has the
 * context menu. */

#include <adwaita.h>

#include "sat-board-strip.h"
#include "sat-board.h"

G_BEGIN_DECLS

/* A card on its way, or about to be. */
typedef struct {
  gint64 id;           /* 0: none */
  SatBoardColumn *to;  /* once it is asked for */
  gboolean take_focus; /* the focus goes with it */
  gboolean under_way;
  GdkPaintable *picture;
  graphene_rect_t from; /* in the board */
  AdwAnimation *animation;
} SatBoardTravel;

struct _SatBoard {
  GtkWidget parent_instance;
  SatBoardFaceFunc func;
  gpointer user_data;
  GListModel *columns;
  GtkScrolledWindow *scroller;
  SatBoardStrip *strip;
  gboolean compact;
  gint64 selected;
  SatBoardTravel travel;
  SatRecord *dragged;
  double pointer_x, pointer_y; /* while something is dragged over the board */
  guint autoscroll;
  gint64 autoscroll_time;
  GtkWidget *menu;
  SatRecord *menu_record;
};

/* The record of a shown card: (transfer full), NULL when no column has it. @lane may be NULL. */
SatRecord *sat_board_find_record (SatBoard *self, gint64 id, SatBoardLane **lane);
/* The column beside that of @lane, collapsed ones too. @step: -1 or 1. NULL at the end. */
SatBoardLane *sat_board_neighbour (SatBoard *self, SatBoardLane *lane, int step);
guint sat_board_lane_index (SatBoard *self, SatBoardLane *lane);
/* Scrolls the board so that @lane is in view. */
void sat_board_reveal_lane (SatBoard *self, SatBoardLane *lane);

/* Selects and says so. */
void sat_board_select (SatBoard *self, gint64 id);
void sat_board_activate (SatBoard *self, gint64 id);
void sat_board_request_delete (SatBoard *self, SatRecord *record);
/* Asks for the move and prepares the travel from @from of the board (NULL: from where the card is
 * now). */
void sat_board_request_move (SatBoard *self,
                             SatRecord *record,
                             SatBoardColumn *to,
                             const graphene_rect_t *from);

void sat_board_add_keys (SatBoard *self, SatBoardLane *lane);
void sat_board_add_pointer (SatBoard *self, SatBoardLane *lane);
void sat_board_add_autoscroll (SatBoard *self);
void sat_board_stop_drag (SatBoard *self);

void sat_board_prepare_travel (SatBoard *self,
                               gint64 id,
                               SatBoardColumn *to,
                               const graphene_rect_t *from);
/* The cards of @column have changed: perhaps the one that is to travel has arrived. */
void sat_board_check_travel (SatBoard *self, SatBoardColumn *column);
void sat_board_snapshot_travel (SatBoard *self, GtkSnapshot *snapshot);
void sat_board_end_travel (SatBoard *self);

void sat_board_install_menu_actions (GtkWidgetClass *widget_class);
/* At @x, @y of the board; negative: at the card. */
void sat_board_open_menu (SatBoard *self, gint64 id, double x, double y);
void sat_board_close_menu (SatBoard *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "sat-board-list.h"

G_BEGIN_DECLS

/* A column of the board as a widget: header, cards, and the place to drop a card on. A collapsed
 * one is its header only. */
#define SAT_TYPE_BOARD_LANE (sat_board_lane_get_type ())
G_DECLARE_FINAL_TYPE (SatBoardLane, sat_board_lane, SAT, BOARD_LANE, GtkWidget)

SatBoardLane *
sat_board_lane_new (SatBoardColumn *column, SatBoardFaceFunc func, gpointer user_data);

SatBoardColumn *sat_board_lane_get_column (SatBoardLane *self); /* (transfer none) */
SatBoardList *sat_board_lane_get_list (SatBoardLane *self);     /* (transfer none) */
GtkWidget *sat_board_lane_get_header (SatBoardLane *self);      /* (transfer none) */

G_END_DECLS

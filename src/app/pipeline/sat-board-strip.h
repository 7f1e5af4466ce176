/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "sat-board-lane.h"

G_BEGIN_DECLS

/* The columns of the board side by side, each as wide as the room allows. */
#define SAT_TYPE_BOARD_STRIP (sat_board_strip_get_type ())
G_DECLARE_FINAL_TYPE (SatBoardStrip, sat_board_strip, SAT, BOARD_STRIP, GtkWidget)

SatBoardStrip *sat_board_strip_new (void);

void sat_board_strip_clear (SatBoardStrip *self);
void sat_board_strip_append (SatBoardStrip *self, SatBoardLane *lane);

guint sat_board_strip_get_n_lanes (SatBoardStrip *self);
SatBoardLane *sat_board_strip_get_lane (SatBoardStrip *self, guint index); /* (transfer none) */
/* The lane at @x of the strip; in a gap the nearest. NULL when there is none. */
SatBoardLane *sat_board_strip_pick (SatBoardStrip *self, double x);

G_END_DECLS

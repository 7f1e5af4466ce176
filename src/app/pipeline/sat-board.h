/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "sat-board-list.h"

G_BEGIN_DECLS

/* The board: columns of cards that are dragged, or moved by keys, from one column to another. It
 * only asks for a move; whoever changes the columns' lists moves the card, and the board then shows
 * it travel.
 *
 * Signals:
 * "record-selected" (gint64 id): by a click or an arrow key.
 * "record-activated" (gint64 id): by Enter or a double click.
 * "move-requested" (SatRecord*, SatBoardColumn*): to that column.
 * "delete-requested" (SatRecord*). */
#define SAT_TYPE_BOARD (sat_board_get_type ())
G_DECLARE_FINAL_TYPE (SatBoard, sat_board, SAT, BOARD, GtkWidget)

/* @func and @user_data must outlive the board. */
SatBoard *sat_board_new (SatBoardFaceFunc func, gpointer user_data);

/* @columns: of SatBoardColumn, followed as it changes; NULL: none. */
void sat_board_set_columns (SatBoard *self, GListModel *columns);
void sat_board_set_compact (SatBoard *self, gboolean compact);

/* 0: none. No signal is emitted. */
void sat_board_set_selected (SatBoard *self, gint64 id);
gint64 sat_board_get_selected (SatBoard *self);
/* Scrolls to the card @id; FALSE when no open column has it. */
gboolean sat_board_reveal_record (SatBoard *self, gint64 id);
/* Puts the focus where the arrow keys move between cards; FALSE when there is none. */
gboolean sat_board_focus_records (SatBoard *self);
/* Asks for the texts of all cards again. */
void sat_board_refresh (SatBoard *self);

/* How many card widgets there are. */
guint sat_board_get_n_cards (SatBoard *self);
/* The widget of card @id (transfer none); NULL when it is out of view. */
SatBoardCard *sat_board_get_card (SatBoard *self, gint64 id);

G_END_DECLS

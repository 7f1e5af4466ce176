/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "sat-board-card.h"
#include "sat-board-column.h"

G_BEGIN_DECLS

/* The cards of one column, scrolling. Only those in view have a widget; as it scrolls, the widgets
 * that leave on one side come back on the other. Put it into a GtkScrolledWindow. */
#define SAT_TYPE_BOARD_LIST (sat_board_list_get_type ())
G_DECLARE_FINAL_TYPE (SatBoardList, sat_board_list, SAT, BOARD_LIST, GtkWidget)

/* Fills @face (empty) with what the card of @record says in @column. */
typedef void (*SatBoardFaceFunc) (SatBoardColumn *column,
                                  SatRecord *record,
                                  SatCardFace *face,
                                  gpointer user_data);

/* @func must outlive the list. */
SatBoardList *
sat_board_list_new (SatBoardColumn *column, SatBoardFaceFunc func, gpointer user_data);

SatBoardColumn *sat_board_list_get_column (SatBoardList *self); /* (transfer none) */
void sat_board_list_set_compact (SatBoardList *self, gboolean compact);
/* The card that is marked as the selected one; 0: none. */
void sat_board_list_set_selected (SatBoardList *self, gint64 id);
/* The card whose picture is elsewhere; 0: none. */
void sat_board_list_set_away (SatBoardList *self, gint64 id);
/* Asks for the texts of all cards again: the day or the language of dates has changed. */
void sat_board_list_refresh (SatBoardList *self);

/* The focused card, or where the focus was last: FALSE when the column is empty. */
gboolean sat_board_list_get_cursor (SatBoardList *self, guint *index);
/* Scrolls to card @index and focuses it. */
void sat_board_list_focus_card (SatBoardList *self, guint index);
/* Scrolls so that card @index is in view. */
void sat_board_list_reveal (SatBoardList *self, guint index);
guint sat_board_list_get_page (SatBoardList *self); /* cards that a page key moves over */
void sat_board_list_scroll_by (SatBoardList *self, double pixels);

/* The widget that shows @id now (transfer none); NULL when it is out of view. */
SatBoardCard *sat_board_list_get_card (SatBoardList *self, gint64 id);
/* Where card @index is or would be, in the list's own coordinates. */
void sat_board_list_get_place (SatBoardList *self, guint index, graphene_rect_t *place);
/* How many card widgets there are, in view or spare. */
guint sat_board_list_get_n_cards (SatBoardList *self);

G_END_DECLS

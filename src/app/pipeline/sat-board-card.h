/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "sat-card-face.h"

G_BEGIN_DECLS

/* One card of the board, drawn by itself: a widget that a column moves from record to record as it
 * scrolls, so that texts are laid out only when they change. */
#define SAT_TYPE_BOARD_CARD (sat_board_card_get_type ())
G_DECLARE_FINAL_TYPE (SatBoardCard, sat_board_card, SAT, BOARD_CARD, GtkWidget)

/* A card that shows less, so that more of them fit. Every card of a board has the same height,
 * whatever it says. */
SatBoardCard *sat_board_card_new (gboolean compact);

/* Shows the record @id: takes the texts out of @face. @item: what the card stands for, handed to
 * drags. */
void sat_board_card_set (SatBoardCard *self, gint64 id, GObject *item, SatCardFace *face);
/* Where it stands: @index of @n in the column named @column. */
void sat_board_card_set_place (SatBoardCard *self, const char *column, guint index, guint n);
void sat_board_card_set_selected (SatBoardCard *self, gboolean selected);
/* While its picture travels elsewhere the card keeps its place without being seen. */
void sat_board_card_set_away (SatBoardCard *self, gboolean away);

gint64 sat_board_card_get_id (SatBoardCard *self);     /* 0: shows nothing yet */
GObject *sat_board_card_get_item (SatBoardCard *self); /* (transfer none) */
guint sat_board_card_get_index (SatBoardCard *self);
const SatCardFace *sat_board_card_get_face (SatBoardCard *self);

G_END_DECLS

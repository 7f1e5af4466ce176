/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-board-layout.h"
#include "sat-board-list.h"

G_BEGIN_DECLS

/* The card widgets of one list, moved from record to record as the list scrolls. Adding and
 * removing widgets makes the whole window lay itself out, so their number changes only with the
 * height of the list and the count of its cards. */
typedef struct {
  GtkWidget *list; /* the parent of the cards */
  SatBoardColumn *column;
  SatBoardFaceFunc func;
  gpointer user_data;
  gboolean compact;
  gint64 selected, away;
  GPtrArray *slots; /* SatBoardSlot, by index after an update */
} SatBoardSlots;

/* A widget and the record it shows. */
typedef struct {
  SatBoardCard *card;
  SatRecord *record;
  gulong changed;
  guint index;
  gboolean wanted;
} SatBoardSlot;

void sat_board_slots_init (SatBoardSlots *self,
                           GtkWidget *list,
                           SatBoardColumn *column,
                           SatBoardFaceFunc func,
                           gpointer user_data);
void sat_board_slots_clear (SatBoardSlots *self);

guint sat_board_slots_n (SatBoardSlots *self);
SatBoardSlot *sat_board_slots_get (SatBoardSlots *self, guint i);
/* The slot that shows @id, or whose card is @card; NULL: none. */
SatBoardSlot *sat_board_slots_find (SatBoardSlots *self, gint64 id);
SatBoardSlot *sat_board_slots_find_card (SatBoardSlots *self, GtkWidget *card);

/* The slot of card @index, made if there is none; NULL past the end. */
SatBoardSlot *sat_board_slots_ensure (SatBoardSlots *self, guint index);
/* Shows the cards of @range, and keeps the one that has the focus wherever it is. */
void sat_board_slots_update (SatBoardSlots *self, SatBoardRange range);

void sat_board_slots_refresh (SatBoardSlots *self);
void sat_board_slots_set_compact (SatBoardSlots *self, gboolean compact);
void sat_board_slots_set_selected (SatBoardSlots *self, gint64 id);
void sat_board_slots_set_away (SatBoardSlots *self, gint64 id);
/* Height of every card. */
int sat_board_slots_measure (SatBoardSlots *self);

G_END_DECLS

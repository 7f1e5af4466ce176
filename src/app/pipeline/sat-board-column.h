/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "sat-column-totals.h"
#include "sat-record.h"

G_BEGIN_DECLS

/* One column of the board: what its header says and, as a GListModel of SatRecord, its cards. It
 * stands over the list of what is stored and shows a move that is not yet written at once: a card
 * can be sent ahead into it or held back from it until the stored list agrees. */
#define SAT_TYPE_BOARD_COLUMN (sat_board_column_get_type ())
G_DECLARE_FINAL_TYPE (SatBoardColumn, sat_board_column, SAT, BOARD_COLUMN, GObject)

typedef enum {
  SAT_COLUMN_OPEN,
  SAT_COLUMN_WON,
  SAT_COLUMN_LOST,
} SatColumnKind;

/* Signals: "items-changed"; "changed" when anything of the header is different. */

/* @id: of the stage. */
SatBoardColumn *sat_board_column_new (gint64 id, const char *title, SatColumnKind kind);

gint64 sat_board_column_get_id (SatBoardColumn *self);
const char *sat_board_column_get_title (SatBoardColumn *self);
SatColumnKind sat_board_column_get_kind (SatBoardColumn *self);
/* As it is spoken with each card: "stage Engaging". (transfer none) */
const char *sat_board_column_get_spoken (SatBoardColumn *self);

/* How strong its colour is: 0 the first, 1 the last of the open columns. */
void sat_board_column_set_strength (SatBoardColumn *self, double strength);
double sat_board_column_get_strength (SatBoardColumn *self);

void sat_board_column_set_collapsed (SatBoardColumn *self, gboolean collapsed);
gboolean sat_board_column_get_collapsed (SatBoardColumn *self);

void sat_board_column_set_totals (SatBoardColumn *self, const SatColumnTotals *totals);
const SatColumnTotals *sat_board_column_get_totals (SatBoardColumn *self);

/* The stored cards: a SatListModel, or any list of SatRecord. NULL: none (yet). */
void sat_board_column_set_base (SatBoardColumn *self, GListModel *base);
GListModel *sat_board_column_get_base (SatBoardColumn *self); /* (transfer none) */
/* TRUE while the first rows are on their way. */
gboolean sat_board_column_get_loading (SatBoardColumn *self);

gint64 sat_board_column_get_item_id (SatBoardColumn *self, guint position); /* 0 past the end */
gboolean sat_board_column_find (SatBoardColumn *self, gint64 id, guint *position);

/* Until it is settled, the card of @record is shown here, at @position as long as it is not stored
 * here. */
void sat_board_column_send (SatBoardColumn *self, SatRecord *record, guint position);
/* Until it is settled, the card @id is not shown here. */
void sat_board_column_hold (SatBoardColumn *self, gint64 id);
/* From now on what is stored counts again for the card @id. */
void sat_board_column_settle (SatBoardColumn *self, gint64 id);

G_END_DECLS

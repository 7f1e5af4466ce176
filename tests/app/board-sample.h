/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A board over records that are only in memory. */
#pragma once

#include "sat-board.h"

G_BEGIN_DECLS

/* @n_cards spread over four open columns, and a won and a lost one with a tenth each, both
 * collapsed. Ids count from 1. GListStore of SatBoardColumn over GListStore of SatRecord. */
GListStore *board_sample_columns (SatRegistry *registry, guint n_cards, gboolean odd_texts);
/* A SatBoardFaceFunc: texts made from the record's id, some of them warning. @user_data: unused. */
void board_sample_face (SatBoardColumn *column,
                        SatRecord *record,
                        SatCardFace *face,
                        gpointer user_data);
/* Moves what is asked for at once, as a view over a store would. */
void board_sample_obey (SatBoard *board, GListStore *columns);

G_END_DECLS

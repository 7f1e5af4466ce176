/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-board-column.h"
#include "sat-context.h"

G_BEGIN_DECLS

/* The moves of deals between columns that are shown but not yet known to the stored lists. A move
 * is seen at once, its commit confirms it, a failure puts the card back. */
#define SAT_TYPE_PIPELINE_MOVES (sat_pipeline_moves_get_type ())
G_DECLARE_FINAL_TYPE (SatPipelineMoves, sat_pipeline_moves, SAT, PIPELINE_MOVES, GObject)

/* @columns: of SatBoardColumn over SatListModel; followed as it changes. */
SatPipelineMoves *sat_pipeline_moves_new (SatContext *context, GListModel *columns);

/* @reason: why it was lost, NULL to leave it. */
void sat_pipeline_moves_add (SatPipelineMoves *self,
                             SatRecord *deal,
                             SatBoardColumn *to,
                             const char *reason);
/* A stored list has changed: perhaps it knows the move by now. */
void sat_pipeline_moves_check (SatPipelineMoves *self);
/* The columns are others now. */
void sat_pipeline_moves_forget (SatPipelineMoves *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The pipeline: the deals of a sales process, stage by stage. SatPipelineView is the view;
 * SatPipelineModel reads stages, deals and totals and writes moves. SatBoard draws columns
 * (SatBoardColumn) of cards and knows nothing of the store: it asks for moves. Its parts:
 * sat-board-layout.h is the arithmetic, SatBoardStrip lays out the lanes, SatBoardLane is a column,
 * SatBoardList scrolls its cards, SatBoardCard draws one, from what a SatCardFace says;
 * sat-deal-face.h writes the face of a deal. */

#pragma once

#include "sat-board.h"
#include "sat-pipeline-model.h"
#include "sat-pipeline-view.h"

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-board.h"
#include "sat-filter-bar.h"
#include "sat-record-table.h"
#include "sat-views.h"

G_BEGIN_DECLS

/* The deals of one pipeline, as a board or as a table: one filter, one line of totals for both. */
#define SAT_TYPE_PIPELINE_VIEW (sat_pipeline_view_get_type ())
G_DECLARE_FINAL_TYPE (SatPipelineView, sat_pipeline_view, SAT, PIPELINE_VIEW, GtkWidget)

/* For sat-views.c. */
GtkWidget *sat_pipeline_view_new (SatContext *context, const SatViewInfo *info);

SatBoard *sat_pipeline_view_get_board (SatPipelineView *self);
/* NULL before the table is first shown. */
SatRecordTable *sat_pipeline_view_get_table (SatPipelineView *self);
SatFilterBar *sat_pipeline_view_get_filter_bar (SatPipelineView *self);

G_END_DECLS

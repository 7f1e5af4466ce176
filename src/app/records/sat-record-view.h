/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-filter-bar.h"
#include "sat-record-table.h"
#include "sat-views.h"

G_BEGIN_DECLS

/* The view of one type: filter bar over table. What is selected is shown in the details where there
 * is room, what is activated everywhere. */
#define SAT_TYPE_RECORD_VIEW (sat_record_view_get_type ())
G_DECLARE_FINAL_TYPE (SatRecordView, sat_record_view, SAT, RECORD_VIEW, GtkWidget)

/* For sat-views.c. */
GtkWidget *sat_record_view_new (SatContext *context, const SatViewInfo *info);

SatRecordTable *sat_record_view_get_table (SatRecordView *self);
SatFilterBar *sat_record_view_get_filter_bar (SatRecordView *self);

G_END_DECLS

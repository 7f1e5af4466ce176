/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-context.h"
#include "sat-bulk.h"
#include "sat-list-model.h"
#include "sat-record-columns.h"

G_BEGIN_DECLS

/* The records of a type as a table: sortable headers, chosen columns, selection of several, a menu
 * on each row, and what stands there when there is nothing to list.
 *
 * Signals:
 * "selected" (gint64 id): one record is selected; 0: none or several
 * "activated" (gint64 id): Enter or double click
 * "counted": the number of records, or whether it is known, differs
 * "clear-filter": the person wants to see everything again */
#define SAT_TYPE_RECORD_TABLE (sat_record_table_get_type ())
G_DECLARE_FINAL_TYPE (SatRecordTable, sat_record_table, SAT, RECORD_TABLE, GtkWidget)

/* @view_name: whose settings it keeps (sat-settings.h). Reads nothing before it is shown. */
GtkWidget *sat_record_table_new (SatContext *context, const char *type_name, const char *view_name);

/* What to list. @filter: NULL for all; @words: NULL or "" for any. */
void sat_record_table_set_filter (SatRecordTable *self, SatFilter *filter);
void sat_record_table_set_words (SatRecordTable *self, const char *words);

SatListModel *sat_record_table_get_model (SatRecordTable *self);
GtkSelectionModel *sat_record_table_get_selection (SatRecordTable *self);
SatRecordColumns *sat_record_table_get_columns (SatRecordTable *self);
/* Takes columns and order from the settings again. */
void sat_record_table_reload_columns (SatRecordTable *self);
/* What is listed, in its order. sat_query_free(). */
SatQuery *sat_record_table_dup_query (SatRecordTable *self);
/* "1,204 contacts"; "" while the number is not known. g_free(). */
char *sat_record_table_describe_count (SatRecordTable *self);
/* The selected ids (gint64), in the order of the list. (transfer full) */
GArray *sat_record_table_get_selected (SatRecordTable *self);
gboolean sat_record_table_select (SatRecordTable *self, gint64 id);
/* Changes many records, in the background, with progress in the bar under the table. */
void sat_record_table_run_bulk (SatRecordTable *self, SatBulk *bulk);
/* Moves the focus into the list. */
void sat_record_table_focus (SatRecordTable *self);

G_END_DECLS

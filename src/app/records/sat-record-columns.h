/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-context.h"

G_BEGIN_DECLS

/* The columns of a table: which fields, in which order, how wide, sorted by which. Made from the
 * registry, remembered in the view's settings. The sorters that the headers need never sort: they
 * only tell which header was clicked.
 *
 * Signal "sort-changed": ask sat_record_columns_get_sort(). Signal "columns-changed": which are
 * shown. */
#define SAT_TYPE_RECORD_COLUMNS (sat_record_columns_get_type ())
G_DECLARE_FINAL_TYPE (SatRecordColumns, sat_record_columns, SAT, RECORD_COLUMNS, GObject)

/* Adds its columns to @view, which must have none. @settings: of the view. */
SatRecordColumns *sat_record_columns_new (SatContext *context,
                                          const char *type_name,
                                          GSettings *settings,
                                          GtkColumnView *view);
/* Makes the columns again, after the registry has changed. */
void sat_record_columns_rebuild (SatRecordColumns *self);

/* Fields that can be columns, in registry order: GPtrArray of const SatField*. */
GPtrArray *sat_record_columns_list_fields (SatRecordColumns *self);
/* The names of the shown fields, in order. g_strfreev(). */
GStrv sat_record_columns_get_shown (SatRecordColumns *self);
/* Their widths in pixels. g_free(). */
int *sat_record_columns_get_widths (SatRecordColumns *self);
/* Moves a column by @step places, as far as there are. */
void sat_record_columns_move (SatRecordColumns *self, const char *field, int step);
gboolean sat_record_columns_is_shown (SatRecordColumns *self, const char *field);
/* At least one stays. */
void sat_record_columns_set_shown (SatRecordColumns *self, const char *field, gboolean shown);
/* Back to the registry's choice. */
void sat_record_columns_reset (SatRecordColumns *self);

/* For sat_query_set_sort_text(): "name" or "name:desc". g_free(). */
char *sat_record_columns_get_sort (SatRecordColumns *self);
void sat_record_columns_set_sort (SatRecordColumns *self, const char *field, gboolean descending);

G_END_DECLS

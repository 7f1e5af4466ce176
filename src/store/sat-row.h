/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-statement.h"
#include "sat-model.h"

G_BEGIN_DECLS

/* How the fields of one type are read from its row with one statement, those that show through a
 * primary child included. Private to the store; lives as long as its registry. */
typedef struct _SatRowPlan SatRowPlan;

/* @n_titles: just the fields that the first so many alternatives of the title are made of, and no
 * public id; 0: all fields. */
SatRowPlan *sat_row_plan_new (SatRegistry *registry, const SatType *type, guint n_titles);
void sat_row_plan_free (SatRowPlan *self);

/* One parameter, the id. */
const char *sat_row_plan_get_sql (SatRowPlan *self);
/* The record of the current row: its values, no titles, sets or computed fields. */
SatRecord *sat_row_plan_read (SatRowPlan *self, SatStatement *statement);

/* What a column of the current row holds: a number, a text or nothing. */
SatValue sat_row_value (SatStatement *statement, int column);
/* The value of a stored field whose columns (sat_schema_append_field()) begin at *@column, which
 * moves behind them. */
SatValue sat_row_field (SatStatement *statement, const SatField *field, int *column);

/* The alternatives of the type's title template, best first; each is a GPtrArray of SatField. */
GPtrArray *sat_title_alternatives (const SatType *type);
/* TRUE for the alternative that is a given and a family name, in this order. */
gboolean sat_title_is_full_name (const SatType *type, GPtrArray *fields);
/* The first line that says something, cut to what fits on a row. g_free(). */
char *sat_title_first_line (const char *text);
/* A title from loaded values and reference titles. */
char *sat_title_of_record (GPtrArray *alternatives, SatRecord *record);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatRowPlan, sat_row_plan_free)

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-context.h"

G_BEGIN_DECLS

/* A field of a record in the details: its name and value; Enter, F2, E or a click edits it in
 * place. Enter saves, Escape reverts, wrong input stays with the reason below. What is typed is a
 * draft until it is saved: a row that goes away saves it if it is right; else the next row for the
 * same field shows it again, being edited. */
#define SAT_TYPE_FIELD_ROW (sat_field_row_get_type ())
G_DECLARE_FINAL_TYPE (SatFieldRow, sat_field_row, SAT, FIELD_ROW, GtkListBoxRow)

/* @shown: the record whose details these are: @record, or its parent. */
GtkWidget *
sat_field_row_new (SatContext *context, SatRecord *shown, SatRecord *record, const SatField *field);

const SatField *sat_field_row_get_field (SatFieldRow *self);
/* What the name takes at best, in pixels, and what it gets. */
int sat_field_row_get_name_width (SatFieldRow *self);
void sat_field_row_set_name_width (SatFieldRow *self, int width);
gboolean sat_field_row_is_empty (SatFieldRow *self);
gboolean sat_field_row_is_editing (SatFieldRow *self);
/* FALSE if the field cannot be edited. */
gboolean sat_field_row_edit (SatFieldRow *self);
/* Saves what is being edited, if it is right. FALSE: something was typed that is not saved; it is
 * kept as a draft. */
gboolean sat_field_row_save (SatFieldRow *self);

G_END_DECLS

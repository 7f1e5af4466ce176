/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-context.h"

G_BEGIN_DECLS

/* A field of a record in the details: its name and value; Enter, F2, E or a click edits it in
 * place. Enter saves, Escape reverts, wrong input stays with the reason below. */
#define SAT_TYPE_FIELD_ROW (sat_field_row_get_type ())
G_DECLARE_FINAL_TYPE (SatFieldRow, sat_field_row, SAT, FIELD_ROW, GtkListBoxRow)

GtkWidget *sat_field_row_new (SatContext *context, SatRecord *record, const SatField *field);

const SatField *sat_field_row_get_field (SatFieldRow *self);
/* Gives the name the width of the others in the group. */
void sat_field_row_align (SatFieldRow *self, GtkSizeGroup *group);
gboolean sat_field_row_is_empty (SatFieldRow *self);
gboolean sat_field_row_is_editing (SatFieldRow *self);
/* FALSE if the field cannot be edited. */
gboolean sat_field_row_edit (SatFieldRow *self);
/* Saves what is being edited, if it is right. */
void sat_field_row_save (SatFieldRow *self);

G_END_DECLS

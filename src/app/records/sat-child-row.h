/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-context.h"

G_BEGIN_DECLS

/* One child record: its title and what tells it apart; opens to its fields. */
#define SAT_TYPE_CHILD_ROW (sat_child_row_get_type ())
G_DECLARE_FINAL_TYPE (SatChildRow, sat_child_row, SAT, CHILD_ROW, AdwExpanderRow)

/* @up: the reference of @child that leads to @parent. */
GtkWidget *
sat_child_row_new (SatContext *context, SatRecord *parent, SatRecord *child, const SatField *up);
SatRecord *sat_child_row_get_record (SatChildRow *self);
/* As sat_record_fields_save(). */
const SatField *sat_child_row_save (SatChildRow *self);
/* As sat_record_fields_resume(). */
gboolean sat_child_row_resume (SatChildRow *self);
/* Shows what the record says now. */
void sat_child_row_update (SatChildRow *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-context.h"

G_BEGIN_DECLS

/* The fields of a record as rows that are edited in place. Empty ones that lists do not show either
 * are folded away behind a button. What shows through a primary child stands with the children
 * (SatChildList), not here. */
#define SAT_TYPE_RECORD_FIELDS (sat_record_fields_get_type ())
G_DECLARE_FINAL_TYPE (SatRecordFields, sat_record_fields, SAT, RECORD_FIELDS, GtkWidget)

GtkWidget *sat_record_fields_new (SatContext *context, SatRecord *record);

/* Begins to edit the first field that can be, or @name. */
gboolean sat_record_fields_edit (SatRecordFields *self, const char *name);
/* Goes on with what is being edited. FALSE: nothing is. */
gboolean sat_record_fields_resume (SatRecordFields *self);
/* Gives long names the room they need, where there is room for it. */
void sat_record_fields_align (SatRecordFields *self);
/* Does not show the field @name: it is set in another way. */
void sat_record_fields_leave_out (SatRecordFields *self, const char *name);
/* Saves what is being edited, if it is right. The first field with a text that is not saved but
 * kept as a draft, NULL if there is none. */
const SatField *sat_record_fields_save (SatRecordFields *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-edit.h"

G_BEGIN_DECLS

/* A form for a new record, made from the registry: an editor for each field that a person may fill.
 * Fields that lists show come first, the others behind a button. What is typed is kept as a draft.
 *
 * Signal "submit": Enter in a field. */
#define SAT_TYPE_RECORD_FORM (sat_record_form_get_type ())
G_DECLARE_FINAL_TYPE (SatRecordForm, sat_record_form, SAT, RECORD_FORM, GtkWidget)

/* @place: of the drafts (sat-drafts.h); NULL: none. @without: the name of a field that is not asked
 * for, such as the parent of a child; NULL. */
GtkWidget *sat_record_form_new (SatContext *context,
                                const char *type_name,
                                const char *place,
                                const char *without);

/* Fills a field, as if the person had; canonical text, references by public id. */
void sat_record_form_fill (SatRecordForm *self, const char *field, const char *text);
/* Does not ask for the field; what it is filled with stays. */
void sat_record_form_leave_out (SatRecordForm *self, const char *field);
/* An entry for a new record with what is filled in. NULL: something is wrong; it is shown at its
 * field and has the focus. (transfer full) */
SatEntry *sat_record_form_read (SatRecordForm *self);
/* The record is made: the draft is no longer needed. */
void sat_record_form_forget (SatRecordForm *self);
void sat_record_form_focus (SatRecordForm *self);

G_END_DECLS

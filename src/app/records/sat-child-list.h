/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-record-group.h"

G_BEGIN_DECLS

/* The child records of one type below a record (phones, addresses, lines ...): each opens to edit
 * its fields, may be made the primary one, or taken away; one more can be added. */
#define SAT_TYPE_CHILD_LIST (sat_child_list_get_type ())
G_DECLARE_FINAL_TYPE (SatChildList, sat_child_list, SAT, CHILD_LIST, SatRecordGroup)

/* The lists that a record of @parent has: a SatField of each child type that leads up to it and is
 * not a set of words. GPtrArray of const SatField*. */
GPtrArray *sat_child_list_fields_for (SatRegistry *registry, const SatType *parent);

/* @up: the reference of the child type that leads to @record. */
GtkWidget *sat_child_list_new (SatContext *context, SatRecord *record, const SatField *up);
/* Saves what is being edited, if it is right. What has a text that is not saved but kept as a
 * draft, for people: a field or a kind of record; NULL if there is none. */
const char *sat_child_list_save (SatChildList *self);
/* Goes on with what is being edited or added. FALSE: nothing is. */
gboolean sat_child_list_resume (SatChildList *self);
/* Reads the children again. */
void sat_child_list_refresh (SatChildList *self);

G_END_DECLS

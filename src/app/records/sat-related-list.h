/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-record-group.h"

G_BEGIN_DECLS

/* The records that point to a record by one reference (the deals of a company, its people ...): the
 * first of them, how many there are, and the way to all. */
#define SAT_TYPE_RELATED_LIST (sat_related_list_get_type ())
G_DECLARE_FINAL_TYPE (SatRelatedList, sat_related_list, SAT, RELATED_LIST, SatRecordGroup)

/* The references that lead from other main records to one of @type; what the timeline shows is left
 * out. GPtrArray of const SatField*. */
GPtrArray *sat_related_list_fields_for (SatRegistry *registry, const SatType *type);

GtkWidget *sat_related_list_new (SatContext *context, SatRecord *record, const SatField *reference);
void sat_related_list_refresh (SatRelatedList *self);

G_END_DECLS

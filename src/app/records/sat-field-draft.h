/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-context.h"

G_BEGIN_DECLS

/* Where what is typed into a field in the details is kept until it is saved (sat-drafts.h).
 * Reference counted: a save that is on its way may outlive the field's row. */
typedef struct _SatFieldDraft SatFieldDraft;

/* @shown: the record whose details they are: @record, or its parent. */
SatFieldDraft *sat_field_draft_new (SatContext *context,
                                    SatRecord *shown,
                                    SatRecord *record,
                                    const SatField *field);
SatFieldDraft *sat_field_draft_ref (SatFieldDraft *self);
void sat_field_draft_unref (SatFieldDraft *self);

const char *sat_field_draft_get (SatFieldDraft *self); /* NULL: none */
/* NULL forgets. */
void sat_field_draft_set (SatFieldDraft *self, const char *text);

/* The drafts of what is typed in the details of @record. g_free(). */
char *sat_field_draft_place (SatRecord *record);
/* How the names of the drafts of @child begin in the place of its parent. g_free(). */
char *sat_field_draft_prefix (SatRecord *child);

G_END_DECLS

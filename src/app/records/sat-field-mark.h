/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-context.h"

G_BEGIN_DECLS

/* A quiet mark beside a field that is being edited: it has been changed elsewhere meanwhile. What
 * is typed stays; the mark says who changed it to what, and takes that on request.
 *
 * Signal "take": what stands there now is wanted. */
#define SAT_TYPE_FIELD_MARK (sat_field_mark_get_type ())
G_DECLARE_FINAL_TYPE (SatFieldMark, sat_field_mark, SAT, FIELD_MARK, GtkWidget)

GtkWidget *sat_field_mark_new (void);
/* NULL: nothing has changed, the mark is not shown. */
void sat_field_mark_set_text (SatFieldMark *self, const char *text);

/* What the mark is to say: @record, as it is now, has another value in @field than @seen, which its
 * editor began with. NULL: it has not. g_free(). */
char *sat_field_mark_describe (SatContext *context,
                               SatRecord *record,
                               const SatField *field,
                               const SatValue *seen);

G_END_DECLS

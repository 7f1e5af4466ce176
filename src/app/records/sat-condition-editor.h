/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-condition.h"

G_BEGIN_DECLS

/* Asks for one condition on a field: what kind of question, and the value. Stands in a popover.
 *
 * Signals:
 * "changed": sat_condition_editor_get() may have another answer
 * "done": Enter */
#define SAT_TYPE_CONDITION_EDITOR (sat_condition_editor_get_type ())
G_DECLARE_FINAL_TYPE (SatConditionEditor, sat_condition_editor, SAT, CONDITION_EDITOR, GtkWidget)

/* @path: sat-condition-path.h; must lead somewhere. @condition: what is asked now; NULL for nothing
 * yet. */
GtkWidget *sat_condition_editor_new (SatContext *context,
                                     const SatType *type,
                                     const char *path,
                                     const SatCondition *condition);
/* NULL while no value is given. (transfer full) */
SatCondition *sat_condition_editor_get (SatConditionEditor *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-context.h"

G_BEGIN_DECLS

/* The fields of a type in a popover, with a box to find one by typing. Either one is chosen (signal
 * "chosen" (const char *name)), or each has a mark that is switched (signal "switched" (const char
 * *name, gboolean on)). */
#define SAT_TYPE_FIELD_LIST (sat_field_list_get_type ())
G_DECLARE_FINAL_TYPE (SatFieldList, sat_field_list, SAT, FIELD_LIST, GtkWidget)

typedef gboolean (*SatFieldFunc) (const SatField *field, gpointer user_data);

/* @wanted: which fields are listed. */
GtkWidget *sat_field_list_new (const SatType *type, SatFieldFunc wanted, gpointer user_data);
/* @on: which marks are set. */
GtkWidget *sat_field_list_new_with_marks (const SatType *type,
                                          SatFieldFunc wanted,
                                          SatFieldFunc on,
                                          gpointer user_data);

/* Puts the focus where a field is found by typing. */
void sat_field_list_focus (SatFieldList *self);
/* The field whose line has the focus, NULL if none. */
const char *sat_field_list_get_focused (SatFieldList *self);
/* Moves the line of @name by @step places, as far as there are; the focus stays on it. */
void sat_field_list_move (SatFieldList *self, const char *name, int step);
/* Adds a line called @name, to be chosen, below the line of the field @after. */
void
sat_field_list_add (SatFieldList *self, const char *after, const char *name, const char *label);

G_END_DECLS

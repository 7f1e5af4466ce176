/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-saved-list.h"

G_BEGIN_DECLS

/* The saved lists of a workspace, by name, kept in step with the store.
 *
 * Signal "changed": some came, went or have other names. */
#define SAT_TYPE_SAVED_LISTS (sat_saved_lists_get_type ())
G_DECLARE_FINAL_TYPE (SatSavedLists, sat_saved_lists, SAT, SAVED_LISTS, GObject)

SatSavedLists *sat_saved_lists_new (SatContext *context);
guint sat_saved_lists_get_n (SatSavedLists *self);
SatSavedList *sat_saved_lists_get (SatSavedLists *self, guint i); /* (transfer none) */
/* By the name of its view, or by its record; NULL if there is none. (transfer none) */
SatSavedList *sat_saved_lists_find (SatSavedLists *self, const char *view_name);
SatSavedList *sat_saved_lists_find_id (SatSavedLists *self, gint64 id);

G_END_DECLS

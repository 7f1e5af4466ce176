/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "sat-list-model.h"

G_BEGIN_DECLS

/* Which rows of a list are selected. Knows positions only, so that selecting a million rows loads
 * none of them. What stays in the list stays selected; a row that leaves and comes back in one
 * refresh too, unless more than 2,000 are selected. All rows that are selected while the list is
 * still being read stay all. */
#define SAT_TYPE_LIST_SELECTION (sat_list_selection_get_type ())
G_DECLARE_FINAL_TYPE (SatListSelection, sat_list_selection, SAT, LIST_SELECTION, GObject)

SatListSelection *sat_list_selection_new (SatListModel *model); /* takes a reference */

guint sat_list_selection_get_size (SatListSelection *self);
/* The selected ids (gint64) in the order of the list. Copies runs of rows, not single ones.
 * (transfer full) */
GArray *sat_list_selection_get_ids (SatListSelection *self);
/* The only selected record, 0 if none or several. */
gint64 sat_list_selection_get_single (SatListSelection *self);

G_END_DECLS

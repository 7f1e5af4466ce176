/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-bulk-job.h"
#include "sat-list-selection.h"

G_BEGIN_DECLS

/* What slides in under a table while several rows are selected: how many, and what can be done with
 * them, through the actions of the table it is in. While a change to many is on its way it shows
 * how far that is and lets it be stopped. */
#define SAT_TYPE_SELECTION_BAR (sat_selection_bar_get_type ())
G_DECLARE_FINAL_TYPE (SatSelectionBar, sat_selection_bar, SAT, SELECTION_BAR, GtkWidget)

GtkWidget *
sat_selection_bar_new (SatContext *context, const char *type_name, SatListSelection *selection);
/* Shows @job until it is finished. */
void sat_selection_bar_watch (SatSelectionBar *self, SatBulkJob *job);
gboolean sat_selection_bar_is_busy (SatSelectionBar *self);

G_END_DECLS

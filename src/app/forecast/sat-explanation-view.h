/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "sat-explanation.h"

G_BEGIN_DECLS

/* How a figure came about, as a tree of figures with their formulas in words, down to the records.
 *
 * Signal "activated" (gint64 id): a record of the tree is to be opened. */
#define SAT_TYPE_EXPLANATION_VIEW (sat_explanation_view_get_type ())
G_DECLARE_FINAL_TYPE (SatExplanationView, sat_explanation_view, SAT, EXPLANATION_VIEW, GtkWidget)

GtkWidget *sat_explanation_view_new (void);
/* (transfer full) @explanation; NULL: nothing. */
void sat_explanation_view_show (SatExplanationView *self, SatExplanation *explanation);
const SatExplanation *sat_explanation_view_get (SatExplanationView *self);
void sat_explanation_view_focus (SatExplanationView *self);
/* The lines that are shown. */
GListModel *sat_explanation_view_get_lines (SatExplanationView *self);

G_END_DECLS

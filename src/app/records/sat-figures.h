/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-context.h"

G_BEGIN_DECLS

/* The few figures that say what a record is worth: won and open amounts and people of a company,
 * amount and chance of a deal. Empty for other types. */
#define SAT_TYPE_FIGURES (sat_figures_get_type ())
G_DECLARE_FINAL_TYPE (SatFigures, sat_figures, SAT, FIGURES, GtkWidget)

GtkWidget *sat_figures_new (SatContext *context, SatRecord *record);
/* Reads them again, in the background. */
void sat_figures_refresh (SatFigures *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-palette-item.h"
#include "sat-quick-add.h"

G_BEGIN_DECLS

/* What a line typed into the palette would add: how that is shown before, and how it is saved. */

/* The line measured by the locale's dates, the clock and the workspace's currency. */
void sat_quick_plan_init_base (SatQuickBase *base, const SatFormat *format);
/* A line of the palette that says what was understood; NULL if nothing was. */
SatPaletteItem *sat_quick_plan_describe (SatContext *context, const SatQuickAdd *quick);
/* Saves it with an undo toast. */
void sat_quick_plan_save (SatContext *context, const SatQuickAdd *quick);

G_END_DECLS

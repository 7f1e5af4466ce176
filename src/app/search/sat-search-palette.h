/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Search over everything, and every command: Ctrl+K, a few letters, Enter. Before anything is typed
 * stands what was looked at last. It lies over the window; the window keeps the focus inside while
 * it is there. */

#pragma once

#include "sat-palette-commands.h"

G_BEGIN_DECLS

/* Signals:
 * "chosen" (gint64 id): the record to open
 * "close": nothing was chosen, or all is done
 * "command" (const char*): a detailed action to activate, after "close" */
#define SAT_TYPE_SEARCH_PALETTE (sat_search_palette_get_type ())
G_DECLARE_FINAL_TYPE (SatSearchPalette, sat_search_palette, SAT, SEARCH_PALETTE, GtkWidget)

GtkWidget *sat_search_palette_new (SatContext *context, const SatPaletteScope *scope);
void sat_search_palette_focus (SatSearchPalette *self);
/* For pictures and tests. */
void sat_search_palette_set_text (SatSearchPalette *self, const char *text);
/* Results that are listed now. */
guint sat_search_palette_get_n_results (SatSearchPalette *self);

G_END_DECLS

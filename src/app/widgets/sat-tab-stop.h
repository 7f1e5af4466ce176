/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* A list inside is one stop for Tab, and the arrows move within it: GTK's own lists take Tab from
 * row to row, so that a long one is never left, and a list that acts on its selection acts at every
 * row on the way. */
#define SAT_TYPE_TAB_STOP (sat_tab_stop_get_type ())
G_DECLARE_FINAL_TYPE (SatTabStop, sat_tab_stop, SAT, TAB_STOP, AdwBin)

/* Tab is just moving the focus in: what a list selects then, nobody has chosen. */
gboolean sat_tab_stop_is_entering (SatTabStop *self);

G_END_DECLS

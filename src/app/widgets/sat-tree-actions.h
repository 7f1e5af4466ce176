/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* GTK 4.8 tells an assistive tool nothing that it could do with a row of a list, a check button or
 * the selected line of a list: what is activated by Enter or Space had to be reached with keys.
 * This gives all of them an action on the accessibility bus: row.activate, check.toggle and
 * lines.activate-selected. To be called once, before the first widget. */
void sat_tree_actions_install (void);

G_END_DECLS

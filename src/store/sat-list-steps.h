/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-list-diff.h"

G_BEGIN_DECLS

/* How many rows are told of at once where a widget makes or drops some for them. */
#define SAT_LIST_STEP 50

/* One change of a list as steps, each of which is one turn of the main loop: GTK keeps the widgets
 * of the 200 rows next to the one at the top of what is shown, and makes and drops them, dear as
 * they are, in the turn in which it is told. @shown: the row at the top. Rows without widgets go at
 * once, then the others from the end, then comes what is new; the positions of the new vector hold
 * for each step. *@at_once: so many steps fit in the first turn. GArray of SatListChange, with
 * nothing for a change of nothing. */
GArray *sat_list_steps (const SatListChange *change, guint shown, guint *at_once);

G_END_DECLS

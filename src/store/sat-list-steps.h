/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-list-diff.h"

G_BEGIN_DECLS

/* How many rows with widgets may go and come in one turn of the main loop. */
#define SAT_LIST_STEP 30

typedef struct {
  SatListChange change;
  guint weight; /* how many rows with widgets go and come */
} SatListStep;

/* One change of a list as steps: GTK keeps the widgets of the 200 rows next to the one at the top
 * of what is shown, and makes and drops them, dear as they are, in the turn in which it is told.
 * When the row with the focus goes, GTK looks for it in all that come with the same step, and would
 * have them all loaded: so few come with those that go. @shown: the row at the top. Rows without
 * widgets go at once, then the others from the end, then comes what is new; the positions of the
 * new vector hold for each step. GArray of SatListStep, none heavier than SAT_LIST_STEP, with
 * nothing for a change of nothing. */
GArray *sat_list_steps (const SatListChange *change, guint shown);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-list-steps.h"

#define MOST_ROWS 200 /* with widgets, on either side of the one at the top */
#define SCREEN 60     /* rows that fit on a large screen */

static void
add_step (GArray *steps, guint position, guint removed, guint added, guint weight)
{
  SatListStep step = {{position, removed, added}, weight};

  if (removed > 0 || added > 0)
    g_array_append_val (steps, step);
}

/* What goes and has no widgets; how many rows are left to go. */
static guint
drop_far_rows (GArray *steps, const SatListChange *change, guint shown)
{
  guint end = change->position + change->removed;
  guint first = CLAMP (shown > MOST_ROWS ? shown - MOST_ROWS : 0, change->position, end);
  guint last = CLAMP (shown + SCREEN + MOST_ROWS, first, end);

  add_step (steps, last, end - last, 0, 0);
  add_step (steps, change->position, first - change->position, 0, 0);
  return last - first;
}

/* The last ones that go make room for the first that come, so that the list is never empty between
 * two that are not. */
static guint
exchange_near_rows (GArray *steps, const SatListChange *change, guint left)
{
  guint most = change->added > 0 ? SAT_LIST_STEP / 4 : SAT_LIST_STEP;
  guint added;

  while (left > most) {
    guint n = MIN (left - most, SAT_LIST_STEP);

    left -= n;
    add_step (steps, change->position + left, n, 0, n);
  }
  added = MIN (change->added, SAT_LIST_STEP - left);
  add_step (steps, change->position, left, added, left + added);
  return added;
}

GArray *
sat_list_steps (const SatListChange *change, guint shown)
{
  GArray *steps = g_array_new (FALSE, FALSE, sizeof (SatListStep));
  guint left, added;

  g_return_val_if_fail (change != NULL, steps);
  left = drop_far_rows (steps, change, shown);
  added = exchange_near_rows (steps, change, left);
  while (added < change->added) {
    guint n = change->added - added;

    if (added < MOST_ROWS)
      n = MIN (n, SAT_LIST_STEP);
    add_step (steps, change->position + added, 0, n, MIN (n, SAT_LIST_STEP));
    added += n;
  }
  return steps;
}

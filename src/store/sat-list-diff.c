/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-list-diff.h"

#include <stdlib.h>

#define NOWHERE G_MAXUINT

typedef struct {
  const gint64 *before, *after;
  guint n_before, n_after;
} Middle;

typedef struct {
  gint64 id;
  guint position;
} Place;

static int
compare_places_cb (const void *a, const void *b)
{
  const Place *left = a, *right = b;

  return (left->id > right->id) - (left->id < right->id);
}

static guint
find_place (const Place *places, guint n, gint64 id)
{
  Place key = {id, 0};
  const Place *found = bsearch (&key, places, n, sizeof (Place), compare_places_cb);

  return found != NULL ? found->position : NOWHERE;
}

/* For each id after, where it was before. g_free(). */
static guint *
former_positions (const Middle *middle)
{
  g_autofree Place *places = g_new (Place, middle->n_before);
  guint *positions = g_new (guint, middle->n_after);

  for (guint i = 0; i < middle->n_before; i++)
    places[i] = (Place){middle->before[i], i};
  qsort (places, middle->n_before, sizeof (Place), compare_places_cb);
  for (guint i = 0; i < middle->n_after; i++)
    positions[i] = find_place (places, middle->n_before, middle->after[i]);
  return positions;
}

/* The length of the longest run ending in less than @position; @ends: where, in the new vector,
 * the best run of each length ends. */
static guint
run_before (const guint *ends, guint n, const guint *positions, guint position)
{
  guint low = 0, high = n;

  while (low < high) {
    guint half = low + (high - low) / 2;

    if (positions[ends[half]] < position)
      low = half + 1;
    else
      high = half;
  }
  return low;
}

/* Turns all positions into NOWHERE but those of a longest run that keeps its order. */
static void
keep_longest_run (guint *positions, guint n)
{
  g_autofree guint *ends = g_new (guint, n);
  g_autofree guint *previous = g_new (guint, n);
  guint length = 0, keep;

  for (guint i = 0; i < n; i++) {
    guint at;

    if (positions[i] == NOWHERE)
      continue;
    at = run_before (ends, length, positions, positions[i]);
    previous[i] = at > 0 ? ends[at - 1] : NOWHERE;
    ends[at] = i;
    length = MAX (length, at + 1);
  }
  keep = length > 0 ? ends[length - 1] : NOWHERE;
  for (guint i = n; i-- > 0;) {
    if (i == keep)
      keep = previous[i];
    else
      positions[i] = NOWHERE;
  }
}

static void
add_change (GArray *changes, guint position, guint removed, guint added)
{
  SatListChange change = {position, removed, added};

  if (removed > 0 || added > 0)
    g_array_append_val (changes, change);
}

/* Between two that are kept, all that was there goes and all that is there comes. */
static GArray *
changes_between_kept (const Middle *middle, const guint *positions, guint offset)
{
  GArray *changes = g_array_new (FALSE, FALSE, sizeof (SatListChange));
  guint old = 0, start = 0;

  for (guint i = 0; i < middle->n_after; i++)
    if (positions[i] != NOWHERE) {
      add_change (changes, offset + start, positions[i] - old, i - start);
      old = positions[i] + 1;
      start = i + 1;
    }
  add_change (changes, offset + start, middle->n_before - old, middle->n_after - start);
  return changes;
}

GArray *
sat_list_diff (GArray *before, GArray *after, guint max)
{
  const gint64 *old = (const gint64 *)(gpointer)before->data;
  const gint64 *new = (const gint64 *)(gpointer)after->data;
  guint n = MIN (before->len, after->len), prefix = 0, suffix = 0;
  g_autofree guint *positions = NULL;
  GArray *changes;
  Middle middle;

  while (prefix < n && old[prefix] == new[prefix])
    prefix++;
  while (suffix < n - prefix && old[before->len - 1 - suffix] == new[after->len - 1 - suffix])
    suffix++;
  middle = (Middle){old + prefix, new + prefix, before->len - prefix - suffix,
                    after->len - prefix - suffix};
  changes = g_array_new (FALSE, FALSE, sizeof (SatListChange));
  if (middle.n_before > 0 && middle.n_after > 0 && max > 1) {
    positions = former_positions (&middle);
    keep_longest_run (positions, middle.n_after);
    g_array_unref (changes);
    changes = changes_between_kept (&middle, positions, prefix);
    if (changes->len <= max)
      return changes;
    g_array_set_size (changes, 0);
  }
  add_change (changes, prefix, middle.n_before, middle.n_after);
  return changes;
}

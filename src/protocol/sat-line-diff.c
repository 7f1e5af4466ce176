/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-line-diff.h"

/* How many lines may differ. The search takes this squared in time and memory. */
#define MOST_STEPS 1000

/* The search goes by diagonals: on diagonal k stand the pairs of lines with old - new = k. A step
 * is a line removed (to k + 1) or added (to k - 1); equal lines cost nothing. After each number of
 * steps, how far every diagonal was reached is kept, to find the way back. */
typedef struct {
  const guint *old, *new; /* numbers of equal lines are equal */
  guint n_old, n_new;
  GPtrArray *reached; /* after d steps: of diagonals -d, -d + 2 … d, the lines of old behind */
} Search;

/* How far diagonal @k was reached after @d steps; -1: it was not. */
static int
get_reached (const Search *self, int d, int k)
{
  const int *row;

  if (d < 0 || k < -d || k > d)
    return -1;
  row = self->reached->pdata[d];
  return row[(k + d) / 2];
}

/* Where step @d comes to on diagonal @k, by a removed line (*@removed) or an added one, whichever
 * is further; -1: to nowhere within the texts. */
static int
take_step (const Search *self, int d, int k, gboolean *removed)
{
  int by_removal = get_reached (self, d - 1, k - 1), by_addition = get_reached (self, d - 1, k + 1);

  by_removal = by_removal >= 0 && by_removal < (int)self->n_old ? by_removal + 1 : -1;
  if (by_addition - k > (int)self->n_new)
    by_addition = -1;
  *removed = by_removal > by_addition;
  return d == 0 ? 0 : MAX (by_removal, by_addition);
}

/* Steps until both ends are reached; -1: too many. */
static int
search (Search *self)
{
  for (int d = 0; d <= MOST_STEPS; d++) {
    int *row = g_new (int, d + 1);

    g_ptr_array_add (self->reached, row);
    for (int k = -d; k <= d; k += 2) {
      gboolean removed;
      int at = take_step (self, d, k, &removed);

      while (at >= 0 && at < (int)self->n_old && at - k < (int)self->n_new &&
             self->old[at] == self->new[at - k])
        at++;
      row[(k + d) / 2] = at;
      if (at == (int)self->n_old && at - k == (int)self->n_new)
        return d;
    }
  }
  return -1;
}

/* Marks the lines that the way found removes and adds. */
static void
walk_back (const Search *self, int steps, gboolean *removed, gboolean *added)
{
  int k = (int)self->n_old - (int)self->n_new;

  for (int d = steps; d > 0; d--) {
    gboolean by_removal;
    int at = take_step (self, d, k, &by_removal);

    if (by_removal)
      removed[at - 1] = TRUE;
    else
      added[at - k - 1] = TRUE;
    k += by_removal ? -1 : 1;
  }
}

/* @skipped: lines before the texts that were compared. */
static void
collect (GArray *changes,
         const Search *self,
         guint skipped,
         const gboolean *removed,
         const gboolean *added)
{
  guint old = 0, new = 0;

  while (old < self->n_old || new < self->n_new) {
    SatLineChange change = {skipped + old, 0, skipped + new, 0};

    while (old < self->n_old && removed[old])
      old++;
    while (new < self->n_new && added[new])
      new ++;
    change.to = skipped + old;
    change.n = skipped + new - change.at;
    if (change.to > change.from || change.n > 0)
      g_array_append_val (changes, change);
    old++;
    new ++;
  }
}

static void
compare (GArray *changes, Search *self, guint skipped)
{
  g_autofree gboolean *removed = g_new0 (gboolean, self->n_old + 1);
  g_autofree gboolean *added = g_new0 (gboolean, self->n_new + 1);
  int steps = search (self);

  if (steps >= 0) {
    walk_back (self, steps, removed, added);
    collect (changes, self, skipped, removed, added);
  } else {
    SatLineChange all = {skipped, skipped + self->n_old, skipped, self->n_new};

    g_array_append_val (changes, all);
  }
}

/* Numbers the lines in @numbers, equal ones alike. g_free(). */
static guint *
number_lines (GPtrArray *lines, GHashTable *numbers)
{
  guint *result = g_new (guint, lines->len + 1);

  for (guint i = 0; i < lines->len; i++) {
    gpointer known = g_hash_table_lookup (numbers, lines->pdata[i]);

    if (known == NULL) {
      known = GUINT_TO_POINTER (g_hash_table_size (numbers) + 1);
      g_hash_table_insert (numbers, lines->pdata[i], known);
    }
    result[i] = GPOINTER_TO_UINT (known);
  }
  return result;
}

GArray *
sat_line_diff (GPtrArray *old, GPtrArray *new)
{
  g_autoptr (GHashTable) numbers = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) reached = g_ptr_array_new_with_free_func (g_free);
  g_autofree guint *old_numbers = NULL;
  g_autofree guint *new_numbers = NULL;
  guint skipped = 0, n_old, n_new;
  GArray *changes;

  g_return_val_if_fail (old != NULL && new != NULL, NULL);

  old_numbers = number_lines (old, numbers);
  new_numbers = number_lines (new, numbers);
  n_old = old->len;
  n_new = new->len;
  while (skipped < MIN (n_old, n_new) && old_numbers[skipped] == new_numbers[skipped])
    skipped++;
  while (MIN (n_old, n_new) > skipped && old_numbers[n_old - 1] == new_numbers[n_new - 1]) {
    n_old--;
    n_new--;
  }

  changes = g_array_new (FALSE, FALSE, sizeof (SatLineChange));
  if (n_old > skipped || n_new > skipped) {
    Search self = {old_numbers + skipped, new_numbers + skipped, n_old - skipped, n_new - skipped,
                   reached};

    compare (changes, &self, skipped);
  }
  return changes;
}

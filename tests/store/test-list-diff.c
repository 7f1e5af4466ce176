/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-list-steps.h"
#include "sat-test.h"

static GArray *
random_ids (GRand *rand, guint max)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  guint n = (guint)g_rand_int_range (rand, 0, (gint32)max);

  for (guint i = 0; i < n; i++) {
    gint64 id = i;

    if (g_rand_int_range (rand, 0, 4) != 0)
      g_array_insert_val (ids,
                          g_rand_int_range (rand, 0, 8) != 0
                              ? ids->len
                              : (guint)g_rand_int_range (rand, 0, (gint32)ids->len + 1),
                          id);
  }
  return ids;
}

/* Applying the steps to the one gives the other, and no more is touched than must be. */
static void
test_diff (void)
{
  g_autoptr (GRand) rand = sat_test_rand_new ();

  for (int round = 0; round < 3000; round++) {
    g_autoptr (GArray) before = random_ids (rand, 30);
    g_autoptr (GArray) after = random_ids (rand, 30);
    guint max = g_rand_boolean (rand) ? 100 : (guint)g_rand_int_range (rand, 1, 4);
    g_autoptr (GArray) changes = sat_list_diff (before, after, max);
    g_autoptr (GArray) list = g_array_copy (before);

    g_assert_cmpuint (changes->len, <=, max);
    for (guint i = 0; i < changes->len; i++) {
      SatListChange change = g_array_index (changes, SatListChange, i);

      g_assert_cmpuint (change.removed + change.added, >, 0);
      if (change.removed > 0)
        g_array_remove_range (list, change.position, change.removed);
      if (change.added > 0)
        g_array_insert_vals (list, change.position, &g_array_index (after, gint64, change.position),
                             change.added);
    }
    g_assert_cmpmem (list->data, list->len * sizeof (gint64), after->data,
                     after->len * sizeof (gint64));
  }
}

static void
assert_steps (const gint64 *a, guint n_a, const gint64 *b, guint n_b, guint steps, guint touched)
{
  g_autoptr (GArray) before = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) after = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) changes = NULL;
  guint n = 0;

  g_array_append_vals (before, a, n_a);
  g_array_append_vals (after, b, n_b);
  changes = sat_list_diff (before, after, 100);
  for (guint i = 0; i < changes->len; i++)
    n += g_array_index (changes, SatListChange, i).removed +
         g_array_index (changes, SatListChange, i).added;
  g_assert_cmpuint (changes->len, ==, steps);
  g_assert_cmpuint (n, ==, touched);
}

static void
test_diff_is_tight (void)
{
  const gint64 a[] = {1, 2, 3, 4, 5, 6}, moved[] = {6, 1, 2, 3, 4, 5};
  const gint64 two[] = {1, 9, 3, 4, 8, 6}, less[] = {1, 3, 4, 6};

  assert_steps (a, 6, a, 6, 0, 0);
  assert_steps (a, 6, moved, 6, 2, 2);
  assert_steps (a, 6, two, 6, 2, 4);
  assert_steps (a, 6, less, 4, 2, 2);
  assert_steps (a, 6, NULL, 0, 1, 6);
  assert_steps (NULL, 0, a, 6, 1, 6);
}

static GArray *
numbers (gint64 first, guint n)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < n; i++, first++)
    g_array_append_val (ids, first);
  return ids;
}

/* How many of the rows with widgets a step takes away. */
static guint
near_rows (const SatListChange *step, guint shown)
{
  guint from = MAX (step->position, shown > 200 ? shown - 200 : 0);
  guint to = MIN (step->position + step->removed, shown + 200);

  return to > from ? to - from : 0;
}

/* The steps make of the one list the other, never with many widgets in one turn, and never with
 * nothing between two lists that have rows. */
static void
check_steps (guint n_before, const SatListChange *change, guint shown)
{
  g_autoptr (GArray) list = numbers (0, n_before);
  g_autoptr (GArray) after = numbers (0, change->position);
  g_autoptr (GArray) come = numbers (1000000, change->added), stay = NULL, steps = NULL;
  guint rest = change->position + change->removed;

  stay = numbers (rest, n_before - rest);
  g_array_append_vals (after, come->data, come->len);
  g_array_append_vals (after, stay->data, stay->len);
  steps = sat_list_steps (change, shown);
  for (guint i = 0; i < steps->len; i++) {
    SatListChange step = g_array_index (steps, SatListStep, i).change;
    guint weight = g_array_index (steps, SatListStep, i).weight;

    g_assert_cmpuint (weight, <=, SAT_LIST_STEP);
    g_assert_cmpuint (near_rows (&step, shown), <=, weight);
    if (step.position < change->position + 200)
      g_assert_cmpuint (step.added, <=, weight);
    if (step.removed > 0)
      g_array_remove_range (list, step.position, step.removed);
    if (step.added > 0)
      g_array_insert_vals (list, step.position, &g_array_index (after, gint64, step.position),
                           step.added);
    g_assert_true (list->len > 0 || n_before == 0 || after->len == 0);
  }
  g_assert_cmpmem (list->data, list->len * sizeof (gint64), after->data,
                   after->len * sizeof (gint64));
}

static void
test_steps (void)
{
  g_autoptr (GRand) rand = sat_test_rand_new ();

  for (int round = 0; round < 3000; round++) {
    guint n = (guint)g_rand_int_range (rand, 0, 2000), most = g_rand_boolean (rand) ? 100 : 2000;
    guint position = (guint)g_rand_int_range (rand, 0, (gint32)n + 1);
    SatListChange change = {position, (guint)g_rand_int_range (rand, 0, (gint32)(n - position) + 1),
                            (guint)g_rand_int_range (rand, 0, (gint32)most)};

    check_steps (n, &change, (guint)g_rand_int_range (rand, 0, (gint32)n + 1));
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/list-diff/random", test_diff);
  g_test_add_func ("/store/list-diff/is-tight", test_diff_is_tight);
  g_test_add_func ("/store/list-steps/random", test_steps);
  return g_test_run ();
}

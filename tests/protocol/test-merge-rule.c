/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-merge.h"
#include "sat-test.h"

/* The merge rule on random patches: SATCHEL_TEST_ROUNDS says how many thousand, default 3,000.
 * Times are a few steps apart and values are few, so that every meeting happens often. */

#define NOW ((gint64)1790000000000000)
#define MOST_PATCHES 5
#define MOST_HISTORY 4

typedef struct {
  SatVersion version;
  int value;
} State;

typedef struct {
  SatVersion base;
  SatHlc hlc;
  guint32 device;
  int value;
} Patch;

typedef struct {
  State history[MOST_HISTORY]; /* what the field was, oldest first */
  guint n_history;
  Patch patches[MOST_PATCHES];
  guint n_patches;
} Case;

static guint64
rounds (void)
{
  const char *text = g_getenv ("SATCHEL_TEST_ROUNDS");
  guint64 thousands = text != NULL ? g_ascii_strtoull (text, NULL, 10) : 3000;

  return thousands * 1000;
}

/* From long ago to more than a clock may be ahead. */
static SatHlc
random_time (GRand *rand)
{
  static const gint64 steps[] = {-3000, -2000, -1000, 0, 1000, 61, 62};
  gint64 ms = steps[g_rand_int_range (rand, 0, G_N_ELEMENTS (steps))];

  return sat_hlc_from_us (NOW + ms * G_TIME_SPAN_MILLISECOND * (ms > 0 ? 1000 : 1)) +
         (SatHlc)g_rand_int_range (rand, 0, 3);
}

/* A field's past, and patches of different devices that each saw some of it, or nothing. */
static void
random_case (GRand *rand, Case *c)
{
  SatVersion version = SAT_VERSION_NONE;

  c->n_history = (guint)g_rand_int_range (rand, 1, MOST_HISTORY + 1);
  for (guint i = 0; i < c->n_history; i++) {
    c->history[i] = (State){version, g_rand_int_range (rand, 0, 3)};
    version.hlc = MAX (version.hlc + 1, sat_hlc_from_us (NOW - 3000000) + (SatHlc)i);
    if (g_rand_boolean (rand))
      version.hlc += (SatHlc)g_rand_int_range (rand, 0, 3);
    version.device = (guint32)g_rand_int_range (rand, 100, 103);
  }
  c->n_patches = (guint)g_rand_int_range (rand, 1, MOST_PATCHES + 1);
  for (guint i = 0; i < c->n_patches; i++) {
    guint seen = (guint)g_rand_int_range (rand, 0, (int)c->n_history);

    c->patches[i] = (Patch){c->history[seen].version, random_time (rand), i + 1 + (i % 2) * 200,
                            g_rand_int_range (rand, 0, 3)};
  }
}

static SatMergeOutcome
take (State *state, const Patch *patch)
{
  const SatMergeInput input = {state->version,
                               patch->base,
                               FALSE,
                               patch->hlc,
                               patch->device,
                               NOW,
                               patch->value == state->value};
  SatVersion before = state->version;
  SatMergeOutcome outcome = sat_merge_decide (&input, &state->version);
  int rose = sat_version_compare (&state->version, &before);

  g_assert_cmpint (rose, >=, 0);
  switch (outcome) {
  case SAT_MERGE_APPLY:
  case SAT_MERGE_WIN:
    g_assert_cmpint (rose, ==, 1);
    g_assert_cmpuint (state->version.device, ==, patch->device);
    state->value = patch->value;
    break;
  case SAT_MERGE_SAME:
    g_assert_cmpint (state->value, ==, patch->value);
    break;
  case SAT_MERGE_LOSE:
    g_assert_cmpint (rose, ==, 0);
    g_assert_cmpint (state->value, !=, patch->value);
    break;
  default:
    g_assert_not_reached ();
  }
  return outcome;
}

static void
shuffle (GRand *rand, Case *c)
{
  for (guint i = c->n_patches; i > 1; i--) {
    guint j = (guint)g_rand_int_range (rand, 0, (int)i);
    Patch patch = c->patches[i - 1];

    c->patches[i - 1] = c->patches[j];
    c->patches[j] = patch;
  }
}

/* Takes all patches. *@kept: a bit for each value that stands or that a conflict keeps. */
static State
take_all (const Case *c, guint *kept)
{
  State state = c->history[c->n_history - 1];

  *kept = 0;
  for (guint i = 0; i < c->n_patches; i++) {
    int before = state.value;
    SatMergeOutcome outcome = take (&state, &c->patches[i]);

    if (outcome == SAT_MERGE_WIN)
      *kept |= 1u << before;
    else if (outcome == SAT_MERGE_LOSE)
      *kept |= 1u << c->patches[i].value;
  }
  *kept |= 1u << state.value;
  return state;
}

/* No clock, however wrong, leaves what comes after it without a chance. */
static void
test_bounded (void)
{
  g_autoptr (GRand) rand = sat_test_rand_new ();
  const SatHlc most = sat_hlc_last_of_us (NOW + SAT_MERGE_LEAD_US);

  for (guint64 round = rounds (); round > 0; round--) {
    State state = {{most - (SatHlc)g_rand_int_range (rand, 0, 3), 1}, 0};
    SatVersion before = state.version;
    Patch patch = {{g_rand_boolean (rand) ? G_MAXUINT64 : 0, g_rand_int (rand)},
                   (guint64)g_rand_int (rand) << 32 | g_rand_int (rand),
                   g_rand_int (rand),
                   g_rand_int_range (rand, 0, 3)};

    take (&state, &patch);
    g_assert_cmphex (state.version.hlc, <=, MAX (most, before.hlc + 1));
  }
}

/* A patch that comes twice changes nothing the second time. */
static void
test_idempotent (void)
{
  g_autoptr (GRand) rand = sat_test_rand_new ();
  guint64 counts[SAT_MERGE_LOSE + 1] = {0};

  for (guint64 round = rounds (); round > 0; round--) {
    State state, once;
    SatMergeOutcome outcome;
    Case c;

    random_case (rand, &c);
    state = c.history[c.n_history - 1];
    outcome = take (&state, &c.patches[0]);
    counts[outcome]++;
    once = state;
    g_assert_cmpint (take (&state, &c.patches[0]), ==,
                     outcome == SAT_MERGE_LOSE ? SAT_MERGE_LOSE : SAT_MERGE_SAME);
    g_assert_cmpint (state.value, ==, once.value);
    g_assert_cmpint (sat_version_compare (&state.version, &once.version), ==, 0);
  }
  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    g_assert_cmpuint (counts[i], >, 0);
}

/* A patch that only said again what was there may be replaced by one that had seen it. */
static void
assert_kept (const Case *c, guint kept)
{
  kept |= 1u << c->history[c->n_history - 1].value;
  for (guint i = 0; i < c->n_patches; i++)
    g_assert_cmphex (kept & 1u << c->patches[i].value, !=, 0);
}

/* Whatever order they come in: the same winner, and every value stands or is kept. */
static void
test_order_free (void)
{
  g_autoptr (GRand) rand = sat_test_rand_new ();

  for (guint64 round = rounds (); round > 0; round--) {
    guint kept, kept_again;
    State first, second;
    Case c;

    random_case (rand, &c);
    first = take_all (&c, &kept);
    assert_kept (&c, kept);
    shuffle (rand, &c);
    second = take_all (&c, &kept_again);
    g_assert_cmpint (first.value, ==, second.value);
    g_assert_cmpint (sat_version_compare (&first.version, &second.version), ==, 0);
    assert_kept (&c, kept_again);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/protocol/merge-rule/bounded", test_bounded);
  g_test_add_func ("/protocol/merge-rule/idempotent", test_idempotent);
  g_test_add_func ("/protocol/merge-rule/order-free", test_order_free);

  return g_test_run ();
}

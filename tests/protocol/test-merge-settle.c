/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-merge.h"
#include "sat-test.h"

/* A few people edit a few fields, push and pull in any order, and then go on without editing until
 * nothing changes: all see the same, soon, and no edit is lost without trace. The server here knows
 * nothing but the merge rule. SATCHEL_TEST_ROUNDS says how many thousand cases, default 500. */

#define N_FIELDS 2
#define MOST_CLIENTS 4
#define MOST_EDITS 24
#define MOST_SETTLING 200
#define NOW ((gint64)1790000000000000)

typedef enum {
  WAITING,
  STANDS,   /* its value is the field's */
  REPLACED, /* by somebody who had seen it */
  KEPT,     /* in a conflict */
} Fate;

typedef struct {
  guint client, field;
  int value, own; /* an earlier edit that it is made on, or -1 */
  SatVersion base, version;
  SatHlc hlc;
  Fate fate;
  gboolean lost, seen; /* it lost when it came; its author has pulled since */
} Edit;

typedef struct {
  SatVersion version;
  int value;
} Cell;

typedef struct {
  Cell cells[N_FIELDS];
  int queue[MOST_EDITS];
  guint n_queue, n_sent;
  SatHlc clock;
  gint64 skew;
} Client;

typedef struct {
  GRand *rand;
  Edit edits[MOST_EDITS];
  guint n_edits;
  Cell server[N_FIELDS];
  Client clients[MOST_CLIENTS];
  guint n_clients;
} World;

static guint64
rounds (void)
{
  const char *text = g_getenv ("SATCHEL_TEST_ROUNDS");
  guint64 thousands = text != NULL ? g_ascii_strtoull (text, NULL, 10) : 500;

  return thousands * 1000;
}

static guint
pick (World *world, guint n)
{
  return (guint)g_rand_int_range (world->rand, 0, (int)n);
}

/* The last own edit of the field that the client has not pulled yet; -1: none. */
static int
find_own (const World *world, guint client, guint field)
{
  for (int i = (int)world->n_edits - 1; i >= 0; i--)
    if (world->edits[i].client == client && world->edits[i].field == field)
      return world->edits[i].seen ? -1 : i;
  return -1;
}

static void
edit (World *world, guint who)
{
  Client *client = &world->clients[who];
  Edit *new = &world->edits[world->n_edits];
  guint field = pick (world, N_FIELDS);
  SatHlc now = sat_hlc_from_us (NOW + client->skew);

  client->clock = MAX (client->clock + 1, now + pick (world, 4));
  *new = (Edit){.client = who, .field = field, .value = (int)pick (world, 4)};
  new->own = find_own (world, who, field);
  new->base = client->cells[field].version;
  new->hlc = client->clock;
  client->queue[client->n_queue++] = (int)world->n_edits++;
}

/* What stood for the field's value until now. */
static void
turn (World *world, guint field, Fate fate)
{
  for (guint i = 0; i < world->n_edits; i++)
    if (world->edits[i].field == field && world->edits[i].fate == STANDS)
      world->edits[i].fate = fate;
}

static void
serve (World *world, Edit *new)
{
  Cell *cell = &world->server[new->field];
  const Edit *own = new->own >= 0 ? &world->edits[new->own] : NULL;
  SatMergeInput input = {cell->version,   new->base, own != NULL && own->fate == STANDS, new->hlc,
                         new->client + 1, NOW,       new->value == cell->value};

  if (own != NULL)
    input.base = own->lost ? own->base : own->version;
  new->base = input.base;
  switch (sat_merge_decide (&input, &cell->version)) {
  case SAT_MERGE_APPLY:
    turn (world, new->field, REPLACED);
    new->fate = STANDS;
    break;
  case SAT_MERGE_WIN:
    turn (world, new->field, KEPT);
    new->fate = STANDS;
    break;
  case SAT_MERGE_SAME:
    new->fate = STANDS;
    break;
  case SAT_MERGE_LOSE:
  default:
    new->fate = KEPT;
    new->lost = TRUE;
    break;
  }
  if (!new->lost)
    cell->value = new->value;
  new->version = cell->version;
}

static void
push (World *world, guint who)
{
  Client *client = &world->clients[who];
  guint n = pick (world, 4);

  while (n-- > 0 && client->n_sent < client->n_queue)
    serve (world, &world->edits[client->queue[client->n_sent++]]);
}

static gboolean
pull (World *world, guint who)
{
  Client *client = &world->clients[who];
  gboolean news = FALSE;

  for (guint i = 0; i < N_FIELDS; i++) {
    news |= sat_version_compare (&client->cells[i].version, &world->server[i].version) != 0;
    client->cells[i] = world->server[i];
  }
  for (guint i = 0; i < client->n_sent; i++) {
    news |= !world->edits[client->queue[i]].seen;
    world->edits[client->queue[i]].seen = TRUE;
  }
  return news;
}

static void
start (World *world)
{
  static const gint64 skews[] = {-G_TIME_SPAN_HOUR, -1, 0, 0, 0, 1, G_TIME_SPAN_HOUR};

  *world = (World){.rand = world->rand};
  world->n_clients = 1 + pick (world, MOST_CLIENTS);
  for (guint i = 0; i < N_FIELDS; i++)
    world->server[i] = (Cell){{sat_hlc_from_us (NOW - 10000000 + (gint64)pick (world, 3)), 77}, 0};
  for (guint i = 0; i < world->n_clients; i++) {
    world->clients[i].skew = skews[pick (world, G_N_ELEMENTS (skews))];
    if (pick (world, 2) == 0)
      pull (world, i);
  }
}

/* Rounds until nobody has anything to send or to learn. */
static guint
settle (World *world)
{
  guint n = 0;
  gboolean quiet = FALSE;

  for (; !quiet && n < MOST_SETTLING; n++) {
    guint first = pick (world, world->n_clients);

    quiet = TRUE;
    for (guint i = 0; i < world->n_clients; i++) {
      guint who = (first + i) % world->n_clients;

      push (world, who);
      quiet &= !pull (world, who) && world->clients[who].n_sent == world->clients[who].n_queue;
    }
  }
  return n;
}

static void
check (const World *world)
{
  for (guint c = 0; c < world->n_clients; c++)
    for (guint i = 0; i < N_FIELDS; i++) {
      g_assert_cmpint (world->clients[c].cells[i].value, ==, world->server[i].value);
      g_assert_cmpint (
          sat_version_compare (&world->clients[c].cells[i].version, &world->server[i].version), ==,
          0);
    }
  for (guint i = 0; i < world->n_edits; i++) {
    const Edit *made = &world->edits[i];

    g_assert_cmpint (made->fate, !=, WAITING);
    if (made->fate == STANDS)
      g_assert_cmpint (made->value, ==, world->server[made->field].value);
    g_assert_cmpint (sat_version_compare (&made->version, &world->server[made->field].version), <=,
                     0);
  }
}

static void
test_settle (void)
{
  g_autoptr (GRand) rand = sat_test_rand_new ();
  guint64 fates[KEPT + 1] = {0};
  World world = {.rand = rand};

  for (guint64 round = rounds (); round > 0; round--) {
    guint steps;

    start (&world);
    steps = 1 + pick (&world, 60);
    for (guint i = 0; i < steps; i++) {
      guint who = pick (&world, world.n_clients), what = pick (&world, 4);

      if (what < 2 && world.n_edits < MOST_EDITS)
        edit (&world, who);
      else if (what == 2)
        push (&world, who);
      else
        pull (&world, who);
    }
    g_assert_cmpuint (settle (&world), <, MOST_SETTLING);
    check (&world);
    for (guint i = 0; i < world.n_edits; i++)
      fates[world.edits[i].fate]++;
  }
  for (guint i = STANDS; i <= KEPT; i++)
    g_assert_cmpuint (fates[i], >, 0);
}

/* One person alone, whatever the clock: never a conflict. */
static void
test_alone (void)
{
  g_autoptr (GRand) rand = sat_test_rand_new ();
  World world = {.rand = rand};

  for (guint64 round = rounds () / 10; round > 0; round--) {
    int last[N_FIELDS] = {0};

    do
      start (&world);
    while (world.n_clients > 1);
    pull (&world, 0);
    for (guint i = 0; i < 40; i++) {
      guint what = pick (&world, 4);

      if (what < 2 && world.n_edits < MOST_EDITS) {
        edit (&world, 0);
        last[world.edits[world.n_edits - 1].field] = world.edits[world.n_edits - 1].value;
      } else if (what == 2) {
        push (&world, 0);
      } else {
        pull (&world, 0);
      }
    }
    settle (&world);
    for (guint i = 0; i < world.n_edits; i++)
      g_assert_cmpint (world.edits[i].fate, !=, KEPT);
    for (guint i = 0; i < N_FIELDS; i++)
      g_assert_cmpint (world.server[i].value, ==, last[i]);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/protocol/merge-settle/settle", test_settle);
  g_test_add_func ("/protocol/merge-settle/alone", test_alone);

  return g_test_run ();
}

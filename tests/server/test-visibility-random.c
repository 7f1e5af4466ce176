/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Random organisations whose people, territories, owners and roots change while clients pull pages
 * of random sizes at random moments. No page may have a row that its reader may not hold at that
 * moment; in the end each holds exactly what a naive computation says. */

#include "config.h"

#include <glib/gstdio.h>
#include <unistd.h>

#include "visibility-client.h"

#define SEEDS 40
#define STEPS 90
#define MOST_CLIENTS 6
#define MOST_PAGES 5000

/* A new laptop, with nothing on it. */
static void
add_client (World *world, GPtrArray *clients)
{
  WorldRecord *user = world_any (world, "user");

  if (user != NULL && clients->len < MOST_CLIENTS)
    g_ptr_array_add (clients, client_new (user));
}

/* The author's own laptop has what it made before the server tells. */
static void
give_to_author (GPtrArray *clients, const WorldRecord *author, GPtrArray *made)
{
  for (guint i = 0; i < clients->len; i++) {
    Client *client = g_ptr_array_index (clients, i);

    for (guint j = 0; client->user == author && j < made->len; j++)
      client_make (client, g_ptr_array_index (made, j));
  }
}

static void
step (World *world, GPtrArray *clients)
{
  g_autoptr (GPtrArray) made = g_ptr_array_new ();
  WorldRecord *author = world_chance (world, 2) == 0 ? world_any (world, "user") : NULL;

  world_step (world, author, made);
  if (author != NULL)
    give_to_author (clients, author, made);
  if (world_chance (world, 6) == 0)
    add_client (world, clients);
  for (guint i = world_chance (world, 4); i > 0 && clients->len > 0; i--) {
    Client *client = g_ptr_array_index (clients, world_chance (world, clients->len));
    guint pages = 1 + world_chance (world, 3);
    guint limit = 1 + world_chance (world, world_chance (world, 2) == 0 ? 4 : 60);

    while (pages-- > 0 && client_pull (client, world, limit))
      ;
  }
}

static void
quiesce (World *world, Client *client)
{
  guint pages = 0;

  while (client_pull (client, world, 1 + world_chance (world, 20)))
    g_assert_cmpuint (++pages, <, MOST_PAGES);
  client_check (client, world);
}

static void
run_seed (guint seed)
{
  g_autoptr (World) world = world_new (seed);
  g_autoptr (GPtrArray) clients = g_ptr_array_new_with_free_func ((GDestroyNotify)client_free);

  for (guint i = 0; i < STEPS; i++) {
    step (world, clients);
    if (clients->len > 0 && world_chance (world, 10) == 0)
      quiesce (world, g_ptr_array_index (clients, world_chance (world, clients->len)));
  }
  for (guint i = 0; i < clients->len; i++)
    quiesce (world, g_ptr_array_index (clients, i));
}

static void
test_random (void)
{
  g_autoptr (GRand) random = sat_test_rand_new ();
  guint first = g_rand_int (random);
  const char *one = g_getenv ("SATCHEL_VISIBILITY_SEED");
  const char *many = g_getenv ("SATCHEL_VISIBILITY_SEEDS");
  guint n = many != NULL ? (guint)g_ascii_strtoull (many, NULL, 10) : SEEDS;

  if (one != NULL) {
    run_seed ((guint)g_ascii_strtoull (one, NULL, 10));
    return;
  }
  for (guint i = 0; i < n; i++) {
    g_test_message ("SATCHEL_VISIBILITY_SEED=%u", first + i);
    run_seed (first + i);
  }
}

int
main (int argc, char **argv)
{
  /* Thousands of small commits, and nothing here is about the disk. */
  if (g_access ("/dev/shm", W_OK) == 0)
    g_setenv ("TMPDIR", "/dev/shm", FALSE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/visibility/random", test_random);
  return g_test_run ();
}

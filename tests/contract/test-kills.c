/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Real programs killed at every place that has a name, and started again.
 *
 *   test-kills [--kills N] [--results FILE]
 *
 * Without options some places are met once, which SATCHEL_TEST_SEED chooses. With them so many
 * kills happen, the place that was met least next, at any of its passings, and a line each is added
 * to the file.
 */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "kill-world.h"
#include "sat-fault.h"

#define SHORT 12      /* places of a short run */
#define CHECK_EVERY 6 /* of them */
#define NEW_WORLD_EVERY 25

#ifdef SAT_FAULTS

typedef struct {
  const KillScene *scene;
  char *point;
  guint most, met;
} Place;

static void
place_clear (gpointer data)
{
  g_free (((Place *)data)->point);
}

static GArray *
list_places (void)
{
  GArray *places = g_array_new (FALSE, FALSE, sizeof (Place));

  g_array_set_clear_func (places, place_clear);
  for (guint i = 0; i < n_kill_scenes; i++) {
    g_auto (GStrv) words = g_strsplit (kill_scenes[i].points, " ", -1);

    for (guint k = 0; words[k] != NULL; k++) {
      g_auto (GStrv) parts = g_strsplit (words[k], "*", 2);
      Place place = {&kill_scenes[i], g_strdup (parts[0]), 1, 0};

      if (parts[1] != NULL)
        place.most = (guint)g_ascii_strtoull (parts[1], NULL, 10);
      g_array_append_val (places, place);
    }
  }
  return places;
}

static gboolean
is_any (const Place *place)
{
  return g_str_equal (place->point, "any");
}

/* Whether it was killed there. */
static KillEnd
play (KillWorld *world, Place *place, guint nth)
{
  g_autofree char *at = g_strdup_printf ("%s:%u", place->point, nth);
  KillEnd end;

  g_test_message ("%s, %s", place->scene->name, at);
  end = place->scene->play (world, at);
  kill_world_recover (world);
  place->met += end == KILL_DIED;
  return end;
}

/* Every place of the programs is in a scene, and the other way round. */
static void
check_list (GArray *places, const char *program)
{
  const char *argv[] = {program, NULL};
  g_auto (GStrv) environment =
      g_environ_setenv (g_get_environ (), "SATCHEL_CRASH_AT", "list", TRUE);
  g_autofree char *output = NULL;
  g_auto (GStrv) names = NULL;

  g_assert_true (g_spawn_sync (NULL, (char **)argv, environment, G_SPAWN_DEFAULT, NULL, NULL,
                               &output, NULL, NULL, NULL));
  names = g_strsplit (g_strchomp (output), "\n", -1);
  g_assert_cmpuint (g_strv_length (names), >, 10);
  for (guint i = 0; names[i] != NULL; i++) {
    gboolean found = FALSE;

    for (guint k = 0; k < places->len && !found; k++)
      found = g_str_equal (g_array_index (places, Place, k).point, names[i]);
    if (!found)
      g_error ("nothing is killed at %s", names[i]);
  }
}

static void
test_places (void)
{
  g_autoptr (GArray) places = list_places ();

  check_list (places, SATCHELCTL);
  check_list (places, SATCHEL_SERVER);
}

static void
test_some (void)
{
  g_autoptr (GArray) places = list_places ();
  g_autoptr (GHashTable) done = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GRand) rand = sat_test_rand_new ();
  g_autoptr (KillWorld) world = kill_world_new ();
  guint from = (guint)g_rand_int_range (rand, 0, (gint32)places->len), n = 0;

  /* Seven is no divisor of their number: all scenes have their turn. */
  for (guint i = 0; n < SHORT && i < 7 * places->len; i++) {
    Place *place = &g_array_index (places, Place, (from + i * 7) % places->len);

    if (is_any (place) || !g_hash_table_add (done, place->point))
      continue;
    g_assert_cmpint (play (world, place, 1), ==, KILL_DIED);
    if (++n % CHECK_EVERY == 0)
      kill_world_check (world);
  }
  g_assert_cmpuint (n, ==, SHORT);
  kill_world_check (world);
}

static guint
count_lines (const char *path)
{
  g_autofree char *text = NULL;
  guint n = 0;

  if (path != NULL && g_file_get_contents (path, &text, NULL, NULL))
    for (const char *p = text; (p = strchr (p, '\n')) != NULL; p++)
      n++;
  return n;
}

/* Of those that were met least, any. */
static Place *
choose (GArray *places, GRand *rand)
{
  guint least = G_MAXUINT, n = 0;
  Place *chosen = NULL;

  for (guint i = 0; i < places->len; i++)
    least = MIN (least, g_array_index (places, Place, i).met);
  for (guint i = 0; i < places->len; i++) {
    Place *place = &g_array_index (places, Place, i);

    if (place->met == least && g_rand_int_range (rand, 0, (gint32)++n) == 0)
      chosen = place;
  }
  return chosen;
}

static void
soak (guint kills, const char *results)
{
  static const char *const ends[] = {"ended", "failed", "killed"};
  g_autoptr (GArray) places = list_places ();
  g_autoptr (GRand) rand = g_rand_new ();
  FILE *file = results != NULL ? fopen (results, "a") : stdout;
  KillWorld *world = NULL;
  guint n = count_lines (results);

  g_assert_nonnull (file);
  while (n < kills) {
    Place *place = choose (places, rand);
    guint nth = (guint)g_rand_int_range (rand, 1, (gint32)place->most + 1);
    KillEnd end;

    if (world == NULL)
      world = kill_world_new ();
    end = play (world, place, nth);
    kill_world_check (world);
    /* A passing that is not always there: the next time another one. */
    place->met += end != KILL_DIED && nth == 1;
    n += end == KILL_DIED;
    if (end == KILL_DIED)
      fprintf (file, "%s\t%s:%u\t%s\n", place->scene->name, place->point, nth, ends[end]);
    fflush (file);
    if (end == KILL_DIED && n % NEW_WORLD_EVERY == 0)
      g_clear_pointer (&world, kill_world_free);
  }
  g_clear_pointer (&world, kill_world_free);
  if (results != NULL)
    fclose (file);
}

static int
run_soak (int argc, char **argv)
{
  guint64 kills = 0;
  const char *results = NULL;

  for (int i = 1; i + 1 < argc; i += 2)
    if (g_str_equal (argv[i], "--kills"))
      g_ascii_string_to_unsigned (argv[i + 1], 10, 1, G_MAXINT, &kills, NULL);
    else if (g_str_equal (argv[i], "--results"))
      results = argv[i + 1];
  if (kills == 0)
    return 2;
  soak ((guint)kills, results);
  return 0;
}

#else

static void
test_skipped (void)
{
  g_test_skip ("built without -Dfaults=true");
}

#endif

int
main (int argc, char **argv)
{
  g_setenv ("SATCHEL_SECRETS", "file", TRUE);
#ifdef SAT_FAULTS
  if (argc > 1 && g_str_equal (argv[1], "--kills"))
    return run_soak (argc, argv);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/contract/kills/places", test_places);
  g_test_add_func ("/contract/kills/some", test_some);
#else
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/contract/kills/skipped", test_skipped);
#endif
  return g_test_run ();
}

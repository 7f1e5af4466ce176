/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Random records, changes and searches, compared with the rules said in the plainest way. */

#include "config.h"

#include "search-fixture.h"

#include "sat-query.h"

#include <string.h>

#define RECORDS 60
#define ROUNDS 25
#define SEARCHES 40

static const char *const pool[] = {"an",     "ana",  "anab", "banana",  "nab",  "nabana", "b",
                                   "ba",     "王",   "王明", "小王明",  "明王", "12",     "123",
                                   "120123", "0123", "3012", "bananas", "sab",  "saban"};

typedef struct {
  gint64 id;
  gboolean contact, live;
  char *title, *other, *phone;
  guint changed;
} Model;

typedef struct {
  SatTestStore *t;
  GRand *rand;
  Model models[RECORDS];
  guint now;
} World;

static char *
random_words (GRand *rand, guint least, guint most)
{
  GString *text = g_string_new (NULL);
  guint n = (guint)g_rand_int_range (rand, (gint)least, (gint)most + 1);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "",
                            pool[g_rand_int_range (rand, 0, G_N_ELEMENTS (pool))]);
  return g_string_free (text, FALSE);
}

static char *
random_phone (GRand *rand)
{
  return g_strdup_printf ("%d%05d", g_rand_int_range (rand, 1, 5),
                          g_rand_int_range (rand, 0, 100000));
}

static void
add (World *world, Model *model)
{
  g_autofree char *other = NULL;

  model->contact = g_rand_boolean (world->rand);
  model->title = random_words (world->rand, 1, 3);
  other = random_words (world->rand, 1, 2);
  /* Digits alone might be taken for a phone number. */
  model->other = g_strconcat ("sab ", other, NULL);
  model->phone = random_phone (world->rand);
  model->live = TRUE;
  model->changed = ++world->now;
  if (model->contact)
    model->id = sat_test_store_add (world->t, "contact", "last_name", model->title, "job_title",
                                    model->other, "phone", model->phone, NULL);
  else
    model->id = sat_test_store_add (world->t, "company", "name", model->title, "industry",
                                    model->other, "phone", model->phone, NULL);
}

static void
change (World *world)
{
  Model *model = &world->models[g_rand_int_range (world->rand, 0, RECORDS)];

  if (!model->live) {
    sat_test_store_undelete (world->t, model->id);
    model->live = TRUE;
  } else if (g_rand_int_range (world->rand, 0, 4) == 0) {
    sat_test_store_delete (world->t, model->id);
    model->live = FALSE;
  } else {
    g_autofree char *title = random_words (world->rand, 1, 3);

    if (g_str_equal (title, model->title))
      return;
    g_free (model->title);
    model->title = g_steal_pointer (&title);
    sat_test_store_set (world->t, model->id, model->contact ? "last_name" : "name", model->title,
                        NULL);
  }
  model->changed = ++world->now;
}

static gboolean
is_cjk (const char *word)
{
  return g_utf8_get_char (word) >= 0x4e00;
}

static gboolean
is_digits (const char *word)
{
  return strspn (word, "0123456789") == strlen (word);
}

static gboolean
plainly_begins (const char *words, const char *word)
{
  g_auto (GStrv) parts = g_strsplit (words, " ", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    if (is_cjk (word) ? strstr (parts[i], word) != NULL : g_str_has_prefix (parts[i], word))
      return TRUE;
  return FALSE;
}

static guint
tier_of_word (const Model *model, const char *word)
{
  if (plainly_begins (model->title, word))
    return 3;
  if (plainly_begins (model->other, word) || g_str_has_prefix (model->phone, word) ||
      (is_digits (word) && strlen (word) >= 3 && g_str_has_suffix (model->phone, word)))
    return 4;
  if (g_utf8_strlen (word, -1) >= 3 && !is_cjk (word) &&
      (strstr (model->title, word) != NULL || strstr (model->other, word) != NULL ||
       strstr (model->phone, word) != NULL))
    return 5;
  return 0;
}

static guint
tier_of_reading (const Model *model, const char *query)
{
  g_auto (GStrv) words = g_strsplit (query, " ", -1);
  guint tier = 3;

  if (g_str_equal (model->title, query))
    return 1;
  if (g_str_has_prefix (model->title, query))
    return 2;
  for (guint i = 0; words[i] != NULL; i++) {
    guint found = tier_of_word (model, words[i]);

    if (found == 0)
      return 0;
    tier = MAX (tier, found);
  }
  return tier;
}

static guint
better (guint a, guint b)
{
  return a == 0 ? b : b == 0 ? a : MIN (a, b);
}

static guint
plain_tier (const Model *model, const char *query)
{
  g_auto (GStrv) parts = g_strsplit (query, " ", -1);
  g_autofree char *joined = g_strjoinv ("", parts);
  guint tier = tier_of_reading (model, query);

  if (is_digits (joined) && strlen (joined) >= 3)
    tier = better (tier, tier_of_reading (model, joined));
  if (is_digits (joined) && strspn (joined, "0") > 0 && strlen (joined + strspn (joined, "0")) >= 3)
    tier = better (tier, tier_of_reading (model, joined + strspn (joined, "0")));
  return tier;
}

typedef struct {
  const Model *model;
  guint tier;
} Hit;

static int
compare_hits_cb (gconstpointer a, gconstpointer b)
{
  const Hit *left = a, *right = b;

  if (left->tier != right->tier)
    return left->tier < right->tier ? -1 : 1;
  if (left->model->contact != right->model->contact)
    return left->model->contact ? 1 : -1;
  return left->model->changed > right->model->changed ? -1 : 1;
}

static char *
plain_search (World *world, const char *query)
{
  g_autoptr (GArray) hits = g_array_new (FALSE, FALSE, sizeof (Hit));
  GString *list = g_string_new (NULL);

  for (guint i = 0; i < RECORDS; i++) {
    Hit hit = {&world->models[i], plain_tier (&world->models[i], query)};

    if (hit.tier != 0 && hit.model->live)
      g_array_append_val (hits, hit);
  }
  g_array_sort (hits, compare_hits_cb);
  for (guint i = 0; i < hits->len; i++)
    g_string_append_printf (list, "%s%s", i > 0 ? "; " : "",
                            g_array_index (hits, Hit, i).model->title);
  return g_string_free (list, FALSE);
}

/* A word of the pool, a piece of one, some digits, or two of these. */
static char *
random_query (GRand *rand)
{
  GString *query = g_string_new (NULL);
  guint n = (guint)g_rand_int_range (rand, 1, 3);

  for (guint i = 0; i < n; i++) {
    const char *word = pool[g_rand_int_range (rand, 0, G_N_ELEMENTS (pool))];
    glong length = g_utf8_strlen (word, -1);
    glong first = g_rand_int_range (rand, 0, (gint)length);
    glong last = g_rand_int_range (rand, (gint)first, (gint)length) + 1;
    g_autofree char *piece = g_utf8_substring (word, first, last);
    g_autofree char *phone = random_phone (rand);

    g_string_append_printf (query, "%s%s", i > 0 ? " " : "",
                            g_rand_int_range (rand, 0, 5) == 0 ? phone + 2 : piece);
  }
  return g_string_free (query, FALSE);
}

static char *
titles (SatTestStore *t, const char *query)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) hits =
      sat_search (sat_test_store_reader (t), query, NULL, 1000, NULL, &error);
  GString *list = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < hits->len; i++)
    g_string_append_printf (list, "%s%s", i > 0 ? "; " : "",
                            ((SatSearchHit *)hits->pdata[i])->title);
  return g_string_free (list, FALSE);
}

static int
compare_ids_cb (gconstpointer a, gconstpointer b)
{
  gint64 left = *(const gint64 *)a, right = *(const gint64 *)b;

  return left < right ? -1 : left > right;
}

/* The box of a list finds the same records. */
static void
compare_list (World *world, const char *words, gboolean contacts)
{
  g_autoptr (SatQuery) query = sat_query_new (contacts ? "contact" : "company");
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = NULL;
  guint n = 0;

  sat_query_set_words (query, words);
  ids = sat_query_ids (query, sat_test_store_reader (world->t), NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < RECORDS; i++) {
    const Model *model = &world->models[i];

    if (!model->live || model->contact != contacts || plain_tier (model, words) == 0)
      continue;
    g_assert_true (g_array_binary_search (ids, &model->id, compare_ids_cb, NULL));
    n++;
  }
  g_assert_cmpuint (ids->len, ==, n);
}

static void
compare (World *world)
{
  for (guint i = 0; i < SEARCHES; i++) {
    g_autofree char *query = random_query (world->rand);
    g_autofree char *expected = plain_search (world, query);
    g_autofree char *found = titles (world->t, query);

    if (!g_str_equal (found, expected))
      g_test_message ("searched for: %s", query);
    g_assert_cmpstr (found, ==, expected);
    compare_list (world, query, i % 2);
  }
}

static void
test_random (void)
{
  World world = {sat_test_store_new (SAT_STORE_DEFAULT), sat_test_rand_new ()};

  for (guint i = 0; i < RECORDS; i++)
    add (&world, &world.models[i]);
  for (guint i = 0; i < ROUNDS; i++) {
    compare (&world);
    for (guint k = (guint)g_rand_int_range (world.rand, 0, 10); k > 0; k--)
      change (&world);
    if (i % 3 == 0)
      search_fixture_index (world.t, G_MAXUINT);
    if (i % 11 == 10)
      search_fixture_rebuild (world.t);
  }
  for (guint i = 0; i < RECORDS; i++) {
    g_free (world.models[i].title);
    g_free (world.models[i].other);
    g_free (world.models[i].phone);
  }
  g_rand_free (world.rand);
  sat_test_store_free (world.t);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/search-random/random", test_random);
  return g_test_run ();
}

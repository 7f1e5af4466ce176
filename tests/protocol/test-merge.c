/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-merge.h"
#include "sat-test.h"

#define NOW ((gint64)1790000000000000)

static SatHlc
at_ms (gint64 ms)
{
  return sat_hlc_from_us (NOW + ms * 1000);
}

static void
test_table (void)
{
  const SatVersion v1 = {at_ms (-5000), 1}, v2 = {at_ms (-4000), 2}, none = SAT_VERSION_NONE;
  const SatHlc most = sat_hlc_last_of_us (NOW + SAT_MERGE_LEAD_US);
  const struct {
    const char *name;
    SatMergeInput input;
    SatMergeOutcome outcome;
    SatVersion version;
  } rows[] = {
      {"a field that was never there",
       {none, none, FALSE, at_ms (-10), 3, NOW, FALSE},
       SAT_MERGE_APPLY,
       {at_ms (-10), 3}},
      {"the base is met",
       {v1, v1, FALSE, at_ms (-10), 3, NOW, FALSE},
       SAT_MERGE_APPLY,
       {at_ms (-10), 3}},
      {"the base is met, the same value",
       {v1, v1, FALSE, at_ms (-10), 3, NOW, TRUE},
       SAT_MERGE_APPLY,
       {at_ms (-10), 3}},
      {"the base is met by a slow clock",
       {v1, v1, FALSE, at_ms (-9000), 3, NOW, FALSE},
       SAT_MERGE_APPLY,
       {v1.hlc + 1, 3}},
      {"the base is met by a fast clock",
       {v1, v1, FALSE, at_ms (61000), 3, NOW, FALSE},
       SAT_MERGE_APPLY,
       {most, 3}},
      {"an own earlier mutation stands",
       {v2, v1, TRUE, at_ms (-9000), 3, NOW, FALSE},
       SAT_MERGE_APPLY,
       {v2.hlc + 1, 3}},
      {"concurrent, the same value, earlier",
       {v2, v1, FALSE, at_ms (-4500), 3, NOW, TRUE},
       SAT_MERGE_SAME,
       v2},
      {"concurrent, the same value, later",
       {v2, v1, FALSE, at_ms (-10), 3, NOW, TRUE},
       SAT_MERGE_SAME,
       {at_ms (-10), 3}},
      {"concurrent, later",
       {v2, v1, FALSE, at_ms (-10), 3, NOW, FALSE},
       SAT_MERGE_WIN,
       {at_ms (-10), 3}},
      {"concurrent, earlier", {v2, v1, FALSE, at_ms (-4500), 3, NOW, FALSE}, SAT_MERGE_LOSE, v2},
      {"concurrent, at once, higher device",
       {v2, v1, FALSE, v2.hlc, 3, NOW, FALSE},
       SAT_MERGE_WIN,
       {v2.hlc, 3}},
      {"concurrent, at once, lower device",
       {v2, v1, FALSE, v2.hlc, 1, NOW, FALSE},
       SAT_MERGE_LOSE,
       v2},
      {"the very version that is there, with another value",
       {v2, v1, FALSE, v2.hlc, v2.device, NOW, FALSE},
       SAT_MERGE_LOSE,
       v2},
      {"concurrent, as fast a clock as may be",
       {v2, v1, FALSE, G_MAXUINT64, 3, NOW, FALSE},
       SAT_MERGE_WIN,
       {most, 3}},
      {"a slow clock counts from what it saw",
       {{v1.hlc + 1, 2}, v1, FALSE, 0, 3, NOW, FALSE},
       SAT_MERGE_WIN,
       {v1.hlc + 1, 3}},
      {"a base that never was gains nothing",
       {v2, {G_MAXUINT64, 9}, FALSE, 0, 3, NOW, FALSE},
       SAT_MERGE_WIN,
       {v2.hlc + 1, 3}},
      {"no base", {v2, none, FALSE, at_ms (-4500), 3, NOW, FALSE}, SAT_MERGE_LOSE, v2},
      {"the last version has no successor",
       {{G_MAXUINT64, 3}, {G_MAXUINT64, 3}, FALSE, at_ms (0), 3, NOW, FALSE},
       SAT_MERGE_APPLY,
       {G_MAXUINT64, 3}},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    SatVersion version;

    g_test_message ("%s", rows[i].name);
    g_assert_cmpint (sat_merge_decide (&rows[i].input, &version), ==, rows[i].outcome);
    g_assert_cmphex (version.hlc, ==, rows[i].version.hlc);
    g_assert_cmpuint (version.device, ==, rows[i].version.device);
  }
}

static void
assert_merge (const char *base, const char *mine, const char *theirs, const char *expected)
{
  g_autofree char *merged = sat_merge_text (base, mine, theirs);
  g_autofree char *turned = sat_merge_text (base, theirs, mine);

  g_assert_cmpstr (merged, ==, expected);
  g_assert_cmpstr (turned, ==, expected);
}

static void
test_text (void)
{
  static const struct {
    const char *base, *mine, *theirs, *merged;
  } rows[] = {
      {"", "", "", ""},
      {NULL, NULL, NULL, ""},
      {NULL, "a", NULL, "a"},
      {"", "a", "b", NULL},
      {"", "a", "a", "a"},
      {"a\nb\nc", "A\nb\nc", "a\nb\nC", "A\nb\nC"},
      {"a\nb", "A\nb", "a\nB", "A\nB"},
      {"a\nb", "A\nb", "a\nb\nc", "A\nb\nc"},
      {"a\nb", "a\nB", "a\nb\nc", "a\nB\nc"},
      {"a\nb", "a\nB", "a\nx\nb", "a\nx\nB"},
      {"a\nb", "a\nb\nx", "a\nb\ny", NULL},
      {"a\nb", "x\na\nb", "y\na\nb", NULL},
      {"a\nb\nc", "a\nc", "a\nB\nc", NULL},
      {"a\nb\nc\nd", "a\nd", "a\nb\nx\nc\nd", NULL},
      {"a\nb\nc", "a\nc", "a\nc", "a\nc"},
      {"a", "", "a\nc", "c"},
      {"a\nb\nc", "c", "a\nb", ""},
      {"a\nb\nc", "c", "a\nb\nc\nd", "c\nd"},
      {"a\nb\nc", "A\nb\nC", "A\nb\nc", "A\nb\nC"},
      {"a\n", "a", "a\n", "a"},
      {"a", "a\n", "a", "a\n"},
      {"a\nb", "A\nb\n", "a\nb", "A\nb\n"},
      {"a\nb\n", "A\nb\n", "a\nb", "A\nb"},
      {"\n", "", "\n", ""},
      {"\n\n", "\n", "\n\n", "\n"},
      {"a\r\nb\r\n", "A\r\nb\r\n", "a\r\nB\r\n", "A\r\nB\r\n"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    assert_merge (rows[i].base, rows[i].mine, rows[i].theirs, rows[i].merged);
}

/* Random lines of few kinds, so that many are equal. g_free(). */
static char *
random_text (GRand *rand, int most)
{
  GString *text = g_string_new (NULL);
  int n = g_rand_int_range (rand, 0, most + 1);

  for (int i = 0; i < n; i++) {
    if (i > 0)
      g_string_append_c (text, '\n');
    for (int letter = g_rand_int_range (rand, 0, 3); letter > 0; letter--)
      g_string_append_c (text, (char)g_rand_int_range (rand, 'x', 'z' + 1));
  }
  if (g_rand_boolean (rand))
    g_string_append_c (text, '\n');
  return g_string_free (text, FALSE);
}

static void
test_text_properties (void)
{
  g_autoptr (GRand) rand = sat_test_rand_new ();

  for (int round = 0; round < 5000; round++) {
    g_autofree char *base = random_text (rand, 8);
    g_autofree char *mine = random_text (rand, 8);
    g_autofree char *theirs = random_text (rand, 8);
    g_autofree char *merged = sat_merge_text (base, mine, theirs);

    assert_merge (base, mine, base, mine);
    assert_merge (base, mine, mine, mine);
    assert_merge (base, base, base, base);
    assert_merge (base, mine, theirs, merged);
  }
}

/* Edits of lines that are different and at different places are all there, and nothing else is. */
static void
test_text_disjoint (void)
{
  g_autoptr (GRand) rand = sat_test_rand_new ();

  for (int round = 0; round < 500; round++) {
    GString *texts[4]; /* base, mine, theirs, expected */
    int n = g_rand_int_range (rand, 1, 60);

    for (int t = 0; t < 4; t++)
      texts[t] = g_string_new (NULL);
    for (int i = 0; i < n; i++) {
      int who = g_rand_int_range (rand, 0, 4), how = g_rand_int_range (rand, 0, 3);

      for (int t = 0; t < 4; t++) {
        gboolean edited = who == 1 || who == 2 ? t == who || t == 3 : FALSE;

        /* A line that nobody edits stands between the places. */
        g_string_append_printf (texts[t], "kept %d\n", i);
        if (!edited || how == 1)
          g_string_append_printf (texts[t], "line %d\n", i);
        if (edited && how > 0)
          g_string_append_printf (texts[t], "edit %d of %d\n", i, who);
      }
    }
    assert_merge (texts[0]->str, texts[1]->str, texts[2]->str, texts[3]->str);
    for (int t = 0; t < 4; t++)
      g_string_free (texts[t], TRUE);
  }
}

/* Too many differences to look for the shortest way are still merged when only one side has them,
 * and never mixed. */
static void
test_text_large (void)
{
  g_autoptr (GString) base = g_string_new ("first\n");
  g_autoptr (GString) mine = g_string_new ("first\n");
  g_autofree char *theirs = NULL;

  for (int i = 0; i < 5000; i++) {
    g_string_append_printf (base, "line %d\n", i);
    g_string_append_printf (mine, i % 2 == 0 ? "line %d\n" : "other %d\n", i);
  }
  theirs = g_strdup_printf ("FIRST%s", base->str + strlen ("first"));
  assert_merge (base->str, mine->str, base->str, mine->str);
  g_string_overwrite (mine, 0, "first");
  {
    g_autofree char *expected = g_strdup_printf ("FIRST%s", mine->str + strlen ("first"));

    assert_merge (base->str, mine->str, theirs, expected);
  }
  {
    g_autofree char *also = g_strdup_printf ("%s", base->str);

    memcpy (strstr (also, "line 2501"), "LINE", 4);
    assert_merge (base->str, mine->str, also, NULL);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/protocol/merge/table", test_table);
  g_test_add_func ("/protocol/merge/text", test_text);
  g_test_add_func ("/protocol/merge/text-properties", test_text_properties);
  g_test_add_func ("/protocol/merge/text-disjoint", test_text_disjoint);
  g_test_add_func ("/protocol/merge/text-large", test_text_large);

  return g_test_run ();
}

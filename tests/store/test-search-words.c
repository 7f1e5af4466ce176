/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-search-match.h"
#include "sat-search-words.h"
#include "sat-test.h"

#include <string.h>

static void
test_words (void)
{
  static const char *const cases[][2] = {
      {NULL, ""},
      {"", ""},
      {" .,;:!? ", ""},
      {"Acme", "acme"},
      {"  Acme,  Inc. ", "acme inc"},
      {"AT&T", "at t"},
      {"O'Brien O’Neil", "obrien oneil"},
      {"'quoted' rock'n'roll", "quoted rocknroll"},
      {"it'", "it"},
      {"first.last@host.example", "first last host example"},
      {"Straße_1", "strasse 1"},
      {"王小明abc株式", "王小明 abc 株式"},
      {"ｶﾀｶﾅ ＡＢＣ", "カタカナ abc"},
      {"Ørsted Zürich", "orsted zurich"},
      {"नमस्ते", "नमस्ते"},
      {"\xff\xfe x", "x"},
      {"😀 ok", "ok"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *words = sat_search_words (cases[i][0]);

    g_assert_cmpstr (words, ==, cases[i][1]);
  }
}

/* A word without an end is cut, not lost, and nothing overflows. */
static void
test_long_word (void)
{
  g_autofree char *text = g_strnfill (1000, 'x');
  g_autofree char *words = sat_search_words (text);
  g_auto (GStrv) parts = g_strsplit (words, " ", -1);
  gsize length = 0;

  g_assert_cmpuint (g_strv_length (parts), >, 1);
  for (guint i = 0; parts[i] != NULL; i++) {
    g_assert_cmpuint (strlen (parts[i]), <=, 250);
    length += strlen (parts[i]);
  }
  g_assert_cmpuint (length, ==, 1000);
}

static void
test_text (void)
{
  g_autoptr (SatSearchText) text = sat_search_text_new ();

  sat_search_text_set_title (text, "Ana Ana Pérez");
  sat_search_text_add (text, "Buyer, ana");
  sat_search_text_add (text, "buyer of things");
  sat_search_text_add_phone (text, "+49 (30) 12-3 ext. 9");
  sat_search_text_add_phone (text, "555 0100 (mornings)");
  sat_search_text_add (text, "030 555 0199");
  sat_search_text_add (text, "12345");
  g_assert_cmpstr (text->title->str, ==, "ana ana perez");
  g_assert_cmpstr (text->other->str, ==,
                   "buyer of things +4930123 49 30 12 3 ext 9 +5550100 555 0100 mornings 030 0199"
                   " +0305550199 12345");
  sat_search_text_reset (text);
  sat_search_text_add (text, "ana");
  g_assert_cmpstr (text->title->str, ==, "");
  g_assert_cmpstr (text->other->str, ==, "ana");
}

static void
assert_tokens (const char *title, const char *other, const char *expected)
{
  g_autoptr (GString) tokens = g_string_new (NULL);

  sat_search_tokens (tokens, title, other);
  if (*title != '\0') { /* a number that only has to be the same for the same title */
    g_assert_cmpint (tokens->str[0], ==, 'w');
    g_string_erase (tokens, 0, strchr (tokens->str, ' ') - tokens->str + 1);
  }
  g_assert_cmpstr (g_strchomp (tokens->str), ==, expected);
}

static void
test_tokens (void)
{
  assert_tokens ("", "", "");
  assert_tokens ("ab", "", "pa pab ta tab");
  assert_tokens ("a bc", "", "pa pa_ pa_b pa_bc ta tb tbc");
  assert_tokens ("", "abcdef", "aa aab aabc aabcd gbcd gcde gdef");
  assert_tokens ("", "+12", "a1 a12");
  assert_tokens ("", "+12345", "r543 r5432 a1 a12 a123 a1234 g234 g345");
  assert_tokens ("", "é王明", "aé aé王 aé王明");
  assert_tokens ("", "王明", "a王 a王明 a明");
}

static void
test_tier (void)
{
  static const struct {
    const char *query, *title, *other;
    SatSearchTier tier;
  } cases[] = {
      {"acme", "acme", "", SAT_SEARCH_WHOLE},
      {"ACME inc", "acme inc", "", SAT_SEARCH_WHOLE},
      {"acme i", "acme inc", "", SAT_SEARCH_START},
      {"inc", "acme inc", "", SAT_SEARCH_TITLE},
      {"inc acme", "acme inc", "", SAT_SEARCH_TITLE},
      {"inc bost", "acme inc", "boston", SAT_SEARCH_WORD},
      {"cme", "acme inc", "", SAT_SEARCH_SUBSTRING},
      {"ost", "acme inc", "boston", SAT_SEARCH_SUBSTRING},
      {"me", "acme inc", "", SAT_SEARCH_NONE},
      {"mei", "acme inc", "", SAT_SEARCH_NONE},
      {"acme x", "acme inc", "", SAT_SEARCH_NONE},
      {"345", "", "+12345", SAT_SEARCH_WORD},
      {"45", "", "+12345", SAT_SEARCH_NONE},
      {"234", "", "+12345", SAT_SEARCH_SUBSTRING},
      {"123", "", "+12345", SAT_SEARCH_WORD},
      {"345", "", "12345", SAT_SEARCH_SUBSTRING},
      {"0345", "", "+12345", SAT_SEARCH_WORD},
      {"12-345", "", "+12345", SAT_SEARCH_WORD},
      {"明", "王小明", "", SAT_SEARCH_TITLE},
      {"王", "王小明", "", SAT_SEARCH_START},
      {"王明", "王小明", "", SAT_SEARCH_NONE},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (SatSearchMatch) match = sat_search_match_new (cases[i].query);

    g_test_message ("%s in %s | %s", cases[i].query, cases[i].title, cases[i].other);
    g_assert_cmpint (sat_search_match_tier (match, cases[i].title, cases[i].other), ==,
                     cases[i].tier);
  }
}

static void
test_empty (void)
{
  static const char *const empty[] = {"", " ", "!", "\xff"};

  for (guint i = 0; i < G_N_ELEMENTS (empty); i++) {
    g_autoptr (SatSearchMatch) match = sat_search_match_new (empty[i]);

    g_assert_true (sat_search_match_is_empty (match));
    g_assert_cmpuint (sat_search_match_n_readings (match), ==, 0);
    g_assert_cmpint (sat_search_match_tier (match, "acme", ""), ==, SAT_SEARCH_NONE);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/search-words/words", test_words);
  g_test_add_func ("/search-words/long-word", test_long_word);
  g_test_add_func ("/search-words/text", test_text);
  g_test_add_func ("/search-words/tokens", test_tokens);
  g_test_add_func ("/search-words/tier", test_tier);
  g_test_add_func ("/search-words/empty", test_empty);
  return g_test_run ();
}

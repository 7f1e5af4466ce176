/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-fold.h"
#include "sat-test.h"

#include <string.h>

static void
assert_stable (const char *text)
{
  g_autofree char *once = sat_fold (text);
  g_autofree char *twice = sat_fold (once);
  gsize n = strlen (once);

  g_assert_cmpstr (twice, ==, once);
  g_assert_true (g_utf8_validate (once, -1, NULL));
  g_assert_null (strstr (once, "  "));
  if (n > 0) {
    g_assert_cmpint (once[0], !=, ' ');
    g_assert_cmpint (once[n - 1], !=, ' ');
  }
}

static const struct {
  const char *text, *expected;
} folds[] = {
    {NULL, ""},
    {"", ""},
    {"   ", ""},
    {"Acme", "acme"},
    {"  Acme \t\r\n  Corp.  ", "acme corp."},
    {"a\001\177b", "a b"},
    {"Müller", "muller"},
    {"Mu\xcc\x88ller", "muller"},
    {"MÜLLER", "muller"},
    {"Łódź", "lodz"},
    {"Søren Ærø", "soren aero"},
    {"Đặng", "dang"},
    {"Straße STRASSE ẞ", "strasse strasse ss"},
    {"İstanbul ISPARTA ı", "istanbul isparta i"},
    {"Ångström", "angstrom"},
    {"ﬁne ½ ² ㎏", "fine 1⁄2 2 kg"},
    {"Ａｃｍｅ　１２", "acme 12"},
    {"ｱｸﾒ ﾊﾞﾝｸ", "アクメ バンク"},
    {"\xe3\x81\x8b\xe3\x82\x99", "が"}, /* ka and a voicing mark */
    {"が か", "が か"},
    {"株式会社トヨタ", "株式会社トヨタ"},
    {"한국", "한국"},
    {"\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab", "한"}, /* Hangul letters */
    {"ΣΊΣΥΦΟΣ", "σισυφοσ"},
    {"Сергей Ёлкин", "сергей елкин"},
    {"Київ", "київ"},
    {"за́мок", "замок"},
    {"\xd1\x96\xcc\x88\xe2\x80\x8b\xe3\x82\x99", "ї\xe3\x82\x99"},
    {"हिन्दी", "हिन्दी"},
    {"ไทยสุ่ม", "ไทยสุ่ม"},
    {"מִכְתָּב", "מכתב"},
    {"مُحَمَّد", "محمد"},
    {"O’Brien", "o'brien"},
    {"O'Brien", "o'brien"},
    {"Jean–Luc", "jean-luc"},
    {"“x”", "\"x\""},
    {"soft\xc2\xadhyphen zero\xe2\x80\x8bwidth", "softhyphen zerowidth"},
    {"no\xc2\xa0"
     "break",
     "no break"},
    {"x \xcc\x81 y", "x y"},
    {"\xef\xbb\xbfmark", "mark"},
    {"bad\xff"
     "byte",
     "bad\xef\xbf\xbd"
     "byte"},
    {"cut \xe4\xb8", "cut \xef\xbf\xbd\xef\xbf\xbd"},
    {"\xf0\x9d\x93\x90\xf0\x9d\x9f\x8f", "a1"},
    {"👍🏽 ok", "👍🏽 ok"},
};

static void
test_folds (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (folds); i++) {
    g_autofree char *folded = sat_fold (folds[i].text);

    g_assert_cmpstr (folded, ==, folds[i].expected);
    assert_stable (folds[i].text);
  }
}

static void
test_every_character (void)
{
  for (gunichar c = 1; c <= 0x10ffff; c++) {
    char text[16] = "x";
    int n = 1;

    if (!g_unichar_validate (c))
      continue;
    assert_stable ((text[1 + g_unichar_to_utf8 (c, text + 1)] = '\0', text + 1));
    n += g_unichar_to_utf8 (c, text + n);
    text[n] = 'X';
    text[n + 1] = '\0';
    assert_stable (text);
  }
}

/* Mostly what occurs in names, and a few of everything. */
static gunichar
random_character (GRand *rand)
{
  static const gunichar odd[] = {0x300,  0x301,  0x306,  0x308,  0x327,  0x345,  0x438,  0x456,
                                 0x443,  0xad,   0x200b, 0x200d, 0xa0,   0x2019, 0xff76, 0xff9e,
                                 0x1100, 0x1161, 0x11a8, 0xac00, 0x3099, 0x304b, 0x3b1,  0x3c2};
  gunichar c;

  switch (g_rand_int_range (rand, 0, 6)) {
  case 0:
    return (gunichar)g_rand_int_range (rand, 1, 0x80);
  case 1:
    return (gunichar)g_rand_int_range (rand, 0x80, 0x250);
  case 2:
    return (gunichar)g_rand_int_range (rand, 0x3000, 0x3100);
  case 3:
    return odd[g_rand_int_range (rand, 0, G_N_ELEMENTS (odd))];
  case 4:
    return (gunichar)g_rand_int_range (rand, 0xff00, 0xfff0);
  default:
    c = (gunichar)g_rand_int_range (rand, 1, 0x110000);
    return g_unichar_validate (c) ? c : 'x';
  }
}

static char *
random_text (GRand *rand)
{
  GString *text = g_string_new (NULL);

  for (int n = g_rand_int_range (rand, 0, 12); n > 0; n--)
    g_string_append_unichar (text, random_character (rand));
  return g_string_free (text, FALSE);
}

static void
test_idempotent (void)
{
  g_autoptr (GRand) rand = sat_test_rand_new ();

  for (int i = 0; i < 100000; i++) {
    g_autofree char *text = random_text (rand);

    assert_stable (text);
  }
}

/* Composed or taken apart, with or without an invisible sign: one and the same. */
static void
test_forms_agree (void)
{
  static const GNormalizeMode modes[] = {G_NORMALIZE_NFD, G_NORMALIZE_NFC, G_NORMALIZE_NFKD,
                                         G_NORMALIZE_NFKC};
  g_autoptr (GRand) rand = sat_test_rand_new ();

  for (int i = 0; i < 50000; i++) {
    g_autofree char *text = random_text (rand);
    g_autofree char *marked = g_strconcat (text, "\xe2\x80\x8b", NULL);
    g_autofree char *expected = sat_fold (text);
    g_autofree char *from_marked = sat_fold (marked);

    g_assert_cmpstr (from_marked, ==, expected);
    for (gsize j = 0; j < G_N_ELEMENTS (modes); j++) {
      g_autofree char *form = g_utf8_normalize (text, -1, modes[j]);
      g_autofree char *folded = sat_fold (form);

      g_assert_cmpstr (folded, ==, expected);
    }
  }
}

static void
test_any_bytes (void)
{
  g_autoptr (GRand) rand = sat_test_rand_new ();

  for (int i = 0; i < 100000; i++) {
    char text[12];
    int n = g_rand_int_range (rand, 0, sizeof text);

    for (int j = 0; j < n; j++)
      text[j] = (char)g_rand_int_range (rand, 1, 256);
    text[n] = '\0';
    assert_stable (text);
  }
}

static void
test_is_cjk (void)
{
  static const struct {
    const char *text;
    gboolean expected;
  } rows[] = {
      {"漢", TRUE},  {"か", TRUE},  {"カ", TRUE}, {"ー", TRUE}, {"々", TRUE},  {"한", TRUE},
      {"ㄅ", TRUE},  {"𠮷", TRUE},  {"﨑", TRUE}, {"ｱ", TRUE},  {"ᄒ", TRUE},  {"〇", TRUE},
      {"a", FALSE},  {"1", FALSE},  {"é", FALSE}, {"д", FALSE}, {"。", FALSE}, {"、", FALSE},
      {"　", FALSE}, {"Ａ", FALSE}, {"ไ", FALSE}, {"👍", FALSE}, {"・", FALSE}, {"「", FALSE},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (sat_fold_is_cjk (g_utf8_get_char (rows[i].text)), ==, rows[i].expected);
  g_assert_false (sat_fold_is_cjk (0));
  g_assert_false (sat_fold_is_cjk (0x10ffff));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fold/folds", test_folds);
  g_test_add_func ("/fold/every-character", test_every_character);
  g_test_add_func ("/fold/idempotent", test_idempotent);
  g_test_add_func ("/fold/forms-agree", test_forms_agree);
  g_test_add_func ("/fold/any-bytes", test_any_bytes);
  g_test_add_func ("/fold/is-cjk", test_is_cjk);
  return g_test_run ();
}

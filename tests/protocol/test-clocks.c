/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-clocks.h"
#include "sat-test.h"

#include <string.h>

static void
test_version_text (void)
{
  static const struct {
    SatVersion version;
    const char *text;
  } rows[] = {
      {{0, 0}, "0000000000000000:0"},
      {{0x018f3c5a1b2c0040, 12}, "018f3c5a1b2c0040:12"},
      {{1, G_MAXUINT32}, "0000000000000001:4294967295"},
      {{G_MAXUINT64, 10}, "ffffffffffffffff:10"},
      {{0x9a9f0f1929394959, 9}, "9a9f0f1929394959:9"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    char text[SAT_VERSION_TEXT_LENGTH];
    SatVersion version = {7, 7};

    sat_version_write (rows[i].version, text);
    g_assert_cmpstr (text, ==, rows[i].text);
    g_assert_true (sat_version_parse (text, NULL, &version));
    g_assert_cmpint (sat_version_compare (&version, &rows[i].version), ==, 0);
  }
}

static void
test_version_bad (void)
{
  static const char *const rows[] = {
      "",
      "0",
      "018f3c5a1b2c0040",
      "018f3c5a1b2c0040:",
      "018f3c5a1b2c004:12",
      "018f3c5a1b2c00400:12",
      "018F3C5A1B2C0040:12",
      "018f3c5a1b2c004g:12",
      "018f3c5a1b2c0040:-1",
      "018f3c5a1b2c0040:+1",
      "018f3c5a1b2c0040: 1",
      "018f3c5a1b2c0040:012",
      "018f3c5a1b2c0040:00",
      "018f3c5a1b2c0040:4294967296",
      "018f3c5a1b2c0040:99999999999999999999999",
      "018f3c5a1b2c0040:12 ",
      " 018f3c5a1b2c0040:12",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    SatVersion version = {7, 8};

    g_test_message ("%s", rows[i]);
    g_assert_false (sat_version_parse (rows[i], NULL, &version));
    g_assert_cmpuint (version.hlc, ==, 7);
    g_assert_cmpuint (version.device, ==, 8);
  }
}

static void
test_version_end (void)
{
  const char *text = "018f3c5a1b2c0040:12 x";
  const char *end = NULL;
  SatVersion version;

  g_assert_true (sat_version_parse (text, &end, &version));
  g_assert_cmpstr (end, ==, " x");
  g_assert_cmpuint (version.device, ==, 12);
  g_assert_false (sat_version_parse ("018f3c5a1b2c0040:42949672951", &end, &version));
}

static void
test_hlc_text (void)
{
  char text[SAT_HLC_TEXT_LENGTH];
  SatHlc hlc = 7;

  memset (text, 'x', sizeof text);
  sat_hlc_write (0x90, text);
  g_assert_cmpstr (text, ==, "0000000000000090");
  g_assert_true (sat_hlc_parse (text, NULL, &hlc));
  g_assert_cmpuint (hlc, ==, 0x90);
  g_assert_false (sat_hlc_parse ("0000000000000091 ", NULL, &hlc));
  g_assert_cmpuint (hlc, ==, 0x90);
}

/* Whichever it is, by name. */
static void
test_latest (void)
{
  static const char *const names[] = {"amount", "job_title", "name"};

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (SatClocks) clocks = sat_clocks_new ((SatVersion){0x10, 1});
    SatVersion version;

    for (guint j = 0; j < G_N_ELEMENTS (names); j++)
      sat_clocks_set (clocks, names[j], (SatVersion){i == j ? 0x30 : 0x20, 2});
    version = sat_clocks_latest (clocks);
    g_assert_cmpuint (version.hlc, ==, 0x30);
  }
}

static void
test_entries (void)
{
  const SatVersion base = {0x10, 1}, early = {0x8, 2}, late = {0x20, 3};
  g_autoptr (SatClocks) clocks = sat_clocks_new (base);
  g_autoptr (SatClocks) copy = NULL;
  g_autofree char *text = NULL;
  g_autofree char *copied = NULL;
  SatVersion version;

  sat_clocks_set (clocks, "name", late);
  sat_clocks_set (clocks, SAT_CLOCKS_EXISTENCE, early);
  sat_clocks_set (clocks, "amount", early);
  text = sat_clocks_to_string (clocks);
  g_assert_cmpstr (text, ==,
                   "0000000000000010:1 !=0000000000000008:2 amount=0000000000000008:2 "
                   "name=0000000000000020:3");
  g_assert_cmpuint (sat_clocks_n (clocks), ==, 3);
  g_assert_cmpstr (sat_clocks_name (clocks, 1), ==, "amount");
  version = sat_clocks_version (clocks, 2);
  g_assert_cmpint (sat_version_compare (&version, &late), ==, 0);
  version = sat_clocks_latest (clocks);
  g_assert_cmpint (sat_version_compare (&version, &late), ==, 0);
  version = sat_clocks_get (clocks, "nam");
  g_assert_cmpint (sat_version_compare (&version, &base), ==, 0);

  copy = sat_clocks_copy (clocks);
  sat_clocks_set (clocks, "name", base);
  sat_clocks_set (clocks, "other", base);
  g_assert_cmpuint (sat_clocks_n (clocks), ==, 2);
  version = sat_clocks_latest (clocks);
  g_assert_cmpint (sat_version_compare (&version, &base), ==, 0);
  copied = sat_clocks_to_string (copy);
  g_assert_cmpstr (copied, ==, text);
}

static void
test_bad (void)
{
#define BASE "018f3c5a1b2c0040:12"
  static const char *const rows[] = {
      "",
      "x",
      BASE " ",
      BASE "  name=018f3c5a1b2c0041:12",
      BASE " name",
      BASE " name=",
      BASE " name=12",
      BASE " =018f3c5a1b2c0041:12",
      BASE " Name=018f3c5a1b2c0041:12",
      BASE " !!=018f3c5a1b2c0041:12",
      BASE " name=018f3c5a1b2c0041:12 ",
      BASE " name=018f3c5a1b2c0041:12x",
      BASE " name=018f3c5a1b2c0041:12 name=018f3c5a1b2c0042:12",
      BASE " name=018f3c5a1b2c0041:12 amount=018f3c5a1b2c0042:12",
      BASE " name=" BASE,
      BASE "\n",
      BASE " a2345678901234567890123456789012345678901=018f3c5a1b2c0041:12",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;

    g_test_message ("%s", rows[i]);
    g_assert_null (sat_clocks_parse (rows[i], &error));
    g_assert_error (error, SAT_PROTOCOL_ERROR, SAT_PROTOCOL_ERROR_SHAPE);
  }
#undef BASE
}

/* Against a plain table of what was set last. */
static void
test_random (void)
{
  g_autoptr (GRand) rand = sat_test_rand_new ();

  for (int round = 0; round < 300; round++) {
    g_autoptr (SatClocks) clocks = sat_clocks_new ((SatVersion){5, 5});
    SatVersion expected[20];
    g_autoptr (SatClocks) again = NULL;
    g_autofree char *text = NULL;
    g_autofree char *text_again = NULL;

    for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
      expected[i] = (SatVersion){5, 5};
    for (int step = g_rand_int_range (rand, 0, 60); step > 0; step--) {
      guint i = (guint)g_rand_int_range (rand, 0, G_N_ELEMENTS (expected));
      g_autofree char *name = g_strdup_printf ("f%u", i);

      expected[i] = (SatVersion){(SatHlc)g_rand_int_range (rand, 4, 7), 5};
      sat_clocks_set (clocks, name, expected[i]);
    }
    text = sat_clocks_to_string (clocks);
    again = sat_clocks_parse (text, NULL);
    g_assert_nonnull (again);
    for (guint i = 0; i < G_N_ELEMENTS (expected); i++) {
      g_autofree char *name = g_strdup_printf ("f%u", i);
      SatVersion version = sat_clocks_get (again, name);

      g_assert_cmpint (sat_version_compare (&version, &expected[i]), ==, 0);
    }
    text_again = sat_clocks_to_string (again);
    g_assert_cmpstr (text_again, ==, text);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/protocol/clocks/version-text", test_version_text);
  g_test_add_func ("/protocol/clocks/version-bad", test_version_bad);
  g_test_add_func ("/protocol/clocks/version-end", test_version_end);
  g_test_add_func ("/protocol/clocks/hlc-text", test_hlc_text);
  g_test_add_func ("/protocol/clocks/entries", test_entries);
  g_test_add_func ("/protocol/clocks/latest", test_latest);
  g_test_add_func ("/protocol/clocks/bad", test_bad);
  g_test_add_func ("/protocol/clocks/random", test_random);

  return g_test_run ();
}

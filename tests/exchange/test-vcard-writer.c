/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "vcard-support.h"

static void
assert_line (const char *body, SatVcardStyle style, const char *expected)
{
  g_autoptr (SatVcard) card = vcard_read_body (body);
  g_autoptr (GString) line = g_string_new (NULL);

  g_assert_cmpuint (card->properties->len, ==, 1);
  sat_vcard_write_property (line, card, sat_vcard_get (card, 0), style);
  g_assert_cmpstr (line->str, ==, expected);
}

static void
test_versions (void)
{
  static const struct {
    const char *in, *line, *three, *four;
  } cases[] = {
      {"TEL;TYPE=home,pref:1\n", "TEL;TYPE=home;PREF=1:1\n", "TEL;TYPE=home,pref:1\r\n",
       "TEL;TYPE=home;PREF=1:1\r\n"},
      {"TEL;PREF=1:1\n", "TEL;PREF=1:1\n", "TEL;TYPE=pref:1\r\n", "TEL;PREF=1:1\r\n"},
      {"TEL;PREF=7;X-A=b:1\n", "TEL;PREF=7;X-A=b:1\n", "TEL;PREF=7;X-A=b:1\r\n",
       "TEL;PREF=7;X-A=b:1\r\n"},
      {"photo;encoding=b;type=jpeg:QUJD\n", "PHOTO:data:image/jpeg;base64,QUJD\n",
       "PHOTO;ENCODING=b;TYPE=JPEG:QUJD\r\n", "PHOTO:data:image/jpeg;base64,QUJD\r\n"},
      {"PHOTO;VALUE=uri:data:image/x-odd;base64,QUJD\n", "PHOTO:data:image/x-odd;base64,QUJD\n",
       "PHOTO;ENCODING=b;TYPE=image/x-odd:QUJD\r\n", "PHOTO:data:image/x-odd;base64,QUJD\r\n"},
      {"PHOTO;BASE64:\n  /9j/\n AAAA\n\n", "PHOTO:data:image/jpeg;base64,/9j/AAAA\n",
       "PHOTO;ENCODING=b;TYPE=JPEG:/9j/AAAA\r\n", "PHOTO:data:image/jpeg;base64,/9j/AAAA\r\n"},
      {"LOGO;VALUE=uri:http://x/y.png\n", "LOGO:http://x/y.png\n",
       "LOGO;VALUE=uri:http://x/y.png\r\n", "LOGO:http://x/y.png\r\n"},
      {"KEY;ENCODING=b:QUJD\n", "KEY:data:application/octet-stream;base64,QUJD\n",
       "KEY;ENCODING=b:QUJD\r\n", "KEY:data:application/octet-stream;base64,QUJD\r\n"},
      {"VERSION:2.1\nN:Doe, Sr.;John;A\\;b,c\n", "N:Doe\\, Sr.;John;A\\;b\\,c\n",
       "N:Doe\\, Sr.;John;A\\;b\\,c\r\n", "N:Doe\\, Sr.;John;A\\;b\\,c\r\n"},
      {"NOTE;ENCODING=QUOTED-PRINTABLE:a=0D=0Ab\n", "NOTE:a\\nb\n", "NOTE:a\\nb\r\n",
       "NOTE:a\\nb\r\n"},
      {"X-Any;x-par=\"a;b\",c:d\n", "X-Any;X-PAR=\"a;b\",c:d\n", "X-Any;X-PAR=\"a;b\",c:d\r\n",
       "X-Any;X-PAR=\"a;b\",c:d\r\n"},
      {"ADR;LABEL=a^nb^'c^^:;\n", "ADR;LABEL=a^nb^'c^^:;\n", "ADR;LABEL=a^nb^'c^^:;\r\n",
       "ADR;LABEL=a^nb^'c^^:;\r\n"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    assert_line (cases[i].in, SAT_VCARD_STYLE_LINE, cases[i].line);
    assert_line (cases[i].in, SAT_VCARD_STYLE_3_0, cases[i].three);
    assert_line (cases[i].in, SAT_VCARD_STYLE_4_0, cases[i].four);
  }
}

static void
test_whole (void)
{
  g_autoptr (SatVcard) card = vcard_read_body ("FN:A\nitem1.TEL:1\nitem1.X-ABLabel:b\n");
  g_autoptr (GString) text = g_string_new (NULL);

  sat_vcard_write (text, card, SAT_VCARD_STYLE_4_0);
  g_assert_cmpstr (text->str, ==,
                   "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:A\r\nitem1.TEL:1\r\nitem1.X-ABLabel:b\r\n"
                   "END:VCARD\r\n");
}

/* No line has more than 75 bytes, and none ends within a character. */
static void
test_folding (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  for (guint round = 0; round < 300; round++) {
    g_autofree char *text = vcard_random_text (rand, 400);
    g_autofree char *value = sat_vcard_escape (text);
    g_autoptr (SatVcard) card = sat_vcard_new ();
    g_autoptr (GString) out = g_string_new (NULL);
    g_auto (GStrv) lines = NULL;

    sat_vcard_add (card, NULL, "NOTE", value);
    sat_vcard_write_property (out, card, sat_vcard_get (card, 0), SAT_VCARD_STYLE_3_0);
    g_assert_true (g_str_has_suffix (out->str, "\r\n"));
    lines = g_strsplit (out->str, "\r\n", -1);
    for (guint i = 0; lines[i] != NULL; i++) {
      g_assert_cmpuint (strlen (lines[i]), <=, 75);
      g_assert_true (g_utf8_validate (lines[i], -1, NULL));
      g_assert_null (strpbrk (lines[i], "\r\n"));
    }
  }
}

/* Any card comes back as it went out, in either version, and normal form is reached in one step. */
static void
test_round_trips (void)
{
  static const SatVcardStyle styles[] = {SAT_VCARD_STYLE_3_0, SAT_VCARD_STYLE_4_0};
  g_autoptr (GRand) rand = g_rand_new_with_seed (2);

  for (guint round = 0; round < 3000; round++) {
    g_autoptr (SatVcard) card = vcard_random (rand);
    g_autofree char *lines = vcard_lines (card);
    g_autoptr (SatVcard) again = sat_vcard_new ();
    g_autofree char *again_lines = NULL;

    sat_vcard_normalise (again, card);
    again_lines = vcard_lines (again);
    g_assert_cmpstr (again_lines, ==, lines);
    for (guint i = 0; i < G_N_ELEMENTS (styles); i++) {
      g_autoptr (SatVcard) back = vcard_through (card, styles[i]);
      g_autofree char *back_lines = vcard_lines (back);

      g_assert_cmpstr (back_lines, ==, lines);
    }
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/vcard-writer/versions", test_versions);
  g_test_add_func ("/vcard-writer/whole", test_whole);
  g_test_add_func ("/vcard-writer/folding", test_folding);
  g_test_add_func ("/vcard-writer/round-trips", test_round_trips);
  return g_test_run ();
}

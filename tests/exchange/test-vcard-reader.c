/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib.h>
#include <string.h>

#include "sat-vcard-reader.h"

/* The first card of @text, which must be sound. */
static const SatVcard *
read_one (SatVcardReader **reader, const char *text)
{
  g_autoptr (GError) error = NULL;
  const SatVcard *card = NULL;

  *reader = sat_vcard_reader_new (text, strlen (text), NULL);
  g_assert_true (sat_vcard_reader_next (*reader, &card, &error));
  g_assert_no_error (error);
  return card;
}

static void
assert_property (const SatVcard *card, guint index, const char *name, const char *value)
{
  g_assert_cmpuint (index, <, card->properties->len);
  g_assert_cmpstr (sat_vcard_get (card, index)->name, ==, name);
  g_assert_cmpstr (sat_vcard_get (card, index)->value, ==, value);
}

static void
assert_value (const char *body, const char *value)
{
  g_autofree char *text = g_strdup_printf ("BEGIN:VCARD\n%sEND:VCARD\n", body);
  g_autoptr (SatVcardReader) reader = NULL;
  const SatVcard *card = read_one (&reader, text);

  g_assert_cmpuint (card->properties->len, ==, 1);
  g_assert_cmpstr (sat_vcard_get (card, 0)->value, ==, value);
}

static void
test_parts (void)
{
  g_autoptr (SatVcardReader) reader = NULL;
  const SatVcard *card = read_one (
      &reader, "BEGIN:VCARD\r\nVERSION:4.0\r\nitem1.TEL;TYPE=\"voice,home\";PREF=1;type=x:+1 2\r\n"
               "ADR;LABEL=\"a:b;c,d\";SORT-AS=\"Harten,Rene\",y:;;\r\nEND:VCARD\r\n");
  const SatVcardProperty *tel = sat_vcard_get (card, 0), *adr = sat_vcard_get (card, 1);

  g_assert_cmpint (card->version, ==, SAT_VCARD_4_0);
  g_assert_cmpuint (card->properties->len, ==, 2);
  assert_property (card, 0, "TEL", "+1 2");
  g_assert_cmpstr (tel->group, ==, "item1");
  g_assert_cmpuint (tel->n_params, ==, 4);
  g_assert_true (sat_vcard_has_type (card, tel, "VOICE"));
  g_assert_true (sat_vcard_has_type (card, tel, "home"));
  g_assert_true (sat_vcard_has_type (card, tel, "X"));
  g_assert_false (sat_vcard_has_type (card, tel, "work"));
  g_assert_cmpstr (sat_vcard_param (card, tel, "PREF"), ==, "1");
  g_assert_cmpstr (sat_vcard_param (card, adr, "LABEL"), ==, "a:b;c,d");
  g_assert_cmpuint (adr->n_params, ==, 3);
  g_assert_cmpstr (sat_vcard_params (card, adr)[1].value, ==, "Harten,Rene");
  g_assert_cmpstr (sat_vcard_params (card, adr)[2].value, ==, "y");
  g_assert_null (adr->group);
  g_assert_cmpuint (adr->line, ==, 4);
}

static void
test_bare_words (void)
{
  g_autoptr (SatVcardReader) reader = NULL;
  const SatVcard *card =
      read_one (&reader, "begin:vcard\nversion:2.1\ntel;work;FAX:1\nphoto;base64;jpeg:QUJD\n"
                         "url;url:x\nend:vcard\n");

  g_assert_cmpint (card->version, ==, SAT_VCARD_2_1);
  g_assert_true (sat_vcard_has_type (card, sat_vcard_get (card, 0), "work"));
  g_assert_true (sat_vcard_has_type (card, sat_vcard_get (card, 0), "fax"));
  g_assert_cmpstr (sat_vcard_param (card, sat_vcard_get (card, 1), "ENCODING"), ==, "b");
  g_assert_true (sat_vcard_has_type (card, sat_vcard_get (card, 1), "JPEG"));
  g_assert_cmpstr (sat_vcard_param (card, sat_vcard_get (card, 2), "VALUE"), ==, "url");
}

static void
test_folding (void)
{
  assert_value ("NOTE:one\n  two\n\tthree\n", "one twothree");
  assert_value ("NOTE:one\r\n two\r\n", "onetwo");
  assert_value ("NOTE:dos\r\r\n", "dos");
  /* A character in two parts. */
  assert_value ("NOTE:M\xc3\r\n \xbcnchen\r\n", "München");
  /* A lone CR among other line ends is content. */
  assert_value ("NOTE:a\rb\r\n", "a\rb");
  assert_value ("NOTE:\r\n", "");
}

static void
test_old_line_ends (void)
{
  g_autoptr (SatVcardReader) reader = NULL;
  const SatVcard *card = read_one (&reader, "\xef\xbb\xbf"
                                            "BEGIN:VCARD\rN:Doe\rNOTE:a\r b\rEND:VCARD");

  assert_property (card, 0, "N", "Doe");
  assert_property (card, 1, "NOTE", "ab");
}

static void
test_quoted_printable (void)
{
  assert_value ("NOTE;ENCODING=QUOTED-PRINTABLE:a=0D=0Ab=3D=\nc=\n\n", "a\r\nb=c");
  assert_value ("NOTE;QUOTED-PRINTABLE;CHARSET=UTF-8:=C3=91=\n=C3=91\n", "ÑÑ");
  assert_value ("NOTE;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:=E9t=E9\n", "été");
  assert_value ("NOTE;CHARSET=Shift_JIS;ENCODING=QUOTED-PRINTABLE:=93=FA=96=7B\n", "日本");
  assert_value ("NOTE;CHARSET=windows-1252:caf\xe9\n", "café");
  /* A blank behind a soft line break is content; what is no code stays. */
  assert_value ("NOTE;ENCODING=QUOTED-PRINTABLE:a=\n b=4G=\n", "a b=4G");
  assert_value ("NOTE;ENCODING=QUOTED-PRINTABLE:a=00b\n", "ab");
  /* The text says UTF-8 and is not: the file's encoding is not known either. */
  assert_value ("NOTE;CHARSET=no-such-thing:plain\n", "plain");
}

static void
test_base64 (void)
{
  assert_value ("PHOTO;ENCODING=BASE64:\n  AAAA\n  BB==\n\n", "AAAABB==");
  assert_value ("PHOTO;ENCODING=b:AAAA\nBBBB\nCC==\n\n", "AAAABBBBCC==");
  assert_value ("PHOTO;BASE64:AA\n AA\n", "AAAA");
}

static void
test_text (void)
{
  g_autofree char *text = sat_vcard_text ("a\\nb\\Nc\\,d\\;e\\\\f\\:g\\th\r\ni\\");
  g_autofree char *escaped = sat_vcard_escape ("a\nb,c;d\\e\r\nf");
  g_auto (GStrv) parts = sat_vcard_split ("a;b\\;c;;d\\\\;e", ';');

  g_assert_cmpstr (text, ==, "a\nb\nc,d;e\\f:g\\th\ni\\");
  g_assert_cmpstr (escaped, ==, "a\\nb\\,c\\;d\\\\e\\nf");
  g_assert_cmpuint (g_strv_length (parts), ==, 5);
  g_assert_cmpstr (parts[1], ==, "b\\;c");
  g_assert_cmpstr (parts[2], ==, "");
  g_assert_cmpstr (parts[3], ==, "d\\\\");
}

static void
test_carets (void)
{
  g_autoptr (SatVcardReader) reader = NULL;
  const SatVcard *card =
      read_one (&reader, "BEGIN:VCARD\nADR;LABEL=\"a^nb^^c^'d^x\":;\nEND:VCARD\n");

  g_assert_cmpstr (sat_vcard_param (card, sat_vcard_get (card, 0), "LABEL"), ==, "a\nb^c\"d^x");
}

static void
test_agent (void)
{
  g_autoptr (SatVcardReader) reader = NULL;
  const SatVcard *card =
      read_one (&reader, "BEGIN:VCARD\nN:Boss\nAGENT:\nBEGIN:VCARD\nFN:Aide, Ana\nEND:VCARD\n"
                         "TEL:1\nEND:VCARD\nBEGIN:VCARD\nN:Next\nEND:VCARD\n");
  g_autoptr (GError) error = NULL;
  g_autofree char *agent = NULL;

  g_assert_cmpuint (card->properties->len, ==, 3);
  agent = sat_vcard_text (sat_vcard_get (card, 1)->value);
  g_assert_cmpstr (agent, ==, "BEGIN:VCARD\nFN:Aide, Ana\nEND:VCARD\n");
  assert_property (card, 2, "TEL", "1");
  g_assert_true (sat_vcard_reader_next (reader, &card, &error));
  assert_property (card, 0, "N", "Next");
  g_assert_cmpuint (sat_vcard_reader_get_line (reader), ==, 9);
}

/* Text around cards is passed over; lines are counted through all of it. */
static void
test_around (void)
{
  g_autoptr (SatVcardReader) reader = NULL;
  g_autoptr (GError) error = NULL;
  const SatVcard *card = read_one (
      &reader, "Dear all,\n\nBEGIN:VCARD\nFN:A\n B\nEND:VCARD\nbye\nBEGIN:VCARD \nFN:C\nEND:VCARD");

  g_assert_cmpuint (sat_vcard_reader_get_line (reader), ==, 3);
  assert_property (card, 0, "FN", "AB");
  g_assert_true (sat_vcard_reader_next (reader, &card, &error));
  g_assert_cmpuint (sat_vcard_reader_get_line (reader), ==, 8);
  assert_property (card, 0, "FN", "C");
  g_assert_false (sat_vcard_reader_next (reader, &card, &error));
  g_assert_no_error (error);
  sat_vcard_reader_rewind (reader);
  g_assert_true (sat_vcard_reader_next (reader, &card, &error));
  assert_property (card, 0, "FN", "AB");
}

static void
test_bad_lines (void)
{
  g_autoptr (SatVcardReader) reader = NULL;
  const SatVcard *card =
      read_one (&reader, "BEGIN:VCARD\nFN\nN:Doe\n:nameless\n;TYPE=x:y\nEND:VCARD\n");

  g_assert_cmpuint (card->properties->len, ==, 1);
  g_assert_cmpuint (card->doubts->len, ==, 3);
  g_assert_cmpuint (g_array_index (card->doubts, SatVcardDoubt, 0).line, ==, 2);
  g_assert_cmpint (g_array_index (card->doubts, SatVcardDoubt, 0).kind, ==,
                   SAT_VCARD_DOUBT_NO_PROPERTY);
  g_assert_cmpuint (g_array_index (card->doubts, SatVcardDoubt, 2).line, ==, 5);
}

/* Cut by a program that counts bytes. */
static void
test_cut (void)
{
  g_autoptr (SatVcardReader) reader = NULL;
  const SatVcard *card =
      read_one (&reader, "BEGIN:VCARD\nN:x\nORG;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C3=91=C3\n"
                         "END:VCARD\n");

  assert_property (card, 1, "ORG", "Ñ");
  g_assert_cmpuint (card->doubts->len, ==, 1);
  g_assert_cmpint (g_array_index (card->doubts, SatVcardDoubt, 0).kind, ==, SAT_VCARD_DOUBT_CUT);
  g_assert_cmpuint (g_array_index (card->doubts, SatVcardDoubt, 0).line, ==, 3);
}

/* Each broken card is refused by itself. */
static void
test_broken (void)
{
  static const char text[] = "BEGIN:VCARD\nFN:Endless\nBEGIN:VCARD\nFN:Good\nEND:VCARD\n"
                             "BEGIN:VCARD\nFN:caf\xe9\nEND:VCARD\nBEGIN:VCARD\nFN:a\0b\nEND:VCARD\n"
                             "BEGIN:VCARD\nFN:Fine\nEND:VCARD\nBEGIN:VCARD\nFN:Cut";
  static const int codes[] = {SAT_VCARD_ERROR_BROKEN, -1, SAT_VCARD_ERROR_ENCODING,
                              SAT_VCARD_ERROR_BROKEN, -1, SAT_VCARD_ERROR_BROKEN};
  static const guint lines[] = {1, 3, 6, 9, 12, 15};
  g_autoptr (SatVcardReader) reader = sat_vcard_reader_new (text, sizeof text - 1, NULL);
  const SatVcard *card;

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++) {
    g_autoptr (GError) error = NULL;
    gboolean ok = sat_vcard_reader_next (reader, &card, &error);

    g_assert_cmpint (ok, ==, codes[i] < 0);
    if (ok)
      g_assert_no_error (error);
    else
      g_assert_error (error, SAT_VCARD_ERROR, codes[i]);
    g_assert_cmpuint (sat_vcard_reader_get_line (reader), ==, lines[i]);
  }
  g_assert_false (sat_vcard_reader_next (reader, &card, NULL));
}

static void
test_encoding_of_file (void)
{
  static const char text[] = "BEGIN:VCARD\nFN:caf\xe9\nNOTE:caf\xc3\xa9\nEND:VCARD\n";
  g_autoptr (SatVcardReader) reader = sat_vcard_reader_new (text, sizeof text - 1, "windows-1252");
  const SatVcard *card;

  g_assert_true (sat_vcard_reader_next (reader, &card, NULL));
  assert_property (card, 0, "FN", "café");
  assert_property (card, 1, "NOTE", "café");
}

static void
test_looks_like (void)
{
  static const struct {
    const char *text;
    gboolean is;
  } cases[] = {
      {"BEGIN:VCARD\nEND:VCARD", TRUE},
      {"\xef\xbb\xbf"
       "begin:vcard\r\n",
       TRUE},
      {"\n\nBEGIN:VCARD\n", TRUE},
      {"name,mail\nBEGIN:VCARDS,x\n", FALSE},
      {"BEGIN:VCALENDAR\n", FALSE},
      {"", FALSE},
      {"N:x\rBEGIN:VCARD\r", TRUE},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (sat_vcard_reader_looks_like (cases[i].text, strlen (cases[i].text)), ==,
                     cases[i].is);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/vcard-reader/parts", test_parts);
  g_test_add_func ("/vcard-reader/bare-words", test_bare_words);
  g_test_add_func ("/vcard-reader/folding", test_folding);
  g_test_add_func ("/vcard-reader/old-line-ends", test_old_line_ends);
  g_test_add_func ("/vcard-reader/quoted-printable", test_quoted_printable);
  g_test_add_func ("/vcard-reader/base64", test_base64);
  g_test_add_func ("/vcard-reader/text", test_text);
  g_test_add_func ("/vcard-reader/carets", test_carets);
  g_test_add_func ("/vcard-reader/agent", test_agent);
  g_test_add_func ("/vcard-reader/around", test_around);
  g_test_add_func ("/vcard-reader/bad-lines", test_bad_lines);
  g_test_add_func ("/vcard-reader/cut", test_cut);
  g_test_add_func ("/vcard-reader/broken", test_broken);
  g_test_add_func ("/vcard-reader/encoding-of-file", test_encoding_of_file);
  g_test_add_func ("/vcard-reader/looks-like", test_looks_like);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Cards that are cut, changed and mixed at random: nothing may break, whatever is read must be
 * text, and what can be read must come back as it went out. */

#include "config.h"

#include <string.h>

#include "sat-card-build.h"
#include "vcard-support.h"

static const char seed[] =
    "BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C3=91;Ana;;;\r\n"
    "FN;QUOTED-PRINTABLE:a=\r\nb=C3=91=\r\n\r\nitem1.TEL;WORK;FAX;PREF:1\r\nitem1.X-ABLabel:x\r\n"
    "PHOTO;ENCODING=BASE64;JPEG:\r\n  /9j/AAAA\r\n  BBBB\r\n\r\nAGENT:\r\nBEGIN:VCARD\r\nFN:x\r\n"
    "END:VCARD\r\nNOTE;CHARSET=Shift_JIS:\x93\xfa\x96\x7b\r\nEND:VCARD\r\n"
    "BEGIN:VCARD\nVERSION:4.0\nFN:M\xc3\xbcller\nN:M\xc3\xbcller;J\\,;a,b;;\nADR;LABEL=\"a^nb:;\":"
    ";;1;2;3;4;5\nTEL;VALUE=uri;TYPE=\"voice,home\":tel:+1;ext=5\nCATEGORIES:a,b\\,c\nNOTE:long\n"
    "  folded\\n\n\tline\nPHOTO:data:image/png;base64,iVBORw0KGgo=\nX-A;B=\"c:BDAY:19800101\n"
    "BDAY:--0203\nURL:http\\://x\nEND:VCARD\n";

static void
mutate (GRand *rand, GByteArray *text)
{
  static const char letters[] = ":;,=\"\\\r\n .^\t\xc3\x00\xff"
                                "BAEn2";
  guint n = (guint)g_rand_int_range (rand, 0, 12);

  for (guint i = 0; i < n && text->len > 1; i++) {
    guint at = (guint)g_rand_int_range (rand, 0, (gint32)text->len);
    guint length = (guint)g_rand_int_range (rand, 0, (gint32)(text->len - at) + 1);
    guint8 letter = (guint8)letters[g_rand_int_range (rand, 0, sizeof letters - 1)];

    switch (g_rand_int_range (rand, 0, 5)) {
    case 0:
      text->data[at] = letter;
      break;
    case 1:
      g_byte_array_remove_range (text, at, MIN (length, 20));
      break;
    case 2:
      g_byte_array_set_size (text, MAX (at, 1));
      break;
    case 3: {
      g_autofree guint8 *copy = g_memdup2 (text->data + at, MIN (length, 60) + 1);

      if (length > 0 && text->len < 8000)
        g_byte_array_append (text, copy, MIN (length, 60));
      break;
    }
    default:
      text->data[at] = (guint8)g_rand_int_range (rand, 0, 256);
      break;
    }
  }
}

static void
assert_text (const char *text)
{
  g_assert_nonnull (text);
  g_assert_true (g_utf8_validate (text, -1, NULL));
}

static void
check_card (const SatVcard *card)
{
  g_autoptr (SatVcard) normal = sat_vcard_new ();
  g_autoptr (SatVcard) built = sat_vcard_new ();
  g_autoptr (SatCardFacts) facts = NULL;
  g_autofree char *kept = NULL;
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < card->properties->len; i++) {
    const SatVcardProperty *property = sat_vcard_get (card, i);
    const SatVcardParam *params = sat_vcard_params (card, property);

    assert_text (property->name);
    assert_text (property->value);
    if (property->group != NULL)
      assert_text (property->group);
    for (guint k = 0; k < property->n_params; k++) {
      assert_text (params[k].name);
      assert_text (params[k].value);
    }
  }
  sat_vcard_normalise (normal, card);
  facts = sat_card_facts_of (normal);
  kept = sat_card_kept (normal, facts, NULL);
  sat_card_build (built, facts, kept);
  sat_vcard_write (out, built, SAT_VCARD_STYLE_3_0);
  sat_vcard_write (out, built, SAT_VCARD_STYLE_4_0);
  assert_text (out->str);
}

static guint
read_all (const GByteArray *text, const char *encoding)
{
  g_autoptr (SatVcardReader) reader = NULL;
  /* Exactly as large, so that a read behind the end is seen. */
  g_autofree char *bytes = g_memdup2 (text->data, text->len);
  guint cards = 0;

  reader = sat_vcard_reader_new (bytes, text->len, encoding);
  for (;;) {
    g_autoptr (GError) error = NULL;
    const SatVcard *card;

    if (sat_vcard_reader_next (reader, &card, &error))
      check_card (card);
    else if (error == NULL)
      return cards;
    else
      g_assert_cmpuint (sat_vcard_reader_get_line (reader), >, 0);
    cards++;
    g_assert_cmpuint (cards, <=, text->len);
  }
}

static void
test_mutated (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (11);
  guint rounds = g_test_thorough () ? 200000 : 4000, cards = 0;

  for (guint round = 0; round < rounds; round++) {
    g_autoptr (GByteArray) text = g_byte_array_new ();

    g_byte_array_append (text, (const guint8 *)seed, sizeof seed - 1);
    mutate (rand, text);
    sat_vcard_reader_looks_like ((const char *)text->data, text->len);
    cards += read_all (text, g_rand_boolean (rand) ? "windows-1252" : NULL);
  }
  g_assert_cmpuint (cards, >, rounds / 2);
}

/* Cut at every byte. */
static void
test_truncated (void)
{
  for (gsize length = 1; length < sizeof seed; length++) {
    g_autoptr (GByteArray) text = g_byte_array_new ();

    g_byte_array_append (text, (const guint8 *)seed, (guint)length);
    g_assert_cmpuint (read_all (text, NULL), <=, 2);
  }
}

/* Long lines and many of them take time in proportion. */
static void
test_large (void)
{
  g_autoptr (GByteArray) text = g_byte_array_new ();
  g_autofree char *line = g_strnfill (100000, 'a');
  static const char head[] = "BEGIN:VCARD\nFN:", tail[] = "\nEND:VCARD\n";

  g_byte_array_append (text, (const guint8 *)head, sizeof head - 1);
  g_byte_array_append (text, (const guint8 *)line, 100000);
  for (guint i = 0; i < 5000; i++) {
    g_autofree char *property = g_strdup_printf ("\ng%u.TEL;TYPE=x:%u\ng%u.X-ABLabel:l", i, i, i);

    g_byte_array_append (text, (const guint8 *)property, (guint)strlen (property));
  }
  g_byte_array_append (text, (const guint8 *)tail, sizeof tail - 1);
  g_assert_cmpuint (read_all (text, NULL), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/vcard-fuzz/mutated", test_mutated);
  g_test_add_func ("/vcard-fuzz/truncated", test_truncated);
  g_test_add_func ("/vcard-fuzz/large", test_large);
  return g_test_run ();
}

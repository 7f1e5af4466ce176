/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "vcard-support.h"

#include <string.h>

SatVcard *
vcard_read (const char *text)
{
  g_autoptr (SatVcardReader) reader = sat_vcard_reader_new (text, strlen (text), NULL);
  g_autoptr (GError) error = NULL;
  const SatVcard *card;
  SatVcard *normal = sat_vcard_new ();

  g_assert_true (sat_vcard_reader_next (reader, &card, &error));
  g_assert_no_error (error);
  sat_vcard_normalise (normal, card);
  return normal;
}

SatVcard *
vcard_read_body (const char *body)
{
  g_autofree char *text = g_strdup_printf ("BEGIN:VCARD\r\n%sEND:VCARD\r\n", body);

  return vcard_read (text);
}

SatVcard *
vcard_through (const SatVcard *card, SatVcardStyle style)
{
  g_autoptr (GString) text = g_string_new (NULL);

  sat_vcard_write (text, card, style);
  return vcard_read (text->str);
}

char *
vcard_lines (const SatVcard *card)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < card->properties->len; i++)
    sat_vcard_write_property (text, card, sat_vcard_get (card, i), SAT_VCARD_STYLE_LINE);
  return g_string_free (text, FALSE);
}

static const char *
pick (GRand *rand, const char *const *words, guint n)
{
  return words[g_rand_int_range (rand, 0, (gint32)n)];
}

char *
vcard_random_text (GRand *rand, guint longest)
{
  static const char *const pieces[] = {"a",  "b", "Ana", " ", ",", ";",  ":",  "\\", "\n",
                                       "\"", "^", "^n",  "=", "é", "ñ",  "日", "😀",  "\\n",
                                       "1",  ".", "\t",  "@", "'", "%0", "=20"};
  GString *text = g_string_new (NULL);
  guint n = (guint)g_rand_int_range (rand, 0, (gint32)longest + 1);

  for (guint i = 0; i < n; i++)
    g_string_append (text, pick (rand, pieces, G_N_ELEMENTS (pieces)));
  return g_string_free (text, FALSE);
}

static const char *const groups[] = {NULL, NULL, NULL, "item1", "item2", "ITEM1", "g"};
static const char *const names[] = {
    "N",     "FN",    "TEL",   "TEL",       "TEL",    "EMAIL",   "EMAIL", "URL",  "IMPP",
    "ADR",   "ADR",   "ORG",   "TITLE",     "NOTE",   "NOTE",    "BDAY",  "UID",  "CATEGORIES",
    "PHOTO", "KEY",   "LABEL", "X-AIM",     "X-Foo",  "GENDER",  "REV",   "LOGO", "X-ABLabel",
    "SOUND", "AGENT", "ROLE",  "X-ABLabel", "PRODID", "NICKNAME"};
static const char *const dates[] = {
    "1980-02-29", "19800229", "1980-02-29T10:00:00Z", "--0229", "1979-02-29", "soon", "1604-02-29"};
static const char *const bytes[] = {"/9j/AAAA", "iVBORw0KGgoAAAA=", "QUJD", "UklGRAAA"};
static const char *const types[] = {"work", "HOME", "cell",      "fax", "pref", "voice",
                                    "JPEG", "x-y",  "image/png", "PGP", "main", "INTERNET"};

static void
add_random_params (GRand *rand, SatVcard *card)
{
  static const char *const params[] = {"LANGUAGE", "X-P", "ALTID", "SORT-AS"};
  static const char *const prefs[] = {"1", "2", "100", "x"};
  guint n = (guint)g_rand_int_range (rand, 0, 4);

  for (guint i = 0; i < n; i++) {
    g_autofree char *text = vcard_random_text (rand, 4);
    int way = g_rand_int_range (rand, 0, 6);

    if (way < 3)
      sat_vcard_add_param (card, "TYPE", pick (rand, types, G_N_ELEMENTS (types)));
    else if (way == 3)
      sat_vcard_add_param (card, "PREF", pick (rand, prefs, G_N_ELEMENTS (prefs)));
    else if (way == 4)
      sat_vcard_add_param (card, pick (rand, params, G_N_ELEMENTS (params)), text);
    else
      sat_vcard_add_param (card, "VALUE", g_rand_boolean (rand) ? "uri" : "text");
  }
}

static char *
random_value (GRand *rand, const char *name)
{
  g_autofree char *text = vcard_random_text (rand, 40);
  GString *value;

  if (strcmp (name, "BDAY") == 0)
    return g_strdup (pick (rand, dates, G_N_ELEMENTS (dates)));
  if (g_rand_int_range (rand, 0, 4) == 0)
    return g_strdup (pick (rand, bytes, G_N_ELEMENTS (bytes)));
  if (strcmp (name, "N") != 0 && strcmp (name, "ADR") != 0 && strcmp (name, "ORG") != 0 &&
      strcmp (name, "CATEGORIES") != 0)
    /* What a text is not may have anything but line ends. */
    return g_rand_boolean (rand) ? sat_vcard_escape (text)
                                 : g_strdelimit (g_strdup (text), "\n", '/');
  value = g_string_new (NULL);
  for (int i = g_rand_int_range (rand, 0, 9); i >= 0; i--) {
    g_autofree char *part = vcard_random_text (rand, 3);
    g_autofree char *escaped = sat_vcard_escape (part);

    g_string_append_printf (value, "%s%c", escaped, *name == 'C' ? ',' : ';');
  }
  return g_string_free (value, FALSE);
}

SatVcard *
vcard_random (GRand *rand)
{
  g_autoptr (SatVcard) raw = sat_vcard_new ();
  SatVcard *card = sat_vcard_new ();
  int n = g_rand_int_range (rand, 0, 14);

  for (int i = 0; i < n; i++) {
    const char *name = pick (rand, names, G_N_ELEMENTS (names));
    g_autofree char *value = random_value (rand, name);

    sat_vcard_add (raw, pick (rand, groups, G_N_ELEMENTS (groups)), name, value);
    add_random_params (rand, raw);
  }
  sat_vcard_normalise (card, raw);
  return card;
}

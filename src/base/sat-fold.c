/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-fold.h"

#include <string.h>

#define LATIN_FIRST 0x80
#define LATIN_END 0x280
#define LATIN_ROOM 4 /* bytes of a folded Latin letter with its NUL; at most 2 are used */
#define NOT_SIMPLE '\xff'

/* The text under construction: white space is held back until something follows it. */
typedef struct {
  char *out;
  gsize length;
  gboolean space;
} Folded;

static inline void
put_char (Folded *folded, char c)
{
  if (folded->space && folded->length > 0)
    folded->out[folded->length++] = ' ';
  folded->space = FALSE;
  folded->out[folded->length++] = c;
}

static void
put_bytes (Folded *folded, const char *bytes, gsize n)
{
  for (gsize i = 0; i < n; i++)
    put_char (folded, bytes[i]);
}

gboolean
sat_fold_is_cjk (gunichar c)
{
  if (c < 0x1100)
    return FALSE;
  return c <= 0x11ff ||                    /* Hangul letters */
         (c >= 0x2e80 && c <= 0x2fdf) ||   /* radicals */
         (c >= 0x3005 && c <= 0x3007) ||   /* iteration mark, closing mark, zero */
         (c >= 0x3021 && c <= 0x3029) ||   /* Hangzhou numerals */
         (c >= 0x3031 && c <= 0x3035) ||   /* kana repeat marks */
         (c >= 0x3038 && c <= 0x303c) ||   /* more numerals and marks */
         (c >= 0x3041 && c <= 0x30fa) ||   /* hiragana, katakana */
         (c >= 0x30fc && c <= 0x318f) ||   /* long mark, bopomofo, Hangul letters */
         (c >= 0x31a0 && c <= 0x31ff) ||   /* bopomofo, strokes, katakana */
         (c >= 0x3400 && c <= 0x4dbf) ||   /* Han A */
         (c >= 0x4e00 && c <= 0x9fff) ||   /* Han */
         (c >= 0xa960 && c <= 0xa97f) ||   /* Hangul letters A */
         (c >= 0xac00 && c <= 0xd7ff) ||   /* Hangul syllables, letters B */
         (c >= 0xf900 && c <= 0xfaff) ||   /* Han for compatibility */
         (c >= 0xff66 && c <= 0xffdc) ||   /* half width katakana and Hangul */
         (c >= 0x1aff0 && c <= 0x1b16f) || /* kana extensions */
         (c >= 0x20000 && c <= 0x3ffff);   /* Han B and on */
}

/* Marks that are letters of their own to those who write them: short i, yi, short u. */
static gboolean
makes_a_letter (gunichar base, gunichar mark)
{
  return (mark == 0x306 && (base == 0x438 || base == 0x443)) || (mark == 0x308 && base == 0x456);
}

/* Accents and reading marks of Latin, Greek, Cyrillic, Hebrew and Arabic. The marks of other
 * scripts are vowels or change the consonant, and stay. */
static gboolean
is_accent (gunichar c)
{
  if (c < 0x300)
    return FALSE;
  return c <= 0x36f || (c >= 0x483 && c <= 0x487) ||
         (c >= 0x591 && c <= 0x5c7 && g_unichar_ismark (c)) || (c >= 0x610 && c <= 0x61a) ||
         (c >= 0x64b && c <= 0x65f) || c == 0x670 || (c >= 0x1ab0 && c <= 0x1aff) ||
         (c >= 0x1dc0 && c <= 0x1dff) || (c >= 0x20d0 && c <= 0x20ff) ||
         (c >= 0xfe20 && c <= 0xfe2f);
}

/* Characters that carry no text: joiners, direction marks, soft hyphens, variation selectors. */
static gboolean
is_invisible (gunichar c)
{
  return g_unichar_type (c) == G_UNICODE_FORMAT || (c >= 0xfe00 && c <= 0xfe0f) ||
         (c >= 0xe0100 && c <= 0xe01ef);
}

/* Letters and signs that Unicode does not take apart but a person without that key would type so.
 */
static const char *
plain_form (gunichar c)
{
  switch (c) {
  case 0xe6:
    return "ae";
  case 0x153:
    return "oe";
  case 0xf8:
    return "o";
  case 0x142:
    return "l";
  case 0xf0:
  case 0x111:
    return "d";
  case 0x127:
    return "h";
  case 0x167:
    return "t";
  case 0x131:
    return "i";
  case 0x2bc:
  case 0x2018:
  case 0x2019:
  case 0x201b:
    return "'";
  case 0x201c:
  case 0x201d:
  case 0x201f:
    return "\"";
  case 0x2010:
  case 0x2012:
  case 0x2013:
  case 0x2014:
  case 0x2015:
  case 0x2212:
    return "-";
  default:
    return NULL;
  }
}

static gboolean
is_space (gunichar c)
{
  return g_unichar_isspace (c) || g_unichar_iscntrl (c);
}

static char *
decompose_and_fold_case (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *parts = g_utf8_normalize (valid, -1, G_NORMALIZE_ALL);

  return g_utf8_casefold (parts, -1);
}

/* Any text, at the price of several passes. */
static char *
fold_any (const char *text)
{
  g_autofree char *parts = decompose_and_fold_case (text);
  g_autofree char *plain = g_malloc (2 * strlen (parts) + 1); /* room for a longer small letter */
  Folded folded = {plain, 0, FALSE};
  gunichar base = 0;

  for (const char *p = parts; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_unichar_tolower (g_utf8_get_char (p)); /* Cherokee folds to capitals */
    const char *form = plain_form (c);
    char bytes[6];

    if ((is_accent (c) && !makes_a_letter (base, c)) || is_invisible (c))
      continue;
    if (!g_unichar_ismark (c))
      base = c;
    if (form != NULL)
      put_bytes (&folded, form, strlen (form));
    else if (is_space (c))
      folded.space = TRUE;
    else
      put_bytes (&folded, bytes, (gsize)g_unichar_to_utf8 (c, bytes));
  }
  plain[folded.length] = '\0';
  return g_utf8_normalize (plain, -1, G_NORMALIZE_ALL_COMPOSE);
}

/* What each letter of the Latin blocks folds to, by what the slow way makes of it. Those that
 * become longer or leave a space are marked and left to the slow way. */
static const char (*latin_table (void))[LATIN_ROOM]
{
  static char table[LATIN_END - LATIN_FIRST][LATIN_ROOM];
  static gsize ready = 0;

  if (!g_once_init_enter (&ready))
    return (const char (*)[LATIN_ROOM])table;
  for (gunichar c = LATIN_FIRST; c < LATIN_END; c++) {
    char text[] = "x\0\0x";
    g_autofree char *folded = NULL;
    gsize length;

    g_unichar_to_utf8 (c, text + 1);
    folded = fold_any (text);
    length = strlen (folded) - 2;
    if (length > 2 || strchr (folded, ' ') != NULL)
      table[c - LATIN_FIRST][0] = NOT_SIMPLE;
    else
      memcpy (table[c - LATIN_FIRST], folded + 1, length);
  }
  g_once_init_leave (&ready, 1);
  return (const char (*)[LATIN_ROOM])table;
}

/* Han, kana and Hangul syllables that stand for themselves whatever is around them. */
static gboolean
is_inert (gunichar c)
{
  return (c >= 0x4e00 && c <= 0x9fff) || (c >= 0x3041 && c <= 0x3096) ||
         (c >= 0x30a1 && c <= 0x30fe) || (c >= 0xac00 && c <= 0xd7a3) ||
         (c >= 0x3400 && c <= 0x4dbf);
}

static inline void
put_ascii (Folded *folded, guchar c)
{
  if (c <= ' ' || c == 0x7f)
    folded->space = TRUE;
  else
    put_char (folded, (char)(c >= 'A' && c <= 'Z' ? c | 0x20 : c));
}

static inline gboolean
continues (guchar byte)
{
  return (byte & 0xc0) == 0x80;
}

/* Folds the character of several bytes at @p; 0: this one needs the slow way, else its bytes. */
static gsize
put_simple (Folded *folded, const guchar *p, const char (*latin)[LATIN_ROOM])
{
  gunichar c;

  if (p[0] >= 0xc2 && p[0] <= 0xc9 && continues (p[1])) {
    const char *form = latin[((p[0] & 0x1f) << 6 | (p[1] & 0x3f)) - LATIN_FIRST];

    if (*form == NOT_SIMPLE)
      return 0;
    put_bytes (folded, form, strlen (form));
    return 2;
  }
  if ((p[0] & 0xf0) != 0xe0 || !continues (p[1]) || !continues (p[2]))
    return 0;
  c = (gunichar)(p[0] & 0xf) << 12 | (gunichar)(p[1] & 0x3f) << 6 | (p[2] & 0x3f);
  if (is_inert (c))
    put_bytes (folded, (const char *)p, 3);
  else if (c >= 0xff01 && c <= 0xff5e)
    put_ascii (folded, (guchar)(c - 0xfee0));
  else if (c == 0x3000)
    folded->space = TRUE;
  else
    return 0;
  return 3;
}

/* One pass over what nearly all texts are made of. NULL: the text has something else in it. */
static char *
fold_simple (const char *text)
{
  g_autofree char *out = g_malloc (strlen (text) + 1);
  const char (*latin)[LATIN_ROOM] = NULL;
  Folded folded = {out, 0, FALSE};

  for (const guchar *p = (const guchar *)text; *p != '\0';) {
    gsize n = 1;

    if (*p < 0x80) {
      put_ascii (&folded, *p);
    } else {
      if (latin == NULL)
        latin = latin_table ();
      n = put_simple (&folded, p, latin);
    }
    if (n == 0)
      return NULL;
    p += n;
  }
  out[folded.length] = '\0';
  return g_steal_pointer (&out);
}

char *
sat_fold (const char *text)
{
  char *folded;

  if (text == NULL)
    return g_strdup ("");
  folded = fold_simple (text);
  return folded != NULL ? folded : fold_any (text);
}

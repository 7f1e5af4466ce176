/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-fold.h"

#include <string.h>

/* Where the number ends and an extension begins: "x371", "ext. 12", "#12", ";ext=12", and any
 * Han, kana or Hangul word. */
static gboolean
begins_extension (gunichar c)
{
  return c == 'x' || c == '#' || c == ';' || sat_fold_is_cjk (c);
}

char *
sat_fold_phone (const char *text)
{
  g_autofree char *folded = sat_fold (text);
  gsize n = 0;

  for (const char *p = folded; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);
    int digit = g_unichar_digit_value (c);

    if (n > 0 && begins_extension (c))
      break;
    if (digit >= 0)
      folded[n++] = (char)('0' + digit);
  }
  folded[n] = '\0';
  return g_steal_pointer (&folded);
}

static char *
fold_ascii_mail (const char *text)
{
  char *folded = g_malloc (strlen (text) + 1);
  gsize n = 0;

  for (; *text != '\0'; text++) {
    if (*text > ' ' && *text != 0x7f)
      folded[n++] = g_ascii_tolower (*text);
  }
  folded[n] = '\0';
  return folded;
}

char *
sat_fold_mail (const char *text)
{
  g_autofree char *valid = NULL;
  g_autofree char *parts = NULL;
  g_autofree char *lower = NULL;
  g_autoptr (GString) folded = NULL;

  if (text == NULL)
    return g_strdup ("");
  if (g_str_is_ascii (text))
    return fold_ascii_mail (text);
  valid = g_utf8_make_valid (text, -1);
  parts = g_utf8_normalize (valid, -1, G_NORMALIZE_ALL);
  lower = g_utf8_casefold (parts, -1);
  folded = g_string_sized_new (strlen (lower));
  for (const char *p = lower; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_unichar_tolower (g_utf8_get_char (p)); /* as in sat_fold() */

    if (!g_unichar_isspace (c) && !g_unichar_iscntrl (c) && g_unichar_type (c) != G_UNICODE_FORMAT)
      g_string_append_unichar (folded, c);
  }
  return g_utf8_normalize (folded->str, (gssize)folded->len, G_NORMALIZE_ALL_COMPOSE);
}

/* Writes the digits at @p so that the bytes compare by value: first how many there are (nine a
 * '9', then the rest), then they themselves. Stays among the digits, where readers look for it. */
static const char *
append_number (GString *key, const char *p)
{
  gsize length, left;

  p += strspn (p, "0");
  length = strspn (p, "0123456789");
  for (left = length; left >= 9; left -= 9)
    g_string_append_c (key, '9');
  g_string_append_c (key, (char)('0' + left));
  g_string_append_len (key, p, (gssize)length);
  return p + length;
}

char *
sat_fold_sort_key (const char *text)
{
  g_autofree char *folded = sat_fold (text);
  GString *key;

  if (strpbrk (folded, "0123456789") == NULL)
    return g_steal_pointer (&folded);
  key = g_string_sized_new (strlen (folded) + 8);
  for (const char *p = folded; *p != '\0';) {
    gsize n = strcspn (p, "0123456789");

    g_string_append_len (key, p, (gssize)n);
    p += n;
    if (*p != '\0')
      p = append_number (key, p);
  }
  return g_string_free (key, FALSE);
}

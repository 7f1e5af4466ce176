/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-vcard-decode.h"

#include <string.h>

void
sat_vcard_decode_quoted (char *value)
{
  char *out = value;

  for (const char *p = value; *p != '\0'; p++) {
    int high = *p == '=' && p[1] != '\0' ? g_ascii_xdigit_value (p[1]) : -1;
    int low = high >= 0 && p[2] != '\0' ? g_ascii_xdigit_value (p[2]) : -1;

    if (low < 0) {
      *out++ = *p;
    } else {
      /* A NUL would end the text for everyone after us. */
      if (high != 0 || low != 0)
        *out++ = (char)(high * 16 + low);
      p += 2;
    }
  }
  *out = '\0';
}

static gboolean
is_utf8_name (const char *charset)
{
  return g_ascii_strcasecmp (charset, "UTF-8") == 0 || g_ascii_strcasecmp (charset, "UTF8") == 0;
}

static const char *
convert (SatVcard *card, const char *value, const char *charset)
{
  g_autofree char *text = g_convert (value, -1, "UTF-8", charset, NULL, NULL, NULL);

  if (text == NULL)
    return NULL;
  if (card->strings == NULL)
    card->strings = g_string_chunk_new (1024);
  return g_string_chunk_insert (card->strings, text);
}

gboolean
sat_vcard_decode_cut (char *value, const char *charset)
{
  const char *end;

  if ((charset != NULL && !is_utf8_name (charset)) || g_utf8_validate (value, -1, &end) ||
      strlen (end) >= 4)
    return FALSE;
  for (const char *p = value; p < end; p++)
    if (*p & 0x80) {
      value[end - value] = '\0';
      return TRUE;
    }
  return FALSE;
}

const char *
sat_vcard_decode_text (SatVcard *card, const char *value, const char *charset, const char *encoding)
{
  const char *text = NULL;

  if (charset != NULL && !is_utf8_name (charset) && g_ascii_strcasecmp (charset, "US-ASCII") != 0)
    text = convert (card, value, charset);
  if (text == NULL && g_utf8_validate (value, -1, NULL))
    text = value;
  if (text == NULL && encoding != NULL)
    text = convert (card, value, encoding);
  return text;
}

void
sat_vcard_decode_param (char *value)
{
  char *out = strchr (value, '^');

  if (out == NULL)
    return;
  for (const char *p = out; *p != '\0'; p++) {
    if (*p == '^' && (p[1] == 'n' || p[1] == '^' || p[1] == '\'')) {
      p++;
      *out++ = *p == 'n' ? '\n' : *p == '^' ? '^' : '"';
    } else {
      *out++ = *p;
    }
  }
  *out = '\0';
}

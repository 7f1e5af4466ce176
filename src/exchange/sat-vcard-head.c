/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-vcard-decode.h"

#include <string.h>

/* A quote that nobody closes is a letter. */
char *
sat_vcard_find_colon (char *text)
{
  gboolean quoted = FALSE;
  char *bare = NULL;

  for (char *p = text; *p != '\0'; p++) {
    if (*p == '"')
      quoted = !quoted;
    if (*p == ':' && !quoted)
      return p;
    if (*p == ':' && bare == NULL)
      bare = p;
  }
  return bare;
}

static gboolean
is_one_of (const char *text, const char *const *words)
{
  for (; *words != NULL; words++)
    if (g_ascii_strcasecmp (text, *words) == 0)
      return TRUE;
  return FALSE;
}

/* What a bare word of 2.1 is a value of. */
static const char *
name_of_word (const char *word)
{
  static const char *const encodings[] = {
      "QUOTED-PRINTABLE", "BASE64", "8BIT", "7BIT", "B", "Q", NULL};
  static const char *const values[] = {"INLINE", "URL", "URI", "CONTENT-ID", "CID", NULL};

  if (is_one_of (word, encodings))
    return "ENCODING";
  return is_one_of (word, values) ? "VALUE" : "TYPE";
}

static void
add_value (SatVcard *card, SatVcardProperty *property, const char *name, char *value)
{
  SatVcardParam param = {name, value};

  sat_vcard_decode_param (value);
  g_array_append_val (card->params, param);
  property->n_params++;
}

/* "a,b" or "\"x,y\",z": values of one parameter, in place. A quoted list of types is one all the
 * same. */
static void
add_values (SatVcard *card, SatVcardProperty *property, const char *name, char *text)
{
  gboolean is_type = strcmp (name, "TYPE") == 0, quoted = FALSE;
  char *start = text, *out = text;

  for (char *p = text;; p++) {
    char c = *p;

    if (c == '"') {
      quoted = !quoted;
    } else if (c == '\0' || (c == ',' && (!quoted || is_type))) {
      *out++ = '\0';
      if (*start != '\0' || !is_type)
        add_value (card, property, name, start);
      if (c == '\0')
        return;
      start = out;
    } else {
      *out++ = c;
    }
  }
}

static void
parse_param (SatVcard *card, SatVcardProperty *property, char *text)
{
  char *equals = strchr (text, '=');

  if (*text == '\0')
    return;
  if (equals == NULL) {
    add_value (card, property, name_of_word (text), text);
    return;
  }
  *equals = '\0';
  for (char *p = text; *p != '\0'; p++)
    *p = g_ascii_toupper (*p);
  add_values (card, property, text, equals + 1);
}

gboolean
sat_vcard_parse_head (SatVcard *card, SatVcardProperty *property, char *text)
{
  char *head = text, *dot, *end;
  gboolean quoted = FALSE;

  end = head + strcspn (head, ";");
  if (*end == ';')
    *end++ = '\0';
  dot = strchr (head, '.');
  if (dot != NULL && dot > head && dot[1] != '\0') {
    *dot = '\0';
    property->group = head;
    head = dot + 1;
  }
  property->name = g_strstrip (head);
  for (const char *p = property->name; *p != '\0'; p++)
    if (*p == '"' || g_ascii_iscntrl (*p))
      return FALSE;
  while (*end != '\0') {
    char *start = end;

    for (; *end != '\0' && (quoted || *end != ';'); end++)
      if (*end == '"')
        quoted = !quoted;
    if (*end == ';')
      *end++ = '\0';
    parse_param (card, property, start);
  }
  return *property->name != '\0';
}

SatVcardEncoding
sat_vcard_take_encoding (SatVcard *card, SatVcardProperty *property, const char **charset)
{
  static const char *const quoted[] = {"QUOTED-PRINTABLE", "Q", NULL};
  static const char *const binary[] = {"BASE64", "B", NULL};
  SatVcardParam *params;
  SatVcardEncoding encoding = SAT_VCARD_PLAIN;
  guint n = 0;

  if (property->n_params == 0)
    return SAT_VCARD_PLAIN;
  params = &g_array_index (card->params, SatVcardParam, property->first_param);
  for (guint i = 0; i < property->n_params; i++) {
    gboolean is_encoding = strcmp (params[i].name, "ENCODING") == 0;

    if (is_encoding && is_one_of (params[i].value, quoted))
      encoding = SAT_VCARD_QUOTED;
    if (is_encoding && is_one_of (params[i].value, binary)) {
      encoding = SAT_VCARD_BASE64;
      params[n++] = (SatVcardParam){"ENCODING", "b"};
    } else if (strcmp (params[i].name, "CHARSET") == 0) {
      *charset = params[i].value;
    } else if (!is_encoding) {
      params[n++] = params[i];
    }
  }
  property->n_params = n;
  g_array_set_size (card->params, property->first_param + n);
  return encoding;
}

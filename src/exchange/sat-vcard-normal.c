/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-vcard-normal.h"

#include <string.h>

#define UNKNOWN_MIME "application/octet-stream"

/* The first word of several for a type is the one that is written. */
static const struct {
  const char *type, *mime;
} types[] = {
    {"JPEG", "image/jpeg"},
    {"JPG", "image/jpeg"},
    {"PNG", "image/png"},
    {"GIF", "image/gif"},
    {"BMP", "image/bmp"},
    {"TIFF", "image/tiff"},
    {"WEBP", "image/webp"},
    {"BASIC", "audio/basic"},
    {"WAVE", "audio/wav"},
    {"WAV", "audio/wav"},
    {"MP3", "audio/mpeg"},
    {"OGG", "audio/ogg"},
    {"PGP", "application/pgp-keys"},
    {"X509", "application/pkix-cert"},
};

/* How the bytes of a type begin, in base64. */
static const struct {
  const char *start, *mime;
} starts[] = {
    {"/9j/", "image/jpeg"},
    {"iVBORw0KGgo", "image/png"},
    {"R0lGOD", "image/gif"},
    {"UklGR", "image/webp"},
};

gboolean
sat_vcard_is_binary (const SatVcardProperty *property)
{
  return sat_vcard_is (property, "PHOTO") || sat_vcard_is (property, "LOGO") ||
         sat_vcard_is (property, "SOUND") || sat_vcard_is (property, "KEY");
}

const char *
sat_vcard_mime_of_type (const char *type)
{
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (g_ascii_strcasecmp (types[i].type, type) == 0)
      return types[i].mime;
  return NULL;
}

const char *
sat_vcard_type_of_mime (const char *mime)
{
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (strcmp (types[i].mime, mime) == 0)
      return types[i].type;
  return NULL;
}

static gboolean
is_base64 (const char *text)
{
  for (; *text != '\0'; text++)
    if (!g_ascii_isalnum (*text) && *text != '+' && *text != '/' && *text != '=')
      return FALSE;
  return TRUE;
}

gboolean
sat_vcard_parse_data_uri (const char *value, char **mime, const char **data)
{
  const char *end;

  if (g_ascii_strncasecmp (value, "data:", 5) != 0)
    return FALSE;
  end = value + 5 + strcspn (value + 5, ";,\\");
  if (g_ascii_strncasecmp (end, ";base64,", 8) != 0 || !is_base64 (end + 8) ||
      memchr (value + 5, '/', (gsize)(end - value - 5)) == NULL)
    return FALSE;
  *mime = g_ascii_strdown (value + 5, end - value - 5);
  *data = end + 8;
  return TRUE;
}

static const char *
guess_mime (const SatVcardProperty *property, const char *data)
{
  if (!sat_vcard_is (property, "PHOTO") && !sat_vcard_is (property, "LOGO"))
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (starts); i++)
    if (g_str_has_prefix (data, starts[i].start))
      return starts[i].mime;
  return NULL;
}

/* Bytes as they stand in the file, whether it says so or not. */
static gboolean
find_bytes (const SatVcard *card, const SatVcardProperty *property, char **mime, const char **data)
{
  if (sat_vcard_parse_data_uri (property->value, mime, data))
    return TRUE;
  if (*property->value == '\0' || !is_base64 (property->value) ||
      (sat_vcard_param (card, property, "ENCODING") == NULL &&
       guess_mime (property, property->value) == NULL))
    return FALSE;
  *mime = g_strdup (UNKNOWN_MIME);
  *data = property->value;
  return TRUE;
}

/* "JPEG" or "image/jpeg"; *@mime (g_free()) is what it says. */
static gboolean
is_format (const char *type, char **mime)
{
  const char *known = sat_vcard_mime_of_type (type);

  if (known == NULL && strchr (type, '/') == NULL)
    return FALSE;
  *mime = known != NULL ? g_strdup (known) : g_ascii_strdown (type, -1);
  return TRUE;
}

static char *
make_name (const char *name)
{
  return g_ascii_strncasecmp (name, "X-", 2) == 0 ? g_strdup (name) : g_ascii_strup (name, -1);
}

/* Line ends have their escape. */
static void
add_value (SatVcard *out, const SatVcardProperty *property, const char *value)
{
  g_autofree char *name = make_name (property->name);
  g_autoptr (GString) text = NULL;

  if (strpbrk (value, "\r\n") == NULL) {
    sat_vcard_add (out, property->group, name, value);
    return;
  }
  text = g_string_new (value);
  g_string_replace (text, "\r\n", "\\n", 0);
  g_string_replace (text, "\r", "\\n", 0);
  g_string_replace (text, "\n", "\\n", 0);
  sat_vcard_add (out, property->group, name, text->str);
}

/* Does the value say already what the parameter does? */
static gboolean
is_implied (const SatVcardProperty *property, const SatVcardParam *param, gboolean bytes)
{
  g_autofree char *mime = NULL;

  if (strcmp (param->name, "VALUE") == 0)
    return bytes ||
           (sat_vcard_is_binary (property) && g_ascii_strcasecmp (param->value, "uri") == 0);
  if (!bytes)
    return FALSE;
  return strcmp (param->name, "ENCODING") == 0 ||
         (strcmp (param->name, "TYPE") == 0 && is_format (param->value, &mime));
}

/* TYPE, then PREF, then the others, each with all its values. */
static void
add_params (SatVcard *out, const SatVcard *card, const SatVcardProperty *property, gboolean bytes)
{
  const SatVcardParam *params = sat_vcard_params (card, property);
  const char *pref = sat_vcard_param (card, property, "PREF");

  for (guint i = 0; i < property->n_params; i++)
    if (strcmp (params[i].name, "TYPE") == 0 && !is_implied (property, &params[i], bytes)) {
      if (g_ascii_strcasecmp (params[i].value, "pref") != 0)
        sat_vcard_add_param (out, "TYPE", params[i].value);
      else if (pref == NULL)
        pref = "1";
    }
  if (pref != NULL)
    sat_vcard_add_param (out, "PREF", pref);
  for (guint i = 0; i < property->n_params; i++) {
    gboolean first = strcmp (params[i].name, "TYPE") != 0 && strcmp (params[i].name, "PREF") != 0;

    for (guint k = 0; k < i; k++)
      first &= strcmp (params[k].name, params[i].name) != 0;
    for (guint k = i; first && k < property->n_params; k++)
      if (strcmp (params[k].name, params[i].name) == 0 && !is_implied (property, &params[k], bytes))
        sat_vcard_add_param (out, params[k].name, params[k].value);
  }
}

static void
add_bytes (SatVcard *out,
           const SatVcard *card,
           const SatVcardProperty *property,
           const char *mime,
           const char *data)
{
  const SatVcardParam *params = sat_vcard_params (card, property);
  g_autofree char *said = NULL;
  g_autofree char *value = NULL;
  const char *guess = guess_mime (property, data);

  for (guint i = 0; i < property->n_params && said == NULL; i++)
    if (strcmp (params[i].name, "TYPE") == 0)
      is_format (params[i].value, &said);
  if (strcmp (mime, UNKNOWN_MIME) == 0 && said != NULL)
    mime = said;
  else if (strcmp (mime, UNKNOWN_MIME) == 0 && guess != NULL)
    mime = guess;
  value = g_strconcat ("data:", mime, ";base64,", data, NULL);
  add_value (out, property, value);
  add_params (out, card, property, TRUE);
}

/* In 2.1 a comma is a letter; later it separates the names of one part. */
static void
add_old_parts (SatVcard *out, const SatVcardProperty *property)
{
  g_autoptr (GString) value = g_string_new (NULL);

  for (const char *p = property->value; *p != '\0'; p++) {
    if (*p == '\\' && p[1] != '\0')
      g_string_append_c (value, *p++);
    else if (*p == ',')
      g_string_append_c (value, '\\');
    g_string_append_c (value, *p);
  }
  add_value (out, property, value->str);
}

void
sat_vcard_normalise (SatVcard *out, const SatVcard *card)
{
  g_return_if_fail (out != NULL && card != NULL && out != card);

  out->version = card->version;
  out->line = card->line;
  for (guint i = 0; i < card->doubts->len; i++)
    g_array_append_val (out->doubts, g_array_index (card->doubts, SatVcardDoubt, i));
  for (guint i = 0; i < card->properties->len; i++) {
    const SatVcardProperty *property = sat_vcard_get (card, i);
    g_autofree char *mime = NULL;
    const char *data;

    if (sat_vcard_is_binary (property) && find_bytes (card, property, &mime, &data)) {
      add_bytes (out, card, property, mime, data);
    } else if (card->version == SAT_VCARD_2_1 &&
               (sat_vcard_is (property, "N") || sat_vcard_is (property, "ADR"))) {
      add_old_parts (out, property);
      add_params (out, card, property, FALSE);
    } else {
      add_value (out, property, property->value);
      add_params (out, card, property, FALSE);
    }
    g_array_index (out->properties, SatVcardProperty, out->properties->len - 1).line =
        property->line;
  }
}

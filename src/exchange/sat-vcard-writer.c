/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-vcard-writer.h"

#include <string.h>

#include "sat-vcard-normal.h"

#define LINE_BYTES 75

/* Appends @text in lines of which all but the first begin with a space. */
static void
append_folded (GString *out, const char *text, gsize length)
{
  gsize room = LINE_BYTES;

  while (length > room) {
    gsize n = room;

    while ((text[n] & 0xc0) == 0x80)
      n--;
    g_string_append_len (out, text, (gssize)n);
    g_string_append (out, "\r\n ");
    text += n;
    length -= n;
    room = LINE_BYTES - 1;
  }
  g_string_append_len (out, text, (gssize)length);
}

static void
append_param_value (GString *out, const char *value)
{
  gboolean quote = strpbrk (value, ";:,") != NULL;

  if (quote)
    g_string_append_c (out, '"');
  for (const char *p = value; *p != '\0'; p++) {
    if (*p == '"')
      g_string_append (out, "^'");
    else if (*p == '^')
      g_string_append (out, "^^");
    else if (*p == '\n' || *p == '\r')
      g_string_append (out, *p == '\r' && p[1] == '\n' ? "" : "^n");
    else
      g_string_append_c (out, *p);
  }
  if (quote)
    g_string_append_c (out, '"');
}

/* What a version says with other parameters. */
typedef struct {
  GPtrArray *types;  /* of more types (static or owned by the caller) */
  gboolean no_pref;  /* it is among the types */
  const char *value; /* of ENCODING or VALUE */
  const char *name;
} Change;

/* All values of a name go to where the first one stands. */
static void
append_param (GString *out, const SatVcardParam *params, guint n, guint index, const Change *change)
{
  gboolean is_type = strcmp (params[index].name, "TYPE") == 0;

  for (guint i = 0; i < index; i++)
    if (strcmp (params[i].name, params[index].name) == 0)
      return;
  if (change->no_pref && strcmp (params[index].name, "PREF") == 0)
    return;
  g_string_append_printf (out, ";%s=", params[index].name);
  for (guint i = index; i < n; i++)
    if (strcmp (params[i].name, params[index].name) == 0) {
      if (i > index)
        g_string_append_c (out, ',');
      append_param_value (out, params[i].value);
    }
  for (guint i = 0; is_type && i < change->types->len; i++) {
    g_string_append_c (out, ',');
    append_param_value (out, change->types->pdata[i]);
  }
}

static gboolean
has_param (const SatVcardParam *params, guint n, const char *name)
{
  for (guint i = 0; i < n; i++)
    if (strcmp (params[i].name, name) == 0)
      return TRUE;
  return FALSE;
}

static void
append_params (GString *out, const SatVcardParam *params, guint n, const Change *change)
{
  if (change->name != NULL)
    g_string_append_printf (out, ";%s=%s", change->name, change->value);
  for (guint i = 0; i < n; i++)
    append_param (out, params, n, i, change);
  if (change->types->len == 0 || has_param (params, n, "TYPE"))
    return;
  g_string_append (out, ";TYPE=");
  for (guint i = 0; i < change->types->len; i++) {
    if (i > 0)
      g_string_append_c (out, ',');
    append_param_value (out, change->types->pdata[i]);
  }
}

static void
append_value (GString *out, const char *value)
{
  for (const char *p = value; *p != '\0'; p++) {
    if (*p == '\r' || *p == '\n') {
      g_string_append (out, "\\n");
      p += *p == '\r' && p[1] == '\n';
    } else {
      g_string_append_c (out, *p);
    }
  }
}

static void
append_head (GString *out, const SatVcardProperty *property)
{
  if (property->group != NULL)
    g_string_append_printf (out, "%s.", property->group);
  g_string_append (out, property->name);
}

/* 3.0 has ENCODING=b and TYPE=JPEG for a data URI, VALUE=uri for other URIs, TYPE=pref for PREF=1.
 * Returns the value to write; *@mime keeps the text of a type. */
static const char *
change_for_3_0 (const SatVcard *card, const SatVcardProperty *property, Change *change, char **mime)
{
  const char *data = property->value;

  if (g_strcmp0 (sat_vcard_param (card, property, "PREF"), "1") == 0) {
    change->no_pref = TRUE;
    g_ptr_array_add (change->types, (gpointer) "pref");
  }
  if (!sat_vcard_is_binary (property))
    return data;
  if (sat_vcard_parse_data_uri (property->value, mime, &data)) {
    const char *type = sat_vcard_type_of_mime (*mime);

    change->name = "ENCODING";
    change->value = "b";
    if (strcmp (*mime, "application/octet-stream") != 0)
      g_ptr_array_add (change->types, (gpointer)(type != NULL ? type : *mime));
  } else if (strchr (data, ':') != NULL && sat_vcard_param (card, property, "VALUE") == NULL) {
    change->name = "VALUE";
    change->value = "uri";
  }
  return data;
}

void
sat_vcard_write_property (GString *out,
                          const SatVcard *card,
                          const SatVcardProperty *property,
                          SatVcardStyle style)
{
  g_autoptr (GPtrArray) types = g_ptr_array_new ();
  g_autoptr (GString) line = NULL;
  g_autofree char *mime = NULL;
  Change change = {.types = types};
  const char *value;

  g_return_if_fail (out != NULL && card != NULL && property != NULL);

  line = g_string_sized_new (strlen (property->value) + 4 * LINE_BYTES);
  value = style == SAT_VCARD_STYLE_3_0 ? change_for_3_0 (card, property, &change, &mime)
                                       : property->value;
  append_head (line, property);
  append_params (line, sat_vcard_params (card, property), property->n_params, &change);
  g_string_append_c (line, ':');
  append_value (line, value);
  if (style == SAT_VCARD_STYLE_LINE) {
    g_string_append_len (out, line->str, (gssize)line->len);
    g_string_append_c (out, '\n');
  } else {
    append_folded (out, line->str, line->len);
    g_string_append (out, "\r\n");
  }
}

void
sat_vcard_write (GString *out, const SatVcard *card, SatVcardStyle style)
{
  g_return_if_fail (out != NULL && card != NULL && style != SAT_VCARD_STYLE_LINE);

  g_string_append (out, "BEGIN:VCARD\r\n");
  g_string_append (out, style == SAT_VCARD_STYLE_3_0 ? "VERSION:3.0\r\n" : "VERSION:4.0\r\n");
  for (guint i = 0; i < card->properties->len; i++)
    sat_vcard_write_property (out, card, sat_vcard_get (card, i), style);
  g_string_append (out, "END:VCARD\r\n");
}

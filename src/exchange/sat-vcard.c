/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-vcard.h"

#include <string.h>

#define STRINGS 4096

G_DEFINE_QUARK (sat - vcard - error - quark, sat_vcard_error)

SatVcard *
sat_vcard_new (void)
{
  SatVcard *self = g_new0 (SatVcard, 1);

  self->version = SAT_VCARD_4_0;
  self->properties = g_array_new (FALSE, FALSE, sizeof (SatVcardProperty));
  self->params = g_array_new (FALSE, FALSE, sizeof (SatVcardParam));
  self->doubts = g_array_new (FALSE, FALSE, sizeof (SatVcardDoubt));
  return self;
}

void
sat_vcard_free (SatVcard *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->properties);
  g_array_unref (self->params);
  g_array_unref (self->doubts);
  g_clear_pointer (&self->strings, g_string_chunk_free);
  g_free (self->buffer);
  g_free (self);
}

void
sat_vcard_clear (SatVcard *self)
{
  g_return_if_fail (self != NULL);

  self->version = SAT_VCARD_4_0;
  self->line = 0;
  g_array_set_size (self->properties, 0);
  g_array_set_size (self->params, 0);
  g_array_set_size (self->doubts, 0);
  g_clear_pointer (&self->strings, g_string_chunk_free);
}

static const char *
keep (SatVcard *self, const char *text)
{
  if (text == NULL)
    return NULL;
  if (self->strings == NULL)
    self->strings = g_string_chunk_new (STRINGS);
  return g_string_chunk_insert (self->strings, text);
}

void
sat_vcard_add (SatVcard *self, const char *group, const char *name, const char *value)
{
  SatVcardProperty property = {NULL};

  g_return_if_fail (self != NULL && name != NULL && value != NULL);

  property.group = keep (self, group);
  property.name = keep (self, name);
  property.value = keep (self, value);
  property.first_param = self->params->len;
  g_array_append_val (self->properties, property);
}

void
sat_vcard_add_param (SatVcard *self, const char *name, const char *value)
{
  SatVcardProperty *last;
  SatVcardParam param;

  g_return_if_fail (self != NULL && self->properties->len > 0 && name != NULL && value != NULL);

  last = &g_array_index (self->properties, SatVcardProperty, self->properties->len - 1);
  param = (SatVcardParam){keep (self, name), keep (self, value)};
  g_array_append_val (self->params, param);
  last->n_params++;
}

void
sat_vcard_add_copy (SatVcard *self, const SatVcard *other, const SatVcardProperty *property)
{
  SatVcardProperty source;

  g_return_if_fail (self != NULL && other != NULL && property != NULL);

  /* They may be one card, whose arrays move. */
  source = *property;
  sat_vcard_add (self, source.group, source.name, source.value);
  for (guint i = 0; i < source.n_params; i++) {
    SatVcardParam param = g_array_index (other->params, SatVcardParam, source.first_param + i);

    sat_vcard_add_param (self, param.name, param.value);
  }
}

const SatVcardProperty *
sat_vcard_get (const SatVcard *self, guint index)
{
  g_return_val_if_fail (self != NULL && index < self->properties->len, NULL);
  return &g_array_index (self->properties, SatVcardProperty, index);
}

const SatVcardParam *
sat_vcard_params (const SatVcard *self, const SatVcardProperty *property)
{
  static const SatVcardParam none = {"", ""};

  return property->n_params > 0
             ? &g_array_index (self->params, SatVcardParam, property->first_param)
             : &none;
}

gboolean
sat_vcard_is (const SatVcardProperty *property, const char *name)
{
  return g_ascii_strcasecmp (property->name, name) == 0;
}

const char *
sat_vcard_param (const SatVcard *self, const SatVcardProperty *property, const char *name)
{
  const SatVcardParam *params = sat_vcard_params (self, property);

  for (guint i = 0; i < property->n_params; i++)
    if (strcmp (params[i].name, name) == 0)
      return params[i].value;
  return NULL;
}

gboolean
sat_vcard_has_type (const SatVcard *self, const SatVcardProperty *property, const char *type)
{
  const SatVcardParam *params = sat_vcard_params (self, property);

  for (guint i = 0; i < property->n_params; i++)
    if (strcmp (params[i].name, "TYPE") == 0 && g_ascii_strcasecmp (params[i].value, type) == 0)
      return TRUE;
  return FALSE;
}

char *
sat_vcard_text (const char *value)
{
  GString *text;

  g_return_val_if_fail (value != NULL, NULL);

  text = g_string_sized_new (strlen (value));
  for (const char *p = value; *p != '\0'; p++) {
    if (*p == '\r') {
      g_string_append_c (text, '\n');
      p += p[1] == '\n';
    } else if (*p != '\\') {
      g_string_append_c (text, *p);
    } else if (p[1] == 'n' || p[1] == 'N') {
      g_string_append_c (text, '\n');
      p++;
    } else if (p[1] != '\0' && strchr ("\\,;:\"", p[1]) != NULL) {
      g_string_append_c (text, *++p);
    } else {
      g_string_append_c (text, '\\');
    }
  }
  return g_string_free (text, FALSE);
}

char *
sat_vcard_escape (const char *text)
{
  GString *value;

  g_return_val_if_fail (text != NULL, NULL);

  value = g_string_sized_new (strlen (text));
  for (const char *p = text; *p != '\0'; p++) {
    if (*p == '\n' || *p == '\r') {
      g_string_append (value, "\\n");
      p += *p == '\r' && p[1] == '\n';
    } else {
      if (*p == '\\' || *p == ',' || *p == ';')
        g_string_append_c (value, '\\');
      g_string_append_c (value, *p);
    }
  }
  return g_string_free (value, FALSE);
}

char **
sat_vcard_split (const char *value, char separator)
{
  GPtrArray *parts;
  const char *start;

  g_return_val_if_fail (value != NULL, NULL);

  parts = g_ptr_array_new ();
  start = value;
  for (const char *p = value;; p++) {
    if (*p == '\\' && p[1] != '\0') {
      p++;
    } else if (*p == separator || *p == '\0') {
      g_ptr_array_add (parts, g_strndup (start, (gsize)(p - start)));
      if (*p == '\0')
        break;
      start = p + 1;
    }
  }
  g_ptr_array_add (parts, NULL);
  return (char **)g_ptr_array_free (parts, FALSE);
}

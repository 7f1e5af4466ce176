/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-row.h"

#define TITLE_CHARS 80

GPtrArray *
sat_title_alternatives (const SatType *type)
{
  GPtrArray *alternatives = g_ptr_array_new_with_free_func ((GDestroyNotify)g_ptr_array_unref);
  g_auto (GStrv) parts = g_strsplit (type->title != NULL ? type->title : "", "|", -1);

  for (guint i = 0; parts[i] != NULL; i++) {
    g_auto (GStrv) names = g_strsplit (parts[i], " ", -1);
    GPtrArray *fields = g_ptr_array_new ();

    for (guint k = 0; names[k] != NULL; k++) {
      const SatField *field = sat_type_field (type, names[k]);

      if (field != NULL)
        g_ptr_array_add (fields, (gpointer)field);
    }
    g_ptr_array_add (alternatives, fields);
  }
  return alternatives;
}

char *
sat_title_first_line (const char *text)
{
  g_auto (GStrv) lines = g_strsplit_set (text, "\r\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    if (*g_strstrip (lines[i]) != '\0') {
      g_autofree char *valid = g_utf8_make_valid (lines[i], -1);

      return g_strchomp (g_utf8_substring (valid, 0, MIN (TITLE_CHARS, g_utf8_strlen (valid, -1))));
    }
  return g_strdup ("");
}

static char *
text_of_field (SatRecord *record, const SatField *field)
{
  const SatValue *value = sat_record_get (record, field);

  if (value->type == SAT_VALUE_NULL)
    return NULL;
  switch (field->kind) {
  case SAT_KIND_REFERENCE:
    return g_strdup (sat_record_get_reference_title (record, field));
  case SAT_KIND_CHOICE:
    return g_strdup (sat_field_choice_label (field, value->text));
  case SAT_KIND_LONG_TEXT:
    return sat_title_first_line (value->text);
  default:
    return sat_field_to_string (field, value, NULL);
  }
}

gboolean
sat_title_is_full_name (const SatType *type, GPtrArray *fields)
{
  return (type->flags & SAT_TYPE_PERSON) && fields->len == 2;
}

static char *
join_fields (SatRecord *record, GPtrArray *fields)
{
  g_autoptr (GString) title = g_string_new (NULL);

  for (guint i = 0; i < fields->len; i++) {
    g_autofree char *text = text_of_field (record, g_ptr_array_index (fields, i));

    if (text != NULL && *text != '\0')
      g_string_append_printf (title, "%s%s", title->len > 0 ? " " : "", text);
  }
  return g_string_free (g_steal_pointer (&title), FALSE);
}

static char *
full_name (SatRecord *record, GPtrArray *fields)
{
  g_autofree char *given = text_of_field (record, g_ptr_array_index (fields, 0));
  g_autofree char *family = text_of_field (record, g_ptr_array_index (fields, 1));

  return sat_person_name_join (given, family);
}

char *
sat_title_of_record (GPtrArray *alternatives, SatRecord *record)
{
  const SatType *type = sat_record_get_record_type (record);

  for (guint i = 0; i < alternatives->len; i++) {
    GPtrArray *fields = g_ptr_array_index (alternatives, i);
    g_autofree char *title = sat_title_is_full_name (type, fields) ? full_name (record, fields)
                                                                   : join_fields (record, fields);

    if (*title != '\0')
      return g_steal_pointer (&title);
  }
  return g_strdup ("");
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-card-lines.h"

#include <string.h>

#include "sat-vcard-reader.h"
#include "sat-vcard-writer.h"

#define MARK "X-SATCHEL-PRIMARY"

SatVcard *
sat_card_lines_parse (const char *kept)
{
  SatVcard *card = sat_vcard_new ();
  g_autofree char *text = NULL;
  g_autoptr (SatVcardReader) reader = NULL;
  const SatVcard *parsed;

  if (kept == NULL || *kept == '\0')
    return card;
  text = g_strdup_printf ("BEGIN:VCARD\n%s%sEND:VCARD\n", kept,
                          g_str_has_suffix (kept, "\n") ? "" : "\n");
  reader = sat_vcard_reader_new (text, strlen (text), NULL);
  if (sat_vcard_reader_next (reader, &parsed, NULL))
    for (guint i = 0; i < parsed->properties->len; i++)
      sat_vcard_add_copy (card, parsed, sat_vcard_get (parsed, i));
  return card;
}

const SatVcardProperty *
sat_card_lines_find (const SatVcard *card, const char *name)
{
  for (guint i = 0; i < card->properties->len; i++)
    if (sat_vcard_is (sat_vcard_get (card, i), name))
      return sat_vcard_get (card, i);
  return NULL;
}

gboolean
sat_card_lines_has_group (const SatVcard *card, const char *group)
{
  for (guint i = 0; i < card->properties->len; i++) {
    const SatVcardProperty *property = sat_vcard_get (card, i);

    if (property->group != NULL && g_ascii_strcasecmp (property->group, group) == 0)
      return TRUE;
  }
  return FALSE;
}

/* Parameters can only be added to the last property: it goes to the end of the list and back. */
void
sat_card_lines_mark (SatVcard *card, guint index)
{
  SatVcardProperty marked;

  sat_vcard_add_copy (card, card, sat_vcard_get (card, index));
  sat_vcard_add_param (card, MARK, "1");
  marked = *sat_vcard_get (card, card->properties->len - 1);
  g_array_index (card->properties, SatVcardProperty, index) = marked;
  g_array_set_size (card->properties, card->properties->len - 1);
}

static void
append_line (GString *out,
             const SatVcard *card,
             const SatVcardProperty *property,
             gboolean fold_types)
{
  g_autoptr (SatVcard) copy = sat_vcard_new ();
  const SatVcardParam *params = sat_vcard_params (card, property);

  sat_vcard_add (copy, property->group, property->name, property->value);
  for (guint i = 0; i < property->n_params; i++) {
    g_autofree char *folded = fold_types && strcmp (params[i].name, "TYPE") == 0
                                  ? g_ascii_strdown (params[i].value, -1)
                                  : NULL;

    if (strcmp (params[i].name, MARK) != 0)
      sat_vcard_add_param (copy, params[i].name, folded != NULL ? folded : params[i].value);
  }
  sat_vcard_write_property (out, copy, sat_vcard_get (copy, 0), SAT_VCARD_STYLE_LINE);
}

gboolean
sat_card_lines_equal (const SatVcard *a,
                      const SatVcardProperty *first,
                      const SatVcard *b,
                      const SatVcardProperty *second)
{
  g_autoptr (GString) left = NULL;
  g_autoptr (GString) right = NULL;

  if (!sat_vcard_is (first, second->name) || strcmp (first->value, second->value) != 0)
    return FALSE;
  left = g_string_new (NULL);
  right = g_string_new (NULL);
  append_line (left, a, first, TRUE);
  append_line (right, b, second, TRUE);
  return g_string_equal (left, right);
}

void
sat_card_lines_append (GString *out, const SatVcard *card, const SatVcardProperty *property)
{
  append_line (out, card, property, FALSE);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-card-build.h"

#include <string.h>

void
sat_card_add_text (SatVcard *out, const char *name, const char *text)
{
  g_autofree char *value = sat_vcard_escape (text);

  sat_vcard_add (out, NULL, name, value);
}

static void
append_part (GString *value, const char *text)
{
  g_autofree char *part = sat_vcard_escape (text != NULL ? text : "");

  if (value->len > 0)
    g_string_append_c (value, ';');
  g_string_append (value, part);
}

/* Both N and FN, which 3.0 wants. A contact without a name is called after something else, and the
 * card says so. */
void
sat_card_add_name (SatVcard *out, const SatCardFacts *facts)
{
  g_autofree char *family = sat_vcard_escape (facts->last_name != NULL ? facts->last_name : "");
  g_autofree char *given = sat_vcard_escape (facts->first_name != NULL ? facts->first_name : "");
  g_autofree char *n = g_strdup_printf ("%s;%s;;;", family, given);
  g_autofree char *title = sat_card_facts_title (facts);

  sat_vcard_add (out, NULL, "N", n);
  sat_card_add_text (out, "FN", title);
  if (facts->first_name == NULL && facts->last_name == NULL)
    sat_vcard_add_param (out, "X-SATCHEL-UNNAMED", "1");
}

void
sat_card_add_company (SatVcard *out, const SatCardFacts *facts)
{
  g_autofree char *company = sat_vcard_escape (facts->company != NULL ? facts->company : "");
  g_autoptr (GString) value = g_string_new (company);

  if (facts->department != NULL) {
    g_autofree char *department = sat_vcard_escape (facts->department);

    g_string_append_printf (value, ";%s", department);
  }
  sat_vcard_add (out, NULL, "ORG", value->str);
}

void
sat_card_add_birthday (SatVcard *out, SatDate birthday)
{
  g_autofree char *text = sat_date_to_string (birthday);

  sat_vcard_add (out, NULL, "BDAY", text);
}

void
sat_card_add_tags (SatVcard *out, const SatCardFacts *facts)
{
  g_autoptr (GString) value = g_string_new (NULL);

  for (guint i = 0; i < facts->tags->len; i++) {
    g_autofree char *name = sat_vcard_escape (facts->tags->pdata[i]);

    g_string_append_printf (value, "%s%s", i > 0 ? "," : "", name);
  }
  sat_vcard_add (out, NULL, "CATEGORIES", value->str);
}

/* A label that is no word of the standard stands in a property of its own. */
static void
add_own_label (SatVcard *out, const char *label, const char *group)
{
  g_autofree char *value = sat_vcard_escape (label);

  sat_vcard_add (out, group, "X-ABLabel", value);
}

static const char *
name_of_kind (const char *kind)
{
  if (strcmp (kind, "mail") == 0)
    return "EMAIL";
  if (strcmp (kind, "web") == 0)
    return "URL";
  return strcmp (kind, "chat") == 0 ? "IMPP" : "TEL";
}

/* A URI has its own rules for commas and semicolons. */
static char *
escape_uri (const char *text)
{
  g_autoptr (GString) value = g_string_new (text);

  g_string_replace (value, "\\", "\\\\", 0);
  return g_string_free (g_steal_pointer (&value), FALSE);
}

void
sat_card_add_point (SatVcard *out, const SatCardPoint *point, const char *group)
{
  const char *name = name_of_kind (point->kind);
  const char *type = point->label != NULL ? sat_card_label_type (point->label) : NULL;
  gboolean own = point->label != NULL && type == NULL;
  gboolean uri = strcmp (name, "URL") == 0 || strcmp (name, "IMPP") == 0;
  g_autofree char *value = uri ? escape_uri (point->value) : sat_vcard_escape (point->value);

  sat_vcard_add (out, own ? group : NULL, name, value);
  if (strcmp (point->kind, "fax") == 0)
    sat_vcard_add_param (out, "TYPE", "fax");
  if (type != NULL)
    sat_vcard_add_param (out, "TYPE", type);
  if (point->pref == 1)
    sat_vcard_add_param (out, "PREF", "1");
  if (point->primary)
    sat_vcard_add_param (out, "X-SATCHEL-PRIMARY", "1");
  if (own)
    add_own_label (out, point->label, group);
}

void
sat_card_add_address (SatVcard *out, const SatCardAddress *address, const char *group)
{
  const char *type = address->label != NULL ? sat_card_label_type (address->label) : NULL;
  gboolean own = address->label != NULL && type == NULL;
  g_autoptr (GString) value = g_string_new (";");

  append_part (value, address->street);
  append_part (value, address->city);
  append_part (value, address->region);
  append_part (value, address->postal_code);
  append_part (value, address->country);
  sat_vcard_add (out, own ? group : NULL, "ADR", value->str);
  if (type != NULL)
    sat_vcard_add_param (out, "TYPE", type);
  if (address->primary)
    sat_vcard_add_param (out, "X-SATCHEL-PRIMARY", "1");
  if (own)
    add_own_label (out, address->label, group);
}

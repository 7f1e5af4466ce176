/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-card-facts.h"

#include <string.h>

#include "sat-person-name.h"

/* TYPE words that say what a point is for, the most telling first, and our word for them. */
static const struct {
  const char *type, *label;
} labels[] = {
    {"cell", "mobile"},   {"mobile", "mobile"}, {"iphone", "mobile"}, {"pager", "pager"},
    {"car", "car"},       {"work", "work"},     {"home", "home"},     {"main", "main"},
    {"school", "school"}, {"other", "other"},
};

/* Apple writes its own labels as "_$!<HomePage>!$_". */
static char *
read_own_label (const char *value)
{
  static const char *const usual[] = {"Home", "Work", "Mobile", "Other", "Main", "Pager", NULL};
  char *text = g_strstrip (sat_vcard_text (value));
  gsize length = strlen (text);

  if (length > 8 && g_str_has_prefix (text, "_$!<") && g_str_has_suffix (text, ">!$_")) {
    memmove (text, text + 4, length - 8);
    text[length - 8] = '\0';
    for (guint i = 0; usual[i] != NULL; i++)
      if (strcmp (text, usual[i]) == 0)
        text[0] = g_ascii_tolower (text[0]);
  }
  if (*text == '\0')
    g_clear_pointer (&text, g_free);
  return text;
}

char *
sat_card_label (const SatVcard *card, const SatVcardProperty *property)
{
  for (guint i = 0; property->group != NULL && i < card->properties->len; i++) {
    const SatVcardProperty *beside = sat_vcard_get (card, i);

    if (beside->group != NULL && g_ascii_strcasecmp (beside->group, property->group) == 0 &&
        sat_vcard_is (beside, "X-ABLabel")) {
      char *label = read_own_label (beside->value);

      if (label != NULL)
        return label;
    }
  }
  for (guint i = 0; property->n_params > 0 && i < G_N_ELEMENTS (labels); i++)
    if (sat_vcard_has_type (card, property, labels[i].type))
      return g_strdup (labels[i].label);
  return NULL;
}

SatUuid
sat_card_uuid_of (const char *uid)
{
  static const SatUuid none;
  SatUuid uuid;

  if (sat_uuid_parse (g_ascii_strncasecmp (uid, "urn:uuid:", 9) == 0 ? uid + 9 : uid, &uuid) &&
      !sat_uuid_is_nil (&uuid))
    return uuid;
  return sat_uuid_from_parts ("contact", &none, uid);
}

static gboolean
read_digits (const char **at, int n, int *number)
{
  *number = 0;
  for (int i = 0; i < n; i++) {
    if (!g_ascii_isdigit ((*at)[i]))
      return FALSE;
    *number = *number * 10 + ((*at)[i] - '0');
  }
  *at += n;
  return TRUE;
}

/* "1980-03-22", "19800322", either with a time behind it. Without a year it is no date; nor with
 * the year that means none. */
gboolean
sat_card_date (const SatVcard *card, const SatVcardProperty *property, SatDate *date)
{
  const char *at = property->value;
  const char *no_year = sat_vcard_param (card, property, "X-APPLE-OMIT-YEAR");
  int year, month, day;
  gboolean dash;

  while (*at == ' ')
    at++;
  if (no_year != NULL && g_str_has_prefix (at, no_year))
    return FALSE;
  if (!read_digits (&at, 4, &year))
    return FALSE;
  dash = *at == '-';
  at += dash;
  if (!read_digits (&at, 2, &month) || (dash && *at++ != '-') || !read_digits (&at, 2, &day))
    return FALSE;
  while (*at == ' ')
    at++;
  return (*at == '\0' || *at == 'T' || *at == 't') && sat_date_from_ymd (year, month, day, date);
}

const char *
sat_card_label_type (const char *label)
{
  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    if (strcmp (labels[i].label, label) == 0)
      return labels[i].type;
  return NULL;
}

char *
sat_card_point_value (const SatVcardProperty *property)
{
  g_autofree char *text = g_strstrip (sat_vcard_text (property->value));
  char *extension;

  if (sat_vcard_is (property, "EMAIL") && g_ascii_strncasecmp (text, "mailto:", 7) == 0)
    return g_strdup (text + 7);
  if (sat_vcard_is (property, "URL") || g_ascii_strncasecmp (text, "tel:", 4) != 0)
    return g_steal_pointer (&text);
  extension = strstr (text, ";ext=");
  if (extension == NULL)
    return g_strdup (text + 4);
  *extension = '\0';
  return g_strdup_printf ("%s ext. %s", text + 4, extension + 5);
}

int
sat_card_pref (const SatVcard *card, const SatVcardProperty *property)
{
  const char *pref = sat_vcard_param (card, property, "PREF");
  guint64 number;

  if (pref == NULL || !g_ascii_string_to_unsigned (pref, 10, 1, 100, &number, NULL))
    return SAT_CARD_NO_PREF;
  return (int)number;
}

static char *
nothing_as_null (char *text)
{
  g_strstrip (text);
  if (*text == '\0')
    g_clear_pointer (&text, g_free);
  return text;
}

/* One part of N, which may list several names. */
static void
append_name (GString *name, const char *part)
{
  g_auto (GStrv) names = sat_vcard_split (part, ',');

  for (guint i = 0; names[i] != NULL; i++) {
    g_autofree char *text = g_strstrip (sat_vcard_text (names[i]));

    if (*text != '\0')
      g_string_append_printf (name, "%s%s", name->len > 0 ? " " : "", text);
  }
}

void
sat_card_split_n (const char *value, char **first, char **last)
{
  g_auto (GStrv) parts = sat_vcard_split (value, ';');
  guint n = g_strv_length (parts);
  GString *given = g_string_new (NULL), *family = g_string_new (NULL);

  append_name (family, parts[0]);
  if (n > 1)
    append_name (given, parts[1]);
  if (n > 2)
    append_name (given, parts[2]);
  *first = nothing_as_null (g_string_free (given, FALSE));
  *last = nothing_as_null (g_string_free (family, FALSE));
}

/* "Pérez, Ana", "Ana María Pérez" and "王 小明"; a name without spaces is a last name. */
void
sat_card_split_fn (const char *text, char **first, char **last)
{
  g_autofree char *name = g_strstrip (g_strdup (text));
  char *comma = strchr (name, ','), *space = strrchr (name, ' ');

  *first = NULL;
  if (comma != NULL) {
    *comma = '\0';
    *first = nothing_as_null (g_strdup (comma + 1));
    *last = nothing_as_null (g_strdup (name));
  } else if (space != NULL) {
    *space = '\0';
    if (sat_person_name_is_family_first (name, space + 1)) {
      *first = nothing_as_null (g_strdup (space + 1));
      *last = nothing_as_null (g_strdup (name));
    } else {
      *first = nothing_as_null (g_strdup (name));
      *last = nothing_as_null (g_strdup (space + 1));
    }
  } else {
    *last = nothing_as_null (g_strdup (name));
  }
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-field-name.h"

#include <glib/gi18n-lib.h>

#include "sat-fold.h"

/* Leaves room for a number. */
#define LONGEST_STEM 36

/* What every listed record has beside its fields. */
static const char *const reserved[] = {"id", "title", "type", NULL};

const char *
sat_field_name_problem (const SatType *type, const char *name)
{
  g_return_val_if_fail (type != NULL && name != NULL, NULL);
  if (*name == '\0')
    return _ ("This may not be empty");
  if (!sat_registry_is_identifier (name))
    return _ ("Small letters a to z, digits and _ only, a letter first, at most 40");
  if (sat_type_field (type, name) != NULL || g_strv_contains (reserved, name))
    return _ ("There is a field with this name already");
  return NULL;
}

/* Small letters and digits of @label, what is between them as one line below. */
static GString *
make_stem (const char *label)
{
  g_autofree char *folded = sat_fold (label);
  GString *stem = g_string_new (NULL);

  for (const char *p = folded; *p != '\0' && stem->len < LONGEST_STEM; p = g_utf8_next_char (p)) {
    if (g_ascii_islower (*p) || (g_ascii_isdigit (*p) && stem->len > 0))
      g_string_append_c (stem, *p);
    else if (stem->len > 0 && stem->str[stem->len - 1] != '_')
      g_string_append_c (stem, '_');
  }
  while (stem->len > 0 && stem->str[stem->len - 1] == '_')
    g_string_truncate (stem, stem->len - 1);
  if (stem->len == 0)
    g_string_append (stem, "field");
  return stem;
}

char *
sat_field_name_make (const SatType *type, const char *label)
{
  g_autoptr (GString) stem = NULL;
  char *name;

  g_return_val_if_fail (type != NULL && label != NULL, NULL);
  stem = make_stem (label);
  name = g_strdup (stem->str);
  for (guint i = 2; sat_field_name_problem (type, name) != NULL; i++) {
    g_free (name);
    name = g_strdup_printf ("%s_%u", stem->str, i);
  }
  return name;
}

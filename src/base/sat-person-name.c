/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-person-name.h"

#include "sat-fold.h"

static gboolean
is_east_asian (const char *text)
{
  if (text == NULL || *text == '\0')
    return FALSE;
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (!g_unichar_isspace (g_utf8_get_char (p)) && !sat_fold_is_cjk (g_utf8_get_char (p)))
      return FALSE;
  return TRUE;
}

gboolean
sat_person_name_is_family_first (const char *given, const char *family)
{
  return is_east_asian (given) && is_east_asian (family);
}

char *
sat_person_name_join (const char *given, const char *family)
{
  gboolean both = given != NULL && *given != '\0' && family != NULL && *family != '\0';

  if (both && sat_person_name_is_family_first (given, family))
    return g_strconcat (family, given, NULL);
  return g_strconcat (given != NULL ? given : "", both ? " " : "", family != NULL ? family : "",
                      NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-decimal.h"
#include "sat-scaled-private.h"

#include <string.h>

gboolean
sat_decimal_parse (const char *text, gint64 *value, GError **error)
{
  g_return_val_if_fail (value != NULL, FALSE);

  return sat_scaled_parse (text, SAT_DECIMAL_DIGITS, value, error);
}

char *
sat_decimal_to_string (gint64 value)
{
  char *text = sat_scaled_to_string (value, SAT_DECIMAL_DIGITS);
  gsize length = strlen (text);

  while (text[length - 1] == '0')
    length--;
  if (text[length - 1] == '.')
    length--;
  text[length] = '\0';
  return text;
}

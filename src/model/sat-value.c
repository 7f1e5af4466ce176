/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-value.h"

SatValue
sat_value_int (gint64 integer)
{
  return (SatValue){SAT_VALUE_INTEGER, integer, NULL};
}

SatValue
sat_value_text (const char *text)
{
  return sat_value_take (g_strdup (text));
}

SatValue
sat_value_take (char *text)
{
  if (text == NULL || *text == '\0') {
    g_free (text);
    return SAT_VALUE_INIT;
  }
  return (SatValue){SAT_VALUE_TEXT, 0, text};
}

SatValue
sat_value_copy (const SatValue *value)
{
  g_return_val_if_fail (value != NULL, SAT_VALUE_INIT);

  return (SatValue){value->type, value->integer, g_strdup (value->text)};
}

/* Frees what @value owns and makes it null. NULL is allowed. */
void
sat_value_clear (SatValue *value)
{
  if (value == NULL)
    return;
  g_free (value->text);
  *value = SAT_VALUE_INIT;
}

/* Same type and content; texts byte for byte. */
gboolean
sat_value_equal (const SatValue *a, const SatValue *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  if (a->type != b->type)
    return FALSE;
  switch (a->type) {
  case SAT_VALUE_INTEGER:
    return a->integer == b->integer;
  case SAT_VALUE_TEXT:
    return g_str_equal (a->text, b->text);
  case SAT_VALUE_NULL:
  default:
    return TRUE;
  }
}

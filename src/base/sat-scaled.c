/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-error.h"
#include "sat-scaled-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

gint64
sat_scaled_power (int digits)
{
  gint64 power = 1;

  g_return_val_if_fail (digits >= 0 && digits <= 18, 1);

  while (digits-- > 0)
    power *= 10;
  return power;
}

guint64
sat_scaled_magnitude (gint64 value)
{
  return value < 0 ? -(guint64)value : (guint64)value;
}

/* optional sign, digits, optionally a point and digits */
static gboolean
has_decimal_form (const char *text)
{
  gsize whole, fraction;

  if (*text == '-')
    text++;
  whole = strspn (text, "0123456789");
  text += whole;
  if (whole == 0 || *text == '\0')
    return whole > 0;
  if (*text++ != '.')
    return FALSE;
  fraction = strspn (text, "0123456789");
  return fraction > 0 && text[fraction] == '\0';
}

static gboolean
append_digit (guint64 *magnitude, int digit)
{
  if (*magnitude > (G_MAXUINT64 - (guint64)digit) / 10)
    return FALSE;
  *magnitude = *magnitude * 10 + (guint64)digit;
  return TRUE;
}

/* @text has decimal form and no sign. FALSE: it does not fit. */
static gboolean
read_magnitude (const char *text, int digits, guint64 *magnitude)
{
  *magnitude = 0;
  for (; g_ascii_isdigit (*text); text++) {
    if (!append_digit (magnitude, *text - '0'))
      return FALSE;
  }
  if (*text == '.')
    text++;
  for (; digits > 0; digits--) {
    if (!append_digit (magnitude, *text == '\0' ? 0 : *text++ - '0'))
      return FALSE;
  }
  if (*text >= '5') {
    if (*magnitude == G_MAXUINT64)
      return FALSE;
    ++*magnitude;
  }
  return TRUE;
}

gboolean
sat_scaled_parse (const char *text, int digits, gint64 *value, GError **error)
{
  guint64 magnitude, limit;
  gboolean negative;

  if (text == NULL || !has_decimal_form (text)) {
    g_set_error (error, SAT_BASE_ERROR, SAT_BASE_ERROR_INVALID, _ ("“%s” is not a number"),
                 text == NULL ? "" : text);
    return FALSE;
  }
  negative = *text == '-';
  limit = negative ? (guint64)G_MAXINT64 + 1 : (guint64)G_MAXINT64;
  if (!read_magnitude (negative ? text + 1 : text, digits, &magnitude) || magnitude > limit) {
    g_set_error (error, SAT_BASE_ERROR, SAT_BASE_ERROR_RANGE, _ ("The number “%s” is too large"),
                 text);
    return FALSE;
  }
  *value = (gint64)(negative ? -magnitude : magnitude);
  return TRUE;
}

char *
sat_scaled_to_string (gint64 value, int digits)
{
  guint64 magnitude = sat_scaled_magnitude (value);
  guint64 power = (guint64)sat_scaled_power (digits);
  const char *sign = value < 0 ? "-" : "";

  if (digits == 0)
    return g_strdup_printf ("%s%" G_GUINT64_FORMAT, sign, magnitude);
  return g_strdup_printf ("%s%" G_GUINT64_FORMAT ".%0*" G_GUINT64_FORMAT, sign, magnitude / power,
                          digits, magnitude % power);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The values of fields as canonical text, both ways, and their validation. */

#include "config.h"

#include "sat-field.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "sat-currency.h"
#include "sat-date.h"
#include "sat-decimal.h"
#include "sat-error.h"
#include "sat-fold.h"
#include "sat-money.h"

/* A bad value is quoted in the message, but not a whole page of it. */
#define QUOTED_CHARS 60

/* @format has one %s, which takes the quoted text. */
static gboolean
refuse (GError **error, const char *format, const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *quoted = NULL;
  g_autofree char *message = NULL;

  if (g_utf8_strlen (valid, -1) > QUOTED_CHARS) {
    g_autofree char *start = g_utf8_substring (valid, 0, QUOTED_CHARS);
    quoted = g_strconcat (start, "…", NULL);
  } else {
    quoted = g_steal_pointer (&valid);
  }
  {
    g_auto (GStrv) parts = g_strsplit (format, "%s", 2);
    message = g_strconcat (parts[0], quoted, parts[1], NULL);
  }
  g_set_error_literal (error, SAT_MODEL_ERROR, SAT_MODEL_ERROR_INVALID, message);
  return FALSE;
}

/* An optional sign and digits, then nothing but zeros behind a point: spreadsheets write 60.0. */
static gboolean
parse_whole (const char *text, gint64 *number, GError **error)
{
  g_autofree char *digits = g_strdup (text);
  g_autoptr (GError) reason = NULL;
  char *point = strchr (digits, '.');
  gboolean zeros = TRUE;

  if (point != NULL) {
    zeros = point[1] != '\0' && strspn (point + 1, "0") == strlen (point + 1);
    *point = '\0';
  }
  if (!zeros || *text == '+')
    return refuse (error, _ ("“%s” is not a whole number"), text);
  if (g_ascii_string_to_signed (digits, 10, G_MININT64, G_MAXINT64, number, &reason))
    return TRUE;
  if (g_error_matches (reason, G_NUMBER_PARSER_ERROR, G_NUMBER_PARSER_ERROR_OUT_OF_BOUNDS))
    return refuse (error, _ ("“%s” is too large a number"), text);
  return refuse (error, _ ("“%s” is not a whole number"), text);
}

static gboolean
parse_integer (const char *text, SatValue *out, GError **error)
{
  gint64 number;

  if (!parse_whole (text, &number, error))
    return FALSE;
  *out = sat_value_int (number);
  return TRUE;
}

static gboolean
parse_percent (const char *text, SatValue *out, GError **error)
{
  g_autofree char *bare = g_strdup (text);
  gint64 number;

  if (g_str_has_suffix (bare, "%")) {
    bare[strlen (bare) - 1] = '\0';
    g_strchomp (bare);
  }
  if (!parse_whole (bare, &number, NULL) || number < 0 || number > 100)
    return refuse (error, _ ("“%s” is not a whole per cent from 0 to 100"), text);
  *out = sat_value_int (number);
  return TRUE;
}

static gboolean
folds_to (const char *text, const char *folded)
{
  g_autofree char *other = sat_fold (text);

  return g_str_equal (other, folded);
}

static gboolean
parse_boolean (const char *text, SatValue *out, GError **error)
{
  static const char *const yes[] = {"true", "yes", "1"};
  static const char *const no[] = {"false", "no", "0"};
  g_autofree char *folded = sat_fold (text);
  gboolean is_yes = folds_to (_ ("Yes"), folded), is_no = folds_to (_ ("No"), folded);

  for (guint i = 0; i < G_N_ELEMENTS (yes); i++) {
    is_yes |= g_str_equal (folded, yes[i]);
    is_no |= g_str_equal (folded, no[i]);
  }
  if (is_yes == is_no)
    return refuse (error, _ ("“%s” is neither yes nor no"), text);
  *out = sat_value_int (is_yes);
  return TRUE;
}

static gboolean
parse_currency (const char *text, SatValue *out, GError **error)
{
  g_autofree char *code = g_ascii_strup (text, -1);

  if (!sat_currency_is_valid (code))
    return refuse (error, _ ("“%s” is not a currency code"), text);
  *out = sat_value_take (g_steal_pointer (&code));
  return TRUE;
}

static const SatChoice *
find_choice (const SatField *self, const char *text)
{
  g_autofree char *folded = NULL;

  if (self->choices == NULL)
    return NULL;
  for (const SatChoice *choice = self->choices; choice->name != NULL; choice++)
    if (g_str_equal (choice->name, text))
      return choice;

  folded = sat_fold (text);
  for (const SatChoice *choice = self->choices; choice->name != NULL; choice++)
    if (folds_to (choice->name, folded) ||
        folds_to (sat_field_choice_label (self, choice->name), folded) ||
        folds_to (choice->label, folded))
      return choice;
  return NULL;
}

static gboolean
parse_choice (const SatField *self, const char *text, SatValue *out, GError **error)
{
  const SatChoice *choice = find_choice (self, text);

  if (choice == NULL)
    return refuse (error, _ ("“%s” is not one of the choices"), text);
  *out = sat_value_text (choice->name);
  return TRUE;
}

/* @reason: why a number was not read. */
static gboolean
refuse_number (GError **error, const GError *reason, const char *format, const char *text)
{
  if (g_error_matches (reason, SAT_BASE_ERROR, SAT_BASE_ERROR_RANGE))
    format = _ ("“%s” is too large a number");
  return refuse (error, format, text);
}

static gboolean
parse_money (const char *text, const char *currency, SatValue *out, GError **error)
{
  g_autoptr (GError) reason = NULL;
  gint64 minor;

  if (!sat_money_parse (text, currency, &minor, &reason))
    return refuse_number (error, reason, _ ("“%s” is not an amount of money"), text);
  *out = sat_value_int (minor);
  return TRUE;
}

static gboolean
parse_decimal (const char *text, SatValue *out, GError **error)
{
  g_autoptr (GError) reason = NULL;
  gint64 value;

  if (!sat_decimal_parse (text, &value, &reason))
    return refuse_number (error, reason, _ ("“%s” is not a number"), text);
  *out = sat_value_int (value);
  return TRUE;
}

static gboolean
parse_date (const char *text, SatValue *out, GError **error)
{
  SatDate date;

  if (!sat_date_parse (text, &date, NULL))
    return refuse (error, _ ("“%s” is not a date such as 2017-03-01"), text);
  *out = sat_value_int (date);
  return TRUE;
}

static gboolean
parse_instant (const char *text, SatValue *out, GError **error)
{
  gint64 us;

  if (!sat_instant_parse (text, &us, NULL))
    return refuse (error, _ ("“%s” is not a time such as 2017-03-01T09:00:00Z"), text);
  *out = sat_value_int (us);
  return TRUE;
}

static gboolean
is_text (SatKind kind)
{
  return kind == SAT_KIND_TEXT || kind == SAT_KIND_LONG_TEXT || kind == SAT_KIND_JSON;
}

static gboolean
in_range (gint64 number, gint64 low, gint64 high)
{
  return low <= number && number <= high;
}

/* The reason has the number as it is stored or as @text. */
static gboolean
is_within_limits (const SatField *self, gint64 number, const char *text, GError **error)
{
  g_autofree char *stored = NULL;

  if (self->limits == NULL || in_range (number, self->limits->least, self->limits->most))
    return TRUE;
  if (text == NULL) {
    SatValue value = sat_value_int (number);

    text = stored = sat_field_to_string (self, &value, NULL);
  }
  if (self->limits->most == G_MAXINT64)
    return refuse (error, _ ("“%s” is too small: it must be more than 0"), text);
  g_set_error (error, SAT_MODEL_ERROR, SAT_MODEL_ERROR_INVALID, _ ("“%s” is not between %d and %d"),
               text, (int)self->limits->least, (int)self->limits->most);
  return FALSE;
}

static gboolean
parse_number (
    const SatField *self, const char *text, const char *currency, SatValue *out, GError **error)
{
  gboolean ok;

  if (self->kind == SAT_KIND_INTEGER)
    ok = parse_integer (text, out, error);
  else if (self->kind == SAT_KIND_DECIMAL)
    ok = parse_decimal (text, out, error);
  else if (self->kind == SAT_KIND_PERCENT)
    ok = parse_percent (text, out, error);
  else
    ok = parse_money (text, currency, out, error);
  if (ok && out->type == SAT_VALUE_INTEGER && !is_within_limits (self, out->integer, text, error)) {
    *out = SAT_VALUE_INIT;
    return FALSE;
  }
  return ok;
}

gboolean
sat_field_parse (
    const SatField *self, const char *text, const char *currency, SatValue *out, GError **error)
{
  g_autofree char *bare = NULL;

  g_return_val_if_fail (self != NULL && text != NULL && out != NULL, FALSE);

  *out = SAT_VALUE_INIT;
  if (!g_utf8_validate (text, -1, NULL))
    return refuse (error, _ ("“%s” is not valid UTF-8 text"), text);
  if (is_text (self->kind)) {
    *out = sat_value_text (text);
    return TRUE;
  }

  bare = g_strstrip (g_strdup (text));
  if (*bare == '\0')
    return TRUE;
  switch (self->kind) {
  case SAT_KIND_INTEGER:
  case SAT_KIND_DECIMAL:
  case SAT_KIND_PERCENT:
  case SAT_KIND_MONEY:
    return parse_number (self, bare, currency, out, error);
  case SAT_KIND_BOOLEAN:
    return parse_boolean (bare, out, error);
  case SAT_KIND_CURRENCY:
    return parse_currency (bare, out, error);
  case SAT_KIND_DATE:
    return parse_date (bare, out, error);
  case SAT_KIND_INSTANT:
    return parse_instant (bare, out, error);
  case SAT_KIND_CHOICE:
    return parse_choice (self, bare, out, error);
  default:
    return refuse (error, _ ("“%s” stands for other records and has to be looked up"), bare);
  }
}

char *
sat_field_to_string (const SatField *self, const SatValue *value, const char *currency)
{
  g_return_val_if_fail (self != NULL && value != NULL, NULL);

  if (value->type == SAT_VALUE_NULL)
    return NULL;
  if (value->type == SAT_VALUE_TEXT)
    return g_strdup (value->text);
  switch (self->kind) {
  case SAT_KIND_DECIMAL:
    return sat_decimal_to_string (value->integer);
  case SAT_KIND_BOOLEAN:
    return g_strdup (value->integer != 0 ? "true" : "false");
  case SAT_KIND_MONEY:
    return sat_money_to_string (value->integer, currency);
  case SAT_KIND_DATE:
    return sat_date_to_string ((SatDate)CLAMP (value->integer, G_MININT32, G_MAXINT32));
  case SAT_KIND_INSTANT:
    return sat_instant_to_string (value->integer);
  case SAT_KIND_REFERENCE:
  case SAT_KIND_SET:
    return NULL;
  default:
    return g_strdup_printf ("%" G_GINT64_FORMAT, value->integer);
  }
}

static gboolean
validate_text (const SatField *self, const char *text, GError **error)
{
  if (!g_utf8_validate (text, -1, NULL))
    return refuse (error, _ ("“%s” is not valid UTF-8 text"), text);
  switch (self->kind) {
  case SAT_KIND_TEXT:
  case SAT_KIND_LONG_TEXT:
  case SAT_KIND_JSON:
  case SAT_KIND_REFERENCE:
    return TRUE;
  case SAT_KIND_CURRENCY:
    return sat_currency_is_valid (text) || refuse (error, _ ("“%s” is not a currency code"), text);
  case SAT_KIND_CHOICE:
    for (const SatChoice *choice = self->choices; choice != NULL && choice->name != NULL; choice++)
      if (g_str_equal (choice->name, text))
        return TRUE;
    return refuse (error, _ ("“%s” is not one of the choices"), text);
  default:
    return refuse (error, _ ("“%s” is a text, not a number"), text);
  }
}

static gboolean
validate_integer (const SatField *self, gint64 number, GError **error)
{
  const gint64 day = G_TIME_SPAN_DAY;
  SatDate first, last;
  gboolean valid = FALSE;
  g_autofree char *text = NULL;

  sat_date_from_ymd (1, 1, 1, &first);
  sat_date_from_ymd (9999, 12, 31, &last);
  switch (self->kind) {
  case SAT_KIND_INTEGER:
  case SAT_KIND_DECIMAL:
  case SAT_KIND_MONEY:
    valid = TRUE;
    break;
  case SAT_KIND_PERCENT:
    valid = in_range (number, 0, 100);
    break;
  case SAT_KIND_BOOLEAN:
    valid = in_range (number, 0, 1);
    break;
  case SAT_KIND_DATE:
    valid = in_range (number, first, last);
    break;
  case SAT_KIND_INSTANT:
    valid = in_range (number, first * day, (last + 1) * day - 1);
    break;
  case SAT_KIND_REFERENCE:
    valid = number > 0;
    break;
  default:
    break;
  }
  if (valid)
    return is_within_limits (self, number, NULL, error);
  text = g_strdup_printf ("%" G_GINT64_FORMAT, number);
  return refuse (error, _ ("The number %s does not fit the field"), text);
}

gboolean
sat_field_validate (const SatField *self, const SatValue *value, GError **error)
{
  g_return_val_if_fail (self != NULL && value != NULL, FALSE);

  switch (value->type) {
  case SAT_VALUE_INTEGER:
    return validate_integer (self, value->integer, error);
  case SAT_VALUE_TEXT:
    return validate_text (self, value->text, error);
  case SAT_VALUE_NULL:
  default:
    return TRUE;
  }
}

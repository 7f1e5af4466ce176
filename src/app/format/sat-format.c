/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-format.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* A field's numbers below this are not grouped, so that a year reads as one. */
#define GROUP_FIELDS_FROM 10000

char *
sat_format_integer (const SatFormat *self, gint64 value)
{
  g_autofree char *digits = NULL;
  GString *out;
  gsize length;

  g_return_val_if_fail (self != NULL, NULL);
  digits = g_strdup_printf ("%" G_GINT64_FORMAT, value);
  length = strlen (digits);
  out = g_string_sized_new (length + length / 3 * strlen (self->grouping));
  for (gsize i = 0; i < length; i++) {
    if (i > 0 && g_ascii_isdigit (digits[i - 1]) && (length - i) % 3 == 0)
      g_string_append (out, self->grouping);
    g_string_append_c (out, digits[i]);
  }
  return g_string_free (out, FALSE);
}

char *
sat_format_decimal (const SatFormat *self, gint64 value)
{
  char *text;

  g_return_val_if_fail (self != NULL, NULL);
  text = sat_decimal_to_string (value);
  g_strdelimit (text, ".", self->decimal_point);
  return text;
}

/* Only the first line of a long text stands in a cell. */
static char *
first_line (const char *text)
{
  const char *end = strpbrk (text, "\r\n");

  return end == NULL ? g_strdup (text) : g_strndup (text, (gsize)(end - text));
}

static char *
format_text (const SatField *field, const char *text, gboolean full)
{
  switch (field->kind) {
  case SAT_KIND_CHOICE:
    return g_strdup (sat_field_choice_label (field, text));
  case SAT_KIND_LONG_TEXT:
    return full ? g_strdup (text) : first_line (text);
  default:
    return g_strdup (text);
  }
}

static char *
format_integer (
    const SatFormat *self, const SatField *field, gint64 value, const char *currency, gboolean full)
{
  switch (field->kind) {
  case SAT_KIND_BOOLEAN:
    return g_strdup (value != 0 ? _ ("Yes") : _ ("No"));
  case SAT_KIND_PERCENT:
    /* Translators: a whole number of per cent */
    return g_strdup_printf (_ ("%d%%"), (int)value);
  case SAT_KIND_DECIMAL:
    return sat_format_decimal (self, value);
  case SAT_KIND_MONEY:
    return sat_money_format (value, currency != NULL ? currency : self->currency,
                             currency != NULL ? SAT_MONEY_WITH_CURRENCY : SAT_MONEY_PLAIN);
  case SAT_KIND_DATE:
    return full ? sat_format_date (self, (SatDate)value)
                : sat_format_date_relative (self, (SatDate)value);
  case SAT_KIND_INSTANT:
    return full ? sat_format_instant (self, value) : sat_format_instant_relative (self, value);
  default:
    return value > -GROUP_FIELDS_FROM && value < GROUP_FIELDS_FROM
               ? g_strdup_printf ("%" G_GINT64_FORMAT, value)
               : sat_format_integer (self, value);
  }
}

static char *
format_value (const SatFormat *self,
              const SatField *field,
              const SatValue *value,
              const char *currency,
              gboolean full)
{
  if (value->type == SAT_VALUE_TEXT)
    return format_text (field, value->text, full);
  if (value->type == SAT_VALUE_INTEGER)
    return format_integer (self, field, value->integer, currency, full);
  return g_strdup ("");
}

char *
sat_format_value (const SatFormat *self,
                  const SatField *field,
                  const SatValue *value,
                  const char *currency)
{
  g_return_val_if_fail (self != NULL && field != NULL && value != NULL, NULL);
  return format_value (self, field, value, currency, FALSE);
}

char *
sat_format_value_full (const SatFormat *self,
                       const SatField *field,
                       const SatValue *value,
                       const char *currency)
{
  g_return_val_if_fail (self != NULL && field != NULL && value != NULL, NULL);
  return format_value (self, field, value, currency, TRUE);
}

const char *
sat_format_currency_of (const SatFormat *self, SatRecord *record, const SatField *field)
{
  const SatField *code;
  const SatValue *value;

  g_return_val_if_fail (self != NULL && field != NULL, NULL);
  if (record == NULL || field->currency == NULL)
    return self->currency;
  code = sat_type_field (sat_record_get_record_type (record), field->currency);
  if (code == NULL)
    return self->currency;
  value = sat_record_get (record, code);
  return value->type == SAT_VALUE_TEXT ? value->text : self->currency;
}

char *
sat_format_field (const SatFormat *self,
                  SatRecord *record,
                  const SatField *field,
                  gboolean with_currency)
{
  const SatValue *value;

  g_return_val_if_fail (self != NULL && SAT_IS_RECORD (record) && field != NULL, NULL);
  if (field->kind == SAT_KIND_REFERENCE)
    return g_strdup (sat_record_get_reference_title (record, field));
  value = sat_record_get (record, field);
  if (field->kind == SAT_KIND_SET && value->type == SAT_VALUE_TEXT) {
    g_auto (GStrv) parts = g_strsplit (value->text, "\n", -1);

    return g_strjoinv (", ", parts);
  }
  if (field->kind == SAT_KIND_MONEY && !with_currency && value->type == SAT_VALUE_INTEGER)
    return sat_money_format (value->integer, sat_format_currency_of (self, record, field),
                             SAT_MONEY_PLAIN);
  return format_value (self, field, value, sat_format_currency_of (self, record, field), FALSE);
}

gboolean
sat_format_is_numeric (const SatField *field)
{
  g_return_val_if_fail (field != NULL, FALSE);
  switch (field->kind) {
  case SAT_KIND_INTEGER:
  case SAT_KIND_DECIMAL:
  case SAT_KIND_PERCENT:
  case SAT_KIND_MONEY:
    return TRUE;
  default:
    return FALSE;
  }
}

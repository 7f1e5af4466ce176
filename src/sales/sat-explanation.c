/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-explanation.h"

#include "sat-money.h"

#include <glib/gi18n-lib.h>

#define WHOLE 10000

struct _SatExplanation {
  SatExplanationKind kind;
  SatExplanationRule rule;
  gint64 value;
  const char *currency; /* interned */
  char *title, *formula;
  gint64 record;
  char *uuid;
  GPtrArray *inputs; /* NULL: none */
};

SatExplanation *
sat_explanation_new (SatExplanationKind kind,
                     gint64 value,
                     const char *currency,
                     const char *title,
                     const char *formula)
{
  SatExplanation *self = g_new0 (SatExplanation, 1);

  self->kind = kind;
  self->value = value;
  self->currency = g_intern_string (currency);
  self->title = g_strdup (title != NULL ? title : "");
  self->formula = g_strdup (formula);
  return self;
}

void
sat_explanation_free (SatExplanation *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->inputs, g_ptr_array_unref);
  g_free (self->title);
  g_free (self->formula);
  g_free (self->uuid);
  g_free (self);
}

void
sat_explanation_set_formula (SatExplanation *self, const char *formula)
{
  g_return_if_fail (self != NULL);

  g_free (self->formula);
  self->formula = g_strdup (formula);
}

void
sat_explanation_set_rule (SatExplanation *self, SatExplanationRule rule)
{
  g_return_if_fail (self != NULL);

  self->rule = rule;
}

void
sat_explanation_set_record (SatExplanation *self, gint64 id, const char *uuid)
{
  g_return_if_fail (self != NULL);

  self->record = id;
  g_free (self->uuid);
  self->uuid = g_strdup (uuid);
}

void
sat_explanation_add (SatExplanation *self, SatExplanation *input)
{
  g_return_if_fail (self != NULL && input != NULL);

  if (self->inputs == NULL)
    self->inputs = g_ptr_array_new_with_free_func ((GDestroyNotify)sat_explanation_free);
  g_ptr_array_add (self->inputs, input);
}

SatExplanationKind
sat_explanation_get_kind (const SatExplanation *self)
{
  g_return_val_if_fail (self != NULL, SAT_EXPLANATION_NONE);

  return self->kind;
}

SatExplanationRule
sat_explanation_get_rule (const SatExplanation *self)
{
  g_return_val_if_fail (self != NULL, SAT_EXPLANATION_FACT);

  return self->rule;
}

gint64
sat_explanation_get_value (const SatExplanation *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->value;
}

const char *
sat_explanation_get_currency (const SatExplanation *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->currency;
}

const char *
sat_explanation_get_title (const SatExplanation *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->title;
}

const char *
sat_explanation_get_formula (const SatExplanation *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->formula;
}

gint64
sat_explanation_get_record (const SatExplanation *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->record;
}

guint
sat_explanation_get_n_inputs (const SatExplanation *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->inputs != NULL ? self->inputs->len : 0;
}

const SatExplanation *
sat_explanation_get_input (const SatExplanation *self, guint i)
{
  g_return_val_if_fail (self != NULL && i < sat_explanation_get_n_inputs (self), NULL);

  return self->inputs->pdata[i];
}

char *
sat_explanation_format_value (const SatExplanation *self)
{
  g_autofree char *number = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  switch (self->kind) {
  case SAT_EXPLANATION_MONEY:
    return sat_money_format (self->value, self->currency, SAT_MONEY_WITH_CURRENCY);
  case SAT_EXPLANATION_COUNT:
    return g_strdup_printf ("%'lld", (long long)self->value);
  case SAT_EXPLANATION_SHARE:
    number = g_strdup_printf ("%.2f", (double)self->value * 100 / WHOLE);
    /* Translators: a percentage */
    return g_strdup_printf (C_ ("forecast", "%s%%"), number);
  case SAT_EXPLANATION_TIMES:
    number = g_strdup_printf ("%.2f", (double)self->value / WHOLE);
    /* Translators: how many times the open pipeline covers the gap: 2.1x */
    return g_strdup_printf (C_ ("forecast", "%sx"), number);
  case SAT_EXPLANATION_NONE:
  default:
    return g_strdup ("–");
  }
}

static void
append_text (const SatExplanation *self, guint depth, GString *text)
{
  g_autofree char *value = sat_explanation_format_value (self);

  g_string_append_printf (text, "%*s%s: %s", (int)depth * 2, "", self->title, value);
  if (self->formula != NULL)
    g_string_append_printf (text, " – %s", self->formula);
  g_string_append_c (text, '\n');
  for (guint i = 0; i < sat_explanation_get_n_inputs (self); i++)
    append_text (self->inputs->pdata[i], depth + 1, text);
}

char *
sat_explanation_to_text (const SatExplanation *self)
{
  GString *text = g_string_new (NULL);

  if (self != NULL)
    append_text (self, 0, text);
  return g_string_free (text, FALSE);
}

static void
write_value (const SatExplanation *self, SatJsonWriter *writer)
{
  g_autofree char *money = NULL;

  switch (self->kind) {
  case SAT_EXPLANATION_MONEY:
    money = sat_money_to_string (self->value, self->currency);
    sat_json_writer_string (writer, "value", money);
    sat_json_writer_string (writer, "currency", self->currency);
    break;
  case SAT_EXPLANATION_COUNT:
    sat_json_writer_int (writer, "value", self->value);
    break;
  case SAT_EXPLANATION_SHARE:
  case SAT_EXPLANATION_TIMES:
    sat_json_writer_double (writer, "value", (double)self->value / WHOLE);
    break;
  case SAT_EXPLANATION_NONE:
  default:
    sat_json_writer_null (writer, "value");
    break;
  }
}

void
sat_explanation_write_json (const SatExplanation *self, SatJsonWriter *writer, const char *name)
{
  g_return_if_fail (self != NULL && writer != NULL);

  sat_json_writer_begin_object (writer, name);
  sat_json_writer_string (writer, "title", self->title);
  write_value (self, writer);
  if (self->formula != NULL)
    sat_json_writer_string (writer, "formula", self->formula);
  if (self->uuid != NULL)
    sat_json_writer_string (writer, "record", self->uuid);
  if (self->inputs != NULL) {
    sat_json_writer_begin_array (writer, "inputs");
    for (guint i = 0; i < self->inputs->len; i++)
      sat_explanation_write_json (self->inputs->pdata[i], writer, NULL);
    sat_json_writer_end_array (writer);
  }
  sat_json_writer_end_object (writer);
}

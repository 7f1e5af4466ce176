/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-field.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "sat-type.h"

G_DEFINE_QUARK (sat - model - error - quark, sat_model_error)

static const char *const kind_names[] = {
    [SAT_KIND_TEXT] = "text",       [SAT_KIND_LONG_TEXT] = "long_text",
    [SAT_KIND_INTEGER] = "integer", [SAT_KIND_DECIMAL] = "decimal",
    [SAT_KIND_PERCENT] = "percent", [SAT_KIND_BOOLEAN] = "boolean",
    [SAT_KIND_MONEY] = "money",     [SAT_KIND_CURRENCY] = "currency",
    [SAT_KIND_DATE] = "date",       [SAT_KIND_INSTANT] = "instant",
    [SAT_KIND_CHOICE] = "choice",   [SAT_KIND_REFERENCE] = "reference",
    [SAT_KIND_JSON] = "json",       [SAT_KIND_SET] = "set",
};

gboolean
sat_field_is_stored (const SatField *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->kind != SAT_KIND_SET && self->through == NULL && !(self->flags & SAT_FIELD_COMPUTED);
}

gboolean
sat_field_is_writable (const SatField *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->kind == SAT_KIND_SET || self->through != NULL || sat_field_is_stored (self);
}

const char *
sat_field_get_label (const SatField *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->flags & SAT_FIELD_CUSTOM)
    return self->label;
  return g_dgettext (GETTEXT_PACKAGE, self->label);
}

/* The label of a choice may be marked with its type's or its field's name as the context, where the
 * plain word would be ambiguous for translators. */
static const char *
translate_choice (const SatField *self, const char *label)
{
  const char *translated = label;

  if (self->flags & SAT_FIELD_CUSTOM)
    return label;
  if (self->type != NULL)
    translated = g_dpgettext2 (GETTEXT_PACKAGE, self->type->name, label);
  if (translated == label)
    translated = g_dpgettext2 (GETTEXT_PACKAGE, self->name, label);
  if (translated == label)
    translated = g_dgettext (GETTEXT_PACKAGE, label);
  return translated;
}

const char *
sat_field_choice_label (const SatField *self, const char *name)
{
  g_return_val_if_fail (self != NULL && name != NULL, NULL);

  for (const SatChoice *choice = self->choices; choice != NULL && choice->name != NULL; choice++)
    if (g_str_equal (choice->name, name))
      return translate_choice (self, choice->label);
  return name;
}

gboolean
sat_field_targets (const SatField *self, const char *type_name)
{
  gsize length;

  g_return_val_if_fail (self != NULL && type_name != NULL, FALSE);

  length = strlen (type_name);
  for (const char *at = self->target; at != NULL;) {
    const char *end = strchrnul (at, '|');

    if ((gsize)(end - at) == length && strncmp (at, type_name, length) == 0)
      return TRUE;
    at = *end == '|' ? end + 1 : NULL;
  }
  return FALSE;
}

const char *
sat_kind_name (SatKind kind)
{
  g_return_val_if_fail ((guint)kind < G_N_ELEMENTS (kind_names), NULL);

  return kind_names[kind];
}

/* FALSE, and *@kind untouched, for a name that is no kind's. */
gboolean
sat_kind_parse (const char *name, SatKind *kind)
{
  g_return_val_if_fail (name != NULL && kind != NULL, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (kind_names); i++)
    if (g_str_equal (kind_names[i], name)) {
      *kind = (SatKind)i;
      return TRUE;
    }
  return FALSE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-type.h"

#include <glib/gi18n-lib.h>

const SatField *
sat_type_field (const SatType *self, const char *name)
{
  g_return_val_if_fail (self != NULL && name != NULL, NULL);

  return g_hash_table_lookup (self->by_name, name);
}

const SatField *
sat_type_field_by_number (const SatType *self, guint16 number)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_hash_table_lookup (self->by_number, GUINT_TO_POINTER (number));
}

/* As sat_type_field(), with SAT_MODEL_ERROR_UNKNOWN for a name that the type does not have. */
const SatField *
sat_type_require (const SatType *self, const char *name, GError **error)
{
  const SatField *field;

  g_return_val_if_fail (self != NULL && name != NULL, NULL);

  field = sat_type_field (self, name);
  if (field == NULL)
    g_set_error (error, SAT_MODEL_ERROR, SAT_MODEL_ERROR_UNKNOWN,
                 _ ("Records of type “%s” have no field “%s”"), self->name, name);
  return field;
}

/* Words that are marked with the context "type" are tried first: "Pipeline" is a type here and a
 * forecast category elsewhere. */
static const char *
translate (const char *text)
{
  const char *translated = g_dpgettext2 (GETTEXT_PACKAGE, "type", text);

  return translated != text ? translated : g_dgettext (GETTEXT_PACKAGE, text);
}

const char *
sat_type_get_label (const SatType *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return translate (self->label);
}

const char *
sat_type_get_plural (const SatType *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return translate (self->plural);
}

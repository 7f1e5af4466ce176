/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What every table of record types must fulfil before anything relies on it. */

#include "config.h"

#include "sat-registry-lines.h"

#include <string.h>
#include <glib/gi18n-lib.h>

/* Every record has these beside its fields when it is listed. It has "type" too, which two built-in
 * types have as a field of their own and a custom field may not. */
static const char *const reserved[] = {"id", "title", NULL};

static gboolean G_GNUC_PRINTF (3, 4)
    fail (GError **error, const SatField *field, const char *format, ...)
{
  g_autofree char *problem = NULL;
  va_list args;

  va_start (args, format);
  problem = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (error, SAT_MODEL_ERROR, SAT_MODEL_ERROR_INVALID, "%s.%s: %s",
               field->type->name != NULL ? field->type->name : "?",
               field->name != NULL ? field->name : "?", problem);
  return FALSE;
}

static gboolean
fail_type (GError **error, const SatType *type, const char *problem)
{
  g_set_error (error, SAT_MODEL_ERROR, SAT_MODEL_ERROR_INVALID, "%s: %s",
               type->name != NULL ? type->name : "?", problem);
  return FALSE;
}

/* All types that @field may point to; an unknown name is an error. */
static GPtrArray *
target_types (SatRegistry *self, const SatField *field, GError **error)
{
  g_autoptr (GPtrArray) types = g_ptr_array_new ();
  g_auto (GStrv) names = g_strsplit (field->target != NULL ? field->target : "", "|", -1);

  for (guint i = 0; names[i] != NULL; i++) {
    const SatType *type = sat_registry_type (self, names[i]);

    if (type == NULL) {
      fail (error, field, _ ("there is no record type “%s” to refer to"), names[i]);
      return NULL;
    }
    g_ptr_array_add (types, (gpointer)type);
  }
  if (types->len == 0) {
    fail (error, field, _ ("refers to no record type"));
    return NULL;
  }
  return g_steal_pointer (&types);
}

/* The reference @name of @field's type leads only to records with a field @via. @kind: -1 for any
 * kind. */
static gboolean
check_path (SatRegistry *self,
            const SatField *field,
            const char *name,
            const char *via,
            int kind,
            GError **error)
{
  const SatField *reference = sat_type_field (field->type, name);
  g_autoptr (GPtrArray) types = NULL;

  if (reference == NULL || reference->kind != SAT_KIND_REFERENCE)
    return fail (error, field, _ ("“%s” is not a reference"), name);
  types = target_types (self, reference, error);
  if (types == NULL)
    return FALSE;
  for (guint i = 0; i < types->len; i++) {
    const SatField *end = sat_type_field (g_ptr_array_index (types, i), via);

    if (end == NULL || (kind >= 0 && (int)end->kind != kind))
      return fail (error, field, _ ("there is no field “%s.%s” of the right kind"), name, via);
  }
  return TRUE;
}

static gboolean
check_currency (SatRegistry *self, const SatField *field, GError **error)
{
  const SatField *currency;
  const char *dot;

  if (field->currency == NULL)
    return TRUE;
  if (field->kind != SAT_KIND_MONEY)
    return fail (error, field, _ ("only money has a currency"));
  dot = strchr (field->currency, '.');
  if (dot != NULL) {
    g_autofree char *name = g_strndup (field->currency, (gsize)(dot - field->currency));

    return check_path (self, field, name, dot + 1, SAT_KIND_CURRENCY, error);
  }
  currency = sat_type_field (field->type, field->currency);
  if (currency == NULL || currency->kind != SAT_KIND_CURRENCY)
    return fail (error, field, _ ("“%s” is not a currency field"), field->currency);
  return TRUE;
}

static gboolean
check_choices (const SatField *field, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  if ((field->kind == SAT_KIND_CHOICE) != (field->choices != NULL))
    return fail (error, field, _ ("choices belong to a field of kind choice"));
  for (const SatChoice *choice = field->choices; choice != NULL && choice->name != NULL; choice++) {
    if (*choice->name == '\0' || choice->label == NULL)
      return fail (error, field, _ ("a choice without name or label"));
    if (!g_hash_table_add (seen, (gpointer)choice->name))
      return fail (error, field, _ ("the choice “%s” is there twice"), choice->name);
  }
  return TRUE;
}

static gboolean
check_identity (const SatField *field, GError **error)
{
  const SatType *type = field->type;
  gboolean custom = (field->flags & SAT_FIELD_CUSTOM) != 0;

  if (!sat_registry_is_identifier (field->name))
    return fail (error, field, _ ("not a valid name"));
  if (g_strv_contains (reserved, field->name) || (custom && g_str_equal (field->name, "type")))
    return fail (error, field, _ ("the name is reserved"));
  if (field->number == 0 || custom != (field->number >= SAT_FIELD_FIRST_CUSTOM))
    return fail (error, field, _ ("the number %u is out of range"), field->number);
  if (sat_type_field (type, field->name) != field)
    return fail (error, field, _ ("the name is taken"));
  if (sat_type_field_by_number (type, field->number) != field)
    return fail (error, field, _ ("the number %u is taken"), field->number);
  if (field->label == NULL || *field->label == '\0')
    return fail (error, field, _ ("has no label"));
  if (field->since > SAT_SCHEMA_VERSION)
    return fail (error, field, _ ("comes from schema version %u, which is yet to be"),
                 field->since);
  return TRUE;
}

static gboolean
check_flags (const SatField *field, GError **error)
{
  const guint stored_only =
      SAT_FIELD_REQUIRED | SAT_FIELD_SEARCHED | SAT_FIELD_UNIQUE | SAT_FIELD_INDEXED;

  if ((field->flags & stored_only) && !sat_field_is_stored (field))
    return fail (error, field, _ ("required, searched, unique or indexed, yet not stored"));
  if ((field->flags & SAT_FIELD_PARENT) && field->kind != SAT_KIND_REFERENCE)
    return fail (error, field, _ ("only a reference leads to a parent"));
  return TRUE;
}

static gboolean
check_group (const SatField *field, GError **error)
{
  guint members = 0;

  if (field->group == 0)
    return TRUE;
  if (!sat_field_is_stored (field))
    return fail (error, field, _ ("in a group, yet not stored"));
  for (guint i = 0; i < field->type->n_fields; i++)
    members += field->type->fields[i]->group == field->group;
  return members > 1 || fail (error, field, _ ("alone in its group"));
}

static gboolean
check_field (SatRegistry *self, const SatField *field, GError **error)
{
  gboolean points = field->kind == SAT_KIND_REFERENCE || field->kind == SAT_KIND_SET;
  g_autoptr (GPtrArray) targets = NULL;

  if (!check_identity (field, error) || !check_flags (field, error) ||
      !check_group (field, error) || !check_choices (field, error) ||
      !check_currency (self, field, error))
    return FALSE;
  if (points != (field->target != NULL))
    return fail (error, field, _ ("only references and sets refer to a record type"));
  if (points) {
    targets = target_types (self, field, error);
    if (targets == NULL)
      return FALSE;
  }
  if ((field->through == NULL) != (field->via == NULL))
    return fail (error, field, _ ("through and via belong together"));
  if (field->through != NULL &&
      !check_path (self, field, field->through, field->via, (int)field->kind, error))
    return FALSE;
  if (field->standard != NULL) {
    g_auto (SatValue) value = SAT_VALUE_INIT;
    g_autoptr (GError) reason = NULL;

    if (!sat_field_parse (field, field->standard, NULL, &value, &reason))
      return fail (error, field, _ ("impossible default: %s"), reason->message);
  }
  return TRUE;
}

static gboolean
check_title (const SatType *type, GError **error)
{
  g_auto (GStrv) names = NULL;

  if (type->title == NULL)
    return fail_type (error, type, _ ("has no title"));
  names = g_strsplit_set (type->title, " |", -1);
  for (guint i = 0; names[i] != NULL; i++)
    if (sat_type_field (type, names[i]) == NULL)
      return fail_type (error, type, _ ("the title names a field that there is not"));
  return TRUE;
}

static gboolean
check_type (SatRegistry *self, const SatType *type, GError **error)
{
  gboolean has_parent = FALSE;

  if (!sat_registry_is_identifier (type->name))
    return fail_type (error, type, _ ("not a valid name"));
  if (sat_registry_type (self, type->name) != type)
    return fail_type (error, type, _ ("the name is taken"));
  if (type->number == 0 || sat_registry_type_by_number (self, type->number) != type)
    return fail_type (error, type, _ ("the number is zero or taken"));
  if (type->label == NULL || type->plural == NULL)
    return fail_type (error, type, _ ("has no label"));
  for (guint i = 0; i < type->n_fields; i++) {
    if (!check_field (self, type->fields[i], error))
      return FALSE;
    has_parent |= (type->fields[i]->flags & SAT_FIELD_PARENT) != 0;
  }
  if ((type->flags & SAT_TYPE_CHILD) && !has_parent)
    return fail_type (error, type, _ ("a child type without a parent"));
  return check_title (type, error);
}

gboolean
sat_registry_check (SatRegistry *self, GError **error)
{
  const SatType *const *types;
  guint n;

  g_return_val_if_fail (self != NULL, FALSE);

  types = sat_registry_types (self, &n);
  for (guint i = 0; i < n; i++)
    if (!check_type (self, types[i], error))
      return FALSE;
  return TRUE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-import-target.h"

#include "sat-header-names.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Paths that are no field. */
static const struct {
  const char *types; /* separated by '|'; NULL: any */
  const char *path, *label;
} specials[] = {
    {"contact", "full_name", N_ ("Full name")},
    {"opportunity", "product", N_ ("Product")},
    {"contact|company", "fax", N_ ("Fax")},
    {"contact|company", "web", N_ ("Web address")},
    {"contact|company", "chat", N_ ("Chat")},
    {"contact|company", "street_2", N_ ("Second line of the street")},
    /* Translators: what a column of a file says about a deal */
    {"opportunity", "is_won", N_ ("Whether it is won")},
    {"opportunity", "is_closed", N_ ("Whether it is closed")},
    /* Translators: what a column of a file has: the number or code that another program gave it */
    {NULL, "external_id", N_ ("Its id elsewhere")},
};

void
sat_import_target_free (SatImportTarget *target)
{
  g_free (target->label);
  g_free (target);
}

static void
add (GPtrArray *targets, const char *path, char *label)
{
  SatImportTarget *target = g_new0 (SatImportTarget, 1);

  target->path = g_intern_string (path);
  target->label = label;
  g_ptr_array_add (targets, target);
}

static void
add_fields (GPtrArray *targets, SatRegistry *registry, const SatType *type)
{
  for (guint i = 0; i < type->n_fields; i++) {
    const SatField *field = type->fields[i];

    if (sat_field_is_writable (field) && field->kind != SAT_KIND_JSON &&
        sat_import_path_is_known (registry, type, field->name))
      add (targets, field->name, g_strdup (sat_field_get_label (field)));
  }
}

static void
add_specials (GPtrArray *targets, SatRegistry *registry, const SatType *type)
{
  for (guint i = 0; i < G_N_ELEMENTS (specials); i++) {
    g_auto (GStrv) types =
        specials[i].types != NULL ? g_strsplit (specials[i].types, "|", -1) : NULL;

    if ((types == NULL || g_strv_contains ((const char *const *)types, type->name)) &&
        sat_import_path_is_known (registry, type, specials[i].path))
      add (targets, specials[i].path, g_strdup (_ (specials[i].label)));
  }
}

static void
add_reference_keys (GPtrArray *targets, const SatType *type)
{
  for (guint i = 0; i < type->n_fields; i++) {
    const SatField *field = type->fields[i];
    g_autofree char *path = NULL;

    if (field->kind != SAT_KIND_REFERENCE || (field->flags & SAT_FIELD_INTERNAL) ||
        !sat_field_is_writable (field))
      continue;
    path = g_strconcat (field->name, ".external_id", NULL);
    /* Translators: what a column of a file has: a code that stands for %s, such as the company */
    add (targets, path,
         g_strdup_printf (_ ("%s, by its id elsewhere"), sat_field_get_label (field)));
  }
}

GPtrArray *
sat_import_targets (SatRegistry *registry, const SatType *type)
{
  g_autoptr (GPtrArray) targets =
      g_ptr_array_new_with_free_func ((GDestroyNotify)sat_import_target_free);

  g_return_val_if_fail (registry != NULL && type != NULL, NULL);
  add_fields (targets, registry, type);
  add_specials (targets, registry, type);
  add_reference_keys (targets, type);
  return g_steal_pointer (&targets);
}

char *
sat_import_target_label (SatRegistry *registry, const SatType *type, const char *path)
{
  g_autoptr (GPtrArray) targets = NULL;
  const SatField *field;

  g_return_val_if_fail (registry != NULL && type != NULL && path != NULL, NULL);
  field = sat_type_field (type, path);
  if (field != NULL)
    return g_strdup (sat_field_get_label (field));
  targets = sat_import_targets (registry, type);
  for (guint i = 0; i < targets->len; i++) {
    const SatImportTarget *target = targets->pdata[i];

    if (strcmp (target->path, path) == 0)
      return g_strdup (target->label);
  }
  return g_strdup (path);
}

GPtrArray *
sat_import_types (SatRegistry *registry)
{
  static const char *const usual[] = {"contact", "company", "opportunity", "product", "user"};
  GPtrArray *types = g_ptr_array_new ();

  g_return_val_if_fail (registry != NULL, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (usual); i++)
    g_ptr_array_add (types, (gpointer)sat_registry_type (registry, usual[i]));
  for (const SatHeaderKeys *keys = sat_header_keys; keys->type != NULL; keys++) {
    const SatType *type = sat_registry_type (registry, keys->type);

    if (type != NULL && !g_ptr_array_find (types, type, NULL))
      g_ptr_array_add (types, (gpointer)type);
  }
  return types;
}

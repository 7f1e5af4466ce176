/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-condition-path.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const SatConditionPath extra[] = {
    {NULL, "owner.team", N_ ("Owner’s team"), "owner"},
    {"opportunity", "stage.kind", N_ ("Status"), "stage"},
    {"contact", "company.industry", N_ ("Company’s industry"), "company"},
    {"opportunity", "company.industry", N_ ("Company’s industry"), "company"},
};

const SatField *
sat_condition_path_field (SatRegistry *registry, const SatType *type, const char *path)
{
  g_auto (GStrv) names = NULL;
  const SatField *field = NULL;

  g_return_val_if_fail (registry != NULL && type != NULL && path != NULL, NULL);

  names = g_strsplit (path, ".", -1);
  for (guint i = 0; names[i] != NULL; i++) {
    if (field != NULL)
      type = field->kind == SAT_KIND_REFERENCE ? sat_registry_type (registry, field->target) : NULL;
    field = type != NULL ? sat_type_field (type, names[i]) : NULL;
    if (field == NULL)
      return NULL;
  }
  return field;
}

static gboolean
is_for (const SatConditionPath *path, const SatType *type)
{
  g_autofree char *first = g_strndup (path->path, strcspn (path->path, "."));

  return (path->type == NULL || g_str_equal (path->type, type->name)) &&
         sat_type_field (type, first) != NULL;
}

char *
sat_condition_path_label (SatRegistry *registry, const SatType *type, const char *path)
{
  const SatField *field;

  g_return_val_if_fail (registry != NULL && type != NULL && path != NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (extra); i++)
    if (g_str_equal (extra[i].path, path) && is_for (&extra[i], type))
      return g_strdup (_ (extra[i].label));
  field = sat_condition_path_field (registry, type, path);
  return g_strdup (field != NULL ? sat_field_get_label (field) : path);
}

SatConditionPath *
sat_condition_path_extra (const SatType *type)
{
  SatConditionPath *paths;
  guint n = 0;

  g_return_val_if_fail (type != NULL, NULL);

  paths = g_new0 (SatConditionPath, G_N_ELEMENTS (extra) + 1);
  for (guint i = 0; i < G_N_ELEMENTS (extra); i++)
    if (is_for (&extra[i], type))
      paths[n++] = extra[i];
  return paths;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-rights.h"

#include "sat-storage.h"

SatRole
sat_rights_role (const char *name)
{
  if (g_strcmp0 (name, "admin") == 0)
    return SAT_ROLE_ADMIN;
  if (g_strcmp0 (name, "manager") == 0)
    return SAT_ROLE_MANAGER;
  return g_strcmp0 (name, "reader") == 0 ? SAT_ROLE_READER : SAT_ROLE_REP;
}

gboolean
sat_rights_may_write_type (SatRegistry *registry, SatRole role, const char *type)
{
  const SatType *known;

  g_return_val_if_fail (registry != NULL && type != NULL, FALSE);

  if (g_str_equal (type, SAT_CONFLICT_TYPE))
    return role >= SAT_ROLE_REP;
  known = sat_registry_type (registry, type);
  return known != NULL && role >= SAT_ROLE_REP && role >= known->write;
}

/* @known NULL: of a conflict. The type itself may be written. */
static gboolean
may_write_field (const SatType *known, SatRole role, const char *field)
{
  const SatField *line;

  if (known == NULL)
    return g_str_equal (field, "state");
  line = sat_type_field (known, field);
  return line == NULL || (role >= line->write && sat_rights_may_read (line, role));
}

gboolean
sat_rights_may_write_field (SatRegistry *registry,
                            SatRole role,
                            const char *type,
                            const char *field)
{
  g_return_val_if_fail (registry != NULL && type != NULL && field != NULL, FALSE);

  return sat_rights_may_write_type (registry, role, type) &&
         may_write_field (sat_registry_type (registry, type), role, field);
}

gboolean
sat_rights_may_write (SatRegistry *registry, SatRole role, const SatMutation *mutation)
{
  const SatType *known;

  g_return_val_if_fail (registry != NULL && mutation != NULL, FALSE);

  if (!sat_rights_may_write_type (registry, role, mutation->type))
    return FALSE;
  known = sat_registry_type (registry, mutation->type);
  if (g_str_equal (mutation->type, SAT_CONFLICT_TYPE) && mutation->op != SAT_OP_PUT)
    return FALSE;
  for (guint i = 0; i < sat_wire_fields_n (mutation->fields); i++)
    if (!may_write_field (known, role, sat_wire_fields_name (mutation->fields, i)))
      return FALSE;
  return TRUE;
}

gboolean
sat_rights_may_read (const SatField *field, SatRole role)
{
  return field == NULL || field->read <= MAX (role, SAT_ROLE_REP);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What can be said of a mutation before anything is merged: is it well formed, does its type exist,
 * do its values fit, may its author write it? */

#include "config.h"

#include "sat-group.h"
#include "sat-rights.h"

gboolean
sat_group_access (SatGroup *self, const SatUuid *root, SatAccess *access, GError **error)
{
  const SatGroupRecord *known = g_hash_table_lookup (self->records, root);

  *access = SAT_ACCESS_HELD;
  if (self->caller == NULL || (known != NULL && known->before == NULL))
    return TRUE;
  /* What becomes a root by this group is as little anybody's as it was below its old one. */
  if (known != NULL)
    root = &known->before->root;
  return sat_visibility_access (self->server->visibility, self->transaction, self->caller, root,
                                access, error);
}

/* Does the value fit? What the registry does not know is a newer one's and is kept as it is. */
static gboolean
fits (const SatType *type, const char *name, const SatWireValue *value)
{
  const SatField *field = sat_type_field (type, name);

  if (field == NULL)
    return TRUE;
  return sat_field_is_stored (field) && sat_wire_value_check (value, field, NULL) &&
         (value->kind != SAT_WIRE_NULL || !(field->flags & SAT_FIELD_REQUIRED));
}

static gboolean
are_values_right (const SatType *type, const SatMutation *mutation)
{
  for (guint i = 0; i < sat_wire_fields_n (mutation->fields); i++)
    if (!fits (type, sat_wire_fields_name (mutation->fields, i),
               sat_wire_fields_value (mutation->fields, i)))
      return FALSE;
  return TRUE;
}

static gboolean
has_required (const SatType *type, const SatWireFields *fields)
{
  for (guint i = 0; i < type->n_fields; i++)
    if ((type->fields[i]->flags & SAT_FIELD_REQUIRED) && sat_field_is_stored (type->fields[i]) &&
        sat_group_value (fields, type->fields[i]->name) == NULL)
      return FALSE;
  return TRUE;
}

static gboolean
check_access (SatGroup *self, SatMember *member, const SatGroupRecord *record, GError **error)
{
  SatAccess access;

  if (!sat_group_access (self, &record->root, &access, error))
    return FALSE;
  if (access == SAT_ACCESS_HELD)
    return TRUE;
  return access == SAT_ACCESS_LOST ? sat_group_quarantine (self, member)
                                   : sat_group_refuse (self, member, "forbidden");
}

/* An id that was erased is never used again. */
static gboolean
check_new (SatGroup *self, SatMember *member, const SatType *type, GError **error)
{
  const SatMutation *mutation = member->mutation;
  gboolean erased;

  if (!sat_server_is_erased (self->server, self->transaction, &mutation->id, &erased, error))
    return FALSE;
  if (erased)
    return sat_group_refuse (self, member, "gone_parent");
  /* To say more would tell what is there. */
  if (self->caller != NULL && mutation->op != SAT_OP_UNDELETE &&
      (mutation->op != SAT_OP_PUT || mutation->rb != 0 || mutation->bases->len > 0))
    return sat_group_refuse (self, member, "forbidden");
  return has_required (type, mutation->fields) || sat_group_refuse (self, member, "invalid");
}

/* Of two in one group that touch a record the first may create it. */
static gboolean
is_made_before (SatGroup *self, const SatMember *member)
{
  for (const SatMember *other = &g_array_index (self->members, SatMember, 0); other < member;
       other++)
    if (sat_uuid_equal (&other->mutation->id, &member->mutation->id))
      return TRUE;
  return FALSE;
}

gboolean
sat_group_check (SatGroup *self, SatMember *member, GError **error)
{
  const SatMutation *mutation = member->mutation;
  const SatType *type = sat_registry_type (self->server->registry, mutation->type);
  gboolean is_conflict = g_str_equal (mutation->type, SAT_CONFLICT_TYPE);
  SatGroupRecord *record;

  if (type == NULL && !is_conflict)
    return sat_group_refuse (self, member, "unknown_type");
  if (self->caller != NULL &&
      !sat_rights_may_write (self->server->registry, self->caller->role, mutation))
    return sat_group_refuse (self, member, "forbidden");
  if (type != NULL && !are_values_right (type, mutation))
    return sat_group_refuse (self, member, "invalid");
  if (self->caller != NULL && self->caller->leaving)
    return sat_group_quarantine (self, member);
  if (!sat_group_find (self, &mutation->id, &record, error))
    return FALSE;
  if (record == NULL)
    return is_made_before (self, member) ||
           (is_conflict ? sat_group_refuse (self, member, "forbidden")
                        : check_new (self, member, type, error));
  if (!g_str_equal (record->type, mutation->type))
    return sat_group_refuse (self, member, "invalid");
  return check_access (self, member, record, error);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Two records that are one: the one that goes leaves the other's id behind, and all that named it
 * names the other one. */

#include "config.h"

#include "sat-group.h"
#include "sat-merge.h"

static SatVersion
next_version (SatGroup *self, const SatMutation *mutation, SatVersion current)
{
  SatMergeInput input = {.current = current,
                         .base = current,
                         .hlc = mutation->h,
                         .device = sat_group_device (self),
                         .now = self->now};
  SatVersion version;

  sat_merge_decide (&input, &version);
  return version;
}

void
sat_group_point_to (SatGroup *self,
                    SatGroupRecord *record,
                    SatMember *member,
                    const SatField *field,
                    const SatUuid *target)
{
  const char *name = sat_group_version_name (record->known, field->name);
  SatVersion current = sat_clocks_get (record->clocks, name);
  SatVersion version = next_version (self, member->mutation, current);
  g_auto (SatWireValue) value = sat_wire_reference (target);

  if (record->before == NULL) { /* it has no past yet */
    sat_group_set (record, field->name, &value);
    return;
  }
  sat_group_add_history (self, record, member, field->name,
                         sat_group_value (record->fields, field->name), current, version,
                         "replaced");
  sat_group_set (record, field->name, &value);
  sat_clocks_set (record->clocks, name, version);
  sat_group_touch (record, member);
}

static gboolean
take_over_field (SatGroup *self,
                 const SatUuid *from,
                 const SatUuid *to,
                 SatMember *member,
                 const SatField *field,
                 GError **error)
{
  g_autoptr (GPtrArray) found =
      g_ptr_array_new_with_free_func ((GDestroyNotify)sat_stored_record_free);

  if (!self->api->referrers (self->transaction, field->type->name, field->name, from, found, error))
    return FALSE;
  for (guint i = 0; i < found->len; i++) {
    const SatStoredRecord *stored = g_ptr_array_index (found, i);
    const SatWireValue *value;
    SatGroupRecord *record;

    if (!sat_group_find (self, &stored->id, &record, error))
      return FALSE;
    value = sat_group_value (record->fields, field->name);
    /* The survivor does not name itself, as its own parent say. */
    if (!record->deleted && !sat_uuid_equal (&record->id, to) && value != NULL &&
        value->kind == SAT_WIRE_REFERENCE && sat_uuid_equal (&value->reference, from))
      sat_group_point_to (self, record, member, field, to);
  }
  return TRUE;
}

static gboolean
take_over (SatGroup *self,
           const SatGroupRecord *from,
           const SatGroupRecord *to,
           SatMember *member,
           GError **error)
{
  guint n;
  const SatType *const *types = sat_registry_types (self->server->registry, &n);

  for (guint i = 0; i < n; i++)
    for (guint j = 0; j < types[i]->n_fields; j++) {
      const SatField *field = types[i]->fields[j];

      if (field->kind == SAT_KIND_REFERENCE && sat_field_is_stored (field) &&
          sat_field_targets (field, from->type) &&
          !take_over_field (self, &from->id, &to->id, member, field, error))
        return FALSE;
    }
  return TRUE;
}

/* *@survivor NULL: it was refused. */
static gboolean
find_survivor (SatGroup *self,
               const SatGroupRecord *record,
               SatMember *member,
               SatGroupRecord **survivor,
               GError **error)
{
  SatUuid id = member->mutation->into;
  SatAccess access;

  for (guint i = 0; i < 16; i++) {
    if (!sat_group_find (self, &id, survivor, error))
      return FALSE;
    if (*survivor == NULL || sat_uuid_is_nil (&(*survivor)->merged_into))
      break;
    id = (*survivor)->merged_into;
  }
  if (*survivor == NULL || *survivor == record || !g_str_equal ((*survivor)->type, record->type) ||
      (*survivor)->deleted) {
    *survivor = NULL;
    return sat_group_refuse (self, member, "invalid");
  }
  if (!sat_group_access (self, &(*survivor)->root, &access, error))
    return FALSE;
  if (access == SAT_ACCESS_HELD)
    return TRUE;
  *survivor = NULL;
  return access == SAT_ACCESS_LOST ? sat_group_quarantine (self, member)
                                   : sat_group_refuse (self, member, "forbidden");
}

gboolean
sat_group_merge (SatGroup *self, SatMember *member, GError **error)
{
  SatGroupRecord *record, *survivor;

  if (!sat_group_find (self, &member->mutation->id, &record, error))
    return FALSE;
  if (record == NULL)
    return sat_group_refuse (self, member, "forbidden");
  if (!sat_uuid_is_nil (&record->merged_into))
    return TRUE;
  if (!find_survivor (self, record, member, &survivor, error))
    return FALSE;
  if (survivor == NULL)
    return TRUE;
  if (!record->deleted)
    sat_group_end (self, record, member);
  record->merged_into = survivor->id;
  sat_group_touch (record, member);
  return take_over (self, record, survivor, member, error);
}

/* The record stands by itself again; what hung from it stays where it is. */
gboolean
sat_group_unmerge (SatGroup *self, SatMember *member, GError **error)
{
  SatGroupRecord *record;

  if (!sat_group_find (self, &member->mutation->id, &record, error))
    return FALSE;
  if (record == NULL)
    return sat_group_refuse (self, member, "forbidden");
  if (sat_uuid_is_nil (&record->merged_into))
    return TRUE;
  return sat_group_revive (self, record, member, error);
}

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

/* *@survivor NULL: it was refused, or they are one already: two people merged them towards each
 * other, and who came first decided which of the ids it is. */
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
  if (*survivor == record && !sat_uuid_equal (&record->id, &member->mutation->into)) {
    *survivor = NULL;
    sat_member_raise (member, SAT_PUSH_MERGED);
    return TRUE;
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

/* What somebody else wrote into the one that goes, and whoever merged had not seen, is kept beside
 * what the survivor says. */
static gboolean
keep_unseen (SatGroup *self,
             const SatGroupRecord *record,
             SatGroupRecord *survivor,
             SatMember *member,
             const SatStoredHistory *edit,
             GError **error)
{
  const char *field = sat_group_version_name (record->known, edit->field);
  g_auto (SatWireValue) value = sat_group_value_of (record->known, field, record->fields, NULL);
  g_auto (SatWireValue) winner = sat_group_value_of (record->known, field, survivor->fields, NULL);
  SatUuid id = sat_uuid_from_parts ("conflict", &member->mutation->u, field);
  SatGroupAuthor me, editor = {edit->author, (char *)edit->name, edit->edited};
  SatGroupConflict conflict = {.kind = "field",
                               .field = field,
                               .value = &value,
                               .winner = &winner,
                               .author = &editor,
                               .other = &me};
  gboolean right;

  if (value.kind == SAT_WIRE_NULL || sat_wire_value_equal (&value, &winner))
    return TRUE;
  sat_group_this_author (self, member->mutation, &me);
  right =
      sat_group_open_conflict (self, survivor, member, &id, SAT_PUSH_CONFLICT, &conflict, error);
  sat_group_author_clear (&me);
  return right;
}

static gboolean
keep_all_unseen (SatGroup *self,
                 const SatGroupRecord *record,
                 SatGroupRecord *survivor,
                 SatMember *member,
                 GError **error)
{
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify)sat_stored_history_free);

  if (record->known == NULL || self->caller == NULL)
    return TRUE;
  if (!self->api->history_of_record (self->transaction, &record->id, member->mutation->rb, rows,
                                     error))
    return FALSE;
  for (guint i = 0; i < rows->len; i++) {
    const SatStoredHistory *row = g_ptr_array_index (rows, i);

    if (!g_str_equal (row->field, SAT_CLOCKS_EXISTENCE) && g_str_equal (row->fate, "replaced") &&
        !sat_uuid_equal (&row->author, &self->caller->user) &&
        !keep_unseen (self, record, survivor, member, row, error))
      return FALSE;
  }
  return TRUE;
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
  if (!record->deleted) {
    if (!keep_all_unseen (self, record, survivor, member, error))
      return FALSE;
    sat_group_end (self, record, member);
  }
  record->merged_into = survivor->id;
  sat_group_touch (record, member);
  return sat_group_settle (self, record, member, SAT_CLOCKS_EXISTENCE, error) &&
         sat_group_hand_over (self, record, survivor, error) &&
         take_over (self, record, survivor, member, error);
}

/* *@into nil: it is no other one. */
static gboolean
find_into (SatGroup *self, const SatUuid *id, SatUuid *into, GError **error)
{
  const SatGroupRecord *record = g_hash_table_lookup (self->records, id);

  if (record == NULL)
    return self->api->merged_into (self->transaction, id, into, error);
  *into = record->merged_into;
  return TRUE;
}

static gboolean
follow_field (SatGroup *self,
              SatGroupRecord *record,
              SatMember *member,
              const SatField *field,
              GError **error)
{
  for (guint i = 0; i < 16; i++) {
    const SatWireValue *value = sat_group_value (record->fields, field->name);
    SatUuid into = {{0}};

    if (value == NULL || value->kind != SAT_WIRE_REFERENCE)
      return TRUE;
    if (!find_into (self, &value->reference, &into, error))
      return FALSE;
    if (sat_uuid_is_nil (&into))
      return TRUE;
    sat_group_point_to (self, record, member, field, &into);
    sat_member_raise (member, SAT_PUSH_MERGED);
  }
  return TRUE;
}

gboolean
sat_group_follow (SatGroup *self, SatGroupRecord *record, SatMember *member, GError **error)
{
  for (guint i = 0; !record->deleted && record->fields_changed && i < record->known->n_fields;
       i++) {
    const SatField *field = record->known->fields[i];
    const SatWireValue *before, *now;

    if (field->kind != SAT_KIND_REFERENCE)
      continue;
    before = sat_group_value (record->fields_before, field->name);
    now = sat_group_value (record->fields, field->name);
    if (now != NULL && (before == NULL || !sat_wire_value_equal (before, now)) &&
        !follow_field (self, record, member, field, error))
      return FALSE;
  }
  return TRUE;
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

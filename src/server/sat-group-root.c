/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where the touched records belong. Asked at the end of a group, because a parent may come after
 * its children. */

#include "config.h"

#include "sat-fault.h"
#include "sat-group.h"

#define MOST_LEVELS 8

/* The one of @fields that says what it hangs from. */
static const SatField *
parent_field_of (const SatGroupRecord *record, const SatWireFields *fields)
{
  for (guint i = 0; record->known != NULL && i < record->known->n_fields; i++) {
    const SatField *field = record->known->fields[i];
    const SatWireValue *value;

    if (!(field->flags & SAT_FIELD_PARENT))
      continue;
    value = sat_group_value (fields, field->name);
    if (value != NULL && value->kind == SAT_WIRE_REFERENCE)
      return field;
  }
  return NULL;
}

static const SatField *
parent_field (const SatGroupRecord *record)
{
  return parent_field_of (record, record->fields);
}

const SatWireValue *
sat_group_parent (const SatGroupRecord *record)
{
  const SatField *field = parent_field (record);

  return field != NULL ? sat_group_value (record->fields, field->name) : NULL;
}

/* Also when it was named before, behind another one that is empty now. */
static gboolean
is_parent_new (const SatGroupRecord *record, const SatField *field)
{
  return parent_field_of (record, record->fields_before) != field ||
         !sat_wire_value_equal (sat_group_value (record->fields_before, field->name),
                                sat_group_value (record->fields, field->name));
}

/* Walks up from @record. *@root NULL: it was refused. */
static gboolean
find_root (
    SatGroup *self, SatGroupRecord *record, SatMember *member, const SatUuid **root, GError **error)
{
  SatGroupRecord *at = record;

  *root = NULL;
  for (guint level = 0; level < MOST_LEVELS; level++) {
    const SatField *field = parent_field (at);
    SatGroupRecord *parent;

    if (field == NULL || (!at->touched && level > 0)) {
      *root = field == NULL ? &at->id : &at->root;
      return TRUE;
    }
    if (!sat_group_find (self, &sat_group_value (at->fields, field->name)->reference, &parent,
                         error))
      return FALSE;
    if (parent == NULL) {
      /* Erased since: what hung from it has nowhere else to go. */
      if (at->before == NULL || is_parent_new (at, field))
        return sat_group_refuse (self, member, "gone_parent");
      *root = &at->root;
      return TRUE;
    }
    if (!sat_field_targets (field, parent->type))
      return sat_group_refuse (self, member, "invalid");
    at = parent;
  }
  return sat_group_refuse (self, member, "invalid");
}

static gboolean
check_new_root (SatGroup *self, SatMember *member, const SatUuid *root, GError **error)
{
  SatAccess access;

  if (!sat_group_access (self, root, &access, error))
    return FALSE;
  if (access == SAT_ACCESS_HELD)
    return TRUE;
  return access == SAT_ACCESS_LOST ? sat_group_quarantine (self, member)
                                   : sat_group_refuse (self, member, "forbidden");
}

/* Somebody who deleted it cannot be unaware of it. */
static gboolean
knew (const SatGroup *self, const SatGroupRecord *parent, const SatMember *member)
{
  return member->mutation->rb >= parent->before->deleted_seq ||
         sat_clocks_get (parent->clocks, SAT_CLOCKS_EXISTENCE).device == sat_group_device (self);
}

/* Something lives below a deleted record. */
static gboolean
revive_parent (SatGroup *self, SatGroupRecord *parent, SatMember *member, GError **error)
{
  g_autofree char *key = NULL;

  if (!parent->deleted || parent->before == NULL || parent->before->deleted_seq == 0)
    return TRUE;
  if (knew (self, parent, member))
    return sat_group_refuse (self, member, "gone_parent");
  /* The same mutation may have brought back what it is about, too. */
  key = sat_uuid_to_string (&parent->id);
  return sat_group_tell_deleter (self, parent, member, key, error) &&
         sat_group_revive (self, parent, member, error);
}

static gboolean
revive_above (SatGroup *self, SatGroupRecord *child, SatMember *member, GError **error)
{
  SatGroupRecord *record = child;

  if (record->deleted || SAT_BUG ("child-of-deleted"))
    return TRUE;
  for (guint level = 0; level < MOST_LEVELS && self->refused == NULL; level++) {
    const SatWireValue *parent = sat_group_parent (record);

    if (parent == NULL)
      return TRUE;
    if (!sat_group_find (self, &parent->reference, &record, error))
      return FALSE;
    if (record == NULL)
      return TRUE;
    if (sat_group_is_deleted_here (record)) {
      sat_group_end (self, child, record->member);
      return TRUE;
    }
    if (!revive_parent (self, record, member, error))
      return FALSE;
  }
  return TRUE;
}

/* A child of the old root, or a conflict about one, that goes along with @record. */
static gboolean
goes_along (SatGroup *self, SatGroupRecord *child, const SatGroupRecord *record, gboolean *along)
{
  const SatWireValue *about = sat_group_value (child->fields, "record");

  if (child->known == NULL) {
    *along = about != NULL && sat_uuid_equal (&about->reference, &record->id);
    return TRUE;
  }
  for (guint level = 0; level < MOST_LEVELS && child != NULL; level++) {
    const SatWireValue *parent = sat_group_parent (child);

    if (parent == NULL)
      break;
    *along = sat_uuid_equal (&parent->reference, &record->id);
    if (*along)
      return TRUE;
    if (!sat_group_find (self, &parent->reference, &child, NULL))
      return FALSE;
  }
  return TRUE;
}

static gboolean
move_below (SatGroup *self,
            const SatGroupRecord *record,
            const SatUuid *old_root,
            SatMember *member,
            GError **error)
{
  g_autoptr (GPtrArray) children =
      g_ptr_array_new_with_free_func ((GDestroyNotify)sat_stored_record_free);

  if (!self->api->children (self->transaction, old_root, NULL, G_MAXINT, children, error))
    return FALSE;
  for (guint i = 0; i < children->len; i++) {
    const SatStoredRecord *stored = g_ptr_array_index (children, i);
    gboolean along = FALSE;
    SatGroupRecord *child;

    if (!sat_group_find (self, &stored->id, &child, error))
      return FALSE;
    if (child == record || !goes_along (self, child, record, &along) || !along)
      continue;
    if (child->known == NULL)
      child->root = record->root;
    sat_group_touch (child, child->member != NULL ? child->member : member);
  }
  return TRUE;
}

static gboolean
check_values (SatGroup *self, const SatGroupRecord *record, SatMember *member, GError **error)
{
  gboolean back = record->before != NULL && record->before->deleted_seq != 0, allowed;

  if (self->caller == NULL || (!record->fields_changed && !record->deleted && !back))
    return TRUE;
  return sat_visibility_may_write (self->server->visibility, self->transaction, self->caller,
                                   record->type, record->fields_before,
                                   record->deleted ? NULL : record->fields, &allowed, error) &&
         (allowed || sat_group_refuse (self, member, "forbidden"));
}

/* What hangs from a record that was merged into another one hangs from that. */
static gboolean
follow_merged (SatGroup *self, SatGroupRecord *record, SatMember *member, GError **error)
{
  const SatField *field = record->deleted ? NULL : parent_field (record);

  for (guint level = 0; field != NULL && level < MOST_LEVELS; level++) {
    SatGroupRecord *parent;

    if (!sat_group_find (self, &sat_group_value (record->fields, field->name)->reference, &parent,
                         error))
      return FALSE;
    if (parent == NULL || sat_uuid_is_nil (&parent->merged_into))
      return TRUE;
    sat_group_point_to (self, record, member, field, &parent->merged_into);
    sat_member_raise (member, SAT_PUSH_MERGED);
  }
  return TRUE;
}

static gboolean
place (SatGroup *self, SatGroupRecord *record, GError **error)
{
  SatMember *member = record->member;
  SatUuid old_root = record->root;
  const SatUuid *root;

  if (!follow_merged (self, record, member, error) ||
      !sat_group_follow (self, record, member, error) ||
      !find_root (self, record, member, &root, error))
    return FALSE;
  if (root == NULL)
    return TRUE;
  record->root = *root;
  if (record->before == NULL || !sat_uuid_equal (&old_root, &record->root)) {
    if (!sat_uuid_equal (&record->id, &record->root) &&
        !check_new_root (self, member, &record->root, error))
      return FALSE;
    if (record->before != NULL && !move_below (self, record, &old_root, member, error))
      return FALSE;
  }
  return self->refused != NULL ||
         (revive_above (self, record, member, error) && check_values (self, record, member, error));
}

/* Those that are only met, to be left alone, come last. */
static int
compare_members (gconstpointer a, gconstpointer b)
{
  const SatGroupRecord *first = *(SatGroupRecord *const *)a, *second = *(SatGroupRecord *const *)b;
  gint64 m = first->member != NULL ? first->member->mutation->m : G_MAXINT64;
  gint64 n = second->member != NULL ? second->member->mutation->m : G_MAXINT64;

  return (m > n) - (m < n);
}

gboolean
sat_group_place (SatGroup *self, GError **error)
{
  /* Which of them brings back what they hang from is the first one that was sent, not the first one
   * that was met. */
  g_autoptr (GPtrArray) sent = g_ptr_array_sized_new (self->order->len);

  g_ptr_array_extend (sent, self->order, NULL, NULL);
  g_ptr_array_sort (sent, compare_members);
  /* More are met on the way: roots that come back, what moves along. */
  for (guint i = 0; i < self->order->len && self->refused == NULL; i++) {
    SatGroupRecord *record = g_ptr_array_index (i < sent->len ? sent : self->order, i);

    if (record->touched && record->known != NULL && record->member != NULL &&
        !place (self, record, error))
      return FALSE;
  }
  /* A conflict stands where its record stands, wherever that went. */
  for (guint i = 0; i < self->order->len && self->refused == NULL; i++) {
    SatGroupRecord *conflict = g_ptr_array_index (self->order, i);
    const SatWireValue *about = conflict->known == NULL && conflict->before == NULL
                                    ? sat_group_value (conflict->fields, "record")
                                    : NULL;
    const SatGroupRecord *record =
        about != NULL ? g_hash_table_lookup (self->records, &about->reference) : NULL;

    if (record != NULL)
      conflict->root = record->root;
  }
  return TRUE;
}

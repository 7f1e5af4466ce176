/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-group.h"

static void
member_clear (SatMember *self)
{
  g_clear_pointer (&self->conflicts, g_array_unref);
  g_clear_pointer (&self->versions, sat_clocks_free);
  g_clear_pointer (&self->lost, g_hash_table_unref);
  g_clear_pointer (&self->texts, g_hash_table_unref);
}

static void
record_free (SatGroupRecord *self)
{
  sat_stored_record_free (self->before);
  g_clear_pointer (&self->fields_before, sat_wire_fields_free);
  g_clear_pointer (&self->fields, sat_wire_fields_free);
  g_clear_pointer (&self->clocks, sat_clocks_free);
  g_clear_pointer (&self->open, g_array_unref);
  g_free (self);
}

SatGroup *
sat_group_new (SatServer *server, SatTransaction *transaction, const SatCaller *caller, gint64 now)
{
  SatGroup *self = g_new0 (SatGroup, 1);

  self->server = server;
  self->transaction = transaction;
  self->api = transaction->api;
  self->caller = caller;
  self->now = now;
  self->members = g_array_new (FALSE, TRUE, sizeof (SatMember));
  g_array_set_clear_func (self->members, (GDestroyNotify)member_clear);
  self->records = g_hash_table_new (sat_uuid_hash, sat_uuid_equal);
  self->order = g_ptr_array_new_with_free_func ((GDestroyNotify)record_free);
  self->history = g_ptr_array_new_with_free_func ((GDestroyNotify)sat_stored_history_free);
  self->made = g_ptr_array_new_with_free_func ((GDestroyNotify)sat_mutation_free);
  return self;
}

void
sat_group_free (SatGroup *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->members);
  g_hash_table_unref (self->records);
  g_ptr_array_unref (self->order);
  g_ptr_array_unref (self->history);
  g_ptr_array_unref (self->made);
  g_clear_pointer (&self->kept, g_hash_table_unref);
  g_free (self);
}

void
sat_group_add (SatGroup *self, const SatMutation *mutation, const char *line, gsize length)
{
  SatMember member = {.mutation = mutation, .line = line, .length = length};

  member.target = mutation->id;
  g_array_append_val (self->members, member);
}

guint32
sat_group_device (const SatGroup *self)
{
  return self->caller != NULL ? self->caller->device : 0;
}

/* Records */

static SatGroupRecord *
add_record (SatGroup *self, const SatUuid *id, const char *type)
{
  SatGroupRecord *record = g_new0 (SatGroupRecord, 1);

  record->id = record->root = *id;
  record->type = type;
  record->known = sat_registry_type (self->server->registry, type);
  g_hash_table_insert (self->records, &record->id, record);
  g_ptr_array_add (self->order, record);
  return record;
}

SatGroupRecord *
sat_group_create (SatGroup *self, const SatUuid *id, const char *type)
{
  SatGroupRecord *record = add_record (self, id, g_intern_string (type));

  record->fields = sat_wire_fields_new ();
  record->fields_changed = TRUE;
  return record;
}

gboolean
sat_group_find (SatGroup *self, const SatUuid *id, SatGroupRecord **out, GError **error)
{
  g_autoptr (SatStoredRecord) stored = NULL;
  g_autoptr (SatWireFields) fields = NULL;
  g_autoptr (SatClocks) clocks = NULL;
  SatGroupRecord *record;

  *out = g_hash_table_lookup (self->records, id);
  if (*out != NULL)
    return TRUE;
  if (!sat_transaction_record (self->transaction, id, &stored, error))
    return FALSE;
  if (stored == NULL)
    return TRUE;
  fields = sat_wire_fields_parse (stored->fields, -1, error);
  clocks = fields != NULL ? sat_clocks_parse (stored->clocks, error) : NULL;
  if (clocks == NULL)
    return FALSE;
  *out = record = add_record (self, id, stored->type);
  record->root = stored->root;
  record->deleted = stored->deleted_seq != 0;
  record->merged_into = stored->merged_into;
  record->fields = sat_wire_fields_copy (fields);
  record->fields_before = g_steal_pointer (&fields);
  record->clocks = g_steal_pointer (&clocks);
  record->before = g_steal_pointer (&stored);
  return TRUE;
}

void
sat_group_touch (SatGroupRecord *record, SatMember *member)
{
  record->touched = TRUE;
  record->several |= member == NULL || (record->member != NULL && record->member != member);
  if (member != NULL)
    record->member = member;
}

const SatWireValue *
sat_group_value (const SatWireFields *fields, const char *field)
{
  const SatWireValue *value = fields != NULL ? sat_wire_fields_get (fields, field) : NULL;

  return value != NULL && value->kind != SAT_WIRE_NULL ? value : NULL;
}

void
sat_group_set (SatGroupRecord *record, const char *field, const SatWireValue *value)
{
  sat_wire_fields_take (record->fields, field,
                        value != NULL ? sat_wire_value_copy (value) : sat_wire_null (), FALSE);
  record->fields_changed = TRUE;
}

/* Outcomes */

static int
weight (SatPushStatus status)
{
  static const int weights[] = {
      [SAT_PUSH_OK] = 0,       [SAT_PUSH_MERGED] = 1,      [SAT_PUSH_DUPLICATE] = 2,
      [SAT_PUSH_CONFLICT] = 3, [SAT_PUSH_QUARANTINED] = 4, [SAT_PUSH_REJECTED] = 5,
  };

  return weights[status];
}

void
sat_member_raise (SatMember *member, SatPushStatus status)
{
  if (weight (status) > weight (member->status))
    member->status = status;
}

void
sat_member_add_conflict (SatMember *member, SatPushStatus status, const SatUuid *conflict)
{
  sat_member_raise (member, status);
  if (member->conflicts == NULL)
    member->conflicts = g_array_new (FALSE, FALSE, sizeof (SatUuid));
  for (guint i = 0; i < member->conflicts->len; i++)
    if (sat_uuid_equal (&g_array_index (member->conflicts, SatUuid, i), conflict))
      return;
  g_array_append_vals (member->conflicts, conflict, 1);
}

void
sat_member_wrote (SatMember *member, const char *name, SatVersion version)
{
  if (member->versions == NULL)
    member->versions = sat_clocks_new (version);
  else
    sat_clocks_set (member->versions, name, version);
}

gboolean
sat_group_refuse (SatGroup *self, SatMember *member, const char *code)
{
  member->status = SAT_PUSH_REJECTED;
  member->code = code;
  if (self->refused == NULL || self->refused->status != SAT_PUSH_REJECTED)
    self->refused = member;
  return TRUE;
}

gboolean
sat_group_quarantine (SatGroup *self, SatMember *member)
{
  sat_member_raise (member, SAT_PUSH_QUARANTINED);
  if (self->refused == NULL)
    self->refused = member;
  return TRUE;
}

/* People */

void
sat_group_author_clear (SatGroupAuthor *author)
{
  g_clear_pointer (&author->name, g_free);
}

gint64
sat_group_edited (const SatGroup *self, SatHlc hlc)
{
  return MIN (sat_hlc_to_us (hlc), self->now);
}

void
sat_group_this_author (SatGroup *self, const SatMutation *mutation, SatGroupAuthor *author)
{
  *author = (SatGroupAuthor){.edited = sat_group_edited (self, mutation->h)};
  if (self->caller != NULL)
    author->user = self->caller->user;
  author->name =
      g_strdup (self->caller != NULL && self->caller->name != NULL ? self->caller->name : "");
}

static gboolean
read_name (SatGroup *self, SatGroupAuthor *author, GError **error)
{
  g_autoptr (SatStoredRecord) record = NULL;
  g_autoptr (SatWireFields) fields = NULL;
  const SatWireValue *name;

  if (!sat_transaction_record (self->transaction, &author->user, &record, error))
    return FALSE;
  if (record == NULL)
    return TRUE;
  fields = sat_wire_fields_parse (record->fields, -1, error);
  if (fields == NULL)
    return FALSE;
  name = sat_group_value (fields, "name");
  if (name != NULL && name->kind == SAT_WIRE_TEXT) {
    g_free (author->name);
    author->name = g_strdup (name->text);
  }
  return TRUE;
}

gboolean
sat_group_author (SatGroup *self, SatVersion version, SatGroupAuthor *author, GError **error)
{
  SatStoredDevice device;

  *author = (SatGroupAuthor){.name = g_strdup (""), .edited = sat_group_edited (self, version.hlc)};
  if (version.device == 0)
    return TRUE;
  /* Whose device it is is written down at the end of its first push. */
  if (self->caller != NULL && version.device == self->caller->device) {
    author->user = self->caller->user;
  } else {
    if (!self->api->device (self->transaction, version.device, &device, error))
      return FALSE;
    author->user = device.user;
  }
  return sat_uuid_is_nil (&author->user) || read_name (self, author, error);
}

/* The group */

static gboolean
apply_member (SatGroup *self, SatMember *member, GError **error)
{
  if (g_str_equal (member->mutation->type, SAT_CONFLICT_TYPE))
    return sat_group_put_conflict (self, member, error);
  switch (member->mutation->op) {
  case SAT_OP_PUT:
    return sat_group_put (self, member, error);
  case SAT_OP_DELETE:
    return sat_group_delete (self, member, error);
  case SAT_OP_UNDELETE:
    return sat_group_undelete (self, member, error);
  case SAT_OP_MERGE:
    return sat_group_merge (self, member, error);
  case SAT_OP_UNMERGE:
    return sat_group_unmerge (self, member, error);
  default:
    return sat_group_refuse (self, member, "invalid");
  }
}

/* Whoever is not at fault goes with who is. */
static gboolean
give_up (SatGroup *self, GError **error)
{
  for (guint i = 0; i < self->members->len; i++) {
    SatMember *member = &g_array_index (self->members, SatMember, i);
    gboolean at_fault = member == self->refused || member->status == SAT_PUSH_REJECTED;

    if (!at_fault) {
      member->status = self->refused->status;
      member->code = self->refused->status == SAT_PUSH_REJECTED ? "group" : NULL;
    }
    member_clear (member);
  }
  return self->refused->status == SAT_PUSH_REJECTED || sat_group_store_proposals (self, error);
}

gboolean
sat_group_apply (SatGroup *self, GError **error)
{
  for (guint i = 0; i < self->members->len; i++)
    if (!sat_group_check (self, &g_array_index (self->members, SatMember, i), error))
      return FALSE;
  if (self->refused == NULL && !sat_group_find_kept (self, error))
    return FALSE;
  for (guint i = 0; self->refused == NULL && i < self->members->len; i++)
    if (!apply_member (self, &g_array_index (self->members, SatMember, i), error))
      return FALSE;
  if (self->refused == NULL && !sat_group_place (self, error))
    return FALSE;
  return self->refused != NULL ? give_up (self, error) : sat_group_store (self, error);
}

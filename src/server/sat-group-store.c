/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Writes down what a group has come to. */

#include "config.h"

#include "sat-fold.h"
#include "sat-group.h"

/* Equal values of it are told of: what the registry marks, and companies' names. */
static gboolean
is_looked_up (const SatField *field)
{
  /* Nearly all fields are told by the first letter. */
  return ((field->flags & SAT_FIELD_UNIQUE) ||
          (field->name[0] == 'n' && g_str_equal (field->name, "name") &&
           g_str_equal (field->type->name, "company"))) &&
         sat_field_is_stored (field);
}

/* Who may have a file is asked by its checksum (sat-server-blobs.h); equal ones are nobody's twins.
 */
static gboolean
names_blob (const SatField *field)
{
  return field->name[0] == 's' && g_str_equal (field->name, "sha256") &&
         g_str_equal (field->type->name, "attachment");
}

static char *
folded (const SatWireFields *fields, const char *name)
{
  const SatWireValue *value = sat_group_value (fields, name);
  char *text;

  if (value == NULL || value->kind != SAT_WIRE_TEXT)
    return NULL;
  text = sat_fold (value->text);
  if (*text == '\0')
    g_clear_pointer (&text, g_free);
  return text;
}

/* Duplicates */

/* The same for both, whoever came second. */
static SatUuid
pair_id (const SatUuid *a, const SatUuid *b, const char *field)
{
  gboolean a_first = sat_uuid_compare (a, b) < 0;
  g_autofree char *second = sat_uuid_to_string (a_first ? b : a);
  g_autofree char *rest = g_strconcat (second, " ", field, NULL);

  return sat_uuid_from_parts ("duplicate", a_first ? a : b, rest);
}

static gboolean
tell_duplicate (SatGroup *self,
                SatGroupRecord *record,
                const SatUuid *id,
                const SatField *field,
                GError **error)
{
  const SatWireValue *value = sat_group_value (record->fields, field->name);
  SatUuid pair = pair_id (&record->id, id, field->name);
  SatGroupAuthor me, other_author;
  SatGroupConflict conflict = {.kind = "duplicate",
                               .field = field->name,
                               .value = value,
                               .winner = value,
                               .author = &me,
                               .other = &other_author,
                               .with = id};
  SatGroupRecord *other, *known;
  SatAccess access;
  gboolean right;

  if (!sat_group_find (self, &pair, &known, error) || !sat_group_find (self, id, &other, error))
    return FALSE;
  if (known != NULL || other == NULL)
    return TRUE;
  if (!sat_group_access (self, &other->root, &access, error) ||
      !sat_group_author (self, sat_clocks_get (other->clocks, field->name), &other_author, error))
    return FALSE;
  sat_group_this_author (self, record->member->mutation, &me);
  right = sat_group_open_conflict (self, record, record->member, &pair,
                                   access == SAT_ACCESS_HELD ? SAT_PUSH_DUPLICATE : SAT_PUSH_OK,
                                   &conflict, error);
  sat_group_author_clear (&me);
  sat_group_author_clear (&other_author);
  return right;
}

static gboolean
look_for_others (
    SatGroup *self, SatGroupRecord *record, const SatField *field, const char *text, GError **error)
{
  g_autoptr (GArray) others = g_array_new (FALSE, FALSE, sizeof (SatUuid));

  if (!self->api->lookup (self->transaction, record->type, field->name, text, others, error))
    return FALSE;
  for (guint i = 0; record->member != NULL && i < others->len && !names_blob (field); i++) {
    const SatUuid *id = &g_array_index (others, SatUuid, i);

    if (!sat_uuid_equal (id, &record->id) && !tell_duplicate (self, record, id, field, error))
      return FALSE;
  }
  return self->api->add_lookup (self->transaction, record->type, field->name, text, &record->id,
                                error);
}

static gboolean
is_as_before (const SatGroupRecord *record, const char *field)
{
  const SatWireValue *before = sat_group_value (record->fields_before, field);
  const SatWireValue *now = sat_group_value (record->fields, field);

  return before == now || (before != NULL && now != NULL && sat_wire_value_equal (before, now));
}

/* Of the two steps the first one takes away what no longer holds, of all records, so that nobody is
 * told of a twin that this very group renames or deletes. */
static gboolean
store_lookups (SatGroup *self, SatGroupRecord *record, gboolean first_step, GError **error)
{
  gboolean was = record->before != NULL && record->before->deleted_seq == 0;

  if ((was == !record->deleted && !record->fields_changed) || (first_step && !was))
    return TRUE;
  for (guint i = 0; i < record->known->n_fields; i++) {
    const SatField *field = record->known->fields[i];
    g_autofree char *before = NULL;
    g_autofree char *after = NULL;

    if ((!is_looked_up (field) && !names_blob (field)) ||
        (was && !record->deleted && is_as_before (record, field->name)))
      continue;
    before = was ? folded (record->fields_before, field->name) : NULL;
    after = !record->deleted ? folded (record->fields, field->name) : NULL;
    if (g_strcmp0 (before, after) == 0)
      continue;
    if (first_step && before != NULL &&
        !self->api->remove_lookup (self->transaction, record->type, field->name, before,
                                   &record->id, error))
      return FALSE;
    if (!first_step && after != NULL && !look_for_others (self, record, field, after, error))
      return FALSE;
  }
  return TRUE;
}

/* The open conflicts of a record, sat_group_settle(). */
static gboolean
store_conflict_lookup (SatGroup *self, const SatGroupRecord *conflict, GError **error)
{
  const SatWireValue *about = sat_group_value (conflict->fields, "record");
  const SatWireValue *state = sat_group_value (conflict->fields, "state");
  gboolean open = state != NULL && g_strcmp0 (state->text, "open") == 0;
  const SatWireValue *before = sat_group_value (conflict->fields_before, "record");
  char text[SAT_UUID_STRING_LENGTH + 1];

  if (about == NULL)
    return TRUE;
  if (before != NULL && !sat_wire_value_equal (before, about)) {
    sat_uuid_write (&before->reference, text);
    if (!self->api->remove_lookup (self->transaction, SAT_CONFLICT_TYPE, "record", text,
                                   &conflict->id, error))
      return FALSE;
  }
  sat_uuid_write (&about->reference, text);
  return open ? self->api->add_lookup (self->transaction, SAT_CONFLICT_TYPE, "record", text,
                                       &conflict->id, error)
              : self->api->remove_lookup (self->transaction, SAT_CONFLICT_TYPE, "record", text,
                                          &conflict->id, error);
}

/* Records */

/* Is it what it was, but for fields that history tells of? */
static gboolean
is_patched (const SatGroupRecord *record)
{
  const SatStoredRecord *before = record->before;
  SatVersion base = sat_clocks_base (record->clocks), old_base;

  return before != NULL && record->known != NULL && before->deleted_seq == 0 && !record->deleted &&
         sat_uuid_equal (&before->root, &record->root) && sat_uuid_is_nil (&before->merged_into) &&
         sat_uuid_is_nil (&record->merged_into) &&
         sat_version_parse (before->clocks, &(const char *){NULL}, &old_base) &&
         sat_version_compare (&base, &old_base) == 0;
}

/* Whoever sent it can find out what the record has become. */
static gboolean
is_as_sent (const SatGroup *self, const SatGroupRecord *record)
{
  const SatMember *member = record->member;

  return self->caller != NULL && member != NULL && !record->several && member->line != NULL &&
         member->status == SAT_PUSH_OK && member->mutation->op == SAT_OP_PUT &&
         sat_uuid_equal (&member->mutation->id, &record->id);
}

static gboolean
store_record (SatGroup *self, SatGroupRecord *record, GError **error)
{
  g_autofree char *clocks = sat_clocks_to_string (record->clocks);
  g_autofree char *fields =
      record->fields_changed ? sat_wire_fields_to_string (record->fields) : NULL;
  gboolean was_deleted = record->before != NULL && record->before->deleted_seq != 0;
  SatStoredRecord stored = {.id = record->id,
                            .root = record->root,
                            .type = record->type,
                            .seq = self->seq,
                            .merged_into = record->merged_into,
                            .clocks = clocks,
                            .fields = fields != NULL ? fields : record->before->fields};

  if (is_patched (record))
    stored.base_seq = record->before->seq;
  if ((stored.base_seq > 0 || (record->before == NULL && record->known != NULL)) &&
      is_as_sent (self, record)) {
    stored.device = self->caller->device;
    stored.m = record->member->mutation->m;
  }
  if (record->deleted)
    stored.deleted_seq = was_deleted ? record->before->deleted_seq : self->seq;
  if (!self->api->put_record (self->transaction, &stored, error))
    return FALSE;
  if (record->before != NULL && !sat_uuid_equal (&record->before->root, &record->root) &&
      !self->api->move_history (self->transaction, &record->id, &record->root, error))
    return FALSE;
  return record->known != NULL ? store_lookups (self, record, FALSE, error)
                               : store_conflict_lookup (self, record, error);
}

static gboolean
store_history (SatGroup *self, GError **error)
{
  for (guint i = 0; i < self->history->len; i++) {
    SatStoredHistory *row = g_ptr_array_index (self->history, i);
    const SatGroupRecord *record = g_hash_table_lookup (self->records, &row->record);

    row->seq = self->seq;
    row->root = record->root;
    if (!self->api->add_history (self->transaction, row, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
store_visibility (SatGroup *self, GError **error)
{
  g_autoptr (GArray) written = g_array_new (FALSE, TRUE, sizeof (SatWritten));

  for (guint i = 0; i < self->order->len; i++) {
    const SatGroupRecord *record = g_ptr_array_index (self->order, i);
    SatWritten one = {.id = record->id, .root = record->root, .type = record->type};

    if (!record->touched || record->known == NULL)
      continue;
    if (record->before != NULL)
      one.old_root = record->before->root;
    one.before = record->fields_before;
    one.after = record->fields;
    g_array_append_val (written, one);
  }
  return sat_visibility_written (self->server->visibility, self->transaction, self->seq,
                                 self->caller, (const SatWritten *)(void *)written->data,
                                 written->len, error);
}

static gboolean
has_changes (const SatGroup *self)
{
  for (guint i = 0; i < self->order->len; i++)
    if (((const SatGroupRecord *)g_ptr_array_index (self->order, i))->touched)
      return TRUE;
  return self->history->len > 0;
}

/* A new one is told of the twin that was there, also when that is met last, by coming back. */
static int
compare_new (gconstpointer a, gconstpointer b)
{
  const SatGroupRecord *first = *(SatGroupRecord *const *)a, *second = *(SatGroupRecord *const *)b;

  return (first->before == NULL) - (second->before == NULL);
}

gboolean
sat_group_store (SatGroup *self, GError **error)
{
  if (!has_changes (self))
    return TRUE;
  if (!self->api->next_seq (self->transaction, &self->seq, error))
    return FALSE;
  for (guint i = 0; i < self->order->len; i++) {
    SatGroupRecord *record = g_ptr_array_index (self->order, i);

    if (record->touched && record->known != NULL && !store_lookups (self, record, TRUE, error))
      return FALSE;
  }
  g_ptr_array_sort (self->order, compare_new);   /* which keeps their order else */
  for (guint i = 0; i < self->order->len; i++) { /* duplicates add to it */
    SatGroupRecord *record = g_ptr_array_index (self->order, i);

    if (record->touched && !store_record (self, record, error))
      return FALSE;
  }
  return store_history (self, error) && store_visibility (self, error);
}

gboolean
sat_group_store_proposals (SatGroup *self, GError **error)
{
  if (!self->api->next_seq (self->transaction, &self->seq, error))
    return FALSE;
  for (guint i = 0; i < self->members->len; i++) {
    const SatMember *member = &g_array_index (self->members, SatMember, i);
    g_autofree char *line = g_strndup (member->line, member->length);
    SatStoredProposal proposal = {.u = member->mutation->u,
                                  .user = self->caller->user,
                                  .record = member->mutation->id,
                                  .type = member->mutation->type,
                                  .seq = self->seq,
                                  .arrived = self->now,
                                  .line = line};

    if (!self->api->add_proposal (self->transaction, &proposal, error))
      return FALSE;
  }
  return TRUE;
}

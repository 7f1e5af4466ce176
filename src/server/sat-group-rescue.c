/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a laptop holds of a record from before the server went back, over what the server has: the
 * later version of each field counts. Where somebody has written since, without having seen it, a
 * conflict keeps what does not count. */

#include "config.h"

#include "sat-merge.h"
#include "sat-rights.h"
#include "sat-server-rescue.h"

#include <string.h>

typedef struct {
  SatGroup *group;
  const SatPageRow *row;
  gint64 after;
  SatPast past;
  SatGroupRecord *record; /* NULL: the server does not have it */
  GStringChunk *words;    /* names that came from outside */
  SatMutation *mutation;  /* what is taken, as an edit of who sends it */
  GPtrArray *names;       /* of versions that are taken */
  GPtrArray *both;        /* of versions, values of which are kept as well */
  GPtrArray *lifted;      /* of versions that rise with the same value */
} Rescue;

static void
rescue_clear (Rescue *self)
{
  sat_past_clear (&self->past);
  g_clear_pointer (&self->mutation, sat_mutation_free);
  g_clear_pointer (&self->words, g_string_chunk_free);
  g_clear_pointer (&self->names, g_ptr_array_unref);
  g_clear_pointer (&self->both, g_ptr_array_unref);
  g_clear_pointer (&self->lifted, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Rescue, rescue_clear)

static SatMutation *
mutation_of (const SatPageRow *row, SatOp op)
{
  g_autofree char *clocks = sat_clocks_to_string (row->clocks);
  SatMutation *mutation = sat_mutation_new ();

  mutation->m = 1;
  mutation->u = sat_uuid_from_parts ("rescue", &row->id, clocks);
  mutation->h = sat_clocks_latest (row->clocks).hlc;
  mutation->type = g_strdup (row->type);
  mutation->id = row->id;
  mutation->op = op;
  return mutation;
}

static const SatType *
type_of (const Rescue *self)
{
  return self->past.type;
}

static gboolean
may_read (const Rescue *self, const char *field)
{
  return sat_rights_may_read (sat_type_field (type_of (self), field), self->group->caller->role);
}

/* Names of versions of all fields that either has, without doubles. */
static void
add_names (const Rescue *self, const SatWireFields *fields, GPtrArray *names)
{
  for (guint i = 0; i < sat_wire_fields_n (fields); i++) {
    const char *field = sat_wire_fields_name (fields, i);
    const char *name = sat_group_version_name (type_of (self), field);

    if (may_read (self, field) &&
        !g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL))
      g_ptr_array_add (names, g_string_chunk_insert_const (self->words, name));
  }
}

/* The fields that share the version @name. */
static GPtrArray *
fields_of (const Rescue *self, const char *name)
{
  GPtrArray *fields = g_ptr_array_new ();
  const SatType *type = type_of (self);
  const SatField *first = sat_type_field (type, name);

  if (first == NULL || first->group == 0) {
    g_ptr_array_add (fields, (gpointer)name);
    return fields;
  }
  for (guint i = 0; i < type->n_fields; i++)
    if (type->fields[i]->group == first->group && sat_field_is_stored (type->fields[i]))
      g_ptr_array_add (fields, (gpointer)type->fields[i]->name);
  return fields;
}

static gboolean
is_same (const Rescue *self, const char *field)
{
  SatWireValue none = SAT_WIRE_VALUE_INIT;
  const SatWireValue *x = sat_group_value (self->row->fields, field);
  const SatWireValue *y = sat_group_value (self->record->fields, field);

  return sat_wire_value_equal (x != NULL ? x : &none, y != NULL ? y : &none);
}

static gboolean
are_same (const Rescue *self, const GPtrArray *fields)
{
  for (guint i = 0; i < fields->len; i++)
    if (!is_same (self, g_ptr_array_index (fields, i)))
      return FALSE;
  return TRUE;
}

static void
take (Rescue *self, const char *name, const GPtrArray *fields)
{
  g_ptr_array_add (self->names, (gpointer)name);
  for (guint i = 0; i < fields->len; i++) {
    const char *field = g_ptr_array_index (fields, i);
    const SatWireValue *value = sat_group_value (self->row->fields, field);

    if (!is_same (self, field))
      sat_wire_fields_take (self->mutation->fields, field,
                            value != NULL ? sat_wire_value_copy (value) : sat_wire_null (), TRUE);
  }
}

/* Not written since the server went back: whatever is later there was made of it. */
static gboolean
is_old (const Rescue *self)
{
  return self->record->before->seq <= self->after;
}

static void
plan_name (Rescue *self, const char *name)
{
  g_autoptr (GPtrArray) fields = fields_of (self, name);
  SatVersion held = sat_clocks_get (self->row->clocks, name);
  SatVersion current = sat_clocks_get (self->record->clocks, name);
  int order = sat_version_compare (&held, &current);

  if (order == 0)
    return;
  if (are_same (self, fields)) {
    if (order > 0)
      g_ptr_array_add (self->lifted, (gpointer)name);
    return;
  }
  if (is_old (self) || (order > 0 && sat_past_was_replaced (&self->past, name, current))) {
    if (order > 0)
      take (self, name, fields);
    return;
  }
  /* It was here, and somebody who knew it has written over it; or it is kept already. */
  if (sat_past_is_known (&self->past, name, held))
    return;
  g_ptr_array_add (self->both, (gpointer)name);
  if (order > 0)
    take (self, name, fields);
}

static void
plan_fields (Rescue *self)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  add_names (self, self->row->fields, names);
  add_names (self, self->record->fields, names);
  for (guint i = 0; i < names->len; i++)
    plan_name (self, g_ptr_array_index (names, i));
}

/* The value of a version as a conflict has it: of a group a text. */
static SatWireValue
whole (const SatWireFields *fields, const char *name, const GPtrArray *of)
{
  g_autoptr (SatWireFields) all = NULL;
  g_autofree char *text = NULL;
  const SatWireValue *value;

  if (of->len == 1) {
    value = sat_group_value (fields, name);
    return value != NULL ? sat_wire_value_copy (value) : sat_wire_null ();
  }
  all = sat_wire_fields_new ();
  for (guint i = 0; i < of->len; i++) {
    value = sat_group_value (fields, g_ptr_array_index (of, i));
    if (value != NULL)
      sat_wire_fields_take (all, g_ptr_array_index (of, i), sat_wire_value_copy (value), FALSE);
  }
  text = sat_wire_fields_to_string (all);
  return sat_wire_text (text);
}

static gboolean
keep_both (Rescue *self, SatMember *member, const char *name, GError **error)
{
  g_autoptr (GPtrArray) fields = fields_of (self, name);
  g_auto (SatWireValue) held = whole (self->row->fields, name, fields);
  g_auto (SatWireValue) there = whole (self->record->fields_before, name, fields);
  SatVersion version = sat_clocks_get (self->row->clocks, name);
  SatVersion current = sat_clocks_get (self->record->clocks, name);
  gboolean wins = sat_version_compare (&version, &current) > 0;
  char text[SAT_VERSION_TEXT_LENGTH];
  SatGroupAuthor holder = {0}, other = {0};
  SatGroupConflict conflict = {.kind = "field",
                               .field = name,
                               .value = wins ? &there : &held,
                               .winner = wins ? &held : &there,
                               .author = wins ? &other : &holder,
                               .other = wins ? &holder : &other};
  g_autofree char *what = NULL;
  gboolean right;
  SatUuid id;

  sat_version_write (wins ? current : version, text);
  what = g_strdup_printf ("%s %s", name, text);
  id = sat_uuid_from_parts ("rescued", &self->record->id, what);
  right = sat_group_author (self->group, version, &holder, error) &&
          sat_group_author (self->group, current, &other, error) &&
          sat_group_open_conflict (self->group, self->record, member, &id, SAT_PUSH_CONFLICT,
                                   &conflict, error);
  sat_group_author_clear (&holder);
  sat_group_author_clear (&other);
  return right;
}

static gboolean
apply_name (Rescue *self, SatMember *member, const char *name, GError **error)
{
  g_autoptr (GPtrArray) fields = fields_of (self, name);
  SatVersion version = sat_clocks_get (self->row->clocks, name);
  SatVersion current = sat_clocks_get (self->record->clocks, name);
  gboolean told = sat_past_was_replaced (&self->past, name, current) ||
                  sat_past_is_known (&self->past, name, current);

  for (guint i = 0; i < fields->len; i++) {
    const char *field = g_ptr_array_index (fields, i);

    if (is_same (self, field))
      continue;
    if (!told && !sat_past_add_replaced (self->group, self->record, field,
                                         sat_group_value (self->record->fields, field), current,
                                         version, error))
      return FALSE;
    sat_group_set (self->record, field, sat_group_value (self->row->fields, field));
  }
  sat_clocks_set (self->record->clocks, name, version);
  sat_group_touch (self->record, member);
  return TRUE;
}

static gboolean
apply_fields (Rescue *self, SatMember *member, GError **error)
{
  for (guint i = 0; i < self->both->len; i++)
    if (!keep_both (self, member, g_ptr_array_index (self->both, i), error))
      return FALSE;
  for (guint i = 0; i < self->names->len; i++)
    if (!apply_name (self, member, g_ptr_array_index (self->names, i), error))
      return FALSE;
  for (guint i = 0; i < self->lifted->len; i++) {
    const char *name = g_ptr_array_index (self->lifted, i);

    sat_clocks_set (self->record->clocks, name, sat_clocks_get (self->row->clocks, name));
    sat_group_touch (self->record, member);
  }
  return TRUE;
}

static void
create (Rescue *self, SatMember *member)
{
  const SatPageRow *row = self->row;

  self->record = sat_group_create (self->group, &row->id, row->type);
  self->record->clocks = sat_clocks_copy (row->clocks);
  for (guint i = 0; i < sat_wire_fields_n (row->fields); i++)
    sat_group_set (self->record, sat_wire_fields_name (row->fields, i),
                   sat_wire_fields_value (row->fields, i));
  sat_group_touch (self->record, member);
}

/* It was deleted here by somebody who did not know all of it, or brought back before it was lost.
 */
static gboolean
revive (Rescue *self, SatMember *member, GError **error)
{
  if (!is_old (self) &&
      !sat_group_tell_deleter (self->group, self->record, member, SAT_CLOCKS_EXISTENCE, error))
    return FALSE;
  if (!sat_group_revive (self->group, self->record, member, error))
    return FALSE;
  for (guint i = 0; i < sat_wire_fields_n (self->mutation->fields); i++)
    sat_group_set (self->record, sat_wire_fields_name (self->mutation->fields, i),
                   sat_wire_fields_value (self->mutation->fields, i));
  return TRUE;
}

static void
plan_revival (Rescue *self)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  add_names (self, self->row->fields, names);
  add_names (self, self->record->fields, names);
  for (guint i = 0; i < names->len; i++) {
    g_autoptr (GPtrArray) fields = fields_of (self, g_ptr_array_index (names, i));

    take (self, g_ptr_array_index (names, i), fields);
  }
}

/* *@wanted FALSE: nothing of it is lost. */
static gboolean
plan (Rescue *self, gboolean *wanted, GError **error)
{
  const SatPageRow *row = self->row;
  SatVersion latest = sat_clocks_latest (row->clocks), here;
  SatGroupAuthor author;
  gboolean below = FALSE;

  *wanted = FALSE;
  self->words = g_string_chunk_new (256);
  self->mutation = mutation_of (row, row->deleted ? SAT_OP_DELETE : SAT_OP_PUT);
  self->names = g_ptr_array_new ();
  self->both = g_ptr_array_new ();
  self->lifted = g_ptr_array_new ();
  if (self->record == NULL) {
    *wanted = !row->deleted;
    for (guint i = 0; *wanted && i < sat_wire_fields_n (row->fields); i++)
      sat_wire_fields_take (self->mutation->fields, sat_wire_fields_name (row->fields, i),
                            sat_wire_value_copy (sat_wire_fields_value (row->fields, i)), TRUE);
    return TRUE;
  }
  here = sat_clocks_latest (self->record->clocks);
  if (row->deleted && !self->record->deleted) {
    if (sat_version_compare (&latest, &here) <= 0)
      return TRUE;
    if (!sat_group_find_below (self->group, self->record, self->after, &author, &below, error))
      return FALSE;
    if (below)
      sat_group_author_clear (&author);
    *wanted = !below;
  } else if (!row->deleted && self->record->deleted) {
    *wanted = sat_version_compare (&latest, &here) > 0;
    if (*wanted)
      plan_revival (self);
  } else if (!row->deleted) {
    plan_fields (self);
    *wanted = self->names->len + self->both->len + self->lifted->len > 0;
  }
  return TRUE;
}

static gboolean
apply (Rescue *self, SatMember *member, GError **error)
{
  if (self->record == NULL) {
    create (self, member);
    return TRUE;
  }
  if (self->row->deleted) {
    sat_group_end (self->group, self->record, member);
    return sat_group_end_below (self->group, self->record, member, error);
  }
  return self->record->deleted ? revive (self, member, error) : apply_fields (self, member, error);
}

/* What its sender may not write waits for somebody who may. */
static gboolean
propose (SatGroup *self, SatMember *member, GError **error)
{
  g_autofree char *line = NULL;

  if (member->status == SAT_PUSH_REJECTED && g_strcmp0 (member->code, "forbidden") != 0)
    return TRUE;
  line = sat_mutation_to_line (member->mutation);
  member->status = SAT_PUSH_QUARANTINED;
  member->line = line;
  member->length = strlen (line);
  return sat_group_store_proposals (self, error);
}

static gboolean
finish (Rescue *self, gboolean wanted, GError **error)
{
  SatGroup *group = self->group;
  SatMember *member;
  guint n;

  sat_group_add (group, self->mutation, NULL, 0);
  member = &g_array_index (group->members, SatMember, 0);
  if (!sat_group_check (group, member, error))
    return FALSE;
  if (group->refused == NULL && wanted && !apply (self, member, error))
    return FALSE;
  if (group->refused == NULL && self->record != NULL &&
      !sat_past_add (&self->past, group, self->record, &n, error))
    return FALSE;
  if (group->refused == NULL && !sat_group_place (group, error))
    return FALSE;
  if (group->refused == NULL)
    return sat_group_store (group, error);
  return !wanted || propose (group, group->refused, error);
}

gboolean
sat_group_rescue (SatGroup *self, const SatRescued *rescued, gint64 after, GError **error)
{
  g_auto (Rescue) rescue = {.group = self, .row = &rescued->row, .after = after};
  SatHlc limit = sat_hlc_last_of_us (self->now + SAT_MERGE_LEAD_US);
  gboolean wanted;

  if (!sat_past_read (self, rescued, &rescue.past, error))
    return FALSE;
  if (rescue.past.type == NULL || sat_clocks_latest (rescued->row.clocks).hlc > limit)
    return TRUE;
  if (!sat_group_find (self, &rescued->row.id, &rescue.record, error))
    return FALSE;
  if (rescue.record != NULL && rescue.record->known != rescue.past.type)
    return TRUE;
  if (!plan (&rescue, &wanted, error))
    return FALSE;
  if (!wanted && (rescue.record == NULL || rescued->past->len == 0))
    return TRUE;
  return finish (&rescue, wanted, error);
}

gboolean
sat_group_rescue_conflict (SatGroup *self, const SatRescued *rescued, GError **error)
{
  const SatPageRow *row = &rescued->row;
  const SatWireValue *about = sat_group_value (row->fields, "record");
  const SatWireValue *state = sat_group_value (row->fields, "state");
  SatGroupRecord *conflict, *record = NULL;
  gboolean erased;
  SatAccess access;

  if (row->deleted || about == NULL || about->kind != SAT_WIRE_REFERENCE || state == NULL ||
      state->kind != SAT_WIRE_TEXT ||
      !sat_rights_may_write_type (self->server->registry, self->caller->role, SAT_CONFLICT_TYPE))
    return TRUE;
  if (!sat_group_find (self, &row->id, &conflict, error) ||
      !sat_group_find (self, &about->reference, &record, error) ||
      !sat_server_is_erased (self->server, self->transaction, &row->id, &erased, error))
    return FALSE;
  if (conflict != NULL || record == NULL || record->known == NULL || erased)
    return TRUE;
  if (!sat_group_access (self, &record->root, &access, error))
    return FALSE;
  if (access != SAT_ACCESS_HELD)
    return TRUE;
  conflict = sat_group_create (self, &row->id, SAT_CONFLICT_TYPE);
  conflict->root = record->root;
  conflict->clocks = sat_clocks_copy (row->clocks);
  for (guint i = 0; i < sat_wire_fields_n (row->fields); i++)
    sat_group_set (conflict, sat_wire_fields_name (row->fields, i),
                   sat_wire_fields_value (row->fields, i));
  sat_group_touch (conflict, NULL);
  sat_group_touch (record, NULL);
  return sat_group_store (self, error);
}

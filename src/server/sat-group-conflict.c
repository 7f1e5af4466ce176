/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Conflicts: records of their own that keep what lost (docs/protocol.md, 5.3). The open ones of a
 * record are found by a look-up. */

#include "config.h"

#include "sat-group.h"

#define OPEN "open"
#define CLOSED "closed"

static void
take_text (SatGroupRecord *record, const char *field, const char *text)
{
  g_auto (SatWireValue) value = sat_wire_text (text);

  sat_group_set (record, field, &value);
}

static void
take_reference (SatGroupRecord *record, const char *field, const SatUuid *id)
{
  g_auto (SatWireValue) value = id != NULL ? sat_wire_reference (id) : sat_wire_null ();

  sat_group_set (record, field, &value);
}

static void
take_author (SatGroupRecord *record,
             const SatGroupAuthor *author,
             const char *user,
             const char *name,
             const char *edited)
{
  g_auto (SatWireValue) at = sat_wire_int (author->edited);

  take_reference (record, user, &author->user);
  take_text (record, name, author->name);
  sat_group_set (record, edited, author->edited != 0 ? &at : NULL);
}

/* Conflicts have one version, which only rises. */
static void
rise (SatGroup *self, SatGroupRecord *record)
{
  SatVersion version = {sat_hlc_from_us (self->now), sat_group_device (self)};

  if (record->clocks != NULL) {
    SatVersion base = sat_clocks_base (record->clocks);

    version.hlc = MAX (version.hlc, base.hlc + 1);
    sat_clocks_free (record->clocks);
  }
  record->clocks = sat_clocks_new (version);
  sat_group_touch (record, NULL);
}

gboolean
sat_group_open_conflict (SatGroup *self,
                         SatGroupRecord *record,
                         SatMember *member,
                         const SatUuid *id,
                         SatPushStatus status,
                         const SatGroupConflict *conflict,
                         GError **error)
{
  SatGroupRecord *row;

  if (!sat_group_find (self, id, &row, error))
    return FALSE;
  if (status != SAT_PUSH_OK)
    sat_member_add_conflict (member, status, id);
  if (row != NULL)
    return TRUE;
  row = sat_group_create (self, id, SAT_CONFLICT_TYPE);
  row->root = record->root;
  rise (self, row);
  take_text (row, "kind", conflict->kind);
  take_text (row, "type", record->type);
  take_reference (row, "record", &record->id);
  take_text (row, "field", conflict->field);
  sat_group_set (row, "base", conflict->base);
  sat_group_set (row, "value", conflict->value);
  sat_group_set (row, "winner", conflict->winner);
  take_author (row, conflict->author, "author", "name", "edited");
  take_author (row, conflict->other, "other", "other_name", "other_edited");
  take_reference (row, "with", conflict->with);
  take_text (row, "state", OPEN);
  /* So that an edit made with the conflict in sight is known by the record's seq. */
  sat_group_touch (record, member);
  return TRUE;
}

static gboolean
is_open (const SatGroupRecord *conflict)
{
  const SatWireValue *state = sat_group_value (conflict->fields, "state");

  return state != NULL && g_strcmp0 (state->text, OPEN) == 0;
}

static void
close_conflict (SatGroup *self, SatGroupRecord *conflict)
{
  take_text (conflict, "state", CLOSED);
  rise (self, conflict);
}

gboolean
sat_group_renew_conflict (SatGroup *self,
                          SatGroupRecord *record,
                          SatMember *member,
                          const SatUuid *id,
                          const SatWireValue *value,
                          const SatGroupAuthor *author,
                          GError **error)
{
  g_auto (SatWireValue) edited = sat_wire_int (author->edited);
  SatGroupRecord *conflict;

  if (!sat_group_find (self, id, &conflict, error))
    return FALSE;
  sat_member_add_conflict (member, SAT_PUSH_CONFLICT, id);
  if (conflict == NULL)
    return TRUE;
  sat_group_set (conflict, "value", value);
  sat_group_set (conflict, "edited", &edited);
  rise (self, conflict);
  sat_group_touch (record, member);
  return TRUE;
}

static gboolean
is_about (const SatGroupRecord *conflict, const char *field)
{
  const SatWireValue *value = sat_group_value (conflict->fields, "field");

  return value != NULL && g_strcmp0 (value->text, field) == 0;
}

/* Once for all fields of the record: what is looked up changes with the end of the group only. */
static gboolean
find_open (SatGroup *self, SatGroupRecord *record, GError **error)
{
  g_autoptr (GArray) open = NULL;
  char text[SAT_UUID_STRING_LENGTH + 1];

  if (record->open != NULL)
    return TRUE;
  open = g_array_new (FALSE, FALSE, sizeof (SatUuid));
  sat_uuid_write (&record->id, text);
  if (!self->api->lookup (self->transaction, SAT_CONFLICT_TYPE, "record", text, open, error))
    return FALSE;
  record->open = g_steal_pointer (&open);
  return TRUE;
}

gboolean
sat_group_settle (
    SatGroup *self, SatGroupRecord *record, SatMember *member, const char *field, GError **error)
{
  if (record->before == NULL)
    return TRUE;
  if (!find_open (self, record, error))
    return FALSE;
  for (guint i = 0; i < record->open->len; i++) {
    SatGroupRecord *conflict;

    if (!sat_group_find (self, &g_array_index (record->open, SatUuid, i), &conflict, error))
      return FALSE;
    if (conflict != NULL && conflict->before != NULL && is_open (conflict) &&
        is_about (conflict, field) && conflict->before->seq <= member->mutation->rb)
      close_conflict (self, conflict);
  }
  return TRUE;
}

static gboolean
is_pair_with (const SatGroupRecord *conflict, const SatUuid *id)
{
  const SatWireValue *kind = sat_group_value (conflict->fields, "kind");
  const SatWireValue *with = sat_group_value (conflict->fields, "with");

  return kind != NULL && g_strcmp0 (kind->text, "duplicate") == 0 && with != NULL &&
         with->kind == SAT_WIRE_REFERENCE && sat_uuid_equal (&with->reference, id);
}

/* Those about @from, and pairs with @to among them are settled; with @move the others are about @to
 * from now on. */
static gboolean
hand_over (SatGroup *self,
           const SatGroupRecord *from,
           const SatGroupRecord *to,
           gboolean move,
           GError **error)
{
  g_autoptr (GArray) open = g_array_new (FALSE, FALSE, sizeof (SatUuid));
  char text[SAT_UUID_STRING_LENGTH + 1];

  sat_uuid_write (&from->id, text);
  if (!self->api->lookup (self->transaction, SAT_CONFLICT_TYPE, "record", text, open, error))
    return FALSE;
  for (guint i = 0; i < open->len; i++) {
    SatGroupRecord *conflict;

    if (!sat_group_find (self, &g_array_index (open, SatUuid, i), &conflict, error))
      return FALSE;
    if (conflict == NULL || conflict->before == NULL || !is_open (conflict))
      continue;
    if (is_pair_with (conflict, &to->id)) {
      close_conflict (self, conflict);
    } else if (move) {
      take_reference (conflict, "record", &to->id);
      conflict->root = to->root;
      rise (self, conflict);
    }
  }
  return TRUE;
}

gboolean
sat_group_hand_over (SatGroup *self,
                     const SatGroupRecord *from,
                     const SatGroupRecord *to,
                     GError **error)
{
  return hand_over (self, from, to, TRUE, error) && hand_over (self, to, from, FALSE, error);
}

gboolean
sat_group_put_conflict (SatGroup *self, SatMember *member, GError **error)
{
  const SatWireFields *fields = member->mutation->fields;
  const SatWireValue *state = sat_group_value (fields, "state");
  SatGroupRecord *conflict;

  if (member->mutation->op != SAT_OP_PUT || sat_wire_fields_n (fields) != 1 || state == NULL ||
      g_strcmp0 (state->text, CLOSED) != 0)
    return sat_group_refuse (self, member, "invalid");
  if (!sat_group_find (self, &member->mutation->id, &conflict, error))
    return FALSE;
  if (conflict != NULL && is_open (conflict)) {
    close_conflict (self, conflict);
    conflict->member = member;
  }
  return TRUE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-organisation.h"

#include <string.h>

#include "sat-wire-value.h"

#define BATCH 500

typedef struct {
  SatUuid id;
  GArray *teams, *territories; /* of a user: SatUuid */
  GPtrArray *below;            /* of Member, not owned */
  guint visit;                 /* the last walk that came by */
} Member;

struct _SatOrganisation {
  GMutex lock; /* of the visits */
  guint visits;
  GHashTable *users, *teams, *territories; /* id -> Member */
};

static void
member_free (gpointer data)
{
  Member *self = data;

  g_array_unref (self->teams);
  g_array_unref (self->territories);
  g_ptr_array_unref (self->below);
  g_free (self);
}

static Member *
member (GHashTable *members, const SatUuid *id)
{
  Member *self = g_hash_table_lookup (members, id);

  if (self != NULL)
    return self;
  self = g_new0 (Member, 1);
  self->id = *id;
  self->teams = g_array_new (FALSE, FALSE, sizeof (SatUuid));
  self->territories = g_array_new (FALSE, FALSE, sizeof (SatUuid));
  self->below = g_ptr_array_new ();
  g_hash_table_insert (members, &self->id, self);
  return self;
}

static SatUuid
reference (const SatWireFields *fields, const char *name)
{
  const SatWireValue *value = sat_wire_fields_get (fields, name);

  return value != NULL && value->kind == SAT_WIRE_REFERENCE ? value->reference : (SatUuid){{0}};
}

static void
add_places (Member *person, const SatWireFields *fields)
{
  SatUuid team = reference (fields, "team"), territory = reference (fields, "territory");

  if (!sat_uuid_is_nil (&team))
    g_array_append_val (person->teams, team);
  if (!sat_uuid_is_nil (&territory))
    g_array_append_val (person->territories, territory);
}

typedef void (*AddRecord) (SatOrganisation *self,
                           const SatStoredRecord *record,
                           const SatWireFields *fields);

/* Deleted ones stay in the tree: who was below somebody that left is still below those above. */
static Member *
add_below (GHashTable *members, const SatUuid *id, SatUuid above)
{
  Member *self = member (members, id);

  if (!sat_uuid_is_nil (&above))
    g_ptr_array_add (member (members, &above)->below, self);
  return self;
}

static void
add_user (SatOrganisation *self, const SatStoredRecord *record, const SatWireFields *fields)
{
  add_places (add_below (self->users, &record->id, reference (fields, "manager")), fields);
}

static void
add_team (SatOrganisation *self, const SatStoredRecord *record, const SatWireFields *fields)
{
  add_below (self->teams, &record->id, reference (fields, "parent"));
}

static void
add_territory (SatOrganisation *self, const SatStoredRecord *record, const SatWireFields *fields)
{
  add_below (self->territories, &record->id, reference (fields, "parent"));
}

static void
add_membership (SatOrganisation *self, const SatStoredRecord *record, const SatWireFields *fields)
{
  SatUuid user = reference (fields, "user");

  if (record->deleted_seq == 0 && !sat_uuid_is_nil (&user))
    add_places (member (self->users, &user), fields);
}

static gboolean
read_members (SatOrganisation *self,
              SatTransaction *transaction,
              const char *type,
              AddRecord add,
              GError **error)
{
  SatUuid last = {{0}};

  for (;;) {
    g_autoptr (GPtrArray) records =
        g_ptr_array_new_with_free_func ((GDestroyNotify)sat_stored_record_free);

    if (!transaction->api->of_type (transaction, type, &last, BATCH, records, error))
      return FALSE;
    for (guint i = 0; i < records->len; i++) {
      const SatStoredRecord *record = g_ptr_array_index (records, i);
      g_autoptr (SatWireFields) fields = sat_wire_fields_parse (record->fields, -1, error);

      if (fields == NULL)
        return FALSE;
      add (self, record, fields);
      last = record->id;
    }
    if (records->len < BATCH)
      return TRUE;
  }
}

SatOrganisation *
sat_organisation_read (SatTransaction *transaction, GError **error)
{
  g_autoptr (SatOrganisation) self = NULL;

  g_return_val_if_fail (transaction != NULL, NULL);
  self = g_new0 (SatOrganisation, 1);
  g_mutex_init (&self->lock);
  self->users = g_hash_table_new_full (sat_uuid_hash, sat_uuid_equal, NULL, member_free);
  self->teams = g_hash_table_new_full (sat_uuid_hash, sat_uuid_equal, NULL, member_free);
  self->territories = g_hash_table_new_full (sat_uuid_hash, sat_uuid_equal, NULL, member_free);
  if (!read_members (self, transaction, "user", add_user, error) ||
      !read_members (self, transaction, "team", add_team, error) ||
      !read_members (self, transaction, "territory", add_territory, error) ||
      !read_members (self, transaction, "membership", add_membership, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
sat_organisation_free (SatOrganisation *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->users);
  g_hash_table_unref (self->teams);
  g_hash_table_unref (self->territories);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/* @start and all below it that this visit has not come by, so circles are walked once. */
static GPtrArray *
walk_tree (Member *start, guint visit)
{
  GPtrArray *found = g_ptr_array_new ();

  if (start->visit != visit)
    g_ptr_array_add (found, start);
  start->visit = visit;
  for (guint i = 0; i < found->len; i++) {
    const Member *above = g_ptr_array_index (found, i);

    for (guint j = 0; j < above->below->len; j++) {
      Member *next = g_ptr_array_index (above->below, j);

      if (next->visit != visit)
        g_ptr_array_add (found, next);
      next->visit = visit;
    }
  }
  return found;
}

static void
add_places_below (
    GHashTable *places, const GArray *ids, guint visit, const char *kind, GPtrArray *scopes)
{
  for (guint i = 0; i < ids->len; i++) {
    g_autoptr (GPtrArray) found =
        walk_tree (member (places, &g_array_index (ids, SatUuid, i)), visit);

    for (guint j = 0; j < found->len; j++)
      g_ptr_array_add (scopes,
                       sat_scope_name (kind, &((Member *)g_ptr_array_index (found, j))->id));
  }
}

/* Who is above somebody holds all that they hold: as its owner, and by teams and territories. */
static void
add_people (SatOrganisation *self, Member *top, GPtrArray *scopes)
{
  guint visit = ++self->visits;
  g_autoptr (GPtrArray) people = walk_tree (top, visit);

  for (guint i = 0; i < people->len; i++) {
    const Member *person = g_ptr_array_index (people, i);

    g_ptr_array_add (scopes, sat_scope_name ("own", &person->id));
    add_places_below (self->teams, person->teams, visit, "team", scopes);
    add_places_below (self->territories, person->territories, visit, "terr", scopes);
  }
}

SatHolder *
sat_organisation_holder (SatOrganisation *self, const SatUuid *user, SatRole role)
{
  g_autoptr (GPtrArray) scopes = NULL;
  Member *person;

  g_return_val_if_fail (self != NULL && user != NULL, NULL);
  scopes = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (scopes, g_strdup (SAT_SCOPE_ORG));
  g_ptr_array_add (scopes, sat_scope_name ("own", user));
  if (role == SAT_ROLE_ADMIN)
    g_ptr_array_add (scopes, g_strdup (SAT_SCOPE_ALL));
  g_mutex_lock (&self->lock);
  person = g_hash_table_lookup (self->users, user);
  if (person != NULL)
    add_people (self, person, scopes);
  g_mutex_unlock (&self->lock);
  return sat_holder_new (role, scopes);
}

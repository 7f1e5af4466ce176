/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-organisation.h"

#include <string.h>

#include "sat-wire-value.h"

#define BATCH 500

typedef struct {
  SatUuid id;
  SatUuid team, territory; /* of a user */
  GPtrArray *below;        /* of Member, not owned */
  guint visit;             /* the last walk that came by */
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

/* Deleted ones stay in the tree: who was below somebody that left is still below those above. */
static gboolean
add_member (GHashTable *members, const char *up, const SatStoredRecord *record, GError **error)
{
  g_autoptr (SatWireFields) fields = sat_wire_fields_parse (record->fields, -1, error);
  Member *self;
  SatUuid above;

  if (fields == NULL)
    return FALSE;
  self = member (members, &record->id);
  self->team = reference (fields, "team");
  self->territory = reference (fields, "territory");
  above = reference (fields, up);
  if (!sat_uuid_is_nil (&above))
    g_ptr_array_add (member (members, &above)->below, self);
  return TRUE;
}

static gboolean
read_members (SatTransaction *transaction,
              const char *type,
              const char *up,
              GHashTable *members,
              GError **error)
{
  SatUuid last = {{0}};

  for (;;) {
    g_autoptr (GPtrArray) records =
        g_ptr_array_new_with_free_func ((GDestroyNotify)sat_stored_record_free);

    if (!transaction->api->of_type (transaction, type, &last, BATCH, records, error))
      return FALSE;
    for (guint i = 0; i < records->len; i++)
      if (!add_member (members, up, g_ptr_array_index (records, i), error))
        return FALSE;
    if (records->len < BATCH)
      return TRUE;
    last = ((SatStoredRecord *)g_ptr_array_index (records, records->len - 1))->id;
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
  if (!read_members (transaction, "user", "manager", self->users, error) ||
      !read_members (transaction, "team", "parent", self->teams, error) ||
      !read_members (transaction, "territory", "parent", self->territories, error))
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

/* Adds @start and all below it; circles are walked once. */
static void
add_tree (Member *start, guint visit, const char *kind, GPtrArray *scopes)
{
  g_autoptr (GPtrArray) waiting = g_ptr_array_new ();

  g_ptr_array_add (waiting, start);
  while (waiting->len > 0) {
    Member *next = g_ptr_array_steal_index_fast (waiting, waiting->len - 1);

    if (next->visit == visit)
      continue;
    next->visit = visit;
    g_ptr_array_add (scopes, sat_scope_name (kind, &next->id));
    g_ptr_array_extend (waiting, next->below, NULL, NULL);
  }
}

static void
add_place (GHashTable *places, const SatUuid *id, guint visit, const char *kind, GPtrArray *scopes)
{
  Member *place = sat_uuid_is_nil (id) ? NULL : g_hash_table_lookup (places, id);

  if (place != NULL)
    add_tree (place, visit, kind, scopes);
  else if (!sat_uuid_is_nil (id))
    g_ptr_array_add (scopes, sat_scope_name (kind, id));
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
  if (person != NULL) {
    guint visit = ++self->visits;

    add_tree (person, visit, "own", scopes);
    add_place (self->teams, &person->team, visit, "team", scopes);
    add_place (self->territories, &person->territory, visit, "terr", scopes);
  }
  g_mutex_unlock (&self->lock);
  return sat_holder_new (role, scopes);
}

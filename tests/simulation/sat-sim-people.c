/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who may hold what, and how it changes. */

#include "config.h"

#include "sat-sim-private.h"

#include "sat-page.h"

void
sat_sim_write_reference (
    SatSim *self, const char *type, const SatUuid *id, const char *field, const SatUuid *to)
{
  g_autoptr (SatWireFields) fields = sat_wire_fields_new ();
  g_autoptr (GError) error = NULL;
  SatServerWrite write = {SAT_OP_PUT, type, *id, fields};

  sat_wire_fields_take (fields, field, to != NULL ? sat_wire_reference (to) : sat_wire_null (),
                        TRUE);
  if (!sat_sim_write (self, &write, 1, &error) && !sat_sim_disk_failed (self))
    sat_sim_wrong (self, "the server cannot write: %s", error->message);
}

static SatServerRecord *
any_record (SatSim *self, GPtrArray *records)
{
  return records != NULL && records->len > 0
             ? g_ptr_array_index (records, sat_sim_below (self, records->len))
             : NULL;
}

static const SatUuid *
reference_of (const SatServerRecord *record, const char *field)
{
  const SatWireValue *value = record != NULL ? sat_wire_fields_get (record->fields, field) : NULL;

  return value != NULL && value->kind == SAT_WIRE_REFERENCE ? &value->reference : NULL;
}

static const char *
owned_type (SatSim *self)
{
  static const char *const types[] = {"company", "contact", "opportunity"};

  return types[sat_sim_below (self, G_N_ELEMENTS (types))];
}

void
sat_sim_move_owner (SatSim *self)
{
  const char *type = owned_type (self);
  const SatSimPerson *person = &self->people[sat_sim_below (self, SAT_SIM_N_WORKERS)];
  g_autoptr (GPtrArray) records = sat_server_records (self->server, type, NULL);
  SatServerRecord *record = any_record (self, records);

  if (record != NULL && sat_sim_strikes (self, SAT_SIM_OWNER_MOVE, 80))
    sat_sim_write_reference (self, type, &record->id, "owner", &person->user);
}

void
sat_sim_owner_back (SatSim *self)
{
  const char *type = owned_type (self);
  const SatSimPerson *person = &self->people[sat_sim_below (self, SAT_SIM_N_WORKERS)];
  g_autoptr (GPtrArray) records = sat_server_records (self->server, type, NULL);
  SatServerRecord *record = any_record (self, records);

  if (record == NULL || !sat_sim_strikes (self, SAT_SIM_OWNER_BACK, 80))
    return;
  sat_sim_write_reference (self, type, &record->id, "owner", &person->user);
  sat_sim_write_reference (self, type, &record->id, "owner", reference_of (record, "owner"));
}

void
sat_sim_move_people (SatSim *self)
{
  const SatSimPerson *person = &self->people[1 + sat_sim_below (self, 3)];
  g_autoptr (GPtrArray) territories = sat_server_records (self->server, "territory", NULL);
  SatServerRecord *territory = any_record (self, territories);
  guint manager = sat_sim_below (self, SAT_SIM_N_WORKERS);

  if (!sat_sim_strikes (self, SAT_SIM_PEOPLE_MOVE, 80))
    return;
  if (territory != NULL && sat_sim_chance (self, 60))
    sat_sim_write_reference (self, "user", &person->user, "territory", &territory->id);
  else
    sat_sim_write_reference (self, "user", &person->user, "manager",
                             sat_sim_chance (self, 30) ? NULL : &self->people[manager].user);
}

void
sat_sim_rights_back (SatSim *self)
{
  const SatSimPerson *person = &self->people[1 + sat_sim_below (self, 3)];
  const char *field = sat_sim_chance (self, 50) ? "manager" : "territory";
  g_autoptr (GPtrArray) territories = sat_server_records (self->server, "territory", NULL);
  g_autoptr (SatServerRecord) user = sat_server_record (self->server, "user", &person->user, NULL);
  SatServerRecord *territory = any_record (self, territories);
  const SatUuid *other = field[0] == 'm'     ? &self->people[sat_sim_below (self, 3)].user
                         : territory != NULL ? &territory->id
                                             : NULL;

  if (user == NULL || !sat_sim_strikes (self, SAT_SIM_RIGHTS_BACK, 80))
    return;
  sat_sim_write_reference (self, "user", &person->user, field, other);
  sat_sim_write_reference (self, "user", &person->user, field, reference_of (user, field));
}

/* Rights, worked out for one record at a time, with no index and nothing remembered */

/* Is @id @above, or below it by way of the field that leads up? */
static gboolean
is_below (SatSim *self, const char *type, const char *up, const SatUuid *id, const SatUuid *above)
{
  SatUuid at = *id;

  for (guint depth = 0; depth < 64; depth++) {
    g_autoptr (SatServerRecord) record = NULL;
    const SatUuid *next;

    if (sat_uuid_equal (&at, above))
      return TRUE;
    record = sat_server_record (self->server, type, &at, NULL);
    /* Who was deleted still stands where they stood; only the server can look that up. */
    if (record == NULL)
      return TRUE;
    next = reference_of (record, up);
    if (next == NULL)
      return FALSE;
    at = *next;
  }
  return FALSE;
}

/* Do the places of @records, which belong to whom @whose names or else to themselves, give @person
 * the territory: of their own, or of somebody below them? */
static gboolean
gives_territory (SatSim *self,
                 GPtrArray *records,
                 const char *whose,
                 const SatSimPerson *person,
                 const SatUuid *territory)
{
  for (guint i = 0; records != NULL && i < records->len; i++) {
    SatServerRecord *record = g_ptr_array_index (records, i);
    const SatUuid *in = reference_of (record, "territory");
    const SatUuid *member = whose != NULL ? reference_of (record, whose) : &record->id;

    if (in != NULL && member != NULL && is_below (self, "territory", "parent", territory, in) &&
        is_below (self, "user", "manager", member, &person->user))
      return TRUE;
  }
  return FALSE;
}

static gboolean
works_in (SatSim *self, const SatSimPerson *person, const SatUuid *territory)
{
  g_autoptr (SatServerRecord) user = sat_server_record (self->server, "user", &person->user, NULL);
  g_autoptr (GPtrArray) users = sat_server_records (self->server, "user", NULL);
  g_autoptr (GPtrArray) memberships = sat_server_records (self->server, "membership", NULL);

  return user == NULL || gives_territory (self, users, NULL, person, territory) ||
         gives_territory (self, memberships, "user", person, territory);
}

static gboolean
may_hold (SatSim *self, const SatSimPerson *person, const SatType *type, const SatUuid *root)
{
  g_autoptr (SatServerRecord) record = sat_server_record (self->server, type->name, root, NULL);
  g_autoptr (SatServerRecord) company = NULL;
  const SatUuid *owner, *territory;
  const SatWireValue *shared;

  /* Of what is deleted the scopes are those of its end, which nobody can ask for. */
  if (person->role == SAT_ROLE_ADMIN || type->flags & SAT_TYPE_ORG || record == NULL)
    return TRUE;
  shared = sat_wire_fields_get (record->fields, "shared");
  if (shared != NULL && shared->kind == SAT_WIRE_INTEGER && shared->integer != 0)
    return TRUE;
  owner = reference_of (record, g_str_equal (type->name, "note") ? "author" : "owner");
  territory = reference_of (record, "territory");
  if (reference_of (record, "company") != NULL) {
    company = sat_server_record (self->server, "company", reference_of (record, "company"), NULL);
    if (company == NULL) /* Deleted, too. */
      return TRUE;
    territory = reference_of (company, "territory");
  }
  if (owner == NULL && territory == NULL)
    return TRUE;
  return (owner != NULL && is_below (self, "user", "manager", owner, &person->user)) ||
         (territory != NULL && works_in (self, person, territory));
}

static void
check_row (SatSim *self, const SatSimPerson *person, const SatPageRow *row)
{
  g_autofree char *root = sat_uuid_to_string (&row->root);
  const SatType *type;

  if (sat_uuid_equal (&row->id, &row->root))
    g_hash_table_replace (self->root_types, g_strdup (root), g_strdup (row->type));
  type = g_hash_table_contains (self->root_types, root)
             ? sat_registry_type (self->registry, g_hash_table_lookup (self->root_types, root))
             : NULL;
  if (type != NULL && !may_hold (self, person, type, &row->root))
    sat_sim_wrong (self, "%s gets a %s of %s %s, and may not", person->name, row->type, type->name,
                   root);
}

/* A part does not name it. */
static gboolean
find_root (SatSim *self, SatPageRow *row)
{
  g_autoptr (SatServerRecord) record = sat_server_record (self->server, row->type, &row->id, NULL);

  if (record != NULL)
    row->root = record->root;
  return record != NULL;
}

void
sat_sim_check_page (SatSim *self, const SatSimPerson *person, GBytes *page)
{
  g_autoptr (SatPageReader) reader = sat_page_reader_new (page, NULL);
  SatPageItem item = SAT_PAGE_ROW;
  SatPageRow row = {0};
  SatUuid gone;

  while (reader != NULL && item != SAT_PAGE_END && self->wrong == NULL &&
         sat_page_reader_next (reader, &item, &row, &gone, NULL))
    if (item == SAT_PAGE_ROW || (item == SAT_PAGE_PART && row.m == 0 && find_root (self, &row)))
      check_row (self, person, &row);
  sat_page_row_clear (&row);
}

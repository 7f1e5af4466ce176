/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "visibility-world.h"

#include <string.h>

#include "sat-sqlite-storage.h"

static const char *const root_types[] = {"company",  "contact",    "opportunity", "activity",
                                         "note",     "saved_list", "company",     "contact",
                                         "activity", "product"};

guint
world_chance (World *world, guint n)
{
  return (guint)g_rand_int_range (world->random, 0, (gint32)n);
}

/* In no order of time, as the ids of people who worked offline are. */
static SatUuid
new_id (World *world)
{
  SatUuid id;

  for (guint i = 0; i < sizeof id.bytes; i++)
    id.bytes[i] = (guint8)world_chance (world, 256);
  return id;
}

static void
world_record_free (gpointer data)
{
  WorldRecord *record = data;

  g_array_unref (record->history);
  g_free (record);
}

WorldRecord *
world_record (World *world, const SatUuid *id)
{
  return g_hash_table_lookup (world->by_id, id);
}

static gboolean
is_there (const WorldRecord *record)
{
  return record != NULL && !record->erased;
}

WorldRecord *
world_any (World *world, const char *type)
{
  g_autoptr (GPtrArray) fitting = g_ptr_array_new ();

  for (guint i = 0; i < world->records->len; i++) {
    WorldRecord *record = g_ptr_array_index (world->records, i);

    if (is_there (record) && (type == NULL || g_str_equal (record->type, type)))
      g_ptr_array_add (fitting, record);
  }
  return fitting->len > 0 ? g_ptr_array_index (fitting, world_chance (world, fitting->len)) : NULL;
}

WorldRecord *
world_root_of (World *world, WorldRecord *record)
{
  while (!sat_uuid_is_nil (&record->parent))
    record = world_record (world, &record->parent);
  return record;
}

/* Who may hold what, naively */

/* Does the way up from @id lead to @top? */
static gboolean
is_below (World *world, SatUuid id, const SatUuid *top)
{
  for (guint i = 0; i <= world->records->len; i++) {
    WorldRecord *record;

    if (sat_uuid_equal (&id, top))
      return TRUE;
    record = world_record (world, &id);
    if (record == NULL)
      return FALSE;
    id = record->manager;
  }
  return FALSE;
}

/* By themselves, or by somebody below them. */
static gboolean
has_territory (World *world, const WorldRecord *user, const SatUuid *territory)
{
  if (sat_uuid_is_nil (territory))
    return FALSE;
  for (guint i = 0; i < world->records->len; i++) {
    const WorldRecord *place = g_ptr_array_index (world->records, i);
    gboolean member = g_str_equal (place->type, "membership") && !place->deleted && !place->erased;
    gboolean person = g_str_equal (place->type, "user") && !place->erased;

    if ((member || person) && !sat_uuid_is_nil (&place->territory) &&
        is_below (world, member ? place->user : place->id, &user->id) &&
        is_below (world, *territory, &place->territory))
      return TRUE;
  }
  return FALSE;
}

static gboolean
sees_root (World *world, const WorldRecord *user, const WorldRecord *root)
{
  const SatType *type = sat_registry_type (world->registry, root->type);
  const WorldRecord *company = world_record (world, &root->company);
  gboolean owned = !sat_uuid_is_nil (&root->owner);
  SatUuid territory = root->territory;

  if (root->erased)
    return FALSE;
  if (user->role == SAT_ROLE_ADMIN || (type->flags & SAT_TYPE_ORG))
    return TRUE;
  if (is_there (company))
    territory = company->territory;
  if (root->shared || (!owned && sat_uuid_is_nil (&territory)))
    return TRUE;
  return (owned && is_below (world, root->owner, &user->id)) ||
         has_territory (world, user, &territory);
}

gboolean
world_sees (World *world, const WorldRecord *user, WorldRecord *record)
{
  return !record->erased && sees_root (world, user, world_root_of (world, record));
}

/* Writing as a push does */

static void
take_reference (SatWireFields *fields, const char *name, const SatUuid *id)
{
  if (!sat_uuid_is_nil (id))
    sat_wire_fields_take (fields, name, sat_wire_reference (id), FALSE);
}

static SatWireFields *
make_fields (const WorldRecord *record)
{
  SatWireFields *fields = sat_wire_fields_new ();
  gboolean user = g_str_equal (record->type, "user");

  sat_wire_fields_take (fields, "name", sat_wire_int (record->value), FALSE);
  take_reference (fields, g_str_equal (record->type, "note") ? "author" : "owner", &record->owner);
  take_reference (fields, "company", &record->company);
  take_reference (fields, "territory", &record->territory);
  take_reference (fields, user ? "manager" : "parent", &record->manager);
  take_reference (fields, "user", &record->user);
  take_reference (fields, "record", &record->parent);
  if (record->shared)
    sat_wire_fields_take (fields, "shared", sat_wire_int (1), FALSE);
  return fields;
}

char *
world_fields (const WorldRecord *record)
{
  g_autoptr (SatWireFields) fields = make_fields (record);

  return sat_wire_fields_to_string (fields);
}

static void
add_history (World *world, WorldRecord *record)
{
  g_autoptr (GError) error = NULL;
  SatStoredHistory row = {.id = new_id (world),
                          .u = new_id (world),
                          .record = record->id,
                          .root = record->root,
                          .type = record->type,
                          .field = (char *)"name",
                          .value = (char *)"\"before\"",
                          .to = {(SatHlc)record->seq, 1},
                          .fate = "replaced",
                          .seq = world->seq};

  g_array_append_val (record->history, row.id);
  world->transaction->api->add_history (world->transaction, &row, &error);
  g_assert_no_error (error);
}

/* Puts @record as it is now. */
static void
put (World *world, WorldRecord *record, GArray *written)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *fields = world_fields (record);
  SatStoredRecord stored = {.id = record->id,
                            .root = world_root_of (world, record)->id,
                            .type = record->type,
                            .seq = world->seq,
                            .deleted_seq = record->deleted ? world->seq : 0,
                            .clocks = (char *)"0000000000000001:1",
                            .fields = fields};
  SatWritten what = {record->id, stored.root, record->root, record->type, NULL, NULL};

  world->transaction->api->put_record (world->transaction, &stored, &error);
  g_assert_no_error (error);
  if (!sat_uuid_is_nil (&record->root) && !sat_uuid_equal (&record->root, &stored.root))
    world->transaction->api->move_history (world->transaction, &record->id, &stored.root, &error);
  g_assert_no_error (error);
  record->seq = world->seq;
  record->root = stored.root;
  if (!sat_uuid_is_nil (&what.old_root))
    add_history (world, record);
  g_array_append_val (written, what);
}

/* The records whose way up leads by @top, itself first. */
static GPtrArray *
tree_of (World *world, WorldRecord *top)
{
  GPtrArray *tree = g_ptr_array_new ();

  g_ptr_array_add (tree, top);
  for (guint i = 0; i < tree->len; i++) {
    const WorldRecord *up = g_ptr_array_index (tree, i);

    for (guint j = 0; j < world->records->len; j++) {
      WorldRecord *record = g_ptr_array_index (world->records, j);

      if (!record->erased && sat_uuid_equal (&record->parent, &up->id))
        g_ptr_array_add (tree, record);
    }
  }
  return tree;
}

static void
put_tree (World *world, WorldRecord *top, GArray *written)
{
  g_autoptr (GPtrArray) tree = tree_of (world, top);

  for (guint i = 0; i < tree->len; i++)
    put (world, g_ptr_array_index (tree, i), written);
}

static void
erase (World *world, WorldRecord *top)
{
  g_autoptr (GPtrArray) tree = tree_of (world, top);
  g_autoptr (GError) error = NULL;

  for (guint i = tree->len; i-- > 0;) {
    WorldRecord *record = g_ptr_array_index (tree, i);
    SatTransaction *transaction = world->transaction;

    sat_visibility_erase (world->visibility, transaction, world->seq, &record->id, &error);
    g_assert_no_error (error);
    transaction->api->remove_record (transaction, &record->id, &error);
    g_assert_no_error (error);
    transaction->api->remove_history (transaction, &record->id, &error);
    g_assert_no_error (error);
    g_array_set_size (record->history, 0);
    record->erased = TRUE;
  }
}

/* What happens */

static WorldRecord *
make (World *world, const char *type)
{
  WorldRecord *record = g_new0 (WorldRecord, 1);

  record->id = new_id (world);
  record->type = g_intern_string (type);
  record->value = ++world->values;
  record->history = g_array_new (FALSE, FALSE, sizeof (SatUuid));
  g_ptr_array_add (world->records, record);
  g_hash_table_insert (world->by_id, &record->id, record);
  return record;
}

/* One of a type, or nobody now and then. */
static SatUuid
some (World *world, const char *type, guint often)
{
  WorldRecord *record = world_chance (world, 4) < often ? world_any (world, type) : NULL;

  return record != NULL ? record->id : (SatUuid){{0}};
}

static gboolean
has_company (const WorldRecord *record)
{
  return g_str_equal (record->type, "contact") || g_str_equal (record->type, "opportunity");
}

static void
change_place (World *world, WorldRecord *record)
{
  guint what = world_chance (world, 3);

  if (g_str_equal (record->type, "user") || g_str_equal (record->type, "membership") ||
      g_str_equal (record->type, "product"))
    return;
  if (what == 0 || g_str_equal (record->type, "activity"))
    record->owner = some (world, "user", 3);
  else if (has_company (record))
    record->company = some (world, "company", 3);
  else if (g_str_equal (record->type, "company"))
    record->territory = some (world, "territory", 3);
  else if (g_str_equal (record->type, "saved_list"))
    record->shared = !record->shared;
}

static WorldRecord *
make_root (World *world)
{
  WorldRecord *record = make (world, root_types[world_chance (world, G_N_ELEMENTS (root_types))]);

  if (!g_str_equal (record->type, "product"))
    record->owner = some (world, "user", 3);
  if (g_str_equal (record->type, "company"))
    record->territory = some (world, "territory", 3);
  if (has_company (record))
    record->company = some (world, "company", 3);
  return record;
}

static void
make_child (World *world, GArray *written)
{
  WorldRecord *parent = world_any (world, world_chance (world, 2) == 0 ? "company" : "activity");
  WorldRecord *child;

  if (parent == NULL)
    return;
  child = make (world, world_chance (world, 3) > 0 ? "activity" : "contact_point");
  child->parent = parent->id;
  put (world, child, written);
}

/* An activity goes elsewhere, or becomes one by itself. */
static void
move_child (World *world, GArray *written)
{
  WorldRecord *child = world_any (world, "activity");
  WorldRecord *target = world_any (world, world_chance (world, 2) == 0 ? "company" : "activity");

  if (child == NULL || target == NULL)
    return;
  if (world_chance (world, 4) == 0) {
    child->parent = (SatUuid){{0}};
  } else {
    for (WorldRecord *up = target;; up = world_record (world, &up->parent)) {
      if (up == child)
        return;
      if (sat_uuid_is_nil (&up->parent))
        break;
    }
    child->parent = target->id;
  }
  put_tree (world, child, written);
}

static void
change_structure (World *world, GArray *written)
{
  static const char *const types[] = {"user", "territory", "user", "membership"};
  const char *type = types[world_chance (world, G_N_ELEMENTS (types))];
  WorldRecord *record = world_chance (world, 3) == 0 ? NULL : world_any (world, type);

  if (record == NULL)
    record = make (world, type);
  switch (world_chance (world, 4)) {
  case 0:
    record->role = g_str_equal (type, "user") ? (SatRole)world_chance (world, 4) + SAT_ROLE_READER
                                              : SAT_ROLE_REP;
    break;
  case 1:
    if (!g_str_equal (type, "territory"))
      record->territory = some (world, "territory", 3);
    break;
  default:
    if (!g_str_equal (type, "membership"))
      record->manager = some (world, type, 3);
  }
  if (g_str_equal (type, "membership") && sat_uuid_is_nil (&record->user))
    record->user = some (world, "user", 4);
  if (g_str_equal (type, "membership") && world_chance (world, 4) == 0)
    record->deleted = !record->deleted;
  put (world, record, written);
}

static void
change_something (World *world, GArray *written)
{
  WorldRecord *record = world_any (world, NULL);

  if (record == NULL)
    return;
  record->value = ++world->values;
  if (world_chance (world, 8) == 0 && !g_str_equal (record->type, "user") &&
      !g_str_equal (record->type, "territory"))
    record->deleted = !record->deleted;
  put (world, record, written);
}

static void
happen (World *world, GArray *written, GPtrArray *made)
{
  WorldRecord *root;

  switch (world_chance (world, 12)) {
  case 0:
  case 1:
  case 2:
    root = make_root (world);
    put (world, root, written);
    g_ptr_array_add (made, root);
    break;
  case 3:
  case 4:
    make_child (world, written);
    break;
  case 5:
    move_child (world, written);
    break;
  case 6:
    change_structure (world, written);
    break;
  case 7:
  case 8:
  case 9:
    root = world_any (world, world_chance (world, 3) == 0 ? "company" : NULL);
    if (root == NULL || !sat_uuid_is_nil (&root->parent))
      break;
    change_place (world, root);
    put (world, root, written);
    break;
  default:
    change_something (world, written);
  }
}

static gboolean
may_be_erased (const WorldRecord *record)
{
  return record != NULL && !g_str_equal (record->type, "user") &&
         !g_str_equal (record->type, "territory") && !g_str_equal (record->type, "membership");
}

static void
commit_group (World *world, const WorldRecord *author, GPtrArray *made)
{
  g_autoptr (GArray) written = g_array_new (FALSE, FALSE, sizeof (SatWritten));
  g_autoptr (GError) error = NULL;
  SatCaller caller = {0};
  guint n = 1 + world_chance (world, 3);

  world->transaction->api->next_seq (world->transaction, &world->seq, &error);
  g_assert_no_error (error);
  if (world_chance (world, 25) == 0 && may_be_erased (world_any (world, NULL))) {
    WorldRecord *victim = world_any (world, NULL);

    if (may_be_erased (victim))
      erase (world, victim);
    return;
  }
  for (guint i = 0; i < n; i++)
    happen (world, written, made);
  if (author != NULL)
    caller = (SatCaller){author->id, "", author->role, 1};
  sat_visibility_written (world->visibility, world->transaction, world->seq,
                          author != NULL ? &caller : NULL, &g_array_index (written, SatWritten, 0),
                          written->len, &error);
  g_assert_no_error (error);
}

void
world_step (World *world, const WorldRecord *author, GPtrArray *made)
{
  g_autoptr (GError) error = NULL;
  guint n = 1 + world_chance (world, 3);

  world->transaction = sat_storage_begin_write (world->storage, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < n; i++)
    commit_group (world, author, made);
  sat_transaction_commit (g_steal_pointer (&world->transaction), &error);
  g_assert_no_error (error);
}

World *
world_new (guint seed)
{
  World *world = g_new0 (World, 1);
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;

  world->random = g_rand_new_with_seed (seed);
  world->dir = sat_test_dir_new ();
  world->registry = sat_registry_new ();
  world->visibility = sat_visibility_new (world->registry);
  path = sat_test_dir_file (world->dir, "records.db");
  world->storage = sat_sqlite_storage_open (path, &error);
  g_assert_no_error (error);
  world->records = g_ptr_array_new_with_free_func (world_record_free);
  world->by_id = g_hash_table_new (sat_uuid_hash, sat_uuid_equal);
  return world;
}

void
world_free (World *world)
{
  g_hash_table_unref (world->by_id);
  g_ptr_array_unref (world->records);
  sat_storage_close (world->storage);
  sat_visibility_free (world->visibility);
  sat_registry_unref (world->registry);
  sat_test_dir_free (world->dir);
  g_rand_free (world->random);
  g_free (world);
}

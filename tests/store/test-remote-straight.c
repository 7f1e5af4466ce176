/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Edits of others that come as the fields that they touched: the same comes of them by the short
 * way, and by the long one that they take while anything of ours is on its way. */

#include "config.h"

#include "sync-fixture.h"

#include <string.h>

#include "sat-db.h"
#include "sat-remote.h"
#include "sat-statement.h"

typedef struct {
  Fixture *f;
  SatUuid uuid;
  gint64 id;
} World;

static World *
world_new (void)
{
  World *self = g_new0 (World, 1);

  self->f = fixture_new ();
  self->id = add_shared (self->f, &self->uuid);
  return self;
}

static void
world_free (World *self)
{
  fixture_free (self->f);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (World, world_free)

/* The record as the server has it, as a part with @fields. @clocks NULL: those that it has. */
static gboolean
tell (World *self, const SatWireFields *fields, const char *clocks, GError **error)
{
  const SatTestServerRecord *record = sat_test_server_get (self->f->server, &self->uuid);
  SatVersion version = sat_clocks_latest (record->clocks);
  SatPageBy by = {.device = version.device, .name = (char *)"Bob", .arrived = SAT_TEST_STORE_NOW};
  SatPageRow row = {.type = record->type,
                    .id = record->uuid,
                    .seq = record->seq,
                    .fields = (SatWireFields *)fields,
                    .by = &by,
                    .hlc = version.hlc};

  return take_part (self->f, &self->uuid, &row, NULL, clocks, error);
}

/* All that the file says of the shared company and of its past. */
static char *
dump (World *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SatConnection) connection =
      sat_connection_open (self->f->t->path, SAT_OPEN_READ, &error);
  g_autoptr (SatStatement) statement = sat_statement_new (
      connection,
      "SELECT group_concat (line, x'0a') FROM (SELECT 'row ' || (r.root = r.id) ||"
      " quote (r.versions) || r.deleted || ' ' || r.seq || quote (r.extra) || quote (c.name) ||"
      " quote (c.notes) || quote (c.industry) || quote (c.employees) || quote (u.uuid) AS line"
      " FROM record AS r JOIN company AS c ON c.id = r.id LEFT JOIN record AS u ON u.id = c.owner"
      " WHERE r.id = ?1"
      " UNION ALL SELECT 'past ' || field || quote (value) || v_from || ' ' || d_from || ' ' ||"
      " v_to || ' ' || d_to || ' ' || fate || quote (author) || edited_at || ' ' || arrived_at ||"
      " provisional FROM history WHERE record = ?1 ORDER BY 1)",
      &error);
  gboolean row;

  g_assert_no_error (error);
  sat_statement_bind_int (statement, 1, self->id);
  g_assert_true (sat_statement_step (statement, &row, &error) && row);
  return g_strdup (sat_statement_text (statement, 0));
}

static SatUuid
owner_uuid (void)
{
  return (SatUuid){{1, [15] = 77}};
}

/* Bob empties a field, fills two, and names somebody who has not come yet. */
static void
edit (World *self, SatWireFields *fields)
{
  SatUuid owner = owner_uuid ();
  g_autofree char *name = reference (&owner);

  sat_test_server_put (self->f->server, &self->uuid, "company", NULL, "notes", "", "industry",
                       "Steel", "employees", "#12", "owner", name, NULL);
  sat_wire_fields_take (fields, "notes", sat_wire_null (), TRUE);
  sat_wire_fields_take (fields, "industry", sat_wire_text ("Steel"), TRUE);
  sat_wire_fields_take (fields, "employees", sat_wire_int (12), TRUE);
  sat_wire_fields_take (fields, "owner", sat_wire_reference (&owner), TRUE);
}

/* @plain FALSE: something of ours waits meanwhile, elsewhere. */
static char *
play (gboolean plain)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (SatWireFields) fields = sat_wire_fields_new ();
  g_autoptr (GError) error = NULL;

  if (!plain)
    sat_test_store_add (world->f->t, "company", "name", "Another", NULL);
  edit (world, fields);
  tell (world, fields, NULL, &error);
  g_assert_no_error (error);
  sat_test_store_assert_text (world->f->t, world->id, "notes", NULL);
  sat_test_store_assert_text (world->f->t, world->id, "industry", "Steel");
  g_assert_cmpuint (steps_of (world->f, world->id, "notes"), ==, 1);
  g_assert_cmpint (count (world->f, "history WHERE author = 'Bob'"), ==, 4);
  if (plain)
    sat_test_server_assert_same (world->f->server, world->f->t);
  sat_test_check_verify (sat_test_store_reader (world->f->t));
  return dump (world);
}

static void
test_same (void)
{
  g_autofree char *plain = play (TRUE);
  g_autofree char *covered = play (FALSE);

  g_assert_nonnull (strstr (plain, "Steel"));
  g_assert_cmpstr (plain, ==, covered);
}

/* The versions of a group's fields are one. */
static void
test_group (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (SatWireFields) fields = sat_wire_fields_new ();
  g_autoptr (GError) error = NULL;
  SatUuid company = world->uuid;
  g_autofree char *name = reference (&company);

  world->uuid = new_uuid ();
  sat_test_server_put (world->f->server, &world->uuid, "address", &company, "record", name,
                       "street", "Quay 1", "city", "Bari", NULL);
  receive (world->f);
  world->id = id_of (world->f, &world->uuid);
  sat_test_server_put (world->f->server, &world->uuid, "address", NULL, "city", "Rome", NULL);
  sat_wire_fields_take (fields, "city", sat_wire_text ("Rome"), TRUE);
  tell (world, fields, NULL, &error);
  g_assert_no_error (error);
  sat_test_store_assert_text (world->f->t, world->id, "city", "Rome");
  sat_test_store_assert_text (world->f->t, world->id, "street", "Quay 1");
  sat_test_server_assert_same (world->f->server, world->f->t);
  sat_test_check_verify (sat_test_store_reader (world->f->t));
}

/* What a newer Satchel has is kept; the rest is there to be seen. */
static void
test_unknown_field (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (SatWireFields) fields = sat_wire_fields_new ();
  g_autoptr (GError) error = NULL;

  sat_test_server_put (world->f->server, &world->uuid, "company", NULL, "industry", "Steel", "mood",
                       "fine", NULL);
  sat_wire_fields_take (fields, "industry", sat_wire_text ("Steel"), TRUE);
  sat_wire_fields_take (fields, "mood", sat_wire_text ("fine"), TRUE);
  /* Whether its past can be kept is not known: it is asked for whole. */
  g_assert_false (tell (world, fields, NULL, &error));
  g_assert_error (error, SAT_PROTOCOL_ERROR, SAT_PROTOCOL_ERROR_PARTS);
  g_assert_cmpint (count (world->f, "history"), ==, 0);
  receive (world->f);
  sat_test_store_assert_text (world->f->t, world->id, "industry", "Steel");
  g_assert_cmpint (count (world->f, "record WHERE extra LIKE '%mood%'"), ==, 1);
  sat_test_check_verify (sat_test_store_reader (world->f->t));
}

/* What is typed here stays over it. */
static void
test_pending (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (SatWireFields) fields = sat_wire_fields_new ();
  g_autoptr (GError) error = NULL;

  sat_test_store_set (world->f->t, world->id, "industry", "Mine", NULL);
  edit (world, fields);
  tell (world, fields, NULL, &error);
  g_assert_no_error (error);
  sat_test_store_assert_text (world->f->t, world->id, "industry", "Mine");
  sat_test_store_assert_text (world->f->t, world->id, "notes", NULL);
  g_assert_cmpint (count (world->f, "shadow WHERE fields LIKE '%Steel%'"), ==, 1);
  sat_test_check_verify (sat_test_store_reader (world->f->t));
}

/* A page that comes twice changes nothing more. */
static void
test_again (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (SatWireFields) fields = sat_wire_fields_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  edit (world, fields);
  tell (world, fields, NULL, &error);
  g_assert_no_error (error);
  first = dump (world);
  tell (world, fields, NULL, &error);
  g_assert_no_error (error);
  second = dump (world);
  g_assert_cmpstr (first, ==, second);
}

/* It comes to something else than the server says: all is as before. */
static void
test_other_sum (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (SatWireFields) fields = sat_wire_fields_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *before = dump (world);
  g_autofree char *after = NULL;

  edit (world, fields);
  g_assert_false (tell (world, fields, "*=1:1", &error));
  g_assert_error (error, SAT_PROTOCOL_ERROR, SAT_PROTOCOL_ERROR_PARTS);
  after = dump (world);
  g_assert_cmpstr (before, ==, after);
  receive (world->f);
  sat_test_server_assert_same (world->f->server, world->f->t);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/remote-straight/same", test_same);
  g_test_add_func ("/remote-straight/group", test_group);
  g_test_add_func ("/remote-straight/unknown-field", test_unknown_field);
  g_test_add_func ("/remote-straight/pending", test_pending);
  g_test_add_func ("/remote-straight/again", test_again);
  g_test_add_func ("/remote-straight/other-sum", test_other_sum);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Fields and types that others have made, and values that the file has no place for. */

#include "config.h"

#include "sync-fixture.h"

#include <string.h>

static void
put_definition (Fixture *f, const SatUuid *uuid, const char *name)
{
  sat_test_server_put (f->server, uuid, "custom_field", NULL, "record_type", "company", "name",
                       name, "label", "Budget", "kind", "integer", NULL);
}

static char *
custom_name (const SatUuid *uuid)
{
  g_autoptr (GString) name = g_string_new ("u");

  for (guint i = 0; i < sizeof uuid->bytes; i++)
    g_string_append_printf (name, "%02x", uuid->bytes[i]);
  return g_string_free (g_steal_pointer (&name), FALSE);
}

/* A field that somebody else defined: its values may come first. */
static void
test_custom_field (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  SatUuid company = new_uuid (), field = new_uuid ();
  g_autofree char *name = custom_name (&field);
  gint64 id;

  sat_test_server_put (f->server, &company, "company", NULL, "name", "Acme", name, "#42", NULL);
  receive (f);
  id = id_of (f, &company);
  g_assert_cmpint (sat_test_store_sql_int (f->t, "SELECT count(*) FROM record WHERE extra LIKE"
                                                 " '%42%'"),
                   ==, 1);
  put_definition (f, &field, "budget");
  receive (f);
  sat_test_store_assert_text (f->t, id, "budget", "42");
  g_assert_cmpint (
      sat_test_store_sql_int (f->t, "SELECT count(*) FROM record WHERE extra IS NOT NULL"), ==, 0);
  sat_test_server_assert_same (f->server, f->t);
  sat_test_store_set (f->t, id, "budget", "43", NULL);
  sync_now (f);
  sat_test_server_put (f->server, &company, "company", NULL, name, "#44", NULL);
  sync_now (f);
  sat_test_store_assert_text (f->t, id, "budget", "44");
}

/* Two people call two fields alike; and one defines what this Satchel cannot make. */
static void
test_custom_names (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  SatUuid company = new_uuid (), first = new_uuid (), second = new_uuid (), strange = new_uuid ();
  g_autofree char *name = custom_name (&first), *other = custom_name (&second);
  gint64 id;

  put_definition (f, &first, "budget");
  put_definition (f, &second, "budget");
  sat_test_server_put (f->server, &strange, "custom_field", NULL, "record_type", "company", "name",
                       "odd", "label", "Odd", "kind", "hologram", NULL);
  sat_test_server_put (f->server, &company, "company", NULL, "name", "Acme", name, "#1", other,
                       "#2", NULL);
  receive (f);
  id = id_of (f, &company);
  sat_test_store_assert_text (f->t, id, "budget", "1");
  sat_test_store_assert_text (f->t, id, "budget_2", "2");
  sync_now (f);
  sat_test_store_reopen (f->t);
  sat_test_store_assert_text (f->t, id, "budget_2", "2");
}

/* What a newer Satchel wrote stays, and an edit of ours does not touch it. */
static void
test_unknown (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  SatUuid company = new_uuid (), strange = new_uuid ();
  gint64 id;

  sat_test_server_put (f->server, &company, "company", NULL, "name", "Acme", "aura", "blue", NULL);
  sat_test_server_put (f->server, &strange, "hologram", NULL, "name", "Ghost", NULL);
  sat_test_server_put (f->server, &company, "company", NULL, "aura", "red", NULL);
  receive (f);
  id = id_of (f, &company);
  g_assert_cmpint (sat_test_store_sql_int (f->t,
                                           "SELECT json_extract (extra, '$.fields.aura') = 'red'"
                                           " FROM record WHERE extra IS NOT NULL"),
                   ==, 1);
  g_assert_cmpint (sat_test_store_sql_int (f->t, "SELECT count(*) FROM extra_row"
                                                 " WHERE type = 'hologram'"),
                   ==, 1);
  sat_test_store_set (f->t, id, "notes", "mine", NULL);
  g_assert_cmpint (sat_test_store_sql_int (f->t,
                                           "SELECT json_extract (extra, '$.fields.aura') = 'red'"
                                           " FROM record WHERE extra IS NOT NULL"),
                   ==, 1);
  while (sat_test_server_send (f->server, f->t->store))
    continue;
  receive (f);
  g_assert_cmpint (sat_test_store_sql_int (f->t,
                                           "SELECT json_extract (extra, '$.fields.aura') = 'red'"
                                           " FROM record WHERE extra IS NOT NULL"),
                   ==, 1);
  g_assert_cmpstr (
      sat_wire_fields_get (sat_test_server_get (f->server, &company)->fields, "aura")->text, ==,
      "red");
  sat_test_check_verify (sat_test_store_reader (f->t));
}

/* A file that an older Satchel has filled: what it did not know takes its place. */
static void
test_upgrade (void)
{
  g_autoptr (Fixture) f = NULL;
  SatUuid contact = new_uuid (), attendee = new_uuid (), activity = new_uuid ();
  g_autofree char *to_activity = reference (&activity);
  g_autoptr (SatRegistry) now = sat_registry_new ();
  g_autoptr (SatRegistry) older = NULL;
  gint64 id;

  g_setenv ("SATCHEL_SCHEMA", "1", TRUE);
  older = sat_registry_new ();
  g_unsetenv ("SATCHEL_SCHEMA");
  f = fixture_new_alone (older);
  sat_test_server_join (f->server, f->t->store);
  sat_test_server_put (f->server, &contact, "contact", NULL, "first_name", "Ann", NULL);
  sat_test_server_put (f->server, &contact, "contact", NULL, "department", "Sales", NULL);
  sat_test_server_put (f->server, &activity, "activity", NULL, "subject", "Visit", NULL);
  sat_test_server_put (f->server, &attendee, "attendee", &activity, "activity", to_activity, "name",
                       "Bob", NULL);
  receive (f);
  id = id_of (f, &contact);
  g_assert_null (sat_type_field (sat_registry_type (older, "contact"), "department"));
  g_assert_cmpint (sat_test_store_sql_int (f->t, "SELECT count(*) FROM extra_row"), >=, 1);
  sat_test_store_set (f->t, id, "notes", "mine", NULL);

  sat_test_store_reopen_with (f->t, now);
  sat_test_store_assert_text (f->t, id, "department", "Sales");
  sat_test_store_assert_text (f->t, id, "notes", "mine");
  sat_test_store_assert_text (f->t, id_of (f, &attendee), "name", "Bob");
  g_assert_cmpint (sat_test_store_sql_int (f->t, "SELECT count(*) FROM extra_row"), ==, 0);
  g_assert_cmpuint (steps_of (f, id, "department"), ==, 1);
  sync_now (f);
}

/* What is not known goes with its root, its past too, also when it came to that root later. */
static void
test_unknown_moves (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  SatUuid company = new_uuid (), other = new_uuid (), strange = new_uuid ();

  sat_test_server_set_history (f->server, TRUE);
  sat_test_server_put (f->server, &company, "company", NULL, "name", "Acme", NULL);
  sat_test_server_put (f->server, &other, "company", NULL, "name", "Bolt", NULL);
  sat_test_server_put (f->server, &strange, "hologram", &company, "name", "Ghost", NULL);
  sat_test_server_put (f->server, &strange, "hologram", &company, "name", "Spirit", NULL);
  receive (f);
  g_assert_cmpint (sat_test_store_sql_int (f->t, "SELECT count(*) FROM extra_row"), ==, 2);
  sat_test_server_put (f->server, &strange, "hologram", &other, "name", "Spirit", NULL);
  receive (f);
  sat_test_server_hide (f->server, &company);
  receive (f);
  g_assert_cmpint (sat_test_store_sql_int (f->t, "SELECT count(*) FROM extra_row"), >=, 2);
  sat_test_server_hide (f->server, &other);
  receive (f);
  g_assert_cmpint (sat_test_store_sql_int (f->t, "SELECT count(*) FROM extra_row"), ==, 0);
}

/* It may leave us alone, where what it hung from stays. */
static void
test_unknown_leaves (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  SatUuid company = new_uuid (), strange = new_uuid (), other = new_uuid ();

  sat_test_server_set_history (f->server, TRUE);
  sat_test_server_put (f->server, &company, "company", NULL, "name", "Acme", NULL);
  sat_test_server_put (f->server, &other, "hologram", &company, "name", "Shade", NULL);
  sat_test_server_put (f->server, &strange, "hologram", &company, "name", "Ghost", NULL);
  sat_test_server_put (f->server, &strange, "hologram", &company, "name", "Spirit", NULL);
  receive (f);
  g_assert_cmpint (sat_test_store_sql_int (f->t, "SELECT count(*) FROM extra_row"), ==, 3);
  sat_test_server_hide (f->server, &strange);
  receive (f);
  g_assert_cmpint (sat_test_store_sql_int (f->t, "SELECT count(*) FROM extra_row"), ==, 1);
}

/* A value of another kind than the column's cannot stop the pull. */
static void
test_wrong_kind (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  SatUuid company = new_uuid ();
  gint64 id;

  sat_test_server_put (f->server, &company, "company", NULL, "name", "Acme", "notes", "#7", NULL);
  receive (f);
  id = id_of (f, &company);
  sat_test_store_assert_text (f->t, id, "name", "Acme");
  sat_test_store_assert_text (f->t, id, "notes", NULL);
  sat_test_check_verify (sat_test_store_reader (f->t));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/remote-fields/custom-field", test_custom_field);
  g_test_add_func ("/remote-fields/custom-names", test_custom_names);
  g_test_add_func ("/remote-fields/unknown", test_unknown);
  g_test_add_func ("/remote-fields/upgrade", test_upgrade);
  g_test_add_func ("/remote-fields/unknown-moves", test_unknown_moves);
  g_test_add_func ("/remote-fields/unknown-leaves", test_unknown_leaves);
  g_test_add_func ("/remote-fields/wrong-kind", test_wrong_kind);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What goes with a root that is taken away: all that the server has below it, no more, whatever
 * edits here have made of it meanwhile. */

#include "config.h"

#include "sat-test-db.h"
#include "sync-fixture.h"

/* Two contacts, and a phone number of the first one. */
typedef struct {
  Fixture *f;
  SatUuid first, second, phone;
} World;

static World
world_new (void)
{
  World w = {fixture_new (), new_uuid (), new_uuid (), new_uuid ()};
  g_autofree char *to_first = reference (&w.first);

  sat_test_server_set_history (w.f->server, TRUE);
  sat_test_server_put (w.f->server, &w.first, "contact", NULL, "first_name", "Ann", NULL);
  sat_test_server_put (w.f->server, &w.second, "contact", NULL, "first_name", "Ben", NULL);
  sat_test_server_put (w.f->server, &w.phone, "contact_point", &w.first, "record", to_first, "kind",
                       "phone", "value", "555", NULL);
  return w;
}

static void
move_here (World *w)
{
  sat_test_store_set (w->f->t, id_of (w->f, &w->phone), "record", "Ben", NULL);
}

static const char *
refuse_phone_cb (const SatMutation *mutation, gpointer data)
{
  return g_str_equal (mutation->type, "contact_point") ? "" : NULL;
}

static gint64
count_of (World *w, const char *table, const SatUuid *uuid)
{
  g_autofree char *sql =
      g_strdup_printf ("SELECT count(*) FROM \"%s\" WHERE %s = %" G_GINT64_FORMAT, table,
                       g_str_equal (table, "history") ? "record" : "id", id_of (w->f, uuid));

  return sat_test_store_sql_int (w->f->t, sql);
}

/* It waits for an edit; then the number is taken elsewhere here, which the server does not take.
 * Each of the two edits is in a push of its own: with the answer to the first one nothing below the
 * root waits any more. */
static void
test_moved_while_waiting (void)
{
  World w = world_new ();
  g_autoptr (GBytes) body = NULL;

  sync_now (w.f);
  sat_test_store_set (w.f->t, id_of (w.f, &w.phone), "value", "556", NULL);
  sat_test_server_hide (w.f->server, &w.first);
  receive (w.f);
  body = freeze (w.f);
  move_here (&w);
  sat_test_server_set_refuse (w.f->server, refuse_phone_cb, NULL);
  answer_with (w.f, body);
  sync_now (w.f);
  g_assert_false (sat_test_store_exists (w.f->t, id_of (w.f, &w.phone)));
  sat_test_server_assert_same (w.f->server, w.f->t);
  fixture_free (w.f);
}

/* Between our two groups somebody else takes the number to the other contact, and we lose the
 * first one. */
static const char *
move_there_cb (const SatMutation *mutation, gpointer data)
{
  World *w = data;
  g_autofree char *to_second = reference (&w->second);

  if (!g_str_equal (mutation->type, "company"))
    return NULL;
  sat_test_server_put (w->f->server, &w->phone, "contact_point", &w->second, "record", to_second,
                       NULL);
  sat_test_server_hide (w->f->server, &w->first);
  return NULL;
}

static void
test_deleted_but_elsewhere (void)
{
  World w = world_new ();

  sync_now (w.f);
  sat_test_store_delete (w.f->t, id_of (w.f, &w.phone));
  sat_test_store_add (w.f->t, "company", "name", "Acme", NULL);
  sat_test_server_set_refuse (w.f->server, move_there_cb, &w);
  sat_test_server_send (w.f->server, w.f->t->store);
  sat_test_server_set_refuse (w.f->server, NULL, NULL);
  sync_now (w.f);
  g_assert_false (sat_test_store_exists (w.f->t, id_of (w.f, &w.first)));
  g_assert_true (sat_test_store_exists (w.f->t, id_of (w.f, &w.phone)));
  sat_test_server_assert_same (w.f->server, w.f->t);
  fixture_free (w.f);
}

static void
add_conflict (World *w, const char *id, const SatUuid *record, const SatUuid *root)
{
  g_autoptr (SatWireFields) fields = sat_wire_fields_new ();
  g_autoptr (SatClocks) clocks = sat_clocks_new ((SatVersion){1, 7});
  SatPageRow row = {.type = "conflict", .root = *root, .seq = 1, .clocks = clocks};

  g_assert_true (sat_uuid_parse (id, &row.id));
  sat_wire_fields_take (fields, "kind", sat_wire_text ("field"), FALSE);
  sat_wire_fields_take (fields, "type", sat_wire_text ("contact_point"), FALSE);
  sat_wire_fields_take (fields, "field", sat_wire_text ("value"), FALSE);
  sat_wire_fields_take (fields, "record", sat_wire_reference (record), FALSE);
  row.fields = fields;
  sat_test_server_add_row (w->f->server, &row);
}

/* The past of what was deleted, and conflicts about it, go too: @held, or deleted before it came.
 */
static void
check_past (gboolean held)
{
  World w = world_new ();
  g_autofree char *to_second = reference (&w.second);

  if (held)
    sync_now (w.f);
  sat_test_server_put (w.f->server, &w.phone, "contact_point", NULL, "value", "556", NULL);
  /* Where it goes last is where it belongs. */
  sat_test_server_put (w.f->server, &w.phone, "contact_point", &w.second, "record", to_second,
                       NULL);
  sat_test_server_delete (w.f->server, &w.phone);
  add_conflict (&w, "019cadc6-9a80-7d67-b230-20a8e70f5061", &w.phone, &w.second);
  sync_now (w.f);
  g_assert_cmpint (count_of (&w, "history", &w.phone), >, 0);
  g_assert_cmpint (sat_test_store_sql_int (w.f->t, "SELECT count(*) FROM conflict"), ==, 1);
  sat_test_server_hide (w.f->server, &w.first);
  receive (w.f);
  g_assert_cmpint (count_of (&w, "history", &w.phone), >, 0);
  sat_test_server_hide (w.f->server, &w.second);
  receive (w.f);
  g_assert_cmpint (count_of (&w, "history", &w.phone), ==, 0);
  g_assert_cmpint (sat_test_store_sql_int (w.f->t, "SELECT count(*) FROM conflict"), ==, 0);
  fixture_free (w.f);
}

/* That it looks like another one is no matter for who does not hold both: @held, or it went
 * before it came. */
static void
check_pair (gboolean held)
{
  World w = world_new ();
  g_autoptr (SatWireFields) fields = sat_wire_fields_new ();
  g_autoptr (SatClocks) clocks = sat_clocks_new ((SatVersion){1, 7});
  SatPageRow row = {.type = "conflict", .id = new_uuid (), .root = w.second, .clocks = clocks};

  row.seq = 1;
  row.fields = fields;
  sat_wire_fields_take (fields, "kind", sat_wire_text ("duplicate"), FALSE);
  sat_wire_fields_take (fields, "type", sat_wire_text ("contact"), FALSE);
  sat_wire_fields_take (fields, "record", sat_wire_reference (&w.second), FALSE);
  sat_wire_fields_take (fields, "with", sat_wire_reference (&w.first), FALSE);
  sat_test_server_add_row (w.f->server, &row);
  if (held) {
    sync_now (w.f);
    g_assert_cmpint (sat_test_store_sql_int (w.f->t, "SELECT count(*) FROM conflict"), ==, 1);
  }
  sat_test_server_hide (w.f->server, &w.first);
  receive (w.f);
  g_assert_cmpint (sat_test_store_sql_int (w.f->t, "SELECT count(*) FROM conflict"), ==, 0);
  g_assert_cmpint (sat_test_store_sql_int (w.f->t, "SELECT count(*) FROM contact"), ==, 1);
  fixture_free (w.f);
}

static void
test_pair (void)
{
  check_pair (TRUE);
}

static void
test_pair_to_come (void)
{
  check_pair (FALSE);
}

static void
test_past_of_deleted (void)
{
  check_past (TRUE);
}

static void
test_past_of_never_held (void)
{
  check_past (FALSE);
}

/* Others delete what was moved here, and its root goes: it goes with that. */
static void
test_deleted_while_moved (void)
{
  World w = world_new ();

  sync_now (w.f);
  move_here (&w);
  sat_test_server_delete (w.f->server, &w.phone);
  receive (w.f);
  sat_test_server_hide (w.f->server, &w.first);
  receive (w.f);
  sat_test_server_set_refuse (w.f->server, refuse_phone_cb, NULL);
  sync_now (w.f);
  g_assert_cmpint (count_of (&w, "history", &w.phone), ==, 0);
  fixture_free (w.f);
}

static const char early[] = "SELECT count(*) FROM history AS h JOIN record AS r"
                            " ON r.id = h.record WHERE r.type = 0";

/* The past comes by its own numbers: here before the record. */
static void
receive_early (World *w)
{
  sat_test_server_put (w->f->server, &w->phone, "contact_point", NULL, "value", "556", NULL);
  sat_test_server_put (w->f->server, &w->phone, "contact_point", NULL, "value", "557", NULL);
  while (sat_test_store_sql_int (w->f->t, early) == 0)
    g_assert_true (sat_test_server_receive (w->f->server, w->f->t->store, 1));
}

/* The record never comes. */
static void
test_past_without_record (void)
{
  World w = world_new ();

  receive_early (&w);
  sat_test_server_delete (w.f->server, &w.phone);
  sat_test_server_hide (w.f->server, &w.first);
  receive (w.f);
  g_assert_cmpint (sat_test_store_sql_int (w.f->t, early), ==, 0);
  fixture_free (w.f);
}

static const char *
refuse_contact_cb (const SatMutation *mutation, gpointer data)
{
  return g_str_equal (mutation->type, "contact") ? "" : NULL;
}

/* Made here and taken by the server, which gives it to others before it ever comes back; the past
 * of what hangs from it did come. The last edit of it is refused. */
static void
test_past_of_given_away (void)
{
  World w = world_new ();
  gint64 contact = sat_test_store_add (w.f->t, "contact", "first_name", "Cleo", NULL);
  SatUuid uuid = uuid_of (w.f, contact), number = new_uuid ();
  g_autofree char *to_contact = reference (&uuid);

  sat_test_server_send (w.f->server, w.f->t->store);
  sat_test_server_put (w.f->server, &number, "contact_point", &uuid, "record", to_contact, "kind",
                       "phone", "value", "555", NULL);
  sat_test_server_put (w.f->server, &number, "contact_point", NULL, "value", "556", NULL);
  sat_test_server_put (w.f->server, &number, "contact_point", NULL, "value", "557", NULL);
  sat_test_server_put (w.f->server, &uuid, "contact", NULL, "last_name", "Ito", NULL);
  while (sat_test_store_sql_int (w.f->t, early) == 0)
    g_assert_true (sat_test_server_receive (w.f->server, w.f->t->store, 1));
  sat_test_store_set (w.f->t, contact, "first_name", "Clea", NULL);
  sat_test_server_hide (w.f->server, &uuid);
  receive (w.f);
  g_assert_cmpint (sat_test_store_sql_int (w.f->t, early), ==, 1);
  sat_test_server_set_refuse (w.f->server, refuse_contact_cb, NULL);
  sat_test_server_send (w.f->server, w.f->t->store);
  g_assert_false (sat_test_store_exists (w.f->t, contact));
  g_assert_cmpint (sat_test_store_sql_int (w.f->t, early), ==, 0);
  fixture_free (w.f);
}

/* As if a month had passed. */
static void
forget_sent (World *w)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SatConnection) other = sat_connection_open (w->f->t->path, SAT_OPEN_WRITE, &error);

  g_assert_no_error (error);
  sat_test_db_run (other, "DELETE FROM outbox WHERE state = 3");
}

/* Made here, and others have it before it ever comes back: nobody says that it is gone. An edit
 * that is refused long after is the last that is known of it here. */
static void
test_given_away (void)
{
  World w = world_new ();
  gint64 contact = sat_test_store_add (w.f->t, "contact", "first_name", "Cleo", NULL);
  SatUuid uuid = uuid_of (w.f, contact);

  sat_test_server_send (w.f->server, w.f->t->store);
  sat_test_store_set (w.f->t, contact, "first_name", "Clea", NULL);
  sat_test_server_withhold (w.f->server, &uuid);
  receive (w.f);
  g_assert_true (sat_test_store_exists (w.f->t, contact));
  forget_sent (&w);
  sat_test_server_set_refuse (w.f->server, refuse_contact_cb, NULL);
  sat_test_server_send (w.f->server, w.f->t->store);
  g_assert_false (sat_test_store_exists (w.f->t, contact));
  sat_test_check_verify (sat_test_store_reader (w.f->t));
  fixture_free (w.f);
}

/* All comes anew: what is not a record here would not be missed if it had gone meanwhile. */
static void
test_past_after_restart (void)
{
  World w = world_new ();
  g_autoptr (GError) error = NULL;

  receive_early (&w);
  g_assert_true (sat_remote_restart (w.f->t->store, "", &error));
  g_assert_no_error (error);
  g_assert_cmpint (sat_test_store_sql_int (w.f->t, early), ==, 0);
  receive (w.f);
  g_assert_cmpint (count_of (&w, "history", &w.phone), ==, 2);
  fixture_free (w.f);
}

/* What came for one that is deleted here, and not yet there, goes with the root of both. */
static void
test_below_deleted (void)
{
  World w = world_new ();
  SatUuid activity = new_uuid (), attendee = new_uuid ();
  g_autofree char *to_first = reference (&w.first), *to_activity = reference (&activity);

  sat_test_server_put (w.f->server, &activity, "activity", &w.first, "contact", to_first, "subject",
                       "Visit", NULL);
  receive (w.f);
  sat_test_store_delete (w.f->t, id_of (w.f, &activity));
  sat_test_server_put (w.f->server, &attendee, "attendee", &w.first, "activity", to_activity,
                       "name", "Zoe", NULL);
  receive (w.f);
  g_assert_cmpint (count_of (&w, "attendee", &attendee), ==, 1);
  sat_test_server_send (w.f->server, w.f->t->store);
  sat_test_server_hide (w.f->server, &w.first);
  receive (w.f);
  g_assert_cmpint (sat_test_store_sql_int (w.f->t, "SELECT count(*) FROM attendee"), ==, 0);
  g_assert_cmpint (count_of (&w, "history", &attendee), ==, 0);
  sat_test_check_verify (sat_test_store_reader (w.f->t));
  fixture_free (w.f);
}

/* The root goes, waits for an edit of its own and comes again, with a conflict about the number
 * that comes a page later. */
static void
test_conflict_first (void)
{
  World w = world_new ();
  g_autofree char *to_first = reference (&w.first);

  sync_now (w.f);
  sat_test_store_set (w.f->t, id_of (w.f, &w.first), "first_name", "Anna", NULL);
  sat_test_server_hide (w.f->server, &w.first);
  sat_test_server_put (w.f->server, &w.first, "contact", NULL, "first_name", "Ann", NULL);
  add_conflict (&w, "019cadc6-9a80-7d67-b230-20a8e70f5061", &w.phone, &w.first);
  sat_test_server_put (w.f->server, &w.phone, "contact_point", &w.first, "record", to_first, "kind",
                       "phone", "value", "555", NULL);
  g_assert_true (sat_test_server_receive (w.f->server, w.f->t->store, 3));
  g_assert_false (sat_test_store_exists (w.f->t, id_of (w.f, &w.phone)));
  receive (w.f);
  g_assert_true (sat_test_store_exists (w.f->t, id_of (w.f, &w.phone)));
  g_assert_cmpint (sat_test_store_sql_int (w.f->t, "SELECT count(*) FROM conflict"), ==, 1);
  sat_test_check_verify (sat_test_store_reader (w.f->t));
  fixture_free (w.f);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/remote-gone/moved-while-waiting", test_moved_while_waiting);
  g_test_add_func ("/remote-gone/deleted-but-elsewhere", test_deleted_but_elsewhere);
  g_test_add_func ("/remote-gone/deleted-while-moved", test_deleted_while_moved);
  g_test_add_func ("/remote-gone/pair", test_pair);
  g_test_add_func ("/remote-gone/pair-to-come", test_pair_to_come);
  g_test_add_func ("/remote-gone/past-of-deleted", test_past_of_deleted);
  g_test_add_func ("/remote-gone/past-of-never-held", test_past_of_never_held);
  g_test_add_func ("/remote-gone/past-without-record", test_past_without_record);
  g_test_add_func ("/remote-gone/given-away", test_given_away);
  g_test_add_func ("/remote-gone/past-of-given-away", test_past_of_given_away);
  g_test_add_func ("/remote-gone/past-after-restart", test_past_after_restart);
  g_test_add_func ("/remote-gone/below-deleted", test_below_deleted);
  g_test_add_func ("/remote-gone/conflict-first", test_conflict_first);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the server says comes into the file, under what is still to be confirmed. */

#include "config.h"

#include "sync-fixture.h"

#include <string.h>

/* What hangs from others comes before or after them. */
static void
test_first_load (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  SatUuid company = new_uuid (), contact = new_uuid (), phone = new_uuid (), owner = new_uuid ();
  g_autofree char *to_company = reference (&company), *to_contact = reference (&contact),
                  *to_phone = reference (&phone), *to_owner = reference (&owner);
  gint64 id;

  sat_test_server_put (f->server, &phone, "contact_point", &contact, "record", to_contact, "kind",
                       "phone", "value", "555", NULL);
  sat_test_server_put (f->server, &contact, "contact", NULL, "first_name", "Ann", "company",
                       to_company, "primary_phone", to_phone, "owner", to_owner, NULL);
  sat_test_server_put (f->server, &company, "company", NULL, "name", "Acme", NULL);
  while (sat_test_server_receive (f->server, f->t->store, 1))
    sat_test_check_verify (sat_test_store_reader (f->t));
  sat_test_server_assert_same (f->server, f->t);
  id = id_of (f, &contact);
  sat_test_store_assert_text (f->t, id, "phone", "555");
  sat_test_store_assert_text (f->t, id, "company", "Acme");
  g_assert_cmpint (sat_test_store_sql_int (f->t, "SELECT count(*) FROM record WHERE root ="
                                                 " (SELECT id FROM contact)"),
                   ==, 2);
  g_assert_cmpint (sat_test_store_sql_int (f->t, "SELECT count(*) FROM outbox"), ==, 0);
  g_assert_cmpint (sat_test_store_sql_int (f->t, "SELECT count(*) FROM history"), ==, 0);
}

typedef struct {
  GArray *ids;
  guint n;
} News;

static void
changed_cb (SatStore *store, const SatStoreNews *news, gpointer data)
{
  News *seen = data;

  seen->n++;
  for (guint i = 0; news->records != NULL && i < news->records->len; i++)
    g_array_append_val (seen->ids, g_array_index (news->records, gint64, i));
}

/* Whoever shows it is told. */
static void
test_news (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  SatUuid uuid;
  gint64 id = add_shared (f, &uuid);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  News news = {ids, 0};
  gulong handler = g_signal_connect (f->t->store, "changed", G_CALLBACK (changed_cb), &news);

  sat_test_server_put (f->server, &uuid, "company", NULL, "notes", "new", NULL);
  receive (f);
  g_assert_cmpuint (news.n, ==, 1);
  g_assert_cmpint (g_array_index (ids, gint64, 0), ==, id);
  /* Nothing new: nothing is told. */
  receive (f);
  g_assert_cmpuint (news.n, ==, 1);
  g_signal_handler_disconnect (f->t->store, handler);
}

/* Of a record under an edit, what is edited stays and the rest is taken. */
static void
test_overlay (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  SatUuid uuid;
  gint64 id = add_shared (f, &uuid);

  sat_test_store_set (f->t, id, "notes", "mine", NULL);
  sat_test_server_put (f->server, &uuid, "company", NULL, "notes", "theirs", "industry", "Steel",
                       NULL);
  receive (f);
  sat_test_store_assert_text (f->t, id, "notes", "mine");
  sat_test_store_assert_text (f->t, id, "industry", "Steel");
  g_assert_cmpint (sat_test_store_sql_int (f->t, "SELECT count(*) FROM shadow"), ==, 1);
  sat_test_check_verify (sat_test_store_reader (f->t));
  sync_now (f);
  /* Ours is later. */
  sat_test_store_assert_text (f->t, id, "notes", "mine");
}

/* A group is one field. */
static void
test_overlay_group (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  SatUuid uuid = new_uuid ();
  gint64 id;

  sat_test_server_put (f->server, &uuid, "opportunity", NULL, "name", "Deal", "amount", "#100",
                       "currency", "EUR", NULL);
  receive (f);
  id = id_of (f, &uuid);
  sat_test_store_set (f->t, id, "amount", "7.00", NULL);
  sat_test_server_put (f->server, &uuid, "opportunity", NULL, "amount", "#900", "currency", "CHF",
                       NULL);
  receive (f);
  sat_test_store_assert_text (f->t, id, "amount", "7.00");
  sat_test_store_assert_text (f->t, id, "currency", "EUR");
  sync_now (f);
}

/* Between the answer and the row nothing flickers. */
static void
test_no_flicker (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  SatUuid uuid;
  gint64 id = add_shared (f, &uuid);

  sat_test_store_set (f->t, id, "notes", "mine", NULL);
  sat_test_server_send (f->server, f->t->store);
  sat_test_store_assert_text (f->t, id, "notes", "mine");
  g_assert_cmpint (sat_test_store_sql_int (f->t, "SELECT count(*) FROM outbox WHERE state = 2"), ==,
                   1);
  receive (f);
  sat_test_store_assert_text (f->t, id, "notes", "mine");
  sat_test_server_assert_same (f->server, f->t);
}

/* A page for another state is thrown away. */
static void
test_other_state (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  SatUuid uuid;
  gint64 id = add_shared (f, &uuid);
  SatPullState nowhere = {(char *)"", (char *)"", (char *)""};
  g_autoptr (GBytes) old = sat_test_server_pull (f->server, &nowhere, 100);
  g_autoptr (SatPageReader) page = sat_page_reader_new (old, NULL);
  g_autoptr (GError) error = NULL;

  sat_test_server_put (f->server, &uuid, "company", NULL, "notes", "new", NULL);
  receive (f);
  g_assert_false (sat_remote_apply (f->t->store, page, NULL, &error));
  g_assert_error (error, SAT_STORE_ERROR, SAT_STORE_ERROR_CONFLICT);
  sat_test_store_assert_text (f->t, id, "notes", "new");
}

/* A backfill may bring a row that the changes have overtaken. */
static void
test_old_row (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  SatUuid uuid;
  gint64 id = add_shared (f, &uuid);
  const SatTestServerRecord *record = sat_test_server_get (f->server, &uuid);
  g_autoptr (SatWireFields) old = sat_wire_fields_copy (record->fields);
  g_autoptr (SatClocks) clocks = sat_clocks_copy (record->clocks);
  g_autoptr (SatPageWriter) writer = sat_page_writer_new ();
  g_autoptr (SatRemoteState) state = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (SatPageReader) page = NULL;
  g_autoptr (GError) error = NULL;
  SatPageRow row = {.type = "company",
                    .id = uuid,
                    .root = uuid,
                    .seq = record->seq,
                    .clocks = clocks,
                    .fields = old};
  SatPageHead head = {0};
  SatApplied applied;

  sat_test_server_put (f->server, &uuid, "company", NULL, "notes", "new", NULL);
  receive (f);
  state = sat_remote_state (f->t->store, NULL);
  head.from = head.upto = state->at;
  sat_page_writer_row (writer, &row);
  bytes = sat_page_writer_finish (writer, &head);
  page = sat_page_reader_new (bytes, &error);
  g_assert_no_error (error);
  sat_remote_apply (f->t->store, page, &applied, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (applied.ignored, ==, 1);
  g_assert_cmpuint (applied.rows, ==, 0);
  sat_test_store_assert_text (f->t, id, "notes", "new");
  sat_test_server_assert_same (f->server, f->t);
}

/* Deleted there while it is edited here: it stays until the server has answered. */
static void
test_deleted_there (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  SatUuid uuid;
  gint64 id = add_shared (f, &uuid);

  sat_test_store_set (f->t, id, "notes", "mine", NULL);
  sat_test_server_delete (f->server, &uuid);
  receive (f);
  g_assert_true (sat_test_store_exists (f->t, id));
  sat_test_store_assert_text (f->t, id, "notes", "mine");
  sat_test_check_verify (sat_test_store_reader (f->t));
  sync_now (f);
  g_assert_true (sat_test_store_exists (f->t, id));
  sat_test_store_assert_text (f->t, id, "notes", "mine");
}

static void
test_deleted_here (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  SatUuid uuid;
  gint64 id = add_shared (f, &uuid);

  sat_test_store_delete (f->t, id);
  sat_test_server_put (f->server, &uuid, "company", NULL, "notes", "theirs", NULL);
  receive (f);
  g_assert_false (sat_test_store_exists (f->t, id));
  sync_now (f);
}

/* What was deleted there can be brought back here. */
static void
test_undelete (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  SatUuid uuid;
  gint64 id = add_shared (f, &uuid);

  sat_test_server_delete (f->server, &uuid);
  sync_now (f);
  g_assert_false (sat_test_store_exists (f->t, id));
  sat_test_store_undelete (f->t, id);
  sat_test_store_assert_text (f->t, id, "notes", "old");
  sync_now (f);
  sat_test_store_assert_text (f->t, id, "name", "Acme");
}

static void
test_gone (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  SatUuid company = new_uuid (), contact = new_uuid (), phone = new_uuid ();
  g_autofree char *to_company = reference (&company), *to_contact = reference (&contact);
  gint64 id;

  sat_test_server_put (f->server, &company, "company", NULL, "name", "Acme", NULL);
  sat_test_server_put (f->server, &contact, "contact", NULL, "first_name", "Canary", "company",
                       to_company, NULL);
  sat_test_server_put (f->server, &phone, "contact_point", &contact, "record", to_contact, "kind",
                       "phone", "value", "555", NULL);
  sync_now (f);
  sat_test_server_put (f->server, &contact, "contact", NULL, "first_name", "Bird", NULL);
  sync_now (f);
  id = id_of (f, &contact);
  sat_test_server_hide (f->server, &contact);
  sync_now (f);
  g_assert_false (sat_test_store_exists (f->t, id));
  g_assert_cmpint (sat_test_store_sql_int (f->t, "SELECT count(*) FROM contact_point"), ==, 0);
  g_assert_cmpint (
      sat_test_store_sql_int (f->t, "SELECT count(*) FROM history WHERE value = 'Canary'"), ==, 0);
  /* It may come again. */
  sat_test_server_put (f->server, &contact, "contact", NULL, "first_name", "Canary", NULL);
  sync_now (f);
  g_assert_cmpint (id_of (f, &contact), ==, id);
  sat_test_store_assert_text (f->t, id, "first_name", "Canary");
}

/* While edits of it are not answered, it waits. */
static void
test_gone_waits (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  SatUuid uuid;
  gint64 id = add_shared (f, &uuid);

  sat_test_store_set (f->t, id, "notes", "mine", NULL);
  sat_test_server_hide (f->server, &uuid);
  receive (f);
  g_assert_true (sat_test_store_exists (f->t, id));
  sat_test_server_send (f->server, f->t->store);
  g_assert_false (sat_test_store_exists (f->t, id));
  sync_now (f);
}

/* What was deleted here below it goes too, and does not come back as the server had it. */
static void
test_gone_with_deleted (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  SatUuid contact = new_uuid (), phone = new_uuid ();
  g_autofree char *to_contact = reference (&contact);
  gint64 id;

  sat_test_server_put (f->server, &contact, "contact", NULL, "first_name", "Ann", NULL);
  sat_test_server_put (f->server, &phone, "contact_point", &contact, "record", to_contact, "kind",
                       "phone", "value", "555", NULL);
  sync_now (f);
  id = id_of (f, &phone);
  sat_test_store_delete (f->t, id);
  sat_test_server_hide (f->server, &contact);
  receive (f);
  sat_test_server_send (f->server, f->t->store);
  g_assert_false (sat_test_store_exists (f->t, id));
  g_assert_cmpint (sat_test_store_sql_int (f->t, "SELECT count(*) FROM shadow"), ==, 0);
  g_assert_cmpint (sat_test_store_sql_int (f->t, "SELECT count(*) FROM record WHERE type = 12"), ==,
                   0);
  sync_now (f);
}

/* What was made here comes with its last edit, which may be pages away: it stays until then. */
static void
test_comes_later (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  gint64 id = sat_test_store_add (f->t, "company", "name", "Mine", NULL);
  SatUuid mine = uuid_of (f, id), other = new_uuid ();
  gboolean more = TRUE;

  sat_test_server_send (f->server, f->t->store);
  sat_test_server_put (f->server, &other, "company", NULL, "name", "Other", NULL);
  sat_test_server_put (f->server, &mine, "company", NULL, "notes", "theirs", NULL);
  while (more) {
    more = sat_test_server_receive (f->server, f->t->store, 1);
    g_assert_true (sat_test_store_exists (f->t, id));
  }
  sat_test_server_assert_same (f->server, f->t);
}

/* It was moved before it was deleted: what hangs from it and lives follows when it comes back. */
static void
test_undelete_moved (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  SatUuid company = new_uuid (), activity = new_uuid (), attendee = new_uuid ();
  g_autofree char *to_company = reference (&company), *to_activity = reference (&activity);

  sat_test_server_put (f->server, &company, "company", NULL, "name", "Acme", NULL);
  sat_test_server_put (f->server, &activity, "activity", NULL, "subject", "Call", NULL);
  sat_test_server_put (f->server, &attendee, "attendee", &activity, "activity", to_activity,
                       "email", "ann@example.com", NULL);
  receive (f);
  sat_test_server_put (f->server, &activity, "activity", &company, "company", to_company, NULL);
  sat_test_server_delete (f->server, &activity);
  receive (f);
  sat_test_store_undelete (f->t, id_of (f, &activity));
  g_assert_cmpint (sat_test_store_sql_int (f->t, "SELECT count(*) FROM record WHERE root ="
                                                 " (SELECT id FROM company)"),
                   ==, 3);
  sat_test_check_verify (sat_test_store_reader (f->t));
}

/* Our own past comes back from the server and is not told twice; theirs is told with its author. */
static void
test_history (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  SatUuid uuid;
  gint64 id = add_shared (f, &uuid);
  g_autoptr (GPtrArray) entries = NULL;

  sat_test_store_set (f->t, id, "notes", "mine", NULL);
  sync_now (f);
  g_assert_cmpuint (steps_of (f, id, "notes"), ==, 1);
  sat_test_server_put (f->server, &uuid, "company", NULL, "notes", "theirs", NULL);
  sync_now (f);
  g_assert_cmpuint (steps_of (f, id, "notes"), ==, 2);
  entries = sat_history_of (sat_test_store_reader (f->t), id, FALSE, NULL);
  for (guint i = 0; i < entries->len; i++) {
    const SatHistoryEntry *entry = entries->pdata[i];

    if (entry->field == NULL || g_strcmp0 (entry->old_value.text, "mine") != 0)
      continue;
    g_assert_cmpstr (entry->author, ==, "Somebody");
    g_assert_cmpint (entry->arrived, >, 0);
    g_assert_cmpstr (entry->new_value.text, ==, "theirs");
  }
  g_assert_cmpint (sat_test_store_sql_int (f->t, "SELECT count(*) FROM history WHERE provisional"),
                   ==, 0);
}

/* What the server confirmed can be undone, and goes out as an edit. */
static void
test_undo (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  SatUuid uuid;
  gint64 id = add_shared (f, &uuid);
  g_autoptr (SatUndoReport) report = NULL;
  g_autoptr (GError) error = NULL;

  sat_test_store_set (f->t, id, "notes", "mine", NULL);
  sync_now (f);
  report = sat_undo_last (f->t->store, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (report->kept->len, ==, 0);
  sat_test_store_assert_text (f->t, id, "notes", "old");
  sync_now (f);
  sat_test_store_assert_text (f->t, id, "notes", "old");
  g_assert_cmpstr (
      sat_wire_fields_get (sat_test_server_get (f->server, &uuid)->fields, "notes")->text, ==,
      "old");
}

/* What somebody else wrote since stays, also before its history has come. */
static void
check_undo_below (gboolean history)
{
  g_autoptr (Fixture) f = fixture_new ();
  SatUuid uuid;
  gint64 id = add_shared (f, &uuid);
  g_autoptr (SatUndoReport) report = NULL;
  g_autoptr (GError) error = NULL;

  sat_test_store_set (f->t, id, "notes", "mine", "industry", "Steel", NULL);
  sync_now (f);
  sat_test_server_set_history (f->server, history);
  sat_clock_fake_advance (f->t->clock, G_USEC_PER_SEC);
  sat_test_server_put (f->server, &uuid, "company", NULL, "notes", "theirs", NULL);
  sync_now (f);
  report = sat_undo_last (f->t->store, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (report->kept->len, ==, 1);
  sat_test_store_assert_text (f->t, id, "notes", "theirs");
  sat_test_store_assert_text (f->t, id, "industry", NULL);
}

static void
test_undo_below (void)
{
  check_undo_below (TRUE);
  check_undo_below (FALSE);
}

/* What came from the server is nothing to undo. */
static void
test_nothing_to_undo (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  SatUuid uuid;
  g_autoptr (GError) error = NULL;

  add_shared (f, &uuid);
  g_assert_null (sat_undo_last (f->t->store, &error));
  g_assert_error (error, SAT_STORE_ERROR, SAT_STORE_ERROR_NOTHING);
}

/* After the server was restored, what it does not have any more goes; edits of ours stay. */
static void
test_restart (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autoptr (SatTestServer) restored = sat_test_server_new ();
  SatUuid kept, lost;
  gint64 id = add_shared (f, &kept), gone = add_shared (f, &lost), own;
  g_autoptr (GError) error = NULL;

  sync_now (f);
  sat_test_store_set (f->t, id, "notes", "mine", NULL);
  own = sat_test_store_add (f->t, "company", "name", "New", NULL);
  sat_test_server_put (restored, &kept, "company", NULL, "name", "Acme", NULL);
  sat_remote_restart (f->t->store, "00000000000000e2", &error);
  g_assert_no_error (error);
  g_assert_true (sat_test_store_exists (f->t, gone));
  while (sat_test_server_receive (restored, f->t->store, 100))
    continue;
  g_assert_false (sat_test_store_exists (f->t, gone));
  g_assert_true (sat_test_store_exists (f->t, id));
  g_assert_true (sat_test_store_exists (f->t, own));
  sat_test_store_assert_text (f->t, id, "notes", "mine");
  sat_test_server_sync (restored, f->t->store);
  sat_test_server_assert_same (restored, f->t);
}

/* The same stage, under two ids until somebody says so. */
static void
test_identify (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  SatUuid theirs = new_uuid (), contact = new_uuid ();
  g_autofree char *to_theirs = reference (&theirs);
  gint64 id = sat_test_store_add (f->t, "company", "name", "Acme", NULL);
  g_autoptr (GError) error = NULL;
  SatUuid before = uuid_of (f, id), after;

  /* Somebody points to it already. */
  sat_test_server_put (f->server, &contact, "contact", NULL, "first_name", "Ann", "company",
                       to_theirs, NULL);
  receive (f);
  sat_remote_identify (f->t->store, id, &theirs, &error);
  g_assert_no_error (error);
  after = uuid_of (f, id);
  g_assert_false (sat_uuid_equal (&before, &after));
  g_assert_true (sat_uuid_equal (&theirs, &after));
  sat_test_store_assert_text (f->t, id_of (f, &contact), "company", "Acme");
  sat_test_check_verify (sat_test_store_reader (f->t));
  g_assert_false (sat_remote_identify (f->t->store, id_of (f, &contact), &before, &error));
  g_assert_error (error, SAT_STORE_ERROR, SAT_STORE_ERROR_CONFLICT);
}

static void
test_leave (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  SatUuid uuid;
  gint64 id = add_shared (f, &uuid);
  g_autoptr (GError) error = NULL;
  g_autoptr (SatRemoteState) state = NULL;

  sat_test_store_set (f->t, id, "notes", "mine", NULL);
  sat_remote_leave (f->t->store, &error);
  g_assert_no_error (error);
  state = sat_remote_state (f->t->store, NULL);
  g_assert_false (state->joined);
  g_assert_cmpstr (state->at.cursor, ==, "");
  sat_test_store_set (f->t, id, "notes", "alone", NULL);
  g_assert_cmpint (sat_test_store_sql_int (f->t, "SELECT count(*) FROM outbox"), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/remote/first-load", test_first_load);
  g_test_add_func ("/remote/news", test_news);
  g_test_add_func ("/remote/overlay", test_overlay);
  g_test_add_func ("/remote/overlay-group", test_overlay_group);
  g_test_add_func ("/remote/no-flicker", test_no_flicker);
  g_test_add_func ("/remote/other-state", test_other_state);
  g_test_add_func ("/remote/old-row", test_old_row);
  g_test_add_func ("/remote/deleted-there", test_deleted_there);
  g_test_add_func ("/remote/deleted-here", test_deleted_here);
  g_test_add_func ("/remote/undelete", test_undelete);
  g_test_add_func ("/remote/comes-later", test_comes_later);
  g_test_add_func ("/remote/undelete-moved", test_undelete_moved);
  g_test_add_func ("/remote/gone", test_gone);
  g_test_add_func ("/remote/gone-waits", test_gone_waits);
  g_test_add_func ("/remote/gone-with-deleted", test_gone_with_deleted);
  g_test_add_func ("/remote/history", test_history);
  g_test_add_func ("/remote/undo", test_undo);
  g_test_add_func ("/remote/undo-below", test_undo_below);
  g_test_add_func ("/remote/nothing-to-undo", test_nothing_to_undo);
  g_test_add_func ("/remote/restart", test_restart);
  g_test_add_func ("/remote/identify", test_identify);
  g_test_add_func ("/remote/leave", test_leave);
  return g_test_run ();
}

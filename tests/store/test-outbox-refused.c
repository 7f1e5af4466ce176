/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the server refuses goes back, and its text stays. */

#include "config.h"

#include "sync-fixture.h"

#include <string.h>

/* A text that no server reads is refused before it is sent. */
static void
test_too_large (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  gint64 id = sat_test_store_add (f->t, "company", "name", "Acme", NULL);
  g_autofree char *text = g_strnfill (SAT_SYNC_MOST_MUTATION_BYTES, 'x');
  g_autoptr (GPtrArray) rejected = NULL;

  sat_test_server_sync (f->server, f->t->store);
  sat_test_store_set (f->t, id, "notes", text, NULL);
  sat_test_store_set (f->t, id, "industry", "Steel", NULL);
  sat_test_server_sync (f->server, f->t->store);
  sat_test_server_assert_same (f->server, f->t);
  sat_test_store_assert_text (f->t, id, "notes", NULL);
  sat_test_store_assert_text (f->t, id, "industry", "Steel");
  rejected = sat_outbox_rejected (sat_test_store_reader (f->t), NULL);
  g_assert_cmpuint (rejected->len, ==, 1);
  g_assert_cmpstr (((SatRejectedEntry *)rejected->pdata[0])->code, ==, "too_large");
}

static const char *
refuse_notes_cb (const SatMutation *mutation, gpointer data)
{
  const SatWireValue *notes = sat_wire_fields_get (mutation->fields, "notes");

  return notes != NULL && g_str_has_prefix (notes->text, "bad") ? data : NULL;
}

static void
test_rejected_edit (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  gint64 id = sat_test_store_add (f->t, "company", "name", "Acme", "notes", "good", NULL);
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GPtrArray) empty = NULL;
  g_autoptr (GError) error = NULL;
  const SatRejectedEntry *entry;
  SatOutboxCounts counts;

  sat_test_server_sync (f->server, f->t->store);
  sat_test_server_set_refuse (f->server, refuse_notes_cb, (gpointer) "forbidden");
  sat_test_store_set (f->t, id, "notes", "bad", NULL);
  sat_test_store_set (f->t, id, "industry", "Steel", NULL);
  sat_test_server_send (f->server, f->t->store);
  sat_test_store_assert_text (f->t, id, "notes", "good");
  sat_test_store_assert_text (f->t, id, "industry", "Steel");
  sat_outbox_counts (sat_test_store_reader (f->t), &counts, NULL);
  g_assert_cmpint (counts.rejected, ==, 1);
  list = sat_outbox_rejected (sat_test_store_reader (f->t), NULL);
  entry = list->pdata[0];
  g_assert_cmpstr (entry->code, ==, "forbidden");
  g_assert_nonnull (strstr (entry->text, "bad"));
  g_assert_nonnull (strstr (entry->text, "Acme"));
  sat_test_server_sync (f->server, f->t->store);
  sat_test_server_assert_same (f->server, f->t);

  /* It may be tried again, when the server thinks otherwise. */
  sat_test_server_set_refuse (f->server, NULL, NULL);
  sat_outbox_retry_rejected (f->t->store, entry->id, &error);
  g_assert_no_error (error);
  sat_test_store_assert_text (f->t, id, "notes", "bad");
  empty = sat_outbox_rejected (sat_test_store_reader (f->t), NULL);
  g_assert_cmpuint (empty->len, ==, 0);
  sat_test_server_sync (f->server, f->t->store);
  sat_test_server_assert_same (f->server, f->t);
  sat_test_store_assert_text (f->t, id, "notes", "bad");
}

/* A later edit of the same field stays, and does not build on what never was. */
static void
test_rejected_below (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  gint64 id = sat_test_store_add (f->t, "company", "name", "Acme", "notes", "good", NULL);
  SatUuid uuid = uuid_of (f, id);
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GBytes) later = NULL;
  g_autoptr (GPtrArray) list = NULL;
  const SatMutationBase *base;
  SatVersion there;

  sat_test_server_sync (f->server, f->t->store);
  there = sat_clocks_get (sat_test_server_get (f->server, &uuid)->clocks, "notes");
  sat_test_server_set_refuse (f->server, refuse_notes_cb, (gpointer) "forbidden");
  sat_test_store_set (f->t, id, "notes", "bad", NULL);
  body = freeze (f);
  sat_test_store_set (f->t, id, "notes", "better", NULL);
  answer_with (f, body);
  sat_test_store_assert_text (f->t, id, "notes", "better");
  later = freeze (f);
  list = read_body (later);
  base = sat_mutation_base (list->pdata[0], "notes");
  g_assert_nonnull (base);
  if (!sat_uuid_is_nil (&base->mutation))
    g_assert_true (sat_uuid_equal (&base->mutation, &uuid) == FALSE);
  else
    g_assert_cmpint (sat_version_compare (&base->version, &there), ==, 0);
  sat_test_server_sync (f->server, f->t->store);
  sat_test_server_assert_same (f->server, f->t);
  sat_test_store_assert_text (f->t, id, "notes", "better");
}

static const char *
refuse_bad_cb (const SatMutation *mutation, gpointer data)
{
  return mutation->op == SAT_OP_DELETE || refuse_notes_cb (mutation, data) != NULL ? data : NULL;
}

/* Edited, edited again or deleted, all of it refused one after another, before the server has told
 * of the record that was made here: it is as it was made. */
static void
check_all_refused (gboolean delete)
{
  g_autoptr (Fixture) f = fixture_new ();
  gint64 id = sat_test_store_add (f->t, "company", "name", "Acme", "notes", "good", NULL);

  sat_test_server_send (f->server, f->t->store);
  sat_test_server_set_refuse (f->server, refuse_bad_cb, (gpointer) "forbidden");
  sat_test_store_set (f->t, id, "notes", "bad", NULL);
  sat_test_store_set (f->t, id, "notes", "bad too", "industry", "Steel", NULL);
  if (delete)
    sat_test_store_delete (f->t, id);
  else
    sat_test_store_set (f->t, id, "notes", "bad again", "industry", "Wood", NULL);
  sat_test_server_send (f->server, f->t->store);
  sat_test_store_assert_text (f->t, id, "notes", "good");
  sat_test_store_assert_text (f->t, id, "industry", NULL);
  sat_test_server_sync (f->server, f->t->store);
  sat_test_server_assert_same (f->server, f->t);
  sat_test_store_assert_text (f->t, id, "notes", "good");
  sat_test_store_assert_text (f->t, id, "industry", NULL);
}

static void
test_all_refused (void)
{
  check_all_refused (FALSE);
  check_all_refused (TRUE);
}

static void
test_rejected_record (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  gint64 id;
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GError) error = NULL;
  const SatRejectedEntry *entry;

  sat_test_server_set_refuse (f->server, refuse_notes_cb, (gpointer) "");
  id = sat_test_store_add (f->t, "company", "name", "Acme", "notes", "bad", NULL);
  sat_test_server_sync (f->server, f->t->store);
  g_assert_false (sat_test_store_exists (f->t, id));
  list = sat_outbox_rejected (sat_test_store_reader (f->t), NULL);
  g_assert_cmpuint (list->len, ==, 1);
  entry = list->pdata[0];
  g_assert_true (entry->quarantined);
  g_assert_nonnull (strstr (entry->text, "Acme"));
  sat_test_server_assert_same (f->server, f->t);

  sat_test_server_set_refuse (f->server, NULL, NULL);
  sat_outbox_retry_rejected (f->t->store, entry->id, &error);
  g_assert_no_error (error);
  g_assert_true (sat_test_store_exists (f->t, id));
  sat_test_server_sync (f->server, f->t->store);
  sat_test_server_assert_same (f->server, f->t);
}

static void
test_rejected_delete (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  gint64 id = sat_test_store_add (f->t, "company", "name", "Acme", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) list = NULL;

  sat_test_server_sync (f->server, f->t->store);
  sat_test_store_delete (f->t, id);
  {
    g_autoptr (GBytes) body = freeze (f);
    g_autoptr (SatPushAnswer) answer = sat_push_answer_new ();
    g_autoptr (SatPush) push = sat_push_parse (body, &error);
    gsize length;
    const char *line = g_bytes_get_data (push->lines->pdata[0], &length);
    SatPushResult *result;

    answer->hash = push->prev;
    sat_chain_add (&answer->hash, line, length);
    answer->last_m = push->first;
    answer->seq = sat_test_server_seq (f->server);
    result = sat_push_answer_add (answer, push->first, SAT_PUSH_REJECTED);
    result->code = g_strdup ("forbidden");
    sat_outbox_answer (f->t->store, answer, NULL, &error);
    g_assert_no_error (error);
  }
  sat_test_store_assert_text (f->t, id, "name", "Acme");
  list = sat_outbox_rejected (sat_test_store_reader (f->t), NULL);
  g_assert_cmpuint (list->len, ==, 1);
  sat_test_check_verify (sat_test_store_reader (f->t));
  g_assert_cmpint (sat_test_store_sql_int (f->t, "SELECT count(*) FROM shadow"), ==, 0);
}

static void
test_discard (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  gint64 id = sat_test_store_add (f->t, "company", "name", "Acme", "notes", "good", NULL);
  gint64 other;
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GError) error = NULL;
  const SatOutboxEntry *entry;

  sat_test_server_sync (f->server, f->t->store);
  sat_test_store_set (f->t, id, "notes", "bad", NULL);
  other = sat_test_store_add (f->t, "contact", "first_name", "Ann", "phone", "1", NULL);
  list = sat_outbox_list (sat_test_store_reader (f->t), 0, NULL);
  g_assert_cmpuint (list->len, ==, 3);
  entry = list->pdata[0];
  g_assert_cmpint (entry->id, ==, id);
  g_assert_cmpint (entry->state, ==, SAT_OUTBOX_WAITING);
  g_assert_nonnull (strstr (entry->text, "bad"));
  sat_outbox_discard (f->t->store, &entry->u, &error);
  g_assert_no_error (error);
  sat_test_store_assert_text (f->t, id, "notes", "good");
  for (guint i = 1; i < list->len; i++) {
    entry = list->pdata[i];
    if (entry->id == other)
      sat_outbox_discard (f->t->store, &entry->u, &error);
    g_assert_no_error (error);
  }
  g_assert_false (sat_test_store_exists (f->t, other));
  sat_test_server_assert_same (f->server, f->t);
  entry = list->pdata[0];
  g_assert_false (sat_outbox_discard (f->t->store, &entry->u, &error));
  g_assert_error (error, SAT_STORE_ERROR, SAT_STORE_ERROR_NOT_FOUND);
}

static void
discard (Fixture *f, guint i)
{
  g_autoptr (GPtrArray) list = sat_outbox_list (sat_test_store_reader (f->t), 0, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (list->len, >, i);
  sat_outbox_discard (f->t->store, &((SatOutboxEntry *)list->pdata[i])->u, &error);
  g_assert_no_error (error);
}

/* The value that the one before it wrote is there again, and is what goes. */
static void
test_discard_later (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  gint64 id = sat_test_store_add (f->t, "company", "name", "Acme", "notes", "good", NULL);

  sat_test_server_sync (f->server, f->t->store);
  sat_test_store_set (f->t, id, "notes", "first", NULL);
  sat_test_store_set (f->t, id, "notes", "second", "industry", "Steel", NULL);
  sat_test_store_set (f->t, id, "notes", "third", NULL);
  discard (f, 1);
  sat_test_store_assert_text (f->t, id, "notes", "third");
  sat_test_store_assert_text (f->t, id, "industry", NULL);
  discard (f, 1);
  sat_test_store_assert_text (f->t, id, "notes", "first");
  sat_test_check_verify (sat_test_store_reader (f->t));
  sync_now (f);
  sat_test_store_assert_text (f->t, id, "notes", "first");
  sat_test_server_assert_same (f->server, f->t);
}

static void
test_discard_sent (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GError) error = NULL;

  sat_test_store_add (f->t, "company", "name", "Acme", NULL);
  body = freeze (f);
  list = sat_outbox_list (sat_test_store_reader (f->t), 0, NULL);
  g_assert_cmpint (((SatOutboxEntry *)list->pdata[0])->state, ==, SAT_OUTBOX_SENT);
  g_assert_false (sat_outbox_discard (f->t->store, &((SatOutboxEntry *)list->pdata[0])->u, &error));
  g_assert_error (error, SAT_STORE_ERROR, SAT_STORE_ERROR_CONFLICT);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/outbox-refused/too-large", test_too_large);
  g_test_add_func ("/outbox-refused/rejected-edit", test_rejected_edit);
  g_test_add_func ("/outbox-refused/rejected-below", test_rejected_below);
  g_test_add_func ("/outbox-refused/all", test_all_refused);
  g_test_add_func ("/outbox-refused/rejected-record", test_rejected_record);
  g_test_add_func ("/outbox-refused/rejected-delete", test_rejected_delete);
  g_test_add_func ("/outbox-refused/discard", test_discard);
  g_test_add_func ("/outbox-refused/discard-later", test_discard_later);
  g_test_add_func ("/outbox-refused/discard-sent", test_discard_sent);
  return g_test_run ();
}

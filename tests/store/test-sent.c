/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What was sent is kept push by push, packed, until the server no longer wants it again. */

#include "config.h"

#include "sat-pack.h"
#include "sat-sent.h"
#include "sat-test-sent.h"
#include "sync-fixture.h"

#include <string.h>

static SatSent *
sent_of (Fixture *f)
{
  return sat_sent_new (sat_reader_get_connection (sat_test_store_reader (f->t)));
}

static gint64
sql (Fixture *f, const char *text)
{
  return sat_test_store_sql_int (f->t, text);
}

/* Each push is answered before the next. */
static void
send_edits (Fixture *f, gint64 id, guint n)
{
  for (guint i = 0; i < n; i++) {
    g_autofree char *text = g_strdup_printf ("text %u", i);
    g_autoptr (GBytes) body = NULL;

    sat_test_store_set (f->t, id, "notes", text, NULL);
    body = freeze (f);
    answer_with (f, body);
  }
}

/* The very bytes that travel are what is kept; a part of them is packed when it goes. */
static void
test_packed (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GBytes) packed = NULL;
  g_autoptr (GBytes) again = NULL;
  g_autoptr (GBytes) packed_again = NULL;
  g_autoptr (GBytes) text = NULL;
  g_autoptr (GBytes) part = NULL;
  g_autoptr (GBytes) packed_part = NULL;

  for (guint i = 0; i < 3; i++)
    sat_test_store_add (f->t, "company", "name", "Acme", NULL);
  sat_outbox_freeze (f->t->store, NULL, &body, &packed, &error);
  g_assert_no_error (error);
  text = sat_unpack (packed, SAT_SYNC_MOST_PUSH_BYTES, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (text, body));
  sat_test_store_reopen (f->t);
  sat_outbox_freeze (f->t->store, NULL, &again, &packed_again, &error);
  g_assert_true (g_bytes_equal (again, body));
  g_assert_true (g_bytes_equal (packed_again, packed));
  sat_outbox_split (f->t->store, 2, NULL, &error);
  sat_outbox_freeze (f->t->store, NULL, &part, &packed_part, &error);
  g_assert_no_error (error);
  g_assert_nonnull (part);
  g_assert_null (packed_part);
  g_assert_cmpint (sql (f, "SELECT count(*) FROM sent"), ==, 1);
}

/* Every line of several pushes, and the chain behind each, forwards and backwards. */
static void
test_lines (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  gint64 id = sat_test_store_add (f->t, "company", "name", "Acme", NULL), m;
  g_autoptr (GError) error = NULL;
  g_autoptr (SatSent) sent = NULL;
  g_autoptr (GBytes) none = NULL;
  SatChain chain = {{0}}, at;
  SatChain chains[8];
  gboolean found;

  sat_test_store_add (f->t, "contact", "first_name", "Ann", "phone", "1", NULL);
  send_edits (f, id, 4);
  sent = sent_of (f);
  g_assert_cmpint (sql (f, "SELECT max (m) FROM outbox"), ==, 7);
  g_assert_cmpint (sql (f, "SELECT count(*) FROM sent"), ==, 4);
  for (guint i = 1; i <= 7; i++) {
    g_autoptr (GBytes) line = NULL;
    gsize length;
    const char *text;

    g_assert_true (sat_sent_line (sent, i, &line, &error));
    text = g_bytes_get_data (line, &length);
    sat_chain_add (&chain, text, length);
    chains[i] = chain;
  }
  for (guint i = 7; i > 0; i--) {
    g_assert_true (sat_sent_chain (sent, i, &at, &found, &error) && found);
    g_assert_true (sat_chain_equal (&at, &chains[i]));
    g_assert_true (sat_sent_find (sent, &chains[i], &m, &error));
    g_assert_cmpint (m, ==, i);
  }
  chain.bytes[0] ^= 1;
  g_assert_true (sat_sent_find (sent, &chain, &m, &error));
  g_assert_cmpint (m, ==, -1);
  g_assert_true (sat_sent_line (sent, 8, &none, &error));
  g_assert_null (none);
  g_assert_true (sat_sent_chain (sent, 8, &at, &found, &error));
  g_assert_false (found);
}

/* A forgotten line leaves no word behind, and the chain as it was. */
static void
test_forget (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  gint64 id = sat_test_store_add (f->t, "company", "name", "Acme", NULL), m, broken;
  gint64 gone[] = {2, 3, 99};
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (SatConnection) connection = NULL;
  g_autoptr (SatSent) sent = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *left = NULL;
  SatChain before[5], at;
  gboolean found;

  send_edits (f, id, 3);
  sat_store_close (f->t->store);
  connection = sat_connection_open (f->t->path, SAT_OPEN_WRITE, &error);
  g_assert_no_error (error);
  sent = sat_sent_new (connection);
  for (guint i = 1; i < 5; i++)
    g_assert_true (sat_sent_chain (sent, i, &before[i], &found, &error) && found);
  g_array_append_vals (numbers, gone, G_N_ELEMENTS (gone));
  g_assert_true (sat_sent_forget (sent, numbers, &error));
  for (guint i = 1; i < 5; i++) {
    g_autoptr (GBytes) line = NULL;

    g_assert_true (sat_sent_chain (sent, i, &at, &found, &error) && found);
    g_assert_true (sat_chain_equal (&at, &before[i]));
    g_assert_true (sat_sent_find (sent, &before[i], &m, &error));
    g_assert_cmpint (m, ==, i);
    g_assert_true (sat_sent_line (sent, i, &line, &error));
    g_assert_true ((line == NULL) == (i == 2 || i == 3));
  }
  g_assert_true (sat_sent_check (sent, &broken, &error));
  g_assert_cmpint (broken, ==, -1);
  left = sat_test_sent_text (f->t->path);
  g_assert_nonnull (strstr (left, "Acme"));
  g_assert_null (strstr (left, "text 0"));
  g_assert_null (strstr (left, "text 1"));
  g_assert_nonnull (strstr (left, "text 2"));
  g_clear_pointer (&sent, sat_sent_free);
  g_clear_pointer (&connection, sat_connection_unref);
  sat_test_store_reopen (f->t);
}

/* More than one push may have, all at once. */
static void
test_all (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  g_autoptr (SatConnection) connection = NULL;
  g_autoptr (SatSent) sent = NULL;
  g_autoptr (GError) error = NULL;
  gint64 broken, n;

  sat_store_close (t->store);
  connection = sat_connection_open (t->path, SAT_OPEN_WRITE, &error);
  sent = sat_sent_new (connection);
  /* First many short ones, then few that are long. */
  for (guint i = 0; i < 1010; i++) {
    char *text = g_strnfill (i < 1001 ? 20 : 200 * 1024, 'a' + (char)(i % 26));

    g_ptr_array_add (lines, g_bytes_new_take (text, strlen (text)));
  }
  g_assert_true (sat_sent_add_all (sent, lines, 0, &error));
  g_assert_no_error (error);
  sat_connection_query_int (connection, "SELECT count(*) FROM sent", 0, &n, &error);
  g_assert_cmpint (n, ==, 4);
  for (guint i = 0; i < lines->len; i++) {
    g_autoptr (GBytes) line = NULL;

    g_assert_true (sat_sent_line (sent, i + 1, &line, &error));
    g_assert_true (g_bytes_equal (line, lines->pdata[i]));
  }
  g_assert_true (sat_sent_check (sent, &broken, &error));
  g_assert_cmpint (broken, ==, -1);
  g_clear_pointer (&sent, sat_sent_free);
  g_clear_pointer (&connection, sat_connection_unref);
  sat_test_store_reopen (t);
}

/* The server's word, some days later: it has a backup up to @durable_m. */
static void
answer_later (Fixture *f, guint days, gint64 durable_m)
{
  g_autoptr (SatRemoteState) state = sat_remote_state (f->t->store, NULL);
  g_autoptr (SatPushAnswer) answer = sat_push_answer_new ();
  g_autoptr (GError) error = NULL;

  sat_clock_fake_advance (f->t->clock, days * G_TIME_SPAN_DAY);
  answer->last_m = state->last_m;
  answer->hash = state->hash;
  answer->durable_m = durable_m;
  sat_outbox_answer (f->t->store, answer, NULL, &error);
  g_assert_no_error (error);
}

/* What is in a backup goes after 30 days, all of a push together; the last one stays for its
 * chain. What is in none goes after 180. */
static void
test_prune (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  gint64 id = sat_test_store_add (f->t, "company", "name", "Acme", NULL);

  sat_test_store_set (f->t, id, "notes", "first", NULL); /* two in one push */
  sync_now (f);
  send_edits (f, id, 3);
  sync_now (f);
  g_assert_cmpint (sql (f, "SELECT count(*) FROM outbox WHERE state = 3"), ==, 5);
  answer_later (f, 29, 5);
  g_assert_cmpint (sql (f, "SELECT count(*) FROM sent"), ==, 4);
  answer_later (f, 2, 1); /* half of the first push is in a backup */
  g_assert_cmpint (sql (f, "SELECT count(*) FROM sent"), ==, 4);
  answer_later (f, 1, 3);
  g_assert_cmpint (sql (f, "SELECT min (first) FROM sent"), ==, 4);
  g_assert_cmpint (sql (f, "SELECT min (m) FROM outbox"), ==, 4);
  g_assert_cmpint (sql (f, "SELECT count(*) FROM outbox"), ==, 2);
  sat_test_check_verify (sat_test_store_reader (f->t));
  answer_later (f, 120, 3);
  g_assert_cmpint (sql (f, "SELECT count(*) FROM sent"), ==, 2);
  answer_later (f, 30, 3);
  g_assert_cmpint (sql (f, "SELECT count(*) FROM sent"), ==, 1);
  g_assert_cmpint (sql (f, "SELECT count(*) FROM outbox"), ==, 1);
  sat_test_check_verify (sat_test_store_reader (f->t));
  send_edits (f, id, 1);
  sync_now (f);
}

/* An edit that was refused has no place in what may be sent again, and holds nothing up. */
static void
test_prune_around (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  gint64 id = sat_test_store_add (f->t, "company", "name", "Acme", NULL);

  send_edits (f, id, 1);
  sat_test_store_set (f->t, id, "notes", "on its way", NULL);
  {
    g_autoptr (GBytes) body = freeze (f);

    answer_later (f, 40, 2);
    /* Answered, but its rows have not come: it stays with all that was sent beside it. */
    g_assert_cmpint (sql (f, "SELECT count(*) FROM sent"), ==, 2);
    answer_with (f, body);
  }
  sync_now (f);
  answer_later (f, 40, 3);
  g_assert_cmpint (sql (f, "SELECT count(*) FROM sent"), ==, 1);
  sat_test_check_verify (sat_test_store_reader (f->t));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sent/packed", test_packed);
  g_test_add_func ("/sent/lines", test_lines);
  g_test_add_func ("/sent/forget", test_forget);
  g_test_add_func ("/sent/all", test_all);
  g_test_add_func ("/sent/prune", test_prune);
  g_test_add_func ("/sent/prune-around", test_prune_around);
  return g_test_run ();
}

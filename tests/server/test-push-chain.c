/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a device sends: gaps, repeats, forks, groups, refusals; and that it lasts. */

#include "config.h"

#include "sat-server-private.h"
#include "sat-test-push.h"

#include <string.h>

typedef struct {
  SatTestServer *server;
  SatTestLaptop *ann, *ben, *boss, *reader;
  SatUuid id;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->server = sat_test_server_new ();
  fixture->ann = sat_test_laptop_new (fixture->server, "Ann", SAT_ROLE_REP, 1);
  fixture->ben = sat_test_laptop_new (fixture->server, "Ben", SAT_ROLE_REP, 2);
  fixture->boss = sat_test_laptop_new (fixture->server, "Boss", SAT_ROLE_ADMIN, 3);
  fixture->reader = sat_test_laptop_new (fixture->server, "Ria", SAT_ROLE_READER, 4);
  fixture->id = sat_uuid_new (1);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  sat_test_laptop_free (fixture->ann);
  sat_test_laptop_free (fixture->ben);
  sat_test_laptop_free (fixture->boss);
  sat_test_laptop_free (fixture->reader);
  sat_test_server_free (fixture->server);
}

static void
create (SatTestLaptop *laptop, const char *name)
{
  SatUuid id = sat_uuid_new (1);
  g_autofree char *fields = g_strdup_printf ("{\"first_name\":\"%s\"}", name);

  sat_test_laptop_edit (laptop, SAT_OP_PUT, "contact", &id, 0, fields, NULL, NULL);
}

static void
assert_refused (SatTestLaptop *laptop, GBytes *body, const char *epoch, int code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) answer =
      sat_server_push (laptop->server->server, &laptop->caller, epoch, body, &error);

  g_assert_null (answer);
  g_assert_error (error, SAT_SERVER_ERROR, code);
}

static guint
count (SatTestServer *server, const char *type)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) records = sat_server_records (server->server, type, &error);

  g_assert_no_error (error);
  return records->len;
}

/* The chain */

static void
test_answer (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SatPushAnswer) answer = NULL;
  g_autofree char *text = NULL;
  char hash[SAT_CHAIN_TEXT_LENGTH];
  SatChain chain = {{0}};

  create (fixture->ann, "A");
  create (fixture->ann, "B");
  answer = sat_test_laptop_push (fixture->ann);
  g_assert_cmpint (answer->last_m, ==, 2);
  g_assert_cmpint (answer->seq, ==, sat_server_head (fixture->server->server));
  g_assert_cmpint (answer->now, ==, sat_clock_now (fixture->server->clock));
  g_assert_cmpuint (answer->results->len, ==, 0);
  for (guint i = 0; i < 2; i++) {
    gsize length;
    const char *line = g_bytes_get_data (g_ptr_array_index (fixture->ann->lines, i), &length);

    sat_chain_add (&chain, line, length);
  }
  g_assert_true (sat_chain_equal (&answer->hash, &chain));
  sat_chain_write (&chain, hash);
  text = sat_server_describe_device (fixture->server->server, 1, NULL, NULL);
  g_assert_nonnull (strstr (text, hash));
  g_assert_nonnull (strstr (text, "\"last_m\":2"));
}

static void
test_repeat (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GBytes) first = NULL;
  g_autoptr (GBytes) again = NULL;
  g_autoptr (GError) error = NULL;
  gint64 head;

  create (fixture->ann, "A");
  sat_test_laptop_edit (fixture->ann, SAT_OP_PUT, "team", &fixture->id, 0, "{\"name\":\"T\"}", NULL,
                        NULL);
  body = sat_test_laptop_body (fixture->ann);
  first = sat_server_push (fixture->server->server, &fixture->ann->caller, "", body, &error);
  g_assert_no_error (error);
  head = sat_server_head (fixture->server->server);
  sat_test_server_reopen (fixture->server); /* the answer was lost, and the server ended */
  again = sat_server_push (fixture->server->server, &fixture->ann->caller, "", body, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (first, again));
  g_assert_cmpint (sat_server_head (fixture->server->server), ==, head);
  g_assert_cmpuint (count (fixture->server, "contact"), ==, 1);
}

/* The same bytes with more behind them. */
static void
test_overlap (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SatPushAnswer) first = NULL;
  g_autoptr (SatPushAnswer) second = NULL;

  create (fixture->ann, "A");
  sat_test_laptop_line (fixture->ann, "nonsense");
  first = sat_test_laptop_push (fixture->ann);
  fixture->ann->sent = 0;
  memset (&fixture->ann->hash, 0, sizeof fixture->ann->hash);
  create (fixture->ann, "C");
  second = sat_test_laptop_push (fixture->ann);
  g_assert_cmpstr (sat_test_outcome (second, 2), ==, "invalid");
  g_assert_cmpint (second->last_m, ==, 3);
  g_assert_cmpuint (count (fixture->server, "contact"), ==, 2);
}

/* A file that was put back sends again what it still has: it is answered for that, and no more. */
static void
test_part_again (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (SatPushAnswer) answer = NULL;
  SatChain chain;

  create (fixture->ann, "A");
  sat_test_laptop_expect (fixture->ann, "ok");
  chain = fixture->ann->hash;
  fixture->ann->sent = 0;
  memset (&fixture->ann->hash, 0, sizeof fixture->ann->hash);
  body = sat_test_laptop_body (fixture->ann);
  fixture->ann->sent = 1;
  fixture->ann->hash = chain;
  create (fixture->ann, "B");
  sat_test_laptop_expect (fixture->ann, "ok");
  bytes = sat_server_push (fixture->server->server, &fixture->ann->caller, "", body, NULL);
  answer = sat_push_answer_parse (bytes, NULL);
  g_assert_cmpint (answer->last_m, ==, 1);
  g_assert_true (sat_chain_equal (&answer->hash, &chain));
}

static void
test_gap (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) body = NULL;

  create (fixture->ann, "A");
  create (fixture->ann, "B");
  fixture->ann->sent = 1;
  body = sat_test_laptop_body (fixture->ann);
  assert_refused (fixture->ann, body, "", SAT_SERVER_ERROR_M_GAP);
  g_assert_cmpuint (count (fixture->server, "contact"), ==, 0);
}

static void
test_forks (Fixture *fixture, gconstpointer data)
{
  SatTestLaptop *copy = sat_test_laptop_new (fixture->server, "Ann", SAT_ROLE_REP, 1);
  g_autoptr (GBytes) other = NULL;
  g_autoptr (GBytes) behind = NULL;

  create (fixture->ann, "A");
  create (fixture->ann, "B");
  g_clear_pointer (&other, g_bytes_unref);
  sat_test_laptop_expect (fixture->ann, "ok");
  create (copy, "X"); /* another first mutation */
  other = sat_test_laptop_body (copy);
  assert_refused (copy, other, "", SAT_SERVER_ERROR_DEVICE_FORKED);
  create (copy, "Y");
  create (copy, "Z");
  copy->sent = 2; /* what follows the last one, on another chain */
  behind = sat_test_laptop_body (copy);
  assert_refused (copy, behind, "", SAT_SERVER_ERROR_DEVICE_FORKED);
  g_assert_cmpuint (count (fixture->server, "contact"), ==, 2);
  sat_test_laptop_free (copy);
}

/* After a fork the same mutations come under another device: nothing happens twice. */
static void
test_same_u (Fixture *fixture, gconstpointer data)
{
  SatTestLaptop *again = sat_test_laptop_new (fixture->server, "Ann", SAT_ROLE_REP, 9);
  SatTestLaptop *thief = sat_test_laptop_new (fixture->server, "Eve", SAT_ROLE_REP, 8);
  g_autoptr (SatPushAnswer) answer = NULL;
  g_autoptr (SatPushAnswer) stolen = NULL;

  sat_test_laptop_edit (fixture->ann, SAT_OP_PUT, "team", &fixture->id, 0, "{\"name\":\"T\"}", NULL,
                        NULL);
  create (fixture->ann, "A");
  sat_test_laptop_expect (fixture->ann, "ok");
  for (guint i = 0; i < 2; i++) {
    g_ptr_array_add (again->lines, g_bytes_ref (g_ptr_array_index (fixture->ann->lines, i)));
    g_ptr_array_add (thief->lines, g_bytes_ref (g_ptr_array_index (fixture->ann->lines, i)));
  }
  create (again, "B");
  answer = sat_test_laptop_push (again);
  g_assert_cmpstr (sat_test_outcome (answer, 1), ==, "forbidden");
  g_assert_cmpstr (sat_test_outcome (answer, 2), ==, "ok");
  g_assert_cmpuint (count (fixture->server, "contact"), ==, 2);
  stolen = sat_test_laptop_push (thief);
  g_assert_cmpstr (sat_test_outcome (stolen, 2), ==, "invalid");
  sat_test_laptop_free (again);
  sat_test_laptop_free (thief);
}

/* Who knows the ids of others' mutations, from their history or on the way, is in nobody's way. */
static void
test_stolen_u (Fixture *fixture, gconstpointer data)
{
  SatTestLaptop *again = sat_test_laptop_new (fixture->server, "Ann", SAT_ROLE_REP, 9);
  SatTestLaptop *reader = sat_test_laptop_new (fixture->server, "Eve", SAT_ROLE_READER, 6);
  SatTestLaptop *thief = sat_test_laptop_new (fixture->server, "Pat", SAT_ROLE_REP, 7);
  g_autoptr (SatPushAnswer) answer = NULL;

  fixture->ann->x = thief->x = 1;
  create (fixture->ann, "A");
  g_ptr_array_add (reader->lines, g_bytes_ref (g_ptr_array_index (fixture->ann->lines, 0)));
  g_ptr_array_add (thief->lines, g_bytes_ref (g_ptr_array_index (fixture->ann->lines, 0)));
  g_ptr_array_add (again->lines, g_bytes_ref (g_ptr_array_index (fixture->ann->lines, 0)));
  sat_test_laptop_expect (reader, "forbidden"); /* before it comes from her */
  sat_test_laptop_expect (fixture->ann, "ok");
  /* Half of a group is not made because the other half is somebody else's. */
  create (thief, "B");
  answer = sat_test_laptop_push (thief);
  g_assert_cmpstr (sat_test_outcome (answer, 1), ==, "invalid");
  g_assert_cmpstr (sat_test_outcome (answer, 2), ==, "group");
  sat_test_laptop_expect (again, "ok");
  g_assert_cmpuint (count (fixture->server, "contact"), ==, 1);
  sat_test_laptop_free (again);
  sat_test_laptop_free (reader);
  sat_test_laptop_free (thief);
}

static void
test_epoch (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GBytes) answer = NULL;
  g_autoptr (GError) error = NULL;

  create (fixture->ann, "A");
  body = sat_test_laptop_body (fixture->ann);
  assert_refused (fixture->ann, body, "0123456789abcdef", SAT_SERVER_ERROR_EPOCH_CHANGED);
  answer = sat_server_push (fixture->server->server, &fixture->ann->caller,
                            fixture->server->server->epoch, body, &error);
  g_assert_no_error (error);
}

static void
test_bad_bodies (Fixture *fixture, gconstpointer data)
{
  static const char *const bodies[] = {
      "",
      "nonsense\n",
      "{\"first\":1}\n",
      "{\"first\":0,\"prev\":\"\",\"n\":0}\n",
  };
  g_autoptr (GBytes) large = g_bytes_new_take (g_malloc0 (2 << 20), 2 << 20);

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++) {
    g_autoptr (GBytes) body = g_bytes_new_static (bodies[i], strlen (bodies[i]));

    assert_refused (fixture->ann, body, "", SAT_SERVER_ERROR_MALFORMED);
  }
  assert_refused (fixture->ann, large, "", SAT_SERVER_ERROR_TOO_LARGE);
}

/* Groups */

static void
test_group_is_whole (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SatPushAnswer) answer = NULL;

  fixture->ann->x = 1;
  create (fixture->ann, "A");
  sat_test_laptop_edit (fixture->ann, SAT_OP_PUT, "contact", &fixture->id, 0,
                        "{\"birthday\":\"yesterday\"}", NULL, NULL);
  create (fixture->ann, "B");
  fixture->ann->x = 2;
  create (fixture->ann, "C");
  answer = sat_test_laptop_push (fixture->ann);
  g_assert_cmpstr (sat_test_outcome (answer, 1), ==, "group");
  g_assert_cmpstr (sat_test_outcome (answer, 2), ==, "invalid");
  g_assert_cmpstr (sat_test_outcome (answer, 3), ==, "group");
  g_assert_cmpstr (sat_test_outcome (answer, 4), ==, "ok");
  g_assert_cmpuint (count (fixture->server, "contact"), ==, 1);
}

static void
test_broken_in_group (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SatPushAnswer) answer = NULL;

  fixture->ann->x = 1;
  create (fixture->ann, "A");
  sat_test_laptop_line (fixture->ann, "{\"m\":2");
  create (fixture->ann, "B");
  answer = sat_test_laptop_push (fixture->ann);
  g_assert_cmpstr (sat_test_outcome (answer, 1), ==, "group");
  g_assert_cmpstr (sat_test_outcome (answer, 2), ==, "invalid");
  g_assert_cmpstr (sat_test_outcome (answer, 3), ==, "group");
  g_assert_cmpuint (count (fixture->server, "contact"), ==, 0);
}

static void
test_group_has_one_seq (Fixture *fixture, gconstpointer data)
{
  gint64 before = sat_server_head (fixture->server->server);

  fixture->ann->x = 1;
  create (fixture->ann, "A");
  create (fixture->ann, "B");
  sat_test_laptop_expect (fixture->ann, "ok");
  g_assert_cmpint (sat_server_head (fixture->server->server), ==, before + 1);
  fixture->ann->x = 0;
  create (fixture->ann, "A");
  create (fixture->ann, "B");
  sat_test_laptop_expect (fixture->ann, "ok");
  g_assert_cmpint (sat_server_head (fixture->server->server), ==, before + 3);
}

/* Refusals */

static void
refuse (Fixture *fixture,
        SatTestLaptop *laptop,
        SatOp op,
        const char *type,
        const char *fields,
        const char *code)
{
  SatUuid id = sat_uuid_new (1);

  sat_test_laptop_edit (laptop, op, type, &id, 0, fields, NULL, NULL);
  sat_test_laptop_expect (laptop, code);
  g_assert_null (sat_test_server_fields (fixture->server, &id));
}

static void
test_refusals (Fixture *fixture, gconstpointer data)
{
  SatTestLaptop *ann = fixture->ann;
  g_autofree char *long_text = g_strnfill (SAT_SYNC_MOST_MUTATION_BYTES, 'x');
  g_autofree char *large = g_strdup_printf ("{\"m\":99,\"notes\":\"%s\"}", long_text);

  refuse (fixture, ann, SAT_OP_PUT, "starship", "{\"name\":\"x\"}", "unknown_type");
  refuse (fixture, ann, SAT_OP_PUT, "history", "{\"field\":\"x\"}", "unknown_type");
  refuse (fixture, ann, SAT_OP_PUT, "team", "{\"name\":\"x\"}", "forbidden");
  refuse (fixture, fixture->reader, SAT_OP_PUT, "company", "{\"name\":\"x\"}", "forbidden");
  refuse (fixture, ann, SAT_OP_PUT, "company", "{\"industry\":\"x\"}", "invalid"); /* no name */
  refuse (fixture, ann, SAT_OP_PUT, "company", "{\"name\":7}", "invalid");
  refuse (fixture, ann, SAT_OP_PUT, "company", "{\"name\":\"x\",\"phone\":\"1\"}", "invalid");
  refuse (fixture, ann, SAT_OP_DELETE, "company", NULL, "forbidden"); /* nobody knows it */
  refuse (fixture, ann, SAT_OP_PUT, "conflict", "{\"state\":\"closed\"}", "forbidden");
  sat_test_laptop_line (ann, large);
  sat_test_laptop_expect (ann, "too_large");
  sat_test_laptop_line (ann, "{}");
  sat_test_laptop_expect (ann, "invalid");
}

static void
test_other_type (Fixture *fixture, gconstpointer data)
{
  create (fixture->ann, "A");
  sat_test_laptop_edit (fixture->ann, SAT_OP_PUT, "contact", &fixture->id, 0, "{}", NULL, NULL);
  sat_test_laptop_edit (fixture->ann, SAT_OP_PUT, "company", &fixture->id, 0, "{\"name\":\"x\"}",
                        NULL, NULL);
  sat_test_laptop_expect (fixture->ann, "invalid");
}

/* Of a record that nobody but its owner holds. */
static void
test_never_held (Fixture *fixture, gconstpointer data)
{
  g_autofree char *owner = sat_uuid_to_string (&fixture->ann->caller.user);
  g_autofree char *fields =
      g_strdup_printf ("{\"first_name\":\"A\",\"owner\":{\"r\":\"%s\"}}", owner);
  SatUuid point = sat_uuid_new (2);
  g_autofree char *contact = sat_uuid_to_string (&fixture->id);
  g_autofree char *child =
      g_strdup_printf ("{\"kind\":\"phone\",\"record\":{\"r\":\"%s\"},\"value\":\"1\"}", contact);

  sat_test_laptop_edit (fixture->ann, SAT_OP_PUT, "contact", &fixture->id, 0, fields, NULL, NULL);
  sat_test_laptop_expect (fixture->ann, "ok");
  sat_test_laptop_edit (fixture->ben, SAT_OP_PUT, "contact", &fixture->id, 1,
                        "{\"first_name\":\"B\"}", NULL, NULL);
  sat_test_laptop_expect (fixture->ben, "forbidden");
  sat_test_laptop_edit (fixture->ben, SAT_OP_PUT, "contact_point", &point, 0, child, NULL, NULL);
  sat_test_laptop_expect (fixture->ben, "forbidden");
  sat_test_laptop_edit (fixture->boss, SAT_OP_PUT, "contact_point", &point, 0, child, NULL, NULL);
  sat_test_laptop_expect (fixture->boss, "ok");
}

/* Managers write the quotas of their own people: they neither make nor remove others'. */
static void
test_quota (Fixture *fixture, gconstpointer data)
{
  SatTestLaptop *mia = sat_test_laptop_new (fixture->server, "Mia", SAT_ROLE_MANAGER, 6);
  g_autofree char *ann = sat_uuid_to_string (&fixture->ann->caller.user);
  g_autofree char *fields = g_strdup_printf ("{\"period\":\"2027\",\"user\":{\"r\":\"%s\"}}", ann);

  refuse (fixture, mia, SAT_OP_PUT, "quota", fields, "forbidden");
  sat_test_laptop_edit (fixture->boss, SAT_OP_PUT, "quota", &fixture->id, 0, fields, NULL, NULL);
  sat_test_laptop_expect (fixture->boss, "ok");
  sat_test_laptop_edit (mia, SAT_OP_DELETE, "quota", &fixture->id, 99, NULL, NULL, NULL);
  sat_test_laptop_expect (mia, "forbidden");
  sat_test_server_assert (fixture->server, &fixture->id, fields);
  /* Nor do they bring back one that they could not remove. */
  sat_test_laptop_edit (fixture->boss, SAT_OP_DELETE, "quota", &fixture->id, 99, NULL, NULL, NULL);
  sat_test_laptop_expect (fixture->boss, "ok");
  sat_test_laptop_edit (mia, SAT_OP_UNDELETE, "quota", &fixture->id, 99, NULL, NULL, NULL);
  sat_test_laptop_expect (mia, "forbidden");
  sat_test_laptop_free (mia);
}

/* It was his until somebody gave it away: what he still wrote is kept as a proposal. */
static void
test_quarantine (Fixture *fixture, gconstpointer data)
{
  g_autofree char *ben = sat_uuid_to_string (&fixture->ben->caller.user);
  g_autofree char *ann = sat_uuid_to_string (&fixture->ann->caller.user);
  g_autofree char *his = g_strdup_printf ("{\"first_name\":\"A\",\"owner\":{\"r\":\"%s\"}}", ben);
  g_autofree char *hers = g_strdup_printf ("{\"owner\":{\"r\":\"%s\"}}", ann);
  g_autofree char *base = NULL;
  g_autofree char *name = NULL;
  g_autoptr (SatTransaction) transaction = NULL;
  g_autoptr (GPtrArray) proposals =
      g_ptr_array_new_with_free_func ((GDestroyNotify)sat_stored_proposal_free);
  const SatStoredProposal *proposal;

  sat_test_laptop_edit (fixture->ben, SAT_OP_PUT, "contact", &fixture->id, 0, his, NULL, NULL);
  sat_test_laptop_expect (fixture->ben, "ok");
  base = sat_test_server_base (fixture->server, &fixture->id, "owner");
  sat_test_laptop_edit (fixture->boss, SAT_OP_PUT, "contact", &fixture->id, 1, hers, base, NULL);
  sat_test_laptop_expect (fixture->boss, "ok");
  name = sat_test_server_base (fixture->server, &fixture->id, "first_name");
  sat_test_laptop_edit (fixture->ben, SAT_OP_PUT, "contact", &fixture->id, 1,
                        "{\"first_name\":\"Mine\"}", name, NULL);
  sat_test_laptop_expect (fixture->ben, "quarantined");
  transaction = sat_storage_begin_read (fixture->server->server->storage, NULL);
  g_assert_true (transaction->api->proposals (transaction, proposals, NULL));
  g_assert_cmpuint (proposals->len, ==, 1);
  proposal = g_ptr_array_index (proposals, 0);
  g_assert_nonnull (strstr (proposal->line, "Mine"));
  g_assert_true (sat_uuid_equal (&proposal->user, &fixture->ben->caller.user));
}

/* A commit that nobody has been told of, by a server that ended: the next one goes on. */
static void
test_lasts (Fixture *fixture, gconstpointer data)
{
  gint64 head;
  g_autofree char *epoch = NULL;

  create (fixture->ann, "A");
  sat_test_laptop_expect (fixture->ann, "ok");
  head = sat_server_head (fixture->server->server);
  epoch = g_strdup (fixture->server->server->epoch);
  sat_test_server_reopen (fixture->server);
  g_assert_cmpint (sat_server_head (fixture->server->server), ==, head);
  g_assert_cmpstr (fixture->server->server->epoch, ==, epoch);
  create (fixture->ann, "B");
  sat_test_laptop_expect (fixture->ann, "ok");
  g_assert_cmpuint (count (fixture->server, "contact"), ==, 2);
}

/* Many at once */

static gpointer
push_thread (gpointer data)
{
  SatTestLaptop *laptop = data;

  for (guint i = 0; i < 20; i++) {
    create (laptop, "T");
    sat_test_laptop_expect (laptop, "ok");
  }
  return NULL;
}

static void
count_cb (gint64 head, gpointer data)
{
  gint64 *last = data;

  g_assert_cmpint (head, >, *last);
  *last = head;
}

static void
test_together (Fixture *fixture, gconstpointer data)
{
  SatTestLaptop *laptops[8];
  GThread *threads[G_N_ELEMENTS (laptops)];
  gint64 last = 0, first = sat_server_head (fixture->server->server);

  for (guint i = 0; i < G_N_ELEMENTS (laptops); i++) {
    g_autofree char *name = g_strdup_printf ("P%u", i);

    laptops[i] = sat_test_laptop_new (fixture->server, name, SAT_ROLE_REP, 100 + i);
  }
  first = sat_server_head (fixture->server->server);
  sat_server_set_committed (fixture->server->server, count_cb, &last);
  for (guint i = 0; i < G_N_ELEMENTS (laptops); i++)
    threads[i] = g_thread_new ("push", push_thread, laptops[i]);
  for (guint i = 0; i < G_N_ELEMENTS (laptops); i++) {
    g_thread_join (threads[i]);
    sat_test_laptop_free (laptops[i]);
  }
  g_assert_cmpint (last, ==, first + 8 * 20);
  g_assert_cmpuint (count (fixture->server, "contact"), ==, 8 * 20);
  sat_server_set_committed (fixture->server->server, NULL, NULL);
}

#define ADD(path, function)                                                                        \
  g_test_add ("/push/chain/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("answer", test_answer);
  ADD ("repeat", test_repeat);
  ADD ("overlap", test_overlap);
  ADD ("part-again", test_part_again);
  ADD ("gap", test_gap);
  ADD ("forks", test_forks);
  ADD ("same-u", test_same_u);
  ADD ("stolen-u", test_stolen_u);
  ADD ("epoch", test_epoch);
  ADD ("bad-bodies", test_bad_bodies);
  ADD ("group-is-whole", test_group_is_whole);
  ADD ("broken-in-group", test_broken_in_group);
  ADD ("group-has-one-seq", test_group_has_one_seq);
  ADD ("refusals", test_refusals);
  ADD ("other-type", test_other_type);
  ADD ("never-held", test_never_held);
  ADD ("quota", test_quota);
  ADD ("quarantine", test_quarantine);
  ADD ("lasts", test_lasts);
  ADD ("together", test_together);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Edits become mutations, and answers become what they mean for the file. */

#include "config.h"

#include "sync-fixture.h"

#include <string.h>

static void
assert_field (const SatMutation *mutation, const char *name, const char *expected)
{
  const SatWireValue *value = sat_wire_fields_get (mutation->fields, name);

  g_assert_nonnull (value);
  g_assert_cmpstr (value->text, ==, expected);
}

static void
test_nothing (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autoptr (GBytes) body = freeze (f);

  g_assert_null (body);
}

/* Several edits of one field each carry their own value, and name the one before. */
static void
test_values (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  gint64 id = sat_test_store_add (f->t, "company", "name", "Acme", "notes", "one", NULL);
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GPtrArray) list = NULL;
  const SatMutation *made, *second, *third;
  const SatMutationBase *base;

  sat_test_store_set (f->t, id, "notes", "two", NULL);
  sat_test_store_set (f->t, id, "notes", "three", "industry", "Steel", NULL);
  body = freeze (f);
  list = read_body (body);
  g_assert_cmpuint (list->len, ==, 3);
  made = list->pdata[0];
  second = list->pdata[1];
  third = list->pdata[2];
  g_assert_cmpint (made->m, ==, 1);
  g_assert_cmpint (made->rb, ==, 0);
  g_assert_cmpuint (made->bases->len, ==, 0);
  assert_field (made, "notes", "one");
  assert_field (made, "name", "Acme");
  assert_field (second, "notes", "two");
  assert_field (third, "notes", "three");
  assert_field (third, "industry", "Steel");
  base = sat_mutation_base (second, "notes");
  g_assert_true (sat_uuid_equal (&base->mutation, &made->u));
  base = sat_mutation_base (third, "notes");
  g_assert_true (sat_uuid_equal (&base->mutation, &second->u));
  base = sat_mutation_base (third, "industry");
  g_assert_true (sat_uuid_equal (&base->mutation, &made->u));
  g_assert_cmpuint (third->h, >, second->h);
  g_assert_false (sat_uuid_is_nil (&third->change));
}

static void
test_same_bytes (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  gint64 id = sat_test_store_add (f->t, "company", "name", "Acme", NULL);
  g_autoptr (GBytes) first = freeze (f);
  g_autoptr (GBytes) second = NULL;
  g_autoptr (GBytes) third = NULL;

  sat_test_store_set (f->t, id, "name", "Other", NULL);
  second = freeze (f);
  g_assert_true (g_bytes_equal (first, second));
  sat_test_store_reopen (f->t);
  third = freeze (f);
  g_assert_true (g_bytes_equal (first, third));
  answer_with (f, third);
  g_clear_pointer (&third, g_bytes_unref);
  third = freeze (f);
  g_assert_nonnull (third);
  g_assert_false (g_bytes_equal (first, third));
}

/* Parents before children, in one group; when they go, the other way round. */
static void
test_groups (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  gint64 contact = sat_test_store_add (f->t, "contact", "first_name", "Ann", "phone", "1", "mail",
                                       "a@b.example", NULL);
  g_autoptr (GBytes) body = freeze (f);
  g_autoptr (GPtrArray) list = read_body (body);
  const SatMutation *first = list->pdata[0], *last = list->pdata[2];

  g_assert_cmpuint (list->len, ==, 3);
  g_assert_cmpstr (first->type, ==, "contact");
  g_assert_cmpstr (last->type, ==, "contact_point");
  g_assert_cmpint (first->x, !=, 0);
  g_assert_cmpint (first->x, ==, last->x);
  answer_with (f, body);
  g_clear_pointer (&body, g_bytes_unref);
  g_clear_pointer (&list, g_ptr_array_unref);
  sat_test_store_delete (f->t, contact);
  body = freeze (f);
  list = read_body (body);
  g_assert_cmpuint (list->len, ==, 3);
  last = list->pdata[2];
  g_assert_cmpstr (last->type, ==, "contact");
  g_assert_cmpint (last->op, ==, SAT_OP_DELETE);
  answer_with (f, body);
  sat_test_server_sync (f->server, f->t->store);
  sat_test_server_assert_same (f->server, f->t);
}

typedef struct {
  const SatType *type;
  guint n;
} Many;

static gboolean
add_many_cb (SatWriter *writer, gpointer data, GError **error)
{
  const Many *many = data;
  const SatField *name = sat_type_field (many->type, "name");

  for (guint i = 0; i < many->n; i++) {
    g_autofree char *text = g_strdup_printf ("Company %u", i);
    SatWriteField field = {name, sat_value_text (text), SAT_VERSION_NONE};
    gboolean ok = sat_writer_create (writer, many->type, &field, 1, SAT_ORIGIN_IMPORT, NULL, error);

    sat_value_clear (&field.value);
    if (!ok)
      return FALSE;
  }
  return TRUE;
}

static void
add_many (Fixture *f, guint n)
{
  g_autoptr (SatRegistry) registry = sat_store_ref_registry (f->t->store);
  g_autoptr (GError) error = NULL;
  Many many = {sat_registry_type (registry, "company"), n};

  sat_store_write (f->t->store, SAT_CHANGE_IMPORT, "Many", add_many_cb, &many, NULL, &error);
  g_assert_no_error (error);
}

/* More than an atomic group may have: in several pushes, each on its own. */
static void
test_large (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  guint pushes = 0, sum = 0;
  g_autoptr (GBytes) body = NULL;

  add_many (f, 1201);
  while ((body = freeze (f)) != NULL) {
    g_autoptr (GPtrArray) list = read_body (body);

    for (guint i = 0; i < list->len; i++)
      g_assert_cmpint (((SatMutation *)list->pdata[i])->x, ==, 0);
    g_assert_cmpuint (list->len, <=, SAT_SYNC_MOST_MUTATIONS);
    sum += list->len;
    pushes++;
    answer_with (f, body);
    g_clear_pointer (&body, g_bytes_unref);
  }
  g_assert_cmpuint (sum, ==, 1201);
  g_assert_cmpuint (pushes, ==, 3);
  sat_test_server_sync (f->server, f->t->store);
  sat_test_server_assert_same (f->server, f->t);
}

static void
test_limits (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  SatOutboxLimits limits = {2, 0};
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GBytes) again = NULL;
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GPtrArray) less = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 3; i++)
    sat_test_store_add (f->t, "company", "name", "Acme", NULL);
  sat_outbox_freeze (f->t->store, &limits, &body, NULL, &error);
  g_assert_no_error (error);
  list = read_body (body);
  g_assert_cmpuint (list->len, ==, 2);
  /* Too large for the server: the same lines, fewer at once. */
  sat_outbox_split (f->t->store, 1, NULL, &error);
  g_assert_no_error (error);
  again = freeze (f);
  less = read_body (again);
  g_assert_cmpuint (less->len, ==, 1);
  g_assert_true (
      sat_uuid_equal (&((SatMutation *)less->pdata[0])->u, &((SatMutation *)list->pdata[0])->u));
  sat_test_server_sync (f->server, f->t->store);
  sat_test_server_assert_same (f->server, f->t);
}

/* What follows a push that is on its way: its numbers, its chain, and never twice. */
static void
test_next (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  const SatOutboxLimits limits = {2, 0};
  GBytes *bodies[4] = {NULL};
  g_autoptr (GBytes) rest = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 5; i++)
    sat_test_store_add (f->t, "company", "name", "Acme", NULL);
  sat_outbox_freeze (f->t->store, &limits, &bodies[0], NULL, &error);
  sat_outbox_freeze_next (f->t->store, &limits, 2, &bodies[1], NULL, &error);
  g_assert_no_error (error);
  sat_outbox_freeze_next (f->t->store, &limits, 2, &bodies[2], NULL, &error);
  g_assert_no_error (error);
  g_assert_null (bodies[2]);
  sat_outbox_freeze_next (f->t->store, &limits, 4, &bodies[2], NULL, &error);
  sat_outbox_freeze_next (f->t->store, &limits, 5, &bodies[3], NULL, &error);
  g_assert_no_error (error);
  g_assert_null (bodies[3]);
  for (guint i = 0; i < 3; i++) {
    g_autoptr (GPtrArray) list = read_body (bodies[i]);

    g_assert_cmpuint (list->len, ==, i < 2 ? 2 : 1);
    g_assert_cmpint (((SatMutation *)list->pdata[0])->m, ==, 1 + 2 * i);
    answer_with (f, bodies[i]); /* the server finds the chain in order */
    g_bytes_unref (bodies[i]);
  }
  rest = freeze (f);
  g_assert_null (rest);
  sat_test_server_sync (f->server, f->t->store);
  sat_test_server_assert_same (f->server, f->t);
}

/* An answer for what was never sent changes nothing. */
static void
test_foreign_answer (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autoptr (SatPushAnswer) answer = sat_push_answer_new ();
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GBytes) again = NULL;
  g_autoptr (GError) error = NULL;

  sat_test_store_add (f->t, "company", "name", "Acme", NULL);
  body = freeze (f);
  answer->last_m = 1;
  answer->hash.bytes[0] = 1;
  g_assert_false (sat_outbox_answer (f->t->store, answer, NULL, &error));
  g_assert_error (error, SAT_STORE_ERROR, SAT_STORE_ERROR_CONFLICT);
  again = freeze (f);
  g_assert_true (g_bytes_equal (body, again));
}

/* An answer between two pages of a pull: what the next one will bring stays. */
static void
test_between_pages (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  gint64 id;
  SatUuid uuid, other = new_uuid ();

  receive (f);
  id = sat_test_store_add (f->t, "company", "name", "Acme", NULL);
  uuid = uuid_of (f, id);
  sat_test_server_send (f->server, f->t->store);
  /* Somebody edits it before its author has it back. */
  sat_test_server_put (f->server, &other, "company", NULL, "name", "Other", NULL);
  sat_test_server_put (f->server, &uuid, "company", NULL, "notes", "later", NULL);
  g_assert_true (sat_test_server_receive (f->server, f->t->store, 1));
  sat_test_store_add (f->t, "company", "name", "Third", NULL);
  sat_test_server_send (f->server, f->t->store);
  sat_test_store_assert_text (f->t, id, "name", "Acme");
  sync_now (f);
  sat_test_store_assert_text (f->t, id, "notes", "later");
}

/* The server has what it never answered for, and says so when it was restored: it is sent again. */
static void
test_rewind_forward (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  gint64 id = sat_test_store_add (f->t, "company", "name", "Acme", NULL);
  g_autoptr (GBytes) body = freeze (f);
  g_autoptr (GBytes) again = NULL;
  g_autoptr (SatPush) push = sat_push_parse (body, NULL);
  g_autoptr (GError) error = NULL;
  SatChain chain = {{0}};
  gboolean fits;
  gsize length;
  const char *line = g_bytes_get_data (g_ptr_array_index (push->lines, 0), &length);

  g_assert_cmpint (id, !=, 0);
  sat_chain_add (&chain, line, length);
  sat_outbox_rewind (f->t->store, 1, &chain, &fits, &error);
  g_assert_no_error (error);
  g_assert_true (fits);
  again = freeze (f);
  g_assert_nonnull (again);
  g_assert_true (g_bytes_equal (body, again));
}

/* The server was restored to before the second push. */
static void
test_rewind (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  gint64 id = sat_test_store_add (f->t, "company", "name", "Acme", NULL);
  g_autoptr (GBytes) first = freeze (f);
  g_autoptr (GBytes) second = NULL;
  g_autoptr (GBytes) again = NULL;
  g_autoptr (SatRemoteState) state = NULL;
  g_autoptr (GError) error = NULL;
  SatChain other = {{1}};
  gint64 fork;
  gboolean fits;

  answer_with (f, first);
  state = sat_remote_state (f->t->store, NULL);
  g_assert_cmpint (state->last_m, ==, 1);
  sat_test_store_set (f->t, id, "notes", "kept", NULL);
  second = freeze (f);
  answer_with (f, second);
  sat_outbox_rewind (f->t->store, 1, &state->hash, &fits, &error);
  g_assert_no_error (error);
  g_assert_true (fits);
  again = freeze (f);
  g_assert_true (g_bytes_equal (second, again));
  sat_outbox_rewind (f->t->store, 1, &other, &fits, &error);
  g_assert_no_error (error);
  g_assert_false (fits);
  sat_outbox_find_fork (f->t->store, &state->hash, &fork, &error);
  g_assert_no_error (error);
  g_assert_cmpint (fork, ==, 1);
  sat_outbox_find_fork (f->t->store, &other, &fork, &error);
  g_assert_cmpint (fork, ==, -1);
}

/* What was not answered goes under another device's numbers, with its ids; and what was, as long as
 * no pull has said it. */
static void
test_move (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  gint64 id = sat_test_store_add (f->t, "company", "name", "Acme", NULL);
  g_autoptr (GBytes) first = freeze (f);
  g_autoptr (GBytes) second = NULL;
  g_autoptr (GBytes) moved = NULL;
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) after = NULL;
  g_autoptr (SatPush) push = NULL;
  g_autoptr (SatRemoteState) forked = NULL;
  g_autoptr (SatRemoteState) done = NULL;
  g_autoptr (GError) error = NULL;
  const SatChain start = {{0}};
  const SatMutation *old_one, *new_one;

  answer_with (f, first);
  sat_test_store_set (f->t, id, "notes", "kept", NULL);
  second = freeze (f);
  before = read_body (second);
  g_assert_true (sat_outbox_note_fork (f->t->store, 1, &error));
  forked = sat_remote_state (f->t->store, &error);
  g_assert_cmpint (forked->fork, ==, 1);
  sat_outbox_move_to_device (f->t->store, 8, forked->fork, &error);
  g_assert_no_error (error);
  done = sat_remote_state (f->t->store, &error);
  g_assert_cmpint (done->fork, ==, -1);
  moved = freeze (f);
  after = read_body (moved);
  push = sat_push_parse (moved, &error);
  g_assert_cmpint (push->first, ==, 1);
  g_assert_cmpmem (&push->prev, sizeof push->prev, &start, sizeof start);
  old_one = before->pdata[0];
  g_assert_cmpuint (after->len, ==, 2);
  new_one = after->pdata[1];
  g_assert_cmpint (new_one->m, ==, 2);
  g_assert_true (sat_uuid_equal (&old_one->u, &new_one->u));
  assert_field (new_one, "notes", "kept");
  sat_test_store_set (f->t, id, "industry", "Steel", NULL);
  g_assert_cmpint (
      sat_test_store_sql_int (f->t, "SELECT device FROM change ORDER BY id DESC LIMIT 1"), ==, 8);
  sat_test_check_verify (sat_test_store_reader (f->t));
}

/* A file that had records before it joined: they are created there, as old as they are. */
static void
test_enter_all (void)
{
  g_autoptr (Fixture) f = fixture_new_alone (NULL);
  gint64 id, gone;
  SatUuid uuid;
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GPtrArray) list = NULL;
  SatVersion base;

  id = sat_test_store_add (f->t, "contact", "first_name", "Ann", "phone", "1", NULL);
  gone = sat_test_store_add (f->t, "company", "name", "Acme", NULL);
  sat_test_store_set (f->t, id, "notes", "later", NULL);
  sat_test_store_delete (f->t, gone);
  uuid = uuid_of (f, id);
  {
    g_autoptr (SatVersions) versions = sat_reader_versions (sat_test_store_reader (f->t), id, NULL);

    base = sat_versions_base (versions);
  }
  sat_test_server_join (f->server, f->t->store);
  sat_test_store_set (f->t, id, "notes", "last", NULL);
  body = freeze (f);
  list = read_body (body);
  g_assert_cmpuint (list->len, ==, 3);
  g_assert_cmpint (((SatMutation *)list->pdata[0])->x, ==, 0);
  g_assert_cmpuint (((SatMutation *)list->pdata[0])->h, ==, base.hlc);
  assert_field (list->pdata[0], "notes", "later");
  assert_field (list->pdata[2], "notes", "last");
  g_assert_true (sat_uuid_equal (&sat_mutation_base (list->pdata[2], "notes")->mutation,
                                 &((SatMutation *)list->pdata[0])->u));
  answer_with (f, body);
  sat_test_server_sync (f->server, f->t->store);
  sat_test_server_assert_same (f->server, f->t);
  g_assert_nonnull (sat_test_server_get (f->server, &uuid));

  /* What went before comes back as something new to the server. */
  sat_test_store_undelete (f->t, gone);
  sat_test_server_sync (f->server, f->t->store);
  sat_test_server_assert_same (f->server, f->t);
}

/* Edited after the file has joined, before its records were entered: made there as they are. */
static void
test_before_entering (void)
{
  g_autoptr (Fixture) f = fixture_new_alone (NULL);
  gint64 edited, deleted, other;
  SatUuid user = sat_uuid_new (1);
  g_autoptr (GError) error = NULL;

  edited = sat_test_store_add (f->t, "company", "name", "Acme", NULL);
  deleted = sat_test_store_add (f->t, "company", "name", "Gone", NULL);
  other = sat_test_store_add (f->t, "company", "name", "Other", NULL);
  sat_remote_join (f->t->store, "", &user, 7, &error);
  g_assert_no_error (error);
  sat_test_store_set (f->t, edited, "notes", "late", NULL);
  sat_test_store_delete (f->t, deleted);
  g_assert_cmpint (sat_test_store_sql_int (f->t, "SELECT count(*) FROM outbox"), ==, 1);
  sat_test_server_join (f->server, f->t->store);
  g_assert_cmpint (sat_test_store_sql_int (f->t, "SELECT count(*) FROM outbox"), ==, 2);
  sat_test_server_sync (f->server, f->t->store);
  sat_test_server_assert_same (f->server, f->t);
  sat_test_store_assert_text (f->t, edited, "notes", "late");
  sat_test_store_assert_text (f->t, other, "name", "Other");
}

static gboolean
has_more (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  gboolean has = FALSE;

  sat_outbox_has_more (sat_test_store_reader (f->t), &has, &error);
  g_assert_no_error (error);
  return has;
}

/* What waits, what is on its way, and what the server has lost again. */
static void
test_has_more (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GBytes) again = NULL;
  g_autoptr (GError) error = NULL;
  SatChain none = {{0}};
  gboolean fits = FALSE;

  g_assert_false (has_more (f));
  sat_test_store_add (f->t, "company", "name", "Acme", NULL);
  g_assert_true (has_more (f));
  body = freeze (f);
  g_assert_nonnull (body);
  g_assert_true (has_more (f));
  answer_with (f, body);
  g_assert_false (has_more (f));
  sat_outbox_rewind (f->t->store, 0, &none, &fits, &error);
  g_assert_no_error (error);
  g_assert_true (fits);
  g_assert_true (has_more (f));
  again = freeze (f);
  g_assert_nonnull (again);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/outbox/nothing", test_nothing);
  g_test_add_func ("/outbox/values", test_values);
  g_test_add_func ("/outbox/same-bytes", test_same_bytes);
  g_test_add_func ("/outbox/groups", test_groups);
  g_test_add_func ("/outbox/large", test_large);
  g_test_add_func ("/outbox/limits", test_limits);
  g_test_add_func ("/outbox/next", test_next);
  g_test_add_func ("/outbox/foreign-answer", test_foreign_answer);
  g_test_add_func ("/outbox/between-pages", test_between_pages);
  g_test_add_func ("/outbox/rewind", test_rewind);
  g_test_add_func ("/outbox/rewind-forward", test_rewind_forward);
  g_test_add_func ("/outbox/move", test_move);
  g_test_add_func ("/outbox/enter-all", test_enter_all);
  g_test_add_func ("/outbox/before-entering", test_before_entering);
  g_test_add_func ("/outbox/has-more", test_has_more);
  return g_test_run ();
}

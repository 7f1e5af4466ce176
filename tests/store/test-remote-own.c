/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Own edits that come back as no more than that the server has taken them. */

#include "config.h"

#include "sync-fixture.h"

#include <string.h>

#include "sat-remote.h"

typedef struct {
  Fixture *f;
  SatUuid uuid;
  gint64 id;
  SatMutation *sent; /* the last edit that was sent */
} Own;

static Own *
own_new (void)
{
  Own *self = g_new0 (Own, 1);

  self->f = fixture_new ();
  self->id = add_shared (self->f, &self->uuid);
  sat_test_server_set_history (self->f->server, TRUE);
  return self;
}

static void
own_free (Own *self)
{
  fixture_free (self->f);
  g_clear_pointer (&self->sent, sat_mutation_free);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Own, own_free)

/* The server has it and has said so, but not what became of it. */
static void
send (Own *self)
{
  g_autoptr (GBytes) body = freeze (self->f);
  g_autoptr (GPtrArray) mutations = read_body (body);

  g_clear_pointer (&self->sent, sat_mutation_free);
  self->sent = g_ptr_array_steal_index (mutations, mutations->len - 1);
  answer_with (self->f, body);
}

/* @clocks NULL: those that the server has. */
static gboolean
come_back (Own *self, const char *clocks, GError **error)
{
  SatPageBy by = {.device = 7, .name = (char *)"", .arrived = SAT_TEST_STORE_NOW};
  SatPageRow row = {.seq = sat_test_server_get (self->f->server, &self->uuid)->seq,
                    .by = &by,
                    .hlc = self->sent->h,
                    .m = self->sent->m};

  return take_part (self->f, &self->uuid, &row, &self->sent->u, clocks, error);
}

/* What is here is the server's from now on, with its past. */
static void
test_alone (void)
{
  g_autoptr (Own) own = own_new ();
  g_autoptr (GError) error = NULL;

  sat_test_store_set (own->f->t, own->id, "notes", "mine", NULL);
  send (own);
  g_assert_cmpint (count (own->f, "shadow"), ==, 1);
  come_back (own, NULL, &error);
  g_assert_no_error (error);
  sat_test_store_assert_text (own->f->t, own->id, "notes", "mine");
  g_assert_cmpint (count (own->f, "shadow"), ==, 0);
  g_assert_cmpint (count (own->f, "outbox WHERE state < 3"), ==, 0);
  g_assert_cmpint (count (own->f, "history WHERE provisional"), ==, 0);
  g_assert_cmpint (count (own->f, "history WHERE field > 0 AND arrived_at IS NOT NULL"), ==, 1);
  g_assert_cmpuint (steps_of (own->f, own->id, "notes"), ==, 1);
  sat_test_server_assert_same (own->f->server, own->f->t);
  sat_test_check_verify (sat_test_store_reader (own->f->t));
}

/* Another edit, that was not sent yet, stays over what the server has. */
static void
test_another_waits (void)
{
  g_autoptr (Own) own = own_new ();
  g_autoptr (GError) error = NULL;

  sat_test_store_set (own->f->t, own->id, "notes", "mine", NULL);
  send (own);
  sat_test_store_set (own->f->t, own->id, "notes", "later", "industry", "Steel", NULL);
  come_back (own, NULL, &error);
  g_assert_no_error (error);
  sat_test_store_assert_text (own->f->t, own->id, "notes", "later");
  g_assert_cmpint (count (own->f, "shadow WHERE fields LIKE '%mine%'"), ==, 1);
  g_assert_cmpint (count (own->f, "outbox WHERE state < 3"), ==, 1);
  sat_test_check_verify (sat_test_store_reader (own->f->t));
  sync_now (own->f);
  sat_test_store_assert_text (own->f->t, own->id, "industry", "Steel");
}

/* The same of another field: what is here is not the server's, though its version is. */
static void
test_another_field_waits (void)
{
  g_autoptr (Own) own = own_new ();
  g_autoptr (GError) error = NULL;

  sat_test_store_set (own->f->t, own->id, "notes", "mine", NULL);
  send (own);
  sat_test_store_set (own->f->t, own->id, "industry", "Steel", NULL);
  come_back (own, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (count (own->f, "shadow WHERE fields LIKE '%mine%'"), ==, 1);
  g_assert_cmpint (count (own->f, "shadow WHERE fields LIKE '%Steel%'"), ==, 0);
  sat_test_store_assert_text (own->f->t, own->id, "industry", "Steel");
  sat_test_check_verify (sat_test_store_reader (own->f->t));
  sync_now (own->f);
}

/* Somebody else's edit of another field came in between. */
static void
test_over_anothers (void)
{
  g_autoptr (Own) own = own_new ();
  g_autoptr (GError) error = NULL;

  sat_test_store_set (own->f->t, own->id, "notes", "mine", NULL);
  sat_test_server_put (own->f->server, &own->uuid, "company", NULL, "industry", "Steel", NULL);
  receive (own->f);
  send (own);
  come_back (own, NULL, &error);
  g_assert_no_error (error);
  sat_test_store_assert_text (own->f->t, own->id, "notes", "mine");
  sat_test_store_assert_text (own->f->t, own->id, "industry", "Steel");
  sat_test_server_assert_same (own->f->server, own->f->t);
  sat_test_check_verify (sat_test_store_reader (own->f->t));
}

/* It comes to something else than the server says: all is as before, and is to be asked whole. */
static void
test_other_sum (void)
{
  g_autoptr (Own) own = own_new ();
  g_autoptr (GError) error = NULL;

  sat_test_store_set (own->f->t, own->id, "notes", "mine", NULL);
  send (own);
  g_assert_false (come_back (own, "*=1:1", &error));
  g_assert_error (error, SAT_PROTOCOL_ERROR, SAT_PROTOCOL_ERROR_PARTS);
  g_assert_cmpint (count (own->f, "shadow"), ==, 1);
  g_assert_cmpint (count (own->f, "outbox WHERE state = 2"), ==, 1);
  g_assert_cmpint (count (own->f, "history WHERE provisional"), ==, 1);
  sync_now (own->f);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/remote-own/alone", test_alone);
  g_test_add_func ("/remote-own/another-waits", test_another_waits);
  g_test_add_func ("/remote-own/another-field-waits", test_another_field_waits);
  g_test_add_func ("/remote-own/over-anothers", test_over_anothers);
  g_test_add_func ("/remote-own/other-sum", test_other_sum);
  return g_test_run ();
}

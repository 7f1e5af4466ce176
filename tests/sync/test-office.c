/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Laptops and a server in one process: what one writes, the others read. */
#include "config.h"

#include "sat-sync-engine-private.h"
#include "sat-test-edits.h"
#include "sat-test-office.h"

#include <string.h>

typedef struct {
  SatTestOffice *office;
  SatTestDesk *a, *b;
} Pair;

/* Two administrators, who see everything. */
static void
pair_begin (Pair *pair)
{
  SatUuid chief;

  pair->office = sat_test_office_new ();
  pair->a = sat_test_desk_new (pair->office, &pair->office->boss, SAT_ROLE_ADMIN);
  chief = sat_test_office_add_user (pair->office, "chief", "admin");
  pair->b = sat_test_desk_new (pair->office, &chief, SAT_ROLE_ADMIN);
  sat_test_desk_sync (pair->a, NULL);
  sat_test_desk_sync (pair->b, NULL);
}

static void
pair_end (Pair *pair)
{
  sat_test_desk_free (pair->a);
  sat_test_desk_free (pair->b);
  sat_test_office_free (pair->office);
}

static void
sync_both (Pair *pair)
{
  sat_test_desk_sync (pair->a, NULL);
  sat_test_desk_sync (pair->b, NULL);
  sat_test_desk_sync (pair->a, NULL);
}

static gint64
there (SatTestDesk *from, gint64 id, SatTestDesk *to)
{
  SatUuid uuid = sat_test_desk_uuid (from, id);

  return sat_test_desk_find (to, &uuid);
}

static void
test_first (void)
{
  Pair pair;

  pair_begin (&pair);
  g_assert_cmpint (sat_test_desk_find (pair.a, &pair.office->boss), !=, 0);
  sat_test_desk_assert_same (pair.a, pair.b);
  pair_end (&pair);
}

#define N_FIRST 40

/* Up to @most more pages of 5 rows; *@progress: what the last one told. FALSE: it is over. */
static gboolean
load (SatTestDesk *desk, guint most, SatSyncProgress *progress)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SatSyncEngine) engine =
      sat_sync_engine_new (desk->t->store, desk->caller.device, TRUE, &error);
  SatSyncRequest request;

  g_assert_no_error (error);
  engine->pull_most = 5;
  for (guint i = 0; i <= most; i++) {
    SatSyncProgress before = *progress;

    g_assert_true (sat_sync_engine_next (engine, &request, &error));
    sat_sync_engine_progress (engine, progress);
    if (progress->kind == SAT_SYNC_PULL && progress->total > 0) {
      g_assert_cmpuint (progress->done, >=, before.done);
      g_assert_cmpuint (progress->done, <=, progress->total);
    }
    if (request.step == SAT_SYNC_DONE)
      return FALSE;
    if (i < most)
      sat_test_desk_step (desk, engine, &request);
  }
  return TRUE;
}

/* A first load tells how far it is of how much, also when it goes on after a cut. */
static void
test_first_load (void)
{
  Pair pair;
  SatUuid boss;
  SatTestDesk *fresh;
  SatSyncProgress first = {0}, second = {0}, rest = {0};

  pair_begin (&pair);
  boss = pair.office->boss;
  for (guint i = 0; i < N_FIRST; i++) {
    g_autofree char *name = g_strdup_printf ("Company %u", i);
    gint64 id = sat_test_store_add (pair.a->t, "company", "name", name, "phone", "+1 555", NULL);

    sat_test_store_set (pair.a->t, id, "industry", "Glass", NULL);
  }
  sat_test_desk_sync (pair.a, NULL);
  fresh = sat_test_desk_new (pair.office, &boss, SAT_ROLE_ADMIN);
  g_assert_true (load (fresh, 6, &first));
  g_assert_cmpuint (first.done, >=, 20);
  g_assert_cmpuint (first.total, >=, N_FIRST * 2);
  g_assert_true (load (fresh, 1, &second));
  g_assert_cmpuint (second.done, >, first.done);
  g_assert_cmpuint (second.total, ==, first.total);
  rest = second;
  g_assert_true (load (fresh, (guint)(first.total - second.done) / 5 - 2, &rest));
  /* Nobody wrote meanwhile, and there are few: the number was right. */
  g_assert_cmpuint (rest.total, ==, first.total);
  g_assert_cmpuint (rest.total - rest.done, <=, 15);
  g_assert_false (load (fresh, 20, &(SatSyncProgress){0}));
  g_assert_false (load (fresh, 20, &rest));
  g_assert_cmpuint (rest.total, ==, 0);
  sat_test_desk_assert_same (pair.a, fresh);
  sat_test_desk_free (fresh);
  pair_end (&pair);
}

static void
test_both_ways (void)
{
  Pair pair;
  SatSyncCounts counts;
  gint64 acme, other;

  pair_begin (&pair);
  acme = sat_test_store_add (pair.a->t, "company", "name", "Acme", "phone", "+1 555", "tags", "a;b",
                             NULL);
  sat_test_desk_sync (pair.a, &counts);
  g_assert_cmpuint (counts.pushed, >=, 1);
  g_assert_cmpuint (counts.rejected, ==, 0);
  sat_test_desk_sync (pair.b, &counts);
  g_assert_cmpuint (counts.pushed, ==, 0);
  other = there (pair.a, acme, pair.b);
  g_assert_cmpint (other, !=, 0);
  sat_test_store_assert_text (pair.b->t, other, "phone", "+1 555");
  sat_test_store_assert_text (pair.b->t, other, "tags", "a\nb");
  sat_test_store_set (pair.b->t, other, "industry", "Shipping", "phone", "+2 666", NULL);
  sync_both (&pair);
  sync_both (&pair);
  sat_test_store_assert_text (pair.a->t, acme, "industry", "Shipping");
  sat_test_store_assert_text (pair.a->t, acme, "phone", "+2 666");
  sat_test_desk_assert_same (pair.a, pair.b);
  g_assert_cmpint (sat_test_desk_counts (pair.a).conflicts, ==, 0);
  g_assert_cmpint (sat_test_desk_counts (pair.a).covering, ==, 0);

  sat_test_store_delete (pair.a->t, acme);
  sync_both (&pair);
  g_assert_cmpint (there (pair.a, acme, pair.b), ==, 0);
  sat_test_store_undelete (pair.b->t, other);
  sync_both (&pair);
  sync_both (&pair);
  sat_test_store_assert_text (pair.a->t, acme, "tags", "a\nb");
  sat_test_desk_assert_same (pair.a, pair.b);
  pair_end (&pair);
}

/* Behind the back of the file's own rules. */
static gboolean
spoil_cb (SatWriter *writer, gpointer sql, GError **error)
{
  return sat_connection_exec (sat_writer_get_connection (writer), sql, error);
}

static void
spoil (SatTestDesk *desk, const char *sql)
{
  g_autoptr (GError) error = NULL;

  sat_store_write (desk->t->store, SAT_CHANGE_REMOTE, "", spoil_cb, (gpointer)sql, NULL, &error);
  g_assert_no_error (error);
}

static gboolean
page_has (SatTestDesk *desk, const char *text)
{
  return strstr (desk->page, text) != NULL;
}

/* An edit comes as the fields that it touched, to who made it as a number; what does not fit is
 * asked for whole. */
static void
test_parts (void)
{
  Pair pair;
  gint64 acme, other;
  guint questions;

  pair_begin (&pair);
  acme = sat_test_store_add (pair.a->t, "company", "name", "Acme", "industry", "Trade", NULL);
  sat_test_desk_sync (pair.a, NULL);
  g_assert_true (page_has (pair.a, "\"own\"") && !page_has (pair.a, "Trade"));
  sat_test_desk_sync (pair.b, NULL);
  g_assert_true (page_has (pair.b, "Trade"));
  other = there (pair.a, acme, pair.b);
  sat_test_store_set (pair.a->t, acme, "industry", "Shipping", "street", "Quay 1", NULL);
  sat_test_desk_sync (pair.a, NULL);
  g_assert_true (page_has (pair.a, "\"own\"") && !page_has (pair.a, "Shipping"));
  sat_test_desk_sync (pair.b, NULL);
  g_assert_true (page_has (pair.b, "\"p\":[\"industry\"") && !page_has (pair.b, "Acme"));
  g_assert_false (page_has (pair.b, "\"history\""));
  sat_test_desk_assert_same (pair.a, pair.b);

  /* The commit that it stood at is not the one that this file has it from. */
  spoil (pair.b, "UPDATE record SET seq = 0");
  sat_test_store_set (pair.a->t, acme, "industry", "Mining", NULL);
  sat_test_desk_sync (pair.a, NULL);
  questions = pair.b->questions;
  sat_test_desk_sync (pair.b, NULL);
  g_assert_cmpuint (pair.b->questions - questions, ==, 2);
  g_assert_true (page_has (pair.b, "Acme") && page_has (pair.b, "\"history\""));
  sat_test_store_assert_text (pair.b->t, other, "industry", "Mining");

  /* Nor are these the versions that it had. */
  spoil (pair.b, "UPDATE record SET versions = (SELECT versions FROM record ORDER BY"
                 " length (versions) LIMIT 1) WHERE seq > 0");
  sat_test_store_set (pair.a->t, acme, "industry", "Trade", NULL);
  sat_test_desk_sync (pair.a, NULL);
  sat_test_desk_sync (pair.b, NULL);
  g_assert_cmpuint (pair.b->questions - questions, ==, 4);
  sat_test_desk_assert_same (pair.a, pair.b);
  pair_end (&pair);
}

/* Of several edits in one push each is done with when it comes back: nothing is laid under it until
 * the last one has. */
static void
test_own_edits (void)
{
  Pair pair;
  gint64 acme, other;

  pair_begin (&pair);
  spoil (pair.a, "CREATE TRIGGER none_under BEFORE INSERT ON shadow"
                 " BEGIN SELECT RAISE (ABORT, 'laid under'); END");
  acme = sat_test_store_add (pair.a->t, "company", "name", "Acme", NULL);
  other = sat_test_store_add (pair.a->t, "company", "name", "Other", NULL);
  sat_test_desk_sync (pair.a, NULL);
  g_assert_true (page_has (pair.a, "\"own\""));
  /* What the server said before is kept at the edit. */
  spoil (pair.a, "DROP TRIGGER none_under");
  sat_test_store_set (pair.a->t, acme, "industry", "Trade", NULL);
  sat_test_store_set (pair.a->t, other, "industry", "Mining", NULL);
  spoil (pair.a, "CREATE TRIGGER none_under BEFORE INSERT ON shadow"
                 " BEGIN SELECT RAISE (ABORT, 'laid under'); END");
  sat_test_desk_sync (pair.a, NULL);
  g_assert_true (page_has (pair.a, "\"own\""));
  spoil (pair.a, "DROP TRIGGER none_under");
  g_assert_cmpint (sat_test_desk_counts (pair.a).covering, ==, 0);
  sat_test_store_assert_text (pair.a->t, acme, "industry", "Trade");
  sat_test_desk_sync (pair.b, NULL);
  sat_test_desk_assert_same (pair.a, pair.b);
  pair_end (&pair);
}

typedef struct {
  SatTestDesk *desk;
  gint64 id;
} Edited;

static void
edit_meanwhile (gpointer data)
{
  const Edited *edited = data;

  sat_test_store_set (edited->desk->t, edited->id, "industry", "Trade", NULL);
}

/* A record comes back as it was made, and is not that any more. */
static void
test_edited_meanwhile (void)
{
  Pair pair;
  Edited edited;

  pair_begin (&pair);
  edited.desk = pair.a;
  edited.id = sat_test_store_add (pair.a->t, "company", "name", "Acme", NULL);
  pair.a->meanwhile = edit_meanwhile;
  pair.a->data = &edited;
  sat_test_desk_sync (pair.a, NULL);
  sat_test_store_assert_text (pair.a->t, edited.id, "industry", "Trade");
  sat_test_desk_sync (pair.b, NULL);
  sat_test_desk_assert_same (pair.a, pair.b);
  /* It replaced nothing. */
  g_assert_cmpint (sat_test_store_sql_int (pair.a->t, "SELECT count(*) FROM history WHERE value"
                                                      " = 'Trade'"),
                   ==, 0);
  pair_end (&pair);
}

static void
test_same_field (void)
{
  Pair pair;
  SatSyncCounts counts;
  gint64 acme, other;

  pair_begin (&pair);
  acme = sat_test_store_add (pair.a->t, "company", "name", "Acme", "industry", "Trade", NULL);
  sync_both (&pair);
  other = there (pair.a, acme, pair.b);
  sat_test_store_set (pair.a->t, acme, "industry", "Shipping", NULL);
  sat_clock_fake_advance (pair.b->t->clock, 60 * G_USEC_PER_SEC);
  sat_test_store_set (pair.b->t, other, "industry", "Mining", "employees", "7", NULL);
  sat_test_desk_sync (pair.a, NULL);
  sat_test_desk_sync (pair.b, &counts);
  g_assert_cmpuint (counts.conflicts, ==, 1);
  sync_both (&pair);
  sat_test_store_assert_text (pair.a->t, acme, "industry", "Mining");
  sat_test_store_assert_text (pair.a->t, acme, "employees", "7");
  sat_test_desk_assert_same (pair.a, pair.b);
  g_assert_cmpint (sat_test_desk_counts (pair.a).conflicts, ==, 1);
  g_assert_cmpint (sat_test_desk_counts (pair.b).conflicts, ==, 1);
  pair_end (&pair);
}

/* What a sync tells is what the file then has open. */
static void
test_same_company (void)
{
  Pair pair;
  SatSyncCounts counts;

  pair_begin (&pair);
  sat_test_store_add (pair.a->t, "company", "name", "Acme", NULL);
  sat_test_store_add (pair.b->t, "company", "name", "ACME", NULL);
  sat_test_desk_sync (pair.a, &counts);
  g_assert_cmpuint (counts.conflicts, ==, 0);
  sat_test_desk_sync (pair.b, &counts);
  g_assert_cmpuint (counts.conflicts, ==, 1);
  g_assert_cmpint (sat_test_desk_counts (pair.b).conflicts, ==, 1);
  pair_end (&pair);
}

static void
test_delete_and_edit (void)
{
  for (guint first = 0; first < 2; first++) {
    Pair pair;
    gint64 acme, other;

    pair_begin (&pair);
    acme = sat_test_store_add (pair.a->t, "company", "name", "Acme", "phone", "+1 555", NULL);
    sync_both (&pair);
    other = there (pair.a, acme, pair.b);
    sat_test_store_delete (pair.a->t, acme);
    sat_test_store_set (pair.b->t, other, "industry", "Mining", NULL);
    sat_test_desk_sync (first ? pair.b : pair.a, NULL);
    sat_test_desk_sync (first ? pair.a : pair.b, NULL);
    sync_both (&pair);
    sat_test_store_assert_text (pair.a->t, acme, "industry", "Mining");
    sat_test_store_assert_text (pair.a->t, acme, "phone", "+1 555");
    sat_test_desk_assert_same (pair.a, pair.b);
    g_assert_cmpint (sat_test_desk_counts (pair.b).conflicts, ==, 1);
    pair_end (&pair);
  }
}

/* A clock that is twenty years ahead, or behind, writes what others can still write after. */
static void
test_wrong_clocks (void)
{
  Pair pair;
  gint64 acme, other;

  pair_begin (&pair);
  sat_clock_fake_advance (pair.a->t->clock, G_GINT64_CONSTANT (20) * 365 * 86400 * G_USEC_PER_SEC);
  sat_clock_fake_set (pair.b->t->clock, G_GINT64_CONSTANT (86400) * G_USEC_PER_SEC);
  acme = sat_test_store_add (pair.a->t, "company", "name", "Acme", NULL);
  sync_both (&pair);
  other = there (pair.a, acme, pair.b);
  for (guint i = 0; i < 3; i++) {
    sat_test_store_set (pair.a->t, acme, "industry", i % 2 ? "Mining" : "Trade", NULL);
    sync_both (&pair);
    sat_test_store_set (pair.b->t, other, "industry", "Shipping", NULL);
    sync_both (&pair);
    sync_both (&pair);
    sat_test_store_assert_text (pair.a->t, acme, "industry", "Shipping");
  }
  sat_test_desk_assert_same (pair.a, pair.b);
  g_assert_cmpint (sat_test_desk_counts (pair.a).conflicts, ==, 0);
  pair_end (&pair);
}

#define N_DESKS 3

static void
random_edits (guint cut)
{
  g_autoptr (GRand) rand = sat_test_rand_new ();
  g_autoptr (SatTestOffice) office = sat_test_office_new ();
  SatTestDesk *desks[N_DESKS];
  SatTestEdits *edits[N_DESKS];

  for (guint i = 0; i < N_DESKS; i++) {
    desks[i] = sat_test_desk_new (office, &office->boss, SAT_ROLE_ADMIN);
    sat_test_desk_sync (desks[i], NULL);
    desks[i]->rand = rand;
    desks[i]->cut = cut;
    edits[i] = sat_test_edits_new (desks[i]->t->store, rand);
  }
  for (guint n = 0; n < 200; n++) {
    guint i = (guint)g_rand_int_range (rand, 0, N_DESKS);
    g_autoptr (GError) error = NULL;
    gint64 change;

    sat_clock_fake_advance (office->clock, G_USEC_PER_SEC);
    for (guint k = 0; k < N_DESKS; k++)
      sat_clock_fake_advance (desks[k]->t->clock, G_USEC_PER_SEC);
    sat_test_edits_step (edits[i], sat_test_edits_choose (edits[i]), &change, &error);
    if (g_rand_int_range (rand, 0, 100) < 15)
      sat_test_desk_try_sync (desks[i], NULL, NULL);
  }
  for (guint round = 0; round < 3; round++)
    for (guint i = 0; i < N_DESKS; i++) {
      desks[i]->rand = NULL;
      sat_test_desk_sync (desks[i], NULL);
    }
  for (guint i = 0; i < N_DESKS; i++) {
    SatOutboxCounts counts = sat_test_desk_counts (desks[i]);

    g_assert_cmpint (counts.waiting + counts.covering, ==, 0);
    sat_test_desk_assert_same (desks[0], desks[i]);
  }
  for (guint i = 0; i < N_DESKS; i++) {
    sat_test_edits_free (edits[i]);
    sat_test_desk_free (desks[i]);
  }
}

static void
test_random (void)
{
  random_edits (0);
}

static void
test_random_with_cuts (void)
{
  random_edits (20);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync/office/first", test_first);
  g_test_add_func ("/sync/office/first-load", test_first_load);
  g_test_add_func ("/sync/office/both-ways", test_both_ways);
  g_test_add_func ("/sync/office/parts", test_parts);
  g_test_add_func ("/sync/office/own-edits", test_own_edits);
  g_test_add_func ("/sync/office/edited-meanwhile", test_edited_meanwhile);
  g_test_add_func ("/sync/office/same-field", test_same_field);
  g_test_add_func ("/sync/office/same-company", test_same_company);
  g_test_add_func ("/sync/office/delete-and-edit", test_delete_and_edit);
  g_test_add_func ("/sync/office/wrong-clocks", test_wrong_clocks);
  g_test_add_func ("/sync/office/random", test_random);
  g_test_add_func ("/sync/office/random-with-cuts", test_random_with_cuts);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What changed behind the product's back is found by sums and fetched again. */
#include "config.h"

#include "sat-own-digest.h"
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

static SatSyncCounts
compare (SatTestDesk *desk)
{
  SatSyncCounts counts;

  desk->compare = TRUE;
  sat_test_desk_sync (desk, &counts);
  desk->compare = FALSE;
  return counts;
}

/* As a disk, or somebody with another program, would do it. */
static void
change (SatTestDesk *desk, const char *sql, gint64 id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SatConnection) connection =
      sat_connection_open (sat_store_get_path (desk->t->store), SAT_OPEN_WRITE, &error);
  g_autoptr (GString) text = g_string_new (sql);
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, id);

  g_assert_no_error (error);
  g_string_replace (text, "$", number, 0);
  sat_connection_exec (connection, "PRAGMA foreign_keys = OFF", &error);
  g_assert_no_error (error);
  sat_connection_exec (connection, text->str, &error);
  g_assert_no_error (error);
}

static void
test_same (void)
{
  gint64 same, other;
  SatSyncCounts counts;
  guint before;
  Pair pair;

  pair_begin (&pair);
  sat_test_store_add (pair.a->t, "company", "name", "Acme", "phone", "+1 555", "tags", "a;b", NULL);
  sync_both (&pair);
  before = pair.b->questions;
  counts = compare (pair.b);
  g_assert_true (counts.compared && !counts.differs);
  g_assert_cmpuint (counts.mended, ==, 0);
  g_assert_cmpuint (pair.b->questions - before, ==, 2);
  g_assert_cmpuint (pair.b->leaves, ==, 0);
  sat_server_digest_figures (pair.office->server, &same, &other);
  g_assert_cmpint (same, ==, 1);
  g_assert_cmpint (other, ==, 0);
  pair_end (&pair);
}

static void
test_hourly (void)
{
  SatSyncCounts counts;
  Pair pair;

  pair_begin (&pair);
  sat_test_desk_sync (pair.a, &counts);
  g_assert_false (counts.compared);
  sat_clock_fake_advance (pair.a->t->clock, (gint64)3600 * G_USEC_PER_SEC);
  sat_test_desk_sync (pair.a, &counts);
  g_assert_true (counts.compared);
  sat_test_desk_sync (pair.a, &counts);
  g_assert_false (counts.compared);
  /* A clock that went back. */
  sat_clock_fake_advance (pair.a->t->clock, (gint64)-7200 * G_USEC_PER_SEC);
  sat_test_desk_sync (pair.a, &counts);
  g_assert_true (counts.compared);
  pair_end (&pair);
}

static const char *const damages[] = {
    "UPDATE company SET name = 'rot' WHERE id = $",
    "UPDATE company SET industry = 'rot', owner = NULL WHERE id = $",
    "DELETE FROM company WHERE id = $",
    "UPDATE record SET seq = seq + 1000000 WHERE id = $",
    "UPDATE record SET seq = NULL WHERE id = $",
    "UPDATE record SET versions = x'00' WHERE id = $",
    "UPDATE record SET versions = (SELECT versions FROM record WHERE id = $ - 1) WHERE id = $",
    "UPDATE record SET deleted = 1 WHERE id = $",
    "UPDATE record SET type = 11 WHERE id = $",
    "UPDATE record SET extra = '{' WHERE id = $",
    /* What pointed to it in the file points to nothing from then on. */
    "DELETE FROM company WHERE id = $; DELETE FROM record WHERE id = $",
    "DELETE FROM record WHERE id = $",
};
#define N_SOUND (G_N_ELEMENTS (damages) - 2)

static void
assert_mended (Pair *pair, const char *damage, gint64 id)
{
  SatSyncCounts counts;
  guint leaves = pair->a->leaves;
  g_autofree char *mended = NULL, *other = NULL;

  g_test_message ("%s", damage);
  change (pair->a, damage, id);
  counts = compare (pair->a);
  g_assert_true (counts.compared && !counts.differs);
  g_assert_cmpuint (counts.mended, ==, 1);
  g_assert_cmpuint (pair->a->leaves, ==, leaves + 1);
  mended = sat_test_desk_export (pair->a);
  other = sat_test_desk_export (pair->b);
  g_assert_cmpstr (mended, ==, other);
  g_assert_cmpuint (compare (pair->a).mended, ==, 0);
}

static void
test_damage (void)
{
  SatUuid uuid;
  gint64 acme;
  Pair pair;

  pair_begin (&pair);
  acme = sat_test_store_add (pair.b->t, "company", "name", "Acme", "industry", "Steel", NULL);
  sync_both (&pair);
  uuid = sat_test_desk_uuid (pair.b, acme);
  for (guint i = 0; i < G_N_ELEMENTS (damages); i++) {
    assert_mended (&pair, damages[i], sat_test_desk_find (pair.a, &uuid));
    if (i + 1 == N_SOUND)
      sat_test_desk_assert_sound (pair.a);
  }
  pair_end (&pair);
}

/* What was given to nobody here goes, with its past. */
static void
test_foreign (void)
{
  SatSyncCounts counts;
  gint64 acme;
  Pair pair;

  pair_begin (&pair);
  acme = sat_test_store_add (pair.a->t, "company", "name", "Acme", NULL);
  sync_both (&pair);
  change (pair.a,
          "INSERT INTO record (id, uuid, type, root, seq, versions) SELECT id + 1000,"
          "  x'0190aaaabbbb7ccc8dddeeeeeeeeeeee', type, id + 1000, seq, versions"
          "  FROM record WHERE id = $;"
          "INSERT INTO company (id, name) VALUES ($ + 1000, 'secret');",
          acme);
  counts = compare (pair.a);
  g_assert_true (counts.compared && !counts.differs);
  g_assert_cmpuint (counts.mended, ==, 1);
  g_assert_cmpint (sat_test_store_sql_int (pair.a->t, "SELECT count(*) FROM company"), ==, 1);
  sat_test_desk_assert_same (pair.a, pair.b);
  pair_end (&pair);
}

/* The past of a record that was lost comes with it. */
static void
test_past (void)
{
  g_autofree char *count = NULL;
  gint64 acme, before;
  Pair pair;

  pair_begin (&pair);
  acme = sat_test_store_add (pair.a->t, "company", "name", "Acme", NULL);
  sync_both (&pair);
  sat_test_store_set (pair.a->t, acme, "name", "Acme Ltd", NULL);
  sync_both (&pair);
  count = g_strdup_printf ("SELECT count(*) FROM history WHERE record = %" G_GINT64_FORMAT, acme);
  before = sat_test_store_sql_int (pair.a->t, count);
  g_assert_cmpint (before, >, 0);
  change (pair.a,
          "DELETE FROM history WHERE record = $; DELETE FROM company WHERE id = $;"
          "UPDATE record SET type = 0, seq = NULL, versions = NULL WHERE id = $",
          acme);
  g_assert_cmpuint (compare (pair.a).mended, ==, 1);
  g_assert_cmpint (sat_test_store_sql_int (pair.a->t, count), ==, before);
  pair_end (&pair);
}

static SatDigest
digest_of (SatTestDesk *desk)
{
  g_autoptr (GError) error = NULL;
  g_auto (SatPullState) at = {0};
  SatDigest digest;
  gboolean ready;

  sat_digest_init (&digest, "");
  sat_own_digest (sat_test_store_reader (desk->t), &digest, &at, &ready, &error);
  g_assert_no_error (error);
  g_assert_true (ready);
  return digest;
}

/* Edits that wait are no difference, and are not lost when what lies under them was damaged. */
static void
test_pending (void)
{
  SatDigest before, after;
  SatSyncCounts counts;
  gint64 acme;
  Pair pair;

  pair_begin (&pair);
  acme = sat_test_store_add (pair.a->t, "company", "name", "Acme", "industry", "Steel", NULL);
  sync_both (&pair);
  before = digest_of (pair.a);
  sat_test_store_set (pair.a->t, acme, "industry", "Iron", NULL);
  sat_test_store_add (pair.a->t, "company", "name", "New", NULL);
  after = digest_of (pair.a);
  g_assert_true (sat_digest_sum_equal (&before.all, &after.all));
  change (pair.a, "UPDATE shadow SET fields = '{\"name\":\"rot\"}' WHERE record = $", acme);
  after = digest_of (pair.a);
  g_assert_false (sat_digest_sum_equal (&before.all, &after.all));
  counts = compare (pair.a);
  g_assert_true (counts.compared && !counts.differs);
  sat_test_desk_sync (pair.b, NULL);
  sat_test_desk_assert_same (pair.a, pair.b);
  pair_end (&pair);
}

/* So many that all of it is pulled anew. */
static void
test_many (void)
{
  SatSyncCounts counts;
  Pair pair;

  pair_begin (&pair);
  for (guint i = 0; i < 700; i++) {
    g_autofree char *name = g_strdup_printf ("Company %u", i);

    sat_test_store_add (pair.a->t, "company", "name", name, NULL);
  }
  sync_both (&pair);
  change (pair.a, "UPDATE company SET industry = 'rot'", 0);
  counts = compare (pair.a);
  g_assert_true (counts.compared && !counts.differs);
  g_assert_cmpuint (pair.a->leaves, ==, 0);
  sat_test_desk_assert_same (pair.a, pair.b);
  /* A few are fetched part by part. */
  change (pair.a, "UPDATE company SET industry = 'rot' WHERE id % 100 = 0", 0);
  counts = compare (pair.a);
  g_assert_cmpuint (counts.mended, ==, 7);
  g_assert_cmpuint (pair.a->leaves, <=, 7);
  sat_test_desk_assert_same (pair.a, pair.b);
  pair_end (&pair);
}

/* Sums are made from the rows: what a server says of them changes nothing by itself. */
static void
test_lies (void)
{
  SatSyncCounts counts;
  Pair pair;

  pair_begin (&pair);
  sat_test_store_add (pair.a->t, "company", "name", "Acme", NULL);
  sync_both (&pair);
  pair.a->lies = TRUE;
  counts = compare (pair.a);
  g_assert_true (counts.compared && counts.differs);
  g_assert_cmpuint (counts.mended, ==, 0);
  sat_test_desk_assert_same (pair.a, pair.b);
  pair_end (&pair);
}

/* An older server, one that is busy, a network that is gone: all else was done. */
static void
test_refused (void)
{
  static const guint statuses[] = {404, 400, 403, 500, 503, SAT_SYNC_CUT};
  SatSyncCounts counts;
  Pair pair;

  pair_begin (&pair);
  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++) {
    pair.a->refused = statuses[i];
    sat_test_store_add (pair.a->t, "company", "name", "Acme", NULL);
    counts = compare (pair.a);
    g_assert_cmpuint (counts.pushed, >=, 1);
    g_assert_true (!counts.compared && !counts.differs);
  }
  pair.a->refused = 0;
  sat_test_desk_sync (pair.a, &counts);
  g_assert_true (counts.compared);
  pair_end (&pair);
}

/* A leaf that is too large is asked for in more detail. */
static void
test_too_large (void)
{
  SatSyncCounts counts;
  gint64 acme;
  Pair pair;

  pair_begin (&pair);
  acme = sat_test_store_add (pair.a->t, "company", "name", "Acme", NULL);
  sync_both (&pair);
  change (pair.a, "UPDATE company SET industry = 'rot' WHERE id = $", acme);
  pair.a->too_large = 3;
  counts = compare (pair.a);
  g_assert_true (counts.compared && !counts.differs);
  g_assert_cmpuint (counts.mended, ==, 1);
  g_assert_cmpuint (pair.a->leaves, ==, 1);
  sat_test_desk_assert_same (pair.a, pair.b);
  pair_end (&pair);
}

/* Whoever does not see all has sums of what they see. */
static void
test_rep (void)
{
  SatTestDesk *rep;
  SatUuid user;
  SatSyncCounts counts;
  Pair pair;

  pair_begin (&pair);
  user = sat_test_office_add_user (pair.office, "rita", "rep");
  rep = sat_test_desk_new (pair.office, &user, SAT_ROLE_REP);
  sat_test_desk_sync (rep, NULL);
  sat_test_store_add (pair.a->t, "company", "name", "Theirs", "owner", "boss@example.org", NULL);
  sync_both (&pair);
  counts = compare (rep);
  g_assert_true (counts.compared && !counts.differs);
  g_assert_cmpuint (counts.mended, ==, 0);
  g_assert_cmpint (sat_test_store_sql_int (rep->t, "SELECT count(*) FROM company"), ==, 0);
  g_assert_cmpuint (digest_of (rep).all.n, <, digest_of (pair.a).all.n);
  sat_test_desk_free (rep);
  pair_end (&pair);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/digest/same", test_same);
  g_test_add_func ("/digest/hourly", test_hourly);
  g_test_add_func ("/digest/damage", test_damage);
  g_test_add_func ("/digest/foreign", test_foreign);
  g_test_add_func ("/digest/past", test_past);
  g_test_add_func ("/digest/pending", test_pending);
  g_test_add_func ("/digest/many", test_many);
  g_test_add_func ("/digest/lies", test_lies);
  g_test_add_func ("/digest/refused", test_refused);
  g_test_add_func ("/digest/too-large", test_too_large);
  g_test_add_func ("/digest/rep", test_rep);
  return g_test_run ();
}

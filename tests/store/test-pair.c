/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Two records that are one. */

#include "config.h"

#include "sat-pair.h"
#include "sat-test-check.h"
#include "sat-test-edits.h"
#include "sat-test-store.h"

static void
merge (SatTestStore *t, gint64 keep, gint64 other)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SatPair) pair = sat_pair_read (sat_test_store_reader (t), keep, other, &error);
  gboolean ok;

  g_assert_no_error (error);
  sat_clock_fake_advance (t->clock, G_USEC_PER_SEC);
  ok = sat_pair_merge (t->store, pair, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (ok);
}

static void
undo (SatTestStore *t, gboolean redo)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SatUndoReport) report = NULL;

  sat_clock_fake_advance (t->clock, G_USEC_PER_SEC);
  report = redo ? sat_redo_last (t->store, &error) : sat_undo_last (t->store, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (report->kept->len, ==, 0);
}

static void
check (SatTestStore *t)
{
  SatReader *reader = sat_test_store_reader (t);

  sat_test_check_file (reader);
  sat_test_check_store (reader);
  sat_test_check_verify (reader);
}

static const SatPairField *
field_of (const SatPair *pair, const char *name)
{
  for (guint i = 0; i < pair->fields->len; i++) {
    const SatPairField *one = &g_array_index (pair->fields, SatPairField, i);

    if (g_str_equal (one->field->name, name))
      return one;
  }
  return NULL;
}

static void
test_proposal (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  gint64 full = sat_test_store_add (t, "company", "name", "Acme", "industry", "Steel", "notes",
                                    "one", "tier", "gold", NULL);
  gint64 bare = sat_test_store_add (t, "company", "name", "Acme Ltd", "industry", "Steel", "notes",
                                    "two", "website", "acme.test", NULL);
  SatReader *reader = sat_test_store_reader (t);
  g_autoptr (SatPair) pair = NULL;
  guint contacts = 0;

  sat_test_store_add (t, "contact", "first_name", "Ann", "company", "Acme", NULL);
  sat_test_store_set (t, bare, "website", "", NULL);
  /* Who says more; of equals, who has more. */
  g_assert_cmpint (sat_pair_better (reader, bare, full, NULL), ==, full);
  g_assert_cmpint (sat_pair_better (reader, full, bare, NULL), ==, full);
  sat_test_store_set (t, bare, "website", "acme.test", NULL);
  g_assert_cmpint (sat_pair_better (reader, bare, full, NULL), ==, full);
  pair = sat_pair_read (reader, full, bare, NULL);
  g_assert_true (field_of (pair, "name")->differs);
  g_assert_cmpint (field_of (pair, "name")->take, ==, SAT_PAIR_KEEP);
  g_assert_cmpint (field_of (pair, "website")->take, ==, SAT_PAIR_OTHER);
  g_assert_cmpint (field_of (pair, "notes")->take, ==, SAT_PAIR_BOTH);
  g_assert_false (field_of (pair, "industry")->differs);
  g_assert_null (field_of (pair, "founded"));
  /* Those that differ come first. */
  g_assert_false (g_array_index (pair->fields, SatPairField, pair->fields->len - 1).differs);
  for (guint i = 0; i < pair->parts->len; i++) {
    const SatPairPart *part = &g_array_index (pair->parts, SatPairPart, i);

    g_assert_cmpint (part->keep, ==, 1);
    g_assert_cmpint (part->other, ==, 0);
    contacts += g_str_equal (part->type->name, "contact");
  }
  g_assert_cmpuint (contacts, ==, 1);
}

static void
test_merge (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  gint64 keep = sat_test_store_add (t, "company", "name", "Acme", "phone", "1", "tags", "vip",
                                    "notes", "one", NULL);
  gint64 other = sat_test_store_add (t, "company", "name", "Acme Ltd", "phone", "1", "mail", "a@b",
                                     "tags", "vip;old", "notes", "two", NULL);
  gint64 child = sat_test_store_add (t, "company", "name", "Daughter", "parent", "Acme Ltd", NULL);
  gint64 ann = sat_test_store_add (t, "contact", "first_name", "Ann", "company", "Acme Ltd", NULL);
  gint64 note = sat_test_store_add (t, "note", "body", "x", "company", "Acme Ltd", NULL);
  SatReader *reader = sat_test_store_reader (t);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *again = NULL;
  g_autofree char *redone = NULL;

  sat_test_store_set (t, keep, "parent", "Acme Ltd", NULL);
  before = sat_test_store_dump (t);
  merge (t, keep, other);
  check (t);
  g_assert_false (sat_test_store_exists (t, other));
  g_assert_cmpint (sat_pair_survivor (reader, other), ==, keep);
  g_assert_cmpint (sat_pair_survivor (reader, keep), ==, keep);
  sat_test_store_assert_text (t, keep, "name", "Acme");
  sat_test_store_assert_text (t, keep, "notes", "one\n\ntwo");
  sat_test_store_assert_text (t, keep, "mail", "a@b");
  sat_test_store_assert_text (t, keep, "parent", NULL);
  sat_test_store_assert_text (t, child, "parent", "Acme");
  sat_test_store_assert_text (t, ann, "company", "Acme");
  sat_test_store_assert_text (t, note, "company", "Acme");
  /* The same phone and tag are there once. */
  g_assert_cmpint (sat_test_store_sql_int (t, "SELECT count(*) FROM contact_point"), ==, 2);
  g_assert_cmpint (sat_test_store_sql_int (t, "SELECT count(*) FROM tag"), ==, 2);
  after = sat_test_store_dump (t);
  undo (t, FALSE);
  check (t);
  again = sat_test_store_dump (t);
  g_assert_cmpstr (again, ==, before);
  g_assert_cmpint (sat_pair_survivor (reader, other), ==, other);
  undo (t, TRUE);
  check (t);
  redone = sat_test_store_dump (t);
  g_assert_cmpstr (redone, ==, after);
  g_assert_cmpint (sat_pair_survivor (reader, other), ==, keep);
}

static void
test_refused (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  gint64 a = sat_test_store_add (t, "company", "name", "A", NULL);
  gint64 b = sat_test_store_add (t, "company", "name", "B", NULL);
  gint64 c = sat_test_store_add (t, "company", "name", "C", NULL);
  gint64 ann = sat_test_store_add (t, "contact", "first_name", "Ann", NULL);
  gint64 note = sat_test_store_add (t, "note", "body", "x", NULL);
  gint64 other_note = sat_test_store_add (t, "note", "body", "x", NULL);
  SatReader *reader = sat_test_store_reader (t);
  const struct {
    gint64 keep, other;
  } wrong[] = {{a, a}, {a, ann}, {note, other_note}};

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (sat_pair_read (reader, wrong[i].keep, wrong[i].other, &error));
    g_assert_error (error, SAT_MODEL_ERROR, SAT_MODEL_ERROR_INVALID);
  }
  merge (t, a, b);
  for (guint i = 0; i < 2; i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (sat_pair_read (reader, i == 0 ? a : b, i == 0 ? b : a, &error));
    g_assert_error (error, SAT_STORE_ERROR, SAT_STORE_ERROR_NOT_FOUND);
  }
  /* One after another: all lead to the last. */
  merge (t, c, a);
  g_assert_cmpint (sat_pair_survivor (reader, b), ==, c);
  g_assert_true (sat_pair_unmerge (t->store, b, NULL));
  g_assert_true (sat_test_store_exists (t, b));
  {
    g_autoptr (GError) error = NULL;

    g_assert_false (sat_pair_unmerge (t->store, b, &error));
    g_assert_error (error, SAT_STORE_ERROR, SAT_STORE_ERROR_CONFLICT);
  }
  check (t);
}

static void
test_found (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  gint64 a = sat_test_store_add (t, "company", "name", "Acme", "code", "7", NULL);
  gint64 b = sat_test_store_add (t, "company", "name", "ACMÉ", "code", "7", NULL);
  gint64 product = sat_test_store_add (t, "product", "name", "One", "code", "x", NULL);
  gint64 twin = sat_test_store_add (t, "product", "name", "Two", "code", "X", NULL);
  g_autoptr (GArray) found = NULL;
  g_autoptr (GArray) left = NULL;

  sat_test_store_add (t, "company", "name", "Else", NULL);
  found = sat_pair_find (sat_test_store_reader (t), 0, NULL);
  g_assert_cmpuint (found->len, ==, 2);
  for (guint i = 0; i < found->len; i++) {
    const SatPairFound *pair = &g_array_index (found, SatPairFound, i);

    g_assert_true ((pair->a == a && pair->b == b) || (pair->a == product && pair->b == twin));
  }
  merge (t, a, b);
  left = sat_pair_find (sat_test_store_reader (t), 0, NULL);
  g_assert_cmpuint (left->len, ==, 1);
}

/* Random */

static gint64
pick (SatTestStore *t, GRand *rand, const char *type, gint64 except)
{
  g_autofree char *count =
      g_strdup_printf ("SELECT count(*) FROM \"%s\" WHERE id <> %" G_GINT64_FORMAT, type, except);
  gint64 n = sat_test_store_sql_int (t, count);
  g_autofree char *sql = NULL;

  if (n == 0)
    return 0;
  sql = g_strdup_printf ("SELECT id FROM \"%s\" WHERE id <> %" G_GINT64_FORMAT
                         " ORDER BY id LIMIT 1 OFFSET %d",
                         type, except, g_rand_int_range (rand, 0, (gint32)n));
  return sat_test_store_sql_int (t, sql);
}

static gboolean
merge_some (SatTestStore *t, GRand *rand)
{
  static const char *const types[] = {"company", "contact", "opportunity", "product"};
  const char *type = types[g_rand_int_range (rand, 0, G_N_ELEMENTS (types))];
  gint64 keep = pick (t, rand, type, 0);
  gint64 other = keep != 0 ? pick (t, rand, type, keep) : 0;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *again = NULL;
  g_autofree char *redone = NULL;

  if (other == 0)
    return FALSE;
  before = sat_test_store_dump (t);
  check (t);
  merge (t, keep, other);
  check (t);
  after = sat_test_store_dump (t);
  undo (t, FALSE);
  check (t);
  again = sat_test_store_dump (t);
  g_assert_cmpstr (again, ==, before);
  if (g_rand_boolean (rand))
    return TRUE;
  undo (t, TRUE);
  check (t);
  redone = sat_test_store_dump (t);
  g_assert_cmpstr (redone, ==, after);
  return TRUE;
}

static void
test_random (void)
{
  guint merged = 0;

  for (guint run = 0; run < 6; run++) {
    g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
    g_autoptr (GRand) rand = g_rand_new_with_seed ((guint32)g_test_rand_int ());
    SatTestEdits *edits = sat_test_edits_new (t->store, rand);

    for (guint step = 0; step < 60; step++) {
      gint64 change;

      sat_clock_fake_advance (t->clock, G_USEC_PER_SEC);
      /* Some are not allowed. */
      sat_test_edits_step (edits, sat_test_edits_choose (edits), &change, NULL);
      if (step % 6 == 5)
        merged += merge_some (t, rand);
    }
    sat_test_edits_free (edits);
  }
  g_assert_cmpuint (merged, >, 10);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pair/proposal", test_proposal);
  g_test_add_func ("/pair/merge", test_merge);
  g_test_add_func ("/pair/refused", test_refused);
  g_test_add_func ("/pair/found", test_found);
  g_test_add_func ("/pair/random", test_random);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-deleted.h"
#include "sat-deletions.h"
#include "sat-query.h"
#include "sat-test-store.h"

static GPtrArray *
list (SatTestStore *t)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *found = sat_deletions_list (t->store, 50, NULL, &error);

  g_assert_no_error (error);
  return found;
}

static void
restore (SatTestStore *t, gint64 id)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) error = NULL;

  g_array_append_val (ids, id);
  sat_clock_fake_advance (t->clock, G_USEC_PER_SEC);
  sat_store_write (t->store, SAT_CHANGE_EDIT, "restore", sat_deletions_restore, ids, NULL, &error);
  g_assert_no_error (error);
}

/* The latest first, with what they were called, by whom they were deleted. */
static void
test_list (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  gint64 ana = sat_test_store_add (t, "user", "name", "Ana", NULL);
  gint64 acme = sat_test_store_add (t, "company", "name", "Acme", "phone", "1", NULL);
  gint64 jane = sat_test_store_add (t, "contact", "mail", "jane@example.com", NULL);
  gint64 stays = sat_test_store_add (t, "company", "name", "Stays", NULL);
  g_autoptr (GPtrArray) found = NULL;
  const SatDeletion *first, *second;

  sat_test_store_add (t, "note", "body", "A note", "company", "Acme", NULL);
  g_assert_true (sat_store_set_current_user (t->store, ana, NULL));
  found = list (t);
  g_assert_cmpuint (found->len, ==, 0);
  g_clear_pointer (&found, g_ptr_array_unref);
  sat_test_store_delete (t, acme);
  sat_test_store_delete (t, jane);
  found = list (t);
  g_assert_cmpuint (found->len, ==, 2);
  first = found->pdata[0];
  second = found->pdata[1];
  g_assert_cmpint (first->id, ==, jane);
  g_assert_cmpstr (first->title, ==, "jane@example.com");
  g_assert_cmpstr (first->author, ==, "Ana");
  g_assert_cmpstr (second->title, ==, "Acme");
  g_assert_cmpstr (second->type_name, ==, "company");
  g_assert_cmpint (second->at, <, first->at);
  g_assert_true (sat_test_store_exists (t, stays));
}

static void
test_restore (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  gint64 acme = sat_test_store_add (t, "company", "name", "Acme", "phone", "1", NULL);
  gint64 note = sat_test_store_add (t, "note", "body", "A note", "company", "Acme", NULL);
  g_autofree char *before = sat_test_store_text (t, acme, "phone");
  g_autoptr (GPtrArray) found = NULL;

  sat_test_store_delete (t, acme);
  g_assert_false (sat_test_store_exists (t, note));
  restore (t, acme);
  restore (t, acme);
  g_assert_true (sat_test_store_exists (t, note));
  sat_test_store_assert_text (t, acme, "phone", before);
  found = list (t);
  g_assert_cmpuint (found->len, ==, 0);
  g_clear_pointer (&found, g_ptr_array_unref);
  sat_test_store_delete (t, acme);
  found = list (t);
  g_assert_cmpuint (found->len, ==, 1);
}

/* Words find what is gone, not what is there. */
static void
test_words (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  gint64 acme = sat_test_store_add (t, "company", "name", "Acme North", NULL);
  g_autoptr (SatQuery) query = sat_query_new ("company");
  g_autoptr (SatReader) reader = NULL;
  g_autoptr (GArray) ids = NULL;
  g_autoptr (GError) error = NULL;

  sat_test_store_add (t, "company", "name", "Acme South", NULL);
  sat_test_store_delete (t, acme);
  /* With the index up to date. */
  sat_test_store_reopen (t);
  sat_query_set_words (query, "acm");
  reader = sat_deleted_open (t->store, "company", NULL, &error);
  g_assert_no_error (error);
  ids = sat_query_ids (query, reader, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ids->len, ==, 1);
  g_assert_cmpint (g_array_index (ids, gint64, 0), ==, acme);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/deletions/list", test_list);
  g_test_add_func ("/store/deletions/restore", test_restore);
  g_test_add_func ("/store/deletions/words", test_words);
  return g_test_run ();
}

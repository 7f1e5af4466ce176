/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-history.h"
#include "sat-test-store.h"

static SatSince
since (SatTestStore *t, gint64 id, const char *field)
{
  g_autoptr (SatRegistry) registry = sat_store_ref_registry (t->store);
  g_autoptr (GError) error = NULL;
  SatSince since = {0};

  g_assert_true (sat_history_since (
      sat_test_store_reader (t), id,
      sat_type_field (sat_registry_type (registry, "opportunity"), field), &since, &error));
  g_assert_no_error (error);
  return since;
}

/* Moves the clock by an hour and says what time it is. */
static gint64
next_hour (SatTestStore *t)
{
  sat_clock_fake_advance (t->clock, 3600 * G_TIME_SPAN_SECOND);
  return sat_clock_now (t->clock);
}

/* Each write moves the clock a little itself. */
static void
assert_since (SatTestStore *t, gint64 id, const char *field, gint64 at, gboolean from_start)
{
  SatSince found = since (t, id, field);

  g_assert_cmpint (found.at, >=, at);
  g_assert_cmpint (found.at, <, at + 60 * G_TIME_SPAN_SECOND);
  g_assert_cmpint (found.from_start, ==, from_start);
}

static void
test_since (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  gint64 stages[4], deal, made, moved, gone;
  g_autoptr (SatUndoReport) report = NULL;
  g_autoptr (GError) error = NULL;

  sat_test_store_add_stages (t, stages);
  made = next_hour (t);
  deal = sat_test_store_add (t, "opportunity", "name", "Renewal", "stage", "Prospecting", NULL);
  assert_since (t, deal, "stage", made, TRUE);
  moved = next_hour (t);
  sat_test_store_set (t, deal, "stage", "Engaging", NULL);
  assert_since (t, deal, "stage", moved, FALSE);
  /* What shares its version does not count. */
  gone = next_hour (t);
  sat_test_store_set (t, deal, "probability", "33", NULL);
  assert_since (t, deal, "stage", moved, FALSE);
  assert_since (t, deal, "probability", gone, FALSE);
  /* Deleted and brought back, it is where it was. */
  next_hour (t);
  sat_test_store_delete (t, deal);
  next_hour (t);
  sat_test_store_undelete (t, deal);
  assert_since (t, deal, "stage", moved, FALSE);
  /* A slip of the hand that was undone never was; redone, it counts. */
  gone = next_hour (t);
  sat_test_store_set (t, deal, "stage", "Prospecting", NULL);
  assert_since (t, deal, "stage", gone, FALSE);
  next_hour (t);
  report = sat_undo_last (t->store, &error);
  g_assert_no_error (error);
  assert_since (t, deal, "stage", moved, FALSE);
  next_hour (t);
  g_clear_pointer (&report, sat_undo_report_free);
  report = sat_redo_last (t->store, &error);
  g_assert_no_error (error);
  assert_since (t, deal, "stage", gone, FALSE);
}

static void
test_unknown (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  g_autoptr (SatRegistry) registry = sat_store_ref_registry (t->store);
  g_autoptr (GError) error = NULL;
  SatSince since;

  g_assert_false (sat_history_since (
      sat_test_store_reader (t), 1234567,
      sat_type_field (sat_registry_type (registry, "opportunity"), "stage"), &since, &error));
  g_assert_error (error, SAT_STORE_ERROR, SAT_STORE_ERROR_NOT_FOUND);
}

static void
assert_same_step (const SatHistoryEntry *a, const SatHistoryEntry *b)
{
  g_assert_cmpint (a->record, ==, b->record);
  g_assert_cmpint (a->change, ==, b->change);
  g_assert_cmpstr (a->field != NULL ? a->field->name : NULL, ==,
                   b->field != NULL ? b->field->name : NULL);
  g_assert_true (sat_value_equal (&a->old_value, &b->old_value));
  g_assert_true (sat_value_equal (&a->new_value, &b->new_value));
}

/* The steps of one change after another are the steps of the record. */
static void
test_of_change (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  gint64 ada = sat_test_store_add (t, "contact", "first_name", "Ada", "phone", "+1 23", NULL);
  g_autoptr (GPtrArray) all = NULL;
  SatReader *reader = sat_test_store_reader (t);
  guint n_found = 0, n_births = 0, n_changes = 0;

  next_hour (t);
  sat_test_store_set (t, ada, "first_name", "Ida", "phone", "+1 45", NULL);
  next_hour (t);
  sat_test_store_set (t, ada, "first_name", "Eda", NULL);
  next_hour (t);
  sat_test_store_delete (t, ada);
  next_hour (t);
  sat_test_store_undelete (t, ada);
  all = sat_history_of (reader, ada, TRUE, NULL);
  for (guint i = 0; i < all->len; i += n_found) {
    const SatHistoryEntry *first = g_ptr_array_index (all, i);
    g_autoptr (GPtrArray) found = sat_history_of_change (reader, ada, first->change, NULL);

    n_found = found->len;
    g_assert_cmpuint (n_found, >, 0);
    g_assert_cmpuint (i + n_found, <=, all->len);
    for (guint k = 0; k < n_found; k++)
      assert_same_step (g_ptr_array_index (all, i + k), g_ptr_array_index (found, k));
    n_births += first->field == NULL && first->new_value.integer == 1;
    n_changes++;
  }
  g_assert_cmpuint (n_changes, ==, 5);
  g_assert_cmpuint (n_births, ==, 2);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/history/since", test_since);
  g_test_add_func ("/history/unknown", test_unknown);
  g_test_add_func ("/history/of-change", test_of_change);
  return g_test_run ();
}

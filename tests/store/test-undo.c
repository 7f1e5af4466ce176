/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-test-store.h"

static void
undo (SatTestStore *t, guint kept)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SatUndoReport) report = NULL;

  sat_clock_fake_advance (t->clock, G_USEC_PER_SEC);
  report = sat_undo_last (t->store, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (report->kept->len, ==, kept);
}

static void
redo (SatTestStore *t)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SatUndoReport) report = NULL;

  sat_clock_fake_advance (t->clock, G_USEC_PER_SEC);
  report = sat_redo_last (t->store, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < report->kept->len; i++) {
    SatUndoKept *kept = report->kept->pdata[i];

    g_test_message ("kept %" G_GINT64_FORMAT " %s: %s", kept->record,
                    kept->field ? kept->field->name : "-", kept->reason);
  }
  g_assert_cmpuint (report->kept->len, ==, 0);
}

/* A walk through create, edit, delete; then all the way back and forth again. */
static void
test_back_and_forth (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  g_autoptr (GPtrArray) states = g_ptr_array_new_with_free_func (g_free);
  gint64 acme, ana;

  g_ptr_array_add (states, sat_test_store_dump (t));
  acme = sat_test_store_add (t, "company", "name", "Acme", "phone", "1", NULL);
  g_ptr_array_add (states, sat_test_store_dump (t));
  sat_test_store_set (t, acme, "name", "Acme 2", "phone", "2", "tags", "vip", NULL);
  g_ptr_array_add (states, sat_test_store_dump (t));
  ana = sat_test_store_add (t, "contact", "first_name", "Ana", "company", "Acme 2", NULL);
  g_ptr_array_add (states, sat_test_store_dump (t));
  sat_test_store_delete (t, acme);
  g_ptr_array_add (states, sat_test_store_dump (t));
  sat_test_store_set (t, ana, "first_name", "Anna", NULL);
  g_ptr_array_add (states, sat_test_store_dump (t));

  for (int round = 0; round < 2; round++) {
    for (int i = (int)states->len - 2; i >= 0; i--) {
      g_autofree char *state = NULL;

      undo (t, 0);
      state = sat_test_store_dump (t);
      g_assert_cmpstr (state, ==, states->pdata[i]);
    }
    for (guint i = 1; i < states->len; i++) {
      g_autofree char *state = NULL;

      redo (t);
      state = sat_test_store_dump (t);
      g_assert_cmpstr (state, ==, states->pdata[i]);
    }
  }
}

static void
test_edited_since (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  gint64 acme = sat_test_store_add (t, "company", "name", "Acme", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) changes = NULL;
  g_autoptr (SatUndoReport) report = NULL;
  gint64 change;

  sat_test_store_set (t, acme, "industry", "tools", "tier", "A", NULL);
  changes = sat_history_changes (sat_test_store_reader (t), 1, &error);
  g_assert_no_error (error);
  change = ((SatChangeInfo *)changes->pdata[0])->id;
  sat_test_store_set (t, acme, "tier", "B", NULL);
  report = sat_undo_change (t->store, change, &error);
  g_assert_no_error (error);
  sat_test_store_assert_text (t, acme, "industry", NULL);
  sat_test_store_assert_text (t, acme, "tier", "B");
  g_assert_cmpuint (report->kept->len, ==, 1);
  g_assert_cmpstr (((SatUndoKept *)report->kept->pdata[0])->field->name, ==, "tier");
  g_clear_pointer (&report, sat_undo_report_free);
  report = sat_undo_change (t->store, change, &error);
  g_assert_error (error, SAT_STORE_ERROR, SAT_STORE_ERROR_CONFLICT);
}

typedef struct {
  gint64 company, contact;
} Pair;

static gboolean
create_pair_cb (SatWriter *writer, gpointer data, GError **error)
{
  Pair *pair = data;
  g_autoptr (SatEntry) company =
      sat_entry_new (sat_registry_type (sat_writer_get_registry (writer), "company"), 0);
  g_autoptr (SatEntry) contact =
      sat_entry_new (sat_registry_type (sat_writer_get_registry (writer), "contact"), 0);

  return sat_entry_set (company, "name", "Acme", error) &&
         sat_entry_set (company, "phone", "1", error) &&
         sat_entry_apply (company, writer, SAT_ORIGIN_IMPORT, TRUE, &pair->company, error) &&
         sat_entry_set (contact, "first_name", "Ana", error) &&
         sat_entry_set (contact, "company", "Acme", error) &&
         sat_entry_apply (contact, writer, SAT_ORIGIN_IMPORT, TRUE, &pair->contact, error);
}

static void
test_others_hang_on (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  g_autoptr (GError) error = NULL;
  g_autoptr (SatUndoReport) report = NULL;
  gint64 change;
  Pair pair;

  g_assert_true (sat_store_write (t->store, SAT_CHANGE_IMPORT, "import", create_pair_cb, &pair,
                                  &change, &error));
  g_assert_no_error (error);
  sat_test_store_add (t, "opportunity", "name", "Deal", "company", "Acme", NULL);
  report = sat_undo_change (t->store, change, &error);
  g_assert_no_error (error);
  g_assert_true (sat_test_store_exists (t, pair.company));
  g_assert_false (sat_test_store_exists (t, pair.contact));
  sat_test_store_assert_text (t, pair.company, "phone", "1");
  for (guint i = 0; i < report->kept->len; i++)
    g_test_message ("kept %" G_GINT64_FORMAT ": %s",
                    ((SatUndoKept *)report->kept->pdata[i])->record,
                    ((SatUndoKept *)report->kept->pdata[i])->reason);
  g_assert_cmpuint (report->kept->len, ==, 1);
}

static void
test_nothing (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  g_autoptr (GError) error = NULL;

  g_assert_null (sat_undo_last (t->store, &error));
  g_assert_error (error, SAT_STORE_ERROR, SAT_STORE_ERROR_NOTHING);
  g_clear_error (&error);
  sat_test_store_add (t, "team", "name", "East", NULL);
  undo (t, 0);
  sat_test_store_add (t, "team", "name", "West", NULL);
  g_assert_null (sat_redo_last (t->store, &error));
  g_assert_error (error, SAT_STORE_ERROR, SAT_STORE_ERROR_NOTHING);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/undo/back-and-forth", test_back_and_forth);
  g_test_add_func ("/undo/edited-since", test_edited_since);
  g_test_add_func ("/undo/others-hang-on", test_others_hang_on);
  g_test_add_func ("/undo/nothing", test_nothing);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two records side by side, made one, and taken back. */
#include "config.h"

#include "sat-merge-dialog.h"
#include "sat-pair.h"
#include "sat-settings.h"
#include "sat-undo.h"
#include "window-fixture.h"

#define PATIENCE_MS 20000

typedef struct {
  SatTestStore *store;
  SatContext *context;
  SatWindow *window;
  gint64 full, bare, deal;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->store = sat_test_store_new (SAT_STORE_DEFAULT);
  f->full = sat_test_store_add (f->store, "company", "name", "Acme", "industry", "Steel", "tier",
                                "gold", "notes", "one", NULL);
  f->bare = sat_test_store_add (f->store, "company", "name", "Acme Ltd", "industry", "Rail",
                                "notes", "two", NULL);
  f->deal =
      sat_test_store_add (f->store, "opportunity", "name", "Deal", "company", "Acme Ltd", NULL);
  f->context = window_fixture_context (f->store);
  f->window = window_fixture_show (f->context);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  window_fixture_close (f->window, &f->context);
  sat_test_store_free (f->store);
}

static SatMergeDialog *
open_dialog (Fixture *f, gint64 record, gint64 other)
{
  SatMergeDialog *dialog = sat_merge_dialog_new (GTK_WINDOW (f->window), f->context, record, other);

  g_assert_nonnull (dialog);
  gtk_window_present (GTK_WINDOW (dialog));
  return dialog;
}

/* The choice in @column, 1 or 2, of the field labelled @label. */
static GtkWidget *
choice_of (GtkGrid *grid, const char *label, int column)
{
  for (int row = 0; row < 60; row++) {
    GtkWidget *name = gtk_grid_get_child_at (grid, 0, row);

    if (GTK_IS_LABEL (name) && g_str_equal (gtk_label_get_text (GTK_LABEL (name)), label))
      return gtk_grid_get_child_at (grid, column, row);
  }
  return NULL;
}

static gboolean
is_gone (gpointer data)
{
  Fixture *f = data;

  return !sat_test_store_exists (f->store, f->bare);
}

static gboolean
is_back (gpointer data)
{
  return !is_gone (data);
}

static void
test_merge (Fixture *f, gconstpointer data)
{
  SatMergeDialog *dialog = open_dialog (f, f->bare, f->full);
  GtkWidget *grid = window_fixture_find (GTK_WIDGET (dialog), GTK_TYPE_GRID);
  GtkWidget *rail;

  g_assert_nonnull (grid);
  /* Who says more stays, and what it says. */
  g_assert_true (
      gtk_check_button_get_active (GTK_CHECK_BUTTON (choice_of (GTK_GRID (grid), "Name", 1))));
  rail = choice_of (GTK_GRID (grid), "Industry", 2);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (rail), TRUE);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (dialog), "dialog.merge", NULL));
  g_assert_true (sat_test_wait_until (is_gone, f, PATIENCE_MS));
  sat_test_store_assert_text (f->store, f->full, "industry", "Rail");
  sat_test_store_assert_text (f->store, f->full, "notes", "one\n\ntwo");
  sat_test_store_assert_text (f->store, f->deal, "company", "Acme");
  sat_context_undo (f->context);
  g_assert_true (sat_test_wait_until (is_back, f, PATIENCE_MS));
  sat_test_store_assert_text (f->store, f->full, "industry", "Steel");
  sat_test_store_assert_text (f->store, f->deal, "company", "Acme Ltd");
}

/* The other one stays, and an old link leads to it. */
static void
test_swap (Fixture *f, gconstpointer data)
{
  SatMergeDialog *dialog = open_dialog (f, f->full, f->bare);
  GtkWidget *grid = window_fixture_find (GTK_WIDGET (dialog), GTK_TYPE_GRID);

  g_signal_emit_by_name (gtk_grid_get_child_at (GTK_GRID (grid), 0, 0), "clicked");
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (dialog), "dialog.merge", NULL));
  for (guint i = 0; i < 200 && sat_test_store_exists (f->store, f->full); i++)
    sat_test_wait_until (is_gone, f, 100);
  g_assert_false (sat_test_store_exists (f->store, f->full));
  sat_test_store_assert_text (f->store, f->bare, "name", "Acme Ltd");
  sat_test_store_assert_text (f->store, f->bare, "tier", "gold");
  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.open-record", "x", f->full);
  g_assert_cmpint (sat_window_get_record (f->window), ==, f->bare);
}

/* What two long texts say is shown to the end, where they may differ. */
static void
test_long_text (Fixture *f, gconstpointer data)
{
  gint64 one =
      sat_test_store_add (f->store, "company", "name", "One", "notes", "Same\nfirst", NULL);
  gint64 two =
      sat_test_store_add (f->store, "company", "name", "Two", "notes", "Same\nsecond", NULL);
  SatMergeDialog *dialog = open_dialog (f, one, two);
  GtkWidget *grid = window_fixture_find (GTK_WIDGET (dialog), GTK_TYPE_GRID);
  const char *const notes[] = {"Same\nfirst", "Same\nsecond"};

  for (int column = 1; column <= 2; column++) {
    GtkWidget *label =
        window_fixture_find (choice_of (GTK_GRID (grid), "Notes", column), GTK_TYPE_LABEL);

    g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (label)), ==, notes[column - 1]);
  }
  gtk_window_close (GTK_WINDOW (dialog));
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add ("/app/merge/merge", Fixture, NULL, set_up, test_merge, tear_down);
  g_test_add ("/app/merge/swap", Fixture, NULL, set_up, test_swap, tear_down);
  g_test_add ("/app/merge/long-text", Fixture, NULL, set_up, test_long_text, tear_down);
  return g_test_run ();
}

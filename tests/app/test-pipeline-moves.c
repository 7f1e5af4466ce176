/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "pipeline-fixture.h"

static gboolean
is_stored (gpointer data)
{
  PipelineWish *wish = data;
  g_autofree char *stage = sat_test_store_text (wish->f->store, wish->deal, "stage");

  return g_strcmp0 (stage, wish->text) == 0;
}

static void
wait_stored (PipelineFixture *f, gint64 deal, const char *stage)
{
  PipelineWish wish = {.f = f, .deal = deal, .text = stage};

  g_assert_true (sat_test_wait_until (is_stored, &wish, 10000));
}

static gboolean
has_toast (gpointer data)
{
  PipelineFixture *f = data;

  return f->last_toast != NULL;
}

static void
test_move_and_undo (void)
{
  g_autoptr (PipelineFixture) f = pipeline_fixture_new ();
  gint64 deals[4];
  guint position;

  pipeline_fixture_add_deals (f, deals);
  pipeline_fixture_show (f);
  pipeline_fixture_wait_shown (f, deals[0], 0);
  pipeline_fixture_wait_shown (f, deals[2], 1);
  pipeline_fixture_focus (f, deals[0]);
  pipeline_fixture_press (f, GDK_KEY_Right, GDK_CONTROL_MASK);
  /* at once, before anything is written, with the focus */
  g_assert_true (sat_board_column_find (pipeline_fixture_column (f, 1), deals[0], &position));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (pipeline_fixture_column (f, 0))), ==,
                    1);
  g_assert_true (gtk_window_get_focus (f->window) ==
                 GTK_WIDGET (sat_board_get_card (f->board, deals[0])));
  wait_stored (f, deals[0], "Engaging");
  sat_test_store_assert_text (f->store, deals[0], "probability", "60");
  g_assert_true (sat_test_wait_until (has_toast, f, 10000));
  g_assert_cmpstr (adw_toast_get_title (f->last_toast), ==, "“Renewal” moved to Engaging");
  pipeline_fixture_wait_count (f, 1, 2);
  pipeline_fixture_wait_count (f, 0, 1);

  g_signal_emit_by_name (f->last_toast, "button-clicked");
  wait_stored (f, deals[0], "Prospecting");
  sat_test_store_assert_text (f->store, deals[0], "probability", "20");
  pipeline_fixture_wait_shown (f, deals[0], 0);
  pipeline_fixture_wait_count (f, 0, 2);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (pipeline_fixture_column (f, 1))), ==,
                    1);
}

static void
test_move_to_won (void)
{
  g_autoptr (PipelineFixture) f = pipeline_fixture_new ();
  gint64 deals[4];

  pipeline_fixture_add_deals (f, deals);
  pipeline_fixture_show (f);
  pipeline_fixture_wait_shown (f, deals[2], 1);
  pipeline_fixture_focus (f, deals[2]);
  pipeline_fixture_press (f, GDK_KEY_Right, GDK_CONTROL_MASK);
  wait_stored (f, deals[2], "Won");
  pipeline_fixture_wait_count (f, 2, 2);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (pipeline_fixture_column (f, 1))), ==,
                    0);
  g_assert_true (sat_test_wait_until (has_toast, f, 10000));
  g_assert_cmpstr (adw_toast_get_title (f->last_toast), ==, "“Rollout” is won. Well done!");
}

static AdwMessageDialog *
find_dialog (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++) {
    g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

    if (ADW_IS_MESSAGE_DIALOG (window))
      return ADW_MESSAGE_DIALOG (window);
  }
  return NULL;
}

static void
drop_on (PipelineFixture *f, int stage, gint64 deal)
{
  GtkWidget *card = GTK_WIDGET (sat_board_get_card (f->board, deal));
  GtkWidget *strip = gtk_widget_get_parent (gtk_widget_get_ancestor (card, SAT_TYPE_BOARD_LANE));
  GtkWidget *lane = gtk_widget_get_first_child (strip);
  g_autoptr (GListModel) controllers = NULL;
  g_auto (GValue) value = G_VALUE_INIT;
  gboolean taken = FALSE;

  while (sat_board_column_get_id (sat_board_lane_get_column (SAT_BOARD_LANE (lane))) !=
         f->stages[stage])
    lane = gtk_widget_get_next_sibling (lane);
  g_value_init (&value, SAT_TYPE_RECORD);
  g_value_set_object (&value, sat_board_card_get_item (SAT_BOARD_CARD (card)));
  controllers = gtk_widget_observe_controllers (lane);
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);

    if (GTK_IS_DROP_TARGET (controller))
      g_signal_emit_by_name (controller, "drop", &value, 20.0, 20.0, &taken);
  }
  g_assert_true (taken);
}

static void
test_lost (void)
{
  g_autoptr (PipelineFixture) f = pipeline_fixture_new ();
  gint64 deals[4];
  AdwMessageDialog *dialog;

  pipeline_fixture_add_deals (f, deals);
  pipeline_fixture_show (f);
  pipeline_fixture_wait_shown (f, deals[1], 0);
  drop_on (f, 3, deals[1]);
  dialog = find_dialog ();
  g_assert_nonnull (dialog);
  adw_message_dialog_response (dialog, "cancel");
  gtk_window_destroy (GTK_WINDOW (dialog));
  sat_test_settle ();
  sat_test_store_assert_text (f->store, deals[1], "stage", "Prospecting");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (pipeline_fixture_column (f, 0))), ==,
                    2);

  drop_on (f, 3, deals[1]);
  dialog = find_dialog ();
  g_assert_nonnull (dialog);
  gtk_editable_set_text (GTK_EDITABLE (adw_message_dialog_get_extra_child (dialog)), "  Price ");
  adw_message_dialog_response (dialog, "lost");
  gtk_window_destroy (GTK_WINDOW (dialog));
  wait_stored (f, deals[1], "Lost");
  sat_test_store_assert_text (f->store, deals[1], "lost_reason", "Price");
  pipeline_fixture_wait_count (f, 3, 1);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (pipeline_fixture_column (f, 0))), ==,
                    1);
}

static void
run_sql (PipelineFixture *f, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SatConnection) connection =
      sat_connection_open (f->store->path, SAT_OPEN_WRITE, &error);

  g_assert_no_error (error);
  g_assert_true (sat_connection_exec (connection, sql, &error));
  g_assert_no_error (error);
}

static gboolean
is_back (gpointer data)
{
  PipelineWish *wish = data;

  return wish->f->last_toast != NULL && pipeline_fixture_is_shown (wish);
}

static void
test_failed_write (void)
{
  g_autoptr (PipelineFixture) f = pipeline_fixture_new ();
  gint64 deals[4];
  PipelineWish wish = {.f = f, .stage = 0};
  guint position;

  pipeline_fixture_add_deals (f, deals);
  run_sql (f, "CREATE TRIGGER refuse BEFORE UPDATE ON opportunity"
              " BEGIN SELECT RAISE (ABORT, 'the disk is tired'); END");
  pipeline_fixture_show (f);
  pipeline_fixture_wait_shown (f, deals[0], 0);
  pipeline_fixture_wait_shown (f, deals[2], 1);
  pipeline_fixture_focus (f, deals[0]);
  pipeline_fixture_press (f, GDK_KEY_Right, GDK_CONTROL_MASK);
  g_assert_true (sat_board_column_find (pipeline_fixture_column (f, 1), deals[0], &position));
  /* back where it is stored, with a word about it */
  wish.deal = deals[0];
  g_assert_true (sat_test_wait_until (is_back, &wish, 10000));
  g_assert_true (g_str_has_prefix (adw_toast_get_title (f->last_toast), "Not saved: "));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (pipeline_fixture_column (f, 1))), ==,
                    1);
  sat_test_store_assert_text (f->store, deals[0], "stage", "Prospecting");
  run_sql (f, "DROP TRIGGER refuse");
}

static void
test_delete (void)
{
  g_autoptr (PipelineFixture) f = pipeline_fixture_new ();
  gint64 deals[4];

  pipeline_fixture_add_deals (f, deals);
  pipeline_fixture_show (f);
  pipeline_fixture_wait_shown (f, deals[1], 0);
  pipeline_fixture_focus (f, deals[1]);
  pipeline_fixture_press (f, GDK_KEY_Delete, 0);
  pipeline_fixture_wait_count (f, 0, 1);
  g_assert_false (sat_test_store_exists (f->store, deals[1]));
  g_assert_true (sat_test_wait_until (has_toast, f, 10000));
  g_signal_emit_by_name (f->last_toast, "button-clicked");
  pipeline_fixture_wait_count (f, 0, 2);
  pipeline_fixture_wait_shown (f, deals[1], 0);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/pipeline-moves/move-and-undo", test_move_and_undo);
  g_test_add_func ("/pipeline-moves/move-to-won", test_move_to_won);
  g_test_add_func ("/pipeline-moves/lost", test_lost);
  g_test_add_func ("/pipeline-moves/failed-write", test_failed_write);
  g_test_add_func ("/pipeline-moves/delete", test_delete);
  return g_test_run ();
}

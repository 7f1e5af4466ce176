/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "pipeline-fixture.h"

static const SatViewInfo info = {"pipeline", "Pipeline", "sat-pipeline-symbolic", "opportunity",
                                 sat_pipeline_view_new};

static void
toast_cb (SatContext *context, AdwToast *toast, PipelineFixture *f)
{
  g_set_object (&f->last_toast, toast);
}

PipelineFixture *
pipeline_fixture_new (void)
{
  PipelineFixture *f = g_new0 (PipelineFixture, 1);

  f->store = sat_test_store_new (SAT_STORE_CREATE);
  return f;
}

void
pipeline_fixture_show (PipelineFixture *f)
{
  g_autoptr (GError) error = NULL;

  f->settings = g_settings_new (SAT_SETTINGS_SCHEMA);
  f->context = sat_context_new (f->store->store, f->settings, &error);
  g_assert_no_error (error);
  g_signal_connect (f->context, "toast", G_CALLBACK (toast_cb), f);
  f->view = SAT_PIPELINE_VIEW (sat_pipeline_view_new (f->context, &info));
  f->board = sat_pipeline_view_get_board (f->view);
  f->window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_default_size (f->window, 1200, 700);
  gtk_window_set_child (f->window, GTK_WIDGET (f->view));
  gtk_window_present (f->window);
}

void
pipeline_fixture_free (PipelineFixture *f)
{
  if (f->window != NULL)
    gtk_window_destroy (f->window);
  sat_test_settle ();
  if (f->context != NULL) {
    g_settings_reset (f->settings, "pipeline-layout");
    g_settings_reset (f->settings, "density");
    sat_context_close (f->context);
  }
  g_clear_object (&f->last_toast);
  g_clear_object (&f->context);
  g_clear_object (&f->settings);
  sat_test_store_free (f->store);
  g_free (f);
}

gint64
pipeline_fixture_add_deal (
    PipelineFixture *f, const char *name, int stage, const char *amount, const char *close_date)
{
  g_autofree char *uuid = NULL;
  SatUuid id;

  g_assert_true (sat_reader_identify (sat_test_store_reader (f->store), f->stages[stage], &id, NULL,
                                      NULL, NULL));
  uuid = sat_uuid_to_string (&id);
  return sat_test_store_add (f->store, "opportunity", "name", name, "stage", uuid, "amount", amount,
                             "close_date", close_date, NULL);
}

void
pipeline_fixture_add_deals (PipelineFixture *f, gint64 deals[4])
{
  sat_test_store_add (f->store, "company", "name", "Acme", NULL);
  sat_test_store_add (f->store, "user", "name", "Ana Souza", NULL);
  sat_test_store_add_stages (f->store, f->stages);
  deals[0] = pipeline_fixture_add_deal (f, "Renewal", 0, "12000.00", "2026-03-20");
  deals[1] = pipeline_fixture_add_deal (f, "Pilot", 0, "500.50", "2026-03-10");
  deals[2] = pipeline_fixture_add_deal (f, "Rollout", 1, "1000.00", "2026-02-01");
  deals[3] = pipeline_fixture_add_deal (f, "Licences", 2, "7000.00", "2026-01-15");
  sat_test_store_set (f->store, deals[0], "company", "Acme", "owner", "Ana Souza", NULL);
}

SatBoardColumn *
pipeline_fixture_column (PipelineFixture *f, int stage)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (f->board));
  GtkWidget *lane;

  /* down to the strip with the lanes */
  while (child != NULL && g_strcmp0 (gtk_widget_get_css_name (child), "boardstrip") != 0)
    child = gtk_widget_get_first_child (child);
  if (child == NULL)
    return NULL;
  for (lane = gtk_widget_get_first_child (child); lane != NULL;
       lane = gtk_widget_get_next_sibling (lane)) {
    SatBoardColumn *column = sat_board_lane_get_column (SAT_BOARD_LANE (lane));

    if (sat_board_column_get_id (column) == f->stages[stage])
      return column;
  }
  return NULL;
}

gboolean
pipeline_fixture_is_shown (gpointer data)
{
  PipelineWish *wish = data;
  SatBoardColumn *column = pipeline_fixture_column (wish->f, wish->stage);
  SatBoardCard *card = sat_board_get_card (wish->f->board, wish->deal);
  guint position;

  return column != NULL && sat_board_column_find (column, wish->deal, &position) && card != NULL &&
         gtk_widget_get_height (GTK_WIDGET (card)) > 0;
}

void
pipeline_fixture_wait_shown (PipelineFixture *f, gint64 deal, int stage)
{
  PipelineWish wish = {.f = f, .deal = deal, .stage = stage};

  g_assert_true (sat_test_wait_until (pipeline_fixture_is_shown, &wish, 10000));
}

static gboolean
has_count (gpointer data)
{
  PipelineWish *wish = data;
  SatBoardColumn *column = pipeline_fixture_column (wish->f, wish->stage);

  return column != NULL && sat_board_column_get_totals (column)->count == wish->number;
}

void
pipeline_fixture_wait_count (PipelineFixture *f, int stage, gint64 count)
{
  PipelineWish wish = {.f = f, .stage = stage, .number = count};

  g_assert_true (sat_test_wait_until (has_count, &wish, 10000));
}

void
pipeline_fixture_press (PipelineFixture *f, guint key, GdkModifierType modifiers)
{
  GtkWidget *list = gtk_widget_get_ancestor (gtk_window_get_focus (f->window), SAT_TYPE_BOARD_LIST);
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (list);
  gboolean handled = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);

    if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
      g_signal_emit_by_name (controller, "key-pressed", key, 0, modifiers, &handled);
  }
  g_assert_true (handled);
}

void
pipeline_fixture_focus (PipelineFixture *f, gint64 deal)
{
  sat_board_set_selected (f->board, deal);
  g_assert_true (sat_board_focus_records (f->board));
  g_assert_true (gtk_window_get_focus (f->window) ==
                 GTK_WIDGET (sat_board_get_card (f->board, deal)));
}

GtkWidget *
pipeline_fixture_find (GtkWidget *widget, GType type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = pipeline_fixture_find (child, type);

    if (found != NULL)
      return found;
  }
  return NULL;
}

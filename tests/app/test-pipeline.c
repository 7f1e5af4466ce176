/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-board-lane.h"
#include "sat-pipeline-view.h"
#include "sat-settings.h"
#include "sat-test-store.h"

static const SatViewInfo info = {"pipeline", "Pipeline", "sat-pipeline-symbolic", "opportunity",
                                 sat_pipeline_view_new};

/* The pipeline view in a window over a store of its own. */
typedef struct {
  SatTestStore *store;
  gint64 stages[4]; /* Prospecting 20 %, Engaging 60 %, Won, Lost */
  GSettings *settings;
  SatContext *context;
  SatPipelineView *view;
  SatBoard *board;
  GtkWindow *window;
  AdwToast *last_toast;
} Fixture;

static void
toast_cb (SatContext *context, AdwToast *toast, Fixture *f)
{
  g_set_object (&f->last_toast, toast);
}

static Fixture *
fixture_new (void)
{
  Fixture *f = g_new0 (Fixture, 1);

  f->store = sat_test_store_new (SAT_STORE_CREATE);
  return f;
}

static void
fixture_show (Fixture *f)
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

static void
fixture_free (Fixture *f)
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
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Fixture, fixture_free)

static gint64
add_deal (Fixture *f, const char *name, int stage, const char *amount, const char *close_date)
{
  g_autofree char *uuid = NULL;
  SatUuid id;

  g_assert_true (sat_reader_identify (sat_test_store_reader (f->store), f->stages[stage], &id, NULL,
                                      NULL, NULL));
  uuid = sat_uuid_to_string (&id);
  return sat_test_store_add (f->store, "opportunity", "name", name, "stage", uuid, "amount", amount,
                             "close_date", close_date, NULL);
}

/* Two deals in Prospecting, one in Engaging, one won. */
static void
add_deals (Fixture *f, gint64 deals[4])
{
  sat_test_store_add (f->store, "company", "name", "Acme", NULL);
  sat_test_store_add (f->store, "user", "name", "Ana Souza", NULL);
  sat_test_store_add_stages (f->store, f->stages);
  deals[0] = add_deal (f, "Renewal", 0, "12000.00", "2026-03-20");
  deals[1] = add_deal (f, "Pilot", 0, "500.50", "2026-03-10");
  deals[2] = add_deal (f, "Rollout", 1, "1000.00", "2026-02-01");
  deals[3] = add_deal (f, "Licences", 2, "7000.00", "2026-01-15");
  sat_test_store_set (f->store, deals[0], "company", "Acme", "owner", "Ana Souza", NULL);
}

static SatBoardColumn *
column_of (Fixture *f, int stage)
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

/* What a test waits for. */
typedef struct {
  Fixture *f;
  gint64 deal;
  int stage;
  gint64 number;
  const char *text;
} Wish;

static gboolean
deal_is_shown (gpointer data)
{
  Wish *wish = data;
  SatBoardColumn *column = column_of (wish->f, wish->stage);
  SatBoardCard *card = sat_board_get_card (wish->f->board, wish->deal);
  guint position;

  return column != NULL && sat_board_column_find (column, wish->deal, &position) && card != NULL &&
         gtk_widget_get_height (GTK_WIDGET (card)) > 0;
}

static void
wait_shown (Fixture *f, gint64 deal, int stage)
{
  Wish wish = {.f = f, .deal = deal, .stage = stage};

  g_assert_true (sat_test_wait_until (deal_is_shown, &wish, 10000));
}

static gboolean
has_count (gpointer data)
{
  Wish *wish = data;
  SatBoardColumn *column = column_of (wish->f, wish->stage);

  return column != NULL && sat_board_column_get_totals (column)->count == wish->number;
}

static void
wait_count (Fixture *f, int stage, gint64 count)
{
  Wish wish = {.f = f, .stage = stage, .number = count};

  g_assert_true (sat_test_wait_until (has_count, &wish, 10000));
}

static gboolean
is_stored (gpointer data)
{
  Wish *wish = data;
  g_autofree char *stage = sat_test_store_text (wish->f->store, wish->deal, "stage");

  return g_strcmp0 (stage, wish->text) == 0;
}

static void
wait_stored (Fixture *f, gint64 deal, const char *stage)
{
  Wish wish = {.f = f, .deal = deal, .text = stage};

  g_assert_true (sat_test_wait_until (is_stored, &wish, 10000));
}

static gboolean
has_toast (gpointer data)
{
  Fixture *f = data;

  return f->last_toast != NULL;
}

static void
press (Fixture *f, guint key, GdkModifierType modifiers)
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

/* Selects and focuses the deal. */
static void
focus_deal (Fixture *f, gint64 deal)
{
  sat_board_set_selected (f->board, deal);
  g_assert_true (sat_board_focus_records (f->board));
  g_assert_true (gtk_window_get_focus (f->window) ==
                 GTK_WIDGET (sat_board_get_card (f->board, deal)));
}

static void
test_shows (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  gint64 deals[4];
  const SatCardFace *face;

  add_deals (f, deals);
  fixture_show (f);
  wait_shown (f, deals[0], 0);
  wait_count (f, 3, 0);
  /* the next to close is first */
  g_assert_cmpint (sat_board_column_get_item_id (column_of (f, 0), 0), ==, deals[1]);
  g_assert_cmpint (sat_board_column_get_item_id (column_of (f, 0), 1), ==, deals[0]);
  /* 20 % of 12,000.00 and of 500.50 */
  g_assert_cmpint (sat_board_column_get_totals (column_of (f, 0))->count, ==, 2);
  g_assert_cmpstr (sat_board_column_get_totals (column_of (f, 0))->explanation, ==,
                   "$12,500.50, weighted by probability $2,500.10");
  g_assert_cmpstr (sat_board_column_get_totals (column_of (f, 1))->weighted, ==, "$600");
  g_assert_cmpint (sat_board_column_get_totals (column_of (f, 2))->count, ==, 1);
  g_assert_cmpstr (sat_board_column_get_totals (column_of (f, 2))->total, ==, "$7,000");
  g_assert_null (sat_board_column_get_totals (column_of (f, 2))->weighted);
  g_assert_true (sat_board_column_get_collapsed (column_of (f, 2)));
  g_assert_null (sat_board_get_card (f->board, deals[3]));

  face = sat_board_card_get_face (sat_board_get_card (f->board, deals[0]));
  g_assert_cmpstr (face->heading, ==, "Acme");
  g_assert_cmpstr (face->title, ==, "Renewal");
  g_assert_cmpstr (face->amount, ==, "$12,000");
  g_assert_cmpstr (face->initials, ==, "AS");
  g_assert_cmpint (face->mark, ==, SAT_CARD_FINE);
  face = sat_board_card_get_face (sat_board_get_card (f->board, deals[1]));
  g_assert_cmpstr (face->heading, ==, "Pilot");
  g_assert_cmpstr (face->amount, ==, "$500.50");
  wait_shown (f, deals[2], 1);
  face = sat_board_card_get_face (sat_board_get_card (f->board, deals[2]));
  g_assert_cmpint (face->mark, ==, SAT_CARD_OVERDUE);
  gtk_test_accessible_assert_property (
      GTK_ACCESSIBLE (sat_board_get_card (f->board, deals[0])), GTK_ACCESSIBLE_PROPERTY_LABEL,
      "Renewal, Acme, $12,000, closes Mar 20, 2026, stage Prospecting, 2 of 2");
}

static void
test_expand (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  gint64 deals[4];

  add_deals (f, deals);
  fixture_show (f);
  wait_count (f, 2, 1);
  sat_board_column_set_collapsed (column_of (f, 2), FALSE);
  wait_shown (f, deals[3], 2);
  sat_board_column_set_collapsed (column_of (f, 2), TRUE);
  g_assert_false (sat_board_reveal_record (f->board, deals[3]));
}

static void
test_move_and_undo (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  gint64 deals[4];
  guint position;

  add_deals (f, deals);
  fixture_show (f);
  wait_shown (f, deals[0], 0);
  wait_shown (f, deals[2], 1);
  focus_deal (f, deals[0]);
  press (f, GDK_KEY_Right, GDK_CONTROL_MASK);
  /* at once, before anything is written, with the focus */
  g_assert_true (sat_board_column_find (column_of (f, 1), deals[0], &position));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (column_of (f, 0))), ==, 1);
  g_assert_true (gtk_window_get_focus (f->window) ==
                 GTK_WIDGET (sat_board_get_card (f->board, deals[0])));
  wait_stored (f, deals[0], "Engaging");
  sat_test_store_assert_text (f->store, deals[0], "probability", "60");
  g_assert_true (sat_test_wait_until (has_toast, f, 10000));
  g_assert_cmpstr (adw_toast_get_title (f->last_toast), ==, "“Renewal” moved to Engaging");
  wait_count (f, 1, 2);
  wait_count (f, 0, 1);

  g_signal_emit_by_name (f->last_toast, "button-clicked");
  wait_stored (f, deals[0], "Prospecting");
  sat_test_store_assert_text (f->store, deals[0], "probability", "20");
  wait_shown (f, deals[0], 0);
  wait_count (f, 0, 2);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (column_of (f, 1))), ==, 1);
}

static void
test_move_to_won (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  gint64 deals[4];

  add_deals (f, deals);
  fixture_show (f);
  wait_shown (f, deals[2], 1);
  focus_deal (f, deals[2]);
  press (f, GDK_KEY_Right, GDK_CONTROL_MASK);
  wait_stored (f, deals[2], "Won");
  wait_count (f, 2, 2);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (column_of (f, 1))), ==, 0);
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
drop_on (Fixture *f, int stage, gint64 deal)
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
  g_autoptr (Fixture) f = fixture_new ();
  gint64 deals[4];
  AdwMessageDialog *dialog;

  add_deals (f, deals);
  fixture_show (f);
  wait_shown (f, deals[1], 0);
  drop_on (f, 3, deals[1]);
  dialog = find_dialog ();
  g_assert_nonnull (dialog);
  adw_message_dialog_response (dialog, "cancel");
  gtk_window_destroy (GTK_WINDOW (dialog));
  sat_test_settle ();
  sat_test_store_assert_text (f->store, deals[1], "stage", "Prospecting");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (column_of (f, 0))), ==, 2);

  drop_on (f, 3, deals[1]);
  dialog = find_dialog ();
  g_assert_nonnull (dialog);
  gtk_editable_set_text (GTK_EDITABLE (adw_message_dialog_get_extra_child (dialog)), "  Price ");
  adw_message_dialog_response (dialog, "lost");
  gtk_window_destroy (GTK_WINDOW (dialog));
  wait_stored (f, deals[1], "Lost");
  sat_test_store_assert_text (f->store, deals[1], "lost_reason", "Price");
  wait_count (f, 3, 1);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (column_of (f, 0))), ==, 1);
}

static void
run_sql (Fixture *f, const char *sql)
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
  Wish *wish = data;

  return wish->f->last_toast != NULL && deal_is_shown (wish);
}

static void
test_failed_write (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  gint64 deals[4];
  Wish wish = {.f = f, .stage = 0};
  guint position;

  add_deals (f, deals);
  run_sql (f, "CREATE TRIGGER refuse BEFORE UPDATE ON opportunity"
              " BEGIN SELECT RAISE (ABORT, 'the disk is tired'); END");
  fixture_show (f);
  wait_shown (f, deals[0], 0);
  wait_shown (f, deals[2], 1);
  focus_deal (f, deals[0]);
  press (f, GDK_KEY_Right, GDK_CONTROL_MASK);
  g_assert_true (sat_board_column_find (column_of (f, 1), deals[0], &position));
  /* back where it is stored, with a word about it */
  wish.deal = deals[0];
  g_assert_true (sat_test_wait_until (is_back, &wish, 10000));
  g_assert_true (g_str_has_prefix (adw_toast_get_title (f->last_toast), "Not saved: "));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (column_of (f, 1))), ==, 1);
  sat_test_store_assert_text (f->store, deals[0], "stage", "Prospecting");
  run_sql (f, "DROP TRIGGER refuse");
}

static void
test_delete (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  gint64 deals[4];

  add_deals (f, deals);
  fixture_show (f);
  wait_shown (f, deals[1], 0);
  focus_deal (f, deals[1]);
  press (f, GDK_KEY_Delete, 0);
  wait_count (f, 0, 1);
  g_assert_false (sat_test_store_exists (f->store, deals[1]));
  g_assert_true (sat_test_wait_until (has_toast, f, 10000));
  g_signal_emit_by_name (f->last_toast, "button-clicked");
  wait_count (f, 0, 2);
  wait_shown (f, deals[1], 0);
}

static GtkWidget *
find_widget (GtkWidget *widget, GType type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find_widget (child, type);

    if (found != NULL)
      return found;
  }
  return NULL;
}

static gboolean
shows_nothing_found (gpointer data)
{
  Fixture *f = data;
  GtkWidget *status = find_widget (GTK_WIDGET (f->view), ADW_TYPE_STATUS_PAGE);

  return gtk_widget_get_mapped (status) &&
         g_strcmp0 (adw_status_page_get_title (ADW_STATUS_PAGE (status)), "Nothing Found") == 0;
}

static void
test_filter (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  gint64 deals[4];
  SatFilterBar *bar;
  GtkEditable *words;
  g_autoptr (SatFilter) filter = sat_filter_test1 ("close_date", SAT_OP_LE, "2026-02-28");

  add_deals (f, deals);
  fixture_show (f);
  wait_count (f, 0, 2);
  bar = sat_pipeline_view_get_filter_bar (f->view);
  words = GTK_EDITABLE (find_widget (GTK_WIDGET (bar), GTK_TYPE_SEARCH_ENTRY));
  /* words are found in the company too, which is another record */
  gtk_editable_set_text (words, "acme");
  wait_count (f, 0, 1);
  wait_count (f, 1, 0);
  wait_count (f, 2, 0);
  wait_shown (f, deals[0], 0);
  gtk_editable_set_text (words, "acme pilot");
  g_assert_true (sat_test_wait_until (shows_nothing_found, f, 10000));
  gtk_editable_set_text (words, "");
  wait_count (f, 0, 2);

  sat_view_set_filter (SAT_VIEW (f->view), filter);
  wait_count (f, 0, 0);
  wait_count (f, 1, 1);
  wait_count (f, 2, 1);
  sat_filter_bar_clear (bar);
  wait_count (f, 0, 2);
}

static gboolean
table_has_two (gpointer data)
{
  Fixture *f = data;

  return g_list_model_get_n_items (G_LIST_MODEL (
             sat_record_table_get_model (sat_pipeline_view_get_table (f->view)))) == 2;
}

static void
test_table (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  gint64 deals[4];
  GtkEditable *words;

  add_deals (f, deals);
  fixture_show (f);
  wait_count (f, 0, 2);
  g_assert_null (sat_pipeline_view_get_table (f->view));
  words = GTK_EDITABLE (
      find_widget (GTK_WIDGET (sat_pipeline_view_get_filter_bar (f->view)), GTK_TYPE_SEARCH_ENTRY));
  gtk_editable_set_text (words, "r");
  g_settings_set_string (f->settings, "pipeline-layout", "table");
  g_assert_nonnull (sat_pipeline_view_get_table (f->view));
  /* Renewal and Rollout: the board's filter holds for the table too */
  g_assert_true (sat_test_wait_until (table_has_two, f, 10000));
  wait_count (f, 0, 1);
}

static gboolean
shows_status (gpointer data)
{
  Wish *wish = data;
  GtkWidget *status = find_widget (GTK_WIDGET (wish->f->view), ADW_TYPE_STATUS_PAGE);

  return gtk_widget_get_mapped (status) &&
         g_strcmp0 (adw_status_page_get_title (ADW_STATUS_PAGE (status)), wish->text) == 0;
}

static void
test_empty (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  Wish wish = {.f = f, .text = "No Stages Yet"};

  fixture_show (f);
  g_assert_true (sat_test_wait_until (shows_status, &wish, 10000));
  sat_test_store_add_stages (f->store, f->stages);
  wish.text = "No Deals Yet";
  g_assert_true (sat_test_wait_until (shows_status, &wish, 10000));
  wait_shown (f, add_deal (f, "First", 1, "1.00", "2026-04-01"), 1);
}

static void
test_pipelines (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  gint64 deals[4], stage, deal;
  GtkWidget *chooser;
  g_autofree char *uuid = NULL;
  SatUuid id;

  add_deals (f, deals);
  sat_test_store_add (f->store, "pipeline", "name", "Partners", NULL);
  stage = sat_test_store_add (f->store, "stage", "name", "Talking", "pipeline", "Partners", "order",
                              "1", "probability", "50", "kind", "open", NULL);
  g_assert_true (
      sat_reader_identify (sat_test_store_reader (f->store), stage, &id, NULL, NULL, NULL));
  uuid = sat_uuid_to_string (&id);
  deal = sat_test_store_add (f->store, "opportunity", "name", "Joint", "stage", uuid, "amount",
                             "10", NULL);
  fixture_show (f);
  wait_shown (f, deals[0], 0);
  chooser =
      find_widget (GTK_WIDGET (sat_pipeline_view_get_filter_bar (f->view)), GTK_TYPE_DROP_DOWN);
  g_assert_true (gtk_widget_get_visible (chooser));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (chooser), 1);
  f->stages[0] = stage;
  wait_shown (f, deal, 0);
  g_assert_null (column_of (f, 1));
}

static gboolean
has_items (gpointer data)
{
  Wish *wish = data;

  return g_list_model_get_n_items (G_LIST_MODEL (column_of (wish->f, wish->stage))) ==
         (guint)wish->number;
}

static void
test_many (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autoptr (SatRecord) last = NULL;
  Wish wish = {.f = f, .stage = 0, .number = 300};
  guint n_cards;

  sat_test_store_add_stages (f->store, f->stages);
  for (int i = 0; i < 300; i++) {
    g_autofree char *name = g_strdup_printf ("Deal %d", i);

    add_deal (f, name, 0, "10.00", "2026-04-01");
  }
  fixture_show (f);
  wait_count (f, 0, 300);
  g_assert_true (sat_test_wait_until (has_items, &wish, 10000));
  wait_shown (f, sat_board_column_get_item_id (column_of (f, 0), 0), 0);
  n_cards = sat_board_get_n_cards (f->board);
  g_assert_cmpuint (n_cards, <=, 16);
  g_assert_true (sat_board_focus_records (f->board));
  press (f, GDK_KEY_End, 0);
  last = g_list_model_get_item (G_LIST_MODEL (column_of (f, 0)), 299);
  g_assert_true (gtk_window_get_focus (f->window) ==
                 GTK_WIDGET (sat_board_get_card (f->board, sat_record_get_id (last))));
  g_assert_cmpuint (sat_board_get_n_cards (f->board), <=, n_cards + 1);
}

static void
test_density (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  gint64 deals[4];
  int height;

  add_deals (f, deals);
  fixture_show (f);
  wait_shown (f, deals[0], 0);
  height = gtk_widget_get_height (GTK_WIDGET (sat_board_get_card (f->board, deals[0])));
  g_settings_set_string (f->settings, "density", "compact");
  wait_shown (f, deals[0], 0);
  g_assert_cmpint (gtk_widget_get_height (GTK_WIDGET (sat_board_get_card (f->board, deals[0]))), <,
                   height);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/pipeline/shows", test_shows);
  g_test_add_func ("/pipeline/expand", test_expand);
  g_test_add_func ("/pipeline/move-and-undo", test_move_and_undo);
  g_test_add_func ("/pipeline/move-to-won", test_move_to_won);
  g_test_add_func ("/pipeline/lost", test_lost);
  g_test_add_func ("/pipeline/failed-write", test_failed_write);
  g_test_add_func ("/pipeline/delete", test_delete);
  g_test_add_func ("/pipeline/filter", test_filter);
  g_test_add_func ("/pipeline/table", test_table);
  g_test_add_func ("/pipeline/empty", test_empty);
  g_test_add_func ("/pipeline/pipelines", test_pipelines);
  g_test_add_func ("/pipeline/many", test_many);
  g_test_add_func ("/pipeline/density", test_density);
  return g_test_run ();
}

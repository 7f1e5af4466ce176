/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "pipeline-fixture.h"
#include "sat-list-model.h"

static void
test_shows (void)
{
  g_autoptr (PipelineFixture) f = pipeline_fixture_new ();
  gint64 deals[4];
  const SatCardFace *face;

  pipeline_fixture_add_deals (f, deals);
  pipeline_fixture_show (f);
  pipeline_fixture_wait_shown (f, deals[0], 0);
  pipeline_fixture_wait_count (f, 3, 0);
  /* the next to close is first */
  g_assert_cmpint (sat_board_column_get_item_id (pipeline_fixture_column (f, 0), 0), ==, deals[1]);
  g_assert_cmpint (sat_board_column_get_item_id (pipeline_fixture_column (f, 0), 1), ==, deals[0]);
  /* 20 % of 12,000.00 and of 500.50 */
  g_assert_cmpint (sat_board_column_get_totals (pipeline_fixture_column (f, 0))->count, ==, 2);
  g_assert_cmpstr (sat_board_column_get_totals (pipeline_fixture_column (f, 0))->explanation, ==,
                   "$12,500.50, weighted by probability $2,500.10");
  g_assert_cmpstr (sat_board_column_get_totals (pipeline_fixture_column (f, 1))->weighted, ==,
                   "$600");
  g_assert_cmpint (sat_board_column_get_totals (pipeline_fixture_column (f, 2))->count, ==, 1);
  g_assert_cmpstr (sat_board_column_get_totals (pipeline_fixture_column (f, 2))->total, ==,
                   "$7,000");
  g_assert_null (sat_board_column_get_totals (pipeline_fixture_column (f, 2))->weighted);
  g_assert_true (sat_board_column_get_collapsed (pipeline_fixture_column (f, 2)));
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
  pipeline_fixture_wait_shown (f, deals[2], 1);
  face = sat_board_card_get_face (sat_board_get_card (f->board, deals[2]));
  g_assert_cmpint (face->mark, ==, SAT_CARD_OVERDUE);
  gtk_test_accessible_assert_property (
      GTK_ACCESSIBLE (sat_board_get_card (f->board, deals[0])), GTK_ACCESSIBLE_PROPERTY_LABEL,
      "Renewal, Acme, $12,000, closes Mar 20, 2026, stage Prospecting, 2 of 2");
}

static void
test_expand (void)
{
  g_autoptr (PipelineFixture) f = pipeline_fixture_new ();
  gint64 deals[4];

  pipeline_fixture_add_deals (f, deals);
  pipeline_fixture_show (f);
  pipeline_fixture_wait_count (f, 2, 1);
  sat_board_column_set_collapsed (pipeline_fixture_column (f, 2), FALSE);
  pipeline_fixture_wait_shown (f, deals[3], 2);
  sat_board_column_set_collapsed (pipeline_fixture_column (f, 2), TRUE);
  g_assert_false (sat_board_reveal_record (f->board, deals[3]));
}

static gboolean
shows_nothing_found (gpointer data)
{
  PipelineFixture *f = data;
  GtkWidget *status = pipeline_fixture_find (GTK_WIDGET (f->view), ADW_TYPE_STATUS_PAGE);

  return gtk_widget_get_mapped (status) &&
         g_strcmp0 (adw_status_page_get_title (ADW_STATUS_PAGE (status)), "Nothing Found") == 0;
}

static void
test_filter (void)
{
  g_autoptr (PipelineFixture) f = pipeline_fixture_new ();
  gint64 deals[4];
  SatFilterBar *bar;
  GtkEditable *words;
  g_autoptr (SatFilter) filter = sat_filter_test1 ("close_date", SAT_OP_LE, "2026-02-28");

  pipeline_fixture_add_deals (f, deals);
  pipeline_fixture_show (f);
  pipeline_fixture_wait_count (f, 0, 2);
  bar = sat_pipeline_view_get_filter_bar (f->view);
  words = GTK_EDITABLE (pipeline_fixture_find (GTK_WIDGET (bar), GTK_TYPE_SEARCH_ENTRY));
  /* words are found in the company too, which is another record */
  gtk_editable_set_text (words, "acme");
  pipeline_fixture_wait_count (f, 0, 1);
  pipeline_fixture_wait_count (f, 1, 0);
  pipeline_fixture_wait_count (f, 2, 0);
  pipeline_fixture_wait_shown (f, deals[0], 0);
  gtk_editable_set_text (words, "acme pilot");
  g_assert_true (sat_test_wait_until (shows_nothing_found, f, 10000));
  gtk_editable_set_text (words, "");
  pipeline_fixture_wait_count (f, 0, 2);

  sat_view_set_filter (SAT_VIEW (f->view), filter);
  pipeline_fixture_wait_count (f, 0, 0);
  pipeline_fixture_wait_count (f, 1, 1);
  pipeline_fixture_wait_count (f, 2, 1);
  sat_filter_bar_clear (bar);
  pipeline_fixture_wait_count (f, 0, 2);
}

static gboolean
table_has_two (gpointer data)
{
  PipelineFixture *f = data;

  return g_list_model_get_n_items (G_LIST_MODEL (
             sat_record_table_get_model (sat_pipeline_view_get_table (f->view)))) == 2;
}

static void
test_table (void)
{
  g_autoptr (PipelineFixture) f = pipeline_fixture_new ();
  gint64 deals[4];
  GtkEditable *words;

  pipeline_fixture_add_deals (f, deals);
  pipeline_fixture_show (f);
  pipeline_fixture_wait_count (f, 0, 2);
  g_assert_null (sat_pipeline_view_get_table (f->view));
  words = GTK_EDITABLE (pipeline_fixture_find (
      GTK_WIDGET (sat_pipeline_view_get_filter_bar (f->view)), GTK_TYPE_SEARCH_ENTRY));
  gtk_editable_set_text (words, "r");
  g_settings_set_string (f->settings, "pipeline-layout", "table");
  g_assert_nonnull (sat_pipeline_view_get_table (f->view));
  /* Renewal and Rollout: the board's filter holds for the table too */
  g_assert_true (sat_test_wait_until (table_has_two, f, 10000));
  pipeline_fixture_wait_count (f, 0, 1);
}

static gboolean
shows_status (gpointer data)
{
  PipelineWish *wish = data;
  GtkWidget *status = pipeline_fixture_find (GTK_WIDGET (wish->f->view), ADW_TYPE_STATUS_PAGE);

  return gtk_widget_get_mapped (status) &&
         g_strcmp0 (adw_status_page_get_title (ADW_STATUS_PAGE (status)), wish->text) == 0;
}

static void
test_empty (void)
{
  g_autoptr (PipelineFixture) f = pipeline_fixture_new ();
  PipelineWish wish = {.f = f, .text = "No Stages Yet"};

  pipeline_fixture_show (f);
  g_assert_true (sat_test_wait_until (shows_status, &wish, 10000));
  sat_test_store_add_stages (f->store, f->stages);
  wish.text = "No Deals Yet";
  g_assert_true (sat_test_wait_until (shows_status, &wish, 10000));
  pipeline_fixture_wait_shown (f, pipeline_fixture_add_deal (f, "First", 1, "1.00", "2026-04-01"),
                               1);
}

/* A second pipeline with a deal in it; returns its stage. */
static gint64
add_partners (PipelineFixture *f, gint64 *deal)
{
  gint64 stage;
  g_autofree char *uuid = NULL;
  SatUuid id;

  sat_test_store_add (f->store, "pipeline", "name", "Partners", NULL);
  stage = sat_test_store_add (f->store, "stage", "name", "Talking", "pipeline", "Partners", "order",
                              "1", "probability", "50", "kind", "open", NULL);
  g_assert_true (
      sat_reader_identify (sat_test_store_reader (f->store), stage, &id, NULL, NULL, NULL));
  uuid = sat_uuid_to_string (&id);
  *deal = sat_test_store_add (f->store, "opportunity", "name", "Joint", "stage", uuid, "amount",
                              "10", NULL);
  return stage;
}

static void
test_pipelines (void)
{
  g_autoptr (PipelineFixture) f = pipeline_fixture_new ();
  gint64 deals[4], stage, deal;
  GtkWidget *chooser;

  pipeline_fixture_add_deals (f, deals);
  stage = add_partners (f, &deal);
  pipeline_fixture_show (f);
  pipeline_fixture_wait_shown (f, deals[0], 0);
  chooser = pipeline_fixture_find (GTK_WIDGET (sat_pipeline_view_get_filter_bar (f->view)),
                                   GTK_TYPE_DROP_DOWN);
  g_assert_true (gtk_widget_get_visible (chooser));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (chooser), 1);
  f->stages[0] = stage;
  pipeline_fixture_wait_shown (f, deal, 0);
  g_assert_null (pipeline_fixture_column (f, 1));
}

static gboolean
table_is_read (gpointer data)
{
  SatListModel *list = data;

  return !sat_list_model_get_loading (list) && g_list_model_get_n_items (G_LIST_MODEL (list)) == 4;
}

static void
count_cb (guint *n)
{
  (*n)++;
}

/* A change of a deal is no new question to the table, where one pipeline of several is shown. */
static void
test_table_follows (void)
{
  g_autoptr (PipelineFixture) f = pipeline_fixture_new ();
  gint64 deals[4], partner;
  SatListModel *list;
  guint n_questions = 0;

  pipeline_fixture_add_deals (f, deals);
  add_partners (f, &partner);
  pipeline_fixture_show (f);
  pipeline_fixture_wait_count (f, 0, 2);
  g_settings_set_string (f->settings, "pipeline-layout", "table");
  list = sat_record_table_get_model (sat_pipeline_view_get_table (f->view));
  g_assert_true (sat_test_wait_until (table_is_read, list, 10000));
  g_signal_connect_swapped (list, "notify::loading", G_CALLBACK (count_cb), &n_questions);
  sat_test_store_set (f->store, deals[0], "name", "Renewed", NULL);
  pipeline_fixture_add_deal (f, "Another", 0, "1.00", "2026-04-01");
  pipeline_fixture_wait_count (f, 0, 3);
  g_assert_cmpuint (n_questions, ==, 0);
}

static gboolean
has_items (gpointer data)
{
  PipelineWish *wish = data;

  return g_list_model_get_n_items (G_LIST_MODEL (pipeline_fixture_column (wish->f, wish->stage))) ==
         (guint)wish->number;
}

static void
test_many (void)
{
  g_autoptr (PipelineFixture) f = pipeline_fixture_new ();
  g_autoptr (SatRecord) last = NULL;
  PipelineWish wish = {.f = f, .stage = 0, .number = 300};
  guint n_cards;

  sat_test_store_add_stages (f->store, f->stages);
  for (int i = 0; i < 300; i++) {
    g_autofree char *name = g_strdup_printf ("Deal %d", i);

    pipeline_fixture_add_deal (f, name, 0, "10.00", "2026-04-01");
  }
  pipeline_fixture_show (f);
  pipeline_fixture_wait_count (f, 0, 300);
  g_assert_true (sat_test_wait_until (has_items, &wish, 10000));
  pipeline_fixture_wait_shown (f, sat_board_column_get_item_id (pipeline_fixture_column (f, 0), 0),
                               0);
  n_cards = sat_board_get_n_cards (f->board);
  g_assert_cmpuint (n_cards, <=, 16);
  g_assert_true (sat_board_focus_records (f->board));
  pipeline_fixture_press (f, GDK_KEY_End, 0);
  last = g_list_model_get_item (G_LIST_MODEL (pipeline_fixture_column (f, 0)), 299);
  g_assert_true (gtk_window_get_focus (f->window) ==
                 GTK_WIDGET (sat_board_get_card (f->board, sat_record_get_id (last))));
  g_assert_cmpuint (sat_board_get_n_cards (f->board), <=, n_cards + 1);
}

static void
test_density (void)
{
  g_autoptr (PipelineFixture) f = pipeline_fixture_new ();
  gint64 deals[4];
  int height;

  pipeline_fixture_add_deals (f, deals);
  pipeline_fixture_show (f);
  pipeline_fixture_wait_shown (f, deals[0], 0);
  height = gtk_widget_get_height (GTK_WIDGET (sat_board_get_card (f->board, deals[0])));
  g_settings_set_string (f->settings, "density", "compact");
  pipeline_fixture_wait_shown (f, deals[0], 0);
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
  g_test_add_func ("/pipeline/filter", test_filter);
  g_test_add_func ("/pipeline/table", test_table);
  g_test_add_func ("/pipeline/table-follows", test_table_follows);
  g_test_add_func ("/pipeline/empty", test_empty);
  g_test_add_func ("/pipeline/pipelines", test_pipelines);
  g_test_add_func ("/pipeline/many", test_many);
  g_test_add_func ("/pipeline/density", test_density);
  return g_test_run ();
}

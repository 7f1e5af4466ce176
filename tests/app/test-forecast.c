/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The forecast in the window: cells and their words, quotas entered in place, from a figure to its
 * deals and back, categories set by hand, the past, copies and paper. The clock stands in Q1 2026.
 */
#include "config.h"

#include "sat-forecast-table.h"
#include "sat-forecast-view.h"
#include "sat-settings.h"
#include "sat-test-store.h"
#include "window-fixture.h"

#include "sat-category-edit.h"

#define PATIENCE_MS 20000
#define MIA 0
#define ANA 1
#define BO 2

typedef struct {
  SatTestStore *store;
  SatContext *context;
  SatWindow *window;
  SatForecastView *view;
  SatForecastModel *model;
  SatForecastSheet *sheet;
  SatForecastGrid *grid;
  gint64 fleet;
} Fixture;

static gboolean
is_read (gpointer data)
{
  Fixture *f = data;

  return sat_forecast_model_get_state (f->model) != SAT_FORECAST_LOADING &&
         !sat_forecast_model_is_reading (f->model) &&
         !sat_forecast_panel_is_reading (sat_forecast_view_get_panel (f->view)) &&
         !sat_forecast_charts_pane_is_reading (sat_forecast_view_get_charts (f->view));
}

static void
wait_read (Fixture *f)
{
  g_assert_true (sat_test_wait_until (is_read, f, PATIENCE_MS));
}

static gint64
add_deal (Fixture *f, const char *name, const char *owner, const char *stage, const char *amount)
{
  return sat_test_store_add (f->store, "opportunity", "name", name, "owner", owner, "stage", stage,
                             "amount", amount, "close_date", "2026-03-20", NULL);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  gint64 stages[4];
  g_autoptr (GSettings) settings = g_settings_new (SAT_SETTINGS_SCHEMA);

  g_settings_reset (settings, "forecast-closed");
  f->store = sat_test_store_new (SAT_STORE_CREATE);
  sat_test_store_add (f->store, "workspace", "name", "Test", "currency", "EUR", NULL);
  sat_test_store_add_stages (f->store, stages);
  sat_test_store_set (f->store, stages[1], "category", "commit", NULL);
  sat_test_store_add (f->store, "user", "name", "Mia", NULL);
  sat_test_store_add (f->store, "user", "name", "Ana", "manager", "Mia", NULL);
  sat_test_store_add (f->store, "user", "name", "Bo", "manager", "Mia", NULL);
  add_deal (f, "Vans", "Ana", "Won", "1000");
  f->fleet = add_deal (f, "Fleet", "Ana", "Engaging", "500");
  add_deal (f, "Trucks", "Bo", "Prospecting", "200");
  sat_test_store_add (f->store, "quota", "user", "Ana", "period", "2026-Q1", "start", "2026-01-01",
                      "amount", "800", NULL);
  f->context = window_fixture_context (f->store);
  f->window = window_fixture_show (f->context);
  sat_window_show_view (f->window, "forecast");
  f->view = SAT_FORECAST_VIEW (sat_window_get_view (f->window));
  f->model = sat_forecast_view_get_model (f->view);
  f->sheet = sat_forecast_view_get_sheet (f->view);
  f->grid = sat_forecast_view_get_grid (f->view);
  wait_read (f);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  window_fixture_close (f->window, &f->context);
  sat_test_store_free (f->store);
}

static guint
index_of (Fixture *f, SatForecastColumn column)
{
  guint index = 0;

  g_assert_true (sat_forecast_sheet_find_column (f->sheet, column, &index));
  return index;
}

static char *
cell_text (Fixture *f, guint line, SatForecastColumn column)
{
  g_auto (SatGridFace) face = {.share = -1};

  sat_forecast_sheet_fill (f->sheet, line, index_of (f, column), &face);
  return g_steal_pointer (&face.text);
}

static void
assert_cell (Fixture *f, guint line, SatForecastColumn column, const char *expected)
{
  g_autofree char *text = cell_text (f, line, column);

  g_assert_cmpstr (text, ==, expected);
}

/* A cell that has to become so, now that something was written. */
typedef struct {
  Fixture *f;
  guint line;
  SatForecastColumn column;
  const char *text;
} Expected;

static gboolean
is_shown (gpointer data)
{
  Expected *expected = data;
  g_autofree char *text = cell_text (expected->f, expected->line, expected->column);

  return g_strcmp0 (text, expected->text) == 0;
}

static void
wait_cell (Fixture *f, guint line, SatForecastColumn column, const char *text)
{
  Expected expected = {f, line, column, text};

  g_assert_true (sat_test_wait_until (is_shown, &expected, PATIENCE_MS));
  wait_read (f);
}

static void
test_figures (Fixture *f, gconstpointer data)
{
  g_assert_cmpuint (sat_forecast_sheet_get_n_lines (f->sheet), ==, 3);
  assert_cell (f, ANA, SAT_FORECAST_COLUMN_QUOTA, "800");
  assert_cell (f, ANA, SAT_FORECAST_COLUMN_CLOSED, "1,000");
  assert_cell (f, ANA, SAT_FORECAST_COLUMN_COMMIT, "1,500");
  assert_cell (f, ANA, SAT_FORECAST_COLUMN_GAP, "+200");
  assert_cell (f, ANA, SAT_FORECAST_COLUMN_ATTAINMENT, "125%");
  assert_cell (f, ANA, SAT_FORECAST_COLUMN_COVERAGE, "Quota met");
  assert_cell (f, BO, SAT_FORECAST_COLUMN_QUOTA, "–");
  assert_cell (f, BO, SAT_FORECAST_COLUMN_COVERAGE, "–");
  assert_cell (f, MIA, SAT_FORECAST_COLUMN_OPEN_PIPELINE, "700");
  assert_cell (f, SAT_SHEET_TOTAL, SAT_FORECAST_COLUMN_OPEN_PIPELINE, "700");
  sat_forecast_model_set_rollup (f->model, SAT_FORECAST_SINGLE);
  assert_cell (f, ANA, SAT_FORECAST_COLUMN_COMMIT, "500");
  sat_forecast_model_set_measure (f->model, SAT_FORECAST_COUNT);
  assert_cell (f, ANA, SAT_FORECAST_COLUMN_COMMIT, "1");
  sat_forecast_model_set_measure (f->model, SAT_FORECAST_AMOUNT);
  sat_forecast_model_set_rollup (f->model, SAT_FORECAST_CUMULATIVE);
}

/* What the keyboard and a screen reader meet. */
static void
test_cells (Fixture *f, gconstpointer data)
{
  guint commit = index_of (f, SAT_FORECAST_COLUMN_COMMIT), line, column;
  SatGridCell *cell;

  sat_forecast_grid_focus_cell (f->grid, ANA, commit);
  cell = sat_forecast_grid_get_cell (f->grid, ANA, commit);
  g_assert_nonnull (cell);
  g_assert_true (gtk_widget_has_focus (GTK_WIDGET (cell)));
  g_assert_cmpstr (sat_grid_cell_get_text (cell), ==, "1,500");
  g_assert_cmpstr (sat_grid_cell_get_spoken (cell), ==, "Ana, Commit: €1,500.00");
  sat_forecast_sheet_set_open (f->sheet, MIA, FALSE);
  g_assert_cmpuint (sat_forecast_sheet_get_n_lines (f->sheet), ==, 1);
  sat_forecast_grid_get_cursor (f->grid, &line, &column);
  g_assert_cmpuint (line, ==, MIA);
  g_assert_cmpuint (column, ==, commit);
  sat_forecast_sheet_set_open (f->sheet, MIA, TRUE);
  g_assert_cmpuint (sat_forecast_sheet_get_n_lines (f->sheet), ==, 3);
}

static void
type_quota (Fixture *f, guint line, const char *text)
{
  GtkWidget *editor;

  sat_forecast_grid_focus_cell (f->grid, line, index_of (f, SAT_FORECAST_COLUMN_QUOTA));
  g_assert_true (sat_forecast_grid_edit (f->grid, NULL));
  editor = sat_forecast_grid_get_editor (f->grid);
  g_assert_nonnull (editor);
  gtk_editable_set_text (GTK_EDITABLE (editor), text);
  g_signal_emit_by_name (editor, "activate");
}

static void
test_quota (Fixture *f, gconstpointer data)
{
  const char *quotas = "SELECT count(*) FROM quota";

  type_quota (f, BO, "many");
  g_assert_nonnull (sat_forecast_grid_get_editor (f->grid));
  g_assert_true (gtk_widget_has_css_class (sat_forecast_grid_get_editor (f->grid), "error"));
  sat_forecast_grid_end_edit (f->grid);
  type_quota (f, BO, "-5");
  g_assert_nonnull (sat_forecast_grid_get_editor (f->grid));
  sat_forecast_grid_end_edit (f->grid);
  g_assert_cmpint (sat_test_store_sql_int (f->store, quotas), ==, 1);
  type_quota (f, BO, "400");
  g_assert_null (sat_forecast_grid_get_editor (f->grid));
  wait_cell (f, BO, SAT_FORECAST_COLUMN_QUOTA, "400");
  assert_cell (f, MIA, SAT_FORECAST_COLUMN_QUOTA, "1,200");
  /* A manager's own stands beside what the team's add up to. */
  type_quota (f, MIA, "1500");
  wait_cell (f, MIA, SAT_FORECAST_COLUMN_QUOTA, "1,500");
  {
    g_auto (SatGridFace) face = {.share = -1};

    sat_forecast_sheet_fill (f->sheet, MIA, index_of (f, SAT_FORECAST_COLUMN_QUOTA), &face);
    g_assert_true (face.marked);
    g_assert_nonnull (strstr (face.tooltip, "€1,200.00"));
    g_assert_nonnull (strstr (face.spoken, "€300.00 less"));
  }
  type_quota (f, BO, "450");
  wait_cell (f, BO, SAT_FORECAST_COLUMN_QUOTA, "450");
  g_assert_cmpint (sat_test_store_sql_int (f->store, quotas), ==, 3);
  sat_context_undo (f->context);
  wait_cell (f, BO, SAT_FORECAST_COLUMN_QUOTA, "400");
  type_quota (f, BO, "");
  wait_cell (f, BO, SAT_FORECAST_COLUMN_QUOTA, "–");
  g_assert_cmpint (sat_test_store_sql_int (f->store, quotas), ==, 2);
}

static GListModel *
lines_of (Fixture *f)
{
  return sat_forecast_deals_get_lines (
      sat_forecast_panel_get_deals (sat_forecast_view_get_panel (f->view)));
}

static void
test_deals (Fixture *f, gconstpointer data)
{
  guint commit = index_of (f, SAT_FORECAST_COLUMN_COMMIT), line, column;
  g_autoptr (SatDealLine) first = NULL;

  sat_forecast_grid_focus_cell (f->grid, ANA, commit);
  gtk_widget_activate_action (GTK_WIDGET (f->grid), "grid.activate", NULL);
  wait_read (f);
  g_assert_cmpuint (g_list_model_get_n_items (lines_of (f)), ==, 2);
  first = g_list_model_get_item (lines_of (f), 0);
  g_assert_cmpstr (sat_record_get_title (sat_deal_line_get_record (first)), ==, "Vans");
  g_assert_cmpstr (sat_deal_line_get_category (first), ==, "closed");
  g_assert_false (sat_deal_line_is_open (first));
  sat_forecast_grid_get_cursor (f->grid, &line, &column);
  sat_forecast_view_close_panel (f->view);
  g_assert_cmpuint (line, ==, ANA);
  g_assert_cmpuint (column, ==, commit);
  g_assert_true (
      gtk_widget_has_focus (GTK_WIDGET (sat_forecast_grid_get_cell (f->grid, ANA, commit))));
}

/* What was set by hand stays when the stage changes, until it follows the stage again. */
static void
test_category (Fixture *f, gconstpointer data)
{
  g_autoptr (SatDealLine) fleet = NULL;

  sat_forecast_grid_focus_cell (f->grid, ANA, index_of (f, SAT_FORECAST_COLUMN_COMMIT));
  gtk_widget_activate_action (GTK_WIDGET (f->grid), "grid.activate", NULL);
  wait_read (f);
  fleet = g_list_model_get_item (lines_of (f), 1);
  g_assert_cmpint (sat_deal_line_get_id (fleet), ==, f->fleet);
  g_assert_false (sat_deal_line_is_manual (fleet));
  sat_category_edit (f->context, fleet, "best_case");
  wait_cell (f, ANA, SAT_FORECAST_COLUMN_COMMIT, "1,000");
  assert_cell (f, ANA, SAT_FORECAST_COLUMN_BEST_CASE, "1,500");
  g_assert_cmpuint (g_list_model_get_n_items (lines_of (f)), ==, 1);
  sat_test_store_set (f->store, f->fleet, "stage", "Prospecting", NULL);
  sat_test_store_assert_text (f->store, f->fleet, "category", "best_case");
  sat_category_edit (f->context, fleet, NULL);
  wait_cell (f, ANA, SAT_FORECAST_COLUMN_BEST_CASE, "1,000");
  sat_test_store_assert_text (f->store, f->fleet, "category", "pipeline");
}

static void
test_explanation (Fixture *f, gconstpointer data)
{
  const SatExplanation *explanation;

  sat_forecast_grid_focus_cell (f->grid, ANA, index_of (f, SAT_FORECAST_COLUMN_COMMIT));
  gtk_widget_activate_action (GTK_WIDGET (f->view), "forecast.explain", NULL);
  wait_read (f);
  explanation = sat_explanation_view_get (
      sat_forecast_panel_get_explanation (sat_forecast_view_get_panel (f->view)));
  g_assert_nonnull (explanation);
  g_assert_cmpint (sat_explanation_get_value (explanation), ==, 150000);
  g_assert_cmpuint (sat_explanation_get_n_inputs (explanation), >, 0);
}

static void
test_past (Fixture *f, gconstpointer data)
{
  SatDate today = sat_forecast_model_get_today (f->model), day;

  sat_forecast_model_set_as_of (f->model, today + 3);
  g_assert_false (sat_forecast_model_get_as_of (f->model, &day));
  sat_forecast_model_set_as_of (f->model, today - 30);
  wait_read (f);
  g_assert_true (sat_forecast_model_get_as_of (f->model, &day));
  g_assert_cmpint (day, ==, today - 30);
  /* The deals were not there yet, the quota is what is known now. */
  assert_cell (f, SAT_SHEET_TOTAL, SAT_FORECAST_COLUMN_OPEN_PIPELINE, "0");
  sat_forecast_grid_focus_cell (f->grid, 0, index_of (f, SAT_FORECAST_COLUMN_QUOTA));
  g_assert_false (sat_forecast_grid_edit (f->grid, NULL));
  gtk_widget_activate_action (GTK_WIDGET (f->view), "forecast.now", NULL);
  wait_read (f);
  assert_cell (f, SAT_SHEET_TOTAL, SAT_FORECAST_COLUMN_OPEN_PIPELINE, "700");
}

static void
test_period (Fixture *f, gconstpointer data)
{
  g_autoptr (GSettings) settings = g_settings_new (SAT_SETTINGS_SCHEMA);
  g_autofree char *kept = NULL, *again = NULL;

  sat_forecast_model_step (f->model, 1);
  wait_read (f);
  g_assert_cmpint (sat_forecast_model_get_state (f->model), ==, SAT_FORECAST_EMPTY);
  kept = g_settings_get_string (settings, "forecast-period");
  g_assert_cmpstr (kept, ==, "2026-Q2");
  sat_forecast_model_step (f->model, 0);
  wait_read (f);
  again = g_settings_get_string (settings, "forecast-period");
  g_assert_cmpstr (again, ==, "");
  sat_forecast_model_set_unit (f->model, SAT_FORECAST_MONTH);
  g_assert_cmpint (sat_forecast_model_get_ask (f->model)->period.number, ==, 3);
  sat_forecast_model_set_unit (f->model, SAT_FORECAST_QUARTER);
  wait_read (f);
  assert_cell (f, ANA, SAT_FORECAST_COLUMN_CLOSED, "1,000");
}

static void
test_csv (Fixture *f, gconstpointer data)
{
  g_autofree char *csv = sat_forecast_table_csv (f->sheet);
  g_autofree char *text = sat_forecast_table_text (f->sheet);
  g_auto (GStrv) lines = g_strsplit (csv, "\r\n", -1);

  g_assert_cmpstr (lines[0], ==,
                   "name,depth,quota,closed,commit,best_case,open_pipeline,weighted,gap,"
                   "attainment,coverage,currency");
  g_assert_true (g_str_has_prefix (lines[2],
                                   "Ana,1,800.00,1000.00,1500.00,1500.00,500.00,1300.00,-200.00,"
                                   "1.2500,,EUR"));
  g_assert_true (g_str_has_prefix (lines[4], "Total,,800.00,1000.00,"));
  g_assert_nonnull (strstr (text, "Ana\t800\t1,000\t1,500\t"));
}

static void
test_print (Fixture *f, gconstpointer data)
{
  g_autofree char *path = sat_test_dir_file (f->store->dir, "forecast.pdf");
  const char *keep = g_getenv ("SATCHEL_TEST_PRINT");
  g_autoptr (GtkPrintOperation) operation = sat_forecast_view_print (f->view);
  g_autofree char *content = NULL;
  g_autoptr (GError) error = NULL;
  int n_pages;

  gtk_print_operation_set_export_filename (operation, keep != NULL ? keep : path);
  gtk_print_operation_set_allow_async (operation, FALSE);
  g_assert_cmpint (gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_EXPORT,
                                            GTK_WINDOW (f->window), &error),
                   ==, GTK_PRINT_OPERATION_RESULT_APPLY);
  g_assert_no_error (error);
  g_object_get (operation, "n-pages", &n_pages, NULL);
  g_assert_cmpint (n_pages, ==, 1);
  g_assert_true (g_file_get_contents (keep != NULL ? keep : path, &content, NULL, NULL));
  g_assert_true (g_str_has_prefix (content, "%PDF"));
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
#define ADD(name, func) g_test_add ("/forecast/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("figures", test_figures);
  ADD ("cells", test_cells);
  ADD ("quota", test_quota);
  ADD ("deals", test_deals);
  ADD ("category", test_category);
  ADD ("explanation", test_explanation);
  ADD ("past", test_past);
  ADD ("period", test_period);
  ADD ("csv", test_csv);
  ADD ("print", test_print);
#undef ADD
  return g_test_run ();
}

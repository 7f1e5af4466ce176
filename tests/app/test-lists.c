/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists: selecting many rows, changing all of them, taking it back. */
#include "config.h"

#include "sat-application.h"
#include "sat-deleted-window.h"
#include "sat-export-list.h"
#include "sat-list-export.h"
#include "sat-list-print.h"
#include "sat-list-selection.h"
#include "sat-record-view.h"
#include "sat-saved-list.h"
#include "sat-settings.h"
#include "sat-test-store.h"
#include "window-fixture.h"
#include "sat-window.h"

#include <string.h>

#define PATIENCE_MS 20000
#define N_COMPANIES 130 /* more than the first page */

typedef struct {
  SatTestStore *store;
  SatContext *context;
  SatWindow *window;
  gint64 ana, bo;
  guint wanted;
} Fixture;

static gboolean
add_companies (SatWriter *writer, gpointer data, GError **error)
{
  Fixture *f = data;
  const SatType *type = sat_registry_type (sat_writer_get_registry (writer), "company");

  for (guint i = 0; i < N_COMPANIES; i++) {
    g_autofree char *text = g_strdup_printf ("Company %03u", i);
    g_auto (SatValue) name = sat_value_text (text);
    SatWriteField fields[] = {
        {sat_type_field (type, "name"), name, SAT_VERSION_NONE},
        {sat_type_field (type, "owner"), sat_value_int (f->ana), SAT_VERSION_NONE}};
    gint64 id = 0;

    if (!sat_writer_create (writer, type, fields, 2, SAT_ORIGIN_LOCAL, &id, error))
      return FALSE;
  }
  return TRUE;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GSettings) own = sat_settings_for_view ("companies");
  g_autoptr (GError) error = NULL;

  /* The test before left its own. */
  g_settings_reset (own, SAT_SETTING_FILTERS);
  g_settings_reset (own, SAT_SETTING_COLUMNS);
  g_settings_reset (own, SAT_SETTING_SORT);
  f->store = sat_test_store_new (SAT_STORE_CREATE);
  sat_test_store_add (f->store, "workspace", "name", "Test", "currency", "EUR", NULL);
  f->ana = sat_test_store_add (f->store, "user", "name", "Ana", NULL);
  f->bo = sat_test_store_add (f->store, "user", "name", "Bo", NULL);
  sat_store_write (f->store->store, SAT_CHANGE_EDIT, "add", add_companies, f, NULL, &error);
  g_assert_no_error (error);
  f->context = window_fixture_context (f->store);
  f->window = window_fixture_show (f->context);
  sat_window_show_view (f->window, "companies");
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  window_fixture_close (f->window, &f->context);
  sat_test_store_free (f->store);
}

static SatRecordTable *
table_of (Fixture *f)
{
  return sat_record_view_get_table (SAT_RECORD_VIEW (sat_window_get_view (f->window)));
}

static gboolean
has_wanted_rows (gpointer data)
{
  Fixture *f = data;
  SatListModel *model = sat_record_table_get_model (table_of (f));

  return !sat_list_model_get_loading (model) &&
         g_list_model_get_n_items (G_LIST_MODEL (model)) == f->wanted;
}

static void
wait_rows (Fixture *f, guint n)
{
  f->wanted = n;
  g_assert_true (sat_test_wait_until (has_wanted_rows, f, PATIENCE_MS));
}

static guint
n_selected (Fixture *f)
{
  g_autoptr (GArray) ids = sat_record_table_get_selected (table_of (f));

  return ids->len;
}

/* All rows are selected while only the first page is there. */
static void
test_select_all (Fixture *f, gconstpointer data)
{
  gtk_widget_activate_action (GTK_WIDGET (table_of (f)), "table.select-all", NULL);
  wait_rows (f, N_COMPANIES);
  gtk_widget_activate_action (GTK_WIDGET (table_of (f)), "table.select-all", NULL);
  g_assert_cmpuint (n_selected (f), ==, N_COMPANIES);
  gtk_widget_activate_action (GTK_WIDGET (table_of (f)), "table.unselect-all", NULL);
  g_assert_cmpuint (n_selected (f), ==, 0);
}

static gboolean
all_are_bos (gpointer data)
{
  Fixture *f = data;
  g_autofree char *sql =
      g_strdup_printf ("SELECT count(*) FROM company WHERE owner = %" G_GINT64_FORMAT, f->bo);

  return sat_test_store_sql_int (f->store, sql) == f->wanted;
}

static void
test_change_owner (Fixture *f, gconstpointer data)
{
  g_auto (SatValue) value = sat_value_int (f->bo);
  g_autoptr (GArray) ids = NULL;
  g_autoptr (SatBulk) bulk = NULL;

  wait_rows (f, N_COMPANIES);
  gtk_widget_activate_action (GTK_WIDGET (table_of (f)), "table.select-all", NULL);
  ids = sat_record_table_get_selected (table_of (f));
  bulk = sat_bulk_new_set ("company", "owner", &value, ids);
  sat_record_table_run_bulk (table_of (f), bulk);
  g_assert_true (sat_test_wait_until (all_are_bos, f, PATIENCE_MS));
  wait_rows (f, N_COMPANIES);
  g_assert_cmpuint (n_selected (f), ==, N_COMPANIES);
  f->wanted = 0;
  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.undo", NULL);
  g_assert_true (sat_test_wait_until (all_are_bos, f, PATIENCE_MS));
}

static void
test_delete_many (Fixture *f, gconstpointer data)
{
  GtkSelectionModel *selection;

  wait_rows (f, N_COMPANIES);
  selection = sat_record_table_get_selection (table_of (f));
  gtk_selection_model_select_range (selection, 10, 20, TRUE);
  g_assert_cmpuint (n_selected (f), ==, 20);
  gtk_widget_activate_action (GTK_WIDGET (table_of (f)), "table.delete", NULL);
  wait_rows (f, N_COMPANIES - 20);
  g_assert_cmpuint (n_selected (f), ==, 0);
  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.undo", NULL);
  wait_rows (f, N_COMPANIES);
}

/* A row that moves in the order stays selected, and only that one. */
static void
test_follow (Fixture *f, gconstpointer data)
{
  GtkSelectionModel *selection;
  g_autoptr (GArray) before = NULL;
  g_autoptr (GArray) after = NULL;

  wait_rows (f, N_COMPANIES);
  selection = sat_record_table_get_selection (table_of (f));
  gtk_selection_model_select_range (selection, 3, 2, TRUE);
  before = sat_record_table_get_selected (table_of (f));
  sat_test_store_set (f->store, g_array_index (before, gint64, 0), "name", "Zebra", NULL);
  sat_test_store_add (f->store, "company", "name", "Aardvark", NULL);
  wait_rows (f, N_COMPANIES + 1);
  sat_test_settle ();
  after = sat_record_table_get_selected (table_of (f));
  g_assert_cmpuint (after->len, ==, 2);
  g_assert_cmpint (g_array_index (after, gint64, 0), ==, g_array_index (before, gint64, 1));
  g_assert_cmpint (g_array_index (after, gint64, 1), ==, g_array_index (before, gint64, 0));
}

static gboolean
has_saved_list (gpointer data)
{
  Fixture *f = data;

  return sat_test_store_sql_int (f->store, "SELECT count(*) FROM saved_list") == 1;
}

static gboolean
list_is_wider (gpointer data)
{
  Fixture *f = data;

  return sat_test_store_sql_int (f->store, "SELECT count(*) FROM saved_list WHERE filter LIKE"
                                           " '%\"Company 0\"%'") == 1;
}

typedef struct {
  Fixture *f;
  const char *view;  /* that should be shown */
  const char *label; /* NULL: any */
} Shown;

static gboolean
is_shown (gpointer data)
{
  Shown *shown = data;
  const char *name = sat_window_get_view_name (shown->f->window);
  GtkWidget *title = sat_window_get_title (shown->f->window);

  return name != NULL && g_str_has_prefix (name, shown->view) &&
         (shown->label == NULL ||
          g_strcmp0 (adw_window_title_get_title (ADW_WINDOW_TITLE (title)), shown->label) == 0);
}

static void
wait_shown (Fixture *f, const char *view, const char *label)
{
  Shown shown = {f, view, label};

  g_assert_true (sat_test_wait_until (is_shown, &shown, PATIENCE_MS));
}

/* Saved from a filter, the list is a view of its own that follows the data; it is changed, renamed,
 * deleted and brought back. */
static void
test_saved_list (Fixture *f, gconstpointer data)
{
  g_autoptr (SatFilter) filter = sat_filter_test1 ("name", SAT_OP_STARTS, "Company 00");
  g_autoptr (SatFilter) wider = sat_filter_test1 ("name", SAT_OP_STARTS, "Company 0");
  g_autoptr (GSettings) settings = sat_settings_for_view ("companies");
  const char *columns[] = {"name", "owner", NULL};
  const char *name;
  gint64 id;

  wait_rows (f, N_COMPANIES);
  sat_view_set_filter (sat_window_get_view (f->window), filter);
  wait_rows (f, 10);
  sat_saved_list_create (f->context, "Firsts", "company", settings, "name:desc", columns, "", NULL,
                         NULL, NULL);
  g_assert_true (sat_test_wait_until (has_saved_list, f, PATIENCE_MS));
  id = sat_test_store_sql_int (f->store, "SELECT id FROM saved_list");
  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.show-list", "x", id);
  wait_shown (f, SAT_SAVED_LIST_PREFIX, "Firsts");
  wait_rows (f, 10);
  sat_test_store_add (f->store, "company", "name", "Company 00X", NULL);
  wait_rows (f, 11);
  {
    SatRecordColumns *shown = sat_record_table_get_columns (table_of (f));
    g_autofree char *sort = sat_record_columns_get_sort (shown);

    g_assert_cmpstr (sort, ==, "name:desc");
    g_assert_true (sat_record_columns_is_shown (shown, "owner"));
    g_assert_false (sat_record_columns_is_shown (shown, "industry"));
  }
  sat_view_set_filter (sat_window_get_view (f->window), wider);
  wait_rows (f, 101);
  gtk_widget_activate_action (GTK_WIDGET (table_of (f)), "list.discard", NULL);
  wait_rows (f, 11);
  sat_view_set_filter (sat_window_get_view (f->window), wider);
  wait_rows (f, 101);
  gtk_widget_activate_action (GTK_WIDGET (table_of (f)), "list.save", NULL);
  g_assert_true (sat_test_wait_until (list_is_wider, f, PATIENCE_MS));
  sat_test_store_set (f->store, id, "name", "Low numbers", NULL);
  wait_shown (f, SAT_SAVED_LIST_PREFIX, "Low numbers");
  wait_rows (f, 101);
  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.delete-list", "x", id);
  wait_shown (f, "companies", NULL);
  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.undo", NULL);
  g_assert_true (sat_test_wait_until (has_saved_list, f, PATIENCE_MS));
  name = sat_window_get_view_name (f->window);
  g_assert_cmpstr (name, ==, "companies");
}

/* The label with the count of the saved list in the sidebar; NULL: there is no such line. */
static GtkLabel *
find_list_count (GtkWidget *widget)
{
  const SatViewInfo *info = g_object_get_data (G_OBJECT (widget), "view");
  GtkLabel *found = NULL;

  if (info != NULL && info->list != NULL)
    return g_object_get_data (G_OBJECT (widget), "count");
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_list_count (child);
  return found;
}

static gboolean
is_counted (gpointer data)
{
  Fixture *f = data;
  GtkLabel *label = find_list_count (GTK_WIDGET (f->window));
  g_autofree char *wanted = g_strdup_printf ("%u", f->wanted);

  return label != NULL && g_str_equal (gtk_label_get_text (label), wanted);
}

static gboolean
has_other_words (gpointer data)
{
  Fixture *f = data;

  return sat_test_store_sql_int (f->store, "SELECT count(*) FROM saved_list"
                                           " WHERE words = '12'") == 1;
}

static void
type_words (Fixture *f, const char *words)
{
  SatFilterBar *bar =
      sat_record_view_get_filter_bar (SAT_RECORD_VIEW (sat_window_get_view (f->window)));
  GtkWidget *entry = NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (bar)); entry == NULL;
       child = gtk_widget_get_first_child (child))
    entry = GTK_IS_SEARCH_ENTRY (child) ? child : NULL;
  gtk_editable_set_text (GTK_EDITABLE (entry), words);
}

static GtkWidget *
find_save_button (GtkWidget *widget)
{
  GtkWidget *found = NULL;

  if (GTK_IS_BUTTON (widget) &&
      g_strcmp0 (gtk_actionable_get_action_name (GTK_ACTIONABLE (widget)), "list.save") == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_save_button (child);
  return found;
}

static gboolean
differs (gpointer data)
{
  Fixture *f = data;

  return gtk_widget_get_visible (find_save_button (GTK_WIDGET (sat_window_get_view (f->window))));
}

static void
wait_count (Fixture *f, guint n)
{
  f->wanted = n;
  g_assert_true (sat_test_wait_until (is_counted, f, PATIENCE_MS));
}

/* The words in the box are part of what is saved; the sidebar counts the list and follows. */
static void
test_saved_words (Fixture *f, gconstpointer data)
{
  g_autoptr (GSettings) settings = sat_settings_for_view ("companies");
  const char *columns[] = {"name", NULL};
  gint64 id;

  sat_saved_list_create (f->context, "Fives", "company", settings, "name", columns, "005", NULL,
                         NULL, NULL);
  g_assert_true (sat_test_wait_until (has_saved_list, f, PATIENCE_MS));
  wait_count (f, 1);
  id = sat_test_store_sql_int (f->store, "SELECT id FROM saved_list");
  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.show-list", "x", id);
  wait_shown (f, SAT_SAVED_LIST_PREFIX, "Fives");
  wait_rows (f, 1);
  sat_test_store_add (f->store, "company", "name", "Company 005X", NULL);
  wait_rows (f, 2);
  wait_count (f, 2);
  type_words (f, "12");
  wait_rows (f, 10); /* 120 to 129 */
  wait_count (f, 2);
  g_assert_true (sat_test_wait_until (differs, f, PATIENCE_MS));
  gtk_widget_activate_action (GTK_WIDGET (table_of (f)), "list.discard", NULL);
  wait_rows (f, 2);
  type_words (f, "12");
  wait_rows (f, 10);
  g_assert_true (sat_test_wait_until (differs, f, PATIENCE_MS));
  gtk_widget_activate_action (GTK_WIDGET (table_of (f)), "list.save", NULL);
  g_assert_true (sat_test_wait_until (has_other_words, f, PATIENCE_MS));
  wait_count (f, 10);
}

static gboolean
has_deleted (gpointer data)
{
  return g_list_model_get_n_items (G_LIST_MODEL (data)) == 2;
}

static gboolean
is_empty (gpointer list)
{
  return g_list_model_get_n_items (list) == 0;
}

static void
test_restore (Fixture *f, gconstpointer data)
{
  gint64 id = sat_test_store_add (f->store, "company", "name", "Gone", NULL);
  gint64 other = sat_test_store_add (f->store, "company", "name", "Gone too", NULL);
  SatDeletedWindow *window;
  GtkSelectionModel *selection;
  GtkWidget *entry;

  sat_test_store_delete (f->store, id);
  sat_test_store_delete (f->store, other);
  wait_rows (f, N_COMPANIES);
  window = sat_deleted_window_new (GTK_WINDOW (f->window), f->context);
  gtk_window_present (GTK_WINDOW (window));
  selection = sat_deleted_window_get_selection (window);
  g_assert_true (sat_test_wait_until (has_deleted, selection, PATIENCE_MS));
  entry =
      gtk_widget_get_ancestor (gtk_window_get_focus (GTK_WINDOW (window)), GTK_TYPE_SEARCH_ENTRY);
  g_signal_emit_by_name (entry, "activate");
  g_assert_null (
      gtk_widget_get_ancestor (gtk_window_get_focus (GTK_WINDOW (window)), GTK_TYPE_SEARCH_ENTRY));
  gtk_selection_model_select_all (selection);
  sat_deleted_window_restore_selected (window);
  wait_rows (f, N_COMPANIES + 2);
  /* The list goes away once it is empty: the focus does not go with it. */
  g_assert_true (sat_test_wait_until (is_empty, selection, PATIENCE_MS));
  g_assert_true (gtk_widget_get_mapped (gtk_window_get_focus (GTK_WINDOW (window))));
  g_assert_true (sat_test_store_exists (f->store, id));
  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.undo", NULL);
  wait_rows (f, N_COMPANIES);
  gtk_window_destroy (GTK_WINDOW (window));
}

static gboolean
file_is_there (gpointer path)
{
  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* What is shown, in its order, with the columns that are shown. */
static void
test_export (Fixture *f, gconstpointer data)
{
  g_autofree char *path = sat_test_dir_file (f->store->dir, "list.csv");
  g_autofree char *all = sat_test_dir_file (f->store->dir, "all.json");
  g_autofree char *text = NULL;
  g_autoptr (SatFilter) filter = sat_filter_test1 ("name", SAT_OP_STARTS, "Company 00");
  g_autoptr (SatQuery) query = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GArray) ids = NULL;
  const char *columns[] = {"name", "owner", NULL};

  wait_rows (f, N_COMPANIES);
  sat_view_set_filter (sat_window_get_view (f->window), filter);
  sat_record_columns_set_sort (sat_record_table_get_columns (table_of (f)), "name", TRUE);
  wait_rows (f, 10);
  query = sat_record_table_dup_query (table_of (f));
  sat_list_export_write (f->context, query, NULL, columns, SAT_EXPORT_CSV, path);
  g_assert_true (sat_test_wait_until (file_is_there, path, PATIENCE_MS));
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\r\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 12);
  g_assert_cmpstr (lines[0], ==, "Name,Owner");
  g_assert_cmpstr (lines[1], ==, "Company 009,Ana");
  g_assert_cmpstr (lines[10], ==, "Company 000,Ana");
  g_clear_pointer (&text, g_free);
  gtk_selection_model_select_range (sat_record_table_get_selection (table_of (f)), 1, 2, TRUE);
  ids = sat_record_table_get_selected (table_of (f));
  sat_list_export_write (f->context, query, ids, NULL, SAT_EXPORT_JSON, all);
  g_assert_true (sat_test_wait_until (file_is_there, all, PATIENCE_MS));
  g_assert_true (g_file_get_contents (all, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "Company 008"));
  g_assert_nonnull (strstr (text, "Company 007"));
  g_assert_null (strstr (text, "Company 009"));
}

static void
test_print (Fixture *f, gconstpointer data)
{
  g_autofree char *path = sat_test_dir_file (f->store->dir, "list.pdf");
  g_autofree char *text = NULL;
  const char *keep = g_getenv ("SATCHEL_TEST_PRINT");
  const char *columns[] = {"name", "owner", "industry", NULL};
  const int widths[] = {220, 150, 150};
  g_autoptr (GArray) ids = NULL;
  g_autoptr (GtkPrintOperation) operation = NULL;
  g_autoptr (GError) error = NULL;
  int n_pages;

  wait_rows (f, N_COMPANIES);
  gtk_widget_activate_action (GTK_WIDGET (table_of (f)), "table.select-all", NULL);
  ids = sat_record_table_get_selected (table_of (f));
  operation = sat_list_print_new (f->context, "Companies", "company", ids, columns, widths);
  gtk_print_operation_set_export_filename (operation, keep != NULL ? keep : path);
  gtk_print_operation_set_allow_async (operation, FALSE);
  g_assert_cmpint (gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_EXPORT,
                                            GTK_WINDOW (f->window), &error),
                   ==, GTK_PRINT_OPERATION_RESULT_APPLY);
  g_assert_no_error (error);
  g_object_get (operation, "n-pages", &n_pages, NULL);
  g_assert_cmpint (n_pages, >, 2);
  g_assert_true (g_file_get_contents (keep != NULL ? keep : path, &text, NULL, NULL));
  g_assert_true (g_str_has_prefix (text, "%PDF"));
}

static gboolean
lose_companies_cb (SatWriter *writer, gpointer data, GError **error)
{
  return sat_connection_exec (sat_writer_get_connection (writer),
                              "ALTER TABLE company RENAME TO lost", error);
}

static void
count_cb (SatContext *context, AdwToast *toast, guint *n)
{
  (*n)++;
}

/* Pages that cannot be read are no empty pages. */
static void
test_print_unreadable (Fixture *f, gconstpointer data)
{
  g_autofree char *path = sat_test_dir_file (f->store->dir, "list.pdf");
  const char *columns[] = {"name", NULL};
  const int widths[] = {220};
  g_autoptr (GArray) ids = NULL;
  g_autoptr (GtkPrintOperation) operation = NULL;
  g_autoptr (GError) error = NULL;
  guint said = 0;

  wait_rows (f, N_COMPANIES);
  gtk_widget_activate_action (GTK_WIDGET (table_of (f)), "table.select-all", NULL);
  ids = sat_record_table_get_selected (table_of (f));
  g_assert_true (sat_store_write (f->store->store, SAT_CHANGE_EDIT, "Lose", lose_companies_cb, NULL,
                                  NULL, &error));
  g_signal_connect (f->context, "toast", G_CALLBACK (count_cb), &said);
  operation = sat_list_print_new (f->context, "Companies", "company", ids, columns, widths);
  gtk_print_operation_set_export_filename (operation, path);
  gtk_print_operation_set_allow_async (operation, FALSE);
  g_assert_cmpint (gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_EXPORT,
                                            GTK_WINDOW (f->window), &error),
                   ==, GTK_PRINT_OPERATION_RESULT_CANCEL);
  g_assert_cmpuint (said, ==, 1);
}

/* Order and place of columns are kept for the next start. */
static void
test_columns (Fixture *f, gconstpointer data)
{
  SatRecordColumns *columns = sat_record_table_get_columns (table_of (f));
  g_auto (GStrv) before = sat_record_columns_get_shown (columns);
  g_auto (GStrv) after = NULL;

  sat_record_columns_move (columns, before[0], 1);
  after = sat_record_columns_get_shown (columns);
  g_assert_cmpstr (after[0], ==, before[1]);
  g_assert_cmpstr (after[1], ==, before[0]);
  g_clear_pointer (&after, g_strfreev);
  sat_record_columns_move (columns, before[0], -5);
  after = sat_record_columns_get_shown (columns);
  g_assert_cmpstr (after[0], ==, before[0]);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
#define ADD(name, func) g_test_add (name, Fixture, NULL, set_up, func, tear_down)
  ADD ("/app/lists/select-all", test_select_all);
  ADD ("/app/lists/change-owner", test_change_owner);
  ADD ("/app/lists/delete-many", test_delete_many);
  ADD ("/app/lists/follow", test_follow);
  ADD ("/app/lists/saved", test_saved_list);
  ADD ("/app/lists/saved-words", test_saved_words);
  ADD ("/app/lists/restore", test_restore);
  ADD ("/app/lists/export", test_export);
  ADD ("/app/lists/print", test_print);
  ADD ("/app/lists/print-unreadable", test_print_unreadable);
  ADD ("/app/lists/columns", test_columns);
  return g_test_run ();
}

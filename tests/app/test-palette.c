/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The commands of the palette: every entry of a menu is among them, and those that cannot be done
 * now are not. */
#include "config.h"

#include "sat-list-selection.h"
#include "sat-palette-commands.h"
#include "sat-record-table.h"
#include "sat-settings-window.h"
#include "sat-settings.h"
#include "sat-test-store.h"
#include "window-fixture.h"
#include "sat-window.h"

#include <string.h>

#define PATIENCE_MS 20000

typedef struct {
  SatTestStore *store;
  SatContext *context;
  SatWindow *window;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->store = sat_test_store_new (SAT_STORE_CREATE);
  sat_test_store_add (f->store, "workspace", "name", "Test", "currency", "EUR", NULL);
  sat_test_store_add (f->store, "company", "name", "Acme", NULL);
  sat_test_store_add (f->store, "company", "name", "Bolt", NULL);
  f->context = window_fixture_context (f->store);
  f->window = window_fixture_show (f->context);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  window_fixture_close (f->window, &f->context);
  sat_test_store_free (f->store);
}

static GPtrArray *
list_commands (Fixture *f, gint64 record)
{
  const SatPaletteScope scope = {sat_window_get_view (f->window),
                                 sat_views_find (sat_window_get_view_name (f->window)), record};

  return sat_palette_commands (f->context, &scope);
}

static const SatPaletteItem *
find_action (GPtrArray *items, const char *action)
{
  for (guint i = 0; i < items->len; i++)
    if (g_strcmp0 (((SatPaletteItem *)items->pdata[i])->action, action) == 0)
      return items->pdata[i];
  return NULL;
}

static gboolean
is_offered (Fixture *f, gint64 record, const char *action)
{
  g_autoptr (GPtrArray) items = list_commands (f, record);

  return find_action (items, action) != NULL;
}

/* The first command that such words find. */
static const char *
find_words (GPtrArray *items, const char *text)
{
  for (int fit = 2; fit > 0; fit--)
    for (guint i = 0; i < items->len; i++)
      if (sat_palette_item_fits (items->pdata[i], text) == fit)
        return ((SatPaletteItem *)items->pdata[i])->action;
  return NULL;
}

static SatRecordTable *
get_table (Fixture *f)
{
  return SAT_RECORD_TABLE (sat_view_get_table (sat_window_get_view (f->window)));
}

static gboolean
is_read (gpointer data)
{
  Fixture *f = data;

  return g_list_model_get_n_items (G_LIST_MODEL (sat_record_table_get_model (get_table (f)))) == 2;
}

static void
test_selection (Fixture *f, gconstpointer data)
{
  GtkSelectionModel *selection;

  g_assert_false (is_offered (f, 0, "list.export"));
  g_assert_false (is_offered (f, 0, "details.add-note"));
  g_assert_true (is_offered (f, 1, "details.add-note"));
  sat_window_show_view (f->window, "companies");
  g_assert_true (sat_test_wait_until (is_read, f, PATIENCE_MS));
  selection = sat_record_table_get_selection (get_table (f));
  gtk_selection_model_unselect_all (selection);
  g_assert_true (is_offered (f, 0, "list.export"));
  g_assert_false (is_offered (f, 0, "list.rename"));
  g_assert_false (is_offered (f, 0, "table.change-owner"));
  gtk_selection_model_select_item (selection, 0, TRUE);
  g_assert_true (is_offered (f, 0, "table.change-owner"));
  g_assert_true (is_offered (f, 0, "table.edit"));
  g_assert_false (is_offered (f, 0, "table.edit-many"));
  gtk_selection_model_select_all (selection);
  g_assert_true (is_offered (f, 0, "table.edit-many"));
  g_assert_false (is_offered (f, 0, "table.edit"));
}

static void
test_words (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) items = NULL;
  const SatSettingsPageInfo *pages;
  guint n;

  sat_window_show_view (f->window, "companies");
  g_assert_true (sat_test_wait_until (is_read, f, PATIENCE_MS));
  gtk_selection_model_select_all (sat_record_table_get_selection (get_table (f)));
  items = list_commands (f, 0);
  g_assert_cmpstr (find_words (items, "bulk"), ==, "table.edit-many");
  g_assert_cmpstr (find_words (items, "pdf"), ==, "list.print");
  g_assert_cmpstr (find_words (items, "export"), ==, "list.export");
  g_assert_cmpstr (find_words (items, "trash"), ==, "win.show-deleted");
  g_assert_cmpstr (find_words (items, "restore"), ==, "win.show-deleted");
  g_assert_cmpstr (find_words (items, "back up"), ==, "win.settings('backups')");
  g_assert_cmpstr (find_words (items, "rates"), ==, "win.settings('workspace')");
  g_assert_cmpstr (find_action (items, "table.edit-many")->accel, ==, "F2");
  pages = sat_settings_pages (&n);
  for (guint i = 0; i < n; i++) {
    g_autofree char *action = g_strdup_printf ("win.settings('%s')", pages[i].name);

    g_assert_nonnull (find_action (items, action));
    g_assert_nonnull (find_action (items, action)->words);
  }
}

/* What one chooses is done where the rows are. */
static void
test_done (Fixture *f, gconstpointer data)
{
  GtkSelectionModel *selection;
  GtkWidget *table;

  sat_window_show_view (f->window, "companies");
  g_assert_true (sat_test_wait_until (is_read, f, PATIENCE_MS));
  table = GTK_WIDGET (get_table (f));
  selection = sat_record_table_get_selection (get_table (f));
  gtk_selection_model_unselect_all (selection);
  g_assert_true (gtk_widget_activate_action (table, "table.select-all", NULL));
  g_assert_cmpuint (sat_list_selection_get_size (SAT_LIST_SELECTION (selection)), ==, 2);
  /* From there the actions of the view and of the window are found, too. */
  g_assert_true (gtk_widget_activate_action (table, "list.descending", NULL));
  g_assert_true (gtk_widget_activate_action (table, "win.show-view", "s", "contacts"));
}

static char *
read_source (const char *path)
{
  g_autofree char *file = g_build_filename (g_getenv ("G_TEST_SRCDIR"), "..", path, NULL);
  char *text = NULL;

  g_assert_true (g_file_get_contents (file, &text, NULL, NULL));
  return text;
}

static guint
check_menu (const char *path, const char *pattern)
{
  g_autofree char *text = read_source (path);
  g_autoptr (GRegex) regex = g_regex_new (pattern, 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  guint n = 0;

  g_regex_match (regex, text, 0, &match);
  for (; g_match_info_matches (match); g_match_info_next (match, NULL), n++) {
    g_autofree char *action = g_match_info_fetch (match, 1);
    gboolean other = strcmp (action, "details.edit") == 0; /* win.edit-details */

    if (!other && !sat_palette_knows (action))
      g_test_message ("%s: %s", path, action);
    g_assert_true (other || sat_palette_knows (action));
  }
  return n;
}

/* Whatever a menu has. The order by a column and moving a deal are done on what is shown. */
static void
test_menus (void)
{
  static const char in_ui[] = "<attribute name=\"action\">([a-z.-]+)<";
  static const char in_code[] =
      "\\(\\w+, _ \\(\"[^\"]+\"\\), \"((?!board\\.)[a-z]+\\.[a-z-]+)\"\\)";
  static const char in_deals[] = "append_deal \\(self, \\w+, _ \\(\"[^\"]+\"\\), \"([a-z.-]+)\"\\)";

  g_assert_cmpuint (check_menu ("ui/sat-window.ui", in_ui), >=, 5);
  g_assert_cmpuint (check_menu ("ui/records/sat-details-pane.ui", in_ui), >=, 3);
  g_assert_cmpuint (check_menu ("ui/lists/sat-selection-bar.ui", in_ui), >=, 2);
  g_assert_cmpuint (check_menu ("src/app/lists/sat-list-tools.c", in_code), >=, 10);
  g_assert_cmpuint (check_menu ("src/app/records/sat-record-table-actions.c", in_code), >=, 8);
  g_assert_cmpuint (check_menu ("src/app/pipeline/sat-board-menu.c", in_deals), >=, 5);
  g_assert_false (sat_palette_knows ("win.set"));
  g_assert_false (sat_palette_knows ("win.no-such"));
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add ("/palette/selection", Fixture, NULL, set_up, test_selection, tear_down);
  g_test_add ("/palette/words", Fixture, NULL, set_up, test_words, tear_down);
  g_test_add ("/palette/done", Fixture, NULL, set_up, test_done, tear_down);
  g_test_add_func ("/palette/menus", test_menus);
  return g_test_run ();
}

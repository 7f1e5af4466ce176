/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window over a store of its own: views, details, editing in place, deleting and undoing. */
#include "config.h"

#include "sat-application.h"
#include "sat-deleted-window.h"
#include "sat-field-editor.h"
#include "sat-field-row.h"
#include "sat-record-view.h"
#include "sat-test-store.h"
#include "window-fixture.h"
#include "sat-today-view.h"
#include "sat-widgets.h"
#include "sat-window.h"

#define PATIENCE_MS 20000

typedef struct {
  SatTestStore *store;
  SatContext *context;
  SatWindow *window;
  gint64 company, contact;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->store = sat_test_store_new (SAT_STORE_CREATE);
  sat_test_store_add (f->store, "workspace", "name", "Test", "currency", "EUR", NULL);
  f->company = sat_test_store_add (f->store, "company", "name", "Kan-code", NULL);
  f->contact = sat_test_store_add (f->store, "contact", "first_name", "Jane", "last_name", "Müller",
                                   "company", "Kan-code", NULL);
  f->context = window_fixture_context (f->store);
  f->window = window_fixture_show (f->context);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  window_fixture_close (f->window, &f->context);
  sat_test_store_free (f->store);
}

static gboolean
list_is_read (gpointer data)
{
  Fixture *f = data;
  SatRecordTable *table =
      sat_record_view_get_table (SAT_RECORD_VIEW (sat_window_get_view (f->window)));

  return g_list_model_get_n_items (G_LIST_MODEL (sat_record_table_get_model (table))) == 1;
}

static void
test_views (Fixture *f, gconstpointer data)
{
  sat_window_show_view (f->window, "companies");
  g_assert_cmpstr (sat_window_get_view_name (f->window), ==, "companies");
  g_assert_true (sat_test_wait_until (list_is_read, f, PATIENCE_MS));
  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.show-nth-view", "i", 2);
  g_assert_cmpstr (sat_window_get_view_name (f->window), ==, "contacts");
  g_assert_true (sat_test_wait_until (list_is_read, f, PATIENCE_MS));
}

static SatFieldRow *
open_field (Fixture *f, gint64 id, const char *field)
{
  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.go-to-record", "x", id);
  g_assert_cmpint (sat_window_get_record (f->window), ==, id);
  return SAT_FIELD_ROW (
      window_fixture_find_field (GTK_WIDGET (sat_window_get_details (f->window)), field));
}

static gboolean
title_is_saved (gpointer data)
{
  Fixture *f = data;
  g_autoptr (SatRecord) record =
      sat_reader_load (sat_context_get_reader (f->context), f->contact, NULL);

  return g_strcmp0 (sat_record_get_text (record, "job_title"), "Buyer") == 0;
}

static void
test_edit (Fixture *f, gconstpointer data)
{
  SatFieldRow *row = open_field (f, f->contact, "job_title");
  GtkWidget *entry;

  g_assert_true (sat_field_row_edit (row));
  entry = window_fixture_find (GTK_WIDGET (row), GTK_TYPE_ENTRY);
  gtk_editable_set_text (GTK_EDITABLE (entry), "Buyer");
  g_signal_emit_by_name (entry, "activate");
  g_assert_false (sat_field_row_is_editing (row));
  g_assert_true (sat_test_wait_until (title_is_saved, f, PATIENCE_MS));
}

static guint
count_shown_rows (GtkWidget *widget)
{
  guint n = g_strcmp0 (gtk_widget_get_css_name (widget), "row") == 0 &&
            gtk_widget_get_mapped (widget) && gtk_widget_get_height (widget) > 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += count_shown_rows (child);
  return n;
}

static gboolean
is_filled (gpointer list)
{
  GtkAdjustment *across = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (list));

  return count_shown_rows (list) >= 8 && gtk_adjustment_get_value (across) > 0;
}

static void
setup_row_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  gtk_list_item_set_child (item, gtk_label_new ("A row"));
}

/* Far down in a list that was not shown before. */
static void
test_scroll (Fixture *f, gconstpointer data)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkStringList *rows = gtk_string_list_new (NULL);
  GtkWidget *stack = gtk_stack_new (), *scroller = gtk_scrolled_window_new (), *list;
  GtkWindow *window = GTK_WINDOW (gtk_window_new ());

  for (guint i = 0; i < 300; i++)
    gtk_string_list_append (rows, "A row");
  g_signal_connect (factory, "setup", G_CALLBACK (setup_row_cb), NULL);
  list = gtk_list_view_new (GTK_SELECTION_MODEL (gtk_single_selection_new (G_LIST_MODEL (rows))),
                            factory);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), list);
  gtk_stack_add_named (GTK_STACK (stack), gtk_label_new ("First"), "first");
  gtk_stack_add_named (GTK_STACK (stack), scroller, "list");
  gtk_window_set_child (window, stack);
  gtk_window_set_default_size (window, 400, 400);
  gtk_window_present (window);
  sat_test_settle ();
  gtk_stack_set_visible_child_name (GTK_STACK (stack), "list");
  sat_widget_scroll_to (list, 200);
  g_assert_true (sat_test_wait_until (is_filled, list, PATIENCE_MS));
  gtk_window_destroy (window);
}

/* Wrong input stays in its place, and nothing is written. */
static void
test_wrong (Fixture *f, gconstpointer data)
{
  SatFieldRow *row = open_field (f, f->contact, "birthday");
  GtkWidget *entry;

  g_assert_true (sat_field_row_edit (row));
  entry = window_fixture_find (GTK_WIDGET (row), GTK_TYPE_ENTRY);
  gtk_editable_set_text (GTK_EDITABLE (entry), "some day");
  g_signal_emit_by_name (entry, "activate");
  g_assert_true (sat_field_row_is_editing (row));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "some day");
  g_assert_true (gtk_widget_has_css_class (entry, "error"));
}

static gboolean
contact_is_gone (gpointer data)
{
  Fixture *f = data;
  gboolean deleted = FALSE;

  sat_reader_identify (sat_context_get_reader (f->context), f->contact, NULL, NULL, &deleted, NULL);
  return deleted && sat_window_get_record (f->window) == 0;
}

static gboolean
contact_is_back (gpointer data)
{
  return !contact_is_gone (data);
}

static GtkWidget *
find_button (GtkWidget *widget, const char *label)
{
  GtkWidget *found = NULL;

  if (!gtk_widget_get_mapped (widget))
    return NULL;
  if (GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_button (child, label);
  return found;
}

static gboolean
shows_text (GtkWidget *widget, const char *text)
{
  gboolean found = GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget) &&
                   g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), text);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && !found;
       child = gtk_widget_get_next_sibling (child))
    found = shows_text (child, text);
  return found;
}

static gboolean
offers_undo (gpointer data)
{
  GtkWidget *button = find_button (GTK_WIDGET (((Fixture *)data)->window), "_Undo");

  return button != NULL && gtk_widget_get_mapped (button);
}

static gboolean
says_undone (gpointer data)
{
  return shows_text (GTK_WIDGET (((Fixture *)data)->window), "Undone: Delete “Jane Müller”");
}

/* So that a toast goes only when another one takes its place. */
static gboolean
keep_for_ever_cb (GSignalInvocationHint *hint, guint n, const GValue *values, gpointer data)
{
  adw_toast_set_timeout (g_value_get_object (&values[1]), 0);
  return TRUE;
}

static void
test_delete_and_undo (Fixture *f, gconstpointer data)
{
  guint toast = g_signal_lookup ("toast", SAT_TYPE_CONTEXT);
  gulong hook = g_signal_add_emission_hook (toast, 0, keep_for_ever_cb, NULL, NULL);

  open_field (f, f->contact, "job_title");
  gtk_widget_activate_action_variant (
      GTK_WIDGET (f->window), "win.delete-records",
      g_variant_new_fixed_array (G_VARIANT_TYPE_INT64, &f->contact, 1, sizeof (gint64)));
  g_assert_true (sat_test_wait_until (contact_is_gone, f, PATIENCE_MS));
  g_assert_true (sat_test_wait_until (offers_undo, f, PATIENCE_MS));
  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.undo", NULL);
  g_assert_true (sat_test_wait_until (contact_is_back, f, PATIENCE_MS));
  /* What is undone is not offered to be undone once more. */
  g_assert_true (sat_test_wait_until (says_undone, f, PATIENCE_MS));
  g_assert_false (offers_undo (f));
  g_signal_remove_emission_hook (toast, hook);
}

static guint
get_n_tasks (Fixture *f)
{
  const SatToday *today = sat_today_view_get_today (
      SAT_TODAY_VIEW (window_fixture_find (GTK_WIDGET (f->window), SAT_TYPE_TODAY_VIEW)));

  return today != NULL ? today->n_tasks : G_MAXUINT;
}

static gboolean
nothing_waits (gpointer data)
{
  return get_n_tasks (data) == 0;
}

static gboolean
something_waits (gpointer data)
{
  return get_n_tasks (data) == 1;
}

/* The count of the sidebar's first line. */
static GtkLabel *
find_count (GtkWidget *widget)
{
  GtkLabel *found = g_object_get_data (G_OBJECT (widget), "count");

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_count (child);
  return found;
}

/* The sidebar counts what waits today after a view would have been read again. */
static gboolean
is_counted (gpointer data)
{
  Fixture *f = data;

  return g_str_equal (gtk_label_get_text (find_count (GTK_WIDGET (f->window))), "1");
}

/* Nobody waits for a view that is not shown; when it is shown again, it is up to date. */
static void
test_hidden (Fixture *f, gconstpointer data)
{
  sat_window_show_view (f->window, "today");
  g_assert_true (sat_test_wait_until (nothing_waits, f, PATIENCE_MS));
  sat_window_show_view (f->window, "companies");
  sat_test_store_add (f->store, "activity", "kind", "task", "subject", "Call", "due", "2026-02-20",
                      NULL);
  g_assert_true (sat_test_wait_until (is_counted, f, PATIENCE_MS));
  g_assert_cmpuint (get_n_tasks (f), ==, 0);
  sat_window_show_view (f->window, "today");
  g_assert_true (sat_test_wait_until (something_waits, f, PATIENCE_MS));
}

static gboolean
is_narrow (gpointer data)
{
  return sat_window_get_narrow (((Fixture *)data)->window);
}

static gboolean
is_wide (gpointer data)
{
  Fixture *f = data;

  return gtk_widget_get_width (GTK_WIDGET (f->window)) > 0 && !is_narrow (f);
}

/* Room for two is a matter of letters, not of pixels. */
static void
test_large_text (Fixture *f, gconstpointer data)
{
  GtkSettings *settings = gtk_settings_get_default ();
  GtkWindow *dialog = GTK_WINDOW (gtk_window_new ());
  int width, height;

  gtk_window_set_default_size (GTK_WINDOW (f->window), 1200, 700);
  g_assert_true (sat_test_wait_until (is_wide, f, PATIENCE_MS));
  g_object_set (settings, "gtk-xft-dpi", 96 * 1024 * 3 / 2, NULL);
  g_assert_true (sat_test_wait_until (is_narrow, f, PATIENCE_MS));
  g_assert_cmpint (sat_text_pixels (100), ==, 150);
  gtk_window_set_default_size (dialog, 300, 200);
  sat_widget_scale_window (dialog);
  gtk_window_get_default_size (dialog, &width, &height);
  g_assert_cmpint (width, ==, 450);
  gtk_window_set_default_size (dialog, 5000, 200);
  sat_widget_scale_window (dialog);
  gtk_window_get_default_size (dialog, &width, &height);
  g_assert_cmpint (width, ==, 5000);
  gtk_window_destroy (dialog);
  g_object_set (settings, "gtk-xft-dpi", 96 * 1024, NULL);
  g_assert_true (sat_test_wait_until (is_wide, f, PATIENCE_MS));
}

/* The button with this label that is to be seen; NULL. */
static gboolean
offers_plan (gpointer data)
{
  return find_button (GTK_WIDGET (((Fixture *)data)->window), "_Plan Something") != NULL;
}

static gboolean
offers_clear (gpointer data)
{
  return find_button (GTK_WIDGET (((Fixture *)data)->window), "_Clear the Filter") != NULL;
}

static gboolean
shows_third_alone (gpointer data)
{
  GtkWidget *window = GTK_WIDGET (((Fixture *)data)->window);

  return shows_text (window, "Third") && !shows_text (window, "Second") &&
         !shows_text (window, "First");
}

static gboolean
shows_older (gpointer data)
{
  GtkWidget *window = GTK_WIDGET (((Fixture *)data)->window);

  return shows_text (window, "First") || shows_text (window, "Second");
}

static void
keep_toast_cb (SatContext *context, AdwToast *toast, AdwToast **last)
{
  g_set_object (last, toast);
}

/* What can be undone by a click is what was done last; other messages come back after it. */
static void
test_last_undo (Fixture *f, gconstpointer data)
{
  g_autoptr (AdwToast) last = NULL;

  g_signal_connect (f->context, "toast", G_CALLBACK (keep_toast_cb), &last);
  sat_context_say (f->context, "First");
  sat_context_offer_undo (f->context, "Second", 1);
  sat_context_offer_undo (f->context, "Third", 2);
  g_assert_true (sat_test_wait_until (shows_third_alone, f, PATIENCE_MS));
  adw_toast_dismiss (last);
  g_assert_true (sat_test_wait_until (shows_older, f, PATIENCE_MS));
  g_assert_false (shows_text (GTK_WIDGET (f->window), "Second"));
}

/* A filter is to blame for an empty list only where there is something that it hides. */
static void
test_nothing_yet (Fixture *f, gconstpointer data)
{
  GtkWidget *entry;

  sat_window_show_view (f->window, "activities");
  g_assert_true (sat_test_wait_until (offers_plan, f, PATIENCE_MS));
  entry = window_fixture_find (GTK_WIDGET (sat_window_get_view (f->window)), GTK_TYPE_SEARCH_ENTRY);
  gtk_editable_set_text (GTK_EDITABLE (entry), "no such words");
  sat_test_settle ();
  g_assert_true (sat_test_wait_until (offers_plan, f, PATIENCE_MS));
  g_assert_false (offers_clear (f));
  sat_test_store_add (f->store, "activity", "kind", "task", "subject", "Call back", NULL);
  gtk_editable_set_text (GTK_EDITABLE (entry), "no such words either");
  g_assert_true (sat_test_wait_until (offers_clear, f, PATIENCE_MS));
}

/* A cell of a row. */
static GtkWidget *
find_cell (GtkWidget *widget)
{
  GtkWidget *found = NULL;

  if (GTK_IS_LABEL (widget) && GTK_IS_LIST_ITEM (g_object_get_data (G_OBJECT (widget), "item")))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_cell (child);
  return found;
}

static GtkWidget *
find_menu (GtkWidget *widget)
{
  GtkWidget *found = GTK_IS_POPOVER_MENU (widget) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_menu (child);
  return found;
}

/* The second mouse button on a row: the row is selected, and has its menu. */
static void
assert_has_menu (SatDeletedWindow *window)
{
  GtkSelectionModel *selection = sat_deleted_window_get_selection (window);
  GtkWidget *cell = find_cell (GTK_WIDGET (window));
  guint position = gtk_list_item_get_position (g_object_get_data (G_OBJECT (cell), "item"));
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (cell);

  gtk_selection_model_unselect_all (selection);
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);

    if (GTK_IS_GESTURE_CLICK (controller) &&
        gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (controller)) == 0 &&
        gtk_gesture_single_get_button (GTK_GESTURE_SINGLE (controller)) == GDK_BUTTON_SECONDARY)
      g_signal_emit_by_name (controller, "pressed", 1, 2.0, 2.0);
  }
  g_assert_true (gtk_selection_model_is_selected (selection, position));
  g_assert_true (gtk_widget_get_visible (find_menu (GTK_WIDGET (window))));
  gtk_popover_popdown (GTK_POPOVER (find_menu (GTK_WIDGET (window))));
}

static gboolean
has_deleted (gpointer window)
{
  return find_cell (window) != NULL;
}

static void
test_deleted_menu (Fixture *f, gconstpointer data)
{
  SatDeletedWindow *window = sat_deleted_window_new (GTK_WINDOW (f->window), f->context);

  sat_test_store_delete (f->store, f->contact);
  gtk_window_present (GTK_WINDOW (window));
  g_assert_true (sat_test_wait_until (has_deleted, window, PATIENCE_MS));
  assert_has_menu (window);
  gtk_widget_activate_action (GTK_WIDGET (window), "deleted.restore", NULL);
  g_assert_true (sat_test_wait_until (contact_is_back, f, PATIENCE_MS));
  gtk_window_destroy (GTK_WINDOW (window));
}

static gboolean
has_tooltip (GtkWidget *widget)
{
  g_autoptr (GtkTooltip) tooltip = g_object_new (GTK_TYPE_TOOLTIP, NULL);
  gboolean shown = FALSE;

  g_signal_emit_by_name (widget, "query-tooltip", 0, 0, FALSE, tooltip, &shown);
  return shown;
}

static void
test_tooltip (void)
{
  g_autoptr (GtkWidget) label = g_object_ref_sink (gtk_label_new ("Monday"));

  sat_widget_set_tooltip (label, "2026-11-23");
  g_assert_true (gtk_widget_get_has_tooltip (label));
  g_assert_true (has_tooltip (label));
  g_assert_null (gtk_test_accessible_check_property (
      GTK_ACCESSIBLE (label), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "2026-11-23"));
  sat_widget_set_tooltip (label, "");
  g_assert_false (has_tooltip (label));
  sat_widget_set_tooltip (label, "2026-11-24");
  g_assert_true (has_tooltip (label));
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
#define ADD(name, func) g_test_add ("/window/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("views", test_views);
  ADD ("hidden", test_hidden);
  ADD ("scroll", test_scroll);
  ADD ("edit", test_edit);
  ADD ("wrong", test_wrong);
  ADD ("delete-and-undo", test_delete_and_undo);
  ADD ("deleted-menu", test_deleted_menu);
  ADD ("large-text", test_large_text);
  ADD ("nothing-yet", test_nothing_yet);
  ADD ("last-undo", test_last_undo);
  g_test_add_func ("/window/tooltip", test_tooltip);
  return g_test_run ();
}

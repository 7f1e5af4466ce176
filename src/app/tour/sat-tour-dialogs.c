/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The stops at dialogs, menus and messages. */

#include "config.h"

#include "sat-tour-private.h"

#include "sat-board-private.h"
#include "sat-bulk-dialog.h"
#include "sat-field-editor.h"
#include "sat-filter-bar.h"
#include "sat-lost-dialog.h"
#include "sat-new-dialog.h"
#include "sat-new-field.h"
#include "sat-new-pipeline.h"
#include "sat-pipeline-view.h"
#include "sat-record-page.h"
#include "sat-record-view.h"
#include "sat-removal.h"
#include "sat-settings-window.h"
#include "sat-settings.h"
#include "sat-widgets.h"

/* As if the right button were pressed there. */
static void
press (GtkWidget *widget, double x, double y)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);

    if (GTK_IS_GESTURE_CLICK (controller))
      g_signal_emit_by_name (controller, "pressed", 1, x, y);
  }
}

/* The window over the others. */
static GtkWidget *
find_dialog (SatWindow *window)
{
  g_autoptr (GListModel) all = g_object_ref (gtk_window_get_toplevels ());
  GtkWidget *found = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (all); i++) {
    g_autoptr (GtkWidget) one = g_list_model_get_item (all, i);

    if (one != GTK_WIDGET (window) && gtk_widget_get_mapped (one))
      found = one;
  }
  return found;
}

/* The button with the icon that opens a menu. */
static GtkWidget *
find_button (GtkWidget *widget, const char *icon)
{
  GtkWidget *found = NULL;

  if (GTK_IS_MENU_BUTTON (widget) && gtk_widget_get_mapped (widget) &&
      g_strcmp0 (gtk_menu_button_get_icon_name (GTK_MENU_BUTTON (widget)), icon) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_button (child, icon);
  return found;
}

static void
open_menu (GtkWidget *below, const char *icon)
{
  GtkWidget *button = below != NULL ? find_button (below, icon) : NULL;

  if (button != NULL)
    gtk_menu_button_popup (GTK_MENU_BUTTON (button));
}

static SatRecordTable *
get_table (SatWindow *window)
{
  SatView *view = sat_window_get_view (window);

  return SAT_IS_RECORD_VIEW (view) ? sat_record_view_get_table (SAT_RECORD_VIEW (view)) : NULL;
}

void
sat_tour_select_companies (SatWindow *window, guint n)
{
  SatRecordTable *table;

  sat_tour_show_view (window, "companies");
  table = get_table (window);
  gtk_selection_model_select_range (sat_record_table_get_selection (table), 1, n, TRUE);
  sat_widget_scroll_to (sat_tour_find (GTK_WIDGET (table), GTK_TYPE_LIST_VIEW), 0);
}

static void
activate (SatWindow *window, const char *action)
{
  gtk_widget_activate_action (GTK_WIDGET (get_table (window)), action, NULL);
}

void
sat_tour_go_menu (SatWindow *window)
{
  sat_tour_show_view (window, "companies");
  open_menu (GTK_WIDGET (window), "open-menu-symbolic");
}

void
sat_tour_go_list_menu (SatWindow *window)
{
  sat_tour_show_view (window, "companies");
  open_menu (GTK_WIDGET (sat_window_get_view (window)), "view-more-symbolic");
}

void
sat_tour_go_row_menu (SatWindow *window)
{
  sat_tour_select_companies (window, 1);
  press (GTK_WIDGET (get_table (window)), 120, 90);
}

/* What a new value would change. */
void
sat_tour_go_value (SatWindow *window)
{
  GtkWidget *dialog, *editor;

  sat_tour_select_companies (window, 5);
  activate (window, "table.edit-many");
  dialog = find_dialog (window);
  if (!SAT_IS_BULK_DIALOG (dialog))
    return;
  sat_bulk_dialog_set_field (SAT_BULK_DIALOG (dialog), "industry");
  editor = sat_tour_find (dialog, SAT_TYPE_FIELD_EDITOR);
  if (editor != NULL)
    sat_field_editor_set_draft (SAT_FIELD_EDITOR (editor), "retail");
}

void
sat_tour_go_owner (SatWindow *window)
{
  sat_tour_select_companies (window, 3);
  activate (window, "table.change-owner");
}

void
sat_tour_go_tag (SatWindow *window)
{
  sat_tour_select_companies (window, 3);
  activate (window, "table.add-tag");
}

void
sat_tour_go_save_list (SatWindow *window)
{
  sat_tour_show_view (window, "companies");
  activate (window, "list.save-as");
}

void
sat_tour_go_nothing_found (SatWindow *window)
{
  g_autoptr (SatFilter) filter = sat_filter_test1 ("name", SAT_OP_CONTAINS, "zzz");

  sat_tour_show_view (window, "companies");
  sat_view_set_filter (sat_window_get_view (window), filter);
}

static void
open_condition (SatWindow *window, const char *field)
{
  SatView *view = sat_window_get_view (window);
  SatFilterBar *bar = SAT_IS_PIPELINE_VIEW (view)
                          ? sat_pipeline_view_get_filter_bar (SAT_PIPELINE_VIEW (view))
                          : sat_record_view_get_filter_bar (SAT_RECORD_VIEW (view));

  sat_filter_bar_open_add (bar, field);
}

void
sat_tour_go_condition_number (SatWindow *window)
{
  sat_view_set_filter (sat_window_get_view (window), NULL);
  sat_view_focus_filter (sat_window_get_view (window));
  open_condition (window, "annual_revenue");
}

void
sat_tour_go_condition_date (SatWindow *window)
{
  sat_tour_show_view (window, "pipeline");
  open_condition (window, "close_date");
}

void
sat_tour_go_compact (SatWindow *window)
{
  GSettings *settings = sat_context_get_settings (sat_window_get_context (window));

  sat_tour_show_view (window, "companies");
  g_settings_set_string (settings, SAT_SETTING_DENSITY, "compact");
}

void
sat_tour_go_deal_menu (SatWindow *window)
{
  GtkWidget *list;
  gint64 id;

  sat_tour_show_view (window, "pipeline");
  list = sat_tour_find (GTK_WIDGET (window), SAT_TYPE_BOARD_LIST);
  id = list != NULL
           ? sat_board_column_get_item_id (sat_board_list_get_column (SAT_BOARD_LIST (list)), 0)
           : 0;
  if (id != 0)
    sat_board_open_menu (
        sat_pipeline_view_get_board (SAT_PIPELINE_VIEW (sat_window_get_view (window))), id, -1, -1);
}

static void
lost_cb (const char *reason, gpointer user_data)
{
}

void
sat_tour_go_lost (SatWindow *window)
{
  SatReader *reader = sat_context_get_reader (sat_window_get_context (window));
  gint64 id = sat_tour_first_record (window, "opportunity", "amount:desc");

  sat_tour_show_view (window, "pipeline");
  if (id != 0)
    sat_lost_dialog_ask (GTK_WIDGET (window), sat_reader_title (reader, id), lost_cb, NULL, NULL);
}

static void
set_layout (SatWindow *window, const char *layout)
{
  g_settings_set_string (sat_context_get_settings (sat_window_get_context (window)),
                         "pipeline-layout", layout);
}

void
sat_tour_go_deals_table (SatWindow *window)
{
  sat_tour_show_view (window, "pipeline");
  set_layout (window, "table");
}

/* A form that is not filled in, and cannot be saved so. */
void
sat_tour_go_wrong (SatWindow *window)
{
  GtkWidget *dialog;

  set_layout (window, "board");
  sat_tour_show_view (window, "pipeline");
  gtk_widget_activate_action (GTK_WIDGET (window), "win.new", NULL);
  dialog = find_dialog (window);
  if (!SAT_IS_NEW_DIALOG (dialog))
    return;
  sat_record_form_fill (sat_new_dialog_get_form (SAT_NEW_DIALOG (dialog)), "amount", "a lot");
  gtk_widget_activate_action (dialog, "dialog.create", NULL);
}

void
sat_tour_go_date (SatWindow *window)
{
  GtkWidget *dialog;

  sat_tour_tidy (window);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.new", NULL);
  dialog = find_dialog (window);
  if (SAT_IS_NEW_DIALOG (dialog))
    sat_record_form_forget (sat_new_dialog_get_form (SAT_NEW_DIALOG (dialog)));
  open_menu (dialog, "x-office-calendar-symbolic");
}

/* What a page of the settings opens over itself. */
static void
open_over (SatWindow *window, const char *page, const char *type)
{
  SatContext *context = sat_window_get_context (window);
  gint64 id = sat_tour_first_record (window, type, "name");
  GtkWidget *settings, *stack;

  sat_tour_tidy (window);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.settings", "s", page);
  settings = find_dialog (window);
  stack = settings != NULL ? sat_tour_find (settings, GTK_TYPE_STACK) : NULL;
  if (stack != NULL && id != 0)
    sat_record_page_open (stack, context, id);
}

void
sat_tour_go_person (SatWindow *window)
{
  open_over (window, "people", "user");
}

void
sat_tour_go_product (SatWindow *window)
{
  open_over (window, "products", "product");
}

void
sat_tour_go_stage (SatWindow *window)
{
  open_over (window, "pipelines", "stage");
}

void
sat_tour_go_new_pipeline (SatWindow *window)
{
  GtkWidget *settings;

  sat_tour_tidy (window);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.settings", "s", "pipelines");
  settings = find_dialog (window);
  if (settings != NULL)
    sat_new_pipeline_ask (settings, sat_window_get_context (window), FALSE, NULL, NULL);
}

/* A stage cannot go while deals stand in it. */
void
sat_tour_go_removal (SatWindow *window)
{
  gint64 stage = sat_tour_first_record (window, "stage", "name");

  sat_tour_tidy (window);
  if (stage != 0)
    sat_removal_begin (GTK_WIDGET (window), sat_window_get_context (window), stage);
}

void
sat_tour_go_new_field (SatWindow *window)
{
  sat_tour_tidy (window);
  gtk_window_present (
      GTK_WINDOW (sat_new_field_new (GTK_WINDOW (window), sat_window_get_context (window))));
}

void
sat_tour_go_undo (SatWindow *window)
{
  sat_tour_select_companies (window, 3);
  activate (window, "table.delete");
}

void
sat_tour_go_undone (SatWindow *window)
{
  sat_tour_tidy (window);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.undo", NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The stops of the tour. Each one begins from whatever the one before left. */

#include "config.h"

#include "sat-tour-private.h"

#include "sat-filter-bar.h"
#include "sat-query.h"
#include "sat-record-view.h"
#include "sat-merge-dialog.h"
#include "sat-search-palette.h"
#include "sat-settings.h"

GtkWidget *
sat_tour_find (GtkWidget *widget, GType type)
{
  GtkWidget *found = NULL;

  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type) && gtk_widget_get_mapped (widget))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = sat_tour_find (child, type);
  return found;
}

void
sat_tour_tidy (SatWindow *window)
{
  GtkWidget *palette = sat_tour_find (GTK_WIDGET (window), SAT_TYPE_SEARCH_PALETTE);
  GtkWidget *popover;
  g_autoptr (GListModel) all = g_object_ref (gtk_window_get_toplevels ());

  if (palette != NULL)
    g_signal_emit_by_name (palette, "close");
  while ((popover = sat_tour_find (GTK_WIDGET (window), GTK_TYPE_POPOVER)) != NULL)
    gtk_popover_popdown (GTK_POPOVER (popover));
  if (sat_window_get_context (window) != NULL)
    g_settings_reset (sat_context_get_settings (sat_window_get_context (window)),
                      SAT_SETTING_DENSITY);
  for (guint i = g_list_model_get_n_items (all); i > 0; i--) {
    g_autoptr (GtkWidget) other = g_list_model_get_item (all, i - 1);

    if (other != GTK_WIDGET (window))
      gtk_window_close (GTK_WINDOW (other));
  }
}

void
sat_tour_show_view (SatWindow *window, const char *name)
{
  sat_tour_tidy (window);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.close-details", NULL);
  sat_window_show_view (window, name);
}

/* 0: there is none. */
gint64
sat_tour_first_record (SatWindow *window, const char *type, const char *sort)
{
  SatContext *context = sat_window_get_context (window);
  g_autoptr (SatQuery) query = sat_query_new (type);
  g_autoptr (GArray) ids = NULL;

  sat_query_set_sort_text (query, sort, NULL);
  ids = sat_query_page (query, sat_context_get_reader (context), 0, 1, NULL);
  return ids != NULL && ids->len > 0 ? g_array_index (ids, gint64, 0) : 0;
}

static void
show_page (SatWindow *window, const char *type, const char *sort, const char *page)
{
  gint64 id = sat_tour_first_record (window, type, sort);

  sat_tour_tidy (window);
  if (id == 0)
    return;
  gtk_widget_activate_action (GTK_WIDGET (window), "win.go-to-record", "x", id);
  sat_details_pane_show_page (sat_window_get_details (window), page);
}

static void
go_today (SatWindow *window)
{
  sat_tour_show_view (window, "today");
}

static void
go_contacts (SatWindow *window)
{
  sat_tour_show_view (window, "contacts");
}

static void
go_contact (SatWindow *window)
{
  show_page (window, "contact", "last_name", "fields");
}

static void
go_edit (SatWindow *window)
{
  gtk_widget_activate_action (GTK_WIDGET (window), "win.edit-details", NULL);
}

static void
go_new_contact (SatWindow *window)
{
  sat_tour_show_view (window, "contacts");
  gtk_widget_activate_action (GTK_WIDGET (window), "win.new", NULL);
}

static void
go_merge (SatWindow *window)
{
  gint64 one = sat_tour_first_record (window, "company", "annual_revenue:desc");
  gint64 other = sat_tour_first_record (window, "company", "name");
  SatMergeDialog *dialog;

  sat_tour_show_view (window, "companies");
  dialog = sat_merge_dialog_new (GTK_WINDOW (window), sat_window_get_context (window), one, other);
  if (dialog != NULL)
    gtk_window_present (GTK_WINDOW (dialog));
}

static void
go_merge_with (SatWindow *window)
{
  gint64 one = sat_tour_first_record (window, "contact", "last_name");
  SatMergeDialog *dialog;

  sat_tour_tidy (window);
  dialog = sat_merge_dialog_new (GTK_WINDOW (window), sat_window_get_context (window), one, 0);
  if (dialog != NULL)
    gtk_window_present (GTK_WINDOW (dialog));
}

static void
go_companies (SatWindow *window)
{
  sat_tour_show_view (window, "companies");
}

static void
go_company (SatWindow *window)
{
  show_page (window, "company", "annual_revenue:desc", "fields");
}

static void
go_company_related (SatWindow *window)
{
  show_page (window, "company", "annual_revenue:desc", "related");
}

static void
go_company_timeline (SatWindow *window)
{
  show_page (window, "company", "annual_revenue:desc", "timeline");
}

static void
go_filter (SatWindow *window)
{
  GtkWidget *bar;

  sat_tour_show_view (window, "companies");
  bar = sat_tour_find (GTK_WIDGET (window), SAT_TYPE_FILTER_BAR);
  if (bar != NULL)
    sat_filter_bar_open_add (SAT_FILTER_BAR (bar), NULL);
}

static void
go_condition (SatWindow *window)
{
  GtkWidget *bar = sat_tour_find (GTK_WIDGET (window), SAT_TYPE_FILTER_BAR);

  if (bar != NULL)
    sat_filter_bar_open_add (SAT_FILTER_BAR (bar), "owner");
}

static void
go_columns (SatWindow *window)
{
  sat_tour_tidy (window);
  gtk_widget_activate_action (GTK_WIDGET (sat_window_get_view (window)), "table.choose-columns",
                              NULL);
}

static void
go_palette (SatWindow *window)
{
  sat_tour_tidy (window);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.search", NULL);
}

static void
go_selection (SatWindow *window)
{
  sat_tour_select_companies (window, 5);
}

static void
go_bulk (SatWindow *window)
{
  SatRecordTable *table =
      sat_record_view_get_table (SAT_RECORD_VIEW (sat_window_get_view (window)));

  gtk_widget_activate_action (GTK_WIDGET (table), "table.edit-many", NULL);
}

static void
go_export (SatWindow *window)
{
  sat_tour_tidy (window);
  gtk_widget_activate_action (
      GTK_WIDGET (sat_record_view_get_table (SAT_RECORD_VIEW (sat_window_get_view (window)))),
      "list.export", NULL);
}

static void
go_saved_list (SatWindow *window)
{
  gint64 id = sat_tour_first_record (window, "saved_list", "name");

  sat_tour_tidy (window);
  if (id != 0)
    gtk_widget_activate_action (GTK_WIDGET (window), "win.show-list", "x", id);
}

static void
go_deleted (SatWindow *window)
{
  sat_tour_tidy (window);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.show-deleted", NULL);
}

static void
go_search (SatWindow *window)
{
  GtkWidget *palette;

  sat_tour_tidy (window);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.search", NULL);
  palette = sat_tour_find (GTK_WIDGET (window), SAT_TYPE_SEARCH_PALETTE);
  if (palette != NULL)
    sat_search_palette_set_text (SAT_SEARCH_PALETTE (palette), "an");
}

static void
go_quick_add (SatWindow *window)
{
  GtkWidget *palette;

  go_palette (window);
  palette = sat_tour_find (GTK_WIDGET (window), SAT_TYPE_SEARCH_PALETTE);
  if (palette != NULL)
    sat_search_palette_set_text (SAT_SEARCH_PALETTE (palette), "call Nour tomorrow 10:00");
}

static void
go_pipeline (SatWindow *window)
{
  sat_tour_show_view (window, "pipeline");
}

static void
go_deal (SatWindow *window)
{
  show_page (window, "opportunity", "amount:desc", "fields");
}

static void
go_deal_timeline (SatWindow *window)
{
  show_page (window, "opportunity", "amount:desc", "timeline");
}

static void
go_new_deal (SatWindow *window)
{
  sat_tour_show_view (window, "pipeline");
  gtk_widget_activate_action (GTK_WIDGET (window), "win.new", NULL);
}

static void
go_activities (SatWindow *window)
{
  sat_tour_show_view (window, "activities");
}

static void
go_contact_timeline (SatWindow *window)
{
  show_page (window, "contact", "last_name", "timeline");
}

static void
go_log_call (SatWindow *window)
{
  gtk_widget_activate_action (GTK_WIDGET (window), "win.log-call", NULL);
}

static void
show_settings (SatWindow *window, const char *page)
{
  sat_tour_tidy (window);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.settings", "s", page);
}

static void
go_settings_workspace (SatWindow *window)
{
  show_settings (window, "workspace");
}

static void
go_settings_pipelines (SatWindow *window)
{
  show_settings (window, "pipelines");
}

static void
go_settings_fields (SatWindow *window)
{
  show_settings (window, "fields");
}

static void
go_settings_people (SatWindow *window)
{
  show_settings (window, "people");
}

static void
go_settings_products (SatWindow *window)
{
  show_settings (window, "products");
}

static void
go_settings_calendar (SatWindow *window)
{
  show_settings (window, "calendar");
}

static void
go_settings_appearance (SatWindow *window)
{
  show_settings (window, "appearance");
}

static void
go_settings_backups (SatWindow *window)
{
  show_settings (window, "backups");
}

static void
go_shortcuts (SatWindow *window)
{
  sat_tour_tidy (window);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.show-help-overlay", NULL);
}

static void
go_about (SatWindow *window)
{
  sat_tour_tidy (window);
  gtk_widget_activate_action (GTK_WIDGET (window), "app.about", NULL);
}

/* The first one is the start page, where the window stands without a workspace. */
static const SatTourStep steps[] = {
    {"start"},
    {"today", go_today},
    {"contacts", go_contacts},
    {"contact", go_contact},
    {"contact-edit", go_edit},
    {"contact-new", go_new_contact},
    {"companies", go_companies},
    {"merge", go_merge},
    {"merge-with", go_merge_with},
    {"menu", sat_tour_go_menu},
    {"list-menu", sat_tour_go_list_menu},
    {"row-menu", sat_tour_go_row_menu},
    {"nothing-found", sat_tour_go_nothing_found},
    {"filter-number", sat_tour_go_condition_number},
    {"compact", sat_tour_go_compact, NULL, TRUE},
    {"company", go_company},
    {"company-related", go_company_related},
    {"company-timeline", go_company_timeline},
    {"filter", go_filter},
    {"filter-condition", go_condition},
    {"columns", go_columns},
    {"selection", go_selection},
    {"selection-edit", go_bulk},
    {"selection-value", sat_tour_go_value},
    {"selection-owner", sat_tour_go_owner},
    {"selection-tag", sat_tour_go_tag},
    {"list-save", sat_tour_go_save_list},
    {"export", go_export},
    {"print", sat_tour_go_print},
    {"print-dialog", sat_tour_go_print_dialog},
    {"saved-list", go_saved_list},
    {"deleted", go_deleted},
    {"palette", go_palette},
    {"search", go_search},
    {"quick-add", go_quick_add},
    {"pipeline", go_pipeline},
    {"deal-menu", sat_tour_go_deal_menu},
    {"deal-lost", sat_tour_go_lost},
    {"filter-date", sat_tour_go_condition_date},
    {"deals-table", sat_tour_go_deals_table},
    {"deal-wrong", sat_tour_go_wrong},
    {"deal-date", sat_tour_go_date},
    {"deal", go_deal},
    {"deal-timeline", go_deal_timeline},
    {"deal-new", go_new_deal},
    {"forecast", sat_tour_go_forecast, sat_tour_is_forecasting},
    {"forecast-deals", sat_tour_go_forecast_deals, sat_tour_is_forecasting},
    {"forecast-category", sat_tour_go_forecast_category},
    {"forecast-explanation", sat_tour_go_forecast_explanation, sat_tour_is_forecasting},
    {"forecast-quota", sat_tour_go_forecast_quota},
    {"forecast-wrong", sat_tour_go_forecast_wrong},
    {"forecast-period", sat_tour_go_forecast_period},
    {"forecast-past", sat_tour_go_forecast_past, sat_tour_is_forecasting},
    {"forecast-year", sat_tour_go_forecast_years, sat_tour_is_forecasting},
    {"calendar-week", sat_tour_go_calendar_week},
    {"calendar-full-day", sat_tour_go_calendar_full_day},
    {"calendar-day", sat_tour_go_calendar_day},
    {"calendar-month", sat_tour_go_calendar_month},
    {"calendar-agenda", sat_tour_go_calendar_agenda},
    {"calendar-team", sat_tour_go_calendar_team},
    {"calendar-people", sat_tour_go_calendar_people},
    {"calendar-date", sat_tour_go_calendar_date},
    {"calendar-quick", sat_tour_go_calendar_quick},
    {"calendar-event", sat_tour_go_calendar_event},
    {"calendar-details", sat_tour_go_calendar_details},
    {"calendar-menu", sat_tour_go_calendar_menu},
    {"calendar-empty", sat_tour_go_calendar_empty},
    {"activities", go_activities},
    {"contact-timeline", go_contact_timeline},
    {"log-call", go_log_call},
    {"settings-workspace", go_settings_workspace},
    {"settings-pipelines", go_settings_pipelines},
    {"settings-stage", sat_tour_go_stage},
    {"settings-new-pipeline", sat_tour_go_new_pipeline},
    {"settings-removal", sat_tour_go_removal, NULL, TRUE},
    {"settings-fields", go_settings_fields},
    {"settings-new-field", sat_tour_go_new_field},
    {"settings-people", go_settings_people},
    {"settings-person", sat_tour_go_person},
    {"settings-products", go_settings_products},
    {"settings-product", sat_tour_go_product},
    {"settings-calendar", go_settings_calendar},
    {"settings-appearance", go_settings_appearance},
    {"settings-backups", go_settings_backups},
    {"restore", sat_tour_go_restore, sat_tour_is_restoring, TRUE},
    {"import-columns", sat_tour_go_import, sat_tour_is_importing},
    {"import-choices", sat_tour_go_import_choices},
    {"import-names", sat_tour_go_import_next, sat_tour_is_importing},
    {"import-names-choices", sat_tour_go_import_choices},
    {"import-preview", sat_tour_go_import_next, sat_tour_is_importing},
    {"import-problems", sat_tour_go_import_problems},
    {"import-report", sat_tour_go_import_next, sat_tour_is_importing, TRUE},
    {"undo", sat_tour_go_undo, NULL, TRUE},
    {"deleted-some", go_deleted, NULL, TRUE},
    {"undone", sat_tour_go_undone, NULL, TRUE},
    {"shortcuts", go_shortcuts},
    {"about", go_about},
    {"sync", sat_tour_go_sync, sat_tour_is_syncing, TRUE}, /* last: the sample has a server then */
};

const SatTourStep *
sat_tour_steps (guint *n)
{
  g_return_val_if_fail (n != NULL, NULL);
  *n = G_N_ELEMENTS (steps);
  return steps;
}

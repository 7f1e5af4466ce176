/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-tour.h"

G_BEGIN_DECLS

/* Closes what floats over the window. */
void sat_tour_tidy (SatWindow *window);

void sat_tour_show_view (SatWindow *window, const char *name);
/* The first in that order, 0: there is none. */
gint64 sat_tour_first_record (SatWindow *window, const char *type, const char *sort);
/* The first widget below @widget that is shown, NULL. */
GtkWidget *sat_tour_find (GtkWidget *widget, GType type);

/* sat-tour-dialogs.c */
void sat_tour_go_menu (SatWindow *window);
void sat_tour_go_list_menu (SatWindow *window);
void sat_tour_go_row_menu (SatWindow *window);
void sat_tour_go_value (SatWindow *window);
/* The first rows but one, of which the topmost are on the screen. */
void sat_tour_select_companies (SatWindow *window, guint n);
void sat_tour_go_owner (SatWindow *window);
void sat_tour_go_tag (SatWindow *window);
void sat_tour_go_save_list (SatWindow *window);
void sat_tour_go_nothing_found (SatWindow *window);
void sat_tour_go_condition_number (SatWindow *window);
void sat_tour_go_condition_date (SatWindow *window);
void sat_tour_go_compact (SatWindow *window);
void sat_tour_go_deal_menu (SatWindow *window);
void sat_tour_go_lost (SatWindow *window);
void sat_tour_go_deals_table (SatWindow *window);
void sat_tour_go_wrong (SatWindow *window);
void sat_tour_go_date (SatWindow *window);
void sat_tour_go_person (SatWindow *window);
void sat_tour_go_product (SatWindow *window);
void sat_tour_go_stage (SatWindow *window);
void sat_tour_go_new_pipeline (SatWindow *window);
void sat_tour_go_removal (SatWindow *window);
void sat_tour_go_new_field (SatWindow *window);
void sat_tour_go_undo (SatWindow *window);
void sat_tour_go_undone (SatWindow *window);

/* sat-tour-forecast.c */
void sat_tour_go_forecast (SatWindow *window);
void sat_tour_go_forecast_deals (SatWindow *window);
void sat_tour_go_forecast_category (SatWindow *window);
void sat_tour_go_forecast_explanation (SatWindow *window);
void sat_tour_go_forecast_quota (SatWindow *window);
void sat_tour_go_forecast_wrong (SatWindow *window);
void sat_tour_go_forecast_period (SatWindow *window);
void sat_tour_go_forecast_past (SatWindow *window);
void sat_tour_go_forecast_years (SatWindow *window);
gboolean sat_tour_is_forecasting (SatWindow *window);

/* sat-tour-calendar.c */
void sat_tour_go_calendar_week (SatWindow *window);
void sat_tour_go_calendar_full_day (SatWindow *window);
void sat_tour_go_calendar_day (SatWindow *window);
void sat_tour_go_calendar_month (SatWindow *window);
void sat_tour_go_calendar_agenda (SatWindow *window);
void sat_tour_go_calendar_team (SatWindow *window);
void sat_tour_go_calendar_people (SatWindow *window);
void sat_tour_go_calendar_date (SatWindow *window);
void sat_tour_go_calendar_quick (SatWindow *window);
void sat_tour_go_calendar_event (SatWindow *window);
void sat_tour_go_calendar_details (SatWindow *window);
void sat_tour_go_calendar_menu (SatWindow *window);
void sat_tour_go_calendar_empty (SatWindow *window);

/* sat-tour-import.c: files are opened, choices of a row, the following step. */
void sat_tour_go_import (SatWindow *window);
void sat_tour_go_import_choices (SatWindow *window);
void sat_tour_go_import_next (SatWindow *window);
/* The picture has to wait. */
gboolean sat_tour_is_importing (SatWindow *window);

/* sat-tour-files.c */
/* The first window of a kind that is on the screen, NULL. */
GtkWidget *sat_tour_find_window (GType type);
void sat_tour_go_import_problems (SatWindow *window);
void sat_tour_go_restore (SatWindow *window);
gboolean sat_tour_is_restoring (SatWindow *window); /* the picture has to wait */
void sat_tour_go_print (SatWindow *window);
void sat_tour_go_print_dialog (SatWindow *window);

/* sat-tour-sync.c: the sample joins a server that is not there. */
void sat_tour_go_sync (SatWindow *window);
gboolean sat_tour_is_syncing (SatWindow *window); /* the picture has to wait */

G_END_DECLS

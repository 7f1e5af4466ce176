/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The stops of the tour that are about the forecast. */

#include "config.h"

#include "sat-tour-private.h"

#include "sat-forecast-view.h"
#include "sat-period-bar.h"

static SatForecastView *
find_view (SatWindow *window)
{
  SatView *view = sat_window_get_view (window);

  return SAT_IS_FORECAST_VIEW (view) ? SAT_FORECAST_VIEW (view) : NULL;
}

gboolean
sat_tour_is_forecasting (SatWindow *window)
{
  SatForecastView *view = find_view (window);

  return view == NULL || sat_forecast_model_is_reading (sat_forecast_view_get_model (view)) ||
         sat_forecast_panel_is_reading (sat_forecast_view_get_panel (view)) ||
         sat_forecast_charts_pane_is_reading (sat_forecast_view_get_charts (view));
}

void
sat_tour_go_forecast (SatWindow *window)
{
  sat_tour_show_view (window, "forecast");
}

/* The second line and that column, which is there in most workspaces. */
static void
go_to_cell (SatForecastView *view, SatForecastColumn column)
{
  guint index;

  if (sat_forecast_sheet_find_column (sat_forecast_view_get_sheet (view), column, &index))
    sat_forecast_grid_focus_cell (sat_forecast_view_get_grid (view), 1, index);
}

static void
open_cell (SatWindow *window, SatForecastColumn column, const char *action)
{
  SatForecastView *view;

  sat_tour_show_view (window, "forecast");
  view = find_view (window);
  if (view == NULL)
    return;
  go_to_cell (view, column);
  gtk_widget_activate_action (GTK_WIDGET (view), action, NULL);
}

void
sat_tour_go_forecast_deals (SatWindow *window)
{
  open_cell (window, SAT_FORECAST_COLUMN_COMMIT, "forecast.deals");
}

void
sat_tour_go_forecast_category (SatWindow *window)
{
  SatForecastView *view = find_view (window);

  if (view != NULL)
    sat_forecast_deals_open_menu (sat_forecast_panel_get_deals (sat_forecast_view_get_panel (view)),
                                  1);
}

void
sat_tour_go_forecast_explanation (SatWindow *window)
{
  open_cell (window, SAT_FORECAST_COLUMN_COVERAGE, "forecast.explain");
}

void
sat_tour_go_forecast_quota (SatWindow *window)
{
  SatForecastView *view;
  GtkWidget *editor;

  sat_tour_show_view (window, "forecast");
  view = find_view (window);
  if (view == NULL)
    return;
  sat_forecast_view_close_panel (view);
  go_to_cell (view, SAT_FORECAST_COLUMN_QUOTA);
  gtk_widget_activate_action (GTK_WIDGET (view), "forecast.edit-quota", NULL);
  editor = sat_forecast_grid_get_editor (sat_forecast_view_get_grid (view));
  if (editor != NULL)
    gtk_editable_set_text (GTK_EDITABLE (editor), "12O,OOO");
}

void
sat_tour_go_forecast_wrong (SatWindow *window)
{
  SatForecastView *view = find_view (window);
  GtkWidget *editor =
      view != NULL ? sat_forecast_grid_get_editor (sat_forecast_view_get_grid (view)) : NULL;

  if (editor != NULL)
    g_signal_emit_by_name (editor, "activate");
}

void
sat_tour_go_forecast_period (SatWindow *window)
{
  SatForecastView *view = find_view (window);
  GtkWidget *bar = sat_tour_find (GTK_WIDGET (window), SAT_TYPE_PERIOD_BAR);

  if (view != NULL)
    sat_forecast_grid_end_edit (sat_forecast_view_get_grid (view));
  if (bar != NULL)
    sat_period_bar_open (SAT_PERIOD_BAR (bar));
}

/* Single, by team, a month ago. */
void
sat_tour_go_forecast_past (SatWindow *window)
{
  SatForecastView *view;
  SatForecastModel *model;

  sat_tour_show_view (window, "forecast");
  view = find_view (window);
  if (view == NULL)
    return;
  model = sat_forecast_view_get_model (view);
  sat_forecast_model_set_by (model, SAT_FORECAST_BY_TEAM);
  sat_forecast_model_set_rollup (model, SAT_FORECAST_SINGLE);
  sat_forecast_model_set_as_of (model,
                                sat_date_add_months (sat_forecast_model_get_today (model), -1));
}

/* Leaves the view as it was. */
void
sat_tour_go_forecast_years (SatWindow *window)
{
  SatForecastView *view = find_view (window);
  SatForecastModel *model;

  if (view == NULL)
    return;
  model = sat_forecast_view_get_model (view);
  sat_forecast_model_set_now (model);
  sat_forecast_model_set_by (model, SAT_FORECAST_BY_USER);
  sat_forecast_model_set_rollup (model, SAT_FORECAST_CUMULATIVE);
  sat_forecast_model_set_unit (model, SAT_FORECAST_YEAR);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-forecast-panel.h"
#include "sat-forecast-view.h"

G_BEGIN_DECLS

/* Shared by the files of the view: sat-forecast-view.c (what is shown), sat-forecast-view-drill.c
 * (from a figure to what is behind it and back), sat-forecast-view-actions.c. */
struct _SatForecastView {
  GtkWidget parent_instance;
  SatContext *context;
  const SatViewInfo *info;
  SatForecastModel *model;
  SatForecastSheet *sheet;
  SatForecastGrid *grid;
  SatFilterBar *bar;
  GtkWidget *period_bar; /* in the header while there is one; weak */
  gboolean updating;
  gboolean focus_waits;
  gboolean entering; /* the lines are shown although there are no figures yet */
  guint spinner_timeout;

  GtkRevealer *banner;
  GtkLabel *banner_label;
  GtkWidget *controls;
  GtkDropDown *by, *rollup, *measure;
  GtkSpinner *spinner;
  GtkToggleButton *charts_button;
  GtkLabel *notice;
  GtkStack *stack;
  AdwStatusPage *status;
  GtkButton *status_button, *quotas_button;
  GtkPaned *paned;
  GtkScrolledWindow *scroller;
  GMenuModel *cell_menu;
  GtkStack *lower; /* charts, or what is behind a figure */
  SatForecastPanel *panel;
  GtkWidget *charts, *charts_page;
  GtkLabel *charts_line;                 /* whose they are */
  gboolean charts_below, charts_instead; /* of the lines */
  gboolean panel_open, from_chart;
  int split_at;            /* where the lines end as long as nobody moves it; 0: not known yet */
  SatForecastPlace opened; /* the figure that the panel was opened for */
  guint follow_timeout, layout_idle;
};

/* sat-forecast-view-drill.c */
void sat_forecast_view_install_drill (GtkWidgetClass *klass);
void sat_forecast_view_add_panel (SatForecastView *self);
void sat_forecast_view_stop_drill (SatForecastView *self);
/* Charts and panel come and go with the room that there is. */
void sat_forecast_view_queue_layout (SatForecastView *self);
/* Behind the figure under the cursor. */
void sat_forecast_view_open_panel (SatForecastView *self, SatForecastPage page);

/* sat-forecast-view-actions.c */
/* "Forecast Q4 2026". g_free(). */
char *sat_forecast_view_dup_title (SatForecastView *self);
void sat_forecast_view_install_actions (GtkWidgetClass *klass);

G_END_DECLS

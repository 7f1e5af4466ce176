/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-forecast-grid.h"
#include "sat-grid-line.h"
#include "sat-scrolling.h"

G_BEGIN_DECLS

/* Shared by the files of the grid: sat-forecast-grid.c (lines), sat-forecast-grid-plan.c
 * (columns), sat-forecast-grid-keys.c (keys and
 * mouse), sat-forecast-grid-edit.c (the entry). */
struct _SatForecastGrid {
  GtkWidget parent_instance;

  SatForecastSheet *sheet;
  SatGridPlan plan;
  GArray *wanted; /* int: how wide the columns would be, the first included */
  gboolean is_measured;
  GPtrArray *lines; /* SatGridLine, those in sight and the one with the focus */
  SatGridLine *header, *total;
  SatGridCell *sample; /* never shown; measures texts */
  int header_height, line_height;

  SatScrolling scrolling;

  guint line, column; /* the cursor */
  gint64 id;          /* of its line, to find it again */
  gboolean own;       /* the line is a manager's own */

  GtkWidget *menu;
  GtkWidget *editor;
  GtkWidget *reason; /* a popover */
  gint64 edited_id;
  guint edited_column;
  guint leave_idle;
};

/* sat-forecast-grid.c */
SatGridLine *sat_forecast_grid_find_line (SatForecastGrid *self, guint line);
void sat_forecast_grid_set_cursor (SatForecastGrid *self, guint line, guint column);
guint sat_forecast_grid_get_page (SatForecastGrid *self);

/* sat-forecast-grid-plan.c */
/* How wide each column would be. */
void sat_forecast_grid_measure_columns (SatForecastGrid *self);
/* The figures get what they need first, then the names, then all a little air. */
void sat_forecast_grid_make_plan (SatForecastGrid *self, int width);

/* sat-forecast-grid-keys.c */
void sat_forecast_grid_add_controllers (SatForecastGrid *self);
void sat_forecast_grid_activate (SatForecastGrid *self);

/* sat-forecast-grid-edit.c */
void sat_forecast_grid_check_edit (SatForecastGrid *self);

G_END_DECLS

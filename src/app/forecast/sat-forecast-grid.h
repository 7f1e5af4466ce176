/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-forecast-sheet.h"
#include "sat-grid-cell.h"

G_BEGIN_DECLS

/* The figures of a forecast as a table whose cells are walked as in a spreadsheet: arrows move,
 * Left and Right open and close a line with others below it, Enter opens a figure or edits one that
 * can be. The names at the start, the titles and the totals stay in sight when the rest is
 * scrolled. Only lines that can be seen have widgets. To be put into a GtkScrolledWindow.
 *
 * Signals:
 * "moved": the cursor is in another cell
 * "activated" (guint line, guint column): a figure is to be opened
 * "edited" (guint line, guint column, char *text): what was typed into a cell; to be answered by
 *   sat_forecast_grid_end_edit() or sat_forecast_grid_refuse_edit() */
#define SAT_TYPE_FORECAST_GRID (sat_forecast_grid_get_type ())
G_DECLARE_FINAL_TYPE (SatForecastGrid, sat_forecast_grid, SAT, FORECAST_GRID, GtkWidget)

SatForecastGrid *sat_forecast_grid_new (SatForecastSheet *sheet);
/* What the second button and the menu key open. */
void sat_forecast_grid_set_menu (SatForecastGrid *self, GMenuModel *menu);

/* The cursor: a line or SAT_SHEET_TOTAL, and a column, of which 0 is the name. */
void sat_forecast_grid_get_cursor (SatForecastGrid *self, guint *line, guint *column);
/* Moves the cursor and the focus, and scrolls there. */
void sat_forecast_grid_focus_cell (SatForecastGrid *self, guint line, guint column);
/* NULL: the line is out of sight, or there is no such cell. */
SatGridCell *sat_forecast_grid_get_cell (SatForecastGrid *self, guint line, guint column);

/* Edits the cell under the cursor in its place. @text: what it begins with; NULL: its value. FALSE:
 * it cannot be edited. */
gboolean sat_forecast_grid_edit (SatForecastGrid *self, const char *text);
void sat_forecast_grid_end_edit (SatForecastGrid *self);
/* Leaves the entry there and says @reason beside it. */
void sat_forecast_grid_refuse_edit (SatForecastGrid *self, const char *reason);
GtkWidget *sat_forecast_grid_get_editor (SatForecastGrid *self); /* NULL: nothing is edited */

G_END_DECLS

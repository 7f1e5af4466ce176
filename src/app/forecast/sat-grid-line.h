/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-forecast-sheet.h"
#include "sat-grid-cell.h"

G_BEGIN_DECLS

/* Where the columns of a grid stand; the grid's own, shared by its lines. */
typedef struct {
  int head;       /* the width of the first column, which stays when the others are scrolled */
  GArray *widths; /* int: of the others, with their padding */
  int scroll;     /* how far the others are scrolled */
} SatGridPlan;

/* From the end of the first column. */
int sat_grid_plan_x (const SatGridPlan *plan, guint column);
int sat_grid_plan_width (const SatGridPlan *plan); /* of all of the others */

/* A line of the grid: the name it begins with (column 0), its figures, and the entry while one of
 * them is edited. */
#define SAT_TYPE_GRID_LINE (sat_grid_line_get_type ())
G_DECLARE_FINAL_TYPE (SatGridLine, sat_grid_line, SAT, GRID_LINE, GtkWidget)

SatGridLine *sat_grid_line_new (const SatGridPlan *plan);
/* Shows line @index of @sheet, which may be SAT_SHEET_HEADER or SAT_SHEET_TOTAL. */
void sat_grid_line_show (SatGridLine *self, SatForecastSheet *sheet, guint index);
guint sat_grid_line_get_index (SatGridLine *self);
SatGridCell *sat_grid_line_get_cell (SatGridLine *self, guint column); /* NULL: no such column */
/* The column of a cell of this line. */
guint sat_grid_line_find (SatGridLine *self, GtkWidget *cell);
/* Puts @editor over a cell; NULL takes it away. */
void sat_grid_line_set_editor (SatGridLine *self, guint column, GtkWidget *editor);

G_END_DECLS

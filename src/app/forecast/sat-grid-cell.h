/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* How a figure is meant; never by colour alone, the text says it, too. */
typedef enum {
  SAT_GRID_PLAIN,
  SAT_GRID_DIM,
  SAT_GRID_GOOD,
} SatGridTone;

/* Whether there are lines below one, and whether they are shown. */
typedef enum {
  SAT_GRID_LEAF,
  SAT_GRID_CLOSED,
  SAT_GRID_OPEN,
} SatGridBranch;

/* What a cell shows. */
typedef struct {
  char *text;
  char *
      spoken; /* whose figure it is, which one, and what is to know about it; for a screen reader */
  char *tooltip; /* NULL: none */
  SatGridTone tone;
  gboolean marked; /* a corner says that there is more to know */
  double share;    /* of a thin bar under the text; negative: none */
  guint depth;     /* of the first cell of a line */
  SatGridBranch branch;
} SatGridFace;

void sat_grid_face_clear (SatGridFace *face);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SatGridFace, sat_grid_face_clear)

/* A figure of the grid, or the name that a line begins with. It takes the focus; its keys are the
 * grid's business. */
#define SAT_TYPE_GRID_CELL (sat_grid_cell_get_type ())
G_DECLARE_FINAL_TYPE (SatGridCell, sat_grid_cell, SAT, GRID_CELL, GtkWidget)

/* @role: GRID_CELL, ROW_HEADER or COLUMN_HEADER. The first two take the focus. @xalign: 0 or 1. */
SatGridCell *sat_grid_cell_new (GtkAccessibleRole role, float xalign);
void sat_grid_cell_show (SatGridCell *self, const SatGridFace *face);
const char *sat_grid_cell_get_text (SatGridCell *self);
const char *sat_grid_cell_get_spoken (SatGridCell *self);
/* Whether a press at @x opens or closes the lines below. */
gboolean sat_grid_cell_is_arrow (SatGridCell *self, double x);

G_END_DECLS

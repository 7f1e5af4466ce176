/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-context.h"

G_BEGIN_DECLS

/* One figure, ready to be shown. */
typedef struct {
  char *label;
  char *value;       /* short enough for a quarter of the pane */
  char *full;        /* for the tooltip; NULL if the same */
  const char *style; /* CSS class, NULL for none */
} SatFigure;

void sat_figure_free (SatFigure *figure);

/* Whose figures: an argument for sat_figures_read(). */
typedef struct {
  char *type_name;
  char *uuid;
  gint64 id;
  SatFormat format; /* its zone and clock belong to this */
} SatFiguresOf;

SatFiguresOf *sat_figures_of_new (SatContext *context, SatRecord *record);
void sat_figures_of_free (SatFiguresOf *of);

/* A SatReadFunc over SatFiguresOf: GPtrArray of SatFigure. */
gpointer
sat_figures_read (SatReader *reader, gpointer data, GCancellable *cancellable, GError **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-forecast-grid-private.h"

#include "sat-widgets.h"

#define HEAD_LEAST 150
#define HEAD_MOST 340
/* By how much a column may be wider than its figures want. */
#define SLACK 48

static int
natural_width (GtkWidget *cell)
{
  int natural;

  gtk_widget_measure (cell, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
  return natural;
}

static int
wanted_width (SatForecastGrid *self, guint column)
{
  g_auto (SatGridFace) face = {.share = -1};
  int wanted;

  sat_forecast_sheet_fill (self->sheet, sat_forecast_sheet_find_longest (self->sheet, column),
                           column, &face);
  sat_grid_cell_show (self->sample, &face);
  gtk_widget_queue_resize (GTK_WIDGET (self->sample));
  wanted = natural_width (GTK_WIDGET (self->sample));
  if (column == 0) /* the sample has neither arrow nor indent */
    wanted += sat_text_pixels ((int)face.depth * 16 + 16) + 6;
  wanted = MAX (wanted, natural_width (GTK_WIDGET (sat_grid_line_get_cell (self->header, column))));
  return MAX (wanted, natural_width (GTK_WIDGET (sat_grid_line_get_cell (self->total, column))));
}

void
sat_forecast_grid_measure_columns (SatForecastGrid *self)
{
  guint n = sat_forecast_sheet_get_n_columns (self->sheet) + 1;

  g_array_set_size (self->wanted, n);
  for (guint i = 0; i < n; i++)
    g_array_index (self->wanted, int, i) = wanted_width (self, i);
  self->is_measured = TRUE;
}

void
sat_forecast_grid_make_plan (SatForecastGrid *self, int width)
{
  guint n = self->wanted->len - 1;
  int least = MIN (sat_text_pixels (HEAD_LEAST), width * 2 / 5), left = width, each;

  g_array_set_size (self->plan.widths, n);
  for (guint i = 0; i < n; i++)
    left -= g_array_index (self->wanted, int, i + 1);
  /* Where figures have to be scrolled in any case, names need not be cut for them. */
  self->plan.head = left < least
                        ? MIN (g_array_index (self->wanted, int, 0), MAX (least, width / 5))
                        : MIN (g_array_index (self->wanted, int, 0), left);
  self->plan.head = CLAMP (self->plan.head, least, sat_text_pixels (HEAD_MOST));
  left -= self->plan.head;
  each = n > 0 ? CLAMP (left / (int)(n + 1), 0, SLACK) : 0;
  for (guint i = 0; i < n; i++)
    g_array_index (self->plan.widths, int, i) = g_array_index (self->wanted, int, i + 1) + each;
  if (left > 0)
    self->plan.head += left - each * (int)n;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-context.h"
#include "sat-forecast.h"
#include "sat-grid-cell.h"

G_BEGIN_DECLS

/* Lines that are not among the others. */
#define SAT_SHEET_TOTAL G_MAXUINT
#define SAT_SHEET_HEADER (G_MAXUINT - 1)

/* A forecast as people read it: the lines that are shown (those below a closed one are not), the
 * columns that say something, and the words of every cell. Column 0 is the name of a line, the
 * figures follow.
 *
 * Signal "changed": everything may differ. */
#define SAT_TYPE_FORECAST_SHEET (sat_forecast_sheet_get_type ())
G_DECLARE_FINAL_TYPE (SatForecastSheet, sat_forecast_sheet, SAT, FORECAST_SHEET, GObject)

SatForecastSheet *sat_forecast_sheet_new (SatContext *context);
/* @writable: whether quotas can be entered. NULL: nothing is shown. */
void
sat_forecast_sheet_set_forecast (SatForecastSheet *self, SatForecast *forecast, gboolean writable);
SatForecast *sat_forecast_sheet_get_forecast (SatForecastSheet *self); /* NULL: none yet */

guint sat_forecast_sheet_get_n_lines (SatForecastSheet *self);
guint sat_forecast_sheet_get_n_columns (SatForecastSheet *self); /* of figures */
/* The row of the forecast that a line shows; SAT_FORECAST_TOTAL for the total. */
guint sat_forecast_sheet_get_row (SatForecastSheet *self, guint line);
const SatForecastRow *sat_forecast_sheet_get_line (SatForecastSheet *self, guint line);
/* @column: from 1 on. */
SatForecastColumn sat_forecast_sheet_get_column (SatForecastSheet *self, guint column);
/* FALSE: that line is not shown. */
gboolean sat_forecast_sheet_find (SatForecastSheet *self, gint64 id, gboolean is_self, guint *line);
/* FALSE: that column is not shown. */
gboolean
sat_forecast_sheet_find_column (SatForecastSheet *self, SatForecastColumn column, guint *index);

/* The words of a cell, of a title or of the total. sat_grid_face_clear(). */
void sat_forecast_sheet_fill (SatForecastSheet *self, guint line, guint column, SatGridFace *face);
/* The line whose text is the widest in a column, or nearly. */
guint sat_forecast_sheet_find_longest (SatForecastSheet *self, guint column);
/* "Ana", "Ana’s own deals", "Total". g_free(). */
char *sat_forecast_sheet_dup_name (SatForecastSheet *self, guint line);
/* A value of @column as a person reads it; "–" if it is absent. g_free(). */
char *sat_forecast_sheet_dup_value (SatForecastSheet *self,
                                    const SatForecastRow *row,
                                    SatForecastColumn column,
                                    SatMoneyFormat flags);

gboolean sat_forecast_sheet_can_edit (SatForecastSheet *self, guint line, guint column);
/* What editing it begins with. g_free(). */
char *sat_forecast_sheet_dup_input (SatForecastSheet *self, guint line, guint column);
/* Whether there are deals behind the cell. */
gboolean sat_forecast_sheet_has_deals (SatForecastSheet *self, guint line, guint column);

/* Opens or closes the lines below one. */
void sat_forecast_sheet_set_open (SatForecastSheet *self, guint line, gboolean open);
/* The ids of the closed ones, to be remembered: "ax". (transfer full), floating. */
GVariant *sat_forecast_sheet_get_closed (SatForecastSheet *self);
void sat_forecast_sheet_set_closed (SatForecastSheet *self, GVariant *closed);

G_END_DECLS

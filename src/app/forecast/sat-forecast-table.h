/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-forecast-sheet.h"

G_BEGIN_DECLS

/* The grid as a text, with the lines and columns that are shown. (transfer full) */

/* As a person reads it, cells separated by tabs: for the clipboard. */
char *sat_forecast_table_text (SatForecastSheet *sheet);
/* For programs: the same words as the command line (name, depth, quota, closed ... and the
 * currency), amounts with a point, attainment and coverage as numbers with four decimals, nothing
 * where there is none. RFC 4180. */
char *sat_forecast_table_csv (SatForecastSheet *sheet);

G_END_DECLS

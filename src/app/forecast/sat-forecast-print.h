/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "sat-forecast-sheet.h"

G_BEGIN_DECLS

/* The forecast on paper: title, what it shows, the lines that are shown with their totals, and the
 * charts below as far as the page has room. Lines that do not fit even when they are small go on to
 * further pages. To be run with a dialog, or exported without one. @as_of: the day that is looked
 * at; NULL: today. */
GtkPrintOperation *sat_forecast_print_new (SatForecastSheet *sheet,
                                           SatContext *context,
                                           const char *title,
                                           const char *as_of);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "sat-forecast-model.h"

G_BEGIN_DECLS

/* The period of a forecast: one back, one on, and a popover with months, quarters and years. Stands
 * in the header of the window. */
#define SAT_TYPE_PERIOD_BAR (sat_period_bar_get_type ())
G_DECLARE_FINAL_TYPE (SatPeriodBar, sat_period_bar, SAT, PERIOD_BAR, GtkWidget)

GtkWidget *sat_period_bar_new (SatForecastModel *model);
void sat_period_bar_open (SatPeriodBar *self);

G_END_DECLS

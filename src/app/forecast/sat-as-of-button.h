/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "sat-forecast-model.h"

G_BEGIN_DECLS

/* Chooses the past day at whose end a forecast is looked at, or today. */
#define SAT_TYPE_AS_OF_BUTTON (sat_as_of_button_get_type ())
G_DECLARE_FINAL_TYPE (SatAsOfButton, sat_as_of_button, SAT, AS_OF_BUTTON, GtkWidget)

GtkWidget *sat_as_of_button_new (SatForecastModel *model);
void sat_as_of_button_open (SatAsOfButton *self);

G_END_DECLS

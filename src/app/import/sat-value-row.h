/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* A row with a value at its end that can be chosen: "activated" asks for the choices. */
#define SAT_TYPE_VALUE_ROW (sat_value_row_get_type ())
G_DECLARE_FINAL_TYPE (SatValueRow, sat_value_row, SAT, VALUE_ROW, AdwActionRow)

/* (transfer floating) */
SatValueRow *sat_value_row_new (const char *title, const char *subtitle);
/* @open: nothing has been chosen yet. */
void sat_value_row_set_value (SatValueRow *self, const char *value, gboolean open);
/* What choices point at. */
GtkWidget *sat_value_row_get_target (SatValueRow *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The name of a field, of a width of its own, and its value beside it in the room that is left. A
 * horizontal GtkBox of GTK 4.8 looks for the width that goes with a height, by trying, in every
 * text that wraps. */
#define SAT_TYPE_FIELD_LINE (sat_field_line_get_type ())
G_DECLARE_FINAL_TYPE (SatFieldLine, sat_field_line, SAT, FIELD_LINE, GtkWidget)

GtkWidget *sat_field_line_new (GtkWidget *name, GtkWidget *value);
/* In pixels; longer names go on in a second line. */
void sat_field_line_set_name_width (SatFieldLine *self, int width);

G_END_DECLS

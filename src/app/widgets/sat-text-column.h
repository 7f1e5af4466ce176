/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Texts that wrap, one below the other: as wide as it is made, and as high as its texts then are.
 * A GtkBox of GTK 4.8 also looks for the width that goes with a height, by trying; that is slow,
 * and for some texts never ends. */
#define SAT_TYPE_TEXT_COLUMN (sat_text_column_get_type ())
G_DECLARE_FINAL_TYPE (SatTextColumn, sat_text_column, SAT, TEXT_COLUMN, GtkWidget)

GtkWidget *sat_text_column_new (int spacing);
void sat_text_column_append (SatTextColumn *self, GtkWidget *child);

G_END_DECLS

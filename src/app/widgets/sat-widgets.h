/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Small things that several views use. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Names a widget for a screen reader. A drop-down hands the name to the button inside it, which GTK
 * leaves without one. */
void sat_widget_set_name (GtkWidget *widget, const char *name);

/* Marks an image that says nothing the text beside it does not say. */
void sat_widget_set_decorative (GtkWidget *widget);

G_END_DECLS

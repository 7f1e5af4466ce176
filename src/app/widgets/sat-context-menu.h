/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The menu of the second mouse button. @parent has it as a child, which it must unparent when it
 * goes. @model: NULL if it is set later. (transfer none) */
GtkWidget *sat_context_menu_new (GtkWidget *parent, GMenuModel *model);
/* Opens it at a point of its parent. */
void sat_context_menu_popup (GtkWidget *menu, double x, double y);

G_END_DECLS

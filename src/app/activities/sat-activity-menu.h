/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-context.h"

G_BEGIN_DECLS

/* What can be done with one activity, as a menu over @widget at a point of it. @writes: the file
 * can be written to. */
void sat_activity_menu_popup (
    GtkWidget *widget, SatRecord *activity, gboolean writes, double x, double y);

G_END_DECLS

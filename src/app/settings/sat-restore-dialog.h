/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-context.h"

G_BEGIN_DECLS

/* Looks at the file @path in the background and shows what it is: whose, from when, and how its
 * counts differ from those of now. Then restores it, by "app.restore", if the person wants that. */
void sat_restore_dialog_begin (GtkWidget *widget, SatContext *context, const char *path);

G_END_DECLS

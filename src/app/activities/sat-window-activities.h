/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-window.h"

G_BEGIN_DECLS

/* The actions of the window that have to do with activities:
 *
 * - win.set-done (xb): ticks an activity off, or takes that back
 * - win.log-call: a call about what is shown in the details or selected in the view
 * - win.log-call-on x: about that record
 * - win.add-activity s: a form for one of that kind, about what is shown or selected */
void sat_window_activities_install (GtkWidgetClass *klass);
void sat_window_activities_update (SatWindow *self, gboolean writes);
/* What is shown in the details, or selected in the view; 0: nothing. */
gint64 sat_window_get_current (SatWindow *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-context.h"

G_BEGIN_DECLS

/* Asks how a call about @about went (sat_activity_call_target()) and logs it; Enter alone is
 * enough. The dialog, which is shown already. */
GtkWidget *sat_call_dialog_ask (GtkWindow *parent, SatContext *context, gint64 about);

G_END_DECLS

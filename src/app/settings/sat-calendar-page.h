/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-context.h"

G_BEGIN_DECLS

/* The page of the settings with reminders (kept on this computer), and with the working time and
 * the holidays of the workspace. */
GtkWidget *sat_calendar_page_new (SatContext *context);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-context.h"

G_BEGIN_DECLS

/* Which of the people of the workspace sits at this computer. */

/* The person @user works here from now on, on this file; says so in a toast, or why not. */
void sat_who_become (SatContext *context, gint64 user);

/* A button that opens the list of people; who is chosen works here. */
GtkWidget *sat_who_button_new (SatContext *context);

G_END_DECLS

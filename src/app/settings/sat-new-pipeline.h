/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-context.h"

G_BEGIN_DECLS

/* Asks for the name of a new pipeline and which stages it begins with, and makes it. @adopt: it
 * takes the stages that belong to none. @created (may be NULL) gets its id, unless @widget is gone
 * by then. */
void sat_new_pipeline_ask (GtkWidget *widget,
                           SatContext *context,
                           gboolean adopt,
                           void (*created) (gint64 id, gpointer user_data),
                           gpointer user_data);

G_END_DECLS

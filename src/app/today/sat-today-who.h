/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-context.h"

G_BEGIN_DECLS

/* A card that asks which of the people of the workspace sits here. It is asked until there is an
 * answer, which may be "not now". */
GtkWidget *sat_today_who_new (SatContext *context);

/* @asks: the day that is shown is nobody's in particular. */
void sat_today_who_update (GtkWidget *card, gboolean asks);

G_END_DECLS

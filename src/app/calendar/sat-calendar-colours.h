/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gdk/gdk.h>

G_BEGIN_DECLS

/* The colours of people: the set of Okabe and Ito without black, which people who see few colours
 * can tell apart. Never alone: beside them stand initials or a name. */
#define SAT_CALENDAR_N_COLOURS 7

/* @index counts round; 0 is blue. On a dark ground they are lighter. */
void sat_calendar_colour (guint index, gboolean dark, GdkRGBA *colour);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-context.h"

G_BEGIN_DECLS

/* Light or dark, and how close rows stand: kept on this computer. */

/* Applies what @settings say to the program, now and whenever they change. */
void sat_appearance_follow (GSettings *settings);
/* Gives @window the class of the density, now and whenever it changes. */
void sat_appearance_follow_density (GtkWidget *window, GSettings *settings);

/* The page of the settings. */
GtkWidget *sat_appearance_page_new (SatContext *context);

G_END_DECLS

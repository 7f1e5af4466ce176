/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-tour.h"

G_BEGIN_DECLS

/* Closes what floats over the window. */
void sat_tour_tidy (SatWindow *window);

/* sat-tour-import.c: files are opened, choices of a row, the following step. */
void sat_tour_go_import (SatWindow *window);
void sat_tour_go_import_choices (SatWindow *window);
void sat_tour_go_import_next (SatWindow *window);
/* The picture has to wait. */
gboolean sat_tour_is_importing (SatWindow *window);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The tour: walks through every view and dialog, in light and in dark, and writes a picture of
 * each. It changes no data. A new view adds a line to the table in sat-tour-steps.c. */

#pragma once

#include "sat-window.h"

G_BEGIN_DECLS

/* @ok: every picture was written. */
typedef void (*SatTourDone) (gboolean ok, gpointer user_data);

/* @folder is made if it is missing. Says on standard output what was written. */
void sat_tour_start (SatWindow *window, const char *folder, SatTourDone done, gpointer user_data);

/* One stop. */
typedef struct {
  const char *name; /* of the picture: NAME-light.png */
  void (*go) (SatWindow *window);
  gboolean (*wait) (SatWindow *window); /* TRUE: not ready for its picture; NULL: always ready */
} SatTourStep;

const SatTourStep *sat_tour_steps (guint *n);

/* What stands on the screen: the window with its popovers and the dialog over it. */
gboolean sat_tour_write_picture (SatWindow *window, const char *path, GError **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The tour: walks through every view and dialog and writes a picture of each, in light and in
 * dark. In a workspace of one's own it changes no data. A new view adds a line to the table in
 * sat-tour-steps.c. */

#pragma once

#include "sat-window.h"

G_BEGIN_DECLS

/* @ok: every picture was written. */
typedef void (*SatTourDone) (gboolean ok, gpointer user_data);

typedef struct {
  const char *folder; /* for the pictures; made if it is missing */
  const char *only;   /* patterns of the pictures to write, "today,deal-*"; NULL for all */
  guint pause;        /* before a picture, in milliseconds; 0: as usual */
  gboolean writes;    /* stops that change data are made as well */
  /* Opens the workspace when the window has none; the first picture is of its start page. */
  void (*enter) (gpointer user_data);
  SatTourDone done;
  gpointer user_data;
} SatTourPlan;

/* @plan: copied. Says on standard output what was written. The window takes the whole screen. */
void sat_tour_start (SatWindow *window, const SatTourPlan *plan);

/* One stop. */
typedef struct {
  const char *name; /* of the picture: NAME-light.png */
  void (*go) (SatWindow *window);
  gboolean (*wait) (SatWindow *window); /* TRUE: not ready for its picture; NULL: always ready */
  gboolean writes;                      /* it changes data */
} SatTourStep;

const SatTourStep *sat_tour_steps (guint *n);

/* What stands on the screen: the window with its popovers and the dialog over it. */
gboolean sat_tour_write_picture (SatWindow *window, const char *path, GError **error);

G_END_DECLS

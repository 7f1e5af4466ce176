/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-context.h"

G_BEGIN_DECLS

/* One line of the palette. */
typedef struct {
  gint64 record;     /* what it opens; 0: it does something */
  char *action;      /* detailed name of what it does: "win.show-view::today"; NULL: neither */
  const char *icon;  /* icon name */
  const char *group; /* what stands over the lines of its kind */
  const char *kind;  /* what a screen reader says first; NULL: the group */
  char *title;
  char *detail;      /* NULL: none */
  gboolean adds;     /* it adds what was typed */
  char *accel;       /* the keys that do it too; NULL: none */
  const char *words; /* by which a command is found as well; NULL: none */
} SatPaletteItem;

SatPaletteItem *sat_palette_item_new (const char *group, const char *icon, const char *title);
void sat_palette_item_free (SatPaletteItem *item);
/* A line for a list box. */
GtkWidget *sat_palette_item_make_row (const SatPaletteItem *item);
/* How well @text (folded words, as sat_fold() makes them) fits a command: 2 if its name
 * or what else it is found by begins so, 1 if each word begins one of its words, 0 if not. */
int sat_palette_item_fits (const SatPaletteItem *item, const char *text);

G_END_DECLS

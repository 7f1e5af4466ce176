/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-palette-item.h"
#include "sat-views.h"

G_BEGIN_DECLS

/* What the window shows: some commands are for that. */
typedef struct {
  SatView *view; /* NULL: none */
  const SatViewInfo *info;
  gint64 record; /* beside the view; 0: none */
} SatPaletteScope;

/* All that can be done from the window now, with the keys that do it: views, saved lists, new
 * records, commands. GPtrArray of SatPaletteItem. */
GPtrArray *sat_palette_commands (SatContext *context, const SatPaletteScope *scope);

/* Whether the palette has a command for the action, at any time. */
gboolean sat_palette_knows (const char *action);

G_END_DECLS

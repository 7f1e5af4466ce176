/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-palette-item.h"

G_BEGIN_DECLS

/* All that can be done from the window now, with the keys that do it: views, saved lists, new
 * records, commands. GPtrArray of SatPaletteItem. @details: a record is shown beside the view. */
GPtrArray *sat_palette_commands (SatContext *context, gboolean details);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-app-types.h"
#include "sat-window.h"

G_BEGIN_DECLS

/* A workspace that its server ordered to remove: docs/offline.md. */

/* The file at @path is to be removed, or is and has no successor. */
gboolean sat_wiped_is (const char *path);
/* Removes what is left of it, on a thread of its own, and then says on a page what has happened.
 * Nobody has the file open. */
void sat_wiped_show (SatWindow *window, const char *path);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-store.h"

G_BEGIN_DECLS

/* What the server told this file and has lost since, because its database went back: to be offered
 * (docs/protocol.md, 3.9), before sat_remote_restart() forgets which rows these are. */

/* All rows of the server that were committed after @after, whatever hangs from what later; an
 * opaque list. Error: of the store. */
GArray *sat_rescue_list (SatStore *store, gint64 after, GError **error);
/* A body with @n of the list from @first on, each with its past: as the server said them, without
 * edits that it has not confirmed. */
GBytes *sat_rescue_write (SatStore *store, GArray *list, guint first, guint n, GError **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One step from one vector of ids to another: at @position of what the steps before have made,
 * @removed ids go and @added ids of the new vector, which stand there at the same position, come.
 */
typedef struct {
  guint position;
  guint removed;
  guint added;
} SatListChange;

/* The steps from @before to @after (of gint64, each id once), few and tight: what stays in its
 * order is not touched. More than @max steps are made one; @max 1 is quick. GArray of
 * SatListChange. */
GArray *sat_list_diff (GArray *before, GArray *after, guint max);

G_END_DECLS

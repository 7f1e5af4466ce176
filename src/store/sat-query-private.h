/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-query.h"

G_BEGIN_DECLS

/* How SQLite would run the query, a line a step; for tests of what uses an index. g_free(). */
char *sat_query_explain (SatQuery *self, SatReader *reader, guint limit, GError **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-query.h"

G_BEGIN_DECLS

struct _SatQuery {
  char *type_name;
  SatFilter *filter;
  char *words;
  GArray *sort; /* SatQueryOrder */
  gboolean public_ties;
  guint limit;
};

typedef struct {
  char *path;
  gboolean descending;
} SatQueryOrder;

/* How SQLite would run the query, a line a step; for tests of what uses an index. g_free(). */
char *sat_query_explain (SatQuery *self, SatReader *reader, guint limit, GError **error);

/* The first @n ids, if they are found within @budget_us: *@ids is NULL if they are not. */
gboolean sat_query_first_page (
    SatQuery *self, SatReader *reader, guint n, gint64 budget_us, GArray **ids, GError **error);

G_END_DECLS

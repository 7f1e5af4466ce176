/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store-fixture.h"

#include "sat-query.h"

G_BEGIN_DECLS

/* Short ways to say what a query should list. */

#define assert_listed(fixture, type, filter, sort, expected)                                       \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *listed_ = listed (fixture, type, filter, sort);                               \
    g_assert_cmpstr (listed_, ==, expected);                                                       \
  }                                                                                                \
  G_STMT_END

GArray *query_ids (StoreFixture *fixture, SatQuery *query);
SatQuery *make_query (const char *type, const char *filter, const char *sort);
char *listed (StoreFixture *fixture, const char *type, const char *filter, const char *sort);
char *ref (const char *field, gint64 id);

G_END_DECLS

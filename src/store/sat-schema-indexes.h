/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-connection.h"
#include "sat-model.h"

G_BEGIN_DECLS

/* Indexes that the registry's one field each cannot express. A query uses one only if it says the
 * same as the index does: @a is what comes before a column, such as "a.", or "". */

/* When an activity is: its start or, if it has none, noon (UTC) of the day on which it is due. */
#define SAT_INDEX_ACTIVITY_WHEN(a)                                                                 \
  "coalesce (" a "\"start\", " a "\"due\" * 86400000000 + 43200000000)"

/* Activities longer than a day, by how many days they last at most: a look for those that go on at
 * some moment reads each class as far back as its longest. */
#define SAT_INDEX_ACTIVITY_LENGTHS                                                                 \
  {                                                                                                \
    8, 64, 512                                                                                     \
  }
#define SAT_INDEX_ACTIVITY_LONG(a) a "\"end\" - " a "\"start\" > 86400000000"
#define SAT_INDEX_ACTIVITY_LENGTH(a)                                                               \
  "CASE WHEN " a "\"end\" - " a "\"start\" <= 691200000000 THEN 0"                                 \
  " WHEN " a "\"end\" - " a "\"start\" <= 5529600000000 THEN 1"                                    \
  " WHEN " a "\"end\" - " a "\"start\" <= 44236800000000 THEN 2 ELSE 3 END"

/* What is to be done some day. */
#define SAT_INDEX_ACTIVITY_UNSCHEDULED(a)                                                          \
  a "\"start\" IS NULL AND " a "\"due\" IS NULL AND ifnull (" a "\"done\", 0) = 0"

/* Makes those of @type that are missing; inside the caller's transaction. */
gboolean
sat_schema_create_indexes_of (SatConnection *connection, const SatType *type, GError **error);
/* A text that differs whenever they do. */
const char *sat_schema_indexes_text (guint i); /* NULL: no more */

G_END_DECLS

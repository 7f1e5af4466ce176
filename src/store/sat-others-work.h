/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-reader.h"

G_BEGIN_DECLS

/* A deal of mine that somebody else changed: one change may be about several deals. */
typedef struct {
  gint64 change, deal;
  gint64 made; /* a note or an activity about the deal that the change made; 0: none */
  gint64 at;   /* microseconds */
  char *author;
} SatOthersWork;

void sat_others_work_free (SatOthersWork *work);

/* What users other than @user changed in deals of @user since change @since (0: ever), the latest
 * first, at most @most of them; changes that were undone are left out. Long imports are looked
 * through only in part. GPtrArray of SatOthersWork. */
GPtrArray *
sat_others_work (SatReader *reader, gint64 user, gint64 since, guint most, GError **error);
/* The last change there is, 0 for none. -1 on failure. */
gint64 sat_others_work_latest (SatReader *reader, GError **error);
/* The first change at or after @at (microseconds) less one: since then. -1 on failure. */
gint64 sat_others_work_since (SatReader *reader, gint64 at, GError **error);

G_END_DECLS

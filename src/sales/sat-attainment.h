/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-reader.h"

G_BEGIN_DECLS

/* How far a user is with the quota of the fiscal quarter: the forecast's closed and quota, with
 * those of the people below; all in the workspace's currency. */
typedef struct {
  SatDate start, end;   /* of the quarter, both included */
  int year, quarter;    /* fiscal */
  const char *currency; /* interned */
  gint64 won;           /* minor units */
  gboolean has_quota;   /* one that is more than nothing */
  gint64 quota;
  gint64 per_cent; /* of the quota, rounded down; -1 without one */
  int elapsed;     /* per cent of the quarter's days that have passed, today not among them */
} SatAttainment;

/* @user 0: what everyone won, without a quota. For a reading thread. */
gboolean sat_attainment_read (
    SatReader *reader, gint64 user, SatDate today, SatAttainment *attainment, GError **error);

G_END_DECLS

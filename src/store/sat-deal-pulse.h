/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-reader.h"

G_BEGIN_DECLS

/* What tells whether an open deal is being worked on. */
typedef struct {
  gint64 deal;
  gboolean has_close_date, has_amount;
  SatDate close_date;
  gint64 amount;        /* minor units of @currency */
  const char *currency; /* interned; the workspace's if the deal names none */
  int idle_limit;       /* of its stage, in days; 0: none */
  /* The latest of: the start of the day on which it was opened, a change of its stage, an activity
   * done, a note. Microseconds, 0 for none of these. */
  gint64 last_action;
  guint open_activities; /* not done, whenever they are due */
  gboolean planned;      /* one of them is of today or later */
  guint pushes;          /* how often its close date moved on */
} SatDealPulse;

/* Of each open deal of user @owner (0: of everyone), in no particular order. GArray of
 * SatDealPulse. A few looks into indexes for each deal: run it off the main thread. */
GArray *sat_deal_pulses (SatReader *reader,
                         gint64 owner,
                         SatDate today,
                         GTimeZone *zone,
                         GCancellable *cancellable,
                         GError **error);

G_END_DECLS

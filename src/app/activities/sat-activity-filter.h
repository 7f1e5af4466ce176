/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-model.h"

G_BEGIN_DECLS

/* The parts into which activities fall, as filters. */
typedef enum {
  SAT_ACTIVITIES_TO_DO,   /* not done */
  SAT_ACTIVITIES_OVERDUE, /* not done, of a day before today */
  SAT_ACTIVITIES_TODAY,   /* of today, done ones too */
  SAT_ACTIVITIES_WEEK,    /* of this week, done ones too */
  SAT_ACTIVITIES_DONE,
  SAT_ACTIVITIES_DUE, /* not done, of today or before: what waits for someone now */
} SatActivityPart;

/* @week_start: 1 Monday to 7 Sunday. (transfer full) */
SatFilter *sat_activity_filter (SatActivityPart part, SatDate today, int week_start);
/* The same, of user @owner (an id as text) only. */
SatFilter *
sat_activity_filter_of (SatActivityPart part, SatDate today, int week_start, const char *owner);

G_END_DECLS

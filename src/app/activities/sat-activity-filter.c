/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-activity-filter.h"

static SatFilter *
both (SatFilter *a, SatFilter *b)
{
  SatFilter *tests[] = {a, b};

  return sat_filter_all (tests, G_N_ELEMENTS (tests));
}

static SatFilter *
either (SatFilter *a, SatFilter *b)
{
  SatFilter *tests[] = {a, b};

  return sat_filter_any (tests, G_N_ELEMENTS (tests));
}

static SatFilter *
is_done (void)
{
  return sat_filter_test1 ("done", SAT_OP_IS, "true");
}

static SatFilter *
compare (const char *field, SatFilterOp op, SatDate date)
{
  g_autofree char *text = sat_date_to_string (date);

  return sat_filter_test1 (field, op, text);
}

/* What has a start goes by it, whatever it is due. */
static SatFilter *
by_day (SatFilterOp op, SatDate date)
{
  return either (compare ("start", op, date),
                 both (sat_filter_test ("start", SAT_OP_EMPTY, NULL), compare ("due", op, date)));
}

static SatFilter *
between (SatDate first, SatDate last)
{
  return either (both (compare ("start", SAT_OP_GE, first), compare ("start", SAT_OP_LE, last)),
                 both (sat_filter_test ("start", SAT_OP_EMPTY, NULL),
                       both (compare ("due", SAT_OP_GE, first), compare ("due", SAT_OP_LE, last))));
}

SatFilter *
sat_activity_filter (SatActivityPart part, SatDate today, int week_start)
{
  SatDate week;

  g_return_val_if_fail (week_start >= 1 && week_start <= 7, NULL);
  week = today - (sat_date_weekday (today) - week_start + 7) % 7;
  switch (part) {
  case SAT_ACTIVITIES_OVERDUE:
    return both (sat_filter_not (is_done ()), by_day (SAT_OP_LT, today));
  case SAT_ACTIVITIES_TODAY:
    return between (today, today);
  case SAT_ACTIVITIES_WEEK:
    return between (week, week + 6);
  case SAT_ACTIVITIES_DONE:
    return is_done ();
  case SAT_ACTIVITIES_DUE:
    return both (sat_filter_not (is_done ()), by_day (SAT_OP_LE, today));
  case SAT_ACTIVITIES_TO_DO:
  default:
    return sat_filter_not (is_done ());
  }
}

SatFilter *
sat_activity_filter_of (SatActivityPart part, SatDate today, int week_start, const char *owner)
{
  SatFilter *filter = sat_activity_filter (part, today, week_start);

  if (owner == NULL || *owner == '\0')
    return filter;
  return both (sat_filter_test1 ("owner", SAT_OP_IS, owner), filter);
}

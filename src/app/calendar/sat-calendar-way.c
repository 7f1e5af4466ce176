/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-calendar-way.h"

#define MONTH_WEEKS 6

static const char *const names[] = {"day", "week", "month", "agenda"};

const char *
sat_calendar_way_name (SatCalendarWay way)
{
  g_return_val_if_fail (way < SAT_CALENDAR_N_WAYS, "week");
  return names[way];
}

SatCalendarWay
sat_calendar_way_named (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_strcmp0 (names[i], name) == 0)
      return (SatCalendarWay)i;
  return SAT_CALENDAR_WAY_WEEK;
}

SatDate
sat_calendar_week (SatDate date, int week_start)
{
  g_return_val_if_fail (week_start >= 1 && week_start <= 7, date);
  return date - (sat_date_weekday (date) - week_start + 7) % 7;
}

static SatDate
first_of_month (SatDate date)
{
  int day;

  sat_date_to_ymd (date, NULL, NULL, &day);
  return date - (day - 1);
}

SatCalendarRange
sat_calendar_range (SatCalendarWay way, SatDate date, int week_start)
{
  SatDate first;

  switch (way) {
  case SAT_CALENDAR_WAY_DAY:
    return (SatCalendarRange){date, date};
  case SAT_CALENDAR_WAY_MONTH:
    first = sat_calendar_week (first_of_month (date), week_start);
    return (SatCalendarRange){first, first + 7 * MONTH_WEEKS - 1};
  case SAT_CALENDAR_WAY_AGENDA:
    return (SatCalendarRange){date, date + SAT_CALENDAR_AGENDA_DAYS - 1};
  case SAT_CALENDAR_WAY_WEEK:
  case SAT_CALENDAR_N_WAYS:
  default:
    first = sat_calendar_week (date, week_start);
    return (SatCalendarRange){first, first + 6};
  }
}

SatDate
sat_calendar_step (SatCalendarWay way, SatDate date, int n)
{
  switch (way) {
  case SAT_CALENDAR_WAY_DAY:
    return date + n;
  case SAT_CALENDAR_WAY_MONTH:
    return sat_date_add_months (date, n);
  case SAT_CALENDAR_WAY_AGENDA:
    return date + n * SAT_CALENDAR_AGENDA_DAYS;
  case SAT_CALENDAR_WAY_WEEK:
  case SAT_CALENDAR_N_WAYS:
  default:
    return date + n * 7;
  }
}

char *
sat_calendar_title (SatCalendarWay way, SatDate date, const SatFormat *format, gboolean brief)
{
  SatCalendarRange range;

  g_return_val_if_fail (format != NULL, NULL);
  if (way == SAT_CALENDAR_WAY_MONTH)
    return sat_format_month (format, date);
  range = sat_calendar_range (way, date, format->week_start);
  return brief ? sat_format_days_brief (format, range.first, range.last)
               : sat_format_days (format, range.first, range.last);
}

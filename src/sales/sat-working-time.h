/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-reader.h"

G_BEGIN_DECLS

/* When people work: what the fields work_start, work_end and work_days of the workspace say, and
 * the holidays. */
typedef struct {
  int start, end; /* minutes after midnight, @start < @end <= 24 * 60 */
  guint days;     /* SAT_WORKING_DAY () of each */
} SatWorkingTime;

/* Of sat_date_weekday(), 1 Monday to 7 Sunday. */
#define SAT_WORKING_DAY(weekday) (1u << (weekday))

/* Nine to five, Monday to Friday: where nothing is set, or nothing that makes sense. */
SatWorkingTime sat_working_time_usual (void);
SatWorkingTime sat_working_time_read (SatReader *reader);
gboolean sat_working_time_has_day (const SatWorkingTime *self, int weekday);

/* "09:00", also "9:00" and "9"; up to "24:00". FALSE: no time. */
gboolean sat_working_time_parse_minutes (const char *text, int *minutes);
char *sat_working_time_minutes_to_string (int minutes); /* "09:00" */
/* "monday tuesday": names as in the field `week_start`; commas may stand between them. FALSE: no
 * day, or something else. */
gboolean sat_working_time_parse_days (const char *text, guint *days);
char *sat_working_time_days_to_string (guint days);
const char *sat_working_time_day_name (int weekday); /* "monday" */

typedef struct {
  gint64 id;
  SatDate date;
  char *name; /* may be "" */
} SatHoliday;

void sat_holiday_free (SatHoliday *holiday);

/* Those from @from to @to, both included, in order. GPtrArray of SatHoliday. */
GPtrArray *sat_holidays_read (SatReader *reader, SatDate from, SatDate to, GError **error);
/* The first of @date; NULL: none. */
const SatHoliday *sat_holidays_find (GPtrArray *holidays, SatDate date);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatHoliday, sat_holiday_free)

G_END_DECLS

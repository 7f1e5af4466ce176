/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A calendar date is a count of days since 1970-01-01 (proleptic Gregorian), never an instant.
 * An instant is microseconds since 1970-01-01T00:00:00Z. */
typedef gint32 SatDate;

gboolean sat_date_from_ymd (int year,
                            int month,
                            int day,
                            SatDate *out); /* FALSE: no such day; years 1 to 9999 */
void sat_date_to_ymd (SatDate date, int *year, int *month, int *day);
int sat_date_weekday (SatDate date);                    /* 1 Monday to 7 Sunday */
SatDate sat_date_add_months (SatDate date, int months); /* the day is clipped to the month's end */

gboolean sat_date_parse (const char *iso, SatDate *out, GError **error); /* exactly YYYY-MM-DD */
char *sat_date_to_string (SatDate date);

/* Fiscal periods: @fiscal_start is the month (1 to 12) in which the fiscal year begins; the year is
 * named after the calendar year in which it ends (it starts in January: the same year). */
void sat_date_fiscal_quarter (SatDate date, int fiscal_start, int *year, int *quarter);
char *sat_date_month_key (SatDate date);                     /* "2017-03" */
char *sat_date_quarter_key (SatDate date, int fiscal_start); /* "2017-Q4" */

/* RFC 3339. Reading wants a zone ("Z" or an offset) and takes up to six decimals (more are cut);
 * writing is UTC with six decimals: "2017-03-01T09:00:00.000000Z". */
gboolean sat_instant_parse (const char *text, gint64 *us, GError **error);
char *sat_instant_to_string (gint64 us);

/* @zone: an IANA name; NULL: TZ or the system's, which never fails. (transfer full) Error:
 * SAT_BASE_ERROR_INVALID for a name that is not in the system's data. Opened zones are kept. */
GTimeZone *sat_zone_open (const char *zone, GError **error);
/* A day that a zone skipped (at the date line) starts where the next one does and ends just before.
 */
SatDate sat_date_of_instant (gint64 us, GTimeZone *zone); /* the local calendar date */
gint64 sat_date_end (SatDate date, GTimeZone *zone);   /* the last microsecond of that local day */
gint64 sat_date_start (SatDate date, GTimeZone *zone); /* the first */
/* @us after midnight by the clock on the wall, 0 to a day: 02:30 is the first 02:30 of a day that
 * has two, and the time that it would have been (03:30) of a day that skips it. */
gint64 sat_date_at (SatDate date, gint64 us, GTimeZone *zone);
/* @us, @days later at the same time by the clock on the wall. */
gint64 sat_date_move (gint64 us, int days, GTimeZone *zone);
SatDate sat_date_today (gint64 now_us, GTimeZone *zone);

G_END_DECLS
